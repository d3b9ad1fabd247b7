"""Charts of an entry after its first stand on slides right after its own: one alone, two beside each other."""

import pytest
from desk import Desk

pytestmark = pytest.mark.quick

CHAPTER = "content/chapters/1-quarrel.yaml"
FIGURE = """\
{id}:
  kind: line
  width: {width}
  data: takings.csv
  x: year
  series:
    - {{column: harrow, label: Harrow}}
  unit: million cubic metres
  title: What {id} finds
  subtitle: Water taken from the Marl, million cubic metres a year
  alt: A line.
  source: ferrers2019
"""


def list_figures(desk: Desk, *ids: str, width: str = "column", after: str = "") -> None:
    """Have the entry on the river list these charts after its own; and an entry without any, if one is named, the last."""
    path = desk.content / "figures.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(FIGURE.format(id=id, width=width) for id in ids))
    listed = "".join(f"      - {id}\n" for id in ids)
    desk.replace(CHAPTER, "      - takings\n", f"      - takings\n{listed}")
    if after:
        desk.replace(CHAPTER, "    blocks:", f"    figures: [{after}]\n    blocks:")


def shown(desk: Desk) -> list[tuple[str, str, tuple[str, ...]]]:
    """The origin, the layout and the figures of each slide that shows figures."""
    slides = [(slide.origin, slide.layout, tuple(slide.figures)) for slide in desk.slides()]
    return [slide for slide in slides if slide[2]]


def test_one_more_chart_has_a_slide_under_what_it_finds(desk: Desk) -> None:
    list_figures(desk, "second")
    first, second, *others = shown(desk)
    assert first[2] == ("takings",)
    assert second == ("the-river", "Chart", ("second",))
    assert all("second" not in figures for _, _, figures in others), "it is not in the appendix"
    (slide,) = (slide for slide in desk.slides() if slide.layout == "Chart")
    assert slide.title.text == "What second finds"


def test_two_more_stand_beside_each_other(desk: Desk) -> None:
    list_figures(desk, "second", "third")
    assert ("the-river", "Two Charts", ("second", "third")) in shown(desk)
    (slide,) = (slide for slide in desk.slides() if slide.layout == "Two Charts")
    left, right = (
        " ".join(paragraph.text for paragraph in slide.slots[f"{side}-heading"].paragraphs)  # type: ignore[union-attr]
        for side in ("left", "right")
    )
    assert "What second finds" not in left, "the title says so"
    assert right.startswith("What third finds")


def test_two_that_are_as_wide_as_a_page_have_a_slide_each(desk: Desk) -> None:
    list_figures(desk, "second", "third", width="full")
    assert [slide[1:] for slide in shown(desk)][1:3] == [("Chart", ("second",)), ("Chart", ("third",))]


def test_a_third_stands_in_the_appendix(desk: Desk) -> None:
    list_figures(desk, "second", "third", "fourth")
    assert shown(desk)[-1] == ("the-river", "Full Figure", ("fourth",))


def test_a_chart_that_another_entry_shows_first_is_not_shown_twice(desk: Desk) -> None:
    list_figures(desk, "second", after="second")
    assert [(origin, figures) for origin, _, figures in shown(desk) if "second" in figures] == [
        ("upstream", ("second",))
    ]


def test_the_whole_of_a_part_is_no_further_chart(desk: Desk) -> None:
    desk.replace(
        CHAPTER,
        "      - takings\n",
        "      - takings\n    slide: {from: 1975, title: A part, subtitle: Of it, alt: Bars.}\n",
    )
    assert [figures for _, _, figures in shown(desk)] == [("takings.the-river",), ("takings",)]
    assert shown(desk)[-1][1] == "Full Figure"
