"""Read JSON as `yaml_nodes` reads YAML: every value stays the text that was typed, with its place. null is as good as absent."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.content.yaml_nodes import Items, Map, Scalar
from pipeline.core import INVISIBLE, Place, Problem, ProblemsFound, read_text, tell_invisible

SPACE = re.compile(r"\s*")
DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)  # numbers stay as typed, however long
LINK = "export the file again, from the program that wrote it; or look at this line and the one above"


def read_json(path: Path, shown: str) -> Any:
    """Return the Map, Items or Scalar that a JSON file holds; `shown` is the path in messages. Raises ProblemsFound."""
    text = read_text(path, shown)
    try:
        DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ProblemsFound([_explain(text, error.pos, error.lineno, shown)]) from None
    except RecursionError:
        raise ProblemsFound([Problem(Place(shown, 1), "this is nested too deep", LINK)]) from None
    reader = _Reader(text, shown)
    value = reader.read(0)[0]
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return value


class _Reader:
    """A walk through JSON that is known to be right."""

    def __init__(self, text: str, shown: str) -> None:
        self.text, self.shown = text, shown
        self.problems: list[Problem] = []
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def place(self, at: int) -> Place:
        return Place(self.shown, bisect_left(self.breaks, at) + 1)

    def read(self, at: int) -> tuple[Any, int]:
        """Return the value that begins at or after a position, and the position after it; None for null."""
        at = self.skip(at)
        if self.text[at] == "{":
            return self.mapping(at)
        if self.text[at] == "[":
            return self.items(at)
        value, end = DECODER.raw_decode(self.text, at)
        typed = value if isinstance(value, str) else self.text[at:end]
        if INVISIBLE.search(typed):
            self.problems.append(tell_invisible(self.place(at)))
        return None if value is None else Scalar(typed, self.place(at)), end

    def mapping(self, at: int) -> tuple[Map, int]:
        made = Map(self.place(at))
        for start in self.members(at, "}"):
            name, end = DECODER.raw_decode(self.text, start)
            value, self.end = self.read(self.skip(end) + 1)
            if name in made.places:
                first = made.places[name].line
                what = f'"{name}" stands twice here; the first is on line {first}'
                self.problems.append(Problem(self.place(start), what, "delete one of them"))
            made.places[name] = self.place(start)
            if value is not None:
                made[name] = value
        return made, self.end

    def items(self, at: int) -> tuple[Items, int]:
        made = Items(self.place(at))
        for start in self.members(at, "]"):
            value, self.end = self.read(start)
            if value is not None:
                made.append(value)
        return made, self.end

    def members(self, at: int, closing: str) -> Iterator[int]:
        """Yield where each member of a list or an object begins. Whoever reads one sets `end` to the position after it."""
        at = self.skip(at + 1)
        while self.text[at] != closing:
            yield at
            at = self.skip(self.end)
            if self.text[at] == ",":
                at = self.skip(at + 1)
        self.end = at + 1

    def skip(self, at: int) -> int:
        found = SPACE.match(self.text, at)
        assert found is not None
        return found.end()


def _explain(text: str, at: int, line: int, shown: str) -> Problem:
    """Return what is wrong with JSON at a position, in an editor's words."""
    here, before = text[at : at + 1], text[:at].rstrip()
    place = Place(shown, line)
    if not text.strip():
        return Problem(place, "this file is empty", "export the sources again, or delete the file")
    if here in "“”„‘’":
        what = "a quotation mark is curly, as a word processor makes it"
        return Problem(place, what, 'replace all of them by straight ones, "')
    if not here or ("\n" not in text[at:].rstrip() and here < " "):
        return Problem(place, "the file ends in the middle of a source", LINK)
    if here in "/#":
        return Problem(
            place,
            "a note to yourself cannot stand in this file",
            "delete the note; one can stand in sources.yaml, behind a #",
        )
    if here in "]}" and before.endswith(","):
        before_line = before.count("\n") + 1
        return Problem(Place(shown, before_line), "there is a comma after the last item", "delete the comma")
    if here == "," and before.endswith(","):
        return Problem(place, "there are two commas", "delete one of them")
    if here in '"{[' and before[-1:] not in (":", ",", "{", "["):
        before_line = before.count("\n") + 1
        return Problem(Place(shown, before_line), "a comma is missing at the end of this line", LINK)
    if here < " ":
        return Problem(
            place,
            "a text breaks off at the end of this line",
            "a text closes with a quotation mark on the line on which it opens",
        )
    return Problem(place, f'something is wrong before "{text[at:].split(chr(10), 1)[0].strip()[:30]}"', LINK)
