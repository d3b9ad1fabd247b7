"""The labels of rows under a chart: all of them, broken to fit, or the first, the last, and some between that have room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.content import print_label
from pipeline.figures.axes import CategoryAxis
from pipeline.figures.look import LONGEST, Look, Type
from pipeline.figures.plot import Label
from pipeline.figures.rows import choose_rows, round_count
from pipeline.text import break_words

MOST_LINES = 3  # of a label under a chart
FEWER = 3  # times fewer labels than have room, at most, so that the last one is at a step


@dataclass(frozen=True)
class RowLabels:
    """The labels under a plot, their height, and how far the first and the last would leave the drawing, each under the
    middle of its row, in points.

    `rows` are those that bear theirs, where they are not places on a scale. `every` is n if that is every n-th row, from the
    first to the last, as native charts count; 0 where no count leads to the last.
    """

    labels: tuple[Label, ...]
    height: float
    beyond: tuple[float, float] = (0.0, 0.0)
    rows: tuple[int, ...] = ()
    every: int = 1


def wrap_labels(axis: CategoryAxis, type: Type) -> tuple[tuple[str, ...], ...] | None:
    """Return every label in up to three lines under its row, or None where they do not all fit."""
    room = axis.room - 0.5 * type.size
    if any(type.width(word[:LONGEST]) > room for label in axis.labels for word in break_words(label[:LONGEST])):
        return None
    wrapped = tuple(type.wrap(label, room) for label in axis.labels)
    return wrapped if max(map(len, wrapped)) <= MOST_LINES else None


def draw_row_labels(axis: CategoryAxis, look: Look, width: float, height: float) -> RowLabels:
    """Return the labels under a plot whose drawing is `width` points wide and `height` high.

    Where not all have room, the first and the last are among those that are written, and round ones where rows are times.
    """
    type, rows, every, step = look.type, tuple[int, ...](), 1, 1
    texts: list[tuple[float, tuple[str, ...]]]
    widest = max(type.width(label[:LONGEST]) for label in axis.labels)
    wrapped = None if axis.data.is_timed and widest + 0.9 * type.size > axis.room else wrap_labels(axis, type)
    if axis.scale:
        texts = [(axis.scale.at(at), (name,)) for at, name in axis.written]
    elif axis.every:
        every, step, (begun, last) = axis.every, axis.every, axis.ends
        years = range(begun, last + 1, every)
        texts = [(axis.center(year - begun - axis.before), (print_label(str(year), look.language),)) for year in years]
    elif wrapped:
        rows = tuple(range(len(axis.labels)))
        texts = [(axis.center(row), lines) for row, lines in enumerate(wrapped)]
    else:
        rows, every, step = _choose_rows(axis, look, width)
        names = {
            row: axis.labels[row] if axis.data.is_timed else _thinned(axis, row, step, width, type) for row in rows
        }
        texts = [(axis.center(row), (name,)) for row, name in names.items()]
    deep = max((len(lines) for _, lines in texts), default=1)
    tall = type.leading * deep + 0.5 * type.size
    y = height - tall + 1.25 * type.size
    labels = tuple(
        Label(_kept(x, max(map(type.width, lines)), axis, width), y, lines, type.leading, "middle", "grey")
        for x, lines in texts
    )
    beyond = (0.0, 0.0) if axis.scale or wrapped else _find_beyond(texts, axis, step * axis.room, width, type)
    return RowLabels(labels, tall, beyond, rows, every)


def _find_beyond(
    texts: Sequence[tuple[float, tuple[str, ...]]], axis: CategoryAxis, apart: float, width: float, type: Type
) -> tuple[float, float]:
    """Return how far the whole labels of the first and of the last row would leave a drawing, if no wider than they are apart."""
    first, last = (
        min(max(map(type.width, (*lines, label[:LONGEST]))), apart - 0.7 * type.size) / 2
        for (_, lines), label in ((texts[0], axis.labels[0]), (texts[-1], axis.labels[-1]))
    )
    return max(first - texts[0][0], 0), max(texts[-1][0] + last - width, 0)


def _choose_rows(axis: CategoryAxis, look: Look, width: float) -> tuple[tuple[int, ...], int, int]:
    """Return the rows that bear their labels; n if that is every n-th up to the last, or else 0; and how many rows apart they are.

    A count that leads to the last row is taken if it is no more than a few times what has room. There may be none, as of
    twelve or twenty-four rows. Then times are written where they are round, and names at a count as far as that leaves the last
    its room. Pages always write times where they are round.
    """
    type, data, last = look.type, axis.data, len(axis.labels) - 1
    gap = (0.9 if data.is_timed else 0.6) * type.size
    least = round_count(label_step(axis.labels, axis.room, type, gap), data)
    counts = (n for n in range(least, FEWER * least + 1) if last % n == 0 and round_count(n, data) == n)
    every = next(counts, 0)
    if data.is_timed and not (every and look.from_a_step):
        widths = [type.width(label[:LONGEST]) for label in axis.labels]
        centers = [_kept(axis.center(row), wide, axis, width) for row, wide in enumerate(widths)]
        rows = tuple(choose_rows(data, widths, centers, 0.6 * type.size))
        apart = rows[1] if len(rows) > 1 else 1
        return rows, apart if rows == tuple(range(0, last + 1, apart)) else 0, least
    if every:
        return tuple(range(0, last + 1, every)), every, every
    return (*(row for row in range(0, last, least) if last - row >= least), last), 0, least


def label_step(labels: Sequence[str], room: float, type: Type, gap: float) -> int:
    """Return n where every n-th label fits beside the next one, `gap` apart; `room` is the width of a row, in points."""
    widest = max(type.width(label[:LONGEST]) for label in labels) + gap
    return max(1, math.ceil(min(widest, 10 * type.size) / room))


def _thinned(axis: CategoryAxis, row: int, every: int, width: float, type: Type) -> str:
    """Return the label of a row, shortened to fit between its printed neighbors and the edges."""
    x, size = axis.center(row), type.size
    between = axis.room * every - 0.7 * size
    edge = 2 * (width - x)  # more than that and it is moved off the edge, toward its neighbor
    room = min(between, 2 * x + 0.5, max(edge, (between + edge) / 2))
    return type.shorten(axis.labels[row], max(room, 2 * size))


def _kept(x: float, wide: float, axis: CategoryAxis, width: float) -> float:
    """Return the middle of a label in points, moved so that it does not leave a drawing of some width."""
    if axis.scale:
        return x  # the plot leaves it room
    return max(min(x, width - wide / 2), wide / 2)
