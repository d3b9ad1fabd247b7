"""The notations of prose, read: each becomes a token that knows what it names, and on which line.

    [see @key, p. 12]  @key     a citation; see citation_notation
    @fig-bracero-contracts      a cross-reference to a figure
    @sec-sovereignty            a cross-reference to a chapter or an entry
    @tbl-bracero-contracts      a cross-reference to the table of a figure, in the workbook if it is none itself
    @box-consulates             a cross-reference to a box of a chapter or an entry
    {bracero-peak}              a fact; {bracero-peak:short} for a slide
    ^[an aside]                 a note
    [palabras]{lang=es}         words in another language
    H~2~O  m^2^                 a subscript, a superscript, without spaces in them
    https://example.org         an address, which becomes a link

A paragraph that holds nothing but a figure or a box puts it there; one that holds nothing but a
fact makes the number stand out.
"""

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from pipeline.core import Place
from pipeline.text.boxes import add_boxes
from pipeline.text.captions import add_captions
from pipeline.text.citation_notation import GROUP, IN_TEXT, read_group, read_in_text
from pipeline.text.find_notations import add_foreign_notations
from pipeline.text.reference import Reference

CROSS = re.compile(r"@(fig|sec|tbl|box)-([a-z0-9]+(?:-[a-z0-9]+)*)")
FACT = re.compile(r"\{([^{}\n]*)\}")
SCRIPTS = {
    "~": ("sub", re.compile(r"~((?:\\.|[^\s~\\])+)~(?!~)")),
    "^": ("sup", re.compile(r"\^(?!\[)((?:\\.|[^\s^\\])+)\^")),
}
SCHEME = re.compile(r"\bhttps?$")
ADDRESS = re.compile(r"://[^\s<>\[\]{}\"“”]*[^\s<>\[\]{}\"“”.,;:!?)]")
FOREIGN = re.compile(r"\{\s*lang\s*=\s*[\"“]?([^{}\s\"“”]*)[\"”]?\s*\}")


def add_notations(markdown: MarkdownIt) -> None:
    """Add the rules of the notations to a Markdown parser."""
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    markdown.inline.ruler.before("link", "note", _note_rule)
    markdown.inline.ruler.before("link", "foreign", _foreign_rule)
    markdown.inline.ruler.push("script", _script_rule)
    markdown.inline.ruler.push("address", _address_rule)
    markdown.inline.ruler.push("cross", _cross_rule)
    markdown.inline.ruler.push("fact", _fact_rule)
    markdown.inline.ruler.push("in_text", _in_text_rule)
    add_boxes(markdown)
    add_captions(markdown)
    markdown.core.ruler.after("inline", "foreign_notations", add_foreign_notations)
    markdown.core.ruler.push("place_references", _place_references)
    markdown.core.ruler.push("set_apart", _set_apart)


def _push(state: StateInline, kind: str, references: list[Reference], end: int) -> bool:
    token = state.push(kind, "", 0)
    token.content = state.src[state.pos : end]
    token.meta = {"references": references}
    state.pos = end
    return True


def _here(state: StateInline) -> Place:
    """Return the line of a notation within its block, from 0; `_place_references` fills in file and first line."""
    return Place("", state.src.count("\n", 0, state.pos))


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = GROUP.match(state.src, state.pos, state.posMax)
    references = read_group(match, _here(state).line) if match else None
    if match is None or references is None:
        return False
    if silent:
        state.pos = match.end()
        return True
    spaced = state.pending.endswith(" ")
    state.pending = state.pending.rstrip(" ")
    _push(state, "citation", references, match.end())
    state.tokens[-1].meta["space"] = " " if spaced else ""
    return True


def _in_text_rule(state: StateInline, silent: bool) -> bool:
    match = IN_TEXT.match(state.src, state.pos, state.posMax)
    if not match or _in_word(state):
        return False
    if silent:
        state.pos = match.end()
        return True
    reference = read_in_text(match, _here(state).line)
    if _is_suppressed(state):
        state.pending, reference = state.pending[:-1], replace(reference, mode="suppress")
    return _push(state, "citation", [reference], match.end())


def _is_suppressed(state: StateInline) -> bool:
    """Return whether a hyphen that begins a word stands before: -@key is the citation without its author."""
    before = state.src[max(state.pos - 2, 0) : state.pos]
    return state.pending.endswith("-") and (before == "-" or before[0] in " \n([")


def _in_word(state: StateInline) -> bool:
    """Return whether a letter stands before, as in an address of e-mail."""
    return bool(state.pos) and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] == "_")


def _cross_rule(state: StateInline, silent: bool) -> bool:
    match = CROSS.match(state.src, state.pos)
    if not match or _in_word(state):
        return False
    if silent:
        state.pos = match.end()
        return True
    return _push(state, "cross", [Reference(match[1], match[2], _here(state))], match.end())


def _fact_rule(state: StateInline, silent: bool) -> bool:
    match = FACT.match(state.src, state.pos)
    if not match:
        return False
    if silent:
        state.pos = match.end()
        return True
    id, _, variant = match[1].strip().partition(":")
    return _push(state, "fact", [Reference("fact", id, _here(state), variant)], match.end())


def _note_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("^[", state.pos):
        return False
    start = state.pos + 2
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        outer = state.posMax
        state.push("note_open", "", 1)
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push("note_close", "", -1)
    state.pos = end + 1
    return True


def _foreign_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos + 1, state.md.helpers.parseLinkLabel(state, state.pos)
    match = FOREIGN.match(state.src, end + 1) if end > 0 else None
    if not match:
        return False
    if not silent:
        outer = state.posMax
        opening = state.push("foreign_open", "span", 1)
        opening.attrs = {"lang": match[1]}
        opening.meta = {"references": [Reference("lang", match[1], _here(state))]}
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push("foreign_close", "span", -1)
    state.pos = match.end()
    return True


def _script_rule(state: StateInline, silent: bool) -> bool:
    """Read a subscript or a superscript; a space in it, after a backslash, is one that does not break."""
    sign = state.src[state.pos]
    if sign not in SCRIPTS or (sign == "~" and state.src[state.pos - 1 : state.pos] == "~"):
        return False
    name, pattern = SCRIPTS[sign]
    match = pattern.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        outer = state.posMax
        state.push(f"{name}_open", name, 1).markup = sign
        if "\\ " in match[1]:
            state.push("text", "", 0).content = match[1].replace("\\ ", "\N{NO-BREAK SPACE}")
        else:
            state.pos, state.posMax = match.start(1), match.end(1)
            state.md.inline.tokenize(state)
            state.posMax = outer
        state.push(f"{name}_close", name, -1).markup = sign
    state.pos = match.end()
    return True


def _address_rule(state: StateInline, silent: bool) -> bool:
    """Read an address as a link, from its colon on; the scheme before it has been read as text."""
    scheme = SCHEME.search(state.pending)
    rest = ADDRESS.match(state.src, state.pos)
    if not (scheme and rest) or state.linkLevel:
        return False
    if not silent:
        state.pending = state.pending[: scheme.start()]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": scheme[0] + rest[0]}
        state.push("text", "", 0).content = scheme[0] + rest[0]
        state.push("link_close", "a", -1).markup = opening.markup = "autolink"
    state.pos = rest.end()
    return True


def _place_references(state: StateCore) -> None:
    """Set the file and line of every reference."""
    base: Place = state.env["place"]
    for block in state.tokens:
        first = base.line + (block.map[0] if block.map else 0)
        for token in block.children or ():
            token.meta["references"] = [
                replace(r, place=Place(base.path, first + r.place.line)) for r in token.meta.get("references", ())
            ]


def _set_apart(state: StateCore) -> None:
    """Replace each paragraph that holds nothing but @fig-…, @box-… or a fact by a token: figure, placed_box or key."""
    tokens: list[Token] = []
    for token in state.tokens:
        apart = _apart(token)
        if apart and tokens and tokens[-1].type == "paragraph_open":
            tokens[-1] = apart
        elif not (token.type == "paragraph_close" and tokens and tokens[-1].type in ("figure", "placed_box", "key")):
            tokens.append(token)
    state.tokens = tokens


def _apart(block: Token) -> Token | None:
    only = block.children or []
    if block.type != "inline" or len(only) != 1 or only[0].type not in ("cross", "fact"):
        return None
    reference: Reference = only[0].meta["references"][0]
    if reference.kind in ("fig", "box"):
        kind = "figure" if reference.kind == "fig" else "placed_box"
        return Token(kind, "", 0, meta={"id": reference.id, "place": reference.place})
    return Token("key", "", 0, meta={"references": [reference]}) if reference.kind == "fact" else None
