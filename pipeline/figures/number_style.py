"""How the numbers of a chart are printed: its values and its axis, with the sign of their unit and their decimals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.content import DataFigure, chart_affix, count_decimals, print_number, read_unit, round_number
from pipeline.data import Number

MOST_DECIMALS = 3  # of data that are printed as they are; with more, they were reckoned
SIGNIFICANT = 3  # digits of such a number that are printed


@dataclass(frozen=True)
class NumberStyle:
    """What stands before and after each number, and how many decimals each has. A zero needs no unit, but percent."""

    language: str
    before: str = ""
    after: str = ""
    decimals: int = 0

    def text(self, value: Number) -> str:
        number = print_number(round_number(abs(value), self.decimals), self.language, self.decimals)
        if not any(digit in "123456789" for digit in number):
            return "0" + (self.after if self._is_percent else "")
        sign = "−" if value < 0 else ""
        return f"{sign}{self.before}{number}{self.after}"

    @property
    def _is_percent(self) -> bool:
        return self.after.strip() == "%"

    @property
    def code(self) -> str:
        """The same as a number format of a spreadsheet: positive, negative, zero."""
        digits = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        before, after = (f'"{words}"' if words else "" for words in (self.before, self.after))
        return f'{before}{digits}{after};"−"{before}{digits}{after};0{after if self._is_percent else ""}'


def value_style(figure: DataFigure, language: str) -> NumberStyle:
    """Return how the values of a figure are printed: with the decimals of its most exact value."""
    unit = read_unit(figure.unit, language)
    affix = chart_affix(unit, language)
    decimals = limited_decimals([n for series in figure.series for n in figure.numbers(series)])
    if unit.sort == "currency" and not unit.power and decimals == 1:
        decimals = 2  # $3.10
    return NumberStyle(language, affix.before, affix.after, decimals)


def axis_style(values: NumberStyle, steps: Sequence[Number]) -> NumberStyle:
    """Return how the steps of an axis are printed: as the values are, with the decimals that the steps need."""
    decimals = count_decimals(steps)
    if values.before and not values.after and decimals == 1:
        decimals = 2
    return NumberStyle(values.language, values.before, values.after, decimals)


def limited_decimals(numbers: Sequence[Number | None]) -> int:
    """Return how many decimals numbers are printed with: their own up to three; if they have more, three digits that count."""
    decimals = count_decimals(numbers)
    if decimals <= MOST_DECIMALS:
        return decimals
    largest = max((abs(number) for number in numbers if number), default=1)
    return min(max(SIGNIFICANT - 1 - math.floor(math.log10(largest)), 0), decimals)
