"""A figure that would leave its page half empty moves past a paragraph or two."""

import re
from pathlib import Path

import pytest
from desk import Desk
from verbs import pages_of

LINE = "The river counted every season before anybody asked who had written the numbers down. "


def brief_with(desk: Desk, before: int, after: str) -> tuple[str, ...]:
    """Pages of a brief whose figure stands after some paragraphs of six lines, and before others."""
    text = "\n\n      ".join([*[f"Before {n}. {LINE * 4}" for n in range(before)], "@fig-takings", after])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", text)
    path: Path = desk.output / "report.pdf"
    answer = desk.run("report")
    assert answer.code == 0, answer.err
    return pages_of(path)


def page_with(pages: tuple[str, ...], words: str) -> int:
    return next(n for n, page in enumerate(pages) if n > 1 and words in page)


@pytest.mark.parametrize("before", [9, 10])
def test_the_text_runs_on_and_the_figure_heads_the_next_page(desk: Desk, before: int) -> None:
    pages = brief_with(desk, before, "\n\n      ".join(f"After {n}. {LINE * 5}" for n in range(4)))
    figure = page_with(pages, "Figure 1 Lowmarsh took less")
    assert figure == 4, "the page where it is asked for has no room for it"
    assert len(re.findall(r"The river counted", pages[figure - 1])) >= 28, "with a gap there are 21 or 25 of them"
    text = " ".join(pages)
    assert text.index(f"Before {before - 1}.") < text.index("After 0.") < text.index("Figure 1 Lowmarsh took less")


def test_a_figure_at_the_end_of_its_text_moves_to_an_earlier_place(desk: Desk) -> None:
    pages = brief_with(desk, 10, "")
    figure, last = page_with(pages, "Figure 1 Lowmarsh took less"), page_with(pages, "Before 9.")
    assert figure == last - 1, "where it is asked for it would leave a gap"


def test_a_box_is_never_moved_ahead_of_what_it_speaks_of(desk: Desk) -> None:
    box = f"::: {{.callout-note title='The meters'}}\n      {LINE * 16}\n      :::"
    text = "\n\n      ".join([*[f"Before {n}. {LINE * 4}" for n in range(10)], box])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", f"{text}\n")
    desk.replace("content/chapters/1-quarrel.yaml", "    figures:\n      - takings\n", "")
    answer = desk.run("report")
    assert answer.code == 0, answer.err
    text = " ".join(pages_of(desk.output / "report.pdf"))
    assert text.index("Before 9.") < text.index("The meters")


def test_a_figure_that_has_room_stays(desk: Desk) -> None:
    pages = brief_with(desk, 4, f"After 0. {LINE * 5}")
    text = " ".join(pages[2:])
    assert text.index("Before 3.") < text.index("Figure 1 Lowmarsh") < text.index("After 0.")
