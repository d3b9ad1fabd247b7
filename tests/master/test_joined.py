"""Where a master has one slot for what ours have several for, text keeps its order, and stays with what it belongs to."""

from pathlib import Path

import pptx
import pytest
from desk import Desk
from gallery import process
from verbs import slides_of

PLAIN = Path(pptx.__file__).parent / "templates" / "default.pptx"  # one column, or two
POINTS = '<ul slot="body"><li>It rained.</li></ul>'


def paragraphs(desk: Desk, layout: str, inside: str) -> dict[str, list[str]]:
    """The paragraphs of the one slide of a deck on the plain master, by placeholder."""
    markup = (
        f'<section layout="{layout}" from="publication"><h1>A title</h1>{inside}<aside><p>Look.</p></aside></section>'
    )
    desk.write("layouts/deck/deck.html", markup)
    answer = desk.run("deck", "--master", str(PLAIN))
    assert answer.code == 0, answer.err
    (slide,) = slides_of(desk.output / "deck.pptx")
    boxes = [shape for shape in slide.placeholders if shape.name in ("body", "left", "right", "number", "step-1")]
    return {shape.name: [line.text for line in shape.text_frame.paragraphs] for shape in boxes}


@pytest.mark.parametrize(("layout", "name", "count"), [("Numbers", "number", 3), ("Chain", "date", 6)])
def test_what_stood_in_a_row_stands_in_its_order_above_the_points(
    desk: Desk, layout: str, name: str, count: int
) -> None:
    (found,) = paragraphs(desk, layout, process(name, count) + POINTS).values()
    told = [f"19{n}4 · The river rose, and so did the rates." for n in range(1, count + 1)]
    assert found == [*told, "It rained."]


def test_steps_keep_their_heads(desk: Desk) -> None:
    (found,) = paragraphs(desk, "Process", process("step", 4)).values()
    assert found == [f"19{n}4 · The river rose, and so did the rates." for n in range(1, 5)]


def test_a_number_stays_with_what_it_is(desk: Desk) -> None:
    inside = f'{POINTS}<p slot="number">98</p><p slot="caption">percent</p><p slot="caption">of the water</p>'
    found = paragraphs(desk, "Content with Number", inside)
    assert sorted(found.values()) == [["98", "percent", "of the water"], ["It rained."]]


def test_two_columns_have_their_headings_above_them(desk: Desk) -> None:
    inside = (
        '<p slot="left-heading">Before</p><p slot="left">It rained.</p>'
        '<p slot="right-heading">After</p><p slot="right">It did not.</p>'
    )
    found = paragraphs(desk, "Comparison", inside)
    assert found["left"][-1] == "It rained."
    assert found["right"][-1] == "It did not."
