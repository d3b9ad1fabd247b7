"""What was asked on the command line, and whether it is done already.

Imports nothing heavy: with nothing to do, a build gets no further than this.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pipeline.core import Cache, digest, digest_files, digest_machine
from pipeline.outputs import Ledger, OnHandEdit


class What(StrEnum):
    """What to build."""

    everything = "all"
    brief = "brief"
    deck = "deck"
    handout = "handout"
    check = "check"
    watch = "watch"


class Paper(StrEnum):
    """The size of the brief's pages."""

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


OUTPUTS = {
    What.everything: ("brief.pdf", "deck.pdf", "deck.pptx", "fact-check.html", "fact-check.csv"),
    What.brief: ("brief.pdf",),
    What.deck: ("deck.pptx",),
    What.handout: ("deck.pdf",),
}
YAML_NOTES = re.compile(rb"^( *)(?:- +)?notes:.*\n(?:(?:\1 +.*)?\n)*", re.MULTILINE)  # with all their lines
NOTES = "deck-notes.pdf"  # the handout with notes
CHANGES = "changes.html"  # of this folder's last build: not an output that the next one is compared with


@dataclass(frozen=True)
class BuildOptions:
    """The options of one build, from the command line. `jobs` is the number of processes, 1 or 2."""

    what: What
    content: Path
    layouts: Path
    output: Path
    paper: Paper | None
    for_print: bool
    aspect: Aspect | None
    master: Path | None
    notes: bool
    cache: Cache
    hands: OnHandEdit
    jobs: int

    @property
    def fingerprint(self) -> str:
        """The digest of everything that the outputs are made from: code, content, layouts, options."""
        return self._digest()

    @property
    def silent_fingerprint(self) -> str:
        """The fingerprint without the deck's notes, found by a simple pattern: a hint whether a brief is to be set."""
        return self._digest(lambda content: YAML_NOTES.sub(b"", content))

    def _digest(self, reduce: Callable[[bytes], bytes] = bytes) -> str:
        files = digest_files({"content": self.content, "layouts": self.layouts}, reduce)
        master = self.master.read_bytes() if self.master and self.master.is_file() else None
        paper, aspect = self.paper and self.paper.value, self.aspect and self.aspect.value
        return digest(digest_machine(), files, paper, self.for_print, aspect, master)

    def names(self, ledger: Ledger, fingerprint: str) -> Sequence[str]:
        """Return the names of the files to make.

        A brief on other paper has a name of its own, found in the ledger once it was made; until then there are none.
        """
        if self.notes:
            return (NOTES,)
        return ledger.made_from(fingerprint) if self.paper or self.for_print else OUTPUTS[self.what]

    def is_done(self, ledger: Ledger, fingerprint: str) -> bool:
        """Return whether all files to make exist, made from the present content, layouts and code."""
        names = self.names(ledger, fingerprint)
        return bool(names) and ledger.is_current(names, fingerprint)
