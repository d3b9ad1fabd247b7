"""A cut: the part of a publication that a talk of some minutes shows, in an order of its own. Frozen records of publication.yaml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from pipeline.content.record import Id, Record, Words, refusal
from pipeline.core import Place

if TYPE_CHECKING:
    from pipeline.content.model import Chapter

ALL = "all"  # in place of a list of entries
OPENING = "opening"
HOW = "write the id of an entry, or of a chapter; or, of a chapter, its opening slide alone, as in  - opening: its-id"


@dataclass(frozen=True)
class CutPart:
    """What one line of a cut names: an entry, a whole chapter, or the slides that open a chapter alone."""

    id: str
    is_opening: bool
    place: Place


def _part(value: Any) -> Any:
    if isinstance(value, CutPart):
        return value
    named, is_opening = value, False
    if isinstance(value, Mapping) and list(value) == [OPENING]:
        named, is_opening = value[OPENING], True
    if not isinstance(named, str) or not named.strip():
        raise refusal("cannot_be", "", HOW)
    return CutPart(named.strip(), is_opening, getattr(named, "place", Place("", 0)))


def _parts(value: Any) -> Any:
    """Return one name as a tuple; return anything else, such as a list of names, unchanged."""
    return (value,) if isinstance(value, str) else value


def _minutes(value: Any) -> float:
    try:
        minutes = float(str(value))
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= 600:  # also for nan
        raise refusal("cannot_be", "", "write how many minutes the talk has, as in  minutes: 10")
    return minutes


class Cut(Record):
    """A part of the deck for a talk of some minutes: by its name it is asked for, by its title chosen in PowerPoint."""

    name: Id
    title: Words | None = None
    minutes: Annotated[float, BeforeValidator(_minutes)]
    entries: Annotated[
        tuple[Annotated[CutPart, BeforeValidator(_part)], ...], BeforeValidator(_parts), Field(min_length=1)
    ]

    @property
    def called(self) -> str:
        """Its title or, without one, its name."""
        return self.title or self.name

    @property
    def has_all(self) -> bool:
        """Whether it shows all that there is, in the order of the publication."""
        return [part.id for part in self.entries] == [ALL]


def find_ids(part: CutPart, chapters: Sequence["Chapter"]) -> tuple[str, ...]:
    """Return the ids that a part of a cut stands for, among some chapters: of chapters, for the slides that open them, and of entries.

    None where there is no such chapter or entry.
    """
    for chapter in chapters:
        entries = tuple(entry.id for entry in chapter.entries)
        if part.id == chapter.id:
            return (chapter.id,) if part.is_opening else (chapter.id, *entries)
        if part.id in entries and not part.is_opening:
            return (part.id,)
    return ()


def ids_of_cut(cut: Cut, chapters: Sequence["Chapter"]) -> tuple[str, ...]:
    """Return the ids of chapters, for the slides that open them, and of entries that a cut shows, in its order."""
    parts = _everything(chapters) if cut.has_all else cut.entries
    return tuple(dict.fromkeys(id for part in parts for id in find_ids(part, chapters)))


def _everything(chapters: Sequence["Chapter"]) -> Iterator[CutPart]:
    return (CutPart(chapter.id, False, chapter.place) for chapter in chapters)
