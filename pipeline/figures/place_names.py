"""Names beside the points of a map: each where it meets the least, found by trying places around its point in turn."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.figures.outlines import Box, Line
from pipeline.figures.plot import Anchor
from pipeline.figures.projection import Point

SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))  # right, left, above, below, between
AWAY = (0.0, 1.3, 3.0)  # sizes of type: further from the point, a line leads to it
ROUNDS = 3  # in which each name may move out of the way of the others
# What it costs a name to stand on other things; one that costs TAKEN or more has no room.
TAKEN, DOT, CIRCLE, EDGE, FAR, TOWARDS = 1000.0, 200.0, 90.0, 30.0, 20.0, 30.0


@dataclass(frozen=True)
class Named:
    """What is to be named: its place, the radius of what is drawn there, and how wide and high its words are."""

    x: float
    y: float
    radius: float
    wide: float
    high: float


@dataclass(frozen=True)
class Spot:
    """Where words stand: their box, how their lines are anchored, and the line that leads there from afar."""

    box: Box
    anchor: Anchor
    leader: tuple[Point, Point] | None = None
    cost: float = 0.0

    @property
    def x(self) -> float:
        left, right, *_ = self.box
        return {"start": left, "middle": (left + right) / 2, "end": right}[self.anchor]


@dataclass(frozen=True)
class Drawn:
    """What names should not stand on: the frame that they stay in, points of lines, and circles as x, y and radius."""

    frame: Box
    edges: Sequence[Point]
    circles: Sequence[tuple[float, float, float]]


def place_names(named: Sequence[Named], drawn: Drawn, size: float) -> list[Spot]:
    """Return where each name stands, in type of `size` points. A spot that costs TAKEN or more meets another name or the frame."""
    spots: dict[int, Spot] = {}
    order = sorted(range(len(named)), key=lambda n: -named[n].radius)
    for _ in range(ROUNDS):
        for n in order:
            others = [spot.box for at, spot in spots.items() if at != n]
            dots = [(one.x, one.y) for at, one in enumerate(named) if at != n]
            tried = (
                (
                    spot,
                    side_cost + _cost(spot.box, others, dots, drawn, named[n]) + _towards(spot, named[n], dots, size),
                )
                for spot, side_cost in _spots(named[n], size)
            )
            best, cost = min(tried, key=lambda pair: pair[1])
            spots[n] = Spot(best.box, best.anchor, best.leader, cost)
    return [spots[n] for n in range(len(named))]


def _spots(one: Named, size: float) -> Iterator[tuple[Spot, float]]:
    """Yield the spots around a point, near ones first, each with what it costs to be no better one."""
    for step, away in enumerate(AWAY):
        reach = one.radius + (0.4 + away) * size
        for at, (across, down) in enumerate(SIDES):
            part = 0.72 if across and down else 1.0
            x, y = one.x + across * reach * part, one.y + down * reach * part
            left = x - one.wide * (1 - across) / 2
            top = y - one.high * (1 - down) / 2
            anchor: Anchor = "start" if across > 0 else "end" if across < 0 else "middle"
            from_x, from_y = (one.x + across * one.radius * part, one.y + down * one.radius * part)
            leader = ((from_x, from_y), (x - across * 0.2 * size, y - down * 0.2 * size)) if step else None
            yield Spot((left, left + one.wide, top, top + one.high), anchor, leader), at + FAR * step


def _towards(spot: Spot, own: Named, dots: Sequence[Point], size: float) -> float:
    """Return what it costs a name to stand on that side of its point where another is near, which would seem to be named."""
    left, right, top, bottom = spot.box
    across, down = (left + right) / 2 - own.x, (top + bottom) / 2 - own.y
    cost = 0.0
    for x, y in dots:
        away = math.dist((x, y), (own.x, own.y))
        if 0 < away < 4 * size:
            cost += TOWARDS * max(0.0, ((x - own.x) * across + (y - own.y) * down) / away / math.hypot(across, down))
    return cost


def _cost(box: Box, others: Sequence[Box], dots: Sequence[Point], drawn: Drawn, own: Named) -> float:
    left, right, top, bottom = box
    frame = drawn.frame
    outside = max(frame[0] - left, 0) + max(right - frame[1], 0) + max(frame[2] - top, 0) + max(bottom - frame[3], 0)
    met = sum(TAKEN * (1 + _shared(box, other)) for other in others if meets(box, other))
    on_dots = sum(left - 2 < x < right + 2 and top - 2 < y < bottom + 2 for x, y in dots)
    on_edges = sum(left < x < right and top < y < bottom for x, y in drawn.edges)
    samples = [(left + (right - left) * i / 4, top + (bottom - top) * j / 2) for i in range(5) for j in range(3)]
    on_circles = sum(
        sum(math.dist((x, y), sample) < radius for sample in samples) / len(samples)
        for x, y, radius in drawn.circles
        if (x, y) != (own.x, own.y)
    )
    return (
        (TAKEN + outside if outside > 0 else 0)
        + met
        + DOT * on_dots
        + CIRCLE * on_circles
        + EDGE * min(on_edges * 4 / max(right - left, 1), 2)
    )


def meets(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _shared(one: Box, other: Box) -> float:
    """Return the share of a box that another covers."""
    across = min(one[1], other[1]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[2], other[2])
    return max(across, 0) * max(down, 0) / ((one[1] - one[0]) * (one[3] - one[2]) or 1)


# ---------------------------------------------------------------- names of areas


def place_in_area(rings: Sequence[Line], wide: float, high: float, taken: Sequence[Box]) -> Point | None:
    """Return the middle of the place for words that is nearest to the middle of an area; None where they have no room in it."""
    ring = max(rings, key=_area, default=())
    if len(ring) < 3:
        return None
    across, down = [x for x, _ in ring], [y for _, y in ring]
    middle = (sum(across) / len(ring), sum(down) / len(ring))
    middle = _middle(ring) or middle
    places = [
        (min(across) + (max(across) - min(across)) * i / 24, min(down) + (max(down) - min(down)) * j / 16)
        for i in range(1, 24)
        for j in range(1, 16)
    ]
    for x, y in sorted([middle, *places], key=lambda place: math.dist(place, middle)):
        box = (x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)
        corners = [(box[i], box[j]) for i in (0, 1) for j in (2, 3)]
        if not any(meets(box, other) for other in taken) and all(_is_in(corner, ring) for corner in corners):
            return x, y
    return None


def _area(ring: Line) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x * then_y - then_x * y for (x, y), (then_x, then_y) in pairs)) / 2


def _middle(ring: Line) -> Point | None:
    """Return the center of mass of a ring; None for one without an area."""
    sum_x = sum_y = twice = 0.0
    for (x, y), (then_x, then_y) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        cross = x * then_y - then_x * y
        twice += cross
        sum_x += (x + then_x) * cross
        sum_y += (y + then_y) * cross
    return (sum_x / (3 * twice), sum_y / (3 * twice)) if abs(twice) > 1e-9 else None


def _is_in(point: Point, ring: Line) -> bool:
    """Return whether a point lies within a ring: a ray from it to the right crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (one_x, one_y), (other_x, other_y) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (one_y > y) != (other_y > y) and x < one_x + (y - one_y) * (other_x - one_x) / (other_y - one_y):
            crossed = not crossed
    return crossed
