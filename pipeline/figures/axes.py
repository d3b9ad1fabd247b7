"""The axes of a chart: round steps and positions of values; positions of rows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.content import Chart, print_label, print_number
from pipeline.data import Data, Number
from pipeline.figures.look import Look, Type
from pipeline.figures.rows import YEARS_APART, is_even, printed, time_steps
from pipeline.figures.shares import STEPS


@dataclass(frozen=True)
class Scale:
    """A linear scale: values from `low` to `high` are placed from `start` to `end`, in points."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_steps(low: float, high: float, most: int = 6, whole: bool = False) -> list[Number]:
    """Return round numbers from at most `low` to at least `high`, evenly spaced, `most` or fewer; `whole`: no decimals."""
    if high <= low:
        high = low + 1
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = max(factor * power, 1) if whole else factor * power
        if whole and step != int(step):
            continue
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [_tidy(number * step) for number in range(first, last + 1)]


def value_steps(figure: Chart, low: float, high: float, whole: bool) -> list[Number]:
    """Return the steps of the value axis of a chart from at most `low` to at least `high`; `whole`: without decimals."""
    return STEPS if figure.shares else nice_steps(low, high, whole=whole)


def year_steps(first: int, last: int, most: int) -> list[int]:
    """Return years to print along an axis: round ones from `first` to `last`, `most` or fewer, or else [`first`]."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500):
        years = list(range(-(-first // step) * step, last + 1, step))
        if years and len(years) <= max(most, 1):
            return years
    return [first]


def _tidy(value: float) -> Number:
    value = float(f"{value:.12g}")
    return int(value) if value == int(value) else value


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


@dataclass(frozen=True)
class CategoryAxis:
    """The places of rows between left and right, in points: evenly spaced, or where their numbers or times are on a scale.

    `labels` are the rows' as printed; `data` knows what they are. `written` is what is printed along a scale, by place.
    Where a row is a year and `every` is not 0, every so many years are printed, from the first of the rows that stay empty
    `before` those of the data to the last of those `after` them.
    """

    data: Data
    labels: tuple[str, ...]
    left: float
    right: float
    scale: Scale | None = None
    written: tuple[tuple[float, str], ...] = ()
    before: int = 0
    after: int = 0
    every: int = 0

    @property
    def room(self) -> float:
        """The width of one row in points, if all are even."""
        return (self.right - self.left) / (self.before + len(self.labels) + self.after)

    @property
    def ends(self) -> tuple[int, int]:
        """The years of its first and its last row, also of those that stay empty."""
        return int(self.data.at[0]) - self.before, int(self.data.at[-1]) + self.after

    def center(self, row: int) -> float:
        if self.scale:
            return self.scale.at(self.data.at[row])
        return self.left + self.room * (self.before + row + 0.5)

    def start(self, label: str) -> float:
        """Return where the room of a label begins, in points: for a break before it, or a shade from it on."""
        return self._edge(label, -0.5)

    def end(self, label: str) -> float:
        """Return where the room of a label ends, in points."""
        return self._edge(label, 0.5)

    def _edge(self, label: str, rows: float) -> float:
        """Return where a label is, moved by so many rows. A time that no row has is between two: no room is its own."""
        row = self.data.find(label)
        if row is not None:
            return self.center(row) + (0 if self.scale else rows * self.room)
        place = self.data.place(label) or 0
        if self.scale:
            return min(max(self.scale.at(place), self.left), self.right)
        return self.left + self.room * (self.before + sum(1 for known in self.data.at if known < place))


def place_categories(figure: Chart, left: float, right: float, look: Look) -> CategoryAxis:
    """Return the places of rows: on a scale for lines whose labels are numbers or times, otherwise even."""
    data, labels = figure.table, printed(figure.table, look.language)
    is_even_anyway = data.kind in ("span", "decade") and is_even(data)  # then their own labels stand under them
    if figure.kind != "line" or not data.at or is_even_anyway:
        axis = CategoryAxis(data, labels, left, right)
        return _to_round_years(axis, look.type) if look.from_a_step else axis
    low, high = data.at[0], data.at[-1]
    if low == high:
        low, high = low - 1, high + 1
    written = _written(data, labels, right - left, look)
    if written and look.from_a_step:
        low, high = min(low, written[0][0]), max(high, written[-1][0])
    return CategoryAxis(data, labels, left, right, Scale(low, high, left, right), written)


def _to_round_years(axis: CategoryAxis, type: Type) -> CategoryAxis:
    """Return an axis with a row a year so that it begins at a round year, where not every year has room for its label.

    A native chart can print the first label and every n-th from there, no others: PowerPoint has no axis that prints the
    first row, the last, and round ones between, as pages do. With the labels between left out of a text axis it would
    come near, until somebody edits the data: then all come back, over each other. So the axis itself goes from one
    round year to another, and all that it prints is round. Its last label is never half a step or more from the end.
    """
    data = axis.data
    if data.kind != "year" or len(data.at) < 2 or data.at[1] - data.at[0] != 1 or not is_even(data):
        return axis
    widest = max(type.width(label) for label in axis.labels) + 0.9 * type.size
    if widest <= axis.room:
        return axis
    first, last = int(data.at[0]), int(data.at[-1])
    for every in YEARS_APART:
        if every == 2 and (last - first) % 2:
            continue
        before = first % every if every > 2 else 0  # odd years are as round as even ones
        found = replace(axis, before=before, after=_to_next(last - first + before, every), every=every)
        if every * found.room >= widest:
            return found
    return axis


def _to_next(length: float, step: float) -> int:
    """Return how far it is from the end of a stretch to the next step, if that is less than half a step; otherwise 0."""
    rest = length % step
    return round(step - rest) if rest > step / 2 else 0


def _written(data: Data, labels: Sequence[str], width: float, look: Look) -> tuple[tuple[float, str], ...]:
    """Return what is printed along a scale `width` points wide, by place: round numbers or times.

    A native chart counts them from a step at or before the first row; otherwise the first and the last row are written too.
    """
    if len(labels) == 1:
        return ((data.at[0], labels[0]),)
    low, high = data.at[0], data.at[-1]
    widest = max(look.type.width(label) for label in (labels[0], labels[-1]))
    found = _round_places(data, labels, max(int(width / (widest + 1.4 * look.type.size)), 2), look)
    if look.from_a_step:
        return found
    ends = [(low, labels[0]), (high, labels[-1])]

    def meets(at: float, name: str, end: tuple[float, str]) -> bool:
        room = (look.type.width(name) + look.type.width(end[1])) / 2 + 0.7 * look.type.size
        return abs(at - end[0]) < room * (high - low) / width

    kept = [(at, name) for at, name in found if low <= at <= high and not any(meets(at, name, end) for end in ends)]
    return tuple(sorted({*ends, *kept}))


def _round_places(data: Data, labels: Sequence[str], most: int, look: Look) -> tuple[tuple[float, str], ...]:
    if not data.is_timed:
        steps = nice_steps(data.at[0], data.at[-1], most)
        return tuple((float(n), print_number(n, look.language)) for n in steps if n <= data.at[-1])
    names = dict(zip(data.labels, labels, strict=True))
    times = time_steps(data, most, beyond=look.from_a_step)
    return tuple((at, names.get(label) or print_label(label, look.language)) for at, label in times)
