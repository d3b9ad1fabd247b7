"""Have a PDF made by a second process, while this one does something else.

Where it will be needed, it is started before: WeasyPrint takes as long to import as the content to load.
"""

import gc
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_context, parent_process
from typing import Any, Self

from pipeline.core import MOST, Cache, ProblemsFound, problem_of, seldom_swept
from pipeline.pdf.job import Pdf, PdfJob, help_pdf, make_pdf

LOOK = 0.05  # seconds after which a wait looks whether it is still wanted


class Superseded(Exception):
    """The signal that the PDF asked for is no longer wanted."""


class SecondProcess:
    """A process that makes PDFs, one after the other, and drops one as soon as another is asked for."""

    def __init__(self) -> None:
        self.context = get_context("spawn")
        self.wanted = self.context.Value("L", 0)  # the number of the PDF that was asked for last
        self.pool = self._pool()

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self.context, _begin, (self.wanted,))

    def start(self) -> None:
        """Start the process, and have it import what it will need."""
        self.pool.submit(_warm_up)

    def make(self, job: PdfJob, cache: Cache) -> "Future[Pdf]":
        """Ask for a PDF; one that was asked for before is dropped."""
        self.drop()
        make = partial(_make, self.wanted.value, job, cache)
        try:
            return self.pool.submit(make)
        except BrokenProcessPool:  # killed since the last one, or out of memory
            self.pool = self._pool()
            return self.pool.submit(make)

    def drop(self) -> None:
        """Have the process end the PDF that it makes now."""
        self.wanted.value += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()
        self.pool.shutdown(wait=False, cancel_futures=True)
        _ended.append(self)


_ended: list[SecondProcess] = []  # their locks live on: a process that has yet to start looks for them

_wanted: Any = None  # in the second process: as `SecondProcess.wanted`


def _begin(wanted: Any) -> None:
    """Prepare the second process."""
    global _wanted  # noqa: PLW0603
    _wanted = wanted
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which then ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process at once when the first one ends, however it does."""
    parent = parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)


def _warm_up() -> None:
    from pipeline.pdf.engine import import_weasyprint

    with suppress(ProblemsFound):  # told when it is asked for
        import_weasyprint()
    gc.freeze()  # libraries are no garbage


def _make(number: int, job: PdfJob, cache: Cache) -> Pdf:
    """Return a PDF. Raises ProblemsFound, whatever is wrong; Superseded."""

    def go_on() -> None:
        if _wanted.value != number:
            raise Superseded

    try:
        with seldom_swept():
            return make_pdf(job, cache, go_on)
    except (ProblemsFound, Superseded):
        raise
    except Exception as error:  # where it happened is known here alone
        raise ProblemsFound([problem_of(error)]) from None


# ---------------------------------------------------------------- a PDF, by whichever process


@dataclass(frozen=True)
class PendingPdf:
    """A PDF that was asked for.

    `future` is set where the second process makes it, and `is_long` where none of its parts can be in the cache.
    """

    job: PdfJob
    cache: Cache
    future: "Future[Pdf] | None" = None
    is_long: bool = False

    def help(self) -> None:
        """Set parts of the PDF here, as long as the second process has others to set. Raises ProblemsFound.

        Where only some parts have to be set, that process is done sooner alone.
        """
        if self.future and self.is_long and not self.future.done():
            help_pdf(self.job, self.cache, self.future.done)

    def finish(self, is_superseded: Callable[[], bool] = lambda: False) -> Pdf:
        """Wait for the PDF and return it. Raises ProblemsFound; Superseded as soon as `is_superseded` returns True.

        Where the second process has ended, for whatever reason, the PDF is made here.
        """
        while self.future:
            try:
                return self.future.result(LOOK)
            except TimeoutError:
                if is_superseded():
                    raise Superseded from None
            except (BrokenProcessPool, CancelledError):
                break

        def go_on() -> None:
            if is_superseded():
                raise Superseded

        return make_pdf(self.job, self.cache, go_on)


def begin_pdf(job: PdfJob, cache: Cache, second: SecondProcess | None) -> PendingPdf:
    """Ask for a PDF: of the second process, if there is one and the PDF is not in the cache."""
    if second is None or cache.get("pdf", job.made_from) is not None:
        return PendingPdf(job, cache)
    is_long = not cache.holds("part")
    cache.wrote += MOST  # that process does, as much as it may
    return PendingPdf(job, cache, second.make(job, cache), is_long)


def has_second_processor() -> bool:
    """Return whether a second process would have a processor of its own, and this machine lets one be asked."""
    usable: Any = getattr(os, "process_cpu_count", None) or os.cpu_count
    try:
        get_context("spawn").Lock()
    except (ImportError, OSError):  # no semaphores, as in some containers
        return False
    return (usable() or 1) > 1
