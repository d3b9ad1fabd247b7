"""Build after each save: watch the folders, build, print new problems and those that are solved.

Many saves at once, as a version control makes them, count as one.
"""

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from watchfiles import watch

from pipeline.core import Problem, ProblemsFound, Progress, count_problems, paint_problem, problem_of, shown
from pipeline.pdf import Superseded
from pipeline.watch.state import WatchState

SETTLED = 30  # milliseconds without a save after which those before are one
MOST = 500  # milliseconds that saves are put together at most
TURN = 0.5  # seconds after which a wait looks whether it was interrupted


class FileWatcher:
    """A watcher of folders for changed files, from entering the block to leaving it.

    `wait` tells of changes in `output` as well, but `any` ignores them: the build itself writes there.
    """

    def __init__(self, folders: Iterable[Path], output: Path | None = None) -> None:
        self.folders = [folder for folder in (*folders, *([output] if output else [])) if folder.exists()]
        self.output = output.resolve() if output else None
        self.fresh = threading.Event()
        self.saved: SimpleQueue[set[Path]] = SimpleQueue()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def _listen(self) -> None:
        told = watch(
            *self.folders,
            watch_filter=lambda _, path: _counts(Path(path)),
            step=SETTLED,
            debounce=MOST,
            rust_timeout=200,
            stop_event=self.over,
            raise_interrupt=False,
        )
        for changes in told:
            saved = {Path(path) for _, path in changes}
            if any(self.output is None or not path.resolve().is_relative_to(self.output) for path in saved):
                self.fresh.set()
            self.saved.put(saved)

    def any(self) -> bool:
        """Return whether something outside `output` was saved that `wait` has not returned yet."""
        return self.fresh.is_set()

    def wait(self, seconds: float | None = None) -> set[Path]:
        """Return the files that were saved since the last call; wait for a save if there is none.

        The wait ends after `seconds`, or never if that is None. The set is empty if nothing was saved in time.
        """
        until = None if seconds is None else time.monotonic() + seconds
        while until is None or time.monotonic() < until:
            left = TURN if until is None else min(TURN, max(until - time.monotonic(), 0.001))
            try:
                saved = self.saved.get(timeout=left)
            except Empty:
                continue
            self.fresh.clear()
            while not self.saved.empty():
                saved |= self.saved.get()
            return saved
        return set()

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(timeout=2)


def _counts(path: Path) -> bool:
    """Return whether a file may be content or a layout, and is no temporary file of a program."""
    return not path.name.startswith((".", "~", "__")) and not path.name.endswith(("~", ".swp", ".tmp"))


ATTEMPTS = 10
DOUBT = 0.25  # seconds in which a file that was half saved would be saved whole


def run_rebuild_loop(
    fingerprint: Callable[[], str],
    rebuild: Callable[[str], None],
    notice: FileWatcher,
    state: WatchState,
    progress: Progress,
) -> None:
    """Build, and build again whenever something was saved that makes a difference; until Ctrl-C.

    `rebuild` is called with the fingerprint of what it builds from. A problem is shown only if no other save follows
    in DOUBT seconds: editors save in two steps.
    """
    done, stuck = "", False
    saved: set[Path] = set()
    while True:
        before, now = (*state.view.problems, *state.view.warnings), _settled(fingerprint)
        if now != done or stuck:  # what the build writes itself makes none
            _say(saved, progress)
            state.begin()
            try:
                rebuild(now)
                done, stuck = now, False
                state.show(problems=())
            except Superseded:
                done = ""
            except Exception as error:  # whatever it is, the next save is built
                done, stuck = now, True
                if saved := notice.wait(DOUBT):
                    done = ""
                    continue
                found = error.problems if isinstance(error, ProblemsFound) else [problem_of(error)]
                state.show(problems=tuple(problem for problem in found if not problem.warns))
                if warnings := tuple(problem for problem in found if problem.warns):
                    state.show(warnings=warnings)
            state.end()
            tell(before, (*state.view.problems, *state.view.warnings), progress)
        saved = notice.wait()


def _settled(fingerprint: Callable[[], str]) -> str:
    """Return the fingerprint, computed again if a file vanishes meanwhile: editors create files for a moment.

    Return "unread" if files still cannot be read after ATTEMPTS attempts: the build then finds which.
    """
    for _ in range(ATTEMPTS):
        try:
            return fingerprint()
        except OSError:
            time.sleep(DOUBT / ATTEMPTS)
    return "unread"


def _say(saved: Iterable[Path], progress: Progress) -> None:
    """Print which files were saved: three names at most, and the number of the others."""
    names = sorted(shown(path) for path in saved if path.exists()) or sorted(shown(path) for path in saved)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    if names:
        progress.say(f"\n{', '.join(names[:3])}{more}: saved")


def tell(before: Iterable[Problem], now: Iterable[Problem], progress: Progress) -> None:
    """Print new problems in full, solved ones on a line each, and how many are left that stop the build."""
    was, is_ = set(before), set(now)
    for problem in sorted(is_ - was):
        progress.warn(f"{paint_problem(problem)}\n")
    for problem in sorted(was - is_):
        progress.say(f"mended: {problem.place}: {problem.what}")
    if any(not problem.warns for problem in is_):
        progress.warn(f"{count_problems(is_)}. Nothing was put in place.")
