"""Check figures: colors of their series, entries that a figure is computed from, words that fit it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from babel.dates import get_month_names

from pipeline.checks.colors import check_visible, tell_alike
from pipeline.checks.shares import check_shares
from pipeline.content import (
    NO_LIST,
    Chart,
    DataFigure,
    Entry,
    EntryTable,
    Figure,
    Form,
    MapFigure,
    Matrix,
    Publication,
    Theme,
    Timeline,
    Word,
    all_prose,
    find_parts,
)
from pipeline.core import Problem, quoted, suggest
from pipeline.figures import color_list, columns_of, entries_of
from pipeline.text import find_references

YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")
MOST_LETTERS = 100  # of words beside a value
SCALES = {"percent", "million", "billion", "thousand"}  # of units, and no measure by themselves


def check_figures(publication: Publication, theme: Theme) -> Iterator[Problem]:
    """Yield every problem of a figure with the theme, or with the entries it is computed from."""
    for figure in publication.figures.values():
        if isinstance(figure, Chart | MapFigure):
            yield from _check_colors(figure, theme)
            yield from _check_map(figure) if isinstance(figure, MapFigure) else _check_chart(figure)
        else:
            yield from _check_computed(figure, publication)


MARKED = re.compile(r"~[^\s~]+~|\^[^\s^]+\^|\*\S[^*]*\*|`[^`]+`|\[[^\]]*\](?:\(|\{lang)|\[[^\]]*@|\^\[")


def check_plain_words(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each unit, label and word of a list that holds marks of a text: drawings print them as they are typed."""
    figures = [figure for figure in publication.figures.values() if isinstance(figure, DataFigure)]
    series = ((f'figure "{figure.id}"', one, "label", one.label) for figure in figures for one in figure.series)
    units = (
        (f'{name} "{one.id}"', one, "unit", one.unit)
        for name, records in (("figure", figures), ("fact", publication.facts.values()))
        for one in records
    )
    lists = publication.imprint.lists.items()
    listed = ((f'word "{one.id}" of the list "{name}"', one) for name, words in lists for one in words.values())
    labels = ((owner, one, key, getattr(one, key)) for owner, one in listed for key in ("label", "short"))
    for owner, record, key, words in (*series, *units, *labels):
        if found := MARKED.search(words or ""):
            what = f'{owner}: "{key}" is plain words, and "{found[0]}" would be printed as it stands'
            yield Problem(
                record.place_of(key), what, "leave out the marks; for a small number type its sign, such as ₂ or ²"
            )


def _check_colors(figure: Chart | MapFigure, theme: Theme) -> Iterator[Problem]:
    """Yield problems of the colors of series: unknown ones, too few, or such as cannot be told apart."""
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


def _check_chart(figure: Chart) -> Iterator[Problem]:
    owner = f'figure "{figure.id}"'
    yield from _check_annotations(figure, owner)
    if figure.colored and (figure.kind != "bar" or len(figure.series) > 1):
        what = f'{owner}: "colored" is for bars of one series'
        yield Problem(figure.place_of("colored"), what, "leave it out; series differ by their colors")
    if figure.panels and (figure.kind != "line" or len(figure.series) < 2):
        what = f'{owner}: "panels" are for lines of two series or more'
        yield Problem(
            figure.place_of("panels"), what, "leave it out; or write  kind: line, and a series for each panel"
        )
    yield from check_shares(figure, owner)
    if figure.kind == "range" and len(figure.series) < 2:
        yield Problem(
            figure.place_of("series"),
            f"{owner}: a range needs two series or more",
            "add a second one; or write  kind: line",
        )


def _check_annotations(figure: Chart, owner: str) -> Iterator[Problem]:
    """Yield a problem for each annotation beside no value: of no series, or where its series has none."""
    columns = {series.column: series for series in figure.series}
    for note in figure.annotations:
        row = figure.table.find(note.at)
        if len(note.line.source) > MOST_LETTERS:
            what = f"{owner}: an annotation has {len(note.line.source)} letters, and there is room for {MOST_LETTERS}"
            yield Problem(
                note.place_of("line"), what, "shorten it; what is longer belongs into the note below the figure"
            )
        if note.column is None and len(columns) > 1:
            what = f"{owner}: an annotation does not say which series it is about"
            yield Problem(note.place, what, f"add  column: with {quoted(list(columns), 'or')}")
        elif note.column is not None and note.column not in columns:
            what = f'{owner}: no series from a column "{note.column}"'
            yield Problem(note.place_of("column"), what, suggest(note.column, columns))
        elif row is not None and figure.numbers(columns[note.column or figure.series[0].column])[row] is None:
            what = f'{owner}: there is no value at "{note.at}" for an annotation to stand beside'
            yield Problem(note.place_of("at"), what, "name a row that has one")


def _check_chosen(figure: Chart | MapFigure, theme: Theme, owner: str) -> Iterator[Problem]:
    """Yield problems of colors that a figure names: too pale on white, or too similar to those of other series."""
    colors, free = [], iter(theme.series)
    for series in figure.series:
        colors.append(series.color or next(free))
    for series in figure.series:
        if series.color:
            yield from check_visible(series.color, theme, owner, series.place_of("color"))
    for one, other in combinations(range(len(colors)), 2):
        chosen = figure.series[other] if figure.series[other].color else figure.series[one]
        if chosen.color and (told := tell_alike(colors[one], colors[other], theme)):
            yield Problem(chosen.place_of("color"), f"{owner}: {told}", "choose another for one of the two series")


def _check_map(figure: MapFigure) -> Iterator[Problem]:
    """Yield a problem for more series than a map can show: of circles two, which are rings and discs, and of areas one."""
    owner, count = f'figure "{figure.id}"', len(figure.series)
    rows = range(len(figure.table.labels))
    has_areas = any(
        figure.point(row) is None and any(figure.numbers(series)[row] is not None for series in figure.series)
        for row in rows
    )
    if has_areas and count > 1:
        what = f"{owner}: an area is filled by one number, and there are {count} series"
        yield Problem(figure.place_of("series"), what, "leave one, or give the others a map of their own")
    elif count > 2:
        what = f"{owner}: a map shows two numbers of a place at most, and there are {count} series"
        yield Problem(figure.place_of("series"), what, "leave out some, or make two maps of it")


def _check_computed(figure: Figure, publication: Publication) -> Iterator[Problem]:
    if isinstance(figure, Timeline):
        yield from _check_timeline(figure, publication)
    if isinstance(figure, Matrix):
        yield from _check_kind(figure, "rows", figure.rows, publication)
        yield from _check_kind(figure, "columns", figure.columns, publication)
    if isinstance(figure, EntryTable):
        yield from _check_kind(figure, "entries", figure.entries, publication)
        yield from _check_columns(figure, publication)


def _check_timeline(figure: Timeline, publication: Publication) -> Iterator[Problem]:
    """Yield problems of entries that a timeline names, and of what colors them."""
    owner, shown = f'figure "{figure.id}"', entries_of(figure, publication.every_entry)
    if "entries" in figure.places:
        yield from _check_named(figure, publication)
    else:
        yield from _check_kind(figure, "kind", figure.entries[0], publication)
    lists = publication.imprint.lists
    if figure.color and figure.color not in (NO_LIST, *lists):
        what = f'{owner}: no list called "{figure.color}"'
        yield Problem(
            figure.place_of("color"), what, suggest(figure.color, [NO_LIST, *lists], "Lists stand in publication.yaml.")
        )
    elif listed := color_list(figure, shown):
        yield from _check_colored(figure, listed, shown, lists[listed])


def _check_named(figure: Timeline, publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each name that is no kind and no id of an entry, or of none with years."""
    if publication.unread:
        return
    known = {name for entry in publication.entries() for name in (entry.kind, entry.id)} | publication.broken
    for at, name in enumerate(figure.entries):
        owner, place = f'figure "{figure.id}"', figure.place_of(f"entries.{at}")
        named = [entry for entry in publication.entries() if name in (entry.kind, entry.id)]
        if name not in known and not publication.broken:
            yield Problem(place, f'{owner}: no entry and no kind of entry called "{name}"', suggest(name, known))
        elif named and not any(entry.years for entry in named) and not publication.broken:
            is_id = named[0].id == name
            what = f'{owner}: {named[0].kind} "{name}" has no years' if is_id else f"{owner}: no {name} has years"
            hint = f"add to {'it' if is_id else 'each of them'} a line  years: 1942-1964, or what they are"
            yield Problem(place, what, hint)


def _check_colored(
    figure: Timeline, listed: str, shown: Sequence[Entry], words: Mapping[str, Word]
) -> Iterator[Problem]:
    """Yield a problem for each entry that a timeline cannot color by a list, as it bears no word of it, or one without a color."""
    bare = dict[str, Word]()
    for entry in shown:
        if (word := entry.words.get(listed)) is None:
            what = (
                f'{entry.kind} "{entry.id}": there is no "{listed}", and figure "{figure.id}" takes its color from it'
            )
            hint = f"add a line  {listed}:  with {quoted(list(words), 'or')}; or to the figure a line  color: {NO_LIST}"
            yield Problem(entry.place, what, hint)
        elif not word.color:
            bare[word.id] = word
    for word in bare.values():
        what = f'word "{word.id}" of the list "{listed}": there is no color, and figure "{figure.id}" is colored by it'
        yield Problem(
            word.place, what, f"add  color: and the name of a color; or to the figure a line  color: {NO_LIST}"
        )


def _check_kind(figure: Figure, key: str, kind: str, publication: Publication) -> Iterator[Problem]:
    """Yield a problem if no entry is of this kind; none while a record is broken or a file could not be read."""
    if publication.broken or publication.unread or any(True for _ in publication.entries(kind)):
        return
    what = f'figure "{figure.id}": there is no entry of the kind "{kind}"'
    yield Problem(figure.place_of(key), what, suggest(kind, {entry.kind for entry in publication.entries()}))


def _check_columns(figure: EntryTable, publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each column that no entry fills; none while one is broken or unread, and may fill it."""
    if publication.broken or publication.unread:
        return
    known = {column for entry in publication.entries(figure.entries) for column in columns_of(entry)}
    for at, column in enumerate(figure.columns):
        if known and column not in known:
            what = f'figure "{figure.id}": no {figure.entries} has "{column}"'
            yield Problem(figure.place_of(f"columns.{at}"), what, suggest(column, known))


# ---------------------------------------------------------------- what is shown


def warn_of_unshown(publication: Publication, shown: Collection[str], form: Form) -> Iterator[Problem]:
    """Yield a warning for each figure that an entry lists and that a form does not show, if it names no other that has all."""
    if publication.elsewhere and publication.elsewhere.file:
        return
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
    whole = [figure for figure in publication.figures.values() if isinstance(figure, DataFigure)]
    charts = [*whole, *find_parts(publication).values()]
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
