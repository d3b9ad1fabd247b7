"""What a record says about its data file, and the rows of the file that a figure shows."""

from collections.abc import Iterable, Mapping

from pipeline.content.figure import READING, Chart, DataFigure, DataTable, MapFigure
from pipeline.content.model import Fact
from pipeline.content.yaml_nodes import Map
from pipeline.core import Problem, suggest
from pipeline.data import Data, Wanted

Settings = Mapping[tuple[str, str], object]  # by file and field: what all records say that say anything


def gather_settings(records: Iterable[object]) -> Settings:
    """Return how each data file is to be read, as one record says for all; not where two records disagree."""
    found: dict[tuple[str, str], set[str]] = {}
    for record in records:
        if not isinstance(record, Map) or not isinstance(record.get("data"), str):
            continue
        for field in READING:
            if isinstance(said := record.get(field), str):
                found.setdefault((str(record["data"]), field), set()).add(str(said))
    return {key: next(iter(said)) for key, said in found.items() if len(said) == 1}


def wanted_by(record: DataFigure | Fact, settings: Settings) -> Wanted:
    """Return what a figure or a fact wants of its data file, read as it says or as another record of the file does."""
    said = {
        field.replace("-", "_"): getattr(record, field.replace("-", "_")) or settings.get((str(record.data), field))
        for field in READING
    }
    if isinstance(record, Fact):
        return Wanted(tuple(dict.fromkeys(record.columns)), sheet=record.sheet, sums=record.adds_up, **said)  # type: ignore[arg-type]
    in_table, on_map = isinstance(record, DataTable), isinstance(record, MapFigure)
    total = record.total if isinstance(record, DataTable) else None
    return Wanted(
        record.columns,
        record.x,
        sheet=record.sheet,
        sums=not in_table and not on_map,
        total=total,
        may_hold_words=in_table,
        **said,  # type: ignore[arg-type]
    )


def keep_rows(figure: DataFigure, table: Data, what: str) -> tuple[Data, list[Problem]]:
    """Return the rows of a table from the figure's label `from` to its label `to`, both included, and problems.

    There is a problem for each label that the figure names and no row has. If the row `from` comes after the row
    `to`, that is the only problem, and the table is returned whole. `what` is the figure as messages name it.
    """
    missing = []
    ends = [0, len(table.labels) - 1]
    for at, (key, label) in enumerate((("from", figure.start), ("to", figure.end))):
        row = None if label is None else table.find(label)
        if row is not None:
            ends[at] = row
        elif label is not None:
            missing.append(_missing(figure, key, label, table, what))
    first, last = ends
    if first > last:
        problem = f'{what}: "{figure.start}" stands after "{figure.end}" in {figure.data}'
        hint = f"write from: {figure.end} and to: {figure.start}" if table.at else ""
        return table, [Problem(figure.place_of("from"), problem, hint)]
    kept = table.between(first, last)
    missing += [
        _missing(figure, key, label, kept, what) for key, label in _named(figure) if not _is_there(label, key, kept)
    ]
    return kept, missing


def _named(figure: DataFigure) -> list[tuple[str, str]]:
    """Return every label a figure names besides `from` and `to`, each after the key that names it."""
    if isinstance(figure, DataTable):
        return [("total", figure.total)] if figure.total else []
    if isinstance(figure, MapFigure):
        return [(f"highlight.{n}", label) for n, label in enumerate(figure.highlight)]
    return list(figure.labels_named) if isinstance(figure, Chart) else []


def _is_there(label: str, key: str, table: Data) -> bool:
    """Return whether a row has this label, or, for a break or a stretch, whether it lies between two years."""
    if table.find(label) is not None or not key.startswith(("breaks", "shaded", "colored")):
        return table.find(label) is not None
    place = table.place(label)
    return place is not None and min(table.at) <= place <= max(table.at)


def _missing(figure: DataFigure, key: str, label: str, table: Data, what: str) -> Problem:
    run = f"the rows run from {table.labels[0]} to {table.labels[-1]}"
    hint = run if table.at else suggest(label, table.labels, f"{run[0].upper()}{run[1:]}.")
    return Problem(figure.place_of(key), f'{what}: there is no row "{label}" in {figure.data}', hint)
