"""Fit: text is measured; it gets smaller, goes on over more slides, or is a problem. Never clipped."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from desk import SHOWCASE, Desk
from verbs import slides_of

from pipeline.content.theme import Theme
from pipeline.core import Place
from pipeline.core.problems import ProblemsFound
from pipeline.deck.fit_text import TextLayout, fit_slides
from pipeline.deck.markup import read_slides
from pipeline.deck.master import Master
from pipeline.deck.slides import Slide, Table, TextBlock
from pipeline.text.fonts import Face

pytestmark = pytest.mark.quick

SENTENCE = "The county above takes the water and the county below keeps the count of it. "


@dataclass
class Fitting:
    master: Master
    theme: Theme

    def fit(self, inside: str, layout: str = "Title and Content", title: str = "A title") -> tuple[Slide, ...]:
        markup = f'<section layout="{layout}" from="a"><h1>{title}</h1>{inside}</section>'
        return fit_slides(
            read_slides(markup, {"a": (Place("content/a.yaml", 3), 'topic "a"')}, set()), self.master, self.theme
        )

    def holds(self, slide: Slide) -> None:
        """Every text of a slide is no higher than its slot, at the size it will have."""
        text_layout, slots = TextLayout(self.master, self.theme), self.master.layouts[slide.layout].slots
        for name, content in {"title": TextBlock((slide.title,)), **slide.slots}.items():
            if isinstance(content, TextBlock):
                size = slide.sizes.get(name, slots[name].levels[0].size)
                height = text_layout.height(content, slots[name], size)
                assert height <= slots[name].height, f"{name} is {height:.0f} points high in {slots[name].height:.0f}"


@pytest.fixture(scope="module")
def fitting(tmp_path_factory: pytest.TempPathFactory) -> Fitting:
    desk = Desk(tmp_path_factory.mktemp("fit") / "desk")
    return Fitting(desk.master(), desk.load()[1])


def bullets(count: int, repeat: int = 1) -> str:
    return f'<ul slot="body">{"".join(f"<li>{n}. {SENTENCE * repeat}</li>" for n in range(count))}</ul>'


def test_what_fits_is_left_as_designed(fitting: Fitting) -> None:
    (slide,) = fitting.fit(bullets(3))
    assert slide.sizes == {}


def test_what_is_a_little_too_long_is_set_smaller(fitting: Fitting) -> None:
    (slide,) = fitting.fit(bullets(7))
    assert fitting.theme.deck.body.least <= slide.sizes["body"] < fitting.theme.deck.body.size
    fitting.holds(slide)


def test_what_fills_its_slot_to_the_last_hair_is_set_smaller(fitting: Fitting) -> None:
    """Other programs round otherwise, and would shrink it all the same, by a hundredth."""
    layout = fitting.master.layouts["Title and Content"]
    (slide,) = fitting.fit(bullets(3))
    body, content = layout.slots["body"], slide.slots["body"]
    assert isinstance(content, TextBlock)
    high = TextLayout(fitting.master, fitting.theme).height(content, body, body.levels[0].size)

    def sizes(room: float) -> float | None:
        slot = replace(body, box=replace(body.box, height=high + room + body.insets[1] + body.insets[3]))
        changed = replace(layout, slots={**layout.slots, "body": slot})
        layouts = {**fitting.master.layouts, layout.name: changed}
        (found,) = Fitting(replace(fitting.master, layouts=layouts), fitting.theme).fit(bullets(3))
        return found.sizes.get("body")

    assert sizes(1.0) is None
    assert (sizes(0.03) or 0) == body.levels[0].size - 1


def test_a_list_that_is_much_too_long_goes_on_over_more_slides(fitting: Fitting) -> None:
    slides = fitting.fit(bullets(30))
    assert len(slides) > 1
    assert [s.title.text for s in slides] == [f"A title ({n} of {len(slides)})" for n in range(1, len(slides) + 1)]
    said = [p.text.split(".")[0] for s in slides for p in s.slots["body"].paragraphs]
    assert said == [str(n) for n in range(30)], "a point was lost, doubled or moved"
    for slide in slides:
        fitting.holds(slide)


def test_inner_points_stay_with_their_own(fitting: Fitting) -> None:
    items = "".join(f"<li>{SENTENCE * 2}<ul><li>inner {n}</li></ul></li>" for n in range(14))
    slides = fitting.fit(f'<ul slot="body">{items}</ul>')
    assert len(slides) > 1
    assert all(slide.slots["body"].paragraphs[0].level == 0 for slide in slides)


def test_notes_stay_with_every_part_and_the_source_line_too(fitting: Fitting) -> None:
    slides = fitting.fit(bullets(30) + '<p slot="source">Source: Ferrers 2019</p><aside><p>Say this.</p></aside>')
    assert all(slide.slots["source"].paragraphs[0].text == "Source: Ferrers 2019" for slide in slides)
    assert all(slide.notes for slide in slides)


def lines(*texts: str) -> str:
    first, *others = texts
    return f'<p slot="source">{first}</p>' + "".join(f'<p slot="source" if="too-long">{text}</p>' for text in others)


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["Ferrers", "F."], "Ferrers"),
        ([SENTENCE * 3, SENTENCE, "F."], SENTENCE.strip()),
        ([f"{'W' * 40} <em>{SENTENCE}</em>", "Ferrers", "F."], "Ferrers"),
        ([SENTENCE * 4, SENTENCE * 3], (SENTENCE * 3).strip()),
    ],
)
def test_of_lines_the_first_that_takes_one_line_is_shown(fitting: Fitting, texts: list[str], shown: str) -> None:
    """Where none does, it is the last, and it is fitted as any text is."""
    (slide,) = fitting.fit(lines(*texts))
    content = slide.slots["source"]
    assert isinstance(content, TextBlock)
    assert [paragraph.text for paragraph in content.paragraphs] == [shown]
    assert content.shorter == ()
    assert slide.sizes == {"source": fitting.theme.deck.source}


def test_a_table_too_high_goes_on_with_its_head(fitting: Fitting) -> None:
    rows = "".join(f"<tr><td>19{n}</td><td>{SENTENCE}</td></tr>" for n in range(10, 45))
    slides = fitting.fit(f'<table slot="body" alt="t"><tr><th>Year</th><th>Event</th></tr>{rows}</table>')
    assert len(slides) > 1
    assert all(slide.slots["body"].rows[0][0].text == "Year" for slide in slides)
    years = [row[0].text for slide in slides for row in slide.slots["body"].rows[1:]]
    assert years == [f"19{n}" for n in range(10, 45)]


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        (f'<p slot="body">{SENTENCE * 60}</p>', "A title"),
        (bullets(1, repeat=60), "A title"),
        ("", SENTENCE * 8),
        (f'<p slot="kicker">{SENTENCE * 8}</p>', "A title"),
        (f'<p slot="source">{SENTENCE * 12}</p>', "A title"),
        (f'<table slot="body" alt="t"><tr><td>{SENTENCE * 80}</td></tr></table>', "A title"),
        (f'<p slot="body">{"W" * 3000}</p>', "A title"),
    ],
)
def test_what_no_remedy_helps_is_a_problem_that_says_what_to_cut(fitting: Fitting, inside: str, title: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        fitting.fit(inside, title=title)
    (problem,) = found.value.problems
    assert str(problem.place) == "content/a.yaml:3"
    assert "does not fit" in problem.what or "higher than the slide" in problem.what
    assert "cut about" in problem.hint or "shorten" in problem.hint


def test_nothing_is_ever_set_under_the_floor(fitting: Fitting) -> None:
    floor = fitting.theme.deck
    for count in range(1, 40, 3):
        for slide in fitting.fit(bullets(count), title=(SENTENCE * 2)[: 20 + 80 * (count % 2)]):
            assert slide.sizes.get("body", floor.body.size) >= floor.body.least
            assert slide.sizes.get("title", floor.title.size) >= floor.title.least
            fitting.holds(slide)


def test_a_title_with_how_many_parts_there_are_is_measured_too(fitting: Fitting) -> None:
    long = (SENTENCE * 2)[:115]
    for slide in fitting.fit(bullets(30), title=long):
        fitting.holds(slide)


def test_two_lists_of_which_only_one_can_go_on_are_a_problem(fitting: Fitting) -> None:
    left, right = (bullets(24).replace('"body"', f'"{side}"') for side in ("left", "right"))
    with pytest.raises(ProblemsFound) as found:
        fitting.fit(left + right, layout="Two Content")
    assert ["does not fit" in problem.what for problem in found.value.problems] == [True]


def test_text_is_measured_with_the_twin_of_the_slides_font() -> None:
    arial = {"H": 1479, "a": 1139, "m": 1706, "b": 1139, "u": 1139, "r": 682, "g": 1139, "e": 1139}  # of 2048
    for letter, width in arial.items():
        assert Face("Arimo").width(letter, 100) == pytest.approx(100 * width / 2048, abs=0.1)
    assert Face("Arimo", bold=True).width("Marl", 20) > Face("Arimo").width("Marl", 20)


def test_text_of_no_letters_has_no_width() -> None:
    assert Face("Caladea").width("", 20) == 0


def test_a_table_may_have_an_empty_cell(fitting: Fitting) -> None:
    (slide,) = fitting.fit('<table slot="body" alt="t"><tr><th></th><th>A</th></tr><tr><td>x</td><td/></tr></table>')
    assert [[cell.text for cell in row] for row in slide.slots["body"].rows] == [["", "A"], ["x", ""]]


def in_two_columns(points: int, rows: int) -> str:
    listed = "".join(f"<li>{n}. {SENTENCE}</li>" for n in range(points))
    ruled = "".join(f"<tr><td>row {n}</td><td>x</td></tr>" for n in range(rows))
    table = f'<table slot="right" alt="a"><tr><th>Row</th><th>X</th></tr>{ruled}</table>'
    return f'<ul slot="left">{listed}</ul>{table}'


def test_a_list_that_goes_on_beside_a_table_loses_nothing(fitting: Fitting) -> None:
    slides = fitting.fit(in_two_columns(14, 3), layout="Two Content")
    assert len(slides) > 1
    said = "".join(run.text for slide in slides for run in slide.runs)
    assert [n for n in range(14) if f"{n}. {SENTENCE}".strip() not in said] == []
    for slide in slides:
        fitting.holds(slide)
        assert isinstance(slide.slots["right"], Table)
        assert len(slide.slots["right"].rows) == 4


def test_a_list_and_a_table_that_are_both_too_long_are_refused(fitting: Fitting) -> None:
    with pytest.raises(ProblemsFound, match="neither the list nor the table"):
        fitting.fit(in_two_columns(14, 40), layout="Two Content")


def test_several_slots_that_are_too_full_are_each_told_and_lose_nothing(fitting: Fitting) -> None:
    inside = f'<p slot="kicker">{SENTENCE * 8}</p>{bullets(1, repeat=60)}<p slot="source">{SENTENCE * 12}</p>'
    with pytest.raises(ProblemsFound) as found:
        fitting.fit(inside, title=SENTENCE * 8)
    told = [problem.what.split(" of its slide")[0].split("the ")[-1] for problem in found.value.problems]
    assert sorted(told) == ["body", "kicker", "source", "title"]


def test_two_lists_are_never_both_carried_on(fitting: Fitting) -> None:
    """The second would lose its place beside the first: it is refused, whichever comes first."""
    for first, second in (("left", "right"), ("right", "left")):
        lists = "".join(bullets(24).replace('"body"', f'"{side}"') for side in (first, second))
        with pytest.raises(ProblemsFound, match=f"the {second} of its slide does not fit"):
            fitting.fit(lists, layout="Two Content")


def test_a_list_beside_text_that_fits_keeps_the_text_on_every_slide(fitting: Fitting) -> None:
    slides = fitting.fit(bullets(24).replace('"body"', '"left"') + '<p slot="right">Beside</p>', layout="Two Content")
    assert len(slides) > 1
    assert all(slide.slots["right"].paragraphs[0].text == "Beside" for slide in slides)
    assert len({slide.sizes.get("left") for slide in slides}) == 1, "the parts of a list differ in size"


def test_a_word_is_divided_only_where_no_size_would_keep_it_whole(fitting: Fitting) -> None:
    (slide,) = fitting.fit('<p slot="number">445,197,000,000</p><p slot="caption">x</p>', layout="Statement")
    assert slide.sizes["number"] < 110
    text_layout, slot = TextLayout(fitting.master, fitting.theme), fitting.master.layouts["Statement"].slots["number"]
    assert not text_layout.splits(slide.slots["number"], slot, slide.sizes["number"])


def test_a_timeline_too_high_for_its_slide_is_a_problem(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", SHOWCASE)
    desk.replace("layouts/theme/theme.yaml", "height: 7.5", "height: 5")
    figure = '<figure slot="right" ref="timeline-all" alt="All that happened"/>'
    desk.write(
        "layouts/deck/deck.html", f'<section layout="Two Content" from="publication"><h1>A</h1>{figure}</section>'
    )
    answer = desk.run("deck")
    assert answer.code == 1
    assert re.search(r'content/figures\.yaml:\d+: figure "timeline-\S+": the timeline is \d+% too high', answer.err)
    assert "show fewer entries" in answer.err


def test_a_title_too_long_for_the_foot_line_asks_for_a_shorter_one(desk: Desk) -> None:
    long = "Two Counties, One River, and the Long Story of How They Came to Share It after Sixty Years of Taking "
    long += "without Asking, with an Account of the Meters"
    desk.replace("content/publication.yaml", "title: Two Counties, One River", f"title: {long}")
    answer = desk.run("deck")
    assert "content/publication.yaml:2: the title is too long for the foot line of the slides" in answer.err
    desk.replace("content/publication.yaml", f"title: {long}", f"title: {long}\nshort: Two Counties")
    assert desk.run("deck").code == 0
    assert "Two Counties" in [
        s.text_frame.text for s in slides_of(desk.output / "deck.pptx")[2].shapes if s.has_text_frame
    ]


def test_notes_longer_than_a_page_are_set_smaller_then_told(desk: Desk) -> None:
    page = f'<section layout="Title Only" from="publication"><h1>A</h1><aside>{f"<p>{SENTENCE * 4}</p>" * 8}</aside></section>'
    desk.write("layouts/deck/deck.html", page)
    answer = desk.run("deck")
    assert answer.code == 0
    assert "notes" not in answer.err
    notes = slides_of(desk.output / "deck.pptx")[0].notes_slide.notes_text_frame
    assert 8 <= notes.paragraphs[0].runs[0].font.size.pt < 12
    desk.write("layouts/deck/deck.html", page.replace(f"<p>{SENTENCE * 4}</p>", f"<p>{SENTENCE * 9}</p>"))
    answer = desk.run("deck")
    assert answer.code == 0
    assert "content/publication.yaml:2: warning: publication: the notes of the slide" in answer.err
    assert "longer than a printed page" in answer.err


def test_two_slides_of_one_title_are_a_problem(desk: Desk) -> None:
    desk.write("layouts/deck/deck.html", '<section layout="Title Only" from="publication"><h1>A</h1></section>' * 2)
    answer = desk.run("deck")
    assert answer.code == 1
    assert 'two slides have the title "A"' in answer.err


def test_steps_that_stand_in_a_row_have_one_size(fitting: Fitting) -> None:
    def steps(*repeats: int) -> Slide:
        said = "".join(f'<p slot="step-{n}">{SENTENCE * repeat}</p>' for n, repeat in enumerate(repeats, 1))
        (slide,) = fitting.fit(said, layout="Process")
        fitting.holds(slide)
        return slide

    assert steps(1, 1, 1, 1).sizes == {}
    uneven = steps(1, 1, 2, 1).sizes
    assert set(uneven) == {"step-1", "step-2", "step-3", "step-4"}
    assert len(set(uneven.values())) == 1


def test_few_rows_of_words_are_larger_than_text_and_many_are_not(fitting: Fitting) -> None:
    def size(rows: int, words: str = "Both read one meter.") -> float:
        cells = "".join(f'<tr><th as="numeral">{n}</th><td>{words}</td></tr>' for n in range(1, rows + 1))
        (slide,) = fitting.fit(f'<table slot="body" alt="Rows">{cells}</table>')
        return slide.sizes["body"]

    text = fitting.theme.deck.body.size
    assert size(1) == size(3) > text
    assert size(4) == text
    assert size(3, '<a href="#sec-a">Both read one meter</a>') == text, "a list of links is no list of points"


def test_a_list_goes_on_in_the_columns_of_its_slide_and_then_over_slides(fitting: Fitting) -> None:
    (few,) = fitting.fit(bullets(6), layout="Sources")
    assert [len(few.slots[name].paragraphs) for name in ("body", "body-2", "body-3")] == [2, 2, 2]  # type: ignore[union-attr]
    many = fitting.fit(bullets(90), layout="Sources")
    said = [
        paragraph.text.split(".")[0]
        for slide in many
        for name in ("body", "body-2", "body-3")
        for paragraph in slide.slots[name].paragraphs  # type: ignore[union-attr]
    ]
    assert len(many) > 1
    assert said == [str(n) for n in range(90)], "an item was lost, doubled or moved"
    for slide in many:
        fitting.holds(slide)


def test_two_items_fill_two_columns(fitting: Fitting) -> None:
    (slide,) = fitting.fit(bullets(2), layout="Sources")
    assert {name for name in slide.slots if name.startswith("body")} == {"body", "body-2"}
