"""Citations in two CSL styles, against what pandoc itself prints for the same words.

Our way there: our notation, clusters, pandoc's JSON, our markup. Pandoc's: its own Markdown, its
own plain text. What comes out has to be the same.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from desk import ROOT, Desk
from markupsafe import Markup
from verbs import folded

from pipeline.content.load import load_publication
from pipeline.content.model import Publication
from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.core.converter import _program
from pipeline.render.render import find_kinds
from pipeline.text.csl import Cited, Cluster, StyleFailed, find_blank, set_citations
from pipeline.text.mentions import find_references

STYLES = ("chicago-notes-bibliography", "chicago-author-date")
SOURCES = """\
references:
  - {id: one, type: book, title: Alone on the Line, author: [{family: Abbot, given: Ann}], issued: {year: 2001}, publisher: Quay, publisher-place: Hull}
  - {id: two, type: book, title: Two Hands, author: [{family: Brown, given: Bo, suffix: Jr.}, {family: Clark, given: Cy}], issued: {year: 2002}, publisher: Quay}
  - {id: three, type: article-journal, title: Three Rivers, author: [{family: Dunn}, {family: Ewing}, {family: Fox}], issued: {year: 2003}, container-title: Rivers, volume: "7", issue: "2", page: 11-29, DOI: 10.1000/xyz}
  - id: ten
    type: article-journal
    title: Many Hands
    author: [{family: Aa, given: A.}, {family: Bb, given: B.}, {family: Cc, given: C.}, {family: Dd, given: D.}, {family: Ee, given: E.}, {family: Ff, given: F.}, {family: Gg, given: G.}, {family: Hh, given: H.}, {family: Ii, given: I.}, {family: Jj, given: J.}]
    issued: {year: 2010}
    container-title: Crowds
    volume: "1"
  - {id: office, type: report, title: Annual Report, author: [{literal: Marl Water Office}], issued: {year: 1961}, publisher: Marl Council}
  - {id: nobody, type: webpage, title: Notes of the Day, container-title: The Daily Marl, issued: {year: 1999, month: 5, day: 4}, URL: "https://example.org/notes"}
  - {id: undated, type: book, title: Whenever, author: [{family: Gray, given: Gil}], publisher: Quay}
  - {id: same-a, type: book, title: A First, author: [{family: Hill, given: Hal}], issued: {year: 2005}, publisher: Quay}
  - {id: same-b, type: book, title: B Second, author: [{family: Hill, given: Hal}], issued: {year: 2005}, publisher: Quay}
  - {id: spanish, type: book, title: "El bracero: historia", language: es, author: [{family: Alanís Enciso, given: Fernando Saúl}], issued: {year: 2007}, publisher: El Colegio, publisher-place: México}
  - {id: particle, type: book, title: Borders, author: [{family: de la Garza, given: Rodolfo}], issued: {year: 1997}, publisher: Quay}
  - {id: marked, type: article-journal, title: "Reading <i>Braceros</i> Again", author: [{family: Ibarra, given: Inés}], issued: {year: 2011}, container-title: Reviews}
  - {id: quoted, type: article-journal, title: 'What "Policy of No Policy" Meant', author: [{family: Jones, given: Jo}], issued: {year: 2012}, container-title: Reviews}
  - {id: editor, type: book, title: Collected Papers, editor: [{family: King, given: Kit}], issued: {year: 2013}, publisher: Quay}
  - {id: chapter, type: chapter, title: A Part, author: [{family: Lane, given: Lou}], editor: [{family: King, given: Kit}], container-title: A Whole, issued: {year: 2014}, publisher: Quay, page: 5-9}
  - {id: thesis, type: thesis, genre: PhD dissertation, title: Long Work, author: [{family: Moss, given: Max}], publisher: Hull University, issued: {year: 2015}}
  - {id: law, type: legislation, title: Public Law 78, issued: {year: 1951, month: 7, day: 12}}
  - {id: news, type: article-newspaper, title: Crossing Halted, container-title: El Paso Times, issued: {year: 1948, month: 10, day: 19}}
"""
CASES = [
    "[@one]",
    "[@one, p. 12]",
    "[@one, pp. 12-15]",
    "[@two]",
    "[@one; @two]",
    "[@three, p. 14; @one]",
    "[@ten]",
    "[@ten, chap. 3]",
    "[@office]",
    "[@nobody]",
    "[@undated]",
    "[@undated, p. 3]",
    "[@same-a]",
    "[@same-b]",
    "[@same-a; @same-b]",
    "[@spanish]",
    "[@particle]",
    "[@marked]",
    "[@quoted]",
    "[@editor]",
    "[@chapter]",
    "[@thesis]",
    "[@law]",
    "[@news]",
    "[-@two, p. 7]",
    "@three",
    "[@three]",
    "[@spanish; @particle, p. 2; @one]",
    "[see @one, p. 3]",
    "[cf. @one; see also @two, chap. 2]",
    "[e.g. @three, pp. 13-15, for a review]",
    "[@one, p. 12, and passim]",
    "[@one for a review]",
    '[see *above all* @one, p. 3, on "lines"]',
    "@three [p. 14]",
    "@three [chap. 2, and passim]",
    "[@{one}, p. 5]",
    "[@one p. 7]",
    "[@one, {pp. iv, vi-xi}]",
]


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    desk = Desk(tmp_path_factory.mktemp("csl") / "desk")
    desk.write("content/sources.yaml", SOURCES)
    desk.replace("content/publication.yaml", "language: en-GB", "language: en-US")
    found, _ = load_publication(desk.content, find_kinds(desk.all_layouts))
    assert found is not None
    assert len(found.sources) == SOURCES.count("- {id") + SOURCES.count("- id")
    return found


def style_file(style: str) -> Path:
    return ROOT / "layouts" / "citation" / f"{style}.csl"


def ours(publication: Publication, style: str) -> list[str]:
    clusters = []
    for case in CASES:
        references = find_references(Prose(case, Place("x", 1)))
        clusters.append(Cluster(tuple(Cited(r.id, r.locator, r.mode, r.prefix) for r in references)))
    citations = set_citations(clusters, [], publication, style_file(style)).citations
    return [folded(f"{plain(c.inline)} {plain(c.note or Markup())}") for c in citations]


def plain(markup: Markup) -> str:
    return folded(markup.striptags())


def pandocs(style: str, folder: Path) -> list[str]:
    bibliography = folder / "sources.yaml"  # a title in another language keeps its capitals
    bibliography.write_text(
        SOURCES.replace("El bracero: historia", "[El bracero: historia]{.nocase}"), encoding="utf-8"
    )
    text = "\n\n".join(CASES)
    command = [_program(), "--citeproc", "--from=markdown", "--to=plain", "--wrap=none", "--metadata=lang:en-US"]
    command += ["--metadata=suppress-bibliography:true", f"--csl={style_file(style)}", f"--bibliography={bibliography}"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    paragraphs = [folded(p) for p in done.stdout.decode().split("\n\n") if p.strip()]
    notes = dict(re.fullmatch(r"\[(\d+)\] (.*)", p).groups() for p in paragraphs[len(CASES) :])  # type: ignore[union-attr]
    return [folded(re.sub(r"\[(\d+)\]", lambda m: " " + notes[m[1]], p)) for p in paragraphs[: len(CASES)]]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_a_citation_reads_as_pandoc_prints_it(
    publication: Publication, tmp_path_factory: pytest.TempPathFactory, style: str, number: int
) -> None:
    expected = pandocs(style, tmp_path_factory.getbasetemp())
    assert ours(publication, style)[number] == expected[number]


def test_short_forms_follow_the_first_in_a_notes_style(publication: Publication) -> None:
    first, second = ours(publication, STYLES[0])[0], ours(publication, STYLES[0])[4]
    assert "Quay, 2001" in first
    assert "Quay, 2001" not in second
    assert "Abbot" in second


def test_a_style_that_is_none_is_told(publication: Publication, tmp_path: Path) -> None:
    style = tmp_path / "broken.csl"
    style.write_text("<style>", encoding="utf-8")
    with pytest.raises(StyleFailed):
        set_citations([], [], publication, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_title_in_another_language_says_so_and_keeps_its_capitals(publication: Publication, style: str) -> None:
    made = set_citations([Cluster((Cited("spanish"),)), Cluster((Cited("one"),))], [], publication, style_file(style))
    assert '<span lang="es">El bracero: historia</span>' in made.references["spanish"]
    assert all("lang=" not in reference for id, reference in made.references.items() if id != "spanish")


def test_a_source_that_a_style_prints_as_nothing_is_found(publication: Publication, tmp_path: Path) -> None:
    style = tmp_path / "names-alone.csl"
    shutil.copyfile(ROOT / "tests/mistakes/citation-that-prints-nothing/layouts/citation/names-alone.csl", style)
    here = Place("content/a.yaml", 7)
    clusters = [Cluster((Cited("one"),)), Cluster((Cited("law", place=here),)), Cluster((Cited("law"),))]
    made = set_citations(clusters, ["news"], publication, style)
    assert [(cited.id, cited.place, words) for cited, words in find_blank(clusters, made)] == [("law", here, "")]


@pytest.mark.parametrize("style", STYLES)
def test_a_date_that_is_missing_is_something_where_the_author_is_in_the_sentence(
    publication: Publication, style: str
) -> None:
    clusters = [Cluster((Cited("undated", mode="suppress"),)), Cluster((Cited("undated"),)), Cluster((Cited("law"),))]
    assert list(find_blank(clusters, set_citations(clusters, [], publication, style_file(style)))) == []


SPANISH = """
references:
  - {id: two, type: book, title: Agua y Ilusión, author: [{family: Robledo, given: Ana}, {family: Ibarra, given: Inés}], issued: {year: 2019}}
  - {id: hielo, type: book, title: Nieve, author: [{family: Robledo, given: Ana}, {family: Hierro, given: Luis}], issued: {year: 2018}}
  - {id: given, type: book, title: Ríos, author: [{family: Robledo, given: Ana}, {family: Sosa, given: Íñigo}], issued: {year: 2017}}
"""


def test_spanish_says_e_before_a_name_like_ibarra(desk: Desk) -> None:
    desk.write("content/sources.yaml", SPANISH)
    desk.replace("content/publication.yaml", "language: en-GB", "language: es-MX")
    publication, _ = load_publication(desk.content, find_kinds(desk.all_layouts))
    assert publication is not None
    clusters = [Cluster((Cited(id),)) for id in ("two", "hielo")]
    made = set_citations(clusters, ["two", "given"], publication, style_file("chicago-author-date"))
    assert [plain(c.inline) for c in made.citations] == ["(Robledo e Ibarra 2019)", "(Robledo y Hierro 2018)"]
    assert "e Íñigo Sosa" in plain(made.references["given"])
