"""Pictures of the pages of a PDF, for the page that watches."""

import io

import pypdfium2

from pipeline.outputs import PDFIUM

WIDTHS = range(100, 2401)  # pixels


class NoSuchPage(Exception):
    """A number that no page has, a file that is none, or a width that no screen has."""


def picture_page(pdf: bytes, number: int, width: int) -> bytes:
    """A page as PNG, so many pixels wide. Pages count from 1. Raises NoSuchPage."""
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
    """Return how many pages there are, and width by height of the first. Raises NoSuchPage for what is no PDF."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
            width, height = document.get_page_size(0)
            return len(document), float(width / height)
    except pypdfium2.PdfiumError:
        raise NoSuchPage from None
