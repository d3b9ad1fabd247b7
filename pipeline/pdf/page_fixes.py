"""Mend HTML, and with it the boxes that WeasyPrint made of it, where these would be no other if they were made anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Move:
    """A fix that moves an element before the sibling now at index `to`. The layout changes from page `first` on."""

    first: int
    element: Any
    parent: Any
    to: int

    def apply(self) -> None:
        """Change the HTML."""
        before = list(self.parent).index(self.element)
        self.parent.remove(self.element)
        self.parent.insert(self.to - (before < self.to), self.element)


@dataclass(frozen=True)
class Restyle:
    """A fix that styles elements without a style of their own. The layout changes from page `first` on."""

    first: int
    elements: Sequence[Any]
    style: Mapping[str, str]  # "0" is a length

    def apply(self) -> None:
        """Change the HTML."""
        for element in self.elements:
            element.set("style", "; ".join(f"{name}: {value}" for name, value in self.style.items()))


Fix = Move | Restyle


class Boxes:
    """The boxes of an HTML tree, before anything is laid out."""

    def __init__(self, root: Any, html: Any, sheets: Iterable[Any]) -> None:
        self.html, self.sheets = html, list(sheets)
        self.boxes: dict[Any, Any] = {}
        for box in root.descendants(placeholders=True):
            if box.element is not None and box.element_tag == box.element.tag:
                self.boxes.setdefault(box.element, box)  # those within are anonymous

    def follow(self, mend: Fix) -> bool:
        """Apply a fix to the HTML, and to its boxes if possible; return False if all boxes have to be made anew.

        That is so where boxes made of the HTML now would be others.
        """
        if isinstance(mend, Restyle):
            mend.apply()
            return all(self._restyle(element, mend.style) for element in mend.elements)
        before = self._looks(mend.parent)
        mend.apply()
        return self._looks(mend.parent) == before and self._move(mend)

    def _restyle(self, element: Any, style: Mapping[str, str]) -> bool:
        box = self.boxes.get(element)
        if box is None or element.tag == "table":  # of which there are two
            return False
        box.style = box.style.copy()  # others may have the same
        for name, value in style.items():
            key = name.replace("-", "_")
            box.style[key] = type(box.style["margin_top"])(0, "px") if value == "0" else value
        return True

    def _move(self, mend: Move) -> bool:
        box, around = self.boxes.get(mend.element), self.boxes.get(mend.parent)
        if box is None or around is None or any(inner.footnote for inner in box.descendants(placeholders=True)):
            return False  # a note would have another number
        order = [self.boxes.get(element) for element in mend.parent]
        kids = [kid for kid in around.children if kid is not box]
        behind = next((kid for kid in order[order.index(box) + 1 :] if kid is not None), None)
        if len(kids) == len(around.children) or (behind is not None and behind not in kids):
            return False
        kids.insert(len(kids) if behind is None else kids.index(behind), box)
        around.children = kids
        return True

    def _looks(self, parent: Any) -> dict[Any, Any]:
        """Return the style sheet rules that match an element and each element below it, by element."""
        return {
            wrapper.etree_element: [[rule[:3] for rule in sheet.matcher.match(wrapper)] for sheet in self.sheets]
            for wrapper in self._find(self.html.wrapper_element, parent).iter_subtree()
        }

    def _find(self, wrapper: Any, element: Any) -> Any:
        """Return what the matcher needs to know of an element: its wrapper, which knows its position among others."""
        return next(inner for inner in wrapper.iter_subtree() if inner.etree_element is element)
