"""Find the notations of others in a text while it is read, each at its line. Which there are: see foreign_notations."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pipeline.core import Place
from pipeline.text.foreign_notations import (
    CLOSE,
    ESCAPED,
    IN_A_LINE,
    LINK,
    LINKED,
    NOTATIONS,
    OPEN,
    OTHER,
    PATTERNS,
    TYPED,
    WHOLE_LINES,
)
from pipeline.text.reference import Reference

A_FACT = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*(?::\w+)?)\}")
TASK = re.compile(r"\[[ xX]\] ")
RUN = re.compile(r"r [^`]+|\{(?:r|python|julia)\}")  # code that others run where it stands


def add_foreign_notations(state: StateCore) -> None:
    """Add a reference to each notation of others in a text: to its block, and instead of what it holds."""
    base: Place = state.env["place"]
    for at, block in enumerate(state.tokens):
        first = base.line + (block.map[0] if block.map else 0)
        found = [Reference("notation", typed, Place(base.path, first), name) for name, typed in _of_block(state, at)]
        if block.type == "inline":
            found += _within(block, Place(base.path, first), state.env["takes"] == "line")
        if found:
            block.meta["references"] = found
    for label, about in state.env.get("references", {}).items():
        if label.startswith("^"):  # read as the address of a link
            place = Place(base.path, base.line + about["map"][0])
            note = Reference("notation", f"[{label.lower()}]:", place, "footnote")
            state.tokens.append(Token("notation", "", 0, hidden=True, meta={"references": [note]}))


def _of_block(state: StateCore, at: int) -> Iterator[tuple[str, str]]:
    """Yield the names of notations that a block is, not its words, and how it begins."""
    block, takes = state.tokens[at], state.env["takes"]
    before = [token.type for token in state.tokens[max(at - 2, 0) : at]]
    yield from block.meta.pop("amiss", ())
    if block.type == "inline" and before == ["list_item_open", "paragraph_open"] and TASK.match(block.content):
        yield "task", block.content[:3]
    elif block.type == "fence" and block.info.startswith("{"):
        yield "code-block-to-run", f"```{block.info}"
    elif block.type == "code_block" and block.map and state.src.split("\n")[block.map[0]].startswith("\t"):
        yield "tab", _short(block.content)
    elif (
        block.type == "heading_open"
        and block.tag in ("h1", "h2")
        and takes != "paragraphs"
        and before[-1:] != ["box_open"]
    ):
        words = state.tokens[at + 1].content
        set_below = block.markup in ("=", "-")
        yield ("underlined", _short(words)) if set_below else ("high-heading", _short(f"{block.markup} {words}"))
    elif block.type == "table_open" and takes == "paragraphs":
        yield "table-in-talk", _short(state.src.split("\n")[block.map[0]] if block.map else "|")
    elif (
        block.type == "inline"
        and before[-1:] == ["paragraph_open"]
        and (name := OUT_OF_PLACE.get((takes, _alone(block))))
    ):
        yield name, block.content
        block.children = []


OUT_OF_PLACE = {  # what a text takes, and what is alone in a paragraph of it
    ("paragraphs", "fig"): "figure-in-talk",
    ("paragraphs", "box"): "box-in-talk",
    ("box", "box"): "box-in-box",
}


def _alone(block: Token) -> str:
    """Return what a cross-reference that is alone in a paragraph leads to: "fig", "box"; "" if there is none."""
    children = block.children or []
    return str(children[0].meta["references"][0].kind) if len(children) == 1 and children[0].type == "cross" else ""


@dataclass
class _Words:
    """The words of a block, as its patterns meet them, and where in them each token stands."""

    text: str
    spans: list[tuple[int, int, Token]]


def _within(block: Token, place: Place, is_line: bool) -> list[Reference]:
    """Return the notations of others among the words of a block, one of each sort a line.

    What they seemed to name is read no more: the words in \\cite{braces} are no fact.
    """
    words = _gather(block.children or ())
    found: dict[tuple[str, int], Reference] = {}
    for name, match in _matches(words.text, NOTATIONS | IN_A_LINE if is_line else NOTATIONS):
        line = words.text.count("\n", 0, match.start())
        typed = "".join(TYPED.get(sign, sign) for sign in match[0])
        found.setdefault((name, line), Reference("notation", _short(typed), Place(place.path, place.line + line), name))
        for start, stop, token in words.spans:
            inside = start < match.end() and match.start() < stop and token.nesting == 0
            if inside and name not in WHOLE_LINES and token.meta.get("references"):
                token.type, token.meta = "text", {}
    return list(found.values())


def _matches(text: str, names: Iterable[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what patterns find, from left to right; of two that overlap the first, and the longer."""
    every = [(name, match) for name in names for match in PATTERNS[name].finditer(text)]
    end = 0
    for name, match in sorted(every, key=lambda one: (one[1].start(), -one[1].end())):
        if match.start() >= end:
            end = match.end()
            yield name, match


def _gather(children: Sequence[Token]) -> _Words:
    words, skipping = _Words("", []), False
    for token in children:
        if token.type == "link_open" and token.markup == "autolink":
            skipping = True
        elif token.type == "link_close" and skipping:
            skipping, said = False, OTHER
        if skipping:
            continue
        said = _said(token) if token.markup != "autolink" else OTHER
        words.spans.append((len(words.text), len(words.text) + len(said), token))
        words.text += said
    return words


def _said(token: Token) -> str:
    """Return the typed words of a token, or a sign for what it is."""
    match token.type:
        case "text":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "text_special":
            return token.content if token.content == token.markup else ESCAPED.get(token.markup, OTHER)
        case "link_open":
            return LINK
        case "link_close":
            return LINKED
        case "code_inline" if RUN.match(token.content):
            return f"`{token.content}`"
        case "fact":
            return A_FACT.sub(rf"{OPEN}\1{CLOSE}", token.content)
        case "citation":
            crossing = PATTERNS["crossing"].match(token.content) or token.content == "@ref"
            return token.content if crossing else OTHER + "\n" * token.content.count("\n")
    return token.markup if token.type[:3] in ("sub", "sup", "s_o", "s_c") else OTHER


def _short(typed: str) -> str:
    first = typed.split("\n", 1)[0].rstrip()
    words = " ".join((first if len(first) > 2 else typed).split())
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"
