"""After a rebuild: which pages and slides are other than before, and in which words."""

from pathlib import Path

import pytest
from desk import Built, Desk
from verbs import pages_of

from pipeline.core.cache import NO_CACHE
from pipeline.outputs.changes import Changes, compare_pages, name_numbers
from pipeline.outputs.pages import Page, Unreadable, read_pages

CHAPTER = "content/chapters/1-quarrel.yaml"


def page(words: str, notes: str = "", looks: str = "") -> Page:
    return Page(tuple(words.split()), tuple(notes.split()), looks or words)


def compared(old: list[Page], new: list[Page]) -> Changes:
    return compare_pages("report.pdf", "page", old, new)


BRIEF = [page("cover"), page("water runs downhill 2"), page("the end 3")]


def test_nothing_changed() -> None:
    changes = compared(BRIEF, BRIEF)
    assert changes.stretches == ()
    assert changes.summary == "no page looks or reads another way"


def test_a_word_that_changed_is_shown_between_those_that_stayed() -> None:
    changes = compared(BRIEF, [BRIEF[0], page("water flows downhill 2"), BRIEF[2]])
    assert changes.summary == "page 2 changed"
    (edit,) = changes.stretches[0].edits
    assert (edit.number, edit.before, edit.gone, edit.come, edit.after) == (2, "water", "runs", "flows", "downhill")


def test_a_page_more_moves_those_behind_it() -> None:
    changes = compared(BRIEF, [BRIEF[0], BRIEF[1], page("a new one 3"), page("the end 4")])
    assert changes.summary == "page 3 new"
    assert changes.moved == ((3, 4),)


def test_a_page_less() -> None:
    changes = compared(BRIEF, [BRIEF[0], page("the end 2")])
    assert changes.summary == "page 2 of before gone"
    assert changes.moved == ((3, 2),)


def test_text_that_runs_over_is_no_change_of_words() -> None:
    old = [page("one two three"), page("four five six")]
    new = [page("one two"), page("three four five six seven")]
    (stretch,) = compared(old, new).stretches
    assert stretch.new == (1, 2)
    assert [(edit.gone, edit.come, edit.number) for edit in stretch.edits] == [("", "seven", 2)]


def test_a_page_that_only_looks_another_way_is_told() -> None:
    changes = compared(BRIEF, [page("cover", looks="in red"), *BRIEF[1:]])
    assert changes.summary == "page 1 changed"
    assert changes.stretches[0].only_looks


def test_notes_are_told_apart() -> None:
    changes = compared([page("slide", "speak")], [page("slide", "speak slowly")])
    assert changes.summary == "notes of page 1 changed"
    assert changes.stretches[0].edits[0].in_notes


def test_every_page() -> None:
    assert compared(BRIEF, [page("x"), page("y"), page("z")]).summary == "every page changed"


def test_numbers_in_a_row_are_drawn_together() -> None:
    assert name_numbers("page", [4]) == "page 4"
    assert name_numbers("slide", [7, 2, 5, 6]) == "slides 2, 5–7"


# ---------------------------------------------------------------- reading what was built


def test_pages_and_slides_are_read_from_the_files(small: Built) -> None:
    pages = read_pages("report.pdf", small.pdf.read_bytes(), NO_CACHE)
    assert len(pages) == len(pages_of(small.pdf))
    assert "Marl" in " ".join(pages[2].words)
    slides = read_pages("deck.pptx", small.deck.read_bytes(), NO_CACHE)
    assert " ".join(slides[0].words).startswith("Two Counties, One River") or "River" in slides[0].words
    assert any("reservoir" in slide.notes for slide in slides)


@pytest.mark.parametrize("name", ["report.pdf", "deck.pptx"])
def test_what_is_no_such_file_cannot_be_read(name: str) -> None:
    with pytest.raises(Unreadable):
        read_pages(name, b"something else", NO_CACHE)


def test_a_damaged_deck_cannot_be_read(small: Built) -> None:
    """Whatever byte is wrong, it is no traceback."""
    whole = small.deck.read_bytes()
    refused = 0
    for at in range(40, len(whole), len(whole) // 25):
        try:
            read_pages("deck.pptx", whole[:at] + bytes(40) + whole[at + 40 :], NO_CACHE)
        except Unreadable:
            refused += 1
    assert refused > 15


# ---------------------------------------------------------------- a rebuild tells


def lines(desk: Desk, name: str) -> str:
    answer = desk.run()
    assert answer.code == 0, answer.err
    return next(line for line in answer.out.splitlines() if line.startswith(f"output/{name}"))


def test_a_rebuild_says_which_slides_notes_changed(done: Desk) -> None:
    done.replace(CHAPTER, "Show where the reservoir lies.", "Point at the reservoir.")
    assert "; notes of slide " in lines(done, "deck.pptx")
    page = (done.output / "changes.html").read_text()
    assert "<del>Show where</del> <ins>Point at</ins> the" in page


def test_a_rebuild_says_which_pages_changed_and_the_page_of_changes_says_how(done: Desk) -> None:
    before = (done.output / "report.pdf").read_bytes()
    text = (done.folder / CHAPTER).read_text()
    assert "gave each county half" in text
    done.replace(CHAPTER, "gave each county half", "gave every county half")
    line = lines(done, "report.pdf")
    assert "; page" in line
    assert line.endswith("changed")
    assert "<del>each</del> <ins>every</ins>" in (done.output / "changes.html").read_text()
    assert before != (done.output / "report.pdf").read_bytes()


def test_the_first_build_has_nothing_to_compare(small: Built) -> None:
    assert not (small.desk.output / "changes.html").exists()
    assert "report.pdf: 9 pages; new" in small.answer.out or "; new" in small.answer.out


def test_a_file_before_that_cannot_be_read_is_no_trouble(done: Desk, tmp_path: Path) -> None:
    (done.output / "deck.pptx").write_bytes(b"changed by hand")
    assert done.run("all", "--force").code == 0


def test_words_in_the_page_of_changes_are_no_markup(done: Desk) -> None:
    done.replace(CHAPTER, "gave each county half", "gave `<script>` half")
    lines(done, "report.pdf")
    page = (done.output / "changes.html").read_text()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
