"""Facts: numbers that were typed, or that are taken from data."""

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.content.model import Fact
from pipeline.content.unit import is_calendar_year
from pipeline.data import Alone, Data, read_alone
from pipeline.languages import Words

RANGE = re.compile(r"([-+−]?\W?\d[\d.,]*%?)\s*(?:-|–|\bto\b)\s*([-+−]?\W?\d[\d.,]*%?)")
SPELT = re.compile(
    r"(?P<number>[-+−]?\d[\d.,]*(?:\s*[-–]\s*\d[\d.,]*)?)\s*(?:per ?cent|pct|prozent|por ?ciento|por cento|pour ?cent|per cento|procent)\.?",
    re.IGNORECASE,
)
YEARS = re.compile(r"(\d{4})(?:\s*[-–]\s*(\d{4}|\d\d))?")
DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")


class NotInData(Exception):
    """Error for a fact that cannot be computed from its data; the message is the reason, in an editor's words."""

    hint = ""


class EndsBefore(NotInData):
    """Error for a row `from` that comes after the row `to`."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(f'"{fact.start}" stands after "{fact.end}"')
        self.hint = f"write from: {fact.end} and to: {fact.start}"


def read_value(value: str) -> tuple[Alone, ...]:
    """Return the number, or the two ends of the range, that a typed value holds; () for a date or words."""
    if DATE.fullmatch(value):
        return ()
    match = RANGE.fullmatch(value)
    read = [read_alone(part) for part in (match.groups() if match else (value,))]
    return tuple(number for number in read if number) if all(read) else ()


def find_unit(value: str) -> tuple[str, str] | None:
    """Return the number of a value such as "12 percent", and the unit to write; None where no such word stands in it."""
    match = SPELT.fullmatch(value.strip())
    return (match["number"], "percent") if match else None


def read_years(fact: Fact) -> tuple[float, ...]:
    """Return the years of a fact whose unit is years: 1942, 1942-64, 1942–1964; () if it is anything else."""
    match = YEARS.fullmatch(fact.value or "")
    if not match or not is_calendar_year(fact.unit):
        return ()
    first, last = match[1], match[2] or match[1]
    return int(first), int(first[: 4 - len(last)] + last)


def take_numbers(fact: Fact, table: Data) -> tuple[float, ...]:
    """Return the number a fact takes from its data, or the lowest and the highest of several.

    Raises NotInData.
    """
    taken = [number for column in fact.column for number in _take(fact, table, column)]
    if fact.unsigned:
        taken = [abs(number) for number in taken]
    low, high = min(taken), max(taken)
    return (low,) if len(taken) == 1 else (low, high)


def count_gaps(fact: Fact, table: Data) -> int:
    """Return how many cells are empty among those that a fact adds up."""
    if fact.take not in ("sum", "share"):
        return 0
    first, last = _row(table, fact.start, 0), _row(table, fact.end, len(table.labels) - 1)
    rows = range(len(table.labels)) if fact.take == "share" and not fact.of else range(first, last + 1)
    return sum(1 for name in fact.columns for row in rows if table.columns[name][row] is None)


def _take(fact: Fact, table: Data, column: str) -> list[float]:
    """Return the number a fact takes from a column, or the lowest and highest for a range. Raises NotInData."""
    first = _row(table, fact.at or fact.start, 0)
    last = _row(table, fact.at or fact.end, len(table.labels) - 1)
    if first > last:
        raise EndsBefore(fact)
    numbers = table.columns[column]
    if fact.of is not None and fact.take == "share":
        return [_percent(_sum(numbers[first : last + 1]), _sum(table.columns[fact.of][first : last + 1]))]
    if fact.of is not None:
        numbers = _shares(numbers, table.columns[fact.of])
    within = numbers[first : last + 1]
    given = [number for number in within if number is not None]
    if not given or (fact.take in ENDS and None in (within[0], within[-1])):
        raise NotInData("a cell it needs is empty")
    if fact.take == "share":
        return [_percent(sum(given), _sum(numbers))]
    return _reckon(fact.take or "first", given)


ENDS = ("first", "last", "change", "percent-change")


def _row(table: Data, label: str | None, otherwise: int) -> int:
    if label is None:
        return otherwise
    row = table.find(label)
    if row is None:
        raise NotInData(f'there is no row "{label}"')
    return row


def _sum(numbers: Sequence[float | None]) -> float:
    """Return a sum as it is on paper: 0.1 and 0.2 are 0.3."""
    return _plain(sum((_exact(number) for number in numbers if number is not None), Decimal(0)))


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))


def _plain(exact: Decimal) -> float:
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _percent(part: float, whole: float) -> float:
    if whole == 0:
        raise NotInData("a share of nothing cannot be told")
    return 100 * part / whole


def _shares(parts: Sequence[float | None], wholes: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return each part in percent of the whole in its row; None where either is missing or the whole is 0."""
    pairs = zip(parts, wholes, strict=True)
    return tuple(None if part is None or not whole else 100 * part / whole for part, whole in pairs)


def _reckon(take: str, given: Sequence[float]) -> list[float]:
    first, last = given[0], given[-1]
    match take:
        case "range":
            return [min(given), max(given)]
        case "percent-change":
            if first < 0:
                raise NotInData("a change from below zero cannot be told in percent")
            return [_percent(last - first, first)]
        case "change":
            return [_plain(_exact(last) - _exact(first))]
        case "first" | "last":
            return [first if take == "first" else last]
        case "sum":
            return [_sum(given)]
        case "max":
            return [max(given)]
    return [min(given)]


def taken_from(fact: Fact, words: Words) -> str:
    """Return where a fact comes from, for the fact-check sheet: "bracero-contracts.csv, us_admissions, 1956".

    The text is empty for a fact that was typed.
    """
    if fact.data is None:
        return ""
    column = fact.column[0]
    for other in fact.column[1:]:
        column = words.gettext("%(column)s and %(other)s", column=column, other=other)
    if fact.of:
        column = words.gettext("%(column)s of %(whole)s", column=column, whole=fact.of)
    return f"{fact.data}, {column}, {fact.at or _rows_taken(fact, words)}"


def _rows_taken(fact: Fact, words: Words) -> str:
    """Return how a number is taken from several rows: "max"; "percent-change 1942 to 1956"."""
    how = {
        "sum": words.pgettext("taken", "sum"),
        "max": words.pgettext("taken", "max"),
        "min": words.pgettext("taken", "min"),
        "range": words.pgettext("taken", "range"),
        "first": words.pgettext("taken", "first"),
        "last": words.pgettext("taken", "last"),
        "change": words.pgettext("taken", "change"),
        "percent-change": words.pgettext("taken", "percent-change"),
        "share": words.pgettext("taken", "share"),
    }[fact.take or "first"]
    if fact.start and fact.end:
        return words.gettext("%(how)s %(first)s to %(last)s", how=how, first=fact.start, last=fact.end)
    return " ".join(part for part in (how, fact.start or fact.end) if part)
