"""Cross-references lead somewhere, in the brief and in the deck; warnings say what nobody uses."""

from desk import Desk
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from verbs import slides_of, texts_of

POINT = "    points:\n      - "
FIGURE = "Figure\N{NO-BREAK SPACE}1"
IN_WORKBOOK = f"{FIGURE} in data.xlsx"


def with_references(desk: Desk) -> Desk:
    seen = "See @sec-upstream, @fig-takings and @tbl-takings."
    desk.replace("content/chapters/2-settlement.yaml", POINT, f"{POINT}{seen}\n      - ")
    text = "In August 1976 Harrow closed"
    desk.replace("content/chapters/2-settlement.yaml", text, f"{seen} {text}")
    return desk


def test_the_deck_links_to_the_slides_of_what_is_named(desk: Desk) -> None:
    slides = slides_of(with_references(desk).make("deck.pptx"))
    links = {}
    openers = ("Section Header", "Section Header with Parts", "Agenda", "Closing")  # which lead to their parts
    for slide in (slide for slide in slides if slide.slide_layout.name not in openers):
        for rel in slide.part.rels.values():
            if rel.reltype == RT.SLIDE:
                runs = slide._element.xpath(f'.//a:r[a:rPr/a:hlinkClick[@r:id="{rel.rId}"]]/a:t/text()')
                links["".join(runs)] = rel.target_part.slide
    assert list(links) == ["“The upper hand”", FIGURE + IN_WORKBOOK], "both lead to one slide"
    section, figure = links.values()
    assert "The upper hand" in texts_of(section)
    assert any(shape.has_chart for shape in figure.shapes)


def test_the_table_of_a_figure_is_in_the_workbook(desk: Desk) -> None:
    html = with_references(desk).html()
    assert f'href="#fig-takings">{FIGURE}</a>' in html
    assert f'href="#fig-takings">{IN_WORKBOOK}</a>' in html


def test_what_nobody_uses_is_warned_of_and_stops_nothing(desk: Desk) -> None:
    desk.write("content/facts.yaml", (desk.content / "facts.yaml").read_text() + UNUSED_FACT)
    desk.write("content/sources.yaml", (desk.content / "sources.yaml").read_text() + UNUSED_SOURCE)
    answer = desk.run("check")
    assert answer.code == 0
    assert 'warning: fact "spare" is told nowhere' in answer.err
    assert 'warning: source "spare-book" is cited nowhere' in answer.err
    assert 'warning: source "spare-book" has no publisher' in answer.err
    assert "content/facts.yaml:" in answer.err


def test_our_own_publication_has_nothing_to_warn_of(sample: object) -> None:
    assert "warning" not in sample.desk.run("check").err  # type: ignore[attr-defined]


UNUSED_FACT = """
spare:
  value: 1
  unit: things
  as-of: 1990
  measures: Nothing
  source: ferrers2019
  confidence: low
"""
UNUSED_SOURCE = """
  - id: spare-book
    type: book
    title: Spare
    author: [{family: Spare}]
    issued: {year: 1999}
"""
