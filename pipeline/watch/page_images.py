"""Pictures of the pages of a PDF, for the page that watches."""

import io

import pypdfium2

from pipeline.outputs import PDFIUM

WIDTHS = range(100, 2401)  # pixels


class NoSuchPage(Exception):
    """An error: a number that no page has, a file that is no PDF, or a width in pixels that is out of range."""


def picture_page(pdf: bytes, number: int, width: int) -> bytes:
    """Return a page as PNG, `width` pixels wide. Pages count from 1. Raises NoSuchPage."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            if not 1 <= number <= len(document) or width not in WIDTHS:
                raise NoSuchPage
            page = document[number - 1]
            picture = page.render(scale=width / page.get_width()).to_pil()
    except pypdfium2.PdfiumError:
        raise NoSuchPage from None
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def measure_pages(pdf: bytes) -> tuple[int, float]:
    """Return the number of pages, and width divided by height of the first. Raises NoSuchPage for what is no PDF."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            width, height = document.get_page_size(0)
            return len(document), float(width / height)
    except pypdfium2.PdfiumError:
        raise NoSuchPage from None
