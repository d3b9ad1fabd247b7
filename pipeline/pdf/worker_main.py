"""The second process: it makes the brief, while the first one makes the deck. It turns to what it is asked last.

It ends when it is no longer asked, however the process that started it ends.
"""

import gc
import os
import pickle
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from pipeline.content import Publication, Theme
from pipeline.core import Cache, ProblemsFound, problem_of
from pipeline.pdf.brief import make_brief
from pipeline.pdf.engine import import_weasyprint
from pipeline.pdf.job import Draft
from pipeline.pdf.parts import Company
from pipeline.pdf.worker import Superseded

Question = tuple[Publication, Theme, Path, Path | None, bool]  # layouts, cache, whether somebody looks on


def serve() -> None:
    """Answer questions from standard input on standard output, until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        with suppress(ProblemsFound):  # told when it is asked for
            import_weasyprint()
        gc.freeze()  # libraries are no garbage
        first = _First(sys.stdin.buffer, answers)
        while True:
            question = first.wait()
            with suppress(Superseded):
                first.tell("made", answer(question, first))


def answer(question: Question, company: Company) -> Any:
    """Return the packed brief and an empty list, or None and all problems. Raises Superseded."""
    publication, theme, layouts, kept, company.looks_on = question
    try:
        return make_brief(publication, theme, layouts, Cache(kept), company), []
    except ProblemsFound as found:
        return None, found.problems
    except (Superseded, BrokenPipeError):  # nobody waits for the answer
        raise
    except Exception as error:  # the first process prints it; this one goes on
        return None, [problem_of(error)]


class _First(Company):
    """The first process, as the second one sees it: it asks for briefs, and may help to set them."""

    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self.answers = answers
        self.post: SimpleQueue[tuple[str, int, Any]] = SimpleQueue()
        self.number = 0  # of the question that is being answered
        self.next: tuple[int, Question] | None = None
        self.helping: set[int] = set()  # parts that the first process sets itself
        threading.Thread(target=self._read, args=(questions,), daemon=True).start()

    def _read(self, questions: IO[bytes]) -> None:
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
            while True:
                self.post.put(pickle.load(questions))
        self.post.put(("over", 0, None))

    def wait(self) -> Question:
        """Wait for the next question and return it. Raises EOFError where there is none."""
        while self.next is None:
            self._open()
        (self.number, question), self.next = self.next, None
        self.helping.clear()
        return question

    def tell(self, kind: str, told: object) -> None:
        pickle.dump((kind, self.number, told), self.answers)
        self.answers.flush()

    def _open(self) -> None:
        kind, number, told = self.post.get()
        if kind == "over":
            raise EOFError
        if kind == "asks":
            self.next = number, told
        elif number == self.number:
            (self.helping.add if kind == "helps" else self.helping.discard)(told)

    # -- what whoever sets the brief has to know, and what it tells

    def see(self, draft: Draft) -> None:
        self.tell("draft", draft)

    def go_on(self) -> None:
        while not self.post.empty():
            self._open()
        if self.next is not None:
            raise Superseded

    def lack(self, parts: list[int]) -> None:
        self.tell("lacks", parts)

    def take(self, part: int) -> None:
        self.tell("takes", part)
        self.go_on()
        while part in self.helping:
            self._open()
            self.go_on()
