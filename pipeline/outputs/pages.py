"""Read what was built: the pages of a PDF, the slides of a deck, the figures of a workbook, each with its words and a digest of its looks."""

import io
import json
import posixpath
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.core import Cache, digest, digest_bytes, unpack, unpacked_size

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PDFIUM = threading.Lock()  # it does one thing at a time
MOST_BYTES = 64_000_000  # of all parts of a workbook, unpacked
FINE = 0.75  # pixels a point: what is too small to be seen at this size is no change of looks


@dataclass(frozen=True)
class Page:
    """A page, a slide or a sheet: its words, the words of its notes, and a digest of its looks.

    The looks of a page are its pixels; those of a slide, the XML of the slide, its charts, its layout and the theme; those
    of a sheet, no more than its numbers and words.
    """

    words: tuple[str, ...]
    notes: tuple[str, ...]
    looks: str


class Unreadable(Exception):
    """Error for a file that is not of the type that its name ends in, or is damaged."""


def read_pages(name: str, content: bytes, cache: Cache) -> tuple[Page, ...]:
    """Return the pages of a .pdf, slides of a .pptx or figures of an .xlsx, from the cache if read before. Raises Unreadable."""
    read = READERS[name.rpartition(".")[2]]

    def make() -> bytes:
        return json.dumps([(page.words, page.notes, page.looks) for page in read(content)]).encode()

    pages = json.loads(cache.keep("pages", digest_bytes(content), make))
    return tuple(Page(tuple(words), tuple(notes), looks) for words, notes, looks in pages)


def has_pages(name: str) -> bool:
    """Return whether a file has pages, slides or figures, by the ending of its name."""
    return name.rpartition(".")[2] in READERS


# ---------------------------------------------------------------- PDF


def _read_pdf(content: bytes) -> Iterator[Page]:
    import pypdfium2

    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(content)
            count = len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from None
    try:
        for number in range(count):
            with PDFIUM:  # for a page at a time: whoever watches looks at others meanwhile
                page = document[number]
                pixels = page.render(scale=FINE, grayscale=True)
                looks = digest(pixels.width, pixels.height, bytes(pixels.buffer))
                words = tuple(page.get_textpage().get_text_bounded().split())
                page.close()
            yield Page(words, (), looks)
    finally:
        with PDFIUM:
            document.close()


# ---------------------------------------------------------------- PowerPoint


def _read_pptx(content: bytes) -> Iterator[Page]:
    from lxml import etree

    try:
        package = _Package(unpack(content))
        yield from map(package.slide, package.slides())
    except (KeyError, ValueError, OSError, RuntimeError, etree.XMLSyntaxError) as error:
        raise Unreadable(str(error)) from None


class _Package:
    """The parts of a presentation by name, and the relations between them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.common = digest([content for name, content in sorted(parts.items()) if name.startswith("ppt/theme/")])

    def xml(self, name: str) -> Any:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.parts[name], parser)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return kind and name of each part that a part refers to, by relationship id, without external ones."""
        folder, file = posixpath.split(name)
        listing = f"{folder}/_rels/{file}.rels"
        if listing not in self.parts:
            return {}
        relations = [r for r in self.xml(listing) if r.get("TargetMode") != "External"]
        return {
            r.get("Id"): (r.get("Type").rpartition("/")[2], posixpath.normpath(posixpath.join(folder, r.get("Target"))))
            for r in relations
        }

    def slides(self) -> list[str]:
        """Return the names of the slides' parts, in the order of the slides."""
        related = self.related("ppt/presentation.xml")
        listed = self.xml("ppt/presentation.xml").iter(f"{P}sldId")
        return [related[slide.get(f"{R}id")][1] for slide in listed]

    def slide(self, name: str) -> Page:
        related = self.related(name).values()
        charts = [part for kind, part in related if kind == "chart"]
        layouts = [part for kind, part in related if kind == "slideLayout"]
        notes = [part for kind, part in related if kind == "notesSlide"]
        looks = digest(self.common, [self.parts[part] for part in (name, *charts, *layouts)])
        words = [word for part in (name, *charts) for word in self.words(part)]
        return Page(tuple(words), tuple(word for part in notes for word in self.words(part)), looks)

    def words(self, name: str) -> Iterator[str]:
        """Yield the words of a part, and the labels and numbers of a chart."""
        for text in self.xml(name).iter(f"{A}p", f"{C}v"):
            yield from (text.text or "" if text.tag == f"{C}v" else _paragraph(text)).split()


def _paragraph(paragraph: Any) -> str:
    """Return the text of a paragraph, without fields such as the slide number."""
    inside = (e for e in paragraph.iter(f"{A}t", f"{A}br") if e.getparent().tag != f"{A}fld")
    parts = (" " if e.tag == f"{A}br" else e.text or "" for e in inside)
    return "".join(parts)


# ---------------------------------------------------------------- workbook


def _read_xlsx(content: bytes) -> Iterator[Page]:
    """Yield the sheets of a workbook, without the first, which lists the others."""
    import openpyxl

    try:
        if unpacked_size(content) > MOST_BYTES:
            raise Unreadable("too large")
        book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
        for sheet in book.worksheets[1:]:
            cells = (cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
            words = tuple(word for cell in cells for word in _in_words(cell).split())
            yield Page(words, (), digest(words))
    except Exception as error:  # whatever a damaged file, or one of another sort, makes it raise
        raise Unreadable(str(error)) from None


def _in_words(cell: Any) -> str:
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)


READERS: dict[str, Callable[[bytes], Iterator[Page]]] = {"pdf": _read_pdf, "pptx": _read_pptx, "xlsx": _read_xlsx}
