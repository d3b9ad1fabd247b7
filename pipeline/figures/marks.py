"""The marks of a chart: bars, lines and dots, each as long or as high as its number."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.content import Chart
from pipeline.data import Number
from pipeline.figures.axes import CategoryAxis, Scale
from pipeline.figures.plot import Bar, Curve, Dot, RangeBar
from pipeline.figures.shares import STEPS, drawn_numbers

GAP = 0.28  # of the room of one row: white between groups of bars
THIN_GAP = 0.14  # between bars that are all equally high, as those of shares are
WIDEST = 0.15  # of the plot: the most that a bar is wide


MARGIN = 0.06  # of what is shown: below the lowest dot, whose number may stand there


def ends_of(figure: Chart) -> tuple[float, float]:
    """Return the lowest and the highest value that has to be drawn.

    Bars begin at 0; the axis of lines and ranges does not, if all their values are far from 0.
    """
    if figure.shares:
        return STEPS[0], STEPS[-1]
    if figure.kind == "stacked":
        rows = list(zip(*(figure.numbers(s) for s in figure.series), strict=True))
        values = [sum(n for n in row if n is not None and n > 0) for row in rows]
        values += [sum(n for n in row if n is not None and n < 0) for row in rows]
    else:
        values = [n for s in figure.series for n in figure.numbers(s) if n is not None]
    low, high = min(values, default=0), max(values, default=0)
    near = {"line": 0.7, "range": 0.4}.get(figure.kind, 1)
    far = high > low > near * high > 0  # from 0: then the change is shown
    if not far:
        return min(0, low), max(0, high)
    return low - (MARGIN * (high - low) if figure.kind == "range" else 0), high


def lay_bars(figure: Chart, scale: Scale) -> Iterator[tuple[int, int, Number, float, float]]:
    """Yield series, row and value of each bar, and where it begins and ends on the value axis, in points."""
    stacked = figure.kind == "stacked"
    ups, downs = [0.0] * len(figure.table.labels), [0.0] * len(figure.table.labels)
    for n, numbers in enumerate(drawn_numbers(figure)):
        for row, value in enumerate(numbers):
            if value is None:
                continue
            piles = ups if value >= 0 else downs
            base = piles[row] if stacked else 0.0
            piles[row] = base + value
            yield n, row, value, scale.at(base), scale.at(base + value)


def draw_bars(figure: Chart, axis: CategoryAxis, scale: Scale, color: Callable[[int, int], str]) -> tuple[Bar, ...]:
    """Return bars that begin at 0, side by side or on one another. An empty cell leaves a gap.

    `color` returns the palette name of the color of a series in a row.
    """
    count = 1 if figure.kind == "stacked" else len(figure.series)
    gap = THIN_GAP if figure.shares else GAP
    each = min(axis.room * (1 - gap) / count, WIDEST * (axis.right - axis.left))
    bars = []
    for n, row, value, start, end in lay_bars(figure, scale):
        at = 0 if figure.kind == "stacked" else n
        x = axis.center(row) + each * (at - count / 2)
        bars.append(Bar(n, row, value, x, min(start, end), each, abs(end - start), color(n, row)))
    return tuple(bars)


def draw_dots(figure: Chart, axis: CategoryAxis, scale: Scale) -> tuple[Dot, ...]:
    """Return a dot for every value."""
    return tuple(
        Dot(n, row, value, axis.center(row), scale.at(value))
        for n, series in enumerate(figure.series)
        for row, value in enumerate(figure.numbers(series))
        if value is not None
    )


def draw_curves(dots: Sequence[Dot]) -> tuple[Curve, ...]:
    """Return lines through the dots of each series, broken where a row has no value."""
    curves: list[list[Dot]] = []
    for dot in dots:
        before = curves[-1][-1] if curves else None
        if before and (before.series, before.row + 1) == (dot.series, dot.row):
            curves[-1].append(dot)
        else:
            curves.append([dot])
    return tuple(Curve(dots[0].series, tuple(dots)) for dots in curves)


def draw_spreads(dots: Sequence[Dot]) -> tuple[RangeBar, ...]:
    """Return, for each row with several values, a line from the highest to the lowest."""
    rows: dict[int, list[Dot]] = {}
    for dot in dots:
        rows.setdefault(dot.row, []).append(dot)
    return tuple(
        RangeBar(row, found[0].x, min(d.y for d in found), max(d.y for d in found))
        for row, found in sorted(rows.items())
        if len(found) > 1
    )
