"""Recompute every fact that is taken from a data file, with Python's csv module and fractions alone.

`python tests/recompute.py [CONTENT]` prints each fact, what it is computed from, and the result.
Nothing of the pipeline is used: what it printed is compared with this by test_recompute.py.
"""

import csv
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

Column = list[Fraction | None]
LETTER = re.compile(r"[^\W\d_]")  # a column that has any holds words


def read_table(path: Path) -> tuple[list[str], dict[str, Column]]:
    """The labels of a data file, and its columns of numbers as exact numbers; None where a cell is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names, *rows = csv.reader(file)
    columns = {
        name: [Fraction(row[at]) if row[at].strip() else None for row in rows]
        for at, name in enumerate(names)
        if at and not any(LETTER.search(row[at]) for row in rows)
    }
    return [row[0] for row in rows], columns


def recompute(fact: dict[str, Any], folder: Path) -> list[Fraction]:
    """The number that a fact of facts.yaml takes from its data, or the lowest and the highest of several."""
    labels, columns = read_table(folder / "data" / fact["data"])
    names = fact["column"] if isinstance(fact["column"], list) else [fact["column"]]
    found = [number for name in names for number in _of_column(fact, labels, columns, name)]
    found = [abs(number) for number in found] if fact.get("unsigned") else found
    return [found[0]] if len(found) == 1 else [min(found), max(found)]


def _of_column(fact: dict[str, Any], labels: list[str], columns: dict[str, Column], name: str) -> list[Fraction]:
    column, whole = columns[name], columns[fact["of"]] if "of" in fact else None
    if "at" in fact:
        row = labels.index(str(fact["at"]))
        return [100 * exact(column[row]) / exact(whole[row]) if whole else exact(column[row])]
    start = labels.index(str(fact["from"])) if "from" in fact else 0
    end = labels.index(str(fact["to"])) if "to" in fact else len(labels) - 1
    stretch = column[start : end + 1]
    known = [number for number in stretch if number is not None]
    match fact["take"]:
        case "sum":
            return [sum(known, Fraction(0))]
        case "max" | "min":
            return [max(known) if fact["take"] == "max" else min(known)]
        case "range" if whole:
            shares = [100 * a / b for a, b in zip(stretch, whole[start : end + 1], strict=True) if a is not None and b]
            return [min(shares), max(shares)]
        case "percent-change":
            return [100 * (exact(stretch[-1]) - exact(stretch[0])) / exact(stretch[0])]
    raise NotImplementedError(fact["take"])  # a way of taking that no fact used so far: add it here


def exact(number: Fraction | None) -> Fraction:
    """A number that must not be missing."""
    assert number is not None, "an empty cell"
    return number


def read_facts(folder: Path) -> dict[str, dict[str, Any]]:
    """Facts taken from data, as they are typed in facts.yaml."""
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    return {id: fact for id, fact in facts.items() if "data" in fact}


if __name__ == "__main__":
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "content"
    for name, asked in read_facts(home).items():
        numbers = " to ".join(f"{float(number):,.10g}" for number in recompute(asked, home))
        print(f"{name:24} {numbers:28} {asked['data']} {asked['column']} {asked.get('at') or asked.get('take')}")
