"""Make what is asked for: content to brief, deck, handout and fact-check sheet.

Heavy imports happen where they are used: what is not asked for, or is in the cache, needs none.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import NO_CACHE, Cache, Problem, ProblemsFound, Progress, collecting, stop_on
from pipeline.options import NOTES, BuildOptions, What
from pipeline.outputs import Output, Outputs

if TYPE_CHECKING:
    from pipeline.content import Publication, Theme
    from pipeline.deck import Master, Slide
    from pipeline.pdf import Worker
    from pipeline.watch import WatchState


def make(
    options: BuildOptions, progress: Progress, worker: "Worker | None", state: "WatchState | None" = None
) -> "tuple[Publication, Theme, Outputs]":
    """Each file to write, and what it was made from; warnings are told. Raises ProblemsFound with all there are."""
    from pipeline.checks import warn_publication

    with progress.step("content"):
        publication, theme = load(options.content, options.layouts, options.cache)
        theme = theme.on(options.paper.page if options.paper else None, options.for_print).shaped(
            options.aspect, options.master
        )
    warnings = warn_publication(publication)
    outputs = make_outputs(options, publication, theme, worker, progress, warnings, state)
    if state:
        state.show(warnings=tuple(sorted(warnings)))
    else:
        for warning in sorted(warnings):
            progress.warn(f"{warning}\n")
    return publication, theme, outputs


def load(content: Path, layouts: Path, cache: Cache = NO_CACHE) -> "tuple[Publication, Theme]":
    """Content and theme, checked. Raises ProblemsFound with all there are."""
    from pipeline.checks import check_publication, check_theme
    from pipeline.content import all_prose, load_publication, load_theme
    from pipeline.render import find_kinds
    from pipeline.text import warm_mentions

    publication, problems = load_publication(content, find_kinds(layouts), cache)
    theme = None
    try:
        theme = load_theme(layouts, cache)
        problems += check_theme(theme, cache)
    except ProblemsFound as found:
        problems += found.problems
    if publication:
        warm_mentions((text for _, text in all_prose(publication)), cache)
    if publication and theme:
        problems += check_publication(publication, theme)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    return publication, theme


def make_outputs(
    options: BuildOptions,
    publication: "Publication",
    theme: "Theme",
    worker: "Worker | None",
    progress: Progress,
    warnings: list[Problem],
    state: "WatchState | None" = None,
) -> Outputs:
    """Brief, deck, handout and sheet, as far as asked for. The brief may be set beside, while the others are made.

    Whoever watches the board sees the deck first. Adds to the warnings. Raises ProblemsFound.
    """
    from pipeline.pdf import begin_brief

    outputs: Outputs = {}
    problems: list[Problem] = []
    finish = brief = deck = None
    if options.what not in (What.deck, What.handout):
        see = state.show_draft if state else None
        finish = begin_brief(publication, theme, options.layouts, options.cache, worker, see)
    if options.what is not What.brief:
        with collecting(problems), progress.step("deck"):
            deck = fit(publication, theme, options.layouts, warnings, options.cache)
            if state:
                show_deck(state, *deck, publication, options)
            if options.what is not What.handout:
                outputs["deck.pptx"] = make_deck(*deck, publication, options.cache)
    if state:
        state.show(problems=tuple(problems))  # now; those of the brief come later
    elif worker and worker.lacking:
        with progress.step("parts of the brief"):
            help_setter(publication, theme, options, worker)
    handed = deck if options.what is not What.deck else None
    if handed and not state:  # while the brief is set
        with collecting(problems), progress.step("handout"):
            outputs |= make_handout(options, *handed, publication, warnings)
    if finish:
        with collecting(problems), progress.step("brief"):
            brief = finish()
            outputs[f"brief{theme.edition}.pdf"] = Output(brief.pdf, f"{brief.pages} pages")
            if state:
                show_brief(state, brief.pdf)
    if handed and state:  # nobody waits for it
        with collecting(problems), progress.step("handout"):
            outputs |= make_handout(options, *handed, publication, warnings)
    stop_on(problems)
    outputs = dict(sorted(outputs.items()))  # the brief is told first, though the deck is done first
    if brief and deck:
        outputs |= make_sheet(publication, theme, options.layouts, brief.anchors, deck[0], options.cache)
    return outputs


def help_setter(publication: "Publication", theme: "Theme", options: BuildOptions, worker: "Worker") -> None:
    """Have this process set what the other has not come to."""
    from pipeline.pdf import help_brief

    with suppress(ProblemsFound):  # told by the other
        help_brief(publication, theme, options.layouts, options.cache, worker)


def fit(
    publication: "Publication", theme: "Theme", layouts: Path, warnings: list[Problem], cache: Cache
) -> "tuple[tuple[Slide, ...], Master, Theme]":
    """Slide markup, then slides, then slides that fit; the master that they fit, and the theme under it."""
    from pipeline.deck import fit_deck, read_slides
    from pipeline.master import adapt_slides, theme_on
    from pipeline.render import render_slides

    master = make_master(publication, theme, layouts, warnings, cache)
    theme = theme_on(master, theme)
    markup = render_slides(publication, theme, layouts, cache)
    slides, lacks = adapt_slides(read_slides(markup, publication.origins, publication.figures), master, theme)
    deck = fit_deck(slides, master, publication, theme, cache)
    warnings += [*lacks, *deck.warnings]
    return deck.slides, master, theme


def make_deck(
    slides: "tuple[Slide, ...]", master: "Master", theme: "Theme", publication: "Publication", cache: Cache
) -> Output:
    """Slides that fit as PowerPoint."""
    from pipeline.powerpoint import write_deck

    return Output(write_deck(slides, master, publication, theme, cache), f"{len(slides)} slides")


def make_handout(
    options: BuildOptions,
    slides: "tuple[Slide, ...]",
    master: "Master",
    theme: "Theme",
    publication: "Publication",
    warnings: list[Problem],
) -> Outputs:
    """The same slides as a PDF, by its name."""
    from pipeline.deck import MasterArtwork, warn_of_artwork
    from pipeline.handout import write_handout
    from pipeline.master import read_artwork

    artwork = options.cache.keep_record("grounds", MasterArtwork, master, lambda: read_artwork(master))
    warnings += warn_of_artwork(artwork, master, slides)
    made = write_handout(slides, master, artwork, publication, theme, options.layouts, options.notes, options.cache)
    return {NOTES if options.notes else "deck.pdf": Output(made.pdf, f"{made.pages} pages")}


def make_master(
    publication: "Publication", theme: "Theme", layouts: Path, warnings: list[Problem], cache: Cache
) -> "Master":
    """Our own master, or an institute's."""
    from pipeline.core import pack
    from pipeline.deck import Master
    from pipeline.master import adopt_master, read_master
    from pipeline.render import master_made_from, render_master

    if theme.deck.master is None:
        made_from = master_made_from(publication, theme, layouts)
        parts = cache.keep("master", made_from, lambda: pack(render_master(publication, theme, layouts, cache)))
        return cache.keep_record("slots", Master, parts, lambda: read_master(parts))
    path = layouts / "deck" / theme.deck.master
    content = path.read_bytes() if path.is_file() else b""
    adopted = (content, str(path), theme)
    master, unknown = cache.keep_record(
        "adopted", tuple[Master, list[Problem]], adopted, lambda: adopt_master(path, theme)
    )
    warnings += unknown
    return master


def make_sheet(
    publication: "Publication",
    theme: "Theme",
    layouts: Path,
    anchors: Mapping[str, int],
    slides: "tuple[Slide, ...]",
    cache: Cache,
) -> Outputs:
    """Where each fact stands, as a page to print and as a table."""
    from pipeline.render import gather_sheet, render_sheet, write_sheet_csv

    sheet = gather_sheet(publication, anchors, slides)
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    page = render_sheet(sheet, publication, theme, layouts, cache).encode()
    return {
        "fact-check.html": Output(page, size),
        "fact-check.csv": Output(write_sheet_csv(sheet, publication), f"{len(sheet.rows)} facts"),
    }


# ---------------------------------------------------------------- for whoever watches


def show_deck(
    state: "WatchState",
    slides: "tuple[Slide, ...]",
    master: "Master",
    theme: "Theme",
    publication: "Publication",
    options: BuildOptions,
) -> None:
    """Pictures of the slides, on a page in the theme's own dress."""
    from pipeline.watch import find_preview, picture_slides, preview_fonts, render_preview

    page = render_preview(options.layouts, options.cache, theme, publication.imprint)
    state.dress_in(page, find_preview(options.layouts) / "watch", preview_fonts(theme))
    pictures = picture_slides(slides, master, publication, theme, options.layouts, options.cache)
    state.show_deck(pictures, master.width / master.height, publication.imprint.title.source)


def show_brief(state: "WatchState", pdf: bytes) -> None:
    """The pages of the brief, if it is a PDF."""
    from pipeline.watch import NoSuchPage, measure_pages

    with suppress(NoSuchPage):
        state.show_brief(pdf, *measure_pages(pdf))
