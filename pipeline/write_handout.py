"""Write the handout: the deck's slides as a tagged PDF (PDF/UA-1 and PDF/A-2a), one a page, or each with its notes."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.cache import NO_CACHE, Cache
from pipeline.grounds import Scenery
from pipeline.master import Master
from pipeline.matter import Brief
from pipeline.model import Publication
from pipeline.slides import Slide
from pipeline.theme import Theme
from pipeline.write_deck import deck_made_from
from pipeline.write_notes import without_notes

LAYOUTS = "handout"


def write_handout(
    slides: Sequence[Slide],
    master: Master,
    scenery: Scenery,
    publication: Publication,
    theme: Theme,
    folder: Path,
    notes: bool,
    cache: Cache = NO_CACHE,
) -> Brief:
    """Slides that fit, as a PDF; with `notes`, each above its notes. Made only if something in it changed.

    Raises ProblemsFound for a mistake in a layout, and where Pango is missing.
    """
    layouts = {path.name: path.read_bytes() for path in sorted((folder / LAYOUTS).glob("*"))}
    shown = slides if notes else [without_notes(slide) for slide in slides]
    made_from = (deck_made_from(shown, master, publication, theme), layouts, notes)

    def make() -> bytes:
        from pipeline.lay_slides import lay_slides
        from pipeline.render_handout import render_handout
        from pipeline.write_parts import write_parts

        deck = lay_slides(shown, master, scenery, publication, theme)
        return write_parts(render_handout(deck, scenery, publication, theme, folder, notes, cache), cache).packed()

    return Brief.unpacked(cache.keep("handout", made_from, make))
