"""Typed cells: what a cell of the workbook holds, and how it is shown. Formats are those that every language reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.content import count_decimals, read_printed
from pipeline.data import Data, Number

FIRST_YEAR = 1901  # from which on all spreadsheets count days alike
DAY, MONTH, PLAIN = "yyyy-mm-dd", "yyyy-mm", "0"


@dataclass(frozen=True)
class Cell:
    """A number, a day, words, or nothing (None). `format` is how a number or a day is shown, as spreadsheets write it."""

    value: Number | date | str | None = None
    format: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is a number or a day."""
        return self.value is not None and not isinstance(self.value, str)

    @property
    def shown(self) -> str:
        """About what is seen of it, to know how wide it is."""
        if isinstance(self.value, date):
            return self.format
        if isinstance(self.value, str) or self.value is None:
            return self.value or ""
        decimals = len(self.format.partition(".")[2])
        return f"{self.value:,.{decimals}f}" if "," in self.format else f"{self.value:.{decimals}f}"


def number_cell(number: Number, decimals: int, is_grouped: bool = True) -> Cell:
    """Return the cell of a number, shown with so many decimals, and with its thousands apart if it `is_grouped`."""
    return Cell(number, ("#,##0" if is_grouped else "0") + ("." + "0" * decimals if decimals else ""))


def day_cell(day: str) -> Cell:
    """Return the cell of a day, a month or a year (1942-08-04, 1942-08, 1942); words, where spreadsheets know no such day."""
    if len(day) == len("1942"):
        return Cell(int(day), PLAIN)
    if int(day[:4]) < FIRST_YEAR:
        return Cell(day)
    return Cell(date.fromisoformat(f"{day}-01"[:10]), DAY if len(day) == len("1942-08-04") else MONTH)


def word_cell(words: str, language: str) -> Cell:
    """Return the cell of words that were typed: a number where they are one and nothing else."""
    number = read_printed(words, language)
    if number is None:
        return Cell(words) if words else Cell()
    decimals = max(-int(number.as_tuple().exponent), 0)
    value = float(number) if decimals else int(number)
    return number_cell(value, decimals, is_grouped=str(abs(int(number))) not in words)


def label_cells(data: Data) -> list[Cell]:
    """Return the cells of the labels of rows: years and numbers as such, months and days as days, all others as words.

    A quarter is written as in data files, 2019-Q1, which every spreadsheet puts in order.
    """
    if data.kind == "numbers":
        decimals = count_decimals(data.at)
        return [number_cell(at if decimals else int(at), decimals) for at in data.at]
    if data.kind == "year" and all(label.isdecimal() for label in data.labels):
        return [Cell(int(label), PLAIN) for label in data.labels]
    if data.kind in ("day", "month") and _are_days(data.labels):
        return [day_cell(label) for label in data.labels]
    return [Cell(label) for label in data.labels]


def _are_days(labels: Sequence[str]) -> bool:
    return all(int(label[:4]) >= FIRST_YEAR for label in labels)
