"""Slides of another shape: the sample fits them, with shorter progress and two lines over the title where one is too narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Built, Desk
from openxml_audit import validate_pptx
from rendered import render_deck, stray_words
from verbs import open_deck, slides_of


@pytest.mark.parametrize("aspect", ["16:10", "4:3"])
def test_the_sample_fits_slides_of_another_shape(
    sample: Built, aspect: str, tmp_path: Path, needs: Callable[[str], str]
) -> None:
    answer = sample.desk.run("deck", "--aspect", aspect, "--output", str(tmp_path / "output"))
    assert (answer.code, answer.err) == (0, "")
    deck = tmp_path / "output" / "deck.pptx"
    wide, high = (float(side) for side in aspect.split(":"))
    assert open_deck(deck).slide_width / open_deck(deck).slide_height == pytest.approx(wide / high)
    assert validate_pptx(str(deck)).is_valid
    needs("pdftotext")
    assert list(stray_words(deck, render_deck(deck, needs("soffice")))) == []


def trackers(desk: Desk, *more: str) -> list[str]:
    assert desk.run("deck", "--force", *more).code == 0
    slides = slides_of(desk.output / "deck.pptx")
    return [shape.text_frame.text for slide in slides for shape in slide.placeholders if shape.name == "tracker"]


def test_progress_leaves_the_name_of_the_part_out_where_it_has_no_room(desk: Desk, tmp_path: Path) -> None:
    name = "A settlement of great patience and length"
    desk.replace("content/chapters/2-settlement.yaml", "title: The settlement", f"title: The settlement\nshort: {name}")
    assert set(trackers(desk)) == {f"I {name}"}
    desk.output = tmp_path / "narrow"
    assert set(trackers(desk, "--aspect", "4:3", "--output", str(desk.output))) == {"I"}


def test_two_lines_fit_over_a_title_and_three_do_not(desk: Desk) -> None:
    slide = '<section layout="Title Only" from="publication"><p slot="kicker">{}</p><h1>A title</h1></section>'
    words = "What the counties measured at each of their meters "
    desk.write("layouts/deck/deck.html", slide.format(words * 3))
    assert desk.run("check").code == 0
    desk.write("layouts/deck/deck.html", slide.format(words * 6))
    assert "the kicker of its slide does not fit, even at 14 points" in desk.run("check").err
