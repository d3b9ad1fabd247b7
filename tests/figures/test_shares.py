"""Stacked bars that show shares: every one is the whole, and its parts are percents of it."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from desk import Desk

from pipeline.content.figure import Chart
from pipeline.figures.chart import draw_chart
from pipeline.figures.look import Look, deck_look, page_look
from pipeline.figures.plot import Plot

pytestmark = pytest.mark.quick

FIGURE = """\
tried:
  kind: stacked
  shares: true
{more}  data: tried.csv
  x: year
  series:
    - {{column: a, label: Reach A}}
    - {{column: b, label: Reach B}}
    - {{column: c, label: Reach C}}
  unit: "{unit}"
  title: What was tried
  subtitle: A measure
  alt: Something.
  source: ferrers2019
"""
TWENTY = "".join(f"{year},{year - 1980},{2030 - year},4\n" for year in range(2000, 2020))


def draw(desk: Desk, rows: str, more: str = "", unit: str = "things", **look: object) -> Plot:
    desk.write("content/data/tried.csv", f"year,a,b,c\n{rows}")
    with (desk.content / "figures.yaml").open("a", encoding="utf-8") as file:
        file.write(FIGURE.format(more=more, unit=unit))
    publication, theme = desk.load()
    figure = publication.figures["tried"]
    assert isinstance(figure, Chart)
    deck = bool(look.pop("deck", False))
    made: Look = (deck_look if deck else page_look)(theme, "en-GB", lambda prose: prose.source)
    return draw_chart(figure, replace(made, **look), 340, 180)  # type: ignore[arg-type]


def said(plot: Plot, row: int) -> list[str]:
    return [written.label.words for written in plot.written if written.row == row]


def test_every_bar_is_the_whole_and_its_parts_are_as_high_as_their_shares(desk: Desk) -> None:
    plot = draw(desk, "2000,1,1,2\n2001,300,100,100\n2002,0.5,0,0.5\n")
    for row, shares in enumerate(((25, 25, 50), (60, 20, 20), (50, 0, 50))):
        bars = sorted((bar for bar in plot.bars if bar.row == row), key=lambda bar: bar.series)
        assert [bar.value for bar in bars] == list(shares)
        heights = [bar.height / (plot.bottom - plot.top) * 100 for bar in bars]
        assert all(math.isclose(height, share, abs_tol=1e-6) for height, share in zip(heights, shares, strict=True))
        assert math.isclose(min(bar.y for bar in bars), plot.top)
        assert math.isclose(max(bar.y + bar.height for bar in bars), plot.bottom)


def test_the_unit_is_said_once_at_the_top_whatever_that_of_the_data_is(desk: Desk) -> None:
    plot = draw(desk, "2000,1,1,2\n2001,3000000,1000000,1000000\n", unit="US$ million")
    assert [tick.label.words for tick in plot.ticks] == ["0", "50", "100%"]
    assert said(plot, 1) == ["60%", "20%", "20%"]
    assert plot.cells.cell_code.startswith('"US$"'), "numbers of the workbook have the unit of the data"


@pytest.mark.parametrize(("language", "top"), [("de-DE", "100\N{NO-BREAK SPACE}%"), ("es-MX", "100%")])
def test_percent_is_written_as_the_language_has_it(desk: Desk, language: str, top: str) -> None:
    plot = draw(desk, "2000,1,1,2\n", language=language)
    assert plot.ticks[-1].label.words == top
    assert said(plot, 0)[0] == top.replace("100", "25")


@pytest.mark.parametrize(
    ("row", "shares"),
    [
        ("2000,1,1,1\n", ["33%", "33%", "33%"]),
        ("2000,0,7,0\n", ["100%"]),
        ("2000,0,997,3\n", ["99.7%"]),  # not all
        ("2000,0,99999,1\n", ["99.999%"]),
        ("2000,0,99999999,1\n", ["100%"]),  # a millionth is nothing
    ],
)
def test_shares_are_whole_percents_unless_a_part_would_be_taken_for_the_whole(
    desk: Desk, row: str, shares: Sequence[str]
) -> None:
    plot = draw(desk, row)
    assert said(plot, 0) == list(shares)


def test_a_row_without_numbers_is_a_gap(desk: Desk) -> None:
    plot = draw(desk, "2000,1,1,2\n2001,,,\n2003,4,4,8\n")
    assert {bar.row for bar in plot.bars} == {0, 3}
    assert plot.labels == ("2000", "2001", "2002", "2003")


@pytest.mark.parametrize("rows", [(2000,), (2019,), (2000, 2009, 2019)])
def test_highlighted_shares_are_written_on_bars_that_are_narrower(desk: Desk, rows: Sequence[int]) -> None:
    plot = draw(desk, TWENTY, f"  highlight: {list(rows)}\n")
    assert {written.row + 2000 for written in plot.written} == set(rows)
    for written in plot.written:
        label = written.label
        assert label.ground == plot.colors[written.series]
        (bar,) = (bar for bar in plot.bars if (bar.series, bar.row) == (written.series, written.row))
        assert label.wide > bar.width
        assert plot.left <= label.x - label.wide / 2 <= bar.x
        assert bar.x + bar.width <= label.x + label.wide / 2 <= plot.right
        assert bar.y < label.y < bar.y + bar.height
