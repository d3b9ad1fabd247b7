"""Compute the plot of a map: land and borders within the frame, areas filled in steps, circles at points, and names.

As in plot.py, all lengths are points, and colors are names of the palette.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.content import MapFigure
from pipeline.data import Number
from pipeline.figures.axes import nice_steps
from pipeline.figures.colors import text_color, text_on
from pipeline.figures.labels import series_color
from pipeline.figures.look import Look
from pipeline.figures.number_style import value_style
from pipeline.figures.outlines import Box, Line, project_area, project_line, shared_edges
from pipeline.figures.place_names import TAKEN, Drawn, Named, Spot, place_in_area, place_names
from pipeline.figures.plot import Label
from pipeline.figures.projection import Point, choose_projection

LAND = "paper"
LOW, HIGH = 0.47, 0.66  # of its width, how high a map is at least and at most where nothing else says
LARGEST, STOUT = 0.06, 1.7  # of the width, or of so many heights where these are less: the radius of the largest circle
SIDE, MOST_SIDE = 0.08, 0.15  # of the width: the least and the most room left and right of the outermost points
MOST_STEPS = 5  # of a color that fills areas
PALEST, FULL = 0.2, 0.85  # shares of the color in the first step and the last
LEAST_SPAN = 0.02  # radii of the earth, 130 km: a single place is shown with what lies around it
DARK = 0.5  # share of a color from which on words on it are as on the color itself


@dataclass(frozen=True)
class Land:
    """An area: the row that it is (None: of no row), its name, its rings, and its color with how much of it there is."""

    row: int | None
    name: str
    rings: tuple[Line, ...]
    color: str = LAND
    strength: float = 1.0


@dataclass(frozen=True)
class Circle:
    """A number at a point: its series and row, both counted from 0. The first series of two are rings."""

    series: int
    row: int
    value: Number
    x: float
    y: float
    radius: float
    color: str
    is_ring: bool


@dataclass(frozen=True)
class PlaceName:
    """The name of a row and its numbers, each on a line; with a line that leads to its point, if it stands apart."""

    row: int
    name: Label
    values: tuple[Label, ...] = ()
    leader: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class MapKey:
    """What a circle or a filling stands for. A filling is a square, `side` points wide, with so much of its color."""

    x: float
    y: float
    side: float
    color: str
    label: Label
    strength: float | None = None  # None: of circles
    is_ring: bool = False


@dataclass(frozen=True)
class MapPlot:
    """A map of one size. The land is drawn from `top` on; keys stand above."""

    width: float
    height: float
    top: float
    land: tuple[Land, ...]
    coasts: tuple[Line, ...]
    borders: tuple[Line, ...]  # edges that two areas share
    inner: tuple[Line, ...]  # lines of the outlines, such as borders of states, or rivers
    circles: tuple[Circle, ...]
    dots: tuple[tuple[int, Point], ...]  # points without a number, by row
    dot: float  # their radius
    names: tuple[PlaceName, ...]
    keys: tuple[MapKey, ...]
    crowded: tuple[str, ...]  # names that have no room of their own


def draw_map(figure: MapFigure, look: Look, width: float, height: float | None = None) -> MapPlot:
    """Return the plot of a map, `width` points wide, and `height` points high or as high as suits what it shows."""
    return _Drawer(figure, look, width, height).plot()


class _Drawer:
    def __init__(self, figure: MapFigure, look: Look, width: float, height: float | None) -> None:
        self.figure, self.look, self.width = figure, look, width
        self.size = look.type.size
        self.rows = range(len(figure.table.labels))
        self.points = {row: point for row in self.rows if (point := figure.point(row))}
        self.areas = {row: figure.ground.named(figure.table.labels[row]) for row in self.rows if row not in self.points}
        self.style = value_style(figure, look.language)
        self.colors = [series_color(figure, n, look.theme) for n in range(len(figure.series))]
        self.steps = self._steps()
        self.keys, self.top = self._keys()
        self.largest = LARGEST * min(width, STOUT * (height - self.top) if height is not None else width)
        self._fit(height)

    def value(self, row: int, series: int = 0) -> Number | None:
        return self.figure.numbers(self.figure.series[series])[row] if self.figure.series else None

    # -- what is shown, and where

    def _fit(self, height: float | None) -> None:
        """Choose projection, scale and height, so that points and filled areas are shown, with a margin around them."""
        filled = [row for row in self.areas if self.value(row) is not None]
        areas = [area for row in (filled if filled or self.points else self.areas) for area in self.areas[row]]
        if not areas and not self.points:
            areas = [*self.figure.ground.areas]
        outlines = [point for area in areas for ring in area.rings for point in ring]
        shown = [*self.points.values(), *outlines]
        self.projection = choose_projection(shown)
        flat = [self.projection(*point) for point in shown]
        across, up = [x for x, _ in flat], [y for _, y in flat]
        self.middle = ((max(across) + min(across)) / 2, (max(up) + min(up)) / 2)
        margins = [self._margins()] * len(self.points) + [(0.03 * self.width, 0.5 * self.size)] * len(outlines)
        away = [(abs(x - self.middle[0]), abs(y - self.middle[1])) for x, y in flat]

        def scale(room: float, axis: int) -> float:
            """Return the scale at which all that is shown has its margin within so many points on both sides of the middle."""
            reaches = zip(away, margins, strict=True)
            return min(max(room - margin[axis], 1) / max(far[axis], LEAST_SPAN / 2) for far, margin in reaches)

        self.scale = scale(self.width / 2, 0)
        needed = 2 * max(y * self.scale + margin for (_, y), (_, margin) in zip(away, margins, strict=True))
        least, most = (height - self.top,) * 2 if height is not None else (LOW * self.width, HIGH * self.width)
        frame = min(max(needed, least), most)
        self.scale = min(self.scale, scale(frame / 2, 1))
        self.height = self.top + frame
        self.box: Box = (0.0, self.width, self.top, self.height)

    def _margins(self) -> tuple[float, float]:
        """Return the room beside the outermost points, and above and below them: for their names and circles."""
        longest = max((self._measure(row)[0] for row in self.points), default=0)
        radius = self.largest if any(map(self._has_number, self.points)) else 0
        side = min(max(radius + longest + self.size, SIDE * self.width), MOST_SIDE * self.width)
        return side, max(radius, 2.6 * self.look.type.leading) + 0.4 * self.size

    def place(self, point: Point) -> Point:
        """Return a point of the plane as one of the drawing."""
        x = self.width / 2 + (point[0] - self.middle[0]) * self.scale
        return x, (self.top + self.height) / 2 - (point[1] - self.middle[1]) * self.scale

    def at(self, row: int) -> Point:
        return self.place(self.projection(*self.points[row]))

    # -- the drawing

    def plot(self) -> MapPlot:
        land, circles = [*self._land()], [*self._circles()]
        shared, alone = shared_edges(self.figure.ground)
        coasts, borders, inner = map(self._lines, (alone, shared, self.figure.ground.lines))
        drawn = {circle.row for circle in circles}
        dots = tuple((row, self.at(row)) for row in self.points if row not in drawn)
        names, crowded = self._names(land, circles, borders, coasts)
        return MapPlot(
            self.width,
            self.height,
            self.top,
            tuple(land),
            coasts,
            borders,
            inner,
            tuple(circles),
            dots,
            0.22 * self.size,
            names,
            self.keys,
            crowded,
        )

    def _lines(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(part for line in lines for part in project_line(line, self.projection, self.place, self.box))

    def _land(self) -> Iterator[Land]:
        """Yield all land, then once more in its color what is filled."""
        for area in self.figure.ground.areas:
            if rings := project_area(area, self.projection, self.place, self.box):
                yield Land(None, area.name, rings)
        for row, areas in self.areas.items():
            value = self.value(row)
            for area in areas if value is not None else ():
                if rings := project_area(area, self.projection, self.place, self.box):
                    yield Land(row, self.figure.table.labels[row], rings, self.colors[0], self._strength(value or 0))

    def _circles(self) -> Iterator[Circle]:
        """Yield circles, large ones before small ones, and rings after what they may lie on."""
        numbers = {
            (row, n): value
            for n in range(len(self.figure.series))
            for row in self.points
            if (value := self.value(row, n)) is not None and value > 0
        }
        most = max(numbers.values(), default=1)
        last = len(self.figure.series) - 1
        for (row, n), value in sorted(numbers.items(), key=lambda item: (item[0][1] < last, -item[1])):
            radius = self.largest * math.sqrt(value / most)
            yield Circle(n, row, value, *self.at(row), radius, self.colors[n], n < last)

    # -- filled areas

    def _steps(self) -> list[Number]:
        """Return the bounds of the steps of areas' numbers; none where no area has one."""
        numbers = [value for row in self.areas if (value := self.value(row)) is not None]
        return nice_steps(min(numbers), max(numbers), MOST_STEPS) if numbers else []

    def _strength(self, value: Number) -> float:
        """Return how much of its color an area has: as much as its step."""
        count = len(self.steps) - 1
        step = next((n for n in range(count) if value < self.steps[n + 1]), count - 1)
        return PALEST + (FULL - PALEST) * step / max(count - 1, 1)

    # -- keys

    def _keys(self) -> tuple[tuple[MapKey, ...], float]:
        """Return the keys, in rows from the top, and where the map begins: of two series, and of the steps of areas."""
        kinds: list[tuple[str, str, float | None, bool]] = []
        if len(self.figure.series) > 1:
            last = len(self.figure.series) - 1
            kinds = [(series.label, self.colors[n], None, n < last) for n, series in enumerate(self.figure.series)]
        for low, high in pairwise(self.steps):
            words = f"{self.style.text(low)}–{self.style.text(high)}"
            kinds.append((words, self.colors[0], self._strength(low), False))
        size, side = self.size, 0.9 * self.size
        keys, x, y = [], 0.0, size
        for words, color, strength, is_ring in kinds:
            text = self.look.type.shorten(words, self.width - 1.5 * size)
            wide = 1.5 * size + self.look.type.width(text)
            if x and x + wide > self.width:
                x, y = 0.0, y + 1.5 * size
            label = Label(x + 1.5 * size, y, (text,), 0, wide=wide - 1.5 * size)
            keys.append(MapKey(x, y, side, color, label, strength, is_ring))
            x += wide + 2 * size
        return tuple(keys), y + size if keys else 0.0

    # -- names

    def _names(
        self, land: Sequence[Land], circles: Sequence[Circle], borders: Sequence[Line], coasts: Sequence[Line]
    ) -> tuple[tuple[PlaceName, ...], tuple[str, ...]]:
        """Return the names of points and of areas, and those of points that have no room. An area without room has no name."""
        named = [self._named(row, circles) for row in self.points]
        inset = 0.3 * self.size
        frame = (inset, self.width - inset, self.top + inset, self.height - inset)
        drawn = Drawn(frame, [*_samples(borders)], [*_samples(coasts)], [(c.x, c.y, c.radius) for c in circles])
        spots = place_names(named, drawn, self.size)
        names = [self._name(row, spot) for row, spot in zip(self.points, spots, strict=True)]
        crowded = [self.figure.table.labels[r] for r, s in zip(self.points, spots, strict=True) if s.cost >= TAKEN]
        air = 0.8 * self.size
        taken = [(s.box[0] - air, s.box[1] + air, s.box[2] - air, s.box[3] + air) for s in spots]
        taken += [(c.x - c.radius, c.x + c.radius, c.y - c.radius, c.y + c.radius) for c in circles]
        taken += [(x - 3, x + 3, y - 3, y + 3) for x, y in map(self.at, self.points)]
        for row in self.areas:
            if name := self._area_name(row, land, taken):
                names.append(name)
        return tuple(names), tuple(crowded)

    def _words(self, row: int) -> tuple[str, list[tuple[int, str]]]:
        """Return the name of a row, and its numbers as they are printed, each with its series."""
        label, figure = self.figure.table.labels[row], self.figure
        if figure.highlight and label not in figure.highlight:
            return label, []
        values = [(n, self.value(row, n)) for n in range(len(figure.series))]
        return label, [(n, self.style.text(value)) for n, value in values if value is not None]

    def _measure(self, row: int) -> tuple[float, float]:
        name, values = self._words(row)
        type = self.look.bold if self._has_number(row) else self.look.type
        wide = max([type.width(name), *(self.look.type.width(text) for _, text in values)])
        return wide, (1 + len(values)) * self.look.type.leading

    def _has_number(self, row: int) -> bool:
        return any(self.value(row, n) is not None for n in range(len(self.figure.series)))

    def _named(self, row: int, circles: Sequence[Circle]) -> Named:
        radius = max((circle.radius for circle in circles if circle.row == row), default=0.22 * self.size)
        return Named(*self.at(row), radius, *self._measure(row))

    def _name(self, row: int, spot: Spot, color: str = "") -> PlaceName:
        """Return the labels of a row at a spot; numbers in the colors of their series, or all in one color."""
        name, values = self._words(row)
        leading, type = self.look.type.leading, self.look.type
        y = spot.box[2] + 0.5 * leading + 0.35 * self.size
        is_bold = self._has_number(row)
        wide = (self.look.bold if is_bold else type).width(name)
        label = Label(spot.x, y, (name,), leading, spot.anchor, color or "ink", is_bold, wide)
        numbers = tuple(
            Label(
                spot.x,
                y + at * leading,
                (text,),
                leading,
                spot.anchor,
                color or text_color(self.look.theme, self.colors[n]),
                wide=type.width(text),
            )
            for at, (n, text) in enumerate(values, 1)
        )
        return PlaceName(row, label, numbers, spot.leader)

    def _area_name(self, row: int, land: Sequence[Land], taken: Sequence[Box]) -> PlaceName | None:
        """Return the name of an area in its midst; None where it has no room there."""
        own = [one for one in land if one.row == row] or [
            one for one in land if one.row is None and one.name in {area.name for area in self.areas[row]}
        ]
        wide, high = self._measure(row)
        middle = place_in_area([ring for one in own for ring in one.rings], wide, high, taken)
        if middle is None:
            return None
        x, y = middle
        color = "grey"
        if own[0].row is not None:
            color = text_on(self.look.theme, own[0].color) if own[0].strength > DARK else "ink"
        box = (x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)
        return self._name(row, Spot(box, "middle"), color)


def _samples(lines: Sequence[Line], apart: float = 3.0) -> Iterator[Point]:
    """Yield points along lines, `apart` points from each other."""
    for line in lines:
        for one, other in pairwise(line):
            parts = max(1, round(math.dist(one, other) / apart))
            for n in range(parts):
                yield one[0] + (other[0] - one[0]) * n / parts, one[1] + (other[1] - one[1]) * n / parts
