"""Make some pages of a layout again, once their words have changed: all others stay as they are.

What a page begins with is known of the layout, so it begins with any page; it ends with the one behind which
everything is as it was. What mended the pages is not asked again.
"""

from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.pdf.keep_sheets import Sheets
from pipeline.pdf.page_fixes import Move, Restyle
from pipeline.pdf.pagination import Maker, Settled, State, fresh


@dataclass(frozen=True)
class Laid:
    """How HTML was laid out, in plain data. Elements are told by their places in its tree, before it was mended.

    `states` say what each page begins with, and what one behind the last would: resume_at, next_page, right_page and
    page_state as WeasyPrint has them, anchors, notes that wait, notes that found no room, and whether a layout can go on.
    `shown` are the elements on each page, `mends` what was moved or styled, in order.
    """

    states: Sequence[tuple[Any, ...]]
    shown: Sequence[Sequence[int]]
    mends: Sequence[tuple[Any, ...]]
    sizes: Mapping[str, Any]  # of the first page

    def packed(self) -> str:
        return repr(asdict(self))

    @classmethod
    def unpacked(cls, told: str) -> "Laid":
        return cls(**literal_eval(told))

    def mend(self, order: Sequence[Any]) -> None:
        """Apply the fixes of this layout to another tree that differs only in words."""
        for kind, *told in self.mends:
            if kind == "move":
                element, parent, to = told
                Move(0, order[element], order[parent], to).apply()
            else:
                elements, style = told
                Restyle(0, [order[place] for place in elements], style).apply()

    def pages_of(self, places: set[int]) -> list[int]:
        """Return the indices, from 0, of the pages that elements are on, in order."""
        return [page for page, here in enumerate(self.shown) if not places.isdisjoint(here)]


def tell_laid(settled: Settled, order: Sequence[Any]) -> str:
    """Return the packed record of a layout of these elements; "" where it cannot be expressed in plain data."""
    places = {element: at for at, element in enumerate(order)}
    try:
        laid = Laid(
            [_plain(state, places) for state in settled.states],
            [sorted({places[b.element] for b in _boxes(page) if b.element in places}) for page in settled.pages],
            [_plain_mend(mend, places) for mend in settled.mends],
            settled.sizes,
        )
        told = laid.packed()
        return told if Laid.unpacked(told) == laid else ""
    except (KeyError, ValueError, SyntaxError):
        return ""


def _plain(state: State, places: Mapping[Any, int]) -> tuple[Any, ...]:
    waiting, reported = ([places[note] for note in notes] for notes in (state.waiting, state.reported))
    return *state.maker[:4], list(state.maker[4]["anchors"]), sorted(waiting), reported, state.can_resume


def _plain_mend(mend: Move | Restyle, places: Mapping[Any, int]) -> tuple[Any, ...]:
    if isinstance(mend, Move):
        return "move", places[mend.element], places[mend.parent], mend.to
    return "style", [places[element] for element in mend.elements], dict(mend.style)


def _boxes(page: Any) -> Iterator[Any]:
    return iter(page.descendants(placeholders=True))


class Moved(Exception):
    """Error: pages that were to stay unchanged would change."""


@contextmanager
def remaking(weasyprint: Any, laid: Laid, order: Sequence[Any], sheets: Sheets, pages: Sequence[int]) -> Iterator[int]:
    """While this lasts, a layout is nothing but pages made again: from the first of `pages`, or one before, until behind
    the last all is as it was. Gives the first that is made. The layout raises Moved where it is never.
    """
    layout, make_all_pages = weasyprint.layout, weasyprint.layout.make_all_pages
    states = [_state(plain, order) for plain in laid.states]
    first = max(pages[0] - 1, 0)  # what stands at its foot may hang on what follows
    while first and not states[first].can_resume:
        first -= 1

    def make_pages(context: Any, root_box: Any, html: Any, made: list[Any]) -> Iterator[Any]:
        for maker in context.page_maker:
            maker[-1]["content_changed"] = False
        if made:
            return iter(made)
        context.style_for.initial_page_sizes.update(laid.sizes)
        settled = Settled(lambda *_: None, [None] * first, states[: first + 1])
        return iter(_Remaker(layout.page, settled, sheets, context, root_box, html).remake(states, pages[-1]))

    layout.make_all_pages = make_pages
    try:
        yield first
    finally:
        layout.make_all_pages = make_all_pages


def _state(plain: Sequence[Any], order: Sequence[Any]) -> State:
    *maker, anchors, waiting, reported, can_resume = plain
    notes = frozenset(order[place] for place in waiting), [order[place] for place in reported]
    return State(fresh((*maker, {}), anchors), *notes, can_resume)


class _Remaker(Maker):
    """A maker that makes some pages of a layout again."""

    def remake(self, states: Sequence[State], last: int) -> list[Any]:
        """Return the pages, at least up to the `last`."""
        context, pages, first = self.context, self.settled.pages, len(self.settled.pages)
        self.take_notes()
        context.page_maker[:] = [fresh(state.maker) for state in states[: first + 1]]
        self.begin()
        for at, state in enumerate(states[:-1]):
            for anchor in state.maker[-1]["anchors"]:
                counters = states[at + 1].maker[3][1]
                context.target_collector.cache_target_page_counters(anchor, counters, at, context.page_maker)
        at = first
        while at <= last or not self.settled.states[-1].leads_on_as(states[at]):
            if at + 1 >= len(states):
                raise Moved
            self.add_page()
            if context.page_maker[at][-1]["content_changed"]:  # it prints numbers of other pages, and has them now
                self.settled.cut(at)
                del context.page_maker[at + 1 :]
                self.begin()
                self.add_page()
            at += 1
        context.broken_out_of_flow.clear()
        return pages[first:]
