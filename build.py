"""Build the brief and the deck from content and layouts.

    python build.py             brief, deck and fact-check sheet
    python build.py brief       output/brief.pdf alone
    python build.py deck        output/deck.pptx alone
    python build.py check       look for problems, write nothing
    python build.py brief --paper a4 --print    the brief on other paper; for a printer

The plot, in order: load, check, then render and write each output, and land them.
"""

import sys
import time
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.check import check_publication, check_theme, warn_publication
from pipeline.land import land
from pipeline.load import load_publication, load_theme
from pipeline.model import Publication
from pipeline.problems import Problem, ProblemsFound, shown, stop_on
from pipeline.slides import Slide
from pipeline.theme import Theme

if TYPE_CHECKING:
    from pipeline.read_master import Master
    from pipeline.write_pdf import Brief

HERE = Path(__file__).resolve().parent


class What(StrEnum):
    """What to build."""

    everything = "all"
    brief = "brief"
    deck = "deck"
    check = "check"


class Paper(StrEnum):
    """The size of the brief's pages."""

    letter = "letter"
    a4 = "a4"


class Aspect(StrEnum):
    """The shape of the slides."""

    wide = "16:9"
    less_wide = "16:10"
    old = "4:3"


def build(
    what: Annotated[
        What, typer.Argument(help="all: brief, deck, fact-check sheet. check: look for problems and write nothing.")
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
) -> None:
    """Build the brief (PDF) and the deck (PowerPoint) from content and layouts.

    Nothing is written unless everything is in order. Problems are listed with
    file, line and what to do; then the exit code is 1.
    """
    started = time.perf_counter()
    landed: list[str] = []
    if (paper or for_print) and what is not What.brief:
        raise typer.BadParameter("other paper and print are for the brief alone: build.py brief …")
    try:
        publication, theme = load(content, layouts)
        theme = theme.on("A4" if paper is Paper.a4 else "Letter" if paper else None, for_print)
        theme = theme.shaped(aspect, master)
        warnings = warn_publication(publication)
        built = make(what, publication, theme, layouts, warnings)
        for name, (file, _) in built.items():
            land(output / name, file)
            landed.append(name)
    except ProblemsFound as found:
        tell(found.problems, output, landed)
        raise typer.Exit(1) from None
    for warning in sorted(warnings):
        print(f"{warning}\n", file=sys.stderr)
    for name, (_, size) in built.items():
        print(f"{shown(output / name)}: {size}")
    print(f"{'no problems' if what is What.check else 'done'}, {time.perf_counter() - started:.1f} s")


def load(content: Path, layouts: Path) -> tuple[Publication, Theme]:
    """Content and theme, checked. Raises ProblemsFound with all there are."""
    from pipeline.render import find_kinds

    for folder, option in ((content, "--content"), (layouts, "--layouts")):
        if not folder.is_dir():
            raise typer.BadParameter(f'there is no folder "{folder}"', param_hint=option)
    publication, problems = load_publication(content, find_kinds(layouts))
    theme = None
    try:
        theme = load_theme(layouts)
        problems += check_theme(theme)
    except ProblemsFound as found:
        problems += found.problems
    if publication and theme:
        problems += check_publication(publication, theme)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    return publication, theme


Built = dict[str, tuple[bytes, str]]  # file names to contents, and their size in words


def make(what: What, publication: Publication, theme: Theme, layouts: Path, warnings: list[Problem]) -> Built:
    """Each file to write; adds to the warnings. A check makes everything and keeps nothing. Raises ProblemsFound."""
    built: Built = {}
    brief = deck = None
    problems: list[Problem] = []
    try:
        if what is not What.deck:
            brief = make_brief(publication, theme, layouts)
            built[f"brief{theme.edition}.pdf"] = brief.pdf, f"{brief.pages} pages"
    except ProblemsFound as found:
        problems += found.problems
    try:
        if what is not What.brief:
            deck, slides = make_deck(publication, theme, layouts, warnings)
            built["deck.pptx"] = deck, f"{len(slides)} slides"
    except ProblemsFound as found:
        problems += found.problems
    stop_on(problems)
    if brief and deck:
        built |= make_sheet(publication, theme, layouts, brief.anchors, slides)
    return {} if what is What.check else built


def make_brief(publication: Publication, theme: Theme, layouts: Path) -> "Brief":
    """HTML, then PDF."""
    from pipeline.render import render_brief
    from pipeline.write_pdf import write_pdf

    return write_pdf(render_brief(publication, theme, layouts), theme, layouts)


def make_deck(
    publication: Publication, theme: Theme, layouts: Path, warnings: list[Problem]
) -> tuple[bytes, tuple[Slide, ...]]:
    """Slide markup, then slides, then slides that fit, then PowerPoint."""
    from pipeline.adapt_slides import adapt_slides
    from pipeline.fit_deck import fit_deck
    from pipeline.read_slides import read_slides
    from pipeline.render import render_slides
    from pipeline.write_pptx import write_pptx

    master = make_master(publication, theme, layouts, warnings)
    slides = read_slides(render_slides(publication, theme, layouts), publication.origins, publication.figures)
    slides, lacks = adapt_slides(slides, master)
    deck = fit_deck(slides, master, publication, theme)
    warnings += [*lacks, *deck.warnings]
    return write_pptx(deck.slides, master, publication, theme), deck.slides


def make_master(publication: Publication, theme: Theme, layouts: Path, warnings: list[Problem]) -> "Master":
    """Our own master, or an institute's."""
    from pipeline.adopt_master import read_foreign_master
    from pipeline.pack import pack
    from pipeline.read_master import read_master
    from pipeline.render import render_master

    if theme.deck.master is None:
        return read_master(pack(render_master(publication, theme, layouts)))
    master, unknown = read_foreign_master(layouts / "deck" / theme.deck.master, theme)
    warnings += unknown
    return master


def make_sheet(
    publication: Publication, theme: Theme, layouts: Path, anchors: Mapping[str, int], slides: tuple[Slide, ...]
) -> Built:
    """Where each fact stands, as a page to print and as a table."""
    from pipeline.render import render_sheet
    from pipeline.sheet import gather_sheet
    from pipeline.write_sheet import write_sheet_csv

    sheet = gather_sheet(publication, anchors, slides)
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    return {
        "fact-check.html": (render_sheet(sheet, publication, theme, layouts).encode(), size),
        "fact-check.csv": (write_sheet_csv(sheet, publication), f"{len(sheet.rows)} facts"),
    }


def tell(problems: list[Problem], output: Path, landed: list[str]) -> None:
    """Every problem, how many there are, and what was written before the disk said no."""
    for problem in problems:
        print(f"{problem}\n", file=sys.stderr)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    written = f"{', '.join(landed)} had been written" if landed else "Nothing was written"
    print(f"{count}. {written} to {shown(output)}.", file=sys.stderr)


if __name__ == "__main__":
    typer.run(build)
