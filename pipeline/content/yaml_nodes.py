"""Read YAML as an editor means it: every value stays the text that was typed, with its place.

No value is guessed to be a number, a date or a yes/no; duplicate keys, anchors and tags are
refused. What can be wrong is told in an editor's words.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.content.yaml_errors import QUOTE, explain_yaml, shorten
from pipeline.core import (
    INVISIBLE,
    NO_CACHE,
    TURNING,
    Cache,
    Place,
    Problem,
    ProblemsFound,
    stop_on,
    tell_invisible,
    tell_turning,
)

Node = yaml.nodes.Node
DEEPEST = 12  # levels of nesting; content needs four
ABYSS = 100  # levels that no parser has to go down


class Scalar(str):
    """Text as typed, with its place."""

    place: Place

    def __new__(cls, text: str, place: Place) -> "Scalar":
        scalar = super().__new__(cls, text)
        scalar.place = place
        return scalar


class Map(dict[str, Any]):
    """A mapping with its place and the place of every key."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}


class Items(list[Any]):
    """A list with its place."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place


@dataclass
class _Reader:
    path: str
    problems: list[Problem] = field(default_factory=list)

    def place(self, node: Node) -> Place:
        return Place(self.path, _line(node.start_mark))

    def read(self, node: Node, depth: int = 0) -> Any:
        place = self.place(node)
        if depth > DEEPEST:
            self.problems.append(Problem(place, "this is nested too deep", "check the indentation"))
            return Scalar("", place)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place, depth)
        if isinstance(node, yaml.SequenceNode):
            return self.items(node, place, depth)
        if INVISIBLE.search(node.value):
            self.problems.append(tell_invisible(place))
        self.problems += tell_turning(node.value, place)  # typed as "\u202e"; others are told by `read_text`
        below = 1 if getattr(node, "style", None) in ("|", ">") else 0  # a block's text begins on the next line
        return Scalar(node.value, Place(place.path, place.line + below))

    def mapping(self, node: yaml.MappingNode, place: Place, depth: int) -> Map:
        result = Map(place)
        for key, value in node.value:
            name, where = str(key.value), self.place(key)
            if INVISIBLE.search(name):
                self.problems.append(tell_invisible(where))
            elif not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(where, "a name is expected before the colon", QUOTE))
            elif name in result:
                first = result.places[name].line
                self.problems.append(
                    Problem(where, f'"{name}" stands twice here; the first is on line {first}', "delete one of them")
                )
            elif isinstance(value, yaml.ScalarNode) and value.value == "" and not value.style:
                result.places[name] = where  # `key:` with nothing behind it is as good as absent
            else:
                result.places[name] = where
                result[name] = self.read(value, depth + 1)
                if isinstance(value, yaml.SequenceNode):
                    items = {f"{name}.{n}": self.place(item) for n, item in enumerate(value.value)}
                    result.places.update(items)
        return result

    def items(self, node: yaml.SequenceNode, place: Place, depth: int) -> Items:
        result = Items(place)
        result.extend(self.read(value, depth + 1) for value in node.value)
        return result


def read_yaml(path: Path, shown: str, cache: Cache = NO_CACHE) -> Map:
    """Return the mapping that a YAML file holds. `shown` is the path as messages print it.

    Raises ProblemsFound when the file cannot be read, or holds something else than a mapping.
    """
    read = _read(path, shown, cache)
    if not isinstance(read, Map):
        hint = "a file begins with lines such as  title: …"
        raise ProblemsFound([Problem(Place(shown, 1), "this file holds no `name: value` lines", hint)])
    return read


def read_yaml_list(path: Path, shown: str, cache: Cache = NO_CACHE) -> Items:
    """Return the list that a YAML file holds; an empty file is an empty list. Raises ProblemsFound as `read_yaml`."""
    read = _read(path, shown, cache)
    if not isinstance(read, Items | None):
        hint = "each item begins on a line of its own, with a hyphen and a space"
        raise ProblemsFound([Problem(Place(shown, 1), "this file should hold a list", hint)])
    return read or Items(Place(shown, 1))


def read_yaml_value(path: Path, shown: str, cache: Cache = NO_CACHE) -> Any:
    """Return the mapping or list that a YAML file holds; None if it is empty. Raises ProblemsFound as `read_yaml`.

    A line --- at the end, with which other programs close what they write, is left out.
    """
    text = read_text(path, shown)
    return _copy(_kept(re.sub(r"\n(---|\.\.\.)\s*$", "\n", text), shown, cache))


def _read(path: Path, shown: str, cache: Cache) -> Any:
    """Return what a YAML file holds, from the cache if it was parsed before; None if it holds nothing."""
    return _copy(_kept(read_text(path, shown), shown, cache))


@lru_cache(maxsize=256)  # files that did not change between two builds of one process
def _kept(text: str, shown: str, cache: Cache) -> Any:
    return _placed(
        json.loads(cache.keep("yaml", text, lambda: json.dumps(_plain(_parse(text, shown))).encode())), shown
    )


def _plain(value: Any) -> Any:
    """Return a parsed value in a form that JSON can hold: each mapping, list and text with its line."""
    if isinstance(value, Map):
        keys = {key: _plain(inner) for key, inner in value.items()}
        return value.place.line, keys, {name: place.line for name, place in value.places.items()}
    if isinstance(value, Items):
        return value.place.line, [_plain(item) for item in value]
    return None if value is None else (value.place.line, str(value))


def _placed(plain: Any, path: str) -> Any:
    """Return the parsed value from which `_plain` made `plain`, with its places in the file `path`."""
    if plain is None:
        return None
    place, held = Place(path, plain[0]), plain[1]
    if isinstance(held, str):
        return Scalar(held, place)
    if isinstance(held, list):
        items = Items(place)
        items.extend(_placed(item, path) for item in held)
        return items
    made = Map(place)
    made.update((key, _placed(inner, path)) for key, inner in held.items())
    made.places = {name: Place(path, line) for name, line in plain[2].items()}
    return made


def _copy(value: Any) -> Any:
    """Return a copy with mappings and lists of its own, so that a caller may change what was read."""
    if isinstance(value, Map):
        made = Map(value.place)
        made.update((key, _copy(inner)) for key, inner in value.items())
        made.places = dict(value.places)
        return made
    if isinstance(value, Items):
        items = Items(value.place)
        items.extend(map(_copy, value))
        return items
    return value


def _parse(text: str, shown: str) -> Any:
    try:
        node = _compose(text, shown)
    except yaml.YAMLError as error:
        raise ProblemsFound([explain_yaml(error, text, shown)]) from None
    if node is None:
        return None
    reader = _Reader(shown)
    result = reader.read(node)
    problems = [*reader.problems, *_swallowed(node, text.splitlines(), shown)]
    if problems:
        raise ProblemsFound(problems)
    return result


def _compose(text: str, shown: str) -> Node | None:
    """Return the root node of a YAML text; None if the text is empty.

    The fast parser (CBaseLoader) is used if PyYAML has it. After an error the slow one parses again, for its message.

    Raises YAMLError and ProblemsFound.
    """
    for loader in dict.fromkeys((getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader)):
        try:
            _refuse_tricks(text, shown, loader)
            return yaml.compose(text, Loader=loader)
        except yaml.YAMLError:
            if loader is yaml.BaseLoader:
                raise
    return None


def _swallowed(node: Node, lines: list[str], shown: str) -> Iterator[Problem]:
    """Yield a problem for each text that YAML reads as a comment by mistake: no space follows the #."""
    if not any(re.search(r"#[^\s#]", line) for line in lines):
        return
    for scalar in _scalars(node):
        line, column = scalar.end_mark.line, scalar.end_mark.column
        rest = lines[line][column:] if not scalar.style and line < len(lines) else ""
        lost = re.match(r"\s*(#[^\s#].*)", rest)
        if lost and scalar.value:
            what = f'everything from "{shorten(lost[1])}" on is left out'
            yield Problem(Place(shown, line + 1), what, QUOTE)
        elif lost:
            yield Problem(Place(shown, line + 1), "text that begins with # needs quotes", QUOTE)


def _scalars(node: Node) -> Iterator[Any]:
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from (scalar for part in pair for scalar in _scalars(part))
    elif isinstance(node, yaml.SequenceNode):
        yield from (scalar for part in node.value for scalar in _scalars(part))
    elif isinstance(node, yaml.ScalarNode):
        yield node


def read_text(path: Path, shown: str) -> str:
    """Return the text of a file in UTF-8.

    Raises ProblemsFound when it cannot be read or decoded, or holds marks that turn the direction of writing.
    """
    try:
        content = path.read_bytes()
        if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
            hint = "save it as plain text in UTF-8 (a table: as CSV), under the same name"
            what = "this is a file of a word processor or a spreadsheet, not plain text"
            raise ProblemsFound([Problem(Place(shown, 0), what, hint)])
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        hint = "save the file again with the encoding UTF-8"
        raise ProblemsFound([Problem(Place(shown, line), "this line is not UTF-8 text", hint)]) from None
    except FileNotFoundError:
        hint = "is this the folder of a publication? Another one is given with --content"
        raise ProblemsFound([Problem(Place(shown, 0), "there is no such file", hint)]) from None
    except OSError as error:
        reason = f"this file cannot be read ({error.strerror})"
        raise ProblemsFound([Problem(Place(shown, 1), reason)]) from None
    if TURNING.search(text):
        lines = enumerate(text.split("\n"), 1)
        stop_on(problem for number, line in lines for problem in tell_turning(line, Place(shown, number)))
    return text


def _refuse_tricks(text: str, shown: str, loader: Any) -> None:
    """Raise ProblemsFound for anchors, aliases, tags, a second document, and nesting deeper than `ABYSS` levels.

    They surprise an editor, and a small file with them can grow without limit when it is read. Raises YAMLError for
    text that is not YAML.
    """
    problems, depth = [], 0
    for event in yaml.parse(text, Loader=loader):
        place = Place(shown, _line(event.start_mark))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > ABYSS:
            raise ProblemsFound([Problem(place, "this is nested too deep", "check the indentation")])
        if isinstance(event, yaml.AliasEvent):
            problems.append(Problem(place, "text that begins with * needs quotes", QUOTE))
        elif getattr(event, "anchor", None):
            problems.append(Problem(place, "text that begins with & needs quotes", QUOTE))
        elif getattr(event, "tag", None):
            problems.append(Problem(place, "text that begins with ! needs quotes", QUOTE))
        elif isinstance(event, yaml.DocumentStartEvent) and event.explicit and place.line > 1:
            hint = "delete the line ---"
            problems.append(Problem(place, "a second document begins here", hint))
    if problems:
        raise ProblemsFound(problems)


def _line(mark: Any) -> int:
    return int(mark.line) + 1
