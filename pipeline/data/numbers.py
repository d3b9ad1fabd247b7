"""Read a column of numbers: all in one unit, with one sign for decimals and one for what is negative."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.data.cells import FOOTNOTE, Number, Reading, Refusal, Typed, number_of, plain, read_cell
from pipeline.data.decimals import tell_decimal

NAMES = {".": "a point", ",": "a comma"}


@dataclass(frozen=True)
class CellRead:
    """A cell of a column: its line in the file, its text, and what it holds."""

    line: int
    text: str
    reading: Reading


@dataclass(frozen=True)
class NumberColumn:
    """The numbers of a column, the sign that they bear ("%", a currency or ""), and the cells that are refused."""

    numbers: tuple[Number | None, ...]
    mark: str
    refused: tuple[tuple[CellRead, Refusal], ...]


def read_numbers(cells: Sequence[CellRead], decimal: str | None, said: bool) -> NumberColumn:
    """Return the numbers of a column. `decimal` begins their decimals, as was `said` or seen; None: nobody can tell."""
    typed = [cell.reading for cell in cells if isinstance(cell.reading, Typed)]
    bearing = [reading for reading in typed if _bears(reading)]
    marks = Counter(reading.mark for reading in bearing)
    at_the_ends = all(reading.mark == "" for reading in bearing[1:-1])  # a currency at the first and last number alone
    is_signed = any(reading.negative and not reading.bracketed for reading in typed)
    is_unclear = is_signed or (len(bearing) > 1 and all(reading.bracketed for reading in bearing))
    numbers: list[Number | None] = []
    refused: list[tuple[CellRead, Refusal]] = []
    for cell in cells:
        found: Number | Refusal | None = _stray(cell.reading, marks, at_the_ends)
        found = found or _unclear(cell.reading, is_unclear) or _number(cell.reading, decimal, said)
        if isinstance(found, Refusal):
            refused.append((cell, found))
        numbers.append(None if isinstance(found, Refusal) else found)
    return NumberColumn(tuple(numbers), next((mark for mark, _ in marks.most_common() if mark), ""), tuple(refused))


def _bears(reading: Typed) -> bool:
    """Return whether a cell shows by its sign what it counts: any number but zero, which often goes without."""
    return reading.core.strip("0.,") != ""


def _stray(reading: Reading, marks: Counter[str], at_the_ends: bool) -> Refusal | None:
    """Refuse a number in another unit than most. A currency may stand at the first and the last number alone."""
    if not isinstance(reading, Typed) or not _bears(reading):
        return None
    currencies = set(marks) - {"", "%"}
    if reading.flag and currencies:
        return Refusal("may be in another unit", "write all of them in one unit, and footnotes into the note")
    if len(marks) < 2:
        return None
    most = marks.most_common(1)[0][0]
    if reading.mark == most or ("%" not in marks and len(currencies) == 1 and at_the_ends):
        return None
    names = {"%": "percent", "": "without a sign"}
    what = f"is {names.get(reading.mark, reading.mark)}, and most of the column is {names.get(most, most)}"
    return Refusal(what, "write all of them in one unit, or give each unit its own column")


def _unclear(reading: Reading, is_unclear: bool) -> Refusal | None:
    if isinstance(reading, Typed) and reading.bracketed and is_unclear:
        what = "may be negative, or set apart by its brackets: other cells have a minus, or all have brackets"
        return Refusal(what, "write it with a minus, or without brackets")
    return None


def _number(reading: Reading, decimal: str | None, said: bool) -> Number | Refusal | None:
    if not isinstance(reading, Typed):
        return reading
    if decimal is None:
        return None
    number = number_of(reading, decimal)
    own = tell_decimal(reading.core)
    if not isinstance(number, Refusal) or own not in NAMES or isinstance(can_be := number_of(reading, own), Refusal):
        return number
    word = {".": "point", ",": "comma"}[decimal]
    hint = f"the file is read with  decimal: {word}  as was said; is that so?" if said else ""
    return Refusal(
        number.what, hint or f"decimals begin with {NAMES[decimal]} in the rest of this file; write {can_be}"
    )


@dataclass(frozen=True)
class Alone:
    """A number typed by itself: its value, how many decimals were typed, the sign that it bears, and another reading."""

    number: Number
    places: int
    mark: str = ""
    other: Number | None = None  # where its only sign may also be that of thousands, or of decimals


def read_alone(text: str) -> Alone | None:
    """Return the number that a text is, or None. Where its sign may be either, decimals begin with a point."""
    read = read_cell(text)
    if not isinstance(read, Typed) or read.bracketed or FOOTNOTE.search(plain(text)):
        return None
    sign = tell_decimal(read.core)
    decimal = "," if sign == "," else "."
    number = number_of(read, decimal)
    if isinstance(number, Refusal):
        return None
    other = number_of(read, ",") if sign.startswith("?") else None
    mantissa = read.core.casefold().partition("e")[0]
    places = len(mantissa.partition(decimal)[2]) if "e" not in read.core.casefold() else 0
    return Alone(number, places, read.mark, None if isinstance(other, Refusal) else other)
