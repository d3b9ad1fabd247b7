"""Saves become a page in the browser.

Takes the folders of content and layouts; after each save it has the build made, and shows all forms beside each other,
problems over them, on a page that this machine alone can open. It alone knows watchfiles, starlette and uvicorn.

    loop         saves noticed, each built
    state        what the page shows at a moment
    serve        the page and its files, served to this machine
    preview      the page rendered, slides as pictures; page_images: pages of a PDF as pictures
"""

from pipeline.watch.loop import FileWatcher, run_rebuild_loop
from pipeline.watch.page_images import NoSuchPage, measure_pages
from pipeline.watch.preview import picture_slides, preview_fonts, render_preview
from pipeline.watch.serve import serving
from pipeline.watch.state import WatchState

__all__ = [
    "FileWatcher",
    "NoSuchPage",
    "WatchState",
    "measure_pages",
    "picture_slides",
    "preview_fonts",
    "render_preview",
    "run_rebuild_loop",
    "serving",
]
