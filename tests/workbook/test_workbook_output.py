"""The workbook as one of the outputs: made alone and with all, told, kept from being overwritten, and made again only when needed."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from desk import Desk
from markupsafe import Markup
from verbs import tables_of_workbook

from pipeline.making.data import make_data
from pipeline.render.cited import in_words

HAND = b"changed by hand"


@pytest.fixture
def made(desk: Desk) -> Desk:
    """The workbook is built, alone."""
    answer = desk.run("data")
    assert (answer.code, answer.err) == (0, "")
    assert "output/data.xlsx: 1 figure; new" in answer.out
    return desk


def test_it_is_made_alone(made: Desk) -> None:
    assert made.outputs() == ["data.xlsx"]


def test_sources_are_as_the_style_lists_them_with_their_addresses(desk: Desk) -> None:
    desk.replace("content/figures.yaml", "source: ferrers2019", "source: [ferrers2019, survey1961]")
    assert desk.run("data").code == 0
    first, second, *_ = tables_of_workbook(desk.output / "data.xlsx")["takings"].below
    assert first == "Source: Ferrers, Edith. 2019. A History of the Marl. Marl River Trust."
    assert second.endswith("https://example.org/survey?part=1&page=2.")


@pytest.mark.parametrize("words", ["text", "link"])
def test_an_address_that_the_style_only_links_to_is_written_out(words: str) -> None:
    address = "https://example.org/a"
    named = {"text": address, "link": "Survey"}[words]
    markup = Markup('Survey of 1961. <a href="{}">{}</a>').format(address, named)
    assert in_words(markup).count(address) == 1


def test_with_nothing_to_do_it_is_not_made_again(made: Desk) -> None:
    answer = made.run("data")
    assert answer.out.startswith("nothing to do")
    assert "output/data.xlsx: 1 figure; up to date" in answer.out


def test_it_says_which_figures_changed(made: Desk) -> None:
    made.replace("content/data/takings.csv", "1976,8.8,0.5", "1976,8.8,0.6")
    assert "output/data.xlsx: 1 figure; figure 1 changed" in made.run("data").out
    changes = (made.output / "changes.html").read_text(encoding="utf-8")
    assert "<del>0.5</del> <ins>0.6</ins>" in changes


def test_an_edit_of_the_text_changes_no_figure(made: Desk) -> None:
    before = (made.output / "data.xlsx").read_bytes()
    made.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", "Harrow had it first.")
    assert "output/data.xlsx: 1 figure; unchanged" in made.run("data").out
    assert (made.output / "data.xlsx").read_bytes() == before


def test_what_is_not_of_a_figure_changes_none(made: Desk) -> None:
    made.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    assert "output/data.xlsx: 1 figure; no figure reads another way" in made.run("data").out


def test_what_a_hand_changed_is_not_overwritten(made: Desk) -> None:
    path = made.output / "data.xlsx"
    book = openpyxl.load_workbook(path)
    book["takings"]["B9"] = 0
    book.save(path)
    theirs = path.read_bytes()
    assert "changed by hand since it was built, and kept" in made.run("data").out
    made.replace("content/data/takings.csv", "1976,8.8,0.5", "1976,8.8,0.6")
    answer = made.run("data")
    assert answer.code == 1
    assert answer.err.startswith("output/data.xlsx: this file was changed by hand since it was built")
    assert path.read_bytes() == theirs
    answer = made.run("data", "--set-aside")
    assert (made.output / "data-by-hand-1.xlsx").read_bytes() == theirs
    assert tables_of_workbook(path)["takings"].rows[2] == [1976, 8.8, 0.6]


def test_a_file_that_is_no_workbook_stops_nothing(made: Desk) -> None:
    for content in (HAND, b"PK\x03\x04", b""):
        (made.output / "data.xlsx").write_bytes(content)
        answer = made.run("data", "--force")
        assert (answer.code, answer.err) == (0, "")


def test_a_check_writes_nothing(desk: Desk) -> None:
    assert desk.run("check").code == 0
    assert not desk.output.exists() or desk.outputs() == []


def test_two_builds_are_the_same_to_the_byte(made: Desk, tmp_path: Path) -> None:
    again = Desk(tmp_path / "again")
    assert again.run_apart("data", PYTHONHASHSEED="99", TZ="Asia/Tokyo").code == 0
    assert (again.output / "data.xlsx").read_bytes() == (made.output / "data.xlsx").read_bytes()


def without_figures(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "    figures:\n      - takings\n", "")
    desk.replace("content/chapters/1-quarrel.yaml", "      @fig-takings shows who took what.\n", "")


def test_a_publication_without_figures_has_no_workbook(desk: Desk) -> None:
    without_figures(desk)
    assert make_data(desk.build()) == {}
    assert "data.xlsx" not in desk.html()
    answer = desk.run("data")
    assert answer.code == 1
    assert answer.err == (
        "content/publication.yaml:2: no entry shows a figure: there are no data\n"
        "  hint: list the id of a figure under  figures:  of an entry; figures are made in figures.yaml\n\n"
        "1 problem. Nothing was written to output.\n"
    )


def test_all_forms_and_the_workbook_are_made_together(done: Desk) -> None:
    assert "data.xlsx" in done.outputs()
    shutil.rmtree(done.folder / ".cache")
    (done.output / "data.xlsx").unlink()
    assert "output/data.xlsx: 1 figure; new" in done.run("data").out


def test_other_paper_is_not_for_data(desk: Desk) -> None:
    answer = desk.run("data", "--paper", "a4")
    assert answer.code == 2
    assert "other paper and print are for one form with pages" in answer.err
