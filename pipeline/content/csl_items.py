"""Items of CSL, in JSON or YAML as people and programs write them, become items of CSL-JSON as it is defined."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pipeline.content.csl_date import NotADate, read_date
from pipeline.content.csl_fields import (
    BESIDE_NAMES,
    DATES,
    FLAGS,
    KEPT_BY_PROGRAMS,
    KNOWN,
    MEANT,
    NAMES,
    OURS,
    PARTS_OF_NAMES,
    TYPES,
)
from pipeline.content.record import Grade, Reading
from pipeline.content.source import Json
from pipeline.content.yaml_nodes import Items, Map
from pipeline.core import Place, Problem, suggest

RATED: Mapping[str, tuple[str, ...]] = {"grade": get_args(Grade), "read": get_args(Reading)}
DOI = re.compile(r"(https?://(dx\.)?doi\.org/|doi:\s*)?10\.\S+", re.IGNORECASE)
OTHER_SCHEME = re.compile(r"(?!(https?|ftp)://)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class ItemReader:
    """A reader of items; it collects their problems, and the fields that no style knows, each where it is first met."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.unknown: dict[str, Place] = {}
        self.unknown_parts: dict[str, Place] = {}  # of names

    def read(self, item: Map) -> Json:
        """Return an item of CSL-JSON, with our own fields in it, after adding its problems."""
        named = {KNOWN.get(name.casefold(), name): name for name in item}
        id = next((str(item[named[n]]).strip() for n in ("id", "citation-key", "DOI") if n in named), "")
        what = f'source "{id}"'
        if not id:
            hint = "add a line with the word by which a text cites it, as in  id: ngai2004"
            self.problems.append(Problem(item.place, "this source has no id", hint))
        made: Json = {"id": id}
        for name, typed in named.items():
            value = self.value(name, item[typed], item.places[typed], what)
            if value and name != "id":
                made[name] = value
        return made

    def value(self, name: str, value: Any, place: Place, what: str) -> Any:
        if name in DATES:
            return self.date(name, value, place, what)
        if name in NAMES:
            return self.names(value, place, what)
        if name == "type":
            return self.type(_words(value), place, what)
        if name in RATED:
            self.problems += check_rating(name, _words(value), place, what)
            return _words(value)
        if name == "note" and isinstance(value, str):
            return value.strip()  # its lines may name variables, as Zotero's "Extra" does
        if name in KNOWN.values():
            self.check_link(name, _words(value), place, what)
            return _words(value)
        if name.casefold() not in KEPT_BY_PROGRAMS:
            self.unknown.setdefault(name, place)
        return None

    def date(self, name: str, value: Any, place: Place, what: str) -> Json | None:
        try:
            date = read_date(value)
        except NotADate as error:
            hint = "write the year first, as in 2018-04-03, 2018-04 or 2018; or words, such as  forthcoming"
            if isinstance(value, Map) and not re.search(r"\d", str(error)):
                hint = f"write  {name}: {error}  without braces; or a year, as in  {name}: 2018"
            self.problems.append(Problem(place, f'{what}: "{str(error)[:40]}" is no date', hint))
            return None
        return date.as_plain() if date else None

    def names(self, value: Any, place: Place, what: str) -> list[Json]:
        """Return a list of names without empty ones, after a warning for several in one line of words."""
        if not isinstance(value, Items | Map) and re.search(r",| and ", str(value)):
            problem = f'{what}: "{str(value)[:40]}" is printed as one name, as it stands'
            hint = "for each person, write a line such as  - {family: Ngai, given: Mae}  below; for an institution  - literal: …"
            self.problems.append(Problem(place, problem, hint, warns=True))
        for one in value if isinstance(value, Items) else [value]:
            for part in one if isinstance(one, Map) else ():
                if part not in PARTS_OF_NAMES and part.casefold() not in BESIDE_NAMES:
                    self.unknown_parts.setdefault(part, one.places[part])
        return [name for one in (value if isinstance(value, Items) else [value]) if (name := _name(one))]

    def type(self, name: str, place: Place, what: str) -> str:
        if name and name.casefold() not in MEANT and name not in TYPES:
            problem = f'{what}: no style knows the type "{name}"'
            self.problems.append(Problem(place, problem, suggest(name, TYPES), warns=True))
        return MEANT.get(name.casefold(), name)

    def check_link(self, name: str, value: str, place: Place, what: str) -> None:
        if name == "URL" and OTHER_SCHEME.match(value):
            hint = "write its address on the web, as in https://example.org/study; or delete the line"
            self.problems.append(Problem(place, f'{what}: "URL" should begin with http:// or https://', hint))
        elif name == "URL" and value and not value.startswith(("http://", "https://")):
            problem = f'{what}: "{value[:40]}" is no link: it does not begin with http:// or https://'
            self.problems.append(
                Problem(place, problem, "write the whole address, as in https://example.org/study", warns=True)
            )
        if name == "DOI" and value and not DOI.fullmatch(value):
            hint = "a DOI is such as 10.1257/aer.91.5.1369; other addresses are a URL"
            self.problems.append(Problem(place, f'{what}: "DOI" should begin with 10.', hint))


def check_rating(name: str, value: str, place: Place, what: str) -> list[Problem]:
    """Return a problem for a `grade` or `read` that is not one of ours."""
    if value in RATED[name]:
        return []
    return [Problem(place, f'{what}: "{name}" cannot be "{value[:40]}"', suggest(value, RATED[name]))]


def _words(value: Any) -> str:
    """Return a value as words: the first of a list of titles, all of a list of numbers."""
    if isinstance(value, Items):
        words = [str(one) for one in value if isinstance(one, str)]
        return ", ".join(words) if all(re.fullmatch(r"[\dXx -]+", word) for word in words) else words[0]
    return "" if isinstance(value, Map) else " ".join(str(value).split())


def _name(one: Any) -> Json:
    """Return a name as CSL-JSON has it; an empty one is {}."""
    if not isinstance(one, Map):
        return {"literal": str(one)} if str(one).strip() else {}
    if "name" in one and not one.keys() & {"family", "literal"}:  # an institution, of Crossref
        return {"literal": str(one["name"])}
    parts = {part: value for part, value in one.items() if part in PARTS_OF_NAMES and value}
    kept = {part: _is_true(value) if part in FLAGS else str(value) for part, value in parts.items()}
    return kept if kept.keys() & {"family", "given", "literal"} else {}


def _is_true(value: Any) -> bool:
    return str(value).strip().casefold() not in ("", "false", "no", "0")


assert RATED.keys() == OURS
