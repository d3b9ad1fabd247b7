"""What a timeline shows of the entries: periods, and the events of each."""

from pipeline.figure import Figure, Timeline
from pipeline.model import Event, Period, Publication


def periods_of(figure: Timeline, publication: Publication) -> tuple[Period, ...]:
    """The periods of a timeline: those it names, or all."""
    found = (entry for entry in publication.entries() if isinstance(entry, Period))
    return tuple(period for period in found if not figure.periods or period.id in figure.periods)


def timeline_of(figure: Figure, publication: Publication) -> list[tuple[object, ...]]:
    """What a timeline shows of its periods; nothing for another figure. Their prose is no part of it."""
    periods = periods_of(figure, publication) if isinstance(figure, Timeline) else ()
    return [(period.id, period.title, period.short, period.years, period.stance, period.events) for period in periods]


def events_of(figure: Timeline, publication: Publication) -> tuple[tuple[Period, Event], ...]:
    """Its events in order of date, each with its period."""
    pairs = [(period, event) for period in periods_of(figure, publication) for event in period.events]
    if figure.events == "none":
        return ()
    shown = [pair for pair in pairs if figure.events == "all" or pair[1].major]
    return tuple(sorted(shown, key=lambda pair: when(pair[1].date)))


def when(date: str) -> float:
    """A date as a year with a fraction: 1942-08-04 is 1942.59."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    return year + (max(month, 1) - 1) / 12 + max(day, 1) / 366 if month else float(year)
