"""Explain what pydantic complains of: in an editor's words, at the line of the value it is about."""

import re
from collections.abc import Iterable
from typing import Any

from pipeline.load_yaml import Items, Map
from pipeline.problems import Problem, nearest, suggest
from pipeline.record import Place, Record

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
    """Pydantic's errors in editors' words. A misspelt field is one problem, not also a missing one."""
    extra = {(e["loc"][:-1], str(e["loc"][-1])) for e in errors if e["type"] == "extra_forbidden"}
    told = [e for e in errors if e["type"] != "missing" or not _is_misspelt(e["loc"], extra)]
    return [_translate(error, data, what, met) for error in told]


def _is_misspelt(missing: tuple[Any, ...], extra: set[tuple[Any, str]]) -> bool:
    beside = [name for holder, name in extra if holder == missing[:-1]]
    return bool(nearest(str(missing[-1]), beside))


def _translate(error: Any, data: Map, what: str, met: dict[int, type[Record]]) -> Problem:
    """One of pydantic's errors, in editors' words, at the line of the value it is about."""
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
    """The innermost mapping on the way to an error, the error's line, and the names on the way."""
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
