"""Draw the figures of pages: charts, timelines and maps as SVG, through their layouts."""

from typing import Any

from pipeline.content import Chart, Figure, Form, MapFigure, Publication, Theme, Timeline
from pipeline.core import Cache, Layouts, Problem, ProblemsFound, quoted
from pipeline.figures import draw_chart, draw_map, draw_panels, draw_timeline, page_look, timeline_of
from pipeline.render.environment import bare_environment
from pipeline.text import DeckRenderer, render_plain

# The size of a drawing on a page, points: across the page, or as wide as the text; bars that run
# sideways may be as high as is needed.
SIZES = {"full": (492, 206), "column": (360, 160)}
MOST = 460
COVER = "cover.svg"  # no figure has a stop in its id
TALLEST = 480  # what stands on a page with its title and its source


def draw_figure(
    figure: Figure, theme: Theme, publication: Publication, form: Form, layouts: Layouts, cache: Cache
) -> str:
    """Return a chart, a timeline or a map as SVG, from the cache if nothing in it changed since it was drawn last.

    Raises ProblemsFound if the drawing is higher than a page, or names on a map have no room.
    """
    drawn_by = {name: path.read_bytes() for name, path in layouts.files("*.svg", *form.folders).items()}
    made_from = (
        figure,
        theme,
        publication.imprint,
        drawn_by,
        publication.words_of_figures,
        timeline_of(figure, publication.every_entry),
    )
    return cache.keep(
        "drawing", made_from, lambda: _draw_anew(figure, theme, publication, form, layouts).encode()
    ).decode()


def _draw_anew(figure: Figure, theme: Theme, publication: Publication, form: Form, layouts: Layouts) -> str:
    language, renderer = publication.imprint.language, DeckRenderer(publication)
    look = page_look(theme, language, lambda text: render_plain(text, renderer))
    width, height = SIZES[figure.width]
    if isinstance(figure, Timeline):
        plot: Any = draw_timeline(figure, publication.every_entry, publication.imprint.year, look, width)
        layout = "figure-timeline.svg"
    elif isinstance(figure, Chart) and figure.panels:
        plot, layout = draw_panels(figure, look, width), "figure-panels.svg"
    elif isinstance(figure, MapFigure):
        plot, layout = draw_map(figure, look, width), "figure-map.svg"
        if plot.crowded:
            what = f'figure "{figure.id}": there is no room on a page for the name of {quoted(plot.crowded)}'
            raise ProblemsFound([Problem(figure.place, what, "leave out places near to it, or shorten the name")])
    else:
        assert isinstance(figure, Chart)
        plot, layout = draw_chart(figure, look, width, height, MOST), "figure-chart.svg"
    if plot.height > TALLEST:
        what = f'figure "{figure.id}" is {plot.height - TALLEST:.0f} points higher than a page'
        raise ProblemsFound([Problem(figure.place, what, "show fewer events, or make two figures of it")])
    # a drawing is kept by what it may show; so its layout sees no more of the publication than that
    environment = bare_environment(theme, publication.imprint, publication.words, layouts, *form.folders)
    return environment.get_template(layout).render(figure=figure, plot=plot, size=look.type.size)


def draw_cover(publication: Publication, theme: Theme, form: Form, layouts: Layouts) -> str:
    """Return the marks of the cover's chart as SVG, without its words."""
    chart = publication.figures[str(publication.imprint.cover)]
    assert isinstance(chart, Chart)
    look = page_look(theme, publication.imprint.language, lambda text: text.source)
    plot = draw_chart(chart, look, *SIZES["full"])
    environment = bare_environment(theme, publication.imprint, publication.words, layouts, *form.folders)
    return environment.get_template("cover.svg").render(plot=plot)
