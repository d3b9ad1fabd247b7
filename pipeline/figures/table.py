"""A figure as rows and columns: of its data, as they are typed, or of the entries it is computed from."""

import re
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
    MapFigure,
    Matrix,
    Prose,
    Series,
    TypedTable,
    Word,
    count_decimals,
    round_number,
)
from pipeline.data import Number
from pipeline.figures.number_style import data_style, limited_decimals
from pipeline.figures.rows import printed
from pipeline.languages import Words as LayoutWords

NUMBER = re.compile(r"[^\w\s{]?\d[\d.,\s]*[%‰]?|\{[a-z0-9:-]+\}")  # or a fact, alone in a cell
FIELDS = ("years", "stance", "claim", "goal", "status", "step", "precedent", "blocks", "overcome", "title")


@dataclass(frozen=True)
class Cell:
    """The content of a cell: a number, words, years, marks (words of the publication's lists), or nothing.

    A link has marks and words.
    """

    number: Number | None = None
    decimals: int = 0  # that the most exact number of its column has
    words: Prose | str | None = None
    years: tuple[int, int | None] | None = None
    marks: tuple[Word, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a year of a column of years; or one that is typed, or a fact alone."""
        if isinstance(self.words, Prose):
            return NUMBER.fullmatch(self.words.source) is not None
        return self.number is not None or (isinstance(self.words, str) and self.words.isdigit())

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

    corner: Prose | str
    heads: tuple[Prose | str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def numbers(self) -> tuple[bool, ...]:
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(all(cell.is_number or cell.is_empty for cell in column) for column in columns)


def tabulate(
    figure: DataFigure | TypedTable | EntryTable | Matrix, entries: Sequence[Entry], words: LayoutWords
) -> Grid:
    """Return the rows and columns of any figure but a timeline; `entries` are those it may be computed from."""
    if isinstance(figure, TypedTable):
        return _typed(figure)
    if isinstance(figure, EntryTable):
        return _entries(figure, entries, words)
    if isinstance(figure, Matrix):
        return _matrix(figure, entries)
    return _data(figure, words.language)


def _data(figure: DataFigure, language: str) -> Grid:
    total = figure.total if isinstance(figure, DataTable) else None
    common = data_style(figure, language).cell_decimals if isinstance(figure, Chart | MapFigure) else None
    columns = [_column(figure, series, common, language) for series in figure.series]
    heads = tuple(series.label for series in figure.series)
    if isinstance(figure, MapFigure):
        heads, columns = (figure.longitude, figure.latitude, *heads), [*_degrees(figure), *columns]
    rows = (
        Row(Cell(words=words), cells, label == total)
        for label, words, cells in zip(
            figure.table.labels, printed(figure.table, language), zip(*columns, strict=True), strict=True
        )
    )
    return Grid(figure.x, heads, tuple(rows))


def _typed(figure: TypedTable) -> Grid:
    corner, *heads = (words or "" for words in figure.heads)
    rows = (tuple(Cell(words=words) for words in row) for row in figure.rows)
    return Grid(corner, tuple(heads), tuple(Row(head, tuple(cells)) for head, *cells in rows))


def _column(figure: DataFigure, series: Series, common: int | None, language: str) -> list[Cell]:
    """Return the cells of a column: words as they are, years as years, and numbers with decimals.

    These are `common` or, if that is None, as many as the most exact number of the column has.
    """
    if words := figure.table.words.get(series.column):
        return [Cell(words=text) if text else Cell() for text in words]
    numbers = figure.numbers(series)
    if common is None and are_years(numbers):
        return [Cell() if number is None else Cell(words=str(number)) for number in numbers]
    return _cells(numbers, limited_decimals(numbers) if common is None else common)


def _degrees(figure: MapFigure) -> list[list[Cell]]:
    """Return the longitudes and the latitudes of a map as cells, with all their decimals."""
    columns = [figure.table.columns[name] for name in (figure.longitude, figure.latitude)]
    return [_cells(numbers, count_decimals(numbers)) for numbers in columns]


def _cells(numbers: Sequence[Number | None], decimals: int) -> list[Cell]:
    return [
        Cell() if number is None else Cell(number=round_to(number, decimals), decimals=decimals) for number in numbers
    ]


def are_years(numbers: Sequence[Number | None]) -> bool:
    """Return whether the numbers of a column of a table are years: whole, and all of the last five centuries."""
    known = [number for number in numbers if number is not None]
    return bool(known) and all(isinstance(number, int) and 1500 <= number <= 2100 for number in known)


def round_to(number: Number, decimals: int) -> Number:
    """Return a number that was reckoned with the decimals that are printed; one that was typed stays as it is."""
    return number if isinstance(number, int) else float(round_number(number, decimals))


def _entries(figure: EntryTable, entries: Sequence[Entry], words: LayoutWords) -> Grid:
    rows = (
        Row(Cell(words=entry.short or entry.title), tuple(_field(entry, column) for column in figure.columns))
        for entry in entries
        if entry.kind == figure.entries
    )
    heads = tuple(name_column(column, words) for column in figure.columns)
    return Grid(name_kind(figure.entries, words), heads, tuple(rows))


def name_kind(kind: str, words: LayoutWords) -> str:
    """Return what a kind of entry is called; one of a publication's own as it is typed."""
    known = {
        "topic": words.pgettext("kind", "topic"),
        "summary": words.pgettext("kind", "summary"),
        "barrier": words.pgettext("kind", "barrier"),
        "period": words.pgettext("kind", "period"),
        "lesson": words.pgettext("kind", "lesson"),
        "policy-area": words.pgettext("kind", "policy area"),
    }
    return known.get(kind, kind)


def name_column(column: str, words: LayoutWords) -> str:
    """Return what a field of entries is called at the head of its column; a label of `details` as it is typed."""
    known = {
        "years": words.pgettext("column", "years"),
        "stance": words.pgettext("column", "stance"),
        "claim": words.pgettext("column", "claim"),
        "goal": words.pgettext("column", "goal"),
        "status": words.pgettext("column", "status"),
        "step": words.pgettext("column", "step"),
        "precedent": words.pgettext("column", "precedent"),
        "blocks": words.pgettext("column", "blocks"),
        "overcome": words.pgettext("column", "overcome"),
        "title": words.pgettext("column", "title"),
    }
    return known.get(column, column)


def columns_of(entry: Entry) -> Iterator[str]:
    """Yield the names that a column of a table of entries may have, for one entry."""
    yield from ("years",) if entry.years else ()
    yield from (name for name in type(entry).model_fields if _is_line(getattr(entry, name)))
    yield from entry.words
    yield from entry.details


def _is_line(value: object) -> bool:
    return isinstance(value, Prose) and value.takes == "line"


def _field(entry: Entry, column: str) -> Cell:
    if column in entry.details:
        return Cell(words=entry.details[column])
    if column in entry.words:
        return Cell(marks=(entry.words[column],))
    if column == "years":
        return Cell(years=entry.years)
    return Cell(words=getattr(entry, column)) if column in columns_of(entry) else Cell()


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
    return Cell(words=link.line, marks=tuple(link.words.values())) if link else Cell()
