"""Make what was asked for, in order: all forms, handouts, the data behind the figures, the fact-check sheet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core import Problem, ProblemsFound, Progress, collecting, stop_on
from pipeline.making.build import Build
from pipeline.making.data import make_data
from pipeline.making.load import begin
from pipeline.making.pages import begin_pages, edition_of, finish_pages, render_form, warn_of_breaks
from pipeline.making.preview import dress_page
from pipeline.making.sheet import make_sheet
from pipeline.making.slides import fit_slides, make_handouts, make_slides
from pipeline.options import DATA, EVERYTHING, BuildOptions
from pipeline.outputs import Output, Outputs

if TYPE_CHECKING:
    from pipeline.pdf import SecondProcess
    from pipeline.watch import WatchState


def make(
    options: BuildOptions,
    progress: Progress,
    second: "SecondProcess | None" = None,
    state: "WatchState | None" = None,
    is_superseded: Callable[[], bool] = lambda: False,
) -> tuple[Build, Outputs]:
    """Load, check, make. Return the build, with its warnings, and its files.

    Raises ProblemsFound with all problems there are and, unless somebody watches, all warnings that were found till then;
    where options say `strict`, with warnings alone as well.
    """
    build = begin(options, progress, second, state, is_superseded)
    tell_how_long(build)
    with telling_warnings(build):
        outputs = make_outputs(build)
    return build, outputs


def check_build(options: BuildOptions, progress: Progress) -> Build:
    """Load, check, render all pages, fit all slides; set no page. Return the build, with its warnings.

    Raises ProblemsFound as `make`.
    """
    from concurrent.futures import ThreadPoolExecutor

    build, problems = begin(replace(options, what=EVERYTHING), progress), list[Problem]()
    with telling_warnings(build), progress.step("pages and slides"):
        with ThreadPoolExecutor(1) as pool:  # one waits for pandoc, while the other works
            pages = [pool.submit(render_form, build, form) for form in build.wanted("pages")]
            for form in build.wanted("slides"):
                with collecting(problems):
                    fit_slides(build, form)
        for rendered in pages:
            with collecting(problems):
                rendered.result()
        stop_on(problems)
    return build


@contextmanager
def telling_warnings(build: Build) -> Iterator[None]:
    """Add the warnings of a build to the problems that the block raises; raise them alone if options say `strict`."""
    try:
        yield
    except ProblemsFound as found:
        raise ProblemsFound([*found.problems, *build.warnings]) from None
    if build.options.strict:
        stop_on(build.warnings)


LONG = 10  # seconds


def tell_how_long(build: Build) -> None:
    """Say how long the build takes, where nothing was made with this code before and that is long."""
    seconds = build.options.how_long(len(build.publication.every_entry))
    if seconds and seconds > LONG:
        build.progress.say(
            f"all is made for the first time with this code: about {seconds:.0f} s; later builds are shorter"
        )


def make_outputs(build: Build) -> Outputs:
    """Return all forms, handouts, the data and the sheet, as far as asked for, by their file names. Raises ProblemsFound.

    Pages are begun first: a second process may make them while this one makes the slides. Whoever watches sees these first.
    Problems of one output do not keep those of another from being told.
    """
    problems: list[Problem] = []
    if build.state and not build.wanted("slides"):
        dress_page(build, build.theme)
    begun = list(begin_pages(build, problems))
    decks, outputs = make_slides(build, problems)
    if build.state:
        build.state.show(problems=tuple(problems))  # now; those of the pages come later
    else:
        outputs |= make_handouts(build, decks, problems)  # while pages are made
    pages = {}
    for one in reversed(begun):  # the longest last, which the other process makes
        if one.pdf.is_long and not build.state:
            with build.progress.step(f"parts of {one.form.name}"), suppress(ProblemsFound):  # which the other tells
                one.pdf.help()
        with collecting(problems), build.progress.step(one.form.name):
            pages[one.form.name] = finish_pages(build, one)
    if build.state:  # nobody waits for them
        outputs |= make_handouts(build, decks, problems)
    if build.options.is_everything or build.options.what == DATA:
        with collecting(problems):
            outputs |= make_data(build)
    stop_on(problems)
    for one in begun:
        build.warnings.extend(warn_of_breaks(build, one.form, pages[one.form.name]))  # of pages that are finished
    for name, pdf in sorted(pages.items()):
        outputs[edition_of(build.forms[name].file, build.theme)] = Output(pdf.pdf, f"{pdf.pages} pages", name)
    outputs = dict(sorted(outputs.items()))
    if build.options.is_everything:
        outputs |= make_sheet(build, {name: pdf.anchors for name, pdf in pages.items()}, decks)
    return outputs
