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
        """As the theme calls it."""
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
    """What was asked on the command line."""

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
        """Of everything that the outputs are made from."""
        return self._digest()

    @property
    def silent_fingerprint(self) -> str:
        """The same but for notes, as far as a glance at the files tells: a hint whether there is a brief to set."""
        return self._digest(lambda content: YAML_NOTES.sub(b"", content))

    def _digest(self, tell: Callable[[bytes], bytes] = bytes) -> str:
        files = digest_files({"content": self.content, "layouts": self.layouts}, tell)
        master = self.master.read_bytes() if self.master and self.master.is_file() else None
        paper, aspect = self.paper and self.paper.value, self.aspect and self.aspect.value
        return digest(digest_machine(), files, paper, self.for_print, aspect, master)

    def names(self, ledger: Ledger, fingerprint: str) -> Sequence[str]:
        """The files to make. A brief on other paper has a name of its own, which the ledger knows once it is made."""
        if self.notes:
            return (NOTES,)
        return ledger.made_from(fingerprint) if self.paper or self.for_print else OUTPUTS[self.what]

    def is_done(self, ledger: Ledger, fingerprint: str) -> bool:
        """Whether all of them are there, made from what is there now."""
        names = self.names(ledger, fingerprint)
        return bool(names) and ledger.is_current(names, fingerprint)
