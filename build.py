"""Build all forms of the publication from content and layouts.

    python build.py             brief, report, deck, handout, data and fact-check sheet: what is not up to date
    python build.py brief       output/brief.pdf alone; so report, deck, and any other form that has layouts
    python build.py handout     output/deck.pdf alone, the slides as pages; --notes: each with its notes
    python build.py data        output/data.xlsx alone, the data behind the figures
    python build.py check       look for problems in content, layouts and slides; set no page, write nothing
    python build.py watch       build after each save, and show all forms on a page
    python build.py brief --paper a4 --print    a form on other paper; for a printer
    python build.py deck --cut short            a cut of the deck alone; so its handout

The plot, in order: is there anything to do? load, check, render and write each output, put them in place.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.command import read_command
from pipeline.core import (
    Problem,
    ProblemsFound,
    Progress,
    count_problems,
    problem_of,
    seldom_swept,
    shown,
    speak_plainly,
    stop_on,
    strong,
)
from pipeline.making import Build, check_build, make
from pipeline.options import CHANGES, CHECK, DATA, EVERYTHING, HANDOUT, WATCH, BuildOptions
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
    from pipeline.pdf import SecondProcess
    from pipeline.watch import WatchState

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says. Return the exit code: 0; 1 where there are problems; 130 after Ctrl-C."""
    speak_plainly()
    if not is_somewhere():
        return 1
    command = read_command(arguments, HERE)
    options, progress = command.options, Progress(command.quiet, command.as_json)
    written: list[str] = []
    try:
        with tell_problems(progress, options.output, written), seldom_swept():
            if command.what == WATCH:
                watch(options, command.port, progress)
            elif command.what == CHECK:
                check(options, progress)
            else:
                with lock_output(options, progress):
                    rebuild(options, progress, written)
    except Ended as end:
        return end.code
    finally:
        progress.finish()
    return 0


def is_somewhere() -> bool:
    """Return whether the folder where one works is there; say so if it was deleted: no path could be named."""
    try:
        Path.cwd()
    except OSError:
        Progress().warn(
            "The folder where you work was deleted or renamed.\n  hint: go to another with cd, and build again"
        )
        return False
    return True


class Ended(Exception):
    """The end of a build whose problems were printed. `code` is its exit code."""

    def __init__(self, code: int) -> None:
        self.code = code


@contextmanager
def tell_problems(progress: Progress, output: Path, written: list[str]) -> Iterator[None]:
    """Print the problems or any other error of the block, and end the build. Raises Ended. Every file stays whole."""
    try:
        yield
    except ProblemsFound as found:
        progress.tell(found.problems)
        progress.warn(tell_end(progress.told, output, written))
        raise Ended(1) from None
    except KeyboardInterrupt:
        progress.warn("Stopped. Every file is as it was before, or new and whole.")
        raise Ended(130) from None
    except Exception as error:  # an editor has no use for a traceback
        progress.tell([problem_of(error)])
        progress.warn(tell_end(progress.told, output, written))
        raise Ended(1) from None


def lock_output(options: BuildOptions, progress: Progress) -> AbstractContextManager[None]:
    """Keep other builds from writing into the output folder while the block runs; wait for one that does."""
    return lock_folder(
        options.output, lambda: progress.say(f"another build is writing to {shown(options.output)}: waiting for it")
    )


@contextmanager
def second_process(options: BuildOptions) -> "Iterator[SecondProcess | None]":
    """Yield a second process for pages; None if none are made, or there is one processor.

    The process is started at once unless, as far as is known, only notes changed since the last pages.
    """
    from pipeline.pdf import SecondProcess, has_second_processor

    if options.jobs == 1 or options.what in (HANDOUT, DATA) or not has_second_processor():
        yield None
        return
    hint = options.silent_fingerprint
    with SecondProcess() as second:
        if options.cache.get("set", hint) is None:
            second.start()
        yield second
    options.cache.put("set", hint, b"")


def check(options: BuildOptions, progress: Progress) -> None:
    """Tell what is wrong with content, layouts and slides, and write nothing. Raises ProblemsFound.

    No page is set. What was warned of when these pages were, is told again.
    """
    build = check_build(options, progress)
    known = replace(options, what=EVERYTHING).kept_warnings(options.fingerprint)
    warnings = [*build.warnings, *(known or [])]
    if options.strict:
        stop_on(warnings)
    progress.tell(warnings)
    progress.say(f"no problems{count_behind(warnings)}, {progress.seconds:.1f} s")


def rebuild(options: BuildOptions, progress: Progress, written: list[str]) -> None:
    """Make the outputs that are not up to date, and put them in place. Adds the names of files put there to `written`."""
    fingerprint, ledger = options.fingerprint, read_ledger(options.output)
    if options.is_done(ledger, fingerprint) and has_nothing_to_do(options, ledger, fingerprint, progress):
        return
    with second_process(options) as second:
        build, outputs = make(options, progress, second)
    progress.tell(build.warnings)
    put_in_place(build, outputs, ledger, fingerprint, written)
    progress.say(f"done{count_behind(build.warnings)}, {progress.seconds:.1f} s")
    options.keep_warnings(build.warnings, fingerprint)
    options.keep_how_long(progress.seconds)


def has_nothing_to_do(options: BuildOptions, ledger: Ledger, fingerprint: str, progress: Progress) -> bool:
    """Return whether files that are up to date may stay as they are, after telling what lies where.

    Their warnings are those of the build that made them; where these are not known any more, and are asked for, it is
    made again. Raises ProblemsFound with the warnings if options say `strict`.
    """
    names = options.names(ledger, fingerprint)
    touched = ledger.touched(names)
    warnings = options.kept_warnings(fingerprint)
    if touched and options.hands is not OnHandEdit.keep:
        return False
    if warnings is None and (options.strict or progress.as_json):
        return False
    if options.strict:
        stop_on(warnings or [])
    if progress.as_json:
        progress.tell(warnings or [])
    behind = f"{count_behind(warnings)}, which build.py check tells" if warnings else ""
    progress.say(f"nothing to do{behind}, {progress.seconds:.1f} s")
    for name in names:
        size = f"{ledger.size(name)}; " if ledger.size(name) else ""
        about = "changed by hand since it was built, and kept" if name in touched else f"{size}up to date"
        progress.say(f"{strong(shown(options.output / name), sys.stdout)}: {about}")
    return True


def count_behind(warnings: Sequence[Problem]) -> str:
    """Return how many warnings there are, to be said behind something else; "" if there are none."""
    return f", {count_problems(set(warnings))}" if warnings else ""


def put_in_place(
    build: Build, outputs: Outputs, ledger: Ledger, fingerprint: str, written: list[str]
) -> "Mapping[str, Changes]":
    """Write outputs to the output folder, unless edited by hand there; return their changes. Raises ProblemsFound."""
    options, progress = build.options, build.progress
    files = {name: made.content for name, made in outputs.items()}
    for aside in keep_hand_edits(files, ledger, (options.content, *options.layouts.folders), options.hands):
        progress.say(f"{shown(options.output / aside.name)}: changed by hand; kept as {shown(aside.kept)}")
    changes = find_changes(outputs, options.output, options.cache)
    page = render_changes(build, changes) if changes else None
    publish(outputs, ledger, fingerprint, options.is_everything, changes, progress, written)
    if options.is_everything:
        cuts = [None, *(cut.name for cut in build.publication.imprint.cuts)]
        made = {
            name
            for form in build.forms.values()
            for cut in cuts
            for name in (form.file_of(cut), form.handout_of(cut))
            if name
        }
        for name in ledger.left({*made, *files}):
            progress.say(f"{shown(options.output / name)}: no form makes this any more; delete it, if nobody needs it")
    if page:
        atomic_write(options.output / CHANGES, page)
        progress.say(f"{shown(options.output / CHANGES)}: the words that changed")
    options.cache.prune()
    return changes


def render_changes(build: Build, changes: "Mapping[str, Changes]") -> bytes:
    """Return what changed since the last build as an HTML page, for an editor who checks or prints again."""
    from pipeline.render import render_changes

    page = render_changes(list(changes.values()), build.publication, build.theme, build.layouts)
    return page.encode()


# ---------------------------------------------------------------- watching


def watch(options: BuildOptions, port: int, progress: Progress) -> None:
    """Build after each save, and show all forms in the browser, until Ctrl-C."""
    from pipeline.watch import FileWatcher, WatchState, render_preview, run_rebuild_loop, serving

    state, looks = WatchState(), options.layouts.files("*.*", "watch")
    state.dress_in(render_preview(options.layouts), looks, {})
    folders = [folder for folder in (options.content, *options.layouts.folders, options.master) if folder]
    with (
        serving(state, looks, port) as address,
        FileWatcher(folders, options.output) as watcher,
        second_process(options) as second,
    ):
        progress.say(f"{address} shows all forms. Every save is built; Ctrl-C ends this.")
        with suppress(KeyboardInterrupt):
            run_rebuild_loop(
                lambda: options.fingerprint,
                lambda now: rebuild_and_show(options, now, state, second, watcher.any, progress),
                watcher,
                state,
                progress,
            )
    progress.say("Stopped. Every file is as it was before, or new and whole.")


def rebuild_and_show(
    options: BuildOptions,
    fingerprint: str,
    state: "WatchState",
    second: "SecondProcess | None",
    is_superseded: Callable[[], bool],
    progress: Progress,
) -> None:
    """Make the outputs, show each in the browser once it is made, then put them in place. Raises ProblemsFound."""
    with lock_output(options, progress):
        ledger = read_ledger(options.output)
        build, outputs = make(options, progress, second, state, is_superseded)
        state.show(warnings=tuple(sorted(set(build.warnings))))
        changes = put_in_place(build, outputs, ledger, fingerprint, [])
        state.show_changes({form.name: changes[form.file] for form in build.forms.values() if form.file in changes})


def tell_end(problems: Sequence[Problem], output: Path, written: Sequence[str]) -> str:
    """Return how many problems and warnings there are, and the files written before one occurred, on one line."""
    only = "" if any(not problem.warns for problem in problems) else ", and --strict takes them for problems"
    done = f"{', '.join(written)} had been written" if written else "Nothing was written"
    return f"{count_problems(problems)}{only}. {done} to {shown(output)}."


if __name__ == "__main__":
    done = main()
    gc.freeze()  # or the end of the program would search all that was made for garbage
    sys.exit(done)
