"""Make what was asked for: content to all forms, handout and fact-check sheet. The order of the steps stands here.

Heavy imports happen where they are used: what is not asked for, or is in the cache, needs none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import (
    NO_CACHE,
    Cache,
    Layouts,
    Place,
    Problem,
    ProblemsFound,
    Progress,
    collecting,
    quoted,
    shown,
    stop_on,
)
from pipeline.options import EVERYTHING, HANDOUT, SHEET, BuildOptions
from pipeline.outputs import Output, Outputs

if TYPE_CHECKING:
    from pipeline.content import Form, Found, Publication, Theme
    from pipeline.deck import Master, Slide
    from pipeline.pdf import BadBreak, Overrun, Pdf, PdfJob, PendingPdf, SecondProcess
    from pipeline.render import Pages
    from pipeline.watch import WatchState


@dataclass(frozen=True)
class Build:
    """One build: its options, content, theme and forms, and where progress is told.

    `forms` are those that the publication is made into, by name; `printed`, the publication as each prints it.
    Steps add to `warnings`. `state` and `is_superseded`, whether something was saved meanwhile, are set in `build.py watch`;
    `second` where another process makes pages.
    """

    options: BuildOptions
    publication: "Publication"
    theme: "Theme"
    forms: "Mapping[str, Form]"
    printed: "Mapping[str, Publication]"
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
    def layouts(self) -> Layouts:
        """The folders of layouts."""
        return self.options.layouts

    def wanted(self, medium: str) -> "list[Form]":
        """Return the forms of a medium that were asked for."""
        what = self.options.what
        return [
            form
            for form in self.forms.values()
            if form.medium == medium
            and (self.options.is_everything or what == form.name or (what == HANDOUT and form.handout))
        ]


@dataclass(frozen=True)
class Deck:
    """Slides that fit, the form they are, the master they fit, and the theme as it is under that master."""

    form: "Form"
    slides: "tuple[Slide, ...]"
    master: "Master"
    theme: "Theme"


@dataclass(frozen=True)
class Begun:
    """A form of pages whose PDF was begun."""

    form: "Form"
    pdf: "PendingPdf"


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


def begin(
    options: BuildOptions,
    progress: Progress,
    second: "SecondProcess | None" = None,
    state: "WatchState | None" = None,
    is_superseded: Callable[[], bool] = lambda: False,
) -> Build:
    """Return a build of checked content and theme, with their warnings. Raises ProblemsFound."""
    from pipeline.checks import check_named_colors, warn_of_lengths, warn_publication
    from pipeline.languages import paper_of
    from pipeline.render import in_form

    with progress.step("content"):
        publication, theme, forms = load(options.content, options.layouts, options.cache)
        refuse_options(options, forms)
        folders = [folder for form in forms.values() if form.medium == "pages" for folder in form.folders]
        sheets, pieces = (options.layouts.files(pattern, *folders).values() for pattern in ("*.css", "*.html"))
        stop_on(check_named_colors(theme, (sheet for sheet in sheets if sheet.name != "theme.css"), pieces))
        page = options.paper.page if options.paper else None
        theme = theme.on(page, paper_of(publication.imprint.language), options.for_print).shaped(
            options.aspect, options.master
        )
        printed = {name: in_form(publication, form, forms) for name, form in forms.items()}
    build = Build(options, publication, theme, forms, printed, progress, second, state, is_superseded)
    lengths = [warning for form in forms.values() for warning in warn_of_lengths(publication, form)]
    build.warnings.extend([*warn_publication(publication), *warn_of_left_out(build), *lengths])
    build.warnings.extend(warn_of_folders(options.layouts))
    return build


def refuse_options(options: BuildOptions, forms: "Mapping[str, Form]") -> None:
    """Raise ProblemsFound for a form that the publication does not have, or for paper for what has no pages."""
    form = forms.get(options.what)
    if options.what in options.layouts.forms and form is None:
        hint = f"add {options.what} to them"
        what = f'publication: "forms" does not list {options.what}'
        raise ProblemsFound([Problem(Place(shown(options.content / "publication.yaml"), 0), what, hint)])
    if form and form.medium != "pages" and (options.paper or options.for_print):
        raise ProblemsFound(
            [Problem(form.place, f'form "{form.name}" has no pages, and --paper and --print are for pages')]
        )


def warn_of_left_out(build: Build) -> Iterator[Problem]:
    """Yield a warning for each form of the entries that it leaves out, because they lack the field that it prints, and
    one of the chapters, which have no such field."""
    from pipeline.render import find_chapters_left_out, find_left_out

    for form in build.forms.values():
        if chapters := find_chapters_left_out(build.publication, form):
            names = quoted([chapter.id for chapter in chapters])
            what = f"{names} {'has' if len(chapters) == 1 else 'have'} no entries: not in {form.file}"
            hint = f"make an entry of what {form.file} is to say, with a line  {form.prints}: |"
            yield Problem(chapters[0].place, what, hint, warns=True)
        if entries := find_left_out(build.publication, form):
            names = quoted([entry.id for entry in entries])
            what = f'{names} {"has" if len(entries) == 1 else "have"} no "{form.prints}", which others have: not in {form.file}'
            yield Problem(
                entries[0].place, what, f"add a line  {form.prints}: |  and what {form.file} is to say", warns=True
            )


def warn_of_folders(layouts: Layouts) -> Iterator[Problem]:
    """Yield a warning for each folder of one's own layouts whose name is a little other than one that is looked into."""
    for folder, meant in layouts.misnamed().items():
        yield Problem(Place(shown(folder), 0), "nothing looks into this folder", f'did you mean "{meant}"?', warns=True)


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


def load(content: Path, layouts: Layouts, cache: Cache = NO_CACHE) -> "tuple[Publication, Theme, Mapping[str, Form]]":
    """Return content, theme, and the forms that are made of it, checked. Raises ProblemsFound with all there are."""
    from pipeline.checks import check_forms, check_letters, check_publication, check_theme
    from pipeline.content import all_prose, load_forms, load_publication, load_theme
    from pipeline.render import find_kinds
    from pipeline.text import warm_mentions

    kinds = find_kinds(layouts)
    forms: Mapping[str, Form] = {}
    amiss = list[Problem]()
    with collecting(amiss):
        forms = load_forms(layouts, kinds, cache)
    publication, problems = load_publication(content, kinds, cache)
    problems += amiss
    if publication:
        publication, amiss = with_words(publication, layouts)
        problems += amiss
    theme = None
    try:
        theme = load_theme(layouts, cache)
        problems += check_theme(theme, cache)
    except ProblemsFound as found:
        problems += found.problems
    if publication:
        warm_mentions((text for _, text in all_prose(publication)), cache)
    if publication and forms:
        problems += check_forms(publication, forms)
    if publication and theme:
        problems += check_publication(publication, theme, cache)
        problems += check_letters(publication, theme, cache)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    return publication, theme, {name: forms[name] for name in publication.imprint.forms or forms}


def with_words(publication: "Publication", layouts: Layouts) -> "tuple[Publication, list[Problem]]":
    """Return a publication with the layouts' words in its language and warnings of these, and the problems of their catalogs."""
    from pipeline.languages import read_words

    imprint = publication.imprint
    words, found = read_words(imprint.language, layouts.find, imprint.place_of("language"))
    warnings = (*publication.warnings, *(problem for problem in found if problem.warns))
    return replace(publication, words=words, warnings=warnings), [problem for problem in found if not problem.warns]


def make_outputs(build: Build) -> Outputs:
    """Return all forms, handouts and the sheet, as far as asked for, by their file names. Raises ProblemsFound.

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
    stop_on(problems)
    for one in begun:
        build.warnings.extend(warn_of_breaks(build, one.form, pages[one.form.name]))  # of pages that are finished
    for name, pdf in sorted(pages.items()):
        outputs[edition_of(build.forms[name].file, build.theme)] = Output(pdf.pdf, f"{pdf.pages} pages", name)
    outputs = dict(sorted(outputs.items()))
    if build.options.is_everything:
        outputs |= make_sheet(build, {name: pdf.anchors for name, pdf in pages.items()}, decks)
    return outputs


def edition_of(file: str, theme: "Theme") -> str:
    """Return the name of a form's file on other paper or for a printer: leaflet-a4-print.pdf."""
    name = Path(file)
    return f"{name.stem}{theme.edition}{name.suffix}"


# ---------------------------------------------------------------- pages


def begin_pages(build: Build, problems: list[Problem]) -> Iterator[Begun]:
    """Render each form of pages, and begin to make its PDF: the longest first. Adds problems to those there are."""
    from pipeline.pdf import begin_pdf

    jobs = []
    for form in build.wanted("pages"):
        with collecting(problems):
            jobs.append((form, pages_job(build, form, render_form(build, form))))
    second = build.second
    for form, job in sorted(jobs, key=lambda job: -len(job[1].html)):
        yield Begun(form, begin_pdf(job, build.cache, second))
        second = None  # it has enough to do: this one makes the shorter ones


def render_form(build: Build, form: "Form") -> "Pages":
    """Return the HTML of a form of pages, and add its warnings. Raises ProblemsFound."""
    from pipeline.checks import check_mentions, warn_of_unshown
    from pipeline.render import render_pages

    publication = build.printed[form.name]
    pages = render_pages(publication, form, build.theme, build.layouts, build.cache)
    stop_on(check_mentions(publication, pages.mentions - pages.figures, form))
    build.warnings.extend(warn_of_unshown(publication, pages.figures, form))
    return pages


def pages_job(build: Build, form: "Form", pages: "Pages") -> "PdfJob":
    """Return the job for the HTML of pages, in which spaces before inline elements are moved into them."""
    from pipeline.pdf import PdfJob
    from pipeline.text import find_font_files, push_spaces

    layouts = build.layouts
    drawings = {name: (svg.encode(), "image/svg+xml") for name, svg in pages.drawings.items()}
    fonts = {cut.path.name: cut.path for family in build.theme.every_page_font for cut in find_font_files(family)}
    sheets = layouts.files("*.css", *form.folders)
    layout = layouts.find(*(f"{folder}/{form.layout}" for folder in form.folders))
    return PdfJob(push_spaces(pages.html), pages.date, drawings, fonts, layout, sheets)


def finish_pages(build: Build, begun: Begun) -> "Pdf":
    """Wait for the PDF of a form, judge it and return it. Raises ProblemsFound."""
    pdf = begun.pdf.finish(build.is_superseded)
    build.warnings.extend(pdf.warnings)
    stop_on(judge_pages(build, begun, pdf))
    if build.state:
        show_pages(build.state, begun.form, pdf.pdf)
    return pdf


def judge_pages(build: Build, begun: Begun, pdf: "Pdf") -> list[Problem]:
    """Return what runs over on the pages of a form, each as a problem of the content or of a layout."""
    from pipeline.content import find_text
    from pipeline.pdf import name_overruns

    def find(overrun: "Overrun") -> "Found":
        publication = build.printed[begun.form.name]
        return find_text(publication, overrun.anchors, next(iter(overrun.words), ""), overrun.is_table)

    layouts = build.layouts.files("*.html", *begun.form.folders)
    return name_overruns(pdf.overruns, find, [begun.pdf.job.layout, *layouts.values()], build.theme.paper)


def warn_of_breaks(build: Build, form: "Form", pdf: "Pdf") -> list[Problem]:
    """Return a warning for each page of a form that ends badly: at the entry that it ends in, or at the table."""
    from pipeline.content import find_text
    from pipeline.pdf import name_bad_breaks

    def find(bad: "BadBreak") -> "Found":
        sections = [anchor for anchor in bad.anchors if anchor.startswith("sec-") and bad.how != "row"]
        return find_text(build.printed[form.name], sections or bad.anchors, bad.words, bad.how == "row")

    return name_bad_breaks(pdf.bad_breaks, find, edition_of(form.file, build.theme))


# ---------------------------------------------------------------- slides and their handouts


def make_slides(build: Build, problems: list[Problem]) -> tuple[list[Deck], Outputs]:
    """Return each form of slides, and their files as far as asked for. Adds problems to those there are."""
    decks, outputs = [], Outputs()
    for form in build.wanted("slides"):
        with collecting(problems), build.progress.step(form.name):
            deck = fit_slides(build, form)
            decks.append(deck)
            if build.state:
                show_slides(build, deck)
            if build.options.what != HANDOUT:
                outputs[form.file] = make_deck(build, deck)
    return decks, outputs


def make_handouts(build: Build, decks: Sequence[Deck], problems: list[Problem]) -> Outputs:
    """Return the handouts of slides, as far as asked for. Adds problems to those there are."""
    outputs = Outputs()
    for deck in decks:
        if deck.form.handout and (build.options.is_everything or build.options.what == HANDOUT):
            with collecting(problems), build.progress.step("handout"):
                outputs |= make_handout(build, deck, deck.form.handout)
    return outputs


def fit_slides(build: Build, form: "Form") -> Deck:
    """Return a deck: slide markup, then slides, then slides that fit. Raises ProblemsFound."""
    from pipeline.checks import warn_of_unshown
    from pipeline.deck import fit_deck, read_slides
    from pipeline.master import adapt_slides, theme_on
    from pipeline.render import render_slides

    publication, master = build.printed[form.name], make_master(build, form)
    theme = theme_on(master, build.theme)
    markup = render_slides(publication, form, theme, build.layouts, build.cache)
    slides, lacks = adapt_slides(read_slides(markup, publication.origins, publication.figures), master, theme)
    fitted = fit_deck(slides, master, publication, theme, build.cache)
    shown = {id for slide in fitted.slides for id in slide.figures}
    build.warnings.extend([*lacks, *fitted.warnings, *warn_of_unshown(publication, shown, form)])
    return Deck(form, fitted.slides, master, theme)


def make_master(build: Build, form: "Form") -> "Master":
    """Return the theme's own master, or the one adopted from a .pptx. Raises ProblemsFound."""
    from pipeline.core import pack
    from pipeline.deck import Master
    from pipeline.master import adopt_master, read_master
    from pipeline.render import master_made_from, render_master

    publication, theme, layouts, cache = build.publication, build.theme, build.layouts, build.cache
    if theme.deck.master is None:
        made_from = master_made_from(publication, form, theme, layouts)
        parts = cache.keep("master", made_from, lambda: pack(render_master(publication, form, theme, layouts)))
        return cache.keep_record("slots", Master, parts, lambda: read_master(parts))
    path = find_master(build, form, theme.deck.master)
    adopted = (path.read_bytes() if path.is_file() else b"", str(path), theme)
    master, unknown = cache.keep_record(
        "adopted", tuple[Master, list[Problem]], adopted, lambda: adopt_master(path, theme)
    )
    build.warnings.extend(unknown)
    return master


def find_master(build: Build, form: "Form", name: str) -> Path:
    """Return the path of a .pptx whose master is adopted: beside the layouts of the form, unless it is a full path."""
    if Path(name).is_absolute():
        return Path(name)
    return build.layouts.find(*(f"{folder}/{name}" for folder in form.folders))


def make_deck(build: Build, deck: Deck) -> Output:
    """Return a deck as a .pptx file."""
    from pipeline.powerpoint import write_deck

    publication = build.printed[deck.form.name]
    content = write_deck(deck.slides, deck.master, publication, deck.theme, build.cache)
    return Output(content, f"{len(deck.slides)} slides", deck.form.name)


def make_handout(build: Build, deck: Deck, file: str) -> Outputs:
    """Return slides as a PDF, by its file name: `file`, or one after it for slides with their notes."""
    from pipeline.deck import MasterArtwork, warn_of_artwork
    from pipeline.handout import write_handout
    from pipeline.master import read_artwork

    publication = build.printed[deck.form.name]
    master, notes, cache = deck.master, build.options.notes, build.cache
    artwork = cache.keep_record("artwork", MasterArtwork, master, lambda: read_artwork(master))
    build.warnings.extend(warn_of_artwork(artwork, master, deck.slides))
    made = write_handout(deck.slides, master, artwork, publication, deck.theme, build.layouts, notes, cache)
    build.warnings.extend(made.warnings)
    stop_on(judge_handout(build, made, deck.slides))
    name = Path(file)
    return {f"{name.stem}-notes{name.suffix}" if notes else file: Output(made.pdf, f"{made.pages} pages", HANDOUT)}


def judge_handout(build: Build, handout: "Pdf", slides: "tuple[Slide, ...]") -> list[Problem]:
    """Return what runs over on the pages of the handout, around its slides, each as a problem of an entry or of a layout."""
    from pipeline.content import Found
    from pipeline.pdf import name_overruns

    def find(overrun: "Overrun") -> "Found":
        numbers = [anchor.removeprefix("slide-") for anchor in overrun.anchors if anchor.startswith("slide-")]
        slide = slides[int(numbers[-1]) - 1 if numbers else 0]
        return Found(slide.place, slide.owner)

    layouts = build.layouts.files("*.html", "handout")
    return name_overruns(handout.overruns, find, [layouts["handout.html"], *layouts.values()], build.theme.paper)


# ---------------------------------------------------------------- the fact-check sheet


def make_sheet(build: Build, anchors: Mapping[str, Mapping[str, int]], decks: Sequence[Deck]) -> Outputs:
    """Return the fact-check sheet, with the places of every fact, as HTML and as CSV, by their file names.

    `anchors` are the pages of each form by anchor.
    """
    from pipeline.render import FormPlaces, gather_sheet, render_sheet, write_sheet_csv

    pages = [
        FormPlaces.of_pages(build.forms[name], build.printed[name], found) for name, found in sorted(anchors.items())
    ]
    slides = [FormPlaces.of_slides(deck.form, build.printed[deck.form.name], deck.slides) for deck in decks]
    sheet = gather_sheet(build.publication, [*pages, *slides])
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    page = render_sheet(sheet, build.publication, build.theme, build.layouts).encode()
    return {
        "fact-check.html": Output(page, size, SHEET),
        "fact-check.csv": Output(write_sheet_csv(sheet, build.publication), f"{len(sheet.rows)} facts", SHEET),
    }


# ---------------------------------------------------------------- for whoever watches


def dress_page(build: Build, theme: "Theme") -> None:
    """Give the page in the browser a place for each form, and the theme's colors and fonts."""
    from pipeline.watch import preview_fonts, render_preview

    assert build.state is not None
    page = render_preview(build.layouts, build.forms.values(), theme, build.publication.imprint)
    build.state.dress_in(page, build.layouts.files("*.*", "watch"), preview_fonts(theme))


def show_slides(build: Build, deck: Deck) -> None:
    """Show pictures of slides in the browser, on a page in the theme's colors and fonts."""
    from pipeline.watch import picture_slides

    assert build.state is not None
    publication, layouts, cache = build.printed[deck.form.name], build.layouts, build.cache
    dress_page(build, deck.theme)
    pictures = picture_slides(deck.slides, deck.master, publication, deck.theme, layouts, cache)
    shape = deck.master.width / deck.master.height
    build.state.show_slides(deck.form.name, pictures, shape, publication.imprint.title.source)


def show_pages(state: "WatchState", form: "Form", pdf: bytes) -> None:
    """Show the pages of a form in the browser; nothing if `pdf` is no PDF."""
    from pipeline.watch import NoSuchPage, measure_pages

    with suppress(NoSuchPage):
        state.show_pages(form.name, pdf, *measure_pages(pdf))
