"""Balance: lines of a title are about equally long, and no last word of a paragraph stands alone."""

from dataclasses import replace

import pytest
from test_fit import Fitting, fitting  # noqa: F401

from pipeline.deck.slides import NO_BREAK, Slide, TextBlock
from pipeline.deck.text_layout import SAFE, TextLayout, level_of

pytestmark = pytest.mark.quick

TITLE = "In three dry years agreement came when each of the two counties needed the other"
LONE = "The county below has paid for water since the year of the drought, and for harbours"


def lines_of(fitting: Fitting, slide: Slide, name: str, wider: float = 1.0) -> list[list[str]]:  # noqa: F811
    """The lines of each paragraph of a slot, at the size that it will have."""
    text_layout, slot = TextLayout(fitting.master, fitting.theme), fitting.master.layouts[slide.layout].slots[name]
    content = TextBlock((slide.title,)) if name == "title" else slide.slots[name]
    assert isinstance(content, TextBlock)
    found = []
    for paragraph in content.paragraphs:
        level, size = level_of(slot, content, paragraph, slide.sizes.get(name, slot.levels[0].size))
        lines = text_layout.lines(paragraph.runs, level, size, slot.width * SAFE * wider)
        found.append(["".join(run.text for run in line).strip() for line in lines])
    return found


@pytest.mark.parametrize("wider", [1.0, 1.03, 1.05])
def test_the_lines_of_a_title_are_about_equally_long(fitting: Fitting, wider: float) -> None:  # noqa: F811
    """Also in a font that is a little narrower than the one it was measured in."""
    (slide,) = fitting.fit("", layout="Title Only", title=TITLE)
    ((first, second),) = lines_of(fitting, slide, "title", wider)
    assert 0.75 < len(second) / len(first) < 1.35
    assert slide.name == TITLE, "it is named by its words, however they are bound"


def test_a_title_keeps_its_number_of_lines_and_its_size(fitting: Fitting) -> None:  # noqa: F811
    for words in range(4, 30):
        title = " ".join(f"{n}words"[: 3 + n % 7] for n in range(words))
        (slide,) = fitting.fit("", layout="Title Only", title=title)
        unbound = replace(
            slide,
            title=replace(slide.title, runs=tuple(r.saying(r.text.replace(NO_BREAK, " ")) for r in slide.title.runs)),
        )
        assert len(lines_of(fitting, slide, "title")[0]) == len(lines_of(fitting, unbound, "title")[0]), title
        fitting.holds(slide)


def test_a_word_longer_than_a_line_is_not_bound_to_another(fitting: Fitting) -> None:  # noqa: F811
    title = "Wasserstandsaufzeichnungsverordnungsentwurf und Donaudampfschifffahrtskapitaenswitwenrente"
    (slide,) = fitting.fit("", layout="Section Header with Parts", title=title)
    assert NO_BREAK not in slide.title.text


def test_no_last_word_of_a_point_stands_alone_on_its_line(fitting: Fitting) -> None:  # noqa: F811
    points = [f"{LONE[: len(LONE) - cut].rsplit(' ', 1)[0]} and wheat" for cut in range(0, 40, 2)]
    alone = 0
    for point in points:
        (slide,) = fitting.fit(f'<ul slot="body"><li>{point}</li></ul>')
        (lines,) = lines_of(fitting, slide, "body")
        alone += NO_BREAK in slide.slots["body"].paragraphs[0].text  # type: ignore[union-attr]
        assert len(lines) == 1 or " " in lines[-1].replace(NO_BREAK, " "), lines
    assert alone, "none of these would have stood alone"


def test_lines_around_the_text_are_left_as_they_are(fitting: Fitting) -> None:  # noqa: F811
    (slide,) = fitting.fit(f'<p slot="source">{LONE * 2}</p>')
    assert NO_BREAK not in slide.slots["source"].paragraphs[0].text  # type: ignore[union-attr]
