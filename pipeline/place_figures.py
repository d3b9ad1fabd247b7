"""Move figures a little where they would leave a page half empty.

A figure keeps together, so one that does not fit goes to the next page and leaves a gap. Printers
let the text run on and set the figure at the next page's head; where no text is left to run on, they
set it a little earlier. This does the same, once, after a first layout: a figure is moved past the
paragraphs that fill the gap, never past another figure or table, or out of its entry.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

GAP = 96  # CSS pixels; a smaller one is not worth a move
HEADINGS = frozenset(("h3", "h4"))
TEXT = frozenset(("p", "ul", "ol", "blockquote"))


@dataclass(frozen=True)
class _Laid:
    """The pages on which an element begins and ends, where it begins, and its height over all, in CSS pixels."""

    page: int
    last: int
    top: float
    height: float


def place_figures(root: Any, pages: Sequence[Any]) -> bool:
    """Move figures in the HTML tree `root`, as its layout on `pages` asks for; False if all stay."""
    laid = _laid(pages)
    parents = {kid: parent for parent in root.iter() for kid in parent}
    figures = [element for element in root.iter("figure") if element in laid]
    moved = [_place(figure, parents[figure], laid, pages) for figure in figures]
    return any(moved)


@contextmanager
def up_to_figures(root: Any) -> Iterator[bool]:
    """While this lasts, the tree ends with the section of the last figure: what follows moves none of them.

    Gives whether it ended there before.
    """
    body = root.find("body")
    holding = [at for at, section in enumerate(body) if section.find(".//figure") is not None]
    rest = list(body)[holding[-1] + 1 :] if holding else list(body)
    for section in rest:
        body.remove(section)
    try:
        yield not rest
    finally:
        body.extend(rest)


def _place(figure: Any, around: Any, laid: Mapping[Any, _Laid], pages: Sequence[Any]) -> bool:
    """Move one figure, if it begins a page and leaves a gap on the page before. Says whether it was moved."""
    siblings, here = list(around), laid[figure]
    at = siblings.index(figure)
    before = laid.get(siblings[at - 1]) if at else None
    heads_page = here.page > 0 and here.top < _content_top(pages[here.page]) + 40
    if before is None or not heads_page or before.last != here.page - 1:
        return False
    gap = _gap(pages[before.last])
    if gap < GAP:
        return False
    later, earlier = _later(siblings, at, laid, gap), _earlier(siblings, at, laid, here.height - gap)
    at_the_end = later == len(siblings) - 1  # where it might stand alone on a page
    to = earlier if later is None or (at_the_end and earlier is not None) else later
    if to is None:
        return False
    around.remove(figure)
    around.insert(to, figure)
    return True


def _later(siblings: Sequence[Any], at: int, laid: Mapping[Any, _Laid], gap: float) -> int | None:
    """Behind the paragraphs that fill the gap, or a third of it; None if there are none, or a figure is next."""
    filled, to = 0.0, None
    for past, sibling in enumerate(siblings[at + 1 :], at + 1):
        if sibling.tag not in TEXT | HEADINGS or filled >= gap:
            break
        filled += laid[sibling].height if sibling in laid else 0
        crowded = siblings[past + 1 : past + 2] and siblings[past + 1].tag == "figure"
        if sibling.tag in TEXT and filled >= gap / 3 and not crowded:
            to = past
    return to


def _earlier(siblings: Sequence[Any], at: int, laid: Mapping[Any, _Laid], lacking: float) -> int | None:
    """Before the paragraphs whose room the figure lacks; None if they are too few, or on an earlier page."""
    freed, to = 0.0, at
    page = laid[siblings[at]].page - 1
    for sibling in reversed(siblings[:at]):
        if sibling.tag not in TEXT | HEADINGS or (sibling in laid and laid[sibling].page != page):
            return None
        freed += laid[sibling].height if sibling in laid else 0
        to -= 1
        if freed >= lacking and sibling.tag in TEXT and siblings[to - 1].tag not in HEADINGS:
            return to
    return None


def _laid(pages: Sequence[Any]) -> dict[Any, _Laid]:
    found: dict[Any, _Laid] = {}
    for number, page in enumerate(pages):
        for box in _blocks(page._page_box):
            first = found.get(box.element, _Laid(number, number, box.position_y, 0))
            found[box.element] = _Laid(first.page, number, first.top, first.height + box.margin_height())
    return found


def _blocks(box: Any) -> Iterator[Any]:
    """The blocks of the text that stand in the flow, and figures."""
    for child in box.children:
        if _stands_apart(child):
            continue
        if child.element_tag in TEXT | {"figure"} and child.element_tag == getattr(child.element, "tag", ""):
            yield child
        else:
            yield from _blocks(child)


def _content_top(page: Any) -> float:
    return float(page._page_box.content_box_y())


def _gap(page: Any) -> float:
    """The empty room on a page between its text and its notes, or its foot."""
    box = page._page_box
    notes = [child.position_y for child in box.children if hasattr(child, "page") and child.height]
    foot = min([*notes, box.content_box_y() + box.height])
    return float(foot - max((b.position_y + b.margin_height() for b in _flow(box)), default=foot))


def _stands_apart(box: Any) -> bool:
    """Margin boxes, the area of the notes, and what is positioned or floats."""
    return hasattr(box, "at_keyword") or hasattr(box, "page") or not box.is_in_normal_flow()


def _flow(box: Any) -> Iterator[Any]:
    """Line boxes and drawings in the flow of a page."""
    for child in box.children:
        if _stands_apart(child):
            continue
        if child.children:
            yield from _flow(child)
        elif hasattr(child, "margin_height"):
            yield child
