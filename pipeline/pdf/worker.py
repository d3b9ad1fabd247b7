"""Have the brief made by a second process, while this one makes the deck; then help it with what is left.

Where it will be needed, it is started before: WeasyPrint takes as long to import as the content to load.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from pipeline.core import MOST, ROOT, Cache, ProblemsFound

if TYPE_CHECKING:
    from pipeline.content import Publication, Theme
    from pipeline.pdf.job import Draft, Pdf

SERVE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.pdf.worker_main import serve; serve()"
LOOK = 0.05  # seconds after which a wait looks whether it is still wanted


class Failed(Exception):
    """The error that the second process has ended."""


class Superseded(Exception):
    """The signal that the brief asked for is no longer wanted."""


class Worker:
    """The second process, as the first one sees it.

    `is_superseded` returns True if the brief that was asked for last is no longer wanted: then `finish` raises
    Superseded.
    """

    def __init__(self, is_superseded: Callable[[], bool] = lambda: False) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.is_superseded = is_superseded
        self.number = 0  # of the last question
        self.lacking: list[int] = []  # the parts of the brief that it has to set
        self.front = 0  # the one that it has come to
        self.post: SimpleQueue[tuple[int, bytes] | None] = SimpleQueue()
        self.answers: SimpleQueue[tuple[str, int, Any]] = SimpleQueue()

    def start(self) -> None:
        """Start the process, unless it runs."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the first process, which then ends this one
            )
            for work in (self._write, self._read):
                threading.Thread(target=work, args=(self.process,), daemon=True).start()

    def begin(
        self, publication: "Publication", theme: "Theme", layouts: Path, cache: Cache, looks_on: bool = False
    ) -> None:
        """Ask the process for a brief; `finish` returns it. With `looks_on`, the process may send a draft first."""
        self.start()
        self.number += 1
        self.lacking, self.front = [], 0
        self.tell("asks", (publication, theme, layouts, cache.folder, looks_on))

    def tell(self, kind: str, told: object) -> None:
        """Send a message: this process `asks` for a brief, `helps` with a part, or has `helped` with one."""
        self.post.put((self.number, pickle.dumps((kind, self.number, told))))

    def _write(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        with suppress(OSError, ValueError):  # it is gone, as `_read` will find
            while letter := self.post.get():
                number, told = letter
                if number == self.number:
                    process.stdin.write(told)
                    process.stdin.flush()

    def _read(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        with suppress(OSError, EOFError, ValueError, pickle.UnpicklingError):
            while True:
                kind, number, told = pickle.load(process.stdout)
                if kind in ("draft", "made"):
                    self.answers.put((kind, number, told))
                elif number == self.number:
                    self.lacking = told if kind == "lacks" else self.lacking
                    self.front = told if kind == "takes" else self.front
        self.answers.put(("gone", 0, None))

    def finish(self, see: "Callable[[Draft], None] | None" = None) -> bytes:
        """Wait for the brief and return it, packed; call `see` with a draft if one arrives before.

        Raises ProblemsFound; Superseded; Failed.
        """
        while True:
            kind, number, told = self._hear()
            if kind == "gone":
                self.answers.put((kind, number, told))  # for whoever asks again
                raise Failed
            if number == self.number and kind == "draft" and see:
                see(told)
            elif number == self.number and kind == "made":
                made, problems = told
                if made is None:
                    raise ProblemsFound(problems)
                return bytes(made)

    def _hear(self) -> tuple[str, int, Any]:
        while True:
            try:
                return self.answers.get(timeout=LOOK)
            except Empty:
                if self.is_superseded():
                    raise Superseded from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the process, at work or not, and close its streams."""
        self.post.put(None)
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def begin_brief(
    publication: "Publication",
    theme: "Theme",
    layouts: Path,
    cache: Cache,
    worker: Worker | None,
    see: "Callable[[Draft], None] | None" = None,
) -> "Callable[[], Pdf]":
    """Ask the worker for the brief, if there is a worker; return a function that waits for the brief and returns it.

    That function makes the brief itself if there is no worker or its process has ended. It raises ProblemsFound and
    Superseded. A brief that is in the cache is read from there. `see` is called with a draft, if there is one.
    """
    from pipeline.pdf.brief import find_brief, make_brief
    from pipeline.pdf.job import Pdf

    kept = find_brief(publication, theme, layouts, cache)
    if worker and (kept is None or see):  # for its next draft, it has to know this one
        worker.begin(publication, theme, layouts, cache, see is not None)
        cache.wrote += MOST  # that process does, as much as it may

    def finish() -> Pdf:
        made = kept
        if made is None and worker:
            with suppress(Failed):  # killed, or out of memory: then it is done here
                made = worker.finish(see)
        return Pdf.unpacked(made or make_brief(publication, theme, layouts, cache))

    return finish


def has_second_processor() -> bool:
    """Return whether a second process would have a processor of its own."""
    usable: Any = getattr(os, "process_cpu_count", None) or os.cpu_count
    return (usable() or 1) > 1
