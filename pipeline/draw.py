"""Where everything in a figure goes. The look of it is in layouts/brief/figure-*.svg.

All lengths are points; the origin is the top left corner of the drawing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from pipeline.measure import Face
from pipeline.model import Figure
from pipeline.record import Number
from pipeline.theme import Theme

LABEL = 8.5  # points
GAP = 0.28  # of the room of one category: white between groups of bars


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    color: str
    series: str
    label: str
    value: Number


@dataclass(frozen=True)
class Key:
    """A swatch and what it stands for."""

    x: float
    color: str
    label: str


@dataclass(frozen=True)
class Note:
    """A number written over the bar it belongs to."""

    x: float
    y: float
    color: str
    label: str


@dataclass(frozen=True)
class BarPlot:
    """A bar figure, drawn up: what the layout has to put on paper."""

    width: float
    height: float
    left: float
    right: float
    baseline: float
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]  # labels along the x axis
    up: tuple[Tick, ...]  # gridlines and their numbers
    keys: tuple[Key, ...]
    notes: tuple[Note, ...]


def series_color(figure: Figure, at: int, theme: Theme) -> str:
    """The palette name of a series: its own, or the theme's next."""
    own = figure.series[at].color
    taken = sum(1 for series in figure.series[:at] if not series.color)
    return own or theme.series[taken]


def draw_bars(figure: Figure, theme: Theme, language: str, width: float, height: float) -> BarPlot:
    """The geometry of a bar figure of a given size. Empty cells leave a gap."""
    face = Face(theme.brief.display)
    labels = figure.table.labels
    values = [n for series in figure.series for n in figure.numbers(series) if n is not None]
    steps = nice_steps(min([0, *values]), max([0, *values]))
    written = [format_number(step, language) for step in steps]
    gutter = max(face.width(text, LABEL) for text in written) + 6
    top, bottom, right = 34.0, height - 18, width
    scale = _Scale(steps[0], steps[-1], bottom, top)
    room = (right - gutter) / len(labels)
    bars = tuple(_bars(figure, theme, gutter, room, scale))
    return BarPlot(
        width=width,
        height=height,
        left=gutter,
        right=right,
        baseline=scale.at(0),
        bars=bars,
        across=_thinned(labels, gutter, room, face),
        up=tuple(Tick(scale.at(s), text) for s, text in zip(steps, written, strict=True)),
        keys=_keys(figure, theme, face),
        notes=_peaks(bars, face, language, width),
    )


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    bottom: float
    top: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


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


def _tidy(value: float) -> Number:
    value = round(value, 12)
    return int(value) if value == int(value) else value


def format_number(value: Number, language: str) -> str:
    """A number with the separators of the language."""
    return str(format_decimal(value, locale=language.replace("-", "_")))


def _bars(figure: Figure, theme: Theme, left: float, room: float, scale: _Scale) -> list[Bar]:
    count = len(figure.series)
    each = room * (1 - GAP) / count
    bars = []
    for number, series in enumerate(figure.series):
        color = theme.palette[series_color(figure, number, theme)]
        for at, (label, value) in enumerate(zip(figure.table.labels, figure.numbers(series), strict=True)):
            if value is None:
                continue
            x = left + room * (at + GAP / 2) + each * number
            ends = sorted((scale.at(0), scale.at(value)))
            bars.append(Bar(x, ends[0], each, ends[1] - ends[0], color, series.label, label, value))
    return bars


def _thinned(labels: Sequence[str], left: float, room: float, face: Face) -> tuple[Tick, ...]:
    """As many labels as fit side by side, evenly spaced, shortened if need be."""
    every = label_step(labels, room, face, LABEL)
    fits = max(room * every - 6, 12)
    return tuple(
        Tick(left + room * (at + 0.5), _shortened(label, fits, face))
        for at, label in enumerate(labels)
        if at % every == 0
    )


def label_step(labels: Sequence[str], room: float, face: Face, size: float) -> int:
    """Of how many labels one is shown, so that they stand side by side; all lengths in points."""
    widest = max(face.width(label, size) for label in labels) + 0.6 * size
    return max(1, math.ceil(min(widest, 10 * size) / room))


def _shortened(text: str, width: float, face: Face) -> str:
    if face.width(text, LABEL) <= width:
        return text
    while text and face.width(text + "…", LABEL) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _keys(figure: Figure, theme: Theme, face: Face) -> tuple[Key, ...]:
    """What each color stands for, in a row; a single series needs no key."""
    if len(figure.series) == 1:
        return ()
    x, keys = 0.0, []
    for number, series in enumerate(figure.series):
        color = theme.palette[series_color(figure, number, theme)]
        keys.append(Key(x, color, series.label))
        x += face.width(series.label, LABEL + 0.5) + 30
    return tuple(keys)


def _peaks(bars: Sequence[Bar], face: Face, language: str, width: float) -> tuple[Note, ...]:
    """The highest bar of all carries its number."""
    if not bars:
        return ()
    peak = max(bars, key=lambda bar: bar.value)
    text = format_number(peak.value, language)
    half = face.width(text, LABEL) / 2
    x = min(max(peak.x + peak.width / 2, half), width - half)
    return (Note(x, peak.y - 4, peak.color, text),)
