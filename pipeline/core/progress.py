"""Tell what the build is doing: steps with their times, on a terminal or into a pipe; and what is wrong, in words or as JSON."""

import codecs
import json
import os
import shutil
import sys
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO

from pipeline.core.problems import Problem

BEAT = 10  # seconds of silence after which a step that is under way is named again


class Progress:
    """A printer of the steps of a build: each when it is done, and on a terminal also those under way.

    Color is used on a terminal only, unless NO_COLOR is set, and means nothing that the words do not.
    With `as_json` nothing is printed but one list of all problems and warnings, by `finish`.
    """

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        self.quiet = quiet or as_json
        self.as_json = as_json
        self.started = time.perf_counter()
        self.running: dict[str, float] = {}  # the time at which each step began
        self.took: dict[str, float] = {}
        self.told: list[Problem] = []
        self._lock = threading.RLock()
        self._spoke = self.started
        self._beat: threading.Thread | None = None

    @property
    def seconds(self) -> float:
        """The seconds since this object was made."""
        return time.perf_counter() - self.started

    # -- steps

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block as a step; print its name and seconds when it is done, and nothing if it raises."""
        before = self.begin(name)
        try:
            yield
        except BaseException:
            self.running.pop(name, None)
            raise
        self.end(name, before)

    def begin(self, name: str) -> float:
        now = time.perf_counter()
        self.running[name] = now
        self._show_running()
        if self._beat is None and not self.quiet and not is_terminal(sys.stdout):
            self._beat = threading.Thread(target=self._go_on_speaking, daemon=True)
            self._beat.start()
        return now

    def end(self, name: str, before: float) -> None:
        self.took[name] = time.perf_counter() - before
        self.running.pop(name, None)
        self.say(faint(f"{name}: {self.took[name]:.1f} s", sys.stdout))
        self._show_running()

    def _go_on_speaking(self) -> None:
        """Name the steps under way whenever nothing was said for BEAT seconds: nobody who reads a log is left alone."""
        while not self.quiet:
            time.sleep(1)
            now = time.perf_counter()
            if self.running and now - self._spoke >= BEAT:
                self.say("; ".join(f"{name}: at work for {now - at:.0f} s" for name, at in list(self.running.items())))

    # -- words

    def say(self, line: str) -> None:
        """Print a line on standard output, unless `quiet` is set."""
        if not self.quiet:
            self._print(line, sys.stdout)

    def warn(self, line: str) -> None:
        """Print a line on standard error, even if `quiet` is set; nothing where JSON is printed."""
        if not self.as_json:
            self._print(line, sys.stderr)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Print problems and warnings on standard error, sorted, each once; or keep them for `finish`."""
        found = sorted(set(problems))
        self.told += found
        for problem in found:
            self.warn(f"{paint_problem(problem)}\n")

    def finish(self) -> None:
        """Print all that was told as a list in JSON, if that was asked for."""
        if self.as_json:
            self._print(json.dumps([problem.plain() for problem in sorted(set(self.told))], indent=1), sys.stdout)

    def _print(self, line: str, stream: IO[str] | None) -> None:
        """Print a line; nothing if whoever listened is gone, as with `head`: the build goes on."""
        if stream is None:  # closed before the program began
            return
        with self._lock:
            self._spoke = time.perf_counter()
            try:
                self._clear()
                print(line, file=stream, flush=True)
            except BrokenPipeError:
                _close(stream)
                self.quiet |= stream is sys.stdout

    def _show_running(self) -> None:
        if not self.quiet and is_terminal(sys.stdout):
            with self._lock:
                self._clear()
                line = "… " + ", ".join(self.running) if self.running else ""
                wide = shutil.get_terminal_size().columns - 1  # a line that breaks could not be cleared
                print(line[: max(wide, 1)], end="", flush=True)

    def _clear(self) -> None:
        """Erase the line that names the steps under way."""
        if not self.quiet and is_terminal(sys.stdout):
            print("\r\x1b[K", end="")


# ---------------------------------------------------------------- streams


def is_terminal(stream: IO[str] | None) -> bool:
    """Return whether a stream is a terminal; a stream that was closed before the program began is None."""
    return stream is not None and not stream.closed and stream.isatty()


def speak_plainly() -> None:
    """Have both streams print what they can of a sign that their encoding lacks, as "..." for an ellipsis."""
    codecs.register_error("plainly", _plainly)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError):  # closed, or replaced by a test
            stream.reconfigure(errors="plainly")  # type: ignore[union-attr]


SIMPLE = str.maketrans({"…": "...", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "•": "*"})


def _plainly(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    typed = error.object[error.start : error.end].translate(SIMPLE)
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
    return plain or "?" * len(typed), error.end


def _close(stream: IO[str] | None) -> None:
    """Let a stream whose reader is gone lead nowhere, so that nothing fails when the program ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


def _paint(text: str, code: str, stream: IO[str] | None) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if is_terminal(stream) and not os.environ.get("NO_COLOR") else text


def faint(text: str, stream: IO[str] | None) -> str:
    return _paint(text, "2", stream)


def strong(text: str, stream: IO[str] | None) -> str:
    """Return a text in bold if the stream is a terminal and NO_COLOR is not set; otherwise unchanged."""
    return _paint(text, "1", stream)


def paint_problem(problem: Problem) -> str:
    """Return the text of a problem for standard error; on a terminal its place is bold."""
    place, rest = str(problem.place), str(problem).removeprefix(str(problem.place))
    return strong(place, sys.stderr) + rest
