"""Read a text file of a table into rows of cells: CSV as spreadsheets and statistics offices write it."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.core import INVISIBLE, Place, Problem, ProblemsFound, stop_on, tell_invisible, tell_turning
from pipeline.data.cells import Typed

MOST_ROWS = 5000
MOST_COLUMNS = 2000
DELIMITERS = "\t;|,"  # where two would do, the first
RULED = re.compile(r"\s*(?::?-{2,}:?|[-+]{4,})?\s*")
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
    is_text: bool = True  # and no workbook


def text_of(cell: CellValue) -> str:
    """Return a cell as text: a number without separators, a day as 2019-01-31."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, date):
        return cell.isoformat()
    return (repr(cell.value) if cell.value is not None else cell.core) + (cell.mark if cell.mark == "%" else "")


def read_grid(content: bytes, shown: str, names: tuple[str, ...] = ()) -> Grid:
    """Return the rows of a text file in which columns of these names are. Raises ProblemsFound with the line at fault."""
    return _grid(_decode(content, shown), shown, names)


SORTS = {  # of files that are no table, by their first bytes
    b"\xd0\xcf\x11\xe0": "a file of an office program",
    b"{\\rtf": "a file of a word processor",
    b"PK\x03\x04": "a workbook, or a zip file",
    b"%PDF": "a PDF",
    b"<": "a page of HTML or XML",
    b"{": "JSON",
    b"[{": "JSON",
}


def _decode(content: bytes, shown: str) -> str:
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if sort := next((sort for start, sort in SORTS.items() if bare.startswith(start)), ""):
        what = f"this is {sort}, and no table in text"
        raise ProblemsFound([Problem(Place(shown, 0), what, "save the table as .xlsx, or as CSV UTF-8")])
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    hint = 'save it again as "CSV UTF-8", as Excel calls it; elsewhere choose UTF-8 where an encoding is asked for'
    if not wide and content[:200].count(b"\0") > 10:
        raise ProblemsFound([Problem(Place(shown, 1), "this file was saved in a way that cannot be read", hint)])
    try:
        return unicodedata.normalize("NFC", content.decode("utf-16" if wide else "utf-8-sig"))
    except UnicodeDecodeError as error:
        line = 0 if wide else content[: error.start].count(b"\n") + 1
        what = "a letter in this line was saved in a way that cannot be read"
        raise ProblemsFound([Problem(Place(shown, line), what, hint)]) from None


@lru_cache(maxsize=256)  # many facts are taken from one file
def _grid(text: str, shown: str, names: tuple[str, ...]) -> Grid:
    lines = text.splitlines()
    named = SEP.fullmatch(lines[0].strip()) if lines else None
    if named:
        return Grid(_parted(text, shown, named[1], skip=1), named[1] == ",")
    mark = _delimiter(text, {name_of(name) for name in names})
    return Grid(_parted(text, shown, mark), mark == ",")


def _delimiter(text: str, names: set[str]) -> str:
    """Return the sign that parts the names of columns or, if none does, most rows into the same number of cells."""
    alike: dict[str, int] = {}
    for mark in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=True))
        except csv.Error:
            continue
        if names and any(len(cells) > 1 and names <= {name_of(cell) for cell in cells} for cells in rows[:60]):
            return mark
        alike[mark] = max((count for width, count in Counter(map(len, rows)).items() if width > 1), default=0)
    return max(alike, key=lambda mark: alike[mark]) if any(alike.values()) else ","


def refuse_turning(cells: Iterable[CellValue], place: Place) -> None:
    """Raise ProblemsFound if cells hold marks that turn the direction of writing, but for one beside a number alone."""
    words = (cell for cell in cells if isinstance(cell, str) and any(map(str.isalpha, cell)))
    stop_on(tell_turning("".join(words), place))


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
            refuse_turning(cells, Place(shown, reader.line_num))
            if (
                any(cells) and all(map(RULED.fullmatch, cells)) and "-" in "".join(cells)
            ):  # under the names, as Markdown and databases draw it
                continue
            row = Row(reader.line_num, tuple(cells[:MOST_COLUMNS]), after_gap)
            after_gap = not row.filled
            if row.filled:
                rows.append(row)
            if len(rows) > MOST_ROWS + 60:  # and lines above and below the table
                raise ProblemsFound(
                    [
                        Problem(
                            Place(shown, reader.line_num),
                            f"this file has more than {MOST_ROWS} rows",
                            "keep those that are used",
                        )
                    ]
                )
    except csv.Error:
        what, hint = (
            "the cells of this line cannot be told apart",
            'look for a quotation mark (") without its second one',
        )
        raise ProblemsFound([Problem(Place(shown, reader.line_num), what, hint)]) from None
    return tuple(rows)


@dataclass(frozen=True)
class Table:
    """The part of a grid that is the table: the names of its columns, their line, and the rows below."""

    header: tuple[str, ...]
    width: int  # of the line with the names, with cells that are empty at its end
    line: int
    rows: tuple[Row, ...]
    above: Row | None = None  # the row over the names: a title, or names of groups


def find_table(grid: Grid, wanted: Sequence[str], x: str = "") -> Table | None:
    """Return the table of a grid: its names are in the first row that holds all those wanted, or in the first that may be one.

    None if there is no row below the names.
    """
    rows = grid.rows[:60]
    wide = {name_of(name) for name in wanted}
    heads = [n for n, row in enumerate(rows) if _names(row).issuperset(wide)]
    widest = max(heads, key=lambda n: rows[n].filled, default=None)
    at = next((n for n in heads if x and name_of(x) in _names(rows[n])), widest)
    if at is None:
        at = next((n for n, row in enumerate(rows) if row.filled > 1), 0)
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
