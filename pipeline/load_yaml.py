"""Read YAML as an editor means it: every value stays the text that was typed, with its place.

No value is guessed to be a number, a date or a yes/no; duplicate keys, anchors and tags are
refused. What can be wrong is told in an editor's words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipeline.problems import Problem, ProblemsFound
from pipeline.record import Place

Node = yaml.nodes.Node
DEEPEST = 12  # levels of nesting; content needs four

QUOTE = "put the whole text between double quotes, or write it as a block that starts with |"


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
        below = 1 if getattr(node, "style", None) in ("|", ">") else 0  # a block's text begins on the next line
        return Scalar(node.value, Place(place.path, place.line + below))

    def mapping(self, node: yaml.MappingNode, place: Place, depth: int) -> Map:
        result = Map(place)
        for key, value in node.value:
            name, where = str(key.value), self.place(key)
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem(where, "a name is expected before the colon", QUOTE))
            elif name in result:
                first = result.places[name].line
                self.problems.append(
                    Problem(where, f'"{name}" stands twice here; the first is on line {first}', "delete one of them")
                )
            elif isinstance(value, yaml.ScalarNode) and value.value == "" and value.style is None:
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


def read_yaml(path: Path, shown: str) -> Map:
    """The mapping that a YAML file holds. `shown` is the path as messages name it.

    Raises ProblemsFound when it cannot be read, or holds something else than a mapping.
    """
    text = read_text(path, shown)
    try:
        _refuse_tricks(text, shown)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ProblemsFound([_explain(error, text, shown)]) from None
    except RecursionError:
        raise ProblemsFound([Problem(Place(shown, 1), "this is nested too deep")]) from None
    if not isinstance(node, yaml.MappingNode):
        hint = "a file begins with lines such as  title: …"
        raise ProblemsFound([Problem(Place(shown, 1), "this file holds no `name: value` lines", hint)])
    reader = _Reader(shown)
    result: Map = reader.read(node)
    problems = [*reader.problems, *_swallowed(node, text.splitlines(), shown)]
    if problems:
        raise ProblemsFound(problems)
    return result


def _swallowed(node: Node, lines: list[str], shown: str) -> Iterator[Problem]:
    """Text that YAML takes for a comment, though it was hardly meant as one: no space after the #."""
    for scalar in _scalars(node):
        line, column = scalar.end_mark.line, scalar.end_mark.column
        rest = lines[line][column:] if scalar.style is None and line < len(lines) else ""
        lost = re.match(r"\s*(#[^\s#].*)", rest)
        if lost and scalar.value:
            what = f'everything from "{_short(lost[1])}" on is left out'
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
    """A text file, decoded. Raises ProblemsFound when that cannot be done."""
    try:
        return path.read_bytes().decode("utf-8-sig")
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


def _refuse_tricks(text: str, shown: str) -> None:
    """Refuse anchors, aliases, tags and a second document: they surprise, and can explode."""
    problems = []
    for event in _events(text):
        place = Place(shown, _line(event.start_mark))
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


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.BaseLoader)


def _explain(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    """PyYAML's complaint as a sentence for an editor, at the line to mend."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return Problem(
            Place(shown, line), "this line holds an invisible control character", "delete it and type the word again"
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = getattr(error, "context_mark", None) or mark
    line, begun = (mark.line if mark else 0), (start.line if start else 0)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    lines = [*text.splitlines(), ""]
    here = lines[min(line, len(lines) - 1)]
    what, hint, at = _translate(said, here, line, begun, lines)
    return Problem(Place(shown, at + 1), what, hint)


VALUE = re.compile(r"""^\s*(?:-\s+)*(?:[^\s"':#][^"':#]*:\s+)?(?P<value>\S.*?)\s*$""")
CLOSERS = {"[": "]", "{": "}"}


def _value(line: str) -> str:
    """What stands behind `name:` or a hyphen."""
    match = VALUE.match(line)
    return match["value"] if match else ""


def _sign(line: str) -> str:
    """The sign a value begins with that YAML takes for its own, where it was meant as text."""
    value = _value(line)
    sign = value[:1]
    if sign in CLOSERS:
        return "" if value.endswith(CLOSERS[sign]) and not value.startswith("[@") else sign
    if sign and sign in ">|":
        return "" if re.fullmatch(r"[>|][-+\d]*(\s+#.*)?", value) else sign
    return sign if sign and sign in "@`%&*!" else ""


def _goes_on(value: str) -> bool:
    """Whether more follows a quotation that a value begins with."""
    return bool(re.match(r"""("[^"]*"|'[^']*')\s*[^\s#,\]}:]""", value))


def _open_quote(lines: list[str], before: int) -> int | None:
    """The last line above at which a quotation mark opens and does not close."""
    for at in range(before, -1, -1):
        value = _value(lines[at])
        if value[:1] in ("'", '"') and value.count(value[0]) == 1:
            return at
    return None


def _translate(said: str, here: str, line: int, begun: int, lines: list[str]) -> tuple[str, str, int]:
    """What is wrong, a hint, and the line (from 0) to mend."""
    before = max((n for n in range(min(line, len(lines))) if lines[n].strip()), default=0)
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in said:
        return "this line is indented with a tab", "use spaces", line
    for at in (line, begun, before):
        if at < len(lines) and (sign := _sign(lines[at])):
            return f"text that begins with {sign} needs quotes", QUOTE, at
    for at in (line, begun, before):
        if at < len(lines) and re.match(r"\s*(-\s+)?[A-Za-z-]+:[^\s/]", lines[at]):
            return f'"{_short(lines[at])}" lacks a space after the colon', "write  name: text", at
        if at < len(lines) and _goes_on(_value(lines[at])):
            hint = "put the whole text between single quotes, or write it as a block that starts with |"
            return "the text goes on after its closing quotation mark", hint, at
    if "mapping values are not allowed" in said:
        return f'a colon followed by a space cannot stand in "{_short(here)}"', QUOTE, line
    if "quoted scalar" in said or ('"' in here or "'" in here):
        opened = begun if "quoted scalar" in said else _open_quote(lines, line - 1)
        if opened is not None:
            hint = 'add the closing mark; inside double quotes write \\" for a quotation mark'
            return "a quotation mark opens here and does not close", hint, opened
    if "could not find expected ':'" in said:
        at = begun if begun < line else before
        hint = "write  name: text, and indent the lines of a text by two spaces more than its name"
        return f'"{_short(lines[at])}" lacks a colon, or is indented too little', hint, at
    if "expected <block end>" in said or "did not find expected" in said:
        hint = "indent it as far as its neighbors, or quote the text if quotation marks stand in it"
        return f'"{_short(here)}" does not line up with the lines above it', hint, line
    hint = "compare it with a line of the same kind that works"
    return f'this line cannot be read: "{_short(here)}"', hint, line


def _short(line: str) -> str:
    text = line.strip()
    return text if len(text) <= 40 else text[:39] + "…"
