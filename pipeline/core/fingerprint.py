"""Fingerprints: what something is made from, as a digest of its content. Never of times or of folders.

Imports nothing heavy: a build with nothing to do gets no further than this.
"""

import ctypes
import hashlib
import os
import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Where a text stands says nothing about what is made from it: a line added above changes no output.
PLACES = {"place", "places", "path"}


def digest(*things: object) -> str:
    """Return the SHA-256 of texts, bytes, numbers, records, and collections of these, in hexadecimal.

    Records count by their type and fields, without their places in files; a mapping by its items in their order; a
    list and a tuple of the same items count as equal. Raises TypeError for anything else.
    """
    parts: list[bytes] = []
    for thing in things:
        _feed(parts, thing)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _feed(parts: list[bytes], thing: Any) -> None:
    """Append a thing to the parts, after its type and length, so that no two things run into the same bytes."""
    if isinstance(thing, str):
        data = thing.encode()
        parts += (b"s%d:" % len(data), data)
    elif isinstance(thing, bytes):
        parts += (b"b%d:" % len(thing), thing)
    elif thing is None or isinstance(thing, bool | int | float):
        parts.append(f"n{thing!r};".encode())
    elif isinstance(thing, list | tuple):
        _feed_all(parts, "l", thing)
    elif names := _fields(type(thing)):
        parts.append(_digest_record(thing, names))
    elif isinstance(thing, Mapping):
        _feed_all(parts, "m", [part for pair in thing.items() for part in pair])
    elif isinstance(thing, AbstractSet):
        _feed_all(parts, "u", sorted(thing))
    else:
        raise TypeError(f"{type(thing).__name__} has no fingerprint")


def _digest_record(record: Any, names: tuple[str, ...]) -> bytes:
    """Return the digest of a record, computed once: a record never changes, and most are part of many things."""
    known = DIGESTS.get(id(record))
    if known is None or known[0] is not record:
        parts: list[bytes] = []
        _feed_all(parts, f"r{type(record).__name__}", [getattr(record, name) for name in names])
        if len(DIGESTS) >= MOST:
            DIGESTS.clear()
        known = DIGESTS[id(record)] = record, b"h" + hashlib.sha256(b"".join(parts)).digest()
    return known[1]


DIGESTS: dict[int, tuple[object, bytes]] = {}  # by the identity of records, which are kept so that it stays theirs
MOST = 20_000


def _feed_all(parts: list[bytes], tag: str, things: Any) -> None:
    parts.append(f"{tag}{len(things)}(".encode())
    for thing in things:
        _feed(parts, thing)


FIELDS: dict[type, tuple[str, ...]] = {}  # of records, as they are met


def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of a record's fields without those that hold its place; an empty tuple for any other type."""
    if kind not in FIELDS:
        names = getattr(kind, "model_fields", None) or getattr(kind, "__dataclass_fields__", None) or ()
        FIELDS[kind] = tuple(name for name in names if name not in PLACES)
    return FIELDS[kind]


# ---------------------------------------------------------------- files


def digest_files(folders: Mapping[str, Path], tell: Callable[[bytes], bytes] = bytes) -> str:
    """Return a digest of every file below some folders: of its path, and of what `tell` returns for its bytes.

    A path is the label of the folder and the path from there. What people and programs leave behind is passed over:
    names with a dot or tilde first, README.md, and folders with a dot or two underscores first (caches). A folder
    that is missing holds nothing.
    """
    found = ((f"{label}/{name}", path) for label, folder in folders.items() for name, path in _files(folder))
    return digest({name: tell(path.read_bytes()) for name, path in found})


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith((".", "~")) and name != "README.md" and path.is_file():
                yield unicodedata.normalize("NFC", path.relative_to(folder).as_posix()), path


def digest_bytes(content: bytes) -> str:
    """Return the SHA-256 of some bytes, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


# ---------------------------------------------------------------- the machine


@cache
def digest_machine() -> str:
    """Return a digest of what makes the outputs: this code, its libraries, Python (3.11), and the system's Pango.

    Another machine with the same versions has the same: nothing of where or when Python was built, or lies, is in it.
    """
    files = (*sorted(ROOT.glob("pipeline/**/*.py")), ROOT / "pipeline" / "pdf" / "fonts.conf", ROOT / "build.py")
    code = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}
    return digest(code, library_versions(), sys.version_info[:2], _pango())


def library_versions() -> list[str]:
    """Return the libraries that pyproject.toml names, each with the version that is installed: "jinja2-3.1.6".

    The versions are read from the names of folders: to ask importlib would cost as much as all the rest.
    """
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (OSError, KeyError):
        return []
    wanted = {_normal(re.split(r"[\[=<>~! ;]", line, maxsplit=1)[0]) for line in project["dependencies"]}
    return sorted({f"{name}-{version}" for name, version in _installed(sys.path) if name in wanted})


def _installed(folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for path in Path(folder).glob("*.dist-info"):
            name, _, version = path.stem.partition("-")
            yield _normal(name), version


def _normal(name: str) -> str:
    """Return the normal spelling of a package's name: in lower case, with hyphens."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pango() -> str:
    """Return the version of the system's Pango, which sets the text of pages; "" where it is not found."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            asked = ctypes.CDLL(name).pango_version_string
        except (OSError, AttributeError):
            continue
        asked.restype = ctypes.c_char_p
        return str(asked().decode())
    return ""
