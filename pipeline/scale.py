"""Axes and labels: round steps, where a value lies, and how text is broken to fit beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal

from pipeline.measure import Face
from pipeline.record import Number


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high`, laid out from `start` to `end` (points)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


@dataclass(frozen=True)
class Type:
    """The type that labels are set in: a font and a size in points."""

    face: Face
    size: float
    wider: float = 1.0  # than what it is measured with

    @property
    def leading(self) -> float:
        return self.size * 1.25

    def width(self, text: str) -> float:
        return self.face.width(text, self.size) * self.wider

    def wrap(self, text: str, width: float, most: int = 99) -> tuple[str, ...]:
        """Lines no wider than `width`; more than `most` of them end in an ellipsis."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or self.width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
        return tuple(self.shorten(line, width) for line in lines)

    def shorten(self, text: str, width: float) -> str:
        """The text, or as much of it as fits, with an ellipsis."""
        if self.width(text) <= width:
            return text
        while text and self.width(text.rstrip("… ") + "…") > width:
            text = text.rstrip("… ")[:-1]
        return text.rstrip("… ") + "…"


def nice_steps(low: float, high: float, most: int = 6) -> list[Number]:
    """Round numbers from at most `low` to at least `high`, evenly spaced, `most` or fewer."""
    if high <= low:
        high = low + 1
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [_tidy(number * step) for number in range(first, last + 1)]


def year_steps(first: int, last: int, most: int) -> list[int]:
    """Years to write along an axis: round ones from `first` to `last`, `most` or fewer."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500):
        years = list(range(-(-first // step) * step, last + 1, step))
        if years and len(years) <= max(most, 1):
            return years
    return [first]


def _tidy(value: float) -> Number:
    value = round(value, 12)
    return int(value) if value == int(value) else value


def format_number(value: Number, language: str, decimals: int = 0) -> str:
    """A number with the separators of the language, and at least as many decimals."""
    exact = Decimal(str(value)).normalize()
    places = max(decimals, -int(exact.as_tuple().exponent), 0)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact, pattern, locale=language.replace("-", "_"))).replace("-", "−")


def label_step(labels: Sequence[str], room: float, type: Type) -> int:
    """Of how many labels one is written, so that they stand side by side; `room` is that of one."""
    widest = max(type.width(label) for label in labels) + 0.6 * type.size
    return max(1, math.ceil(min(widest, 10 * type.size) / room))


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions as near as may be to those wanted, in their order, `apart` and within low and high."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    at = low - apart
    for n in order:
        at = placed[n] = max(wanted[n], at + apart)
    at = high + apart
    for n in reversed(order):
        at = placed[n] = min(placed[n], at - apart)
    return placed
