"""Write the handout: the deck's slides as a tagged PDF (PDF/UA-1 and PDF/A-2a), one a page, or each with its notes.

Slides that are laid out become HTML, and what is drawn on them SVG.
"""

from collections.abc import Iterator, Sequence

from pipeline.content import Publication, Theme
from pipeline.core import NO_CACHE, Cache, Layouts
from pipeline.deck import Master, MasterArtwork, Slide
from pipeline.figures import MapPlot, TimelinePlot
from pipeline.handout.lay_slides import LaidDeck, Picture
from pipeline.pdf import Pdf, PdfJob, make_pdf
from pipeline.powerpoint import deck_made_from, without_notes
from pipeline.render import bare_environment, layout_mistakes
from pipeline.text import DeckRenderer, find_font_files, render_plain

LAYOUTS = "handout"
AIR = 8.0  # points around a drawing, for words that hang over its edge


def render_handout(
    deck: LaidDeck,
    artwork: MasterArtwork,
    publication: Publication,
    theme: Theme,
    layouts: Layouts,
    notes: bool,
    cache: Cache = NO_CACHE,
) -> PdfJob:
    """Return the job of the handout's PDF: a page for each slide, with its notes below it if `notes` is set.

    Raises ProblemsFound for a mistake in a layout.
    """
    environment = bare_environment(theme, publication.imprint, publication.words, layouts)
    environment.filters["sign"] = lambda text: "".join(f"\\{ord(letter):x} " for letter in text)  # within a style sheet
    environment.globals["air"] = AIR
    names = {id(block): f"{n}.svg" for n, block in enumerate(_drawn(deck), 1)}
    families = dict.fromkeys((*sorted(deck.families), *theme.deck_fonts()))
    faces = [(name, cut) for name in families for cut in find_font_files(name)]
    with layout_mistakes(layouts):
        drawings = {}
        for block in _drawn(deck):
            kinds = {TimelinePlot: "timeline", MapPlot: "map"}
            kind = kinds.get(type(block.plot), "chart")
            svg = environment.get_template(f"{LAYOUTS}/{kind}.svg").render(block=block, plot=block.plot, deck=deck)
            drawings[names[id(block)]] = (svg.encode(), "image/svg+xml")
        html = environment.get_template(f"{LAYOUTS}/handout.html").render(
            deck=deck,
            slides=deck.slides,
            notes=notes,
            title=render_plain(publication.imprint.title, DeckRenderer(publication)),
            faces=faces,
            picture=lambda block: names[id(block)],
        )
    fonts = {cut.path.name: cut.path for _, cut in faces}
    layout, sheets = layouts.find(f"{LAYOUTS}/handout.html"), layouts.files("*.css", LAYOUTS)
    return PdfJob(html, publication.imprint.date, {**artwork.pictures, **drawings}, fonts, layout, sheets)


def _drawn(deck: LaidDeck) -> Iterator[Picture]:
    return (block for slide in deck.slides for block in slide.blocks if isinstance(block, Picture))


def write_handout(
    slides: Sequence[Slide],
    master: Master,
    artwork: MasterArtwork,
    publication: Publication,
    theme: Theme,
    layouts: Layouts,
    notes: bool,
    cache: Cache = NO_CACHE,
) -> Pdf:
    """Return slides that fit as a PDF; with `notes`, each slide above its notes.

    The PDF comes from the cache if nothing changed. Raises ProblemsFound for a mistake in a layout, and where
    Pango is missing.
    """
    shown = slides if notes else [without_notes(slide) for slide in slides]
    made_from = (deck_made_from(shown, master, publication, theme), layouts.digest(LAYOUTS), notes)

    def make() -> bytes:
        from pipeline.handout.lay_slides import lay_slides

        deck = lay_slides(shown, master, artwork, publication, theme)
        return make_pdf(render_handout(deck, artwork, publication, theme, layouts, notes, cache), cache).packed()

    return Pdf.unpacked(cache.keep("handout", made_from, make))
