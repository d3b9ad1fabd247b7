"""Prose: CommonMark without HTML, and the notations of scholars."""

import html
import re

import pytest
from desk import Desk
from markupsafe import Markup

from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.text.markdown import placed_figures, render_blocks, render_line, render_plain
from pipeline.text.mentions import find_references
from pipeline.text.renderers import DeckRenderer, PageRenderer
from pipeline.text.typography import keep_together, push_spaces, set_large

pytestmark = pytest.mark.quick


def prose(text: str, line: int = 10) -> Prose:
    return Prose(text, Place("content/a.yaml", line))


@pytest.fixture
def deck_renderer(desk: Desk) -> DeckRenderer:
    return DeckRenderer(desk.load()[0])


def text_of(desk: Desk, text: str) -> str:
    """The prose of one entry in the brief's HTML, after `text` took its place."""
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", text)
    page = desk.html().split('id="sec-upstream"')[1]
    return re.sub(r"</?data[^>]*>", "", page.split('<div class="prose">')[1].split("</div>")[0])


def test_references_are_found_in_order_with_their_kinds() -> None:
    found = find_references(prose("{a-fact} @fig-one [@key; @other, p. 3] and @sec-two"))
    assert [(r.kind, r.id, r.locator) for r in found] == [
        ("fact", "a-fact", ""),
        ("fig", "one", ""),
        ("source", "key", ""),
        ("source", "other", "p. 3"),
        ("sec", "two", ""),
    ]


def test_a_reference_knows_the_line_it_stands_on() -> None:
    text = "First line\nhas {one}\nand [@two]\n\n- an item\n- with {three}\n\n| a | b |\n|---|---|\n| {four} | x |\n"
    assert [(r.id, r.place.line) for r in find_references(prose(text))] == [
        ("one", 11),
        ("two", 12),
        ("three", 15),
        ("four", 19),
    ]


def test_a_reference_inside_a_note_is_found_on_its_line() -> None:
    found = find_references(prose("Words^[a note\nwith {fact}\nand [@key]] more {last}"))
    assert [(r.id, r.place.line) for r in found] == [("fact", 11), ("key", 12), ("last", 12)]


@pytest.mark.parametrize("text", ["write to a@fig-b.org", "cost {", "}", "^ [x]", "[link](https://example.org/@fig-x)"])
def test_what_only_looks_like_a_notation_is_left_alone(text: str) -> None:
    assert find_references(prose(text)) == ()


@pytest.mark.parametrize("text", ["`{not-a-fact}`", "`[@key]`", "\\{not-a-fact}", "\\@fig-x"])
def test_code_and_backslashes_protect_a_notation(text: str) -> None:
    assert find_references(prose(text)) == ()


def test_a_figure_alone_in_a_paragraph_is_placed_there() -> None:
    assert placed_figures(prose("Words.\n\n@fig-one\n\nSee @fig-two.")) == ["one"]


def test_a_citation_is_printed_with_author_year_and_locator(desk: Desk) -> None:
    assert 'href="#source-ferrers2019">Ferrers 2019, 12</a>' in text_of(desk, "See [@ferrers2019, p. 12].")


def test_two_works_of_one_author_name_him_once(desk: Desk) -> None:
    text = text_of(desk, "As shown [@ferrers2019, p. 1; @ferrers2019, p. 9].")
    assert re.sub("<[^>]*>", "", text).strip().startswith("As shown (Ferrers 2019, 1; 2019, 9).")


def test_cross_references_are_links_with_numbers(desk: Desk) -> None:
    text = text_of(desk, "See @fig-takings, @sec-metering and @sec-the-river.")
    assert '<a class="cross" href="#fig-takings">Figure\N{NO-BREAK SPACE}1</a>' in text
    assert '<a class="cross" href="#sec-metering">Section\N{NO-BREAK SPACE}I.B</a>' in text
    assert '<a class="cross" href="#sec-the-river">“A short river”</a>' in text


def test_a_note_becomes_a_note_of_the_brief_and_leaves_the_slide(desk: Desk, deck_renderer: DeckRenderer) -> None:
    assert '<span class="note">An <em>aside</em>, see 1976.</span>' in text_of(
        desk, "Water^[An *aside*, see {driest-year}.] flows."
    )
    assert render_line(prose("Water^[An aside.] flows."), deck_renderer) == "Water flows."


def test_numbers_are_printed_in_the_publications_language(desk: Desk) -> None:
    assert "<p>1,234.5 furlongs, in 1976, " in text_of(desk, "{length} furlongs, in {driest-year}, ")


def test_citations_leave_the_slide_without_a_trace(deck_renderer: DeckRenderer) -> None:
    assert (
        render_line(prose("Meters work [@okafor2021]. They do [@survey1961]!"), deck_renderer)
        == "Meters work. They do!"
    )


def test_a_citation_on_a_line_of_its_own_leaves_no_space_before_the_stop(deck_renderer: DeckRenderer) -> None:
    prose = Prose("They met every year\n[@ferrers2019].", Place("content/chapters/1-quarrel.yaml", 1))
    assert render_plain(prose, deck_renderer) == "They met every year."


def test_markdown_is_read_and_html_is_not(deck_renderer: DeckRenderer) -> None:
    assert render_line(prose("**a** *b* [c](https://example.org)"), deck_renderer) == (
        '<strong>a</strong> <em>b</em> <a href="https://example.org">c</a>'
    )
    assert render_line(prose("<b>a</b> & <script>x</script>"), deck_renderer) == (
        "&lt;b&gt;a&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;"
    )


def test_blocks_are_paragraphs_lists_tables_and_headings(desk: Desk) -> None:
    renderer = PageRenderer(desk.load()[0], lambda id: Markup(), lambda *_: Markup())
    markup = render_blocks(prose("A.\n\n- b\n- c\n\n### d\n\n| e | f |\n|---|---|\n| g | h |\n"), renderer)
    for piece in ("<p>A.</p>", "<li>b</li>", "<h3>d</h3>", "<th>e</th>", "<td>h</td>"):
        assert piece in markup


def test_plain_text_has_no_markup_and_no_entities(deck_renderer: DeckRenderer) -> None:
    assert render_plain(prose("*R&D* < 5 [c](https://example.org)"), deck_renderer) == "R&D < 5 c"


def test_an_entity_is_the_character_it_stands_for_and_never_markup(deck_renderer: DeckRenderer) -> None:
    line = render_line(prose("&lt;b&gt; &copy; &nosuch;"), deck_renderer)
    assert line == "&lt;b&gt; © &amp;nosuch;"
    assert html.unescape(line) == "<b> © &nosuch;"


@pytest.mark.parametrize("typed", ["[el río]{lang=es-MX}", '[el río]{lang="es-MX"}', "[el río]{ lang = es-MX }"])
def test_words_in_another_language_say_so(desk: Desk, typed: str) -> None:
    assert '<span lang="es-MX">el río</span>' in text_of(desk, f"Harrow had {typed} first.")


def test_notations_work_inside_words_in_another_language(desk: Desk) -> None:
    text = text_of(desk, "Harrow had [*el río* de {driest-year} [@survey1961]]{lang=es} first.")
    assert '<span lang="es"><em>el río</em> de 1976 ' in text
    assert "]" not in text


def test_brackets_before_a_fact_are_brackets(desk: Desk) -> None:
    assert "[sic] 1976" in text_of(desk, "Harrow had it [sic] {driest-year}.")


def test_a_fact_alone_in_a_paragraph_stands_out_with_what_it_measures(desk: Desk) -> None:
    text = text_of(desk, "Before.\n\n      {driest-year}\n\n      After.")
    assert '<b class="number" data-fit>1976</b>' in text
    assert '<span class="measures">The year in which the lower Marl fell dry</span></span> After. Lowmarsh' in text


def test_a_fact_that_stands_out_says_when_it_holds_unless_its_words_do(desk: Desk) -> None:
    desk.replace("content/facts.yaml", "as-of: always", "as-of: 1961")
    assert '>Length of the river, <span class="whole">1961</span></span></span> After. Lowmarsh' in text_of(
        desk, "{length}\n\n      After."
    )


def test_a_fact_that_stands_out_is_found_and_has_its_line() -> None:
    assert [(r.kind, r.id, r.place.line) for r in find_references(prose("Before.\n\n{a-fact}\n"))] == [
        ("fact", "a-fact", 12)
    ]


def test_in_the_notes_of_a_slide_a_fact_alone_is_a_paragraph(deck_renderer: DeckRenderer) -> None:
    assert render_blocks(prose("{driest-year}\n\nAfter."), deck_renderer) == (
        '<p><strong><data value="driest-year">1976</data></strong>: The year in which the lower Marl fell dry</p>\n'
        "<p>After.</p>\n"
    )


def test_a_figure_follows_the_block_that_first_mentions_it(desk: Desk) -> None:
    desk.replace(
        "content/chapters/1-quarrel.yaml",
        "      @fig-takings shows who took what.\n",
        "      Look at @fig-takings.\n\n      Not at @fig-takings again.\n",
    )
    page = desk.html()
    assert page.index("Look at") < page.index('<figure id="fig-takings"') < page.index("Not at")
    assert page.count('<figure id="fig-takings"') == 1


def test_a_figure_that_nothing_mentions_stands_at_the_end_of_its_entry(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", "Who took what is known.")
    page = desk.html()
    assert page.index("Who took what") < page.index('<figure id="fig-takings"') < page.index('id="sec-upstream"')


@pytest.mark.parametrize(
    ("typed", "address", "after"),
    [
        ("see https://example.org/a?b=1.", "https://example.org/a?b=1", "."),
        ("(http://example.org/x/)", "http://example.org/x/", ")"),
        ("at https://example.org, or", "https://example.org", ", or"),
    ],
)
def test_an_address_becomes_a_link(deck_renderer: DeckRenderer, typed: str, address: str, after: str) -> None:
    assert f'<a href="{address}">{address}</a>{after}' in render_line(prose(typed), deck_renderer)


@pytest.mark.parametrize("typed", ["xhttps://example.org", "https://", "ftp://example.org"])
def test_what_is_no_address_becomes_none(deck_renderer: DeckRenderer, typed: str) -> None:
    assert "<a " not in render_line(prose(typed), deck_renderer)


def test_an_address_within_a_link_stays_its_text(deck_renderer: DeckRenderer) -> None:
    assert render_line(prose("[https://a.org](https://b.org)"), deck_renderer).count("<a ") == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-US", "on August~4, 1942, 4.6~million, 12~percent, p.~12, nos.~3 and 4, Title~8, fiscal year~1954"),
        ("en-US", 'about <data value="x">4.6</data>~million; vol.~<data value="y">2</data>'),
        ("en-GB", "on 4~August 1942"),
        ("es-MX", "el 4~de agosto de 1942, 4.6~millones, p.~12"),
        ("en-US", "may 5 people march 3 miles; no 4; in 1942 August came"),
    ],
)
def test_lines_do_not_break_within_dates_and_numbers(language: str, text: str) -> None:
    page = f"<head><title>May 5</title></head><body><p>{text.replace('~', ' ')}</p></body>"
    kept = f"<head><title>May 5</title></head><body><p>{text.replace('~', chr(160))}</p></body>"
    assert keep_together(page, language) == kept


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Migration policy and migrant-sending countries", ["migrant-sending"]),
        ("Lessons from the U.S.–Mexico case", ["U.S.–Mexico case"]),
        ("The U.S.–Mexico border and those who cross it", ["U.S.–Mexico", "cross it"]),
        ("Two words", []),
        ("Unconstitutionally-overextended-compounds may break here, and not here", ["not here"]),
        ("One sum is <data>69–72 percent</data> of all", ["69–72", "of all"]),
        ("It ends in a <em>well-set word</em>", ["well-set"]),
    ],
)
def test_titles_break_no_compound_and_leave_no_word_alone(title: str, kept: list[str]) -> None:
    assert re.findall(r'<span class="whole">([^<]*)</span>', set_large(Markup(title))) == kept


def test_the_space_before_an_element_stands_in_it_and_no_other_does() -> None:
    page = (
        '<p><em>One</em> two <a href="#x"><em>three</em></a>, four\n<data>5</data><span class="note">A note.</span></p>'
    )
    pushed = push_spaces(page)
    assert pushed.startswith('<p><em>One</em> two<a href="#x"><em> three</em></a>, four<data> 5</data><span')
    assert re.sub("<[^>]+>", "", pushed).split() == re.sub("<[^>]+>", "", page).split()


def test_the_unit_of_a_number_that_stands_out_has_a_line_of_its_own(desk: Desk) -> None:
    text = text_of(desk, "{harrow-take}\n\n      After.")
    assert '<b class="number" data-fit>8.8</b> <b class="unit">million cubic metres</b>' in text
