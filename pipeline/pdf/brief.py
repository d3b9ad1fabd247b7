"""Write the brief: content to HTML, and that to a PDF. What is in the cache is found without a printer."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.content import Publication, Theme
from pipeline.core import NO_CACHE, Cache
from pipeline.pdf.job import PdfJob
from pipeline.render import BriefPage, find_page, render_brief
from pipeline.text import push_spaces

if TYPE_CHECKING:
    from pipeline.pdf.parts import Company, Helped


def make_brief(
    publication: Publication, theme: Theme, layouts: Path, cache: Cache = NO_CACHE, company: "Company | None" = None
) -> bytes:
    """Make the brief, put it into the cache and return it as packed by `Pdf.packed`. Raises ProblemsFound."""
    from pipeline.pdf.parts import write_parts

    page = render_brief(publication, theme, layouts, cache)
    made = write_parts(job_of(page, theme, layouts), cache, company).packed()
    cache.put("brief", _made_from(page, theme, layouts), made)
    return made


def find_brief(publication: Publication, theme: Theme, layouts: Path, cache: Cache) -> bytes | None:
    """Return the packed brief from the cache; None if it was not made from the same input before."""
    page = find_page(publication, theme, layouts, cache)
    return None if page is None else cache.get("brief", _made_from(page, theme, layouts))


def help_brief(publication: Publication, theme: Theme, layouts: Path, cache: Cache, helped: "Helped") -> None:
    """Set parts of a brief that another process makes, from the last to the first. Raises ProblemsFound."""
    page = find_page(publication, theme, layouts, cache)
    if page is not None:
        from pipeline.pdf.parts import help_out

        help_out(job_of(page, theme, layouts), cache, helped)


def job_of(page: BriefPage, theme: Theme, layouts: Path) -> PdfJob:
    """Return the job for the brief's HTML, in which spaces before inline elements are moved into them."""
    job = _as_rendered(page, theme, layouts)
    return replace(job, html=push_spaces(job.html))


def _made_from(page: BriefPage, theme: Theme, layouts: Path) -> object:
    return _as_rendered(page, theme, layouts).made_from


def _as_rendered(page: BriefPage, theme: Theme, layouts: Path) -> PdfJob:
    drawings = {name: (svg.encode(), "image/svg+xml") for name, svg in page.drawings.items()}
    families = (theme.brief.text, theme.brief.display)
    return PdfJob(page.html, page.date, drawings, families, layouts / "brief" / "brief.html")
