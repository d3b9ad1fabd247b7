"""A cache of what is dear to make: an entry for each content it was made from.

It may be deleted at any time. A damaged entry is made anew, and a folder that cannot be
written only makes the build slower.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pipeline.core.fingerprint import digest, digest_bytes, digest_machine

R = TypeVar("R")
SUM = 64  # characters of a checksum, at the head of every entry
MOST = 200_000_000  # bytes kept; beyond, what was not used for longest goes


class Cache:
    """A folder of entries, each found by its kind and by a digest of everything it was made from.

    Without a folder, nothing is kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.wrote = 0  # bytes

    def keep(self, kind: str, made_from: object, make: Callable[[], bytes]) -> bytes:
        """Return what `make` returns, from the cache if it was made from the same before.

        `made_from` is everything that `make` depends on, besides this code and its libraries.
        When `make` raises an exception, nothing is kept.
        """
        kept = self.get(kind, made_from)
        if kept is None:
            kept = make()
            self.put(kind, made_from, kept)
        return kept

    def keep_record(self, kind: str, shape: type[R], made_from: object, make: Callable[[], R]) -> R:
        """Return the record, or tuple of records, that `make` returns, in the way of `keep`; `shape` is its type."""
        if self.folder is None:
            return make()
        plain: Any = _as_json(cast(Any, shape))
        kept = self.get(kind, made_from)
        if kept is None:
            made = make()
            self.put(kind, made_from, plain.dump_json((made,)))
            return made
        return cast(R, plain.validate_json(kept)[0])

    def get(self, kind: str, made_from: object) -> bytes | None:
        """Return the content of the entry that was made from this; None if there is no entry, or a damaged one."""
        return _read(self._path(kind, made_from)) if self.folder else None

    def holds(self, kind: str) -> bool:
        """Return whether an entry of a kind was ever kept here, whatever it was made from."""
        return self.folder is not None and (self.folder / kind).is_dir()

    def put(self, kind: str, made_from: object, content: bytes) -> None:
        """Write an entry that was made from this. A folder that cannot be written is no error."""
        if self.folder:
            self._write(self._path(kind, made_from), content)

    def note(self, name: str, words: str) -> None:
        """Write a note that is kept whatever the code and its libraries are."""
        if self.folder:
            self._write(self.folder / "notes" / name, words.encode())

    def noted(self, name: str) -> str:
        """Return a note; "" if there is none."""
        kept = _read(self.folder / "notes" / name) if self.folder else None
        return kept.decode() if kept else ""

    def _path(self, kind: str, made_from: object) -> Path:
        assert self.folder is not None
        return self.folder / kind / digest(digest_machine(), made_from)

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all. No fsync: a file that a power cut damaged fails its checksum."""
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(digest_bytes(content).encode() + content)
                beside.replace(path)
                self.wrote += len(content)
            finally:
                beside.unlink(missing_ok=True)

    def prune(self, most: int = MOST) -> None:
        """Remove the least recently used entries, until at most `most` bytes are left.

        Nothing is removed if this cache wrote less than a thousandth of `most`.
        """
        if self.folder is None or self.wrote < most // 1000:  # too little to look through all for
            return
        with suppress(OSError):
            kinds = [kind for kind in os.scandir(self.folder) if kind.is_dir()]
            found = [(entry.stat(), entry.path) for kind in kinds for entry in os.scandir(kind)]
            for about, path in sorted(found, key=lambda entry: entry[0].st_mtime, reverse=True):
                most -= about.st_size
                if most < 0:
                    Path(path).unlink()


@lru_cache
def _as_json(shape: Any) -> Any:
    """Return the adapter that writes a tuple of one `shape` as JSON, and reads it."""
    from pydantic import ConfigDict, TypeAdapter

    return TypeAdapter(tuple[shape], config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def _read(path: Path) -> bytes | None:
    """Return the content of an entry, and mark it as used now; None if it is absent or its checksum is wrong."""
    try:
        data = path.read_bytes()
        os.utime(path)  # used now
    except OSError:
        return None
    content = data[SUM:]
    return content if data[:SUM] == digest_bytes(content).encode() else None


NO_CACHE = Cache()
