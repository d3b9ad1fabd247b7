"""Read the column of labels: it holds numbers, times or words, and rows are put in their order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.core import Place, Problem
from pipeline.data.cells import plain
from pipeline.data.moments import (
    ORDERS,
    Moment,
    Order,
    as_fiscal_years,
    as_months,
    as_spans,
    has_short_year,
    is_day_or_year,
    orders_of,
    read_moment,
)
from pipeline.data.numbers import read_alone
from pipeline.data.record import Kind, Wanted

NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,15})?")
YEAR = re.compile(r"[12]\d{3}")
PARTED_YEAR = re.compile(r"1,[89]\d\d|2,0\d\d")
SERIAL = re.compile(
    r"[2-6]\d{4}|1\d{9}|1\d{12}"
)  # days from 1954 to 2091 as spreadsheets count, seconds as programs do
DATED = re.compile(
    r"\b(?:dates?|days?|months?|weeks?|periods?|fecha|mes|día|datum|monat|tag|mois|data|mese|maand)\b", re.IGNORECASE
)
CLAUSE = re.compile(r"(\d{1,2})\.(\d{1,2})\.?")  # of a law, or a day without its year
HALF_A_CENTURY = 50
QUARTERS = re.compile(r"quart|trim", re.IGNORECASE)
CLOCK = re.compile(r"\d{4}.*\d:\d\d")
A_UNIT = {"half": "a half-year", "span": "a span of years"}
APART = "put it into a file of its own; or in figures.yaml or facts.yaml, add below data:  labels: words  if the labels are no times"


@dataclass(frozen=True)
class Labels:
    """What a column of labels holds: its kind, and the spelling and the place of each label (none for words)."""

    kind: Kind
    spelt: tuple[str, ...]
    at: tuple[float, ...] = ()
    dates: Order | None = None  # what comes first in days of numbers alone


def read_labels(
    typed: Sequence[str], lines: Sequence[int], shown: str, x: str, wanted: Wanted
) -> tuple[Labels, list[Problem]]:
    """Return what a column of labels holds, and its problems: a word among years, a day that may be two."""
    words = Labels("words", tuple(typed))
    if wanted.labels == "words" or not typed:
        return words, []
    bare = [re.sub(r"(?<=\d)\.0+$", "", plain(text)) for text in typed]  # years that a program made 2015.0
    if all(map(PARTED_YEAR.fullmatch, bare)):  # by a spreadsheet, as if they were amounts
        bare = [text.replace(",", "") for text in bare]
    are_years = all(map(YEAR.fullmatch, bare))
    moments: Sequence[Moment | None]
    if all(map(NUMBER.fullmatch, bare)) and not are_years:
        moments = [read_moment(text) for text in bare]
        if len(bare) < 2 or not all(moment and moment.unit in ("month", "day") for moment in moments):
            return _read_numbers(bare, lines, shown, x)
    order, problems = _find_order(typed, lines, shown, x, wanted)
    problems = problems or _find_doubtful(typed, lines, shown, x)
    if problems:
        return words, problems
    moments = as_fiscal_years(typed) or [read_moment(text, order) for text in (bare if are_years else typed)]
    found = Counter(moment.unit for moment in moments if moment)
    if {"month", "span"} <= set(found) and (alike := as_months(typed) or as_spans(typed)):
        moments, found = alike, Counter(moment.unit for moment in alike)
    if not found:
        return _read_words(typed, lines, words, shown, x)
    unit, count = found.most_common(1)[0]
    if unit == "month" and count == len(typed) and QUARTERS.search(x):
        quarters = [read_moment(re.sub(r"^(\d{4})\D([1-4])$", r"\1-Q\2", text)) for text in map(plain, typed)]
        if all(moment and moment.unit == "quarter" for moment in quarters):  # 2019-1 to 2019-4, and no 2019-03
            moments, unit = quarters, "quarter"
    if count == len(moments):
        times = [moment for moment in moments if moment]
        if problem := _split_century(typed, lines, times, shown, x):
            return words, [problem]
        return Labels(unit, tuple(time.label for time in times), tuple(time.at for time in times), order), []
    if count < 2 or found.total() * 2 <= len(typed):
        return words, []
    return words, _stray(typed, lines, moments, unit, shown, x)


def _read_words(
    typed: Sequence[str], lines: Sequence[int], words: Labels, shown: str, x: str
) -> tuple[Labels, list[Problem]]:
    """Return labels as numbers, where all are some, with separators: 1,500 and 10,000. Otherwise they are words.

    There is a problem for words alike but for a year, if the years are in no order: they may be times that are not known.
    """
    alone = [read_alone(text) for text in typed]
    if all(number and (number.other is None or "," in text) for number, text in zip(alone, typed, strict=True)):
        return Labels("numbers", words.spelt, tuple(float(number.number) for number in alone if number)), []
    years = [int(match[0]) for text in typed if (match := re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text))]
    alike = {re.sub(r"\d+", "#", text) for text in typed}
    if len(years) == len(typed) > 1 and len(alike) == 1 and years != sorted(years):
        what = f'column "{x}": "{typed[0]}" may be a time, and the rows are in no order of time'
        hint = "write it as 2019, 2019-03 or 2019-03-31; or in figures.yaml or facts.yaml, add below data:  labels: words  to keep the order of the file"
        return words, [Problem(Place(shown, lines[0]), what, hint)]
    return words, []


def _find_doubtful(typed: Sequence[str], lines: Sequence[int], shown: str, x: str) -> list[Problem]:
    """Return a problem for labels that are times of which part is not known: Mar 28, 2019-01-03 14:30."""
    for text, line in zip(typed, lines, strict=True):
        if is_day_or_year(text):
            what = f'column "{x}": "{text}" may be a day, or a month of a year'
            return [
                Problem(
                    Place(shown, line),
                    what,
                    "write days as 2028-03-28, and months as 2028-03; or in figures.yaml or facts.yaml, add below data:  labels: words",
                )
            ]
    clocks = [
        (text, line)
        for text, line in zip(typed, lines, strict=True)
        if CLOCK.search(text) and not read_moment(text, "day-first")
    ]
    if len(clocks) * 2 > len(typed):
        what = f'column "{x}": "{clocks[0][0]}" has a time of the day'
        return [
            Problem(
                Place(shown, clocks[0][1]),
                what,
                "write days alone, as 2019-01-31; or in figures.yaml or facts.yaml, add below data:  labels: words",
            )
        ]
    return []


def _split_century(
    typed: Sequence[str], lines: Sequence[int], times: Sequence[Moment], shown: str, x: str
) -> Problem | None:
    """Return a problem where years of two digits lie in two centuries and so are out of order."""
    short = [n for n, text in enumerate(typed) if has_short_year(text)]
    if len({int(times[n].at) // 100 for n in short}) < 2:
        return None
    places = [times[n].at for n in short]
    if places in (sorted(places), sorted(places, reverse=True)):
        return None
    apart = next((n for n, (one, other) in enumerate(pairwise(places), 1) if abs(other - one) > HALF_A_CENTURY), None)
    if apart is None:  # rows in no order, around the year 2000
        return None
    what = f'column "{x}": "{typed[short[apart]]}" may be in this century or in the last'
    return Problem(Place(shown, lines[short[apart]]), what, "write years with four digits")


def _read_numbers(bare: Sequence[str], lines: Sequence[int], shown: str, x: str) -> tuple[Labels, list[Problem]]:
    words = Labels("words", tuple(bare))
    if all(SERIAL.fullmatch(text.partition(".")[0]) for text in bare) and DATED.search(x):
        what = f'column "{x}": "{bare[0]}" is how a program counts days or seconds'
        hint = "format the column as dates there, and save again; or in figures.yaml or facts.yaml, add below data:  labels: words"
        return words, [Problem(Place(shown, lines[0]), what, hint)]
    numbers = list(map(float, bare))
    parts = [tuple(map(int, match.groups())) for text in bare if (match := CLAUSE.fullmatch(text))]
    if len(parts) == len(bare) and numbers != sorted(numbers):
        what = f'column "{x}": "{bare[0]}" may be a number, a clause, or a day without its year'
        hint = "write days with their year; or in figures.yaml or facts.yaml, add below data:  labels: words  to keep the order of the file"
        return words, [Problem(Place(shown, lines[0]), what, hint)]
    return Labels("numbers", tuple(bare), tuple(numbers)), []


def _find_order(
    typed: Sequence[str], lines: Sequence[int], shown: str, x: str, wanted: Wanted
) -> tuple[Order | None, list[Problem]]:
    """Return what comes first in days such as 5/1/24, as the labels together prove, or as was said."""
    days = [(n, orders) for n, text in enumerate(typed) if (orders := orders_of(text))]
    if not days:
        return wanted.dates, []
    left = list(ORDERS)
    for n, orders in days:
        before, left = left, [order for order in left if order in orders]
        if not left:
            what = f'column "{x}": "{typed[n]}" is no day if the others are {" or ".join(before)}'
            return None, [Problem(Place(shown, lines[n]), what, "write all days as 2024-01-05")]
    if wanted.dates and wanted.dates not in left:
        n = next(n for n, orders in days if wanted.dates not in orders)
        what = f'column "{x}": "{typed[n]}" cannot be read as dates: {wanted.dates}'
        return None, [Problem(Place(shown, lines[n]), what, f"write  dates: {left[0]}  or delete the line")]
    if wanted.dates or len(left) == 1:
        return wanted.dates or left[0], []
    unclear = [n for n, _ in days if len({read_moment(typed[n], order) for order in left}) > 1]
    if not unclear:
        return left[0], []
    n = unclear[0]
    found = {order: moment.label for order in left if (moment := read_moment(typed[n], order))}
    what = f'column "{x}": "{typed[n]}" may be {" or ".join(dict.fromkeys(found.values()))}'
    ways = ", or ".join(f"dates: {order}  if it is {label}" for order, label in found.items())
    return None, [Problem(Place(shown, lines[n]), what, f"in figures.yaml or facts.yaml, add below data:  {ways}")]


def _stray(
    typed: Sequence[str], lines: Sequence[int], moments: Sequence[Moment | None], unit: str, shown: str, x: str
) -> list[Problem]:
    """Return a problem for each label that is not of the unit of the others."""
    problems = []
    for text, line, moment in zip(typed, lines, moments, strict=True):
        if moment and moment.unit == unit:
            continue
        what = f"is {_a(moment.unit)} among {unit}s" if moment else f"is no {_a(unit)[2:]}, and other labels are"
        problems.append(Problem(Place(shown, line), f'column "{x}": "{text}" {what}', APART))
    return problems


def _a(unit: str) -> str:
    return A_UNIT.get(unit, f"a {unit}")
