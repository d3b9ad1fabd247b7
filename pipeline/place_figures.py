"""Move figures a little where they would leave a page half empty.

A figure keeps together, so one that does not fit goes to the next page and leaves a gap. Printers
let the text run on and set the figure where that ends; where no text is left to run on, they
set it a little earlier. This does the same after a first layout: a figure is moved past the
paragraphs that fill the gap, never past another figure or table, or out of its entry. Since each
move shifts what follows, the blocks of the first layout are filled into pages anew, figure by figure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.best_layout import section_of

GAP = 96  # CSS pixels; a smaller one is not worth a move
HEADINGS = frozenset(("h3", "h4"))
TEXT = frozenset(("p", "ul", "ol", "blockquote"))
HOLDERS = frozenset(("html", "body", "main", "section", "article", "div"))  # of blocks


@dataclass(frozen=True)
class _Part:
    """Lines, a row, or whatever does not break: its height, and that of the notes it calls, in CSS pixels."""

    height: float
    notes: float


@dataclass(eq=False)
class _Block:
    """A paragraph, a figure or the like."""

    element: Any
    parent: Any
    keeps_next: bool  # on its page, as a heading does
    below: float  # its margin, which counts at no page's foot
    begins_page: bool
    orphans: int  # how many lines stay together at a page's foot
    widows: int  # and at a page's head
    parts: list[_Part] = field(default_factory=list)

    @property
    def height(self) -> float:
        return _height(self.parts)

    @property
    def is_text(self) -> bool:
        return self.element.tag in TEXT | HEADINGS


@dataclass(frozen=True)
class _Sheet:
    """The height of a page for text and notes, and what the rule above its notes takes of it, in CSS pixels."""

    room: float
    rule: float


@dataclass(frozen=True)
class _Spot:
    """How far pages are filled."""

    page: int
    filled: float  # CSS pixels
    has_notes: bool = False


def place_figures(root: Any, pages: Sequence[Any]) -> set[Any]:
    """Move figures in the HTML tree `root`, as its layout on `pages` asks for. Gives the sections of those moved."""
    parents = {kid: parent for parent in root.iter() for kid in parent}
    moved = set()
    for blocks, sheet in _chapters(pages, parents):
        for figure in _fill(blocks, sheet):
            moved.add(section_of(figure.element, parents))
            _move(figure, blocks)
    return moved


# ---------------------------------------------------------------- filling pages


def _fill(blocks: list[_Block], sheet: _Sheet) -> list[_Block]:
    """Fill pages with blocks. Reorders them where a figure leaves a gap; gives the figures it moved."""
    settled: list[_Block] = []
    moved: list[_Block] = []
    spots = [_Spot(0, 0.0)]  # before each block
    at = 0
    while at < len(blocks):
        block, spot = blocks[at], spots[at]
        if block.begins_page and at:
            spot = spots[at] = _Spot(spot.page + 1, 0.0)
        gap = sheet.room - spot.filled
        if block.element.tag == "figure" and block not in settled and GAP <= gap < block.height - block.below:
            to = _better(blocks, spots, gap, block not in moved)
            if to <= at:
                settled.append(block)
            if to != at:
                moved.append(block)
                blocks.insert(to, blocks.pop(at))
                at = min(at, to)
                spots = spots[: at + 1]
            continue
        spots.append(_after(block, _kept_with(blocks, at), spot, sheet))
        at += 1
    return list(dict.fromkeys(moved))


def _after(block: _Block, kept: float, spot: _Spot, sheet: _Sheet) -> _Spot:
    """How far pages are filled after a block that begins at `spot`, and needs the height `kept` on its page below it."""
    whole = block.element.tag not in TEXT | {"table"}
    parts = [_joined(block.parts)] if whole else _kept_lines(block)
    for number, part in enumerate(parts):
        below = block.below if number == len(parts) - 1 and not kept else 0
        filled = _filled(spot, part, sheet)
        if spot.filled and filled - below + kept > sheet.room:
            spot = _Spot(spot.page + 1, 0.0)
            filled = _filled(spot, part, sheet)
        spot = _Spot(spot.page, filled, spot.has_notes or part.notes > 0)
    return spot


def _filled(spot: _Spot, part: _Part, sheet: _Sheet) -> float:
    first_note = part.notes > 0 and not spot.has_notes
    return spot.filled + part.height + part.notes + (sheet.rule if first_note else 0)


def _kept_lines(block: _Block) -> list[_Part]:
    """What does not break: the first lines, each line between, the last lines."""
    parts, last = block.parts, len(block.parts) - block.widows
    if last < block.orphans:
        return [_joined(parts)]
    return [_joined(parts[: block.orphans]), *parts[block.orphans : last], _joined(parts[last:])]


def _joined(parts: Sequence[_Part]) -> _Part:
    return _Part(sum(part.height for part in parts), sum(part.notes for part in parts))


def _height(parts: Sequence[_Part]) -> float:
    return sum(part.height + part.notes for part in parts)


def _kept_with(blocks: Sequence[_Block], at: int) -> float:
    """The height of what has to stand below a heading on its page."""
    if not blocks[at].keeps_next or at + 1 == len(blocks):
        return 0.0
    following = blocks[at + 1]
    if following.keeps_next:
        return following.height + _kept_with(blocks, at + 1)
    return _kept_lines(following)[0].height - (following.below if len(following.parts) == 1 else 0)


def _better(blocks: Sequence[_Block], spots: Sequence[_Spot], gap: float, may_rise: bool) -> int:
    """Where to put the figure that does not fit at the last of `spots`, before which there is a gap; or where it is."""
    at = len(spots) - 1
    later = _later(blocks, at, gap)
    earlier = _earlier(blocks, spots, blocks[at].height - gap) if may_rise else None
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


def _chapters(pages: Sequence[Any], parents: Any) -> list[tuple[list[_Block], _Sheet]]:
    """The blocks of each section of the body that has figures, and what its pages hold."""
    chapters: dict[Any, list[_Block]] = {}
    sheets: dict[Any, _Sheet] = {}
    for page in pages:
        notes = _notes(page)
        found = list(_blocks(page._page_box))
        tops = [top for box in found for top, _ in _parts(box)]
        heights = iter([below - top for top, below in pairwise([*tops, _foot(found)])])
        for box in found:
            section = section_of(box.element, parents)
            chapter = chapters.setdefault(section, [])
            known = sheets.get(section, _Sheet(0, 0))
            sheets[section] = _Sheet(max(known.room, _room(page)), max(known.rule, _rule(page)))
            if not chapter or chapter[-1].element is not box.element:
                keeps = box.style["break_after"] in ("avoid", "avoid-page")
                begins = box.style["break_before"] in ("page", "always", "left", "right", "recto", "verso")
                lines = (box.style["orphans"], box.style["widows"]) if box.element.tag in TEXT else (1, 1)
                chapter.append(_Block(box.element, parents.get(box.element), keeps, box.margin_bottom, begins, *lines))
            chapter[-1].parts += [_Part(next(heights), _called(part, notes)) for _, part in _parts(box)]
    having = [section for section, blocks in chapters.items() if any(b.element.tag == "figure" for b in blocks)]
    return [(chapters[section], sheets[section]) for section in having]


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
    """The heights of the notes on a page."""
    return {note.element: note.margin_height() for area in _areas(page) for note in area.children}


def _rule(page: Any) -> float:
    """What the area of the notes takes beside the notes themselves."""
    return float(sum(area.margin_height() - sum(n.margin_height() for n in area.children) for area in _areas(page)))


def _areas(page: Any) -> list[Any]:
    """The area of the notes, if the page has any."""
    return [child for child in page._page_box.children if hasattr(child, "page") and child.children]


def _room(page: Any) -> float:
    """The height of a page for text and notes."""
    return float(page._page_box.children[0].margin_height() + sum(area.margin_height() for area in _areas(page)))


def _foot(boxes: Sequence[Any]) -> float:
    return boxes[-1].position_y + boxes[-1].margin_height() if boxes else 0.0


def _stands_apart(box: Any) -> bool:
    """Margin boxes, the area of the notes, and what is positioned or floats."""
    return hasattr(box, "at_keyword") or hasattr(box, "page") or not box.is_in_normal_flow()
