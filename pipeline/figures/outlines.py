"""Outlines on a plane: areas and lines projected, and cut off at the edges of a drawing."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.data import Outline, Outlines
from pipeline.figures.projection import Point, Projection

Line = tuple[Point, ...]
Box = tuple[float, float, float, float]  # left, right, top, bottom
STRIDE = 2.0  # degrees: a longer edge is bent where the projection bends it
CLOSE = 0.35  # points: what lies closer together is one point on paper


def shared_edges(outlines: Outlines) -> tuple[list[Line], list[Line]]:
    """Return the edges of areas as lines of degrees: those that two areas share (borders), and the others (coasts)."""
    count: dict[tuple[Point, Point], int] = {}
    rings = [ring for area in outlines.areas for ring in area.rings]
    for ring in rings:
        for edge in _edges(ring):
            count[edge] = count.get(edge, 0) + 1
    borders: list[Line] = []
    coasts: list[Line] = []
    seen: set[tuple[Point, Point]] = set()
    for ring in rings:
        for is_border, line in _runs(ring, count, seen):
            (borders if is_border else coasts).append(line)
    return borders, coasts


def _edge(one: Point, other: Point) -> tuple[Point, Point]:
    return (one, other) if one <= other else (other, one)


def _edges(ring: Line) -> Iterator[tuple[Point, Point]]:
    return (_edge(one, other) for one, other in pairwise(ring))


def _runs(
    ring: Line, count: dict[tuple[Point, Point], int], seen: set[tuple[Point, Point]]
) -> Iterator[tuple[bool, Line]]:
    """Yield the stretches of a ring that are shared, and those that are not; a shared one once for all rings."""
    run: list[Point] = []
    kind = False
    for one, other in pairwise(ring):
        edge = _edge(one, other)
        is_border, is_drawn = count[edge] > 1, edge in seen
        if run and (is_drawn or is_border != kind):
            yield kind, tuple(run)
            run = []
        if not is_drawn:
            kind = is_border
            run = [*(run or [one]), other]
            if is_border:
                seen.add(edge)
    if run:
        yield kind, tuple(run)


# ---------------------------------------------------------------- onto the plane


def project_area(area: Outline, projection: Projection, place: Callable[[Point], Point], box: Box) -> tuple[Line, ...]:
    """Return the rings of an area as far as they lie in a box of the drawing; `place` makes points of the plane points of it."""
    rings = []
    for ring in area.rings:
        for turned in _turned(ring, projection):
            within = _clip_ring([_cut_x(-projection.reach, 1), _cut_x(projection.reach, -1)], turned)
            drawn = [place(projection.at(x, y)) for x, y in _bent(within, closed=True)]
            cut = _clip_ring(_sides(box), _thinned(drawn))
            if len(cut) > 2:
                rings.append(tuple(cut))
    return tuple(rings)


def project_line(line: Line, projection: Projection, place: Callable[[Point], Point], box: Box) -> Iterator[Line]:
    """Yield the stretches of a line that lie in a box of the drawing."""
    for turned in _turned(line, projection):
        if min(x for x, _ in turned) >= -projection.reach and max(x for x, _ in turned) <= projection.reach:
            drawn = _thinned([place(projection.at(x, y)) for x, y in _bent(turned)])
            yield from _clip_line(drawn, box)
        else:
            inner = [(x, y) for x, y in turned if -projection.reach <= x <= projection.reach]
            yield from _clip_line(_thinned([place(projection.at(x, y)) for x, y in inner]), box)


def _turned(line: Line, projection: Projection) -> Iterator[list[Point]]:
    """Yield a line in degrees from the centre, unbroken where it crosses ±180; twice, where both its ends may be seen."""
    if not line:
        return
    unbroken = [(projection.turned(line[0][0]), line[0][1])]
    for x, y in line[1:]:
        step = (projection.turned(x) - unbroken[-1][0] + 180) % 360 - 180
        unbroken.append((unbroken[-1][0] + step, y))
    west, east = min(x for x, _ in unbroken), max(x for x, _ in unbroken)
    for turn in (-360, 0, 360):
        if east + turn >= -projection.reach and west + turn <= projection.reach:
            yield [(x + turn, y) for x, y in unbroken]


def _bent(line: Sequence[Point], closed: bool = False) -> Iterator[Point]:
    """Yield the points of a line, and some between two that are far apart."""
    following = [*line[1:], *(line[:1] if closed else ())]
    for (x, y), (then_x, then_y) in zip(line, following, strict=False):
        parts = max(1, math.ceil(max(abs(then_x - x), abs(then_y - y)) / STRIDE))
        for n in range(parts):
            yield x + (then_x - x) * n / parts, y + (then_y - y) * n / parts
    if line and not closed:
        yield line[-1]


def _thinned(line: Sequence[Point]) -> list[Point]:
    """Return a line without the points that lie too close to the one before to be seen."""
    kept = list(line[:1])
    for point in line[1:]:
        if math.dist(point, kept[-1]) >= CLOSE:
            kept.append(point)
    if line and kept[-1] != line[-1]:
        kept.append(line[-1])
    return kept


# ---------------------------------------------------------------- cut off

Cut = Callable[[Point], float]  # how far within a side a point lies; less than 0 is outside


def _cut_x(at: float, sign: int) -> Cut:
    return lambda point: sign * (point[0] - at)


def _sides(box: Box) -> list[Cut]:
    left, right, top, bottom = box
    return [
        lambda point: point[0] - left,
        lambda point: right - point[0],
        lambda point: point[1] - top,
        lambda point: bottom - point[1],
    ]


def _clip_ring(cuts: Sequence[Cut], ring: Sequence[Point]) -> list[Point]:
    """Return what of a ring lies within all sides (Sutherland and Hodgman 1974)."""
    kept = list(ring)
    for cut in cuts:
        points, kept = kept, []
        for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
            if (cut(before) < 0) != (cut(point) < 0):
                kept.append(_meeting(before, point, cut))
            if cut(point) >= 0:
                kept.append(point)
    return kept


def _meeting(one: Point, other: Point, cut: Cut) -> Point:
    share = cut(one) / (cut(one) - cut(other))
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _clip_line(line: Sequence[Point], box: Box) -> Iterator[Line]:
    """Yield the stretches of a line that lie in a box."""
    run: list[Point] = []
    for one, other in pairwise(line):
        ends = _clip_edge(one, other, box)
        if ends is None or (run and ends[0] != run[-1]):
            yield from [tuple(run)] if len(run) > 1 else []
            run = []
        if ends is not None:
            run = [*(run or [ends[0]]), ends[1]]
    yield from [tuple(run)] if len(run) > 1 else []


def _clip_edge(one: Point, other: Point, box: Box) -> tuple[Point, Point] | None:
    """Return the part of an edge that lies in a box; None if there is none."""
    for cut in _sides(box):
        if cut(one) < 0 and cut(other) < 0:
            return None
        if cut(one) < 0:
            one = _meeting(one, other, cut)
        elif cut(other) < 0:
            other = _meeting(one, other, cut)
    return one, other
