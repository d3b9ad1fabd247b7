"""Map projections: degrees become places on a plane, in radii of the earth, with y growing upward.

Both keep areas true to each other, as circles and fillings of a map are compared by area.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
WIDE, HIGH = 100, 80  # degrees: what reaches further is a map of the world


@dataclass(frozen=True)
class Projection:
    """A projection of what lies within `reach` degrees of longitude from its middle, `centre`."""

    centre: float
    reach: float
    place: Callable[[float, float], Point]  # of degrees of longitude from the centre, and of latitude, in radians

    def __call__(self, longitude: float, latitude: float) -> Point:
        """Return the place of a point whose longitude is in degrees from Greenwich."""
        return self.at(self.turned(longitude), latitude)

    def at(self, from_centre: float, latitude: float) -> Point:
        return self.place(math.radians(from_centre), math.radians(latitude))

    def turned(self, longitude: float) -> float:
        """Return a longitude as degrees from the centre, from −180 to 180."""
        return (longitude - self.centre + 180) % 360 - 180


def choose_projection(points: Sequence[Point]) -> Projection:
    """Return the projection for a map that shows some points (longitude and latitude in degrees)."""
    west, east = span_of([x for x, _ in points])
    south, north = min(y for _, y in points), max(y for _, y in points)
    centre = (west + east) / 2
    if east - west > WIDE or north - south > HIGH:
        return Projection(centre, 180, _equal_earth)
    return Projection(centre, 90, _albers(math.radians(south), math.radians(north)))


def span_of(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the western and the eastern end of the shortest stretch that holds all; the eastern may be over 180."""
    around = sorted({longitude % 360 for longitude in longitudes})
    gaps = [after - before for before, after in zip(around, [*around[1:], around[0] + 360], strict=True)]
    first = (gaps.index(max(gaps)) + 1) % len(around)
    west = around[first]
    return west, west + 360 - max(gaps)


def _albers(south: float, north: float) -> Callable[[float, float], Point]:
    """Return Albers' equal-area conic projection of a sphere for a region between two latitudes, in radians.

    After Snyder, "Map Projections: A Working Manual" (U.S. Geological Survey, 1987), equations 14-1 to 14-6; its
    two parallels of true scale lie a sixth within the ends. Across the equator they would make a cylinder: 10-1, 10-2.
    """
    one, other = south + (north - south) / 6, north - (north - south) / 6
    n = (math.sin(one) + math.sin(other)) / 2
    if abs(n) < 0.01:
        scale = math.cos(one)
        return lambda x, y: (x * scale, math.sin(y) / scale)
    c = math.cos(one) ** 2 + 2 * n * math.sin(one)

    def radius(latitude: float) -> float:
        return math.sqrt(max(c - 2 * n * math.sin(latitude), 0)) / n

    middle = radius((south + north) / 2)
    return lambda x, y: (radius(y) * math.sin(n * x), middle - radius(y) * math.cos(n * x))


def _equal_earth(longitude: float, latitude: float) -> Point:
    """Return a place in the Equal Earth projection (Šavrič, Patterson and Jenny 2018), for maps of the world."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(latitude))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    return 2 * math.sqrt(3) * longitude * math.cos(t) / (3 * slope), a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
