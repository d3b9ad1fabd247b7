"""Draw a chart up: where everything in it goes, at a given size.

Pages and slides each ask for a plot of their own size and type, from the same rules; so both have
the same steps, order, colors, labels and breaks.

Bars that run from left to right, for labels that are too long to stand under their bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.content import Chart
from pipeline.data import Number
from pipeline.figures.axes import CategoryAxis, Scale, place_categories, value_steps
from pipeline.figures.colors import text_color, text_on
from pipeline.figures.labels import (
    bar_colors,
    draw_bands,
    draw_keys,
    end_room,
    name_ends,
    series_color,
    style_of,
    told_rows,
    write_number,
    write_tick,
    write_values,
)
from pipeline.figures.look import Look
from pipeline.figures.marks import GAP, draw_bars, draw_curves, draw_dots, draw_spreads, ends_of, lay_bars
from pipeline.figures.number_style import AxisStyle, axis_style, data_style, value_style
from pipeline.figures.plot import Bar, Curve, Dot, Label, Plot, Side, Tick, Written
from pipeline.figures.remarks import write_remarks
from pipeline.figures.row_labels import draw_row_labels, wrap_labels
from pipeline.figures.rows import days_of, printed, with_every_row

GUTTER = 0.42  # of the width: the most that labels take
THICK = 1.7  # times the size of type: the most a bar is thick
THIN = 0.9  # the least


@dataclass(frozen=True)
class _Rows:
    """The rows of a chart with bars that run sideways: the width of the label column, and the lines of each label."""

    gutter: float
    lines: tuple[tuple[str, ...], ...]
    least: float  # height of one row

    @staticmethod
    def of(figure: Chart, look: Look, width: float) -> "_Rows":
        size = look.type.size
        labels = printed(figure.table, look.language)
        lines = tuple(look.type.wrap(label, GUTTER * width - size, most=3) for label in labels)
        gutter = max(look.type.width(line) for text in lines for line in text) + size
        bars = 1 if figure.kind == "stacked" else len(figure.series)
        deep = max(len(text) for text in lines) * look.type.leading
        return _Rows(gutter, lines, max(deep, bars * THIN * size / (1 - GAP)) + 0.5 * size)


def is_horizontal(figure: Chart, look: Look, width: float, most: float) -> bool:
    """Return whether bars run sideways: labels do not fit under them, but do beside them within `most` points.

    Charts with breaks, with shaded stretches, or with short labels alone never do.
    """
    if figure.kind not in ("bar", "stacked") or figure.breaks or figure.shaded:
        return False
    if figure.table.is_timed or all(len(label) <= 7 for label in figure.table.labels):  # thinned, not turned
        return False
    if wrap_labels(place_categories(figure, 0, 0.88 * width, look), look.type):  # the rest is the axis's
        return False
    rows = _Rows.of(figure, look, width)
    return draw_keys(figure, look, width, 0)[1] + rows.least * len(rows.lines) <= most


def draw_horizontal(figure: Chart, look: Look, width: float, height: float, most: float, head: float) -> Plot:
    """Return the plot of bars that run sideways, each with its value if it is not stacked or if the value fits.

    Rows are as low as they may be or, where `most` equals `height`, high enough to fill it, up to a limit.
    """
    look = replace(look, every_value=figure.kind != "stacked")
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
    start = rows.gutter
    values_style = style_of(figure, look)
    steps = value_steps(figure, low, high, whole=not values_style.decimals)
    axis_numbers = axis_style(figure, steps, look.language)
    ends = (steps[0], steps[-1]) if axis else (low, max(high, low + 1))
    scale = Scale(*ends, start + (beyond if low < 0 else 0), width - (size if axis else beyond))
    if low < 0:  # values stand within the plot, right of the names
        per_point = (scale.high - scale.low) / (scale.end - scale.start)
        scale = Scale(scale.low - beyond * per_point, scale.high, start, scale.end)
    bars, color = list[Bar](), bar_colors(figure, look.theme)
    for n, row, value, one, other in lay_bars(figure, scale):
        y = top + pitch * row + (pitch - thick * bars_a_row) / 2 + thick * (n if bars_a_row > 1 else 0)
        bars.append(Bar(n, row, value, min(one, other), y, abs(other - one), thick, color(n, row)))
    written = tuple(found for bar in bars if (found := _value(figure, bar, look)))
    box = (start, width, top, top + pitch * count)
    return Plot(
        kind=figure.kind,
        shares=figure.shares,
        width=width,
        height=top + pitch * count + axis,
        left=start,
        right=scale.end,
        top=top,
        bottom=top + pitch * count,
        horizontal=True,
        steps=tuple(steps),
        span=None,
        low=scale.low,
        high=scale.high,
        along=(),
        every=1,
        named=tuple(range(count)),
        years=None,
        table=figure.table,
        labels=printed(figure.table, look.language),
        days=(),
        values=values_style,
        cells=data_style(figure, look.language),
        axis=axis_numbers,
        colors=tuple(series_color(figure, n, look.theme) for n in range(len(figure.series))),
        zero=scale.at(0),
        ticks=tuple(_tick_horizontal(step, scale, look, top + pitch * count, axis_numbers) for step in steps)
        if axis
        else (),
        categories=tuple(_row_label(rows, row, look, top + pitch * (row + 0.5)) for row in range(count)),
        bars=tuple(bars),
        curves=(),
        dots=(),
        spreads=(),
        written=written,
        ends=(),
        keys=keys,
        bands=(),
        remarks=write_remarks(figure, look, bars, written, (), box),
    )


def _tick_horizontal(step: Number, scale: Scale, look: Look, bottom: float, style: AxisStyle) -> Tick:
    at, y = scale.at(step), bottom + 1.5 * look.type.size
    return Tick(at, step, Label(at, y, (style.text(step),), 0, "middle", "grey"))


def _row_label(rows: _Rows, row: int, look: Look, middle: float) -> Label:
    lines = rows.lines[row]
    y = middle + 0.35 * look.type.size - (len(lines) - 1) / 2 * look.type.leading
    return Label(rows.gutter - look.type.size, y, lines, look.type.leading, "end", "ink")


def _value(figure: Chart, bar: Bar, look: Look) -> Written | None:
    """Return the value beyond the end of a bar, or within the part of a stacked one; None if it does not fit."""
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


def draw_chart(
    figure: Chart, look: Look, width: float, height: float, most: float | None = None, head: float = 0.0
) -> Plot:
    """Return the plot of a chart, all lengths in points.

    Bars with long labels run sideways, and then may be `most` high. `head` is left free at the top, for a caption.
    """
    figure = with_every_row(figure)
    if is_horizontal(figure, look, width, (most or height) - head):
        return draw_horizontal(figure, look, width, height, most or height, head)
    return draw_upright(figure, look, width, height, head)


@dataclass(frozen=True)
class Frame:
    """What a panel shares with those beside it: the chart whose scale it has, and the room right of its last row, in points.

    One that is not `first` in its row has no numbers at its gridlines.
    """

    whole: Chart
    end: float
    first: bool


def draw_upright(
    figure: Chart, look: Look, width: float, height: float, head: float, frame: Frame | None = None
) -> Plot:
    """Return the plot of a chart whose values run up; of one panel of several where it has a `frame`."""
    size, whole = look.type.size, frame.whole if frame else figure
    values = value_style(whole, look.language)
    steps = value_steps(whole, *ends_of(whole), whole=not values.decimals)
    axis_numbers = axis_style(whole, steps, look.language)
    keys, y = draw_keys(figure, look, width, head)
    right = width - (frame.end if frame else _room_at_the_end(figure, look))
    all_written = _all_fit(figure, look, place_categories(figure, 0, right, look))
    look = replace(look, every_value=all_written)
    numbered = not all_written and (frame is None or frame.first)
    gutter = max(look.type.width(axis_numbers.text(s)) for s in steps) + 0.7 * size if numbered else 0
    if figure.kind == "line":
        gutter = max(gutter, look.type.width(printed(figure.table, look.language)[0]) / 2)
    categories = place_categories(figure, gutter, right, look)
    below = draw_row_labels(categories, look, width, height)
    for _ in range(3 if look.from_a_step else 0):  # native charts do not move a label that their edge cuts off
        gutter, right = gutter + below.beyond[0], right - below.beyond[1]
        categories = place_categories(figure, gutter, right, look)
        below = draw_row_labels(categories, look, width, height)
    marks = [(categories.start(b.at), categories.start(b.at), look.say(b.line)) for b in figure.breaks]
    marks += [(categories.start(s.start), categories.end(s.end), look.say(s.line)) for s in figure.shaded]
    bands, y = draw_bands(marks, look, gutter, right, y)
    top, bottom = y + (1.9 if figure.kind != "stacked" else 1) * size, height - below.height
    bottom -= 1.9 * size if figure.kind == "bar" and steps[0] < 0 else 0  # for values below bars
    scale = Scale(steps[0], steps[-1], bottom, top)
    bars = (
        draw_bars(figure, categories, scale, bar_colors(figure, look.theme))
        if figure.kind in ("bar", "stacked")
        else ()
    )
    dots = draw_dots(figure, categories, scale) if not bars and figure.kind in ("line", "range") else ()
    curves = draw_curves(dots) if figure.kind == "line" else ()
    ticks = () if all_written else tuple(_tick(s, scale, look, gutter, axis_numbers) for s in steps)
    start = gutter if bars else gutter - 0.4 * size if ticks else 0.0  # values keep off the numbers of steps
    lines = [categories.start(mark.at) for mark in whole.breaks]
    written = _write(figure, look, bars, dots, all_written, (start, width, y, height - below.height), ticks, lines)
    ends = tuple(name_ends(figure, look, curves, right + 0.5 * size, (top, bottom))) if end_room(figure, look) else ()
    return Plot(
        kind=figure.kind,
        shares=figure.shares,
        width=width,
        height=height,
        left=gutter,
        right=right,
        top=top,
        bottom=bottom,
        horizontal=False,
        steps=tuple(steps),
        span=(categories.scale.low, categories.scale.high) if categories.scale else None,
        low=scale.low,
        high=scale.high,
        along=tuple(at for at, _ in categories.written),
        every=below.every,
        named=below.rows,
        years=categories.ends if categories.every else None,
        table=figure.table,
        labels=categories.labels,
        days=days_of(figure.table) if categories.scale else (),
        values=style_of(figure, look),
        cells=data_style(figure, look.language),
        axis=axis_numbers,
        colors=tuple(series_color(figure, n, look.theme) for n in range(len(figure.series))),
        zero=scale.at(0) if steps[0] <= 0 <= steps[-1] else None,
        ticks=ticks,
        categories=below.labels,
        bars=bars,
        curves=curves,
        dots=_marked(figure, dots, curves, categories, size),
        spreads=draw_spreads(dots) if figure.kind == "range" else (),
        written=written,
        ends=ends,
        keys=keys,
        bands=bands,
        remarks=write_remarks(figure, look, bars or dots, written, ends, (gutter, width, y, bottom), lines),
    )


def _room_at_the_end(figure: Chart, look: Look) -> float:
    """Return the room right of the last row of a line, in points: for names, or half a label, or a last value."""
    size, values = look.type.size, value_style(figure, look.language)
    if figure.kind == "range":  # the values of the last row stand beside its dots
        ends = [figure.numbers(series)[-1] for series in figure.series]
        return max((look.bold.width(values.text(number)) for number in ends if number is not None), default=0)
    if figure.kind != "line":
        return 0.0
    if room := end_room(figure, look):
        return room + size
    half = look.type.width(printed(figure.table, look.language)[-1]) / 2
    numbers = figure.numbers(figure.series[0])
    told = told_rows(figure)
    if not told and any(n is not None for n in numbers):
        told = {max((n, row) for row, n in enumerate(numbers) if n is not None)[1]}
    last = numbers[-1]
    beside = look.bold.width(values.text(last)) + 0.8 * size if last is not None and len(numbers) - 1 in told else 0
    return max(half, beside, 0.6 * size)


def _tick(step: Number, scale: Scale, look: Look, gutter: float, style: AxisStyle) -> Tick:
    return Tick(scale.at(step), step, write_tick(step, scale, look, gutter - 0.7 * look.type.size, style))


def _all_fit(figure: Chart, look: Look, axis: CategoryAxis) -> bool:
    """Return whether every bar has room for its value, so that no axis is needed; False if rows are highlighted."""
    if figure.kind != "bar" or figure.highlight:
        return False
    each, look = axis.room / len(figure.series), replace(look, every_value=True)
    numbers = [n for series in figure.series for n in figure.numbers(series) if n is not None]
    return all(look.bold.width(write_number(figure, n, look)) <= 0.95 * each for n in numbers)


def _marked(
    figure: Chart, dots: Sequence[Dot], curves: Sequence[Curve], axis: CategoryAxis, size: float
) -> tuple[Dot, ...]:
    """Return the dots to draw: all if there is room, else those without a line and those whose values are printed."""
    if figure.kind == "range" or len(figure.table.labels) * 1.6 * size <= axis.right - axis.left:
        return tuple(dots)
    single = {curve.dots[0] for curve in curves if len(curve.dots) == 1}
    told = {dot for dot, _ in _wanted_dots(figure, dots)}
    return tuple(dot for dot in dots if dot in single | told)


# ---------------------------------------------------------------- values that are written out


def _write(
    figure: Chart,
    look: Look,
    bars: Sequence[Bar],
    dots: Sequence[Dot],
    everything: bool,
    box: tuple[float, float, float, float],
    ticks: Sequence[Tick],
    breaks: Sequence[float],
) -> tuple[Written, ...]:
    if figure.kind == "stacked":
        return _write_inside(figure, look, bars, (box[0], box[1]))
    if bars:
        tops = [_end_of(figure, look, bar, bars) for bar in bars]
        wanted = tops if everything else _told(figure, tops)
        ways: list[tuple[Dot, Sequence[Side]]] = [(dot, ("above",) if dot.value >= 0 else ("below",)) for dot in wanted]
        return tuple(write_values(figure, look, [], ways, box, ticks))
    return tuple(write_values(figure, look, dots, _wanted_dots(figure, dots), box, ticks, breaks))


def _end_of(figure: Chart, look: Look, bar: Bar, bars: Sequence[Bar]) -> Dot:
    """Return where the value of a bar is printed: at the middle of its end, but off its neighbors in a group.

    A value that is wider than its bar is off those of `bars` beside it that are higher, too.
    """
    x, last = bar.x + bar.width / 2, len(figure.series) - 1
    over = max(look.bold.width(write_number(figure, bar.value, look)) - bar.width, 0) / 2
    if last and bar.series in (0, last):
        x += over if bar.series == last else -over
    elif over and bar.value >= 0:
        higher = [other for other in bars if other.y < bar.y - 0.6 * look.bold.size]
        left = [bar.x - other.x - other.width for other in higher if bar.x - over < other.x + other.width <= bar.x]
        end = bar.x + bar.width
        right = [other.x - end for other in higher if end <= other.x < end + over]
        if bool(left) != bool(right):
            x += over - min(left) if left else min(right) - over
    return Dot(bar.series, bar.row, bar.value, x, bar.y if bar.value >= 0 else bar.y + bar.height)


def _told(figure: Chart, dots: Sequence[Dot]) -> list[Dot]:
    """Return the dots whose values are printed: those of highlighted rows, or else the highest of all."""
    if rows := told_rows(figure):
        return [dot for dot in dots if dot.row in rows]
    return [max(dots, key=lambda dot: dot.value)] if dots else []


def _wanted_dots(figure: Chart, dots: Sequence[Dot]) -> list[tuple[Dot, Sequence[Side]]]:
    if figure.kind == "line":
        return [(dot, ("above", "below", "left", "right")) for dot in _told(figure, dots)]
    rows: dict[int, list[Dot]] = {}
    for dot in dots:
        rows.setdefault(dot.row, []).append(dot)
    wanted: list[tuple[Dot, Sequence[Side]]] = []
    for found in rows.values():
        ordered = sorted(found, key=lambda dot: dot.y)
        for place, dot in enumerate(ordered):
            first: Side = "above" if place == 0 else "below" if place == len(ordered) - 1 else "right"
            wanted.append((dot, (first, "right", "left")))
    return wanted


def _write_inside(figure: Chart, look: Look, bars: Sequence[Bar], ends: tuple[float, float]) -> tuple[Written, ...]:
    """Return values within the parts of stacked bars, where they fit: of highlighted rows, or else of all.

    A highlighted one that is wider than its bar stands on a ground of its color between `ends`, in points.
    """
    told, found, size = told_rows(figure), list[Written](), look.bold.size
    for bar in bars:
        text = write_number(figure, bar.value, look)
        wide, name = look.bold.width(text), series_color(figure, bar.series, look.theme)
        is_wider = wide > bar.width - 0.4 * size
        if bar.height < 1.5 * size or (is_wider and bar.row not in told) or (told and bar.row not in told):
            continue
        half = wide / 2 + 0.2 * size
        x = min(max(bar.x + bar.width / 2, ends[0] + half), ends[1] - half) if is_wider else bar.x + bar.width / 2
        y = bar.y + bar.height / 2 + 0.35 * size
        label = Label(x, y, (text,), 0, "middle", text_on(look.theme, name), bold=True)
        if is_wider:
            label = replace(label, wide=2 * half, ground=name)
        found.append(Written(bar.series, bar.row, bar.value, "above", label))
    return tuple(found)
