"""Read a text file of a table into rows of cells: CSV as spreadsheets and statistics offices write it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.core import INVISIBLE, Place, Problem, ProblemsFound, tell_invisible
from pipeline.data.cells import Typed

MOST_ROWS = 5000
MOST_COLUMNS = 500
DELIMITERS = "\t;|,"  # where two would do, the first
SEP = re.compile(r'"?sep=(.)"?[\t;|,]*', re.IGNORECASE)

CellValue = str | Typed | date  # a text file holds text alone; a spreadsheet knows its numbers and dates


@dataclass(frozen=True)
class Row:
    """The cells of one row, and its line in the file, from 1; `after_gap` says that an empty line is before it."""

    line: int
    cells: tuple[CellValue, ...]
    after_gap: bool = False

    @property
    def filled(self) -> int:
        """The number of cells that hold anything."""
        return sum(1 for cell in self.cells if text_of(cell))


@dataclass(frozen=True)
class Grid:
    """The rows of a file that hold anything; `by_commas` says that commas part the cells of a text file."""

    rows: tuple[Row, ...]
    by_commas: bool = False


def text_of(cell: CellValue) -> str:
    """Return a cell as text: a number without separators, a day as 2019-01-31."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell.value) if cell.value is not None else cell.core


def read_grid(content: bytes, shown: str) -> Grid:
    """Return the rows of a text file. Raises ProblemsFound with the line that cannot be read."""
    return _grid(_decode(content, shown), shown)


def _decode(content: bytes, shown: str) -> str:
    if content.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04")):
        hint = "save it as .xlsx, or as CSV in UTF-8"
        raise ProblemsFound([Problem(Place(shown, 0), "this is a file of an office program, and no text", hint)])
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 0 if wide else content[: error.start].count(b"\n") + 1
        hint = "save the file again with the encoding UTF-8; Excel calls it CSV UTF-8"
        raise ProblemsFound([Problem(Place(shown, line), "this line is not UTF-8 text", hint)]) from None


@lru_cache(maxsize=256)  # many facts are taken from one file
def _grid(text: str, shown: str) -> Grid:
    lines = text.splitlines()
    named = SEP.fullmatch(lines[0].strip()) if lines else None
    if named:
        return Grid(_parted(text, shown, named[1], skip=1), named[1] == ",")
    mark = _delimiter(text)
    return Grid(_parted(text, shown, mark), mark == ",")


def _delimiter(text: str) -> str:
    """Return the sign that parts most rows of a file into the same number of cells."""

    def alike(mark: str) -> int:
        try:
            widths = Counter(
                len(cells) for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True)
            )
        except csv.Error:
            return 0
        return max((count for width, count in widths.items() if width > 1), default=0)

    return max(DELIMITERS, key=alike) if any(map(alike, DELIMITERS)) else ","


def _parted(text: str, shown: str, mark: str, skip: int = 0) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True, strict=True)
    rows: list[Row] = []
    after_gap = False
    try:
        for cells in reader:
            if reader.line_num <= skip:
                continue
            if INVISIBLE.search("".join(cells)):
                raise ProblemsFound([tell_invisible(Place(shown, reader.line_num))])
            row = Row(reader.line_num, tuple(cells[:MOST_COLUMNS]), after_gap)
            after_gap = not row.filled
            if row.filled:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise ProblemsFound([Problem(Place(shown, reader.line_num), f"more than {MOST_ROWS} rows")])
    except csv.Error as error:
        hint = "look for a quotation mark that does not close"
        raise ProblemsFound(
            [Problem(Place(shown, reader.line_num), f"this line cannot be read ({error})", hint)]
        ) from None
    return tuple(rows)


@dataclass(frozen=True)
class Table:
    """The part of a grid that is the table: the names of its columns, their line, and the rows below."""

    header: tuple[str, ...]
    width: int  # of the line with the names, with cells that are empty at its end
    line: int
    rows: tuple[Row, ...]
    above: Row | None = None  # the row over the names: a title, or names of groups


def find_table(grid: Grid, wanted: Sequence[str]) -> Table | None:
    """Return the table of a grid: its names are in the first row that holds all those wanted, or in the first that may be one.

    None if there is no row below the names.
    """
    at = next((n for n, row in enumerate(grid.rows[:60]) if _names(row).issuperset(map(name_of, wanted))), None)
    if at is None:
        at = next((n for n, row in enumerate(grid.rows[:60]) if row.filled > 1), 0)
    if len(grid.rows) <= at + 1:
        return None
    head = grid.rows[at]
    header = tuple(name_of(text_of(cell)) for cell in head.cells)
    while header and not header[-1]:
        header = header[:-1]
    return Table(header, len(head.cells), head.line, grid.rows[at + 1 :], grid.rows[at - 1] if at else None)


def _names(row: Row) -> set[str]:
    return {name_of(text_of(cell)) for cell in row.cells} if row.filled > 1 else set()


def name_of(text: str) -> str:
    """Return the name of a column with single spaces, also where a line break is in it."""
    return " ".join(text.split())
