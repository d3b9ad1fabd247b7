"""Put what was made in place: hands guarded, each file whole, all entered in the ledger."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.guard import Hands, guard_hands
from pipeline.land import land
from pipeline.ledger import NAME, Ledger
from pipeline.problems import shown
from pipeline.progress import Progress, strong


@dataclass(frozen=True)
class Output:
    """A file to be put in place, and its size in words."""

    content: bytes
    size: str


Outputs = dict[str, Output]  # by the names of their files


def put_outputs(
    outputs: Outputs,
    ledger: Ledger,
    made_from: str,
    sources: Iterable[Path],
    hands: Hands,
    progress: Progress,
    landed: list[str],
) -> None:
    """Put files in the ledger's folder. One that would be the same is not touched.

    `sources` are the folders they were made from; `landed` gets the name of each that is in place, also
    where the next one fails. Raises ProblemsFound where a hand changed one, and where the disk says no.
    """
    folder, files = ledger.folder, {name: output.content for name, output in outputs.items()}
    for aside in guard_hands(files, ledger, sources, hands):
        progress.say(f"{shown(folder / aside.name)}: changed by hand; kept as {shown(aside.kept)}")
    before = {name: path.read_bytes() for name in files if (path := folder / name).is_file()}
    new = {name: content for name, content in files.items() if before.get(name) != content}
    if new:
        land(folder / NAME, ledger.announce(new).written())
    for name, content in new.items():
        land(folder / name, content)
        landed.append(name)
    land(folder / NAME, ledger.enter(files, made_from).written())
    for name, made in outputs.items():
        unchanged = "" if name in new else ", unchanged"
        progress.say(f"{strong(shown(folder / name), sys.stdout)}: {made.size}{unchanged}")
