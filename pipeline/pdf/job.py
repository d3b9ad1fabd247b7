"""What is printed, and what comes of it. Imports nothing heavy: what was printed before is found without a printer."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from pipeline.core import NO_CACHE, Cache, Place, Problem
from pipeline.pdf.bad_breaks import BadBreak
from pipeline.pdf.overruns import Overrun

Pictures = Mapping[str, tuple[bytes, str]]  # by their names: bytes and MIME types


@dataclass(frozen=True)
class Pdf:
    """A PDF, the number of its pages, and the page number, from 1, of each anchor of its HTML.

    `lost` says what the PDF is without, by the name that this release of WeasyPrint lacks; `overruns` what runs over on
    its pages, `bad_breaks` which of them end badly.
    """

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]
    lost: Mapping[str, str] = field(default_factory=dict)
    overruns: Sequence[Overrun] = ()
    bad_breaks: Sequence[BadBreak] = ()

    @property
    def warnings(self) -> list[Problem]:
        """One warning of all that was lost; none where nothing was."""
        if not self.lost:
            return []
        names, lost = ", ".join(sorted(self.lost)), "; ".join(sorted(set(self.lost.values())))
        release = f"WeasyPrint {version('weasyprint')}"
        hint = "the PDF is right but for this; constraints.txt names the release that it was made with"
        return [Problem(Place(release, 0), f"it has no {names}: {lost}", hint, warns=True)]

    def packed(self) -> bytes:
        """Return everything as bytes, to keep or to hand over: a line of JSON, then the PDF."""
        overruns = [asdict(overrun) for overrun in self.overruns]
        breaks = [asdict(bad) for bad in self.bad_breaks]
        told = [self.pages, dict(self.anchors), dict(self.lost), overruns, breaks]
        return json.dumps(told).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> "Pdf":
        head, _, pdf = data.partition(b"\n")
        pages, anchors, lost, overruns, breaks = json.loads(head)
        told = [Overrun(**overrun) for overrun in overruns], [BadBreak(**bad) for bad in breaks]
        return cls(pdf, pages, anchors, lost, *told)


@dataclass(frozen=True)
class PdfJob:
    """The input of one PDF: HTML, its date, the pictures that it names as `figure:<name>`, and its fonts.

    `fonts` are files by their names, which the HTML names as `font:<name>`.
    `layout` is the file that the HTML comes from. `style_sheets` are files by the names that it links to,
    `layout:<name>`.
    """

    html: str
    date: str
    pictures: Pictures
    fonts: Mapping[str, Path]
    layout: Path
    style_sheets: Mapping[str, Path]

    @property
    def sheets(self) -> dict[str, str]:
        """Return the text of each style sheet, by file name."""
        return {name: path.read_text(encoding="utf-8") for name, path in self.style_sheets.items()}

    @property
    def made_from(self) -> tuple[object, ...]:
        """Return everything that the PDF is made from: HTML, date, pictures, names of fonts, style sheets."""
        return self.html, self.date, self.pictures, list(self.fonts), self.sheets


def make_pdf(job: PdfJob, cache: Cache = NO_CACHE, go_on: Callable[[], None] = lambda: None) -> Pdf:
    """Return the PDF of a job; it, or parts of it, come from the cache where they were made before.

    `go_on` is called before each part; an exception that it raises ends the work. Raises ProblemsFound.
    """

    def make() -> bytes:
        from pipeline.pdf.parts import write_parts

        return write_parts(job, cache, go_on).packed()

    return Pdf.unpacked(cache.keep("pdf", job.made_from, make))


def help_pdf(job: PdfJob, cache: Cache, is_done: Callable[[], bool]) -> None:
    """Set parts of a PDF that another process makes, from the last to the first. Raises ProblemsFound."""
    from pipeline.pdf.parts import help_out

    help_out(job, cache, is_done)
