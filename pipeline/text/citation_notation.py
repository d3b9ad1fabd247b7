"""Citations as Pandoc has them, read.

    [@key]  [see @a, p. 12; cf. @b, for a review]    a citation;  [-@key] without the author
    @key  @key [p. 12]                               the author in the sentence
    @{https://example.org/a?b=1}                     a key with any signs

A key holds letters of any script, digits and _, and between them single signs of those that Pandoc allows.
"""

import re
from collections.abc import Iterator

from pipeline.core import Place
from pipeline.text.reference import Reference

KEY = r"(\w(?:[:.#$%&+?<>~/-]?\w)*|\{[^{}\n]+\})"
CITED = re.compile(rf"(?<![\w.\\])(-?)@{KEY}")
# What stands in brackets and is no link, in which brackets and braces are closed.
GROUP = re.compile(
    r"\[((?:[^\[\]{}\\`]|\\.|\{[^{}]*\}|\[[^\[\]]*\])+)\](?!\((?:[a-z]+:|[./#])|\{\s*lang\s*=)", re.DOTALL
)
IN_TEXT = re.compile(  # a number alone is a price, unless it is a DOI: @ 5, @5
    rf"@(?!(?:fig|sec|tbl)-)(?=\{{|10\.\d{{4,}}/|[^\s\[\]@]*?[^\W\d_]){KEY}(?:[ \n]?\[([^\[\]^@][^\[\]@]*)\](?![(\[{{]))?"
)
CROSS_KEY = re.compile(r"(?:fig|sec|tbl)-")
BEHIND = re.compile(r"[\s,:.{]|$")  # a key that goes on with another sign is one that has to be in braces
PAGE = re.compile(r"\{|\S*\s?\d")  # how a locator begins that has no comma before it


def read_group(match: re.Match[str], line: int) -> list[Reference] | None:
    """Return what brackets cite, or None if they cite nothing and are words. `line` is that of the opening bracket.

    A part that is no citation is a reference of kind "". So is a group that begins as a citation does.
    """
    inside = match[1]
    keys = [cited[2] for cited in CITED.finditer(inside)]
    if not keys:
        return [_none(inside, line)] if re.match(r"\s*-?@", inside) else None
    if all(CROSS_KEY.match(key) for key in keys):
        bare = re.match(r"\s*-?@", inside)
        return [Reference("notation", match[0], Place("", line), "cross-in-brackets")] if bare else None
    return list(_read_parts(inside, line))


def _read_parts(inside: str, line: int) -> Iterator[Reference]:
    for part in _split(inside):
        found = list(CITED.finditer(part))
        one = found[0] if len(found) == 1 else None
        if one and not CROSS_KEY.match(one[2]) and BEHIND.match(part, one.end()):
            place = Place("", line + part.count("\n", 0, one.start()))
            mode = "suppress" if one[1] else "normal"
            yield Reference(
                "source", _key(one[2]), place, _locator(part[one.end() :]), mode, _words(part[: one.start()])
            )
        else:
            yield _none(part, line)
        line += part.count("\n")


def _split(inside: str) -> list[str]:
    """Return the parts between semicolons; one within a key in braces parts nothing."""
    return re.findall(r"(?:^|(?<=;))((?:\{[^{}]*\}|[^;])*)(?:;|$)", inside)


def read_in_text(match: re.Match[str], line: int) -> Reference:
    """Return the source that a sentence names, with the locator in brackets behind it."""
    return Reference("source", _key(match[1]), Place("", line), _locator(f", {match[2] or ''}"), "in-text")


def _none(typed: str, line: int) -> Reference:
    return Reference("", _words(typed), Place("", line))


def _key(typed: str) -> str:
    return typed[1:-1] if typed.startswith("{") else typed


def _words(typed: str) -> str:
    return " ".join(typed.split())


def _locator(rest: str) -> str:
    words = _words(rest)
    if words.startswith((",", ":", ".")):
        return words[1:].strip()
    return words if not words or PAGE.match(words) else f" {words}"
