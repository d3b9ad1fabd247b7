"""The second process: it makes a PDF beside this one, as far as anybody wants it. Whatever happens in it is a problem."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest
from compare import job_of
from desk import ROOT, Desk

from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.problems import ProblemsFound
from pipeline.outputs.pages import read_pages
from pipeline.pdf.job import make_pdf
from pipeline.pdf.second_process import SecondProcess, Superseded, begin_pdf, has_second_processor


def test_it_makes_what_this_one_would_make(desk: Desk) -> None:
    job = job_of(desk)
    with SecondProcess() as second:
        pending = begin_pdf(job, NO_CACHE, second)
        assert pending.future is not None
        assert pending.finish() == make_pdf(job)


def test_parts_that_are_set_here_are_not_set_there(desk: Desk, tmp_path: Path, counted: list[str]) -> None:
    job, cache = job_of(desk), Cache(tmp_path / "cache")
    with SecondProcess() as second:
        pending = begin_pdf(job, cache, second)
        pending.help()
        assert counted, "the other process was done before this one began"
        assert pending.finish() == make_pdf(job, NO_CACHE)


def test_where_few_parts_are_to_be_set_nobody_helps(desk: Desk, tmp_path: Path, counted: list[str]) -> None:
    cache = Cache(tmp_path / "cache")
    make_pdf(job_of(desk), cache)
    desk.replace("content/chapters/2-settlement.yaml", "river", "stream")
    counted.clear()
    with SecondProcess() as second:
        pending = begin_pdf(job_of(desk), cache, second)
        pending.help()
        assert counted == []
        assert pending.finish() == make_pdf(job_of(desk), NO_CACHE)


def test_without_semaphores_there_is_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("Function not implemented")

    assert isinstance(has_second_processor(), bool)
    monkeypatch.setattr("multiprocessing.context.BaseContext.Lock", fail)
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert has_second_processor() is False


def test_a_pdf_that_is_overtaken_is_not_waited_for(desk: Desk) -> None:
    with SecondProcess() as second:
        with pytest.raises(Superseded):
            begin_pdf(job_of(desk), NO_CACHE, second).finish(lambda: True)
        desk.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
        brief = begin_pdf(job_of(desk), NO_CACHE, second).finish()
    assert "Stream" in read_pages("report.pdf", brief.pdf, NO_CACHE)[0].words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("citation-style: chicago-author-date", f"citation-style: {'a' * 300}"),
        ("chapters:\n", f"chapters:\n  - {'b' * 300}\n"),
    ],
)
def test_a_name_of_300_letters_is_a_problem_and_no_traceback(desk: Desk, old: str, new: str) -> None:
    """Whichever process comes to it first."""
    desk.replace("content/publication.yaml", old, new)
    answer = desk.run_apart("all")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "problem" in answer.err


def test_an_error_in_the_second_process_is_a_problem_at_its_place(desk: Desk) -> None:
    job = job_of(desk)
    with SecondProcess() as second:
        with pytest.raises(ProblemsFound) as found:
            begin_pdf(replace(job, date="no date"), NO_CACHE, second).finish()
        assert "the program failed: ValueError" in found.value.problems[0].what
        assert found.value.problems[0].place.path.endswith("pipeline/pdf/engine.py")
        with pytest.raises(ProblemsFound, match='"figure:none" is not part of this publication'):
            begin_pdf(replace(job, html='<img src="figure:none" alt="">'), NO_CACHE, second).finish()
        assert begin_pdf(job, NO_CACHE, second).finish().pages > 4  # and it goes on


def test_where_it_was_killed_the_pdf_is_made_here_and_the_next_by_a_new_one(desk: Desk) -> None:
    job = job_of(desk)
    with SecondProcess() as second:
        second.start()
        pending = begin_pdf(job, NO_CACHE, second)
        for process in active_children():
            process.kill()
        assert pending.finish().pages > 4
        again = begin_pdf(job, NO_CACHE, second)
        assert again.future is not None
        assert again.future.result(60).pages > 4


def test_it_ends_when_the_first_process_is_killed(desk: Desk) -> None:
    """However that ends: none is left behind."""
    build = subprocess.Popen(desk.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=desk.folder)
    children: list[int] = []
    deadline = time.monotonic() + 30
    while len(children) < 2 and time.monotonic() < deadline:  # a tracker of semaphores is the other
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(build.pid)], capture_output=True, text=True, check=False
        )
        children = [int(pid) for pid in found.stdout.split()]
    assert len(children) >= 2
    build.send_signal(signal.SIGKILL)
    build.wait()
    while any(_lives(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in children)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or " Z " not in state.read_text()


def test_a_process_that_is_not_needed_ends_without_a_word(tmp_path: Path) -> None:
    """Problems are found within half a second, while it still starts."""
    script = tmp_path / "leave.py"
    script.write_text(
        "from pipeline.pdf.second_process import SecondProcess\n\n\n"
        "def start_and_leave():\n    with SecondProcess() as second:\n        second.start()\n\n\n"
        'if __name__ == "__main__":\n    start_and_leave()\n',
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
