"""Move a figure or a box a little where it would leave a page half empty.

A figure keeps together, and so does a box, so one that does not fit goes to the next page and leaves a gap. Printers let the text run on
and set the figure where that ends; where no text is left to run on, they set it a little earlier, but for a box, which
may speak of what stands before it. So does this:
a figure is moved past the paragraphs that fill the gap, never past another figure or table, or out of its entry.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.pdf.page_fixes import Move
from pipeline.pdf.split import NOTE
from pipeline.pdf.weasyprint_internals import Box

GAP = 96  # CSS pixels; a smaller one is not worth a move
NOTED_GAP = 320  # of a figure that calls notes: a move numbers them anew, and all pages are laid out again
HEADINGS = frozenset(("h3", "h4"))
TEXT = frozenset(("p", "ul", "ol", "blockquote"))
HOLDERS = frozenset(("html", "body", "main", "section", "article", "div"))  # of blocks
FORCED = frozenset(("page", "always", "left", "right", "recto", "verso"))


@dataclass(frozen=True)
class _Tried:
    """A place of a figure that left a gap: of that many CSS pixels, on the page at that index."""

    gap: float
    at: int


class FigurePlacer:
    """A placer of the figures of an HTML tree, which moves those that leave a gap on a page.

    Each figure is tried in a few places; where all leave a gap, it goes to the one that leaves the least. A place is known
    by the element that stands before it, or None.
    """

    def __init__(self, root: Any) -> None:
        self.parents = {kid: parent for parent in root.iter() for kid in parent}
        self.tried: dict[Any, dict[Any, _Tried]] = defaultdict(dict)
        self.settled: set[Any] = set()

    def place(self, pages: Sequence[Box], at: int) -> Move | None:
        """Return the move of a figure that begins the page after `at` and left a gap on page `at`.

        Returns None if there is no such figure, or no better place for it.
        """
        before, after = (list(_blocks(page.children[0])) for page in pages[at : at + 2])
        if not before or not after or not _moves(after[0].element) or after[0].style("break_before") in FORCED:
            return None
        figure = after[0].element
        height = (
            after[0].margin_above + after[0].outer_height - after[0].margin_below
        )  # where it is not at a page's head
        gap, here = _gap(pages[at], before), self._before(after[0].element)
        if gap < (NOTED_GAP if _calls_notes(figure) else GAP) or figure in self.settled:
            return None
        tried = self.tried[figure]
        tried[here] = _Tried(gap, at)
        for spot in self._spots(before, after, figure, gap, height - gap):
            if spot not in tried:
                return self._move(at, figure, spot)
        self.settled.add(figure)
        best = min(tried, key=lambda spot: tried[spot].gap)
        return None if best is here else self._move(min(at, tried[best].at), figure, best)

    def _spots(
        self, before: Sequence[Box], after: Sequence[Box], figure: Any, gap: float, lacking: float
    ) -> Iterator[Any]:
        """Yield the places where a figure may leave no gap, the best first."""
        later = self._later(after, gap)
        earlier = self._earlier(before, figure, lacking) if figure.tag == "figure" else None
        if later is not None and self._next(later) is not None:  # else the figure might stand alone on a page
            yield later
        if earlier is not None:
            yield self._before(earlier)
        if later is not None:
            yield later

    def _move(self, first: int, figure: Any, spot: Any) -> Move:
        return Move(first, figure, self.parents[figure], 0 if spot is None else self._place(spot) + 1)

    def _before(self, element: Any) -> Any:
        """Return the element before another one; None if that is the first."""
        place = self._place(element)
        return self.parents[element][place - 1] if place else None

    def _later(self, after: Sequence[Box], gap: float) -> Any:
        """Return the last of the paragraphs that fill the gap, or a third of it; None if there are none.

        A paragraph that another figure follows does not count. `gap` is in CSS pixels.
        """
        heights = {box.element: box.outer_height for box in after[1:]}
        filled, last, element = 0.0, None, self._next(after[0].element)
        while element is not None and element.tag in TEXT | HEADINGS and filled < gap:
            filled += heights.get(element, gap)  # one that is not on the page is most likely high enough
            following = self._next(element)
            crowded = following is not None and _moves(following)
            if element.tag in TEXT and filled >= gap / 3 and not crowded:
                last = element
            element = following
        return last

    def _earlier(self, before: Sequence[Box], figure: Any, lacking: float) -> Any:
        """Return the first of the paragraphs whose room the figure needs; None if too few are on the page.

        `lacking` is the height that the figure needs beyond the gap, in CSS pixels.
        """
        freed = 0.0
        for at in range(len(before) - 1, 0, -1):
            element = before[at].element
            if self.parents[element] is not self.parents[figure] or element.tag not in TEXT | HEADINGS:
                return None
            freed += before[at].outer_height
            if freed >= lacking and element.tag in TEXT and before[at - 1].element.tag not in HEADINGS:
                return element
        return None

    def _place(self, element: Any) -> int:
        return list(self.parents[element]).index(element)

    def _next(self, element: Any) -> Any:
        return next(iter(self.parents[element][self._place(element) + 1 :]), None)


def _moves(element: Any) -> bool:
    """Return whether an element is a figure, or a box as those of layouts are called."""
    return element.tag == "figure" or "box" in (element.get("class") or "").split()


def _calls_notes(element: Any) -> bool:
    """Return whether a note is called in an element."""
    return any(inner.get("class") == NOTE for inner in element.iter())


def _gap(page: Box, blocks: Sequence[Box]) -> float:
    """Return the room between the last block of a page and its notes, in CSS pixels."""
    root, last = page.children[0], blocks[-1]
    return root.top + root.outer_height - last.top - last.outer_height + last.margin_below


def _blocks(box: Box) -> Iterator[Box]:
    """Yield the blocks in the flow of a page, except those that only hold others."""
    for child in box.children:
        if not child.in_flow:
            continue
        if _only_holds(child):
            yield from _blocks(child)
        elif child.element is not None:
            yield child


def _only_holds(box: Box) -> bool:
    """Return whether a box only holds other blocks, one above the other."""
    if box.tag not in HOLDERS or box.tag != getattr(box.element, "tag", ""):
        return False
    return bool(box.style("display") == ("block", "flow") and box.style("column_count") == "auto")
