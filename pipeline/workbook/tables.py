"""The tables of figures in typed cells: of data, of words, of a timeline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.content import DataFigure, Entry, Figure, Prose, Timeline, Word, print_capital, print_years
from pipeline.figures import Grid, GridCell, entries_of, events_of, name_column, name_kind
from pipeline.languages import Words
from pipeline.workbook.cells import PLAIN, Cell, day_cell, label_cells, number_cell, word_cell

Say = Callable[[Prose], str]  # prose as plain words


@dataclass(frozen=True)
class Table:
    """The cells of a figure: heads of columns, and rows. `totals` are the rows that add up others, counted from 0."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[int, ...] = ()


def table_of(figure: Figure, grid: Grid, words: Words, say: Say) -> Table:
    """Return the table of a figure that is rows and columns; numbers of a data file as they stand there."""
    heads = (_head(text, words, say) for text in (grid.corner, *grid.heads))
    labels = [_cell(row.head, words, say) for row in grid.rows]
    rows = [[_cell(cell, words, say) for cell in row.cells] for row in grid.rows]
    if isinstance(figure, DataFigure):
        labels = label_cells(figure.table)
        rows = [
            _as_in_file(figure, n, row.cells, cells) for n, (row, cells) in enumerate(zip(grid.rows, rows, strict=True))
        ]
    totals = (n for n, row in enumerate(grid.rows) if row.total)
    return Table(tuple(heads), tuple((label, *row) for label, row in zip(labels, rows, strict=True)), tuple(totals))


def _as_in_file(figure: DataFigure, row: int, printed: Sequence[GridCell], cells: list[Cell]) -> list[Cell]:
    """Return the cells of a row with the numbers of the file, which are printed with fewer decimals; the last are the series."""
    found = cells[: len(cells) - len(figure.series)]
    for series, shown, cell in zip(figure.series, printed[len(found) :], cells[len(found) :], strict=True):
        number = None if series.column in figure.table.words else figure.numbers(series)[row]
        is_year = shown.number is None
        found.append(cell if number is None else number_cell(number, shown.decimals, is_grouped=not is_year))
    return found


def _head(text: Prose | str, words: Words, say: Say) -> str:
    return print_capital(text, words.language) if isinstance(text, str) else say(text)


def _cell(cell: GridCell, words: Words, say: Say) -> Cell:
    if cell.number is not None:
        return number_cell(cell.number, cell.decimals)
    if cell.years:
        first, last = cell.years
        return Cell(first, PLAIN) if first == last else Cell(print_years(cell.years, words))
    typed = say(cell.words) if isinstance(cell.words, Prose) else cell.words or ""
    if cell.marks:
        marks = _marks(cell.marks, words)
        return Cell(f"{marks}: {typed}" if typed else marks)
    return word_cell(typed, words.language) if isinstance(cell.words, Prose) else Cell(typed or None)


def _marks(marks: Sequence[Word], words: Words) -> str | None:
    return ", ".join(print_capital(word.label, words.language) for word in marks) or None


def timeline_table(figure: Timeline, entries: Sequence[Entry], words: Words, say: Say) -> Table:
    """Return the entries of a timeline with their first and last years and their words, then its events by date.

    An event has the year in which it was and, as far as it is known, the month or day; and the words of its entry.
    """
    shown = entries_of(figure, entries)
    kinds = {entry.kind for entry in shown}
    kind = name_kind(kinds.pop(), words) if len(kinds) == 1 else words.gettext("Entry")
    lists = list(dict.fromkeys(name for entry in shown for name in entry.words))
    heads = (
        words.pgettext("column", "first year"),
        words.pgettext("column", "last year"),
        words.gettext("Date"),
        words.pgettext("column", "title"),
        kind,
        *(name_column(name, words) for name in lists),
    )

    def row(years: tuple[int, int | None], day: Cell, title: Prose, entry: Entry) -> tuple[Cell, ...]:
        marks = (_marks([entry.words[name]] if name in entry.words else [], words) for name in lists)
        ends = (Cell(year, PLAIN) for year in years)
        return *ends, day, Cell(say(title)), Cell(entry.short or say(entry.title)), *map(Cell, marks)

    rows = [row(entry.years, Cell(), entry.title, entry) for entry in shown if entry.years]
    for entry, event in events_of(figure, entries):
        year, is_year = int(event.date[:4]), len(event.date) == len("1942")
        rows.append(row((year, None), Cell() if is_year else day_cell(event.date), event.title, entry))
    return Table(tuple(print_capital(head, words.language) for head in heads), tuple(rows))
