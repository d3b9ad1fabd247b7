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
from pipeline.core import Place, Problem, ProblemsFound, Progress, paint_problem, seldom_swept, shown
from pipeline.make import Build, make, show_brief
from pipeline.options import CHANGES, BuildOptions, What
from pipeline.outputs import (
    Ledger,
    OnHandEdit,
    Outputs,
    atomic_write,
    find_changes,
    keep_hand_edits,
    lock_folder,
    publish,
    read_ledger,
)

if TYPE_CHECKING:  # heavy imports happen where they are used: a build with nothing to do needs none
    from pipeline.outputs import Changes
    from pipeline.pdf import Worker
    from pipeline.watch import WatchState

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says. Gives the exit code: 0, or 1 where there are problems."""
    command = read_command(arguments, HERE)
    options, progress = command.options, Progress(command.quiet)
    landed: list[str] = []
    try:
        with telling(progress, options.output, landed), seldom_swept():
            if command.what is What.watch:
                watch(options, command.port, progress)
            elif command.what is What.check:
                with second_process(options) as worker:
                    make(options, progress, worker)
                progress.say(f"no problems, {progress.seconds:.1f} s")
            else:
                with holding(options, progress):
                    rebuild(options, progress, landed)
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


def holding(options: BuildOptions, progress: Progress) -> AbstractContextManager[None]:
    """Be the only build that writes into the output folder."""
    return lock_folder(
        options.output, lambda: progress.say(f"another build is writing to {shown(options.output)}: waiting for it")
    )


@contextmanager
def second_process(options: BuildOptions, is_superseded: Callable[[], bool] | None = None) -> "Iterator[Worker | None]":
    """A second process that sets the brief, where that would be made and a second processor is there.

    It starts where it is most likely needed: unless nothing but notes changed since the brief was made last.
    """
    from pipeline.pdf import Worker, has_second_processor

    if options.jobs == 1 or options.what in (What.deck, What.handout) or not has_second_processor():
        yield None
        return
    hint = options.silent_fingerprint
    with Worker(is_superseded or (lambda: False)) as worker:
        if is_superseded or options.cache.get("set", hint) is None:
            worker.start()
        yield worker
    options.cache.put("set", hint, b"")


def rebuild(options: BuildOptions, progress: Progress, landed: list[str]) -> None:
    """Make what is not up to date, and put it in place."""
    fingerprint, ledger = options.fingerprint, read_ledger(options.output)
    if options.is_done(ledger, fingerprint):
        touched = ledger.touched(options.names(ledger, fingerprint))
        if options.hands is OnHandEdit.keep or not touched:
            for name in touched:
                progress.say(f"{shown(options.output / name)}: changed by hand since it was built, and kept")
            progress.say(f"nothing to do, {progress.seconds:.1f} s")
            return
    with second_process(options) as worker:
        build, outputs = make(options, progress, worker)
    put(build, outputs, ledger, fingerprint, landed)
    progress.say(f"done, {progress.seconds:.1f} s")


def put(build: Build, outputs: Outputs, ledger: Ledger, fingerprint: str, landed: list[str]) -> "Mapping[str, Changes]":
    """Put what was made in place, unless hands have changed what is there; return what changed. Raises ProblemsFound."""
    options, progress = build.options, build.progress
    files = {name: made.content for name, made in outputs.items()}
    for aside in keep_hand_edits(files, ledger, (options.content, options.layouts), options.hands):
        progress.say(f"{shown(options.output / aside.name)}: changed by hand; kept as {shown(aside.kept)}")
    changes = find_changes(outputs, options.output, options.cache)
    page = render_changes(build, changes) if changes else None
    publish(outputs, ledger, fingerprint, changes, progress, landed)
    if page:
        atomic_write(options.output / CHANGES, page)
        progress.say(f"{shown(options.output / CHANGES)}: the words that changed")
    options.cache.prune()
    return changes


def render_changes(build: Build, changes: "Mapping[str, Changes]") -> bytes:
    """Return what changed since the build before, as a page: for whoever checks or prints again."""
    from pipeline.render import render_changes

    page = render_changes(list(changes.values()), build.publication, build.theme, build.layouts, build.cache)
    return page.encode()


# ---------------------------------------------------------------- watching


def watch(options: BuildOptions, port: int, progress: Progress) -> None:
    """Build after each save, and show brief and deck on a page, until Ctrl-C."""
    from pipeline.watch import FileWatcher, WatchState, find_preview, render_preview, run_rebuild_loop, serving

    state, looks = WatchState(), find_preview(options.layouts) / "watch"
    state.dress_in(render_preview(options.layouts, options.cache), looks, {})
    with suppress(OSError):  # there need be none yet
        show_brief(state, (options.output / "brief.pdf").read_bytes())
    folders = [folder for folder in (options.content, options.layouts, options.master) if folder]
    with (
        serving(state, looks, port) as address,
        FileWatcher(folders, options.output) as notice,
        second_process(options, notice.any) as worker,
    ):
        progress.say(f"{address} shows brief and deck. Every save is built; Ctrl-C ends this.")
        with suppress(KeyboardInterrupt):
            run_rebuild_loop(
                lambda: options.fingerprint,
                lambda now: rebuild_shown(options, now, state, worker, progress),
                notice,
                state,
                progress,
            )
    progress.say("Stopped. Every file is as it was before, or new and whole.")


def rebuild_shown(
    options: BuildOptions, fingerprint: str, state: "WatchState", worker: "Worker | None", progress: Progress
) -> None:
    """The same as rebuild, in a process that goes on: shown as soon as it is made, then put in place."""
    with holding(options, progress):
        ledger = read_ledger(options.output)
        landed: list[str] = []
        build, outputs = make(options, progress, worker, state)
        state.show_changes(put(build, outputs, ledger, fingerprint, landed))


def tell(problems: list[Problem], progress: Progress, output: Path, landed: list[str]) -> None:
    """Every problem, how many there are, and what was written before the disk said no."""
    for problem in problems:
        progress.warn(f"{paint_problem(problem)}\n")
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
