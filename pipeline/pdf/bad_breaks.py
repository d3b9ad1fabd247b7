"""Judge where finished pages end: what is left empty, and what is parted from what it belongs to.

All is there and can be read, so it is told as a warning. Empty is what neither words, pictures, rules nor grounds take of the
height of the type area, all columns and notes together: the largest such band counts, whether at the foot or above the notes.
The room that a layout gives between two things is none of it, as long as it is smaller.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.pdf.ink import CELLS, Area, Ink, Tree, find_ink, type_area
from pipeline.pdf.place_figures import FORCED
from pipeline.pdf.weasyprint_internals import Box, page_box, page_kind

SPARSE = "data-sparse"  # an element whose pages may leave room
FEW = 24  # letters of a line that says too little alone
THIRD = 1 / 3  # of the type area's height: more is told
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LABELS = frozenset(("caption", "figcaption", "dt"))  # which belong to what their parent holds
AVOID = frozenset(("avoid", "avoid-page", "avoid-column"))


@dataclass(frozen=True)
class BadBreak:
    """A bad end of a page or of a column, for messages.

    `how` is "empty" (over a third of the page), "apart" (a heading or label from what it belongs to), or "row" (of a table,
    alone). `page` counts from 1. `words` are the last above what is empty, or those of the heading or the row; `anchors` are
    ids of elements around them, the nearest first. `share` is how much of the type area is empty. `figure` is the id of a
    figure that begins the next page. If `is_forced`, whatever follows begins a page; if `is_alone`, so does what stands here.
    """

    how: str
    page: int
    words: str
    anchors: Sequence[str] = ()
    share: float = 0.0
    figure: str = ""
    is_forced: bool = False
    is_alone: bool = False
    at_head: bool = False
    in_column: bool = False


class _Page(NamedTuple):
    """A page that is not blank: its number from 1, its name in CSS, its type area, the box of its text and all in it."""

    number: int
    name: str
    area: Area
    root: Box
    boxes: Sequence[Box]
    elements: Set[Any]
    spans: Sequence[tuple[float, float]]  # from where to where the page shows something, in order, notes included
    inks: Sequence[Ink]  # of the text: neither notes nor what is positioned


def find_bad_breaks(pages: Sequence[Any], root: Any) -> list[BadBreak]:
    """Return all bad breaks of pages of a WeasyPrint document, which end a section. Raises Unreadable.

    `root` is the HTML tree that they were laid out from.
    """
    shown = [_page(number, page) for number, page in enumerate(pages, 1) if not page_kind(page).is_blank]
    judge, found = _Judge(root), list[BadBreak]()
    for before, page, after in zip([None, *shown], shown, [*shown[1:], None], strict=False):
        forced = after is None or _is_forced(page, after)
        if bad := judge.find_empty(page, after, forced):
            alone = forced and (before is None or _is_forced(before, page))
            found.append(replace(bad, is_alone=alone))
        found += judge.find_apart(page, None if forced else after)
    return [*found, *judge.find_rows(shown)]


def drop_last(found: Sequence[BadBreak], pages: int) -> list[BadBreak]:
    """Return bad breaks without the emptiness of the last of all pages: a text ends where it ends."""
    return [bad for bad in found if bad.how != "empty" or bad.page < pages]


class _Judge:
    """A judge of where the pages of an HTML tree end."""

    def __init__(self, root: Any) -> None:
        self.tree = Tree(root)

    # -- room

    def find_empty(self, page: _Page, after: _Page | None, forced: bool) -> BadBreak | None:
        """Return how much of a page is empty; None if that is no more than a third, or a layout lets it be so."""
        top, bottom = _largest_band(page)
        share = (bottom - top) / (page.area.bottom - page.area.top)
        if share <= THIRD:
            return None
        above = [ink for ink in page.inks if ink.area.top < top]
        inner = max(above[::-1], key=lambda ink: ink.area.bottom).box if above else page.boxes[-1]
        last = inner.element
        if any(one.get(SPARSE) is not None for one in self.tree.around(last)):
            return None
        texts = [ink for ink in above if ink.box.text and not ink.box.pseudo]
        words = _last_words(max(texts[::-1], key=lambda ink: ink.area.bottom)) if texts else ""
        figure = "" if forced or after is None else _first_figure(page, after)
        return BadBreak("empty", page.number, words, self.tree.anchors(last), share, figure, forced)

    # -- headings

    def find_apart(self, page: _Page, after: _Page | None) -> Iterator[BadBreak]:
        """Yield each heading that is the last of a page or of a column; `after` is the page on which the text goes on."""
        if after and (bad := self._apart(page, page.inks, after.elements)):
            yield bad
        for column, beside in _columns(page):
            inks = [ink for ink in page.inks if column in ink.path]
            if bad := self._apart(page, inks, {box.element for box in beside.walk()}):
                yield replace(bad, in_column=True)

    def _apart(self, page: _Page, inks: Sequence[Ink], there: Set[Any]) -> BadBreak | None:
        """Return the heading or label at the end of what a page or a column shows; None if there is none.

        `there` are the elements of the page or column where the text goes on.
        """
        label = self._label(inks[-1]) if inks else None
        if label is None or label in there:
            return None
        if label.tag in LABELS:
            parent = self.tree.parents[label]
            around = (list(self.tree.around(ink.box.element)) for ink in inks)
            if parent not in there or any(parent in some and label not in some for some in around):
                return None  # what it belongs to stands above it
        return BadBreak("apart", page.number, _words(inks, label), self.tree.anchors(label))

    def _label(self, ink: Ink) -> Any:
        """Return the outermost heading or label that some words stand in; None if they stand in none."""
        for box in (*ink.path, ink.box):
            element = box.element
            if element is None or box.tag in CELLS:
                continue
            is_heading = element.tag in HEADINGS | LABELS or element.get("role") == "heading"
            if is_heading or box.style("break_after") in AVOID:
                return element
        return None

    # -- rows of tables

    def find_rows(self, pages: Sequence[_Page]) -> Iterator[BadBreak]:
        """Yield each row that stands alone at the end of a page or a column, or at the head of one, parted from its table."""
        for pieces in _split_tables(pages):
            first, *_, last = pieces
            alone = [(first, pieces[1], False), (last, pieces[-2], True)]
            alone = [(piece, next, at_head) for piece, next, at_head in alone if piece.stands_alone(next)]
            if len(pieces) == 2:  # one break, told once
                alone = alone[:1]
            for piece, next, at_head in alone:
                (row,) = piece.rows
                page, in_column = piece.page, piece.page.number == next.page.number
                words, anchors = _words(page.inks, row), self.tree.anchors(row)
                yield BadBreak("row", page.number, words, anchors, at_head=at_head, in_column=in_column)


class _Piece(NamedTuple):
    """What a page, or a column of it, shows of a table: its body's rows, each with its height."""

    page: _Page
    column: Box | None
    rows: dict[Any, float]

    def stands_alone(self, other: "_Piece") -> bool:
        """Return whether it is one row, not so high that it cannot be helped, which is not on the next piece as well."""
        (row, height), *more = self.rows.items()
        area = self.page.area
        return not more and row not in other.rows and height < (area.bottom - area.top) * THIRD


def _split_tables(pages: Sequence[_Page]) -> Iterator[list[_Piece]]:
    """Yield the pieces of each table that does not stand in one place."""
    tables: dict[Any, list[_Piece]] = {}
    for page in pages:
        for ink in page.inks:
            path = ink.path
            at = max((n for n, box in enumerate(path) if box.tag == "tr"), default=0)
            table = max((n for n, box in enumerate(path[:at]) if box.tag == "table"), default=None)
            if table is None or any(box.repeats for box in path[table:at]):
                continue
            column = next((box for box in path[table::-1] if box.is_a_column), None)
            pieces = tables.setdefault(path[table].element, [])
            if not pieces or (pieces[-1].page, pieces[-1].column) != (page, column):
                pieces.append(_Piece(page, column, {}))
            pieces[-1].rows[path[at].element] = path[at].outer_height
    return (pieces for pieces in tables.values() if len(pieces) > 1)


# ---------------------------------------------------------------- what a page shows


def _page(number: int, page: Any) -> _Page:
    box, name = page_box(page), page_kind(page).name
    root, *others = box.children
    boxes = list(root.walk())
    notes = [inner for other in others if not other.margin for inner in other.walk()]
    spans = sorted(span for inner in [*boxes, *notes] for span in inner.spans)
    inks = [ink for ink in find_ink(box) if ink.path[1].element is not None and not ink.hung]
    return _Page(number, name, type_area(box), root, boxes, {inner.element for inner in boxes}, spans, inks)


def _largest_band(page: _Page) -> tuple[float, float]:
    """Return from where to where the largest part of the type area's height reaches that shows nothing."""
    low, widest = page.area.top, (page.area.top, page.area.top)
    for top, bottom in [*page.spans, (page.area.bottom, page.area.bottom)]:
        if min(top, page.area.bottom) - low > widest[1] - widest[0]:
            widest = low, min(top, page.area.bottom)
        low = max(low, bottom)
    return widest


def _columns(page: _Page) -> Iterator[tuple[Box, Box]]:
    """Yield each column of a page with the one beside it, in which its text goes on."""
    rows: dict[tuple[Any, float], list[Box]] = {}
    for box in page.boxes:
        if box.is_a_column:
            rows.setdefault((box.element, box.top), []).append(box)
    return (pair for row in rows.values() for pair in pairwise(row))


def _words(inks: Sequence[Ink], element: Any) -> str:
    """Return the words of an element, without the calls of notes."""
    lines: dict[Box, str] = {}
    for ink in inks:
        if not ink.box.pseudo and any(box.element is element for box in (*ink.path, ink.box)):
            lines[_line(ink)] = lines.get(_line(ink), "") + ink.box.text
    return _folded(lines.values())


def _line(ink: Ink) -> Box:
    """Return the box of the line that a text stands in, or a picture."""
    at = max(n for n, box in enumerate(ink.path) if box.border_area)
    return (*ink.path, ink.box)[at + 1]


def _last_words(ink: Ink) -> str:
    """Return the words of the line that a text stands in, with those of the line before if they are few; no calls of notes."""
    line = _line(ink)
    block = ink.path[-1] if line == ink.box else ink.path[ink.path.index(line) - 1]
    lines = block.children[: block.children.index(line) + 1]
    words = ["".join(box.text for box in one.walk() if not box.pseudo) for one in lines[-2:]]
    return _folded(words[-1:] if len(words[-1]) >= FEW else words)


def _folded(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).replace("\N{WORD JOINER}", "").split())


# ---------------------------------------------------------------- what follows


def _is_forced(page: _Page, after: _Page) -> bool:
    """Return whether what begins a page has to begin one, or what ends the page before has to end one, by the style."""
    begins = (box.style("break_before") for box in _edge(after.root, 0) if box.element not in page.elements)
    ends = (box.style("break_after") for box in _edge(page.root, -1) if box.element not in after.elements)
    return page.name != after.name or after.number > page.number + 1 or bool(FORCED.intersection([*begins, *ends]))


def _first_figure(page: _Page, after: _Page) -> str:
    """Return the id of the figure that begins a page, and did not begin on the one before; "" if there is none."""
    begins = (box.element for box in _edge(after.root, 0) if box.element not in page.elements)
    return next((element.get("id") or "" for element in begins if element.tag == "figure"), "")


def _edge(box: Box, at: int) -> Iterator[Box]:
    """Yield a box and, in it, the first box that holds the first, and so on; the last ones if `at` is -1."""
    while True:
        yield box
        inner = [child for child in box.children if child.in_flow]
        if not inner:
            return
        box = inner[at]
