"""HTML becomes an accessible PDF: the brief, and whatever else is printed.

Takes a job (`PdfJob`: HTML, pictures, style sheets); gives a PDF with tags, reading order and cut fonts, set part by part and
kept so, and the page of each anchor. A second process can set parts while this one makes the deck (`begin_brief`).
It alone knows WeasyPrint, pydyf and pikepdf, and imports them when something is set.

    job            what is to be printed, and the PDF that comes of it
    brief          the brief's HTML to its PDF; what was made before is found in the cache
    parts          the PDF part by part; split: HTML into parts; part: one set; margins: heads and feet; join: one file of them
    engine         WeasyPrint
    pagination     pages made one by one, and mended; place_figures, keep_notes, page_fixes: what is mended, and how
    tags           the structure tree; reading_order: pages painted in that order; finish: both put in; metadata: what the file says of itself
    subset_font    fonts cut to what is used
    worker         the second process, as the first sees it; worker_main: the process itself
    draft          pages of an edit, shown early; texts, remake_pages: its parts
    keep_lines, keep_sheets, plain_styles   what WeasyPrint does many times over, done once
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
