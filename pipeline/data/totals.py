"""Find rows that are the total of the others: by their name, or because they are the sum."""

import re
from collections.abc import Mapping, Sequence

from pipeline.data.cells import Number, plain

NAMES = frozenset(
    """total totals|grand total|sum|sums|subtotal|overall|all|both|summe|gesamt|insgesamt|gesamtsumme|gesamtergebnis|zusammen
    |total general|suma|suma total|totale|totale complessivo|ensemble|somme|total général|total geral|totaal|eindtotaal
    |razem|suma końcowa|summa|yhteensä|i alt|i alt total|totalt|celkem|összesen|итого|всего|toplam|合计|总计|合計|計
    |all countries|all ages|both sexes|합계|총계|小计|總計|ogółem|المجموع|الإجمالي|genel toplam|tüm|ukupno|общо|kokonaissumma|kaikki""".replace(
        "\n    ", ""
    ).split("|")
) | {"total", "totals"}
LARGE = 1000  # no sum by chance
FIRST = re.compile(r"(?:grand )?totals?\b|insgesamt\b|summe\b|gesamt\b|.* totals?$|.*\(total\)$", re.IGNORECASE)
PART = re.compile(
    r"(?:of which|davon|darunter|dont|di cui|de los cuales|de las cuales|waarvan|w tym|z tego)\b", re.IGNORECASE
)


def is_called_total(label: str) -> bool:
    """Return whether a row is called a total, in one of a dozen languages."""
    text = plain(label).casefold().strip(" .:*")
    return text in NAMES or bool(FIRST.match(text))


def is_called_part(label: str) -> bool:
    """Return whether a row is called a part of the row above: of which women."""
    return bool(PART.match(plain(label)))


def is_sum(columns: Mapping[str, Sequence[Number | None]], row: int) -> bool:
    """Return whether a row is the sum of all other rows, as far as rounding shows: in each column, or in one of large numbers.

    A column of rates does not add up; sums of small numbers come about by chance.
    """
    found = [_adds_up(numbers, row) for numbers in columns.values()]
    sums = [is_large for adds, is_large in (pair for pair in found if pair) if adds]
    told = [pair for pair in found if pair]
    return bool(told) and (all(adds for adds, _ in told) or any(sums))


def _adds_up(numbers: Sequence[Number | None], row: int) -> tuple[bool, bool] | None:
    """Return whether a number is the sum of the others, and whether it is large; None where that cannot be seen."""
    whole = numbers[row]
    others = [number for n, number in enumerate(numbers) if n != row and number is not None]
    if whole is None or len(others) < 2 or not any(others):
        return None
    return whole != 0 and abs(whole - sum(others)) <= _room(whole, others), abs(whole) >= LARGE


def _room(whole: Number, others: Sequence[Number]) -> float:
    """Return how far a sum of rounded numbers may be from its rounded total: nothing for small whole numbers."""
    if all(isinstance(number, int) for number in (whole, *others)):
        return 1.01 if abs(whole) >= 50 else 0
    return 0.5 * _last_place([whole]) + 0.5 * len(others) * _last_place(others)


def _last_place(numbers: Sequence[Number]) -> float:
    """Return what the last digit of the most exact number is worth: 0.1 for 12.5 and 3."""
    places = max(len(repr(number).partition(".")[2]) if isinstance(number, float) else 0 for number in numbers)
    return float(10.0**-places)
