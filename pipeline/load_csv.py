"""Read a data file: a header line, one label a row, numbers in the other columns."""

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.explain_yaml import INVISIBLE, tell_invisible
from pipeline.figure import Data
from pipeline.load_yaml import read_text
from pipeline.problems import Problem, ProblemsFound
from pipeline.record import NUMBER, Number, Place

MOST_ROWS = 5000


class ColumnMissing(Exception):
    """A column that is asked for and not there: its name, and the names of those that are."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.header = header


def read_csv(path: Path, shown: str, x: str, columns: Sequence[str]) -> Data:
    """The labels of column `x` (the first, if it is empty) and the numbers of `columns`.

    An empty cell is None.

    Raises ProblemsFound naming line and column of everything that is not so, and ColumnMissing.
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
