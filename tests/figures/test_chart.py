"""Drawing: steps that people read easily, marks where the numbers are, words that never meet."""

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.content import print_number
from pipeline.content.figure import Chart
from pipeline.data import Data
from pipeline.figures.axes import CategoryAxis, nice_steps, spread, year_steps
from pipeline.figures.chart import draw_chart
from pipeline.figures.look import Type, deck_look, page_look
from pipeline.figures.plot import Label, Plot

pytestmark = pytest.mark.quick

NUMBERS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False).filter(lambda n: n == 0 or abs(n) > 1e-6)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(NUMBERS, NUMBERS)
def test_steps_are_round_even_few_and_hold_everything(one: float, other: float) -> None:
    low, high = min(0, one, other), max(0, one, other)
    steps = nice_steps(low, high)
    size = steps[1] - steps[0]
    slack = 1e-6 * max(abs(low), abs(high), 1e-9)
    assert 2 <= len(steps) <= 6
    assert steps[0] <= low + slack
    assert steps[-1] >= high - slack
    assert all(math.isclose(b - a, size, rel_tol=1e-6) for a, b in pairwise(steps))
    lead = round(size / 10 ** math.floor(math.log10(size) + 1e-9), 6)
    assert lead in (1, 2, 2.5, 5, 10), f"a step of {size} is not round"
    assert any(abs(step) <= slack for step in steps), "zero has no line"


def test_steps_of_nothing_are_still_steps() -> None:
    assert nice_steps(0, 0)[0] == 0
    assert len(nice_steps(0, 0)) >= 2


@pytest.mark.parametrize(("first", "last", "most"), [(1925, 2025, 12), (1850, 2023, 8), (1, 300, 15), (2013, 2013, 4)])
def test_years_along_an_axis_are_round_and_few(first: int, last: int, most: int) -> None:
    years = year_steps(first, last, most)
    assert 1 <= len(years) <= most
    assert first <= years[0] <= years[-1] <= last
    assert len({b - a for a, b in pairwise(years)}) <= 1


def test_a_break_between_two_rows_is_between_their_bars() -> None:
    labels = ("1942", "1950", "1960")
    axis = CategoryAxis(Data("t.csv", labels, {}, "year", (1942, 1950, 1960)), labels, 0, 300)
    assert [axis.start("1950"), axis.end("1950")] == [100, 200]
    assert axis.start("1945") == axis.end("1945") == 100
    assert axis.start("1963") == 300


@settings(deadline=None, derandomize=True)
@given(st.lists(st.floats(min_value=0, max_value=400, allow_nan=False), min_size=1, max_size=12))
def test_what_is_spread_keeps_its_order_and_its_distance(wanted: list[float]) -> None:
    found = spread(wanted, 20, 0, 400)
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    assert all(found[b] - found[a] >= 20 - 1e-9 for a, b in pairwise(order))
    assert max(found) <= 400 + 1e-9


def test_numbers_have_the_separators_of_the_language_and_equal_decimals() -> None:
    assert print_number(1234567, "en-US") == "1,234,567"
    assert print_number(1234.5, "de-DE") == "1.234,5"
    assert print_number(4, "en-US", 1) == "4.0"
    assert print_number(-0.0000012, "en-US") == "−0.0000012"


# ---------------------------------------------------------------- charts


def drawn(
    desk: Desk, rows: str, *, kind: str = "bar", width: float = 468, most: float = 460, deck: bool = False
) -> Plot:
    desk.write("content/data/takings.csv", "year,harrow,lowmarsh\n" + rows)
    desk.replace("content/figures.yaml", "kind: bar", f"kind: {kind}")
    publication, theme = desk.load()
    figure = publication.figures["takings"]
    assert isinstance(figure, Chart)
    look = (deck_look if deck else page_look)(theme, "en-GB", lambda prose: prose.source)
    return draw_chart(figure, look, width, 236, most)


@pytest.fixture
def lonely(desk: Desk) -> Desk:
    """A desk whose facts do not depend on the data."""
    desk.replace("content/facts.yaml", "  data: takings.csv\n  column: lowmarsh\n  take: min\n", "  value: 0.5\n")
    return desk


def boxes(labels: Sequence[Label], type: Type) -> list[tuple[float, float, float, float]]:
    """Where each line of words stands: left, right, top, bottom."""
    found = []
    for label in labels:
        for n, line in enumerate(label.lines):
            wide = type.width(line)
            left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
            base = label.y + n * label.leading
            found.append((left, left + wide, base - 0.7 * type.size, base))
    return found


def assert_apart(plot: Plot, desk: Desk) -> None:
    """No word of a chart stands on another, and none outside it."""
    type = page_look(desk.load()[1], "en-GB", lambda prose: prose.source).type
    labels = [*plot.categories, *plot.ends, *(tick.label for tick in plot.ticks), *(key.label for key in plot.keys)]
    labels += [band.label for band in plot.bands]
    placed = boxes(labels, type)
    for one, other in combinations(placed, 2):
        meets = one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
        assert not meets, f"words meet at {one} and {other}"
    assert all(box[0] >= -3 and box[1] <= plot.width + 3 and box[2] >= -3 for box in placed), "words hang out"


def test_an_empty_cell_is_a_gap_and_not_a_bar(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,9,\n1975,,3\n1976,,\n1977,1,1\n")
    assert [(bar.series, bar.row) for bar in plot.bars] == [(0, 0), (0, 3), (1, 1), (1, 3)]
    assert [label.lines for label in plot.categories] == [("1974",), ("1975",), ("1976",), ("1977",)]


def test_bars_stand_on_zero_and_are_as_high_as_their_numbers(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,8,4\n1975,2,0\n")
    heights = {bar.value: bar.height for bar in plot.bars}
    assert plot.zero is not None
    assert all(math.isclose(bar.y + bar.height, plot.zero) for bar in plot.bars)
    assert math.isclose(heights[8], 2 * heights[4])
    assert math.isclose(heights[8], 4 * heights[2])
    assert heights[0] == 0


def test_negative_bars_hang_below_zero(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,5,-5\n")
    up, down = plot.bars
    assert plot.zero is not None
    assert math.isclose(up.y + up.height, plot.zero)
    assert math.isclose(down.y, plot.zero)
    assert math.isclose(up.height, down.height)
    assert plot.zero < plot.bottom


def test_parts_of_a_stacked_bar_stand_on_one_another(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,5,3\n1975,4,-2\n", kind="stacked")
    five, four, three, minus = plot.bars
    assert plot.zero is not None
    assert math.isclose(three.y + three.height, five.y)
    assert math.isclose(five.y + five.height, plot.zero)
    assert math.isclose(minus.y, plot.zero)
    assert math.isclose(four.y + four.height, plot.zero)
    assert five.x == three.x


def test_a_line_is_broken_where_a_cell_is_empty(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,5,3\n1975,4,\n1976,3,2\n1977,,1\n", kind="line")
    assert [[dot.row for dot in curve.dots] for curve in plot.curves] == [[0, 1, 2], [0], [2, 3]]
    single = [dot for dot in plot.dots if (dot.series, dot.row) == (1, 0)]
    assert single, "a lonely value would not be seen"


def test_years_stand_as_far_apart_as_they_are(lonely: Desk) -> None:
    plot = drawn(lonely, "1900,5,3\n1910,4,2\n1990,3,2\n", kind="line")
    first, second, third = (dot.x for dot in plot.curves[0].dots)
    assert math.isclose((third - second) / (second - first), 8)


def test_estimates_of_one_row_are_joined_from_the_lowest_to_the_highest(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,5,3\n1975,4,\n", kind="range")
    (spread,) = plot.spreads
    assert (spread.row, spread.top < spread.bottom) == (0, True)
    assert sorted(written.value for written in plot.written) == [3, 4, 5]


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "range"])
@pytest.mark.parametrize("count", [1, 2, 60, 300])
def test_any_number_of_rows_stays_inside_and_apart(lonely: Desk, kind: str, count: int) -> None:
    plot = drawn(lonely, "".join(f"{1000 + n},{n + 1},{count - n}\n" for n in range(count)), kind=kind)
    for bar in plot.bars:
        assert plot.left - 1e-6 <= bar.x <= bar.x + bar.width <= plot.right + 1e-6
    for dot in plot.dots:
        assert plot.left - 1e-6 <= dot.x <= plot.right + 1e-6
        assert plot.top - 1e-6 <= dot.y <= plot.bottom + 1e-6
    assert_apart(plot, lonely)


def test_bars_do_not_overlap(lonely: Desk) -> None:
    plot = drawn(lonely, "".join(f"{1000 + n},{n + 1},{90 - n}\n" for n in range(90)))
    ordered = sorted(plot.bars, key=lambda bar: bar.x)
    assert all(a.x + a.width <= b.x + 1e-9 for a, b in pairwise(ordered))


def test_long_labels_turn_bars_sideways_and_are_kept_whole(lonely: Desk) -> None:
    names = [f"Stretch {letter} between the old bridges, the ferry and the lower mill" for letter in "abcdefghij"]
    plot = drawn(lonely, "".join(f'"{name}",1,2\n' for name in names))
    assert plot.horizontal
    assert [" ".join(label.lines) for label in plot.categories] == names
    assert sorted({bar.row for bar in sorted(plot.bars, key=lambda bar: bar.y)}) == list(range(10))
    assert_apart(plot, lonely)


def test_too_many_long_labels_are_thinned_and_shortened(lonely: Desk) -> None:
    plot = drawn(lonely, "".join(f"Stretch {n} between the old bridges,1,2\n" for n in range(120)))
    assert not plot.horizontal
    assert 1 < len(plot.named) < 120
    assert (plot.named[0], plot.named[-1]) == (0, 119)
    assert_apart(plot, lonely)


def test_a_huge_outlier_leaves_the_others_told(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,1,\n1975,2,\n1976,987654321,\n1977,3,\n")
    assert {written.label.lines[0] for written in plot.written} == {
        "1",
        "2",
        "987,654,321",
        "3",
    }


def test_data_without_any_number_still_draws(lonely: Desk) -> None:
    for kind in ("bar", "stacked", "line", "range"):
        plot = drawn(lonely, "1974,,\n1975,,\n", kind=kind)
        assert plot.bars == plot.dots == plot.written == ()
        lonely.replace("content/figures.yaml", f"kind: {kind}", "kind: bar")


def test_the_highest_bar_carries_its_number(lonely: Desk) -> None:
    rows = "".join(f"{1900 + n},{n},{n / 2}\n" for n in range(60))
    (written,) = drawn(lonely, rows + "1960,1234.5,2\n").written
    assert written.label.lines == ("1,234.5 million",)


def test_colors_come_from_the_figure_or_the_theme(lonely: Desk) -> None:
    theme = lonely.load()[1]
    assert drawn(lonely, "1974,1,2\n").colors == (theme.series[0], "terracotta")


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "range"])
def test_brief_and_deck_have_the_same_steps_order_and_colors(lonely: Desk, kind: str) -> None:
    rows = "".join(f"{1950 + n},{(n * 37) % 90 + 10},{(n * 53) % 70 + 10}\n" for n in range(24))
    brief = drawn(lonely, rows, kind=kind)
    lonely.replace("content/figures.yaml", f"kind: {kind}", "kind: bar")
    deck = drawn(lonely, rows, kind=kind, width=857, most=330, deck=True)
    for what in ("kind", "steps", "low", "high", "colors", "horizontal"):
        assert getattr(brief, what) == getattr(deck, what)
    assert [b.value for b in brief.bars] == [b.value for b in deck.bars]
    assert [c.series for c in brief.curves] == [c.series for c in deck.curves]
