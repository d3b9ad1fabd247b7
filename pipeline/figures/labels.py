"""The words in a chart: what each color stands for, what is shaded, what a mark is worth."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.content import Chart, DataFigure, Theme
from pipeline.data import Number
from pipeline.figures.axes import Scale, spread
from pipeline.figures.colors import context_color, text_color
from pipeline.figures.look import Look, Type
from pipeline.figures.number_style import AxisStyle, NumberStyle, value_style
from pipeline.figures.plot import Anchor, Band, Curve, Dot, Key, Label, Side, Tick, Written
from pipeline.text import break_words


def series_color(figure: DataFigure, at: int, theme: Theme) -> str:
    """Return the palette name of the color of series `at` (from 0): its own, or the theme's next."""
    series = figure.series[at]
    taken = sum(1 for before in figure.series[:at] if not before.color)
    return series.color or theme.series[taken if series.turn is None else series.turn]


def bar_colors(figure: Chart, theme: Theme) -> Callable[[int, int], str]:
    """Return what tells the color of a bar by series and row: that of its series, or its pale one where others stand out."""
    colors, rows = [series_color(figure, n, theme) for n in range(len(figure.series))], standing_out(figure)
    return lambda n, row: colors[n] if row in rows else context_color(theme, colors[n])


def standing_out(figure: Chart) -> Collection[int]:
    """Return the rows whose bars stand out: those in `colored` stretches, or else highlighted ones; all if there are none.

    All do in a chart of several series: there color tells these apart.
    """
    rows = range(len(figure.table.labels))
    if figure.kind != "bar" or len(figure.series) > 1:
        return rows
    colored = {row for stretch in figure.colored for row in figure.table.within(stretch.start, stretch.end)}
    return colored or told_rows(figure) or rows


def told_rows(figure: Chart) -> set[int]:
    """Return the rows that `highlight` names."""
    return {row for label in figure.highlight if (row := figure.table.find(label)) is not None}


def write_number(figure: DataFigure, value: Number, look: Look) -> str:
    """Return a value of a figure as it is printed: with its unit, and in short if it is large."""
    return style_of(figure, look).text(value)


def style_of(figure: DataFigure, look: Look) -> NumberStyle:
    """Return how the values of a figure are printed, which depends on whether every one is."""
    style = value_style(figure, look.language)
    return replace(style, scale=0) if look.every_value and not style.power else style


def draw_keys(figure: Chart, look: Look, width: float, top: float) -> tuple[tuple[Key, ...], float]:
    """Return a key for each series, in rows from `top`, and where the rows end, in points.

    A single series and lines need no keys.
    """
    if len(figure.series) == 1 or figure.kind == "line":
        return (), top
    size, keys = look.type.size, []
    x, y, swatch = 0.0, top + size, 1.6 * size
    for n, series in enumerate(figure.series):
        text = look.type.shorten(series.label, width - swatch)
        wide = swatch + look.type.width(text)
        if x and x + wide > width:
            x, y = 0.0, y + 1.5 * size
        keys.append(Key(n, x, y, Label(x + swatch, y, (text,), look.type.leading)))
        x += wide + 2 * size
    return tuple(keys), y + 0.8 * size


def name_ends(figure: Chart, look: Look, curves: Sequence[Curve], x: float, box: tuple[float, float]) -> list[Label]:
    """Return the name of each series beside the end of its line, apart from each other; `box` is top and bottom."""
    last = {curve.series: curve.dots[-1] for curve in curves}
    room, leading = end_room(figure, look), look.bold.leading
    lines = {n: look.bold.wrap(figure.series[n].label, room, most=3) for n in last}
    if not last:
        return []
    offset = {n: (len(text) / 2 - 0.8) * leading for n, text in lines.items()}
    early = _beside_ends(last, lines, look, curves, x)
    wanted = [n for n in last if n not in early]
    apart = leading * max((len(lines[n]) for n in wanted), default=1) + 2
    spaced = spread([last[n].y - offset[n] for n in wanted], apart, box[0] + leading * 0.6, box[1])
    at = dict(zip(wanted, spaced, strict=True)) | {n: last[n].y - offset[n] for n in early}
    return [
        Label(
            early.get(n, x),
            at[n],
            lines[n],
            leading,
            color=text_color(look.theme, series_color(figure, n, look.theme)),
            bold=True,
        )
        for n in last
    ]


def _beside_ends(
    last: Mapping[int, Dot], lines: Mapping[int, Sequence[str]], look: Look, curves: Sequence[Curve], right: float
) -> dict[int, float]:
    """Return, by series, where names begin that fit right after their lines, in points.

    These are lines that end early, where no other line passes.
    """
    size = look.type.size
    taken = [(dot.x - 3, dot.x + 3, dot.y - 3, dot.y + 3) for curve in curves for dot in _between(curve.dots)]
    found: dict[int, float] = {}
    for n, end in last.items():
        high = look.bold.leading * len(lines[n]) / 2
        wide = max(look.bold.width(line) for line in lines[n]) + 1.4 * size
        place = (end.x + 0.5 * size, end.x + wide, end.y - high, end.y + high)
        if end.x + wide < right and not meets(place, taken):
            found[n] = end.x + 0.7 * size
            taken.append(place)
    return found


def _between(dots: Sequence[Dot]) -> Iterator[Dot]:
    """Yield the dots of a line, and nine places between each two."""
    yield from dots
    for one, other in pairwise(dots):
        for n in range(1, 10):
            yield replace(one, x=one.x + (other.x - one.x) * n / 10, y=one.y + (other.y - one.y) * n / 10)


def end_room(figure: Chart, look: Look) -> float:
    """Return the width of the names beside the ends of several lines, in points; 0 for one line or another chart."""
    if figure.kind != "line" or len(figure.series) == 1:
        return 0.0
    longest = max(look.bold.width(word) for series in figure.series for word in break_words(series.label))
    return min(max(look.bold.width(s.label) for s in figure.series), max(longest, 12 * look.type.size)) + 1


def draw_bands(
    marks: Sequence[tuple[float, float, str]], look: Look, left: float, right: float, above: float
) -> tuple[tuple[Band, ...], float]:
    """Return shaded stretches and breaks, and where their words end; words are above them, in as many rows as needed.

    `marks` are left end, right end and words; `above` is where the first row of words begins; all in points. Words of
    breaks are broken after fifteen sizes of type, or not at all where the plot is higher then.
    """
    ways = (_write_bands(marks, look, left, right, above, widest) for widest in (15 * look.type.size, right - left))
    return min(ways, key=lambda way: way[1])


def _write_bands(
    marks: Sequence[tuple[float, float, str]], look: Look, left: float, right: float, above: float, widest: float
) -> tuple[tuple[Band, ...], float]:
    """Return shaded stretches and breaks, and where their words end; those of breaks are `widest` points wide at most."""
    placed: list[tuple[float, float, float, float]] = []  # boxes of words
    found: list[Band] = []
    size, leading = look.type.size, look.type.leading
    for start, end, words in sorted(marks):
        room = widest if end == start else max(end - start - 8, 8 * size)
        lines, x, anchor = _beside(look.type, words, start, left, right, room)
        wide = max(look.type.width(line) for line in lines)
        ends = (x - wide, x) if anchor == "end" else (x, x + wide)
        y = above
        while clash := [box for box in placed if _overlap((*ends, y, y + leading * len(lines)), box)]:
            y = max(box[3] for box in clash) + 1
        placed.append((ends[0] - size, ends[1] + size, y, y + leading * len(lines)))
        found.append(Band(start, end, y, Label(x, y + 0.85 * size, lines, leading, anchor, "grey", wide=wide)))
    return tuple(found), max((box[3] for box in placed), default=above)


def _beside(
    type: Type, words: str, at: float, left: float, right: float, wide: float
) -> tuple[tuple[str, ...], float, Anchor]:
    """Return lines, x and anchor of words: to the right of a place if there is room or more room than on its left.

    Otherwise, the words are to the left.
    """
    wanted = min(type.width(words), wide)
    if at + 4 + wanted <= right or right - at >= at - left:
        return type.wrap(words, min(wide, right - at - 4), most=4), at + 4, "start"
    return type.wrap(words, min(wide, at - 4 - left), most=4), at - 4, "end"


Box = tuple[float, float, float, float]  # left, right, top, bottom


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def write_values(
    figure: Chart,
    look: Look,
    dots: Sequence[Dot],
    wanted: Sequence[tuple[Dot, Sequence[Side]]],
    box: Box,
    ticks: Sequence[Tick] = (),
    breaks: Sequence[float] = (),
) -> list[Written]:
    """Return values beside their dots: each on the first of its sides where it meets nothing else.

    `dots` are all that are in the way, with the lines between them, and `ticks` with their numbers. A value above or below
    its dot is moved off the lines of `breaks`, as far as it stays there. One that has no free side is on the first one that is
    inside of `box`, or else on its first, moved sideways into the box.
    """
    taken = [(x - 1.5, x + 1.5, y - 1.5, y + 1.5) for x, y in trail(figure, dots)]
    for label in (tick.label for tick in ticks):
        taken.append((label.x - look.type.width(label.lines[0]), label.x, label.y - 0.8 * look.type.size, label.y))
    found = []
    for dot, sides in wanted:
        text = write_number(figure, dot.value, look)
        boxes = {side: _box(dot, side, look.bold.width(text), look.bold.size) for side in sides}
        boxes = {side: _off_breaks(one, dot, breaks) for side, one in boxes.items()}
        free = [side for side in sides if _inside(boxes[side], box) and not meets(boxes[side], taken)]
        side = free[0] if free else next((s for s in sides if _inside(boxes[s], box)), sides[0])
        place = _moved_inside(boxes[side], box)
        taken.append(place)
        color = text_color(look.theme, series_color(figure, dot.series, look.theme))
        x = (place[0] + place[1]) / 2
        label = Label(
            x, place[3] - 0.2 * look.bold.size, (text,), 0, "middle", color, bold=True, wide=place[1] - place[0]
        )
        found.append(Written(dot.series, dot.row, dot.value, side, label))
    return found


def trail(figure: Chart, dots: Sequence[Dot]) -> Iterator[tuple[float, float]]:
    """Yield the places of dots, and places on the lines between them, as x and y in points."""
    for dot in dots:
        yield dot.x, dot.y
    for one, other in pairwise(dots):
        if figure.kind == "line" and (one.series, one.row + 1) == (other.series, other.row):
            parts = max(2, min(40, int(abs(other.x - one.x) + abs(other.y - one.y)) // 3))
            for n in range(1, parts):
                yield one.x + (other.x - one.x) * n / parts, one.y + (other.y - one.y) * n / parts


def _box(dot: Dot, side: Side, wide: float, size: float) -> Box:
    """Return the box of a value, `wide` points wide, on one side of its dot."""
    gap, half = 0.6 * size, wide / 2
    match side:
        case "above":
            return (dot.x - half, dot.x + half, dot.y - gap - size, dot.y - gap)
        case "below":
            return (dot.x - half, dot.x + half, dot.y + gap, dot.y + gap + size)
        case "right":
            return (dot.x + gap, dot.x + gap + wide, dot.y - size / 2, dot.y + size / 2)
    return (dot.x - gap - wide, dot.x - gap, dot.y - size / 2, dot.y + size / 2)


def _off_breaks(one: Box, dot: Dot, breaks: Sequence[float]) -> Box:
    """Return the box of a value, moved off a break that crosses it if it then still reaches over its dot."""
    for x in breaks:
        move = x + 3 - one[0] if x < dot.x else x - 3 - one[1]
        moved = (one[0] + move, one[1] + move, one[2], one[3])
        if one[0] < x + 3 and x - 3 < one[1] and x != dot.x and moved[0] <= dot.x <= moved[1]:
            return moved
    return one


def _inside(one: Box, box: Box) -> bool:
    return box[0] <= one[0] and one[1] <= box[1] and box[2] <= one[2] and one[3] <= box[3]


def _moved_inside(one: Box, box: Box) -> Box:
    """Return a box moved sideways into another."""
    move = max(box[0] - one[0], 0) or min(box[1] - one[1], 0)
    return (one[0] + move, one[1] + move, one[2], one[3])


def meets(one: Box, boxes: Sequence[Box]) -> bool:
    """Return whether a box overlaps one of others."""
    return any(_overlap(one, box) for box in boxes)


def write_tick(value: float, scale: Scale, look: Look, x: float, style: AxisStyle) -> Label:
    """Return the number of a gridline as a label left of the plot, ending at `x`."""
    return Label(x, scale.at(value) + 0.35 * look.type.size, (style.text(value),), 0, "end", "grey")
