"""Axes of time, numbers in their unit: what is drawn stands where its date is, and reads as a careful editor would print it."""

import io
import math
import time
import zipfile
from datetime import date
from itertools import pairwise

import openpyxl
import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.oxml.ns import qn

from pipeline.content.figure import Chart
from pipeline.figures.chart import draw_chart
from pipeline.figures.look import deck_look, page_look
from pipeline.figures.number_style import AxisStyle, NumberStyle, limited_decimals
from pipeline.figures.plot import Label, Plot
from pipeline.figures.table import tabulate
from pipeline.languages.words import ENGLISH

pytestmark = pytest.mark.quick

FIGURE = """\
tried:
  kind: {kind}
  data: tried.csv
  x: when
  series:
    - {{column: a, label: First}}
{more}  unit: {unit}
  title: What was tried
  subtitle: A measure
  alt: Something.
  source: ferrers2019
"""
SECOND = "    - {column: b, label: Second, color: terracotta}\n"


def load(
    desk: Desk, rows: str, kind: str = "line", unit: str = "things", language: str = "en-US", more: str = ""
) -> Chart:
    """The figure `tried` of these rows, with a second series if there is a second column."""
    two = "," in rows.partition("\n")[0].partition(",")[2] and not more
    desk.write("content/data/tried.csv", f"when,a{',b' if two else ''}\n{rows}")
    text = FIGURE.format(kind=kind, unit=f'"{unit}"', more=SECOND if two else more)
    with (desk.content / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(text)
    desk.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    return desk.load()[0].figures["tried"]


def draw(
    desk: Desk, rows: str, kind: str = "line", unit: str = "things", deck: bool = False, language: str = "en-US"
) -> Plot:
    figure = load(desk, rows, kind, unit, language)
    look = (deck_look if deck else page_look)(desk.load()[1], language, lambda prose: prose.source)
    return draw_chart(figure, look, 860 if deck else 468, 236)


def words(labels: object) -> list[str]:
    return [" ".join(getattr(one, "label", one).lines) for one in labels]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- time


def test_months_of_a_line_stand_as_far_apart_as_they_are(desk: Desk) -> None:
    plot = draw(desk, "2019-01,10\n2019-02,11\n2019-03,12\n2024-03,22\n")
    one, _, three, four = (dot.x for dot in plot.curves[0].dots)
    assert math.isclose((four - three) / (three - one), 30, rel_tol=0.02)
    assert words(plot.categories) == ["Jan 2019", "2020", "2021", "2022", "2023", "Mar 2024"]


@pytest.mark.parametrize("kind", ["bar", "stacked", "range"])
def test_bars_and_ranges_have_room_for_the_years_that_the_data_skips(desk: Desk, kind: str) -> None:
    plot = draw(desk, "2000,1,2\n2005,2,3\n2006,3,4\n2023,4,5\n", kind)
    marks = [*plot.bars, *plot.dots]
    places = {plot.table.labels[mark.row]: getattr(mark, "width", 0) / 2 + mark.x for mark in marks if mark.series == 0}
    per_year = (places["2023"] - places["2000"]) / 23
    assert math.isclose(places["2005"] - places["2000"], 5 * per_year, rel_tol=1e-6)
    assert math.isclose(places["2006"] - places["2005"], per_year, rel_tol=1e-6)
    assert len(plot.labels) == 24
    assert [mark.value for mark in marks if mark.series == 0] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("labels", "count"),
    [
        (["2000", "2010", "2020"], 3),
        (["1890s", "1900s", "1930s"], 5),
        (["2019-Q1", "2019-Q2", "2020-Q1"], 5),
        (["2019-01", "2019-07", "2021-01"], 5),
        (["2000-11-07", "2004-11-02", "2008-11-04"], 3),
        (["2020-03-01", "2020-03-02", "2020-03-05"], 5),
        (["2015/16", "2016/17", "2019/20"], 5),
        (["2019-H1", "2020-H1", "2020-H2"], 4),
        (["1500", "1900", "1901"], 402),
        (["North", "South", "West"], 3),
        (["1", "2", "10"], 3),
    ],
)
def test_a_row_is_put_in_for_each_step_of_time_that_is_missing(desk: Desk, labels: list[str], count: int) -> None:
    plot = draw(desk, "".join(f"{label},{2**n}\n" for n, label in enumerate(labels)), "bar")
    assert len(plot.labels) == count
    assert [bar.value for bar in plot.bars] == [1, 2, 4]
    assert plot.table.labels[plot.bars[1].row] == labels[1]


def test_dates_are_printed_by_the_language(desk: Desk) -> None:
    assert words(draw(desk, "2019-03,1\n2019-04,2\n", "bar").categories) == ["Mar 2019", "Apr 2019"]


def test_dates_are_printed_in_german(desk: Desk) -> None:
    assert words(
        draw(desk, "2019-03,1\n2019-Q2,2\n".replace("2019-Q2", "2019-04"), "bar", language="de").categories
    ) == [
        "März 2019",
        "Apr. 2019",
    ]


def test_first_and_last_label_are_written_and_round_ones_between(desk: Desk) -> None:
    plot = draw(desk, "".join(f"{year},{year}\n" for year in range(1953, 2022)), "bar")
    rounds = [str(year) for year in range(1960, 2020, 5)]
    assert words(plot.categories) == ["1953", *rounds, "2021"]


@pytest.mark.parametrize("kind", ["line", "bar", "range"])
@pytest.mark.parametrize(
    "rows", ["2015,12\n2016,15\n2019,30\n", "1998,12.25\n2000,9.5\n2023,8\n", "2019-01,1\n2019-12,400000\n"]
)
def test_no_label_and_no_mark_is_clipped_with_one_series(desk: Desk, kind: str, rows: str) -> None:
    if kind == "range":
        rows = "".join(f"{line},{line.partition(',')[2]}\n" for line in rows.split())
    plot = draw(desk, rows, kind)
    look = page_look(desk.load()[1], "en-US", lambda prose: prose.source)
    for label in (*plot.categories, *(written.label for written in plot.written), *(tick.label for tick in plot.ticks)):
        left, right = edges(label, look.bold if label.bold else look.type)
        assert left >= -0.01, label.lines
        assert right <= plot.width + 0.5, label.lines
    assert all(dot.x + 2.3 <= plot.width for dot in plot.dots), "a mark"


def edges(label: Label, type: object) -> tuple[float, float]:
    wide = max(type.width(line) for line in label.lines)  # type: ignore[attr-defined]
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, left + wide


def test_the_value_of_the_last_point_of_a_line_stands_beside_it(desk: Desk) -> None:
    plot = draw(desk, "2015,30\n2016,19\n2017,25\n2019,29.5\n".replace("30", "3"))
    (value,) = plot.written
    dots = [dot for dot in plot.dots if dot.row == 3]
    left, right = edges(value.label, page_look(desk.load()[1], "en-US", lambda prose: prose.source).bold)
    assert value.row == 3
    assert not (left < dots[0].x < right and abs(value.label.y - dots[0].y) < 2), "it is set upon the mark"


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.dates(date(1950, 1, 1), date(2030, 1, 1)), min_size=2, max_size=40, unique=True))
def test_any_days_are_drawn_in_their_order(tmp_path_factory: pytest.TempPathFactory, days: list[date]) -> None:
    desk = Desk(tmp_path_factory.mktemp("days") / "desk")
    plot = draw(desk, "".join(f"{day.isoformat()},{n}\n" for n, day in enumerate(days)), "bar")
    places = {bar.value: bar.x for bar in plot.bars}
    order = sorted(range(len(days)), key=lambda n: days[n])
    assert [places[n] for n in order] == sorted(places.values())


def test_labels_of_thousands_of_letters_cost_nothing(desk: Desk) -> None:
    long = "".join(f'"{"A very long label without an end " * 300}{n}",{n}\n' for n in range(20))
    begun = time.process_time()
    plot = draw(desk, long, "bar")
    assert time.process_time() - begun < 3
    assert len(plot.bars) == 20


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("unit", "values", "ticks", "written"),
    [
        ("percent", (12, 45), ["0", "10", "20", "30", "40", "50%"], "45%"),
        ("US$", (0.5, 3.1), ["0", "1", "2", "3", "$4"], "$3.10"),
        ("US$", (0.1, 0.9), ["0", "0.20", "0.40", "0.60", "0.80", "$1.00"], "$0.90"),
        ("US$ billion", (12.5, 64.7), ["0", "20", "40", "60", "$80 billion"], "$64.7 billion"),
        ("million persons", (1.5, 4.8), ["0", "1", "2", "3", "4", "5 million"], "4.8 million"),
        ("things", (0.0004, 0.0018), ["0", "0.0005", "0.0010", "0.0015", "0.0020"], "0.0018"),
        ("things", (0.4, 1.8), ["0", "0.5", "1.0", "1.5", "2.0"], "1.8"),
        ("things", (1, 2), ["0", "1", "2"], "2"),
        ("things", (-2.5, 3), ["−4", "−2", "0", "2", "4"], "3.0"),
        ("percent", (12.123456789, 45.98765), ["0", "10", "20", "30", "40", "50%"], "46.0%"),
        ("percent", (-12, -45), ["−50%", "−40", "−30", "−20", "−10", "0"], "−12%"),
        ("things", (77853, 11711103), ["0", "2.5", "5.0", "7.5", "10.0", "12.5 million"], "11.7 million"),
        ("things", (309033, 1022267), ["0", "0.25", "0.50", "0.75", "1.00", "1.25 million"], "1.02 million"),
        ("things", (309033, 999999), ["0", "200,000", "400,000", "600,000", "800,000", "1,000,000"], "999,999"),
        ("US$", (2500000000, 64700000000), ["0", "20", "40", "60", "$80 billion"], "$64.7 billion"),
        ("things", (-3000000, 2000000), ["−3", "−2", "−1", "0", "1", "2 million"], "2 million"),
        ("things", (2000000, 5000000), ["0", "1", "2", "3", "4", "5 million"], "5 million"),
    ],
)
def test_an_axis_and_a_value_are_printed_in_their_unit(
    desk: Desk, unit: str, values: tuple[float, float], ticks: list[str], written: str
) -> None:
    plot = draw(desk, f"North,{values[0]}\nSouth,{values[1]}\n" * 1, "line", unit)
    assert words(plot.ticks) == ticks
    assert words(plot.written) == [written]


@pytest.mark.parametrize(
    ("language", "unit", "values", "last", "written"),
    [
        ("de", "Personen", (77853, 11711103), "12,5\N{NO-BREAK SPACE}Mio.", "11,7\N{NO-BREAK SPACE}Mio."),
        ("es-MX", "personas", (77853, 11711103), "12.5 millones", "11.7 millones"),
        ("es", "personas", (77853, 11711103), "12,5 millones", "11,7 millones"),
        ("es", "personas", (250000, 1000000), "1,0 millón", "1 millón"),
        ("fr", "personnes", (250000, 1090000), "1,25 million", "1,09 million"),
        (
            "de",
            "Euro",
            (1200000000, 3100000000),
            "4\N{NO-BREAK SPACE}Mrd.\N{NO-BREAK SPACE}€",
            "3,1\N{NO-BREAK SPACE}Mrd.\N{NO-BREAK SPACE}€",
        ),
        (
            "es",
            "miles de millones de euros",
            (1.5, 4.8),
            "5 mil millones\N{NO-BREAK SPACE}€",
            "4,8 mil millones\N{NO-BREAK SPACE}€",
        ),
        ("ja", "persons", (77853, 11711103), "12,500,000", "11,711,103"),
    ],
)
def test_large_numbers_have_the_word_of_the_language(
    desk: Desk, language: str, unit: str, values: tuple[float, float], last: str, written: str
) -> None:
    plot = draw(desk, f"North,{values[0]}\nSouth,{values[1]}\n", "line", unit, language=language)
    assert words(plot.ticks)[-1] == last
    assert words(plot.written) == [written]


def test_values_below_a_million_are_printed_whole_beside_larger_ones(desk: Desk) -> None:
    plot = draw(desk, "North,641462\nSouth,11711103\n", "bar")
    assert words(plot.written) == ["641,462", "11.7 million"]
    assert plot.values.cell_code == '#,##0;"−"#,##0;0', "cells of the workbook are whole"


def test_a_figure_may_print_large_numbers_whole(desk: Desk) -> None:
    figure = load(desk, "North,641462\nSouth,11711103\n", "bar", more="  short-numbers: false\n")
    look = page_look(desk.load()[1], "en-US", lambda prose: prose.source)
    assert words(draw_chart(figure, look, 468, 236).written) == ["641,462", "11,711,103"]


def test_values_of_a_range_are_as_exact_as_they_are_typed(desk: Desk) -> None:
    rows = "2007,7.7,6.9\n2008,7.0,\n2014,5.85,\n2017,4.9,\n2022,4,5.1\n"
    plot = draw(desk, rows, "range", "million persons")
    assert sorted(words(plot.written)) == ["4.0", "4.9", "5.1", "5.85", "6.9", "7.0", "7.7"]


@pytest.mark.parametrize(
    ("style", "value", "text", "code"),
    [
        (NumberStyle("en-US"), -1234, "−1,234", '#,##0;"−"#,##0;0'),
        (
            NumberStyle("en-US", "$", "", 1, scale=9),
            -2.55,
            "−$2.6 billion",
            '"$"#,##0.0" billion";"−""$"#,##0.0" billion";0',
        ),
        (
            NumberStyle("en-US", "", "", 1, 6, 6, floor=10**6),
            11711103,
            "11.7 million",
            '[>=1000000]#,##0.0,," million";[=0]0;#,##0',
        ),
        (
            NumberStyle("en-US", "", "", 1, 6, 6, floor=10**6),
            -1234567,
            "−1.2 million",
            '[<=-1000000]"−"#,##0.0,," million";[<0]"−"#,##0;#,##0',
        ),
        (NumberStyle("en-US", "", "", 1, most=2), 5.85, "5.85", '#,##0.00;"−"#,##0.00;0'),
        (
            NumberStyle("de", "", "\N{NO-BREAK SPACE}%", 1),
            2.5,
            "2,5\N{NO-BREAK SPACE}%",
            '#,##0.0"\N{NO-BREAK SPACE}%";"−"#,##0.0"\N{NO-BREAK SPACE}%";0"\N{NO-BREAK SPACE}%"',
        ),
        (NumberStyle("en-US", "", "%"), 0, "0%", '#,##0"%";"−"#,##0"%";0"%"'),
        (NumberStyle("en-US", "$"), -0.4, "0", '"$"#,##0;"−""$"#,##0;0'),
    ],
)
def test_a_number_is_printed_alike_in_the_drawing_and_by_a_number_format(
    style: NumberStyle, value: float, text: str, code: str
) -> None:
    assert (style.text(value), style.code(value)) == (text, code)


@pytest.mark.parametrize(
    ("numbers", "last", "next", "code"),
    [
        (NumberStyle("en-US"), None, 0, '#,##0;"−"#,##0;0'),
        (NumberStyle("en-US", "", "", 1, 6, 6), 12500000, 10000000, '[>=11250000]#,##0.0,," million";[>0]#,##0.0,,;0'),
        (NumberStyle("en-US", "", "%"), 50, 40, '[>=45]#,##0"%";[>0]#,##0;0'),
        (NumberStyle("en-US", "", "%"), -50, -40, '[<=-45]"−"#,##0"%";[<0]"−"#,##0;0'),
        (NumberStyle("en-US", "$"), 2, 0, '[>=1]"$"#,##0;[>0]#,##0;0'),
        (NumberStyle("en-US", "$"), 4, -2, '[>=1]"$"#,##0;[<0]"−"#,##0;#,##0'),
    ],
)
def test_the_unit_of_an_axis_is_in_its_number_format_once(
    numbers: NumberStyle, last: float | None, next: float, code: str
) -> None:
    assert AxisStyle(numbers, last, next).code == code


def test_steps_have_the_decimals_that_they_need() -> None:
    assert limited_decimals([1.5, 2.25]) == 2
    assert limited_decimals([48.123456789]) == 1
    assert limited_decimals([0.0123456789]) == 4


# ---------------------------------------------------------------- native charts


def native(desk: Desk, rows: str, kind: str, unit: str = "things", more: str = "") -> tuple[object, object]:
    """The chart of `tried` on its slide, and the sheet of its workbook."""
    load(desk, rows, kind, unit, more=more)
    path = next((desk.content / "chapters").glob("1-*.yaml"))
    path.write_text(
        path.read_text().replace("    figures:\n      - takings\n", "    figures:\n      - takings\n      - tried\n")
    )
    answer = desk.run("deck")
    assert answer.code == 0, answer.err
    for slide in Presentation(desk.output / "deck.pptx").slides:
        for shape in slide.shapes:
            if shape.has_chart and _is_tried(shape.chart):
                book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
                return shape.chart, book.active
    raise AssertionError("no slide has the chart")


def _is_tried(chart: object) -> bool:
    first = next(chart._chartSpace.iter(qn("c:ser")))  # type: ignore[attr-defined]
    return first.find(f"{qn('c:tx')}//{qn('c:v')}").text == "First"


def test_a_native_line_of_months_has_an_axis_of_days(desk: Desk) -> None:
    chart, sheet = native(desk, "2019-01,10\n2019-02,11\n2024-03,22\n", "line")
    axis = chart._chartSpace.find(f".//{qn('c:dateAx')}")  # type: ignore[attr-defined]
    assert axis.find(qn("c:baseTimeUnit")).get("val") == "months"
    assert axis.find(qn("c:auto")).get("val") == "0"
    assert [cell.value.date() for cell in sheet["A"][1:]] == [date(2019, 1, 1), date(2019, 2, 1), date(2024, 3, 1)]  # type: ignore[index]


def test_a_native_bar_chart_has_empty_rows_for_missing_years(desk: Desk) -> None:
    chart, sheet = native(desk, "2000,1\n2005,2\n2006,3\n", "bar", "percent")
    assert [row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [  # type: ignore[attr-defined]
        ("2000", 1),
        ("2001", None),
        ("2002", None),
        ("2003", None),
        ("2004", None),
        ("2005", 2),
        ("2006", 3),
    ]
    codes = {found.get("formatCode") for found in chart._chartSpace.iter(qn("c:numFmt"))}  # type: ignore[attr-defined]
    assert '#,##0"%";"−"#,##0"%";0"%"' in codes


def test_names_that_a_slide_leaves_out_are_told(desk: Desk) -> None:
    load(desk, "".join(f"A municipality called {n},{n * n}\n" for n in range(1, 26)), "bar")
    path = next((desk.content / "chapters").glob("1-*.yaml"))
    path.write_text(
        path.read_text().replace("    figures:\n      - takings\n", "    figures:\n      - tried\n      - takings\n")
    )
    answer = desk.run("deck")
    assert answer.code == 0, answer.err
    assert 'warning: figure "tried": on its slide ' in answer.err
    assert "of its 25 rows bear their names" in answer.err


def test_labels_that_are_skipped_are_not_remembered_by_the_chart(desk: Desk) -> None:
    chart, _ = native(desk, "".join(f"{year}s,{year}\n" for year in range(1000, 2010, 10)), "bar")
    axis = chart._chartSpace.find(f".//{qn('c:catAx')}")  # type: ignore[attr-defined]
    every = int(axis.find(qn("c:tickLblSkip")).get("val"))
    cache = chart._chartSpace.find(f".//{qn('c:cat')}//{qn('c:strCache')}")  # type: ignore[attr-defined]
    assert every > 1
    assert cache.find(qn("c:ptCount")).get("val") == "101"
    assert [int(point.get("idx")) for point in cache.iter(qn("c:pt"))] == list(range(0, 101, every))


def test_where_no_count_leads_to_the_last_row_the_workbook_names_those_that_are_labelled(desk: Desk) -> None:
    chart, sheet = native(desk, "".join(f"{year}s,{year}\n" for year in range(1000, 2000, 10)), "bar")
    cache = chart._chartSpace.find(f".//{qn('c:cat')}//{qn('c:strCache')}")  # type: ignore[attr-defined]
    kept = {int(point.get("idx")): point.findtext(qn("c:v")) for point in cache.iter(qn("c:pt"))}
    assert cache.find(qn("c:ptCount")).get("val") == "100"
    assert (min(kept), max(kept)) == (0, 99)
    assert all(row % 5 == 0 for row in kept if row != 99), "round ones between"
    place = cache.getparent().findtext(qn("c:f")).split("!")[1].replace("$", "")
    cells = [row[0].value for row in sheet[place]]  # type: ignore[index]
    assert {row: cell for row, cell in enumerate(cells) if cell} == kept
    assert [row[0].value for row in sheet["A2:A101"]] == [f"{year}s" for year in range(1000, 2000, 10)]  # type: ignore[index]


LABELS = {
    "month": lambda n: f"{2001 + n // 12}-{n % 12 + 1:02d}",
    "quarter": lambda n: f"{2001 + n // 4}-Q{n % 4 + 1}",
    "decade": lambda n: f"{1000 + 10 * n}s",
    "number": lambda n: str(3 * n + 1),
    "word": lambda n: f"Parish {n}",
}


@pytest.mark.parametrize("deck", [False, True])
@pytest.mark.parametrize("kind", list(LABELS))
def test_the_first_and_the_last_row_bear_their_labels(desk: Desk, kind: str, deck: bool) -> None:
    figure = load(desk, "".join(f"{LABELS[kind](n)},{n + 1}\n" for n in range(99)), "bar")
    look = (deck_look if deck else page_look)(desk.load()[1], "en-US", lambda prose: prose.source)
    for count in range(2, 98):
        part = figure.model_copy(update={"table": figure.table.between(0, count - 1)})
        plot = draw_chart(part, look, 515, 236)
        assert not plot.horizontal
        assert (plot.named[0], plot.named[-1]) == (0, count - 1)
        if deck and plot.every:
            assert plot.named == tuple(range(0, count, plot.every)), "as native charts count"
        boxes = [
            (one.x - wide / 2, one.x + wide / 2)
            for one in plot.categories
            for wide in [max(map(look.type.width, one.lines))]
        ]
        assert all(left[1] < right[0] for left, right in pairwise(boxes)), f"of {count} rows two labels meet"
        assert boxes[-1][1] <= plot.width + 0.1
        if deck:  # a native chart writes it under its row
            middle = plot.right - (plot.right - plot.left) / count / 2
            assert plot.categories[-1].x == pytest.approx(middle, abs=1)


@pytest.mark.parametrize(
    ("first", "last", "ends", "every"),
    [
        (1900, 1999, (1900, 2000), 10),
        (1942, 1964, (1942, 1964), 2),
        (1926, 2023, (1920, 2023), 10),
        (1927, 2025, (1920, 2025), 10),
        (1905, 2008, (1900, 2010), 10),
        (2003, 2033, (2003, 2033), 2),
    ],
)
@pytest.mark.parametrize("kind", ["bar", "stacked", "range"])
def test_an_axis_of_years_goes_from_one_round_year_to_another(
    desk: Desk, kind: str, first: int, last: int, ends: tuple[int, int], every: int
) -> None:
    rows = "".join(f"{year},{year},{year + 9}\n" for year in range(first, last + 1))
    plot = draw(desk, rows, kind, deck=True)
    assert (plot.years, plot.every) == (ends, every)
    assert words(plot.categories) == [str(year) for year in range(ends[0], ends[1] + 1, every)]
    assert plot.labels == tuple(str(year) for year in range(first, last + 1)), "no rows are added to the data"
    room = (plot.right - plot.left) / (ends[1] - ends[0] + 1)
    for mark in (*plot.bars, *(dot for dot in plot.dots if dot.series == 0)):
        if mark.series == 0:
            year = first + mark.row
            assert plot.left + room * (year - ends[0]) <= mark.x <= plot.left + room * (year - ends[0] + 1)


@pytest.mark.parametrize("kind", ["bar", "stacked", "range"])
def test_a_native_axis_of_years_counts_them_as_days_and_remembers_each(desk: Desk, kind: str) -> None:
    more = "    - {column: b, label: Second, color: terracotta}\n" if kind == "range" else ""
    rows = "".join(f"{year},{year},{year + 9}\n" for year in range(1903, 1999) if year != 1950)
    desk.write("content/data/tried.csv", rows)
    chart, sheet = native(
        desk, rows if more else "".join(f"{line.rpartition(',')[0]}\n" for line in rows.split()), kind
    )
    axis = chart._chartSpace.find(f".//{qn('c:dateAx')}")  # type: ignore[attr-defined]

    def said(name: str) -> str:
        return axis.find(f".//{qn(name)}").get("val")  # type: ignore[no-any-return]

    assert (said("c:min"), said("c:max")) == ("1900.0", "2000.0")
    assert (said("c:auto"), said("c:baseTimeUnit"), said("c:majorUnit"), said("c:majorTimeUnit")) == (
        "0",
        "days",
        "10",
        "days",
    )
    assert axis.find(qn("c:numFmt")).get("formatCode") == "0"
    for cache in chart._chartSpace.iterfind(f".//{qn('c:cat')}//{qn('c:numCache')}"):  # type: ignore[attr-defined]
        assert [point.findtext(qn("c:v")) for point in cache.iter(qn("c:pt"))] == [str(n) for n in range(1903, 1999)]
        assert "yy" in cache.findtext(qn("c:formatCode")), "LibreOffice takes them for days by this alone"
    assert [cell.value for cell in sheet["A"][1:]] == list(range(1903, 1999))  # type: ignore[index]


@pytest.mark.parametrize(("last", "written"), [(2019, "2020"), (2016, "2020"), (2015, "2010"), (2020, "2020")])
def test_a_line_ends_at_a_round_year_that_is_near(desk: Desk, last: int, written: str) -> None:
    plot = draw(desk, "".join(f"{year},{year}\n" for year in range(1932, last + 1)), deck=True)
    assert words(plot.categories)[-2:] == [str(int(written) - 10), written]
    assert plot.span == (1930, max(last, int(written)))


def test_nothing_in_a_workbook_is_a_formula_or_a_link(desk: Desk) -> None:
    evil = '    - {column: b, label: "=HYPERLINK(\\"http://x.example\\",\\"y\\")", color: terracotta}\n'
    more = evil.replace("column: b", "column: a")
    desk.write("content/data/tried.csv", "")
    text = '"=1+1",1\n"external:\\\\host\\share",2\n"http://x.example",3\n"@SUM(A1)",4\n"+1",5\n'
    figure = FIGURE.replace("    - {{column: a, label: First}}\n", "")
    desk.write("content/data/tried.csv", f"when,a\n{text}")
    with (desk.content / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(figure.format(kind="bar", unit='"=2+2"', more=more))
    path = next((desk.content / "chapters").glob("1-*.yaml"))
    path.write_text(
        path.read_text().replace("    figures:\n      - takings\n", "    figures:\n      - takings\n      - tried\n")
    )
    answer = desk.run("deck")
    assert answer.code == 0, answer.err
    found = 0
    for slide in Presentation(desk.output / "deck.pptx").slides:
        for shape in slide.shapes:
            if shape.has_chart:
                blob = shape.chart.part.chart_workbook.xlsx_part.blob
                book = openpyxl.load_workbook(io.BytesIO(blob))
                cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
                assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in cells)
                with zipfile.ZipFile(io.BytesIO(blob)) as parts:
                    assert not any(
                        b"External" in parts.read(name) for name in parts.namelist() if name.endswith(".rels")
                    )
                found += any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert found == 1


# ---------------------------------------------------------------- tables


def test_a_table_prints_years_as_years_and_holds_words(desk: Desk) -> None:
    desk.write(
        "content/data/tried.csv",
        "place,cap,since,state\nHarrow,1500000,2002,built\nLowmarsh,985.5,1998,\nUpper Marl,,2031,planned\n",
    )
    series = "".join(f"    - {{column: {name}, label: {name}}}\n" for name in ("cap", "since", "state"))
    text = FIGURE.replace("    - {{column: a, label: First}}\n", "").replace("x: when", "x: place")
    with (desk.content / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(text.format(kind="table", unit="m³", more=series))
    publication = desk.load()[0]
    grid = tabulate(publication.figures["tried"], (), ENGLISH)
    cells = [[cell.words or cell.number for cell in row.cells] for row in grid.rows]
    assert cells == [[1500000, "2002", "built"], [985.5, "1998", None], [None, "2031", "planned"]]
    assert grid.numbers == (True, True, False)


@pytest.mark.parametrize(
    ("kind", "hint"),
    [("pie", "bars"), ("image", "no kind"), ("Column Chart", "kind: bar"), ("heat map", "matrix"), ("lien", "line")],
)
def test_a_kind_that_there_is_none_of_is_told_what_there_is_instead(desk: Desk, kind: str, hint: str) -> None:
    desk.replace("content/figures.yaml", "kind: bar", f"kind: {kind}")
    answer = desk.run("check")
    assert f'no kind of figure called "{kind}"' in answer.err
    assert hint in answer.err.partition("hint:")[2]
