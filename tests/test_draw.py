"""Drawing: steps that people read easily, and bars where the numbers are."""

import math
from itertools import pairwise

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.draw import BarPlot, draw_bars, nice_steps

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


def drawn(desk: Desk, rows: str) -> BarPlot:
    desk.write("content/data/takings.csv", "year,harrow,lowmarsh\n" + rows)
    publication, theme = desk.load()
    return draw_bars(publication.figures["takings"], theme, "en-GB", width=468, height=236)


@pytest.fixture
def lonely(desk: Desk) -> Desk:
    """A desk whose facts do not depend on the data."""
    desk.replace("content/facts.yaml", "  data: takings.csv\n  column: lowmarsh\n  take: min\n", "  value: 0.5\n")
    return desk


def test_an_empty_cell_is_a_gap_and_not_a_bar(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,9,\n1975,,3\n1976,,\n1977,1,1\n")
    assert [(bar.series, bar.label) for bar in plot.bars] == [
        ("Harrow", "1974"),
        ("Harrow", "1977"),
        ("Lowmarsh", "1975"),
        ("Lowmarsh", "1977"),
    ]
    assert [tick.label for tick in plot.across] == ["1974", "1975", "1976", "1977"]


def test_bars_stand_on_zero_and_are_as_high_as_their_numbers(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,8,4\n1975,2,0\n")
    heights = {bar.value: bar.height for bar in plot.bars}
    assert all(math.isclose(bar.y + bar.height, plot.baseline) for bar in plot.bars)
    assert math.isclose(heights[8], 2 * heights[4])
    assert math.isclose(heights[8], 4 * heights[2])
    assert heights[0] == 0


def test_negative_bars_hang_below_zero(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,5,-5\n")
    up, down = plot.bars
    assert math.isclose(up.y + up.height, plot.baseline)
    assert math.isclose(down.y, plot.baseline)
    assert math.isclose(up.height, down.height)
    assert plot.baseline < plot.height - 18


def test_bars_that_are_all_negative_still_have_zero(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,-5,-1\n1975,-4,-2\n")
    assert all(math.isclose(bar.y, plot.baseline) for bar in plot.bars)


@pytest.mark.parametrize("count", [1, 2, 300])
def test_any_number_of_bars_stays_inside_and_apart(lonely: Desk, count: int) -> None:
    plot = drawn(lonely, "".join(f"{1000 + n},{n + 1},{count - n}\n" for n in range(count)))
    assert len(plot.bars) == 2 * count
    ordered = sorted(plot.bars, key=lambda bar: bar.x)
    assert ordered[0].x >= plot.left
    assert ordered[-1].x + ordered[-1].width <= plot.right + 1e-9
    assert all(a.x + a.width <= b.x + 1e-9 for a, b in pairwise(ordered)), "bars overlap"
    ticks = [tick.at for tick in plot.across]
    assert 1 <= len(ticks) <= 30
    assert all(b - a >= 12 for a, b in pairwise(ticks)), "labels overlap"


def test_long_labels_are_shortened_rather_than_run_together(lonely: Desk) -> None:
    names = "".join(f"Stretch {letter} between the old bridges,1,2\n" for letter in "abcdefghij")
    plot = drawn(lonely, names)
    assert all(tick.label.endswith("…") for tick in plot.across)


def test_data_without_any_number_still_draws(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,,\n1975,,\n")
    assert plot.bars == ()
    assert plot.notes == ()


def test_the_highest_bar_carries_its_number(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,8,1234.5\n1975,2,0\n")
    (note,) = plot.notes
    assert note.label == "1,234.5"
    assert 0 <= note.y < 40


def test_colors_come_from_the_figure_or_the_theme(lonely: Desk) -> None:
    plot = drawn(lonely, "1974,1,2\n")
    theme = lonely.load()[1]
    assert [key.color for key in plot.keys] == [theme.palette[theme.series[0]], theme.palette["terracotta"]]
    assert [bar.color for bar in plot.bars] == [key.color for key in plot.keys]
