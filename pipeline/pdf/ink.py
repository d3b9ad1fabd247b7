"""What a page shows, and where: its texts and pictures, but for its margins and for what may reach over (`data-bleed`).

Lengths are in CSS pixels, from the top left corner of the page.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.pdf.weasyprint_internals import Box

BLEED = "data-bleed"  # an element that may reach over, with all in it
CELLS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "th", "td"))
OUT_OF_FLOW = frozenset(("absolute", "fixed"))


class Area(NamedTuple):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def sideways(self, inner: "Area") -> float:
        """Return how far another reaches over this one to the left or the right."""
        return max(self.left - inner.left, inner.right - self.right)

    def upright(self, inner: "Area") -> float:
        """Return how far another reaches over this one above or below."""
        return max(self.top - inner.top, inner.bottom - self.bottom)

    def within(self, other: "Area") -> "Area":
        """Return what both have in common."""
        low, high = map(max, self[:2], other[:2]), map(min, self[2:], other[2:])
        return Area(*low, *high)


ANYWHERE = Area(-1e9, -1e9, 1e9, 1e9)


class Ink(NamedTuple):
    """A text or a picture."""

    area: Area
    box: Box
    path: tuple[Box, ...]  # the boxes around it, the page's first
    seen: Area  # what boxes around it do not cut off
    place: Area  # the block, or the cell and its table, that it should fit
    hung: tuple[Any, ...]  # the elements around it that CSS positions

    @property
    def excess(self) -> float:
        """How far it reaches out of its place, sideways; 0 if it does not."""
        return max(self.place.sideways(self.area), 0)


class Tree:
    """An HTML tree: what stands around each element of it."""

    def __init__(self, root: Any) -> None:
        self.parents = {kid: parent for parent in root.iter() for kid in parent}

    def around(self, element: Any) -> Iterator[Any]:
        """Yield an element and all around it, the nearest first."""
        while element is not None:
            yield element
            element = self.parents.get(element)

    def anchors(self, element: Any) -> list[str]:
        """Return the ids of the elements around one, the nearest first; where none has an id, those that they link to."""
        around = list(self.around(element))
        ids = [id for one in around if (id := one.get("id"))]
        return ids or [href[1:] for one in around if (href := one.get("href") or "").startswith("#")]


def type_area(page: Box) -> Area:
    """Return what the margins of a page leave."""
    left, top, width, height = page.content_area
    return Area(left, top, left + width, top + height)


def find_ink(page: Box) -> Iterator[Ink]:
    """Yield what a page shows. Raises Unreadable."""
    left: list[tuple[Box, tuple[Box, ...], Area, Area, tuple[Any, ...]]] = [
        (box, (page,), ANYWHERE, ANYWHERE, ()) for box in page.children[::-1] if not box.margin
    ]
    while left:
        box, path, seen, place, hung = left.pop()
        element = box.element
        if element is not None and element is not path[-1].element and element.get(BLEED) is not None:
            continue
        if ink := box.ink:
            yield Ink(Area(*ink), box, path, seen, place, hung)
            continue
        if border := box.border_area:
            own = Area(*border)
            place = place.within(own) if box.tag in CELLS else own
            seen = seen if box.style("overflow") == "visible" else seen.within(own)
            hung = (*hung, element) if box.style("position") in OUT_OF_FLOW and not box.pseudo else hung
        left += [(child, (*path, box), seen, place, hung) for child in box.children[::-1]]
