"""HTML becomes an accessible PDF: every form with pages, and whatever else is printed.

Takes a job (`PdfJob`: HTML, pictures, style sheets); gives a PDF with tags, reading order and cut fonts, set part by part and
kept so, and the page of each anchor. A second process can set it while this one does something else (`begin_pdf`).
It alone knows WeasyPrint, pydyf and pikepdf, and imports them when something is set.

    job            what is to be printed, and the PDF that comes of it
    parts          the PDF part by part; split: HTML into parts; part: one set; margins: heads and feet; join: one file of them
    engine         WeasyPrint; weasyprint_internals: what it does not document, and how to do without
    pagination     HTML in pages, judged and mended; place_figures, keep_notes: what is amiss; page_fixes: what is done about it
    overruns       what runs over on a page; ink: what a page shows; fit_widths: what is too wide set smaller; name_overruns: the rest as problems
    bad_breaks     where pages end badly: empty, a heading alone, a row alone; name_bad_breaks: these as warnings
    tags           the structure tree; reading_order: pages painted in that order; finish: both put in; metadata: what the file says of itself
    subset_font    fonts cut to what is used
    second_process a PDF made by another process
"""

from pipeline.pdf.bad_breaks import BadBreak
from pipeline.pdf.job import Pdf, PdfJob, make_pdf
from pipeline.pdf.name_bad_breaks import name_bad_breaks
from pipeline.pdf.name_overruns import name_overruns
from pipeline.pdf.overruns import Overrun
from pipeline.pdf.second_process import PendingPdf, SecondProcess, Superseded, begin_pdf, has_second_processor

__all__ = [
    "BadBreak",
    "Overrun",
    "Pdf",
    "PdfJob",
    "PendingPdf",
    "SecondProcess",
    "Superseded",
    "begin_pdf",
    "has_second_processor",
    "make_pdf",
    "name_bad_breaks",
    "name_overruns",
]
