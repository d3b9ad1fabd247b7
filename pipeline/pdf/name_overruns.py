"""Say what runs over on the pages of a PDF: as a problem of the content, or of the layout that places it there."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import Place, Problem, quoted, shown
from pipeline.pdf.overruns import Overrun

if TYPE_CHECKING:  # heavy, and seldom asked for
    from pipeline.content import Found

LONG = 48  # letters of a text that is quoted
Finder = Callable[[Overrun], "Found"]

TABLE = (
    "take out a column, or shorten the longest words; its type is as small as may be already, and its words are divided"
)
WORDS = "shorten it, or divide the word"
FACT = "print it shorter: add a line  compact: true, or say how it is to read in a line  print: …"
PLACED = "shorten it; if it is short, the layout leaves it too little room"
LAYOUT = "this is a mistake in a layout or a style sheet; what means to reach over the edge says so with data-bleed"


def name_overruns(overruns: Sequence[Overrun], find: Finder, layouts: Sequence[Path], paper: str) -> list[Problem]:
    """Return what runs over as problems: where `find` finds it in the content, or in one of `layouts`.

    The first of these is the one that all is rendered from. Lengths are told in inches on Letter, otherwise in millimetres.
    """
    return [_name(overrun, find, layouts, paper == "Letter") for overrun in overruns]


def _name(overrun: Overrun, find: Finder, layouts: Sequence[Path], in_inches: bool) -> Problem:
    by = _length(overrun.by, in_inches)
    words = quoted([short(text) for text in overrun.words])
    if overrun.tag:
        names = re.findall(r'(?:class|id|src)="[^"]+"', overrun.tag)
        written = _find_in_layouts(names, layouts) or Place(shown(layouts[0]), 1)
        return Problem(written, f"{overrun.tag} {_say(overrun, by, 1)}", LAYOUT)
    found = find(overrun)
    if not found.is_exact and (place := _find_in_layouts(overrun.words, layouts)):
        return Problem(place, f"{words} {_say(overrun, by)}", LAYOUT)
    if overrun.is_table:
        return Problem(found.place, f"{found.name}: a table is {by} too wide: {words} {_onto(overrun)}", TABLE)
    hint = FACT if found.name.startswith("fact ") else WORDS if overrun.how == "edge" else PLACED
    return Problem(found.place, f"{found.name}: {words} {_say(overrun, by)}", hint)


def _onto(overrun: Overrun) -> str:
    onto = f' "{short(overrun.over)}"' if overrun.over else ""
    return f"{'runs' if len(overrun.words) == 1 else 'run'} over{onto}"


def _say(overrun: Overrun, by: str, subjects: int = 0) -> str:
    """Return what is said of some words, or of an element."""
    one = (subjects or len(overrun.words)) == 1
    match overrun.how:
        case "text":
            return _onto(overrun)
        case "cut":
            return f"{'is' if one else 'are'} cut off, by {by}"
        case "room":
            return f"{'finds' if one else 'find'} no room on the page"
        case "high":
            return f"{'reaches' if one else 'reach'} {by} over the head or the foot of the page"
    return f"{'reaches' if one else 'reach'} {by} into the margin"


def _length(points: float, in_inches: bool) -> str:
    if in_inches:
        return f"{max(points / 72, 0.01):.2f} inches"
    return f"{max(points / 72 * 25.4, 1):.0f} mm"


def short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _find_in_layouts(texts: Sequence[str], layouts: Sequence[Path]) -> Place | None:
    """Return the first line of some layouts that holds one of some texts, the earlier text first."""
    for text in texts:
        for path in layouts:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if text in line:
                    return Place(shown(path), number)
    return None
