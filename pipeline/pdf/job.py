"""What is printed, and what comes of it. Imports nothing heavy: what was printed before is found without a printer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import NO_CACHE, Cache

Pictures = Mapping[str, tuple[bytes, str]]  # by their names: bytes and MIME types


@dataclass(frozen=True)
class Pdf:
    """A PDF, the number of its pages, and the page number, from 1, of each anchor of its HTML."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]

    def packed(self) -> bytes:
        """Return PDF, pages and anchors as bytes, to keep or to hand over: a line of JSON, then the PDF."""
        return json.dumps([self.pages, dict(self.anchors)]).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> "Pdf":
        head, _, pdf = data.partition(b"\n")
        return cls(pdf, *json.loads(head))


@dataclass(frozen=True)
class Draft:
    """Pages of the brief as they will be, as a PDF, with their numbers in the brief, from 1.

    `base` is a digest of the PDF that contains the other pages.
    """

    base: str
    pages: tuple[int, ...]
    pdf: bytes


@dataclass(frozen=True)
class PdfJob:
    """The input of one PDF: HTML, its date, the pictures that it names as `figure:<name>`, its font families.

    `layout` is the file that the HTML comes from; style sheets are in the same folder.
    """

    html: str
    date: str
    pictures: Pictures
    families: tuple[str, ...]
    layout: Path

    @property
    def sheets(self) -> dict[str, str]:
        """Return the text of each style sheet beside the layout, by file name."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(self.layout.parent.glob("*.css"))}

    @property
    def made_from(self) -> tuple[object, ...]:
        """Return everything that the PDF is made from: HTML, date, pictures, font families, style sheets."""
        return self.html, self.date, self.pictures, self.families, self.sheets


def make_pdf(job: PdfJob, cache: Cache = NO_CACHE) -> Pdf:
    """Return the PDF of a job; its parts are taken from the cache where they were set before. Raises ProblemsFound."""
    from pipeline.pdf.parts import write_parts

    return write_parts(job, cache)
