"""Load content and theme: files to frozen records, or every problem at once."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline import model
from pipeline.fact import NotInData, read_value, take_numbers
from pipeline.load_csv import ColumnMissing, read_csv
from pipeline.load_yaml import Items, Map, Scalar, read_yaml
from pipeline.problems import Problem, ProblemsFound, nearest, shown, suggest
from pipeline.record import PLAIN_NAME, Place, Record

R = TypeVar("R", bound=Record)

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


def load_publication(folder: Path, kinds: Collection[str]) -> tuple[model.Publication | None, list[Problem]]:
    """The publication in a content folder, as far as it can be read, and all its problems.

    `kinds` are the kinds of entry that have layouts. None only when publication.yaml itself
    cannot be used. Reads nothing outside `folder`.
    """
    loader = _Loader(folder, kinds)
    about = loader.yaml("publication.yaml")
    imprint = loader.validate(model.Imprint, about, "publication") if about is not None else None
    figures = loader.records("figures.yaml", "figure", loader.figure)
    facts = loader.records("facts.yaml", "fact", loader.fact)
    sources = loader.sources("sources.yaml")
    exceptions = loader.phrases("exceptions.yaml")
    chapters = loader.chapters(about) if about is not None else ()
    loader.refuse_same_ids()
    if imprint is None:
        return None, loader.problems
    publication = model.Publication(
        imprint, chapters, figures, facts, sources, exceptions, frozenset(loader.broken), frozenset(loader.unread)
    )
    return publication, loader.problems


def load_theme(folder: Path) -> model.Theme:
    """layouts/theme/theme.yaml. Raises ProblemsFound."""
    loader = _Loader(folder)
    data = loader.yaml("theme/theme.yaml")
    theme = loader.validate(model.Theme, data, "theme") if data is not None else None
    if theme is not None:
        named = {"series": theme.series, "stances": tuple(theme.stances.values())}
        loader.problems += [
            Problem(theme.place_of(where), f'"{where}": no color called "{name}"', suggest(name, theme.palette))
            for where, names in named.items()
            for name in names
            if name not in theme.palette
        ]
    if loader.problems or theme is None:
        raise ProblemsFound(loader.problems)
    return theme


class _Loader:
    """Reads the files of one folder, collecting problems."""

    def __init__(self, folder: Path, kinds: Collection[str] = ()) -> None:
        self.folder = folder
        self.kinds = kinds
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.unread: set[str] = set()
        self.ids: list[tuple[str, Place]] = []

    # -- files

    def shown(self, name: str) -> str:
        """A file's path as messages name it."""
        return shown(self.folder / name)

    def path(self, name: str) -> Path:
        """A file of the folder. Raises ProblemsFound when a link leads out of it."""
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise ProblemsFound([Problem(Place(self.shown(name), 1), "this file lies outside the folder")])
        return path

    def yaml(self, name: str) -> Map | None:
        try:
            return read_yaml(self.path(name), self.shown(name))
        except ProblemsFound as found:
            self.problems += found.problems
            self.unread.add(name.split("/", maxsplit=1)[0])
            return None

    # -- records

    def records(self, name: str, what: str, make: Callable[[Map, str], R | None]) -> dict[str, R]:
        """A file of `id: record` lines. An absent file holds none."""
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
            value.setdefault("id", Scalar(id, place))
            value.place = place
            record = make(value, f'{what} "{id}"')
            if record is None:
                self.broken.add(id)
            else:
                made[id] = record
        return made

    def phrases(self, name: str) -> dict[str, str]:
        """A file of `phrase: reason` lines. An absent file holds none."""
        data = self.yaml(name) if (self.folder / name).exists() else None
        for phrase, why in (data or {}).items():
            if data is not None and not isinstance(why, str):
                self.problems.append(Problem(data.places[phrase], f'"{phrase}" should have a reason, in words'))
        return {phrase: str(why) for phrase, why in (data or {}).items()}

    def fact(self, data: Map, what: str) -> model.Fact | None:
        """A fact with its number, typed or taken from data."""
        fact = self.validate(model.Fact, data, what)
        if fact is None:
            return None
        for key, words in (("print", fact.print), ("short", fact.short)):
            typed = read_value(fact.value or "") or fact.data
            if typed and words is not None and "{}" not in words and fact.unit != "year":
                hint = f'write {{}} where the number goes, as in  {key}: "about {{}}"'
                self.problems.append(Problem(data.places[key], f'{what}: "{words}" would not follow the number', hint))
        if fact.data is None:
            return fact.model_copy(update={"numbers": read_value(fact.value or "")})
        named = [(fact.place_of(f"column.{n}"), column) for n, column in enumerate(fact.column)]
        named += [(fact.place_of("of"), fact.of)] if fact.of else []
        table = self.table(fact.data, data, what, "", named)
        try:
            return fact.model_copy(update={"numbers": take_numbers(fact, table)}) if table else None
        except NotInData as error:
            place = data.places["at" if fact.at else "take"]
            self.problems.append(Problem(place, f"{what}: {error} in {fact.data}"))
            return None

    def figure(self, data: Map, what: str) -> model.Figure | None:
        """A figure with the data it names."""
        empty = model.Data("", (), {})
        figure = self.validate(model.Figure, data, what, table=empty)
        if figure is None:
            return None
        named = [(series.place_of("column"), series.column) for series in figure.series]
        named.append((figure.place_of("x"), figure.x))
        table = self.table(figure.data, data, what, figure.x, named)
        return figure.model_copy(update={"table": table}) if table else None

    def table(self, file: str, data: Map, what: str, x: str, named: Sequence[tuple[Place, str]]) -> model.Data | None:
        """The rows of a data file, or None and problems. `named` are columns, and where they are asked for."""
        columns = list(dict.fromkeys(column for _, column in named if column != x))
        name = f"data/{file}"
        if not (self.folder / name).is_file():
            known = [p.name for p in sorted((self.folder / "data").glob("*.csv"))]
            problem = f'{what}: no data file called "{file}"'
            self.problems.append(Problem(data.places["data"], problem, suggest(file, known)))
            return None
        try:
            return read_csv(self.path(name), self.shown(name), x, columns)
        except ColumnMissing as missing:
            place = next((place for place, column in named if column == missing.name), data.place)
            problem = f'{what}: there is no column "{missing.name}" in {self.shown(name)}'
            self.problems.append(Problem(place, problem, suggest(missing.name, missing.header)))
        except ProblemsFound as found:
            self.problems += found.problems
        return None

    def sources(self, name: str) -> dict[str, model.Source]:
        """sources.yaml: a list under `references`, as CSL-YAML has it."""
        if not (self.folder / name).exists():
            return {}
        data = self.yaml(name)
        made: dict[str, model.Source] = {}
        if data is None:
            return made
        references = data.get("references")
        if not isinstance(references, Items):
            problem = Problem(data.place, 'there is no list called "references"', "begin the file with  references:")
            self.problems.append(problem)
            return made
        for item in references:
            id = str(item.get("id", "")) if isinstance(item, Map) else ""
            if id in made and isinstance(item, Map):
                self.problems.append(Problem(item.place, f'source "{id}" stands twice', "give one of them another id"))
            source = self.validate(model.Source, item, f'source "{id}"')
            if source is None:
                self.broken.add(id)
            else:
                made.setdefault(source.id, source)
        return made

    # -- chapters

    def chapters(self, about: Map) -> tuple[model.Chapter, ...]:
        """The chapters that publication.yaml lists."""
        names = about.get("chapters")
        listed = [name for name in names if isinstance(name, Scalar)] if isinstance(names, Items) else []
        made = (self.chapter(name) for name in listed)
        return tuple(chapter for chapter in made if chapter is not None)

    def chapter(self, name: Scalar) -> model.Chapter | None:
        file = f"chapters/{name}.yaml"
        if not PLAIN_NAME.fullmatch(name):
            self.unread.add("chapters")  # publication.yaml has a problem of its own
            return None
        if not (self.folder / file).is_file():
            known = [p.stem for p in sorted((self.folder / "chapters").glob("*.yaml"))]
            self.problems.append(Problem(name.place, f'no chapter file called "{name}.yaml"', suggest(name, known)))
            self.unread.add("chapters")
            return None
        data = self.yaml(file)
        if data is None:
            return None
        self.note_id(data)
        what = f'chapter "{data.get("id", name)}"'
        if isinstance(items := data.get("entries"), Items):
            if not items:
                self.problems.append(Problem(items.place, f"{what} has no entries"))
            made = (self.entry(item) for item in items)
            data["entries"] = [entry for entry in made if entry is not None]
        return self.validate(model.Chapter, data, what)

    def entry(self, item: Any) -> model.Entry | None:
        if not isinstance(item, Map):
            return self.validate(model.Entry, item, "entry")
        self.note_id(item)
        kind, id = str(item.get("kind", "entry")), str(item.get("id", ""))
        if "kind" in item and kind not in self.kinds:
            where = f"A kind is a pair of layouts: brief/{kind}.html and deck/{kind}.html."
            what = f'entry "{id}": no kind called "{kind}"'
            self.problems.append(Problem(item.places["kind"], what, suggest(kind, self.kinds, where)))
            self.broken.add(id)
            return None
        entry = self.validate(model.KINDS.get(kind, model.Entry), item, f'{kind} "{id}"' if id else kind)
        if entry is None:
            self.broken.add(id)
        return entry

    def note_id(self, data: Map) -> None:
        if "id" in data:
            self.ids.append((str(data["id"]), data.places["id"]))

    def refuse_same_ids(self) -> None:
        first: dict[str, Place] = {}
        for id, place in self.ids:
            if id in first:
                self.problems.append(
                    Problem(place, f'the id "{id}" is taken already, at {first[id]}', "choose another")
                )
            first.setdefault(id, place)

    # -- pydantic

    def validate(self, cls: type[R], data: Any, what: str, **more: Any) -> R | None:
        """The record, or None and problems in editors' words."""
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
            self.problems += _translate_all(error.errors(), filled, what, met)
            return None


def _translate_all(errors: list[Any], data: Map, what: str, met: dict[int, type[Record]]) -> list[Problem]:
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
