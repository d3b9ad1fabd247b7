"""Write the workbook of a native chart: the figure's table, as a person would type it."""

import io
from datetime import datetime

from xlsxwriter import Workbook

from pipeline.content import Chart

SHEET = "Data"


def write_workbook(figure: Chart, date: str, numeric: bool) -> bytes:
    """Return an .xlsx with a header row, then a label and numbers in each row; a cell without a number is empty.

    Labels are numbers if `numeric`. `date` is the creation date, in place of the time of the build.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.fromisoformat((date + "-01-01")[:10]), "title": figure.id})
    sheet = book.add_worksheet(SHEET)
    head, numbers = book.add_format({"bold": True}), book.add_format({"num_format": number_format(figure)})
    sheet.write_row(0, 0, [figure.x, *(series.label for series in figure.series)], head)
    for row, label in enumerate(figure.table.labels, 1):
        sheet.write(row, 0, float(label)) if numeric else sheet.write_string(row, 0, label)
    for column, series in enumerate(figure.series, 1):
        for row, number in enumerate(figure.numbers(series), 1):
            if number is not None:
                sheet.write_number(row, column, number, numbers)
    sheet.set_column(0, len(figure.series), 18)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()


def number_format(figure: Chart) -> str:
    """Return the number format of a figure, as a spreadsheet's format code."""
    return "#,##0" + ("." + "0" * figure.decimals if figure.decimals else "")


def cells(column: int, first: int, last: int) -> str:
    """Return a range of cells of one column, as a chart refers to it; rows and columns are counted from 0."""
    letter = chr(ord("A") + column) if column < 26 else chr(ord("A") + column // 26 - 1) + chr(ord("A") + column % 26)
    ends = [f"${letter}${row + 1}" for row in (first, last)]
    return f"{SHEET}!" + (ends[0] if first == last else ":".join(ends))
