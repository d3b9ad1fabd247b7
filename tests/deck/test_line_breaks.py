"""Text of other scripts on slides: lines break where its readers expect, and none is longer than its slot."""

import pytest
from desk import Desk

from pipeline.deck.master import Level
from pipeline.deck.slides import Run
from pipeline.deck.text_layout import TextLayout

pytestmark = pytest.mark.quick

CHINESE = (
    "长江（Yangtze）是中国最长的河流，它的上游叫作金沙江，下游的一段叫作扬子江；外国人把这一段的名字当作全江的名字。"
)


@pytest.fixture
def text_layout(desk: Desk) -> TextLayout:
    theme = desk.layouts / "theme" / "theme.yaml"
    theme.write_text(theme.read_text(encoding="utf-8") + "fallback: [Noto Sans SC, Noto Sans Thai]\n", encoding="utf-8")
    return TextLayout(desk.master(), desk.load()[1])


def lines_of(text_layout: TextLayout, runs: list[Run], width: float) -> list[str]:
    level = Level(font="+mn-lt")
    lines = text_layout.lines(runs, level, 20, width)
    for line in lines:
        shown = [Run(run.text.rstrip(), font=run.font) if run is line[-1] else run for run in line]
        assert text_layout.width(shown, level, 20) <= width + 0.01, line
    return ["".join(run.text for run in line) for line in lines]


@pytest.mark.parametrize("width", [90, 137, 200, 301])
def test_chinese_breaks_between_letters_and_no_line_begins_with_a_comma(text_layout: TextLayout, width: float) -> None:
    lines = lines_of(text_layout, [Run(CHINESE)], width)
    assert "".join(lines) == CHINESE
    assert len(lines) >= 20 * len(CHINESE) / width * 0.8
    assert not any(line[0] in "，；。）" for line in lines)
    assert not any(line[-1] in "（" for line in lines)


def test_a_line_also_breaks_where_bold_begins(text_layout: TextLayout) -> None:
    lines = lines_of(text_layout, [Run("长江是"), Run("最长的河流", bold=True)], 61)
    assert lines == ["长江是", "最长的", "河流"]


def test_a_long_thai_word_is_divided_and_keeps_its_marks(text_layout: TextLayout) -> None:
    lines = lines_of(text_layout, [Run("น้ำน้ำน้ำน้ำน้ำน้ำ")], 45)
    assert len(lines) > 1
    assert all(line.count("น") == line.count("้") == line.count("ำ") for line in lines)


def test_parts_in_another_font_name_it_and_lines_are_as_high_as_it_asks(text_layout: TextLayout) -> None:
    level = Level(font="+mn-lt")
    dressed = text_layout.dress([Run("see 长江", bold=True)], level)
    assert [(run.text, run.font, run.bold) for run in dressed] == [("see ", "", True), ("长江", "Noto Sans SC", True)]
    assert text_layout.line(level, 20, [Run("长江")]) > text_layout.line(level, 20, [Run("Marl")])
    assert text_layout.dress([Run("plain")], level) == (Run("plain"),)
