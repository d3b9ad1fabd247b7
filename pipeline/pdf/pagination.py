"""Make pages one by one, and mend each as soon as the next is there.

What is amiss with a page shows once it is made: a figure that found no room leaves it half empty, a note is lost. What
mends that changes no page before it. So the HTML is mended, and the layout goes on from there; the pages before
stand. WeasyPrint makes all pages in one go and has no public way in: in the first of its rounds this takes the
place of `make_all_pages` of the pinned version.

Lay the brief out: HTML to pages, each mended as soon as it shows what is amiss.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.pdf.keep_lines import keeping_lines
from pipeline.pdf.keep_notes import NoteKeeper, lost_notes
from pipeline.pdf.keep_sheets import Sheets, keeping_sheets
from pipeline.pdf.page_fixes import Boxes, Fix
from pipeline.pdf.place_figures import FigurePlacer

Judge = Callable[[Sequence[Any], int, Sequence[Any]], Fix | None]
"""Is given pages; the place of the last but one, or of the last when all are made; the notes that found no room so
far. Gives what is to be mended about the page, if anything is."""


class Mended(Exception):
    """The signal that the HTML was changed and has to be laid out again, from the last settled page on."""


@dataclass(frozen=True)
class State:
    """The state of the layout at the start of a page.

    Boxes are identified by their elements, because another layout of the HTML makes other boxes.
    """

    maker: Any  # what WeasyPrint knows of it
    waiting: frozenset[Any]  # notes that were not called yet
    reported: Sequence[Any]  # notes called before that found no room
    can_resume: bool  # nothing else comes over from the pages before

    def leads_on_as(self, other: "State") -> bool:
        """Return whether all following pages are the same for both states."""
        notes_alike = (self.waiting, list(self.reported)) == (other.waiting, list(other.reported))
        return notes_alike and self.maker[:4] == other.maker[:4] and self.can_resume == other.can_resume


@dataclass
class Settled:
    """The pages that are settled, from the first one on, and the states at the start of each and after the last."""

    judge: Judge
    pages: list[Any] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    mends: list[Fix] = field(default_factory=list)  # all, in order
    sizes: dict[str, Any] = field(default_factory=dict)  # of the first page

    def cut(self, at: int) -> None:
        """Remove the pages from index `at` on, and more before it as long as a layout cannot resume there."""
        while at and not self.states[at].can_resume:
            at -= 1
        del self.pages[at:], self.states[at + 1 :]


@contextmanager
def settling(weasyprint: Any, settled: Settled, sheets: Sheets) -> Iterator[None]:
    """Make a layout begin with the settled pages and add those that follow, while the block runs.

    The layout may raise Mended.
    """
    layout, make_all_pages = weasyprint.layout, weasyprint.layout.make_all_pages

    def make_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        if pages:  # another round, to print numbers of pages that are known by now
            return iter(make_all_pages(context, root_box, html, pages))
        return Maker(layout.page, settled, sheets, context, root_box, html).make()

    layout.make_all_pages = make_pages
    try:
        yield
    finally:
        layout.make_all_pages = make_all_pages


@dataclass
class Maker:
    layout: Any  # WeasyPrint's module of this name
    settled: Settled
    sheets: Sheets
    context: Any
    root_box: Any
    html: Any
    notes: dict[Any, Any] = field(default_factory=dict)  # boxes of notes by their elements
    boxes: Boxes | None = None

    def make(self) -> Iterator[Any]:
        """Yield all pages, without their margin boxes, once all are made and fixed. Raises Mended."""
        pages, context = self.settled.pages, self.context
        self.take_notes()
        if pages:
            self._take_up()
        else:
            self.settled.states[:] = [self.state()]
        while True:
            goes_on = self.add_page()
            if len(pages) > 1 and self._mend(len(pages) - 2):
                continue
            if not goes_on and not self._mend(len(pages) - 1):
                break
        context.broken_out_of_flow.clear()
        yield from pages

    def take_notes(self) -> None:
        """Record the box of each note by its element, and mark none as printed."""
        self.notes = {note.element: note for note in self.context.footnotes}
        self.context.rendered_notes = []

    def add_page(self) -> bool:
        """Make the next page. Return False if it is the last."""
        settled, context = self.settled, self.context
        page, resume_at = self.layout.remake_page(len(settled.pages), context, self.root_box, self.html)
        settled.pages.append(page)
        settled.states.append(self.state())
        settled.sizes = dict(context.style_for.initial_page_sizes)
        return resume_at is not None or bool(context.reported_footnotes)

    def _mend(self, at: int) -> bool:
        """Judge the page at index `at`; return True if it was fixed, which removes pages.

        Raises Mended if the boxes have to be made anew as well.
        """
        settled, context = self.settled, self.context
        mend = settled.judge(settled.pages, at, settled.states[-1].reported)
        if mend is None:
            return False
        settled.cut(mend.first)
        settled.mends.append(mend)
        self.boxes = self.boxes or Boxes(self.root_box, self.html, self.sheets.used)
        if not self.boxes.follow(mend):
            raise Mended
        del context.page_maker[len(settled.states) :]
        self.begin()
        return True

    def state(self) -> State:
        context = self.context
        context.page_maker[-1] = fresh(context.page_maker[-1])
        waiting = frozenset(note.element for note in context.footnotes)
        reported = [note.element for note in context.reported_footnotes]
        others = any(context.broken_out_of_flow) or any(context.running_elements.values())
        return State(context.page_maker[-1], waiting, reported, not others)

    def _take_up(self) -> None:
        """Bring the layout's context to the state after the settled pages."""
        context, settled = self.context, self.settled
        context.style_for.initial_page_sizes.update(settled.sizes)
        for at, page in enumerate(settled.pages):
            self.layout.set_page_type_computed_styles(page.page_type, self.html, context.style_for)
            context.page_maker.append(fresh(settled.states[at + 1].maker))
            self._tell_numbers(page, at)
        makers = zip(settled.states, context.page_maker, strict=True)
        settled.states[:] = [replace(state, maker=maker) for state, maker in makers]
        self.begin()

    def begin(self) -> None:
        """Reset the layout's context so that it continues after the settled pages."""
        context, last = self.context, self.settled.states[-1]
        context.page_maker[-1] = fresh(last.maker)
        self.settled.states[-1] = replace(last, maker=context.page_maker[-1])
        context.broken_out_of_flow = {}
        context.footnotes[:] = [note for element, note in self.notes.items() if element in last.waiting]
        context.reported_footnotes[:] = [self.notes[element] for element in last.reported]

    def _tell_numbers(self, page: Any, at: int) -> None:
        """Register the page number of each anchor on a settled page.

        If the page prints such numbers itself, mark it to be made once more.
        """
        context = self.context
        anchors, counters = self.settled.states[at].maker[-1]["anchors"], context.page_maker[at + 1][3][1]
        remake = context.page_maker[at][-1]
        remake["anchors"] = list(anchors)
        for anchor in anchors:
            context.target_collector.cache_target_page_counters(anchor, counters, at, context.page_maker)
        remake["content_changed"] |= any(box.missing_link for box in page.descendants(placeholders=True))


def fresh(maker: Any, anchors: Sequence[str] = ()) -> Any:
    """Return an entry of WeasyPrint's `page_maker` as it is before its page is made, with these `anchors`."""
    asked = {"content_changed": False, "pages_wanted": False, "content_lookups": []}
    return *maker[:-1], {**asked, "anchors": list(anchors)}


STANDARD = "pdf/ua-1"


@dataclass
class Source:
    """HTML as WeasyPrint reads it, and what all its layouts share: fonts, pictures, style sheets."""

    weasyprint: Any
    html: Any
    complaints: list[str]  # of WeasyPrint, which adds to them
    shared: dict[str, Any] = field(init=False)
    sheets: Sheets = field(default_factory=Sheets)

    def __post_init__(self) -> None:
        fonts, counters = self.weasyprint.text.fonts.FontConfiguration(), self.weasyprint.css.counters.CounterStyle()
        self.shared = {"font_config": fonts, "counter_style": counters, "color_profiles": {}, "cache": {}}

    def begin(self) -> None:
        """Clear complaints and failed pictures, so that the next layout reports every problem again."""
        self.complaints.clear()
        pictures = self.shared["cache"]
        for address in [address for address, picture in pictures.items() if picture is None]:
            del pictures[address]

    def end(self) -> None:
        """Clear the cached pictures, so that the last layout can be freed.

        Each picture refers to the layout that used it first.
        """
        self.shared["cache"].clear()

    @property
    def root(self) -> Any:
        """Return the root element of the HTML tree, which may be changed between layouts."""
        return self.html.etree_element


def lay_out(source: Source) -> Any:
    """Return WeasyPrint's document, with figures where they leave no gap, and with every note.

    Changes the tree accordingly. Adds a complaint for each note that is printed on no page.
    """
    return settle(source)[0]


def settle(source: Source) -> tuple[Any, Settled]:
    """Return the document that `lay_out` returns, and its settled pages with the fixes that led to them."""
    weasyprint, complaints = source.weasyprint, source.complaints
    placer, keeper = FigurePlacer(source.root), NoteKeeper(source.root)

    def judge(pages: Sequence[Any], at: int, reported: Sequence[Any]) -> Fix | None:
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
