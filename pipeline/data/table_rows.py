"""The rows of a table that are data: without remarks above them, notes below them, or a second table."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.core import Place, Problem, ProblemsFound
from pipeline.data.cells import Reading, Refusal, Typed, read_cell
from pipeline.data.grid import CellValue, Row, Table, name_of, text_of
from pipeline.data.moments import read_moment, tell_order
from pipeline.data.record import ColumnMissing, Wanted
from pipeline.data.totals import is_called_total

LONGEST = 30  # letters of a label that is alone in its row and still no note
NOTE = re.compile(
    r"[_*†‡¹²³(\[©-]|\d+\)|(?:source|note|quelle|fuente|nota|fonte|bron|stand|anmerkung|remarque|champ|lecture)\b",
    re.IGNORECASE,
)


class TableRows:
    """The rows of a table: `label_at` is the column of labels, called `x`; `at` are the columns that are wanted, by name.

    Raises ColumnMissing, and ProblemsFound for a name that two columns have.
    """

    def __init__(self, table: Table, shown: str, wanted: Wanted) -> None:
        self.table = table
        self.shown = shown
        self.wanted = wanted
        self.label_at = self._find_labels(wanted.x)
        self.x = wanted.x or (table.header[self.label_at] if table.header else "")
        self.at = {name: self._find(name) for name in wanted.columns}
        self.rows: Sequence[Row] = self._body()

    def place(self, row: Row) -> Place:
        return Place(self.shown, row.line)

    def label(self, row: Row) -> str:
        return text_of(self.cell(row, self.label_at))

    def cell(self, row: Row, at: int) -> CellValue:
        return row.cells[at] if at < len(row.cells) else ""

    def is_total(self, row: Row) -> bool:
        """Return whether a row is a total by its name, or has no name."""
        label = self.label(row)
        return not label or is_called_total(label) or label == self.wanted.total

    def _find_labels(self, x: str) -> int:
        header = self.table.header
        if name_of(x) in header:
            return self._find(x)
        if x and not (header and header[0] == ""):  # a corner without a name, as pivots have it
            raise ColumnMissing(x, [name for name in header if name])
        return 0

    def _find(self, name: str) -> int:
        header = self.table.header
        if name_of(name) not in header:
            raise ColumnMissing(name, [name for name in header if name])
        if header.count(name_of(name)) > 1:
            groups = [text_of(cell) for cell in self.table.above.cells if text_of(cell)] if self.table.above else []
            hint = f"the line above groups them ({', '.join(groups[:3])}): give each column one name of its own"
            what = f'two columns are called "{name}"'
            raise ProblemsFound([Problem(Place(self.shown, self.table.line), what, hint if len(groups) > 1 else "")])
        return header.index(name_of(name))

    def _asked(self, row: Row) -> list[CellValue]:
        return [self.cell(row, at) for at in self.at.values()]

    def _body(self) -> list[Row]:
        """Return the rows of data: those down to the last number, and those below that are no notes."""
        rows = list(self.table.rows)
        last = max((n for n, row in enumerate(rows) if self._tells(row)), default=-1)
        parted, kept = False, rows[: last + 1]
        for row in rows[last + 1 :]:
            parted = parted or row.after_gap or self._is_note(row)
            if not (parted and not read_moment(self.label(row), "day-first")) and not self._is_note(row):
                kept.append(row)
        return self._below_remarks(kept or rows)

    def _below_remarks(self, rows: list[Row]) -> list[Row]:
        """Return the rows below what stands between the names and the data: units, codes, dates of release."""
        timed = [bool(read_moment(self.label(row), "day-first")) for row in rows]
        if sum(timed) * 2 < len(rows) and not all(timed[-2:]):
            timed = []
        for n, row in enumerate(rows):
            is_remark = not self.label(row) or (any(timed) and not timed[n] and not is_called_total(self.label(row)))
            if not is_remark or any(_measures(read_value(cell)) for cell in self._asked(row)):
                return rows[n:]
        return rows

    def _tells(self, row: Row) -> bool:
        if self.wanted.may_hold_words and row.filled > 1:
            return True
        return any(isinstance(read_value(cell), Typed) for cell in self._asked(row))

    def _is_note(self, row: Row) -> bool:
        """Return whether a row below the last number is a note, and no row about which nothing is known."""
        label = self.label(row)
        if read_moment(label, "day-first") or row.filled != 1:
            return False
        return not label or len(label) > LONGEST or bool(NOTE.match(label)) or label.endswith(".") or ":" in label

    # -- what is amiss with them

    def check(self) -> list[Problem]:
        """Return the problems of rows: a second table, cells too many or too few, no label, dates among texts."""
        problems: list[Problem] = []
        wide = len(self.table.header)
        for n, row in enumerate(self.rows):
            if [name_of(text_of(cell)) for cell in row.cells[:wide]] == list(self.table.header):
                hint = "put each table into a file of its own"
                problems.append(Problem(self.place(row), "a second table begins here", hint))
                self.rows = self.rows[:n]
                break
            problems += self._check_width(row, wide)
        return problems + self._check_days()

    def _check_width(self, row: Row, wide: int) -> list[Problem]:
        over = [cell for cell in row.cells[self.table.width :] if text_of(cell)]
        over = over or [cell for cell in row.cells[wide:] if isinstance(read_value(cell), Typed)]  # and no flag
        if over or len(row.cells) < wide:
            count = wide + len(over) if over else len(row.cells)
            what = f"this line has {count} cells where line {self.table.line} names {wide}"
            return [Problem(self.place(row), what, "quote a cell that holds a comma")]
        is_last = row is self.rows[-1]
        if self.label(row) or (is_last and self.wanted.total_row == "drop"):
            return []
        hint = "every row needs its label; in merged cells, only the first has it"
        if is_last:
            hint = "every row needs its label; if this one is the sum of the others, add below data:  total-row: drop"
        values = ", ".join(text_of(cell) for cell in self._asked(row))
        return [Problem(self.place(row), f'column "{self.x}" is empty beside {values}', hint)]

    def _check_days(self) -> list[Problem]:
        """Find real days of a workbook among labels that are text: a spreadsheet makes days of some texts alone."""
        days = [row for row in self.rows if isinstance(self.cell(row, self.label_at), date)]
        texts = [row for row in self.rows if row not in days and not self.is_total(row)]
        if not days or not texts:
            return []
        stray = [row for row in texts if tell_order(self.label(row))]
        what = "is text, and other days are dates" if stray else "is a date, and other labels are none"
        hint = "a spreadsheet makes dates of 5-9 and of some days alone; format the column as text, and type them again"
        return [
            Problem(self.place(row), f'column "{self.x}": "{self.label(row)}" {what}', hint) for row in stray or days
        ]


def read_value(cell: CellValue) -> Reading:
    """Return what a cell holds as a number; a day is none."""
    if isinstance(cell, Typed):
        return cell
    if isinstance(cell, str):
        return read_cell(cell)
    return Refusal("is a date, and no number", "a date stands in the column of labels")


def _measures(reading: Reading) -> bool:
    """Return whether a cell holds a number that was measured, and no code such as 009912345."""
    return isinstance(reading, Typed) and not re.match(r"0\d", reading.core)
