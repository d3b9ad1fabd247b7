"""The brief is set in parts and joined: nobody can tell it from one that was laid out whole."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from compare import assert_alike, assert_pages_alike, job_of
from desk import ROOT, Built, Desk
from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.problems import ProblemsFound
from pipeline.pdf.engine import write_pdf
from pipeline.pdf.job import make_pdf
from pipeline.pdf.parts import write_parts
from pipeline.pdf.subset_font import Subset, find_axes, subset_font
from pipeline.text.fonts import find_font_files

# ---------------------------------------------------------------- what a reader meets


@pytest.mark.parametrize(
    ("content", "paper", "for_print"),
    [("tests/stress", None, False), ("tests/publication", "A4", False)],
)
def test_a_brief_of_parts_is_the_brief_laid_out_whole(
    content: str, paper: str | None, for_print: bool, tmp_path: Path, counted: list[str]
) -> None:
    page = job_of(Desk(tmp_path / "desk", ROOT / content), paper, for_print)
    joined = write_parts(page)
    assert len(set(counted)) == 3  # cover, contents and all that runs on
    assert_alike(joined, write_pdf(page))


def test_the_projects_own_brief_was_set_in_parts_and_is_that_laid_out_whole(sample: Built) -> None:
    """It is the one that its build left in the cache."""
    joined = make_pdf(job_of(sample.desk), Cache(sample.desk.folder / ".cache"))
    assert joined.pdf == sample.pdf.read_bytes()
    assert_alike(joined, write_pdf(job_of(sample.desk)))


def test_it_is_hardly_larger(sample: Built) -> None:
    """Every font stands in it once."""
    with pikepdf.open(sample.pdf) as pdf:
        fonts = {f.BaseFont: f.objgen for page in pdf.pages for f in page.Resources.Font.values()}
        named = {(str(f.BaseFont), f.objgen) for page in pdf.pages for f in page.Resources.Font.values()}
    assert len(named) == len(fonts)
    assert sample.pdf.stat().st_size < 1_500_000


# ---------------------------------------------------------------- layouts of others

DIVIDED = {
    "neighbors": ".cover + nav h1, body > :nth-child(4) h1, body > section:last-child h1 { color: red }",
    "a break behind": ".run, .references { break-after: right }",
    "first page": "@page :first { margin: 3cm } @page :left { margin-left: 140pt }",
    "page numbers in the text": '.cross::after { content: " (p. " target-counter(attr(href url), page) ")" }',
    "running heads": "@page { @top-right { content: string(chapter, last) } @top-center { content: string(title) } }",
    "margins": '@page { @top-right { content: counter(page) " of " counter(pages) } @right-middle { content: ""; '
    "border: 1pt solid red; width: 10pt; height: 40pt } } @page :left { @top-center { content: string(title, start) } }",
    "a page that tells its number": '.standfirst::after { content: " (p. " counter(page) ")" }',
    "a frame around pages": "@page { border: 2pt solid red; background: #fed } html { background: #def }",
    "right to left": "html { direction: rtl }",
    "a body with a frame": "body { padding: 30pt 0; border: 1pt solid red }",
    "own page names": ".glossary { page: words } @page words { size: A5 landscape; @bottom-right { content: none } }",
    "many strings": '.chapter h2 { string-set: title content(text), chapter "»a; b\\"« " content(text) }',
}
WHOLE = {
    "counters": ".chapter { counter-increment: part } .chapter h1::before { content: counter(part) }",
    "number of all pages": ".standfirst::after { content: counter(pages) }",
    "on every page": ".cover .publisher { position: fixed; top: 0 }",
    "a page by its number": "@page :nth(3) { margin: 3cm }",
    "sizes from the first page": "h1 { font-size: 5vw }",
    "a part without a page of its own": ".contents { break-after: auto } .run { break-before: auto }",
    "a neighbor by its id": "#glossary + section h1 { color: red }",
    "words of another part": ".cross::after { content: target-text(attr(href url)) }",
}


@pytest.mark.parametrize("name", [*DIVIDED, *WHOLE])
def test_whatever_a_style_sheet_says_the_pages_are_right(name: str, desk: Desk, counted: list[str]) -> None:
    css = {**DIVIDED, **WHOLE}[name]
    before = write_pdf(job_of(desk)).pdf if name in DIVIDED else b""
    desk.write("layouts/pages/pages.css", (desk.layouts / "pages" / "pages.css").read_text() + css)
    page = job_of(desk)
    joined, whole = write_parts(page), write_pdf(page)
    assert_pages_alike(joined.pdf, whole.pdf)
    assert joined.anchors == whole.anchors
    if name in WHOLE:
        assert joined.pdf == whole.pdf
    else:
        assert joined.pdf != whole.pdf
        with pytest.raises(AssertionError):  # what the style sheet says shows
            assert_pages_alike(before, whole.pdf)


def test_a_layout_without_marks_is_laid_out_whole(desk: Desk, counted: list[str]) -> None:
    for path in (*desk.layouts.glob("pages/*.html"), *desk.layouts.glob("report/*.html")):
        path.write_text(path.read_text().replace(" data-part", ""))
    page = job_of(desk)
    assert write_parts(page).pdf == write_pdf(page).pdf
    assert counted == []


LICENSE = '{{ _("License") }}'


def test_a_mistake_is_told_once_and_as_ever(desk: Desk) -> None:
    desk.write("layouts/pages/pages.css", (desk.layouts / "pages" / "pages.css").read_text() + "h1 { colour: red }")
    desk.replace("layouts/pages/_colophon.html", LICENSE, f'<a href="#nowhere">{LICENSE}</a>')
    told = []
    for write in (write_parts, write_pdf):
        with pytest.raises(ProblemsFound) as found:
            write(job_of(desk))
        told.append({str(problem) for problem in found.value.problems})
    assert told[0] == told[1]
    assert len(told[0]) == 2


def test_a_link_to_what_is_not_shown_is_a_problem(desk: Desk) -> None:
    desk.write(
        "layouts/pages/pages.css", (desk.layouts / "pages" / "pages.css").read_text() + "#glossary h1 { display: none }"
    )
    desk.replace("layouts/pages/_glossary.html", "<h1>", '<h1 id="hidden">')
    desk.replace("layouts/pages/_colophon.html", LICENSE, f'<a href="#hidden">{LICENSE}</a>')
    with pytest.raises(ProblemsFound, match="No anchor #hidden"):
        write_parts(job_of(desk))


# ---------------------------------------------------------------- after an edit


def test_an_edit_sets_one_part_and_gives_what_a_build_without_a_cache_gives(
    desk: Desk, tmp_path: Path, counted: list[str]
) -> None:
    cache = Cache(tmp_path / "cache")
    first = write_parts(job_of(desk), cache)
    counted.clear()
    desk.replace("content/chapters/2-settlement.yaml", "river", "stream")
    edited = write_parts(job_of(desk), cache)
    assert len(counted) == 1, counted
    assert edited.pdf != first.pdf
    assert edited.pdf == write_parts(job_of(desk)).pdf
    desk.replace("content/chapters/2-settlement.yaml", "stream", "river")
    counted.clear()
    assert write_parts(job_of(desk), cache).pdf == first.pdf
    assert counted == []


def test_a_chapter_that_grows_moves_the_numbers_of_what_follows_and_sets_none_of_it_again(
    desk: Desk, tmp_path: Path, counted: list[str]
) -> None:
    cache = Cache(tmp_path / "cache")
    before = write_parts(job_of(desk), cache)
    more = "\n\n      ".join(["The river counted every season before anybody asked. " * 12] * 8)
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river", f"{more}\n\n      Harrow had the river")
    counted.clear()
    after = write_parts(job_of(desk), cache)
    assert after.pages > before.pages
    assert {words.split()[0] for words in counted} == {"The", "Contents"}  # which print numbers of pages
    assert after.pdf == write_parts(job_of(desk), NO_CACHE).pdf
    assert_pages_alike(after.pdf, write_pdf(job_of(desk)).pdf)


# ---------------------------------------------------------------- fonts


@pytest.mark.parametrize("family", ["Source Serif 4", "Source Sans 3"])
def test_a_cut_font_has_the_outlines_that_fonttools_gives(family: str) -> None:
    content = find_font_files(family)[0].path.read_bytes()
    axes = {tag: {"wght": 600.0, "opsz": 10.3857}[tag] for tag in find_axes(content, 0)}
    whole = TTFont(io.BytesIO(content))
    glyphs = tuple(sorted(whole.getGlyphID(name) for name in ("A", "g", "seven", "aacute", "emdash")))
    subsetter = subset.Subsetter(subset.Options(retain_gids=True, drop_tables=["GSUB", "GPOS"]))
    subsetter.populate(gids=glyphs)
    subsetter.subset(whole)
    instantiateVariableFont(whole, axes, static=True).save(out := io.BytesIO())
    font = TTFont(out)
    cut = TTFont(io.BytesIO(subset_font(content, Subset("font.ttf", 0, axes, False, glyphs))))
    for glyph in glyphs:
        drawn = []
        for one in (font, cut):
            pen, name = DecomposingRecordingPen(one.getGlyphSet()), one.getGlyphOrder()[glyph]
            one.getGlyphSet()[name].draw(pen)
            drawn.append((pen.value, one.getGlyphSet()[name].width))
        assert drawn[0] == drawn[1]
        assert drawn[0][0]


def test_the_note_of_a_cut_says_what_to_cut() -> None:
    cut = Subset("a.ttf", 0, {"wght": 600.0}, False, (1, 5))
    assert Subset.noted(cut.note(b"OTTO...")) == cut
    assert Subset.noted(b"OTTO and a font") is None
    assert json.loads(cut.note(b"OTTO...")[4:])["glyphs"] == list(replace(cut).glyphs)
