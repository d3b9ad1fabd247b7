"""Fit figures into their slots: check the words of a chart, and find the largest type at which a timeline or a map fits."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product

from pipeline.content import Chart, Entry, Event, Figure, MapFigure, Prose, Publication, Theme, Timeline
from pipeline.core import Problem, quoted
from pipeline.deck.master import Slot
from pipeline.deck.slides import Drawing
from pipeline.figures import (
    MOST_LANES,
    Label,
    Look,
    MapPlot,
    Plot,
    TimelinePlot,
    deck_look,
    draw_chart,
    draw_map,
    draw_timeline,
    events_of,
)


def fit_timeline(
    figure: Timeline, publication: Publication, theme: Theme, say: Callable[[Prose], str], width: float, height: float
) -> tuple[TimelinePlot, Look]:
    """Return the plot of a timeline that fits a box in points, and its type.

    Smaller type is tried first, then the major events alone, then fewer of them. Without any, the plot may still be too
    high.
    """
    entries, type = publication.every_entry, theme.deck.timeline or theme.deck.label
    major = figure.model_copy(update={"events": "major"})
    ways = [figure, major] if events_of(major, entries) else [figure]
    sizes = [type.size - 0.5 * n for n in range(int(2 * max(type.size - type.least, 0)) + 1)]
    for shown, size in product(ways, sizes):
        look = deck_look(theme, publication.imprint.language, say, size)
        draw = partial(_lowest, shown, publication, look, width)
        plot = draw(())
        if plot.height <= height:
            return plot, look
    return _leave_out(plot, draw, events_of(shown, entries), height), look


def _lowest(
    figure: Timeline, publication: Publication, look: Look, width: float, without: Sequence[Event]
) -> TimelinePlot:
    """Return the lower one of two plots of a timeline: with its events above the bands first, or on both sides of them."""
    entries, today = publication.every_entry, publication.imprint.year
    plots = [draw_timeline(figure, entries, today, look, width, down, without) for down in (MOST_LANES, 0)]
    return min(plots, key=lambda plot: plot.height)


def _leave_out(
    plot: TimelinePlot,
    draw: Callable[[Sequence[Event]], TimelinePlot],
    events: Sequence[tuple[Entry, Event]],
    height: float,
) -> TimelinePlot:
    """Return the plot of a timeline without as many events as it takes to be no higher than `height`, in points.

    Those go whose words stand furthest from the bands, each time from an entry that has most of them left: so every
    entry keeps some. Then those come back that went in vain, for another was in the way.
    """
    without: list[Event] = []
    while plot.height > height and plot.flags:
        owner = {id(event): entry.id for entry, event in events}
        count = Counter(owner[id(flag.event)] for flag in plot.flags)
        crowd = [flag for flag in plot.flags if count[owner[id(flag.event)]] == max(count.values())]
        without.append(max(crowd, key=lambda flag: abs(flag.tip - flag.root)).event)
        plot = draw(without)
    for event in reversed(without[:-1]):
        fewer = [one for one in without if one is not event]
        if (found := draw(fewer)).height <= height:
            without, plot = fewer, found
    return plot


def left_out_events(
    figure: Timeline, publication: Publication, theme: Theme, say: Callable[[Prose], str], width: float, height: float
) -> tuple[str, ...]:
    """Return those events of a timeline, with their years, for which a box in points has no room."""
    plot, _ = fit_timeline(figure, publication, theme, say, width, height)
    shown = [flag.event for flag in plot.flags]
    events = [event for _, event in events_of(figure, publication.every_entry)]
    return tuple(f"{event.date[:4]} {say(event.title)}" for event in events if not any(event is one for one in shown))


def fit_map(
    figure: MapFigure, language: str, theme: Theme, say: Callable[[Prose], str], slot: Slot
) -> tuple[MapPlot, Look]:
    """Return the plot of a map as large as a slot, and its type: the largest at which every name has room, or the least."""
    size = theme.deck.label.size
    while True:
        look = deck_look(theme, language, say, size)
        plot = draw_map(figure, look, slot.box.width, slot.box.height)
        if not plot.crowded or size - 0.5 < theme.deck.label.least:
            return plot, look
        size -= 0.5


HAIR = 5.0  # points that a label may hang over the edge
CAPTION = 0.78  # of the chart's width: readers break a chart's title themselves where it is wider than four fifths
LEAST = 5  # sizes of type: what is narrower or lower than this is no chart
Say = Callable[[Prose], str]  # prose as plain words


def plot_chart(figure: Chart, drawing: Drawing, look: Look, slot: Slot) -> tuple[Plot, Sequence[str]]:
    """Return the plot of a chart in a slot, with room for its caption at the top, and the lines of the caption."""
    width, height = slot.box.width, slot.box.height
    caption = look.bold.wrap(drawing.caption, CAPTION * width, most=5) if drawing.caption else ()
    head = (len(caption) + 0.6) * look.bold.leading if caption else 0
    return draw_chart(figure, look, width, height, head=head), caption


def check_drawing(
    figure: Figure, drawing: Drawing, slot: Slot, publication: Publication, theme: Theme, say: Say
) -> Iterator[Problem]:
    """Yield a problem if a slot is too small for a figure, or for one of the labels in it; a warning for names left out."""
    width, height = slot.box.width, slot.box.height
    if isinstance(figure, Timeline):
        plot, look = fit_timeline(figure, publication, theme, say, width, height)
        if plot.height > height + HAIR:
            over, size = plot.height / height - 1, look.type.size
            what = f'figure "{figure.id}": the timeline is {over:.0%} too high for its slide, at {size:g} points and without events'
            yield Problem(figure.place, what, "show fewer entries")
        return
    if isinstance(figure, MapFigure):
        drawn, _ = fit_map(figure, publication.imprint.language, theme, say, slot)
        if drawn.crowded:
            what = f'figure "{figure.id}": there is no room on its slide for the name of {quoted(drawn.crowded)}'
            yield Problem(figure.place, what, "leave out places near to it, or shorten the name")
        return
    assert isinstance(figure, Chart)
    look = deck_look(theme, publication.imprint.language, say)
    chart, _ = plot_chart(figure, drawing, look, slot)
    least = LEAST * look.type.size
    words = _outside(chart, look)
    if chart.right - chart.left < least or chart.bottom - chart.top < least:
        hint = "shorten its labels and the names of its series, or show it on a slide of its own"
        yield Problem(figure.place, f'figure "{figure.id}": its words leave no room for the chart on its slide', hint)
    elif words:
        what = f'figure "{figure.id}": "{words}" does not fit into the chart on its slide'
        yield Problem(figure.place, what, "shorten it")
    elif chart.every != 1 and not chart.table.is_timed:  # of years, readers fill in what is skipped
        count, said = len(chart.labels), len(chart.named)
        what = f'figure "{figure.id}": on its slide {said} of its {count} rows bear their names'
        hint = "shorten the names, show fewer rows, or give it a slide of its own"
        yield Problem(figure.place, what, hint, warns=True)


def _outside(plot: Plot, look: Look) -> str:
    """Return the text of the first label that crosses the left, right or bottom edge by over 5 points, or ""."""
    labels = [*plot.categories, *plot.ends]
    labels += [
        mark.label for marks in (plot.ticks, plot.written, plot.keys, plot.bands, plot.remarks) for mark in marks
    ]
    return next((label.words for label in labels if _leaves(label, plot, look)), "")


def _leaves(label: Label, plot: Plot, look: Look) -> bool:
    type = look.bold if label.bold else look.type
    wide = max((type.width(line) for line in label.lines), default=0)
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    bottom = label.y + (len(label.lines) - 1) * label.leading
    return left < -HAIR or left + wide > plot.width + HAIR or bottom > plot.height + HAIR
