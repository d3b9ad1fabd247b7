"""Say what runs over on the pages of a PDF: as a problem of the content, or of the layout that places it there."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.core import Place, Problem, quoted, shown
from pipeline.pdf.overruns import Overrun

LONG = 48  # letters of a text that is quoted
Finder = Callable[[Sequence[str], Sequence[str]], tuple[Place, str]]

TABLE = (
    "take out a column, or shorten the longest words: it is set as small as a table may be, and its words are divided"
)
WORDS = "shorten it, or divide the word"
ONTO = "shorten it; if it is short, the layout places it badly"
LAYOUT = "this is a mistake in a layout or a style sheet; what means to reach over the edge says so with data-bleed"


def name_overruns(overruns: Sequence[Overrun], find: Finder, layout: Path, in_inches: bool) -> list[Problem]:
    """Return what runs over as problems.

    `find` tells the place of words in the content, and the name of their record, by ids of elements and by the words.
    `layout` is the file that the HTML comes from; lengths are told in inches or in millimetres.
    """
    return [_name(overrun, find, layout, in_inches) for overrun in overruns]


def _name(overrun: Overrun, find: Finder, layout: Path, in_inches: bool) -> Problem:
    by = _length(overrun.by, in_inches)
    if overrun.tag:
        return Problem(_find_tag(overrun.tag, layout), f"{overrun.tag} {_said(overrun, by)}", LAYOUT)
    place, name = find(overrun.anchors, overrun.words)
    words = quoted([_short(text) for text in overrun.words])
    if overrun.is_table:
        what = f"{name}: a table is {by} too wide: {words} {_verb(overrun)}"
        return Problem(place, what, TABLE)
    return Problem(place, f"{name}: {words} {_said(overrun, by)}", ONTO if overrun.how == "text" else WORDS)


def _verb(overrun: Overrun) -> str:
    one = len(overrun.words) == 1
    return f"{'runs' if one else 'run'} over" + (f' "{_short(overrun.over)}"' if overrun.over else "")


def _said(overrun: Overrun, by: str) -> str:
    """Return what is said of words, or of an element."""
    one = len(overrun.words) <= 1
    match overrun.how:
        case "text":
            return _verb(overrun)
        case "cut":
            return f"{'is' if one else 'are'} cut off, by {by}"
        case "high":
            return f"{'reaches' if one else 'reach'} {by} over the head or the foot of the page"
    return f"{'reaches' if one else 'reach'} {by} into the margin"


def _length(points: float, in_inches: bool) -> str:
    if in_inches:
        return f"{max(points / 72, 0.01):.2f} inches"
    return f"{max(points / 72 * 25.4, 1):.0f} mm"


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _find_tag(tag: str, layout: Path) -> Place:
    """Return the line of a layout that writes an element, by its class, its id or its picture; line 1 of `layout` otherwise."""
    for named in re.findall(r'(?:class|id|src)="[^"]+"', tag):
        for path in sorted(layout.parent.glob("*.html")):
            lines = path.read_text(encoding="utf-8").splitlines()
            if found := [n for n, line in enumerate(lines, 1) if named in line]:
                return Place(shown(path), found[0])
    return Place(shown(layout), 1)
