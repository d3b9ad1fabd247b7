"""Structure elements of a PDF, and what makes a tree of them right: notes, lists, tables, mixed words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BREAKS_AFTER = frozenset(["P", "H1", "H2", "H3", "H4", "H5", "H6"])  # a note that one of these calls stands after it


@dataclass(eq=False)
class Piece:
    """A line of text or a drawing: what one marked-content sequence of a page paints."""

    page: int  # from 0
    number: int  # of the sequence
    box: Any


@dataclass(eq=False)
class Node:
    """A structure element. `kids` are in reading order."""

    role: str
    element: Any = None
    parent: "Node | None" = field(default=None, repr=False)
    kids: "list[Node | Piece]" = field(default_factory=list, repr=False)
    notes: "list[Node]" = field(default_factory=list, repr=False)  # that it calls; see `settle`
    attributes: dict[str, Any] = field(default_factory=dict)  # Scope, ColSpan, ListNumbering
    language: str = ""
    alt: str = ""
    expansion: str = ""
    id: str = ""

    def add(self, role: str, element: Any = None) -> "Node":
        """A new last kid."""
        kid = Node(role, element, self)
        self.kids.append(kid)
        return kid

    def nodes(self) -> "Iterator[Node]":
        """Itself and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def items(self) -> "list[Node]":
        """The kids that are structure elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def pieces(self) -> Iterator[Piece]:
        """All that is painted in it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.pieces()
            else:
                yield kid


def add_cell(row: Node, element: Any) -> Node:
    """A cell of a row, with what it heads and how far it reaches."""
    cell = row.add(element.tag.upper(), element)
    spans = {"ColSpan": element.get("colspan", "1"), "RowSpan": element.get("rowspan", "1")}
    cell.attributes.update({key: int(span) for key, span in spans.items() if span.isdigit() and int(span) > 1})
    if cell.role == "TH":
        in_head = row.parent is not None and row.parent.role == "THead"
        scope = element.get("scope") or ("col" if in_head else "row")
        cell.attributes["Scope"] = {"row": "Row", "rowgroup": "Row"}.get(scope, "Column")
    return cell


def settle(root: Node) -> Node:
    """The tree, once everything is placed: notes put where they are read, lists and tables made regular."""
    for node in list(root.nodes()):
        _place_notes(node)
        if node.role == "Table":
            _settle_table(node)
        if node.role == "L" and not any(kid.role == "Lbl" for item in node.items() for kid in item.items()):
            node.attributes["ListNumbering"] = "None"
        if node.role != "Link" and node.items():
            _wrap_words(node)
    return root


def _place_notes(node: Node) -> None:
    """After the paragraph that calls them; at the end of anything else, such as a cell."""
    home = node.parent if node.role in BREAKS_AFTER and node.parent else node
    at = len(node.kids) if home is node else home.kids.index(node) + 1
    home.kids[at:at] = node.notes
    for note in node.notes:
        note.parent = home


def _wrap_words(node: Node) -> None:
    """Words between other elements become elements too: then every reader finds the one order of all."""
    kids, node.kids = node.kids, []
    for kid in kids:
        last = node.kids[-1] if node.kids else None
        if isinstance(kid, Node):
            node.kids.append(kid)
        elif isinstance(last, Node) and last.role == "Span" and last.element is None:
            last.kids.append(kid)
        else:
            node.add("Span").kids.append(kid)


def _settle_table(table: Node) -> None:
    """In a table of two columns the first cell of a row heads one other cell, which follows it anyway.

    Called header cells, they would outnumber the data, and readers that guess at tables go wrong.
    """
    cells = [node for node in table.nodes() if node.role in ("TH", "TD")]
    heads = [cell for cell in cells if cell.role == "TH"]
    if 2 * len(heads) > len(cells):
        for cell in heads:
            if cell.attributes["Scope"] == "Row":
                cell.role = "TD"
                del cell.attributes["Scope"]
