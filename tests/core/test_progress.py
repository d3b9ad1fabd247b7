"""What is printed, on streams of every sort: nothing of it may end a build, or be garbled."""

import io
import os
import sys
import time

import pytest

from pipeline.core import Place, Problem, Progress, count_problems, speak_plainly
from pipeline.core import progress as printing

pytestmark = pytest.mark.quick


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_reader_that_is_gone_ends_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        progress = Progress()
        progress.say("one")
        progress.say("two")
        gone.flush()  # as Python does when it ends
    assert progress.quiet


def test_a_stream_that_was_closed_before_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    progress = Progress()
    with progress.step("brief"):
        progress.warn("a warning")


@pytest.mark.parametrize(
    ("told", "printed"),
    [("… “Región” – 3 − 2", b'... "Region" - 3 - 2\n'), ("日本", b"??\n"), ("plain", b"plain\n")],
)
def test_signs_that_a_stream_lacks_are_printed_plainly(
    monkeypatch: pytest.MonkeyPatch, told: str, printed: bytes
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    speak_plainly()
    Progress().say(told)
    assert raw.getvalue() == printed


def test_the_line_of_what_is_under_way_does_not_break(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "20")
    progress = Progress()
    for name in ("content", "deck", "handout", "parts of the brief"):
        progress.begin(name)
    assert max(len(line) for line in terminal.getvalue().split("\r\x1b[K")) < 20


def test_no_color_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    with Progress().step("deck"):
        pass
    assert "\x1b[2m" not in terminal.getvalue()


def test_who_reads_a_log_is_not_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stdout", log)
    monkeypatch.setattr(printing, "BEAT", 0.5)
    progress = Progress()
    with progress.step("brief"):
        until = time.monotonic() + 5
        while "at work" not in log.getvalue() and time.monotonic() < until:
            time.sleep(0.05)
    progress.quiet = True  # ends the thread
    assert log.getvalue().startswith("brief: at work for 1 s\n")


def test_problems_and_warnings_are_counted_in_words() -> None:
    problem, warning = Problem(Place("a", 1), "b"), Problem(Place("a", 1), "c", warns=True)
    assert count_problems([]) == "no problems"
    assert count_problems([warning, problem]) == "1 problem, 1 warning"
    assert count_problems([warning, warning]) == "2 warnings"


def test_a_problem_is_the_same_after_it_was_plain_data() -> None:
    problem = Problem(Place("a", 1), "b", "c", warns=True)
    assert Problem.unplain(problem.plain()) == problem
