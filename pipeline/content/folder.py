"""Read the files of one folder into records, collecting problems.

What pydantic finds wrong becomes a problem in an editor's words, at the line of the value.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from errno import ELOOP
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from pipeline.content.called_elsewhere import find_field, suggest_field
from pipeline.content.lists import NAME
from pipeline.content.record import Record, find_record
from pipeline.content.yaml_errors import LIKE_THIS, shorten, tell_colon
from pipeline.content.yaml_nodes import Items, Map, Scalar, read_yaml
from pipeline.core import (
    NO_CACHE,
    Cache,
    Place,
    Problem,
    ProblemsFound,
    find_file,
    problem_of_file,
    quoted,
    shown,
    suggest,
)

# Pydantic's types of error in editors' words; {name} is the key, {value} what was typed, {what} the sort of record.
SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ('there is no "{name}"', "every {what} needs one: add a line  {name}: …"),
    "string_too_short": ('"{name}" is empty', "write something, or delete the line"),
    "empty": ('"{name}" is empty', "write something, or delete the line"),
    "tuple_type": (
        '"{name}" should be a list',
        "put each part of it on a line of its own, after a hyphen and a space",
    ),
    "dict_type": ('"{name}" should have lines below it', "such as  a label: its text, each two spaces further right"),
    "bool_parsing": ('"{name}" cannot be "{value}"', "write true or false"),
    "int_parsing": ('"{name}" cannot be "{value}"', "write a whole number, in digits alone"),
    "int_type": ('"{name}" should be a number', "write a whole number, in digits alone"),
    "float_parsing": ('"{name}" cannot be "{value}"', "write a number, with a point before decimals"),
    "float_type": ('"{name}" should be a number', "write a number, with a point before decimals"),
    "greater_than_equal": ('"{name}" cannot be "{value}"', "write {ge} or more"),
    "less_than_equal": ('"{name}" cannot be "{value}"', "write {le} or less"),
    "cannot_be": ('"{name}" cannot be "{value}"', "{hint}"),
}
TEXT_TYPES = ("string_type", "not_text", "dataclass_type")  # where a text is wanted
RECORD_TYPES = ("model_type", "model_attributes_type")  # where a record is wanted


def explain_records(
    errors: list[Any], data: Map, what: str, met: dict[int, type[Record]], own_fields: Sequence[str] = ()
) -> list[Problem]:
    """Return pydantic's errors as problems in editors' words; a misspelt field is one, not also a missing one.

    `own_fields` are those that records with words of the publication may have, beside their own.
    """
    extra = {(e["loc"][:-1], str(e["loc"][-1])) for e in errors if e["type"] == "extra_forbidden"}
    told = [e for e in errors if e["type"] != "missing" or not _is_misspelt(e["loc"], extra)]
    told = [e for e in told if e["type"] != "too_short" or not _has_faulty_parts(e["loc"], errors)]
    return [_translate(error, data, what, met, own_fields) for error in told]


def _has_faulty_parts(of: tuple[Any, ...], errors: list[Any]) -> bool:
    """Return whether a list has a part with a problem of its own: without it, pydantic takes the list for too short."""
    return any(error["loc"][: len(of)] == of and len(error["loc"]) > len(of) for error in errors)


def _is_misspelt(missing: tuple[Any, ...], extra: set[tuple[Any, str]]) -> bool:
    beside = [name for holder, name in extra if holder == missing[:-1]]
    return any(find_field(name, [str(missing[-1])]) for name in beside)


def _translate(error: Any, data: Map, what: str, met: dict[int, type[Record]], own_fields: Sequence[str]) -> Problem:
    """Return one of pydantic's errors as a problem in editors' words, at the line of the value it is about."""
    holder, place, path = _find(data, error["loc"])
    name = str(path[-1]) if path else what
    value, kind, about = error.get("input"), error["type"], error.get("ctx", {})
    shown = shorten(value) if isinstance(value, str) else "…"
    if kind == "extra_forbidden":
        hint = _suggest_field(name, value, met.get(id(holder), Record), own_fields)
        return Problem(place, f'{what}: there is no field called "{name}"', hint)
    if kind == "missing" and name in holder.places:
        return Problem(place, f'{what}: "{name}" is empty', f"every {what.split(chr(32), maxsplit=1)[0]} needs one")
    if kind == "missing" and len(path) > 1:
        return Problem(place, f'{what}: "{path[-2]}" has no "{name}"', f"add a line  {name}: …  there")
    if kind == "empty" and isinstance(error["loc"][-1], int):
        return Problem(place, f'{what}: a line of "{name}" is empty', "write something, or delete the line")
    if kind == "literal_error":
        choices = [word for word in re.split(r", | or |'", about["expected"]) if word]
        return Problem(place, f'{what}: "{name}" cannot be "{shown}"', suggest(shown, choices))
    if kind in ("too_short", "too_long"):
        return Problem(place, *_tell_length(error, what, name))
    if kind in TEXT_TYPES:
        said, hint = _tell_no_text(value, name)
        return Problem(place, f"{what}: {said}", hint)
    if kind in RECORD_TYPES:
        said, hint = _tell_no_record(value, name, about.get("class_name", ""), isinstance(error["loc"][-1], int))
        return Problem(place, f"{what}: {said}" if path else said, hint)
    said = _lower(error["msg"]).replace("{", "{{").replace("}", "}}")
    sentence, hint = SENTENCES.get(kind, (f'"{{name}}" {said}' if path else said, "{hint}"))
    words = {"hint": "", **about, "name": name, "value": shown, "what": what.split(' "', maxsplit=1)[0]}
    return Problem(place, f"{what}: {sentence.format(**words)}", hint.format(**words))


def _suggest_field(name: str, value: Any, cls: type[Record], own_fields: Sequence[str]) -> str:
    """Return a hint for a field that there is none of; one that holds one word may be meant for a list of words."""
    takes_words = "words" in cls.model_fields
    known = [*cls.keys(), *(own_fields if takes_words else ())]
    hint = suggest_field(name, known)
    if not takes_words or find_field(name, known) or not (NAME.fullmatch(name) and NAME.fullmatch(str(value))):
        return hint
    word = f"{name}: {{{value}: {{label: {value}}}}}"
    typed = f"write below lists:  {word}" if own_fields else f"add  lists: {{{word}}}"
    return f'{hint} If "{value}" is one of several words of your own, in publication.yaml {typed}'.strip()


def _tell_length(error: Any, what: str, name: str) -> tuple[str, str]:
    about = error["ctx"]
    if error["type"] == "too_short":
        return f'{what}: "{name}" is empty', f"it needs {about['min_length']} or more, each after a hyphen and a space"
    count, most = len(error["input"]), about["max_length"]
    return f'{what}: "{name}" has {count} lines, and {most} at most have room', "leave some out, or put two into one"


def _tell_no_text(value: Any, name: str) -> tuple[str, str]:
    """Return what is wrong with a value that should be a text, and a hint."""
    if isinstance(value, Map) and value:
        key, rest = next(iter(value.items()))
        return tell_colon(f"{key}: {rest}" if isinstance(rest, str) else f"{key}: …", key, name)
    if isinstance(value, Items):
        return f'"{name}" should be one text, and is a list', "write it after the colon, without hyphens"
    return f'"{name}" should be a text', LIKE_THIS


def _tell_no_record(value: Any, name: str, class_name: str, is_listed: bool) -> tuple[str, str]:
    """Return what is wrong with a value that should have fields, and a hint that names the first of them.

    `is_listed` says that it is a line of a list.
    """
    cls = find_record(class_name)
    fields = cls.keys() if cls else []
    needed = [f.alias or n for n, f in cls.model_fields.items() if f.is_required()] if cls else []
    first = next((field for field in needed if field in fields), next(iter(fields), "title"))
    typed = f'"{shorten(value)}"' if isinstance(value, str) else "this"
    others = [field for field in fields if field != first]
    more = f"; on the lines below it may stand {quoted(others, 'or')}" if 0 < len(others) < 5 else ""
    begun = f"{'- ' if is_listed else ''}{first}: {typed[1:-1] if first in ('name', 'column', 'figure') and isinstance(value, str) else '…'}"
    return f'{typed} stands in "{name}" without a word and a colon before it', f"write  {begun}{more}"


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
        self.own_fields: Sequence[str] = ()  # the names of lists, whose words entries bear

    def shown(self, name: str) -> str:
        """Return the path of a file as messages print it."""
        return shown(self.folder / name)

    def path(self, name: str) -> Path:
        """Return the path of a file in the folder. Raises ProblemsFound when a link leads out of it, or where no file is."""
        path = find_file(self.folder / name)
        try:
            is_inside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError) as error:  # links that go round
            loop = error if isinstance(error, OSError) else OSError(ELOOP, "")
            raise ProblemsFound([problem_of_file(Place(self.shown(name), 0), loop)]) from None
        if not is_inside:
            raise ProblemsFound(
                [Problem(Place(self.shown(name), 1), "this file lies outside the folder", "copy it into the folder")]
            )
        if path.exists() and not (path.is_file() or path.is_dir()):  # whoever reads a pipe waits for ever
            what = "this is a pipe or a device, and a file is needed"
            raise ProblemsFound([Problem(Place(self.shown(name), 0), what, "delete it, or put a file in its place")])
        return path

    def has(self, name: str) -> bool:
        """Return whether a file is there, or a link that leads to none: then there is something to tell."""
        return os.path.lexists(self.folder / name)

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
        if not self.has(name):
            return {}
        made = {}
        data = self.yaml(name)
        for id, value in (data or {}).items():
            place = data.places[id] if data else Place(name, 1)
            if not isinstance(value, Map):
                what_is = f'{what} "{id}" has no lines of its own below it'
                self.problems.append(Problem(place, what_is, "write its fields there, each two spaces further right"))
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
            said, hint = _tell_no_record(data, what, cls.__name__, is_listed=True)
            self.problems.append(Problem(place, said, hint))
            return None
        filled = Map(data.place)
        filled.update(data | more)
        filled.places = data.places
        try:
            return cls.model_validate(filled, context=met)
        except ValidationError as error:
            self.problems += explain_records(error.errors(), filled, what, met, self.own_fields)
            return None

    def note_id(self, data: Map) -> None:
        if "id" in data:
            self.ids.append((str(data["id"]), data.places["id"]))
