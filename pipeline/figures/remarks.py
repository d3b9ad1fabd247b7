"""Words beside a value of a chart: in the nearest place where they meet no mark and no other words."""

from collections.abc import Iterator, Sequence
from math import hypot

from pipeline.content import Chart
from pipeline.figures.labels import Box, meets, trail
from pipeline.figures.look import Look
from pipeline.figures.plot import Anchor, Bar, Dot, Label, Remark, Written

WIDEST = 15.0  # sizes of type: where words are broken
FAR = (0.8, 1.8, 3.0, 4.5, 6.5, 9.0)  # sizes of type: how far words are tried from their value
JOINED = 1.0  # sizes of type: words that are farther away have a line to their value
CLEAR = 0.4  # sizes of type: between such a line and its value
WAYS = ((0, -1), (1, -1), (-1, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (0, 1))  # right and down


def write_remarks(
    figure: Chart,
    look: Look,
    marks: Sequence[Bar | Dot],
    written: Sequence[Written],
    ends: Sequence[Label],
    box: Box,
    breaks: Sequence[float] = (),
) -> tuple[Remark, ...]:
    """Return the annotations of a figure, each with its place inside of `box` (left, right, top, bottom, in points).

    They stand on the same side of the lines of `breaks` as their values.
    """
    dots = [mark if isinstance(mark, Dot) else _end_of(mark) for mark in marks]
    bars = [mark for mark in marks if isinstance(mark, Bar)]
    taken = [(x - 1.5, x + 1.5, y - 1.5, y + 1.5) for x, y in trail(figure, dots)]
    taken += [(bar.x, bar.x + bar.width, bar.y, bar.y + bar.height) for bar in bars]
    taken += [box_of(one.label, look) for one in written] + [box_of(label, look) for label in ends]
    columns = [series.column for series in figure.series]
    found = []
    for note in figure.annotations:
        series, row = columns.index(note.column or columns[0]), figure.table.find(note.at)
        dot = next((dot for dot in dots if (dot.series, dot.row) == (series, row)), None)
        if dot is not None:
            others = [_beyond(x, dot, box) for x in breaks]
            lines = look.type.wrap(look.say(note.line), WIDEST * look.type.size)
            remark = _place(dot, lines, look, [*taken, *others], box)
            taken.append(box_of(remark.label, look))
            found.append(remark)
    return tuple(found)


def box_of(label: Label, look: Look) -> Box:
    """Return the box of the words of a label."""
    type = look.bold if label.bold else look.type
    wide = max(type.width(line) for line in label.lines)
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    top = label.y - 0.85 * type.size
    return (left, left + wide, top, top + (len(label.lines) - 1) * label.leading + 1.1 * type.size)


def _beyond(x: float, dot: Dot, box: Box) -> Box:
    """Return what lies on the other side of a break than a value, with the line of the break itself."""
    return (box[0], x + 2, box[2], box[3]) if x < dot.x else (x - 2, box[1], box[2], box[3])


def _end_of(bar: Bar) -> Dot:
    """Return the middle of the end of an upright bar; of one that runs sideways it is inside, and words are beyond."""
    return Dot(bar.series, bar.row, bar.value, bar.x + bar.width / 2, bar.y if bar.value >= 0 else bar.y + bar.height)


def _place(dot: Dot, lines: tuple[str, ...], look: Look, taken: Sequence[Box], box: Box) -> Remark:
    """Return the words of one annotation at the nearest free place or, where none is free, at the one that covers least."""
    wide, high = max(map(look.type.width, lines)), look.type.leading * len(lines)
    inside = [
        (place, far)
        for place, far in _places(dot, wide, high, look.type.size)
        if box[0] <= place[0] and place[1] <= box[1] and box[2] <= place[2] and place[3] <= box[3]
    ]
    free = next(((place, far) for place, far in inside if not meets(_wider(place), taken)), None)
    place, far = free or min(
        inside or [next(_places(dot, wide, high, look.type.size))],
        key=lambda one: sum(meets(one[0], [other]) for other in taken),
    )
    left, right, top, bottom = place
    anchor: Anchor = "start" if left >= dot.x else "end" if right <= dot.x else "middle"
    x = {"start": left, "end": right, "middle": (left + right) / 2}[anchor]
    label = Label(x, top + 0.85 * look.type.size, lines, look.type.leading, anchor, "ink", wide=wide)
    if far <= JOINED:
        return Remark(label, None)
    x, y = min(max(dot.x, left), right), top if dot.y < top else bottom
    if top <= dot.y <= bottom:
        y = (top + bottom) / 2
    length = hypot(dot.x - x, dot.y - y)
    short = max(length - CLEAR * look.type.size, 0) / length
    return Remark(label, (x, y, x + (dot.x - x) * short, y + (dot.y - y) * short))


def _places(dot: Dot, wide: float, high: float, size: float) -> Iterator[tuple[Box, float]]:
    """Yield boxes of words around a value, the nearest first, and how far each is, in sizes of type."""
    for far in FAR:
        for right, down in WAYS:
            gap = far * size * (0.75 if right and down else 1)
            left = dot.x + {0: -wide / 2, 1: gap, -1: -gap - wide}[right]
            top = dot.y + {0: -high / 2, 1: gap, -1: -gap - high}[down]
            yield (left, left + wide, top, top + high), far


def _wider(place: Box) -> Box:
    return (place[0] - 2, place[1] + 2, place[2] - 1, place[3] + 1)
