"""Names of sheets: as spreadsheets allow them, and no two alike."""

import re
from collections.abc import Iterable

LONGEST = 31  # signs
FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
RESERVED = ("history",)  # Excel keeps it for itself


def name_sheets(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each sheet: the wanted one or, if it is too long, cannot be one or is taken, the nearest that can.

    Capitals and small letters are the same to spreadsheets.
    """
    names: list[str] = []
    taken = set(RESERVED)
    for name in wanted:
        bare = FORBIDDEN.sub(" ", name).strip() or "-"
        free = next(one for one in _ways(bare) if one.casefold() not in taken)
        taken.add(free.casefold())
        names.append(free)
    return tuple(names)


def _ways(name: str) -> Iterable[str]:
    """Yield a name cut to what is allowed, then the same with -2, -3, … at its end."""
    yield name[:LONGEST].strip()
    number = 2
    while True:
        end = f"-{number}"
        yield name[: LONGEST - len(end)].strip() + end
        number += 1
