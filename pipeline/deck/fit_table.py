"""Fit a table into a slot: widths of its columns, heights of its rows, and the size of its type."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.content import DeckTheme, Size
from pipeline.deck.master import Level, Slot
from pipeline.deck.slides import Cell, Table
from pipeline.deck.text_layout import SAFE, TextLayout
from pipeline.text import break_word

STEP = 1.0  # points
CELL_SIDE, CELL_EDGE = 7.2, 4.0  # points: inner margins of a cell, at its sides and at top and bottom
NUMERAL = 1.5  # the size of a numeral that begins a row, by that of the words behind it
FEW = 1.25  # how much larger up to three rows of words may be than text
AIRY = 3.0, 3.2  # how high a row may become, by the size of its type: of a table, of rows with numerals
T = TypeVar("T")


@dataclass(frozen=True)
class TableFit:
    """The size of type, column widths and row heights of a table, in points. The first column has no left margin."""

    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def fit_tables(text_layout: TextLayout, content: Table, slot: Slot) -> tuple[list[Table], float] | None:
    """Return the fewest tables that fit, each with the header rows, and the largest size at which all fit.

    No table has a single row below its head if that can be avoided. The size is in points. Returns None if no number
    of tables fits.
    """
    head, body = content.rows[: content.heads], content.rows[content.heads :]
    most, type = max(len(body), 1), table_type(content, text_layout.theme.deck)
    for count in sorted(range(1, most + 1), key=lambda count: count > 1 and 2 * count > most):
        tables = [replace(content, rows=(*head, *rows)) for rows in even_parts(body, count)]
        size = _largest(content, slot, type)
        while size >= type.least:
            if all(fits(text_layout, table, slot, size) for table in tables):
                return tables, size
            size -= STEP
    return None


def _largest(table: Table, slot: Slot, type: Size) -> float:
    """Return the size of a table that has all the room it needs, in points: few rows of words are larger than text."""
    size = max(min(type.size, slot.levels[0].size), type.least)
    if not is_rows(table) or table.links:
        return size
    return math.floor(size * (FEW if len(table.rows) < 4 else 1))


def table_type(table: Table, theme: DeckTheme) -> Size:
    """Return the sizes of a table, the one it is meant to have and the least, in points; rows with numerals are points."""
    return theme.body if is_rows(table) else theme.table or theme.body


def is_rows(table: Table) -> bool:
    """Return whether a table is rows of words, each with a numeral."""
    return not table.heads and _has_numerals(table)


def _has_numerals(table: Table) -> bool:
    return any(cell.numeral for row in table.rows for cell in row)


def fits(text_layout: TextLayout, table: Table, slot: Slot, size: float) -> bool:
    """Return whether the rows fit the slot's height, and no column is narrower than its longest word."""
    widths = column_widths(text_layout, table, slot, size)
    return sum(_row_heights(text_layout, table, widths, size)) <= slot.box.height and _words_fit(
        text_layout, table, widths, size
    )


def measure_table(text_layout: TextLayout, table: Table, slot: Slot, size: float) -> TableFit:
    """Return the column widths and row heights of a table in points, as they are written.

    Free height is shared evenly among the rows, as far as `AIRY` lets them grow.
    """
    widths = column_widths(text_layout, table, slot, size)
    least = _row_heights(text_layout, table, widths, size)
    spare = max(slot.box.height - sum(least), 0) / len(least)
    most = size * AIRY[_has_numerals(table)]
    heights = (high + min(spare, max(most - high, 0)) for high in least)
    return TableFit(size, tuple(widths), tuple(heights))


def cell_level(size: float, cell: Cell) -> Level:
    """Return the type of a table cell: the theme's text font at `size`, bold in a header cell, without bullets.

    A numeral has the font of titles, and is larger.
    """
    if cell.numeral:
        return Level(size=NUMERAL * size, font="+mj-lt", bold=True)
    return Level(size=size, font="+mn-lt", bold=cell.is_header)


def cell_width(widths: Sequence[float], column: int) -> float:
    """Return the width that is left for the text of a cell, in points."""
    return widths[column] - CELL_SIDE * (2 if column else 1)


def column_widths(text_layout: TextLayout, table: Table, slot: Slot, size: float) -> list[float]:
    """Return the widths of the columns, which together fill the slot, in points.

    If there is room, every cell is on one line. Otherwise no column is narrower than its longest word, unless the
    longest words of all columns together are wider than the slot.
    """
    wishes, needs = [], []
    wide = [[_wide(text_layout, cell, size) / SAFE for cell in row] for row in table.rows]
    for number, column in enumerate(zip(*table.rows, strict=True)):
        margin = CELL_SIDE * (2 if number else 1) + 1
        wishes.append(max(row[number] for row in wide) + margin)
        needs.append(max(_longest(text_layout, cell, size) for cell in column) / SAFE + margin)
    room = slot.box.width - slot.insets[0] - slot.insets[2]
    if sum(wishes) > room:
        return _balanced(wide, wishes, needs, room)
    if table.heads and any(cell.number for cell in table.rows[0]):  # numbers: spread over the width
        return [wish + (room - sum(wishes)) / len(wishes) for wish in wishes]
    return [*wishes[:-1], room - sum(wishes[:-1])]


STEPS = 60  # in which room is given out


def _balanced(
    wide: Sequence[Sequence[float]], wishes: Sequence[float], needs: Sequence[float], room: float
) -> list[float]:
    """Return column widths that fill `room`, in points.

    Each column gets what its longest word needs; the rest is added in steps, each to the column where it makes the
    rows lowest. If the needs alone exceed `room`, they are scaled down to it.

    `wide` is the width of each cell on one line; the number of its lines is about that divided by the column's width.
    """
    if sum(needs) >= room:
        return [need * room / sum(needs) for need in needs]
    widths, step = list(needs), (room - sum(needs)) / STEPS
    for _ in range(STEPS):
        open_columns = [n for n, wish in enumerate(wishes) if widths[n] < wish] or list(range(len(widths)))
        best = min(open_columns, key=lambda n: _roughly(wide, [*widths[:n], widths[n] + step, *widths[n + 1 :]]))
        widths[best] += step
    return widths


def _roughly(wide: Sequence[Sequence[float]], widths: Sequence[float]) -> float:
    """Return about how many lines all rows take together.

    A high power (6) approximates the largest number of lines of each row.
    """
    rows = ([line / width for line, width in zip(row, widths, strict=True)] for row in wide)
    return float(sum(sum(lines**6 for lines in row) ** (1 / 6) for row in rows))


def _wide(text_layout: TextLayout, cell: Cell, size: float) -> float:
    level = cell_level(size, cell)
    return text_layout.width(cell.runs, level, level.size)


def _longest(text_layout: TextLayout, cell: Cell, size: float) -> float:
    """Return the width of the longest word of a cell, in points."""
    words = (
        replace(run, text=piece) for run in cell.runs for word in run.text.split(" ") for piece in break_word(word)
    )
    level = cell_level(size, cell)
    return max((text_layout.width([word], level, level.size) for word in words), default=0)


def _row_heights(text_layout: TextLayout, table: Table, widths: Sequence[float], size: float) -> list[float]:
    return [
        max(_cell_height(text_layout, cell, cell_width(widths, n), size) for n, cell in enumerate(row))
        for row in table.rows
    ]


def _cell_height(text_layout: TextLayout, cell: Cell, width: float, size: float) -> float:
    level = cell_level(size, cell)
    return (
        len(text_layout.lines(cell.runs, level, level.size, width * SAFE))
        * text_layout.line(level, level.size, cell.runs)
        + 2 * CELL_EDGE
    )


def _words_fit(text_layout: TextLayout, table: Table, widths: Sequence[float], size: float) -> bool:
    return all(
        _longest(text_layout, cell, size) <= cell_width(widths, number)
        for row in table.rows
        for number, cell in enumerate(row)
    )


def even_parts(items: Sequence[T], count: int) -> list[tuple[T, ...]]:
    """Return items in `count` parts, in order, whose sizes differ by one at most."""
    size, extra = divmod(len(items), count)
    parts, at = [], 0
    for number in range(count):
        end = at + size + (number < extra)
        parts.append(tuple(items[at:end]))
        at = end
    return parts
