"""Make what was asked for: content to brief, deck, handout and fact-check sheet. The order of the steps stands here.

Heavy imports happen where they are used: what is not asked for, or is in the cache, needs none.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import NO_CACHE, Cache, Problem, ProblemsFound, Progress, collecting, find_file, stop_on
from pipeline.options import NOTES, BuildOptions, What
from pipeline.outputs import Output, Outputs

if TYPE_CHECKING:
    from pipeline.content import Found, Publication, Theme
    from pipeline.deck import Master, Slide
    from pipeline.pdf import Overrun, Pdf, PdfJob, PendingPdf, SecondProcess
    from pipeline.render import BriefPage
    from pipeline.watch import WatchState


@dataclass(frozen=True)
class Build:
    """One build: its options, content and theme, and where progress is reported.

    Steps add to `warnings`. `state` and `is_superseded`, whether something was saved meanwhile, are set in `build.py watch`;
    `second` where another process makes the brief.
    """

    options: BuildOptions
    publication: "Publication"
    theme: "Theme"
    progress: Progress
    second: "SecondProcess | None" = None
    state: "WatchState | None" = None
    is_superseded: Callable[[], bool] = lambda: False
    warnings: list[Problem] = field(default_factory=list)

    @property
    def cache(self) -> Cache:
        """The cache of earlier builds."""
        return self.options.cache

    @property
    def layouts(self) -> Path:
        """The folder of layouts."""
        return self.options.layouts


@dataclass(frozen=True)
class Deck:
    """Slides that fit, the master they fit, and the theme as it is under that master."""

    slides: "tuple[Slide, ...]"
    master: "Master"
    theme: "Theme"


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
    """Load, check, render the pages of the brief, fit the slides; set no page. Return the build, with its warnings.

    Raises ProblemsFound as `make`.
    """
    from concurrent.futures import ThreadPoolExecutor

    build, problems = begin(options, progress), list[Problem]()
    with telling_warnings(build), progress.step("pages and slides"):
        with ThreadPoolExecutor(1) as pool:  # one waits for pandoc, while the other works
            pages = pool.submit(render_pages, build)
            with collecting(problems):
                fit_slides(build)
        with collecting(problems):
            pages.result()
        stop_on(problems)
    return build


def begin(
    options: BuildOptions,
    progress: Progress,
    second: "SecondProcess | None" = None,
    state: "WatchState | None" = None,
    is_superseded: Callable[[], bool] = lambda: False,
) -> Build:
    """Return a build of checked content and theme, with their warnings. Raises ProblemsFound."""
    from pipeline.checks import warn_publication

    with progress.step("content"):
        publication, theme = load(options.content, options.layouts, options.cache)
        page = options.paper.page if options.paper else None
        theme = theme.on(page, options.for_print).shaped(options.aspect, options.master)
    return Build(options, publication, theme, progress, second, state, is_superseded, warn_publication(publication))


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


def load(content: Path, layouts: Path, cache: Cache = NO_CACHE) -> "tuple[Publication, Theme]":
    """Return content and theme, checked. Raises ProblemsFound with all there are."""
    from pipeline.checks import check_letters, check_publication, check_theme
    from pipeline.content import all_prose, load_publication, load_theme
    from pipeline.languages import read_words
    from pipeline.render import find_kinds
    from pipeline.text import warm_mentions

    publication, problems = load_publication(content, find_kinds(layouts), cache)
    if publication:
        language = publication.imprint.language
        words, found = read_words(
            language, lambda name: find_file(layouts / name), publication.imprint.place_of("language")
        )
        warnings = (*publication.warnings, *(problem for problem in found if problem.warns))
        publication = replace(publication, words=words, warnings=warnings)
        problems += [problem for problem in found if not problem.warns]
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
        problems += check_letters(publication, theme, cache)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    return publication, theme


def make_outputs(build: Build) -> Outputs:
    """Return brief, deck, handout and sheet, as far as asked for, by their file names. Raises ProblemsFound.

    The brief is begun first: a second process may make it while this one makes the deck. Whoever watches sees the deck first.
    Problems of one output do not keep those of another from being reported.
    """
    what, outputs = build.options.what, Outputs()
    problems: list[Problem] = []
    pending = brief = deck = None
    if what not in (What.deck, What.handout):
        with collecting(problems):
            pending = begin_brief(build)
    if what is not What.brief:
        with collecting(problems), build.progress.step("deck"):
            deck = fit_slides(build)
            if build.state:
                show_deck(build, deck)
            if what is not What.handout:
                outputs["deck.pptx"] = make_deck(build, deck)
    if build.state:
        build.state.show(problems=tuple(problems))  # now; those of the brief come later
    elif pending and pending.is_long:
        with build.progress.step("parts of the brief"), suppress(ProblemsFound):  # which the other reports
            pending.help()
    handed_out = deck if what is not What.deck else None
    if handed_out and not build.state:  # while the brief is made
        with collecting(problems), build.progress.step("handout"):
            outputs |= make_handout(build, handed_out)
    if pending:
        with collecting(problems), build.progress.step("brief"):
            brief = pending.finish(build.is_superseded)
            build.warnings.extend(brief.warnings)
            stop_on(judge_brief(build, brief))
            outputs[f"brief{build.theme.edition}.pdf"] = Output(brief.pdf, f"{brief.pages} pages")
            if build.state:
                show_brief(build.state, brief.pdf)
    if handed_out and build.state:  # nobody waits for it
        with collecting(problems), build.progress.step("handout"):
            outputs |= make_handout(build, handed_out)
    stop_on(problems)
    outputs = dict(sorted(outputs.items()))  # the brief is named first, though the deck is done first
    if brief and deck:
        outputs |= make_sheet(build, brief.anchors, deck.slides)
    return outputs


# ---------------------------------------------------------------- the brief


def render_pages(build: Build) -> "BriefPage":
    """Return the brief's HTML, and add its warnings. Raises ProblemsFound."""
    from pipeline.checks import check_mentions, warn_of_unshown
    from pipeline.render import render_brief

    page = render_brief(build.publication, build.theme, build.layouts, build.cache)
    stop_on(check_mentions(build.publication, page.mentions - page.figures))
    build.warnings.extend(warn_of_unshown(build.publication, page.figures, "page"))
    return page


def begin_brief(build: Build) -> "PendingPdf":
    """Render the brief's HTML, and begin to make its PDF: in the second process if there is one. Raises ProblemsFound."""
    from pipeline.pdf import begin_pdf

    return begin_pdf(brief_job(render_pages(build), build.theme, build.layouts), build.cache, build.second)


def brief_job(page: "BriefPage", theme: "Theme", layouts: Path) -> "PdfJob":
    """Return the job for the brief's HTML, in which spaces before inline elements are moved into them."""
    from pipeline.pdf import PdfJob
    from pipeline.text import find_font_files, push_spaces

    drawings = {name: (svg.encode(), "image/svg+xml") for name, svg in page.drawings.items()}
    fonts = {cut.path.name: cut.path for family in theme.every_brief_font for cut in find_font_files(family)}
    return PdfJob(push_spaces(page.html), page.date, drawings, fonts, layouts / "brief" / "brief.html")


def judge_brief(build: Build, brief: "Pdf") -> list[Problem]:
    """Return what runs over on the pages of the brief, each as a problem of the content or of a layout."""
    from pipeline.content import find_text
    from pipeline.pdf import name_overruns

    def find(overrun: "Overrun") -> "Found":
        return find_text(build.publication, overrun.anchors, next(iter(overrun.words), ""), overrun.is_table)

    return name_overruns(brief.overruns, find, build.layouts / "brief" / "brief.html", build.theme.brief.page)


# ---------------------------------------------------------------- the deck and its handout


def fit_slides(build: Build) -> Deck:
    """Return the deck: slide markup, then slides, then slides that fit. Raises ProblemsFound."""
    from pipeline.checks import warn_of_unshown
    from pipeline.deck import fit_deck, read_slides
    from pipeline.master import adapt_slides, theme_on
    from pipeline.render import render_slides

    publication, master = build.publication, make_master(build)
    theme = theme_on(master, build.theme)
    markup = render_slides(publication, theme, build.layouts, build.cache)
    slides, lacks = adapt_slides(read_slides(markup, publication.origins, publication.figures), master, theme)
    fitted = fit_deck(slides, master, publication, theme, build.cache)
    shown = {id for slide in fitted.slides for id in slide.figures}
    build.warnings.extend([*lacks, *fitted.warnings, *warn_of_unshown(publication, shown, "slide")])
    return Deck(fitted.slides, master, theme)


def make_master(build: Build) -> "Master":
    """Return the theme's own master, or the one adopted from a .pptx. Raises ProblemsFound."""
    from pipeline.core import pack
    from pipeline.deck import Master
    from pipeline.master import adopt_master, read_master
    from pipeline.render import master_made_from, render_master

    publication, theme, layouts, cache = build.publication, build.theme, build.layouts, build.cache
    if theme.deck.master is None:
        made_from = master_made_from(publication, theme, layouts)
        parts = cache.keep("master", made_from, lambda: pack(render_master(publication, theme, layouts, cache)))
        return cache.keep_record("slots", Master, parts, lambda: read_master(parts))
    path = find_file(layouts / "deck" / theme.deck.master)
    adopted = (path.read_bytes() if path.is_file() else b"", str(path), theme)
    master, unknown = cache.keep_record(
        "adopted", tuple[Master, list[Problem]], adopted, lambda: adopt_master(path, theme)
    )
    build.warnings.extend(unknown)
    return master


def make_deck(build: Build, deck: Deck) -> Output:
    """Return the deck as a .pptx file."""
    from pipeline.powerpoint import write_deck

    content = write_deck(deck.slides, deck.master, build.publication, deck.theme, build.cache)
    return Output(content, f"{len(deck.slides)} slides")


def make_handout(build: Build, deck: Deck) -> Outputs:
    """Return the slides as a PDF, by its file name."""
    from pipeline.deck import MasterArtwork, warn_of_artwork
    from pipeline.handout import write_handout
    from pipeline.master import read_artwork

    master, notes, cache = deck.master, build.options.notes, build.cache
    artwork = cache.keep_record("artwork", MasterArtwork, master, lambda: read_artwork(master))
    build.warnings.extend(warn_of_artwork(artwork, master, deck.slides))
    made = write_handout(deck.slides, master, artwork, build.publication, deck.theme, build.layouts, notes, cache)
    build.warnings.extend(made.warnings)
    stop_on(judge_handout(build, made, deck.slides))
    return {NOTES if notes else "deck.pdf": Output(made.pdf, f"{made.pages} pages")}


def judge_handout(build: Build, handout: "Pdf", slides: "tuple[Slide, ...]") -> list[Problem]:
    """Return what runs over on the pages of the handout, around its slides, each as a problem of an entry or of a layout."""
    from pipeline.content import Found
    from pipeline.pdf import name_overruns

    def find(overrun: "Overrun") -> "Found":
        numbers = [anchor.removeprefix("slide-") for anchor in overrun.anchors if anchor.startswith("slide-")]
        slide = slides[int(numbers[-1]) - 1 if numbers else 0]
        return Found(slide.place, slide.owner)

    return name_overruns(handout.overruns, find, build.layouts / "handout" / "handout.html", build.theme.brief.page)


# ---------------------------------------------------------------- the fact-check sheet


def make_sheet(build: Build, anchors: Mapping[str, int], slides: "tuple[Slide, ...]") -> Outputs:
    """Return the fact-check sheet, with the places of every fact, as HTML and as CSV, by their file names."""
    from pipeline.render import gather_sheet, render_sheet, write_sheet_csv

    sheet = gather_sheet(build.publication, anchors, slides)
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    page = render_sheet(sheet, build.publication, build.theme, build.layouts, build.cache).encode()
    return {
        "fact-check.html": Output(page, size),
        "fact-check.csv": Output(write_sheet_csv(sheet, build.publication), f"{len(sheet.rows)} facts"),
    }


# ---------------------------------------------------------------- for whoever watches


def show_deck(build: Build, deck: Deck) -> None:
    """Show pictures of the slides in the browser, on a page in the theme's colors and fonts."""
    from pipeline.watch import find_preview, picture_slides, preview_fonts, render_preview

    assert build.state is not None
    imprint, layouts, cache = build.publication.imprint, build.layouts, build.cache
    page = render_preview(layouts, cache, deck.theme, imprint)
    build.state.dress_in(page, find_preview(layouts) / "watch", preview_fonts(deck.theme))
    pictures = picture_slides(deck.slides, deck.master, build.publication, deck.theme, layouts, cache)
    build.state.show_deck(pictures, deck.master.width / deck.master.height, imprint.title.source)


def show_brief(state: "WatchState", pdf: bytes) -> None:
    """Show the pages of the brief in the browser; nothing if `pdf` is no PDF."""
    from pipeline.watch import NoSuchPage, measure_pages

    with suppress(NoSuchPage):
        state.show_brief(pdf, *measure_pages(pdf))
