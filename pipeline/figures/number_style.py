"""How the numbers of a chart are printed: its values and its axis, with the sign of their unit and their decimals.

Millions and more are printed in short: 11.7 million. On an axis the unit is printed once, at its last step.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.content import (
    Chart,
    DataFigure,
    chart_sign,
    count_decimals,
    print_number,
    read_unit,
    round_number,
    scale_word,
)
from pipeline.data import Number
from pipeline.figures.shares import drawn_unit, share_decimals, shows_shares

MOST_DECIMALS = 3  # of data that are printed as they are; with more, they were reckoned
SIGNIFICANT = 3  # digits of such a number that are printed
COMMON = 0.8  # of the values: as many have no more decimals than all are printed with
POWERS = (12, 9, 6)  # of ten, that numbers are printed in
CROWDED = ("range", "stacked")  # kinds whose values stand close, beside an axis that says the unit


@dataclass(frozen=True)
class NumberStyle:
    """What stands before and after each number, and how many decimals each has. A zero needs no unit, but percent.

    Numbers are divided by ten to the `power`. `scale` is the power of ten whose word is printed: 6 for millions. A value
    that is more exact than the others has up to `most` decimals. `floor`: numbers nearer to 0 are printed whole.
    """

    language: str
    before: str = ""
    after: str = ""
    decimals: int = 0
    power: int = 0
    scale: int = 0
    most: int = 0
    floor: int = 0

    def text(self, value: Number) -> str:
        """Return a number as it is printed, with its unit."""
        if abs(value) < self.floor:
            return self._whole.text(value)
        number = print_number(self._rounded(value), self.language, self._decimals(value))
        if not any(digit in "123456789" for digit in number):
            return "0" + (self.after if self._is_percent else "")
        sign = "−" if value < 0 else ""
        return f"{sign}{self.before}{number}{self._behind(value)}"

    def code(self, value: Number | None = None) -> str:
        """Return the same as a number format of a spreadsheet: positive, negative, zero. It is that of numbers like `value`."""
        if self.floor and value is not None and value < 0:
            small = self._whole._signed(self._small(value))
            return f'[<=-{self.floor}]"−"{self._signed(value)};[<0]"−"{small};{small}'
        if self.floor:
            return f"[>={self.floor}]{self._signed(value)};[=0]0;{self._whole._signed(self._small(value))}"
        words = self._signed(value)
        return f'{words};"−"{words};0{self._quoted(self.after) if self._is_percent else ""}'

    @property
    def cell_decimals(self) -> int:
        """How many decimals all values have where each is printed in full: in a table."""
        return self.most if self.power else max(self.decimals, self.most)

    @property
    def cell_code(self) -> str:
        """The number format of values in full: that of the cells of a workbook."""
        return NumberStyle(self.language, self.before, self.after, self.cell_decimals).code()

    @property
    def bare(self) -> "NumberStyle":
        """The same without its unit."""
        return replace(self, before="", after="", scale=0)

    def _small(self, value: Number | None) -> Number | None:
        return value if value is not None and abs(value) < self.floor else None

    def _decimals(self, value: Number) -> int:
        own = count_decimals([value]) if not self.power else 0
        return max(self.decimals, min(own, self.most))

    def _rounded(self, value: Number) -> Decimal:
        exact = abs(Decimal(str(value))).scaleb(-self.power)
        return round_number(exact, self._decimals(value))

    def _behind(self, value: Number | None) -> str:
        number = 2 if value is None else self._rounded(value).normalize()
        return (scale_word(self.scale, self.language, number) if self.scale else "") + self.after

    def _signed(self, value: Number | None = None) -> str:
        decimals = self.decimals if value is None else self._decimals(value)
        digits = "#,##0" + ("." + "0" * decimals if decimals else "") + "," * (self.power // 3)
        return f"{self._quoted(self.before)}{digits}{self._quoted(self._behind(value))}"

    @staticmethod
    def _quoted(words: str) -> str:
        return f'"{words}"' if words else ""

    @property
    def _whole(self) -> "NumberStyle":
        """The style of numbers that are not divided."""
        return NumberStyle(self.language, self.before, self.after, most=self.most)

    @property
    def _is_percent(self) -> bool:
        return self.after.strip() == "%"


@dataclass(frozen=True)
class AxisStyle:
    """How the steps of an axis are printed: with their unit at one of them, `last`, or at all if that is None."""

    numbers: NumberStyle
    last: Number | None = None
    next: Number = 0  # the step beside the last

    def text(self, step: Number) -> str:
        return (self.numbers if self.last in (step, None) else self.numbers.bare).text(step)

    @property
    def code(self) -> str:
        """The same as a number format of a spreadsheet."""
        if self.last is None:
            return self.numbers.code()
        said, bare = self.numbers._signed(self.last), self.numbers.bare._signed()
        between = format((Decimal(str(self.last)) + Decimal(str(self.next))) / 2, "f")
        if self.last < 0:
            return f'[<={between}]"−"{said};[<0]"−"{bare};0'
        if self.numbers.decimals or self.next >= 0:  # none is below 0, see axis_style
            return f"[>={between}]{said};[>0]{bare};0"
        return f'[>={between}]{said};[<0]"−"{bare};{bare}'


def value_style(figure: DataFigure, language: str) -> NumberStyle:
    """Return how the values that a figure draws are printed: those of its data, or shares in percent."""
    if not shows_shares(figure):
        return data_style(figure, language)
    sign, decimals = chart_sign(read_unit(drawn_unit(figure), language), language), share_decimals(figure)
    return NumberStyle(language, sign.before, sign.after, decimals, most=decimals)


def data_style(figure: DataFigure, language: str) -> NumberStyle:
    """Return how the numbers of a figure's data are printed: with the decimals that they have, in millions if they are large."""
    unit, values = (
        read_unit(figure.unit, language),
        [n for s in figure.series for n in figure.numbers(s) if n is not None],
    )
    sign, scale = chart_sign(unit, language), unit.power if scale_word(unit.power, language) else 0
    if unit.power and not scale:  # the language has no word for it: it is said above the chart
        return _exact(NumberStyle(language), values)
    style = NumberStyle(language, sign.before, sign.after, scale=scale)
    is_crowded = figure.kind in CROWDED
    if not unit.power and (power := _power(figure, values, language)):
        largest = max(map(abs, values)) / 10**power
        decimals = 2 if largest < 2 else 1 if largest < 100 else 0
        needed = count_decimals([n / 10**power for n in values if abs(n) >= 10**power or is_crowded])
        most = limited_decimals([n for n in values if abs(n) < 10**power])
        style = replace(style, decimals=min(decimals, needed), power=power, scale=power, most=most)
        style = style if is_crowded else replace(style, floor=10**power)
    else:
        style = _exact(style, values)
    if unit.sort == "currency" and not unit.power and not style.power and style.most in (1, 2):
        style = replace(style, decimals=2, most=2)  # $3.10
    return replace(style, scale=0) if is_crowded else style


def _power(figure: DataFigure, values: Sequence[Number], language: str) -> int:
    """Return the power of ten in which large numbers are printed in short; 0 if they are printed whole."""
    if isinstance(figure, Chart) and not figure.short_numbers:
        return 0
    largest = max(map(abs, values), default=0)
    return next((n for n in POWERS if largest >= 10**n and scale_word(n, language)), 0)


def _exact(style: NumberStyle, values: Sequence[Number]) -> NumberStyle:
    """Return a style with the decimals of some values: as many as most of them have, and more for one that is more exact."""
    most = limited_decimals(values)
    common = next((n for n in range(most) if _share(values, n) >= COMMON), most)
    return replace(style, decimals=common if count_decimals(values) <= MOST_DECIMALS else most, most=most)


def _share(values: Sequence[Number], decimals: int) -> float:
    """Return the share of values that have so many decimals, or fewer."""
    return sum(count_decimals([value]) <= decimals for value in values) / len(values)


def axis_style(figure: DataFigure, steps: Sequence[Number], language: str) -> AxisStyle:
    """Return how the steps of an axis are printed: as values are, with the decimals that the steps need, their unit once."""
    unit, values = read_unit(drawn_unit(figure), language), value_style(figure, language)
    scale = values.power or (unit.power if scale_word(unit.power, language) else 0)
    decimals = count_decimals([step / 10**values.power for step in steps] if values.power else steps)
    if unit.sort == "currency" and not scale and decimals == 1:
        decimals = 2
    numbers = replace(values, decimals=decimals, most=decimals, scale=scale, floor=0)
    if not (numbers.before or numbers.after or scale) or (decimals and steps[0] < 0 < steps[-1]):
        return AxisStyle(numbers)
    return AxisStyle(numbers, *((steps[-1], steps[-2]) if steps[-1] > 0 else (steps[0], steps[1])))


def limited_decimals(numbers: Sequence[Number | None]) -> int:
    """Return how many decimals numbers are printed with: their own up to three; if they have more, three digits that count."""
    decimals = count_decimals(numbers)
    if decimals <= MOST_DECIMALS:
        return decimals
    largest = max((abs(number) for number in numbers if number), default=1)
    return min(max(SIGNIFICANT - 1 - math.floor(math.log10(largest)), 0), decimals)
