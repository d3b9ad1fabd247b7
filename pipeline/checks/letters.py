"""Check that every letter of the content can be set: on pages and on slides, with the theme's own fonts alone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from pipeline.content import Publication, Theme, find_printed
from pipeline.core import NO_CACHE, Cache, Place, Problem
from pipeline.text import (
    find_font_files,
    find_lacking,
    is_from_the_right,
    is_known,
    name_script,
    name_sign,
    suggest_font,
)

FOREIGN = re.compile(r"[^\x00-\x7f]")
WORD = re.compile(r"[^\s\x00-/:-@\[-`{-\x7f]+")  # letters, with whatever is not ASCII
LONGEST = 24  # letters of a word that are quoted
MOST = 8  # lines of one script that are told one by one
MARKS = "“”‘’«»‹›…–—、。，．・：；！？（）「」『』《》〈〉【】।॥"  # not quoted at the ends of a word
JAPANESE, RIGHT_TO_LEFT = "Japanese", "right to left"


def check_letters(publication: Publication, theme: Theme, cache: Cache = NO_CACHE) -> list[Problem]:
    """Return a problem for each line with letters that a form has no font for, or that are written from right to left.

    For letters that were had once, by the cache, no font is opened.
    """
    forms = (theme.page_fonts(), theme.deck_fonts())
    if not all(is_known(family) for fonts in forms for family in fonts):
        return []  # a problem of the theme
    words = [found for found in find_printed(publication) if not found[2].isascii()]
    letters = "".join(sorted(set(FOREIGN.findall("".join(text for _, _, text in words)))))
    files = [cut.path.name for fonts in forms for family in fonts for cut in find_font_files(family)]
    if not letters or cache.get("letters", (letters, files)) is not None:
        return []
    doubtful = {letter for letter in letters if is_from_the_right(letter) or _lacks(letter, forms)}
    if not doubtful:
        cache.put("letters", (letters, files), b"had")
        return []
    pattern = re.compile(f"[{re.escape(''.join(sorted(doubtful)))}]")
    return _tell(words, pattern, forms, bool(theme.fallback), publication.imprint.language)


def _lacks(word: str, forms: Iterable[Sequence[str]]) -> list[str]:
    """Return the letters of a word that one of the forms has no font for."""
    return [letter for fonts in forms for letter in find_lacking(word, fonts)]


def _tell(
    words: Iterable[tuple[str, Place, str]],
    doubtful: re.Pattern[str],
    forms: Sequence[Sequence[str]],
    has_fallback: bool,
    language: str,
) -> list[Problem]:
    found: dict[str, dict[Place, Problem]] = defaultdict(dict)  # by script: one a line
    read = cache(_read_lines)  # each file once
    for owner, place, text in words:
        for word in dict.fromkeys(WORD.findall(text)) if doubtful.search(text) else ():
            for script, quote in _amiss(word, doubtful, forms, language) if doubtful.search(word) else ():
                where = _find_line(place, word, read(place.path))
                found[script].setdefault(where, _problem(owner, where, script, quote, has_fallback))
    return [problem for script, lines in found.items() for problem in _first(script, list(lines.values()))]


def _amiss(
    word: str, doubtful: re.Pattern[str], forms: Sequence[Sequence[str]], language: str
) -> Iterator[tuple[str, str]]:
    """Yield the scripts of a word that cannot be set, each with what is to be quoted of it; "" is the script of a sign."""
    if any(map(is_from_the_right, word)):
        yield RIGHT_TO_LEFT, _shorten(word.strip(MARKS))
        return
    lacking: dict[str, str] = {}
    for cluster in _lacks(word, forms):
        lacking.setdefault(name_script(cluster[0]), cluster)
    sign = lacking.pop("", "")
    if "Chinese" in lacking and (JAPANESE in lacking or language.startswith("ja")):
        lacking[JAPANESE] = lacking.pop("Chinese")
    if sign and not lacking:
        yield "", sign
    for script, cluster in lacking.items():
        if script in ("Latin", "Greek", "Cyrillic"):  # of which most letters are there
            yield script, word.strip(MARKS)
        else:
            yield script, _shorten(word[word.index(cluster) :].strip(MARKS))


def _shorten(word: str) -> str:
    return word if len(word) <= LONGEST else f"{word[:LONGEST]}…"


def _problem(owner: str, place: Place, script: str, quote: str, has_fallback: bool) -> Problem:
    if script == RIGHT_TO_LEFT:
        letter = next(filter(is_from_the_right, quote), quote[0])
        what = f'{owner}: "{quote}" is {name_script(letter)}, and writing from right to left cannot be set'
        return Problem(place, what, "write the name in Latin letters")
    if not script:
        what = f'{owner}: no font of the theme has the sign "{quote}" ({name_sign(quote[0])})'
        return Problem(place, what, "leave it out, or say it in words")
    family, package = suggest_font(script)
    hint = "write it in Latin letters; or ask a designer to name a font that has them under fallback in theme.yaml"
    if family:
        line = f"add {family} to the fallback fonts of" if has_fallback else f"add  fallback: [{family}]  to"
        hint = f"write it in Latin letters; or ask a designer to  pip install {package}  and to {line} theme.yaml"
    return Problem(place, f'{owner}: no font of the theme has the {script} letters of "{quote}"', hint)


def _first(script: str, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems of one script; where there are many, the first, and at the next line how many more."""
    few = sorted(problems)
    yield from few[:MOST]
    if rest := few[MOST:]:
        more = f"{len(rest)} more lines" if len(rest) > 1 else "one more line"
        signs = (
            "writing from right to left" if script == RIGHT_TO_LEFT else f"{script} letters" if script else "such signs"
        )
        yield Problem(rest[0].place, f"{more}, this one and others, hold {signs}", rest[0].hint)


def _find_line(place: Place, word: str, lines: Sequence[str]) -> Place:
    """Return the place of the first of the lines of a file, from `place` on, that holds a word; `place` if none does."""
    at = next((n for n in range(max(place.line, 1), len(lines) + 1) if word in lines[n - 1]), place.line)
    return Place(place.path, at)


def _read_lines(path: str) -> tuple[str, ...]:
    try:
        return tuple(Path(path).read_text(encoding="utf-8").split("\n"))
    except (OSError, UnicodeDecodeError):  # a workbook, or a file in another encoding
        return ()
