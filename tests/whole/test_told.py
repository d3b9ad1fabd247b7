"""What is told at the end: problems and warnings together, as words or as JSON, and for a run that has nothing to do."""

import json
import shutil

import pytest
from desk import Answer, Desk

import build

pytestmark = pytest.mark.quick

DRAFT = "content/chapters/draft.yaml"  # that publication.yaml does not list: a warning
UNLISTED = {
    "path": DRAFT,
    "line": 0,
    "what": "publication.yaml does not list this file, and nothing of it is printed",
    "hint": "list it under chapters, without its ending .yaml; or move it elsewhere",
    "severity": "warning",
}


def draft(desk: Desk) -> Desk:
    desk.write(DRAFT, "id: draft\n")
    return desk


def told(answer: Answer) -> list[dict[str, object]]:
    """The list that was printed as JSON, which nothing else stands beside."""
    assert answer.err == ""
    found = json.loads(answer.out)
    assert isinstance(found, list)
    return found


# ---------------------------------------------------------------- strict


def test_with_strict_a_warning_is_a_problem_and_nothing_is_written(desk: Desk) -> None:
    answer = draft(desk).run("deck", "--strict")
    assert answer.code == 1
    assert f"{DRAFT}: warning: publication.yaml does not list this file" in answer.err
    assert answer.err.endswith("\n1 warning, and --strict takes them for problems. Nothing was written to output.\n")
    assert not desk.output.exists()


def test_with_strict_and_no_warning_all_is_as_ever(desk: Desk) -> None:
    answer = desk.run("deck", "--strict")
    assert (answer.code, answer.err) == (0, "")
    assert desk.outputs() == ["deck.pptx"]


def test_a_build_that_warned_is_not_in_order_because_it_is_done(desk: Desk) -> None:
    assert draft(desk).run("deck").code == 0
    assert desk.run("deck").out.startswith("nothing to do, 1 warning, which build.py check tells, ")
    answer = desk.run("deck", "--strict")
    assert answer.code == 1
    assert f"{DRAFT}: warning: " in answer.err
    assert told(desk.run("deck", "--format", "json")) == [UNLISTED]


def test_warnings_are_found_again_where_the_cache_was_deleted(desk: Desk) -> None:
    assert draft(desk).run("deck").code == 0
    before = (desk.output / "deck.pptx").read_bytes()
    shutil.rmtree(desk.folder / ".cache")
    assert desk.run("deck", "--strict").code == 1
    assert told(desk.run("deck", "--format", "json")) == [UNLISTED]
    assert (desk.output / "deck.pptx").read_bytes() == before


# ---------------------------------------------------------------- JSON


def test_in_order_the_list_is_empty(desk: Desk) -> None:
    answer = desk.run("deck", "--format", "json")
    assert (answer.code, told(answer)) == (0, [])


def test_a_file_that_cannot_be_read_is_told_with_its_line(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "    claim: The counties", "    claim：The counties")
    answer = desk.run("deck", "--format", "json")
    assert answer.code == 1
    assert told(answer) == [
        {
            "path": "content/chapters/1-quarrel.yaml",
            "line": 11,
            "what": '"：" stands after "claim", where a colon belongs',
            "hint": "type  claim:  with an ordinary colon and a space after it",
            "severity": "problem",
        }
    ]


def test_a_mistake_of_the_program_is_in_the_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(build, "check_build", fail)
    answer = desk.run("check", "--format", "json")
    (problem,) = told(answer)
    assert answer.code == 1
    assert str(problem["what"]).startswith("the program failed: ZeroDivisionError")


def test_an_output_that_was_changed_by_hand_is_told_after_the_warnings(desk: Desk) -> None:
    assert draft(desk).run("deck").code == 0
    (desk.output / "deck.pptx").write_bytes(b"edited")
    desk.write(DRAFT, "id: other\n")
    answer = desk.run("deck", "--format", "json")
    assert answer.code == 1
    assert [found["severity"] for found in told(answer)] == ["warning", "problem"]


def test_watch_has_no_list(desk: Desk) -> None:
    answer = desk.run_apart("watch", "--format", "json")
    assert (answer.code, answer.out) == (2, "")
    assert "watch shows all on its page" in answer.err


# ---------------------------------------------------------------- together


def test_problems_and_warnings_stand_in_one_order_and_are_counted_together(desk: Desk) -> None:
    draft(desk).replace(
        "layouts/deck/barrier.html", "{{ part.place() }}\n  {{ part.notes", "{{ part.plaice() }}\n  {{ part.notes"
    )
    answer = desk.run("deck")
    assert answer.code == 1
    first, second, last = [part.splitlines()[0] for part in answer.err.split("\n\n")]
    assert first.startswith(f"{DRAFT}: warning: ")
    assert second == 'layouts/deck/barrier.html:30: there is no macro called "plaice" in _entry.html'
    assert last == "1 problem, 1 warning. Nothing was written to output."


def test_with_nothing_to_do_it_is_told_what_lies_where(desk: Desk) -> None:
    assert desk.run("deck").code == 0
    first, *lines = desk.run("deck").out.splitlines()
    assert first.startswith("nothing to do, ")
    assert lines == ["output/deck.pptx: 11 slides, less than a minute of notes; up to date"]
