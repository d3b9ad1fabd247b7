"""What pandoc answers about citations, its inlines in JSON, as the markup that pages and slides share."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from pipeline.content import Publication, Source
from pipeline.text.reference import name_anchor
from pipeline.text.typography import find_language

Json = dict[str, Any]
AS_TYPED = "nocase"  # what CSL calls words whose capitals stay
Foreign = Mapping[str, tuple[str, Source]]  # by id: the code of a language, and the source
Targets = frozenset[str] | None  # ids of listed sources; None where no link may stand


def read_markup(inlines: Iterable[Json], targets: Targets) -> Markup:
    """Return pandoc's inlines as the markup that pages and slides share. A link holds no other link."""
    return Markup("").join(_one(inline, targets) for inline in inlines)


def _one(inline: Json, targets: Targets) -> Markup:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    match kind:
        case "Str":
            return escape(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return Markup(" ")
        case "Emph":
            return Markup("<em>{}</em>").format(read_markup(content, targets))
        case "Strong":
            return Markup("<strong>{}</strong>").format(read_markup(content, targets))
        case "Link":
            return _link(content[2][0], content[1], targets)
        case "Quoted":
            marks = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
            return escape(marks[0]) + read_markup(content[1], targets) + escape(marks[1])
        case "Span" if AS_TYPED in content[0][1]:
            return Markup('<span class="{}">{}</span>').format(AS_TYPED, read_markup(content[1], targets))
        case "Span" | "Cite":
            return read_markup(content[1], targets)
        case "Superscript" | "Subscript":  # 10<sup>6</sup> is not 106
            return Markup("<{0}>{1}</{0}>").format(
                "sup" if kind == "Superscript" else "sub", read_markup(content, targets)
            )
        case "SmallCaps" | "Underline" | "Strikeout":
            return read_markup(content, targets)
        case "Code" | "Math":
            return escape(content[1])
    return Markup("")


def _link(url: str, inlines: Iterable[Json], targets: Targets) -> Markup:
    inner, id = read_markup(inlines, None), url.removeprefix("#ref-")
    if targets and id in targets:
        return Markup('<a class="cite" href="#source-{}">{}</a>').format(name_anchor(id), inner)
    if targets is not None and url.startswith(("http://", "https://")):
        return Markup('<a href="{}">{}</a>').format(url, inner)
    return inner


# ---------------------------------------------------------------- other languages


def find_foreign(publication: Publication) -> Foreign:
    """Return sources in another language than the publication's, by id: the code of the language, and the source."""
    own = publication.imprint.language.split("-")[0]
    codes = {source.id: find_language(source.language) for source in publication.sources.values()}
    return {id: (code, publication.sources[id]) for id, code in codes.items() if code and code.split("-")[0] != own}


def tell_languages(markup: Markup, foreign: Foreign) -> Markup:
    """Return citations with a `lang` attribute on each foreign title, to be read aloud in its language."""
    if AS_TYPED not in markup:
        return markup
    codes = {
        _letters(title): code
        for code, source in foreign.values()
        for title in (source.title, source.title_short or source.title)
    }

    def tell(title: re.Match[str]) -> str:
        code = codes.get(_letters(html.unescape(re.sub("<[^>]+>", "", title[1]))))
        return f'<span lang="{code}">{title[1]}</span>' if code else title[1]

    return Markup(re.sub(f'<span class="{AS_TYPED}">(.*?)</span>', tell, markup))


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())
