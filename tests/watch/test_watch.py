"""Watching: saves are noticed, built and shown; problems are shown where they arise, and go when they are mended."""

import errno
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, Desk

from pipeline.core.problems import Place, Problem, ProblemsFound
from pipeline.core.progress import Progress
from pipeline.watch.loop import FileWatcher, run_rebuild_loop
from pipeline.watch.state import WatchState

LOOKS = ROOT / "layouts" / "watch"
PLACES = "['report', 'deck'].map((name) => Math.round(document.querySelector(`#${name} .sheets`).scrollTop))"
CHAPTER = "content/chapters/1-quarrel.yaml"
PATIENCE = 60  # seconds that a slow machine gets

# ---------------------------------------------------------------- saves


def test_many_saves_at_once_are_one(tmp_path: Path) -> None:
    with FileWatcher([tmp_path]) as notice:
        time.sleep(0.3)
        for number in range(30):
            (tmp_path / f"{number}.yaml").write_text("title: one\n")
        assert {path.name for path in notice.wait(PATIENCE)} >= {"0.yaml", "29.yaml"}
        assert notice.wait(0.3) == set()


def test_what_programs_leave_lying_about_is_no_save(tmp_path: Path) -> None:
    with FileWatcher([tmp_path]) as notice:
        time.sleep(0.3)
        for name in (".chapter.yaml.swp", "chapter.yaml~", "~$chapter.csv", ".#chapter.yaml"):
            (tmp_path / name).write_text("half")
        assert notice.wait(0.3) == set()
        (tmp_path / "chapter.yaml").write_text("whole")
        assert {path.name for path in notice.wait(PATIENCE)} == {"chapter.yaml"}


def test_outputs_overtake_nothing(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "content").mkdir()
    with FileWatcher([tmp_path / "content"], tmp_path / "output") as notice:
        time.sleep(0.3)
        (tmp_path / "output" / "deck.pptx").write_text("made")
        time.sleep(0.3)
        assert not notice.any()
        assert notice.wait(PATIENCE)
        (tmp_path / "content" / "chapter.yaml").write_text("saved")
        wait_for(notice.any)
        assert notice.wait(PATIENCE)
        assert not notice.any()


class Saves:
    """Saves that come when they are asked for, each with what the files then are; in the end, Ctrl-C."""

    def __init__(self, *later: str) -> None:
        self.now, self.later = "first", list(later)

    def wait(self, seconds: float | None = None) -> set[Path]:
        at_once = bool(self.later) and self.later[0].startswith("at once ")
        if seconds is not None and not at_once:
            return set()
        if not self.later:
            raise KeyboardInterrupt
        self.now = self.later.pop(0)
        return {Path("content/chapter.yaml")}

    def any(self) -> bool:
        return False


def follow(saves: Saves, problems_of: Callable[[str], Sequence[Problem]]) -> list[list[str]]:
    """What the page shows as amiss, at each moment."""
    state, seen = WatchState(), []
    show = state.show

    def note(**parts: Any) -> None:
        show(**parts)
        seen.append([problem.what for problem in state.view.problems])

    def rebuild(_: str) -> None:
        if found := problems_of(saves.now):
            raise ProblemsFound(found)

    state.show = note  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        run_rebuild_loop(lambda: saves.now, rebuild, saves, state, Progress(quiet=True))  # type: ignore[arg-type]
    return seen


def amiss(now: str) -> list[Problem]:
    return [Problem(Place("content/chapter.yaml", 3), now)] if "bad" in now else []


def test_a_problem_is_shown_and_cleared(capsys: pytest.CaptureFixture[str]) -> None:
    seen = follow(Saves("bad", "good"), amiss)
    assert ["bad"] in seen
    assert seen[-1] == []
    assert "content/chapter.yaml:3: bad" in capsys.readouterr().err


def test_a_file_saved_in_two_steps_is_no_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert not any(follow(Saves("bad", "at once good"), amiss))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            OSError(errno.ENAMETOOLONG, "File name too long", "content/chapters/aaa.yaml"),
            "this cannot be read or written: its name is too long",
        ),
        (KeyError("nobody"), "the program failed: KeyError: 'nobody'"),
        (RecursionError("too deep"), "the program failed: RecursionError: too deep"),
    ],
)
def test_an_error_of_any_kind_is_shown_and_the_next_save_is_built(error: Exception, told: str) -> None:
    def fail(now: str) -> list[Problem]:
        if "bad" in now:
            raise error
        return []

    seen = follow(Saves("bad", "good"), fail)
    assert [told] in seen
    assert seen[-1] == []


def test_a_file_that_cannot_be_read_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.watch.loop.DOUBT", 0)
    saves, built = Saves("more"), []

    def fingerprint() -> str:
        if saves.now == "first":
            raise PermissionError(errno.EACCES, "Permission denied", "content/facts.yaml")
        return saves.now

    with pytest.raises(KeyboardInterrupt):
        run_rebuild_loop(fingerprint, built.append, saves, WatchState(), Progress(quiet=True))  # type: ignore[arg-type]
    assert built == ["unread", "more"]


def test_a_file_that_vanishes_while_it_is_looked_at_stops_nothing() -> None:
    saves, gone = Saves("more"), [True, True, False, False]

    def fingerprint() -> str:
        if gone and gone.pop(0):
            raise FileNotFoundError
        return saves.now

    built: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run_rebuild_loop(fingerprint, built.append, saves, WatchState(), Progress(quiet=True))  # type: ignore[arg-type]
    assert built == ["first", "more"]


# ---------------------------------------------------------------- the whole


@contextmanager
def watching(desk: Desk) -> Iterator[tuple[str, subprocess.Popen[str], Path]]:
    """`build.py watch` on a desk: its address, its process, and the file with all that it says."""
    said = desk.folder / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen(
            desk.command("watch"),
            cwd=desk.folder,
            stdout=file,
            stderr=file,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  whoever runs the tests may ignore it
        )
    try:
        address = wait_for(lambda: re.search(r"http://\S+", said.read_text()))
        yield address[0], process, said
    finally:
        process.kill()
        process.wait()


def wait_for(find: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := find():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def built(said: Path, times: int) -> Callable[[], bool]:
    """Whether so many builds have put their files in place."""
    return lambda: said.read_text().count("fact-check.csv:") >= times


def test_a_save_is_built_and_ctrl_c_ends_it_cleanly(done: Desk) -> None:
    with watching(done) as (_, process, said):
        wait_for(built(said, 1))
        done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
        wait_for(built(said, 2))
        assert "content/publication.yaml: saved" in said.read_text()
        assert "deck.pptx: " in said.read_text()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PATIENCE) == 0
        assert said.read_text().rstrip().endswith("or new and whole.")
        assert "Traceback" not in said.read_text()
    assert done.run("all").out.startswith("nothing to do")


def test_a_file_changed_by_hand_is_kept_and_told(done: Desk) -> None:
    with watching(done) as (_, _, said):
        wait_for(built(said, 1))
        (done.output / "deck.pptx").write_bytes(b"changed by hand")
        done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
        wait_for(lambda: "this file was changed by hand" in said.read_text())
        assert (done.output / "deck.pptx").read_bytes() == b"changed by hand"
        os.replace(done.output / "deck.pptx", done.output / "theirs.pptx")  # noqa: PTH105
        wait_for(lambda: "mended: output/deck.pptx" in said.read_text())


# ---------------------------------------------------------------- in a browser


@pytest.fixture
def browser() -> Iterator[Any]:
    """Chromium, as the machine has it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: sh .setup test")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium here; .ci/run installs it")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


def test_edit_break_and_mend_in_a_browser(done: Desk, browser: Any) -> None:
    """As somebody who writes sees it; nothing is asked of any other host, and nothing is complained of."""
    page = browser.new_page(viewport={"width": 1400, "height": 700})
    options, complaints = [], []
    page.on("request", lambda request: options.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with watching(done) as (address, _, _):
        page.goto(address)
        page.wait_for_selector("#status:has-text('Up to date')", timeout=1000 * PATIENCE)
        assert page.locator("#deck .sheet").count() > 5
        wait_for(lambda: page.evaluate("document.querySelector('#report img')?.naturalWidth > 0"))

        # the place is kept: the second slide and the third page stand at the top
        for sheet in ("deck-2", "report-3"):
            page.evaluate(f"document.getElementById('{sheet}').scrollIntoView()")
        slide = page.locator("#deck-2 .paper")
        slide.wait_for()
        before = page.evaluate(PLACES)

        # edit: a word of a claim
        done.replace(CHAPTER, "Whoever sits upstream has little to gain", "Whoever sits upstream has nothing to gain")
        page.wait_for_selector(
            ".sheet.changed .slide:has-text('nothing to gain')", state="attached", timeout=1000 * PATIENCE
        )
        page.wait_for_selector("#report .told:has-text('page')", timeout=1000 * PATIENCE)
        assert page.evaluate(PLACES) == before
        assert page.locator("#deck .changed .mark").first.inner_text() == "changed"  # not by color alone

        # break: a name is mistyped
        done.replace(CHAPTER, "claim:", "clam:")
        problem = page.locator("#problems li").first
        problem.wait_for(timeout=1000 * PATIENCE)
        assert re.fullmatch(r"content/chapters/1-quarrel.yaml:\d+", problem.locator(".place").inner_text())
        assert 'did you mean "claim"?' in problem.inner_text()
        assert page.evaluate(PLACES) == before

        # mend it
        done.replace(CHAPTER, "clam:", "claim:")
        page.locator("#problems").wait_for(state="hidden", timeout=1000 * PATIENCE)
        page.wait_for_selector("#status:has-text('Up to date')", timeout=1000 * PATIENCE)

        # the page loaded anew: the same place
        page.reload()
        page.wait_for_selector("#status:has-text('Up to date')", timeout=1000 * PATIENCE)
        assert page.evaluate(PLACES) == before

        # by keyboard: every button can be reached, and pages turn
        page.locator("#deck .sheets").focus()
        page.keyboard.press("End")
        wait_for(lambda: page.evaluate(PLACES)[1] > before[1])
    assert {url.split("/")[2] for url in options if not url.startswith("data:")} == {address.split("/")[2]}
    assert not [text for text in complaints if "ERR_" not in text]  # the connection ends with the build
