"""The structure of the brief: what each piece of a page is, in the order in which it is to be read.

A PDF paints pages; its structure tree says what was painted. The tree grows from the HTML, not
from the page: a paragraph that goes on over a page is one paragraph, a table one table, a note
stands after the paragraph that calls it. What only decorates is no part of it.

HTML says what things are by their names, and where no name says it, by the roles of ARIA:
`role="doc-toc"` for contents, `role="doc-biblioentry"` for a reference, `aria-hidden` for decoration.
"""

from collections.abc import Mapping
from typing import Any

from pipeline.tags import Node, Piece, add_cell

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
    """Grows by the pieces of the pages, which come in the order of the HTML."""

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
        """Put a piece where it belongs; False if it only decorates."""
        element, pseudo = piece.box.element, piece.box.element_tag.partition("::")[2]
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
        """The link that an element is, or stands in; None if it is in none that has words."""
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
        """The node that holds the words of an element."""
        node = self._node(element)
        if node.role in HOLDS_WORDS:
            return node
        last = node.kids[-1] if node.kids else None
        if isinstance(last, Node) and last.role == "P" and last.element is element:
            return last
        return node.add("P", element)

    def _node(self, element: Any) -> Node:
        """The node of an element, or of one around it if it means nothing of its own."""
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
        """The label of an item: its number or bullet."""
        item = self._node(element)
        while item.role != "LI" and item.parent is not None:
            item = item.parent
        label = Node("Lbl", element, item)
        item.kids.insert(0, label)
        return label

    def _call(self, element: Any) -> Node:
        """The link that calls a note. With it the note itself is made, for its words come later."""
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
