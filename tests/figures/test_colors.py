"""Colors: each has one meaning, words in them can be read, and marks and words of one series belong together."""

import pytest
from desk import ROOT, Desk

from pipeline.content.figure import Chart
from pipeline.content.lists import Word
from pipeline.core import Layouts
from pipeline.core.cache import NO_CACHE
from pipeline.deck.slides import DEGREES
from pipeline.figures.chart import draw_chart
from pipeline.figures.colors import (
    FOR_TEXT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    find_confusions,
    heat_colors,
    with_mixed_colors,
)
from pipeline.figures.look import deck_look, page_look
from pipeline.making.load import load

pytestmark = pytest.mark.quick

NAMED_BY_NOBODY = ("theme", "translations")


@pytest.fixture(scope="module")
def project() -> tuple[set[str], dict[str, str], tuple[str, ...]]:
    """The colors of the words of our publication, and palette and series of our theme."""
    publication, theme, _ = load(ROOT / "content", Layouts.of(ROOT / "layouts", ROOT / "layouts"), NO_CACHE)
    words = [word for words in publication.imprint.lists.values() for word in words.values()]
    return {word.color for word in words if word.color}, theme.palette, theme.series


def test_colors_of_words_are_named_by_no_layout_and_no_series(
    project: tuple[set[str], dict[str, str], tuple[str, ...]],
) -> None:
    colors, _, series = project
    assert colors == {"teal", "terracotta", "ochre"}
    assert not colors & set(series)
    folders = [folder for folder in (ROOT / "layouts").iterdir() if folder.is_dir()]
    files = [path for folder in folders if folder.name not in NAMED_BY_NOBODY for path in folder.rglob("*.*")]
    texts = {
        path: path.read_text(encoding="utf-8") for path in files if path.suffix in (".css", ".html", ".svg", ".xml")
    }
    assert len(texts) > 50
    assert not [(path.name, color) for path, text in texts.items() for color in colors if color in text]


def test_the_first_series_is_taken_for_no_word_by_any_reader(
    project: tuple[set[str], dict[str, str], tuple[str, ...]],
) -> None:
    colors, palette, series = project
    assert not [color for color in colors for name in series[:2] if find_confusions(palette[color], palette[name])]


def test_words_in_a_pale_color_are_darker_and_can_be_read(desk: Desk) -> None:
    theme = desk.load()[1]
    palette, colors = theme.palette, theme.colors
    pale = [name for name in palette if MARK_CONTRAST <= contrast(palette[name], palette["white"]) < TEXT_CONTRAST]
    assert pale == ["sky", "ochre"]
    for name in pale:
        found = contrast(colors[name + FOR_TEXT], palette["white"])
        assert TEXT_CONTRAST <= found < TEXT_CONTRAST + 0.4, "no darker than it has to be"


def test_a_color_for_words_may_be_named_and_is_lighter_on_a_dark_ground(desk: Desk) -> None:
    theme = desk.load()[1]
    own = theme.model_copy(update={"palette": {**theme.palette, "sky-text": "#123456"}})
    assert with_mixed_colors(own).colors["sky-text"] == "#123456"
    dark = {"ink": "#EEEEEE", "white": "#101820", "navy": "#3F6FA8"}
    mixed = with_mixed_colors(theme.model_copy(update={"palette": dark})).colors["navy-text"]
    assert contrast(mixed, "#101820") >= TEXT_CONTRAST
    assert contrast(mixed, "#000000") > contrast("#3F6FA8", "#000000")


def test_words_can_be_read_on_cells_of_every_degree_which_are_in_order(desk: Desk) -> None:
    theme = desk.load()[1]
    grounds = [heat_colors(theme, degree) for degree in DEGREES]
    assert [words for _, words in grounds] == ["white", "ink", "ink", "ink"]
    assert all(contrast(theme.colors[ground], theme.palette[words]) >= TEXT_CONTRAST for ground, words in grounds)
    dark = [contrast(theme.colors[ground], theme.palette["white"]) for ground, _ in grounds]
    assert dark == sorted(dark, reverse=True)


@pytest.mark.parametrize(
    ("steps", "degrees"), [(1, "all"), (2, "all least"), (3, "all much least"), (5, "all much much little least")]
)
def test_steps_of_a_list_have_degrees(steps: int, degrees: str) -> None:
    words = [Word.model_construct(place=None, label="x", step=step, steps=steps) for step in range(steps, 0, -1)]
    assert [word.degree for word in words] == degrees.split()
    assert set(degrees.split()) <= set(DEGREES)


@pytest.mark.parametrize("kind", ["line", "bar", "range"])
@pytest.mark.parametrize("look_of", [page_look, deck_look])
def test_names_and_values_have_the_color_of_their_series(desk: Desk, kind: str, look_of: object) -> None:
    desk.replace("content/facts.yaml", "  data: takings.csv\n  column: lowmarsh\n  take: min\n", "  value: 0.5\n")
    desk.write("content/data/takings.csv", "year,harrow,lowmarsh\n1974,9,2\n1975,8,3\n1976,12,4\n")
    desk.replace("content/figures.yaml", "kind: bar", f"kind: {kind}")
    desk.replace("content/figures.yaml", "      color: terracotta\n", "")
    publication, theme = desk.load()
    figure = publication.figures["takings"]
    assert isinstance(figure, Chart)
    plot = draw_chart(figure, look_of(theme, "en-GB", lambda prose: prose.source), 468, 236)  # type: ignore[operator]
    assert plot.colors == ("navy", "sky")
    expected = {0: "navy", 1: "sky-text"}
    assert {(written.series, written.label.color) for written in plot.written} <= set(expected.items())
    assert [label.color for label in plot.ends] == (list(expected.values()) if kind == "line" else [])
