"""Fit a timeline into a slide: the largest type at which all of it stands in the box."""

from collections.abc import Callable

from pipeline.draw_timeline import DOWN, TimelinePlot, draw_timeline
from pipeline.draw_words import Look, deck_look
from pipeline.figure import Timeline
from pipeline.model import Publication
from pipeline.record import Prose
from pipeline.theme import Theme
from pipeline.timeline import events_of


def fit_timeline(
    figure: Timeline, publication: Publication, theme: Theme, say: Callable[[Prose], str], width: float, height: float
) -> tuple[TimelinePlot, Look]:
    """The plot and its type for a box in points: smaller type first, then the major events alone.

    What comes last may still be too high.
    """
    for shown in (figure, figure.model_copy(update={"events": "major"})):
        size = theme.deck.label.size
        while size >= theme.deck.label.least and (shown is figure or any(True for _ in events_of(shown, publication))):
            look = deck_look(theme, publication.imprint.language, say, size)
            for down in (DOWN, 0):
                plot = draw_timeline(shown, publication, look, width, down)
                if plot.height <= height:
                    return plot, look
            size -= 0.5
    return plot, look
