"""Draw a chart of lines as small multiples: a panel for each series, in which the others are context, on one scale."""

from dataclasses import dataclass, replace

from pipeline.content import Chart, Series
from pipeline.figures.axes import CategoryAxis, Scale, place_categories
from pipeline.figures.chart import Frame, draw_upright
from pipeline.figures.colors import text_color
from pipeline.figures.labels import series_color
from pipeline.figures.look import Look
from pipeline.figures.marks import draw_curves, draw_dots
from pipeline.figures.plot import Band, Curve, Label, Plot
from pipeline.figures.rows import printed

MOST = 4  # panels in a row
GAP = 1.4  # sizes of type: between two panels
ROW = 14.5  # sizes of type: the height of a panel
ROWS_APART = 0.8  # sizes of type


@dataclass(frozen=True)
class Panel:
    """One panel: where its plot begins, in points of the whole; the lines of the other series; its title."""

    series: int
    x: float
    y: float
    plot: Plot
    others: tuple[Curve, ...]
    title: Label


@dataclass(frozen=True)
class BandKey:
    """What is said once of a break, or of a shaded stretch, that all panels show."""

    is_shade: bool
    x: float
    y: float
    label: Label


@dataclass(frozen=True)
class PanelsPlot:
    """Panels of one width, as high as they need; `colors` are those of the series."""

    width: float
    height: float
    keys: tuple[BandKey, ...]
    panels: tuple[Panel, ...]
    colors: tuple[str, ...]


def draw_panels(figure: Chart, look: Look, width: float) -> PanelsPlot:
    """Return the panels of a chart, `width` points wide, in rows of at most four. Their scale is that of all its series."""
    size, count = look.type.size, len(figure.series)
    keys, top = _keys(figure, look, width)
    rows = -(-count // MOST)
    columns, high = -(-count // rows), ROW * size
    charts = [_alone(figure, series, look, n) for n, series in enumerate(figure.series)]
    end = look.type.width(printed(figure.table, look.language)[-1]) / 2
    numbers = _numbers_room(charts[0], Frame(figure, end, True), look)
    each = (width - numbers - (columns - 1) * GAP * size) / columns
    panels = []
    for n, chart in enumerate(charts):
        row, column = divmod(n, columns)
        frame = Frame(figure, end, column == 0)
        plot = draw_upright(chart, look, each + (numbers if frame.first else 0), high, 0.9 * look.bold.leading, frame)
        x = 0 if frame.first else numbers + column * (each + GAP * size)
        panels.append(_panel(figure, n, plot, look, x, top + row * (high + ROWS_APART * size)))
    colors = tuple(series_color(figure, n, look.theme) for n in range(count))
    return PanelsPlot(width, top + rows * (high + ROWS_APART * size) - ROWS_APART * size, keys, tuple(panels), colors)


def _alone(figure: Chart, series: Series, look: Look, n: int) -> Chart:
    """Return the chart of one series, in its color, with what is said of it."""
    named = series.model_copy(update={"color": series_color(figure, n, look.theme)})
    notes = tuple(note for note in figure.annotations if note.column == series.column)
    return figure.model_copy(update={"series": (named,), "annotations": notes, "breaks": (), "shaded": ()})


def _numbers_room(chart: Chart, frame: Frame, look: Look) -> float:
    """Return how much wider a panel is for the numbers at its gridlines, in points."""
    first, other = (
        draw_upright(chart, look, 100 * look.type.size, ROW * look.type.size, 0, replace(frame, first=is_first)).left
        for is_first in (True, False)
    )
    return first - other


def _panel(figure: Chart, n: int, plot: Plot, look: Look, x: float, y: float) -> Panel:
    series = tuple(one for at, one in enumerate(figure.series) if at != n)
    axis = place_categories(figure, plot.left, plot.right, look)
    dots = draw_dots(
        figure.model_copy(update={"series": series}), axis, Scale(plot.low, plot.high, plot.bottom, plot.top)
    )
    title = look.bold.shorten(figure.series[n].label, plot.right - plot.left + look.type.size)
    color = text_color(look.theme, series_color(figure, n, look.theme))
    label = Label(plot.left, look.bold.size, (title,), 0, color=color, bold=True)
    return Panel(n, x, y, replace(plot, bands=_bands(figure, plot, axis)), draw_curves(dots), label)


def _bands(figure: Chart, plot: Plot, axis: CategoryAxis) -> tuple[Band, ...]:
    """Return breaks and shaded stretches of a panel, without words: these are said once, above all panels."""
    marks = [(axis.start(mark.at), axis.start(mark.at)) for mark in figure.breaks]
    marks += [(axis.start(span.start), axis.end(span.end)) for span in figure.shaded]
    return tuple(Band(left, right, plot.top, Label(left, plot.top, ("",), 0)) for left, right in marks)


def _keys(figure: Chart, look: Look, width: float) -> tuple[tuple[BandKey, ...], float]:
    """Return what breaks and shaded stretches say, in rows, and where these end, in points."""
    size, leading, y, keys = look.type.size, look.type.leading, 0.0, []
    said = [(False, mark.line) for mark in figure.breaks] + [(True, span.line) for span in figure.shaded]
    for is_shade, line in said:
        lines = look.type.wrap(look.say(line), width - 1.6 * size)
        keys.append(BandKey(is_shade, 0.0, y, Label(1.6 * size, y + size, lines, leading, color="grey")))
        y += leading * len(lines)
    return tuple(keys), y + (0.8 * size if keys else 0)
