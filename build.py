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

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.asked import CHANGES, NOTES, Asked, Aspect, Paper, What
from pipeline.cache import NO_CACHE, Cache
from pipeline.guard import Hands, guard_hands
from pipeline.land import hold, land
from pipeline.ledger import Ledger, read_ledger
from pipeline.place import Place
from pipeline.problems import Problem, ProblemsFound, collecting, shown, stop_on
from pipeline.progress import Progress, painted
from pipeline.put import Output, Outputs, find_changes, put_outputs

if TYPE_CHECKING:  # heavy imports happen where they are used: a build with nothing to do needs none
    from pipeline.beside import Setter
    from pipeline.board import Board
    from pipeline.changes import Changes
    from pipeline.model import Publication
    from pipeline.read_master import Master
    from pipeline.slides import Slide
    from pipeline.theme import Theme
    from pipeline.write_pdf import Brief

HERE = Path(__file__).resolve().parent


def build(
    what: Annotated[
        What,
        typer.Argument(
            help="all: brief, deck, handout, fact-check sheet. check: look for problems and write nothing."
            " watch: build after each save, and show brief and deck in the browser."
        ),
    ] = What.everything,
    content: Annotated[Path, typer.Option(file_okay=False, help="Words and numbers: YAML and CSV.")] = HERE / "content",
    layouts: Annotated[Path, typer.Option(file_okay=False, help="Arrangement, theme and slide master.")] = HERE
    / "layouts",
    output: Annotated[Path, typer.Option(file_okay=False, help="Where the built files go.")] = HERE / "output",
    paper: Annotated[Paper | None, typer.Option(help="Of the brief, if not the theme's.")] = None,
    for_print: Annotated[
        bool, typer.Option("--print", help="A brief for a printer: bleed, crop marks, black text, addresses in full.")
    ] = False,
    aspect: Annotated[Aspect | None, typer.Option(help="Of the slides, if not the theme's.")] = None,
    master: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A .pptx whose slide master the deck takes.")
    ] = None,
    notes: Annotated[bool, typer.Option("--notes", help="A handout on paper: each slide with its notes.")] = False,
    cache: Annotated[Path, typer.Option(file_okay=False, help="What is dear to make; may be deleted.")] = HERE
    / ".cache",
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Keep files changed by hand under another name.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files changed by hand.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but problems.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the page that watch shows; 0: any that is free.")] = 0,
    jobs: Annotated[int, typer.Option(min=1, max=2, help="Processes: 2 make brief and deck side by side.")] = 2,
) -> None:
    """Build the brief (PDF) and the deck (PowerPoint) from content and layouts.

    Makes what is not up to date. Nothing is written unless everything is in order. Problems are listed
    with file, line and what to do; then the exit code is 1.
    """
    if (paper or for_print) and what is not What.brief:
        raise typer.BadParameter("other paper and print are for the brief alone: build.py brief …")
    if notes and what is not What.handout:
        raise typer.BadParameter("notes are for the handout alone: build.py handout --notes")
    for folder, option in ((content, "--content"), (layouts, "--layouts")):
        if not folder.is_dir():
            raise typer.BadParameter(f'there is no folder "{folder}"', param_hint=option)
    if set_aside and force:
        raise typer.BadParameter("--set-aside and --force exclude each other")
    hands = Hands.set_aside if set_aside else Hands.overwrite if force else Hands.keep
    watches = what is What.watch
    made = What.everything if watches else what
    asked = Asked(made, content, layouts, output, paper, for_print, aspect, master, notes, Cache(cache), hands, jobs)
    progress = Progress(quiet)
    landed: list[str] = []
    with telling(progress, output, landed):
        if watches:
            watch(asked, port, progress)
        elif what is What.check:
            with second_process(asked) as setter:
                make(asked, progress, setter)
            progress.say(f"no problems, {progress.seconds:.1f} s")
        else:
            with holding(asked, progress):
                rebuild(asked, progress, landed)


@contextmanager
def telling(progress: Progress, output: Path, landed: list[str]) -> Iterator[None]:
    """Problems are told and end the build, and a disk that refuses; Ctrl-C ends it, too. Every file stays whole."""
    try:
        yield
    except ProblemsFound as found:
        tell(found.problems, progress, output, landed)
        raise typer.Exit(1) from None
    except OSError as error:  # where nobody expected one: the folder of temporary files is full
        place = Place(str(error.filename or gettempdir()), 0)
        hint = "look whether the disk is full, and whether this may be read and written"
        tell([Problem(place, f"{error.strerror or error}", hint)], progress, output, landed)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        progress.warn("Stopped. Every file is as it was before, or new and whole.")
        raise typer.Exit(130) from None


def holding(asked: Asked, progress: Progress) -> AbstractContextManager[None]:
    """Be the only build that writes into the output folder."""
    return hold(
        asked.output, lambda: progress.say(f"another build is writing to {shown(asked.output)}: waiting for it")
    )


def second_process(
    asked: Asked, is_overtaken: Callable[[], bool] = lambda: False
) -> "AbstractContextManager[Setter | None]":
    """A second process that sets the brief, where that would be made and a second processor is there."""
    from pipeline.beside import Setter, can_work_beside

    return (
        Setter(is_overtaken)
        if asked.jobs > 1 and asked.what not in (What.deck, What.handout) and can_work_beside()
        else nullcontext()
    )


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
    from pipeline.board import Board
    from pipeline.keep_up import keep_up
    from pipeline.notice import Notice
    from pipeline.preview import find_preview, render_preview
    from pipeline.serve import serving

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


def show_deck(
    board: "Board",
    slides: "tuple[Slide, ...]",
    master: "Master",
    theme: "Theme",
    publication: "Publication",
    asked: Asked,
) -> None:
    """Pictures of the slides, on a page in the theme's own dress."""
    from pipeline.preview import find_preview, picture_slides, preview_fonts, render_preview

    page = render_preview(asked.layouts, asked.cache, theme, publication.imprint)
    board.dress_in(page, find_preview(asked.layouts) / "watch", preview_fonts(theme))
    pictures = picture_slides(slides, master, publication, theme, asked.layouts, asked.cache)
    board.show_deck(pictures, master.width / master.height, publication.imprint.title.source)


def show_brief(board: "Board", pdf: bytes) -> None:
    """The pages of the brief, if it is a PDF."""
    from pipeline.page_pictures import NoSuchPage, measure_pages

    with suppress(NoSuchPage):
        board.show_brief(pdf, *measure_pages(pdf))


# ---------------------------------------------------------------- making


def make(
    asked: Asked, progress: Progress, setter: "Setter | None", board: "Board | None" = None
) -> "tuple[Publication, Theme, Outputs]":
    """Each file to write, and what it was made from; warnings are told. Raises ProblemsFound with all there are."""
    from pipeline.check import warn_publication

    with progress.step("content"):
        publication, theme = load(asked.content, asked.layouts, asked.cache)
        theme = theme.on(asked.paper.page if asked.paper else None, asked.for_print).shaped(asked.aspect, asked.master)
    warnings = warn_publication(publication)
    outputs = make_outputs(asked, publication, theme, setter, progress, warnings, board)
    if board:
        board.show(warnings=tuple(sorted(warnings)))
    else:
        for warning in sorted(warnings):
            progress.warn(f"{warning}\n")
    return publication, theme, outputs


def load(content: Path, layouts: Path, cache: Cache = NO_CACHE) -> "tuple[Publication, Theme]":
    """Content and theme, checked. Raises ProblemsFound with all there are."""
    from pipeline.check import check_publication, check_theme
    from pipeline.load import load_publication, load_theme
    from pipeline.render import find_kinds

    publication, problems = load_publication(content, find_kinds(layouts))
    theme = None
    try:
        theme = load_theme(layouts)
        problems += check_theme(theme, cache)
    except ProblemsFound as found:
        problems += found.problems
    if publication and theme:
        problems += check_publication(publication, theme)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    return publication, theme


def make_outputs(
    asked: Asked,
    publication: "Publication",
    theme: "Theme",
    setter: "Setter | None",
    progress: Progress,
    warnings: list[Problem],
    board: "Board | None" = None,
) -> Outputs:
    """Brief, deck, handout and sheet, as far as asked for. The brief may be set beside, while the others are made.

    Whoever watches the board sees the deck first. Adds to the warnings. Raises ProblemsFound.
    """
    outputs: Outputs = {}
    problems: list[Problem] = []
    finish = brief = deck = None
    if asked.what not in (What.deck, What.handout) and not board:
        with collecting(problems), progress.step("brief: words"):
            finish = begin_brief(asked, publication, theme, setter)
    if asked.what is not What.brief:
        with collecting(problems), progress.step("deck"):
            deck = fit(publication, theme, asked.layouts, warnings, asked.cache)
            if board:
                show_deck(board, *deck, publication, asked)
            if asked.what is not What.handout:
                outputs["deck.pptx"] = make_deck(*deck, publication, asked.cache)
    if board:
        board.show(problems=tuple(problems))  # now; those of the brief come later
        with collecting(problems), progress.step("brief: words"):
            finish = begin_brief(asked, publication, theme, setter)
    handed = deck if asked.what is not What.deck else None
    if handed and not board:  # while the brief is set
        with collecting(problems), progress.step("handout"):
            outputs |= make_handout(asked, *handed, publication, warnings)
    if finish:
        with collecting(problems), progress.step("brief: pages"):
            brief = finish()
            outputs[f"brief{theme.edition}.pdf"] = Output(brief.pdf, f"{brief.pages} pages")
            if board:
                show_brief(board, brief.pdf)
    if handed and board:  # nobody waits for it
        with collecting(problems), progress.step("handout"):
            outputs |= make_handout(asked, *handed, publication, warnings)
    stop_on(problems)
    outputs = dict(sorted(outputs.items()))  # the brief is told first, though the deck is done first
    if brief and deck:
        outputs |= make_sheet(publication, theme, asked.layouts, brief.anchors, deck[0], asked.cache)
    return outputs


def begin_brief(
    asked: Asked, publication: "Publication", theme: "Theme", setter: "Setter | None"
) -> "Callable[[], Brief]":
    """HTML, then PDF: this begins it, and what it gives ends it."""
    from pipeline.beside import set_brief
    from pipeline.render import render_brief

    page = render_brief(publication, theme, asked.layouts, asked.cache)
    return set_brief(page, theme, asked.layouts, asked.cache, setter)


def fit(
    publication: "Publication", theme: "Theme", layouts: Path, warnings: list[Problem], cache: Cache
) -> "tuple[tuple[Slide, ...], Master, Theme]":
    """Slide markup, then slides, then slides that fit; the master that they fit, and the theme under it."""
    from pipeline.adapt_slides import adapt_slides
    from pipeline.adopt_theme import theme_on
    from pipeline.fit_deck import fit_deck
    from pipeline.read_slides import read_slides
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
    from pipeline.write_pptx import deck_made_from, write_pptx

    made_from = deck_made_from(slides, master, publication, theme)
    written = cache.keep("deck", made_from, lambda: write_pptx(slides, master, publication, theme, cache))
    return Output(written, f"{len(slides)} slides")


def make_handout(
    asked: Asked,
    slides: "tuple[Slide, ...]",
    master: "Master",
    theme: "Theme",
    publication: "Publication",
    warnings: list[Problem],
) -> Outputs:
    """The same slides as a PDF, by its name."""
    from pipeline.read_grounds import read_grounds, warn_grounds
    from pipeline.write_handout import write_handout

    scenery = read_grounds(master)
    warnings += warn_grounds(scenery, master, slides)
    made = write_handout(slides, master, scenery, publication, theme, asked.layouts, asked.notes, asked.cache)
    return {NOTES if asked.notes else "deck.pdf": Output(made.pdf, f"{made.pages} pages")}


def make_master(
    publication: "Publication", theme: "Theme", layouts: Path, warnings: list[Problem], cache: Cache
) -> "Master":
    """Our own master, or an institute's."""
    from pipeline.adopt_master import read_foreign_master
    from pipeline.pack import pack
    from pipeline.read_master import read_master
    from pipeline.render import master_made_from, render_master

    if theme.deck.master is None:
        made_from = master_made_from(publication, theme, layouts)
        parts = cache.keep("master", made_from, lambda: pack(render_master(publication, theme, layouts, cache)))
        return read_master(parts)
    master, unknown = read_foreign_master(layouts / "deck" / theme.deck.master, theme)
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
    from pipeline.render import render_sheet
    from pipeline.sheet import gather_sheet
    from pipeline.write_sheet import write_sheet_csv

    sheet = gather_sheet(publication, anchors, slides)
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    page = render_sheet(sheet, publication, theme, layouts, cache).encode()
    return {
        "fact-check.html": Output(page, size),
        "fact-check.csv": Output(write_sheet_csv(sheet, publication), f"{len(sheet.rows)} facts"),
    }


def tell(problems: list[Problem], progress: Progress, output: Path, landed: list[str]) -> None:
    """Every problem, how many there are, and what was written before the disk said no."""
    for problem in problems:
        progress.warn(f"{painted(problem)}\n")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    written = f"{', '.join(landed)} had been written" if landed else "Nothing was written"
    progress.warn(f"{count}. {written} to {shown(output)}.")


if __name__ == "__main__":
    typer.run(build)
