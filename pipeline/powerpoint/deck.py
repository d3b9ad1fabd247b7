"""The deck from the cache, or written: slides to PowerPoint. A deck that is in the cache needs no python-pptx."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.content import Publication, Theme
from pipeline.core import Cache
from pipeline.deck import Master, Show, Slide
from pipeline.figures import timeline_of


def write_deck(
    slides: Sequence[Slide],
    master: Master,
    publication: Publication,
    theme: Theme,
    cache: Cache,
    shows: Sequence[Show] = (),
) -> bytes:
    """Return the bytes of a .pptx of slides that fit, with their notes, and with a custom show for each of `shows`."""

    def make() -> bytes:
        from pipeline.powerpoint.slide import write_pptx

        return write_pptx(slides, master, publication, theme, shows)

    return cache.keep("deck", (deck_made_from(slides, master, publication, theme), shows), make)


def deck_made_from(slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme) -> object:
    """Return everything that slides are written from, as PowerPoint slides or as pages, for a digest."""
    timelines = [timeline_of(figure, publication.every_entry) for figure in publication.figures.values()]
    titles = [(id, title.source) for id, title in publication.section_titles.items()]
    words = (publication.imprint, publication.figures, publication.words_of_figures, timelines, titles)
    return slides, master.package, words, theme


def without_notes(slide: Slide) -> Slide:
    """Return a slide without its notes and their size, so that it is the same whatever its notes are."""
    return replace(slide, notes=(), sizes={name: size for name, size in slide.sizes.items() if name != "notes"})
