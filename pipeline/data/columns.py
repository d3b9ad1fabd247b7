"""Type the columns of a table: labels, numbers, words. What is doubtful is a problem that shows both readings."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.core import Place, Problem, ProblemsFound
from pipeline.data.cells import Number, Reading, Refusal, Typed, number_of
from pipeline.data.decimals import Clash, find_decimal, tell_decimal
from pipeline.data.grid import CellValue, Grid, Row, Table, find_table, name_of, text_of
from pipeline.data.labels import Labels, read_labels
from pipeline.data.moments import read_moment
from pipeline.data.numbers import CellRead, read_numbers
from pipeline.data.record import Data, Wanted
from pipeline.data.table_rows import TableRows, read_value
from pipeline.data.totals import is_called_part, is_sum

Cells = Sequence[tuple[Row, CellValue, Reading]]
Columns = Mapping[str, Sequence[Number | str | None]]

SIGNS = {"point": ".", "comma": ","}
MOST_ADDED = 40  # columns that are looked at for a total
ALIKE = 3  # problems of one sort in one column that are told one by one


def type_columns(grid: Grid, shown: str, wanted: Wanted) -> Data:
    """Return the columns of a grid that are wanted. Raises ColumnMissing, and ProblemsFound with all that is wrong."""
    table = find_table(grid, wanted.columns, wanted.x)
    if table is None:
        raise ProblemsFound(
            [
                Problem(
                    Place(shown, 1),
                    "this file has no rows of data",
                    "its first line names the columns, and each line below holds a row",
                )
            ]
        )
    return _Typing(table, grid, shown, wanted).data()


class _Typing:
    """One table on its way to typed columns; `problems` are collected on the way."""

    def __init__(self, table: Table, grid: Grid, shown: str, wanted: Wanted) -> None:
        self.table = TableRows(table, shown, wanted, grid.is_text)
        self.grid = grid
        self.wanted = wanted
        self.problems: list[Problem] = []
        self.marks: dict[str, str] = {}
        self.dropped = False
        self.rows: Sequence[Row] = ()

    def data(self) -> Data:
        """Return the typed columns. Raises ProblemsFound."""
        self.problems += self.table.check()
        self._stop()
        self.rows = self.table.rows
        apart = self._find_totals()
        self._stop()
        typed = [row for row in self.rows if row not in apart]
        labels, found = read_labels(
            [self.table.label(row) for row in typed],
            [row.line for row in typed],
            self.table.shown,
            self.table.x,
            self.wanted,
        )
        self.problems += found
        if labels.kind == "words":
            typed, labels = list(self.rows), Labels("words", tuple(map(self.table.label, self.rows)))
        else:
            typed += apart
            labels = Labels(
                labels.kind,
                (*labels.spelt, *map(self.table.label, apart)),
                labels.at + (math.inf,) * len(apart),
                labels.dates,
            )
        self._check_repeats(labels, typed)
        columns = self._columns(typed)
        self._stop()
        if labels.kind == "words":
            typed, labels, columns = self._without_sum(typed, labels, columns)
            self._stop()
        return self._ordered(labels, columns, typed)

    def _stop(self) -> None:
        if self.problems:
            raise ProblemsFound(_fewer(self.problems))

    # -- totals and repeats

    def _check_repeats(self, labels: Labels, rows: Sequence[Row]) -> None:
        seen: dict[object, Row] = {}
        keys: Sequence[object] = labels.at if labels.at else labels.spelt
        for place, label, row in zip(keys, labels.spelt, rows, strict=True):
            key = label if place == math.inf else place
            if key in seen:
                what = f'column "{self.table.x}": "{label}" stands already on line {seen[key].line}'
                hint = (
                    "delete one of the two, or give it another name"
                    if self.table.label(row) == self.table.label(seen[key])
                    else "in figures.yaml or facts.yaml, add below data:  labels: words  if they are not the same"
                )
                self.problems.append(Problem(self.table.place(row), what, hint))
            seen.setdefault(key, row)

    def _find_totals(self) -> list[Row]:
        """Return rows that are called a total and may stay apart from the others; drop them if that was said."""
        called = [row for row in self.rows if self.table.is_total(row)]
        if self.wanted.total_row == "drop":
            self.rows = [row for row in self.rows if row not in called]
            self.dropped = bool(called)
            return []
        if self.wanted.total_row is None and self.wanted.sums:
            for row in called[:ALIKE]:
                self._doubt_total(row, "is called a total")
            for row in [row for row in self.rows if is_called_part(self.table.label(row))][:ALIKE]:
                self._doubt_total(row, "is called a part of another row")
        return called if not self.wanted.sums else []

    def _doubt_total(self, row: Row, why: str) -> None:
        what = f'column "{self.table.x}": "{self.table.label(row)}" {why}{self._both_sums(row)}'
        hint = "in figures.yaml or facts.yaml, add below data:  total-row: drop  to leave it out, or  total-row: keep  if it is a row as the others are"
        self.problems.append(Problem(self.table.place(row), what, hint))

    def _both_sums(self, row: Row) -> str:
        """Return how much a column adds up to with a row and without it, in words."""
        for at, name in enumerate(self.table.table.header):
            if at == self.table.label_at:
                continue
            read = {other: read_value(self.table.cell(other, at)) for other in self.rows}
            typed = {other: cell for other, cell in read.items() if isinstance(cell, Typed)}
            sign = "," if any(tell_decimal(cell.core) == "," for cell in typed.values()) else "."
            numbers = {
                other: number_of(cell, SIGNS.get(self.wanted.decimal or "", sign)) for other, cell in typed.items()
            }
            sure = {other: n for other, n in numbers.items() if not isinstance(n, Refusal)}
            if row in sure:
                whole = sum(sure.values())
                return f': with it "{name}" adds up to {whole:g}, without it to {whole - sure[row]:g}'
        return ""

    def _without_sum(self, rows: list[Row], labels: Labels, columns: Columns) -> tuple[list[Row], Labels, Columns]:
        """Find a last or a first row that is the sum of the others, whatever it is called."""
        if self.wanted.total_row == "keep" or not self.wanted.sums or self.dropped or len(rows) < 3:
            return rows, labels, columns
        numbers = self._every_number(rows)
        at = next((n for n in (len(rows) - 1, 0) if is_sum(numbers, n)), None)
        if at is None and self.wanted.total_row == "drop":
            what = f'no row of column "{self.table.x}" is a total'
            self.problems.append(Problem(self.table.place(rows[-1]), what, "delete the line  total-row: drop"))
        if at is None:
            return rows, labels, columns
        if self.wanted.total_row is None:
            self._doubt_total(rows[at], "is the sum of the other rows")
            return rows, labels, columns
        keep = [n for n in range(len(rows)) if n != at]
        kept = {name: [found[n] for n in keep] for name, found in columns.items()}
        return [rows[n] for n in keep], Labels("words", tuple(labels.spelt[n] for n in keep)), kept

    def _every_number(self, rows: Sequence[Row]) -> dict[str, list[Number | None]]:
        """Return the numbers of all columns of the table, as far as they are plain: a total is one in each of them."""
        found: dict[str, list[Number | None]] = {}
        for at, name in enumerate(self.table.table.header[:MOST_ADDED]):
            read = [read_value(self.table.cell(row, at)) for row in rows]
            if at == self.table.label_at or any(isinstance(cell, Refusal) for cell in read):
                continue
            sign = "," if any(tell_decimal(cell.core) == "," for cell in read if isinstance(cell, Typed)) else "."
            numbers = [number_of(cell, sign) if isinstance(cell, Typed) else None for cell in read]
            found[name] = [None if isinstance(number, Refusal) else number for number in numbers]
        return found

    # -- numbers

    def _columns(self, rows: Sequence[Row]) -> Columns:
        """Return the cells of each column as numbers, or all of them as words where a table may hold words."""
        read = {
            name: [(row, self.table.cell(row, at), read_value(self.table.cell(row, at))) for row in rows]
            for name, at in self.table.at.items()
        }
        worded = {
            name
            for name, cells in read.items()
            if self.wanted.may_hold_words and any(_is_word(text_of(cell), found) for _, cell, found in cells)
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
        names = set(map(name_of, asked))
        found = self._typed_cells([at for name, at in self.table.at.items() if name in asked])
        if any(tell_decimal(cell[3].core).startswith("?") for cell in found):  # another column may settle it
            found += self._typed_cells([at for at in range(len(self.table.table.header)) if self._is_measure(at)])
        decimal = find_decimal(found, names, self.grid.by_commas)
        if isinstance(decimal, str):
            return decimal
        if isinstance(decimal, Clash):
            what = f'"{decimal.typed}" has another sign for decimals than "{decimal.earlier}" on line {decimal.earlier_line}'
            hint = "write all numbers of the file in one way"
        else:
            whole, part = decimal.readings
            what = f'"{decimal.typed}" may be {whole} or {part}'
            hint = f"in figures.yaml or facts.yaml, add below data:  decimal: {decimal.for_whole}  if it is {whole}, or  decimal: {decimal.for_part}  if it is {part}"
        self.problems.append(Problem(Place(self.table.shown, decimal.line), f'column "{decimal.column}": {what}', hint))
        return None

    def _typed_cells(self, columns: Sequence[int]) -> list[tuple[int, str, str, Typed]]:
        """Return the numbers of columns, as line, name, text and number."""
        return [
            (row.line, self.table.table.header[at], text_of(cell), found)
            for row in self.rows
            for at in columns
            if isinstance(found := read_value(cell := self.table.cell(row, at)), Typed)
        ]

    def _is_measure(self, at: int) -> bool:
        """Return whether a column that is not asked for may prove a sign of decimals: it holds no codes, days or ranks."""
        if at == self.table.label_at or at in self.table.at.values():
            return False
        texts = [text for row in self.rows if (text := text_of(self.table.cell(row, at)))]
        plain = [text for text in texts if not re.match(r"0\d|.*\.$", text) and not read_moment(text, "day-first")]
        return len(plain) == len(texts)

    def _numbers(self, name: str, cells: Cells, decimal: str | None) -> Sequence[Number | None]:
        read = read_numbers(
            [CellRead(row.line, text_of(cell), found) for row, cell, found in cells], decimal, bool(self.wanted.decimal)
        )
        for cell, refusal in read.refused:
            what = f'column "{name}": "{cell.text}" {refusal.what}'
            self.problems.append(Problem(Place(self.table.shown, cell.line), what, refusal.hint))
        self.marks[name] = read.mark
        return read.numbers

    def _ordered(self, labels: Labels, columns: Columns, rows: Sequence[Row]) -> Data:
        """Return the columns with their rows in the order of their labels, if these are numbers or times."""
        count = len(labels.spelt)
        order = sorted(range(count), key=lambda n: labels.at[n]) if labels.at else list(range(count))
        sorted_columns = {name: tuple(found[n] for n in order) for name, found in columns.items()}
        words = {name for name, found in columns.items() if _holds_words(found)}
        return Data(
            self.table.shown,
            tuple(labels.spelt[n] for n in order),
            {name: found for name, found in sorted_columns.items() if name not in words},  # type: ignore[misc]
            labels.kind,
            tuple(labels.at[n] for n in order) if labels.at else (),
            {name: tuple(map(str, found)) for name, found in sorted_columns.items() if name in words},
            self.marks,
            labels.dates,
            tuple(self.table.place(rows[n]) for n in order),
        )


def _is_word(text: str, reading: Reading) -> bool:
    """Return whether a cell of a table that may hold words is one: grades, codes, decades, telephone numbers."""
    if reading is None:
        return bool(re.search(r"[^\W\d_]", text)) and text.casefold() not in ("n/a", "na", "nan", "null", "none")
    return isinstance(reading, Refusal) or bool(reading.flag) or bool(re.match(r"0\d", reading.core))


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
