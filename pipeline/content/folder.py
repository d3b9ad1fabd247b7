"""Read the files of one folder into records, collecting problems.

What pydantic finds wrong becomes a problem in an editor's words, at the line of the value.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from pipeline.content.record import Record
from pipeline.content.yaml_nodes import Items, Map, Scalar, read_yaml
from pipeline.core import NO_CACHE, Cache, Place, Problem, ProblemsFound, nearest, shown, suggest

# Pydantic's types of error in editors' words; {name} is the key, {value} what was typed.
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ('there is no "{name}"', "every {what} needs one"),
    "string_type": ('"{name}" should be text', "if the text holds a colon or begins with a sign, quote it"),
    "string_too_short": ('"{name}" is empty', "write something, or delete the line"),
    "tuple_type": ('"{name}" should be a list', "put each item on a line of its own, after a hyphen and a space"),
    "dict_type": ('"{name}" should hold `name: value` lines', ""),
    "model_type": ('"{name}" should hold `name: value` lines', ""),
    "not_text": (
        '"{name}" should be text',
        "if it holds a colon, or begins with {{ or [, put it between double quotes",
    ),
    "dataclass_type": ('"{name}" should be text', ""),
    "bool_parsing": ('"{name}" should be true or false, not "{value}"', ""),
    "int_parsing": ('"{name}" should be a whole number, not "{value}"', ""),
    "int_type": ('"{name}" should be a whole number', ""),
    "float_parsing": ('"{name}" should be a number, not "{value}"', ""),
    "float_type": ('"{name}" should be a number', ""),
}


def explain_records(errors: list[Any], data: Map, what: str, met: dict[int, type[Record]]) -> list[Problem]:
    """Return pydantic's errors as problems in editors' words; a misspelt field is one, not also a missing one."""
    extra = {(e["loc"][:-1], str(e["loc"][-1])) for e in errors if e["type"] == "extra_forbidden"}
    told = [e for e in errors if e["type"] != "missing" or not _is_misspelt(e["loc"], extra)]
    return [_translate(error, data, what, met) for error in told]


def _is_misspelt(missing: tuple[Any, ...], extra: set[tuple[Any, str]]) -> bool:
    beside = [name for holder, name in extra if holder == missing[:-1]]
    return bool(nearest(str(missing[-1]), beside))


def _translate(error: Any, data: Map, what: str, met: dict[int, type[Record]]) -> Problem:
    """Return one of pydantic's errors as a problem in editors' words, at the line of the value it is about."""
    holder, place, path = _find(data, error["loc"])
    name = str(path[-1]) if path else what
    value = error.get("input")
    shown = str(value) if isinstance(value, str) and len(value) <= 40 else "…"
    kind = error["type"]
    if kind == "extra_forbidden":
        known = met[id(holder)].keys() if id(holder) in met else []
        hint = suggest(name, known, most=24)
        return Problem(place, f'{what}: there is no field called "{name}"', hint)
    if kind == "missing" and name in holder.places:
        return Problem(place, f'{what}: "{name}" is empty', f"every {what.split(chr(32), maxsplit=1)[0]} needs one")
    if kind == "empty" and isinstance(error["loc"][-1], int):
        return Problem(place, f'{what}: an item of "{name}" is empty', "write something, or delete the line")
    if kind == "literal_error":
        choices = [word for word in re.split(r", | or |'", error["ctx"]["expected"]) if word]
        return Problem(place, f'{what}: "{name}" cannot be "{shown}"', suggest(shown, choices))
    if kind in ("too_short", "too_long"):
        limit = error["ctx"].get("min_length", error["ctx"].get("max_length"))
        bound = "at least" if kind == "too_short" else "at most"
        return Problem(place, f'{what}: "{name}" needs {bound} {limit} items')
    sentence, hint = SENTENCES.get(kind, ('"{name}" ' + _lower(error["msg"]), ""))
    words = {"name": name, "value": shown, "what": what.split(' "', maxsplit=1)[0]}
    return Problem(place, f"{what}: {sentence.format(**words)}", hint.format(**words))


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _find(data: Map, loc: Iterable[str | int]) -> tuple[Map, Place, list[str]]:
    """Return the innermost mapping on the way to an error, the place of the error, and the keys on the way."""
    holder, place, path = data, data.place, []
    current: Any = data
    for step in loc:
        if isinstance(current, Map) and isinstance(step, str):
            holder, place = current, current.places.get(step, current.place)
            path.append(step)
            current = current.get(step)
        elif isinstance(current, Items) and isinstance(step, int) and step < len(current):
            current = current[step]
            place = getattr(current, "place", place)
        else:
            break
    return holder, place, path


R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class _Last:
    """A file at its last reading: its bytes and path, what was read from it, and the ids in it."""

    file: tuple[object, ...]
    held: object
    ids: list[tuple[str, Place]]


LAST: dict[Path, _Last] = {}


class FolderReader:
    """A reader of a folder of files that people edit; it collects the problems of all files in `problems`.

    `broken` are the ids of records that could not be made, and `unread` the files and folders that could not be
    read: each has a problem already. `ids` are the ids that were read, each with its place.
    """

    def __init__(self, folder: Path, cache: Cache = NO_CACHE) -> None:
        self.folder = folder
        self.cache = cache
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.unread: set[str] = set()
        self.ids: list[tuple[str, Place]] = []

    def shown(self, name: str) -> str:
        """Return the path of a file as messages print it."""
        return shown(self.folder / name)

    def path(self, name: str) -> Path:
        """Return the path of a file in the folder. Raises ProblemsFound when a link leads out of the folder."""
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise ProblemsFound([Problem(Place(self.shown(name), 1), "this file lies outside the folder")])
        return path

    def yaml(self, name: str) -> Map | None:
        try:
            return read_yaml(self.path(name), self.shown(name), self.cache)
        except ProblemsFound as found:
            self.problems += found.problems
            self.unread.add(name.split("/", maxsplit=1)[0])
            return None

    def again(self, name: str, read: Callable[[], T], also: object = ()) -> T:
        """Return what `read` reads from a file: the records of last time, if it is unchanged and had no problems.

        For files whose records depend on nothing but the file and `also`. In a process that goes on, such as
        `watch`, only files that changed are read anew.
        """
        try:
            as_it_is = self.path(name).read_bytes(), self.shown(name), also
        except (OSError, ProblemsFound):
            return read()
        last = LAST.get(self.folder / name)
        if last and last.file == as_it_is:
            self.ids += last.ids
            return cast(T, last.held)
        amiss, ids = (len(self.problems), len(self.broken), len(self.unread)), len(self.ids)
        held = read()
        if held is not None and amiss == (len(self.problems), len(self.broken), len(self.unread)):
            LAST[self.folder / name] = _Last(as_it_is, held, self.ids[ids:])
        return held

    def records(self, name: str, what: str, make: Callable[[Map, str], R | None]) -> dict[str, R]:
        """Return the records of a file of `id: record` lines by id, made by `make`; none if there is no file."""
        if not (self.folder / name).exists():
            return {}
        made = {}
        data = self.yaml(name)
        for id, value in (data or {}).items():
            place = data.places[id] if data else Place(name, 1)
            if not isinstance(value, Map):
                what_is = f'{what} "{id}" should hold `name: value` lines'
                self.problems.append(Problem(place, what_is))
                self.broken.add(id)
                continue
            if "id" in value:
                problem = f'{what} "{id}": it has its id already'
                self.problems.append(
                    Problem(value.places["id"], problem, f'"{id}" before the colon is the id: delete this line')
                )
                self.broken.add(id)
                continue
            value["id"] = Scalar(id, place)
            value.place = place
            record = make(value, f'{what} "{id}"')
            if record is None:
                self.broken.add(id)
            else:
                made[id] = record
        return made

    def validate(self, cls: type[R], data: Any, what: str, **more: Any) -> R | None:
        """Return the record of class `cls` that `data` and `more` make, or None after adding problems."""
        met: dict[int, type[Record]] = {}
        if not isinstance(data, Map):
            place = getattr(data, "place", Place(self.shown("."), 1))
            self.problems.append(Problem(place, f"{what} should hold `name: value` lines"))
            return None
        filled = Map(data.place)
        filled.update(data | more)
        filled.places = data.places
        try:
            return cls.model_validate(filled, context=met)
        except ValidationError as error:
            self.problems += explain_records(error.errors(), filled, what, met)
            return None

    def note_id(self, data: Map) -> None:
        if "id" in data:
            self.ids.append((str(data["id"]), data.places["id"]))
