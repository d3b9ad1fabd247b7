"""Lay HTML out in pages, with figures where they leave no gap, and with every note on the page that calls it.

Pages are judged as they are made. Where one is amiss, the HTML is changed, and laid out from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.pdf.bad_breaks import BadBreak, find_bad_breaks
from pipeline.pdf.fit_widths import set_smaller
from pipeline.pdf.keep_notes import NoteKeeper, lost_notes
from pipeline.pdf.overruns import Fault, Overrun, find_faults
from pipeline.pdf.page_fixes import Fix
from pipeline.pdf.place_figures import FigurePlacer
from pipeline.pdf.weasyprint_internals import (
    UNJUDGED,
    UNREADABLE,
    Box,
    Judge,
    Mended,
    Reports,
    Unreadable,
    mending,
    page_box,
    tree_of,
)

STANDARD = "pdf/ua-1"
FEW = 4  # layouts in which figures are moved, where each mend costs another layout of all pages


@dataclass
class Source:
    """HTML as WeasyPrint reads it, and what its layouts share: fonts, and the pictures of those that belong together."""

    html: Any  # a weasyprint.HTML
    fonts: Any  # a weasyprint.text.fonts.FontConfiguration
    reports: Reports
    pictures: dict[str, Any] = field(default_factory=dict)  # by address

    @property
    def root(self) -> Any:
        """The root element of the HTML tree, which may be changed between layouts."""
        return tree_of(self.html)

    def render(self) -> Any:
        """Return WeasyPrint's document of the HTML as it is now. Complaints of layouts before are forgotten."""
        self.reports.complaints.clear()
        self.pictures = {address: picture for address, picture in self.pictures.items() if picture}  # told again if not
        return self.html.render(pdf_variant=STANDARD, font_config=self.fonts, cache=self.pictures)


@dataclass(frozen=True)
class LaidOut:
    """WeasyPrint's document of some HTML, and what runs over on its pages."""

    document: Any
    overruns: Sequence[Overrun] = ()


def lay_out(source: Source) -> LaidOut:
    """Return HTML laid out, with figures where they leave no gap, with every note, and with what is too wide set smaller.

    Changes the tree accordingly. Adds a complaint for each note that is printed on no page.
    """
    placer, keeper = FigurePlacer(source.root), NoteKeeper(source.root)
    layouts = 0

    def judge(pages: Sequence[Box], at: int, waiting: Sequence[Any]) -> Fix | None:
        lost = keeper.find_lost(pages, at, waiting)
        if lost or at + 1 == len(pages):
            return lost
        moved = placer.place(pages, at) if layouts <= FEW else None
        return moved or keeper.bring_near(pages, at)

    source.pictures = {}  # each keeps the layout that used it first
    while True:
        try:
            with mending(source.reports, judge) as mended:
                document = source.render()
            pages = [page_box(page) for page in document.pages]
            if not mended:
                layouts += 1
                _mend_first(pages, judge, keeper)
        except Mended:
            continue
        except Unreadable as error:
            source.reports.lose(str(error), UNREADABLE)
            return LaidOut(source.render())
        faults = _judge_widths(pages, source)
        if set_smaller(faults):
            continue
        lost = lost_notes(pages)
        source.reports.complaints += [f"this note finds no place on its page: {words[:60]}" for words in lost]
        return LaidOut(document, [fault.overrun for fault in faults if fault.harms])


def judge_breaks(pages: Sequence[Any], source: Source) -> list[BadBreak]:
    """Return the bad breaks of pages of a document; nothing where their boxes cannot be measured, which is noted as lost."""
    try:
        return find_bad_breaks(pages, source.root)
    except Unreadable as error:
        source.reports.lose(str(error), UNJUDGED)
        return []


def _judge_widths(pages: Sequence[Box], source: Source) -> list[Fault]:
    """Return what is too wide or too high on pages; nothing where their boxes cannot be measured, which is noted as lost."""
    try:
        return find_faults(pages, source.root)
    except Unreadable as error:
        source.reports.lose(str(error), UNJUDGED)
        return []


def _mend_first(pages: Sequence[Box], judge: Judge, keeper: NoteKeeper) -> None:
    """Mend the HTML of the first page that is amiss. Raises Mended if there is one."""
    for at in range(len(pages)):
        if fix := judge(pages[: at + 2], at, keeper.printed(pages[at + 2 :])):
            fix.apply()
            raise Mended
