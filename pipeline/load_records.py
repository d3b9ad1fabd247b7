"""Read the files of one folder into records, collecting problems."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from pipeline.cache import NO_CACHE, Cache
from pipeline.explain_records import explain_records
from pipeline.load_yaml import Map, Scalar, read_yaml
from pipeline.problems import Problem, ProblemsFound, shown
from pipeline.record import Place, Record

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class _Last:
    """A file as it was when it was read last, what it held, and the ids in it."""

    file: tuple[object, ...]
    held: object
    ids: list[tuple[str, Place]]


LAST: dict[Path, _Last] = {}


class FolderReader:
    """A folder of files that people edit. What is `broken` or `unread` has its problem; `ids` are those that were met."""

    def __init__(self, folder: Path, cache: Cache = NO_CACHE) -> None:
        self.folder = folder
        self.cache = cache
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.unread: set[str] = set()
        self.ids: list[tuple[str, Place]] = []

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
            return read_yaml(self.path(name), self.shown(name), self.cache)
        except ProblemsFound as found:
            self.problems += found.problems
            self.unread.add(name.split("/", maxsplit=1)[0])
            return None

    def again(self, name: str, read: Callable[[], T], also: object = ()) -> T:
        """What a file holds: the same records as last time, if it is as it was then and was without problems.

        For files that nothing else has a say in, but what is named `also`. So in a process that goes on, only what
        changed is new.
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
            self.problems += explain_records(error.errors(), filled, what, met)
            return None

    def note_id(self, data: Map) -> None:
        if "id" in data:
            self.ids.append((str(data["id"]), data.places["id"]))
