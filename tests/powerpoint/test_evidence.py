"""Most slides show evidence: a chart, a table, a timeline, a map, a process, or a number as large as a title."""

import pytest
from desk import Built, Desk

from pipeline.content.figure import Chart
from pipeline.deck import Slide, TextBlock

ASIDE = {"Title Slide", "Agenda", "Section Header", "Sources", "Closing"}  # no slides of content
SHAPES = {"Process", "Chain"}  # drawn on their layouts


def is_text_alone(slide: Slide) -> bool:
    others = any(not isinstance(content, TextBlock) for content in slide.slots.values())
    return not others and slide.layout not in SHAPES and "number" not in slide.slots


@pytest.mark.parametrize("name", ["sample", "small"])
def test_a_quarter_of_the_slides_at_most_is_text_alone(name: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(name)
    content = [slide for slide in built.desk.fitted() if slide.layout not in ASIDE]
    alone = [slide.title.text for slide in content if is_text_alone(slide)]
    assert len(alone) <= len(content) / 4, alone


def test_charts_stand_where_a_claim_rests_on_them(sample: Built) -> None:
    """Behind the closing slide are none of our figures but those of which a slide showed a part."""
    slides = sample.desk.fitted()
    closing = next(number for number, slide in enumerate(slides) if slide.layout == "Closing")
    shown = {id for slide in slides[:closing] for id in slide.figures}
    meant = {id for slide in slides for id in slide.figures}
    figures = sample.desk.build().printed["deck"].figures
    wholes = {figure.whole for id, figure in figures.items() if id in shown and isinstance(figure, Chart)}
    assert meant - shown == wholes - {None}


AREA = """\
  - kind: policy-area
    id: {id}
    title: The {id}
    claim: The {id} needs a reserve of its own.
    points: [Half of little is little.]
    goal: Both counties want water.
    status: Nothing is agreed.
    step: Fill it by April.
    precedent: The city did.
    figures: [takings]
    text: |
      The {id} runs dry in some years.
    notes: |
      Say that the {id} runs dry.
"""
PERIOD = """\
  - kind: period
    id: the-drought
    title: The drought
    years: 1976-1978
    claim: Two dry years made both counties talk.
    points: [They talked.]
    events:
      - {date: "1976", title: NAME, line: It came.}
      - {date: "1977", title: A talk, line: They met.}
    text: |
      It did not rain.
    notes: |
      Say that it did not rain.
"""


def add(desk: Desk, *entries: str) -> None:
    path = desk.content / "chapters" / "2-settlement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")


def test_a_chart_of_two_policy_areas_is_shown_by_the_first(desk: Desk) -> None:
    add(desk, AREA.format(id="upper-pond"), AREA.format(id="lower-pond"))
    upper, lower = ([s for s in desk.fitted() if s.origin == f"{id}-pond"] for id in ("upper", "lower"))
    assert [slide.layout for slide in upper] == ["Content with Caption", "Process"]
    assert [slide.layout for slide in lower] == ["Process"]
    assert any("Half of little" in paragraph.text for paragraph in lower[0].notes), "what no slide says is to be said"


@pytest.mark.parametrize(("name", "layout"), [("The drought", "Chain"), ("A drought " * 9, "Two Content")])
def test_dates_stand_in_a_row_where_their_names_are_short(desk: Desk, name: str, layout: str) -> None:
    add(desk, PERIOD.replace("NAME", name.strip()))
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "the-drought")
    assert slide.layout == layout


def test_an_opener_names_its_parts_where_they_are_few(desk: Desk) -> None:
    def parts() -> list[bool]:
        return ["parts" in slide.slots for slide in desk.fitted() if slide.layout == "Section Header"]

    assert True in parts()
    before = parts().count(True)
    add(desk, *(AREA.format(id=f"pond-{n}").replace("    figures: [takings]\n", "") for n in range(12)))
    assert parts().count(True) == before - 1
