"""Notice when somebody saves a file. Many saves at once, as a version control makes them, are one."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from watchfiles import watch

SETTLED = 30  # milliseconds without a save after which those before are one
MOST = 500  # milliseconds that saves are put together at most
TURN = 0.5  # seconds after which a wait looks whether it was interrupted


class Notice:
    """Listens to folders, from entering the block to leaving it.

    What changes in `output` is told as well, but makes nothing out of date: the build itself writes there.
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
        """Whether something was saved, other than outputs, that nobody has asked for yet."""
        return self.fresh.is_set()

    def wait(self, seconds: float | None = None) -> set[Path]:
        """What was saved since this was asked last; waits for it, for some seconds or for ever. Nothing: in vain."""
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
    """Whether a file may be content or a layout: not one that a program leaves lying about."""
    return not path.name.startswith((".", "~", "__")) and not path.name.endswith(("~", ".swp", ".tmp"))
