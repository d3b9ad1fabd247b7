"""Verbs for outputs: what a test says about a deck or a brief, and how it fails."""

import html
import math
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import Desk
from pptx import Presentation
from pptx.chart.plot import XyPlot
from pptx.oxml.ns import qn

from pipeline.deck import Table
from pipeline.deck.slides import NO_BREAK

# ---------------------------------------------------------------- text


def folded(text: str) -> str:
    """Text with white space of every kind folded to single spaces."""
    return " ".join(text.split())


def words_of(markup: str) -> str:
    """What a reader sees of HTML or slide markup."""
    return folded(html.unescape(re.sub(r"<[^>]*>", " ", markup)))


# ---------------------------------------------------------------- the deck


@cache
def open_deck(path: Path) -> Any:
    return Presentation(str(path))


def slides_of(path: Path) -> list[Any]:
    return list(open_deck(path).slides)


def title_of(slide: Any) -> str:
    """The title of a slide, with plain spaces where words are bound to each other."""
    return slide.shapes.title.text_frame.text.replace(NO_BREAK, " ") if slide.shapes.title is not None else ""


def texts_of(slide: Any) -> str:
    """Every word on a slide: text, tables, but not charts and notes."""
    words = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            words += [p.text for p in shape.text_frame.paragraphs]
        elif shape.has_table:
            words += [cell.text for row in shape.table.rows for cell in row.cells]
    return folded(" ".join(words))


def notes_of(slide: Any) -> str:
    return folded(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def assert_slide(
    path: Path, number: int, *, layout: str = "", title: str = "", contains: Iterable[str] = (), notes: str = ""
) -> Any:
    """Slide `number` (from 1) has this layout, this title, these words, this in its notes."""
    slides = slides_of(path)
    listing = "\n".join(f"  {n}. [{s.slide_layout.name}] {title_of(s)}" for n, s in enumerate(slides, 1))
    assert 1 <= number <= len(slides), f"there is no slide {number}; the deck has:\n{listing}"
    slide = slides[number - 1]
    if layout:
        assert slide.slide_layout.name == layout, f"slide {number} has another layout; the deck has:\n{listing}"
    if title:
        assert title_of(slide) == title, f"slide {number} has another title; the deck has:\n{listing}"
    for words in contains:
        assert words in texts_of(slide), f"slide {number} does not say {words!r}; it says:\n  {texts_of(slide)}"
    assert notes in notes_of(slide), f"the notes of slide {number} lack {notes!r}:\n  {notes_of(slide)}"
    return slide


def charts_of(slide: Any) -> list[Any]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def is_decorative(shape: Any) -> bool:
    """Whether screen readers pass over a shape."""
    return shape._element.find(".//{*}decorative[@val='1']") is not None


def with_missing_years(
    labels: Sequence[str], columns: Mapping[str, Sequence[float | None]]
) -> tuple[list[str], dict[str, list[float | None]]]:
    """Labels and numbers with an empty row for each year that the labels skip, as bars and ranges have them."""
    if len(labels) < 2 or not all(label.isdigit() and len(label) == 4 for label in labels):
        return list(labels), {name: list(column) for name, column in columns.items()}
    years = [int(label) for label in labels]
    step = math.gcd(*(b - a for a, b in pairwise(years)))
    rows = {year: row for row, year in enumerate(years)}
    every = range(years[0], years[-1] + 1, step)
    filled = {name: [column[rows[n]] if n in rows else None for n in every] for name, column in columns.items()}
    return [str(year) for year in every], filled


def assert_chart(
    path: Path, number: int, *, categories: Sequence[str], series: Mapping[str, Sequence[float | None]]
) -> Any:
    """Slide `number` has one native chart, and it holds these numbers."""
    charts = charts_of(slides_of(path)[number - 1])
    assert len(charts) == 1, f"slide {number} has {len(charts)} charts, not one"
    plot = charts[0].plots[0]
    if isinstance(plot, XyPlot):
        labels = [f"{float(v.text):g}" for v in next(charts[0]._chartSpace.iter(qn("c:xVal"))).iter(qn("c:v"))]
    else:
        labels = list(plot.categories)
    assert len(labels) == len(categories)
    told = [(label, known) for label, known in zip(labels, categories, strict=True) if label]  # those that are written
    assert told, f"the chart of slide {number} has no labels"
    assert all(label == known for label, known in told), f"the chart of slide {number} has other labels"
    found = {s.name: list(s.values) for s in plot.series}
    assert found == {name: list(values) for name, values in series.items()}, f"slide {number}: other numbers"
    return charts[0]


# ---------------------------------------------------------------- the brief


@cache
def pages_of(path: Path) -> tuple[str, ...]:
    """The text of every page, as poppler reads it, white space folded."""
    try:
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed here; .ci/run installs it")
    return tuple(folded(page) for page in done.stdout.split("\f")[:-1])


def assert_page(path: Path, number: int, *, contains: str) -> None:
    """Page `number` (from 1) of a PDF says this."""
    pages = pages_of(path)
    assert 1 <= number <= len(pages), f"there is no page {number}; {path.name} has {len(pages)}"
    others = [n for n, page in enumerate(pages, 1) if contains in page]
    assert contains in pages[number - 1], f"page {number} does not say {contains!r}; pages that do: {others or 'none'}"


def first_points(desk: Desk) -> list[str]:
    slides = desk.slides()
    slide = next(s for s in slides if s.place.path.endswith("1-quarrel.yaml") and "body" in s.slots)
    body = slide.slots["body"]
    if isinstance(body, Table):  # rows with numerals
        return [row[1].text for row in body.rows]
    return [paragraph.text for paragraph in body.paragraphs]


# ---------------------------------------------------------------- the workbook of all data


@dataclass(frozen=True)
class SheetTable:
    """The table on a sheet: heads, the values of its rows, the same as they are shown, and the lines above and below."""

    heads: list[str]
    rows: list[list[Any]]
    printed: list[list[str]]
    above: list[str]
    below: list[str]

    @property
    def labels(self) -> list[str]:
        return [row[0] for row in self.printed[1:]]

    @property
    def columns(self) -> dict[str, list[Any]]:
        return {head: [row[n] for row in self.rows] for n, head in enumerate(self.heads) if n}


def tables_of_workbook(path: Path) -> dict[str, SheetTable]:
    """The tables of data.xlsx by the names of their sheets, without the first."""
    return {sheet.title: table_of_sheet(sheet) for sheet in openpyxl.load_workbook(path).worksheets[1:]}


def table_of_sheet(sheet: Any) -> SheetTable:
    """The table of a sheet: its head is the last row that is kept in sight, and an empty row ends it."""
    rows = list(sheet.iter_rows())
    head = int(re.sub(r"\D", "", sheet.freeze_panes)) - 2
    last = next((n for n, row in enumerate(rows) if n > head and not any(c.value is not None for c in row)), len(rows))
    width = max(n for n, cell in enumerate(rows[head], 1) if cell.border.bottom.style)
    table = [row[:width] for row in rows[head:last]]
    lines = [[str(row[0].value) for row in part if row[0].value] for part in (rows[:head], rows[last:])]
    return SheetTable(
        [str(cell.value or "") for cell in table[0]],
        [[cell.value for cell in row] for row in table[1:]],
        [[shown_in(cell) for cell in row] for row in table],
        *lines,
    )


def shown_in(cell: Any) -> str:
    """A cell as an English spreadsheet shows it."""
    if isinstance(cell.value, datetime):
        return cell.value.strftime(cell.number_format.replace("yyyy", "%Y").replace("mm", "%m").replace("dd", "%d"))
    if cell.value is None or isinstance(cell.value, str):
        return cell.value or ""
    decimals = len(cell.number_format.partition(".")[2])
    return f"{cell.value:,.{decimals}f}" if "," in cell.number_format else f"{cell.value:.{decimals}f}"
