"""Figures: what is drawn on pages, what the native chart holds, its workbook, the workbook of all data and the CSV are one.

tests/showcase is a publication that holds every kind of figure, in several sizes.
"""

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import SHOWCASE, Built, Desk
from lxml import etree, html
from openxml_audit import validate_pptx
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from verbs import SheetTable, folded, slides_of, tables_of_workbook, with_missing_years, words_of

from pipeline.content import print_label
from pipeline.content.figure import CHARTS, Chart, DataTable, Figure
from pipeline.deck.slides import Table
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer

SHARE = " (%)"  # ends the head of a column of shares
EXTENDED = "http://schemas.microsoft.com/office/drawing/2012/chart"
SVG = "{http://www.w3.org/2000/svg}"
Numbers = dict[str, list[float | None]]


def ids() -> list[str]:
    text = (SHOWCASE / "figures.yaml").read_text(encoding="utf-8")
    return [line[:-1] for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]


CHART_IDS = [id for id in ids() if id.startswith(CHARTS)]
TABLE_IDS = [id for id in ids() if id.startswith(("table-", "matrix-"))]
TIMELINE_IDS = [id for id in ids() if id.startswith("timeline-")]


@pytest.fixture(scope="module")
def figures(showcase: Built) -> dict[str, Figure]:
    return dict(showcase.desk.load()[0].figures)


@pytest.fixture(scope="module")
def drawings(showcase: Built) -> dict[str, etree._Element]:
    page = showcase.desk.pages()
    return {id: etree.fromstring(svg.encode()) for id, svg in page.drawings.items()}


@pytest.fixture(scope="module")
def tables(showcase: Built) -> dict[str, Any]:
    """The figures of the report that are tables, by anchor."""
    page = html.fromstring(showcase.desk.html())
    return {f.get("id"): f.find(".//table") for f in page.iter("figure") if f.find(".//table") is not None}


@pytest.fixture(scope="module")
def sheets(showcase: Built) -> dict[str, SheetTable]:
    """The tables of the workbook of all data, by id of figure."""
    return tables_of_workbook(showcase.desk.output / "data.xlsx")


def in_csv(figure: Chart | DataTable) -> tuple[list[str], Numbers]:
    """Labels and numbers as they are typed, read without the pipeline."""
    rows = list(csv.DictReader(io.StringIO((SHOWCASE / "data" / figure.data).read_text(encoding="utf-8"))))
    labels = [row[figure.x] for row in rows]
    first = labels.index(figure.start) if figure.start else 0
    rows = rows[first:]
    numbers = {s.label: [float(row[s.column]) if row[s.column] else None for row in rows] for s in figure.series}
    return labels[first:], numbers


def slide_of(showcase: Built, figure: Figure) -> Any:
    alt = figure.alt.source
    return next(s for s in slides_of(showcase.deck) if alt in s._element.xpath(".//p:cNvPr/@descr"))


def chart_of(showcase: Built, figure: Figure) -> Any:
    """Its native chart; a slide may have two."""
    frames = [shape for shape in slide_of(showcase, figure).shapes if shape.has_chart]
    (chart,) = (one.chart for one in frames if figure.alt.source in one._element.xpath(".//p:cNvPr/@descr"))
    return chart


# ---------------------------------------------------------------- numbers


def drawn(figure: Chart, svg: etree._Element) -> Numbers:
    """The numbers that the marks of a drawing stand for, told from their places alone.

    The two most distant values of the CSV fix the scale; all others have to fall into place.
    """
    labels, typed = on_its_axis(figure)
    typed = as_shown(figure, typed)
    found: Numbers = {name: [None] * len(labels) for name in typed}
    names = list(typed)
    values = [n for column in typed.values() for n in column if n is not None]
    if figure.kind in ("bar", "stacked"):
        bars = list(svg.iter(SVG + "rect"))
        bars = [bar for bar in bars if bar.get("data-row")]
        side = "width" if _lies(bars) else "height"
        longest = max(bars, key=lambda bar: float(bar.get(side)))
        share = max(map(abs, values)) / float(longest.get(side))
        for bar in bars:
            sign = -1 if float(bar.get("data-value")) < 0 else 1
            found[names[int(bar.get("data-series"))]][int(bar.get("data-row"))] = sign * share * float(bar.get(side))
        return found
    places = dict(_points(figure, svg, typed))
    low, high = min(values), max(values)
    ys = {typed[names[n]][row]: y for (n, row), y in places.items()}
    for (n, row), y in places.items():
        share = (y - ys[low]) / (ys[high] - ys[low]) if high > low else 0
        found[names[n]][row] = low + share * (high - low)
    return found


def _lies(bars: list[etree._Element]) -> bool:
    """Whether bars run sideways: then all are equally high."""
    return len({bar.get("height") for bar in bars}) == 1 and len(bars) > 1


def _points(figure: Chart, svg: etree._Element, typed: Numbers) -> Iterator[tuple[tuple[int, int], float]]:
    """Series and row of each value that is drawn, and its y: from lines, and from dots that stand alone."""
    for n, column in enumerate(typed.values()):
        lines = [line for line in svg.iter(SVG + "polyline") if line.get("data-series") == str(n)]
        ys = [[float(point.split(",")[1]) for point in line.get("points", "").split()] for line in lines]
        rows = [run for run in _runs(column) if len(run) > 1] if figure.kind == "line" else []
        assert [len(run) for run in rows] == [len(run) for run in ys], "a gap is bridged, or a line is missing"
        for run, places in zip(rows, ys, strict=True):
            yield from (((n, row), y) for row, y in zip(run, places, strict=True))
    for group in svg.iter(SVG + "g"):
        if group.get("data-row"):
            yield (int(group.get("data-series", "")), int(group.get("data-row", ""))), _middle(group)


def _runs(column: list[float | None]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for row, value in enumerate(column):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(row)
    return [run for run in runs if run]


def _middle(dot: etree._Element) -> float:
    """The y of a circle, a square, a diamond or a triangle."""
    (shape,) = dot
    if shape.get("cy"):
        return float(shape.get("cy", ""))
    if shape.get("y"):
        return float(shape.get("y", "")) + float(shape.get("height", "")) / 2
    corners = [part.split() for part in shape.get("d", "").strip("MZ").split("L")]
    ys = [float(y) for _, y in corners]
    return (min(ys) + max(ys)) / 2 if len(ys) == 4 else min(ys) + (max(ys) - min(ys)) * 1.2 / 2.1


def on_its_axis(figure: Chart) -> tuple[list[str], Numbers]:
    """The labels and numbers of the data, with an empty row for each year that bars and ranges skip."""
    labels, typed = in_csv(figure)
    return (labels, typed) if figure.kind == "line" else with_missing_years(labels, typed)


def as_shown(figure: Chart, typed: Numbers) -> Numbers:
    """The numbers of the data, or the share in percent of each in its row where the figure shows that."""
    if not figure.shares:
        return typed
    wholes = [sum(number or 0 for number in row) for row in zip(*typed.values(), strict=True)]
    return {
        name: [None if n is None else 100 * n / whole for n, whole in zip(column, wholes, strict=True)]
        for name, column in typed.items()
    }


def in_chart(chart: Any) -> Numbers:
    found: Numbers = {}
    for series in chart._chartSpace.iter(qn("c:ser")):
        cache = (series.find(qn("c:val")) if series.find(qn("c:val")) is not None else series.find(qn("c:yVal")))[0]
        column: list[float | None] = [None] * int(cache.find(".//" + qn("c:ptCount")).get("val"))
        for point in cache.iter(qn("c:pt")):
            column[int(point.get("idx"))] = float(point.find(qn("c:v")).text)
        found[series.find(qn("c:tx")).find(".//" + qn("c:v")).text] = column
    return found


def in_workbook(chart: Any) -> tuple[str, list[str], Numbers]:
    """The head of the first column, labels, and numbers; without the column of names that an axis may refer to."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    columns = list(zip(*book.active.iter_rows(values_only=True), strict=True))
    head, *labels = columns[0]
    numbers = {name: list(cells) for name, *cells in columns[1:]}
    return (
        str(head),
        [str(label) for label in labels],
        {name: cells for name, cells in numbers.items() if not name.endswith((SHARE, " on the axis"))},
    )


def shares_in_workbook(chart: Any) -> tuple[Numbers, Numbers]:
    """The shares beside the numbers, as they are kept and as their formulas compute them, by the names of their series."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    kept, formulas = (openpyxl.load_workbook(io.BytesIO(blob), data_only=kept).active for kept in (True, False))
    found, computed = dict[str, list[float | None]](), dict[str, list[float | None]]()
    for column in range(1, kept.max_column + 1):
        name = kept.cell(1, column).value
        if name.endswith(SHARE):
            rows = range(2, kept.max_row + 1)
            found[name.removesuffix(SHARE)] = [kept.cell(row, column).value for row in rows]
            typed = [formulas.cell(row, column).value for row in rows]
            computed[name.removesuffix(SHARE)] = [formula and computed_share(formula, kept) for formula in typed]
    return found, computed


def computed_share(formula: str, sheet: Any) -> float:
    """What =100*B2/SUM(B2:D2) is."""
    parts = re.fullmatch(r"=100\*([A-Z]+\d+)/SUM\(([A-Z]+\d+:[A-Z]+\d+)\)", formula)
    assert parts, formula
    return float(100 * sheet[parts[1]].value / sum(cell.value for cell in sheet[parts[2]][0]))


def labels_of(chart: Any) -> dict[str, dict[int, str]]:
    """What labels of shares say, by series and row: what is kept of the cells that they are taken from."""
    found = {}
    for series in chart._chartSpace.iter(qn("c:ser")):
        (source,) = series.iter(f"{{{EXTENDED}}}datalabelsRange")
        cells = chart_cells(chart, source.findtext(f"{{{EXTENDED}}}f"))
        kept = {int(point.get("idx")): point.findtext(qn("c:v")) for point in source.iter(qn("c:pt"))}
        assert {row for row, cell in enumerate(cells) if cell.value is not None} == set(kept)
        rows = [int(label.find(qn("c:idx")).get("val")) for label in series.iter(qn("c:dLbl"))]
        found[series.find(qn("c:tx")).find(".//" + qn("c:v")).text] = {row: kept[row] for row in rows}
    return found


def chart_cells(chart: Any, place: str) -> list[Any]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True)
    return [row[0] for row in book.active[place.split("!")[1].replace("$", "")]]


def assert_same(found: Numbers, typed: Numbers, where: str, slack: float = 0) -> None:
    assert list(found) == list(typed), f"{where} has other series, or in another order"
    for name, column in typed.items():
        pairs = list(zip(found[name], column, strict=True))
        far = [
            (a, b) for a, b in pairs if (a is None) != (b is None) or not math.isclose(a or 0, b or 0, abs_tol=slack)
        ]
        assert not far, f"{where}, {name}: {far[:3]} of {len(pairs)}"


@pytest.mark.parametrize("id", CHART_IDS)
def test_drawing_chart_workbooks_and_csv_hold_the_same_numbers(
    id: str,
    showcase: Built,
    figures: dict[str, Figure],
    drawings: dict[str, etree._Element],
    sheets: dict[str, SheetTable],
) -> None:
    figure = figures[id]
    assert isinstance(figure, Chart)
    labels, typed = on_its_axis(figure)
    chart = chart_of(showcase, figure)
    head, in_book, numbers = in_workbook(chart)
    values = [abs(n) for column in typed.values() for n in column if n is not None]
    assert (head, in_book) == (figure.x, [print_label(label, "en-US") for label in labels])
    assert_same(numbers, typed, "the workbook")
    assert_same(in_chart(chart), typed, "the chart")
    shown = as_shown(figure, typed)
    slack = max(values if not figure.shares else [100]) / 5000
    assert_same(drawn(figure, drawings[id]), shown, "the drawing", slack=slack)
    for shares in shares_in_workbook(chart) if figure.shares else ():
        assert_same(shares, shown, "the shares in the workbook", slack=1e-9)
    labels, typed = in_csv(figure)  # the workbook of all data has the rows of the file, and no others
    assert sheets[id].labels == labels
    assert_same(sheets[id].columns, typed, "the workbook of all data")


SHARE_IDS = [id for id in CHART_IDS if id.startswith("stacked-shares")]


@pytest.mark.parametrize("id", SHARE_IDS)
def test_a_chart_of_shares_is_a_native_one_that_computes_them(
    id: str,
    showcase: Built,
    figures: dict[str, Figure],
    drawings: dict[str, etree._Element],
    sheets: dict[str, SheetTable],
) -> None:
    figure = figures[id]
    assert isinstance(figure, Chart)
    chart = chart_of(showcase, figure)
    assert chart.chart_type in (XL_CHART_TYPE.COLUMN_STACKED_100, XL_CHART_TYPE.BAR_STACKED_100)
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 1)
    shares = as_shown(figure, on_its_axis(figure)[1])
    decimals = 1 if id == "stacked-shares-berths" else 0  # 99.7 percent is not all
    said = [text for labels in labels_of(chart).values() for text in labels.values()]
    for name, labels in labels_of(chart).items():
        assert labels == {row: f"{shares[name][row]:.{decimals}f}%" for row in labels}
    assert said
    words = ["".join(text.itertext()) for text in drawings[id].iter(SVG + "text")]
    assert {text for text in words if text in said}
    assert [text for text in words if text in ("0", "50", "100%")][:3] == ["0", "50", "100%"]
    assert "The figure shows the share that each number has in its row, in percent." in sheets[id].below
    assert "Unit: tons" in sheets[id].above


@pytest.mark.parametrize("id", CHART_IDS)
def test_a_chart_refers_to_the_cells_that_hold_its_numbers(
    id: str, showcase: Built, figures: dict[str, Figure]
) -> None:
    chart = chart_of(showcase, figures[id])
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    for name, column in in_chart(chart).items():
        series = next(
            s
            for s in chart._chartSpace.iter(qn("c:ser"))
            if s.find(".//" + qn("c:tx")) is not None and s.find(qn("c:tx")).find(".//" + qn("c:v")).text == name
        )
        for tag in ("c:val", "c:yVal"):
            if series.find(qn(tag)) is not None:
                place = series.find(qn(tag)).find(".//" + qn("c:f")).text.split("!")[1].replace("$", "")
                cells = book.active[place]
                flat = [cell.value for row in (cells if isinstance(cells, tuple) else ((cells,),)) for cell in row]
                assert flat == column


@pytest.mark.parametrize("id", CHART_IDS)
def test_drawing_and_chart_have_the_same_colors_and_names(
    id: str, showcase: Built, figures: dict[str, Figure], drawings: dict[str, etree._Element]
) -> None:
    figure, (_, theme) = figures[id], showcase.desk.load()
    assert isinstance(figure, Chart)
    words = ["".join(text.itertext()) for text in drawings[id].iter(SVG + "text")]
    chart = chart_of(showcase, figure)
    master = showcase.desk.master()
    for n, series in enumerate(figure.series):
        color = theme.palette[series.color or theme.series[n]]
        assert color in etree.tostring(drawings[id], encoding="unicode")
        drawn_series = list(chart._chartSpace.iter(qn("c:ser")))[n]
        assert master.colors[color.lstrip("#").upper()] in etree.tostring(
            drawn_series.find(qn("c:spPr")) if figure.kind in ("bar", "stacked") else drawn_series, encoding="unicode"
        )
        if len(figure.series) > 1:
            assert series.label in folded(" ".join(words))


# ---------------------------------------------------------------- tables, matrices, timelines


def cells_of(table: Any) -> list[list[str]]:
    """The words of a table, row by row."""
    if hasattr(table, "rows"):
        return [[folded(cell.text) for cell in row.cells] for row in table.rows]
    return [[folded(" ".join(cell.itertext())) for cell in row] for row in table.iter("tr")]


WORDS = ("Strong", "Some", "Little")  # which end with a full stop on slides, and stand on a line of their own on pages


@pytest.mark.parametrize("id", TABLE_IDS)
def test_a_table_says_the_same_on_pages_on_slides_and_in_the_workbook(
    id: str, showcase: Built, figures: dict[str, Figure], tables: dict[str, Any], sheets: dict[str, SheetTable]
) -> None:
    (frame,) = (shape for shape in slide_of(showcase, figures[id]).shapes if shape.has_table)
    on_slide = cells_of(frame.table)
    for word in WORDS:
        on_slide = [[cell.replace(f"{word}.", word) for cell in row] for row in on_slide]
    assert on_slide == cells_of(tables[f"fig-{id}"])
    in_sheet = [[folded(cell.replace(": ", " ", 1)) for cell in row] for row in sheets[id].printed]
    assert in_sheet == [["" if cell == "–" else cell for cell in row] for row in on_slide]
    figure = figures[id]
    if isinstance(figure, DataTable):
        labels, typed = in_csv(figure)
        found = [[float(cell.replace(",", "")) for cell in row[1:]] for row in on_slide[1:]]
        assert found == [list(row) for row in zip(*typed.values(), strict=True)]
        assert_same(sheets[id].columns, typed, "the workbook of all data")
        assert [row[0] for row in on_slide[1:]] == labels


def test_head_cells_have_a_scope_and_the_total_is_set_apart(tables: dict[str, Any]) -> None:
    for table in tables.values():
        assert all(cell.get("scope") in ("col", "row") for cell in table.iter("th"))
    totals = [row for row in tables["fig-table-piers"].iter("tr") if row.get("class") == "total"]
    assert [folded(row[0].text_content()) for row in totals] == ["All piers"]


AREAS = """\
areas:
  kind: table
  entries: policy-area
  columns: [step]
  title: One area is open
  subtitle: Its next step
  alt: A table of one policy area.
"""


@pytest.mark.parametrize(
    ("language", "head"),
    [("en-GB", "Policy area"), ("es-MX", "Ámbito de política pública"), ("de-DE", "Politikfeld")],
)
def test_the_head_of_a_table_of_entries_names_their_kind_in_words(desk: Desk, language: str, head: str) -> None:
    """A kind is typed with a hyphen, which no reader should see."""
    figures = (desk.content / "figures.yaml").read_text(encoding="utf-8")
    desk.write("content/figures.yaml", figures + AREAS)
    desk.replace("content/chapters/2-settlement.yaml", "    goal: Both", "    figures: [areas]\n    goal: Both")
    desk.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    table = desk.html().partition('id="fig-areas"')[2].partition("</table>")[0]
    assert words_of(table.partition("<table")[2].partition("</th>")[0].partition(">")[2]).strip() == head
    (slide,) = (slide for slide in desk.slides() if "areas" in slide.figures)
    (body,) = (content for content in slide.slots.values() if isinstance(content, Table))
    assert body.rows[0][0].text == head


@pytest.mark.parametrize("id", TIMELINE_IDS)
def test_a_timeline_is_one_named_group_with_the_same_words_as_the_drawing(
    id: str,
    showcase: Built,
    figures: dict[str, Figure],
    drawings: dict[str, etree._Element],
    sheets: dict[str, SheetTable],
) -> None:
    publication, _ = showcase.desk.load()
    figure = figures[id]
    in_sheet = [row[3] for row in sheets[id].rows]
    (group,) = (s for s in slide_of(showcase, figure).shapes if s.shape_type is not None and s.shape_type == 6)
    assert group.name == f"Timeline: {figure.title.source}"
    assert group._element.find(".//" + qn("p:cNvPr")).get("descr") == figure.alt.source
    written = [folded(shape.text_frame.text) for shape in group.shapes if shape.name.startswith("Event: ")]
    drawn = ["".join(text.itertext()) for text in drawings[id].iter(SVG + "text")]
    periods = list(publication.entries("period"))
    events = [event for period in periods for event in period.events if event.major]  # type: ignore[attr-defined]
    renderer = DeckRenderer(publication)
    for event in events:
        words = render_plain(event.title, renderer)
        assert words in drawn
        assert words in in_sheet
        assert f"{event.date[:4]} {words}" in written
    assert {period.short for period in periods} <= {
        folded(" ".join(drawn))[i : i + len(str(period.short))]
        for period in periods
        for i in range(len(folded(" ".join(drawn))))
    }


def test_words_of_a_timeline_never_meet(drawings: dict[str, etree._Element], showcase: Built) -> None:
    from pipeline.figures.look import page_look

    look = page_look(showcase.desk.load()[1], "en-US", lambda prose: prose.source)
    for id in TIMELINE_IDS:
        boxes = []
        for text in drawings[id].iter(SVG + "text"):
            type = look.bold if text.get("font-weight") else look.type
            wide, x, y = type.width(text.text or ""), float(text.get("x", "")), float(text.get("y", ""))
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
            boxes.append((left, left + wide, y - 0.7 * type.size, y, text.text))
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                meets = one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
                assert not meets, f"{id}: {one[4]!r} and {other[4]!r}"
        width = float(drawings[id].get("viewBox", "").split()[2])
        assert all(box[0] >= -1 and box[1] <= width + 1 for box in boxes)


# ---------------------------------------------------------------- the whole


def test_every_kind_opens_cleanly(showcase: Built) -> None:
    result = validate_pptx(str(showcase.deck))
    assert result.is_valid, [str(error) for error in result.errors][:5]


def test_no_figure_is_a_picture_in_the_deck(showcase: Built) -> None:
    for slide in slides_of(showcase.deck):
        assert not [shape.name for shape in slide.shapes if shape.shape_type == 13]


def test_every_figure_has_a_sheet_in_the_workbook_of_all_data(sheets: dict[str, SheetTable]) -> None:
    assert list(sheets) == ids()


def test_two_builds_of_every_kind_are_the_same_to_the_byte(showcase: Built, tmp_path: Path) -> None:
    again = Desk(tmp_path / "again", SHOWCASE)
    assert again.run_apart(PYTHONHASHSEED="99", TZ="Asia/Tokyo").code == 0
    for path in showcase.desk.output.iterdir():
        assert path.read_bytes() == (again.output / path.name).read_bytes(), path.name
