"""Write the brief: HTML and drawings to a tagged PDF (PDF/UA-1 and PDF/A-2a), with WeasyPrint."""

import io
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pipeline.cache import NO_CACHE, Cache
from pipeline.describe_pdf import describe_pdf
from pipeline.fingerprint import digest_bytes
from pipeline.finish_pdf import own_tags
from pipeline.fonts import find_cuts
from pipeline.keep_notes import keep_near, keep_notes, late_notes
from pipeline.place_figures import place_figures, up_to_figures
from pipeline.problems import Problem, ProblemsFound, shown, stop_on
from pipeline.record import Place
from pipeline.render import BriefPage
from pipeline.theme import Theme
from pipeline.typography import push_spaces

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

NO_PANGO = (
    "the library Pango, which lays out the text of the brief, is not on this machine",
    "Debian, Ubuntu: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    " · macOS: brew install pango"
    " · Windows: winget install MSYS2.MSYS2, then pacman -S mingw-w64-x86_64-pango",
)
STANDARD = "pdf/ua-1"
Pictures = Mapping[str, tuple[bytes, str]]  # by their names: bytes and MIME types
ATTEMPTS = 7  # layouts until all notes are there
BETTER = 4  # of them, to have notes on the pages that call them, and figures where they leave no gap


@dataclass(frozen=True)
class Brief:
    """The PDF, how many pages it has, and on which of them each anchor of the HTML stands. A handout has none to tell."""

    pdf: bytes
    pages: int
    anchors: Mapping[str, int]

    def packed(self) -> bytes:
        """All of it, to keep or to hand over."""
        return json.dumps([self.pages, dict(self.anchors)]).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> "Brief":
        head, _, pdf = data.partition(b"\n")
        return cls(pdf, *json.loads(head))


def brief_made_from(page: BriefPage, theme: Theme, folder: Path) -> object:
    """Everything that `write_pdf` makes the brief from."""
    return page, theme, {path.name: path.read_bytes() for path in sorted((folder / "brief").glob("*.css"))}


def write_pdf(page: BriefPage, theme: Theme, folder: Path, cache: Cache = NO_CACHE) -> Brief:
    """The brief as PDF.

    Reads style sheets from `folder`/brief and fonts from packages; opens no other file and
    no connection. Raises ProblemsFound for whatever WeasyPrint complains of, which in our own
    layouts is a mistake, and where Pango is missing.
    """
    weasyprint = import_weasyprint()
    drawings = {name: (svg.encode(), "image/svg+xml") for name, svg in page.drawings.items()}
    fetcher = _fetcher(drawings, (theme.brief.text, theme.brief.display), folder / "brief")
    with _complaints() as complaints, _still(page.date), _kept_fonts(cache, page.date):
        html = weasyprint.HTML(string=push_spaces(page.html), url_fetcher=fetcher, base_url="layout:")
        if html.etree_element.find(".//figure") is not None:
            _place_figures(html)
        document = _lay_out(html, complaints)
        describe = partial(describe_pdf, profile=(files(weasyprint.pdf) / "sRGB2014.icc").read_bytes())
        with own_tags(weasyprint.pdf, complaints):
            pdf = document.write_pdf(pdf_variant=STANDARD, pdf_identifier=True, finisher=describe)
    stop_on(_problem(text, folder / "brief" / "brief.html") for text in complaints)
    anchors = {name: number for number, laid in enumerate(document.pages, 1) for name in laid.anchors}
    return Brief(bytes(pdf), len(document.pages), anchors)


def print_page(
    html: str, date: str, pictures: Pictures, families: Iterable[str], layout: Path, cache: Cache = NO_CACHE
) -> Brief:
    """Any other HTML as PDF, as `write_pdf` does it; `layout` is where it came from, its style sheets beside it."""
    weasyprint = import_weasyprint()
    fetcher = _fetcher(pictures, families, layout.parent)
    with _complaints() as complaints, _still(date), _kept_fonts(cache, date):
        document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="layout:").render(pdf_variant=STANDARD)
        describe = partial(describe_pdf, profile=(files(weasyprint.pdf) / "sRGB2014.icc").read_bytes())
        with own_tags(weasyprint.pdf, complaints):
            pdf = document.write_pdf(pdf_variant=STANDARD, pdf_identifier=True, finisher=describe)
    stop_on(_problem(text, layout) for text in complaints)
    return Brief(bytes(pdf), len(document.pages), {})


def _lay_out(html: Any, complaints: list[str]) -> Any:
    """The pages, with every note on them: the best of some layouts, each mended by what the one before showed.

    The best has notes on the pages that call them, and the fewest pages.
    """
    root = html.etree_element
    best: tuple[tuple[int, int, int], Any, list[str]] | None = None
    for attempt in range(ATTEMPTS):
        complaints.clear()  # they come again
        document = html.render(pdf_variant=STANDARD)
        pages = document.pages
        lost = keep_notes(root, pages)
        score = (len(lost), len(late_notes(pages)), len(pages))
        if best is None or score < best[0]:
            best = score, document, lost
        mended = attempt < BETTER and (place_figures(root, pages) or keep_near(root, pages))
        if not mended and not lost:
            break
    assert best is not None
    complaints += [f"this note finds no place on its page: {words[:60]}" for words in best[2]]
    return best[1]


def _place_figures(html: Any) -> None:
    """Lay out the part that has figures, and move them as it asks for. What it complains of comes again."""
    with _complaints(), up_to_figures(html.etree_element):
        pages = html.render(pdf_variant=STANDARD).pages
    place_figures(html.etree_element, pages)


def import_weasyprint() -> Any:
    """WeasyPrint itself. Raises ProblemsFound where Pango is missing."""
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):  # it prints a page of advice
            import weasyprint
    except OSError:
        raise ProblemsFound([Problem(Place("brief.pdf", 0), *NO_PANGO)]) from None
    return weasyprint


def _fetcher(pictures: Pictures, families: Iterable[str], folder: Path) -> "URLFetcher":
    """Gives WeasyPrint the pictures, and the style sheets and fonts that are there; refuses the rest."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    fonts = {cut.path.name: cut.path for name in families for cut in find_cuts(name)}
    sheets = {path.name: path for path in folder.glob("*.css")}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            kind, _, name = url.partition(":")
            name = unquote(name)
            if kind == "figure" and name in pictures:
                body, mime = pictures[name]
            elif kind == "font" and name in fonts:
                body, mime = fonts[name].read_bytes(), "font/ttf"
            elif kind == "layout" and name in sheets:
                body, mime = sheets[name].read_bytes(), "text/css"
            else:
                raise ValueError(f'"{url}" is not part of this publication')
            return URLFetcherResponse(url, body, {"Content-Type": mime})

    return Fetcher()


def _problem(complaint: str, layout: Path) -> Problem:
    """What WeasyPrint said, at the line of the style sheet if it can be told."""
    what = re.sub(r"^Failed to load .*?: ValueError: ", "", complaint)
    place = Place(shown(layout), 1)
    ignored = re.search(r"`([^`]+)` at (\d+):\d+", complaint)
    for sheet in sorted(layout.parent.glob("*.css")) if ignored else ():
        lines = sheet.read_text(encoding="utf-8").splitlines()
        line = int(ignored[2]) if ignored else 0
        if ignored and line <= len(lines) and ignored[1].split(":")[0] in lines[line - 1]:
            place = Place(shown(sheet), line)
    return Problem(place, what, "this is a mistake in a layout or a style sheet")


@contextmanager
def _still(date: str) -> Iterator[None]:
    """Keep the time of the build out of the embedded fonts: fontTools asks this variable for it."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    day = datetime.fromisoformat((date + "-01-01")[:10]).replace(tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _kept_fonts(cache: Cache, date: str) -> Iterator[None]:
    """Have WeasyPrint cut each font down to the same glyphs only once.

    Two thirds of the time it takes to write the file go into making a static font of each weight of
    a variable one; the next edit seldom uses another letter. There is no public way in: this
    wraps a method of the pinned version.
    """
    from weasyprint.pdf.fonts import Font

    clean = Font.clean

    def kept_clean(font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
        about = (font.index, font.weight, font.font_size, int(font.style), font.variations, bool(font.missing))
        made_from = (digest_bytes(font.file_content), about, sorted(to_unicode), hinting, date)

        def make() -> bytes:
            clean(font, to_unicode, hinting)
            return bytes(font.file_content)

        font.file_content = cache.keep("font", made_from, make)

    Font.clean = kept_clean
    try:
        yield
    finally:
        Font.clean = clean


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs; for our own layouts each is a mistake."""
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
