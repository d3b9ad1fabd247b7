"""Write one sheet from its top down: lines of words across the columns, and rows of cells."""

import math
import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pipeline.workbook.cells import Cell

LINE = 16  # the height of a line in points
SIZE, TITLE = 11, 14  # of type, points
ROOM = 100  # signs across which lines of words run
BESIDE = 8.43  # signs: the width of columns beside a table
NARROW = 1.2  # letters that are as wide as one sign of a column's width, which is that of a digit
STARTS = tuple("=+-@\t")  # what a spreadsheet takes for a formula when somebody types it


class SheetWriter:
    """A sheet of a workbook that is being written; `row` is the next, from 0. `widths` are those of its columns, in signs.

    Words are written as words, whatever they begin with. Rows are as high as their words need, because spreadsheets do not
    find that out by themselves for cells that run across columns.
    """

    def __init__(self, sheet: Any, widths: Sequence[float], format: Callable[..., Any]) -> None:
        self.sheet, self.widths, self.format = sheet, widths, format
        self.row = 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def line(self, text: str, size: int = SIZE, **more: Any) -> None:
        """Write words across the columns, on as many lines as they need."""
        span, room = 0, 0.0
        while room < ROOM or span < 2:
            room += self.widths[span] if span < len(self.widths) else BESIDE
            span += 1
        lines = _count_lines(text, room * SIZE / size)
        more |= {"font_size": size, "text_wrap": lines > 1}
        if lines > 1:
            self.sheet.merge_range(self.row, 0, self.row, span - 1, "", self.format(**more))
        self.cell(0, Cell(text), **more)
        self._end(lines, size)

    def title(self, text: str) -> None:
        """Write the title."""
        self.line(text, TITLE, bold=True)

    def gap(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def heads(self, heads: Sequence[str], are_right: Sequence[bool], columns_kept: int) -> None:
        """Write the heads of the table, and keep them in sight, with all above them and some columns at the left."""
        lines = 1
        for column, (head, is_right) in enumerate(zip(heads, are_right, strict=True)):
            side: dict[str, Any] = {"align": "right"} if is_right else _left(column)
            self.cell(column, Cell(head), bold=True, bottom=1, text_wrap=True, valign="bottom", **side)
            lines = max(lines, _count_lines(head, self.widths[column] - 2))  # they are bold
        self.sheet.repeat_rows(self.row)
        self._end(lines)
        self.sheet.freeze_panes(self.row, columns_kept)

    def cells(self, cells: Sequence[Cell], links: Sequence[str], **more: Any) -> None:
        """Write a row of the table. Those of `links` that are not "" are the sheets to which the words of a cell lead."""
        lines = max(self._count_lines(column, cell) for column, cell in enumerate(cells))
        for column, (cell, link) in enumerate(zip(cells, links, strict=True)):
            side = {} if cell.is_number and column else _left(column)
            wrap = {"text_wrap": self._count_lines(column, cell) > 1, "valign": "top" if lines > 1 else "vcenter"}
            form = {**more, **side, **wrap}
            if link:
                self.link(column, link, str(cell.value), **form)
            else:
                self.cell(column, cell, **form)
        self._end(lines)

    def cell(self, column: int, cell: Cell, **more: Any) -> None:
        """Write a cell of this row; one in which nothing is known stays empty."""
        if isinstance(cell.value, str):
            self.sheet.write_string(self.row, column, cell.value, self.format(**_as_words(cell.value), **more))
        elif isinstance(cell.value, date):
            self.sheet.write_datetime(self.row, column, cell.value, self.format(num_format=cell.format, **more))
        elif cell.value is not None:
            self.sheet.write_number(self.row, column, cell.value, self.format(num_format=cell.format, **more))
        elif more:
            self.sheet.write_blank(self.row, column, None, self.format(**more))

    def link(self, column: int, to: str, words: str, **more: Any) -> None:
        """Write words that lead to another sheet of this workbook."""
        form = self.format(hyperlink=True, **_as_words(words), **more)
        self.sheet.write_url(self.row, column, f"internal:'{to}'!A1", form, words)

    def _count_lines(self, column: int, cell: Cell) -> int:
        """Return on how many lines a cell stands, rather one too many: words that run out of a cell are cut off."""
        room = (self.widths[column] - 2) / NARROW
        return _count_lines(cell.value, room) if isinstance(cell.value, str) else 1

    def _end(self, lines: int, size: int = SIZE) -> None:
        """End a row that is as high as some lines."""
        self.sheet.set_row(self.row, lines * LINE * size / SIZE)
        self.row += 1


def count_signs(text: str) -> int:
    """Return how wide words are, in signs: letters of Chinese, Japanese and Korean count as two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _count_lines(text: str, width: float) -> int:
    """Return on how many lines words stand in a width, given in signs."""
    room = max(round(width * NARROW), 1)
    return max(len(textwrap.wrap(text, room)), math.ceil(count_signs(text) / room), 1)


def _as_words(text: str) -> dict[str, Any]:
    """Return the format of words that stay words when somebody edits their cell."""
    return {"quote_prefix": True} if text.startswith(STARTS) else {}


def _left(column: int) -> dict[str, Any]:
    """Return the format of words in a column: apart from the numbers of the column before."""
    return {"align": "left", "indent": 1} if column else {"align": "left"}
