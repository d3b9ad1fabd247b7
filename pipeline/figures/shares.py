"""Parts of a whole: what a chart draws where it shows each number as its share of the row, in percent."""

from decimal import Decimal

from pipeline.content import Chart, DataFigure
from pipeline.data import Number

STEPS: list[Number] = [0, 50, 100]  # percent: of the axis of shares, on which a half is what readers look for
MOST_DECIMALS = 3


def shows_shares(figure: DataFigure) -> bool:
    """Return whether a figure shows shares in place of the numbers of its data."""
    return isinstance(figure, Chart) and figure.shares


def drawn_numbers(figure: DataFigure) -> tuple[tuple[Number | None, ...], ...]:
    """Return the numbers that a figure draws, by series: those of its data, or the share in percent of each in its row.

    A row without numbers has no shares; the checks refuse rows that have a part of their numbers.
    """
    columns = tuple(figure.numbers(series) for series in figure.series)
    if not shows_shares(figure):
        return columns
    return tuple(zip(*(_shares(row) for row in zip(*columns, strict=True)), strict=True))


def _shares(row: tuple[Number | None, ...]) -> tuple[Number | None, ...]:
    parts = [None if number is None else Decimal(str(number)) for number in row]
    whole = sum((part for part in parts if part is not None), Decimal(0))
    return tuple(None if part is None or not whole else float(100 * part / whole) for part in parts)


def drawn_unit(figure: DataFigure) -> str:
    """Return the unit of the numbers that a figure draws."""
    return "%" if shows_shares(figure) else figure.unit


def share_decimals(figure: DataFigure) -> int:
    """Return how many decimals shares are printed with: none, or so many that no part is printed as if it were the whole."""
    parts = [share for column in drawn_numbers(figure) for share in column if share is not None and share < 100]
    highest = max(parts, default=0)
    return next((n for n in range(MOST_DECIMALS + 1) if round(highest, n) < 100), 0)
