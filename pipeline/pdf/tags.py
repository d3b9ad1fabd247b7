"""The structure of pages: what each piece of a page is, in the order in which it is to be read.

A PDF paints pages; its structure tree says what was painted. The tree grows from the HTML, not
from the page: a paragraph that goes on over a page is one paragraph, a table one table, a note
stands after the paragraph that calls it. What only decorates is no part of it.

HTML says what things are by their names, and where no name says it, by the roles of ARIA:
`role="doc-toc"` for contents, `role="doc-biblioentry"` for a reference, `aria-hidden` for decoration.

Structure elements of a PDF, and what makes a tree of them right: notes, lists, tables, mixed words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.pdf.weasyprint_internals import Box

BREAKS_AFTER = frozenset(["P", "H1", "H2", "H3", "H4", "H5", "H6"])  # a note that one of these calls stands after it


@dataclass(eq=False)
class Piece:
    """A line of text or a drawing: what one marked-content sequence of a page paints."""

    page: int  # from 0
    number: int  # of the sequence
    box: Box


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
        """Add a structure element as the last kid, and return it."""
        kid = Node(role, element, self)
        self.kids.append(kid)
        return kid

    def nodes(self) -> "Iterator[Node]":
        """Yield this structure element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def items(self) -> "list[Node]":
        """Return the kids that are structure elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def pieces(self) -> Iterator[Piece]:
        """Yield all pieces that are painted in this structure element or below it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.pieces()
            else:
                yield kid


def add_cell(row: Node, element: Any) -> Node:
    """Add a cell to a row, with its scope if it is a header cell, and its spans; return it."""
    cell = row.add(element.tag.upper(), element)
    spans = {"ColSpan": element.get("colspan", "1"), "RowSpan": element.get("rowspan", "1")}
    cell.attributes.update({key: int(span) for key, span in spans.items() if span.isdigit() and int(span) > 1})
    if cell.role == "TH":
        in_head = row.parent is not None and row.parent.role == "THead"
        scope = element.get("scope") or ("col" if in_head else "row")
        cell.attributes["Scope"] = {"row": "Row", "rowgroup": "Row"}.get(scope, "Column")
    return cell


def settle(root: Node) -> Node:
    """Finish the tree once everything is placed, and return it.

    Notes are put where they are read, lists and tables are made regular, words between other elements are wrapped.
    """
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
    """Place notes after the paragraph that calls them; at the end of anything else, such as a cell."""
    home = node.parent if node.role in BREAKS_AFTER and node.parent else node
    at = len(node.kids) if home is node else home.kids.index(node) + 1
    home.kids[at:at] = node.notes
    for note in node.notes:
        note.parent = home


def _wrap_words(node: Node) -> None:
    """Wrap words between other structure elements in a Span: then every reader finds the one order of all."""
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
    """Change row headers to data cells in a table with more header cells than data cells.

    In a table of two columns the first cell of a row heads one other cell, which follows it anyway. As header cells,
    they would outnumber the data, and readers that guess at tables go wrong.
    """
    cells = [node for node in table.nodes() if node.role in ("TH", "TD")]
    heads = [cell for cell in cells if cell.role == "TH"]
    if 2 * len(heads) > len(cells):
        for cell in heads:
            if cell.attributes["Scope"] == "Row":
                cell.role = "TD"
                del cell.attributes["Scope"]


INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
ROLES = {
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    **{"section": "Sect", "article": "Art", "nav": "Sect", "aside": "Sect", "figure": "Div", "p": "P"},
    **{"blockquote": "BlockQuote", "ul": "L", "ol": "L", "dl": "L", "table": "Table", "caption": "Caption"},
    **{
        "figcaption": "Caption",
        "thead": "THead",
        "tbody": "TBody",
        "tfoot": "TFoot",
        "tr": "TR",
        "th": "TH",
        "td": "TD",
    },
    **{"img": "Figure", "code": "Code", "q": "Quote"},
}
# These hold words themselves; words that stand in any other have a paragraph made for them.
HOLDS_WORDS = frozenset(
    [
        "P",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "LBody",
        "Lbl",
        "TH",
        "TD",
        "Caption",
        "Span",
        "Link",
        "Code",
        "Quote",
        "BibEntry",
        "TOCI",
        "Figure",
    ]
)
NUMBERING = {"ol": "Decimal", "ul": "Disc", "dl": "None"}


class TagTree:
    """The structure tree of a PDF, which grows by the pieces of the pages, placed in the order of the HTML."""

    def __init__(self, html: Any) -> None:
        self.root = Node("Document")
        self.calls: dict[Any, Node] = {}  # elements of notes to the links that call them
        self.returns: dict[Any, Node] = {}  # and to the links back
        self.links: dict[Any, Node] = {}  # elements of links
        self._parents: Mapping[Any, Any] = {kid: parent for parent in html.iter() for kid in parent}
        self._language = html.get("lang", "")
        self._made: dict[Any, Node] = {}
        self._notes: dict[Any, Node] = {}
        self._silent: dict[Any, bool] = {}

    def place(self, piece: Piece) -> bool:
        """Place a piece where it belongs in the tree; return False if it is only decoration."""
        element, pseudo = piece.box.element, piece.box.pseudo
        if element is None or self._is_silent(element):
            return False
        if pseudo == "footnote-call":
            home = self._call(element)
        elif pseudo == "footnote-marker":
            home = self.returns[element]
        elif pseudo == "marker":
            home = self._label(element)
        else:
            home = self._home(element)
        if home.role == "TOCI":
            home = home.add("Lbl" if not home.kids else "Span")
        home.kids.append(piece)
        return True

    def link_around(self, element: Any) -> Any:
        """Return the link that an element is, or is inside; None if it is in none that has words."""
        while element is not None and element not in self.links:
            element = self._parents.get(element)
        return element

    # -- what is left out

    def _is_silent(self, element: Any) -> bool:
        if element not in self._silent:
            hidden = element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")
            empty = element.tag == "img" and not element.get("alt")
            above = self._parents.get(element)
            self._silent[element] = hidden or empty or (above is not None and self._is_silent(above))
        return self._silent[element]

    # -- where things belong

    def _home(self, element: Any) -> Node:
        """Return the node for the words of an element; add a paragraph if its own node is none that holds words."""
        node = self._node(element)
        if node.role in HOLDS_WORDS:
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last.role == "P" and last.element is element:
            return last
        return node.add("P", element)

    def _node(self, element: Any) -> Node:
        """Return the node of an element, or of one around it if the element has no meaning of its own."""
        if element.tag in ("html", "body"):
            return self.root
        if element not in self._made:
            above = self._parents[element]
            around = self._home(above) if element.tag in INLINE else self._node(above)
            made = self._made.get(element) or self._grow(element, around)  # a row makes its cells
            language = element.get("lang", "")
            if language and language != self._language_of(above):
                made = made if made is not around else around.add("Span" if element.tag in INLINE else "Div", element)
                made.language = language
            self._made[element] = made
        return self._made[element]

    def _language_of(self, element: Any) -> str:
        while element is not None and not element.get("lang"):
            element = self._parents.get(element)
        return "" if element is None else str(element.get("lang"))

    def _grow(self, element: Any, around: Node) -> Node:
        match element.tag:
            case "a" if element.get("href"):
                inside = around.add("Reference") if element.get("href").startswith("#") else around
                self.links[element] = inside.add("Link", element)
                return self.links[element]
            case "ul" | "ol" | "dl":
                return self._list(element, around)
            case "li" | "dt" | "dd":
                return self._item(element, around)
            case "tr":
                row = around.add("TR", element)
                for cell in element:  # empty ones too: a row has as many as the others
                    self._made[cell] = add_cell(row, cell)
                return row
            case "abbr" if element.get("title"):
                short = around.add("Span", element)
                short.expansion = element.get("title")
                return short
        role = ROLES.get(element.tag)
        if role is None:
            return around
        node = around.add(role, element)
        node.alt = element.get("alt", "") if element.tag == "img" else ""
        return node

    def _list(self, element: Any, around: Node) -> Node:
        above = self._parents[element]
        if around.role == "TOCI" or above.get("role") == "doc-toc":
            return around.add("TOC", element)
        made = around.add("L", element)
        made.attributes["ListNumbering"] = NUMBERING[element.tag]
        return made

    def _item(self, element: Any, around: Node) -> Node:
        if around.role == "TOC":
            return around.add("TOCI", element)
        last = around.kids[-1] if around.kids else None
        if element.tag == "dd" and isinstance(last, Node):
            body = next((kid for kid in last.items() if kid.role == "LBody"), None)
            return body or last.add("LBody", element)
        item = around.add("LI", element)
        if element.tag == "dt":
            return item.add("Lbl", element)
        body = item.add("LBody", element)
        return body.add("BibEntry", element) if element.get("role") == "doc-biblioentry" else body

    def _label(self, element: Any) -> Node:
        """Add a label to a list item, for its number or bullet, and return it."""
        item = self._node(element)
        while item.role != "LI" and item.parent is not None:
            item = item.parent
        label = Node("Lbl", element, item)
        item.kids.insert(0, label)
        return label

    def _call(self, element: Any) -> Node:
        """Add the link that calls a note, and the note itself, because its words come later; return the link."""
        home = self._home(self._parents[element])
        self.calls[element] = home.add("Reference").add("Link")
        note = Node("Note", element)
        note.id = f"note-{len(self.calls)}"
        self.returns[element] = note.add("Lbl").add("Link")
        self._made[element] = note.add("P", element)
        block = home
        while block.role in INLINE_ROLES and block.parent is not None:
            block = block.parent
        block.notes.append(note)
        return self.calls[element]


INLINE_ROLES = frozenset(("Span", "Link", "Reference", "Code", "Quote", "BibEntry"))
