"""Set one part of a file: its pages as a PDF of its own, and what the other parts have to know of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from pipeline.pdf.bad_breaks import BadBreak
from pipeline.pdf.engine import find_anchors, finisher, tie_files
from pipeline.pdf.finish import SCALE, own_tags
from pipeline.pdf.margins import PageInfo, read_page_info
from pipeline.pdf.overruns import Overrun
from pipeline.pdf.pagination import STANDARD, Source, judge_breaks, lay_out
from pipeline.pdf.split import Part, Start, arranged
from pipeline.pdf.weasyprint_internals import Box, page_box, page_kind

Bookmark = tuple[int, str, int, float, float, str]  # level, label, page from 0, x and y in points, open or closed


@dataclass(frozen=True)
class Asks:
    """The numbers that a part prints and cannot know alone.

    `anchors` are targets in other parts whose page numbers it prints; `pages` is True if it prints its own page
    numbers, `notes` if it calls notes.
    """

    anchors: Sequence[str] = ()
    pages: bool = False
    notes: bool = False

    def told(self, start: Start, numbers: Mapping[str, int]) -> object:
        """Return the pages of anchors, the pages before `start` and the notes before it; None for what is not asked.

        The page of an anchor that is not in `numbers` is None too.
        """
        places = {name: numbers.get(name) for name in self.anchors}
        return places, start.pages if self.pages else None, start.notes if self.notes else None


@dataclass(frozen=True)
class SetPart:
    """A part that is set, without the margin boxes of its pages. Pages are counted from 0, within the part.

    `pdf` is empty until the page numbers that the part `asks` for are known. If `stands_alone` is False, the part
    shares a page with its neighbors, and all other fields are empty.
    """

    stands_alone: bool = True
    page_infos: Sequence[PageInfo] = ()
    notes: int = 0  # how many are called in it
    anchors: Mapping[str, int] = field(default_factory=dict)
    bookmarks: Sequence[Bookmark] = ()
    asks: Asks = field(default_factory=Asks)
    complaints: Sequence[str] = ()
    lost: Mapping[str, str] = field(default_factory=dict)  # as in `Pdf`
    overruns: Sequence[Overrun] = ()
    bad_breaks: Sequence[BadBreak] = ()  # their pages from 1, within the part
    pdf: bytes = b""

    @property
    def pages(self) -> int:
        return len(self.page_infos)

    def after(self, start: Start) -> Start:
        """Return the start of the next part, if this one starts at `start`."""
        return Start(start.pages + self.pages, self.page_infos[-1].side, start.notes + self.notes)

    def packed(self) -> bytes:
        """Return the part as bytes, to keep or to hand over: a line of JSON, then the PDF."""
        told = {key: value for key, value in asdict(self).items() if key != "pdf"}
        return json.dumps(told).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        head, _, pdf = data.partition(b"\n")
        told = json.loads(head)
        told["page_infos"] = [PageInfo(**info) for info in told["page_infos"]]
        told["overruns"] = [Overrun(**overrun) for overrun in told["overruns"]]
        told["bad_breaks"] = [BadBreak(**bad) for bad in told["bad_breaks"]]
        return cls(**{**told, "asks": Asks(**told["asks"]), "pdf": pdf})


def set_part(source: Source, part: Part, start: Start, numbers: Mapping[str, int]) -> SetPart:
    """Lay out a part and return it, with its PDF if `numbers` contains every page number that it prints.

    `numbers` are the pages of anchors, from 1. Of a part that shares a page with a neighbor, only that is recorded.
    """
    with arranged(source.root, part, start, numbers) as sections:
        laid = lay_out(source)
        document = laid.document
        pages = _own_pages(document.pages, sections, part)
        if not pages:
            return SetPart(stands_alone=False)
        notes, bad_breaks = _notes(pages), judge_breaks(pages, source)
        asks = _asks(pages, part, notes > 0)
        pdf = b""
        if all(name in numbers for name in asks.anchors):
            for name in part.named:  # links to other parts lead there once all are joined
                pages[0].anchors.setdefault(name, (0, 0, 0, 0))
            document = document.copy(pages)
            with own_tags(source.reports):
                pdf = document.write_pdf(pdf_variant=STANDARD, finisher=tie_files if part.first else finisher())
    anchors = {name: page for name, page in find_anchors(pages).items() if name in part.anchors}
    page_infos, bookmarks = [read_page_info(page) for page in pages], list(_bookmarks(pages))
    complaints, lost = list(source.reports.complaints), dict(source.reports.lost)
    judged = laid.overruns, bad_breaks
    return SetPart(True, page_infos, notes, anchors, bookmarks, asks, complaints, lost, *judged, pdf)


# ---------------------------------------------------------------- which pages are the part's


def _own_pages(pages: Sequence[Any], sections: Sequence[Any], part: Part) -> list[Any]:
    """Return the pages of a part without those of its neighbors; an empty list if it shares a page with them."""
    owners = {element: at for at, section in enumerate(sections) for element in section.iter()}
    shown = [{owners[box.element] for box in _boxes(page) if box.element in owners} for page in pages]
    own = [n for n, here in enumerate(shown) if any(part.first <= at < part.end for at in here)]
    first, end = (1 if part.first else 0), (own[-1] + 1 if own else 0)
    is_last = part.end == len(sections)
    behind = [n for n in range(end, len(pages)) if not page_kind(pages[n]).is_blank]
    apart = (
        bool(own)
        and (not part.first or shown[0] == {part.first - 1})
        and all(all(part.first <= at < part.end for at in here) for here in shown[first:end])
        and (end == len(pages) if is_last else len(behind) == 1 and shown[behind[0]] == {part.end})
    )
    return list(pages[first:end]) if apart else []


def _boxes(page: Any) -> Iterator[Box]:
    return page_box(page).walk()


# ---------------------------------------------------------------- what others have to know


def _asks(pages: Sequence[Any], part: Part, has_notes: bool) -> Asks:
    """Return which numbers a part prints with `counter(page)` and `target-counter(attr(href url), page)`."""
    boxes = [box for page in pages for box in _boxes(page)]
    anchors = {name for box in boxes for name in box.numbered_anchors}
    counts = any(box.counts_pages for box in boxes) or not anchors.isdisjoint(part.anchors)
    return Asks(sorted(anchors & part.named), counts, has_notes)


def _notes(pages: Sequence[Any]) -> int:
    """Return how many notes are called on the pages."""
    return len({box.element for page in pages for box in _boxes(page) if box.pseudo == "footnote-call"})


def _bookmarks(pages: Sequence[Any]) -> Iterator[Bookmark]:
    for number, page in enumerate(pages):
        for level, label, (x, y), state in page.bookmarks:
            yield level, label, number, x * SCALE, (page.height - y) * SCALE, state
