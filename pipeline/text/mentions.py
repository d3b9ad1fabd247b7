"""What prose names and what it says, without rendering it. Known from build to build, for most of it stays as it is."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import cache, partial
from typing import Any

from markdown_it.token import Token

from pipeline.content import Prose
from pipeline.core import Cache, Place
from pipeline.text.markdown import parse_prose, references_in
from pipeline.text.reference import Reference

ParagraphWords = tuple[str, int]  # of a paragraph, and the line it begins on


@dataclass(frozen=True)
class _Said:
    references: tuple[Reference, ...]
    keys: tuple[Reference, ...]
    words: tuple[ParagraphWords, ...]


def find_references(prose: Prose) -> tuple[Reference, ...]:
    """Return everything that prose names, in order."""
    return _said(prose).references


def find_large_facts(prose: Prose) -> tuple[Reference, ...]:
    """Return, in order, the facts that are each alone in a paragraph, and so are set large."""
    return _said(prose).keys


def find_words(prose: Prose) -> tuple[ParagraphWords, ...]:
    """Return the typed words of each paragraph, and the line it begins on.

    Line breaks are kept. The character U+FFFC replaces whatever is not typed: facts, citations, cross-references.
    """
    return _said(prose).words


@cache
def _said(prose: Prose) -> _Said:
    if prose in KNOWN:
        return KNOWN[prose]
    tokens = parse_prose(prose)
    keys = (token.meta["references"][0] for token in tokens if token.type == "key")
    blocks = (token for token in tokens if token.type == "inline")
    words = ((_words(block), prose.place.line + (block.map[0] if block.map else 0)) for block in blocks)
    return _Said(tuple(references_in(tokens)), tuple(keys), tuple(words))


def _words(block: Token) -> str:
    words = ""
    for token in block.children or ():
        if token.type == "text":
            words += token.content
        elif token.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif token.type in ("note_open", "note_close"):
            words += " "
        elif token.type == "sup_open" and words[-1:].isdigit():  # 10^6^ is not 106
            words += "^"
        elif token.type in ("citation", "fact", "cross"):
            words += "\N{OBJECT REPLACEMENT CHARACTER}" + "\n" * token.content.count("\n")
    return words


# ---------------------------------------------------------------- from build to build

KNOWN: dict[Prose, _Said] = {}  # of the last build


def warm_mentions(texts: Iterable[Prose], cache: Cache) -> None:
    """Read from the cache what texts name and their words, for files that did not change; parse and keep the others.

    Without a cache folder, nothing is done.
    """
    if cache.folder is None:
        return
    KNOWN.clear()
    files: dict[str, list[Prose]] = defaultdict(list)
    for text in texts:
        files[text.place.path].append(text)
    for path, told in files.items():
        made_from = [(text.source, text.place.line, text.takes) for text in told]
        kept = json.loads(cache.keep("prose", made_from, partial(_packed, told)))
        KNOWN.update({text: _unpacked(said, path) for text, said in zip(told, kept, strict=True)})


def _packed(texts: Iterable[Prose]) -> bytes:
    return json.dumps([astuple(_said(text)) for text in texts]).encode()


def _unpacked(said: Any, path: str) -> _Said:
    references, keys, words = said
    told, large = (tuple(_reference(one, path) for one in found) for found in (references, keys))
    return _Said(told, large, tuple((text, line) for text, line in words))


def _reference(plain: Any, path: str) -> Reference:
    kind, id, (_, line), locator, mode, prefix = plain
    return Reference(kind, id, Place(path, line), locator, mode, prefix)
