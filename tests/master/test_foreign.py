"""Masters that others made, of several makes: sizes, fonts and colors are theirs, and nothing is lost in silence."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Built, Desk
from gallery import hang_gallery
from lxml import etree
from openxml_audit import validate_pptx
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt
from rendered import Box, box_of
from ugly import ACCENTS, ONE_LINE, make_squat_master, make_ugly_master
from verbs import folded, notes_of, slides_of, texts_of, title_of

from pipeline.content.theme import Theme
from pipeline.core.archive import FIRST, pack, unpack
from pipeline.core.problems import ProblemsFound
from pipeline.deck.master import Master, SlideLayout
from pipeline.deck.slides import Slide, TextBlock
from pipeline.figures.colors import FAINT, MARK_CONTRAST, TEXT_CONTRAST, contrast
from pipeline.master.adopt import read_foreign_master
from pipeline.master.match import OPENING, match_layouts
from pipeline.master.theme import NEUTRAL, theme_on

Make = Callable[[Path], None]


def adopted_from(make: Make, desk: Desk, folder: Path) -> tuple[Master, Theme]:
    make(folder / "theirs.pptx")
    theme = desk.load()[1]
    master = read_foreign_master(folder / "theirs.pptx", theme)[0]
    return master, theme_on(master, theme)


def line(slide: Slide, name: str) -> str:
    content = slide.slots.get(name)
    return " ".join(p.text for p in content.paragraphs) if isinstance(content, TextBlock) else ""


def versions(slide: Slide, name: str) -> list[str]:
    """The text of a slot, and the shorter ones that may take its place."""
    content = slide.slots.get(name)
    if not isinstance(content, TextBlock):
        return [""]
    return [folded(" ".join(p.text for p in block.paragraphs)) for block in (content, *content.shorter)]


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


# ---------------------------------------------------------------- sizes and type


def test_sizes_follow_the_height_of_the_slides(desk: Desk, tmp_path: Path) -> None:
    own = desk.load()[1].deck
    _, theme = adopted_from(make_squat_master, desk, tmp_path)
    for name in ("title", "body", "label"):
        for part in ("size", "least"):
            assert getattr(getattr(theme.deck, name), part) == 0.75 * getattr(getattr(own, name), part)
    assert theme.deck.source == 0.75 * own.source
    _, tall = adopted_from(make_ugly_master, desk, tmp_path)
    assert (tall.deck.title.size, tall.deck.body.least) == (own.title.size, own.body.least)


def test_our_own_master_leaves_the_theme_as_it_is(desk: Desk) -> None:
    theme = desk.load()[1]
    assert theme_on(desk.master(), theme) is theme


def test_figures_are_measured_in_its_font(desk: Desk, tmp_path: Path) -> None:
    _, theme = adopted_from(make_squat_master, desk, tmp_path)
    twin = theme.twins["Calibri"]
    assert (theme.deck.text.measured_with, theme.deck.text.wider) == (twin.measured_with, twin.wider)
    _, unknown = adopted_from(make_ugly_master, desk, tmp_path)
    assert unknown.deck.text.wider > 1.1


def test_type_that_only_the_sample_text_shows_is_that_of_the_slides(desk: Desk, tmp_path: Path) -> None:
    master, _ = adopted_from(make_squat_master, desk, tmp_path)
    slots = master.layouts["Title and Content"].slots
    assert (slots["title"].levels[0].size, slots["title"].levels[0].align) == (33, "ctr")
    assert [level.size for level in slots["body"].levels[:2]] == [24, 21]
    assert slots["body"].levels[0].bullet == "•"
    assert slots["body"].levels[0].hang > 0


# ---------------------------------------------------------------- room


def test_a_title_of_one_line_is_given_room_for_a_sentence(desk: Desk, tmp_path: Path) -> None:
    master, _ = adopted_from(make_squat_master, desk, tmp_path)
    for name in ("Title and Content", "Two Content"):
        slots = master.layouts[name].slots
        title = slots["title"].box
        assert title.height > 1.5 * ONE_LINE.pt
        for content in (slot for called, slot in slots.items() if called in ("body", "left", "right")):
            assert content.box.top >= title.top + title.height


@pytest.mark.parametrize("make", [make_ugly_master, make_squat_master])
def test_a_line_of_sources_stands_where_nothing_else_does(make: Make, desk: Desk, tmp_path: Path) -> None:
    master, _ = adopted_from(make, desk, tmp_path)
    presentation = Presentation(io.BytesIO(master.package))
    found = [layout for layout in presentation.slide_layouts if any(p.name == "source" for p in layout.placeholders)]
    assert len(found) >= 2
    for layout in found:
        boxes = {p.name: box_of(p) for p in layout.placeholders}
        line = boxes.pop("source")
        assert line[3] <= master.height
        assert not [name for name, box in boxes.items() if not apart(line, box)]


# ---------------------------------------------------------------- nothing is lost in silence


@pytest.mark.parametrize("deck", ["adopted", "squat"])
def test_sources_are_on_their_slides_and_what_is_left_out_is_quoted(deck: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(deck)
    shown = {title_of(slide): texts_of(slide) for slide in slides_of(built.deck)}
    for slide in built.desk.slides():
        texts = " ".join(text for title, text in shown.items() if title.startswith(slide.title.text))
        assert any(said in texts for said in versions(slide, "source")), f"{slide.owner} lost its sources"
        kicker = line(slide, "kicker")
        assert kicker in texts or f'"{kicker}"' in built.answer.err
    assert "progress by chapter, left out" in built.answer.err


@pytest.mark.parametrize("deck", ["adopted", "squat"])
def test_what_the_build_says_of_a_master_is_short(deck: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(deck)
    told = [text for text in built.answer.err.split("\n\n") if text.startswith("layouts/deck/")]
    assert 0 < len(told) <= 7
    assert len(told) == len(set(told))


def test_a_figure_and_text_without_a_common_layout_go_over_two_slides(desk: Desk) -> None:
    hang_gallery(desk)
    path = desk.layouts / "deck" / "poor.pptx"
    make_squat_master(path)
    presentation = Presentation(str(path))
    presentation.slide_layouts.remove(presentation.slide_layouts.get_by_name("TITLE_AND_TWO_COLUMNS"))
    presentation.save(str(path))
    desk.replace("layouts/theme/theme.yaml", "  body: {size", "  master: poor.pptx\n  body: {size")
    answer = desk.run("deck")
    assert answer.code == 0, answer.err
    assert "no slide layout with a place beside a figure; 3 slides go over two" in answer.err
    decks = slides_of(desk.output / "deck.pptx")
    parts = [slide for slide in decks if title_of(slide).endswith(("(1 of 2)", "(2 of 2)"))]
    assert [slide.has_notes_slide for slide in parts] == [True] * len(parts)
    charts = [any(shape.has_chart for shape in slide.shapes) for slide in parts]
    assert charts.count(True) == 4, "of the one with two charts each has its own"
    assert len(parts) >= 6


def test_what_stands_over_each_of_two_charts_is_its_caption_where_the_master_has_no_line_for_it(ugly: Built) -> None:
    (slide,) = (
        slide for slide in slides_of(ugly.deck) if len([shape for shape in slide.shapes if shape.has_chart]) == 2
    )
    captions = [shape.chart.chart_title.text_frame.text for shape in slide.shapes if shape.has_chart]
    assert captions[0] == "Takings"
    assert " ".join(captions[1].split()).endswith("everybody did. Takings a year")
    assert not [shape for shape in slide.placeholders if shape.has_text_frame and not shape.text_frame.text.strip()]


def test_a_slot_that_nobody_knows_is_a_problem_under_any_master(desk: Desk) -> None:
    make_squat_master(desk.layouts / "deck" / "squat.pptx")
    desk.replace("layouts/theme/theme.yaml", "  body: {size", "  master: squat.pptx\n  body: {size")
    slide = (
        '<section layout="Title and Content" from="publication"><h1>A title</h1><p slot="margin">Lost?</p></section>'
    )
    desk.write("layouts/deck/deck.html", slide)
    answer = desk.run("deck")
    assert answer.code == 1
    assert 'slide layout "Title and Content" has no slot "margin"' in answer.err


# ---------------------------------------------------------------- colors


@pytest.mark.parametrize("make", [make_ugly_master, make_squat_master])
def test_what_figures_are_drawn_in_can_be_seen_on_its_ground(make: Make, desk: Desk, tmp_path: Path) -> None:
    master, theme = adopted_from(make, desk, tmp_path)
    ground = theme.palette["white"]
    assert ground == f"#{master.layouts['Title and Content'].ground}"
    assert contrast(theme.palette["ink"], ground) >= TEXT_CONTRAST
    assert contrast(theme.palette["grey"], ground) >= TEXT_CONTRAST
    for number, name in enumerate(name for name in theme.series if name not in NEUTRAL):
        assert contrast(theme.palette[name], ground) >= (
            MARK_CONTRAST if number < 2 else FAINT
        )  # a third is hard to find
        assert master.colors[theme.palette[name].lstrip("#")].startswith("accent")


def test_accents_are_taken_in_their_order(desk: Desk, tmp_path: Path) -> None:
    _, theme = adopted_from(make_ugly_master, desk, tmp_path)
    first = next(name for name in theme.series if name not in NEUTRAL)
    assert theme.palette[first] == f"#{ACCENTS['accent1']}"


def test_text_tells_the_ground_where_that_is_a_picture(desk: Desk, tmp_path: Path) -> None:
    master, _ = adopted_from(make_ugly_master, desk, tmp_path)  # its text is light
    veiled = replace(master, layouts={name: replace(layout, ground="") for name, layout in master.layouts.items()})
    palette = theme_on(veiled, desk.load()[1]).palette
    assert contrast(palette["ink"], palette["white"]) >= TEXT_CONTRAST
    assert contrast(palette["white"], "#000000") < 3


# ---------------------------------------------------------------- files


def retyped(path: Path, old: bytes, new: bytes) -> None:
    parts = unpack(path.read_bytes())
    assert old in parts[FIRST]
    path.write_bytes(pack({**parts, FIRST: parts[FIRST].replace(old, new)}))


@pytest.mark.parametrize(("part", "element"), [("slideLayout7", "spTree"), ("slideLayout2", "spPr")])
def test_a_damaged_layout_is_a_problem_of_its_file(desk: Desk, tmp_path: Path, part: str, element: str) -> None:
    Presentation().save(str(tmp_path / "whole.pptx"))
    parts = unpack((tmp_path / "whole.pptx").read_bytes())
    root = etree.fromstring(parts[name := f"ppt/slideLayouts/{part}.xml"])
    lost = list(root.iter(f"{{*}}{element}"))[-1]
    lost.getparent().remove(lost)
    (tmp_path / "damaged.pptx").write_bytes(pack({**parts, name: etree.tostring(root)}))
    answer = desk.run("deck", "--master", str(tmp_path / "damaged.pptx"))
    assert answer.code == 1
    assert (
        "damaged.pptx: this file cannot be the master of the deck: it cannot be read, and may be damaged" in answer.err
    )


def test_notes_find_a_page_where_the_notes_master_has_no_place_for_them(desk: Desk, tmp_path: Path) -> None:
    presentation = Presentation()
    for placeholder in list(presentation.notes_master.placeholders):
        if placeholder.placeholder_format.type == PP_PLACEHOLDER.BODY:
            placeholder.element.getparent().remove(placeholder.element)
    presentation.save(str(tmp_path / "mute.pptx"))
    answer = desk.run("deck", "--master", str(tmp_path / "mute.pptx"))
    assert answer.code == 0, answer.err
    slides = slides_of(desk.output / "deck.pptx")
    assert "Show where the reservoir lies." in " ".join(map(notes_of, slides))
    assert validate_pptx(str(desk.output / "deck.pptx")).is_valid


def test_a_template_is_taken_as_a_presentation(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "theirs.potx"
    make_squat_master(path)
    retyped(path, b"presentationml.presentation.main", b"presentationml.template.main")
    assert read_foreign_master(path, desk.load()[1])[0].layouts


def test_a_master_with_macros_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "theirs.pptm"
    make_squat_master(path)
    usual = b"openxmlformats-officedocument.presentationml.presentation.main"
    retyped(path, usual, b"ms-powerpoint.presentation.macroEnabled.main")
    with pytest.raises(ProblemsFound, match="it holds macros"):
        read_foreign_master(path, desk.load()[1])


def test_content_goes_to_the_master_that_the_sample_slides_show(desk: Desk, tmp_path: Path) -> None:
    master, _ = adopted_from(make_squat_master, desk, tmp_path)

    def of(number: int) -> list[SlideLayout]:
        layouts = {layout.part: layout for layout in master.layouts.values()}.values()
        return [replace(one, part=f"{number}{one.part}", master=str(number)) for one in layouts]

    theirs = [*of(1), *of(2), *of(3)]
    found = match_layouts(theirs, master.width, Counter({"2": 3, "3": 1}))
    for name, match in found.items():
        assert match.layout.master == ("1" if name in OPENING else "2"), name
    assert {match.layout.master for match in match_layouts(theirs, master.width, Counter()).values()} == {"1"}


def test_a_footer_too_low_for_any_title_is_told_of_the_master(desk: Desk) -> None:
    theirs = Presentation()
    for layout in theirs.slide_layouts:
        for footer in (p for p in layout.placeholders if p.placeholder_format.type == PP_PLACEHOLDER.FOOTER):
            left, top, width = footer.left, footer.top, footer.width
            footer.left, footer.top, footer.width, footer.height = left, top, width, Pt(9)
    theirs.save(str(desk.folder / "theirs.pptx"))
    answer = desk.run("deck", "--master", str(desk.folder / "theirs.pptx"))
    assert 'theirs.pptx: the footer of the slide layout "' in answer.err
    assert "make that placeholder larger in the slide master" in answer.err
    assert "too long for the foot line" not in answer.err
