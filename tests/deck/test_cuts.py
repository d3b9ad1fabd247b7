"""Cuts of a deck: what layouts see of one, how long its notes take, and what is warned of."""

import pytest
from desk import Desk

from pipeline.content.cut import ids_of_cut
from pipeline.deck.cuts import add_times, count_spoken, find_appendix, find_shows, pick_slides
from pipeline.deck.markup import read_slides
from pipeline.deck.slides import Slide
from pipeline.render.forms import in_cut
from pipeline.render.render import render_slides

pytestmark = pytest.mark.quick

CUTS = """
cuts:
  - name: short
    title: In a minute
    minutes: {minutes}
    entries:
      - metering
      - in-short
      - opening: settlement
  - name: second
    minutes: 1
    entries: [settlement]
  - name: long
    minutes: 1
    entries: all
"""


def cut(desk: Desk, text: str = CUTS.format(minutes=1)) -> None:
    path = desk.content / "publication.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def shown(slides: tuple[Slide, ...], numbers: tuple[int, ...]) -> list[str]:
    return [slides[number].origin for number in numbers]


def count(words: str) -> int:
    return len(words.split())


def test_a_cut_names_entries_whole_chapters_and_openings(desk: Desk) -> None:
    cut(desk)
    publication, _ = desk.load()
    ids = [ids_of_cut(one, publication.chapters) for one in publication.imprint.cuts]
    whole = ("settlement", "dry-years", "metering", "next-drought")
    assert ids == [
        ("metering", "in-short", "settlement"),
        whole,
        ("quarrel", "in-short", "the-river", "upstream", *whole),
    ]


def test_a_show_has_cover_entries_in_their_order_and_the_closing_slide(desk: Desk) -> None:
    cut(desk)
    slides, publication = desk.slides(), desk.build().printed["deck"]
    short, second, long = find_shows(slides, publication)
    assert shown(slides, short.slides) == ["publication", "metering", "in-short", "settlement", "publication"]
    assert slides[short.slides[0]].layout == "Title Slide"
    assert slides[short.slides[3]].layout == "Section Header with Parts"
    assert slides[short.slides[-1]].layout == "Closing"
    assert [id for id in shown(slides, second.slides) if id in ("in-short", "the-river")] == []
    talk = [number for number in range(find_appendix(slides)) if slides[number].layout != "Agenda"]
    assert list(long.slides) == talk


def test_nothing_behind_the_closing_slide_is_in_a_cut(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "    figures:\n      - takings\n", "")
    desk.replace("content/chapters/1-quarrel.yaml", "      @fig-takings shows who took what.\n", "")
    desk.replace(
        "content/chapters/2-settlement.yaml",
        "    text: |\n      In August",
        "    figures: [takings]\n    text: |\n      In August",
    )
    desk.replace(
        "layouts/deck/period.html",
        '{% if (entry.figures | select("chart") | list) or not dates %}',
        "{% if not dates %}",
    )
    slides = desk.slides()
    behind = slides[find_appendix(slides) :]
    assert "dry-years" in [slide.origin for slide in behind]
    picked = [slides[number] for number in pick_slides(slides, ("dry-years",))]
    assert not [slide for slide in behind if slide in picked]


def test_a_deck_without_a_closing_slide_has_no_appendix(desk: Desk) -> None:
    slides = tuple(slide for slide in desk.slides() if slide.layout != "Closing")
    assert find_appendix(slides) == len(slides)


def test_layouts_see_a_cut_in_its_order_and_figures_see_the_whole(desk: Desk) -> None:
    cut(desk)
    whole = desk.build().printed["deck"]
    short, second, _ = whole.imprint.cuts
    made = in_cut(whole, short)
    assert [chapter.id for chapter in made.chapters] == ["settlement", "quarrel"]
    assert [[entry.id for entry in chapter.entries] for chapter in made.chapters] == [
        ["dry-years", "metering", "next-drought"],  # its opening names them
        ["in-short"],
    ]
    assert [entry.id for entry in made.every_entry] == [entry.id for entry in whole.every_entry]
    assert made.section_numbers == whole.section_numbers
    assert made.figure_numbers == whole.figure_numbers
    assert [chapter.id for chapter in in_cut(whole, second).chapters] == ["settlement"]


def test_an_opening_alone_knows_all_of_its_entries_and_another_cut_has_not_its_notes(desk: Desk) -> None:
    cut(
        desk,
        "cuts:\n  - {name: a, minutes: 1, entries: [opening: settlement]}\n  - {name: b, minutes: 1, entries: [metering]}\n",
    )
    whole = desk.build().printed["deck"]
    opening, entry = (in_cut(whole, one).chapters[0] for one in whole.imprint.cuts)
    assert [one.id for one in opening.entries] == ["dry-years", "metering", "next-drought"]
    assert opening.notes is not None
    assert [one.id for one in entry.entries] == ["metering"]
    assert entry.notes is None


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_cut_alone_has_the_slides_of_its_show(desk: Desk, at: int) -> None:
    cut(desk)
    build = desk.build()
    whole = build.printed["deck"]
    slides = desk.slides()
    show = find_shows(slides, whole)[at]
    made = in_cut(whole, show.cut)
    markup = render_slides(made, build.forms["deck"], build.theme, build.layouts)
    own = read_slides(markup, made.origins, made.figures)
    picked = [own[number] for number in pick_slides(own, ids_of_cut(show.cut, whole.chapters))]
    alone = [slide.title.text for slide in picked if slide.layout != "Agenda"]
    assert alone == [slides[number].title.text for number in show.slides]
    assert sum(count_spoken(picked, made)) == show.words


# ---------------------------------------------------------------- minutes


def test_the_notes_of_entries_and_chapters_are_counted_once_and_sources_never(desk: Desk) -> None:
    desk.replace(
        "content/chapters/2-settlement.yaml",
        "This is the slide to remember.",
        "Say {length} of it, [@okafor2021] twice.",
    )
    slides, publication = desk.slides(), desk.build().printed["deck"]
    said = dict[str, int]()
    for slide, words in zip(slides, count_spoken(slides, publication), strict=True):
        said[slide.origin] = said.get(slide.origin, 0) + words
    assert said["metering"] == count("Say 41 of it, twice.")
    assert said["settlement"] == count("The second half is about what can be copied elsewhere.")
    assert said["publication"] == 0
    long = next(slide for slide in slides if slide.origin == "metering")
    assert sum(len(paragraph.text.split()) for paragraph in long.notes) > said["metering"]  # its sources as well


def test_the_notes_of_a_chapter_with_one_entry_are_said_with_that(desk: Desk) -> None:
    text = (desk.content / "chapters" / "2-settlement.yaml").read_text(encoding="utf-8")
    before, _, rest = text.partition("  - kind: period\n")
    lesson = "  - kind: lesson\n" + rest.split("  - kind: lesson\n")[1].split("  - kind: policy-area\n")[0]
    desk.write("content/chapters/2-settlement.yaml", before + lesson.replace("dry-years", "in-short"))
    slides, publication = desk.slides(), desk.build().printed["deck"]
    said = dict(zip([slide.origin for slide in slides], count_spoken(slides, publication), strict=True))
    words = "The second half is about what can be copied elsewhere. This is the slide to remember."
    assert said["metering"] == count(words)


def test_notes_begin_with_the_time_of_the_slide_and_of_its_part(desk: Desk) -> None:
    desk.replace("content/chapters/2-settlement.yaml", "This is the slide to remember.", "word " * 195)
    publication = desk.build().printed["deck"]
    timed = {slide.origin: slide for slide in reversed(add_times(desk.slides(), publication, 130))}
    assert timed["metering"].notes[0].text.startswith("Speaking time: 1:30. word word")
    assert timed["settlement"].notes[0].text.startswith("Speaking time: 0:10; this part: 1:40. The second half")
    assert not timed["publication"].notes[0].text.startswith("Speaking")


def test_the_time_stands_with_the_slide_that_has_the_notes(desk: Desk) -> None:
    """A policy area's are with its process, and its chart is before that."""
    desk.replace("content/chapters/2-settlement.yaml", "    step: Fill", "    figures: [takings]\n    step: Fill")
    slides, publication = desk.slides(), desk.build().printed["deck"]
    said = count_spoken(slides, publication)
    area = [(slide.layout, words) for slide, words in zip(slides, said, strict=True) if slide.origin == "next-drought"]
    assert area == [("Content with Caption", 0), ("Process", count("End here and take questions."))]


def test_a_cut_that_does_not_keep_its_minutes_is_told_at_its_line(desk: Desk) -> None:
    cut(desk, CUTS.format(minutes=10))
    desk.replace("content/chapters/2-settlement.yaml", "This is the slide to remember.", "word " * 400)
    answer = desk.run("check")
    assert answer.code == 0
    lines = (desk.content / "publication.yaml").read_text(encoding="utf-8").splitlines()
    at = lines.index("    minutes: 10") + 1
    assert (
        f'content/publication.yaml:{at}: warning: cut "short": its notes take about 3.2 minutes, and it has 10: 880 words too few\n'
        "  hint: add an entry, or say more in its notes; 130 words take a minute"
    ) in answer.err
    assert 'cut "second": its notes take about 3.3 minutes, and it has 1: 290 words too many' in answer.err
    desk.replace("layouts/theme/theme.yaml", "words-a-minute: 130", "words-a-minute: 41")
    assert 'cut "short"' not in desk.run("check").err


def test_an_opening_that_no_slide_is_is_told(desk: Desk) -> None:
    cut(desk, "cuts:\n  - name: short\n    minutes: 1\n    entries:\n      - opening: quarrel\n      - metering\n")
    answer = desk.run("check")
    told = 'cut "short": no slide opens the chapter "quarrel", which begins with its first entry'
    assert told in answer.err
