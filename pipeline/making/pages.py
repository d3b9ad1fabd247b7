"""Make the forms that are pages: HTML, then a PDF, then its judgment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import Problem, collecting, stop_on
from pipeline.making.build import Build
from pipeline.making.preview import show_pages

if TYPE_CHECKING:
    from pipeline.content import Form, Found, Publication, Theme
    from pipeline.pdf import BadBreak, Overrun, Pdf, PdfJob, PendingPdf
    from pipeline.render import Pages


@dataclass(frozen=True)
class Begun:
    """A form of pages whose PDF was begun."""

    form: "Form"
    pdf: "PendingPdf"


def begin_pages(build: Build, problems: list[Problem]) -> Iterator[Begun]:
    """Render each form of pages, and begin to make its PDF: the one with the most text first. Adds problems to those there are."""
    from pipeline.pdf import begin_pdf

    second = build.second
    for form in sorted(build.wanted("pages"), key=lambda form: -_length(build.printed[form.name])):
        with collecting(problems):
            job = pages_job(build, form, render_form(build, form))
            yield Begun(form, begin_pdf(job, build.cache, second))
            second = None  # it has enough to do: this one makes the shorter ones


def _length(publication: "Publication") -> int:
    """Return how many letters there are in the texts of entries."""
    return sum(len(entry.text.source) for entry in publication.entries() if entry.text)


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


def edition_of(file: str, theme: "Theme") -> str:
    """Return the name of a form's file on other paper or for a printer: leaflet-a4-print.pdf."""
    name = Path(file)
    return f"{name.stem}{theme.edition}{name.suffix}"
