"""Check figures: colors that readers can tell apart, entries that a figure is computed from, words that fit it."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from babel.dates import get_month_names

from pipeline.content import (
    Chart,
    DataFigure,
    Entry,
    EntryTable,
    Figure,
    Form,
    Matrix,
    Publication,
    Theme,
    Timeline,
    all_prose,
)
from pipeline.core import Problem, quoted, suggest
from pipeline.figures import MARK_CONTRAST, columns_of, contrast, find_confusions
from pipeline.text import find_references

YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")
SCALES = {"percent", "million", "billion", "thousand"}  # of units, and no measure by themselves


def check_colors(theme: Theme) -> list[Problem]:
    """Return problems of colors of series and stances that are too pale on white, or too similar to one another."""
    problems = []
    for where, names in (("series", theme.series), ("stances", tuple(theme.stances.values()))):
        place = theme.place_of(where)
        for name in dict.fromkeys(names):
            found = contrast(theme.palette[name], theme.palette["white"])
            if found < MARK_CONTRAST:
                what = f'theme: "{name}" is too pale to be seen on white: its contrast is {found:.1f}'
                problems.append(
                    Problem(
                        theme.place_of("palette"),
                        what,
                        f"choose a darker one: it needs a contrast of {MARK_CONTRAST:g}",
                    )
                )
        problems += [
            Problem(place, f"theme: {told}", "make one of them much lighter or darker, or choose another")
            for one, other in combinations(names, 2)
            if (told := _alike(one, other, theme))
        ]
    return problems


def _alike(one: str, other: str, theme: Theme) -> str:
    """Return a sentence about two colors that some readers cannot tell apart, or that are the same; otherwise ""."""
    if one == other:
        return f'"{one}" stands twice'
    sights = find_confusions(theme.palette[one], theme.palette[other])
    if not sights:
        return ""
    readers = "all readers" if "normal" in sights else f"readers with {' or '.join(sights)}"
    return f'"{one}" and "{other}" look alike to {readers}'


def check_figures(publication: Publication, theme: Theme) -> Iterator[Problem]:
    """Yield every problem of a figure with the theme, or with the entries it is computed from."""
    for figure in publication.figures.values():
        if isinstance(figure, Chart):
            yield from _check_chart(figure, theme)
        else:
            yield from _check_computed(figure, publication)


MARKED = re.compile(r"~[^\s~]+~|\^[^\s^]+\^|\*\S[^*]*\*|`[^`]+`|\[[^\]]*\](?:\(|\{lang)|\[[^\]]*@|\^\[")


def check_plain_words(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each unit and label that holds marks of a text: charts print them as they are typed."""
    figures = [figure for figure in publication.figures.values() if isinstance(figure, DataFigure)]
    series = ((f'figure "{figure.id}"', one, "label", one.label) for figure in figures for one in figure.series)
    units = (
        (f'{name} "{one.id}"', one, "unit", one.unit)
        for name, records in (("figure", figures), ("fact", publication.facts.values()))
        for one in records
    )
    for owner, record, key, words in (*series, *units):
        if found := MARKED.search(words or ""):
            what = f'{owner}: "{key}" is plain words, and "{found[0]}" would be printed as it stands'
            yield Problem(
                record.place_of(key), what, "leave out the marks; for a small number type its sign, such as ₂ or ²"
            )


def _check_chart(figure: Chart, theme: Theme) -> Iterator[Problem]:
    owner = f'figure "{figure.id}"'
    unknown = [series for series in figure.series if series.color and series.color not in theme.palette]
    for series in unknown:
        what = f'{owner}: no color called "{series.color}"'
        yield Problem(series.place_of("color"), what, suggest(str(series.color), theme.palette))
    plain = [series for series in figure.series if not series.color]
    if len(plain) > len(theme.series):
        what = f"{owner}: {len(plain)} series, but the theme has {len(theme.series)} series colors"
        yield Problem(figure.place_of("series"), what, "show fewer series, or name a color for each")
    elif not unknown:
        yield from _check_chosen(figure, theme, owner)
    if figure.kind == "range" and len(figure.series) < 2:
        yield Problem(
            figure.place_of("series"),
            f"{owner}: a range needs two series or more",
            "add a second one; or write  kind: line",
        )


def _check_chosen(figure: Chart, theme: Theme, owner: str) -> Iterator[Problem]:
    """Yield problems of colors that a figure names: too pale on white, or too similar to those of other series."""
    colors, free = [], iter(theme.series)
    for series in figure.series:
        colors.append(series.color or next(free))
    for series in figure.series:
        if series.color and (found := contrast(theme.palette[series.color], theme.palette["white"])) < MARK_CONTRAST:
            what = f'{owner}: "{series.color}" is too pale to be seen on white: its contrast is {found:.1f}'
            yield Problem(
                series.place_of("color"), what, f"choose a darker color: it needs a contrast of {MARK_CONTRAST:g}"
            )
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
    """Yield a problem if no entry is of this kind; none while a record is broken or a file could not be read."""
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


# ---------------------------------------------------------------- what is shown


def warn_of_unshown(publication: Publication, shown: Collection[str], form: Form) -> Iterator[Problem]:
    """Yield a warning for each figure that an entry lists and that a form does not show."""
    on = form.medium.removesuffix("s")
    for figure, entry in publication.find_unshown(shown):
        what = f'figure "{figure.id}": no {on} of {form.file} shows it'
        yield Problem(figure.place, what, _may_show(entry, form), warns=True)


def check_mentions(publication: Publication, lost: Collection[str], form: Form) -> Iterator[Problem]:
    """Yield a problem for each figure that pages speak of and do not show, where a text first mentions it."""
    left = {figure.id: entry for figure, entry in publication.find_unshown(()) if figure.id in lost}
    if not left:
        return
    notes = {chapter.notes for chapter in publication.chapters} | {entry.notes for entry in publication.entries()}
    for owner, prose in all_prose(publication):
        for reference in () if prose in notes else find_references(prose):
            if reference.kind in ("fig", "tbl") and reference.id in left:
                what = f'{owner}: figure "{reference.id}" is mentioned but no page of {form.file} shows it'
                yield Problem(reference.place, what, _may_show(left.pop(reference.id), form))


def _may_show(entry: Entry, form: Form) -> str:
    """Return a hint that names the layouts which may show a figure that an entry lists."""
    layouts = [f"layouts/{form.folders[1]}/{entry.kind}.html"]
    if form.medium == "slides":
        layouts = [f"layouts/{form.name}/{entry.kind}.html", f"layouts/{form.name}/_appendix.html"]
    return f'{entry.kind} "{entry.id}" lists it: {" or ".join(layouts)} may show it'


# ---------------------------------------------------------------- what words claim


def warn_of_figures(publication: Publication) -> Iterator[Problem]:
    """Yield warnings of titles that name what a figure does not show, and of breaks at a year they do not name."""
    charts = [figure for figure in publication.figures.values() if isinstance(figure, DataFigure)]
    named = {word for figure in charts for word in _words(figure.unit)}
    named |= {word for fact in publication.facts.values() for word in _words(fact.unit)}
    held = {figure.id: _measures(figure) & named - SCALES for figure in charts}
    for figure in charts:
        yield from _warn_of_title(figure, held)
        if isinstance(figure, Chart):
            yield from _warn_of_breaks(figure, publication.imprint.language)


def _words(text: str) -> set[str]:
    """Return the words of a measure in lower case, from four letters on, each without a final s (the plural)."""
    return {word.removesuffix("s") for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


def _measures(figure: DataFigure) -> set[str]:
    columns = " ".join(f"{series.label} {series.column.replace('_', ' ')}" for series in figure.series)
    return _words(f"{figure.unit} {columns}")


def _warn_of_title(figure: DataFigure, held: Mapping[str, set[str]]) -> Iterator[Problem]:
    own = _measures(figure) | _words(figure.subtitle.source)
    for match in re.finditer(r"[^\W\d_]{4,}", figure.title.source):
        holders = [id for id, measures in held.items() if _words(match[0]) & measures]
        if holders and not _words(match[0]) & own:
            what = f'figure "{figure.id}": the title speaks of "{match[0]}", and no series of it holds them'
            hint = f"say what this figure shows; {quoted(holders[:1])} holds them"
            yield Problem(figure.place_of("title"), what, hint, warns=True)


def _warn_of_breaks(figure: Chart, language: str) -> Iterator[Problem]:
    """Yield warnings of breaks whose line names other years, or a month that may lie in the next fiscal year.

    A fiscal year that begins in October is called after the year in which it ends.
    """
    months = [get_month_names("wide", locale=language.replace("-", "_"))[number] for number in (10, 11, 12)]
    late = re.compile(rf"\b({'|'.join(map(re.escape, months))})\s+(?:de\s+)?(\d{{4}})\b", re.IGNORECASE)
    fiscal = "fiscal" in figure.subtitle.source.casefold()
    for at, mark in enumerate(figure.breaks):
        line, place = mark.line.source, figure.place_of(f"breaks.{at}")
        years, found = YEAR.findall(line), late.search(line)
        if not YEAR.fullmatch(mark.at) or not years:
            continue
        if mark.at not in years:
            what = f'figure "{figure.id}": the break stands at {mark.at}, and its line speaks of {years[0]}'
            yield Problem(place, what, f"set it at {years[0]}, or name {mark.at} in the line", warns=True)
        elif fiscal and found and found[2] == mark.at and "fiscal" not in line.casefold():
            what = (
                f'figure "{figure.id}": the break stands at {mark.at}, and {found[0]} may lie in the next fiscal year'
            )
            hint = f'set it at {int(mark.at) + 1}, or say "fiscal year {mark.at}" in the line'
            yield Problem(place, what, hint, warns=True)
