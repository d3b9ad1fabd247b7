"""The handout read aloud, its bookmarks and links, and its pages with notes."""

from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from aloud import read_aloud
from compare import assert_alike
from desk import Built, Desk
from gallery import hang_gallery, layout_names
from judges import notes_handout
from lines import letters_on
from pptx.oxml.ns import qn
from rendered import said_by
from structure import assert_same_words, elements
from verbs import notes_of, slides_of, title_of

from pipeline.deck.fit import LEAST_NOTES
from pipeline.deck.outline import section_names
from pipeline.deck.slides import NO_BREAK
from pipeline.pdf.engine import write_pdf
from pipeline.pdf.job import PdfJob
from pipeline.pdf.part import set_part
from pipeline.pdf.parts import write_parts

SILENT = ("tracker", "footer", "slide-number")


def handout_of(built: Built) -> Path:
    return built.desk.output / "deck.pdf"


def headings(pdf: pikepdf.Pdf) -> list[Any]:
    return [element for element in elements(pdf) if str(element.S) in ("/H1", "/H2")]


def page_of(pdf: pikepdf.Pdf, element: Any) -> int:
    """The page on which an element begins, from 0."""
    while "/Pg" not in element:
        element = element.K[0]
    return [page.objgen for page in pdf.pages].index(element.Pg.objgen)


def test_every_title_is_a_heading_and_every_section_a_bookmark(built: Built) -> None:
    slides = slides_of(built.deck)
    with pikepdf.open(handout_of(built)) as pdf, pdf.open_outline() as outline:
        assert [page_of(pdf, head) for head in headings(pdf)] == list(range(len(slides)))
        sections = [item.title for item in outline.root]
        titles = [kid.title.replace(NO_BREAK, " ") for item in outline.root for kid in item.children]
    assert sections == [name for name, _ in groupby(section_names(built.desk.fitted(), built.desk.load()[0]))]
    below = [title_of(slide) for slide in slides[1:]]
    assert titles == [title for title in below if title not in sections]


def test_it_is_read_as_the_deck_is(built: Built) -> None:
    """Shape by shape; but no tracker, no foot line, and nothing that two slides before say in the same place."""
    said, _ = read_aloud(handout_of(built))
    meant: list[str] = []
    earlier: dict[str, str | None] = {}
    before: dict[str, str | None] = {}
    for slide in slides_of(built.deck):
        now = {shape.name: said_by(shape) for shape in slide.shapes if shape.name not in SILENT}
        again = {name for name, words in now.items() if words == before.get(name) == earlier.get(name)}
        meant += [words for name, words in now.items() if words and name not in again]
        earlier, before = before, now
    assert_same_words(said.lower(), " ".join(meant))


def test_links_lead_to_the_slides_that_the_decks_lead_to(sample: Built) -> None:
    slides = slides_of(sample.deck)
    parts = [slide.part for slide in slides]
    links = slides[1].shapes._spTree.iter(qn("a:hlinkClick"))
    meant = [parts.index(slides[1].part.related_part(link.get(qn("r:id")))) for link in links]
    with pikepdf.open(handout_of(sample)) as pdf:
        pages = [page.objgen for page in pdf.pages]
        names = {str(name): dest for name, dest in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
        found = [
            names[str(link.Dest)] if isinstance(link.Dest, pikepdf.String) else link.Dest
            for link in pdf.pages[1].Annots
        ]
        assert [pages.index(dest[0].objgen) for dest in found] == meant
    assert len(meant) > 2


# ---------------------------------------------------------------- with notes


def test_every_slide_stands_over_its_notes(built: Built) -> None:
    slides, pages = slides_of(built.deck), letters_on(notes_handout(built))
    with pikepdf.open(notes_handout(built)) as pdf:
        paper = (595.28, 841.89) if built.desk.load()[0].imprint.language == "en-GB" else (612, 792)
        assert [float(side) for side in pdf.pages[0].MediaBox][2:] == pytest.approx(paper, abs=0.1)
        begins = [*(page_of(pdf, head) for head in headings(pdf)), len(pages)]
    assert len(begins) == len(slides) + 1
    for number, slide in enumerate(slides):
        text = "".join(letter.text for page in pages[begins[number] : begins[number + 1]] for letter in page)
        words = "".join(notes_of(slide).split())
        assert plain(words)[:200] in plain(text), f"slide {number + 1}"
        assert plain(words)[-30:] in plain(text), f"slide {number + 1}"


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def test_notes_that_are_long_go_on_over_a_second_page(desk: Desk) -> None:
    hang_gallery(desk)
    notes = "".join(f"<p>Line {n} of what there is to say about this slide, which is not short.</p>" for n in range(40))
    desk.replace("layouts/deck/deck.html", "<p>Look.</p>", notes)
    answer = desk.run("handout", "--notes")
    assert answer.code == 0, answer.err
    assert desk.outputs() == ["deck-notes.pdf"]
    first, second, third = (
        "".join(letter.text for letter in page) for page in letters_on(desk.output / "deck-notes.pdf")[:3]
    )
    assert "Line0of" in first
    assert "Line39of" in second
    assert "Barrier" in third, "the next slide has a page of its own"
    assert len(letters_on(desk.output / "deck-notes.pdf")) > len(layout_names())


def test_notes_that_fit_a_notes_page_of_the_deck_take_one_page(built: Built) -> None:
    """Those that are somewhat too long for it, which are set at its least size, may take two."""
    long = sum(slide.sizes.get("notes") == LEAST_NOTES for slide in built.desk.fitted())
    pages, slides = len(letters_on(notes_handout(built))), len(slides_of(built.deck))
    assert slides <= pages <= slides + long


def test_notes_are_for_the_handout_alone(desk: Desk) -> None:
    assert desk.run("deck", "--notes").code == 2


def test_the_same_input_gives_the_same_notes(small: Built, desk: Desk) -> None:
    assert desk.run("handout", "--notes").code == 0
    assert (desk.output / "deck-notes.pdf").read_bytes() == notes_handout(small).read_bytes()


@pytest.mark.parametrize("notes", [False, True])
def test_a_handout_of_parts_is_the_handout_laid_out_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, notes: bool
) -> None:
    jobs: list[PdfJob] = []
    monkeypatch.setattr("pipeline.pdf.parts.write_parts", lambda job, *_: jobs.append(job) or write_parts(job))
    answer = desk.run("handout", *(["--notes"] if notes else []))
    assert answer.code == 0, answer.err
    assert jobs[0].html.count("data-part") > 2
    assert_alike(write_parts(jobs[0]), write_pdf(jobs[0]))


def test_an_edit_sets_only_the_slides_of_its_chapter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    parts: list[object] = []
    monkeypatch.setattr("pipeline.pdf.parts.set_part", lambda *all: parts.append(all) or set_part(*all))
    assert desk.run("handout").code == 0
    everything, _ = len(parts), parts.clear()
    desk.replace("content/chapters/2-settlement.yaml", "title: Count first", "title: Count it first")
    assert desk.run("handout").code == 0
    assert len(parts) == 1 < everything
