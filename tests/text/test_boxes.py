"""Boxes and captions within a text are read as Pandoc and Quarto read them."""

import pytest
from desk import Desk

from pipeline.content.model import Publication
from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.text.markdown import placed_boxes, render_blocks, render_paragraphs
from pipeline.text.mentions import find_references
from pipeline.text.renderers import DeckRenderer, PageRenderer

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return Desk(tmp_path_factory.mktemp("boxes") / "desk").load()[0]


def printed(publication: Publication, typed: str) -> str:
    """The markup of a text, with each box as `{kind|title|text}`."""
    renderer = PageRenderer(publication, figure=str, box=lambda title, text, kind, id: f"{{{kind}|{title}|{text}}}")  # type: ignore[arg-type, return-value]
    markup = render_blocks(Prose(typed, Place("x", 1)), renderer)
    return " ".join(markup.replace("&quot;", '"').split())


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ('::: {.callout-note title="Of *meters*"}\nOne.\n:::', "callout-note", "Of <em>meters</em>"),
        ("::: {.callout-tip title='Meters'}\nOne.\n:::", "callout-tip", "Meters"),
        ("::: {.callout-warning title=“Meters”}\nOne.\n:::", "callout-warning", "Meters"),
        ("::: callout\n## Meters\n\nOne.\n:::", "callout", "Meters"),
        (":::: callout-caution ::::\n### Meters\nOne.\n::::", "callout-caution", "Meters"),
        ("::: {.callout-important}\n\n## Meters\n\nOne.\n\n:::", "callout-important", "Meters"),
    ],
)
def test_a_box_has_its_kind_its_title_and_its_text(publication: Publication, typed: str, kind: str, title: str) -> None:
    assert printed(publication, typed) == f"{{{kind}|{title}|<p>One.</p> }}"
    assert not [one for one in find_references(Prose(typed, Place("x", 1))) if one.kind == "notation"]


def test_the_text_goes_on_behind_a_box_and_needs_no_empty_line_before_it(publication: Publication) -> None:
    said = printed(publication, 'Before.\n::: {.callout title="A"}\n- one\n- two\n:::\nAfter.')
    assert said == "<p>Before.</p> {callout|A|<ul> <li>one</li> <li>two</li> </ul> }<p>After.</p>"


def test_what_a_box_names_has_its_own_line() -> None:
    typed = 'One.\n\n::: {.callout title="Of {length}"}\nTwo.\n\nThree [@survey1961].\n:::'
    found = [(one.kind, one.id, one.place.line) for one in find_references(Prose(typed, Place("x", 10)))]
    assert found == [("fact", "length", 12), ("source", "survey1961", 15)]


def test_a_box_that_is_alone_in_a_paragraph_is_placed() -> None:
    assert placed_boxes(Prose("See @box-a.\n\n@box-b\n\n@box-c", Place("x", 1))) == ["b", "c"]


TABLE = "| a | b |\n|---|---|\n| c | d |"


@pytest.mark.parametrize(
    "typed",
    [
        f"{TABLE}\n\n: What *is*",
        f"{TABLE}\n\nTable: What *is*",
        f"{TABLE}\n: What *is*",
        f": What *is*\n\n{TABLE}",
        f"table: What *is*\n\n{TABLE}",
    ],
)
def test_a_caption_belongs_to_its_table(publication: Publication, typed: str) -> None:
    said = printed(publication, f"Before.\n\n{typed}\n\nAfter.")
    assert said.startswith("<p>Before.</p> <table> <caption>What <em>is</em></caption><thead>")
    assert said.count("<tr>") == 2
    assert said.endswith("</table> <p>After.</p>")


def test_a_caption_between_two_tables_belongs_to_the_first(publication: Publication) -> None:
    said = printed(publication, f"{TABLE}\n\n: First\n\n{TABLE}\n\n: Second")
    assert said.index("First") < said.index("</table>") < said.index("Second")


def test_words_with_a_colon_that_stand_elsewhere_are_words(publication: Publication) -> None:
    assert printed(publication, f"Table: none.\n\nBetween.\n\n{TABLE}").startswith("<p>Table: none.</p>")


def test_a_box_becomes_one_point_for_each_paragraph_and_item(publication: Publication) -> None:
    text = Prose("One *is*.\n\n- two\n- three\n\n| a | b |\n|---|---|\n| c | d |", Place("x", 1), "box")
    assert render_paragraphs(text, DeckRenderer(publication)) == ["One <em>is</em>.", "two", "three", "a · b", "c · d"]
