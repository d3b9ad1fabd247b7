"""A part of a chart: the rows and series of it that the slide of an entry shows, so that its title and its drawing agree."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, model_validator

from pipeline.content.figure import Chart, Figure, Series, Stretch
from pipeline.content.record import Id, Ids, Line, Record, Words, refusal
from pipeline.core import Problem, suggest

if TYPE_CHECKING:
    from pipeline.content.model import Entry, Publication


S = TypeVar("S", bound=Stretch)


class EntrySlide(Record):
    """What the slide of an entry shows: a chart, or its rows `from` one label `to` another, or some of its series."""

    figure: Id | None = None  # left out: the first chart of the entry
    start: Words | None = Field(default=None, alias="from")
    end: Words | None = Field(default=None, alias="to")  # both as in figures.yaml, and both shown
    series: Ids = ()  # by their labels or columns; left out: all
    title: Line | None = None  # what the part finds, measures and shows
    subtitle: Line | None = None
    alt: Line | None = None
    source: Ids = ()  # those of its figure that the part comes from; left out: all

    @property
    def is_part(self) -> bool:
        """Whether it shows less than all of its chart."""
        return bool(self.start or self.end or self.series)

    @model_validator(mode="after")
    def _has_words_of_its_own(self) -> "EntrySlide":
        words = {"title": self.title, "subtitle": self.subtitle, "alt": self.alt}
        missing = [name for name, line in words.items() if line is None]
        if self.is_part and missing:
            hint = f"add a line  {missing[0]}: …  that says no more than this part shows"
            raise refusal("no_words", f'shows a part of a figure, and has no "{missing[0]}" of its own', hint)
        given = next((name for name, said in {**words, "source": self.source}.items() if said), None)
        if not self.is_part and given:
            hint = f"say which part, as in  from: 1990 , or delete the line  {given}: …"
            raise refusal("words_alone", f'has a "{given}", and shows the whole figure, which has its own', hint)
        return self


def find_figure(entry: "Entry", figures: Mapping[str, Figure]) -> Figure | None:
    """Return the figure that the slide of an entry is to show, by what the entry says of it; None if there is none."""
    if entry.slide and entry.slide.figure:
        return figures.get(entry.slide.figure)
    listed = (figures[id] for id in entry.figures if id in figures)
    return next((figure for figure in listed if isinstance(figure, Chart) and figure.slide), None)


def find_parts(publication: "Publication") -> dict[str, Chart]:
    """Return the parts of charts that slides of entries show, by id of the entry. The publication is checked."""
    parts = {}
    for entry in publication.entries():
        figure = find_figure(entry, publication.figures)
        if entry.slide and entry.slide.is_part and isinstance(figure, Chart):
            parts[entry.id] = take_part(figure, entry.slide, f"{figure.id}.{entry.id}")  # no id has a point
    return parts


def take_part(figure: Chart, part: EntrySlide, id: str) -> Chart:
    """Return a part of a chart as a figure of its own, with what marks these rows and series. Their colors stay the same.

    Series without a number in these rows are left out, but for shares, where they belong to the whole.
    """
    first, last = _find_rows(figure, part)
    table = figure.table.between(first, last)
    series = [one for one in _find_series(figure, part) if figure.shares or _has_numbers(table.columns[one.column])]
    columns = {one.column for one in series}
    return figure.model_copy(
        update={
            "id": id,
            "whole": figure.id,
            "place": part.place,
            "places": part.places,
            "title": part.title,
            "subtitle": part.subtitle,
            "alt": part.alt,
            "start": table.labels[0],
            "end": table.labels[-1],
            "source": part.source or figure.source,
            "table": table,
            "series": tuple(series),
            "panels": figure.panels and len(series) > 1,
            "highlight": tuple(label for label in figure.highlight if table.find(label) is not None),
            "annotations": tuple(
                note
                for note in figure.annotations
                if table.find(note.at) is not None and (note.column is None or note.column in columns)
            ),
            "breaks": tuple(
                mark for mark in figure.breaks if _at(figure, first) < _place(figure, mark.at) <= _at(figure, last)
            ),
            "shaded": tuple(_cut_stretches(figure, figure.shaded, first, last)),
            "colored": tuple(_cut_stretches(figure, figure.colored, first, last)),
        }
    )


def check_part(figure: Chart, part: EntrySlide, owner: str) -> Iterator[Problem]:
    """Yield a problem for each row, series and source that a chart does not have, or else for a part that shows nothing."""
    wrong = [*_check_rows(figure, part, owner), *_check_names(figure, part, owner)]
    yield from wrong or _check_shown(figure, part, owner)


def _check_rows(figure: Chart, part: EntrySlide, owner: str) -> Iterator[Problem]:
    table = figure.table
    run = f"its rows run from {table.labels[0]} to {table.labels[-1]}"
    for key, label in (("from", part.start), ("to", part.end)):
        if label and table.find(label) is None:
            hint = run if table.at else suggest(label, table.labels, f"{run[0].upper()}{run[1:]}.")
            yield Problem(part.place_of(key), f'{owner}: figure "{figure.id}" has no row "{label}"', hint)


def _check_names(figure: Chart, part: EntrySlide, owner: str) -> Iterator[Problem]:
    for at, name in enumerate(part.series):
        if not _named(figure, name):
            what = f'{owner}: figure "{figure.id}" has no series "{name}"'
            hint = suggest(name, [series.label for series in figure.series])
            yield Problem(part.place_of(f"series.{at}"), what, hint)
    for at, id in enumerate(part.source):
        if id not in figure.source:
            what = f'{owner}: figure "{figure.id}" does not name the source "{id}"'
            yield Problem(part.place_of(f"source.{at}"), what, suggest(id, figure.source))


def _check_shown(figure: Chart, part: EntrySlide, owner: str) -> Iterator[Problem]:
    first, last = _find_rows(figure, part)
    shown = [one for one in _find_series(figure, part) if _has_numbers(figure.numbers(one)[first : last + 1])]
    if first > last:
        what = f'{owner}: "{part.start}" stands after "{part.end}" in figure "{figure.id}"'
        hint = f"write from: {part.end} and to: {part.start}" if figure.table.at else ""
        yield Problem(part.place_of("from"), what, hint)
    elif figure.shares and part.series:
        what = f'{owner}: figure "{figure.id}" shows shares, of which all series are the whole'
        yield Problem(part.place_of("series"), what, 'leave out "series"; rows may be chosen by  from  and  to')
    elif len(shown) < (2 if figure.kind == "range" else 1):
        found = "numbers of one series, and a range needs two" if shown else "no numbers"
        yield Problem(part.place, f'{owner}: this part of figure "{figure.id}" holds {found}', "show more of it")


def _find_rows(figure: Chart, part: EntrySlide) -> tuple[int, int]:
    """Return the first and the last row of a part; where it names none, those of the chart."""
    table = figure.table
    first, last = (None if label is None else table.find(label) for label in (part.start, part.end))
    return first or 0, len(table.labels) - 1 if last is None else last


def _named(figure: Chart, name: str) -> list[Series]:
    return [series for series in figure.series if name in (series.label, series.column)]


def _find_series(figure: Chart, part: EntrySlide) -> list[Series]:
    """Return the series of a part in the order of the chart, each with the turn at the theme's colors that it has there."""
    found = []
    for at, series in enumerate(figure.series):
        if not part.series or any(series in _named(figure, name) for name in part.series):
            turn = sum(1 for before in figure.series[:at] if not before.color)
            found.append(series.model_copy(update={"turn": turn}))
    return found


def _has_numbers(numbers: tuple[object, ...]) -> bool:
    return any(number is not None for number in numbers)


def _at(figure: Chart, row: int) -> float:
    """Return where a row is on the axis: by its number or time, or its place among words."""
    return figure.table.at[row] if figure.table.at else row


def _place(figure: Chart, label: str) -> float:
    """Return where a label is on the axis, also one that lies between two rows."""
    row = figure.table.find(label)
    return _at(figure, row) if row is not None else figure.table.place(label) or 0


def _cut_stretches(figure: Chart, stretches: tuple[S, ...], first: int, last: int) -> Iterator[S]:
    """Yield what lies of some stretches between two rows. One that only touches the end of a line is nothing to see."""
    low, high = _at(figure, first), _at(figure, last)
    for one in stretches:
        start, end = _place(figure, one.start), _place(figure, one.end)
        inside = max(start, low), min(end, high)
        if inside[0] > inside[1] or (figure.kind == "line" and inside[0] == inside[1] and start != end):
            continue
        labels = figure.table.labels
        ends = {"start": one.start if start >= low else labels[first], "end": one.end if end <= high else labels[last]}
        yield one.model_copy(update=ends)
