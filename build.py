"""Build the brief and the deck from content and layouts.

    python build.py             brief, deck, handout and fact-check sheet: what is not up to date
    python build.py brief       output/brief.pdf alone
    python build.py deck        output/deck.pptx alone
    python build.py handout     output/deck.pdf alone, the slides as pages; --notes: each with its notes
    python build.py check       look for problems, write nothing
    python build.py watch       build after each save, and show both on a page
    python build.py brief --paper a4 --print    the brief on other paper; for a printer

The plot, in order: is there anything to do? load, check, render and write each output, put them in place.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, NoReturn

from pipeline.command import read_command
from pipeline.core import Place, Problem, ProblemsFound, Progress, painted, seldom_swept, shown
from pipeline.make import make, show_brief
from pipeline.options import CHANGES, Asked, What
from pipeline.outputs import Hands, Ledger, Outputs, find_changes, guard_hands, hold, land, put_outputs, read_ledger

if TYPE_CHECKING:  # heavy imports happen where they are used: a build with nothing to do needs none
    from pipeline.content import Publication, Theme
    from pipeline.outputs import Changes
    from pipeline.pdf import Setter
    from pipeline.watch import Board

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says. Gives the exit code: 0, or 1 where there are problems."""
    command = read_command(arguments, HERE)
    asked, progress = command.asked, Progress(command.quiet)
    landed: list[str] = []
    try:
        with telling(progress, asked.output, landed), seldom_swept():
            if command.what is What.watch:
                watch(asked, command.port, progress)
            elif command.what is What.check:
                with second_process(asked) as setter:
                    make(asked, progress, setter)
                progress.say(f"no problems, {progress.seconds:.1f} s")
            else:
                with holding(asked, progress):
                    rebuild(asked, progress, landed)
    except Ended as end:
        return end.code
    return 0


class Ended(Exception):
    """The build ends early, and everything that is to be told was told."""

    def __init__(self, code: int) -> None:
        self.code = code


@contextmanager
def telling(progress: Progress, output: Path, landed: list[str]) -> Iterator[None]:
    """Problems are told and end the build, and a disk that refuses; Ctrl-C ends it, too. Every file stays whole."""
    try:
        yield
    except ProblemsFound as found:
        tell(found.problems, progress, output, landed)
        raise Ended(1) from None
    except OSError as error:  # where nobody expected one: the folder of temporary files is full
        place = Place(str(error.filename or gettempdir()), 0)
        hint = "look whether the disk is full, and whether this may be read and written"
        tell([Problem(place, f"{error.strerror or error}", hint)], progress, output, landed)
        raise Ended(1) from None
    except KeyboardInterrupt:
        progress.warn("Stopped. Every file is as it was before, or new and whole.")
        raise Ended(130) from None


def holding(asked: Asked, progress: Progress) -> AbstractContextManager[None]:
    """Be the only build that writes into the output folder."""
    return hold(
        asked.output, lambda: progress.say(f"another build is writing to {shown(asked.output)}: waiting for it")
    )


@contextmanager
def second_process(asked: Asked, is_overtaken: Callable[[], bool] | None = None) -> "Iterator[Setter | None]":
    """A second process that sets the brief, where that would be made and a second processor is there.

    It starts where it is most likely needed: unless nothing but notes changed since the brief was made last.
    """
    from pipeline.pdf import Setter, can_work_beside

    if asked.jobs == 1 or asked.what in (What.deck, What.handout) or not can_work_beside():
        yield None
        return
    hint = asked.silent_fingerprint
    with Setter(is_overtaken or (lambda: False)) as setter:
        if is_overtaken or asked.cache.get("set", hint) is None:
            setter.start()
        yield setter
    asked.cache.put("set", hint, b"")


def rebuild(asked: Asked, progress: Progress, landed: list[str]) -> None:
    """Make what is not up to date, and put it in place."""
    fingerprint, ledger = asked.fingerprint, read_ledger(asked.output)
    if asked.is_done(ledger, fingerprint):
        touched = ledger.touched(asked.names(ledger, fingerprint))
        if asked.hands is Hands.keep or not touched:
            for name in touched:
                progress.say(f"{shown(asked.output / name)}: changed by hand since it was built, and kept")
            progress.say(f"nothing to do, {progress.seconds:.1f} s")
            return
    with second_process(asked) as setter:
        made = make(asked, progress, setter)
    put(asked, *made, ledger, fingerprint, progress, landed)
    progress.say(f"done, {progress.seconds:.1f} s")


def put(
    asked: Asked,
    publication: "Publication",
    theme: "Theme",
    outputs: Outputs,
    ledger: Ledger,
    fingerprint: str,
    progress: Progress,
    landed: list[str],
) -> "Mapping[str, Changes]":
    """Put what was made in place, unless hands have changed what is there; gives what changed. Raises ProblemsFound."""
    files = {name: made.content for name, made in outputs.items()}
    for aside in guard_hands(files, ledger, (asked.content, asked.layouts), asked.hands):
        progress.say(f"{shown(asked.output / aside.name)}: changed by hand; kept as {shown(aside.kept)}")
    changes = find_changes(outputs, asked.output, asked.cache)
    told = tell_changes(changes, publication, theme, asked) if changes else None
    put_outputs(outputs, ledger, fingerprint, changes, progress, landed)
    if told:
        land(asked.output / CHANGES, told)
        progress.say(f"{shown(asked.output / CHANGES)}: the words that changed")
    asked.cache.prune()
    return changes


def tell_changes(changes: "Mapping[str, Changes]", publication: "Publication", theme: "Theme", asked: Asked) -> bytes:
    """What changed since the build before, as a page: for whoever checks or prints again."""
    from pipeline.render import render_changes

    return render_changes(list(changes.values()), publication, theme, asked.layouts, asked.cache).encode()


# ---------------------------------------------------------------- watching


def watch(asked: Asked, port: int, progress: Progress) -> None:
    """Build after each save, and show brief and deck on a page, until Ctrl-C."""
    from pipeline.watch import Board, Notice, find_preview, keep_up, render_preview, serving

    board, looks = Board(), find_preview(asked.layouts) / "watch"
    board.dress_in(render_preview(asked.layouts, asked.cache), looks, {})
    with suppress(OSError):  # there need be none yet
        show_brief(board, (asked.output / "brief.pdf").read_bytes())
    folders = [folder for folder in (asked.content, asked.layouts, asked.master) if folder]
    with (
        serving(board, looks, port) as address,
        Notice(folders, asked.output) as notice,
        second_process(asked, notice.any) as setter,
    ):
        progress.say(f"{address} shows brief and deck. Every save is built; Ctrl-C ends this.")
        with suppress(KeyboardInterrupt):
            keep_up(
                lambda: asked.fingerprint,
                lambda now: rebuild_shown(asked, now, board, setter, progress),
                notice,
                board,
                progress,
            )
    progress.say("Stopped. Every file is as it was before, or new and whole.")


def rebuild_shown(asked: Asked, fingerprint: str, board: "Board", setter: "Setter | None", progress: Progress) -> None:
    """The same as rebuild, in a process that goes on: shown as soon as it is made, then put in place."""
    with holding(asked, progress):
        ledger = read_ledger(asked.output)
        landed: list[str] = []
        made = make(asked, progress, setter, board)
        board.show_changes(put(asked, *made, ledger, fingerprint, progress, landed))


def tell(problems: list[Problem], progress: Progress, output: Path, landed: list[str]) -> None:
    """Every problem, how many there are, and what was written before the disk said no."""
    for problem in problems:
        progress.warn(f"{painted(problem)}\n")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    written = f"{', '.join(landed)} had been written" if landed else "Nothing was written"
    progress.warn(f"{count}. {written} to {shown(output)}.")


def leave(code: int) -> NoReturn:
    """End at once: every file is in place, and to take apart what was made takes as long as to make a slide."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
