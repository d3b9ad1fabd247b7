"""What was asked on the command line, and whether it is done already.

Imports nothing heavy: with nothing to do, a build gets no further than this.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pipeline.core import Cache, Layouts, Problem, digest, digest_files, digest_machine
from pipeline.outputs import Ledger, OnHandEdit

EVERYTHING = "all"  # what to build: all forms; or one of these, or the name of a form
HANDOUT = "handout"
DATA = "data"
CHECK = "check"
WATCH = "watch"
SHEET = "sheet"  # the form of the fact-check sheet, which is made with all


class Paper(StrEnum):
    """The size of pages."""

    letter = "letter"
    a4 = "a4"

    @property
    def page(self) -> Literal["Letter", "A4"]:
        """The name of the size in the theme and in CSS."""
        return "A4" if self is Paper.a4 else "Letter"


class Aspect(StrEnum):
    """The shape of the slides."""

    wide = "16:9"
    less_wide = "16:10"
    old = "4:3"


YAML_NOTES = re.compile(rb"^( *)(?:- +)?notes:.*\n(?:(?:\1 +.*)?\n)*", re.MULTILINE)  # with all their lines
SECONDS_AN_ENTRY = 0.8  # on two processors, with nothing in the cache
CHANGES = "changes.html"  # of this folder's last build: not an output that the next one is compared with


@dataclass(frozen=True)
class BuildOptions:
    """The options of one build, from the command line.

    `what` is a form, or all, or the handout, the data, check or watch. `jobs` is the number of processes, 1 or 2; where `strict` is set, nothing is written if there is a warning. `cut` is the
    name of a cut of the slides.
    """

    what: str
    content: Path
    layouts: Layouts
    output: Path
    paper: Paper | None
    for_print: bool
    aspect: Aspect | None
    master: Path | None
    notes: bool
    cache: Cache
    hands: OnHandEdit
    jobs: int
    strict: bool = False
    cut: str | None = None

    @property
    def fingerprint(self) -> str:
        """The digest of everything that the outputs are made from: code, content, layouts, options."""
        return self._digest()

    @property
    def silent_fingerprint(self) -> str:
        """The fingerprint without the deck's notes, found by a simple pattern: a hint whether pages are to be set."""
        return self._digest(lambda content: YAML_NOTES.sub(b"", content))

    @property
    def is_everything(self) -> bool:
        """Whether all forms are made."""
        return self.what == EVERYTHING

    def _digest(self, reduce: Callable[[bytes], bytes] = bytes) -> str:
        files = digest_files({"content": self.content}, reduce), self.layouts.digest(tell=reduce)
        master = self.master.read_bytes() if self.master and self.master.is_file() else None
        paper, aspect = self.paper and self.paper.value, self.aspect and self.aspect.value
        return digest(digest_machine(), *files, paper, self.for_print, aspect, master, self.notes, self.cut)

    def names(self, ledger: Ledger, fingerprint: str) -> Sequence[str]:
        """Return the names of the files that a build with these options made; none until there was one."""
        if self.is_everything:
            return ledger.everything.get(fingerprint, ())
        return ledger.find(self.what, fingerprint)

    def is_done(self, ledger: Ledger, fingerprint: str) -> bool:
        """Return whether all files to make exist, made from the present content, layouts and code."""
        names = self.names(ledger, fingerprint)
        return bool(names) and ledger.is_current(names, fingerprint)

    # -- what was told

    def keep_warnings(self, warnings: Iterable[Problem], fingerprint: str) -> None:
        """Keep the warnings of a build in the cache, for a run that has nothing to do."""
        plain = json.dumps([warning.plain() for warning in sorted(set(warnings))])
        self.cache.put("warnings", self._told_of(fingerprint), plain.encode())

    def kept_warnings(self, fingerprint: str) -> list[Problem] | None:
        """Return the warnings of the build that made these outputs; None if they are not known any more."""
        kept = self.cache.get("warnings", self._told_of(fingerprint))
        return None if kept is None else [Problem.unplain(warning) for warning in json.loads(kept)]

    def _told_of(self, fingerprint: str) -> object:
        """Return what the words of warnings depend on: they name files as seen from the folder where one works."""
        return fingerprint, self.what, str(self.content.resolve()), str(Path.cwd())

    # -- how long it takes

    def how_long(self, entries: int) -> float | None:
        """Return how many seconds a build most likely takes; None where most of it was made with this code before, or that is nothing.

        The last such build says it or, if there was none, the number of entries.
        """
        if self.what == DATA or self.cache.get("made", "once") is not None:
            return None
        return float(self.cache.noted("seconds") or entries * SECONDS_AN_ENTRY)

    def keep_how_long(self, seconds: float) -> None:
        """Keep that something was made with this code, and how long it took if it was the first time."""
        if self.how_long(0) is not None:
            self.cache.put("made", "once", b"")
            self.cache.note("seconds", f"{seconds:.0f}")
