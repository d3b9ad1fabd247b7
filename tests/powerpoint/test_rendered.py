"""What LibreOffice shows of each deck: all of it, where it belongs, broken into lines as it was measured."""

from collections.abc import Callable
from pathlib import Path

import pytest
from broken_lines import box_of, break_alike, measured, texts_of
from desk import Built
from overload import TWENTY
from rendered import letters, lines_in, render_deck, stray_words, words_on

from pipeline.deck.text_layout import TextLayout


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
            text_layout = TextLayout(master, theme)
            found = lines_in(page, box_of(slot))
            if not break_alike(found, text_layout, slot, content, slide):
                expected = measured(text_layout, slot, content, slide, 1.0)
                wrong.append(f"slide {number}, {slot.name}:\n  measured {expected}\n  rendered {found}")
    assert not wrong, "\n".join(wrong)


def test_nothing_of_an_overloaded_slide_is_lost(overloaded: Built, needs: Callable[[str], str]) -> None:
    pages = words_on(render_deck(overloaded.deck, needs("soffice")))
    text = "".join(letters(word.text) for page in pages for word in page)
    for number in range(14):
        assert text.count(f":{letters(TWENTY)}") == 14 + 3 + 14 + 9
        assert f"{number + 1}:{letters(TWENTY)}" in text
    for y in range(11):
        for x in range(8):
            assert f"cell{y + 1}.{x + 1}" in text
