"""Move a figure or a box a little where it would leave a page half empty.

A figure keeps together, and so does a box, so one that does not fit goes to the next page and leaves a gap. Printers let the text run on
and set the figure where that ends; where no text is left to run on, they set it a little earlier. So does this:
a figure is moved past the paragraphs that fill the gap, never past another figure or table, or out of its entry.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.pdf.page_fixes import Move
from pipeline.pdf.weasyprint_internals import Box

GAP = 96  # CSS pixels; a smaller one is not worth a move
OFTEN = 2  # times that a figure is moved before it is set no earlier any more: it would go to and fro
HEADINGS = frozenset(("h3", "h4"))
TEXT = frozenset(("p", "ul", "ol", "blockquote"))
HOLDERS = frozenset(("html", "body", "main", "section", "article", "div"))  # of blocks
FORCED = frozenset(("page", "always", "left", "right", "recto", "verso"))


class FigurePlacer:
    """A placer of the figures of an HTML tree, which moves those that leave a gap on a page."""

    def __init__(self, root: Any) -> None:
        self.parents = {kid: parent for parent in root.iter() for kid in parent}
        self.moved: Counter[Any] = Counter()

    def place(self, pages: Sequence[Box], at: int) -> Move | None:
        """Return the move of a figure that begins the page after `at` and left a gap on page `at`.

        Returns None if there is no such figure, or no better place for it.
        """
        before, after = (list(_blocks(page.children[0])) for page in pages[at : at + 2])
        if not before or not after or not _moves(after[0].element) or after[0].style("break_before") in FORCED:
            return None
        figure, height = after[0].element, after[0].outer_height - after[0].margin_below
        gap = _gap(pages[at], before)
        if not GAP <= gap < height:
            return None
        later = self._later(after, gap)
        earlier = None
        if self.moved[figure] < OFTEN and (
            later is None or self._next(later) is None
        ):  # it might stand alone on a page
            earlier = self._earlier(before, figure, height - gap)
        self.moved[figure] += 1
        if earlier is not None:
            return Move(at, figure, self.parents[figure], self._place(earlier))
        return None if later is None else Move(at, figure, self.parents[figure], self._place(later) + 1)

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
