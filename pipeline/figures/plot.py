"""A chart, drawn up: every mark and every word in it, with its place.

All lengths are points; the origin is the top left corner of the drawing; y grows downward.
Colors are names of the palette. What the marks look like on paper is said in
layouts/pages/figure-chart.svg; powerpoint/chart.py makes a native chart of the same plot.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.data import Data, Number
from pipeline.figures.number_style import AxisStyle, NumberStyle
from pipeline.text import join_lines

Anchor = Literal["start", "middle", "end"]
Side = Literal["above", "below", "right", "left"]


@dataclass(frozen=True)
class Label:
    """Words and their place: `y` is the base line of the first line, `leading` the distance to the next."""

    x: float
    y: float
    lines: tuple[str, ...]
    leading: float
    anchor: Anchor = "start"
    color: str = "ink"
    bold: bool = False
    wide: float = 0.0  # how wide its words are, where a ground keeps them apart from marks behind
    ground: str = "white"  # the color of that ground; what is behind shows through white

    @property
    def words(self) -> str:
        """All its words, in one line."""
        return join_lines(self.lines)


@dataclass(frozen=True)
class Mark:
    """One value: the series and the row it comes from, both counted from 0."""

    series: int
    row: int
    value: Number


@dataclass(frozen=True)
class Bar(Mark):
    x: float
    y: float
    width: float
    height: float
    color: str  # that of its series, or its pale one where others stand out


@dataclass(frozen=True)
class Dot(Mark):
    x: float
    y: float


@dataclass(frozen=True)
class Written(Mark):
    """A value that is printed beside its mark, or inside of it."""

    side: Side
    label: Label


@dataclass(frozen=True)
class Curve:
    """A series' dots that a line joins; a gap in the data ends one curve and begins another."""

    series: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class RangeBar:
    """A line from the lowest to the highest estimate of one row."""

    row: int
    x: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Tick:
    """A gridline of the value axis: its place, its value, and the label printed at it."""

    at: float
    value: Number
    label: Label


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key: the place of a series' color or marker, and the name of the series."""

    series: int
    x: float
    y: float
    label: Label


@dataclass(frozen=True)
class Band:
    """A shaded stretch or, if it has no width, a break; with its words above it."""

    left: float
    right: float
    top: float
    label: Label


@dataclass(frozen=True)
class Remark:
    """Words beside a value, and the line between them where they stand apart: from x and y to x and y."""

    label: Label
    line: tuple[float, float, float, float] | None


@dataclass(frozen=True)
class Plot:
    """A chart of one size. The box from `left`, `top` to `right`, `bottom` is where values are drawn."""

    kind: str
    shares: bool  # whether its values are shares of rows in percent, see `Chart`
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    horizontal: bool  # bars that run from left to right
    steps: tuple[Number, ...]  # of the value axis
    low: float  # the values at its two ends
    high: float
    span: tuple[float, float] | None  # of the other axis, where it is one of numbers
    along: tuple[float, ...]  # what is written along it then
    every: (
        int  # otherwise: of how many labels one is written, from the first to the last; 0 if no count leads to the last
    )
    named: tuple[int, ...]  # the rows that bear their labels, where those are not years
    years: tuple[int, int] | None  # between which they are written, where its rows are years and the ends round
    table: Data  # what is drawn: a row for each step of an axis of time
    labels: tuple[str, ...]  # of its rows, as printed
    days: tuple[date, ...]  # of its rows, where a native chart can place them by the calendar
    values: NumberStyle  # how its values are printed, which are the numbers of its data or shares of them
    cells: NumberStyle  # how the numbers of its data are printed
    axis: AxisStyle  # and the steps of the value axis
    colors: tuple[str, ...]  # of the series
    zero: float | None  # where it is 0, if it is anywhere
    ticks: tuple[Tick, ...]
    categories: tuple[Label, ...]
    bars: tuple[Bar, ...]
    curves: tuple[Curve, ...]
    dots: tuple[Dot, ...]
    spreads: tuple[RangeBar, ...]
    written: tuple[Written, ...]
    ends: tuple[Label, ...]  # names of series at the ends of their lines
    keys: tuple[Key, ...]
    bands: tuple[Band, ...]
    remarks: tuple[Remark, ...]
