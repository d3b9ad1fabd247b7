"""HTML and its tree, text by text: where an edit changes nothing but words, the tree is changed and not parsed again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

_TAG = re.compile(r"(<[^>]*>)")
_BLANK = " \t\n\r\f"
# Where an HTML parser takes words elsewhere, or takes other words: these are left to it.
_STRICT = frozenset(
    ["table", "thead", "tbody", "tfoot", "tr", "colgroup", "select", "pre", "textarea", "title", "style", "script"]
)


@dataclass(frozen=True)
class Text:
    """A text in an HTML tree: the text of an element, or its tail (the text after it)."""

    element: Any
    parent: Any
    is_tail: bool

    @property
    def words(self) -> str:
        return (self.element.tail if self.is_tail else self.element.text) or ""

    @property
    def around(self) -> Any:
        """The element that directly contains the text."""
        return self.parent if self.is_tail else self.element

    def change(self, words: str) -> None:
        if self.is_tail:
            self.element.tail = words
        else:
            self.element.text = words


class Texts:
    """The texts of HTML with their places in its tree; none where texts and tree cannot be matched."""

    def __init__(self, html: str, root: Any) -> None:
        self.pieces = _TAG.split(html)  # texts, with a tag between any two
        filled = [at for at, text in enumerate(self.pieces) if not at % 2 and text.strip(_BLANK)]
        texts = list(_texts(root))
        alike = [text.words for text in texts] == [unescape(self.pieces[at]) for at in filled]
        alike = alike and all(_stands_after(self.pieces[at - 1], text) for at, text in zip(filled, texts, strict=True))
        self.places: dict[int, Text] = dict(zip(filled, texts, strict=True)) if alike else {}

    def find_edits(self, html: str) -> list[tuple[Text, str]] | None:
        """Return each text that differs in `html`, with its new words; None if more than words differs."""
        pieces = _TAG.split(html)
        if len(pieces) != len(self.pieces):
            return None
        other = [at for at, pair in enumerate(zip(pieces, self.pieces, strict=True)) if pair[0] != pair[1]]
        if not all(at in self.places and _is_plain(pieces[at], self.places[at]) for at in other):
            return None
        return [(self.places[at], unescape(pieces[at])) for at in other]

    def follow(self, html: str, edits: Sequence[tuple[Text, str]]) -> None:
        """Change the words in the tree, so that it is the tree of `html`."""
        for text, words in edits:
            text.change(words)
        self.pieces = _TAG.split(html)


def _stands_after(tag: str, text: Text) -> bool:
    """Return whether a text of the tree can be what follows a tag; a parser takes words in a table to before it."""
    found = re.match(r"<(/?)([^\s/>]+)", tag)
    if not found or not isinstance(text.element.tag, str):
        return tag.startswith("<!")
    name = text.element.tag.rpartition("}")[2].lower()
    return found[2].lower() == name and (bool(found[1]) == text.is_tail or name in ("br", "img", "wbr", "hr", "col"))


def _is_plain(piece: str, text: Text) -> bool:
    """Return whether an HTML parser would keep these words as they are, at the place of this text."""
    return bool(piece.strip(_BLANK)) and text.around.tag not in _STRICT and not re.search("[<\0\r]", piece)


def _texts(element: Any, parent: Any = None) -> Iterator[Text]:
    """Yield the texts of an element that are not blank, in order, tails included."""
    if isinstance(element.tag, str):
        if (element.text or "").strip(_BLANK):
            yield Text(element, parent, False)
        for kid in element:
            yield from _texts(kid, element)
    if parent is not None and (element.tail or "").strip(_BLANK):
        yield Text(element, parent, True)
