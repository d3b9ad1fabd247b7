"""Captions of tables within a text, as Pandoc writes them: a paragraph before or after the table, or a line right below it.

: What the table shows        or  Table: What the table shows
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")


def add_captions(markdown: MarkdownIt) -> None:
    """Have a Markdown parser put captions into the tables that they belong to."""
    markdown.core.ruler.after("block", "captions", _caption_rule)


def _caption_rule(state: StateCore) -> None:
    at = 0
    while at < len(state.tokens):
        if state.tokens[at].type == "table_open":
            at = _move_caption(state.tokens, at)
        at += 1


def _move_caption(tokens: list[Token], at: int) -> int:
    """Move the caption of the table that opens at index `at`, if there is one, into it. Return the index where it opens now."""
    end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
    if words := _in_last_row(tokens[at:end]):
        row = next(n for n in range(end, at, -1) if tokens[n].type == "tr_open")
        last = next(n for n in range(row, end) if tokens[n].type == "tr_close")
        del tokens[row : last + 1]
    elif words := _caption_in(tokens[end + 1 : end + 4]):
        del tokens[end + 1 : end + 4]
    elif words := _caption_in(tokens[max(at - 3, 0) : at]):
        del tokens[at - 3 : at]
        at -= 3
    if words:
        words.content = CAPTION.sub("", words.content, count=1)
        tokens[at + 1 : at + 1] = [Token("caption_open", "caption", 1), words, Token("caption_close", "caption", -1)]
    return at


def _caption_in(paragraph: Sequence[Token]) -> Token | None:
    """Return the words of a paragraph that is a caption; None if it is none."""
    is_one = [token.type for token in paragraph] == ["paragraph_open", "inline", "paragraph_close"]
    return paragraph[1] if is_one and CAPTION.match(paragraph[1].content) else None


def _in_last_row(table: Sequence[Token]) -> Token | None:
    """Return the words of a caption that was read as the last row of a table, of which it fills the first cell alone."""
    rows = [n for n, token in enumerate(table) if token.type == "tr_open"]
    first, *others = [token for token in table[rows[-1] :] if token.type == "inline"]
    is_one = len(rows) > 1 and CAPTION.match(first.content) and not any(other.content for other in others)
    return first if is_one else None
