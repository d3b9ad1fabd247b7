"""Write the deck: slides to PowerPoint, then their notes. Slides that are in the cache need no python-pptx."""

from collections.abc import Sequence

from pipeline.content import Publication, Theme
from pipeline.core import Cache, pack, unpack
from pipeline.deck import Master, Slide
from pipeline.figures import timeline_of
from pipeline.powerpoint.notes import without_notes, write_notes


def write_deck(slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme, cache: Cache) -> bytes:
    """Return the bytes of a .pptx of slides that fit, with their notes."""
    silent = [without_notes(slide) for slide in slides]

    def make() -> bytes:
        from pipeline.powerpoint.slide import write_pptx

        return write_pptx(silent, master, publication, theme, cache)

    made = cache.keep("deck", deck_made_from(silent, master, publication, theme), make)
    return pack(write_notes(unpack(made), slides, publication.imprint.language))


def deck_made_from(slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme) -> object:
    """Return everything that slides are written from, as PowerPoint slides or as pages, for a digest."""
    timelines = [timeline_of(figure, publication.every_entry) for figure in publication.figures.values()]
    titles = [(id, title.source) for id, title in publication.section_titles.items()]
    words = (publication.imprint, publication.figures, publication.words_of_figures, timelines, titles)
    return slides, master.package, words, theme
