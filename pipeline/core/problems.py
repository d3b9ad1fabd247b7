"""Problems: what is wrong, at which line of a file that people edit, and what to do about it."""

import errno
import os
import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import gettempdir

INVISIBLE = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what neither HTML nor XML can hold
# Marks that turn the direction of writing: what a line says may then be other than what is seen of it.
TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file that people edit; line 0 is the file as a whole."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, order=True)
class Problem:
    """A thing to correct; `place` is the line that has to be changed. A problem that only warns stops nothing."""

    place: Place
    what: str
    hint: str = ""
    warns: bool = False

    def __str__(self) -> str:
        head = f"{self.place}: {'warning: ' if self.warns else ''}{self.what}"
        return head + (f"\n  hint: {self.hint}" if self.hint else "")


class ProblemsFound(Exception):
    """Error that ends a step which cannot go on; `problems` are all that were found so far, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["ProblemsFound"], tuple[list[Problem]]]:
        """Return what another process needs to make the same error."""
        return ProblemsFound, (self.problems,)


def stop_on(problems: Iterable[Problem]) -> None:
    """Raise ProblemsFound if there are any problems."""
    found = list(problems)
    if found:
        raise ProblemsFound(found)


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Run the block; if it raises ProblemsFound, add the problems to a list and go on after the block."""
    try:
        yield
    except ProblemsFound as found:
        problems += found.problems


def tell_invisible(place: Place) -> Problem:
    """Return a problem for a control character, typed by accident or copied with text from elsewhere."""
    return Problem(place, "this line holds an invisible control character", "delete it and type the word again")


def tell_turning(text: str, place: Place) -> list[Problem]:
    """Return a problem if text holds a mark that turns the direction of writing, as in text copied from a web page."""
    found = TURNING.search(text)
    if not found:
        return []
    what = f"this line holds an invisible mark that turns the direction of writing (U+{ord(found[0]):04X})"
    return [Problem(place, what, "delete it and type the words again, in Latin letters")]


def problem_of(error: Exception) -> Problem:
    """Return an error that no step foresaw as a problem: one of the disk at its file, any other at its line of code."""
    if isinstance(error, OSError):
        place = Place(str(error.filename or gettempdir()), 0)  # without a name: the folder of temporary files is full
        hint = "look whether the disk is full, and whether this may be read and written"
        if error.errno == errno.ENAMETOOLONG:
            hint = "the content names this file: give it a shorter name"
        return Problem(place, error.strerror or str(error), hint)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HERE)] or frames
    place = Place(shown(Path(ours[-1].filename)), ours[-1].lineno or 0) if ours else Place("build.py", 0)
    what = f"the program failed: {type(error).__name__}: {error}"
    return Problem(
        place, what[:300], "the mistake is in the program: report this line, and undo the last edit to go on"
    )


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name that is spelt most like a word, or "" if none is near."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")


def suggest(word: str, known: Iterable[str], where: str = "", most: int = 12) -> str:
    """Return a hint for a name that is not known: the nearest one, and where the names are listed.

    Where none is near, the hint lists all of them, if they are `most` or fewer.
    """
    names = sorted(known)
    if near := nearest(word, names):
        return f'did you mean "{near}"? {where}'.strip()
    if 0 < len(names) <= most:
        return f"known here: {', '.join(names)}. {where}".strip()
    return where


def quoted(names: Sequence[str], last: str = "and") -> str:
    """Return names as a list in a sentence: "a", "b" and "c"."""
    marked = [f'"{name}"' for name in names]
    return f" {last} ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def shown(path: Path) -> str:
    """Return a path as messages print it: relative to the working folder, if it lies below."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
