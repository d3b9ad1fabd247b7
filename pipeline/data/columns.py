"""Type the columns of a table: labels, numbers, words. What is doubtful is a problem that shows both readings."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.core import Place, Problem, ProblemsFound
from pipeline.data.cells import Number, Reading, Refusal, Typed, number_of, read_cell
from pipeline.data.decimals import Clash, find_decimal
from pipeline.data.grid import CellValue, Grid, Row, Table, find_table, name_of, text_of
from pipeline.data.labels import Labels, read_labels
from pipeline.data.moments import read_moment, tell_order
from pipeline.data.numbers import CellRead, read_numbers
from pipeline.data.record import ColumnMissing, Data, Wanted
from pipeline.data.totals import is_called_total, is_sum

Cells = Sequence[tuple[Row, CellValue, Reading]]
Columns = Mapping[str, Sequence[Number | str | None]]

SIGNS = {"point": ".", "comma": ","}
LONGEST = 30  # letters of a label that is alone in its row and still no note
NOTE = re.compile(
    r"[_*†‡¹²³(\[©-]|\d+\)|(?:source|note|quelle|fuente|nota|fonte|bron|stand|anmerkung|remarque|champ|lecture)\b",
    re.IGNORECASE,
)
ALIKE = 3  # problems of one sort in one column that are told one by one


def type_columns(grid: Grid, shown: str, wanted: Wanted) -> Data:
    """Return the columns of a grid that are wanted. Raises ColumnMissing, and ProblemsFound with all that is wrong."""
    table = find_table(grid, wanted.columns)
    if table is None:
        raise ProblemsFound([Problem(Place(shown, 1), "this file has no rows of data")])
    return _Typing(table, grid, shown, wanted).data()


class _Typing:
    """One table on its way to typed columns; `problems` are collected on the way."""

    def __init__(self, table: Table, grid: Grid, shown: str, wanted: Wanted) -> None:
        self.table = table
        self.grid = grid
        self.shown = shown
        self.problems: list[Problem] = []
        self.marks: dict[str, str] = {}
        self.dropped = False
        self.label_at = self._find_labels(wanted.x)
        self.x = wanted.x or (table.header[self.label_at] if table.header else "")
        self.wanted = wanted
        self.at = {name: self._find(name) for name in wanted.columns}
        self.rows = self._body()

    def data(self) -> Data:
        """Return the typed columns. Raises ProblemsFound."""
        self._check_rows()
        self._check_days()
        self._stop()
        apart = self._find_totals()
        self._stop()
        typed = [row for row in self.rows if row not in apart]
        labels, found = read_labels(
            [self._label(row) for row in typed], [row.line for row in typed], self.shown, self.x, self.wanted
        )
        self.problems += found
        if labels.kind == "words":
            typed, labels = list(self.rows), Labels("words", tuple(map(self._label, self.rows)))
        else:
            typed += apart
            labels = Labels(
                labels.kind, (*labels.spelt, *map(self._label, apart)), labels.at + (math.inf,) * len(apart)
            )
        self._check_repeats(labels, typed)
        columns = self._columns(typed)
        self._stop()
        if labels.kind == "words":
            typed, labels, columns = self._without_sum(typed, labels, columns)
            self._stop()
        return self._ordered(labels, columns)

    def _stop(self) -> None:
        if self.problems:
            raise ProblemsFound(_fewer(self.problems))

    def _place(self, row: Row) -> Place:
        return Place(self.shown, row.line)

    # -- which columns, which rows

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

    def _label(self, row: Row) -> str:
        return text_of(self._cell(row, self.label_at))

    def _cell(self, row: Row, at: int) -> CellValue:
        return row.cells[at] if at < len(row.cells) else ""

    def _asked(self, row: Row) -> list[CellValue]:
        return [self._cell(row, at) for at in self.at.values()]

    def _body(self) -> list[Row]:
        """Return the rows of data: those down to the last number, and those below that are no notes."""
        rows = list(self.table.rows)
        last = max((n for n, row in enumerate(rows) if self._tells(row)), default=-1)
        parted, kept = False, rows[: last + 1]
        for row in rows[last + 1 :]:
            parted = parted or row.after_gap or self._is_note(row)
            if not (parted and not read_moment(self._label(row), "day-first")) and not self._is_note(row):
                kept.append(row)
        return self._below_remarks(kept or rows)

    def _below_remarks(self, rows: list[Row]) -> list[Row]:
        """Return the rows below what stands between the names and the data: units, codes, dates of release."""
        timed = [bool(read_moment(self._label(row), "day-first")) for row in rows]
        if sum(timed) * 2 < len(rows) and not all(timed[-2:]):
            timed = []
        for n, row in enumerate(rows):
            is_remark = not self._label(row) or (any(timed) and not timed[n] and not is_called_total(self._label(row)))
            if not is_remark or any(_measures(_read(cell)) for cell in self._asked(row)):
                return rows[n:]
        return rows

    def _tells(self, row: Row) -> bool:
        if self.wanted.may_hold_words and row.filled > 1:
            return True
        return any(isinstance(_read(cell), Typed) for cell in self._asked(row))

    def _is_note(self, row: Row) -> bool:
        """Return whether a row below the last number is a note, and no row about which nothing is known."""
        label = self._label(row)
        if read_moment(label, "day-first") or row.filled != 1:
            return False
        return not label or len(label) > LONGEST or bool(NOTE.match(label)) or label.endswith(".") or ":" in label

    # -- what is amiss with rows

    def _check_rows(self) -> None:
        wide = len(self.table.header)
        for n, row in enumerate(self.rows):
            if [name_of(text_of(cell)) for cell in row.cells[:wide]] == list(self.table.header):
                hint = "put each table into a file of its own"
                self.problems.append(Problem(self._place(row), "a second table begins here", hint))
                self.rows = self.rows[:n]
                return
            over = [cell for cell in row.cells[self.table.width :] if text_of(cell)]
            over = over or [cell for cell in row.cells[wide:] if isinstance(_read(cell), Typed)]  # and no flag
            if over or len(row.cells) < wide:
                what = f"this line has {wide + len(over) if over else len(row.cells)} cells where line {self.table.line} names {wide}"
                self.problems.append(Problem(self._place(row), what, "quote a cell that holds a comma"))
            elif not self._label(row) and not (row is self.rows[-1] and self.wanted.total_row == "drop"):
                hint = "every row needs its label; in merged cells, only the first has it"
                if row is self.rows[-1]:
                    hint = "every row needs its label; if this one is the sum of the others, add below data:  total-row: drop"
                values = ", ".join(text_of(cell) for cell in self._asked(row))
                self.problems.append(Problem(self._place(row), f'column "{self.x}" is empty beside {values}', hint))

    def _check_days(self) -> None:
        """Find real days of a workbook among labels that are text: a spreadsheet makes days of some texts alone."""
        days = [row for row in self.rows if isinstance(self._cell(row, self.label_at), date)]
        texts = [row for row in self.rows if row not in days and not self._is_total(self._label(row))]
        if not days or not texts:
            return
        hint = (
            "a spreadsheet makes dates of 5-9 and of some days alone; set the format of the column, and type them again"
        )
        stray = [row for row in texts if tell_order(self._label(row))]
        for row in stray or days:
            what = "is text, and other days are dates" if stray else "is a date, and other labels are none"
            self.problems.append(Problem(self._place(row), f'column "{self.x}": "{self._label(row)}" {what}', hint))

    def _check_repeats(self, labels: Labels, rows: Sequence[Row]) -> None:
        seen: dict[object, Row] = {}
        keys: Sequence[object] = labels.at if labels.at else labels.spelt
        for place, label, row in zip(keys, labels.spelt, rows, strict=True):
            key = label if place == math.inf else place
            if key in seen:
                what = f'column "{self.x}": "{label}" stands already on line {seen[key].line}'
                self.problems.append(Problem(self._place(row), what))
            seen.setdefault(key, row)

    def _find_totals(self) -> list[Row]:
        """Return rows that are called a total and may stay apart from the others; drop them if that was said."""
        called = [row for row in self.rows if self._is_total(self._label(row))]
        if self.wanted.total_row == "drop":
            self.rows = [row for row in self.rows if row not in called]
            self.dropped = bool(called)
            return []
        if self.wanted.total_row is None and self.wanted.sums:
            for row in called:
                self._doubt_total(row, "is called a total")
        return called if not self.wanted.sums else []

    def _is_total(self, label: str) -> bool:
        return not label or is_called_total(label) or label == self.wanted.total

    def _doubt_total(self, row: Row, why: str) -> None:
        what = f'column "{self.x}": "{self._label(row)}" {why}{self._both_sums(row)}'
        hint = (
            "add below data:  total-row: drop  to leave it out, or  total-row: keep  if it is a row as the others are"
        )
        self.problems.append(Problem(self._place(row), what, hint))

    def _both_sums(self, row: Row) -> str:
        """Return how much a column adds up to with a row and without it, in words."""
        for at, name in enumerate(self.table.header):
            if at == self.label_at:
                continue
            read = {other: _read(self._cell(other, at)) for other in self.rows}
            numbers = {other: number_of(cell, ".") for other, cell in read.items() if isinstance(cell, Typed)}
            sure = {other: n for other, n in numbers.items() if not isinstance(n, Refusal)}
            if row in sure:
                whole = sum(sure.values())
                return f': with it "{name}" adds up to {whole:g}, without it to {whole - sure[row]:g}'
        return ""

    def _without_sum(self, rows: list[Row], labels: Labels, columns: Columns) -> tuple[list[Row], Labels, Columns]:
        """Find a last or a first row that is the sum of the others, whatever it is called."""
        if self.wanted.total_row == "keep" or not self.wanted.sums or self.dropped or len(rows) < 3:
            return rows, labels, columns
        numbers = {name: found for name, found in columns.items() if not _holds_words(found)}
        at = next((n for n in (len(rows) - 1, 0) if is_sum(numbers, n)), None)  # type: ignore[arg-type]
        if at is None:
            return rows, labels, columns
        if self.wanted.total_row is None:
            self._doubt_total(rows[at], "is the sum of the other rows")
            return rows, labels, columns
        keep = [n for n in range(len(rows)) if n != at]
        kept = {name: [found[n] for n in keep] for name, found in columns.items()}
        return [rows[n] for n in keep], Labels("words", tuple(labels.spelt[n] for n in keep)), kept

    # -- numbers

    def _columns(self, rows: Sequence[Row]) -> Columns:
        """Return the cells of each column as numbers, or all of them as words where a table may hold words."""
        read = {
            name: [(row, self._cell(row, at), _read(self._cell(row, at))) for row in rows]
            for name, at in self.at.items()
        }
        worded = {
            name
            for name, cells in read.items()
            if self.wanted.may_hold_words and any(isinstance(found, Refusal) for _, _, found in cells)
        }
        decimal = self._decimal([name for name in read if name not in worded])
        return {
            name: [text_of(cell) for _, cell, _ in cells] if name in worded else self._numbers(name, cells, decimal)
            for name, cells in read.items()
        }

    def _decimal(self, asked: Sequence[str]) -> str | None:
        """Return the sign that decimals begin with, or None after adding a problem: nobody can tell."""
        if self.wanted.decimal:
            return SIGNS[self.wanted.decimal]
        every = [
            (row.line, name, text_of(cell), found)
            for row in self.rows
            for at, (name, cell) in enumerate(zip(self.table.header, row.cells, strict=False))
            if at != self.label_at and isinstance(found := _read(cell), Typed)
        ]
        decimal = find_decimal(every, set(map(name_of, asked)), self.grid.by_commas)
        if isinstance(decimal, str):
            return decimal
        if isinstance(decimal, Clash):
            what = f'"{decimal.typed}" has another sign for decimals than "{decimal.earlier}" on line {decimal.earlier_line}'
            hint = "write all numbers of the file in one way"
        else:
            whole, part = decimal.readings
            what = f'"{decimal.typed}" may be {whole} or {part}'
            hint = f"add below data:  decimal: {decimal.for_whole}  if it is {whole}, or  decimal: {decimal.for_part}  if it is {part}"
        self.problems.append(Problem(Place(self.shown, decimal.line), f'column "{decimal.column}": {what}', hint))
        return None

    def _numbers(self, name: str, cells: Cells, decimal: str | None) -> Sequence[Number | None]:
        read = read_numbers(
            [CellRead(row.line, text_of(cell), found) for row, cell, found in cells], decimal, bool(self.wanted.decimal)
        )
        for cell, refusal in read.refused:
            what = f'column "{name}": "{cell.text}" {refusal.what}'
            self.problems.append(Problem(Place(self.shown, cell.line), what, refusal.hint))
        self.marks[name] = read.mark
        return read.numbers

    def _ordered(self, labels: Labels, columns: Columns) -> Data:
        """Return the columns with their rows in the order of their labels, if these are numbers or times."""
        count = len(labels.spelt)
        order = sorted(range(count), key=lambda n: labels.at[n]) if labels.at else list(range(count))
        sorted_columns = {name: tuple(found[n] for n in order) for name, found in columns.items()}
        words = {name for name, found in columns.items() if _holds_words(found)}
        return Data(
            self.shown,
            tuple(labels.spelt[n] for n in order),
            {name: found for name, found in sorted_columns.items() if name not in words},  # type: ignore[misc]
            labels.kind,
            tuple(labels.at[n] for n in order) if labels.at else (),
            {name: tuple(map(str, found)) for name, found in sorted_columns.items() if name in words},
            self.marks,
        )


def _read(cell: CellValue) -> Reading:
    """Return what a cell holds as a number; a day is none."""
    if isinstance(cell, Typed):
        return cell
    if isinstance(cell, str):
        return read_cell(cell)
    return Refusal("is a date, and no number", "a date stands in the column of labels")


def _measures(reading: Reading) -> bool:
    """Return whether a cell holds a number that was measured, and no code such as 009912345."""
    return isinstance(reading, Typed) and not re.match(r"0\d", reading.core)


def _holds_words(cells: Sequence[object]) -> bool:
    return any(isinstance(cell, str) for cell in cells)


def _fewer(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems of which many are alike with the first ones alone, and how many more there are."""
    sorts: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        sorts.setdefault((re.sub(r'"[^"]*"', "", problem.what), ""), []).append(problem)
    kept = []
    for alike in sorts.values():
        kept += alike[:ALIKE]
        if len(alike) > ALIKE:
            last = alike[ALIKE]
            kept[-1] = replace(
                kept[-1],
                what=f"{kept[-1].what}; so it is on {len(alike) - ALIKE} more lines, from {last.place.line} on",
            )
    return kept
