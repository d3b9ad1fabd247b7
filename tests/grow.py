"""Grow a publication: the same chapters several times over, under other ids and in slightly other words.

What is copied becomes a topic each time, so that figures that are computed from all entries of a kind stay as they are.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

FIELDS = ("id", "title", "claim", "points", "text", "figures", "notes", "short")
SIGNS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Plain(yaml.SafeDumper):
    """Writes out again what stands twice, because content has no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def grow(content: Path, folder: Path, times: int) -> Path:
    """A copy of a content folder with `times` as many chapters, entries and charts. Gives the folder."""
    shutil.copytree(content, folder)
    imprint, figures = _read(folder / "publication.yaml"), _read(folder / "figures.yaml")
    charts = {id: figure for id, figure in figures.items() if "data" in figure}
    chapters = {name: _read(folder / "chapters" / f"{name}.yaml") for name in imprint["chapters"]}
    ids = {*charts, *_ids_of(chapters)}
    for sign in SIGNS[: times - 1]:
        for name, chapter in chapters.items():
            imprint["chapters"].append(f"{name}-{sign.lower()}")
            _write(folder / "chapters" / f"{name}-{sign.lower()}.yaml", _chapter(chapter, sign, ids, charts))
        figures |= {f"{id}-{sign.lower()}": {**f, "title": _said(f["title"], sign)} for id, f in charts.items()}
    _write(folder / "publication.yaml", imprint)
    _write(folder / "figures.yaml", figures)
    return folder


def _ids_of(chapters: dict[str, Any]) -> set[str]:
    """Ids of chapters and of their entries."""
    return {part["id"] for chapter in chapters.values() for part in (chapter, *chapter["entries"])}


def _chapter(chapter: dict[str, Any], sign: str, ids: set[str], charts: dict[str, Any]) -> dict[str, Any]:
    entries = [_entry(entry, sign, ids, charts) for entry in chapter["entries"]]
    made = {**_renamed(chapter, sign, ids), "numbered": "false", "entries": entries}
    return {**made, "id": f"{chapter['id']}-{sign.lower()}", "title": _said(chapter["title"], sign)}


def _entry(entry: dict[str, Any], sign: str, ids: set[str], charts: dict[str, Any]) -> dict[str, Any]:
    made = _renamed({name: entry[name] for name in FIELDS if name in entry}, sign, ids)
    made |= {"kind": "topic", "id": f"{entry['id']}-{sign.lower()}"}
    made |= {name: _said(entry[name], sign) for name in ("title", "claim")}
    if "figures" in entry:
        made["figures"] = [f"{id}-{sign.lower()}" for id in entry["figures"] if id in charts]
    return made


def _renamed(value: Any, sign: str, ids: set[str]) -> Any:
    """The same, with what it refers to by its new id."""
    if isinstance(value, dict):
        return {key: _renamed(inner, sign, ids) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, sign, ids) for inner in value]

    def rename(match: re.Match[str]) -> str:
        return match[0] + (f"-{sign.lower()}" if match[2] in ids else "")

    return re.sub(r"@(sec|fig|tbl)-([a-z0-9]+(?:-[a-z0-9]+)*)", rename, value)


def _said(text: str, sign: str) -> str:
    """A sentence in slightly other words."""
    stop = "." if text.strip().endswith(".") else ""
    return f"{text.strip().removesuffix('.')}, {sign}{stop}"


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _write(path: Path, data: Any) -> None:
    text = yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
