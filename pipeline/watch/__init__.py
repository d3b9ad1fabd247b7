"""Saves become a page in the browser.

Takes the folders of content and layouts; after each save it has the build made, and shows brief and deck beside each other,
problems over them, on a page that this machine alone can open. It alone knows watchfiles, starlette and uvicorn.
"""

from pipeline.watch.loop import Notice, keep_up
from pipeline.watch.page_images import NoSuchPage, measure_pages
from pipeline.watch.preview import find_preview, picture_slides, preview_fonts, render_preview
from pipeline.watch.serve import serving
from pipeline.watch.state import Board

__all__ = [
    "Board",
    "NoSuchPage",
    "Notice",
    "find_preview",
    "keep_up",
    "measure_pages",
    "picture_slides",
    "preview_fonts",
    "render_preview",
    "serving",
]
