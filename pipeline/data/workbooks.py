"""Read a sheet of a workbook (.xlsx) into rows of cells: values and days as stored, formulas by their last value."""

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.core import Place, Problem, ProblemsFound, suggest, unpacked_size
from pipeline.data.cells import Number, Typed
from pipeline.data.grid import MOST_COLUMNS, MOST_ROWS, CellValue, Grid, Row, refuse_turning

MOST_BYTES = 64_000_000  # of all parts, unpacked


@lru_cache(maxsize=32)
def read_workbook(content: bytes, shown: str, sheet: str | None) -> Grid:
    """Return the rows of a sheet: the one named, or the first. Macros and links are not looked at.

    Raises ProblemsFound for what is no workbook, for a sheet that is not there, and for cells without a value.
    """
    book, formulas = _open(content, shown), _open(content, shown, formulas=True)
    names = [page.title for page in book.worksheets]
    seen = [page.title for page in book.worksheets if page.sheet_state == "visible"]
    if sheet is not None and sheet not in names:
        raise ProblemsFound([Problem(Place(shown, 0), f'there is no sheet "{sheet}"', suggest(sheet, names))])
    if not seen:
        raise ProblemsFound([Problem(Place(shown, 0), "this workbook is empty", "look whether it is the right file")])
    title = sheet or seen[0]
    rows = tuple(_rows(book[title], formulas[title], shown))
    if len(rows) < 2 and len(seen) > 1:
        what, hint = (
            f'the sheet "{title}" has no table',
            f"in figures.yaml or facts.yaml, name another below data:  sheet: {seen[1]}",
        )
        raise ProblemsFound([Problem(Place(shown, 0), what, hint)])
    return Grid(rows, is_text=False)


def _open(content: bytes, shown: str, formulas: bool = False) -> Any:
    import openpyxl

    if content.startswith(b"\xd0\xcf\x11\xe0"):
        hint = "save it as .xlsx, without a password"
        raise ProblemsFound([Problem(Place(shown, 0), "this workbook is an old .xls, or has a password", hint)])
    if not content.startswith(b"PK"):
        hint = "give it the ending that it is, as .csv, or save it as .xlsx"
        raise ProblemsFound([Problem(Place(shown, 0), "this file is called a workbook and is none", hint)])
    try:
        if unpacked_size(content) > MOST_BYTES:
            raise ProblemsFound(
                [Problem(Place(shown, 0), "this workbook is too large", "keep the sheet that is drawn")]
            )
        return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas, keep_links=False, read_only=True)
    except ProblemsFound:
        raise
    except Exception:  # whatever a damaged or hostile file makes it raise
        hint = "open it in a spreadsheet and save it again as .xlsx"
        what = "this workbook is damaged, or of another sort than its name says"
        raise ProblemsFound([Problem(Place(shown, 0), what, hint)]) from None


def _rows(page: Any, formulas: Any, shown: str) -> Iterator[Row]:
    """Yield the rows that hold anything; cells that are only formatted hold nothing."""
    after_gap, count = False, 0
    for sheet in (page, formulas):
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    for line, (cells, typed) in enumerate(zip(page.iter_rows(), formulas.iter_rows(), strict=False), 1):
        if not any(cell.value is not None for cell in cells) and not any(cell.value is not None for cell in typed):
            after_gap = True
            continue
        row = Row(line, tuple(map(_value, cells[:MOST_COLUMNS], typed[:MOST_COLUMNS])), after_gap)
        after_gap = not row.filled
        count += bool(row.filled)
        if count > MOST_ROWS:
            raise ProblemsFound(
                [Problem(Place(shown, line), f"this sheet has more than {MOST_ROWS} rows", "keep those that are used")]
            )
        refuse_turning(row.cells, Place(shown, line))
        if row.filled:
            yield row


def _value(cell: Any, typed: Any) -> CellValue:
    """Return the value of a cell as it is stored, and the cell as it was `typed` for what has none: a formula."""
    value, form = cell.value, getattr(cell, "number_format", None)
    if value is None:  # a text that is empty is stored as one; a formula that was never calculated has no value
        is_formula = getattr(typed, "data_type", "") == "f" and cell.data_type not in ("s", "str")
        return str(typed.value) if is_formula else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, form or "")
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ")
    if isinstance(value, date):
        return _day(value.date() if isinstance(value, datetime) else value, _bare(form).casefold())
    return unicodedata.normalize("NFC", str(value))


def _day(value: date, form: str) -> CellValue:
    """Return a day as its format shows it: as a month or a year, where it shows no more."""
    if "d" in form:
        return value
    return f"{value:%Y-%m}" if "m" in form else f"{value:%Y}" if "y" in form else value


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
