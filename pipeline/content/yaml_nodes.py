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

from pipeline.content.mistyped import find_bullet, find_odd_space, name_space
from pipeline.content.yaml_errors import LIKE_THIS, explain_yaml, find_lost_list, quote_hint, shorten, tell_sign
from pipeline.core import (
    INVISIBLE,
    NO_CACHE,
    Cache,
    Place,
    Problem,
    ProblemsFound,
    read_text,
    tell_invisible,
    tell_turning,
)

Node = yaml.nodes.Node
DEEP = "no line stands that deep in others: let it begin below the line above that it belongs with"
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
            self.problems.append(Problem(place, "this begins too far right", DEEP))
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
        if node.flow_style and node.value and all(_is_empty(value) for _, value in node.value):  # {driest-year}
            what, hint, _ = tell_sign("{", "", 0)
            self.problems.append(Problem(place, what, hint))
            return result
        for key, value in node.value:
            name, where = str(key.value), self.place(key)
            if INVISIBLE.search(name):
                self.problems.append(tell_invisible(where))
            elif not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(where, "a name belongs before the colon", LIKE_THIS))
            elif space := find_odd_space(name):
                what = f'{name_space(space)} stands beside "{name.strip()}"; it only looks like an ordinary space'
                self.problems.append(Problem(where, what, "delete it, and type the spaces again with the space bar"))
            elif name in result:
                first = result.places[name].line
                self.problems.append(
                    Problem(where, f'"{name}" stands twice here; the first is on line {first}', "delete one of them")
                )
            elif _is_empty(value):
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


def _is_empty(node: Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == "" and not node.style


def read_yaml(path: Path, shown: str, cache: Cache = NO_CACHE) -> Map:
    """Return the mapping that a YAML file holds. `shown` is the path as messages print it.

    Raises ProblemsFound when the file cannot be read, or holds something else than a mapping.
    """
    read = _read(path, shown, cache)
    if not isinstance(read, Map):
        is_empty = read is None
        what = "nothing stands in this file" if is_empty else "this file has no lines such as  title: …  in it"
        hint = "put an earlier copy of the file back; or write its lines, each a name, a colon and a text"
        raise ProblemsFound([Problem(Place(shown, 1), what, hint)])
    return read


def read_yaml_list(path: Path, shown: str, cache: Cache = NO_CACHE) -> Items:
    """Return the list that a YAML file holds; an empty file is an empty list. Raises ProblemsFound as `read_yaml`."""
    read = _read(path, shown, cache)
    if not isinstance(read, Items | None):
        hint = "begin each part of it with a hyphen and a space, as in  - term: …"
        raise ProblemsFound([Problem(Place(shown, 1), "this file should be a list", hint)])
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
    problems = [*reader.problems, *_misread(node, text.splitlines(), shown)]
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


def _misread(node: Node, lines: list[str], shown: str) -> Iterator[Problem]:
    """Yield a problem for each text that YAML reads otherwise than it was meant, and does not complain of."""
    for scalar in _scalars(node):
        if not scalar.style:
            yield from _swallowed(scalar, lines, shown)
            yield from _joined(scalar, lines, shown)


def _swallowed(scalar: Any, lines: list[str], shown: str) -> Iterator[Problem]:
    """Yield a problem for what YAML takes for a comment behind a text by mistake: no space follows the #."""
    line, column = scalar.end_mark.line, scalar.end_mark.column
    rest = lines[line][column:] if line < len(lines) else ""
    lost = re.match(r"\s*(#[^\s#].*)", rest)
    if lost and scalar.value:
        what = f'everything from "{shorten(lost[1])}" on is left out, as if it were a note to yourself'
        yield Problem(Place(shown, line + 1), what, quote_hint(lines[line]))
    elif lost:
        what, hint, at = tell_sign("#", lost[1], line)
        yield Problem(Place(shown, at + 1), what, hint)


def _joined(scalar: Any, lines: list[str], shown: str) -> Iterator[Problem]:
    """Yield a problem for the first line of a list that YAML reads as part of a text: it begins too far right, or oddly."""
    first, last = scalar.start_mark.line, min(scalar.end_mark.line, len(lines) - 1)
    told = find_bullet(scalar.value, is_first=True, goes_on=last > first)
    if told:
        yield Problem(Place(shown, first + 1), *told)
        return
    for at in range(first + 1, last + 1):
        told = find_lost_list(lines[first], lines[at]) or find_bullet(lines[at])
        if told:
            yield Problem(Place(shown, at + 1), *told)
            return


def _scalars(node: Node) -> Iterator[Any]:
    """Yield every text of a file that somebody typed: not what reference managers export below `references`."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from () if key.value == "references" else (s for part in (key, value) for s in _scalars(part))
    elif isinstance(node, yaml.SequenceNode):
        yield from (scalar for part in node.value for scalar in _scalars(part))
    elif isinstance(node, yaml.ScalarNode):
        yield node


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
            raise ProblemsFound([Problem(place, "this begins too far right", DEEP)])
        if isinstance(event, yaml.AliasEvent):
            problems.append(_tell_sign("*", place))
        elif getattr(event, "anchor", None):
            problems.append(_tell_sign("&", place))
        elif getattr(event, "tag", None):
            problems.append(_tell_sign("!", place))
        elif isinstance(event, yaml.DocumentStartEvent) and event.explicit and place.line > 1:
            what = "the line --- ends the file here, and more follows"
            problems.append(Problem(place, what, "delete the line ---"))
    if problems:
        raise ProblemsFound(problems)


def _tell_sign(sign: str, place: Place) -> Problem:
    what, hint, _ = tell_sign(sign, "", 0)
    return Problem(place, what, hint)


def _line(mark: Any) -> int:
    return int(mark.line) + 1
