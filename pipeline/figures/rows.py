"""Rows on an axis of time: rows that are missing in the data get a place, and round years or months are written.

Bars and ranges have rows of one width. So that their axis is one of time, as that of lines is, a row without a value is put in
wherever the data skips a year, a quarter, a month or a day.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise

from pipeline.content import Chart, print_label
from pipeline.data import Data, years_of

MOST_ROWS = 400  # for days, that many are too many, and months are enough
MOST_YEARS = 2500  # where there are no longer steps
A_YEAR = {"year": 1, "span": 1, "decade": 1, "half": 2, "quarter": 4, "month": 12}
Count = Callable[[str, float], int]  # of a label and its place in years: which year, month or day it is, counted on


def with_every_row(figure: Chart) -> Chart:
    """Return a chart with a row for every step of its axis of time; lines, and labels that are no times, as they are."""
    data = figure.table
    if figure.kind == "line" or not data.is_timed or len(data.labels) < 2:
        return figure
    ways = _ways(data)
    for count, spell in ways:
        places = [count(label, at) for label, at in zip(data.labels, data.at, strict=True)]
        if any(one >= other for one, other in pairwise(places)):
            continue
        step = reduce(math.gcd, (other - one for one, other in pairwise(places)))
        if (places[-1] - places[0]) // step < (MOST_YEARS if (count, spell) == ways[-1] else MOST_ROWS):
            return figure.model_copy(update={"table": _filled(data, places, step, spell)})
    return figure


Way = tuple[Count, Callable[[int], tuple[str, float]]]  # which step a row is at, and the label and place of a step


def _ways(data: Data) -> list[Way]:
    """Return how rows can be counted, by the smallest steps first: days also by months and by years."""
    years: Way = (lambda label, at: int(at), lambda n: (str(n), float(n)))
    months: Way = (
        lambda label, at: _first_day(label).year * 12 + _first_day(label).month - 1,
        lambda n: (f"{n // 12}-{n % 12 + 1:02d}", n / 12),
    )
    match data.kind:
        case "day":
            days: Way = (lambda label, at: date.fromisoformat(label).toordinal(), _day)
            return [days, months, years]
        case "week":
            return [(lambda label, at: _first_day(label).toordinal() // 7, _week), months, years]
        case "month":
            return [months]
        case "quarter" | "half":
            parts, sign = A_YEAR[data.kind], data.kind[0].upper()
            return [(lambda label, at: round(at * parts), lambda n: (f"{n // parts}-{sign}{n % parts + 1}", n / parts))]
    if data.kind == "span":
        return [(lambda label, at: int(at), lambda n: ("", float(n)))]
    if data.kind == "decade":
        return [(lambda label, at: int(at), lambda n: (f"{n}s", float(n)))]
    return [years]


def _week(number: int) -> tuple[str, float]:
    year, week, _ = date.fromordinal(number * 7 + 1).isocalendar()
    return f"{year}-W{week:02d}", years_of(date.fromordinal(number * 7 + 1))


def _day(number: int) -> tuple[str, float]:
    return date.fromordinal(number).isoformat(), years_of(date.fromordinal(number))


def _filled(data: Data, places: Sequence[int], step: int, spell: Callable[[int], tuple[str, float]]) -> Data:
    """Return data with a row at every step from the first place to the last; those put in hold no number."""
    rows = {place: n for n, place in enumerate(places)}
    every = range(places[0], places[-1] + 1, step)
    labels = [(data.labels[rows[n]], data.at[rows[n]]) if n in rows else spell(n) for n in every]
    columns = {
        name: tuple(numbers[rows[n]] if n in rows else None for n in every) for name, numbers in data.columns.items()
    }
    return replace(data, labels=tuple(label for label, _ in labels), at=tuple(at for _, at in labels), columns=columns)


# ---------------------------------------------------------------- what is written along it

STEPS = (1 / 12, 1 / 4, 1 / 2, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500)  # years
YEARS_APART = tuple(int(step) for step in STEPS if step > 1)
DAYS = (1, 2, 5, 7, 10, 14)  # steps of days, for less than two months of them
COUNTS = {"half": (1, 2, 4, 10, 20), "quarter": (1, 2, 4, 8, 20, 40), "month": (1, 2, 3, 6, 12, 24, 36, 60, 120)}


def time_steps(data: Data, most: int, beyond: bool) -> tuple[tuple[float, str], ...]:
    """Return round times within those of data, `most` or fewer; with those `beyond`, one before the first row if that is
    not at one, and one after the last where years are written and it is less than half a step to that.

    Each is its place in years, and its label as in data. With those beyond, a step is taken that ends at the last row, if
    there is one that is not much longer.
    """
    low, high = data.at[0], data.at[-1]
    if data.kind in ("day", "week") and high - low < 1 / 6:
        return _steps_of_days(data, most)
    fitting = [step for step in STEPS if step >= 1 / A_YEAR.get(data.kind, 12) and _fits(step, low, high, most)]
    if not fitting:
        return ()
    ending = (
        step for step in fitting if beyond and step <= 3 * fitting[0] and abs(high / step - round(high / step)) < 1e-6
    )
    step = next(ending, fitting[0])
    first, last = _within(step, low, high)
    first -= beyond and first * step > low + 1e-6
    last += beyond and step >= 1 and high - last * step > step / 2
    return tuple((n * step, _spelt(n * step, step)) for n in range(first, last + 1))


def _within(step: float, low: float, high: float) -> tuple[int, int]:
    """Return the first and the last step between two places, counted from 0."""
    return math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)


def _fits(step: float, low: float, high: float, most: int) -> bool:
    first, last = _within(step, low, high)
    return first <= last < first + max(most, 1)


def _steps_of_days(data: Data, most: int) -> tuple[tuple[float, str], ...]:
    first, last = _first_day(data.labels[0]), _first_day(data.labels[-1])
    step = next((n for n in DAYS if (last - first).days // n < most), DAYS[-1])
    days = [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
    return tuple((years_of(day), day.isoformat()) for day in days)


def _spelt(at: float, step: float) -> str:
    if step >= 1:
        return str(round(at))
    months = round(at * 12)
    return f"{months // 12}-{months % 12 + 1:02d}"


def round_count(every: int, data: Data) -> int:
    """Return a count of rows that readers count in, not less than `every`: fives and tens of years, twelves of months."""
    if not data.is_timed:
        return every
    tens = (n * ten for ten in (1, 10, 100, 1000) for n in (1, 2, 5))
    return next((count for count in COUNTS.get(data.kind, tuple(tens)) if count >= every), every)


def is_even(data: Data) -> bool:
    """Return whether the rows of data are as far apart as each other."""
    gaps = {round(other - one, 6) for one, other in pairwise(data.at)}
    return len(gaps) < 2


def is_round(data: Data, row: int, step: float) -> bool:
    """Return whether a row is at a round time, by steps in years: a January for one of 1, a year of tens for 10."""
    parts = data.at[row] / step
    return abs(parts - round(parts)) < 1e-6


def choose_rows(data: Data, widths: Sequence[float], centers: Sequence[float], gap: float) -> list[int]:
    """Return the rows whose labels are written: the first, the last, and round ones between that meet no other.

    `widths` and `centers` are those of the labels, `gap` the least room between two, in points.
    """
    last = len(widths) - 1

    def fits(row: int, others: Sequence[int]) -> bool:
        return all(abs(centers[row] - centers[n]) >= (widths[row] + widths[n]) / 2 + gap for n in others)

    ends = [0] if last == 0 or not fits(last, [0]) else [0, last]
    for step in (0, *STEPS):
        rounds = [row for row in range(last + 1) if row not in ends and (not step or is_round(data, row, step))]
        kept = [row for row in rounds if fits(row, ends)]
        if len(kept) <= 1 or all(fits(kept[n + 1], [kept[n]]) for n in range(len(kept) - 1)):
            return sorted({*ends, *kept})
    return ends


def printed(data: Data, language: str) -> tuple[str, ...]:
    """Return the labels of rows as they are printed in a language."""
    if data.kind == "day" and all(label.endswith("-01") for label in data.labels):  # first days stand for months
        return tuple(print_label(label[:7], language) for label in data.labels)
    return tuple(print_label(label, language) for label in data.labels) if data.is_timed else data.labels


def days_of(data: Data) -> tuple[date, ...]:
    """Return the first day of each label, where labels are shorter than years and all of them after 1900; otherwise ()."""
    if data.kind not in ("half", "quarter", "month", "week", "day") or data.at[0] < 1901:
        return ()
    return tuple(_first_day(label) for label in data.labels)


def _first_day(label: str) -> date:
    year, part = int(label[:4]), label[5:]
    if part[:1] in ("Q", "H"):
        return date(year, 1 + (int(part[1]) - 1) * (3 if part[0] == "Q" else 6), 1)
    if part[:1] == "W":
        return date.fromisocalendar(year, int(part[1:]), 1)
    return date.fromisoformat(f"{label}-01"[:10])


def day_at(at: float) -> date:
    """Return the day at a place on an axis of time, in years."""
    year = int(at)
    months = round((at - year) * 12, 4)
    if months == int(months):
        return date(year, int(months) + 1, 1)
    return date(year, 1, 1) + timedelta(round((at - year) * (date(year + 1, 1, 1) - date(year, 1, 1)).days))
