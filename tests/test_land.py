"""Files land whole, and the message about them is true."""

import pytest
from desk import Desk

from pipeline.land import land
from pipeline.problems import ProblemsFound


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_no_trace(desk: Desk) -> None:
    (desk.output / "deck.pptx").mkdir(parents=True)  # nothing can be renamed over a folder
    answer = desk.run()
    assert answer.code == 1
    assert "output/deck.pptx: this file cannot be written" in answer.err
    assert "1 problem. brief.pdf had been written to output." in answer.err
    assert desk.outputs() == ["brief.pdf", "deck.pptx"]


def test_where_nothing_could_be_written_the_message_says_so(desk: Desk) -> None:
    (desk.output / "brief.pdf").mkdir(parents=True)
    assert "Nothing was written to output." in desk.run().err
    assert desk.outputs() == ["brief.pdf"]


def test_landing_replaces_the_old_file_whole(desk: Desk) -> None:
    path = desk.output / "a" / "file"
    land(path, b"old and long")
    land(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_folder_that_is_a_file_is_a_problem(desk: Desk) -> None:
    desk.write("output", "a file where a folder should be")
    with pytest.raises(ProblemsFound):
        land(desk.output / "brief.pdf", b"x")


def test_an_authors_affiliation_is_printed(desk: Desk) -> None:
    assert "Edith Ferrers, Marl River Trust" in desk.brief_html()
