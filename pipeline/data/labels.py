"""Read the column of labels: it holds numbers, times or words, and rows are put in their order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core import Place, Problem
from pipeline.data.cells import plain
from pipeline.data.moments import Moment, Order, as_fiscal_years, as_months, as_spans, is_open, read_moment, tell_order
from pipeline.data.record import Kind, Wanted

NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,15})?")
YEAR = re.compile(r"[12]\d{3}")
SERIAL = re.compile(r"[2-6]\d{4}")  # how a spreadsheet counts the days of 1954 to 2091
DATED = re.compile(r"date|day|month|week|fecha|mes|día|datum|monat|tag|mois|data|mese|maand", re.IGNORECASE)
A_UNIT = {"half": "a half-year", "span": "a span of years"}
APART = "put it into a file of its own; or add below data:  labels: words  if the labels are no times"


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
    if all(NUMBER.fullmatch(text) for text in bare) and not all(YEAR.fullmatch(text) for text in bare):
        return _read_numbers(bare, lines, shown, x, wanted)
    order, problems = _find_order(typed, lines, shown, x, wanted)
    if problems:
        return words, problems
    moments: Sequence[Moment | None] = as_fiscal_years(typed) or [
        read_moment(text, order) for text in (bare if all(map(YEAR.fullmatch, bare)) else typed)
    ]
    found = Counter(moment.unit for moment in moments if moment)
    if {"month", "span"} <= set(found) and (alike := as_months(typed) or as_spans(typed)):
        moments, found = alike, Counter(moment.unit for moment in alike)
    if not found:
        return words, []
    unit, count = found.most_common(1)[0]
    if count == len(moments):
        times = [moment for moment in moments if moment]
        return Labels(unit, tuple(time.label for time in times), tuple(time.at for time in times), order), []
    if count < 2 or found.total() * 2 <= len(typed):
        return words, []
    return words, _stray(typed, lines, moments, unit, shown, x)


def _read_numbers(
    bare: Sequence[str], lines: Sequence[int], shown: str, x: str, wanted: Wanted
) -> tuple[Labels, list[Problem]]:
    if all(SERIAL.fullmatch(text) for text in bare) and DATED.search(x):
        what = f'column "{x}": "{bare[0]}" is how a spreadsheet counts days'
        hint = "format the column as dates there, and save again; or add below data:  labels: words"
        return Labels("words", tuple(bare)), [Problem(Place(shown, lines[0]), what, hint)]
    return Labels("numbers", tuple(bare), tuple(map(float, bare))), []


def _find_order(
    typed: Sequence[str], lines: Sequence[int], shown: str, x: str, wanted: Wanted
) -> tuple[Order | None, list[Problem]]:
    """Return which comes first in days such as 5/1/24, the day or the month: as some label proves, or as was said."""
    told = {order: n for n, text in reversed(list(enumerate(typed))) if (order := tell_order(text))}
    if len(told) > 1:
        n = max(told.values())
        what = f'column "{x}": "{typed[n]}" has its day elsewhere than "{typed[min(told.values())]}"'
        return None, [Problem(Place(shown, lines[n]), what, "write all days as 2024-01-05")]
    if told and wanted.dates not in (None, *told):
        n = min(told.values())
        what = f'column "{x}": "{typed[n]}" cannot be read as dates: {wanted.dates}'
        return None, [Problem(Place(shown, lines[n]), what, f"write  dates: {next(iter(told))}  or delete the line")]
    if told:
        return next(iter(told)), []
    unclear = next((n for n, text in enumerate(typed) if is_open(text)), None)
    if wanted.dates or unclear is None:
        return wanted.dates, []
    orders: tuple[Order, Order] = ("month-first", "day-first")
    one, other = (read_moment(typed[unclear], order) for order in orders)
    assert one
    assert other
    if one == other and len(typed) == 1:
        return "day-first", []
    what = f'column "{x}": "{typed[unclear]}" may be {one.label} or {other.label}'
    hint = f"add below data:  dates: month-first  if it is {one.label}, or  dates: day-first  if it is {other.label}"
    return None, [Problem(Place(shown, lines[unclear]), what, hint)]


def _stray(
    typed: Sequence[str], lines: Sequence[int], moments: Sequence[Moment | None], unit: str, shown: str, x: str
) -> list[Problem]:
    """Return a problem for each label that is not of the unit of the others."""
    problems = []
    for text, line, moment in zip(typed, lines, moments, strict=True):
        if moment and moment.unit == unit:
            continue
        what = f'column "{x}": "{text}" is {_a(moment.unit)} among {unit}s' if moment else ""
        hint = "put them into files of their own; or add below data:  labels: words"
        if not moment:
            what, hint = (
                f'column "{x}": "{text}" is no {_a(unit).partition(" ")[2]}, and other labels are',
                APART,
            )
        problems.append(Problem(Place(shown, line), what, hint))
    return problems


def _a(unit: str) -> str:
    return A_UNIT.get(unit, f"a {unit}")
