"""The rows of a table that are data: without remarks above them, notes below them, or a second table."""

import re
from collections.abc import Sequence
from datetime import date

from pipeline.core import Place, Problem, ProblemsFound, nearest
from pipeline.data.cells import Reading, Refusal, Typed, read_cell
from pipeline.data.grid import CellValue, Row, Table, name_of, text_of
from pipeline.data.moments import orders_of, read_moment
from pipeline.data.record import ColumnMissing, Wanted
from pipeline.data.totals import is_called_total

LONGEST = 30  # letters of a label that is alone in its row and still no note
SHORT = 8  # letters of a cell that stands for a number: n/a, <5, 1.2 M
SOURCE = re.compile(
    r"(?:sources?|notes?|quellen?|fuentes?|notas?|fontes?|bron|anmerkung(?:en)?|remarques?|źródło|zdroj|kaynak|kilde|källa)\s*:",
    re.IGNORECASE,
)
NOTE = re.compile(
    r"[_*†‡¹²³(\[©-]|\d+\)|(?:source|note|quelle|fuente|nota|fonte|bron|stand|anmerkung|remarque|champ|lecture)\b",
    re.IGNORECASE,
)

TOO_MANY = (
    "delete the comma (or semicolon) that is too many; a cell that has one in it stands between double quotation marks"
)
TOO_FEW = "type as many commas (or semicolons) as the other lines have; leave a cell empty where nothing is known"


class TableRows:
    """The rows of a table: `label_at` is the column of labels, called `x`; `at` are the columns that are wanted, by name.

    Raises ColumnMissing, and ProblemsFound for a name that two columns have.
    """

    def __init__(self, table: Table, shown: str, wanted: Wanted, is_text: bool) -> None:
        self.table = table
        self.is_text = is_text
        self.shown = shown
        self.wanted = wanted
        self.label_at = self._find_labels(wanted.x)
        self.x = wanted.x or (table.header[self.label_at] if table.header else "")
        self.at = {name: self._find(name) for name in wanted.columns}
        self.rows: Sequence[Row] = self._body()

    def place(self, row: Row) -> Place:
        return Place(self.shown, row.line)

    def label(self, row: Row) -> str:
        return " ".join(text_of(self.cell(row, self.label_at)).split())

    def cell(self, row: Row, at: int) -> CellValue:
        return row.cells[at] if at < len(row.cells) else ""

    def is_total(self, row: Row) -> bool:
        """Return whether a row is a total by its name, or has no name."""
        label = self.label(row)
        return not label or is_called_total(label) or label == self.wanted.total

    def _find_labels(self, x: str) -> int:
        header = self.table.header
        if x and name_of(x) in header:
            return self._find(x)
        has_corner = bool(header) and header[0] == "" and not nearest(x.casefold(), map(str.casefold, header[1:]))
        if x and not has_corner:  # a corner without a name, as pivots have it
            raise ColumnMissing(x, [name for name in header if name])
        columns = range(len(header))
        return next(
            (at for at in columns if header[at] or any(text_of(self.cell(row, at)) for row in self.table.rows)), 0
        )

    def _find(self, name: str) -> int:
        header = self.table.header
        if name_of(name) not in header:
            raise ColumnMissing(name, [name for name in header if name])
        if header.count(name_of(name)) > 1:
            groups = [text_of(cell) for cell in self.table.above.cells if text_of(cell)] if self.table.above else []
            hint = f"the line above groups them ({', '.join(groups[:3])}): give each column one name of its own"
            what = f'two columns are called "{name}"'
            hint = hint if len(groups) > 1 else "give one of them another name"
            raise ProblemsFound([Problem(Place(self.shown, self.table.line), what, hint)])
        return header.index(name_of(name))

    def _asked(self, row: Row) -> list[CellValue]:
        return [self.cell(row, at) for at in self.at.values()]

    def _body(self) -> list[Row]:
        """Return the rows of data: those down to the last that tells something, and those below that are no notes."""
        rows = list(self.table.rows)
        last = max((n for n, row in enumerate(rows) if self._tells(row)), default=-1)
        parted, kept = False, rows[: last + 1]
        for row in rows[last + 1 :]:
            parted = parted or row.after_gap or self._is_note(row)
            if not (parted and not read_moment(self.label(row), "day-first")) and not self._is_note(row):
                kept.append(row)
        return self._below_remarks(kept or rows)

    def _below_remarks(self, rows: list[Row]) -> list[Row]:
        """Return the rows below what is between the names and the data: units, codes, numbers of columns."""
        timed = [bool(read_moment(self.label(row), "day-first")) for row in rows]
        if sum(timed) * 2 < len(rows) and not all(timed[-2:]):
            timed = []
        for n, row in enumerate(rows):
            label = self.label(row)
            is_remark = not label or (any(timed) and not timed[n] and not is_called_total(label))
            tells = any(_measures(read_value(cell), bool(label)) for cell in self._asked(row)) or _holds_bound(
                self._asked(row)
            )
            if not (is_remark and not tells) and not _counts_columns(row, rows[n + 1 :], self.label_at):
                return rows[n:]
        return rows

    def _tells(self, row: Row) -> bool:
        """Return whether a row tells something: a number, or what stands for one; a legend's words are longer."""
        if SOURCE.match(self.label(row)):
            return False
        if self.wanted.may_hold_words and row.filled > 1:
            return True
        if any(isinstance(read_value(cell), Typed) for cell in self._asked(row)):
            return True
        texts = [text_of(cell) for cell in self._asked(row) if text_of(cell)]
        return (
            bool(texts)
            and not NOTE.match(self.label(row))
            and all(len(text) <= SHORT for text in texts)
            and len(self.label(row)) > 2
        )

    def _is_note(self, row: Row) -> bool:
        """Return whether a row below the last number is a note, and no row about which nothing is known."""
        label = self.label(row)
        if SOURCE.match(label):
            return True
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
        return problems + self._check_sections() + self._check_days()

    def _check_sections(self) -> list[Problem]:
        """Find heads of sections among names: rows without a number, the first of them above all others or below a gap."""
        if self.wanted.may_hold_words or any(read_moment(self.label(row), "day-first") for row in self.rows[:2]):
            return []
        heads = [n for n, row in enumerate(self.rows) if row.filled == 1 and self.label(row)]
        first = next((n for n in heads if n == 0 or self.rows[n].after_gap), None)
        if first is None or first == len(self.rows) - 1:
            return []
        what = f'column "{self.x}": "{self.label(self.rows[first])}" has no numbers, as the head of a section has none'
        return [
            Problem(
                self.place(self.rows[first]),
                what,
                "put each section into a file of its own, or its rows one below the other",
            )
        ]

    def _check_width(self, row: Row, wide: int) -> list[Problem]:
        if re.fullmatch(r"#\S+[!?]", self.label(row)):
            what = f'column "{self.x}": "{self.label(row)}" is a spreadsheet\'s error'
            return [Problem(self.place(row), what, "mend the formula there, and save again")]
        if not self.is_text:  # what stands beside the table in a sheet is no part of it
            return self._check_label(row)
        over = [cell for cell in row.cells[self.table.width :] if text_of(cell)]
        over = over or [cell for cell in row.cells[wide:] if isinstance(read_value(cell), Typed)]  # and no flag
        if over or len(row.cells) < wide:
            count = wide + len(over) if over else len(row.cells)
            what = f"this line has {count} {'cell' if count == 1 else 'cells'}; line {self.table.line} names {wide} columns"
            hint = TOO_MANY if over else TOO_FEW
            return [Problem(self.place(row), what, hint)]
        return self._check_label(row)

    def _check_label(self, row: Row) -> list[Problem]:
        is_last = (
            row is self.rows[-1] and len(self.rows) > 2 and not any(self.label(other) == "" for other in self.rows[:-1])
        )
        if self.label(row) or (is_last and self.wanted.total_row == "drop"):
            return []
        hint = "every row needs its label; in merged cells, only the first has it"
        if is_last:
            hint = "every row needs its label; if this one is the sum of the others, in figures.yaml or facts.yaml, add below data:  total-row: drop"
        values = ", ".join(text_of(cell) for cell in self._asked(row))
        return [Problem(self.place(row), f'column "{self.x}" is empty beside {values}', hint)]

    def _check_days(self) -> list[Problem]:
        """Find real days of a workbook among labels that are text: a spreadsheet makes days of some texts alone."""
        days = [row for row in self.rows if isinstance(self.cell(row, self.label_at), date)]
        texts = [
            row for row in self.rows if not isinstance(self.cell(row, self.label_at), date) and not self.is_total(row)
        ]
        if not days or not texts:
            return []
        stray = [row for row in texts if orders_of(self.label(row))] or (texts if len(texts) < len(days) else [])
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


def _measures(reading: Reading, has_label: bool) -> bool:
    """Return whether a cell holds a number that was measured, and no code such as 009912345, or a unit such as (1000)."""
    return isinstance(reading, Typed) and not re.match(r"0\d", reading.core) and (has_label or not reading.bracketed)


def _holds_bound(cells: Sequence[CellValue]) -> bool:
    """Return whether a cell says about how much: <5, some 40."""
    texts = [text_of(cell) for cell in cells if not isinstance(read_value(cell), Typed)]
    return any(len(text) <= SHORT and re.search(r"\d", text) and not re.search(r"[^\W\d]\d", text) for text in texts)


def _counts_columns(row: Row, below: Sequence[Row], label_at: int) -> bool:
    """Return whether a row numbers the columns, as (1), (2), (3) or A, 1, 2; rows below have other labels."""
    texts = [text_of(cell).strip("()") for cell in row.cells if text_of(cell)]
    counted = [str(n) for n in range(1, len(texts) + 1)]
    is_counted = len(texts) > 1 and (texts == counted or (len(texts[0]) == 1 and texts[1:] == counted[:-1]))
    others = [text_of(other.cells[label_at]) for other in below if label_at < len(other.cells)]
    return is_counted and bool(others) and not all(re.fullmatch(r"\d{1,2}", label) for label in others)
