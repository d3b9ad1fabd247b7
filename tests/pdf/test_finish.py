"""The finished PDF: read aloud it says what the content says, in that order; on paper it is what it was."""

import contextlib
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from aloud import read_aloud
from compare import job_of
from desk import ROOT, Built, Desk
from structure import assert_same_words, content_of, elements, kids_of, letters

from pipeline.pdf import engine as writer

pytestmark = pytest.mark.needs_patches

# ---------------------------------------------------------------- reading the structure


@pytest.fixture
def pdf(built: Built) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(built.pdf) as opened:
        yield opened


# ---------------------------------------------------------------- what it says


def test_read_aloud_it_says_what_the_content_says_first_line_to_last(built: Built) -> None:
    (said, figures), (meant, drawn) = read_aloud(built.pdf), content_of(built.desk.html())
    assert_same_words(said, meant)
    assert sorted(map(letters, figures)) == sorted(map(letters, drawn))


def test_running_heads_and_page_numbers_are_not_read_aloud(built: Built) -> None:
    title = built.desk.load()[0].imprint.title.source
    said, meant = (letters(words) for words, _ in (read_aloud(built.pdf), content_of(built.desk.html())))
    assert said.count(letters(title)) == meant.count(letters(title))


def test_a_page_is_painted_in_the_order_in_which_it_is_read(pdf: pikepdf.Pdf) -> None:
    for number, page in enumerate(pdf.pages, 1):
        paint_problem = [int(m) for m in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())]
        assert paint_problem == list(range(len(paint_problem))), f"page {number}"


def test_the_contents_are_tagged_as_contents(pdf: pikepdf.Pdf) -> None:
    contents = elements(pdf, "TOC")
    assert contents
    assert all(kids_of(item)[-1] in ("Reference", "TOC") for item in elements(pdf, "TOCI"))
    assert all(set(kids_of(listing)) == {"TOCI"} for listing in contents)


def test_a_note_is_linked_both_ways(sample: Built) -> None:
    with pikepdf.open(sample.pdf) as pdf:
        notes = elements(pdf, "Note")
        assert notes
        assert len({str(note.ID) for note in notes}) == len(notes)
        for note in notes:
            assert kids_of(note) == ["Lbl", "P"]
            back = note.K[0].K[0]
            assert str(back.S) == "/Link"
            (there,) = [kid.Obj for kid in back.K if isinstance(kid, pikepdf.Dictionary)]
            page = there.Dest[0]
            calls = [a for a in page.Annots if "/Dest" in a and _spot(a) == (there.Dest[2], there.Dest[3])]
            assert calls, "where a note's number leads, the note is called"


def _spot(annotation: Any) -> tuple[Any, Any]:
    return annotation.Rect[0], annotation.Rect[3]


def test_a_source_leads_back_to_where_it_is_cited_first(built: Built) -> None:
    html = built.desk.html()
    backs = re.findall(r'class="back" href="#cite-([^"]+)"', html)
    assert backs
    for id in backs:
        assert html.count(f'id="cite-{id}"') == 1
        assert html.index(f'id="cite-{id}"') == html.index(f'href="#source-{id}"') - len(
            f'id="cite-{id}" class="cite" '
        )


def test_a_source_names_the_section_that_cites_it_first(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", ROOT / "content")
    publication, html = desk.load()[0], desk.html()
    names = dict(re.findall(r'class="back" href="#cite-([^"]+)">←\N{NO-BREAK SPACE}([^<]+)<', html))
    sections = [(m.start(), m[1]) for m in re.finditer(r'<section\b[^>]* id="sec-([^"]+)"', html)]
    numbered = 0
    for id, name in names.items():
        place = html.index(f'id="cite-{id}"')
        section = [section for start, section in sections if start < place][-1]
        if number := publication.section_numbers[section]:
            numbered += 1
            assert name == number
        else:
            assert name in re.findall(r'data-head="([^"]+)"', html[:place])[-2:]
    assert numbered > 50
    assert numbered < len(names) == html.count('class="back"')


def test_every_source_is_a_bibliography_entry(built: Built, pdf: pikepdf.Pdf) -> None:
    assert len(elements(pdf, "BibEntry")) == built.desk.html().count('role="doc-biblioentry"')


def test_a_table_is_one_table_and_every_head_says_what_it_heads(built: Built, pdf: pikepdf.Pdf) -> None:
    tables = elements(pdf, "Table")
    assert len(tables) == built.desk.html().count("<table")
    for head in elements(pdf, "TH"):
        assert str(head.A.Scope) in ("/Column", "/Row")
    for table in tables:
        assert kids_of(table).count("THead") == 1


def test_every_link_is_printed_described_and_in_the_structure(pdf: pikepdf.Pdf) -> None:
    owned = {kid.Obj.objgen for link in elements(pdf, "Link") for kid in link.K if _is_pointer(kid)}
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert {link.objgen for link in links} == owned
    for link in links:
        assert int(link.F) == 4
        assert str(link.Contents).strip()
        assert not str(link.Contents).startswith(("sec-", "fig-", "source-")), "an anchor is no description"


def _is_pointer(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def test_words_in_another_language_say_so(small: Built) -> None:
    with pikepdf.open(small.pdf) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        foreign = [element for element in elements(pdf, "Span") if "/Lang" in element]
        assert [str(element.Lang) for element in foreign] == ["es", *["es-MX"] * 4]


def test_it_opens_with_its_title_and_its_bookmarks(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.PageMode == "/UseOutlines"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert all(page.Tabs == "/S" for page in pdf.pages)


def test_it_declares_both_standards(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as about:
        assert (about["pdfuaid:part"], about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "2", "A")
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


# ---------------------------------------------------------------- what it leaves as it was


def test_on_paper_nothing_changes(
    small: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needs: Callable[[str], str]
) -> None:
    job = job_of(small.desk)
    monkeypatch.setattr(writer, "own_tags", lambda *_: contextlib.nullcontext())
    (tmp_path / "plain.pdf").write_bytes(writer.write_pdf(job).pdf)
    for name, path in (("plain", tmp_path / "plain.pdf"), ("finished", small.pdf)):
        subprocess.run([needs("pdftoppm"), "-r", "50", str(path), str(tmp_path / name)], check=True)
    plain, finished = (sorted(tmp_path.glob(f"{name}-*.ppm")) for name in ("plain", "finished"))
    assert len(plain) == len(finished) > 0
    for before, after in zip(plain, finished, strict=True):
        assert before.read_bytes() == after.read_bytes(), f"{after.stem} looks different"


def test_what_cannot_be_tagged_is_a_mistake_of_the_layout(desk: Desk) -> None:
    desk.write("layouts/pages/pages.css", (desk.layouts / "pages" / "pages.css").read_text() + "h1 { opacity: 0.5 }")
    answer = desk.run("report")
    assert answer.code == 1
    assert "drawn with opacity" in answer.err
    assert "a mistake in a layout" in answer.err
