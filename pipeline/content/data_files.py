"""Read a data file (a header line, one label a row, numbers in the other columns), and find the rows a figure shows."""

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.content.figure import Chart, Data, DataFigure, DataTable
from pipeline.content.record import NUMBER, Number
from pipeline.content.yaml_errors import INVISIBLE, tell_invisible
from pipeline.content.yaml_nodes import read_text
from pipeline.core import Place, Problem, ProblemsFound, suggest

MOST_ROWS = 5000


class ColumnMissing(Exception):
    """Error for a column that a data file does not contain: `name` is the column, `header` those it contains."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.header = header


def read_csv(path: Path, shown: str, x: str, columns: Sequence[str]) -> Data:
    """Read the labels of column `x` (the first column if `x` is empty) and the numbers of `columns` from a CSV file.

    `shown` is the path as messages print it. An empty cell is None.

    Raises ColumnMissing for the first column that the file does not contain, and ProblemsFound with the line, and
    where there is one the column, of everything else that is wrong.
    """
    return _read(read_text(path, shown), shown, x, tuple(columns))


@lru_cache(maxsize=1024)  # files that did not change between two builds of one process
def _read(text: str, shown: str, x: str, columns: Sequence[str]) -> Data:
    rows = _rows(text, shown)
    if len(rows) < 2:
        raise ProblemsFound([Problem(Place(shown, 1), "this file has no rows of data")])
    header = [name.strip() for name in rows[0][1]]
    x = x or header[0]
    for name in (x, *columns):
        if name not in header:
            raise ColumnMissing(name, header)
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise ProblemsFound([Problem(Place(shown, 1), f'two columns are called "{name}"') for name in twice])
    return _table(rows[1:], header, shown, x, columns)


@lru_cache  # many facts are taken from one file
def _rows(text: str, shown: str) -> Sequence[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            if INVISIBLE.search("".join(row)):
                raise ProblemsFound([tell_invisible(Place(shown, reader.line_num))])
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
            if len(rows) > MOST_ROWS:
                raise ProblemsFound([Problem(Place(shown, reader.line_num), f"more than {MOST_ROWS} rows")])
    except csv.Error as error:
        raise ProblemsFound([Problem(Place(shown, reader.line_num), f"this line cannot be read ({error})")]) from None
    return rows


def _table(
    rows: Sequence[tuple[int, Sequence[str]]], header: list[str], shown: str, x: str, columns: Sequence[str]
) -> Data:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    numbers: dict[str, list[Number | None]] = {name: [] for name in columns}
    first, asked = header.index(x), [(name, header.index(name)) for name in numbers]
    for line, row in rows:
        place = Place(shown, line)
        if len(row) != len(header):
            what = f"this line has {len(row)} cells where the first line has {len(header)}"
            problems.append(Problem(place, what, "quote a cell that holds a comma"))
            continue
        label = row[first].strip()
        if label in seen:
            problems.append(Problem(place, f'column "{x}": "{label}" stands already on line {seen[label]}'))
        if not label:
            problems.append(Problem(place, f'column "{x}" is empty', "every row needs its label"))
        seen.setdefault(label, line)
        for name, at in asked:
            cell = row[at].strip()
            try:
                numbers[name].append(_number(cell))
            except ValueError as error:
                problems.append(Problem(place, f'column "{name}": "{cell}" is not a number', str(error)))
    if problems:
        raise ProblemsFound(problems)
    return Data(shown, tuple(seen), {name: tuple(values) for name, values in numbers.items()})


@lru_cache(maxsize=4096)
def _number(cell: str) -> Number | None:
    if not cell:
        return None
    if not NUMBER.fullmatch(cell):
        if re.fullmatch(r"[-+]?\d+,(\d{1,2}|\d{4,})", cell):
            raise ValueError(f"write {cell.replace(',', '.')}: no thousands separators, a point before decimals")
        bare = cell.replace(",", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if NUMBER.fullmatch(bare):
            raise ValueError(f"write {bare}: no thousands separators, a point before decimals")
        raise ValueError("leave the cell empty where there is no figure")
    if "." in cell:
        return float(cell)
    return int(cell)


def keep_rows(figure: DataFigure, table: Data, what: str) -> tuple[Data, list[Problem]]:
    """Return the rows of a table from the figure's label `from` to its label `to`, both included, and problems.

    There is a problem for each label that the figure names and no row has. If the row `from` comes after the row
    `to`, that is the only problem, and the table is returned whole. `what` is the figure as messages name it.
    """
    missing = []
    ends = [0, len(table.labels) - 1]
    for at, (key, label) in enumerate((("from", figure.start), ("to", figure.end))):
        if label is None:
            continue
        if label in table.labels:
            ends[at] = table.labels.index(label)
        else:
            missing.append(_missing(figure, key, label, table, what))
    first, last = ends
    if first > last:
        problem = f'{what}: "{figure.start}" stands after "{figure.end}" in {figure.data}'
        return table, [Problem(figure.place_of("from"), problem)]
    kept = Data(
        table.path,
        table.labels[first : last + 1],
        {name: numbers[first : last + 1] for name, numbers in table.columns.items()},
    )
    missing += [
        _missing(figure, key, label, kept, what) for key, label in _named(figure) if not _is_there(label, key, kept)
    ]
    return kept, missing


def _named(figure: DataFigure) -> list[tuple[str, str]]:
    """Return every label a figure names besides `from` and `to`, each after the key that names it."""
    if isinstance(figure, DataTable):
        return [("total", figure.total)] if figure.total else []
    return list(figure.labels_named) if isinstance(figure, Chart) else []


def _is_there(label: str, key: str, table: Data) -> bool:
    """Return whether a row has this label, or, for a break or a shaded span, whether it lies between two years."""
    if label in table.labels or not key.startswith(("breaks", "shaded")):
        return label in table.labels
    if not all(NUMBER.fullmatch(known) for known in (label, *table.labels)):
        return False
    numbers = [float(known) for known in table.labels]
    return min(numbers) <= float(label) <= max(numbers)


def _missing(figure: DataFigure, key: str, label: str, table: Data, what: str) -> Problem:
    place = figure.place_of(key)
    run = f"the rows run from {table.labels[0]} to {table.labels[-1]}"
    years = all(NUMBER.fullmatch(known) for known in table.labels)
    hint = run if years else suggest(label, table.labels, f"{run[0].upper()}{run[1:]}.")
    return Problem(place, f'{what}: there is no row "{label}" in {figure.data}', hint)
