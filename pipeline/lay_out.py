"""Lay the brief out: HTML to pages, each mended as soon as it shows what is amiss."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pipeline.keep_lines import keeping_lines
from pipeline.keep_notes import NoteKeeper, lost_notes
from pipeline.keep_sheets import Sheets, keeping_sheets
from pipeline.make_pages import Mended, Settled, settling
from pipeline.mends import Mend
from pipeline.place_figures import FigurePlacer

STANDARD = "pdf/ua-1"


@dataclass
class Source:
    """HTML as WeasyPrint reads it, and what all its layouts have in common: fonts, pictures, style sheets."""

    weasyprint: Any
    html: Any
    complaints: list[str]  # of WeasyPrint, which adds to them
    shared: dict[str, Any] = field(init=False)
    sheets: Sheets = field(default_factory=Sheets)

    def __post_init__(self) -> None:
        fonts, counters = self.weasyprint.text.fonts.FontConfiguration(), self.weasyprint.css.counters.CounterStyle()
        self.shared = {"font_config": fonts, "counter_style": counters, "color_profiles": {}, "cache": {}}

    def begin(self) -> None:
        """Let a layout complain of all that is amiss, also of what an earlier one complained of."""
        self.complaints.clear()
        pictures = self.shared["cache"]
        for address in [address for address, picture in pictures.items() if picture is None]:
            del pictures[address]

    def end(self) -> None:
        """Let the last layout go: every picture holds on to the one that asked for it first."""
        self.shared["cache"].clear()

    @property
    def root(self) -> Any:
        """Its tree, which may be changed from one layout to the next."""
        return self.html.etree_element


def lay_out(source: Source) -> Any:
    """The pages, with figures where they leave no gap, and with every note. The tree is changed accordingly."""
    return settle(source)[0]


def settle(source: Source) -> tuple[Any, Settled]:
    """The same, and how it came about."""
    weasyprint, complaints = source.weasyprint, source.complaints
    placer, keeper = FigurePlacer(source.root), NoteKeeper(source.root)

    def judge(pages: Sequence[Any], at: int, reported: Sequence[Any]) -> Mend | None:
        lost = keeper.find_lost(pages, at, reported)
        if lost or at + 1 == len(pages):
            return lost
        return placer.place(pages, at) or keeper.bring_near(pages, at)

    settled = Settled(judge)
    while True:
        source.begin()
        kept = keeping_lines(weasyprint), keeping_sheets(weasyprint, source.sheets, complaints)
        with settling(weasyprint, settled, source.sheets), kept[0], kept[1], suppress(Mended):
            document = source.html.render(pdf_variant=STANDARD, **source.shared)
            break
    lost = lost_notes([page._page_box for page in document.pages])
    complaints += [f"this note finds no place on its page: {words[:60]}" for words in lost]
    return document, settled
