"""Facts: numbers taken from data, and how they read in a language."""

import re
from collections.abc import Sequence
from datetime import date as Day
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal

from pipeline.content.model import Fact
from pipeline.data import Data

RANGE = re.compile(r"([-+]?\d[\d.]*)\s*(?:-|–|\bto\b)\s*([-+]?\d[\d.]*)")
DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
YEAR = re.compile(r"\d{4}")
VARIANTS = ("short",)
SHORTENED = 10_000  # from here on, {id:short} reads 10K


class NotInData(Exception):
    """Error for a fact that cannot be computed from its data; the message is the reason, in an editor's words."""

    hint = ""


class EndsBefore(NotInData):
    """Error for a row `from` that comes after the row `to`."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(f'"{fact.start}" stands after "{fact.end}"')
        self.hint = f"write from: {fact.end} and to: {fact.start}"


def read_value(value: str) -> tuple[float, ...]:
    """Return the number, or the two ends of the range, that a typed value holds; () for a date or words."""
    if DATE.fullmatch(value):
        return ()
    match = RANGE.fullmatch(value)
    parts = match.groups() if match else (value,)
    try:
        return tuple(float(part) if "." in part else int(part) for part in parts)
    except ValueError:
        return ()


def take_numbers(fact: Fact, table: Data) -> tuple[float, ...]:
    """Return the number a fact takes from its data, or the lowest and the highest of several.

    Raises NotInData.
    """
    taken = [number for column in fact.column for number in _take(fact, table, column)]
    if fact.unsigned:
        taken = [abs(number) for number in taken]
    low, high = min(taken), max(taken)
    return (low,) if len(taken) == 1 else (low, high)


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
    return sum(number for number in numbers if number is not None)


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
            return [_percent(last - first, first)]
        case "change":
            return [last - first]
        case "first" | "last":
            return [first if take == "first" else last]
        case "sum":
            return [sum(given)]
        case "max":
            return [max(given)]
    return [min(given)]


def taken_from(fact: Fact) -> str:
    """Return where a fact comes from, for the fact-check sheet: "bracero-contracts.csv, us_admissions, 1956".

    The text is empty for a fact that was typed.
    """
    if fact.data is None:
        return ""
    column = " and ".join(fact.column) + (f" of {fact.of}" if fact.of else "")
    rows = fact.at or " ".join(part for part in (fact.take, fact.start, "to" if fact.start else "", fact.end) if part)
    return f"{fact.data}, {column}, {rows}"


# ---------------------------------------------------------------- printing


def print_fact(fact: Fact, language: str, variant: str = "") -> str:
    """Return a fact as readers see it. The variant "short" is for slides: 4.6M."""
    if not fact.numbers or fact.unit == "year":
        own = fact.print or print_date(fact.value or "", language)
        return (fact.short or own) if variant == "short" else own
    frame, compact = fact.print or "{}", "long" if fact.compact else ""
    if variant == "short" and fact.short:
        frame = fact.short
    elif variant == "short" and max(fact.numbers) >= SHORTENED:
        compact = "short"
    texts = [_number(number, fact.round, compact, language).replace("-", "−") for number in fact.numbers]
    return frame.replace("{}", _range(texts))


def print_date(date: str, language: str) -> str:
    """Return a date in words: August 4, 1942; August 1942; 1942. Anything else is returned as it is."""
    locale, parts = language.replace("-", "_"), date.split("-")
    try:
        day = Day.fromisoformat((date + "-01")[:10] if DATE.fullmatch(date) else "")
    except ValueError:
        return date
    if len(parts) == 3:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton("yMMMM", day, locale=locale))


def print_as_of(fact: Fact, language: str) -> str:
    """Return the date of a number in words, if it names a year that the number and what it measures do not name.

    Otherwise return "".
    """
    year = YEAR.search(fact.as_of)
    named = f"{fact.value} {fact.measures.source}"
    return "" if not year or year[0] in named else print_date(fact.as_of, language)


def print_years(years: tuple[int, int | None]) -> str:
    """Return a span of years: 1942–64; 1998–2004; since 2010."""
    first, last = years
    if last is None:
        return f"since {first}"
    short = last % 100 if first // 100 == last // 100 else last
    return f"{first}–{short:02d}"


def _number(number: float, digits: int | None, compact: str, language: str) -> str:
    locale = language.replace("-", "_")
    exact = Decimal(str(number))
    if compact:
        kept = 1 if digits is None else max(digits, 0)
        return str(format_compact_decimal(exact, format_type=compact, locale=locale, fraction_digits=kept))
    if digits is not None:
        exact = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(format_decimal(exact, locale=locale, decimal_quantization=False))


def _range(texts: Sequence[str]) -> str:
    """Join both ends of a range, and print a word they share only once: "4.6–4.8 million"."""
    low, high = texts[0], texts[-1]
    if low == high:
        return high
    _, gap, word = high.partition(" ")
    if gap and low.endswith(gap + word):
        low = low.removesuffix(gap + word)
    return f"{low}–{high}"
