"""HTML becomes an accessible PDF: the brief, and whatever else is printed.

Takes a job (`Matter`: HTML, pictures, style sheets); gives a PDF with tags, reading order and cut fonts, set part by part and
kept so, and the page of each anchor. A second process can set parts while this one makes the deck (`begin_brief`).
It alone knows WeasyPrint, pydyf and pikepdf, and imports them when something is set.
"""

from pipeline.pdf.brief import help_brief
from pipeline.pdf.job import Draft, Pdf, PdfJob, make_pdf
from pipeline.pdf.worker import Superseded, Worker, begin_brief, has_second_processor

__all__ = [
    "Draft",
    "Pdf",
    "PdfJob",
    "Superseded",
    "Worker",
    "begin_brief",
    "has_second_processor",
    "help_brief",
    "make_pdf",
]
