"""The handout: a page for each slide, on which everything stands where LibreOffice shows it in the deck."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from broken_lines import box_of, break_alike, measured, texts_of
from desk import Built
from lines import Line, letters_on, lines_in
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Length
from rendered import Box, letters, render_deck
from rendered import box_of as shape_box
from structure import elements
from verbs import slides_of

from pipeline.deck.fit_table import TableFit, measure_table
from pipeline.deck.master import LINES, Slot
from pipeline.deck.slides import Table
from pipeline.deck.text_layout import TextLayout
from pipeline.handout.write import AIR

NEAR = 3.0  # points: LibreOffice rounds the width of each letter, which adds up over a line of fifty
"""What LibreOffice is known to show otherwise, and is not compared:

- a line that ends within a hundredth of its slot's edge may break before or after its last word
- the sign of an item stands a little higher or lower than its words
- a chart has the same box, but LibreOffice sets its title, its axes and its legend in its own way
- the name of a period in a timeline breaks at the edge of its band, not a hair before it
"""


@pytest.fixture(params=["sample", "small", "showcase", "overloaded", "gallery", "narrow", "plain"])
def deck(request: pytest.FixtureRequest) -> Built:
    """Each deck whose fonts are known: the last is in somebody else's master."""
    made: Built = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def handout(deck: Built) -> Path:
    path = deck.desk.output / "deck.pdf"
    if not path.is_file():
        answer = deck.desk.run("handout")
        assert answer.code == 0, answer.err
    return path


@pytest.fixture
def shown(deck: Built, needs: Callable[[str], str]) -> Path:
    """The deck as LibreOffice shows it."""
    return render_deck(deck.deck, needs("soffice"))


def test_every_slide_is_a_page_of_its_size(deck: Built, handout: Path) -> None:
    slides = slides_of(deck.deck)
    presentation = slides[0].part.package.presentation_part.presentation
    with pikepdf.open(handout) as pdf:
        sizes = {(round(float(page.MediaBox[2]), 1), round(float(page.MediaBox[3]), 1)) for page in pdf.pages}
        assert len(pdf.pages) == len(slides)
    assert sizes == {(round(Length(presentation.slide_width).pt, 1), round(Length(presentation.slide_height).pt, 1))}


def test_every_line_is_the_same_and_stands_where_libreoffice_shows_it(deck: Built, handout: Path, shown: Path) -> None:
    desk = deck.desk
    slides, master, theme = desk.fitted(), desk.master(), desk.load()[1]
    text_layout, wrong, close = TextLayout(master, theme), [], 0
    ours, theirs = letters_on(handout), letters_on(shown)
    for number, slide in enumerate(slides):
        for slot, content in texts_of(slide, master):
            mine, other = (lines_in(pages[number], box_of(slot)) for pages in (ours, theirs))
            if texts(mine) != texts(other):
                as_measured = measured(text_layout, slot, content, slide, 1.0)
                if texts(mine) == as_measured and break_alike(texts(other), text_layout, slot, content, slide):
                    close += 1
                    continue
            # LibreOffice sets the lines of text that may shrink closer where a table comes before it
            beside = slot.name not in LINES and any(isinstance(one, Table) for one in slide.slots.values())
            down = 20.0 if beside and slot.name != "title" else NEAR
            wrong += [f"slide {number + 1}, {slot.name}: {what}" for what in differences(mine, other, down=down)]
    assert not wrong, "\n".join(wrong)
    assert close <= max(2, 0.03 * sum(1 for slide in slides for _ in texts_of(slide, master)))


def differences(
    mine: Sequence[Line], other: Sequence[Line], near: float = NEAR, down: float | None = None
) -> Iterator[str]:
    if texts(mine) != texts(other):
        yield f"lines differ:\n  handout     {texts(mine)}\n  LibreOffice {texts(other)}"
        return
    for one, two in zip(mine, other, strict=True):
        if abs(one.x - two.x) > near or abs(one.y - two.y) > (near if down is None else down):
            yield f'"{one.text}" is {one.x - two.x:+.1f}, {one.y - two.y:+.1f} points off'


def test_the_cells_of_tables_say_the_same_in_the_same_places(deck: Built, handout: Path, shown: Path) -> None:
    slides, master, theme = deck.desk.fitted(), deck.desk.master(), deck.desk.load()[1]
    ours, theirs, wrong = letters_on(handout), letters_on(shown), []
    cells = close = 0
    for number, slide in enumerate(slides):
        for name, content in slide.slots.items():
            if isinstance(content, Table):
                slot = master.layouts[slide.layout].slots[name]
                fit = measure_table(
                    TextLayout(master, theme), content, slot, slide.sizes.get(name, slot.levels[0].size)
                )
                for box in cells_of(slot, fit):
                    mine, other = (lines_in(pages[number], box, near=1) for pages in (ours, theirs))
                    cells += 1
                    if len(mine) == len(other) and texts(mine) != texts(other) and said(mine) == said(other):
                        close += 1
                        continue
                    wrong += [f"slide {number + 1}, cell at {box}: {what}" for what in differences(mine, other, 5.0)]
    assert not wrong, "\n".join(wrong)
    assert close <= 0.02 * cells


def texts(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines]


def said(lines: Sequence[Line]) -> str:
    return "".join(texts(lines))


def cells_of(slot: Slot, fit: TableFit) -> Iterator[Box]:
    y = slot.box.top
    for high in fit.heights:
        x = slot.box.left + slot.insets[0]
        for wide in fit.widths:
            yield x, y, x + wide, y + high
            x += wide
        y += high


def test_charts_and_timelines_have_the_boxes_of_the_deck(deck: Built, handout: Path) -> None:
    with pikepdf.open(handout) as pdf:
        figures = elements(pdf, "Figure")
        found = [(page_of(pdf, figure), [float(side) for side in figure.A.BBox]) for figure in figures]
        high = float(pdf.pages[0].MediaBox[3])
    meant = [(n, shape) for n, slide in enumerate(slides_of(deck.deck)) for shape in slide.shapes if is_drawn(shape)]
    assert [number for number, _ in found] == [number for number, _ in meant]
    for (number, (left, bottom, right, top)), (_, shape) in zip(found, meant, strict=True):
        box = (left + AIR, high - top + AIR, right - AIR, high - bottom - AIR)
        if shape.has_chart:
            assert box == pytest.approx(shape_box(shape), abs=1), f"slide {number + 1}"
        else:  # a group is as large as what is in it
            assert lies_within(shape_box(shape), box, 6), f"slide {number + 1}"


def page_of(pdf: pikepdf.Pdf, element: Any) -> int:
    return [page.objgen for page in pdf.pages].index(element.Pg.objgen)


def is_drawn(shape: Any) -> bool:
    return bool(shape.has_chart) or shape.shape_type == MSO_SHAPE_TYPE.GROUP


def lies_within(one: Box, other: Box, near: float) -> bool:
    signs = (-1, -1, 1, 1)
    return all(sign * (b - a) >= -near for a, b, sign in zip(one, other, signs, strict=True))


def test_what_a_timeline_says_stands_where_libreoffice_shows_it(sample: Built, needs: Callable[[str], str]) -> None:
    """But for the names in its bands, which break in their own ways."""
    ours = letters_on(sample.desk.output / "deck.pdf")
    theirs = letters_on(render_deck(sample.deck, needs("soffice")))
    compared = 0
    for number, slide in enumerate(slides_of(sample.deck)):
        for group in slide.shapes:
            if group.shape_type != MSO_SHAPE_TYPE.GROUP:
                continue
            for shape in group.shapes:
                if shape.name.startswith(("Event", "Key", "Year")) and shape.has_text_frame and shape.text_frame.text:
                    mine, other = (lines_in(pages[number], shape_box(shape), near=4) for pages in (ours, theirs))
                    said = letters(shape.text_frame.text)
                    (one,), (two,) = ([line for line in lines if said in line.text] for lines in (mine, other))
                    assert one.y == pytest.approx(two.y, abs=NEAR), shape.name
                    compared += 1
    assert compared > 10
