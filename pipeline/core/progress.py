"""Tell what the build is doing: steps with their times, on a terminal or into a pipe."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from pipeline.core.problems import Problem


class Progress:
    """A printer of the steps of a build: each when it is done, and on a terminal also those under way.

    Color is used on a terminal only, unless NO_COLOR is set, and means nothing that the words do not.
    """

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet
        self.started = time.perf_counter()
        self.running: list[str] = []
        self.took: dict[str, float] = {}

    @property
    def seconds(self) -> float:
        """The seconds since this object was made."""
        return time.perf_counter() - self.started

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block as a step; print its name and seconds when it is done, and nothing if it raises."""
        before = self.begin(name)
        try:
            yield
        except BaseException:
            self.running.remove(name)
            raise
        self.end(name, before)

    def begin(self, name: str) -> float:
        self.running.append(name)
        self._show_running()
        return time.perf_counter()

    def end(self, name: str, before: float) -> None:
        self.took[name] = time.perf_counter() - before
        self.running.remove(name)
        self.say(faint(f"{name}: {self.took[name]:.1f} s", sys.stdout))
        self._show_running()

    def say(self, line: str) -> None:
        """Print a line on standard output, unless `quiet` is set."""
        if self.quiet:
            return
        try:
            self.clear()
            print(line, flush=True)
        except BrokenPipeError:  # as of `head`: whoever listened is gone, and the build goes on
            self.quiet = True

    def warn(self, line: str) -> None:
        """Print a line on standard error, even if `quiet` is set."""
        self.clear()
        print(line, file=sys.stderr, flush=True)

    def _show_running(self) -> None:
        if not self.quiet and sys.stdout.isatty():
            self.clear()
            print("… " + ", ".join(self.running) if self.running else "", end="", flush=True)

    def clear(self) -> None:
        """Erase the line that names the steps under way."""
        if not self.quiet and sys.stdout.isatty():
            print("\r\x1b[K", end="")


def _paint(text: str, code: str, stream: IO[str]) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if stream.isatty() and not os.environ.get("NO_COLOR") else text


def faint(text: str, stream: IO[str]) -> str:
    return _paint(text, "2", stream)


def strong(text: str, stream: IO[str]) -> str:
    """Return a text in bold if the stream is a terminal and NO_COLOR is not set; otherwise unchanged."""
    return _paint(text, "1", stream)


def paint_problem(problem: Problem) -> str:
    """Return the text of a problem for standard error; on a terminal its place is bold."""
    place, rest = str(problem.place), str(problem).removeprefix(str(problem.place))
    return strong(place, sys.stderr) + rest
