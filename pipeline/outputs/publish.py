"""Put what was made in place: each file whole, all of them entered in the ledger, and told."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import Cache, Progress, shown, strong
from pipeline.outputs.atomic_write import atomic_write
from pipeline.outputs.ledger import NAME, Ledger

if TYPE_CHECKING:
    from pipeline.outputs.changes import Changes


@dataclass(frozen=True)
class Output:
    """The content of an output file, its size in words, such as "12 pages", and the form that it is."""

    content: bytes
    size: str
    form: str


Outputs = dict[str, Output]  # by the names of their files


def find_changes(outputs: Outputs, folder: Path, cache: Cache) -> "dict[str, Changes]":
    """Return how pages, slides or figures will differ from those in the folder, by file name.

    Left out are files that are new, that stay the same, that have no pages, or that cannot be read.
    """
    from pipeline.outputs.changes import UNITS, compare_pages
    from pipeline.outputs.pages import Unreadable, has_pages, read_pages

    changes = {}
    for name, output in outputs.items():
        old = _there(folder / name) if has_pages(name) else None
        if old is None or old == output.content:
            continue
        try:
            before, now = read_pages(name, old, cache), read_pages(name, output.content, cache)
        except Unreadable:  # what somebody left there is no such file; then there is nothing to compare with
            continue
        changes[name] = compare_pages(name, UNITS[Path(name).suffix], before, now)
    return changes


def publish(
    outputs: Outputs,
    ledger: Ledger,
    made_from: str,
    are_everything: bool,
    changes: "Mapping[str, Changes]",
    progress: Progress,
    landed: list[str],
) -> None:
    """Write files into the ledger's folder, each whole, enter them in the ledger, and print a line for each.

    A file that stays the same is not touched. The name of each file is appended to `landed` when it is in place, also
    where the next one fails. `are_everything` says that they are the files of all forms. Raises ProblemsFound when the disk refuses.
    """
    folder, files = ledger.folder, {name: output.content for name, output in outputs.items()}
    before = {name: _there(folder / name) for name in files}
    new = {name: content for name, content in files.items() if before[name] != content}
    if new:
        atomic_write(folder / NAME, ledger.announce(new).written())
    for name, content in new.items():
        atomic_write(folder / name, content)
        landed.append(name)
    entered = {name: (made.content, made.size, made.form) for name, made in outputs.items()}
    atomic_write(folder / NAME, ledger.enter(entered, made_from, are_everything).written())
    for name, made in outputs.items():
        told = "new" if before[name] is None else "" if name in new else "unchanged"
        told = changes[name].summary if name in changes else told
        progress.say(f"{strong(shown(folder / name), sys.stdout)}: {made.size}{'; ' if told else ''}{told}")


def _there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
