"""What is too wide is set smaller step by step, and its numbers are never broken."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from pipeline.pdf.fit_widths import STEPS, set_smaller
from pipeline.pdf.overruns import Fault, Overrun

pytestmark = pytest.mark.quick


def fault(target: Any) -> Fault:
    return Fault(Overrun("edge", ("words",), 1.0), target, target)


def whole(markup: str) -> list[str]:
    """The texts of a table at the step where words are divided that are not."""
    table = fromstring(f"<table>{markup}</table>")
    for _ in range(STEPS):
        assert set_smaller([fault(table)])
    assert "".join(table.itertext()) == "".join(fromstring(f"<table>{markup}</table>").itertext())
    return ["".join(span.itertext()) for span in table.iter("span") if "nowrap" in span.get("style", "")]


def test_each_time_by_one_step_to_the_last() -> None:
    table = Element("table")
    seen = []
    while set_smaller([fault(table), fault(table)]):
        seen.append(table.get("data-fit"))
    assert seen == ["1", "2", "3", "4"]


def test_what_may_not_be_set_smaller_is_left() -> None:
    assert not set_smaller([Fault(Overrun("edge", ("words",), 1.0), Element("p"), None)])


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ("<td>1,234,567</td>", ["1,234,567"]),
        ("<td>about 1\u202f234\u202f567,5 or −12%, and $3.10.</td>", ["1\u202f234\u202f567,5", "−12%", "$3.10"]),
        ("<td>in <em>1976</em>, 8.8 of <b>9</b> <i>or 10</i></td>", ["1976", "8.8", "9", "10"]),
        ("<td>words alone</td>", []),
    ],
)
def test_numbers_are_kept_whole(markup: str, numbers: list[str]) -> None:
    assert whole(markup) == numbers


def test_the_words_around_stay_in_their_order() -> None:
    table = fromstring("<table><td>a 1 b <em>c 2</em> 3 d</td></table>")
    for _ in range(3):
        set_smaller([fault(table)])
    text = tostring(table, encoding="unicode")
    assert (
        text.index("a ")
        < text.index(">1<")
        < text.index("b ")
        < text.index("c ")
        < text.index(">2<")
        < text.index(">3<")
    )
