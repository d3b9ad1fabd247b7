"""Layouts are rendered: records become HTML, slide markup, the deck's own master, and the fact-check sheet.

Takes a `Publication`, a `Theme` and a folder of layouts; gives text. A mistake in a layout is told as its file and line.
It alone knows Jinja. Every value is escaped, and none is ever run as a layout.

    environment    Jinja, as layouts see it
    mistakes       mistakes in a layout as problems; syntax: those of its signs
    cited          what is cited, and how its style prints it
    render         what layouts get, and each output rendered: brief, slides, master, sheet, changes
    brief_figures  the brief's charts and timelines as SVG
    fact_check     where each fact stands; numbers in the prose that are no facts; the sheet as CSV
"""

from pipeline.render.environment import bare_environment, plain_environment
from pipeline.render.fact_check import gather_sheet, write_sheet_csv
from pipeline.render.mistakes import layout_mistakes
from pipeline.render.render import (
    BriefPage,
    find_kinds,
    master_made_from,
    render_brief,
    render_changes,
    render_master,
    render_sheet,
    render_slides,
)

__all__ = [
    "BriefPage",
    "bare_environment",
    "find_kinds",
    "gather_sheet",
    "layout_mistakes",
    "master_made_from",
    "plain_environment",
    "render_brief",
    "render_changes",
    "render_master",
    "render_sheet",
    "render_slides",
    "write_sheet_csv",
]
