"""The ledger: what the build wrote into a folder, and from what. Beside the outputs, and kept with them.

It lies in the output folder, not in the cache, and goes into the repository with the files it tells of: so
whoever gets the files gets the ledger, and a file that somebody changed by hand is known anywhere. It holds no
times and no names of folders; two builds of the same input write the same ledger.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.fingerprint import digest_bytes

NAME = ".built.json"


@dataclass(frozen=True)
class Line:
    """One file: its SHA-256, what it was made from, and the sum of what is about to take its place.

    `coming` is set before a file is put in place: a build killed in between knows its own work again.
    """

    sha256: str
    made_from: str
    coming: str = ""


@dataclass(frozen=True)
class Ledger:
    folder: Path
    lines: Mapping[str, Line]

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
        lines = {name: replace(self.lines.get(name, Line("", "")), coming=sum) for name, sum in coming.items()}
        return replace(self, lines={**self.lines, **lines})

    def enter(self, files: Mapping[str, bytes], made_from: str) -> "Ledger":
        """The same, with files that were written."""
        lines = {name: Line(digest_bytes(content), made_from) for name, content in files.items()}
        return replace(self, lines={**self.lines, **lines})

    def written(self) -> bytes:
        """As it is kept."""
        lines = {name: {k: v for k, v in vars(line).items() if v} for name, line in sorted(self.lines.items())}
        return (json.dumps(lines, indent=1) + "\n").encode()


def read_ledger(folder: Path) -> Ledger:
    """The ledger of a folder; an empty one where there is none, or none that can be read."""
    try:
        data = json.loads((folder / NAME).read_bytes())
        return Ledger(folder, {name: _line(line) for name, line in data.items()})
    except (OSError, ValueError, AttributeError, TypeError):
        return Ledger(folder, {})


def _line(data: Mapping[str, Any]) -> Line:
    return Line(*(str(data.get(name, "")) for name in ("sha256", "made_from", "coming")))
