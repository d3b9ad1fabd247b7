"""What is printed, and what comes of it. Imports nothing heavy: what was printed before is found without a printer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.core import NO_CACHE, Cache

Pictures = Mapping[str, tuple[bytes, str]]  # by their names: bytes and MIME types


@dataclass(frozen=True)
class Pdf:
    """A PDF, how many pages it has, and on which of them each anchor of the HTML stands."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]

    def packed(self) -> bytes:
        """All of it, to keep or to hand over."""
        return json.dumps([self.pages, dict(self.anchors)]).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> "Pdf":
        head, _, pdf = data.partition(b"\n")
        return cls(pdf, *json.loads(head))


@dataclass(frozen=True)
class Draft:
    """Pages as they will be, by their numbers from 1, as a PDF. `base` is a digest of the PDF that has the others."""

    base: str
    pages: tuple[int, ...]
    pdf: bytes


@dataclass(frozen=True)
class PdfJob:
    """What is to be printed: HTML, its date, the pictures it names as `figure:<name>`, the families it is set in.

    `layout` is the file it comes from; style sheets lie beside that.
    """

    html: str
    date: str
    pictures: Pictures
    families: tuple[str, ...]
    layout: Path

    @property
    def sheets(self) -> dict[str, str]:
        """All style sheets beside the layout, by name."""
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(self.layout.parent.glob("*.css"))}

    @property
    def made_from(self) -> tuple[object, ...]:
        """Everything that a PDF is made from."""
        return self.html, self.date, self.pictures, self.families, self.sheets


def make_pdf(job: PdfJob, cache: Cache = NO_CACHE) -> Pdf:
    """Return the PDF of a job; its parts are taken from the cache where they were set before. Raises ProblemsFound."""
    from pipeline.pdf.parts import write_parts

    return write_parts(job, cache)
