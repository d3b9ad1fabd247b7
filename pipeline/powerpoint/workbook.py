"""Write the workbook of a native chart: the figure's table, as a person would type it."""

import io
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from pipeline.content import Chart
from pipeline.figures import Plot
from pipeline.languages import Words

SHEET = "Data"
DAYS = "yyyy-mm-dd"


def write_workbook(figure: Chart, plot: Plot, date: str, words: Words) -> bytes:
    """Return an .xlsx with a header row, then a label and numbers in each row; a cell without a number is empty.

    Labels are days, numbers or words, as the axis of the chart is. Words are never a formula or a link, whatever they
    begin with. A chart of shares has formulas beside its numbers, which compute what its labels say. A chart that names
    some of its rows, and not every so many, has these names in a column of their own, which its axis refers to. `date` is
    the creation date, in place of the time of the build.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.fromisoformat((date + "-01-01")[:10]), "title": figure.id})
    sheet = book.add_worksheet(SHEET)
    head, numbers = book.add_format({"bold": True}), book.add_format({"num_format": plot.cells.cell_code})
    days = book.add_format({"num_format": DAYS})
    for column, name in enumerate([figure.x, *(series.label for series in figure.series)]):
        sheet.write_string(0, column, name, head)
    for row, label in enumerate(plot.labels, 1):
        if plot.days:
            sheet.write_datetime(row, 0, plot.days[row - 1], days)
        elif plot.span or plot.years:
            sheet.write_number(row, 0, plot.table.at[row - 1])
        else:
            sheet.write_string(row, 0, label)
    for column, series in enumerate(figure.series, 1):
        for row, number in enumerate(plot.table.columns[series.column], 1):
            if number is not None:
                sheet.write_number(row, column, number, numbers)
    if plot.shares:
        _write_shares(sheet, figure, plot, head, book.add_format({"num_format": plot.values.code()}))
    if not plot.every:
        sheet.write_string(0, names_column(plot), words.gettext("%(labels)s on the axis", labels=figure.x), head)
        for row in plot.named:
            sheet.write_string(row + 1, names_column(plot), name_on_axis(plot, row))
    sheet.set_column(0, names_column(plot), 18)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()


def _write_shares(sheet: Any, figure: Chart, plot: Plot, head: Any, percent: Any) -> None:
    """Write a column for each series beside the numbers, with the share in percent that each number has in its row."""
    count = len(figure.series)
    for n, series in enumerate(figure.series):
        sheet.write_string(0, share_column(count, n), f"{series.label} (%)", head)
    for bar in plot.bars:
        row = bar.row + 1
        number, first, last = (f"{_letter(column)}{row + 1}" for column in (bar.series + 1, 1, count))
        sheet.write_formula(
            row, share_column(count, bar.series), f"=100*{number}/SUM({first}:{last})", percent, bar.value
        )


def share_column(count: int, n: int) -> int:
    """Return the column of the shares of series `n` of `count`, counted from 0."""
    return 1 + count + n


def names_column(plot: Plot) -> int:
    """Return the column of the names on an axis that has some of the rows' alone, counted from 0: the last."""
    return 1 + len(plot.colors) * (2 if plot.shares else 1)


def name_on_axis(plot: Plot, row: int) -> str:
    """Return the label of a row in one piece: wider than its row, it would be broken at its spaces."""
    return plot.labels[row].replace(" ", "\u00a0")


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)


def cells(column: int, first: int, last: int) -> str:
    """Return a range of cells of one column, as a chart refers to it; rows and columns are counted from 0."""
    ends = [f"${_letter(column)}${row + 1}" for row in (first, last)]
    return f"{SHEET}!" + (ends[0] if first == last else ":".join(ends))
