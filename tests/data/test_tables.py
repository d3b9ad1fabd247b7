"""Tables as people have them: what a careful person reads in each is what is read, or the refusal names the cause.

Each is a file of tests/tables; tests/README.md says how to add one.
"""

import io
import math
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from desk import ROOT, Desk

from pipeline.content import Chart
from pipeline.core import ProblemsFound
from pipeline.data import ColumnMissing, Data, Wanted, read_data
from pipeline.figures import Look, draw_chart, page_look

pytestmark = pytest.mark.quick


def tables() -> Iterator[Any]:
    """Each table with its name: a file of its own, or one of a list."""
    for path in sorted((ROOT / "tests" / "tables").glob("*.yaml")):
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
        for table in held if isinstance(held, list) else [held]:
            yield pytest.param(table, id=table.get("name", path.stem))


def write_workbook(sheets: list[dict[str, Any]]) -> bytes:
    """A workbook of these sheets. Formulas have the value that a spreadsheet stored beside them, if it did."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    stored: dict[str, object] = {}
    for sheet in sheets:
        page = book.create_sheet(sheet["sheet"])
        for at, row in enumerate(sheet["rows"], 1):
            for column, cell in enumerate(row, 1):
                write_cell(page.cell(at, column), cell, stored)
        for merged in sheet.get("merged", ()):
            page.merge_cells(merged)
        for at in sheet.get("hidden", ()):
            page.row_dimensions[at].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return with_stored(buffer.getvalue(), stored)


def write_cell(cell: Any, value: object, stored: dict[str, object]) -> None:
    match value:
        case {"date": day}:
            cell.value = day if isinstance(day, date) else date.fromisoformat(str(day))
            cell.number_format = value.get("format", "yyyy-mm-dd")
        case {"formula": formula}:
            cell.value = formula
            if "stored" in value:
                stored[formula] = value["stored"]
        case {"error": error}:
            cell.value, cell.data_type = error, "e"
        case {"percent": share}:
            cell.value, cell.number_format = share, value.get("format", "0%")
        case {"value": number}:
            cell.value, cell.number_format = number, value.get("format", "General")
        case None:
            pass
        case _:
            cell.value = value


def with_stored(package: bytes, stored: dict[str, object]) -> bytes:
    """A workbook in whose parts each formula is followed by its value; openpyxl leaves that empty."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(buffer, "w") as written:
        for name in read.namelist():
            part = read.read(name).decode() if name.endswith(".xml") else read.read(name)
            for formula, value in stored.items() if isinstance(part, str) else ():
                bare = formula.removeprefix("=")
                assert not isinstance(value, str), "a formula that gives text has another form"
                for empty in ("<v/>", "<v></v>", "<v />"):
                    part = part.replace(f"<f>{bare}</f>{empty}", f"<f>{bare}</f><v>{value}</v>")
            written.writestr(name, part)
    return buffer.getvalue()


def write_table(table: dict[str, Any], folder: Path) -> Path:
    path = folder / table["file"]
    if "workbook" in table:
        path.write_bytes(write_workbook(table["workbook"]))
    else:
        path.write_bytes(table["text"].encode(table.get("encoding", "utf-8")))
    return path


def read_table(table: dict[str, Any], folder: Path) -> Data:
    asked = {key.replace("-", "_"): value for key, value in table["read"].items()}
    in_table = asked.pop("table", False)
    asked.setdefault("sums", not in_table)
    asked.setdefault("may_hold_words", in_table)
    wanted = Wanted(columns=tuple(asked.pop("columns")), **asked)
    return read_data(write_table(table, folder), table["file"], wanted)


@pytest.mark.parametrize("table", list(tables()))
def test_a_table_is_read_as_a_person_reads_it(table: dict[str, Any], tmp_path: Path) -> None:
    if "refused" in table:
        with pytest.raises((ProblemsFound, ColumnMissing)) as raised:
            read_table(table, tmp_path)
        missing = isinstance(raised.value, ColumnMissing)
        assert not missing or raised.value.name == table["read"]["x"], f"no column {raised.value}"
        told = f'no column "{raised.value}"' if missing else "\n".join(map(str, raised.value.problems))
        for words in table["refused"]["says"]:
            assert words.casefold() in told.casefold(), told
        if (line := table["refused"].get("line")) and not missing:
            assert line in {problem.place.line for problem in raised.value.problems}, told
        return
    read = read_table(table, tmp_path)
    assert list(read.labels) == table["expect"]["labels"]
    columns = {name: list(read.columns.get(name) or read.words[name]) for name in table["expect"]["columns"]}
    assert columns == table["expect"]["columns"]


@pytest.fixture(scope="module")
def any_chart(tmp_path_factory: pytest.TempPathFactory) -> tuple[Chart, Look]:
    """A chart to draw tables with, and how it looks in the brief."""
    publication, theme = Desk(tmp_path_factory.mktemp("chart") / "desk").load()
    figure = publication.figures["takings"]
    assert isinstance(figure, Chart)
    return figure, page_look(theme, "en-US", lambda prose: prose.source)


@pytest.mark.parametrize("table", [param for param in tables() if "expect" in param.values[0]])
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_what_is_drawn_of_a_table_is_what_a_person_reads(
    table: dict[str, Any], kind: str, any_chart: tuple[Chart, Look], tmp_path: Path
) -> None:
    data, (figure, look) = read_table(table, tmp_path), any_chart
    columns = [name for name in table["read"]["columns"] if name in data.columns][:3]
    if not columns or math.inf in data.at:  # words, or a total apart from the years: a table, and no chart
        return
    first = figure.series[0]
    series = tuple(first.model_copy(update={"column": name, "label": name, "color": None}) for name in columns)
    plot = draw_chart(figure.model_copy(update={"kind": kind, "table": data, "series": series}), look, 468, 236)
    marks = {*plot.bars, *plot.dots, *(dot for curve in plot.curves for dot in curve.dots)}
    for n, name in enumerate(columns):
        drawn = [
            (plot.table.labels[mark.row], mark.value)
            for mark in sorted(marks, key=lambda mark: mark.row)
            if mark.series == n
        ]
        read = zip(table["expect"]["labels"], table["expect"]["columns"][name], strict=True)
        assert drawn == [(label, value) for label, value in read if value is not None]
