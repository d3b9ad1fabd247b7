"""Write the workbook of a native chart: the figure's table, as a person would type it."""

import io
from datetime import datetime

from xlsxwriter import Workbook

from pipeline.content import Chart
from pipeline.figures import Plot

SHEET = "Data"
DAYS = "yyyy-mm-dd"


def write_workbook(figure: Chart, plot: Plot, date: str) -> bytes:
    """Return an .xlsx with a header row, then a label and numbers in each row; a cell without a number is empty.

    Labels are days, numbers or words, as the axis of the chart is. Words are never a formula or a link, whatever they
    begin with. `date` is the creation date, in place of the time of the build.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.fromisoformat((date + "-01-01")[:10]), "title": figure.id})
    sheet = book.add_worksheet(SHEET)
    head, numbers = book.add_format({"bold": True}), book.add_format({"num_format": plot.values.cell_code})
    days = book.add_format({"num_format": DAYS})
    for column, words in enumerate([figure.x, *(series.label for series in figure.series)]):
        sheet.write_string(0, column, words, head)
    for row, label in enumerate(plot.labels, 1):
        if plot.days:
            sheet.write_datetime(row, 0, plot.days[row - 1], days)
        elif plot.span:
            sheet.write_number(row, 0, plot.table.at[row - 1])
        else:
            sheet.write_string(row, 0, label)
    for column, series in enumerate(figure.series, 1):
        for row, number in enumerate(plot.table.columns[series.column], 1):
            if number is not None:
                sheet.write_number(row, column, number, numbers)
    sheet.set_column(0, len(figure.series), 18)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()


def cells(column: int, first: int, last: int) -> str:
    """Return a range of cells of one column, as a chart refers to it; rows and columns are counted from 0."""
    letter = chr(ord("A") + column) if column < 26 else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)
    ends = [f"${letter}${row + 1}" for row in (first, last)]
    return f"{SHEET}!" + (ends[0] if first == last else ":".join(ends))
