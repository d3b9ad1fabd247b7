"""Preview: the page that shows all forms while somebody edits, and pictures of the slides for it.

A picture shows what stands where, in what size, and nothing of what the master draws around it. Text is set in the
fonts that the deck was measured with.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pipeline.content import Chart, Figure, Form, Imprint, MapFigure, Publication, Theme, Timeline
from pipeline.core import Cache, Layouts
from pipeline.deck import (
    Content,
    Drawing,
    Master,
    Slide,
    Slot,
    TextBlock,
    find_twin,
    fit_map,
    fit_timeline,
    level_of,
    plot_chart,
)
from pipeline.figures import deck_look, timeline_of
from pipeline.render import bare_environment, layout_mistakes, plain_environment
from pipeline.text import DeckRenderer, FontFile, find_font_files, render_plain
from pipeline.watch.state import SlidePicture

PAGES = "pages"  # the folder of the drawings that all pages share


def render_preview(
    layouts: Layouts, forms: Iterable[Form] = (), theme: Theme | None = None, imprint: Imprint | None = None
) -> str:
    """Return the HTML of the page, also before there are forms, and a theme with fonts and colors. Raises ProblemsFound."""
    environment = plain_environment(layouts)
    fonts = _cuts(theme) if theme else {}
    with layout_mistakes(layouts):
        template = environment.get_template("watch/watch.html")
        return template.render(forms=list(forms), theme=theme, imprint=imprint, fonts=fonts)


def preview_fonts(theme: Theme) -> dict[str, Path]:
    """Return the paths of the font files that the page is set in, by their names."""
    return {name: cut.path for name, (_, cut) in _cuts(theme).items()}


def _cuts(theme: Theme) -> dict[str, tuple[str, FontFile]]:
    """Return names of font files to family and cut: the page's own, and those that the slides are measured with."""
    families = dict.fromkeys((*theme.page_fonts(theme.pages.display), *theme.deck_fonts()))
    return {cut.path.name: (family, cut) for family in families for cut in find_font_files(family)}


def picture_slides(
    slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme, layouts: Layouts, cache: Cache
) -> list[SlidePicture]:
    """Return a picture of each slide. Raises ProblemsFound.

    Figures are drawn again only where something in them changed.
    """
    environment = bare_environment(theme, publication.imprint, publication.words, layouts)
    environment.globals.update(
        master=master,
        draw=partial(_draw, publication=publication, theme=theme, layouts=layouts, cache=cache),
        level_of=level_of,
        font=lambda level: (find_twin(master.fonts.get(level.font, level.font), theme) or ("",))[0],
    )
    with layout_mistakes(layouts):
        template = environment.get_template("watch/slide.html")
        return [
            SlidePicture(slide.name, template.render(sizes=slide.sizes, contents=list(_placed(slide, master))))
            for slide in slides
        ]


def _placed(slide: Slide, master: Master) -> Iterator[tuple[str, Slot, Content]]:
    """Yield the content of each slot as its kind, the slot and the content, the title first."""
    slots = master.layouts[slide.layout].slots
    for name, content in {"title": TextBlock((slide.title,)), **slide.slots}.items():
        yield type(content).__name__.lower(), slots[name], content


def _draw(
    drawing: Drawing, slot: Slot, publication: Publication, theme: Theme, layouts: Layouts, cache: Cache
) -> Markup:
    """Return the markup of a figure as large as in a slot, below its caption.

    The figure is drawn again only where something in it changed.
    """
    figure, imprint = publication.figures[drawing.ref], publication.imprint
    files = {name: path.read_bytes() for name, path in layouts.files("*.svg", PAGES).items()}
    about = (theme, imprint, files, publication.words_of_figures, timeline_of(figure, publication.every_entry))

    def draw() -> bytes:
        return _draw_anew(figure, drawing, slot, publication, theme, layouts, cache).encode()

    return Markup(cache.keep("preview", (figure, drawing, slot.box, about), draw).decode())


def _draw_anew(
    figure: Figure,
    drawing: Drawing,
    slot: Slot,
    publication: Publication,
    theme: Theme,
    layouts: Layouts,
    cache: Cache,
) -> Markup:
    imprint, box = publication.imprint, slot.box
    say: Callable[..., str] = partial(render_plain, renderer=DeckRenderer(publication))
    caption: Sequence[str] = ()
    if isinstance(figure, Timeline):
        plot: Any
        plot, look = fit_timeline(figure, publication, theme, say, box.width, box.height)
        layout = f"{PAGES}/figure-timeline.svg"
    elif isinstance(figure, MapFigure):
        plot, look = fit_map(figure, imprint.language, theme, say, slot)
        layout = f"{PAGES}/figure-map.svg"
    else:
        assert isinstance(figure, Chart)
        look = deck_look(theme, imprint.language, say)
        plot, caption = plot_chart(figure, drawing, look, slot)
        layout = f"{PAGES}/figure-chart.svg"
    environment = bare_environment(theme, imprint, publication.words, layouts)
    with layout_mistakes(layouts):
        drawn = environment.get_template(layout).render(figure=figure, plot=plot, size=look.type.size)
    heads = (Markup("<b>{}</b>").format(line) for line in caption)
    return Markup("").join((*heads, Markup(drawn)))
