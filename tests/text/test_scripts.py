"""Subscript, superscript and struck words: read, and in every output."""

import re

import pytest
from desk import Desk
from pptx.oxml.ns import qn
from verbs import open_deck

from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.deck.master import Level
from pipeline.deck.slides import Run
from pipeline.deck.text_layout import TextLayout
from pipeline.text.markdown import render_line, render_plain
from pipeline.text.mentions import find_words
from pipeline.text.renderers import DeckRenderer, PageRenderer

pytestmark = pytest.mark.quick

CHAPTER = "content/chapters/1-quarrel.yaml"


@pytest.fixture
def deck_renderer(desk: Desk) -> DeckRenderer:
    return DeckRenderer(desk.load()[0])


def prose(text: str) -> Prose:
    return Prose(text, Place("x", 1))


@pytest.mark.parametrize(
    ("typed", "markup"),
    [
        ("H~2~O", "H<sub>2</sub>O"),
        ("m^2^ and km^2^", "m<sup>2</sup> and km<sup>2</sup>"),
        ("~~struck *out*~~", "<s>struck <em>out</em></s>"),
        ("^14^C", "<sup>14</sup>C"),
        ("x^*n*^ and x~a\\ b~", "x<sup><em>n</em></sup> and x<sub>a\N{NO-BREAK SPACE}b</sub>"),
        ("x^{driest-year}^", 'x<sup><data value="driest-year">1976</data></sup>'),
        ("**CO~2~**, [m^2^](https://example.org)", '<strong>CO<sub>2</sub></strong>, <a href="https://example.org">m<sup>2</sup></a>'),
        ("word^[a note with m^2^] m^2^", "word m<sup>2</sup>"),
        ("~20 percent, ~30", "~20 percent, ~30"),
        ("2^ or 3^4, ^ and ~", "2^ or 3^4, ^ and ~"),
        ("a ~ b ~ c, x ^ y ^ z", "a ~ b ~ c, x ^ y ^ z"),
        ("5~10 and 20~30", "5~10 and 20~30"),
        ("m\\^2\\^, H\\~2\\~O", "m^2^, H~2~O"),
        ("so ~~~~ and ^^", "so ~~~~ and ^^"),
    ],
)  # fmt: skip
def test_scripts_are_read_and_single_signs_stay(deck_renderer: DeckRenderer, typed: str, markup: str) -> None:
    assert render_line(prose(typed), deck_renderer) == markup


def test_plain_words_keep_the_letters(deck_renderer: DeckRenderer) -> None:
    assert render_plain(prose("H~2~O, m^2^, ~~no~~ yes"), deck_renderer) == "H2O, m2, no yes"


def test_a_power_of_ten_is_not_another_number() -> None:
    assert find_words(prose("10^6^ and CO~2~ and m^2^")) == (("10^6 and CO2 and m2", 1),)


def test_they_stand_in_the_brief_with_their_names(desk: Desk) -> None:
    desk.replace(CHAPTER, "title: The upper hand", "title: The H~2~O hand")
    desk.replace(CHAPTER, "Harrow had the river first.", "Harrow had 5 m^3^ of it ~~last~~ first^[See m^2^, ~~so~~.].")
    page = desk.html()
    assert "The H<sub>2</sub>O hand</h2>" in page
    assert "5 m<sup>3</sup> of it <s>last</s> first" in page
    assert '<span class="note">See m<sup>2</sup>, <s>so</s>.</span>' in page
    assert "H~2~O" not in page


def test_they_are_native_in_the_deck(desk: Desk) -> None:
    desk.replace(CHAPTER, "- Water that has been used", "- Water, H~2~O, 5 m^2^ of ~~used~~ it, that has been used")
    runs = [r for run in open_deck(desk.make("deck.pptx")).slides for r in run._element.iter(qn("a:r"))]
    looks = {r.findtext(qn("a:t")): dict(r.find(qn("a:rPr")).attrib) for r in runs if r.find(qn("a:rPr")) is not None}
    assert looks["used"].get("strike") == "sngStrike"
    scripts = [r.find(qn("a:rPr")).get("baseline") for r in runs if r.findtext(qn("a:t")) == "2"]
    scripts = [script for script in scripts if script]  # a numeral has none
    assert scripts == ["-25000", "30000"]


def test_a_script_is_measured_smaller(desk: Desk) -> None:
    text_layout = TextLayout(desk.master(), desk.load()[1])
    level = Level(font="+mn-lt", size=20)
    plain, small = (text_layout.width([Run("222", script=script)], level, 20) for script in ("", "sub"))
    assert small == pytest.approx(plain * 2 / 3)


def test_alt_texts_and_names_of_the_pdf_have_letters_alone(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "title: Two Counties, One River", "title: Two Counties, H~2~O")
    desk.replace("content/figures.yaml", "alt: Paired bars", "alt: Paired bars of m^2^")
    page = desk.html()
    assert "<title>Two Counties, H2O</title>" in page
    assert 'alt="Paired bars of m2' in page
    assert re.search(r'class="title[^>]*>.*H<sub>2</sub>O', page)


def test_scripts_in_the_brief_are_its_own(desk: Desk) -> None:
    renderer = PageRenderer(desk.load()[0], lambda id: "", lambda *_: "")  # type: ignore[arg-type, return-value]
    assert render_line(prose("H~2~O"), renderer) == "H<sub>2</sub>O"
