"""Mistakes are folders: what an editor or a designer does wrong, and exactly what they are told.

tests/README.md says how to add one.
"""

import re
import shutil
from pathlib import Path

import pytest
from desk import ROOT, Desk

STEP = re.compile(r"(content|brief|report|deck|handout|data|pages and slides): (at work for )?[\d.]+ s")
MISTAKES = ROOT / "tests" / "mistakes"
EXPECTED = "expected.txt"
REMOVED = "removed.txt"  # names of files that this mistake takes away, one a line


def make_mistake(desk: Desk, folder: Path) -> None:
    """Lay the files of a mistake over the small publication and the project's layouts."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or name.as_posix() in (EXPECTED, REMOVED):
            continue
        target = desk.folder / name if name.parts[0] == "layouts" else desk.content / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if (folder / REMOVED).exists():
        for line in (folder / REMOVED).read_text(encoding="utf-8").split():
            (desk.content / line).unlink()


def keep_old_output(desk: Desk) -> dict[str, bytes]:
    desk.output.mkdir()
    old = {"report.pdf": b"the old brief", "deck.pptx": b"the old deck"}
    for name, content in old.items():
        (desk.output / name).write_bytes(content)
    return old


def output_of(desk: Desk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in desk.output.iterdir()}


@pytest.mark.parametrize("name", sorted(path.name for path in MISTAKES.iterdir() if path.is_dir()))
def test_a_mistake_is_told_in_these_words(desk: Desk, name: str) -> None:
    make_mistake(desk, MISTAKES / name)
    old, expected = keep_old_output(desk), (MISTAKES / name / EXPECTED).read_text(encoding="utf-8")
    answer = desk.run("check")  # which sets no page: most are told already
    if answer.err != expected:
        answer = desk.run("all")
    assert answer.err == expected
    assert answer.code == 1
    assert [line for line in answer.out.splitlines() if not STEP.fullmatch(line)] == []
    assert output_of(desk) == old


def test_every_mistake_is_one(desk: Desk) -> None:
    """A folder that changes nothing would test nothing."""
    assert desk.run("check").code == 0, "the small publication itself has problems"
    for folder in MISTAKES.iterdir():
        assert (folder / EXPECTED).is_file(), f"{folder.name} has no {EXPECTED}"
        assert len(list(folder.iterdir())) > 1, f"{folder.name} changes nothing"


def test_the_real_command_line_tells_the_same(desk: Desk) -> None:
    make_mistake(desk, MISTAKES / "several-at-once")
    old = keep_old_output(desk)
    answer = desk.run_apart("all")
    assert answer.err == (MISTAKES / "several-at-once" / EXPECTED).read_text(encoding="utf-8")
    assert (answer.code, answer.out) == (1, "")
    assert output_of(desk) == old


def test_check_writes_nothing_even_when_all_is_well(desk: Desk) -> None:
    answer = desk.run("check")
    assert answer.code == 0
    assert "no problems" in answer.out
    assert not desk.output.exists()


def test_a_link_that_leads_out_of_the_folder_is_refused(desk: Desk) -> None:
    secret = desk.folder / "secret.csv"
    shutil.move(desk.content / "data" / "takings.csv", secret)
    (desk.content / "data" / "takings.csv").symlink_to(secret)
    answer = desk.run("check")
    assert answer.code == 1
    assert "content/data/takings.csv:1: this file lies outside the folder" in answer.err


def test_a_chapter_that_is_a_link_out_of_the_folder_is_refused(desk: Desk) -> None:
    secret = desk.folder / "secret.yaml"
    shutil.move(desk.content / "chapters" / "2-settlement.yaml", secret)
    (desk.content / "chapters" / "2-settlement.yaml").symlink_to(secret)
    answer = desk.run("check")
    assert answer.code == 1
    assert "content/chapters/2-settlement.yaml:1: this file lies outside the folder" in answer.err
    assert answer.err.count("hint:") <= 1, f"one link, and a cascade of problems:\n{answer.err}"


def test_a_folder_that_is_not_there_is_a_wrong_command_line(desk: Desk) -> None:
    shutil.rmtree(desk.content)
    answer = desk.run_apart("check")
    assert answer.code == 2
    assert "there is no folder" in answer.err
    assert "Traceback" not in answer.err


def test_an_output_that_cannot_be_written_is_a_problem(desk: Desk) -> None:
    desk.write("output", "a file where a folder should be")
    answer = desk.run_apart("report")
    assert answer.code != 0
    assert "Traceback" not in answer.err


def test_check_is_strict_if_asked(desk: Desk) -> None:
    desk.replace("content/sources.yaml", "    URL: https://example.org/survey", "    note: without address")
    answer = desk.run("check", "--strict", "--quiet")
    assert answer.code == 1
    assert "warning, and --strict takes them for problems. Nothing was written" in answer.err
