"""What LibreOffice shows of each deck: all of it, where it belongs, broken into lines as it was measured."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Built
from overload import TWENTY
from rendered import Box, letters, lines_in, render_deck, stray_words, words_on

from pipeline.deck.master import Master, Slot
from pipeline.deck.slides import Slide, TextBlock
from pipeline.deck.text_layout import TextLayout, level_of, text_of

NEAR = (1.0, 0.99, 1.01)  # a line that ends this near to the edge may break either way


@pytest.fixture
def pdf(any_deck: Built, needs: Callable[[str], str]) -> Path:
    needs("pdftotext")
    return render_deck(any_deck.deck, needs("soffice"))


def test_no_word_leaves_its_box_and_no_box_its_slide(any_deck: Built, pdf: Path) -> None:
    assert list(stray_words(any_deck.deck, pdf)) == []


def test_titles_and_lists_break_where_they_were_measured_to_break(any_deck: Built, pdf: Path) -> None:
    desk = any_deck.desk
    slides, master, theme = desk.fitted(), desk.master(), desk.load()[1]
    if master.foreign:
        pytest.skip("the font of this master is nowhere: it is measured wide, and shown in whatever there is")
    assert len(slides) == len(words_on(pdf))
    wrong = []
    for number, (slide, page) in enumerate(zip(slides, words_on(pdf), strict=True), 1):
        for slot, content in texts_of(slide, master):
            expected = [measured(TextLayout(master, theme), slot, content, slide, near) for near in NEAR]
            found = lines_in(page, box_of(slot))
            if found not in expected:
                wrong.append(f"slide {number}, {slot.name}:\n  measured {expected[0]}\n  rendered {found}")
    assert not wrong, "\n".join(wrong)


def texts_of(slide: Slide, master: Master) -> Iterator[tuple[Slot, TextBlock]]:
    slots = master.layouts[slide.layout].slots
    for name, content in {"title": TextBlock((slide.title,)), **slide.slots}.items():
        if isinstance(content, TextBlock):
            yield slots[name], content


def measured(text_layout: TextLayout, slot: Slot, content: TextBlock, slide: Slide, near: float) -> list[str]:
    lines: list[str] = []
    for number, paragraph in enumerate(content.paragraphs, 1):
        level, size = level_of(slot, content, paragraph, slide.sizes.get(slot.name, slot.levels[0].size))
        found = [letters(text_of(line)) for line in text_layout.lines(paragraph.runs, level, size, slot.width * near)]
        lines += [f"{number}.{found[0]}" if paragraph.number else found[0], *found[1:]]
    return lines


def box_of(slot: Slot) -> Box:
    box = slot.box
    return box.left, box.top, box.left + box.width, box.top + box.height


def test_nothing_of_an_overloaded_slide_is_lost(overloaded: Built, needs: Callable[[str], str]) -> None:
    pages = words_on(render_deck(overloaded.deck, needs("soffice")))
    text = "".join(letters(word.text) for page in pages for word in page)
    for number in range(14):
        assert text.count(f":{letters(TWENTY)}") == 14 + 3 + 14 + 9
        assert f"{number + 1}:{letters(TWENTY)}" in text
    for y in range(11):
        for x in range(8):
            assert f"cell{y + 1}.{x + 1}" in text
