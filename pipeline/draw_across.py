"""The axis of labels: where each row of a chart stands, and what is written under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.figure import Chart
from pipeline.plot import Label
from pipeline.record import NUMBER
from pipeline.scale import Scale, Type, label_step, year_steps

MOST_LINES = 3  # of a label under a chart


@dataclass(frozen=True)
class Across:
    """Where the rows stand between left and right: evenly, or as their numbers say."""

    labels: tuple[str, ...]
    left: float
    right: float
    scale: Scale | None = None  # of numbers
    years: tuple[int, ...] = ()  # that are written along it

    @property
    def room(self) -> float:
        """The width of one row, if all are even."""
        return (self.right - self.left) / len(self.labels)

    def center(self, row: int) -> float:
        if self.scale:
            return self.scale.at(float(self.labels[row]))
        return self.left + self.room * (row + 0.5)

    def start(self, label: str) -> float:
        """Where a label's stretch begins: for a break before it, or a shade from it on."""
        return self._at(label) - (0 if self.scale else self.room / 2)

    def end(self, label: str) -> float:
        return self._at(label) + (0 if self.scale else self.room / 2)

    def _at(self, label: str) -> float:
        if label in self.labels:
            return self.center(self.labels.index(label))
        if self.scale:
            return min(max(self.scale.at(float(label)), self.left), self.right)
        before = [n for n, known in enumerate(self.labels) if float(known) < float(label)]
        return self.left + self.room * len(before)


def are_numbers(labels: Sequence[str]) -> bool:
    """Whether labels are numbers that rise: an axis of its own."""
    if not all(NUMBER.fullmatch(label) for label in labels):
        return False
    numbers = [float(label) for label in labels]
    return all(one < other for one, other in pairwise(numbers))


def lay_across(figure: Chart, left: float, right: float, type: Type) -> Across:
    """Lines stand on an axis of numbers if their labels are that; everything else evenly."""
    labels = figure.table.labels
    if figure.kind != "line" or not are_numbers(labels):
        return Across(labels, left, right)
    low, high = float(labels[0]), float(labels[-1])
    if low == high:
        low, high = low - 1, high + 1
    written = _written(labels, right - left, type)
    if written:  # the axis begins at a year that is written: so it does in a native chart
        low = min(low, written[0])
    return Across(labels, left, right, Scale(low, high, left, right), written)


def _written(labels: Sequence[str], width: float, type: Type) -> tuple[int, ...]:
    """The years that are written along an axis of this width, from one at or before the first."""
    if not all(label.lstrip("-").isdigit() for label in labels):
        return ()
    if len(labels) == 1:
        return (int(labels[0]),)
    most = int(width / (type.width(labels[-1]) + 1.4 * type.size))
    years = year_steps(int(labels[0]), int(labels[-1]), max(most, 2))
    step = years[1] - years[0] if len(years) > 1 else 0
    return tuple(years) if not step or years[0] == int(labels[0]) else (years[0] - step, *years)


def wrap_labels(across: Across, type: Type) -> tuple[tuple[str, ...], ...] | None:
    """Every label in up to three lines under its row, or None where they do not all fit."""
    room = across.room - 0.5 * type.size
    if any(type.width(word) > room for label in across.labels for word in label.split()):
        return None
    wrapped = tuple(type.wrap(label, room) for label in across.labels)
    return wrapped if max(map(len, wrapped)) <= MOST_LINES else None


def draw_across(across: Across, type: Type, height: float) -> tuple[tuple[Label, ...], float, int]:
    """Labels under the plot, the height they take, and of how many rows one is labelled."""
    size, every = type.size, 1
    texts: list[tuple[float, tuple[str, ...]]]
    if across.scale:
        texts = [(across.scale.at(year), (str(year),)) for year in across.years]
    elif wrapped := wrap_labels(across, type):
        texts = [(across.center(row), lines) for row, lines in enumerate(wrapped)]
    else:
        every = label_step(across.labels, across.room, type)
        rows = range(0, len(across.labels), every)
        texts = [(across.center(row), (_thinned(across, row, every, type),)) for row in rows]
    deep = max((len(lines) for _, lines in texts), default=1)
    tall = type.leading * deep + 0.5 * size
    y = height - tall + 1.25 * size
    labels = tuple(Label(_kept(x, lines, type, across), y, lines, type.leading, "middle", "grey") for x, lines in texts)
    return labels, tall, every


def _thinned(across: Across, row: int, every: int, type: Type) -> str:
    """One of few labels: as much of it as fits between its neighbors and the edges."""
    x, size = across.center(row), type.size
    between = across.room * every - 0.7 * size
    edge = 2 * (across.right + 0.3 * size - x)  # more than that and it is moved off the edge, toward its neighbor
    room = min(between, 2 * x, max(edge, (2 * between + edge) / 3))
    return type.shorten(across.labels[row], max(room, 2 * size))


def _kept(x: float, lines: Sequence[str], type: Type, across: Across) -> float:
    """The middle of a label, moved so that it does not hang over the edge of the plot by much."""
    half = max(type.width(line) for line in lines) / 2
    return min(x, across.right - half + 0.3 * type.size) if half < (across.right - across.left) / 2 else x
