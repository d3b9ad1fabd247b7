"""Set the brief in a second process, while this one makes the deck.

The process is started before it is needed: WeasyPrint takes as long to import as the content to load. It ends
when it is no longer asked, however the process that started it ends.
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

from pipeline.cache import Cache
from pipeline.fingerprint import ROOT
from pipeline.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from pipeline.render import BriefPage
    from pipeline.theme import Theme
    from pipeline.write_pdf import Brief

SERVE = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.beside import serve; serve()"
LOOK = 0.05  # seconds after which a wait looks whether it is still wanted
Answer = tuple[bytes | None, list[Problem]]


class Failed(Exception):
    """The second process gave no answer."""


class Overtaken(Exception):
    """What was being made is wanted no more."""


class Setter:
    """A second process that knows WeasyPrint. It does one thing after the other.

    `is_overtaken` says whether what it was asked last is still wanted; nobody waits for what is not.
    """

    def __init__(self, is_overtaken: Callable[[], bool] = lambda: False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the first process, which then ends this one
        )
        self.is_overtaken = is_overtaken
        self.turn = threading.Lock()
        self.answers: SimpleQueue[Answer | Exception] = SimpleQueue()

    def begin(self, page: "BriefPage", theme: "Theme", folder: Path, cache: Cache) -> None:
        """Have a brief set; `finish` gives it."""
        asked = (page, theme, folder, cache.folder)
        self.answers = SimpleQueue()  # an answer that nobody waited for is lost with its queue
        threading.Thread(target=self._ask, args=(asked, self.answers), daemon=True).start()

    def _ask(self, asked: object, answers: "SimpleQueue[Answer | Exception]") -> None:
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            with self.turn:
                if answers is not self.answers:
                    return  # overtaken before its turn came
                pickle.dump(asked, self.process.stdin)
                self.process.stdin.flush()
                answers.put(pickle.load(self.process.stdout))
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            answers.put(error)

    def finish(self) -> bytes:
        """The brief, packed. Raises ProblemsFound; Overtaken; Failed where the process is gone."""
        answer = self._answer()
        if isinstance(answer, Exception):
            raise Failed(str(answer))
        made, problems = answer
        if made is None:
            raise ProblemsFound(problems)
        return made

    def _answer(self) -> Answer | Exception:
        while True:
            try:
                return self.answers.get(timeout=LOOK)
            except Empty:
                if self.is_overtaken():
                    raise Overtaken from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End it, at work or not."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def set_brief(
    page: "BriefPage", theme: "Theme", folder: Path, cache: Cache, setter: Setter | None
) -> Callable[[], "Brief"]:
    """Have the brief set, unless it is in the cache: beside, if there is a `setter`. Gives what gives the brief.

    That raises ProblemsFound.
    """
    from pipeline.write_brief import write_brief
    from pipeline.write_pdf import Brief, brief_made_from

    made_from = brief_made_from(page, theme, folder)
    kept = cache.get("brief", made_from)
    if kept is None and setter:
        setter.begin(page, theme, folder, cache)

    def finish() -> Brief:
        made = kept
        if made is None and setter:
            with suppress(Failed):  # killed, or out of memory: then it is done here
                made = setter.finish()
        if made is None:
            made = write_brief(page, theme, folder, cache).packed()
        if kept is None:
            cache.put("brief", made_from, made)
        return Brief.unpacked(made)

    return finish


def serve() -> None:
    """The second process: answer until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        from pipeline.write_pdf import import_weasyprint

        with suppress(ProblemsFound):  # told when it is asked for
            import_weasyprint()
        while True:
            pickle.dump(_answer(*pickle.load(sys.stdin.buffer)), answers)
            answers.flush()


def _answer(page: "BriefPage", theme: "Theme", folder: Path, kept: Path | None) -> Answer:
    from pipeline.write_brief import write_brief

    try:
        return write_brief(page, theme, folder, Cache(kept)).packed(), []
    except ProblemsFound as found:
        return None, found.problems


def can_work_beside() -> bool:
    """Whether a second process would have a processor of its own."""
    usable: Any = getattr(os, "process_cpu_count", None) or os.cpu_count
    return (usable() or 1) > 1
