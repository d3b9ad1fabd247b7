"""Read the command line, with nothing but Python's own: a build with nothing to do is over before others are imported."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from pipeline.core import Cache, Layouts, find_file, suggest
from pipeline.options import CHECK, DATA, EVERYTHING, HANDOUT, WATCH, Aspect, BuildOptions, Paper
from pipeline.outputs import OnHandEdit

OTHERS = (EVERYTHING, HANDOUT, DATA, CHECK, WATCH)  # what can be asked for beside forms
ABOUT = """Build all forms of a publication from content and layouts: those with pages (PDF), those with slides (PowerPoint).

Makes what is not up to date. Nothing is written unless everything is in order. Problems are listed
with file, line and what to do; then the exit code is 1. A command line that makes no sense gives 2.
"""
STRICT = "take warnings for problems: if there is one, the exit code is 1 and nothing is written"
FORMAT = """json: print one list of all problems and warnings on standard output, and nothing else, for editors' tools; each
has path, line (0: the file as a whole), what, hint, and severity (problem or warning). text, if left out"""
WHAT = """all: all forms, handout, data, fact-check sheet; or one of the forms: {forms}; or the handout: slides as
pages; or data: the workbook of the data behind the figures. check: look for problems in content, layouts and slides; set no page, write nothing. watch: build after each
save, and show all forms in the browser."""


@dataclass(frozen=True)
class Command:
    """The command line as read: what to do, with which options, and the port of the watch page (0: any free one).

    With `as_json`, problems and warnings are printed as JSON, and nothing else is.
    """

    options: BuildOptions
    what: str
    quiet: bool
    port: int
    as_json: bool = False


def read_command(arguments: Sequence[str] | None, home: Path) -> Command:
    """Return the command line as read. `home` holds the folders that it does not name. Exits with 2 on a mistake."""
    parser = _parser(home)
    typed = parser.parse_args(arguments)
    for folder, option in ((typed.content, "--content"), (typed.layouts, "--layouts")):
        if folder.is_file():
            parser.error(f'{option}: "{folder}" is a file; name the folder')
        if not folder.is_dir():
            parser.error(f'{option}: there is no folder "{folder}"')
    layouts, what = Layouts.of(typed.layouts, home / "layouts"), typed.what
    if not layouts.has_any:
        within = "the folder around it" if any(typed.layouts.glob("*.*")) else "one that has such"
        parser.error(f'--layouts: "{typed.layouts}" has no folders in it, such as theme, pages, deck; name {within}')
    if what not in (*OTHERS, *layouts.forms):
        parser.error(f'"{what}" is not known; {suggest(what, [*layouts.forms, *OTHERS])}')
    if (typed.paper or typed.for_print) and what in OTHERS:
        parser.error(f"other paper and print are for one form with pages: name it ({', '.join(layouts.forms)})")
    if typed.notes and what != HANDOUT:
        parser.error("notes are for the handout alone: build.py handout --notes")
    if typed.cut is not None and (what in OTHERS and what != HANDOUT):
        parser.error(f"a cut is of slides alone: build.py deck --cut {typed.cut or 'NAME'}, or  handout --cut")
    if typed.set_aside and typed.force:
        parser.error("--set-aside and --force exclude each other")
    if what == WATCH and (typed.strict or typed.format is Format.json):
        parser.error("--strict and --format json are for check and for builds; watch shows all on its page")
    hands = OnHandEdit.set_aside if typed.set_aside else OnHandEdit.overwrite if typed.force else OnHandEdit.keep
    options = BuildOptions(
        EVERYTHING if what == WATCH else what,
        typed.content,
        layouts,
        typed.output or typed.content.absolute().parent / "output",
        typed.paper,
        typed.for_print,
        typed.aspect,
        find_file(typed.master) if typed.master else None,
        typed.notes,
        Cache(typed.cache),
        hands,
        typed.jobs,
        typed.strict,
        typed.cut,
    )
    return Command(options, what, typed.quiet, typed.port, typed.format is Format.json)


class Format(StrEnum):
    """How problems and warnings are printed."""

    text = "text"
    json = "json"


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Print the mistake in one line with a hint, not the whole usage, and exit with 2."""
        self.exit(2, f"{self.prog}: {message}\n  hint: {self.prog} --help tells what can be said\n")


def _parser(home: Path) -> ArgumentParser:
    parser = _Parser("build.py", description=ABOUT, formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False)
    forms = ", ".join(Layouts((home / "layouts",)).forms)
    parser.add_argument("what", nargs="?", default=EVERYTHING, metavar="WHAT", help=WHAT.format(forms=forms))
    for name, help in (
        ("content", "words and numbers: YAML and CSV"),
        ("layouts", "arrangement, theme and slide master; what it lacks is taken from the project's own"),
        ("output", "where the built files go; left out: beside the folder of content"),
    ):
        default = None if name == "output" else home / name
        parser.add_argument(f"--{name}", type=Path, default=default, metavar="FOLDER", help=help)
    parser.add_argument("--paper", type=_one_of(Paper), metavar="PAPER", help="letter or a4, of a form with pages")
    parser.add_argument(
        "--print",
        dest="for_print",
        action="store_true",
        help="pages for a printer: bleed, crop marks, black text, addresses in full",
    )
    parser.add_argument("--aspect", type=_one_of(Aspect), metavar="SHAPE", help="16:9, 16:10 or 4:3, of the slides")
    parser.add_argument("--master", type=Path, metavar="FILE", help="a .pptx whose slide master the deck takes")
    parser.add_argument("--notes", action="store_true", help="a handout on paper: each slide with its notes")
    parser.add_argument("--cut", metavar="NAME", help="slides of a cut alone, one of those in publication.yaml")
    parser.add_argument("--set-aside", action="store_true", help="keep files changed by hand under another name")
    parser.add_argument("--force", action="store_true", help="overwrite files changed by hand")
    parser.add_argument("--strict", action="store_true", help=STRICT)
    parser.add_argument("--format", type=_one_of(Format), default=Format.text, metavar="FORMAT", help=FORMAT)
    parser.add_argument("--quiet", action="store_true", help="say nothing but problems")
    parser.add_argument(
        "--cache", type=Path, default=home / ".cache", metavar="FOLDER", help="what is dear to make; may be deleted"
    )
    parser.add_argument(
        "--port", type=_number(65535), default=0, help="of the page that watch shows; 0: any that is free", metavar="N"
    )
    parser.add_argument(
        "--jobs", type=_number(2, 1), default=2, help="processes: 2 make pages and slides side by side", metavar="N"
    )
    return parser


def _one_of(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    """Return a reader of one of the words of a kind, for argparse."""

    def read(word: str) -> StrEnum:
        try:
            return kind(word)
        except ValueError:
            raise ArgumentTypeError(f'"{word}" is not known; {suggest(word, list(kind))}') from None

    return read


def _number(most: int, least: int = 0) -> Callable[[str], int]:
    """Return a reader of a whole number from `least` to `most`, for argparse."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f'"{text}" is no number from {least} to {most}')
        return int(text)

    return read
