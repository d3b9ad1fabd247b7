"""Guard what hands have done: an output that somebody changed since it was built is never overwritten unasked.

The ledger: what the build wrote into a folder, and from what. Beside the outputs, and kept with them.

It lies in the output folder, not in the cache, and goes into the repository with the files it tells of: so
whoever gets the files gets the ledger, and a file that somebody changed by hand is known anywhere. It holds no
times and no names of folders; two builds of the same input write the same ledger.
"""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from pipeline.core import Place, Problem, digest_bytes, shown, stop_on
from pipeline.outputs.atomic_write import atomic_write

NAME = ".built.json"


@dataclass(frozen=True)
class LedgerLine:
    """One file: its SHA-256, what it was made from, and the sum of what is about to take its place.

    `coming` is set before a file is put in place: a build killed in between knows its own work again.
    """

    sha256: str
    made_from: str
    coming: str = ""


@dataclass(frozen=True)
class Ledger:
    folder: Path
    lines: Mapping[str, LedgerLine]

    def is_known(self, name: str) -> bool:
        """Whether a build wrote a file of this name here."""
        return name in self.lines

    def is_untouched(self, name: str, content: bytes) -> bool:
        """Whether a file is as the build wrote it."""
        line = self.lines.get(name)
        return line is not None and digest_bytes(content) in (line.sha256, line.coming)

    def made_from(self, made_from: str) -> list[str]:
        """The files that were made from this."""
        return [name for name, line in self.lines.items() if line.made_from == made_from]

    def is_current(self, names: Iterable[str], made_from: str) -> bool:
        """Whether all these files are there and were made from this. Hands may have changed them since."""
        return all(
            (line := self.lines.get(name)) is not None
            and line.made_from == made_from
            and not line.coming
            and (self.folder / name).is_file()
            for name in names
        )

    def touched(self, names: Iterable[str]) -> list[str]:
        """Those of these files that were changed since they were built."""
        return [name for name in names if not self.is_untouched(name, (self.folder / name).read_bytes())]

    def announce(self, files: Mapping[str, bytes]) -> "Ledger":
        """The same, with what is about to be written."""
        coming = {name: digest_bytes(content) for name, content in files.items()}
        lines = {name: replace(self.lines.get(name, LedgerLine("", "")), coming=sum) for name, sum in coming.items()}
        return replace(self, lines={**self.lines, **lines})

    def enter(self, files: Mapping[str, bytes], made_from: str) -> "Ledger":
        """The same, with files that were written."""
        lines = {name: LedgerLine(digest_bytes(content), made_from) for name, content in files.items()}
        return replace(self, lines={**self.lines, **lines})

    def written(self) -> bytes:
        """As it is kept."""
        lines = {name: {k: v for k, v in vars(line).items() if v} for name, line in sorted(self.lines.items())}
        return (json.dumps(lines, indent=1) + "\n").encode()


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger of a folder; an empty one where there is none, or none that can be read."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        return Ledger(folder, {name: _line(line) for name, line in data.items()})
    except (OSError, ValueError, AttributeError, TypeError):
        return Ledger(folder, {})


def _line(data: Mapping[str, Any]) -> LedgerLine:
    return LedgerLine(*(str(data.get(name, "")) for name in ("sha256", "made_from", "coming")))


class OnHandEdit(Enum):
    """What to do with a file that somebody changed."""

    keep = "stop and say so"
    set_aside = "keep it under another name"
    overwrite = "overwrite it"


@dataclass(frozen=True)
class Aside:
    """A file that somebody changed, and the name it was kept under."""

    name: str
    kept: Path


def keep_hand_edits(
    files: Mapping[str, bytes], ledger: Ledger, sources: Iterable[Path], hands: OnHandEdit
) -> list[Aside]:
    """Make way for new files: return those set aside. Raises ProblemsFound for each that a hand changed.

    `hands` says what to do with those instead. `sources` are the folders that the files were made from: the message says which is newer.
    """
    touched = [name for name, content in files.items() if _was_touched(name, content, ledger)]
    if hands is OnHandEdit.keep and touched:
        newest = max(_changed(sources), default=0.0)
        stop_on(_problem(ledger.folder / name, ledger.is_known(name), newest) for name in touched)
    return [_set_aside(ledger.folder, name) for name in touched if hands is OnHandEdit.set_aside]


def _was_touched(name: str, new: bytes, ledger: Ledger) -> bool:
    """Whether something would be lost by writing a file: something that is neither ours nor the same."""
    path = ledger.folder / name
    if not path.is_file():
        return False
    there = path.read_bytes()
    if there == new or ledger.is_untouched(name, there):
        return False
    return ledger.is_known(name) or not _is_committed(path)


def _is_committed(path: Path) -> bool:
    """Whether git holds a file just as it is: then nothing is lost. Asked only where there is no ledger, as in a
    clone of before there were any."""
    ask = ["git", "-C", str(path.parent), "diff", "--quiet", "HEAD", "--", path.name]
    listed = ["git", "-C", str(path.parent), "ls-files", "--error-unmatch", path.name]
    try:
        return all(
            subprocess.run(c, capture_output=True, check=False, timeout=60).returncode == 0 for c in (listed, ask)
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _problem(path: Path, known: bool, newest: float) -> Problem:
    changed = path.stat().st_mtime
    later = "later" if newest > changed else "earlier"
    by = "was changed by hand since it was built" if known else "is not one that this build wrote"
    what = f"this file {by} (on {_day(changed)}; content and layouts last changed {later}, on {_day(newest)})"
    hint = "--set-aside keeps it under another name and builds ours; --force overwrites it"
    return Problem(Place(shown(path), 0), what, hint)


def _day(time: float) -> str:
    return datetime.fromtimestamp(time).strftime("%Y-%m-%d, %H:%M:%S")  # of the machine, as file managers show it


def _changed(folders: Iterable[Path]) -> Iterator[float]:
    for folder in folders:
        yield from (path.stat().st_mtime for path in folder.rglob("*") if path.is_file())


def _set_aside(folder: Path, name: str) -> Aside:
    """A copy under a name that is free; the file itself stays until ours takes its place."""
    path = folder / name
    numbered = (path.with_name(f"{path.stem}-by-hand-{n}{path.suffix}") for n in range(1, 10_000))
    free = next(candidate for candidate in numbered if not candidate.exists())
    atomic_write(free, path.read_bytes())
    return Aside(name, free)
