"""Bars that run from left to right, for labels that are too long to stand under their bars."""

from dataclasses import dataclass

from pipeline.draw_across import lay_across, wrap_labels
from pipeline.draw_marks import GAP, ends_of, lay_bars
from pipeline.draw_words import Look, draw_keys, series_color, write_number
from pipeline.figure import Chart
from pipeline.palette import text_color, text_on
from pipeline.plot import Bar, Label, Plot, Tick, Written
from pipeline.record import Number
from pipeline.scale import Scale, format_number, nice_steps

GUTTER = 0.42  # of the width: the most that labels take
THICK = 1.7  # times the size of type: the most a bar is thick
THIN = 0.9  # the least


@dataclass(frozen=True)
class _Rows:
    """How rows lie under one another."""

    gutter: float
    lines: tuple[tuple[str, ...], ...]
    least: float  # height of one row

    @staticmethod
    def of(figure: Chart, look: Look, width: float) -> "_Rows":
        size = look.type.size
        lines = tuple(look.type.wrap(label, GUTTER * width - size, most=3) for label in figure.table.labels)
        gutter = max(look.type.width(line) for text in lines for line in text) + size
        bars = 1 if figure.kind == "stacked" else len(figure.series)
        deep = max(len(text) for text in lines) * look.type.leading
        return _Rows(gutter, lines, max(deep, bars * THIN * size / (1 - GAP)) + 0.5 * size)


def runs_sideways(figure: Chart, look: Look, width: float, most: float) -> bool:
    """Whether bars run sideways: labels do not fit under them, but do beside them within `most`."""
    if figure.kind not in ("bar", "stacked") or figure.breaks or figure.shaded:
        return False
    if all(len(label) <= 7 for label in figure.table.labels):  # years, quarters: thinned, not turned
        return False
    if wrap_labels(lay_across(figure, 0, 0.88 * width, look.type), look.type):  # the rest is the axis's
        return False
    rows = _Rows.of(figure, look, width)
    return draw_keys(figure, look, width, 0)[1] + rows.least * len(rows.lines) <= most


def draw_sideways(figure: Chart, look: Look, width: float, height: float, most: float, head: float) -> Plot:
    """The plot of bars that run sideways, as high as its rows need up to `most`; each bar bears its value."""
    size, count = look.type.size, len(figure.table.labels)
    rows, (keys, top) = _Rows.of(figure, look, width), draw_keys(figure, look, width, head)
    axis = 2 * size if figure.kind == "stacked" else 0  # other bars bear their values
    bars_a_row = 1 if figure.kind == "stacked" else len(figure.series)
    widest = bars_a_row * THICK * size / (1 - GAP) + 0.4 * size
    pitch = max(rows.least, min(widest, (height - top - axis) / count)) if most == height else rows.least
    thick = min(pitch * (1 - GAP) / bars_a_row, THICK * size)
    low, high = ends_of(figure)
    values = [n for s in figure.series for n in figure.numbers(s) if n is not None]
    beyond = max((look.bold.width(write_number(figure, n, look)) for n in values), default=0) + 0.8 * size
    start = rows.gutter + (beyond if low < 0 else 0)
    steps = nice_steps(low, high)
    ends = (steps[0], steps[-1]) if axis else (low, max(high, low + 1))
    scale = Scale(*ends, start, width - (size if axis else beyond))
    bars = []
    for n, row, value, one, other in lay_bars(figure, scale):
        y = top + pitch * row + (pitch - thick * bars_a_row) / 2 + thick * (n if bars_a_row > 1 else 0)
        bars.append(Bar(n, row, value, min(one, other), y, abs(other - one), thick))
    return Plot(
        kind=figure.kind,
        width=width,
        height=top + pitch * count + axis,
        left=start,
        right=scale.end,
        top=top,
        bottom=top + pitch * count,
        sideways=True,
        steps=tuple(steps),
        span=None,
        low=scale.low,
        high=scale.high,
        years=(),
        every=1,
        colors=tuple(series_color(figure, n, look.theme) for n in range(len(figure.series))),
        zero=scale.at(0),
        ticks=tuple(_tick(step, scale, look, top + pitch * count) for step in steps) if axis else (),
        across=tuple(_row_label(rows, row, look, top + pitch * (row + 0.5)) for row in range(count)),
        bars=tuple(bars),
        curves=(),
        dots=(),
        spreads=(),
        written=tuple(found for bar in bars if (found := _value(figure, bar, look))),
        ends=(),
        keys=keys,
        bands=(),
    )


def _tick(step: Number, scale: Scale, look: Look, bottom: float) -> Tick:
    text = format_number(step, look.language)
    return Tick(
        scale.at(step), step, Label(scale.at(step), bottom + 1.5 * look.type.size, (text,), 0, "middle", "grey")
    )


def _row_label(rows: _Rows, row: int, look: Look, middle: float) -> Label:
    lines = rows.lines[row]
    y = middle + 0.35 * look.type.size - (len(lines) - 1) / 2 * look.type.leading
    return Label(rows.gutter - look.type.size, y, lines, look.type.leading, "end", "ink")


def _value(figure: Chart, bar: Bar, look: Look) -> Written | None:
    """The value beyond the end of a bar, or within the part of a stacked one if it fits."""
    size, color = look.bold.size, series_color(figure, bar.series, look.theme)
    text, y = write_number(figure, bar.value, look), bar.y + bar.height / 2 + 0.35 * size
    if figure.kind == "stacked":
        if look.bold.width(text) > bar.width - 0.4 * size:
            return None
        label = Label(bar.x + bar.width / 2, y, (text,), 0, "middle", text_on(look.theme, color), bold=True)
        return Written(bar.series, bar.row, bar.value, "right", label)
    ink = text_color(look.theme, color)
    if bar.value < 0:
        return Written(
            bar.series, bar.row, bar.value, "left", Label(bar.x - 0.4 * size, y, (text,), 0, "end", ink, bold=True)
        )
    x = bar.x + bar.width + 0.4 * size
    return Written(bar.series, bar.row, bar.value, "right", Label(x, y, (text,), 0, "start", ink, bold=True))
