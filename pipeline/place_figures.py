"""Move figures a little where they would leave a page half empty.

A figure keeps together, so one that does not fit goes to the next page and leaves a gap. Printers
let the text run on and set the figure where that ends; where no text is left to run on, they
set it a little earlier. This does the same after a first layout: a figure is moved past the
paragraphs that fill the gap, never past another figure or table, or out of its entry. Since each
move shifts what follows, the blocks of the first layout are filled into pages anew, figure by figure.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

GAP = 96  # CSS pixels; a smaller one is not worth a move
HEADINGS = frozenset(("h3", "h4"))
TEXT = frozenset(("p", "ul", "ol", "blockquote"))
HOLDERS = frozenset(("html", "body", "main", "section", "article", "div"))  # of blocks
TOGETHER = 2  # lines of a paragraph, at a page's foot as at its head


@dataclass(eq=False)
class _Block:
    """A paragraph, figure or the like: the heights of its lines or parts, each with the notes it calls, in CSS pixels."""

    element: Any
    parent: Any
    keeps_next: bool  # on its page, as a heading does
    below: float  # its margin, which counts at no page's foot
    parts: list[float] = field(default_factory=list)

    @property
    def height(self) -> float:
        return sum(self.parts)

    @property
    def is_text(self) -> bool:
        return self.element.tag in TEXT | HEADINGS


@dataclass(frozen=True)
class _Spot:
    """How far pages are filled."""

    page: int
    filled: float  # CSS pixels


def place_figures(root: Any, pages: Sequence[Any]) -> None:
    """Move figures in the HTML tree `root`, as its layout on `pages` asks for."""
    parents = {kid: parent for parent in root.iter() for kid in parent}
    for blocks, room in _chapters(pages, parents):
        for figure in _fill(blocks, room):
            _move(figure, blocks)


@contextmanager
def up_to_figures(root: Any) -> Iterator[None]:
    """While this lasts, the tree ends with the section of the last figure: what follows moves none of them."""
    body = root.find("body")
    holding = [at for at, section in enumerate(body) if section.find(".//figure") is not None]
    rest = list(body)[holding[-1] + 1 :] if holding else list(body)
    for section in rest:
        body.remove(section)
    try:
        yield
    finally:
        body.extend(rest)


# ---------------------------------------------------------------- filling pages


def _fill(blocks: list[_Block], room: float) -> list[_Block]:
    """Fill pages of so much room with blocks. Reorders them where a figure leaves a gap; gives the figures it moved."""
    tried: list[_Block] = []
    moved: list[_Block] = []
    spots = [_Spot(0, 0.0)]  # before each block
    at = 0
    while at < len(blocks):
        block, spot = blocks[at], spots[at]
        gap = room - spot.filled
        if block.element.tag == "figure" and block not in tried and GAP <= gap < block.height - block.below:
            tried.append(block)
            to = _better(blocks, spots, gap)
            if to != at:
                moved.append(block)
                blocks.insert(to, blocks.pop(at))
                at = min(at, to)
                spots = spots[: at + 1]
            continue
        spots.append(_after(block, _kept_with(blocks, at), spot, room))
        at += 1
    return moved


def _after(block: _Block, kept: float, spot: _Spot, room: float) -> _Spot:
    """How far pages are filled after a block that begins at `spot`, and needs the height `kept` on its page below it."""
    whole = block.element.tag not in TEXT | {"table"}
    parts = [block.height] if whole or len(block.parts) < 2 * TOGETHER else _kept_lines(block)
    for number, part in enumerate(parts):
        below = block.below if number == len(parts) - 1 and not kept else 0
        if spot.filled and spot.filled + part - below + kept > room:
            spot = _Spot(spot.page + 1, 0.0)
        spot = _Spot(spot.page, spot.filled + part)
    return spot


def _kept_lines(block: _Block) -> list[float]:
    """The heights of what does not break: the first lines, each line between, the last lines."""
    return [sum(block.parts[:TOGETHER]), *block.parts[TOGETHER:-TOGETHER], sum(block.parts[-TOGETHER:])]


def _kept_with(blocks: Sequence[_Block], at: int) -> float:
    """The height of what has to stand below a heading on its page."""
    if not blocks[at].keeps_next or at + 1 == len(blocks):
        return 0.0
    following = blocks[at + 1]
    if following.keeps_next:
        return following.height + _kept_with(blocks, at + 1)
    return sum(following.parts[:TOGETHER]) - (following.below if len(following.parts) <= TOGETHER else 0)


def _better(blocks: Sequence[_Block], spots: Sequence[_Spot], gap: float) -> int:
    """Where to put the figure that does not fit at the last of `spots`, before which there is a gap; or where it is."""
    at = len(spots) - 1
    later, earlier = _later(blocks, at, gap), _earlier(blocks, spots, blocks[at].height - gap)
    at_the_end = later is not None and not _is_beside(blocks, later, later + 1)  # where it might stand alone on a page
    best = earlier if later is None or (at_the_end and earlier is not None) else later
    return at if best is None else best


def _later(blocks: Sequence[_Block], at: int, gap: float) -> int | None:
    """Behind the paragraphs that fill the gap, or a third of it; None if there are none, or a figure is next."""
    filled, to = 0.0, None
    for past in range(at + 1, len(blocks)):
        block = blocks[past]
        if not _is_beside(blocks, at, past) or not block.is_text or filled >= gap:
            break
        filled += block.height
        crowded = _is_beside(blocks, at, past + 1) and blocks[past + 1].element.tag == "figure"
        if block.element.tag in TEXT and filled >= gap / 3 and not crowded:
            to = past
    return to


def _earlier(blocks: Sequence[_Block], spots: Sequence[_Spot], lacking: float) -> int | None:
    """Before the paragraphs whose room the figure lacks; None if they are too few, or on an earlier page."""
    at, freed = len(spots) - 1, 0.0
    for to in range(at - 1, 0, -1):
        block = blocks[to]
        if not _is_beside(blocks, at, to) or not block.is_text or spots[to].page != spots[at].page:
            return None
        freed += block.height
        if freed >= lacking and block.element.tag in TEXT and blocks[to - 1].element.tag not in HEADINGS:
            return to
    return None


def _is_beside(blocks: Sequence[_Block], one: int, other: int) -> bool:
    return other < len(blocks) and blocks[one].parent is blocks[other].parent


def _move(figure: _Block, blocks: Sequence[_Block]) -> None:
    """Have the tree follow the order of the blocks."""
    at = blocks.index(figure)
    figure.parent.remove(figure.element)
    if at and _is_beside(blocks, at, at - 1):
        before = list(figure.parent).index(blocks[at - 1].element) + 1
    else:
        before = list(figure.parent).index(blocks[at + 1].element)
    figure.parent.insert(before, figure.element)


# ---------------------------------------------------------------- reading a layout


def _chapters(pages: Sequence[Any], parents: Any) -> list[tuple[list[_Block], float]]:
    """The blocks of each section of the body that has figures, and the room of its pages."""
    chapters: dict[Any, list[_Block]] = {}
    rooms: dict[Any, float] = {}
    for page in pages:
        notes = _notes(page)
        found = list(_blocks(page._page_box))
        tops = [top for box in found for top, _ in _parts(box)]
        heights = iter([below - top for top, below in pairwise([*tops, _foot(found)])])
        for box in found:
            section = _section(box.element, parents)
            chapter = chapters.setdefault(section, [])
            rooms[section] = max(rooms.get(section, 0), _room(page))
            if not chapter or chapter[-1].element is not box.element:
                keeps = box.style["break_after"] in ("avoid", "avoid-page")
                chapter.append(_Block(box.element, parents[box.element], keeps, box.margin_bottom))
            chapter[-1].parts += [next(heights) + _called(part, notes) for _, part in _parts(box)]
    having = [section for section, blocks in chapters.items() if any(b.element.tag == "figure" for b in blocks)]
    return [(chapters[section], rooms[section]) for section in having]


def _section(element: Any, parents: Any) -> Any:
    """The part of the body in which an element stands."""
    while parents[element].tag != "body":
        element = parents[element]
    return element


def _blocks(box: Any) -> Iterator[Any]:
    """The blocks in the flow of a page, but for those that only hold others."""
    for child in box.children:
        if _stands_apart(child):
            continue
        if _only_holds(child):
            yield from _blocks(child)
        elif child.element is not None:
            yield child


def _only_holds(box: Any) -> bool:
    """Whether a box holds others one above the other."""
    if box.element_tag not in HOLDERS or box.element_tag != getattr(box.element, "tag", ""):
        return False
    return bool(box.style["display"] == ("block", "flow") and box.style["column_count"] == "auto")


def _parts(box: Any) -> list[tuple[float, Any]]:
    """Where each line, item or row of a block begins, and its box; the first begins with the block."""
    inside = [child for child in box.children if not _stands_apart(child)]
    if box.element.tag == "p":
        inside = [line for line in box.descendants() if hasattr(line, "block_ellipsis") and line.element is box.element]
    if box.element.tag == "table":
        inside = [row for row in box.descendants() if row.element_tag == "tr"]
    if box.element.tag not in TEXT | {"table"} or not inside:
        return [(box.position_y, box)]
    return [(box.position_y if n == 0 else part.position_y, part) for n, part in enumerate(inside)]


def _called(part: Any, notes: dict[Any, float]) -> float:
    """The height of the notes that a part calls."""
    boxes = [part, *part.descendants()]
    called = {box.element for box in boxes if (box.element_tag or "").endswith("::footnote-call")}
    return sum(notes.get(note, 0) for note in called)


def _notes(page: Any) -> dict[Any, float]:
    """The heights of the notes on a page; the rule above them counts with the first."""
    area = next((child for child in page._page_box.children if hasattr(child, "page")), None)
    if area is None or not area.children:
        return {}
    heights = {note.element: note.margin_height() for note in area.children}
    heights[area.children[0].element] += area.margin_height() - sum(heights.values())
    return heights


def _room(page: Any) -> float:
    """The height of a page for text and notes."""
    box = page._page_box
    notes = [child.margin_height() for child in box.children if hasattr(child, "page") and child.children]
    return float(box.children[0].margin_height() + sum(notes))


def _foot(boxes: Sequence[Any]) -> float:
    return boxes[-1].position_y + boxes[-1].margin_height() if boxes else 0.0


def _stands_apart(box: Any) -> bool:
    """Margin boxes, the area of the notes, and what is positioned or floats."""
    return hasattr(box, "at_keyword") or hasattr(box, "page") or not box.is_in_normal_flow()
