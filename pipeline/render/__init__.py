"""Layouts are rendered: records become HTML, slide markup, the deck's own master, and the fact-check sheet.

Takes a `Publication`, a `Form`, a `Theme` and the folders of layouts; gives text. A mistake in a layout is told as its file and line.
It alone knows Jinja. Every value is escaped, and none is ever run as a layout.

    environment    Jinja, as layouts see it
    mistakes       mistakes in a layout as problems; syntax: those of its signs
    cited          what is cited, and how its style prints it
    forms          the publication as one form prints it, or a cut of it
    render         what layouts get, and each output rendered: pages, slides, master, sheet, changes
    drawings       the charts, timelines and maps of pages as SVG
    fact_check     where each fact stands; numbers in the prose that are no facts; the sheet as CSV
"""

from pipeline.render.cited import reference_texts, sources_of
from pipeline.render.environment import bare_environment, plain_environment
from pipeline.render.fact_check import FormPlaces, gather_sheet, write_sheet_csv
from pipeline.render.forms import find_chapters_left_out, find_left_out, in_cut, in_form
from pipeline.render.mistakes import layout_mistakes
from pipeline.render.render import (
    Pages,
    find_kinds,
    master_made_from,
    render_changes,
    render_master,
    render_pages,
    render_sheet,
    render_slides,
)

__all__ = [
    "FormPlaces",
    "Pages",
    "bare_environment",
    "find_chapters_left_out",
    "find_kinds",
    "find_left_out",
    "gather_sheet",
    "in_cut",
    "in_form",
    "layout_mistakes",
    "master_made_from",
    "plain_environment",
    "reference_texts",
    "render_changes",
    "render_master",
    "render_pages",
    "render_sheet",
    "render_slides",
    "sources_of",
    "write_sheet_csv",
]
