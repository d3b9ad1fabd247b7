"""Check figures: colors that readers can tell apart, and entries that a figure is computed from."""

from collections.abc import Iterator
from itertools import combinations

from pipeline.figure import Chart, EntryTable, Figure, Matrix, Timeline
from pipeline.model import Publication
from pipeline.palette import MARK, alike, contrast
from pipeline.problems import Problem, suggest
from pipeline.tabulate import columns_of
from pipeline.theme import Theme


def check_colors(theme: Theme) -> list[Problem]:
    """Colors of series and stances that are too pale on white, or too much alike beside each other."""
    problems = []
    for where, names in (("series", theme.series), ("stances", tuple(theme.stances.values()))):
        place = theme.place_of(where)
        for name in dict.fromkeys(names):
            found = contrast(theme.palette[name], theme.palette["white"])
            if found < MARK:
                what = f'theme: "{name}" is too pale to be seen on white: its contrast is {found:.1f}'
                problems.append(Problem(theme.place_of("palette"), what, f"a mark needs {MARK:g}; darken it"))
        problems += [
            Problem(place, f"theme: {told}", "make one of them much lighter or darker, or choose another")
            for one, other in combinations(names, 2)
            if (told := _alike(one, other, theme))
        ]
    return problems


def _alike(one: str, other: str, theme: Theme) -> str:
    """A sentence for two colors that some readers take for one, or nothing."""
    if one == other:
        return f'"{one}" stands twice'
    sights = alike(theme.palette[one], theme.palette[other])
    if not sights:
        return ""
    readers = "all readers" if "normal" in sights else f"readers with {' or '.join(sights)}"
    return f'"{one}" and "{other}" look alike to {readers}'


def check_figures(publication: Publication, theme: Theme) -> Iterator[Problem]:
    """Every problem of a figure with the theme, or with the entries it is computed from."""
    for figure in publication.figures.values():
        if isinstance(figure, Chart):
            yield from _check_chart(figure, theme)
        else:
            yield from _check_computed(figure, publication)


def _check_chart(figure: Chart, theme: Theme) -> Iterator[Problem]:
    owner = f'figure "{figure.id}"'
    unknown = [series for series in figure.series if series.color and series.color not in theme.palette]
    for series in unknown:
        what = f'{owner}: no color called "{series.color}"'
        yield Problem(series.place_of("color"), what, suggest(str(series.color), theme.palette))
    plain = [series for series in figure.series if not series.color]
    if len(plain) > len(theme.series):
        what = f"{owner}: {len(plain)} series, but the theme has {len(theme.series)} series colors"
        yield Problem(figure.place_of("series"), what, "show fewer series, or name a `color` for each")
    elif not unknown:
        yield from _check_chosen(figure, theme, owner)
    if figure.kind == "range" and len(figure.series) < 2:
        yield Problem(figure.place_of("series"), f"{owner}: a range needs two series or more", "they are its estimates")


def _check_chosen(figure: Chart, theme: Theme, owner: str) -> Iterator[Problem]:
    """Colors that the figure itself names: seen on white, and told from the others'."""
    colors, free = [], iter(theme.series)
    for series in figure.series:
        colors.append(series.color or next(free))
    for series in figure.series:
        if series.color and (found := contrast(theme.palette[series.color], theme.palette["white"])) < MARK:
            what = f'{owner}: "{series.color}" is too pale to be seen on white: its contrast is {found:.1f}'
            yield Problem(series.place_of("color"), what, f"a mark needs {MARK:g}")
    for one, other in combinations(range(len(colors)), 2):
        chosen = figure.series[other] if figure.series[other].color else figure.series[one]
        if chosen.color and (told := _alike(colors[one], colors[other], theme)):
            yield Problem(chosen.place_of("color"), f"{owner}: {told}", "choose another for one of the two series")


def _check_computed(figure: Figure, publication: Publication) -> Iterator[Problem]:
    owner = f'figure "{figure.id}"'
    if isinstance(figure, Timeline):
        known = {entry.id for entry in publication.entries("period")}
        for at, id in enumerate(figure.periods):
            if id not in known and id not in publication.broken:
                what = f'{owner}: no period called "{id}"'
                yield Problem(figure.place_of(f"periods.{at}"), what, suggest(id, known))
        yield from _check_kind(figure, "kind", "period", publication)
    if isinstance(figure, Matrix):
        yield from _check_kind(figure, "rows", figure.rows, publication)
        yield from _check_kind(figure, "columns", figure.columns, publication)
    if isinstance(figure, EntryTable):
        yield from _check_kind(figure, "entries", figure.entries, publication)
        yield from _check_columns(figure, publication)


def _check_kind(figure: Figure, key: str, kind: str, publication: Publication) -> Iterator[Problem]:
    """A kind that no entry has."""
    if publication.broken or publication.unread or any(True for _ in publication.entries(kind)):
        return
    what = f'figure "{figure.id}": there is no entry of the kind "{kind}"'
    yield Problem(figure.place_of(key), what, suggest(kind, {entry.kind for entry in publication.entries()}))


def _check_columns(figure: EntryTable, publication: Publication) -> Iterator[Problem]:
    known = {column for entry in publication.entries(figure.entries) for column in columns_of(entry)}
    for at, column in enumerate(figure.columns):
        if known and column not in known:
            what = f'figure "{figure.id}": no {figure.entries} has "{column}"'
            yield Problem(figure.place_of(f"columns.{at}"), what, suggest(column, known))
