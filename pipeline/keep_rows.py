"""The rows of a data file that a figure shows, and the labels it names."""

from pipeline.figure import Chart, Data, DataFigure, DataTable
from pipeline.problems import Problem, suggest
from pipeline.record import NUMBER


def keep_rows(figure: DataFigure, table: Data, what: str) -> tuple[Data, list[Problem]]:
    """The rows `from` one label `to` another, and a problem for every label that is not there."""
    missing = []
    ends = [0, len(table.labels) - 1]
    for at, (key, label) in enumerate((("from", figure.start), ("to", figure.end))):
        if label is None:
            continue
        if label in table.labels:
            ends[at] = table.labels.index(label)
        else:
            missing.append(_missing(figure, key, label, table, what))
    first, last = ends
    if first > last:
        problem = f'{what}: "{figure.start}" stands after "{figure.end}" in {figure.data}'
        return table, [Problem(figure.place_of("from"), problem)]
    kept = Data(
        table.path,
        table.labels[first : last + 1],
        {name: numbers[first : last + 1] for name, numbers in table.columns.items()},
    )
    missing += [
        _missing(figure, key, label, kept, what) for key, label in _named(figure) if not _is_there(label, key, kept)
    ]
    return kept, missing


def _named(figure: DataFigure) -> list[tuple[str, str]]:
    """Every label a figure names beside `from` and `to`, with the key that names it."""
    if isinstance(figure, DataTable):
        return [("total", figure.total)] if figure.total else []
    return list(figure.labels_named) if isinstance(figure, Chart) else []


def _is_there(label: str, key: str, table: Data) -> bool:
    """Whether a label is one of the rows; a break or a shade may lie between two years."""
    if label in table.labels or not key.startswith(("breaks", "shaded")):
        return label in table.labels
    if not all(NUMBER.fullmatch(known) for known in (label, *table.labels)):
        return False
    numbers = [float(known) for known in table.labels]
    return min(numbers) <= float(label) <= max(numbers)


def _missing(figure: DataFigure, key: str, label: str, table: Data, what: str) -> Problem:
    place = figure.place_of(key)
    run = f"the rows run from {table.labels[0]} to {table.labels[-1]}"
    years = all(NUMBER.fullmatch(known) for known in table.labels)
    hint = run if years else suggest(label, table.labels, f"{run[0].upper()}{run[1:]}.")
    return Problem(place, f'{what}: there is no row "{label}" in {figure.data}', hint)
