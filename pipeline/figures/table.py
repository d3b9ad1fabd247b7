"""A figure as rows and columns: of its data, or of the entries it is computed from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.content import (
    Chart,
    DataFigure,
    DataTable,
    Entry,
    EntryTable,
    Link,
    Matrix,
    Prose,
    Weight,
    count_decimals,
)
from pipeline.data import Number

FIELDS = ("years", "stance", "claim", "goal", "status", "step", "precedent", "blocks", "overcome", "title")


@dataclass(frozen=True)
class Cell:
    """The content of a cell: a number, words, years, a stance, or nothing. A link also has a weight."""

    number: Number | None = None
    decimals: int = 0  # that the most exact number of its column has
    words: Prose | str | None = None
    years: tuple[int, int | None] | None = None
    stance: str = ""
    weight: Weight | None = None

    @property
    def is_empty(self) -> bool:
        return self == Cell()


@dataclass(frozen=True)
class Row:
    head: Cell
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: the head of the column of row heads (`corner`), the heads of all other columns, and the rows.

    `numbers` is, for each of these other columns, whether it holds numbers alone.
    """

    corner: str
    heads: tuple[Prose | str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def numbers(self) -> tuple[bool, ...]:
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(all(cell.number is not None or cell.is_empty for cell in column) for column in columns)


def tabulate(figure: DataFigure | EntryTable | Matrix, entries: Sequence[Entry]) -> Grid:
    """Return the rows and columns of any figure but a timeline; `entries` are those it may be computed from."""
    if isinstance(figure, EntryTable):
        return _entries(figure, entries)
    if isinstance(figure, Matrix):
        return _matrix(figure, entries)
    return _data(figure)


def _data(figure: DataFigure) -> Grid:
    total = figure.total if isinstance(figure, DataTable) else None
    common = figure.decimals if isinstance(figure, Chart) else None
    columns = [_column(figure.numbers(series), common) for series in figure.series]
    rows = (
        Row(Cell(words=label), cells, label == total)
        for label, cells in zip(figure.table.labels, zip(*columns, strict=True), strict=True)
    )
    return Grid(figure.x, tuple(series.label for series in figure.series), tuple(rows))


def _column(numbers: Sequence[Number | None], common: int | None) -> list[Cell]:
    """Return the cells of a column, with `common` decimals or, if that is None, those of its most exact number."""
    decimals = count_decimals(numbers) if common is None else common
    return [Cell() if number is None else Cell(number=number, decimals=decimals) for number in numbers]


def _entries(figure: EntryTable, entries: Sequence[Entry]) -> Grid:
    rows = (
        Row(Cell(words=entry.short or entry.title), tuple(_field(entry, column) for column in figure.columns))
        for entry in entries
        if entry.kind == figure.entries
    )
    return Grid(figure.entries, figure.columns, tuple(rows))


def columns_of(entry: Entry) -> Iterator[str]:
    """Yield the names that a column of a table of entries may have, for one entry."""
    yield from (name for name in FIELDS if name in type(entry).model_fields)
    yield from entry.details


def _field(entry: Entry, column: str) -> Cell:
    if column in entry.details:
        return Cell(words=entry.details[column])
    if column not in columns_of(entry):
        return Cell()
    value = getattr(entry, column)
    match column:
        case "years":
            return Cell(years=value)
        case "stance":
            return Cell(stance=value)
    return Cell(words=value)


def _matrix(figure: Matrix, entries: Sequence[Entry]) -> Grid:
    columns = [entry for entry in entries if entry.kind == figure.columns]
    rows = (
        Row(Cell(words=row.short or row.title), tuple(_linked(row, column) for column in columns))
        for row in entries
        if row.kind == figure.rows
    )
    return Grid("", tuple(column.short or column.title for column in columns), tuple(rows))


def _linked(row: Entry, column: Entry) -> Cell:
    link: Link | None = row.links.get(column.id) or column.links.get(row.id)
    return Cell(words=link.line, weight=link.weight) if link else Cell()
