"""An entry needs a title and a claim alone, and a chapter no entries: every form shows what there is, and nothing empty."""

import re

import pytest
from desk import Desk
from verbs import words_of

from pipeline.deck.slides import Table, TextBlock

pytestmark = pytest.mark.quick

BARE = """
id: bare
title: Bare
claim: Nothing here has points, text or notes.
entries:
  - {kind: topic, id: bare-topic, title: One claim, claim: This is all there is to say.}
  - {kind: summary, id: bare-summary, title: A summary, claim: It sums up nothing.}
  - {kind: lesson, id: bare-lesson, title: Learnt, claim: Somebody learnt a thing., evidence: dry-years}
  - {kind: barrier, id: bare-barrier, title: A wall, claim: It stands., blocks: It is high., overcome: It fell.}
  - {kind: topic, id: bare-chart, title: A chart, claim: Its chart says it all., figures: [takings]}
  - {kind: topic, id: bare-number, title: A number, claim: Its number says it all., text: "{length}"}
  - kind: policy-area
    id: bare-area
    title: An area
    claim: It is open.
    goal: A goal.
    status: A status.
    step: A step.
    precedent: A precedent.
  - kind: period
    id: bare-period
    title: A period
    claim: It began and ended.
    years: 1975-1978
    stance: mixed
    events: [{date: 1976, title: A date, line: Something happened.}]
"""


@pytest.fixture
def bare(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("bare") / "desk")
    desk.write("content/chapters/3-bare.yaml", BARE)
    desk.replace("layouts/deck/form.yaml", "needs: [points, notes]\n", "")
    desk.replace("layouts/report/form.yaml", "needs: [text]\n", "")
    desk.replace("content/publication.yaml", "  - 2-settlement\n", "  - 2-settlement\n  - 3-bare\n")
    return desk


def test_slides_have_no_empty_slot_and_say_the_claim(bare: Desk) -> None:
    slides = {slide.origin: slide for slide in bare.fitted() if slide.origin.startswith("bare-")}
    assert len(slides) == 8
    for id, slide in slides.items():
        texts = [content for content in slide.slots.values() if isinstance(content, TextBlock)]
        assert all(paragraph.text.strip() for text in texts for paragraph in text.paragraphs), id
        assert all(text.paragraphs for text in texts), id
        assert {"kicker"} < set(slide.slots), f"{id} shows nothing but its title"
    layouts = {id: slide.layout for id, slide in slides.items()}
    assert layouts["bare-topic"] == "Quote with Caption"
    assert layouts["bare-chart"] == "Chart"
    assert layouts["bare-number"] == "Statement"
    assert layouts["bare-barrier"] == "Comparison"
    assert layouts["bare-area"] == "Process"


def test_the_brief_has_no_empty_boxes(bare: Desk) -> None:
    html = bare.html()
    chapter = html[html.index('id="sec-bare"') : html.index('id="glossary"')]
    assert 'class="glance"' not in chapter
    assert not re.search(r"<(div|ul|aside|p|dl)\b[^>]*>\s*</\1>", chapter)
    assert "This is all there is to say." in words_of(chapter)


def test_a_chapter_without_entries_has_its_number_its_slide_and_its_place_in_the_contents(bare: Desk) -> None:
    bare.write(
        "content/chapters/3-bare.yaml",
        "id: bare\ntitle: Bare\nclaim: It has a text.\ntext: This is @sec-bare.\n",
    )
    (slide,) = [slide for slide in bare.fitted() if slide.origin == "bare"]
    assert (slide.layout, slide.title.text) == ("Section Header", "Bare")
    contents, _, rest = bare.html().partition("</nav>")
    assert 'href="#sec-bare"' in contents
    assert "This is Section II ." in words_of(rest.replace("\N{NO-BREAK SPACE}", " "))


def test_points_of_a_chapter_without_entries_stand_on_its_slide(bare: Desk) -> None:
    bare.write(
        "content/chapters/3-bare.yaml",
        "id: bare\ntitle: Bare\nclaim: It has points.\npoints: [One., Two.]\n",
    )
    (slide,) = [slide for slide in bare.fitted() if slide.origin == "bare"]
    assert (slide.layout, slide.title.text) == ("Title and Content", "It has points")
    assert 'class="glance"' in bare.html().partition('id="sec-bare"')[2]


BOXES = """    boxes:
      - {id: sluice, title: What a sluice is, text: "A gate for water [@survey1961]."}
      - {title: What a quay is, text: "A wall for ships.", slide: true}
    blocks: The county"""


def test_boxes_stand_after_the_text_or_where_it_asks_and_on_slides_if_they_say_so(bare: Desk) -> None:
    bare.replace("content/chapters/1-quarrel.yaml", "    blocks: The county", BOXES)
    html = bare.html()
    assert html.count('<aside class="box') == 2
    assert html.index("refused") < html.index('id="box-sluice"') < html.index("A wall for ships")
    assert [slide.title.text for slide in bare.fitted() if slide.origin == "upstream"][1:] == ["What a quay is"]
    bare.replace(
        "content/chapters/1-quarrel.yaml", "      @fig-takings shows", "      @box-sluice\n\n      @fig-takings shows"
    )
    html = bare.html()
    assert html.count('id="box-sluice"') == 1
    assert html.index('id="box-sluice"') < html.index("shows who took what")


WORDS = """words:
  kind: table
  columns: [What, "*Who*", Paid]
  rows:
{rows}
  title: What was agreed
  subtitle: Agreements, by county
  alt: A table of agreements.
"""


def with_words(desk: Desk, count: int) -> None:
    rows = "\n".join(
        f'    - ["Item {n} [@survey1961]", "{"word " * 30}", {n if n % 2 else chr(34) * 2}]' for n in range(count)
    )
    figures = (desk.content / "figures.yaml").read_text(encoding="utf-8")
    desk.write("content/figures.yaml", figures + WORDS.format(rows=rows))
    desk.replace("content/chapters/1-quarrel.yaml", "      - takings\n", "      - takings\n      - words\n")


def test_a_table_of_words_is_a_table_on_pages_and_slides(bare: Desk) -> None:
    with_words(bare, 7)
    table = bare.html().partition('id="fig-words"')[2].partition("</table>")[0]
    assert table.count("<tr") == 8
    assert "<em>Who</em>" in table
    assert table.count('class="number"') == 8, "a column of numbers, with its head"
    tables = [slide.slots["body"] for slide in bare.fitted() if "words" in slide.figures]
    assert sum(len(table.rows) - 1 for table in tables if isinstance(table, Table)) == 7
    assert all(isinstance(table, Table) and len(table.rows) > 2 and table.rows[0][0].is_header for table in tables)


def test_a_chapter_without_entries_that_a_form_leaves_out_is_told(desk: Desk) -> None:
    desk.write("content/chapters/3-end.yaml", "id: end\ntitle: The end\nclaim: It ends.\ntext: |\n  It ended well.\n")
    desk.replace("content/publication.yaml", "  - 2-settlement\n", "  - 2-settlement\n  - 3-end\n")
    assert "not in brief.pdf" not in desk.run("check").err
    desk.replace("content/chapters/2-settlement.yaml", "    text: |", "    brief: |\n      It held.\n    text: |")
    err = desk.run("check").err
    assert 'content/chapters/3-end.yaml:1: warning: "end" has no entries: not in brief.pdf' in err
    assert "make an entry of what brief.pdf is to say, with a line  brief: |" in err
