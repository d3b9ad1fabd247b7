"""Check colors: of series and of the words of lists, which readers have to see and to tell apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path

from pipeline.content import Publication, Theme, Word
from pipeline.core import NO_CACHE, Cache, Place, Problem, shown, suggest
from pipeline.figures import MARK_CONTRAST, contrast, find_confusions

NAMED = re.compile(r"var\(--([\w-]+)\s*\)")  # in a style sheet
GIVEN = re.compile(r"--([\w-]+)\s*:")  # by a style sheet, or a layout
FONTS = ("text", "display", "code")  # that theme.css names


def check_colors(theme: Theme) -> list[Problem]:
    """Return problems of colors of series that are too pale on white, or too similar to one another."""
    place, names = theme.place_of("palette"), theme.series
    return [
        *(problem for name in dict.fromkeys(names) for problem in check_visible(name, theme, "theme", place)),
        *(
            Problem(
                theme.place_of("series"),
                f"theme: {told}",
                "make one of them much lighter or darker, or choose another",
            )
            for one, other in combinations(names, 2)
            if (told := tell_alike(one, other, theme))
        ),
    ]


def check_named_colors(theme: Theme, sheets: Iterable[Path], layouts: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for each color that style sheets name and the palette lacks: their rules would be left out.

    Names that style sheets or `layouts` give a value themselves are no colors of the palette.
    """
    texts = {sheet: sheet.read_text(encoding="utf-8") for sheet in sheets}
    given = {
        name
        for text in (*texts.values(), *(path.read_text("utf-8") for path in layouts))
        for name in GIVEN.findall(text)
    }
    named: dict[str, Counter[Path]] = {}
    for sheet, text in texts.items():
        for name in NAMED.findall(text):
            named.setdefault(name, Counter())[sheet] += 1
    for name, where in named.items():
        if name not in theme.colors and name not in given and name not in FONTS:
            sheet = where.most_common(1)[0][0]
            what = f'theme: no color called "{name}", and {shown(sheet)} names it'
            hint = f'add a line  {name}: "#…"  to the palette, also if it is the same as another; or write that style sheet anew'
            yield Problem(theme.place_of("palette"), what, hint)


def check_list_colors(publication: Publication, theme: Theme, cache: Cache = NO_CACHE) -> list[Problem]:
    """Return problems of the colors of words: not in the palette, too pale on white, or too similar within a list.

    Colors that were in order once, by the cache, are not checked again.
    """
    lists = publication.imprint.lists
    made_from = theme.palette, lists
    if cache.get("list-colors", made_from) is not None:
        return []
    problems = [problem for name, words in lists.items() for problem in _check_list(name, words, theme)]
    if lists and not problems:
        cache.put("list-colors", made_from, b"in order")
    return problems


def _check_list(name: str, words: Mapping[str, Word], theme: Theme) -> Iterator[Problem]:
    known = list[tuple[str, Word]]()
    for word in words.values():
        owner, place = f'word "{word.id}" of the list "{name}"', word.place_of("color")
        if word.color and word.color not in theme.palette:
            yield Problem(place, f'{owner}: no color called "{word.color}"', suggest(word.color, theme.palette))
        elif word.color:
            known.append((word.color, word))
            yield from check_visible(word.color, theme, owner, place)
    for (one, _), (other, word) in combinations(known, 2):
        if told := tell_alike(one, other, theme):
            hint = "choose another color for one of the two words; or leave the colors of the list out"
            yield Problem(word.place_of("color"), f'list "{name}": {told}', hint)


def check_visible(name: str, theme: Theme, owner: str, place: Place) -> Iterator[Problem]:
    """Yield a problem for a color of the palette that is too pale on white."""
    found = contrast(theme.palette[name], theme.palette["white"])
    if found < MARK_CONTRAST:
        what = f'{owner}: "{name}" is too pale to be seen on white: its contrast is {found:.1f}'
        yield Problem(place, what, f"choose a darker color: it needs a contrast of {MARK_CONTRAST:g}")


def tell_alike(one: str, other: str, theme: Theme) -> str:
    """Return a sentence about two colors that some readers cannot tell apart, or that are the same; otherwise ""."""
    if one == other:
        return f'"{one}" stands twice'
    sights = find_confusions(theme.palette[one], theme.palette[other])
    if not sights:
        return ""
    readers = "all readers" if "normal" in sights else f"readers with {' or '.join(sights)}"
    return f'"{one}" and "{other}" look alike to {readers}'
