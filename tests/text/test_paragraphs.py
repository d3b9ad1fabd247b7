"""Speaker's notes take every block, as paragraphs and lists; a line takes words alone."""

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st
from verbs import notes_of, open_deck

from pipeline.content.model import Publication
from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.deck.markup import read_slides
from pipeline.deck.slides import Paragraph
from pipeline.text.markdown import render_blocks, render_line
from pipeline.text.renderers import DeckRenderer, PageRenderer

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return Desk(tmp_path_factory.mktemp("paragraphs") / "desk").load()[0]


def spoken(publication: Publication, typed: str) -> tuple[Paragraph, ...]:
    """What stands in the notes of a slide. Raises ProblemsFound if slide markup does not take it."""
    inside = render_blocks(Prose(typed, Place("x", 1), "paragraphs"), DeckRenderer(publication))
    markup = f'<section layout="L" from="upstream"><h1>T</h1><aside>{inside}</aside></section>'
    return read_slides(markup, publication.origins, publication.figures)[0].notes


def line(publication: Publication, typed: str) -> str:
    return render_line(Prose(typed, Place("x", 1), "line"), DeckRenderer(publication))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("### First\n\nThen.", ["First", "Then."]),
        ("> Quoted.\n>\n> > Deeper.", ["Quoted.", "Deeper."]),
        ("- one\n- two\n  - in it\n- three", ["• one", "• two", "• in it", "• three"]),
        ("1. one\n2. two\n\nBetween.\n\n3. three", ["1. one", "2. two", "Between.", "3. three"]),
        ("1. one\n   - a\n   - b\n2. two\n   1. c\n", ["1. one", "• a", "• b", "2. two", "1. c"]),
        ("- one\n\n  more of it\n\n- two", ["• one\nmore of it", "• two"]),
        ("One.\n\n---\n\nTwo.", ["One.", "Two."]),
        ("    a < b\n    c", ["a < b\nc"]),
        ("```\na {x}\n```", ["a {x}"]),
        ("So `a <b>` it is.", ["So a <b> it is."]),
        ("{length}\n\nAfter.", ["1,234.5: Length of the river", "After."]),
        ("- {length}", ["• 1,234.5"]),
        ("Words^[An *aside*.] go on^[[@survey1961]].", ["Words (An aside.) go on."]),
        ('[a](https://example.org "A title")', ["a"]),
        ("*one*\n**two**\n{length}", ["one two 1,234.5"]),
        ("a  \nb", ["a\nb"]),
    ],
)
def test_a_block_in_notes_becomes_paragraphs_or_a_list(publication: Publication, typed: str, words: list[str]) -> None:
    assert [paragraph.text for paragraph in spoken(publication, typed)] == words


def test_a_heading_in_notes_is_bold(publication: Publication) -> None:
    heading, after = spoken(publication, "### One *two*\n\nThree")
    assert all(run.bold for run in heading.runs)
    assert not any(run.bold for run in after.runs)


FRAGMENTS = [
    "# a", "### b {length}", "> c", "> - d", "- e", "  - f", "1. g", "7. h", "   ", "", "", "---", "***", "    i < j", "```",
    "~~~ x", "| k | l |", "|---|---|", "| `m` | n^[o] |", "{length}", "@fig-takings", "p^[q [@survey1961]]", "H~2~O m^2^", "~~r~~",
    "[s](https://example.org 't')", "<https://example.org>", "u  ", "v\\", "`w <x>`", "[@ferrers2019, p. 1]", "@okafor2021", "&amp; < >",
    "[y]{lang=es}", "**z", "*", "<b>", "@sec-metering @tbl-takings", "\t\tx",
]  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12))
def test_whatever_is_typed_in_notes_is_slide_markup(publication: Publication, lines: list[str]) -> None:
    spoken(publication, "\n".join(lines))


@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6))
def test_whatever_is_typed_in_a_line_is_slide_markup(publication: Publication, parts: list[str]) -> None:
    words = " ".join(" ".join(parts).split())
    markup = f'<section layout="L" from="upstream"><h1>T{line(publication, words)}</h1></section>'
    assert read_slides(markup, publication.origins, publication.figures)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1942. The year it began", "1942. The year it began"),
        ("1. First", "1. First"),
        ("> 5 percent", "&gt; 5 percent"),
        ("* Preliminary", "* Preliminary"),
        ("+ 12", "+ 12"),
        ("---", "—"),
        ("{length}", '<data value="length">1,234.5</data>'),
        ("@fig-takings", '<a href="#fig-takings">Figure\N{NO-BREAK SPACE}1</a>'),
        ("Use `x < y`", "Use x &lt; y"),
    ],
)
def test_no_sign_at_the_start_of_a_line_means_anything(publication: Publication, typed: str, printed: str) -> None:
    assert line(publication, typed) == printed


@pytest.mark.parametrize(
    ("field", "old"), [("blocks", "The county above loses water by agreeing and gains nothing that it needs.")]
)
def test_a_line_that_is_a_fact_alone_is_printed(desk: Desk, field: str, old: str) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", f"{field}: {old}", f'{field}: "{{length}}"')
    assert ">1,234.5</data>" in desk.html().split('id="sec-upstream"')[1].split("</section>")[0]


def test_notes_of_every_sort_reach_the_deck(desk: Desk) -> None:
    typed = "### Begin\n\n      1. one m^2^\n      2. two\n\n      > Said."
    desk.replace("content/chapters/1-quarrel.yaml", "Ask the audience which county they live in.", typed)
    deck = open_deck(desk.make("deck.pptx"))
    notes = next(notes_of(slide) for slide in deck.slides if "Begin" in notes_of(slide))
    assert "Begin 1. one m2 2. two Said." in notes


def test_abstract_and_statement_keep_their_blocks_in_the_brief(publication: Publication) -> None:
    renderer = PageRenderer(publication, lambda id: "", lambda *_: "")  # type: ignore[arg-type, return-value]
    markup = render_blocks(Prose("### a\n\n> b", Place("x", 1), "paragraphs"), renderer)
    assert markup == "<h3>a</h3>\n<blockquote>\n<p>b</p>\n</blockquote>\n"
