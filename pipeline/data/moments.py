"""Read the labels of rows as years or dates, if they are some, and place them on an axis of time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from babel.dates import get_month_names

from pipeline.data.cells import plain

Unit = Literal["year", "span", "decade", "half", "quarter", "month", "week", "day"]
Order = Literal["day-first", "month-first", "year-first"]
ORDERS: tuple[Order, ...] = ("month-first", "day-first", "year-first")

# Months are read in the languages that spreadsheets are mostly set to.
LANGUAGES = ("en", "es", "de", "fr", "it", "pt", "nl", "sv", "da", "nb", "de_AT", "pl", "cs", "fi", "ro", "hu", "tr")
PIVOT = 30  # two digits below it are years after 2000, as in spreadsheets

YEAR = re.compile(r"[12]\d{3}")
MARK = re.compile(
    r"(?<=.)(?: ?(?:[*†‡§#]+|[¹²³⁰⁴-⁹⁽⁾]+|\([A-Za-z]{1,2}\)|\[\w{1,7}\])| \d\)| [a-z]\d?/?|(?<=\d)[a-z])$"
)  # of a footnote
FISCAL = re.compile(r"(?:FY|CY|AY) ?'?(\d{2}|[12]\d{3})", re.IGNORECASE)
SPAN = re.compile(r"(?:FY ?)?([12]\d{3}) ?[-/–] ?(\d{2}|[12]\d{3})", re.IGNORECASE)
SPAN_SHORT = re.compile(r"(\d{2})/(\d{2})")
DECADE = re.compile(r"([12]\d{2}0)s")
QUARTER = re.compile(r"([12]\d{3})[ :.-]?(?:Q|T|K|Trim\.?) ?([1-4])", re.IGNORECASE)
QUARTER_FIRST = re.compile(
    r"(?:(?:Q|T|K)([1-4])|([1-4])(?:Q|T|\. ?(?:Quartal|Quarter|Vj\.?)|(?:er|e|º|°)? ?(?:trim\w*\.?|кв\.?|kw\.?)))[ -/]*([12]\d{3})",
    re.IGNORECASE,
)
QUARTER_SHORT = re.compile(r"(?:([1-4])Q|Q([1-4]) ?'?)(\d{2})", re.IGNORECASE)
HALF = re.compile(r"([12]\d{3})[ :-]?(?:H|S|HJ) ?([12])", re.IGNORECASE)
HALF_FIRST = re.compile(r"(?:(?:H|S)([12])|([12])\. ?(?:Halbjahr|Hj\.?))[ -/]*([12]\d{3})", re.IGNORECASE)
MONTH = re.compile(r"([12]\d{3})(?:[-/. ]|[-: ]?M ?)(0?[1-9]|1[0-2])|([12]\d{3})(0[1-9]|1[0-2])", re.IGNORECASE)
MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/.]([12]\d{3})")
WEEK = re.compile(r"([12]\d{3})-?W(\d{1,2})", re.IGNORECASE)
DAY = re.compile(r"([12]\d{3})([-/.]?)(\d{1,2})\2(\d{1,2})")
DAY_PARTS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})")
MIDNIGHT = re.compile(
    r"(?:T| ,? ?)(?:0{1,2}:00(?::00(?:\.0+)?)?|12:00(?::00)? AM)(?:Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
NAMED = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?[ -])?(?:de )?([^\W\d_]+)\.?(?:[ -](\d{1,2}),)?(?:[ '’/-]*(?:de )?(\d{4})|(?: ?['’/-] ?)(\d{2}))",
    re.IGNORECASE,
)
NAMED_SHORT = re.compile(r"([^\W\d_]+)\.? (\d{1,2})")  # Mar 28: a day, or a year
YEAR_NAMED = re.compile(r"([12]\d{3})[ -]([^\W\d_]+)\.?", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """A label that is a time: its unit, where it begins in years (1942.5 is July 1942), and its one spelling."""

    unit: Unit
    at: float
    label: str


def read_moment(typed: str, order: Order | None = None) -> Moment | None:
    """Return the time that a label names, or None if it is words, a number, or a day that nobody can tell.

    `order` says how days are written with numbers alone, where that is known.
    """
    text = _western(MIDNIGHT.sub("", plain(typed)))
    for spelt in (text, MARK.sub("", text)):
        for read in READERS:
            if moment := read(spelt, order):
                return replace(moment, label=typed.strip()) if moment.unit == "span" else moment
    return None


def _western(text: str) -> str:
    """Return a time without the words for year, month and quarter of Chinese, Japanese, Korean and Russian."""
    text = re.sub(r"(?<=\d)\. (?=\d)", ".", text).removesuffix(".") if re.match(r"\d{4}\. ", text) else text
    text = re.sub(r"(?<=\d) ?(?:г\.?|год|年度?|년)(?: |$)?", "-", text)
    text = re.sub(r"(?<=\d)[月월] ?", "-", text)
    text = re.sub(r"^(IV|I{1,3})(?= ?(?:кв|kw|trim))", lambda roman: str(ROMAN[roman[1]]), text)
    return re.sub(r"(?<=\d)[日일]$", "", text).rstrip("-") if text[-1:].isdigit() or text[-1:] in "-日일" else text


ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def orders_of(typed: str) -> tuple[Order, ...]:
    """Return in which orders a day of numbers alone can be read; () for anything else, and for 2019-01-31."""
    match = DAY_PARTS.fullmatch(MIDNIGHT.sub("", plain(typed)))
    if not match:
        return ()
    if match[2] == "." and len(match[4]) == 4:
        return ("day-first",)
    return tuple(order for order in ORDERS if _day(match[0], order))


def is_day_or_year(typed: str) -> bool:
    """Return whether a label is a month and two digits, which may be a day or a year: Mar 28."""
    match = NAMED_SHORT.fullmatch(plain(typed))
    return match is not None and match[1].casefold() in month_names()


def has_short_year(typed: str) -> bool:
    """Return whether the year of a label has two digits."""
    text = plain(typed)
    named, parts = NAMED.fullmatch(text), DAY_PARTS.fullmatch(text)
    return bool((named and named[5]) or (parts and len(parts[4]) == 2))


def _full(year: str) -> int:
    number = int(year)
    return number if len(year) == 4 else number + (2000 if number < PIVOT else 1900)


def _year(text: str, order: Order | None) -> Moment | None:
    if match := DECADE.fullmatch(text):
        return Moment("decade", int(match[1]), match[0])
    if YEAR.fullmatch(text):
        return Moment("year", int(text), text)
    match = FISCAL.fullmatch(text)
    return Moment("span", _full(match[1]), text) if match else None


def _span(text: str, order: Order | None) -> Moment | None:
    """Read 2015/16, 2015–2019. A span and a month may look alike: 2009-10 is a month here; see `as_fiscal_years`."""
    match = SPAN.fullmatch(text)
    is_month = match and len(match[2]) == 2 and 1 <= int(match[2]) <= 12 and "-" in text
    return None if is_month else _span_of(text)


def _span_of(text: str) -> Moment | None:
    match = SPAN.fullmatch(text)
    if not match:
        return None
    first = int(match[1])
    last = int(str(first)[: 4 - len(match[2])] + match[2])
    if len(match[2]) == 2 and last < first:
        last += 100
    longest = 100 if len(match[2]) == 4 else 50
    return Moment("span", first, text) if first < last <= first + longest else None


def _part(unit: Unit, sign: str, count: int, year: str, part: str) -> Moment:
    return Moment(unit, int(year) + (int(part) - 1) / count, f"{year}-{sign}{int(part)}")


def _quarter(text: str, order: Order | None) -> Moment | None:
    if match := QUARTER.fullmatch(text):
        return _part("quarter", "Q", 4, match[1], match[2])
    if match := QUARTER_FIRST.fullmatch(text):
        return _part("quarter", "Q", 4, match[3], match[1] or match[2])
    match = QUARTER_SHORT.fullmatch(text)
    return _part("quarter", "Q", 4, str(_full(match[3])), match[1] or match[2]) if match else None


def _half(text: str, order: Order | None) -> Moment | None:
    if match := HALF.fullmatch(text):
        return _part("half", "H", 2, match[1], match[2])
    match = HALF_FIRST.fullmatch(text)
    return _part("half", "H", 2, match[3], match[1] or match[2]) if match else None


def _month_of(year: int, month: int) -> Moment:
    return Moment("month", year + (month - 1) / 12, f"{year}-{month:02d}")


def _month(text: str, order: Order | None) -> Moment | None:
    if match := MONTH.fullmatch(text):
        return _month_of(int(match[1] or match[3]), int(match[2] or match[4]))
    match = MONTH_FIRST.fullmatch(text)
    return _month_of(int(match[2]), int(match[1])) if match else None


def _named(text: str, order: Order | None) -> Moment | None:
    names = month_names()
    if (match := YEAR_NAMED.fullmatch(text)) and (month := names.get(match[2].casefold())):
        return _month_of(int(match[1]), month)
    match = NAMED.fullmatch(text)
    month = names.get(match[2].casefold()) if match else None
    if not match or not month:
        return None
    day = match[1] or match[3]
    year = _full(match[4] or match[5])
    return _day_of(year, month, int(day)) if day else _month_of(year, month)


def _week(text: str, order: Order | None) -> Moment | None:
    match = WEEK.fullmatch(text)
    try:
        start = date.fromisocalendar(int(match[1]), int(match[2]), 1) if match else None
    except ValueError:
        return None
    return Moment("week", years_of(start), f"{match[1]}-W{int(match[2]):02d}") if match and start else None


def _day(text: str, order: Order | None) -> Moment | None:
    if (match := DAY.fullmatch(text)) and (match[2] or len(text) == 8):
        return _day_of(int(match[1]), int(match[3]), int(match[4]))
    match = DAY_PARTS.fullmatch(text)
    if not match:
        return None
    one, two, three = int(match[1]), int(match[3]), match[4]
    if order is None and len(three) == 4:  # proved by the day, or by points
        order = "day-first" if match[2] == "." or one > 12 else "month-first" if two > 12 else None
    match order:
        case "day-first":
            return _day_of(_full(three), two, one)
        case "month-first":
            return _day_of(_full(three), one, two)
        case "year-first" if len(three) == 2:
            return _day_of(_full(f"{one:02d}"), two, int(three))
    return None


def _day_of(year: int, month: int, day: int) -> Moment | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Moment("day", years_of(found), found.isoformat())


READERS: tuple[Callable[[str, Order | None], Moment | None], ...] = (
    _year,
    _span,
    _quarter,
    _half,
    _month,
    _named,
    _week,
    _day,
)


def years_of(day: date) -> float:
    """Return a day as a year and its fraction."""
    first = date(day.year, 1, 1)
    return day.year + (day - first) / (date(day.year + 1, 1, 1) - first if day.year < 9999 else timedelta(365))


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Return the number of a month by its name or short name, in the languages of LANGUAGES, in lower case."""
    names: dict[str, set[int]] = {"sept": {9}, "mrz": {3}, "mär": {3}, "mrt": {3}}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale=language).items():
                    names.setdefault(name.casefold().rstrip("."), set()).add(number)
    for number, name in get_month_names("wide", locale="es").items():  # as spreadsheets shorten them
        names.setdefault(name[:3], set()).add(number)
    return {name: next(iter(numbers)) for name, numbers in names.items() if len(numbers) == 1}


def as_months(labels: Sequence[str]) -> list[Moment] | None:
    """Return labels as months if each can be one, also where some look like spans of two years: 2010/11 after 2010/10."""
    texts = [MARK.sub("", plain(label)) for label in labels]
    months = [_month(text.replace("/", "-"), None) for text in texts]
    return [month for month in months if month] if all(months) else None


def as_spans(labels: Sequence[str]) -> list[Moment] | None:
    """Return labels as spans of years if each can be one, also where some look like months: 2000-04 after 1995-99."""
    spans = [_span_of(MARK.sub("", plain(label))) for label in labels]
    return (
        [replace(span, label=label.strip()) for span, label in zip(spans, labels, strict=True) if span]
        if all(spans)
        else None
    )


def as_fiscal_years(labels: Sequence[str]) -> list[Moment] | None:
    """Return labels as spans of years if each can be one and all are as long: 2009-10, 2010-11; 2001-03, 2002-04."""
    texts = [MARK.sub("", plain(label)) for label in labels]
    short = [SPAN_SHORT.fullmatch(text) for text in texts]
    if len(labels) > 1 and all(match and (int(match[1]) + 1) % 100 == int(match[2]) for match in short):  # 15/16
        starts = [_full(match[1]) for match in short if match]
        return [Moment("span", year, label.strip()) for year, label in zip(starts, labels, strict=True)]
    matches = [SPAN.fullmatch(text) for text in texts]
    gaps = {(int(match[2]) - int(match[1])) % 100 for match in matches if match and len(match[2]) == 2}
    if len(labels) < 2 or len(gaps) != 1 or not all(match and len(match[2]) == 2 for match in matches):
        return None
    if not 0 < next(iter(gaps)) <= 50:
        return None
    years = [int(match[1]) for match in matches if match]
    return [Moment("span", year, label.strip()) for year, label in zip(years, labels, strict=True)]
