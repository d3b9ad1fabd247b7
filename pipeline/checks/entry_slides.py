"""Check what entries say of their slides: charts that are not there, and parts of charts that these do not have."""

from collections.abc import Iterator

from pipeline.content import Chart, Entry, Publication, check_part, find_figure
from pipeline.core import Problem, suggest


def check_entry_slides(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each slide of an entry that is to show what is no chart, no entry lists, or has no such part."""
    for entry in publication.entries():
        if entry.slide:
            yield from _check(entry, publication)


def _check(entry: Entry, publication: Publication) -> Iterator[Problem]:
    owner, slide = f'{entry.kind} "{entry.id}"', entry.slide
    assert slide
    figure, charts = (
        find_figure(entry, publication.figures),
        [id for id, one in publication.figures.items() if isinstance(one, Chart)],
    )
    named = slide.figure or ""
    if named in publication.broken or (figure is None and publication.broken.intersection(entry.figures)):
        return
    if figure is None and named:
        if "figures.yaml" not in publication.unread:
            yield Problem(slide.place_of("figure"), f'{owner}: no figure called "{named}"', suggest(named, charts))
    elif figure is None:
        what = f'{owner}: "slide" shows a part of a chart, and the entry lists none'
        yield Problem(slide.place, what, "name one, as in  figure: its-id")
    elif not isinstance(figure, Chart):
        what = f'{owner}: figure "{figure.id}" is no chart, and "slide" is for bars and lines'
        yield Problem(
            slide.place_of("figure"), what, 'figures of another kind have a slide of their own: list it under "figures"'
        )
    elif figure.id not in publication.figure_numbers and not publication.broken:
        what = f'{owner}: "slide" shows figure "{figure.id}", and no entry lists it'
        yield Problem(slide.place_of("figure"), what, 'list it under "figures" of the entry it belongs to')
    else:
        yield from check_part(figure, slide, owner)
