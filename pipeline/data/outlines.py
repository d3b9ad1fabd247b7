"""Read outlines: a GeoJSON file (RFC 7946) of areas and lines, in degrees, for maps to be drawn on."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.core import INVISIBLE, Place, Problem, ProblemsFound, problem_of_file, read_text

LARGEST = 4_000_000  # bytes: more is finer than any page can show
PARTS = {"FeatureCollection": "features", "GeometryCollection": "geometries"}
EXPORT = "export it as GeoJSON in degrees (WGS 84, EPSG:4326)"

Point = tuple[float, float]  # longitude and latitude, in degrees
Line = tuple[Point, ...]


@dataclass(frozen=True)
class Outline:
    """An area: its name ("" if it has none), and its rings. Where they lie in each other, they are holes and islands."""

    name: str
    rings: tuple[Line, ...]


@dataclass(frozen=True)
class Outlines:
    """The areas and lines of a file. `path` is the file as messages name it."""

    path: str
    areas: tuple[Outline, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(area.name for area in self.areas if area.name))

    def named(self, name: str) -> tuple[Outline, ...]:
        """Return the areas that bear a name, in whatever capitals."""
        return tuple(area for area in self.areas if area.name and area.name.casefold() == name.casefold())

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The least and the greatest longitude, and the least and the greatest latitude, of all."""
        points = [point for line in (*self.lines, *(r for a in self.areas for r in a.rings)) for point in line]
        across, up = [x for x, _ in points], [y for _, y in points]
        return min(across), max(across), min(up), max(up)


def read_outlines(path: Path, shown: str) -> Outlines:
    """Return the outlines in a GeoJSON file. Raises ProblemsFound.

    Areas have the name that their property "name" says. Points, and all other properties, are passed over.
    """
    try:
        if path.stat().st_size > LARGEST:
            hint = "cut it to the part that is shown, and simplify its lines"
            raise ProblemsFound([Problem(Place(shown, 0), "this file is too large", hint)])
    except OSError as error:
        raise ProblemsFound([problem_of_file(Place(shown, 0), error)]) from None
    return _read(read_text(path, shown), shown)


@lru_cache(maxsize=64)  # files that did not change between two builds of one process
def _read(text: str, shown: str) -> Outlines:
    try:
        found = [*_features(json.loads(text), "")]
        areas = tuple(Outline(name, tuple(map(_line, rings))) for name, rings, is_area in found if is_area)
        lines = tuple(_line(line) for _, lines, is_area in found if not is_area for line in lines)
    except json.JSONDecodeError as error:
        raise _refused(shown, "this is no GeoJSON", EXPORT, error.lineno) from None
    except _Refused as refused:
        raise _refused(shown, str(refused), refused.hint) from None
    except (RecursionError, TypeError, ValueError, KeyError):
        raise _refused(shown, "this is no GeoJSON that can be drawn", EXPORT) from None
    if not areas and not lines:
        raise _refused(shown, "there is no area and no line in this file", EXPORT)
    return Outlines(shown, areas, lines)


class _Refused(Exception):
    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


def _refused(shown: str, what: str, hint: str, line: int = 0) -> ProblemsFound:
    return ProblemsFound([Problem(Place(shown, line), what, hint)])


def _features(thing: Any, name: str) -> Iterator[tuple[str, list[Any], bool]]:
    """Yield each area and each set of lines: the name, rings or lines as they are typed, and whether it is an area."""
    if not isinstance(thing, Mapping):
        raise _Refused("this is no GeoJSON that can be drawn", EXPORT)
    kind = str(thing.get("type"))
    if kind in PARTS:
        for part in thing[PARTS[kind]]:
            yield from _features(part, name)
    elif kind == "Feature":
        if thing.get("geometry") is not None:
            yield from _features(thing["geometry"], _name(thing.get("properties")))
    elif kind in ("Polygon", "MultiLineString"):
        yield name, thing["coordinates"], kind == "Polygon"
    elif kind == "MultiPolygon":
        yield name, [ring for polygon in thing["coordinates"] for ring in polygon], True
    elif kind == "LineString":
        yield name, [thing["coordinates"]], False
    elif kind not in ("Point", "MultiPoint"):
        is_topology = kind == "Topology"
        raise _Refused(
            "this is TopoJSON, and outlines are GeoJSON" if is_topology else "this is JSON, and no GeoJSON", EXPORT
        )


def _name(properties: Any) -> str:
    names = {str(key).casefold(): value for key, value in properties.items()} if isinstance(properties, Mapping) else {}
    name = names.get("name")
    return " ".join(INVISIBLE.sub(" ", name).split()) if isinstance(name, str) else ""


def _line(points: Any) -> Line:
    return tuple(_point(*point[:2]) for point in points)


def _point(longitude: Any, latitude: Any) -> Point:
    x, y = float(longitude), float(latitude)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError
    if abs(x) > 360 or abs(y) > 90:
        raise _Refused(f"the coordinates {x:.10g}, {y:.10g} are no longitude and latitude", EXPORT)
    return x, y
