"""Prose: CommonMark without HTML, plus the notations of scholars (see notation).

A Renderer says how these read in one output; pages and slides each have one.
"""

import re
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from functools import cache
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup, escape

from pipeline.content import Prose
from pipeline.core import Place
from pipeline.text.boxes import end_of_box
from pipeline.text.letters import is_ideograph
from pipeline.text.notation import add_notations
from pipeline.text.paragraphs import as_paragraphs
from pipeline.text.reference import Reference
from pipeline.text.typography import Quotes, find_quotes


class Renderer(Protocol):
    """A renderer of the notations for one output. Each method returns the markup of one notation."""

    language: str

    cites: bool  # whether citations are printed
    talks: bool  # whether every block becomes paragraphs and lists, as in speaker's notes

    def cite(self, references: Sequence[Reference]) -> Markup: ...
    def fact(self, reference: Reference, before: str = "", after: str = "") -> Markup: ...
    def cross(self, reference: Reference) -> Markup: ...
    def figure(self, id: str) -> Markup: ...
    def key(self, reference: Reference) -> Markup: ...
    def note(self, inner: Markup) -> Markup: ...
    def box(self, title: Markup, text: Markup, kind: str) -> Markup: ...
    def placed_box(self, id: str) -> Markup: ...


# ---------------------------------------------------------------- what others call


def placed_figures(prose: Prose, figures: Sequence[str] = ()) -> list[str]:
    """Return the ids of the figures that have a place in the text, in order.

    That is a paragraph of their own or, for one of `figures`, the block that first mentions it.
    """
    return [token.meta["id"] for token in _with_figures(parse_prose(prose), figures) if token.type == "figure"]


def placed_boxes(prose: Prose) -> list[str]:
    """Return the ids of the boxes that have a paragraph of their own in the text, in order."""
    return [token.meta["id"] for token in parse_prose(prose) if token.type == "placed_box"]


def render_blocks(prose: Prose, renderer: Renderer, figures: Sequence[str] = ()) -> Markup:
    """Return paragraphs, lists, tables and headings as markup.

    Each of `figures` that has no paragraph of its own follows the block that first mentions it.
    """
    markdown = _markdown(find_quotes(renderer.language))
    tokens = _with_figures(parse_prose(prose, renderer.language), figures)
    if renderer.talks:
        tokens = as_paragraphs(tokens)
    return Markup(_renderer(markdown).render(tokens, markdown.options, {"voice": renderer}))


def render_paragraphs(prose: Prose, renderer: Renderer) -> list[Markup]:
    """Return the words of each paragraph, each item of a list and each row of a table as markup of one line."""
    markdown = _markdown(find_quotes(renderer.language))
    env, options = {"voice": renderer}, markdown.options
    tokens = as_paragraphs(parse_prose(prose, renderer.language))
    return [
        renderer.key(token.meta["references"][0])
        if token.type == "key"
        else Markup(_renderer(markdown).renderInline(token.children or [], options, env))
        for token in tokens
        if token.type in ("inline", "key")
    ]


def render_line(prose: Prose, renderer: Renderer) -> Markup:
    """Return the words of prose as markup in one line, without paragraphs or other blocks."""
    markdown = _markdown(find_quotes(renderer.language))
    inline = [token for token in parse_prose(prose, renderer.language) if token.type == "inline"]
    env = {"voice": renderer}
    parts = (_renderer(markdown).renderInline(token.children or [], markdown.options, env) for token in inline)
    return Markup(" ".join(parts))


def render_plain(prose: Prose, renderer: Renderer) -> str:
    """Return the words of prose in one line, without any markup."""
    return " ".join(render_line(prose, renderer).striptags().split())


# ---------------------------------------------------------------- reading


def parse_prose(prose: Prose, language: str = "en") -> list[Token]:
    """Return the tokens of prose. The language matters for quotation marks alone."""
    return _tokens(prose, find_quotes(language))


def parse_inline(words: str, language: str) -> Sequence[Token]:
    """Return the tokens of words that are part of a notation, such as those around a citation."""
    return parse_prose(Prose(words, Place("", 0), "line"), language)[0].children or []


@cache
def _tokens(prose: Prose, quotes: Quotes) -> list[Token]:
    """Return tokens; those of a line are words alone, whatever sign it begins with."""
    env = {"place": prose.place, "takes": prose.takes}
    read = _markdown(quotes).parseInline if prose.takes == "line" else _markdown(quotes).parse
    return read(prose.source, env)


def references_in(tokens: Sequence[Token]) -> Iterator[Reference]:
    """Yield everything that tokens name, in order."""
    for token in tokens:
        if token.type in ("figure", "placed_box"):
            yield Reference("fig" if token.type == "figure" else "box", token.meta["id"], token.meta["place"])
        yield from token.meta.get("references", ())
        yield from references_in(token.children or ())


def _with_figures(tokens: Sequence[Token], figures: Sequence[str]) -> list[Token]:
    """Return tokens, each of `figures` added after the block that first mentions it unless it is placed already."""
    waiting = set(figures) - {token.meta["id"] for token in tokens if token.type == "figure"}
    result: list[Token] = []
    mentioned: list[Reference] = []
    for token in tokens:
        result.append(token)
        mentioned += references_in([token])
        if token.level == 0 and token.nesting <= 0:  # a block ends
            for reference in mentioned:
                if reference.kind == "fig" and reference.id in waiting:
                    waiting.remove(reference.id)
                    result.append(Token("figure", "", 0, meta={"id": reference.id, "place": reference.place}))
            mentioned = []
    return result


# ---------------------------------------------------------------- rendering

Env = MutableMapping[str, Any]


def _render_citation(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    cited = str(env["voice"].cite(tokens[at].meta["references"]))
    return tokens[at].meta.get("space", "") + cited if cited else ""


def _render_softbreak(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Return a line break for the end of a typed line; nothing before a citation that is not printed, or in Chinese."""
    before_citation = at + 1 < len(tokens) and tokens[at + 1].type == "citation" and not _is_in_text(tokens[at + 1])
    beside = [
        token.content for token in (*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]) if token.type == "text"
    ]
    is_chinese = len(beside) == 2 and is_ideograph(beside[0][-1:]) and is_ideograph(beside[1][:1])
    return "" if is_chinese or (before_citation and not env["voice"].cites) else "\n"


def _is_in_text(citation: Token) -> bool:
    return any(reference.mode == "in-text" for reference in citation.meta["references"])


def _render_cross(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].cross(tokens[at].meta["references"][0]))


BESIDE = 40  # letters that are looked at


def _words_beside(tokens: Iterable[Token]) -> list[str]:
    """Return the words of tokens up to the first that holds none, through emphasis and the end of a typed line."""
    words: list[str] = []
    for token in tokens:
        if token.type == "text":
            words.append(token.content)
        elif token.type == "softbreak":
            words.append(" ")
        elif not token.type.startswith(("strong_", "em_", "foreign_")):
            break
        if sum(map(len, words)) > BESIDE:
            break
    return words


def _render_fact(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    before, after = _words_beside(reversed(tokens[:at])), _words_beside(tokens[at + 1 :])
    return str(env["voice"].fact(tokens[at].meta["references"][0], "".join(reversed(before)), "".join(after)))


def _render_figure(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].figure(tokens[at].meta["id"]))


def _render_placed_box(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    return str(env["voice"].placed_box(tokens[at].meta["id"]))


def _render_key(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Return a large fact in a paragraph of its own.

    If a paragraph follows, return "" and keep the fact in `env`, to begin that paragraph with it.
    """
    key = env["voice"].key(tokens[at].meta["references"][0])
    if env["voice"].talks:
        return str(Markup("<p>{}</p>\n").format(key))
    if tokens[at + 1 : at + 2] and tokens[at + 1].type == "paragraph_open":
        env["lead"] = key
        return ""
    return str(Markup('<p class="keyed">{}</p>\n').format(key))


def _render_paragraph(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    lead = env.pop("lead", None)
    if lead is None:
        return str(RendererHTML.renderToken(self, tokens, at, options, env))
    return str(Markup('<p class="keyed">{} ').format(lead))


def _render_code(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    if env["voice"].talks:
        return str(escape(tokens[at].content))
    return str(RendererHTML.code_inline(self, tokens, at, options, env))


def _render_link(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Env) -> str:
    """Return the beginning of a link, without the title that Markdown may give it: nobody sees it on paper."""
    return str(Markup('<a href="{}">').format(tokens[at].attrs["href"]))


def _link_is_safe(url: str) -> bool:
    return bool(re.match(r"(https?://|mailto:)\S", url, re.IGNORECASE))


class _Renderer(RendererHTML):
    """An HTML renderer with notes and boxes: their inside is rendered first, then the voice places or drops it."""

    def render(self, tokens: Sequence[Token], options: Any, env: Env) -> str:
        result, at = "", 0
        while at < len(tokens):
            opens = next((n for n in range(at, len(tokens)) if tokens[n].type == "box_open"), len(tokens))
            result += super().render(tokens[at:opens], options, env)
            at = opens
            if opens < len(tokens):
                at = end_of_box(tokens, opens) + 1
                result += self.box(tokens[opens : at - 1], options, env)
        return result

    def box(self, tokens: Sequence[Token], options: Any, env: Env) -> str:
        """Return a box, from the token that opens it to the one before that which closes it."""
        titled = 4 if [token.type for token in tokens[1:3]] == ["heading_open", "inline"] else 1
        title = self.renderInline(tokens[2].children or [], options, env) if titled > 1 else ""
        text = self.render(tokens[titled:], options, env)
        return str(env["voice"].box(Markup(title), Markup(text), tokens[0].meta["kind"]))

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
def _markdown(quotes: Quotes) -> MarkdownIt:
    settings = {"html": False, "typographer": True, "quotes": quotes}
    markdown = MarkdownIt("commonmark", settings, renderer_cls=_Renderer)
    markdown.enable(["table", "strikethrough", "replacements", "smartquotes"]).disable(["image"])
    markdown.validateLink = _link_is_safe  # type: ignore[method-assign]
    add_notations(markdown)
    for name, rule in {
        "citation": _render_citation,
        "code_inline": _render_code,
        "link_open": _render_link,
        "softbreak": _render_softbreak,
        "cross": _render_cross,
        "fact": _render_fact,
        "figure": _render_figure,
        "key": _render_key,
        "placed_box": _render_placed_box,
        "paragraph_open": _render_paragraph,
    }.items():
        markdown.add_render_rule(name, rule)
    return markdown
