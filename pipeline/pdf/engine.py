"""Write HTML and pictures as a tagged PDF (PDF/UA-1 and PDF/A-2a), with WeasyPrint."""

import io
import logging
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.core import Place, Problem, ProblemsFound, shown, stop_on
from pipeline.pdf.bad_breaks import drop_last
from pipeline.pdf.file_links import link_files
from pipeline.pdf.finish import own_tags
from pipeline.pdf.job import Pdf, PdfJob, Pictures
from pipeline.pdf.metadata import describe_pdf
from pipeline.pdf.pagination import STANDARD, Source, judge_breaks, lay_out
from pipeline.pdf.subset_font import Subset, find_axes, subset_font
from pipeline.pdf.weasyprint_internals import FontUse, Reports, clustering, cutting

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

NO_PANGO = (
    "the library Pango, which lays out the text of pages, is not on this machine",
    "Debian, Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    " · macOS: brew install pango"
    " · Windows: winget install MSYS2.MSYS2, then pacman -S mingw-w64-x86_64-pango",
)
NO_FONTS = Path(__file__).with_name("fonts.conf")  # what fontconfig reads in place of the machine's own
LACKS = re.compile(r'\.notdef glyph rendered for .*"(.)" \(U\+', re.DOTALL)
NO_ALT = "has no required alt description"


def write_pdf(job: PdfJob) -> Pdf:
    """Return the PDF of a job, laid out whole.

    Reads the style sheets of the job and fonts from packages; opens no other file and no connection. Raises
    ProblemsFound for each complaint of WeasyPrint, which in our own layouts is a mistake, and if Pango is missing.
    """
    with setting(job) as reports, cutting_fonts(reports, read_fonts(job)):
        source = read_html(job, reports)
        laid = lay_out(source)
        pages = laid.document.pages
        breaks = drop_last(judge_breaks(pages, source), len(pages))
        with own_tags(reports):
            pdf = laid.document.write_pdf(pdf_variant=STANDARD, pdf_identifier=True, finisher=finisher())
    # WeasyPrint's own tags know no decoration: an empty `alt` says so
    said = [text for text in reports.complaints if not (reports.lost and text.endswith(NO_ALT))]
    stop_on(name_problems(said, job))
    anchors = {name: at + 1 for name, at in find_anchors(pages).items()}
    return Pdf(bytes(pdf), len(pages), anchors, reports.lost, laid.overruns, breaks)


def read_html(job: PdfJob, reports: Reports) -> Source:
    """Return the HTML of a job as WeasyPrint reads it; layouts add to `reports`."""
    weasyprint = import_weasyprint()
    fetcher = _fetcher(job.pictures, read_fonts(job), job.style_sheets)
    html = weasyprint.HTML(string=job.html, url_fetcher=fetcher, base_url="layout:")
    return Source(html, weasyprint.text.fonts.FontConfiguration(), reports)


def finisher() -> Any:
    """Return the function that WeasyPrint calls last of all: for metadata, the color profile, links to other files."""
    profile = (files(import_weasyprint().pdf) / "sRGB2014.icc").read_bytes()

    def finish(document: Any, pdf: Any) -> None:
        describe_pdf(document, pdf, profile)
        tie_files(document, pdf)

    return finish


def tie_files(_document: Any, pdf: Any) -> None:
    """Write links to other files: what WeasyPrint calls last for a part whose metadata another part has."""
    link_files(pdf)


def find_anchors(pages: Sequence[Any]) -> dict[str, int]:
    """Return the index, from 0, of the page on which each anchor begins.

    What begins with a space that ends a page leaves a box without width there: it begins on the next.
    """
    found: dict[str, int] = {}
    without_width: dict[str, int] = {}
    for number, page in enumerate(pages):
        for name, place in page.anchors.items():
            (found if place[0] < place[2] else without_width).setdefault(name, number)
    return without_width | found


def import_weasyprint() -> Any:
    """Import WeasyPrint and return the module. Raises ProblemsFound if Pango is missing."""
    try:
        with (
            _variable("FONTCONFIG_FILE", str(NO_FONTS)),  # it asks at once whether there are fonts,
            warnings.catch_warnings(action="ignore"),  # and is right to say that there are none
            redirect_stdout(io.StringIO()),
            redirect_stderr(io.StringIO()),  # it prints a page of advice
        ):
            import weasyprint
    except OSError:
        raise ProblemsFound([Problem(Place("the PDFs", 0), *NO_PANGO)]) from None
    return weasyprint


def read_fonts(job: PdfJob) -> dict[str, bytes]:
    """Return the contents of all font files of a job, by file name."""
    return {name: path.read_bytes() for name, path in job.fonts.items()}


def _fetcher(pictures: Pictures, fonts: Mapping[str, bytes], sheets: Mapping[str, Path]) -> "URLFetcher":
    """Return a fetcher for WeasyPrint, of pictures, fonts and style sheets; it refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            kind, _, name = url.partition(":")
            name = unquote(name)
            if kind == "figure" and name in pictures:
                body, mime = pictures[name]
            elif kind == "font" and name in fonts:
                body, mime = fonts[name], "font/ttf"
            elif kind == "layout" and name in sheets:
                body, mime = sheets[name].read_bytes(), "text/css"
            else:
                raise ValueError(f'"{url}" is not part of this publication')
            return URLFetcherResponse(url, body, {"Content-Type": mime})

    return Fetcher()


def name_problems(complaints: Iterable[str], job: PdfJob) -> Iterator[Problem]:
    """Yield complaints of WeasyPrint as problems; one for all letters that no font has.

    Content was asked for such letters when it was checked. These come from elsewhere: layouts, dates, citations.
    """
    lacking = [(text, LACKS.match(text)) for text in dict.fromkeys(complaints)]
    yield from (_name_problem(text, job) for text, letter in lacking if not letter)
    if letters := "".join(letter[1] for _, letter in lacking if letter):
        hint = "a layout prints them, or a date or a citation: name a font that has them under fallback in theme.yaml"
        yield Problem(Place(shown(job.layout), 0), f'no font of the theme has the letters "{letters}"', hint)


def _name_problem(complaint: str, job: PdfJob) -> Problem:
    """Return a complaint of WeasyPrint as a problem, at the line of the style sheet if it can be found."""
    what = re.sub(r"^Failed to load .*?: ValueError: ", "", complaint)
    place = Place(shown(job.layout), 1)
    ignored = re.search(r"`([^`]+)` at (\d+):\d+", complaint)
    for sheet in job.style_sheets.values() if ignored else ():
        lines = sheet.read_text(encoding="utf-8").splitlines()
        line = int(ignored[2]) if ignored else 0
        if ignored and line <= len(lines) and ignored[1].split(":")[0] in lines[line - 1]:
            place = Place(shown(sheet), line)
    if ignored:
        amiss = "there is no such property" if "unknown property" in complaint else "its value is not known there"
        what = f'"{ignored[1]}" is left out: {amiss}'
    return Problem(place, what, "this is a mistake in a layout or a style sheet")


def _seconds(date: str) -> str:
    """Return a date, or its year and month, or its year, in seconds since 1970."""
    return str(int(datetime.fromisoformat((date + "-01-01")[:10]).replace(tzinfo=UTC).timestamp()))


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment while the block runs."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def cutting_fonts(reports: Reports, fonts: Mapping[str, bytes], *, later: bool = False) -> Iterator[None]:
    """Cut fonts with `subset_font` while the block runs; if `later`, replace each by a note of its cut.

    `fonts` are the files of the theme's fonts, by name.
    """

    def cut(name: str, use: FontUse) -> bytes:
        content = fonts[name]
        wanted = Subset(name, use.index, _position(use, find_axes(content, use.index)), use.hinting, use.glyphs)
        return wanted.note(content) if later else subset_font(content, wanted)

    with cutting(reports, fonts, cut):
        yield


def _position(use: FontUse, axes: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return the position on each axis of a variable font at which it is used, by the axis's tag."""
    least, most = axes.get("slnt", (0, 0))
    slant = (most or least) if use.is_oblique else 0
    said = {"wght": use.weight, "opsz": use.size, "slnt": slant, "ital": int(use.is_italic)}
    return {tag: at for tag, at in {**said, **use.axes}.items() if tag in axes}


@contextmanager
def setting(job: PdfJob) -> Iterator[Reports]:
    """Prepare WeasyPrint to set a job while the block runs; yield what it reports.

    Nothing of the machine gets into the PDF: not its fonts, nor the time of the build, which fontTools would write into fonts.
    """
    import_weasyprint()
    machine = _variable("FONTCONFIG_FILE", str(NO_FONTS)), _variable("SOURCE_DATE_EPOCH", _seconds(job.date))
    drawings = [body for body, mime in job.pictures.values() if mime == "image/svg+xml"]
    with _complaints() as complaints, machine[0], machine[1]:
        reports = Reports(complaints)
        with clustering(reports, drawings):
            yield reports


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs while the block runs; yield the list. For our own layouts each is a mistake."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    before = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield found
    finally:
        logger.handlers, logger.propagate = before
