"""The axes of a chart: round steps and positions of values; positions of rows, and how their labels are broken to fit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from babel.numbers import format_decimal

from pipeline.content import Chart
from pipeline.data import Number
from pipeline.figures.plot import Label
from pipeline.text import Face


@dataclass(frozen=True)
class Scale:
    """A linear scale: values from `low` to `high` are placed from `start` to `end`, in points."""

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
        """Return text in lines no wider than `width` points, `most` or fewer.

        An ellipsis ends the last line where words are left out, and any line whose single word had to be cut.
        """
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
        """Return the text, or as much of it as fits in `width` points, with an ellipsis."""
        if self.width(text) <= width:
            return text
        while text and self.width(text.rstrip("… ") + "…") > width:
            text = text.rstrip("… ")[:-1]
        return text.rstrip("… ") + "…"


def nice_steps(low: float, high: float, most: int = 6) -> list[Number]:
    """Return round numbers from at most `low` to at least `high`, evenly spaced, `most` or fewer."""
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
    """Return years to print along an axis: round ones from `first` to `last`, `most` or fewer, or else [`first`]."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500):
        years = list(range(-(-first // step) * step, last + 1, step))
        if years and len(years) <= max(most, 1):
            return years
    return [first]


def _tidy(value: float) -> Number:
    value = round(value, 12)
    return int(value) if value == int(value) else value


def format_number(value: Number, language: str, decimals: int = 0) -> str:
    """Return a number with the separators of the language, and with `decimals` decimals or more if it has more."""
    exact = Decimal(str(value)).normalize()
    places = max(decimals, -int(exact.as_tuple().exponent), 0)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact, pattern, locale=language.replace("-", "_"))).replace("-", "−")


def label_step(labels: Sequence[str], room: float, type: Type) -> int:
    """Return n where every n-th label fits beside the next printed one; `room` is the width of one row, in points."""
    widest = max(type.width(label) for label in labels) + 0.6 * type.size
    return max(1, math.ceil(min(widest, 10 * type.size) / room))


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Return positions as near as possible to those wanted, in their order, at least `apart` from each other.

    All are between `low` and `high` if there is room; if not, the first ones are below `low`.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    at = low - apart
    for n in order:
        at = placed[n] = max(wanted[n], at + apart)
    at = high + apart
    for n in reversed(order):
        at = placed[n] = min(placed[n], at - apart)
    return placed


MOST_LINES = 3  # of a label under a chart


@dataclass(frozen=True)
class CategoryAxis:
    """The places of rows between left and right, in points: evenly spaced, or where their numbers are on a scale."""

    labels: tuple[str, ...]
    left: float
    right: float
    scale: Scale | None = None  # of numbers
    years: tuple[int, ...] = ()  # that are written along it

    @property
    def room(self) -> float:
        """The width of one row in points, if all are even."""
        return (self.right - self.left) / len(self.labels)

    def center(self, row: int) -> float:
        if self.scale:
            return self.scale.at(float(self.labels[row]))
        return self.left + self.room * (row + 0.5)

    def start(self, label: str) -> float:
        """Return where the room of a label begins, in points: for a break before it, or a shade from it on."""
        return self._edge(label, -0.5)

    def end(self, label: str) -> float:
        """Return where the room of a label ends, in points."""
        return self._edge(label, 0.5)

    def _edge(self, label: str, rows: float) -> float:
        """Return where a label is, moved by so many rows. A number that no row has is between two: no room is its own."""
        if label in self.labels:
            return self.center(self.labels.index(label)) + (0 if self.scale else rows * self.room)
        if self.scale:
            return min(max(self.scale.at(float(label)), self.left), self.right)
        before = [n for n, known in enumerate(self.labels) if float(known) < float(label)]
        return self.left + self.room * len(before)


def are_numbers(labels: Sequence[str]) -> bool:
    """Return whether labels are numbers in rising order, which can be placed on an axis of numbers."""
    try:
        numbers = [float(label) for label in labels]
    except ValueError:
        return False
    return all(one < other for one, other in pairwise(numbers))


def place_categories(figure: Chart, left: float, right: float, type: Type) -> CategoryAxis:
    """Return the places of rows: on an axis of numbers for lines whose labels are numbers, otherwise even."""
    labels = figure.table.labels
    if figure.kind != "line" or not are_numbers(labels):
        return CategoryAxis(labels, left, right)
    low, high = float(labels[0]), float(labels[-1])
    if low == high:
        low, high = low - 1, high + 1
    written = _written(labels, right - left, type)
    if written:  # the axis begins at a year that is written: so it does in a native chart
        low = min(low, written[0])
    return CategoryAxis(labels, left, right, Scale(low, high, left, right), written)


def _written(labels: Sequence[str], width: float, type: Type) -> tuple[int, ...]:
    """Return the years printed along an axis `width` points wide, from one at or before the first label.

    Return () if not all labels are whole numbers.
    """
    if not all(label.lstrip("-").isdigit() for label in labels):
        return ()
    if len(labels) == 1:
        return (int(labels[0]),)
    most = int(width / (type.width(labels[-1]) + 1.4 * type.size))
    years = year_steps(int(labels[0]), int(labels[-1]), max(most, 2))
    step = years[1] - years[0] if len(years) > 1 else 0
    return tuple(years) if not step or years[0] == int(labels[0]) else (years[0] - step, *years)


def wrap_labels(axis: CategoryAxis, type: Type) -> tuple[tuple[str, ...], ...] | None:
    """Return every label in up to three lines under its row, or None where they do not all fit."""
    room = axis.room - 0.5 * type.size
    if any(type.width(word) > room for label in axis.labels for word in label.split()):
        return None
    wrapped = tuple(type.wrap(label, room) for label in axis.labels)
    return wrapped if max(map(len, wrapped)) <= MOST_LINES else None


def draw_category_labels(axis: CategoryAxis, type: Type, height: float) -> tuple[tuple[Label, ...], float, int]:
    """Return the labels under the plot, their height in points, and n where every n-th row is labelled."""
    size, every = type.size, 1
    texts: list[tuple[float, tuple[str, ...]]]
    if axis.scale:
        texts = [(axis.scale.at(year), (str(year),)) for year in axis.years]
    elif wrapped := wrap_labels(axis, type):
        texts = [(axis.center(row), lines) for row, lines in enumerate(wrapped)]
    else:
        every = label_step(axis.labels, axis.room, type)
        rows = range(0, len(axis.labels), every)
        texts = [(axis.center(row), (_thinned(axis, row, every, type),)) for row in rows]
    deep = max((len(lines) for _, lines in texts), default=1)
    tall = type.leading * deep + 0.5 * size
    y = height - tall + 1.25 * size
    labels = tuple(Label(_kept(x, lines, type, axis), y, lines, type.leading, "middle", "grey") for x, lines in texts)
    return labels, tall, every


def _thinned(axis: CategoryAxis, row: int, every: int, type: Type) -> str:
    """Return the label of a row, shortened to fit between its printed neighbors and the edges."""
    x, size = axis.center(row), type.size
    between = axis.room * every - 0.7 * size
    edge = 2 * (axis.right + 0.3 * size - x)  # more than that and it is moved off the edge, toward its neighbor
    room = min(between, 2 * x, max(edge, (2 * between + edge) / 3))
    return type.shorten(axis.labels[row], max(room, 2 * size))


def _kept(x: float, lines: Sequence[str], type: Type, axis: CategoryAxis) -> float:
    """Return the middle of a label in points, moved so that it does not hang far over the right edge of the plot."""
    half = max(type.width(line) for line in lines) / 2
    return min(x, axis.right - half + 0.3 * type.size) if half < (axis.right - axis.left) / 2 else x
