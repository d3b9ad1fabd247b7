"""Timelines: lines of events end at bands, years stand on the axis to its ends."""

import pytest
from desk import ROOT, Desk

from pipeline.content.figure import Timeline
from pipeline.content.model import Publication
from pipeline.core import Layouts
from pipeline.core.cache import NO_CACHE
from pipeline.deck.fit_figures import fit_timeline, left_out_events
from pipeline.deck.slides import Drawing
from pipeline.figures.look import Look, deck_look, page_look
from pipeline.figures.timeline import TimelinePlot, draw_timeline, events_of
from pipeline.making.load import load

pytestmark = pytest.mark.quick
WIDE = 492.0


@pytest.fixture(scope="module", params=[page_look, deck_look])
def drawn(request: pytest.FixtureRequest) -> tuple[TimelinePlot, Look]:
    layouts = Layouts.of(ROOT / "layouts", ROOT / "layouts")
    publication, theme, _ = load(ROOT / "content", layouts, NO_CACHE)
    assert isinstance(publication, Publication)
    figure = next(figure for figure in publication.figures.values() if isinstance(figure, Timeline))
    look = request.param(theme, "en-US", lambda prose: prose.source)
    return draw_timeline(figure, publication.every_entry, 2026, look, WIDE), look


def test_the_line_of_an_event_ends_at_a_band(drawn: tuple[TimelinePlot, Look]) -> None:
    plot, _ = drawn
    assert len({stripe.y for stripe in plot.stripes}) > 1
    for flag in plot.flags:
        own = next(stripe for stripe in plot.stripes if flag.event in stripe.entry.events)
        crossed = [stripe for stripe in plot.stripes if stripe.x <= flag.x <= stripe.x + stripe.width]
        edges = {round(edge, 3) for stripe in [own, *crossed] for edge in (stripe.y, stripe.y + stripe.height)}
        assert round(flag.root, 3) in edges, flag.event
        inside = [stripe for stripe in crossed if stripe.y + 0.01 < flag.root < stripe.y + stripe.height - 0.01]
        assert not inside, "a line runs over a band"


def test_round_years_are_written_to_the_end_of_the_axis(drawn: tuple[TimelinePlot, Look]) -> None:
    plot, look = drawn
    years = [int(tick.lines[0]) for tick in plot.ticks]
    first, last = (min(s.entry.years[0] for s in plot.stripes if s.entry.years), 2011)
    step = years[1] - years[0]
    assert years[0] - first < step
    assert last - years[-1] < step
    for tick in plot.ticks:
        assert tick.wide / 2 <= tick.x <= WIDE - tick.wide / 2
        assert tick.wide == look.type.width(tick.lines[0])


@pytest.mark.parametrize("height", [600, 318, 250, 200])
def test_a_slide_shows_as_many_major_events_as_fit_in_large_type(height: float) -> None:
    layouts = Layouts.of(ROOT / "layouts", ROOT / "layouts")
    publication, theme, _ = load(ROOT / "content", layouts, NO_CACHE)
    assert isinstance(publication, Publication)
    figure = next(figure for figure in publication.figures.values() if isinstance(figure, Timeline))
    given = (figure, publication, theme, lambda prose: prose.source, 861, height)
    plot, look = fit_timeline(*given)
    assert look.type.size >= 16
    assert plot.height <= height
    shown = [flag.event for flag in plot.flags]
    out = [event for _, event in events_of(figure, publication.every_entry) if not any(event is one for one in shown)]
    assert left_out_events(*given) == tuple(f"{event.date[:4]} {event.title.source}" for event in out)
    assert bool(out) == (height < 600)
    for event in out:
        without = [one for one in out if one is not event]
        higher = draw_timeline(figure, publication.every_entry, 2026, look, 861, without=without)
        assert higher.height > height, f"{event.title.source} would fit"


def test_the_notes_of_a_slide_say_which_events_are_not_on_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    desk = Desk(tmp_path_factory.mktemp("events") / "desk", ROOT / "content")
    publication, theme, *_ = desk.load()
    slides = [s for s in desk.fitted() if any(isinstance(content, Drawing) for content in s.slots.values())]
    said = [p.text for slide in slides for p in slide.notes if p.text.startswith("Not on this slide: ")]
    (figure,) = (figure for figure in publication.figures.values() if isinstance(figure, Timeline))
    assert len(said) == 1
    named = said[0].removeprefix("Not on this slide: ").split("; ")
    every = [f"{event.date[:4]} " for _, event in events_of(figure, publication.every_entry)]
    assert 0 < len(named) < len(every)
    assert theme.deck.timeline is not None
    assert theme.deck.timeline.least == 16
    number = 1 + next(n for n, slide in enumerate(desk.fitted()) if slide.left_out)
    assert f"slide {number} leaves out {len(named)} events, which its notes name" in desk.run("deck").out
