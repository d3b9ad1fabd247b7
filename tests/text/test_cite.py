"""Citations: sources in words, and as the style prints them."""

import re

import pytest
from desk import Desk
from markupsafe import Markup
from verbs import words_of

from pipeline.render.cited import name_in_a_line
from pipeline.text import link_title
from pipeline.text.short_citations import Citations

pytestmark = pytest.mark.quick

SOURCES = """\
references:
  - id: one
    type: book
    title: Alone
    author: [{family: Abbot, given: Ann}]
    issued: {year: 2001}
  - id: two
    type: report
    title: Together
    author: [{family: Abbot, given: Ann}, {family: Brown, given: Bo, suffix: Jr.}]
    issued: {year: 2002, month: 3, day: 4}
    publisher: The Press
    publisher-place: Hull
  - id: three
    type: article-journal
    title: "Is \\"water\\" owned?"
    author: [{family: Abbot}, {family: Brown}, {family: Clark}]
    issued: {year: 2003}
    container-title: Rivers
    volume: 7
    issue: 2
    page: 1-9
    DOI: 10.1000/x<y
  - id: four
    type: book
    title: Crowd
    author: [{family: Abbot}, {family: Brown}, {family: Clark}, {family: Dunn}]
    issued: {year: 2004}
  - {id: same-b, type: book, title: B second, author: [{family: Ewing}], issued: {year: 2005}}
  - {id: same-a, type: book, title: A first, author: [{family: Ewing}], issued: {year: 2005}}
  - {id: undated, type: book, title: Whenever, author: [{family: Fox}]}
  - {id: office, type: report, title: Minutes, author: [{literal: "Marl Council, Water Office"}], issued: {year: 1961}}
  - {id: act, type: legislation, title: Marl Act, title-short: Marl Act of 1978, issued: {year: 1978}}
  - {id: paper, type: article-newspaper, title: Dry, container-title: Marl Times, issued: {year: 1976}}
  - {id: bare, type: document, title: "Letters: a selection", issued: {year: 1900}}
  - {id: mixed, type: book, title: Both, author: [{family: Ewing}, {literal: Water Office}], issued: {year: 2006}}
  - {id: dated-in-words, type: book, title: Some day, author: [{family: Fox, given: Al}], issued: n.d.}
  - {id: short, type: dataset, title: "Takings: all", title-short: Takings by parish, author: [{literal: Marl Council}]}
  - id: long
    type: report
    title: "What each of the parishes took in the dry years, and why: a report (second edition)"
    author: [{literal: Marl Council}]
    issued: {year: 1962}
  - {id: own-name, type: report, title: Marl Council Yearbook, author: [{literal: Marl Council}], issued: {year: 1963}}
  - {id: no-name, type: report, title: Marlow and its mill, author: [{literal: Marl}], issued: {year: 1964}}
  - {id: its-name, type: webpage, title: Marl Council, author: [{literal: Marl Council}], issued: {year: 1965}}
  - {id: year-in-title, type: report, title: Yearbook of 1966, author: [{literal: Marl Council}], issued: {year: 1966}}
  - {id: page, type: webpage, title: "Wells run dry: parishes ask", container-title: "Marl Times (Hull Post)"}
  - {id: report-1, type: report, title: Report, author: [{literal: Marl Council}], issued: {year: 1970}}
  - {id: report-2, type: report, title: Report, author: [{literal: Marl Council}], issued: {year: 1971}}
  - id: signs
    type: report
    title: '5 \\< 6 & \\*rising\\* \\<x\\>'
    author: [{literal: R&D <Office>}]
    issued: {year: 1980}
  - id: quoted
    type: report
    title: "Is \\"water\\" owned?"
    author: [{literal: Marl Council}]
    issued: {year: 1981}
  - id: foreign
    type: report
    language: de
    title: "Das \\"Wasser\\""
    author: [{literal: Marl Council}]
    issued: {year: 1982}
"""


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """A desk with more sources."""
    known = (desk.content / "sources.yaml").read_text(encoding="utf-8").removeprefix("references:\n")
    desk.write("content/sources.yaml", SOURCES + known)
    return desk


@pytest.fixture
def citations(shelf: Desk) -> Citations:
    return Citations(shelf.load()[0])


def listed(desk: Desk, cited: str) -> dict[str, str]:
    """The list of sources of a brief whose text cites these: ids to references."""
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", cited)
    page = desk.html().split('<ul class="sources">')[1].split("</ul>")[0]
    return dict(re.findall(r'<li id="source-([^"]+)"[^>]*>(.*?)</li>', page, re.DOTALL))


@pytest.mark.parametrize(
    ("id", "short"),
    [
        ("one", "Abbot 2001"),
        ("two", "Abbot and Brown 2002"),
        ("three", "Abbot, Brown, and Clark 2003"),
        ("four", "Abbot et al. 2004"),
        ("same-a", "Ewing 2005a"),
        ("same-b", "Ewing 2005b"),
        ("mixed", "Ewing and Water Office 2006"),
        ("undated", "Fox, <em>Whenever</em>"),
        ("dated-in-words", "Fox, <em>Some day</em>"),
        ("office", "Marl Council, <em>Minutes</em>, 1961"),
        ("short", "Marl Council, <em>Takings by parish</em>"),
        ("long", "Marl Council, <em>What each of the parishes took in the\N{NO-BREAK SPACE}…</em>, 1962"),
        ("own-name", "<em>Marl Council Yearbook</em>, 1963"),
        ("no-name", "Marl, <em>Marlow and its mill</em>, 1964"),
        ("its-name", "<em>Marl Council</em>, 1965"),
        ("year-in-title", "Marl Council, <em>Yearbook of 1966</em>"),
        ("act", "<em>Marl Act of 1978</em>"),
        ("paper", "Marl Times, <em>Dry</em>, 1976"),
        ("page", "Marl Times, <em>Wells run dry</em>"),
        ("bare", "<em>Letters: a selection</em>, 1900"),
        ("signs", "R&amp;D &lt;Office&gt;, <em>5 &lt; 6 &amp; *rising* &lt;x&gt;</em>, 1980"),
        ("quoted", "Marl Council, <em>Is “water” owned?</em>, 1981"),
        ("foreign", 'Marl Council, <em><span lang="de">Das “Wasser”</span></em>, 1982'),
    ],
)
def test_a_source_is_named_in_words(citations: Citations, id: str, short: str) -> None:
    assert citations.short(id) == short


def test_the_signs_of_a_source_are_text_where_there_is_no_markup(citations: Citations) -> None:
    assert citations.short("signs").striptags() == "R&D <Office>, 5 < 6 & *rising* <x>, 1980"


def test_no_source_is_named_by_having_no_date(citations: Citations) -> None:
    named = [citations.short(id) for id in citations.sources] + [citations.in_text(id) for id in citations.sources]
    assert not [words for words in named if "n.d" in words]
    assert citations.in_text("undated") == "Fox"
    assert citations.in_text("short") == "Marl Council"
    assert citations.in_text("same-a") == "Ewing (2005a)"
    assert citations.in_text("act") == "Marl Act of 1978"


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Is „water“ owned?"), ("es", "Is «water» owned?"), ("es-MX", "Is “water” owned?")]
)
def test_quotation_marks_in_a_title_are_those_of_the_language(shelf: Desk, language: str, title: str) -> None:
    shelf.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    assert f"<em>{title}</em>" in Citations(shelf.load()[0]).short("quoted")


def test_a_source_line_names_each_work_once_in_order(citations: Citations) -> None:
    assert citations.line(["two", "one", "two", "nobody"]) == "Abbot and Brown 2002; Abbot 2001"


def test_a_source_line_names_an_institution_once(citations: Citations) -> None:
    ids = ["office", "one", "short", "paper"]
    assert citations.line(ids) == (
        "Marl Council, <em>Minutes</em>, 1961, <em>Takings by parish</em>; Abbot 2001; Marl Times, <em>Dry</em>, 1976"
    )
    assert [(named.before, named.id) for named in citations.named(ids)] == [
        ("", "office"),
        (", ", "short"),
        ("; ", "one"),
        ("; ", "paper"),
    ]


def test_a_source_line_that_has_to_be_short_leaves_out_years_where_titles_tell_works_apart(
    citations: Citations,
) -> None:
    assert citations.line(["office", "one"], dated=False) == "Marl Council, <em>Minutes</em>; Abbot 2001"
    assert citations.line(["report-1", "report-2"], dated=False) == (
        "Marl Council, <em>Report</em>, 1970, <em>Report</em>, 1971"
    )


def test_a_source_line_on_a_slide_loses_years_then_words_then_sources(citations: Citations) -> None:
    lines = [(line.striptags(), more) for line, more in name_in_a_line(citations, ["long", "one", "long"])]
    assert lines == [
        ("Marl Council, What each of the parishes took in the …, 1962; Abbot 2001", 0),
        ("Marl Council, What each of the parishes took in the …; Abbot 2001", 0),
        ("Marl Council, What each of the parishes …; Abbot 2001", 0),
        ("Marl Council, What each of the parishes took in the …, 1962", 1),
        ("Marl Council, What each of the parishes took in the …", 1),
        ("Marl Council, What each of the parishes …", 1),
    ]
    assert name_in_a_line(citations, ["one"]) == [("Abbot 2001", 0)]
    assert name_in_a_line(citations, []) == []


def test_under_a_figure_each_source_is_a_link_in_words(shelf: Desk) -> None:
    shelf.replace("content/figures.yaml", "source: ferrers2019", "source: [short, signs, quoted]")
    (line,) = re.findall(r'<p class="source">.*?Source: (.*?)</p>', shelf.html())
    assert re.findall(r'<a [^>]*class="cite" href="#source-([^"]+)">(.*?)</a>', line) == [
        ("short", "Marl Council, <em>Takings by parish</em>"),
        ("quoted", "<em>Is “water” owned?</em>, 1981"),
        ("signs", "R&amp;D &lt;Office&gt;, <em>5 &lt; 6 &amp; *rising* &lt;x&gt;</em>, 1980"),
    ]
    assert line.endswith("</a>.")


def test_the_list_holds_what_is_cited_and_nothing_else(shelf: Desk) -> None:
    references = listed(shelf, "See [@two; @one].")
    assert sorted(references) == ["ferrers2019", "marl-act", "okafor2021", "one", "survey1961", "two"]


def test_a_reference_of_a_report_is_complete(shelf: Desk) -> None:
    reference = words_of(listed(shelf, "See [@two].")["two"])
    for part in ("Abbot, Ann, and Bo Brown Jr.", "2002", "Together", "The Press"):
        assert part in reference


@pytest.mark.parametrize("paper", [False, True])
def test_a_reference_of_an_article_is_complete_and_links_to_its_doi(shelf: Desk, paper: bool) -> None:
    """On screens the title is the link; on paper, where nobody can follow it, the address is printed."""
    if paper:
        shelf.replace("layouts/pages/_references.html", "theme.for_print", "true")
    reference = listed(shelf, "See [@three].")["three"]
    end = " 1–9. https://doi.org/10.1000/x<y ." if paper else " 1–9."
    for part in ("Abbot, Brown, and Clark", "Rivers", "7 (2)", end):
        assert part in words_of(reference)
    linked = "https://doi.org/10.1000/x&lt;y" if paper else "‘Is “Water” Owned?’"
    assert f'<a href="https://doi.org/10.1000/x&lt;y">{linked}</a>' in reference
    assert paper or "doi.org" not in words_of(reference)
    assert "x<y" not in reference


def test_the_list_is_in_order_of_authors_then_years(shelf: Desk) -> None:
    references = listed(shelf, "See [@same-b; @office; @one; @same-a; @two; @undated].")
    order = [id for id in references if id in ("one", "two", "same-a", "same-b", "undated", "office")]
    assert order == ["one", "two", "same-a", "same-b", "undated", "office"]


def test_two_works_of_one_year_are_told_apart_in_text_and_list(shelf: Desk) -> None:
    references = listed(shelf, "See [@same-b] and [@same-a].")
    assert "2005a" in references["same-a"]
    assert "2005b" in references["same-b"]
    text = words_of(shelf.html())
    assert "Ewing 2005b" in text
    assert "Ewing 2005a" in text


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "chicago-shortened-notes-bibliography"])
def test_another_style_puts_citations_into_notes(shelf: Desk, style: str) -> None:
    shelf.replace("content/publication.yaml", "chicago-author-date", style)
    page = shelf.html()
    assert "(Ferrers 2019" not in words_of(page)
    assert re.search(r'<span class="note">.*?Ferrers.*?Marl', page)


def test_a_style_that_is_not_there_is_a_problem(shelf: Desk) -> None:
    shelf.replace("content/publication.yaml", "chicago-author-date", "chicago-author-dat")
    answer = shelf.run("check")
    assert answer.code == 1
    assert "content/publication.yaml:24:" in answer.err
    assert 'did you mean "chicago-author-date"?' in answer.err


LINK = '<a href="https://www.example.org/a?b=1">https://www.example.org/a?b=1</a>'
LINKED = '<a href="https://www.example.org/a?b=1">{}</a>'


@pytest.mark.quick
@pytest.mark.parametrize(
    ("language", "reference", "linked"),
    [
        (
            "en-US",
            f"A. “Dry.” <em>Marl Times</em>, 1976. {LINK}.",
            f"A. {LINKED.format('“Dry.”')} <em>Marl Times</em>, 1976.",
        ),
        ("en-US", f"<em>Marl Times</em>. “Dry.” {LINK}.", f"<em>Marl Times</em>. {LINKED.format('“Dry.”')}"),
        ("en-US", f"A. <em>Dry</em>, {LINK}.", f"A. {LINKED.format('<em>Dry</em>')}."),
        ("en-GB", f"A. ‘The county’s “river”’, {LINK}.", f"A. {LINKED.format('‘The county’s “river”’')}."),
        ("de", f"A. „Trocken“. Hull. {LINK}.", f"A. {LINKED.format('„Trocken“')}. Hull."),
        ("es", f"A. «Sequía». Hull, {LINK}.", f"A. {LINKED.format('«Sequía»')}. Hull."),
        ("en-US", f"Marl Act (1978). {LINK}.", f"Marl Act (1978). {LINKED.format('example.org')}."),
        ("en-US", "A. <em>Dry</em>. Hull.", "A. <em>Dry</em>. Hull."),
    ],
)
def test_on_screens_a_title_is_the_link_or_else_the_name_of_the_site(
    language: str, reference: str, linked: str
) -> None:
    assert link_title(Markup(reference), language) == linked
