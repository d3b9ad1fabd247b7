"""Keep up with somebody who edits: build after each save, tell what is amiss and what is mended."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.beside import Overtaken
from pipeline.board import Board
from pipeline.notice import Notice
from pipeline.problems import Problem, ProblemsFound, shown
from pipeline.progress import Progress, painted

ATTEMPTS = 10
DOUBT = 0.25  # seconds in which a file that was half saved would be saved whole


def keep_up(
    fingerprint: Callable[[], str], rebuild: Callable[[str], None], notice: Notice, board: Board, progress: Progress
) -> None:
    """Build, and again whenever something was saved that makes a difference; until Ctrl-C.

    `rebuild` gets the fingerprint of what it builds from.

    A problem is told once it has stood for a moment: editors save in two steps.
    """
    done, stuck = "", False
    saved: set[Path] = set()
    while True:
        before, now = (*board.view.problems, *board.view.warnings), _settled(fingerprint)
        if now != done or stuck:  # what the build writes itself makes none
            _say(saved, progress)
            board.begin()
            try:
                rebuild(now)
                done, stuck = now, False
                board.show(problems=())
            except Overtaken:
                done = ""
            except ProblemsFound as found:
                done, stuck = now, True
                if saved := notice.wait(DOUBT):
                    done = ""
                    continue
                board.show(problems=tuple(found.problems))
            board.end()
            tell(before, (*board.view.problems, *board.view.warnings), progress)
        saved = notice.wait()


def _settled(fingerprint: Callable[[], str]) -> str:
    """The fingerprint, as soon as no file vanishes while it is taken: editors put one there for a moment."""
    for _ in range(ATTEMPTS):
        try:
            return fingerprint()
        except FileNotFoundError:
            time.sleep(DOUBT / ATTEMPTS)
    return fingerprint()


def _say(saved: Iterable[Path], progress: Progress) -> None:
    """Which files were saved."""
    names = sorted(shown(path) for path in saved if path.exists()) or sorted(shown(path) for path in saved)
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    if names:
        progress.say(f"\n{', '.join(names[:3])}{more}: saved")


def tell(before: Iterable[Problem], now: Iterable[Problem], progress: Progress) -> None:
    """Problems that came, in full; those that went, on a line each; and how many are left."""
    was, is_ = set(before), set(now)
    for problem in sorted(is_ - was):
        progress.warn(f"{painted(problem)}\n")
    for problem in sorted(was - is_):
        progress.say(f"mended: {problem.place}: {problem.what}")
    stop = sum(1 for problem in is_ if not problem.warns)
    if stop:
        progress.warn(f"{stop} problem{'s' if stop > 1 else ''}. Nothing was put in place.")
