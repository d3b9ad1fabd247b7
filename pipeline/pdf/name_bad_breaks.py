"""Say where the pages of a PDF end badly: as warnings, at the line of the content that stands there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core import Problem
from pipeline.pdf.bad_breaks import BadBreak
from pipeline.pdf.name_overruns import short

if TYPE_CHECKING:  # heavy, and seldom asked for
    from pipeline.content import Found

MOST = 5  # pages that are told one by one
Finder = Callable[[BadBreak], "Found"]

ALONE = "it has a page of its own: say more, or join it to what stands before or after it"
ENDS = "what follows begins a page of its own: shorten this until it ends on the page before, or say more"
KEPT = "what follows is kept together and has no room there: shorten it, or set it earlier or later"
MANY = "where a text ends, shorten or lengthen it; where a figure follows, name it earlier or later in the text"
APART = "shorten or lengthen what stands before it by a line or two"
ROW = "take a row out or add one, or shorten or lengthen what stands before the table"


def name_bad_breaks(bad_breaks: Sequence[BadBreak], find: Finder, file: str) -> list[Problem]:
    """Return bad breaks as warnings, in the order of the pages of `file`, each where `find` finds its words.

    Where many pages are empty, they are told as one, at the first of them.
    """
    told = [_Told(bad, find, file) for bad in bad_breaks]
    empty = [one for one in told if one.bad.how == "empty"]
    if len(empty) > MOST:
        *pages, last = (f"{one.bad.page} ({one.name}, {one.percent} percent)" for one in empty)
        what = f"{len(empty)} pages of {file} are over a third empty: pages {', '.join(pages)} and {last}"
        many = Problem(empty[0].place, what, MANY, warns=True)
        return [many, *(one.warning for one in told if one.bad.how != "empty")]
    return [one.warning for one in told]


class _Told:
    """A bad break as it is told: its place, the name of its record, and what is said."""

    def __init__(self, bad: BadBreak, find: Finder, file: str) -> None:
        self.bad, self.find, self.file = bad, find, file
        found = find(bad)
        self.place, self.name = found.place, found.name

    @property
    def percent(self) -> int:
        return round(self.bad.share * 100)

    @property
    def warning(self) -> Problem:
        bad = self.bad
        words, page = f'"{short(bad.words)}"', f"page {bad.page} of {self.file}"
        where = f"a column on {page}" if bad.in_column else page
        match bad.how:
            case "empty":
                what = f"{page} is {self.percent} percent empty{f' below {words}' if bad.words else ''}"
                hint = self._why()
            case "apart":
                what, hint = f"{words} stands at the foot of {where}, apart from what it belongs to", APART
            case _:
                at = "head" if bad.at_head else "foot"
                what, hint = f"a row of a table stands alone at the {at} of {where}: {words}", ROW
        return Problem(self.place, f"{self.name}: {what}", hint, warns=True)

    def _why(self) -> str:
        """Return a hint: why the page is empty, and what can be done about it."""
        bad = self.bad
        if bad.figure:
            figure = self.find(replace(bad, anchors=(bad.figure,), words="")).name
            return f"{figure} has no room there, and begins the next page: name it earlier or later in the text"
        return ALONE if bad.is_alone else ENDS if bad.is_forced else KEPT
