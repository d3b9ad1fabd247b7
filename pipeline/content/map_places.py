"""What must hold of the rows of a map: each is a point on the earth, or an area that its outlines name."""

from collections.abc import Iterator

from pipeline.content.figure import MapFigure
from pipeline.core import Place, Problem, suggest
from pipeline.data import Number

ENDS = {"longitude": 180, "latitude": 90}  # degrees


def check_places(figure: MapFigure, what: str) -> list[Problem]:
    """Return the problems of the rows of a map, each at its line; `what` is the figure as messages name it."""
    return [problem for row in range(len(figure.table.labels)) for problem in _check_row(figure, row, what)]


def _check_row(figure: MapFigure, row: int, what: str) -> Iterator[Problem]:
    label, place = figure.table.labels[row], figure.table.places[row]
    at: dict[str, Number | None] = {
        name: figure.table.columns[column][row]
        for name, column in (("longitude", figure.longitude), ("latitude", figure.latitude))
    }
    missing = [name for name, degrees in at.items() if degrees is None]
    if len(missing) == 2:
        yield from _check_area(figure, label, place, what)
        return
    if missing:
        yield Problem(place, f'{what}: "{label}" has no {missing[0]}', "fill in both, in degrees, or neither")
        return
    wrong = [name for name, degrees in at.items() if degrees is not None and abs(degrees) > ENDS[name]]
    for name in wrong:
        problem = f'{what}: "{label}" has the {name} {at[name]}, and none is beyond {ENDS[name]}'
        hint = "write degrees with a decimal point; west and south are negative"
        yield Problem(place, problem, f"longitude and latitude may have changed places; {hint}")
    if not wrong:
        yield from _warn_of_far(figure, label, place, what)
        yield from _check_numbers(figure, row, what)


def _check_area(figure: MapFigure, label: str, place: Place, what: str) -> Iterator[Problem]:
    """Yield a problem if no outline has the name of a row that is no point."""
    if not figure.ground.named(label):
        problem = f'{what}: "{label}" has no longitude and latitude, and {figure.outlines} has no area of that name'
        hint = suggest(label, figure.ground.names)
        yield Problem(place, problem, hint or "fill in where it is, in degrees; west and south are negative")


def _warn_of_far(figure: MapFigure, label: str, place: Place, what: str) -> Iterator[Problem]:
    """Yield a warning for a point that lies outside of all outlines."""
    x, y = figure.point(figure.table.labels.index(label)) or (0.0, 0.0)
    west, east, south, north = figure.ground.box
    if not (west <= x <= east and south <= y <= north):
        problem = f'{what}: "{label}" lies outside of all outlines, at longitude {x:g} and latitude {y:g}'
        hint = "look whether the two have changed places, or lack a minus: west and south are negative"
        yield Problem(place, problem, hint, warns=True)


def _check_numbers(figure: MapFigure, row: int, what: str) -> Iterator[Problem]:
    """Yield a problem for a number that no circle can show."""
    for series in figure.series:
        number = figure.table.columns[series.column][row]
        if number is not None and number < 0:
            problem = f'{what}: "{figure.table.labels[row]}" has {number} in the column "{series.column}", which is below zero'
            hint = "numbers at points are drawn as areas of circles, and none of these is below zero"
            yield Problem(figure.table.places[row], problem, hint)
