"""Check charts of shares: parts that are all known, none below zero, of a whole that is more than nothing."""

from collections.abc import Iterator

from pipeline.content import Chart
from pipeline.core import Problem


def check_shares(figure: Chart, owner: str) -> Iterator[Problem]:
    """Yield the problems of a chart that shows shares; of its rows at the lines of its data file."""
    if not figure.shares:
        return
    if figure.kind != "stacked" or len(figure.series) < 2:
        what = f'{owner}: "shares" are for stacked bars of two series or more'
        hint = "leave it out; or write  kind: stacked, and a series for each part of the whole"
        yield Problem(figure.place_of("shares"), what, hint)
        return
    for note in figure.annotations[:1]:
        what = f"{owner}: bars of shares fill the chart, and leave no room for words beside a value"
        hint = "leave out annotations: and name the row in  highlight:, which writes its shares out"
        yield Problem(note.place, what, hint)
    for stretch in figure.shaded[:1]:
        what = f"{owner}: bars of shares fill the chart, and hide a stretch that is shaded behind them"
        yield Problem(stretch.place, what, "leave out shaded: and say where it begins with a line of  breaks:")
    yield from _check_rows(figure, owner)


def _check_rows(figure: Chart, owner: str) -> Iterator[Problem]:
    """Yield a problem for each number below zero and each row of zeros, and one for all rows with a part of their numbers."""
    table, known = figure.table, []
    for row, label in enumerate(table.labels):
        numbers = {series.column: figure.numbers(series)[row] for series in figure.series}
        parts = [number for number in numbers.values() if number is not None]
        for column, number in numbers.items():
            if number is not None and number < 0:
                what = f'{owner}: "{label}" has {number} in the column "{column}", and no part of a whole is below zero'
                hint = "mend the number; or leave out  shares: true, for bars that may hang below zero"
                yield Problem(table.places[row], what, hint)
        if parts and not any(parts):
            what = f'{owner}: all numbers of "{label}" are 0: there is no whole to show shares of'
            hint = "empty the cells of the row, and the figure has a gap there"
            yield Problem(table.places[row], what, hint)
        if 0 < len(parts) < len(numbers):
            known.append((row, next(column for column, number in numbers.items() if number is None)))
    yield from _tell_missing(figure, known, owner)


def _tell_missing(figure: Chart, rows: list[tuple[int, str]], owner: str) -> Iterator[Problem]:
    """Yield a problem at the first of some rows which have no number in a column, if there are any."""
    if not rows:
        return
    (row, column), *others = rows
    more = f" ({len(others)} more {'rows have' if len(others) > 1 else 'row has'} such a gap)" if others else ""
    label = figure.table.labels[row]
    what = f'{owner}: "{label}" has no number in the column "{column}"{more}: nobody knows the whole to show shares of'
    hint = (
        "type it, or 0 if there was none; or empty the other cells of the row as well, and the figure has a gap there"
    )
    yield Problem(figure.table.places[row], what, hint)
