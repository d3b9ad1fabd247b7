"""The ledger: what the build wrote into a folder, and from what. By it, an output edited by hand is not overwritten unasked.

It lies in the output folder, not in the cache, and goes into the repository with the files it tells of: so
whoever gets the files gets the ledger, and a file that somebody changed by hand is known anywhere. It holds no
times and no names of folders; two builds of the same input write the same ledger.
"""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from pipeline.core import Place, Problem, digest_bytes, shown, stop_on
from pipeline.outputs.atomic_write import atomic_write

NAME = ".built.json"
EDITION = re.compile(r"(-(letter|a4|print|notes))+$")  # what the name of a file ends in, for other paper or with notes


@dataclass(frozen=True)
class LedgerLine:
    """The entry of one file: its SHA-256, what it was made from, and the SHA-256 of what is about to replace it.

    `coming` is set before a file is replaced: the work of a build that was killed in between is known as ours.
    `size` is the file's size in words, such as "12 pages", and `form` the form that it is; "" if an earlier release
    wrote the entry.
    """

    sha256: str
    made_from: str
    coming: str = ""
    size: str = ""
    form: str = ""


@dataclass(frozen=True)
class Ledger:
    """The ledger of a folder. `everything` are the files of the last build of all forms, by what they were made from."""

    folder: Path
    lines: Mapping[str, LedgerLine]
    everything: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def is_known(self, name: str) -> bool:
        """Return whether a build wrote a file of this name into the folder."""
        return name in self.lines

    def is_untouched(self, name: str, content: bytes) -> bool:
        """Return whether the content of a file is what the build wrote, or was about to write."""
        line = self.lines.get(name)
        return line is not None and digest_bytes(content) in (line.sha256, line.coming)

    def find(self, form: str, made_from: str) -> list[str]:
        """Return the names of the files of a form that were made from this."""
        return [name for name, line in self.lines.items() if (line.form, line.made_from) == (form, made_from)]

    def is_current(self, names: Iterable[str], made_from: str) -> bool:
        """Return whether all these files exist and were made from this. Hands may have changed them since."""
        return all(
            (line := self.lines.get(name)) is not None
            and line.made_from == made_from
            and not line.coming
            and (self.folder / name).is_file()
            for name in names
        )

    def touched(self, names: Iterable[str]) -> list[str]:
        """Return the names of those files that were changed since they were built. Each file must exist."""
        return [name for name in names if not self.is_untouched(name, (self.folder / name).read_bytes())]

    def left(self, files: Iterable[str]) -> list[str]:
        """Return the names of files that a build wrote, that are there, and that are none of `files`, nor an edition of one."""
        stems = {(Path(name).stem, Path(name).suffix) for name in files}

        def is_one(name: str) -> bool:
            stem, suffix = EDITION.sub("", Path(name).stem), Path(name).suffix
            return (Path(name).stem, suffix) in stems or (stem, suffix) in stems

        return [name for name in sorted(self.lines) if not is_one(name) and (self.folder / name).is_file()]

    def announce(self, files: Mapping[str, bytes]) -> "Ledger":
        """Return the ledger with the digests of files that are about to be written."""
        coming = {name: digest_bytes(content) for name, content in files.items()}
        lines = {name: replace(self.lines.get(name, LedgerLine("", "")), coming=sum) for name, sum in coming.items()}
        return replace(self, lines={**self.lines, **lines})

    def size(self, name: str) -> str:
        """Return the size of a file in words, such as "12 pages"; "" if it is not known."""
        return self.lines[name].size if name in self.lines else ""

    def enter(self, files: Mapping[str, tuple[bytes, str, str]], made_from: str, are_everything: bool) -> "Ledger":
        """Return the ledger with entries for files that were written, each with its content, its size in words, its form.

        `are_everything` says that these are the files of all forms.
        """
        lines = {
            name: LedgerLine(digest_bytes(content), made_from, "", size, form)
            for name, (content, size, form) in files.items()
        }
        everything = {made_from: sorted(files)} if are_everything else self.everything
        return replace(self, lines={**self.lines, **lines}, everything=everything)

    def written(self) -> bytes:
        """Return the ledger as JSON, in bytes, as it is written to its file."""
        lines = {name: {k: v for k, v in vars(line).items() if v} for name, line in sorted(self.lines.items())}
        return (json.dumps({"files": lines, "everything": self.everything}, indent=1) + "\n").encode()


def read_ledger(folder: Path) -> Ledger:
    """Return the ledger of a folder; an empty one if there is none, or it cannot be read."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        files = data.get("files", data)  # an earlier release knew files alone
        everything = data.get("everything", {}) if "files" in data else {}
        return Ledger(folder, {name: _line(line) for name, line in files.items()}, dict(everything))
    except (OSError, ValueError, AttributeError, TypeError):
        return Ledger(folder, {})


def _line(data: Mapping[str, Any]) -> LedgerLine:
    return LedgerLine(*(str(data.get(name, "")) for name in ("sha256", "made_from", "coming", "size", "form")))


class OnHandEdit(Enum):
    """An action for a file that somebody changed by hand."""

    keep = "stop and say so"
    set_aside = "keep it under another name"
    overwrite = "overwrite it"


@dataclass(frozen=True)
class Aside:
    """A file that somebody changed by hand, and the path of the copy that was kept."""

    name: str
    kept: Path


def keep_hand_edits(
    files: Mapping[str, bytes], ledger: Ledger, sources: Iterable[Path], hands: OnHandEdit
) -> list[Aside]:
    """Protect files that a hand changed from being overwritten by new ones; return those that were set aside.

    `files` are the new contents by name. `hands` is what to do with a changed file: `keep` raises ProblemsFound
    with a problem for each, `set_aside` copies each to another name, `overwrite` does nothing. `sources` are the
    folders that the files were made from: each problem names the date of their last change, to show which is newer.
    """
    touched = [name for name, content in files.items() if _was_touched(name, content, ledger)]
    if hands is OnHandEdit.keep and touched:
        newest = max(_changed(sources), default=0.0)
        stop_on(_problem(ledger.folder / name, ledger.is_known(name), newest) for name in touched)
    return [_set_aside(ledger.folder, name) for name in touched if hands is OnHandEdit.set_aside]


def _was_touched(name: str, new: bytes, ledger: Ledger) -> bool:
    """Return whether writing a file would destroy content that is neither ours nor the same as the new.

    A file that is not in the ledger is safe to overwrite if git holds it just as it is.
    """
    path = ledger.folder / name
    if not path.is_file():
        return False
    there = path.read_bytes()
    if there == new or ledger.is_untouched(name, there):
        return False
    return ledger.is_known(name) or not _is_committed(path)


def _is_committed(path: Path) -> bool:
    """Return whether git holds a file just as it is, so that overwriting it loses nothing.

    Called only for a file that is not in the ledger, as in a clone from before there were ledgers.
    """
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
    """Copy a file to a free name beside it; the file itself stays until ours replaces it."""
    path = folder / name
    numbered = (path.with_name(f"{path.stem}-by-hand-{n}{path.suffix}") for n in range(1, 10_000))
    free = next(candidate for candidate in numbered if not candidate.exists())
    atomic_write(free, path.read_bytes())
    return Aside(name, free)
