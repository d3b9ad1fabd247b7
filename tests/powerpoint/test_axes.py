"""Charts as readers see them: the ends of each axis are labelled, in LibreOffice's picture and in the handout; what is shaded
lies where the axis says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import Built
from pptx.oxml.ns import qn
from rendered import Word, box_of, lies_in, render_deck, words_on
from verbs import is_decorative, slides_of

from pipeline.content.figure import Chart


def value(axis: Any, name: str) -> float:
    return float(axis.find(f".//{qn(name)}").get("val"))


def ends_of(chart: Any) -> tuple[str, str]:
    """The first and the last label that PowerPoint writes along an axis of rows, by what the file says of it."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    axis = next(area.iterchildren(qn("c:catAx"), qn("c:dateAx"), qn("c:valAx")))
    if axis.tag == qn("c:catAx"):
        cache = {int(p.get("idx")): p.findtext(qn("c:v")) for p in next(area.iter(qn("c:cat"))).iter(qn("c:pt"))}
        last, every = int(value(next(area.iter(qn("c:cat"))), "c:ptCount")) - 1, int(value(axis, "c:tickLblSkip"))
        assert last % every == 0, "the last row is one of those that are counted"
        return cache[0], cache[last]
    low, high, step = (value(axis, name) for name in ("c:min", "c:max", "c:majorUnit"))
    assert axis.find(qn("c:numFmt")).get("formatCode") == "0"
    return f"{low:g}", f"{low + (high - low) // step * step:g}"


def lacking(built: Built, pages: tuple[tuple[Word, ...], ...]) -> list[str]:
    """The labels at the ends of axes that are no words within their charts; each slide is a page."""
    missing, count = [], 0
    for number, (slide, page) in enumerate(zip(slides_of(built.deck), pages, strict=True), 1):
        for shape in slide.shapes:
            if shape.has_chart:
                count += 1
                said = {word.text for word in page if lies_in(word, box_of(shape), near=8)}
                missing += [
                    f"slide {number}: {label}" for label in ends_of(shape.chart) if not set(label.split()) <= said
                ]
    assert count, "the deck has no chart"
    return missing


@pytest.fixture(params=["sample", "small", "showcase"])
def deck(request: pytest.FixtureRequest) -> Built:
    made: Built = request.getfixturevalue(request.param)
    return made


def test_the_ends_of_axes_are_whole_where_libreoffice_draws_them(deck: Built, needs: Callable[[str], str]) -> None:
    needs("pdftotext")
    assert lacking(deck, words_on(render_deck(deck.deck, needs("soffice")))) == []


def test_the_ends_of_axes_are_whole_in_the_handout(built: Built, needs: Callable[[str], str]) -> None:
    needs("pdftotext")
    handout: Path = built.desk.output / "deck.pdf"
    assert lacking(built, words_on(handout)) == []


def test_what_is_shaded_lies_where_the_axis_says(sample: Built) -> None:
    figures = [figure for figure in sample.desk.load()[0].figures.values() if isinstance(figure, Chart)]
    stretches = {mark.line.source.split("{")[0].strip(): mark for figure in figures for mark in figure.shaded}
    found = 0
    for slide in slides_of(sample.deck):
        for shape in filter(is_decorative, slide.shapes):
            mark = next(mark for line, mark in stretches.items() if line in shape.name)
            frame = next(other for other in slide.shapes if other.has_chart)
            area = frame.chart._chartSpace.find(f".//{qn('c:plotArea')}")
            left, _, right, bottom = box_of(frame)
            start = left + (right - left) * value(area, "c:x")
            axis = next(area.iterchildren(qn("c:dateAx"), qn("c:valAx")))
            low, high = value(axis, "c:min"), value(axis, "c:max")
            between = next(area.iter(qn("c:crossBetween"))).get("val") == "between"
            half = 0.5 if between else 0  # rows of bars are as wide as a year
            year = (right - left) * value(area, "c:w") / (high - low + 2 * half)
            band = box_of(shape)
            assert band[0] == pytest.approx(start + year * (int(mark.start) - low), abs=0.1)
            assert band[2] == pytest.approx(start + year * (int(mark.end) - low + 2 * half), abs=0.1)
            under = value(area, "c:y") + value(area, "c:h")
            assert band[3] == pytest.approx(bottom - (1 - under) * (bottom - box_of(frame)[1]), abs=0.1)
            found += 1
    assert found == len([1 for slide in slides_of(sample.deck) for shape in slide.shapes if is_decorative(shape)]) > 1
