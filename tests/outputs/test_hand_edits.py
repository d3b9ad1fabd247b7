"""What hands have done to an output is never lost."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import Answer, Desk

HAND = b"changed by hand"


def edit(desk: Desk) -> None:
    """Somebody edits the content, so that there is something to build."""
    desk.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")


def mark(desk: Desk) -> Path:
    """Somebody changes the deck after it was built."""
    path = desk.output / "deck.pptx"
    path.write_bytes(HAND)
    return path


@contextmanager
def untouched(desk: Desk) -> Iterator[None]:
    def files() -> dict[str, tuple[bytes, int]]:
        paths = (path for path in desk.output.iterdir() if path.name != ".built.json")
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}

    before = files()
    yield
    assert files() == before


@pytest.fixture
def touched(done: Desk) -> Desk:
    """Everything is built; then the deck is changed by hand, and the content as well."""
    edit(done)
    os.utime(mark(done), (0, 0))
    return done


def told(answer: Answer) -> str:
    assert answer.code == 1, answer.out
    return answer.err


def test_a_file_changed_by_hand_stops_the_build_and_nothing_is_written(touched: Desk) -> None:
    with untouched(touched):
        message = told(touched.run())
    assert message.startswith("output/deck.pptx: this file was changed by hand since it was built")
    assert "--set-aside" in message
    assert "--force" in message
    assert "Nothing was written to output." in message


def test_the_message_says_who_is_newer(touched: Desk) -> None:
    assert "content and layouts last changed later" in told(touched.run())
    os.utime(touched.output / "deck.pptx", (4e9, 4e9))
    assert "content and layouts last changed earlier" in told(touched.run())


def test_an_output_that_need_not_be_written_may_be_changed_by_hand(done: Desk) -> None:
    mark(done)
    with untouched(done):
        answer = done.run()
    assert answer.code == 0
    assert "output/deck.pptx: changed by hand since it was built, and kept" in answer.out


def test_the_others_can_be_built_alone(touched: Desk) -> None:
    assert touched.run("report").code == 0
    assert (touched.output / "deck.pptx").read_bytes() == HAND


def test_set_aside_keeps_theirs_under_another_name_and_builds_ours(touched: Desk) -> None:
    answer = touched.run("all", "--set-aside")
    assert answer.code == 0, answer.err
    assert "output/deck.pptx: changed by hand; kept as output/deck-by-hand-1.pptx" in answer.out
    assert (touched.output / "deck-by-hand-1.pptx").read_bytes() == HAND
    assert (touched.output / "deck.pptx").read_bytes() != HAND
    mark(touched)
    assert touched.run("all", "--set-aside").code == 0
    assert (touched.output / "deck-by-hand-2.pptx").read_bytes() == HAND
    assert touched.run().out.startswith("nothing to do")


def test_force_overwrites(touched: Desk) -> None:
    assert touched.run("all", "--force").code == 0
    assert (touched.output / "deck.pptx").read_bytes() != HAND
    assert touched.outputs() == [
        "brief.pdf",
        "changes.html",
        "data.xlsx",
        "deck.pdf",
        "deck.pptx",
        "fact-check.csv",
        "fact-check.html",
        "report.pdf",
    ]


def test_force_restores_also_when_the_content_is_as_it_was(done: Desk) -> None:
    before = (done.output / "deck.pptx").read_bytes()
    mark(done)
    assert done.run("all", "--force").code == 0
    assert (done.output / "deck.pptx").read_bytes() == before


def test_force_and_set_aside_exclude_each_other(done: Desk) -> None:
    assert done.run("all", "--force", "--set-aside").code == 2


def test_a_hand_that_did_what_the_build_would_do_has_changed_nothing(done: Desk) -> None:
    edit(done)
    assert done.run().code == 0
    built = (done.output / "deck.pptx").read_bytes()
    done.replace("content/publication.yaml", "Two Counties, One Stream", "Two Counties, One River")
    assert done.run().code == 0
    edit(done)
    (done.output / "deck.pptx").write_bytes(built)
    assert done.run().code == 0


# ---------------------------------------------------------------- without a ledger


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Edith", "-c", "user.email=edith@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def foreign(touched: Desk) -> Desk:
    """Outputs, but no ledger that tells of them: a folder from before there was one."""
    (touched.output / ".built.json").unlink()
    return touched


def test_a_file_that_nobody_knows_is_not_overwritten(foreign: Desk) -> None:
    with untouched(foreign):
        message = told(foreign.run())
    assert "output/deck.pptx: this file is not one that this build wrote" in message


def test_a_file_that_git_holds_as_it_is_can_be_had_again_and_is_overwritten(foreign: Desk) -> None:
    git(foreign.folder, "init")
    git(foreign.folder, "add", "output")
    git(foreign.folder, "commit", "-m", "Outputs")
    assert foreign.run().code == 0
    assert (foreign.output / "deck.pptx").read_bytes() != HAND


def test_a_file_that_git_holds_otherwise_is_not_overwritten(foreign: Desk) -> None:
    git(foreign.folder, "init")
    git(foreign.folder, "add", "output")
    git(foreign.folder, "commit", "-m", "Outputs")
    (foreign.output / "deck.pptx").write_bytes(HAND + b" again")
    with untouched(foreign):
        assert "deck.pptx: this file is not one that this build wrote" in told(foreign.run())


def test_in_a_clone_the_ledger_comes_with_the_files(done: Desk) -> None:
    git(done.folder, "init")
    git(done.folder, "add", "output", "content", "layouts")
    git(done.folder, "commit", "-m", "All")
    git(done.folder, "clone", "-q", ".", "clone")
    clone = Desk.__new__(Desk)
    clone.folder = done.folder / "clone"
    clone.content, clone.layouts, clone.output = (clone.folder / name for name in ("content", "layouts", "output"))
    assert clone.run().out.startswith("nothing to do")
    mark(clone)
    edit(clone)
    assert "changed by hand since it was built" in told(clone.run())
