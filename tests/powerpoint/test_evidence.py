"""Most slides show evidence: a chart, a table, a timeline, a map, a process, or a number as large as a title."""

import pytest
from desk import Built

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
    """What no slide showed is behind the closing slide: at most one of our figures, but for those that want no slide."""
    slides = sample.desk.fitted()
    closing = next(number for number, slide in enumerate(slides) if slide.layout == "Closing")
    shown = {id for slide in slides[:closing] for id in slide.figures}
    meant = {id for slide in slides for id in slide.figures}
    assert len(meant - shown) <= 1
