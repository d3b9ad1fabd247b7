"""Finish the PDF: its structure, links, and what it says about itself.

WeasyPrint tags boxes of pages by the names of their elements. What a box is for it does not say:
heads of tables have no scope, running heads are text, a paragraph over two pages is two. Ours are made from the same
boxes, and from what the HTML means.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf

from pipeline.pdf.reading_order import Unmarked, paint_page, read_page
from pipeline.pdf.tags import Node, Piece, TagTree, settle
from pipeline.pdf.weasyprint_internals import Box, Painted, Reports, tagging

REPEATED = "repeated"
PRINT = 4  # the flag of an annotation that is there in print as well
SCALE = 0.75  # points a CSS pixel
BLEED = 3 / 25.4 * 72  # what a printing house cuts off, in points
OWNERS = {"Scope": "Table", "ColSpan": "Table", "RowSpan": "Table", "ListNumbering": "List", "BBox": "Layout"}


@contextmanager
def own_tags(reports: Reports) -> Iterator[None]:
    """Tag PDFs with our structure tree while the block runs. Adds to the complaints what cannot be tagged."""

    def tag(painted: Painted) -> None:
        try:
            _Finisher(painted).finish()
        except Unmarked:
            reports.complaints.append(
                "something is drawn with opacity or a filter, and cannot be tagged: use a color instead"
            )

    with tagging(reports, tag):
        yield


@dataclass(frozen=True)
class _Spot:
    """A rectangle on a page, in CSS pixels from its top left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass
class _Finisher:
    painted: Painted
    links: dict[int, list[tuple[Node, Any]]] = field(default_factory=dict)  # of each page, with their nodes
    heads: set[Any] = field(default_factory=set)  # of tables, seen once
    spots: dict[tuple[Any, str], _Spot] = field(default_factory=dict)  # calls of notes, and their numbers

    def __post_init__(self) -> None:
        self.pdf, self.streams = self.painted.pdf, self.painted.streams
        self.pages = self.pdf.page_references

    def finish(self) -> None:
        marks = [read_page(stream.stream) for stream in self.streams]
        painted = [{m.number for m in page if m.number is not None and m.paints} for page in marks]
        html = next(box.element for box in self.painted.boxes[0].walk() if box.tag == "html")
        tree = TagTree(html)
        artifacts = [self._place(tree, page, painted[page]) for page in range(len(marks))]
        root = settle(tree.root)
        orders = self._order(root, len(marks))
        self._link_notes(tree)
        for stream, page, order, around in zip(self.streams, marks, orders, artifacts, strict=True):
            stream.stream[:] = paint_page(page, order, around)
        self._write(root, orders)
        self._declare()

    # -- from boxes to the tree

    def _place(self, tree: TagTree, page: int, painted: set[int]) -> dict[int, bytes]:
        """Place what a page paints in the tree; return its artifacts: running heads and feet, repeated table heads.

        Furniture maps the number of a marked-content sequence to the properties of its artifact.
        """
        numbers = self.painted.numbers[page]
        artifacts: dict[int, bytes] = {}
        annotated: list[tuple[Any, Any]] = []
        for box, margin in _boxes(self.painted.boxes[page], self.heads):
            number = numbers.get(box)
            if number in painted and margin:
                artifacts[number] = _properties(margin)
            elif number in painted:
                tree.place(Piece(page, number, box))
            if box.link is not None and not margin:
                annotated.append((box.element, box.link))
            if box.pseudo.startswith("footnote-") and (box.element, box.pseudo) not in self.spots:
                self.spots[box.element, box.pseudo] = _Spot(page, *box.click_area)
        self.links[page] = [(tree.links[e], a) for e, a in _outermost(tree, annotated)]
        return artifacts

    def _order(self, root: Node, pages: int) -> list[dict[int, int]]:
        """Return, for each page, a mapping from the old numbers of its sequences to new ones in reading order."""
        orders: list[dict[int, int]] = [{} for _ in range(pages)]
        for piece in root.pieces():
            orders[piece.page][piece.number] = len(orders[piece.page])
        return orders

    def _link_notes(self, tree: TagTree) -> None:
        """Link the number that calls a note to the note, and the number before the note back to the text."""
        for element, call in tree.calls.items():
            there, here = (self.spots.get((element, f"footnote-{part}")) for part in ("marker", "call"))
            if there and here:
                words = " ".join("".join(element.itertext()).split())
                self._link(call, here, there, words)
                self._link(tree.returns[element], there, here, "↩")

    def _link(self, node: Node, spot: _Spot, target: _Spot, words: str) -> None:
        left, top = self._point(spot.page, spot.x, spot.y)
        right, bottom = self._point(spot.page, spot.x + spot.width, spot.y + spot.height)
        x, y = self._point(target.page, target.x, target.y)
        reference = self.pages[target.page]
        annotation = pydyf.Dictionary({"Type": "/Annot", "Subtype": "/Link", "BS": pydyf.Dictionary({"W": 0})})
        annotation["Rect"] = pydyf.Array((left, bottom, right, top))
        annotation["Contents"] = pydyf.String(words)
        annotation["Dest"] = pydyf.Array((reference, "/XYZ", x, y, 0))
        self.pdf.add_object(annotation)
        self.links[spot.page].append((node, annotation))

    def _point(self, page: int, x: float, y: float) -> tuple[float, float]:
        return x * SCALE, (self.painted.heights[page] - y) * SCALE

    # -- from the tree to the file

    def _write(self, root: Node, orders: Sequence[Mapping[int, int]]) -> None:
        written = {node: self._element(node) for node in root.nodes()}
        top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(top)
        top["K"] = pydyf.Array([written[root].reference])
        parents: list[Any] = [pydyf.Array([None] * len(order)) for order in orders]
        for node, element in written.items():
            element["P"] = written[node.parent].reference if node.parent else top.reference
            element["K"] = pydyf.Array(self._kids(node, written, orders, parents))
        self._annotate(written, parents)
        tree = pydyf.Dictionary({"Nums": pydyf.Array(part for pair in enumerate(parents) for part in pair)})
        self.pdf.add_object(tree)
        top["ParentTree"], top["ParentTreeNextKey"] = tree.reference, len(parents)
        ids = {node.id: element.reference for node, element in written.items() if node.id}
        if ids:
            names = pydyf.Array(part for id in sorted(ids) for part in (pydyf.String(id), ids[id]))
            top["IDTree"] = pydyf.Dictionary({"Names": names})
        self.pdf.catalog["StructTreeRoot"] = top.reference

    def _element(self, node: Node) -> pydyf.Dictionary:
        element = pydyf.Dictionary({"S": f"/{node.role}"})
        for key, words in (("Alt", node.alt), ("Lang", node.language), ("E", node.expansion), ("ID", node.id)):
            if words:
                element[key] = pydyf.String(words)
        attributes = {key: value if isinstance(value, int) else f"/{value}" for key, value in node.attributes.items()}
        box = next((kid for kid in node.kids if isinstance(kid, Piece)), None)
        if node.role == "Figure" and box:
            attributes["BBox"] = pydyf.Array(self._frame(box))
        if attributes:
            element["A"] = pydyf.Dictionary({"O": f"/{OWNERS[next(iter(attributes))]}", **attributes})
        self.pdf.add_object(element)
        return element

    def _frame(self, piece: Piece) -> tuple[float, float, float, float]:
        x, y, width, height = piece.box.content_area
        left, top = self._point(piece.page, x, y)
        return left, top - height * SCALE, left + width * SCALE, top

    def _kids(self, node: Node, written: Mapping[Node, Any], orders: Any, parents: list[Any]) -> Iterator[Any]:
        here = next((kid.page for kid in node.kids if isinstance(kid, Piece)), None)
        if here is not None:
            written[node]["Pg"] = self.pages[here]
        for kid in node.kids:
            if isinstance(kid, Node):
                yield written[kid].reference
                continue
            number = orders[kid.page][kid.number]
            parents[kid.page][number] = written[node].reference
            if kid.page == here:
                yield number
            else:
                page = self.pages[kid.page]
                yield pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number})

    def _annotate(self, written: Mapping[Node, Any], parents: list[Any]) -> None:
        """Attach every link annotation to its structure element, in reading order; remove those without one."""
        places = {node: at for at, node in enumerate(written)}
        pages = [item for item in self.pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
        for number, page in enumerate(pages):
            page.pop("Annots", None)
            page["StructParents"], page["Tabs"] = number, "/S"
            tied = sorted((link for link in self.links[number] if link[0] in written), key=lambda link: places[link[0]])
            for node, annotation in tied:
                annotation["F"], annotation["StructParent"] = PRINT, len(parents)
                annotation["Contents"] = _words_of(node, annotation)
                parents.append(written[node].reference)
                pointer = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pages[number]}
                written[node]["K"].append(pydyf.Dictionary(pointer))
                page.setdefault("Annots", pydyf.Array()).append(annotation.reference)

    def _declare(self) -> None:
        catalog = self.pdf.catalog
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        if "Outlines" in catalog:
            catalog["PageMode"] = "/UseOutlines"
        for item in self.pdf.objects:
            _drop_empty(item if isinstance(item, dict) else getattr(item, "extra", {}).get("Resources"))
            if isinstance(item, dict) and item.get("Type") == "/Page" and item["TrimBox"] != item["MediaBox"]:
                left, bottom, right, top = item["TrimBox"]
                item["BleedBox"] = pydyf.Array((left - BLEED, bottom - BLEED, right + BLEED, top + BLEED))


def _drop_empty(resources: Any) -> None:
    """Remove lists of patterns and shadings that are empty: a validator of PDF/A asks what they are."""
    for key in ("Pattern", "Shading"):
        if isinstance(resources, dict) and resources.get(key) == {}:
            del resources[key]


def _boxes(box: Box, heads: set[Any], margin: str = "") -> Iterator[tuple[Box, str]]:
    """Yield all boxes of a page in the order of the HTML, notes last, each with the margin box it is in, or "".

    The head or foot of a table counts once. Repeated on the next page or in the next column it is an artifact, and its
    margin box is REPEATED.
    """
    margin = margin or box.margin
    if box.repeats:
        margin = margin or (REPEATED if box.element in heads else "")
        heads.add(box.element)
    yield box, margin
    for child in box.children:
        yield from _boxes(child, heads, margin)


def _properties(margin: str) -> bytes:
    if margin == REPEATED:
        return b"/Type /Pagination"
    side = margin.lstrip("@").split("-")[0].capitalize()
    kind = {"Top": "/Subtype /Header ", "Bottom": "/Subtype /Footer "}.get(side, "")
    return f"/Type /Pagination {kind}/Attached [/{side}]".encode()


def _outermost(tree: TagTree, annotated: Sequence[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield the element and the annotation of each link, except one that is inside another of the same element."""
    taken: list[tuple[Any, Sequence[float]]] = []
    for inner, annotation in annotated:
        element = tree.link_around(inner)
        x1, y1, x2, y2 = annotation["Rect"]
        rect = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        inside = any(e is element and _within(rect, around) for e, around in taken)
        if element is not None and not inside:
            taken.append((element, rect))
            yield element, annotation


def _within(rect: Sequence[float], around: Sequence[float]) -> bool:
    slack = 0.5  # points
    low = all(a >= b - slack for a, b in zip(rect[:2], around[:2], strict=True))
    return low and all(a <= b + slack for a, b in zip(rect[2:], around[2:], strict=True))


def _words_of(node: Node, annotation: Any) -> Any:
    """Return the text for a link's `Contents`: its words, or between a note and its call the text it already has."""
    if node.element is None:  # the call of a note, made here
        return annotation["Contents"]
    printed = (piece.box.text for piece in node.pieces())
    words = " ".join("".join(node.element.itertext()).split()) or " ".join(printed)
    return pydyf.String(words) if words else annotation["Contents"]
