"""Citations, author-date."""

import re

import pytest
from desk import Desk
from verbs import words_of

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
        ("undated", "Fox n.d."),
        ("office", "Marl Council 1961"),
        ("act", "Marl Act of 1978"),
        ("paper", "Marl Times 1976"),
        ("bare", "“Letters” 1900"),
    ],
)
def test_a_work_is_cited_by_author_and_year(citations: Citations, id: str, short: str) -> None:
    assert citations.short(id) == short


def test_a_locator_follows_the_year(citations: Citations) -> None:
    assert citations.short("one", "p. 12") == "Abbot 2001, p. 12"


def test_a_source_line_names_each_work_once_in_order(citations: Citations) -> None:
    assert citations.line(["two", "one", "two"]) == "Abbot and Brown 2002; Abbot 2001"


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
