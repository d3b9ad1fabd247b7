"""Decide for a whole file whether its decimals begin after a point or a comma; or say that nobody can know."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pipeline.data.cells import Typed

UNGROUPED = re.compile(r"\d{5,}|[03-9]\d{3}")  # thousands without a sign between them; 1998 may be a year


@dataclass(frozen=True)
class Doubt:
    """A cell that is two numbers, by whether its sign is that of decimals: at `line`, as typed, and both readings."""

    line: int
    column: str
    typed: str
    readings: tuple[str, str]  # its sign parts thousands; its sign begins the decimals
    for_whole: str  # what `decimal` has to say for each
    for_part: str


@dataclass(frozen=True)
class Clash:
    """Two cells whose decimals begin with different signs: the later one, and the earlier one with its line."""

    line: int
    column: str
    typed: str
    earlier: str
    earlier_line: int


def other(sign: str) -> str:
    return "," if sign == "." else "."


def tell_decimal(core: str) -> str:
    """Return the sign of decimals that a number proves by itself, or ""; "?." and "?," are a sign before three digits.

    1,234.5 and 3.5 prove a point, 1.234.567 a comma; 1.204 proves nothing.
    """
    core = core.casefold().partition("e")[0]
    signs = [sign for sign in core if sign in ".,"]
    if not signs or core.endswith((".", ",")):
        return ""
    sign = signs[-1]
    if len(set(signs)) == 2:
        return sign if signs.count(sign) == 1 else ""
    groups = core.split(sign)
    if len(signs) > 1:
        return other(sign) if all(len(group) == 3 for group in groups[2:]) else ""
    before, after = groups
    if len(after) != 3 or before in ("", "0") or before.startswith("0") or re.search(r"[ '’]", before):
        return sign
    return sign if len(before) > 3 else f"?{sign}"


Found = tuple[int, str, str, Typed]  # line, column, text and number of a cell


def find_decimal(every: Iterable[Found], asked: Collection[str], by_commas: bool) -> str | Doubt | Clash:
    """Return the sign of decimals in a file, or the cells that leave it open or disagree, if the columns asked for do.

    `every` are all numbers of the file that were typed. `by_commas` says that commas part the cells, so that one within
    a cell was typed between quotes: it groups thousands.
    """
    told = [(tell_decimal(cell[3].core), cell) for cell in every if cell[3].value is None]
    mine = {sign: cell for sign, cell in reversed(told) if cell[1] in asked}
    if "." in mine and "," in mine:
        earlier, later = sorted((mine["."], mine[","]), key=lambda cell: cell[0])
        return Clash(later[0], later[1], later[2], earlier[2], earlier[0])
    for signs in (mine, dict(told)):
        for sign in ".,":
            if sign in signs:
                return sign
    if not {"?.", "?,"} & set(mine) or (by_commas and "?." not in mine):
        return "."
    opened = [cell for sign, cell in told if sign and cell[1] in asked]
    columns = {cell[1] for cell in opened}
    if any(UNGROUPED.fullmatch(cell[3].core) for _, cell in told if cell[1] in columns):  # so a sign is one of decimals
        return next(sign[1] for sign in ("?.", "?,") if sign in mine)
    line, column, text, typed = min((cell for sign, cell in told if sign.startswith("?")), key=lambda cell: cell[0])
    bare = typed.core.replace(".", "").replace(",", "")
    names = ("comma", "point") if "." in typed.core else ("point", "comma")
    return Doubt(line, column, text, (bare, typed.core.replace(",", ".")), *names)
