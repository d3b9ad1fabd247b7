"""Prose: CommonMark without HTML, plus the notations of scholars.

    [@key]  [@a; @b, p. 12]     a citation;  [-@key] without the author,  @key in the sentence
    @fig-bracero-contracts      a cross-reference to a figure
    @sec-sovereignty            a cross-reference to a chapter or an entry
    @tbl-bracero-contracts      a cross-reference to the table of a figure's data
    {bracero-peak}              a fact; {bracero-peak:short} for a slide
    ^[an aside]                 a note

A Voice says how these read in one output; the brief and the deck each have one.
"""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from pipeline.record import Place, Prose
from pipeline.typography import find_quotes

CITATION = re.compile(r"\[-?@[^\[\]]+\]")
CITED = re.compile(r"\s*(-?)@([A-Za-z0-9][\w:.-]*?)\s*(?:,\s*(.+?))?\s*")
IN_TEXT = re.compile(r"@(?!(?:fig|sec|tbl)-)([A-Za-z](?:[\w:.-]*\w)?)")
CROSS = re.compile(r"@(fig|sec|tbl)-([a-z0-9]+(?:-[a-z0-9]+)*)")
FACT = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Reference:
    """Something that prose names: a source, a fact, a figure or a section.

    The locator is a page of a source, or the variant of a fact.
    """

    kind: str  # "source" | "fact" | "fig" | "tbl" | "sec" | "" (cannot be read)
    id: str
    place: Place
    locator: str = ""
    mode: str = "normal"  # of a citation: normal, suppress (the author) or in-text


class Voice(Protocol):
    """How the notations read in one output. Each returns markup."""

    language: str

    def cite(self, references: Sequence[Reference]) -> Markup: ...
    def fact(self, reference: Reference) -> Markup: ...
    def cross(self, reference: Reference) -> Markup: ...
    def figure(self, id: str) -> Markup: ...
    def note(self, inner: Markup) -> Markup: ...


# ---------------------------------------------------------------- what others call


def find_references(prose: Prose) -> list[Reference]:
    """Everything that prose names, in order."""
    return list(_references(_parse(prose)))


def find_words(prose: Prose) -> list[tuple[str, int]]:
    """The typed words of each paragraph, and the line it begins on.

    Line breaks are kept; a mark stands for whatever is not typed: facts, citations, references.
    """
    blocks = (token for token in _parse(prose) if token.type == "inline")
    return [(_words(block), prose.place.line + (block.map[0] if block.map else 0)) for block in blocks]


def placed_figures(prose: Prose) -> list[str]:
    """Figures that a paragraph of their own puts at a spot in the text."""
    return [token.meta["id"] for token in _parse(prose) if token.type == "figure"]


def render_blocks(prose: Prose, voice: Voice) -> Markup:
    """Paragraphs, lists, tables, headings."""
    markdown = _markdown(voice.language)
    return Markup(_renderer(markdown).render(_parse(prose, voice.language), markdown.options, {"voice": voice}))


def render_line(prose: Prose, voice: Voice) -> Markup:
    """The words of one paragraph, without the paragraph."""
    markdown = _markdown(voice.language)
    inline = [token for token in _parse(prose, voice.language) if token.type == "inline"]
    env = {"voice": voice}
    parts = (_renderer(markdown).renderInline(token.children or [], markdown.options, env) for token in inline)
    return Markup(" ".join(parts))


def render_plain(prose: Prose, voice: Voice) -> str:
    """The words alone, without any markup."""
    return " ".join(render_line(prose, voice).striptags().split())


# ---------------------------------------------------------------- reading


@cache
def _parse(prose: Prose, language: str = "en") -> list[Token]:
    """Tokens. The language matters for quotation marks alone."""
    return _markdown(language).parse(prose.source, {"place": prose.place})


def _references(tokens: Sequence[Token]) -> Iterator[Reference]:
    for token in tokens:
        if token.type == "figure":
            yield Reference("fig", token.meta["id"], token.meta["place"])
        yield from token.meta.get("references", ())
        yield from _references(token.children or ())


def _words(block: Token) -> str:
    words = ""
    for token in block.children or ():
        if token.type == "text":
            words += token.content
        elif token.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif token.type in ("note_open", "note_close"):
            words += " "
        elif token.type in ("citation", "fact", "cross"):
            words += "\N{OBJECT REPLACEMENT CHARACTER}" + "\n" * token.content.count("\n")
    return words


def _push(state: StateInline, kind: str, references: list[Reference], end: int) -> bool:
    token = state.push(kind, "", 0)
    token.content = state.src[state.pos : end]
    token.meta = {"references": references}
    state.pos = end
    return True


def _here(state: StateInline) -> Place:
    """The line a notation stands on: filled in by _place_references, block by block."""
    return Place("", state.src.count("\n", 0, state.pos))


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos)
    if not match:
        return False
    if silent:
        state.pos = match.end()
        return True
    references = []
    for part in match[0][1:-1].split(";"):
        cited = CITED.fullmatch(part)
        if cited:
            mode = "suppress" if cited[1] else "normal"
            references.append(Reference("source", cited[2], _here(state), cited[3] or "", mode))
        else:
            references.append(Reference("", part.strip(), _here(state)))
    spaced = state.pending.endswith(" ")
    state.pending = state.pending.rstrip(" ")
    _push(state, "citation", references, match.end())
    state.tokens[-1].meta["space"] = " " if spaced else ""
    return True


def _in_text_rule(state: StateInline, silent: bool) -> bool:
    match = IN_TEXT.match(state.src, state.pos)
    if not match or (state.pos and state.src[state.pos - 1].isalnum()):
        return False
    if silent:
        state.pos = match.end()
        return True
    return _push(state, "citation", [Reference("source", match[1], _here(state), mode="in-text")], match.end())


def _cross_rule(state: StateInline, silent: bool) -> bool:
    match = CROSS.match(state.src, state.pos)
    if not match or (state.pos and state.src[state.pos - 1].isalnum()):
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


def _place_references(state: StateCore) -> None:
    """Give every reference its line in the file."""
    base: Place = state.env["place"]
    for block in state.tokens:
        first = base.line + (block.map[0] if block.map else 0)
        for token in block.children or ():
            token.meta["references"] = [
                replace(r, place=Place(base.path, first + r.place.line)) for r in token.meta.get("references", ())
            ]


def _place_figures(state: StateCore) -> None:
    """A paragraph that holds nothing but @fig-… puts the figure there."""
    tokens: list[Token] = []
    for token in state.tokens:
        only = token.children or []
        alone = token.type == "inline" and len(only) == 1 and only[0].type == "cross"
        reference = only[0].meta["references"][0] if alone else None
        if reference and reference.kind == "fig" and tokens and tokens[-1].type == "paragraph_open":
            tokens[-1] = Token("figure", "", 0, meta={"id": reference.id, "place": reference.place})
        elif not (token.type == "paragraph_close" and tokens and tokens[-1].type == "figure"):
            tokens.append(token)
    state.tokens = tokens


# ---------------------------------------------------------------- rendering

Env = MutableMapping[str, Any]


def _render_citation(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    cited = str(env["voice"].cite(tokens[at].meta["references"]))
    return tokens[at].meta.get("space", "") + cited if cited else ""


def _render_cross(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].cross(tokens[at].meta["references"][0]))


def _render_fact(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].fact(tokens[at].meta["references"][0]))


def _render_figure(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].figure(tokens[at].meta["id"]))


def _link_is_safe(url: str) -> bool:
    return bool(re.match(r"(https?://|mailto:)\S", url, re.IGNORECASE))


class _Renderer(RendererHTML):
    """Adds notes, whose inside has to be rendered first so that a voice can place or drop it."""

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Env) -> str:
        result, at = "", 0
        while at < len(tokens):
            if tokens[at].type == "note_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "note_close")
                inner = Markup(super().renderInline(tokens[at + 1 : end], options, env))
                result += str(env["voice"].note(inner))
                at = end + 1
                continue
            end = next((n for n in range(at, len(tokens)) if tokens[n].type == "note_open"), len(tokens))
            result += super().renderInline(tokens[at:end], options, env)
            at = end
        return result


def _renderer(markdown: MarkdownIt) -> _Renderer:
    renderer = markdown.renderer
    assert isinstance(renderer, _Renderer)
    return renderer


@cache
def _markdown(language: str) -> MarkdownIt:
    settings = {"html": False, "typographer": True, "quotes": find_quotes(language)}
    markdown = MarkdownIt("commonmark", settings, renderer_cls=_Renderer)
    markdown.enable(["table", "replacements", "smartquotes"]).disable(["image"])
    markdown.validateLink = _link_is_safe  # type: ignore[method-assign]
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    markdown.inline.ruler.before("link", "note", _note_rule)
    markdown.inline.ruler.push("cross", _cross_rule)
    markdown.inline.ruler.push("fact", _fact_rule)
    markdown.inline.ruler.push("in_text", _in_text_rule)
    markdown.core.ruler.push("place_references", _place_references)
    markdown.core.ruler.push("place_figures", _place_figures)
    for name, rule in {
        "citation": _render_citation,
        "cross": _render_cross,
        "fact": _render_fact,
        "figure": _render_figure,
    }.items():
        markdown.add_render_rule(name, rule)
    return markdown
