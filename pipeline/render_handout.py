"""Render the handout: slides that are laid out to HTML, and what is drawn on them to SVG."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.cache import NO_CACHE, Cache
from pipeline.draw_timeline import TimelinePlot
from pipeline.fonts import find_cuts
from pipeline.grounds import Scenery
from pipeline.lay_slides import LaidDeck, Picture
from pipeline.layout import bare_environment, layout_mistakes
from pipeline.matter import Matter
from pipeline.model import Publication
from pipeline.prose import render_plain
from pipeline.theme import Theme
from pipeline.voice import DeckVoice

LAYOUTS = "handout"
AIR = 8.0  # points around a drawing, for words that hang over its edge


def render_handout(
    deck: LaidDeck,
    scenery: Scenery,
    publication: Publication,
    theme: Theme,
    folder: Path,
    notes: bool,
    cache: Cache = NO_CACHE,
) -> Matter:
    """A page for each slide, with its notes under it if they are asked for. Raises ProblemsFound for a mistake."""
    environment = bare_environment(theme, publication.imprint, folder, cache)
    environment.filters["sign"] = lambda text: "".join(f"\\{ord(letter):x} " for letter in text)  # within a style sheet
    environment.globals["air"] = AIR
    names = {id(block): f"{n}.svg" for n, block in enumerate(_drawn(deck), 1)}
    with layout_mistakes(folder):
        drawings = {}
        for block in _drawn(deck):
            kind = "timeline" if isinstance(block.plot, TimelinePlot) else "chart"
            svg = environment.get_template(f"{LAYOUTS}/{kind}.svg").render(block=block, plot=block.plot, deck=deck)
            drawings[names[id(block)]] = (svg.encode(), "image/svg+xml")
        html = environment.get_template(f"{LAYOUTS}/handout.html").render(
            deck=deck,
            slides=deck.slides,
            notes=notes,
            title=render_plain(publication.imprint.title, DeckVoice(publication)),
            faces=[(name, cut) for name in sorted(deck.families) for cut in find_cuts(name)],
            picture=lambda block: names[id(block)],
        )
    families, layout = tuple(sorted(deck.families)), folder / LAYOUTS / "handout.html"
    return Matter(html, publication.imprint.date, {**scenery.pictures, **drawings}, families, layout)


def _drawn(deck: LaidDeck) -> Iterator[Picture]:
    return (block for slide in deck.slides for block in slide.blocks if isinstance(block, Picture))
