"""Read a sheet of a workbook (.xlsx) into rows of cells: values and days as stored, formulas by their last value."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.core import Place, Problem, ProblemsFound, suggest, unpacked_size
from pipeline.data.cells import Number, Typed
from pipeline.data.grid import MOST_COLUMNS, MOST_ROWS, CellValue, Grid, Row

MOST_BYTES = 64_000_000  # of all parts, unpacked


@lru_cache(maxsize=32)
def read_workbook(content: bytes, shown: str, sheet: str | None) -> Grid:
    """Return the rows of a sheet: the one named, or the first. Macros and links are not looked at.

    Raises ProblemsFound for what is no workbook, for a sheet that is not there, and for cells without a value.
    """
    book, formulas = _open(content, shown), _open(content, shown, formulas=True)
    names = [page.title for page in book.worksheets]
    if sheet is not None and sheet not in names:
        hint = suggest(sheet, names)
        raise ProblemsFound([Problem(Place(shown, 0), f'there is no sheet "{sheet}"', hint)])
    if not names:
        raise ProblemsFound([Problem(Place(shown, 0), "this workbook has no sheet with cells")])
    title = sheet or names[0]
    return Grid(tuple(_rows(book[title], formulas[title], shown)))


def _open(content: bytes, shown: str, formulas: bool = False) -> Any:
    import openpyxl

    try:
        if unpacked_size(content) > MOST_BYTES:
            raise ProblemsFound(
                [Problem(Place(shown, 0), "this workbook is too large", "keep the sheet that is drawn")]
            )
        return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas, keep_links=False)
    except ProblemsFound:
        raise
    except Exception as error:  # whatever a damaged or hostile file makes it raise
        hint = "open it in a spreadsheet and save it again as .xlsx"
        what = f"this is no workbook that can be read ({type(error).__name__})"
        raise ProblemsFound([Problem(Place(shown, 0), what, hint)]) from None


def _rows(page: Any, formulas: Any, shown: str) -> Iterator[Row]:
    after_gap, count = False, 0
    for cells in page.iter_rows(max_col=min(page.max_column, MOST_COLUMNS)):
        row = Row(cells[0].row, tuple(_value(cell, formulas, shown) for cell in cells), after_gap)
        after_gap = not row.filled
        count += bool(row.filled)
        if count > MOST_ROWS:
            raise ProblemsFound([Problem(Place(shown, row.line), f"more than {MOST_ROWS} rows")])
        if row.filled:
            yield row


def _value(cell: Any, formulas: Any, shown: str) -> CellValue:
    value = cell.value
    if value is None:
        if formulas.cell(cell.row, cell.column).data_type == "f":
            what = f"cell {cell.coordinate} holds a formula that was never calculated"
            raise ProblemsFound(
                [Problem(Place(shown, cell.row), what, "open the workbook in a spreadsheet, and save it")]
            )
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ")
    if isinstance(value, date) and value.day == 1 and "d" not in _bare(cell.number_format).casefold():
        return f"{value:%Y-%m}"  # it shows a month
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value)


def _number(value: Number, form: str) -> Typed:
    """Return a number with 15 digits, as a spreadsheet keeps it; one that is shown as percent, in percent."""
    exact = Decimal(f"{value:.15g}")
    mark = "%" if "%" in _bare(form) else ""
    exact = exact * 100 if mark else exact
    number: Number = int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else float(exact)
    return Typed(repr(abs(number)), number < 0, mark=mark, value=number)


def _bare(form: str | None) -> str:
    """Return a number format without the words, signs and colors that it adds."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form or "")
