"""The records a publication is made of. Frozen; each knows the file and line it came from."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_uppercase
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.content.cut import Cut
from pipeline.content.figure import Figure, FromData
from pipeline.content.figure_part import EntrySlide
from pipeline.content.lists import NO_LIST, Word
from pipeline.content.record import (
    BoxText,
    Confidence,
    Date,
    FileName,
    Id,
    Ids,
    Language,
    Line,
    Prose,
    Record,
    Talk,
    Text,
    Words,
    Years,
    refusal,
)
from pipeline.content.source import Source
from pipeline.content.unit import is_calendar_year
from pipeline.core import Place, Problem
from pipeline.languages import ENGLISH
from pipeline.languages import Words as LayoutWords

# ---------------------------------------------------------------- entries


class Link(Record):
    """A relation of one entry to another, printed in a cell of a matrix."""

    line: Line
    words: dict[str, Word] = Field(default_factory=dict, alias="(words)")  # by the names of their lists


class Event(Record):
    """Something that happened on a day, in a month or in a year."""

    date: Date
    title: Line
    line: Line
    major: bool = False  # kept where there is room for few


class Box(Record):
    """A title and a text that are set apart from the text around them."""

    title: Line
    text: BoxText
    id: Id | None = None  # by which texts refer to it, or place it
    slide: bool = False  # whether the deck shows it


class Entry(Record):
    """One unit of the argument. Its kind chooses the two layouts that show it."""

    kind: Id
    id: Id
    title: Line
    claim: Line
    points: tuple[Line, ...] = Field(default=(), min_length=1, max_length=7)
    brief: Text | None = None  # 80 to 200 words: what a short form says of it
    text: Text | None = None
    figures: tuple[Id, ...] = ()
    slide: EntrySlide | None = None  # what its slide shows of them
    boxes: tuple[Box, ...] = Field(default=(), min_length=1)
    notes: Talk | None = None
    short: Words | None = None  # a title for tight places: bands, heads of tables and pages
    details: dict[Words, Line] = Field(default_factory=dict)  # label -> line: what a kind of your own adds
    links: dict[Id, Link] = Field(default_factory=dict)  # id of another entry -> what the two have to do
    years: Years | None = None  # with them, a timeline can show it
    events: tuple[Event, ...] = ()
    words: dict[str, Word] = Field(default_factory=dict, alias="(words)")  # by the names of their lists

    @property
    def marks(self) -> tuple[Word, ...]:
        """Its words of lists, but for those that stand in a field of its kind."""
        return tuple(word for name, word in self.words.items() if name not in type(self).model_fields)


class Topic(Entry):
    """An entry without fields of its own."""


class Barrier(Entry):
    blocks: Line
    overcome: Line


class Period(Entry):
    years: Years


class Lesson(Entry):
    evidence: Ids  # ids of the entries that it rests on


class PolicyArea(Entry):
    goal: Line
    status: Line
    step: Line
    precedent: Line


KINDS: dict[str, type[Entry]] = {
    "topic": Topic,
    "barrier": Barrier,
    "period": Period,
    "lesson": Lesson,
    "policy-area": PolicyArea,
}


def find_taken_names() -> dict[str, str]:
    """Return the names that no list may have, each with what has it: fields of entries and links that are no lines."""
    kinds: tuple[type[Record], ...] = (Entry, Link, *KINDS.values())
    fields = {name: field for cls in kinds for name, field in cls.model_fields.items()}
    taken = [*Entry.model_fields, *Link.model_fields]
    taken += [name for name, field in fields.items() if field.annotation is not Prose]
    return dict.fromkeys(taken, "entries have a field of this name") | {NO_LIST: "it means that there is none"}


class Chapter(Record):
    id: Id
    title: Line
    short: Words | None = None  # a title for tight places: progress in the deck
    numbered: bool = True
    claim: Line
    points: tuple[Line, ...] = Field(default=(), min_length=1, max_length=7)  # of a chapter without entries
    text: Text | None = None
    boxes: tuple[Box, ...] = Field(default=(), min_length=1)
    notes: Talk | None = None
    entries: tuple[Entry, ...] = ()


# ---------------------------------------------------------------- facts, words


Take = Literal["sum", "max", "min", "range", "first", "last", "change", "percent-change", "share"]


class Fact(FromData):
    """A number, typed (`value`) or taken from a data file (`data`, `column`, and `at` or `take`)."""

    id: Id
    value: Words | None = None
    data: FileName | None = None
    column: Ids = ()  # several give a range, from the lowest to the highest
    of: Words | None = None  # a second column: the first in percent of it
    at: Words | None = None  # the label of a row
    take: Take | None = None
    start: Words | None = Field(default=None, alias="from")  # labels of the first and the last row taken
    end: Words | None = Field(default=None, alias="to")
    unsigned: bool = False  # a fall of 96 percent, not a change of −96
    round: Annotated[int, Field(ge=-9, le=9)] | None = None  # decimals kept, at most; -3: thousands
    exact_places: Annotated[int, Field(ge=0, le=9)] | None = Field(
        default=None, alias="places"
    )  # decimals printed, no more and no less: 2 for $3.10
    compact: bool = False  # 4.6 million
    print: Words | None = None  # "about {}": words around the number
    short: Words | None = None  # the same for {id:short}
    unit: Words
    as_of: Words
    measures: Line
    source: Ids
    locator: Words | None = None
    confidence: Confidence
    note: Line | None = None
    numbers: tuple[float, ...] = Field(default=(), alias="(numbers)")  # none: words; two: a range
    gaps: int = Field(default=0, alias="(gaps)")  # empty cells among those that were added up
    typed_places: int = Field(default=0, alias="(typed places)")  # decimals that were typed: 2 in 3.10

    @model_validator(mode="after")
    def _has_one_origin(self) -> "Fact":
        if (self.value is None) == (self.data is None):
            if self.data is not None:
                hint = "delete the line  value: …  or the line  data: …"
                raise refusal("two_origins", "has both a value, and data to take it from", hint)
            hint = "add a line  value: and the number; or  data: and the name of a data file"
            raise refusal("no_origin", "has neither a value, nor data to take it from", hint)
        if self.data is not None and not (self.column and (self.at is None) != (self.take is None)):
            hint = "write  column: and its name; and  at: and the name of a row, or  take: max, or another"
            raise refusal("how_taken", "taken from data needs a column, and either at or take", hint)
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the data file that the fact is taken from."""
        return (*self.column, self.of) if self.of else self.column

    @property
    def is_year(self) -> bool:
        """Whether it is a year of the calendar, or words about one, or two years from the first to the last."""
        whole = all(1000 <= number < 3000 and number == int(number) for number in self.numbers)
        return is_calendar_year(self.unit) and whole

    @property
    def is_computed(self) -> bool:
        """Whether it is reckoned in percent from its data, so that its decimals mean nothing."""
        return self.of is not None or self.take in ("share", "percent-change")

    @property
    def adds_up(self) -> bool:
        """Whether a row that is the total of the others would change the number."""
        if self.take == "share" and not self.of:
            return True
        return self.take is not None and not (self.start and self.end)


class Term(Record):
    """A word that the glossary explains."""

    term: Line
    translation: Line | None = None  # into the language of `translations` in publication.yaml
    meaning: Line


# ---------------------------------------------------------------- the whole


class Author(Record):
    name: Words
    affiliation: Words | None = None


class Imprint(Record):
    """The contents of publication.yaml: everything about the publication but its argument."""

    title: Line
    short: Words | None = None  # the title for tight places: the foot line of the slides
    subtitle: Line
    authors: tuple[Author, ...] = Field(min_length=1)
    publisher: Words
    date: Date
    edition: Words | None = None
    language: Language = "en-US"
    translations: Language | None = None  # the language of the glossary's translations
    subject: Words
    keywords: tuple[Words, ...] = ()
    abstract: Talk
    license: Words
    citation_style: FileName = "chicago-notes-bibliography"  # a file of layouts/citation
    statement: Talk
    contact: Line | None = None
    corrections: tuple[Line, ...] = ()  # what earlier copies had wrong
    cover: Id | None = None  # a chart whose lines or bars decorate the cover
    lists: dict[str, dict[str, Word]] = Field(default_factory=dict)  # words that entries and links bear
    forms: tuple[Id, ...] = ()  # that are made of it; none: all there are
    cuts: tuple[Cut, ...] = ()  # of the deck, for talks of some minutes
    chapters: tuple[FileName, ...] = Field(min_length=1)

    @property
    def year(self) -> int:
        """The year of the publication's date."""
        return int(self.date[:4])


ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    digits = ""
    for value, sign in ROMAN:
        while number >= value:
            digits, number = digits + sign, number - value
    return digits


def _letters(at: int) -> str:
    """Return the letters of an entry, counted from 0: A to Z, then AA, AB."""
    return (_letters(at // 26 - 1) if at >= 26 else "") + ascii_uppercase[at % 26]


@dataclass(frozen=True)
class Elsewhere:
    """What a form leaves out: the numbers and titles of all sections and figures, and the file that has them all.

    `file`, and what it is `called`, are "" where no other form has them. A form that prints no numbers with its figures
    `keeps_numbers`: there they are called by those that they have in full.
    """

    file: str
    called: str
    section_numbers: Mapping[str, str]
    section_titles: Mapping[str, Prose]
    figure_numbers: Mapping[str, int]
    keeps_numbers: bool = False


@dataclass(frozen=True)
class Publication:
    """A publication: all its records in reading order, with the numbers and titles that follow from that order."""

    imprint: Imprint
    chapters: tuple[Chapter, ...]
    figures: Mapping[str, Figure]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    exceptions: Mapping[str, str] = field(default_factory=dict)  # phrases with a number that is no fact, and why
    glossary: tuple[Term, ...] = ()
    broken: frozenset[str] = frozenset()  # ids whose record has a problem of its own
    unread: frozenset[str] = frozenset()  # files that could not be read at all
    unlisted: tuple[Place, ...] = ()  # files of chapters that publication.yaml does not list
    warnings: tuple[Problem, ...] = ()  # of what was read: fields of sources that no style knows
    words: LayoutWords = ENGLISH  # those that layouts and code print
    elsewhere: "Elsewhere | None" = None  # in a form that leaves some of it out: where the rest stands
    unshown: frozenset[str] = frozenset()  # figures that the layouts of such a form leave out
    whole: tuple[
        Chapter, ...
    ] = ()  # in a cut: the chapters of the whole form, from which figures and the asks are made

    def entries(self, kind: str | None = None) -> Iterator[Entry]:
        """Yield all entries in reading order, or only those of one kind."""
        for chapter in self.chapters:
            yield from (e for e in chapter.entries if kind in (None, e.kind))

    @cached_property
    def every_entry(self) -> tuple[Entry, ...]:
        """All entries in reading order; in a cut, those of the whole form."""
        return tuple(entry for chapter in self.whole or self.chapters for entry in chapter.entries)

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """The boxes of chapters and entries that have an id, by it."""
        owners: tuple[Chapter | Entry, ...] = (*self.chapters, *self.every_entry)
        return {box.id: box for owner in owners for box in owner.boxes if box.id}

    @cached_property
    def origins(self) -> dict[str, tuple[Place, str]]:
        """The place of each chapter and entry, and its name in messages, by id; "publication" is the imprint."""
        origins = {"publication": (self.imprint.place, "publication")}
        origins |= {c.id: (c.place, f'chapter "{c.id}"') for c in self.chapters}
        return origins | {e.id: (e.place, f'{e.kind} "{e.id}"') for e in self.entries()}

    @cached_property
    def section_numbers(self) -> dict[str, str]:
        """The numbers of chapters and entries, by id: "II" and "II.A"; "" in a chapter that is not numbered.

        An entry that is alone in its chapter has the chapter's number. After II.Z comes II.AA. A form that leaves some
        out numbers the others as they are numbered in full.
        """
        if self.elsewhere:
            return dict(self.elsewhere.section_numbers)
        numbers, count = {}, 0
        for chapter in self.chapters:
            count += chapter.numbered
            roman = _roman(count) if chapter.numbered else ""
            numbers[chapter.id] = roman
            for at, entry in enumerate(chapter.entries):
                alone = len(chapter.entries) == 1
                numbers[entry.id] = roman if alone or not roman else f"{roman}.{_letters(at)}"
        return numbers

    @cached_property
    def section_titles(self) -> dict[str, Prose]:
        """The titles of chapters, entries and boxes, by id, also of those that a form leaves out.

        An entry that is alone in its chapter is called after the chapter, whose title is the one that is printed.
        """
        if self.elsewhere:
            return dict(self.elsewhere.section_titles)
        titles = {chapter.id: chapter.title for chapter in self.chapters}
        titles |= {
            entry.id: chapter.title if len(chapter.entries) == 1 else entry.title
            for chapter in self.chapters
            for entry in chapter.entries
        }
        return titles | {id: box.title for id, box in self.boxes.items()}

    @cached_property
    def figure_numbers(self) -> dict[str, int]:
        """The numbers of the figures that entries list, by id: 1, 2, 3 … in order of first appearance.

        Figures that a form leaves out, and that another form has, have none.
        """
        shown = dict.fromkeys(id for entry in self.every_entry for id in entry.figures if id not in self.unshown)
        if self.elsewhere and self.elsewhere.keeps_numbers:
            return {id: self.elsewhere.figure_numbers[id] for id in shown}
        return {id: number for number, id in enumerate(shown, 1)}

    def leaves_out(self, kind: str, id: str) -> bool:
        """Return whether this is a form that leaves out a figure ("fig"), its data ("tbl"), a box or a section ("sec")."""
        if self.elsewhere is None:
            return False
        if kind in ("fig", "tbl"):
            return id not in self.figure_numbers
        if kind == "box":
            return id not in self.boxes
        chapters = self.whole or self.chapters
        return id not in {chapter.id for chapter in chapters} | {entry.id for entry in self.every_entry}

    def find_unshown(self, shown: Collection[str]) -> Iterator[tuple[Figure, Entry]]:
        """Yield each figure that an entry lists and that is not among those shown, and the first entry that lists it.

        They come in the order of their numbers. Those that another form has are not among them.
        """
        told = {*shown, *self.unshown}
        for entry in self.entries():
            for id in entry.figures:
                if id not in told:
                    told.add(id)
                    yield self.figures[id], entry

    @property
    def words_of_figures(self) -> tuple[object, ...]:
        """All that prose in a figure can print: facts, figure numbers, section numbers and titles, the layouts' words."""
        return self.facts, self.figure_numbers, self.section_numbers, self.section_titles, self.words
