"""Fingerprints: what something is made from, as a digest of its content. Never of times or of folders.

Imports nothing heavy: a build with nothing to do gets no further than this.
"""

import ctypes
import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Where a text stands says nothing about what is made from it: a line added above changes no output.
PLACES = {"place", "places", "path"}


def digest(*things: object) -> str:
    """A digest of texts, bytes, numbers, records, and collections of these; alike things have the same.

    Records are taken by their type and fields, without their places in files.
    Raises TypeError for anything else.
    """
    hasher = hashlib.sha256()
    for thing in things:
        _feed(hasher, thing)
    return hasher.hexdigest()


def _feed(hasher: Any, thing: Any) -> None:
    """Every part with its type and length before it, so that no two things read alike."""
    if thing is None or isinstance(thing, bool | int | float):
        hasher.update(f"n{thing!r};".encode())
    elif isinstance(thing, str | bytes):
        data = thing.encode() if isinstance(thing, str) else thing
        hasher.update(f"{type(thing).__name__[0]}{len(data)}:".encode())
        hasher.update(data)
    elif isinstance(thing, Mapping):
        _feed_all(hasher, "m", [part for pair in thing.items() for part in pair])
    elif isinstance(thing, AbstractSet):
        _feed_all(hasher, "u", sorted(thing))
    elif isinstance(thing, list | tuple):
        _feed_all(hasher, "l", thing)
    else:
        _feed_all(hasher, f"r{type(thing).__name__}", [getattr(thing, name) for name in _fields(thing)])


def _feed_all(hasher: Any, tag: str, parts: Any) -> None:
    hasher.update(f"{tag}{len(parts)}(".encode())
    for part in parts:
        _feed(hasher, part)


def _fields(record: Any) -> Iterator[str]:
    names = getattr(type(record), "model_fields", None) or getattr(record, "__dataclass_fields__", None)
    if names is None:
        raise TypeError(f"{type(record).__name__} has no fingerprint")
    return (name for name in names if name not in PLACES)


# ---------------------------------------------------------------- files


def digest_files(folders: Mapping[str, Path]) -> str:
    """A digest of every file below some folders, by its name from there and its content.

    What people and programs leave lying about (names with a dot or tilde first, READMEs, caches)
    is passed over. A folder that is missing holds nothing.
    """
    return digest({f"{label}/{name}": path.read_bytes() for label, f in folders.items() for name, path in _files(f)})


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith((".", "~")) and name != "README.md" and path.is_file():
                yield path.relative_to(folder).as_posix(), path


def digest_bytes(content: bytes) -> str:
    """SHA-256, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


# ---------------------------------------------------------------- the machine


@cache
def digest_machine() -> str:
    """A digest of what makes the outputs: this code, its pinned libraries, Python, and the system's Pango."""
    code = {path.name: path.read_bytes() for path in (*sorted(ROOT.glob("pipeline/*.py")), ROOT / "build.py")}
    return digest(code, pinned_versions(), sys.version, _pango())


def pinned_versions() -> list[str]:
    """The libraries pyproject.toml pins, each with the version that is installed: "jinja2-3.1.6".

    Told from the names of folders: to ask importlib would cost as much as all the rest.
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
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _pango() -> str:
    """The version of the system's Pango, which sets the brief's text; nothing where it is not found."""
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"):
        try:
            asked = ctypes.CDLL(name).pango_version_string
        except (OSError, AttributeError):
            continue
        asked.restype = ctypes.c_char_p
        return str(asked().decode())
    return ""
