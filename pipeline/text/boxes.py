"""Boxes within a text, as Pandoc and Quarto write them: read as blocks that hold a title and other blocks.

    ::: {.callout-note title="What a meter is"}      or  ::: callout-note,  and  ## What a meter is  on the line below
    Paragraphs, lists, tables.
    :::

Each begins with a token `box_open`, which a title follows (`heading_open`, `inline`, `heading_close`), and ends with
`box_close`. What is amiss with one is told by its notation; see foreign_notations.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

OPENING = re.compile(r":{3,}[ \t]*([^\s:].*?)[ \t]*:*$")
CLOSING = re.compile(r":{3,}[ \t]*$")
KINDS = ("callout", "callout-note", "callout-tip", "callout-important", "callout-warning", "callout-caution")
TITLE = re.compile(r"\#{1,6}[ \t]+\S")
ATTRIBUTE = re.compile(
    r"\.(?P<kind>[\w-]+)|\#(?P<id>[\w:-]+)|(?P<key>[\w-]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|“[^”]*”|[^\s\"'“]+)"
)

Amiss = list[tuple[str, str]]  # the name of a notation, and what was typed


def add_boxes(markdown: MarkdownIt) -> None:
    """Add boxes to the blocks that a Markdown parser reads."""
    markdown.block.ruler.before("fence", "box", _box_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def end_of_box(tokens: Sequence[Token], at: int) -> int:
    """Return the index of the token that closes the box which opens at index `at`."""
    level = tokens[at].level
    return next(n for n in range(at, len(tokens)) if tokens[n].type == "box_close" and tokens[n].level == level)


def _box_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    typed = _line(state, first)
    opening = OPENING.match(typed)
    if state.is_code_block(first) or not (opening or CLOSING.match(typed)):
        return False
    if silent:
        return True
    if opening is None:
        state.push("notation", "", 0).hidden = True
        state.tokens[-1].map, state.tokens[-1].meta = [first, first + 1], {"amiss": [("end-of-no-box", typed)]}
        state.line = first + 1
        return True
    end = _find_end(state, first, last)
    amiss = [("open-box", typed)] if end is None else []
    amiss += [(name, typed) for name in _out_of_place(state)]
    _read_box(state, first, last if end is None else end, opening[1], amiss)
    state.line = last if end is None else end + 1
    return True


def _out_of_place(state: StateBlock) -> list[str]:
    """Return the name of the notation that a box is where none can stand: in notes, or within another."""
    if state.env["takes"] == "paragraphs":
        return ["box-in-talk"]
    opened = sum(token.nesting for token in state.tokens if token.type in ("box_open", "box_close"))
    return ["box-in-box"] if opened or state.env["takes"] == "box" else []


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _find_end(state: StateBlock, first: int, last: int) -> int | None:
    """Return the line that closes the box which begins on line `first`; None if it is not closed before line `last`."""
    depth = 1
    for line in range(first + 1, last):
        if OPENING.match(typed := _line(state, line)):
            depth += 1
        elif CLOSING.match(typed):
            depth -= 1
        if not depth:
            return line
    return None


def _read_box(state: StateBlock, first: int, end: int, said: str, amiss: Amiss) -> None:
    """Add the tokens of a box whose words stand after line `first` and before line `end`."""
    kind, title, odd = _read_opening(said)
    amiss = [*amiss, *odd]
    opened = state.push("box_open", "aside", 1)
    opened.map = [first, end]
    if title:
        _push_title(state, title, first)
    elif not TITLE.match(_first_words(state, first + 1, end)) and not odd:
        amiss.append(("untitled-box", _line(state, first)))
    opened.meta = {"kind": kind, "amiss": amiss}
    before, state.lineMax = state.lineMax, end
    state.md.block.tokenize(state, first + 1, end)
    state.lineMax = before
    state.push("box_close", "aside", -1)


def _first_words(state: StateBlock, first: int, end: int) -> str:
    """Return the first line of a box that is not empty; "" if all are."""
    return next(filter(None, (_line(state, line) for line in range(first, end))), "")


def _push_title(state: StateBlock, title: str, line: int) -> None:
    state.push("heading_open", "h3", 1).map = [line, line + 1]
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = title, [line, line + 1], []
    state.push("heading_close", "h3", -1)


def _read_opening(said: str) -> tuple[str, str, Amiss]:
    """Return the kind of a box, its title ("" if it stands below), and what is amiss, from the words after the colons."""
    if not said.startswith("{"):
        return said, "", [] if said in KINDS else [("unknown-box", f"::: {said}")]
    inside = said[1:].rstrip("}")
    found = list(ATTRIBUTE.finditer(inside))
    kinds = [one["kind"] for one in found if one["kind"]]
    title = next((one["value"].strip("\"'“”") for one in found if one["key"] == "title"), "")
    kind = next((kind for kind in kinds if kind in KINDS), "")
    if not kind or ATTRIBUTE.sub("", inside).strip():
        return kind, title, [("unknown-box", f"::: {said}")]
    amiss = [("id-of-box", one[0]) for one in found if one["id"]]
    amiss += [
        ("look-of-box", one[0])
        for one in found
        if (one["key"] or "title") != "title" or one["kind"] not in (*KINDS, None)
    ]
    return kind, title, amiss
