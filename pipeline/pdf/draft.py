"""Draft an edit of words: the pages that it changes, long before the whole is set again.

A draft is for the eyes of whoever writes: its pages look as they will unless the edit moves a figure or a note. If it
moves pages there is none. What goes into a file is always set from the beginning.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.core import digest_bytes
from pipeline.pdf.engine import cutting_fonts, read_fonts
from pipeline.pdf.job import Draft, PdfJob
from pipeline.pdf.join import gather_pages
from pipeline.pdf.keep_lines import keeping_lines
from pipeline.pdf.keep_sheets import keeping_sheets
from pipeline.pdf.pagination import STANDARD, Source
from pipeline.pdf.part import SetPart
from pipeline.pdf.remake_pages import Laid, Moved, remaking
from pipeline.pdf.split import Part, Start, arranged
from pipeline.pdf.texts import Text, Texts

Edits = Sequence[tuple[Text, str]]


@dataclass
class Standing:
    """A PDF that was written in parts, with its parsed HTML, to draft an edit of its words.

    The tree of `source` is that of `job`, which may be newer than `pdf`.
    """

    job: PdfJob
    source: Source
    parts: Sequence[Part]
    made: Sequence[SetPart]
    numbers: Mapping[str, int]
    pdf: bytes
    texts: Texts = field(init=False)
    edited: set[Any] = field(default_factory=set)  # elements that have other words than in the PDF

    def __post_init__(self) -> None:
        self.texts = Texts(self.job.html, self.source.root)

    def find_edits(self, job: PdfJob) -> Edits | None:
        """Return the texts to change for another job, with their new words; None if more than words differs."""
        if job.made_from[1:] != self.job.made_from[1:]:
            return None
        return self.texts.find_edits(job.html)

    def follow(self, job: PdfJob, edits: Edits) -> None:
        """Change the words in the tree, so that it is the tree of another job."""
        self.texts.follow(job.html, edits)
        self.job = job
        self.edited |= {text.around for text, _ in edits}


def draft(standing: Standing) -> Draft | None:
    """Return the pages with edited words; None if the edit moves other pages, or if no page has the words."""
    numbers: list[int] = []
    parts: list[bytes] = []
    with cutting_fonts(read_fonts(standing.job.families)), suppress(Moved):
        for part, one, start in _starts(standing):
            pages, pdf = _remake(standing, part, one, start)
            numbers += pages
            parts += [pdf] if pages else []
        if numbers:
            pdf = gather_pages(parts, standing.pdf, numbers)
            return Draft(digest_bytes(standing.pdf), tuple(numbers), pdf)
    return None


def _starts(standing: Standing) -> Iterator[tuple[Part, SetPart, Start]]:
    start = Start()
    for part, one in zip(standing.parts, standing.made, strict=True):
        yield part, one, start
        start = one.after(start)


def _remake(standing: Standing, part: Part, one: SetPart, start: Start) -> tuple[list[int], bytes]:
    """Return the pages of a part that have edited elements: their numbers in the whole, from 1, and a PDF. Raises Moved."""
    source, edited = standing.source, standing.edited
    own = [element for section in list(source.root.find("body"))[part.first : part.end] for element in section.iter()]
    if edited.isdisjoint(own):
        return [], b""
    if not one.laid:
        raise Moved
    laid, ahead = Laid.unpacked(one.laid), 1 if part.first else 0
    with arranged(source.root, part, start, standing.numbers) as sections:
        copies = [element for section in sections[part.first : part.end] for element in section.iter()]
        order = list(source.root.iter())
        at = {element: place for place, element in enumerate(order)}
        shown = laid.pages_of({at[copy] for element, copy in zip(own, copies, strict=True) if element in edited})
        if not shown:
            return [], b""
        laid.mend(order)
        weasyprint = source.weasyprint
        source.begin()
        kept = keeping_lines(weasyprint), keeping_sheets(weasyprint, source.sheets, source.complaints)
        with remaking(weasyprint, laid, order, source.sheets, shown) as first, kept[0], kept[1]:
            document = source.html.render(pdf_variant=STANDARD, **source.shared)
        pages = {start.pages + 1 + first + n - ahead: page for n, page in enumerate(document.pages)}
        pages = {n: page for n, page in pages.items() if start.pages < n <= start.pages + one.pages}
        pdf = document.copy(list(pages.values())).write_pdf()
        source.end()
        return list(pages), pdf
