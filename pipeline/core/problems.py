"""Problems: what is wrong, at which line of a file that people edit, and what to do about it."""

import errno
import os
import re
import traceback
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import gettempdir
from typing import Any

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

    def plain(self) -> dict[str, str | int]:
        """Return the problem as plain data, for tools: an editor that marks its line, a log that is searched."""
        severity = "warning" if self.warns else "problem"
        return {
            "path": self.place.path,
            "line": self.place.line,
            "what": self.what,
            "hint": self.hint,
            "severity": severity,
        }

    @classmethod
    def unplain(cls, plain: Mapping[str, Any]) -> "Problem":
        """Return the problem from which `plain` made this data."""
        place = Place(plain["path"], plain["line"])
        return cls(place, plain["what"], plain["hint"], plain["severity"] == "warning")


class ProblemsFound(Exception):
    """Error that ends a step which cannot go on; `problems` are all that were found so far, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["ProblemsFound"], tuple[list[Problem]]]:
        """Return what another process needs to make the same error."""
        return ProblemsFound, (self.problems,)


def count_problems(problems: Iterable[Problem]) -> str:
    """Return how many problems and warnings there are, in words: "1 problem, 2 warnings"; "no problems" if none."""
    counts = Counter("warning" if problem.warns else "problem" for problem in problems)
    told = [f"{n} {name}{'s' if n > 1 else ''}" for name in ("problem", "warning") if (n := counts[name])]
    return ", ".join(told) or "no problems"


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


# Errors of the disk in plain words, with a hint.
REASONS = {
    errno.ENOSPC: ("the disk is full", "make room on it, and build again"),
    errno.EDQUOT: ("your share of the disk is full", "delete what you need no more, and build again"),
    errno.EACCES: ("you have no permission", "allow it in the file's properties, or ask who looks after this machine"),
    errno.EPERM: ("you have no permission", "allow it in the file's properties, or ask who looks after this machine"),
    errno.EFBIG: ("no file of its size is allowed here", "choose a folder on another disk with --output"),
    errno.EROFS: ("nothing can be written to this disk", "choose a folder elsewhere with --output"),
    errno.EISDIR: ("this is a folder, and a file is needed", "rename the folder, or move it elsewhere"),
    errno.ENOTDIR: ("a file has the name of a folder that is needed", "rename that file, or move it elsewhere"),
    errno.EEXIST: ("a file has the name of a folder that is needed", "rename that file, or move it elsewhere"),
    errno.ENOENT: ("there is no such file or folder", "look whether it was renamed, moved or deleted"),
    errno.ENAMETOOLONG: ("its name is too long", "the content names this file: give it a shorter name"),
    errno.ELOOP: ("it is a link that leads nowhere", "put the file itself in its place"),
}
LOOK = "look whether it is open in another program, and whether the disk has room"


def problem_of_file(place: Place, error: OSError, doing: str = "read") -> Problem:
    """Return an error of the disk as a problem in plain words; `doing` is what could not be done with the file."""
    why, hint = REASONS.get(error.errno or 0, (error.strerror or "", LOOK))
    return Problem(place, f"this cannot be {doing}: {why}".removesuffix(": "), hint)


def problem_of(error: Exception) -> Problem:
    """Return an error that no step foresaw as a problem: one of the disk at its file, any other at its line of code."""
    if isinstance(error, OSError):
        if error.filename is None:  # the folder of temporary files is full
            return problem_of_file(Place(gettempdir(), 0), error, "written")
        return problem_of_file(Place(shown(Path(os.fsdecode(error.filename))), 0), error, "read or written")
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HERE)] or frames
    place = Place(shown(Path(ours[-1].filename)), ours[-1].lineno or 0) if ours else Place("build.py", 0)
    what = f"the program failed: {type(error).__name__}: {error}"
    return Problem(
        place,
        what[:300],
        "the mistake is in the program: pass this line on to its makers, and undo the last edit to go on",
    )


def bare(word: str) -> str:
    """Return a word as names are compared: without accents, in small letters, with hyphens for spaces and underscores."""
    letters = (letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return re.sub(r"[\s_\u2010-\u2015-]+", "-", "".join(letters).casefold()).strip("-")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known name that is spelt most like a word, or "" if none is near.

    Names that differ in accents, capitals, hyphens, or in an s at the end are nearest.
    """
    names = {bare(name): name for name in sorted(known, reverse=True)}
    asked = bare(word)
    for same in (asked, asked.removesuffix("s"), f"{asked}s", asked.removesuffix("es"), f"{asked}es"):
        if same in names:
            return names[same]
    return next((names[name] for name in get_close_matches(asked, sorted(names), n=1, cutoff=0.6)), "")


def suggest(word: str, known: Iterable[str], where: str = "", most: int = 12) -> str:
    """Return a hint for a name that is not known: the nearest one, and where the names are listed.

    Where none is near, the hint lists all of them, if they are `most` or fewer.
    """
    names = sorted(known)
    if near := nearest(word, names):
        return f'did you mean "{near}"? {where}'.strip()
    if 0 < len(names) <= most:
        return f"choose from: {', '.join(names)}. {where}".strip()
    return where


def quoted(names: Sequence[str], last: str = "and") -> str:
    """Return names as a list in a sentence: "a", "b" and "c"."""
    marked = [f'"{name}"' for name in names]
    return f" {last} ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def shown(path: Path) -> str:
    """Return a path as messages print it: relative to the working folder, if it lies below."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()
