"""Guard what hands have done: an output that somebody changed since it was built is never overwritten unasked."""

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from pipeline.land import land
from pipeline.ledger import Ledger
from pipeline.place import Place
from pipeline.problems import Problem, shown, stop_on


class Hands(Enum):
    """What to do with a file that somebody changed."""

    keep = "stop and say so"
    set_aside = "keep it under another name"
    overwrite = "overwrite it"


@dataclass(frozen=True)
class Aside:
    """A file that somebody changed, and the name it was kept under."""

    name: str
    kept: Path


def guard_hands(files: Mapping[str, bytes], ledger: Ledger, sources: Iterable[Path], hands: Hands) -> list[Aside]:
    """Make way for files. Raises ProblemsFound for each that a hand changed, unless `hands` says what to do.

    `sources` are the folders the files were made from: the message says which is newer.
    """
    touched = [name for name, content in files.items() if _was_touched(name, content, ledger)]
    if hands is Hands.keep and touched:
        newest = max(_changed(sources), default=0.0)
        stop_on(_problem(ledger.folder / name, ledger.is_known(name), newest) for name in touched)
    return [_set_aside(ledger.folder, name) for name in touched if hands is Hands.set_aside]


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
    land(free, path.read_bytes())
    return Aside(name, free)
