"""HTML becomes an accessible PDF: the brief, and whatever else is printed.

Takes a job (`Matter`: HTML, pictures, style sheets); gives a PDF with tags, reading order and cut fonts, set part by part and
kept so, and the page of each anchor. A second process can set parts while this one makes the deck (`begin_brief`).
It alone knows WeasyPrint, pydyf and pikepdf, and imports them when something is set.
"""

from pipeline.pdf.brief import help_brief
from pipeline.pdf.job import Brief, Draft, Matter, make_pdf
from pipeline.pdf.worker import Overtaken, Setter, begin_brief, can_work_beside

__all__ = [
    "Brief",
    "Draft",
    "Matter",
    "Overtaken",
    "Setter",
    "begin_brief",
    "can_work_beside",
    "help_brief",
    "make_pdf",
]
