"""What a figure is about stands out: bars in full color, words beside a value, a panel for each series."""

import io
import math
from itertools import combinations

import pytest
from desk import Desk
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from pipeline.content.figure import Chart
from pipeline.core.cache import NO_CACHE
from pipeline.figures.chart import draw_chart
from pipeline.figures.look import Look, deck_look, page_look
from pipeline.figures.panels import draw_panels
from pipeline.figures.plot import Plot
from pipeline.figures.remarks import box_of
from pipeline.render.drawings import draw_figure

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = """\
tried:
  kind: {kind}
  data: tried.csv
  x: year
  series:
{series}{more}  unit: things
  title: What was tried
  subtitle: A measure
  alt: Something.
  source: ferrers2019
"""
DECADES = "".join(
    f"{year},{value}\n" for year, value in zip(range(1990, 2000), (3, 9, 4, 8, 5, 7, 6, 9, 2, 8), strict=True)
)


def load(desk: Desk, rows: str, kind: str, more: str = "", columns: str = "a") -> Chart:
    """The figure `tried`, with a series for each letter of `columns`."""
    fifth = {"e": ", color: ink"}  # the theme has four
    labels = {name: f"Reach {name.upper()}{fifth.get(name, '')}" for name in columns}
    series = "".join(f"    - {{column: {name}, label: {label}}}\n" for name, label in labels.items())
    desk.write("content/data/tried.csv", f"year,{','.join(columns)}\n{rows}")
    with (desk.content / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(FIGURE.format(kind=kind, series=series, more=more))
    figure = desk.load()[0].figures["tried"]
    assert isinstance(figure, Chart)
    return figure


def look_of(desk: Desk, deck: bool = False) -> Look:
    return (deck_look if deck else page_look)(desk.load()[1], "en-GB", lambda prose: prose.source)


def draw(desk: Desk, rows: str, kind: str, more: str = "", columns: str = "a", deck: bool = False) -> Plot:
    return draw_chart(load(desk, rows, kind, more, columns), look_of(desk, deck), 860 if deck else 468, 236)


# ---------------------------------------------------------------- bars


@pytest.mark.quick
@pytest.mark.parametrize(
    ("more", "full"),
    [
        ("", range(10)),
        ("  highlight: [1991, 1997]\n", (1, 7)),
        ("  highlight: [1991]\n  colored: [{from: 1993, to: 1995}]\n", (3, 4, 5)),
        ("  colored: [{from: 1990, to: 1991}, {from: 1999, to: 1999}]\n", (0, 1, 9)),
    ],
)
def test_bars_that_a_figure_names_stand_out(desk: Desk, more: str, full: tuple[int, ...]) -> None:
    plot = draw(desk, DECADES, "bar", more)
    assert {bar.row for bar in plot.bars if bar.color == "navy"} == set(full)
    assert {bar.color for bar in plot.bars} <= {"navy", "navy-pale"}
    assert {written.row for written in plot.written} == {1, 7} & set(full) or "highlight: [1991, 1997]" not in more


@pytest.mark.quick
def test_bars_with_names_stand_out_as_well(desk: Desk) -> None:
    names = [f"Stretch {letter} between the old bridges and the lower mill" for letter in "abcdefgh"]
    rows = "".join(f"{name},{n}\n" for n, name in enumerate([*names, "Lowmarsh"]))
    plot = draw(desk, rows, "bar", "  highlight: [Lowmarsh]\n")
    assert plot.horizontal
    assert [bar.color for bar in plot.bars] == ["navy-pale"] * 8 + ["navy"]


@pytest.mark.quick
def test_series_differ_by_color_and_none_is_pale(desk: Desk) -> None:
    plot = draw(desk, "1990,1,2\n1991,3,4\n", "bar", "  highlight: [1991]\n", "ab")
    assert {bar.color for bar in plot.bars} == {"navy", "sky"}


@pytest.mark.quick
def test_the_value_of_a_bar_is_off_a_higher_one_beside_it(desk: Desk) -> None:
    rows = "".join(f"{1960 + n},{100000 + 9000 * n}\n" for n in range(40))
    plot = draw(desk, rows, "bar", "  highlight: [1980]\n")
    (value,) = plot.written
    left, right, _, bottom = box_of(value.label, look_of(desk))
    assert not [bar for bar in plot.bars if bar.row > 20 and bar.x < right - 0.5 and bar.y < bottom - 2]
    assert left < plot.bars[20].x < right


# ---------------------------------------------------------------- annotations

NOTES = '  annotations: [{{at: 1994, column: a, line: "{0}"}}, {{at: 1996, column: b, line: "The dry year"}}]\n'
TWO = "".join(f"{1990 + n},{30 + 7 * math.sin(n):.1f},{30 + 9 * math.cos(n):.1f}\n" for n in range(12))
FULL_OF_LINES = "".join(f"{1990 + n},{(n * 37) % 11},{(n * 53) % 13}\n" for n in range(12))


@pytest.mark.quick
@pytest.mark.parametrize("deck", [False, True])
@pytest.mark.parametrize("kind", ["line", "bar", "range"])
@pytest.mark.parametrize("rows", [TWO, FULL_OF_LINES])
def test_words_beside_a_value_meet_no_other_words(desk: Desk, rows: str, kind: str, deck: bool) -> None:
    plot = draw(desk, rows, kind, NOTES.format("Here the two lines cross for the first time"), "ab", deck)
    look = look_of(desk, deck)
    assert [remark.label.words for remark in plot.remarks] == [
        "Here the two lines cross for the first time",
        "The dry year",
    ]
    boxes = [box_of(label, look) for label in (*(r.label for r in plot.remarks), *(w.label for w in plot.written))]
    for (n, one), (_, other) in combinations(enumerate(boxes), 2):
        meets = one[0] < other[1] and other[0] < one[1] and one[2] < other[3] - 1 and other[2] < one[3] - 1
        assert n >= 2 or kind != "line" or not meets, "words on words"
    for left, right, top, bottom in boxes[:2]:
        assert left >= plot.left - 1
        assert right <= plot.width + 1
        assert 0 <= top < bottom <= plot.bottom + 1


@pytest.mark.quick
def test_words_that_stand_apart_have_a_line_to_their_value(desk: Desk) -> None:
    plot = draw(desk, FULL_OF_LINES, "line", NOTES.format("Here the two lines cross for the first time"), "ab")
    far = [remark for remark in plot.remarks if remark.line]
    assert far
    for remark in far:
        x, y = remark.line[2:] if remark.line else (0, 0)
        dot = min(
            (dot for dot in plot.curves[0].dots + plot.curves[1].dots), key=lambda d: math.hypot(d.x - x, d.y - y)
        )
        assert math.hypot(dot.x - x, dot.y - y) < look_of(desk).type.size


def test_annotations_and_pale_bars_are_native_in_the_deck(desk: Desk) -> None:
    load(desk, DECADES, "bar", '  highlight: [1991]\n  annotations: [{at: 1997, line: "=A peak & <more>"}]\n')
    path = next((desk.content / "chapters").glob("1-*.yaml"))
    path.write_text(
        path.read_text().replace("    figures:\n      - takings\n", "    figures:\n      - tried\n      - takings\n")
    )
    answer = desk.run("deck")
    assert answer.code == 0, answer.err
    charts = [s.chart for slide in Presentation(desk.output / "deck.pptx").slides for s in slide.shapes if s.has_chart]
    chart = next(chart for chart in charts if "tried" not in chart.plots[0].categories and _names(chart) == ["Reach A"])
    pale = chart._chartSpace.findall(f".//{qn('c:dPt')}")
    assert [int(point.find(qn("c:idx")).get("val")) for point in pale] == [0, 2, 3, 4, 5, 6, 7, 8, 9]
    assert all(point[1].tag == qn("c:invertIfNegative") and point[1].get("val") == "0" for point in pale)
    (drawing,) = (part.target_part for part in chart.part.rels.values() if part.reltype.endswith("/chartUserShapes"))
    words = etree.parse(io.BytesIO(drawing.blob)).xpath("//a:t/text()", namespaces={"a": _DRAWING})
    assert words == ["=A peak & <more>"]


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _names(chart: object) -> list[str]:
    return [series.name for series in chart.plots[0].series]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- panels

SEVERAL = "".join(f"{1990 + n},{n},{30 - n},{(n * 7) % 20},{n * n % 17},{n % 5}\n" for n in range(25))


@pytest.mark.quick
@pytest.mark.parametrize("columns", ["ab", "abcd", "abcde"])
def test_panels_have_one_scale_and_a_series_each_before_the_others(desk: Desk, columns: str) -> None:
    rows = "".join(",".join(line.split(",")[: 1 + len(columns)]) + "\n" for line in SEVERAL.splitlines())
    figure = load(desk, rows, "line", "  panels: true\n", columns)
    plot = draw_panels(figure, look_of(desk), 492)
    assert [panel.title.words for panel in plot.panels] == [f"Reach {name.upper()}" for name in columns]
    widths = {round(panel.plot.right - panel.plot.left, 3) for panel in plot.panels}
    assert len({(panel.plot.low, panel.plot.high, panel.plot.span) for panel in plot.panels}) == len(widths) == 1
    for n, panel in enumerate(plot.panels):
        assert {mark.series for mark in panel.plot.dots} <= {0}
        assert [dot.value for curve in panel.plot.curves for dot in curve.dots] == list(
            figure.numbers(figure.series[n])
        )
        assert len(panel.others) == len(columns) - 1
        assert 0 <= panel.x + panel.plot.left < panel.x + panel.plot.right <= 492
    last = plot.panels[-1]
    assert last.y + last.plot.height <= plot.height + 0.01


@pytest.mark.quick
def test_panels_are_drawn_with_the_numbers_of_the_data(desk: Desk) -> None:
    rows = "".join(",".join(line.split(",")[:4]) + "\n" for line in SEVERAL.splitlines())
    more = "  panels: true\n  breaks: [{at: 1995, line: Counted anew}]\n  shaded: [{from: 1998, to: 2001, line: The dry years}]\n"
    figure = load(desk, rows, "line", more, "abc")
    build = desk.build()
    svg = draw_figure(figure, build.theme, build.publication, build.forms["report"], build.layouts, NO_CACHE)
    root = etree.fromstring(svg.encode())
    words = ["".join(text.itertext()) for text in root.iter(SVG + "text")]
    assert words.count("Counted anew") == words.count("The dry years") == 1
    for n, series in enumerate(figure.series):
        (line,) = (one for one in root.iter(SVG + "polyline") if one.get("data-series") == str(n))
        ys = [float(point.split(",")[1]) for point in line.get("points", "").split()]
        values = figure.numbers(series)
        low, high = min(ys), max(ys)
        top, bottom = max(v for v in values if v is not None), min(v for v in values if v is not None)
        for y, value in zip(ys, values, strict=True):
            assert value is not None
            assert math.isclose(bottom + (high - y) / (high - low) * (top - bottom), value, abs_tol=0.02)


# ---------------------------------------------------------------- words beside a break

PEAK = "".join(
    f"{year},{value}\n" for year, value in zip(range(2010, 2030), [*range(1, 13), 90, *range(7)], strict=True)
)


@pytest.mark.quick
def test_values_and_annotations_stand_on_the_side_of_a_break_that_they_are_about(desk: Desk) -> None:
    more = "  breaks: [{at: 2021, line: Counted anew}]\n  annotations: [{at: 2022, column: a, line: The year of the flood}]\n"
    figure = load(desk, PEAK, "line", more)
    for deck in (False, True):
        plot = draw_chart(figure, look_of(desk, deck), 860 if deck else 468, 236)
        (written,), (remark,), (band,) = plot.written, plot.remarks, plot.bands
        assert written.value == 90
        assert written.label.x - written.label.wide / 2 > band.left
        assert box_of(remark.label, look_of(desk, deck))[0] > band.left


@pytest.mark.quick
def test_words_of_a_break_run_on_where_the_chart_gains_by_it(desk: Desk) -> None:
    words = "The counts of this office and of the other were joined in this year"
    figure = load(desk, PEAK, "line", f"  breaks: [{{at: 2013, line: {words}}}]\n")
    plot = draw_chart(figure, look_of(desk), 468, 236)
    assert plot.bands[0].label.lines == (words,)
    narrow = draw_chart(figure, look_of(desk), 200, 236)
    assert len(narrow.bands[0].label.lines) > 1
