"""Names beside the points of a map: each where it meets the least, found by trying places around its point in turn."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.figures.outlines import Box, Line
from pipeline.figures.plot import Anchor
from pipeline.figures.projection import Point

SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))  # right, left, above, below, between
AWAY = (0.0, 1.3, 3.0, 5.0)  # sizes of type: further from the point, a line leads to it
ROUNDS = 4  # in which each name may move out of the way of the others
# What it costs a name to stand on other things; one that costs TAKEN or more has no room.
TAKEN, CROSSED, DOT, CIRCLE, BORDER, COAST = 1000.0, 300.0, 200.0, 90.0, 80.0, 25.0
# To seem another's, on that side of the point or nearer to the other; to be read with another; to stand a step further away.
TOWARDS, NEARER, BESIDE, FAR = 60.0, 60.0, 40.0, 20.0
APART = 6.0  # points: names that are closer on one line are read as one


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
    """What names should not stand on: the frame that they stay in, points along lines, and circles as x, y and radius."""

    frame: Box
    borders: Sequence[Point]
    coasts: Sequence[Point]
    circles: Sequence[tuple[float, float, float]]


def place_names(named: Sequence[Named], drawn: Drawn, size: float) -> list[Spot]:
    """Return where each name stands, in type of `size` points. A spot that costs TAKEN or more meets another name or the frame."""
    order = sorted(range(len(named)), key=lambda n: -named[n].radius)
    spots = {n: [*_spots(named[n], [one for one in named if one is not named[n]], drawn, size)] for n in order}
    placed: dict[int, Spot] = {}
    for _ in range(ROUNDS):
        before = dict(placed)
        for n in order:
            names = [spot for at, spot in placed.items() if at != n]
            cost, best = min(
                ((spot.cost + _cost_of_names(spot, names), spot) for spot in spots[n]), key=lambda pair: pair[0]
            )
            placed[n] = replace(best, cost=cost)
        if placed == before:
            break
    return [placed[n] for n in range(len(named))]


def _spots(one: Named, others: Sequence[Named], drawn: Drawn, size: float) -> Iterator[Spot]:
    """Yield the spots around a point, near ones first, each with what it costs apart from other names."""
    for step, away in enumerate(AWAY):
        reach = one.radius + (0.4 + away) * size
        for at, (across, down) in enumerate(SIDES):
            part = 0.72 if across and down else 1.0
            x, y = one.x + across * reach * part, one.y + down * reach * part
            left = x - one.wide * (1 - across) / 2
            top = y - one.high * (1 - down) / 2
            box = (left, left + one.wide, top, top + one.high)
            anchor: Anchor = "start" if across > 0 else "end" if across < 0 else "middle"
            start = (one.x + across * one.radius * part, one.y + down * one.radius * part)
            leader = (start, (x - across * 0.2 * size, y - down * 0.2 * size)) if step else None
            cost = at + FAR * step + CIRCLE * sum(_runs_over(leader, other, one) for other in others)
            cost += _cost_of_marks(box, others, drawn, one) + _cost_of_others(box, others, one, size)
            yield Spot(box, anchor, leader, cost)


def _cost_of_names(spot: Spot, names: Sequence[Spot]) -> float:
    """Return what it costs to meet other names, to be read as one with them, and to have lines through words."""
    left, right, top, bottom = spot.box
    cost = 0.0
    for other in names:
        cost += TAKEN * (1 + _shared(spot.box, other.box)) if meets(spot.box, other.box) else 0
        cost += BESIDE * meets((left - APART, right + APART, top, bottom), other.box)
        cost += CROSSED * (_crosses(spot.leader, other.box) + _crosses(other.leader, spot.box))
    return cost


def _crosses(leader: tuple[Point, Point] | None, box: Box) -> bool:
    return any(box[0] < x < box[1] and box[2] < y < box[3] for x, y in _along(leader))


def _runs_over(leader: tuple[Point, Point] | None, other: Named, own: Named) -> bool:
    """Return whether a line to a point runs over the circle of another, on which the point itself does not lie."""
    return _gap_to((own.x, own.y), other) > 0 and any(_gap_to(point, other) < 0 for point in _along(leader))


def _along(leader: tuple[Point, Point] | None) -> list[Point]:
    if leader is None:
        return []
    (x, y), (then_x, then_y) = leader
    return [(x + (then_x - x) * n / 8, y + (then_y - y) * n / 8) for n in range(9)]


def _cost_of_marks(box: Box, others: Sequence[Named], drawn: Drawn, own: Named) -> float:
    """Return what it costs to stand on points, circles, borders and coasts, or to leave the frame."""
    left, right, top, bottom = box
    frame = drawn.frame
    outside = max(frame[0] - left, 0) + max(right - frame[1], 0) + max(frame[2] - top, 0) + max(bottom - frame[3], 0)
    on_dots = sum(left - 2 < one.x < right + 2 and top - 2 < one.y < bottom + 2 for one in others)
    on_lines = [
        min(sum(left - 1 < x < right + 1 and top < y < bottom for x, y in points) * 4 / max(right - left, 1), 2)
        for points in (drawn.borders, drawn.coasts)
    ]
    samples = [(left + (right - left) * i / 4, top + (bottom - top) * j / 2) for i in range(5) for j in range(3)]
    inside = [
        sum(math.dist((x, y), sample) < radius + 1 for sample in samples) / len(samples)
        for x, y, radius in drawn.circles
        if (x, y) != (own.x, own.y)
    ]
    on_circles = sum(1 + share for share in inside if share)
    left_frame = TAKEN + outside if outside > 0 else 0
    return left_frame + DOT * on_dots + CIRCLE * on_circles + BORDER * on_lines[0] + COAST * on_lines[1]


def _cost_of_others(box: Box, others: Sequence[Named], own: Named, size: float) -> float:
    """Return what it costs to be taken for the name of another point: one that is nearer, or on that side of the own."""
    across, down = (box[0] + box[1]) / 2 - own.x, (box[2] + box[3]) / 2 - own.y
    cost = 0.0
    for other in others:
        away = math.dist((other.x, other.y), (own.x, own.y))
        if 0 < away < size:
            side = ((other.x - own.x) * across + (other.y - own.y) * down) / away / (math.hypot(across, down) or 1)
            cost += TOWARDS * max(0.0, side)
        elif away > other.radius + size:  # not on its circle, where everything is near to it
            cost += NEARER * (_gap(box, other) < _gap(box, own))
    return cost


def _gap(box: Box, one: Named) -> float:
    """Return how far a box is from the circle of a point."""
    nearest = min(max(one.x, box[0]), box[1]), min(max(one.y, box[2]), box[3])
    return _gap_to(nearest, one)


def _gap_to(point: Point, one: Named) -> float:
    return math.dist(point, (one.x, one.y)) - one.radius


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
