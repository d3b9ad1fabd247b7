"""The records of figures. A figure is drawn from a data file (a map also from outlines), or computed from entries."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field

from pipeline.content.record import CellText, FileName, Id, Ids, Line, Record, Words
from pipeline.data import Data, Number, Outlines


def count_decimals(numbers: Iterable[Number | None]) -> int:
    """Return how many decimals the most exact of some numbers has."""
    exact = [Decimal(repr(n)).normalize().as_tuple().exponent for n in numbers if isinstance(n, float)]
    return max((-int(exponent) for exponent in exact if int(exponent) < 0), default=0)


READING = ("decimal", "dates", "total-row", "labels")  # what one record says of a data file for all records of it


class FromData(Record):
    """How a data file is to be read, where that is not plain from the file."""

    decimal: Literal["point", "comma"] | None = None  # what decimals begin with
    dates: Literal["day-first", "month-first", "year-first"] | None = None  # in days such as 5/1/24
    total_row: Literal["drop", "keep"] | None = None
    labels: Literal["words"] | None = None  # even where some look like years
    sheet: Words | None = None  # of a workbook; the first if left out


class Series(Record):
    column: Words
    label: Words
    color: Words | None = None
    turn: int | None = Field(default=None, alias="(turn)")  # at the theme's colors; None: the next


class Figure(Record):
    """A figure, with the fields that every kind of figure has; `kind` chooses how it is drawn."""

    kind: Id
    id: Id
    title: Line
    subtitle: Line
    alt: Line
    source: Ids = ()
    note: Line | None = None
    width: Literal["full", "column"] = "full"
    slide: bool = True  # whether the deck shows it


class Break(Record):
    """A point where a series changes its meaning: a line is drawn before the label `at`, and `line` is the reason."""

    at: Words
    line: Line


class Stretch(Record):
    """A stretch of a chart, from one label to another."""

    start: Words = Field(alias="from")
    end: Words = Field(alias="to")


class Span(Stretch):
    """A shaded stretch of a chart, and the words that are printed with it."""

    line: Line


class Annotation(Record):
    """Words beside one value of a chart: that of the row `at` in a column, which the only series need not name."""

    at: Words
    column: Words | None = None
    line: Line


class DataFigure(FromData, Figure):
    """A figure drawn from the rows of a data file: all of them, or those `from` one label `to` another."""

    data: FileName
    x: Words
    start: Words | None = Field(default=None, alias="from")
    end: Words | None = Field(default=None, alias="to")
    series: tuple[Series, ...] = Field(min_length=1)
    unit: Words
    source: Ids
    table: Data = Field(alias="(table)")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it takes from its data file, besides that of the labels, each once."""
        return tuple(dict.fromkeys(series.column for series in self.series))

    def numbers(self, series: Series) -> tuple[Number | None, ...]:
        """Return the numbers of one series, one for each label (None: an empty cell)."""
        return self.table.columns[series.column]


class Chart(DataFigure):
    """A chart of bars, stacked bars or lines, or of estimates that disagree (`range`)."""

    highlight: tuple[Words, ...] = ()  # labels whose values are written out, and whose bars stand out
    colored: tuple[Stretch, ...] = ()  # the bars that stand out; left out: those of `highlight`
    annotations: tuple[Annotation, ...] = ()
    breaks: tuple[Break, ...] = ()
    shaded: tuple[Span, ...] = ()
    panels: bool = False  # whether each series of a line has a panel of its own, on pages
    shares: bool = False  # whether stacked bars show what percent of its row each number is
    whole: Id | None = Field(default=None, alias="(whole)")  # the figure that it is a part of
    short_numbers: bool = True  # whether millions and more are printed in short, as 11.7 million

    @property
    def labels_named(self) -> Iterator[tuple[str, str]]:
        """The labels that marks of the chart name, each after its key: "breaks.0", "1964"."""
        for n, label in enumerate(self.highlight):
            yield f"highlight.{n}", label
        for n, mark in enumerate(self.breaks):
            yield f"breaks.{n}", mark.at
        for n, note in enumerate(self.annotations):
            yield f"annotations.{n}", note.at
        for key, stretches in (("shaded", self.shaded), ("colored", self.colored)):
            for n, stretch in enumerate(stretches):
                yield f"{key}.{n}", stretch.start
                yield f"{key}.{n}", stretch.end


class MapFigure(DataFigure):
    """A map of places over outlines. A row with a longitude and a latitude is a point; one without is the area of that name.

    The series, if any, are drawn at the points as areas of circles; of two, the first are rings. Areas are filled in
    steps of one color.
    """

    outlines: FileName
    longitude: Words = "longitude"  # columns, in degrees: west and south are negative
    latitude: Words = "latitude"
    series: tuple[Series, ...] = ()
    unit: Words = ""
    highlight: tuple[Words, ...] = ()  # places whose numbers are written out; all, if left out
    ground: Outlines = Field(default=Outlines(""), alias="(ground)")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.longitude, self.latitude, *super().columns)))

    def point(self, row: int) -> tuple[float, float] | None:
        """Return the longitude and latitude of a row in degrees; None for the row of an area."""
        x, y = (self.table.columns[column][row] for column in (self.longitude, self.latitude))
        return None if x is None or y is None else (float(x), float(y))


class DataTable(DataFigure):
    unit: Words = ""  # of a table of words there is none
    total: Words | None = None  # the label of the row that is the total


class TypedTable(Figure):
    """A table whose words are typed: the heads of its columns, and its rows. The first cell of a row is its head."""

    heads: tuple[CellText, ...] = Field(alias="columns", min_length=2)
    rows: tuple[tuple[CellText, ...], ...] = Field(min_length=1)


class EntryTable(Figure):
    """A table computed from the entries of one kind, with a row for each."""

    entries: Id
    columns: tuple[Words, ...] = Field(min_length=1)  # fields of the entries, or labels of their details


class Timeline(Figure):
    """A timeline computed from entries with years: they are bands, and their events are marks on the bands."""

    entries: Ids = ("period",)  # kinds of entries, or ids
    events: Literal["all", "major", "none"] = "all"
    color: Words | None = None  # the list whose words color the bands; left out: the first that they bear words of

    def names(self, kind: str, id: str) -> bool:
        """Return whether it shows an entry of this kind and with this id, if that has years."""
        return kind in self.entries or id in self.entries


class Matrix(Figure):
    """A matrix of entries of one kind (rows) and of another (columns), computed from their links."""

    rows: Id
    columns: Id


CHARTS = ("bar", "stacked", "line", "range")
FIGURES: dict[str, type[Figure]] = {
    **dict.fromkeys(CHARTS, Chart),
    "table": DataTable,
    "timeline": Timeline,
    "matrix": Matrix,
    "map": MapFigure,
}
