"""Compute the plot of a timeline from entries: bands in the colors of a list, events as labels that do not overlap.

As in plot.py, all lengths are points, and colors are names of the palette.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from string import ascii_uppercase

from pipeline.content import NO_LIST, Entry, Event, Figure, Timeline, Word
from pipeline.figures.axes import Scale, year_steps
from pipeline.figures.colors import text_color, text_on
from pipeline.figures.look import Look
from pipeline.figures.plot import Label
from pipeline.text import break_words


def entries_of(figure: Timeline, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a timeline shows, out of all: those that it names and that have years, in order of time."""
    found = (entry for entry in entries if entry.years and figure.names(entry.kind, entry.id))
    return tuple(sorted(found, key=lambda entry: _years(entry, 9999)))


def _years(entry: Entry, today: int) -> tuple[int, int]:
    """Return the first and the last year of an entry; `today` is the last of one that goes on."""
    first, last = entry.years or (today, None)
    return first, last or today


def color_list(figure: Timeline, shown: Sequence[Entry]) -> str:
    """Return the name of the list whose words color a timeline that shows some entries; "" if none does.

    It is the list that the figure names or, if it names none, the first of which an entry bears a word with a color.
    """
    if figure.color:
        return "" if figure.color == NO_LIST else figure.color
    return next((name for entry in shown for name, word in entry.words.items() if word.color), "")


def timeline_of(figure: Figure, entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    """Return what a timeline shows of its entries, without their prose, for a digest; [] for another figure."""
    shown = entries_of(figure, entries) if isinstance(figure, Timeline) else ()
    return [(entry.id, entry.title, entry.short, entry.years, entry.words, entry.events) for entry in shown]


def events_of(figure: Timeline, entries: Sequence[Entry]) -> tuple[tuple[Entry, Event], ...]:
    """Return the events that a timeline shows, in order of date, each with its entry."""
    pairs = [(entry, event) for entry in entries_of(figure, entries) for event in entry.events]
    if figure.events == "none":
        return ()
    shown = [pair for pair in pairs if figure.events == "all" or pair[1].major]
    return tuple(sorted(shown, key=lambda pair: when(pair[1].date)))


def when(date: str) -> float:
    """Return a date as a year with a fraction: 1942-08-04 is 1942.59."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    return year + (max(month, 1) - 1) / 12 + max(day, 1) / 366 if month else float(year)


@dataclass(frozen=True)
class EntryBand:
    """The band of an entry, the word that colors it if one does, and what is printed in it (its title, or a letter that `letters` explains)."""

    entry: Entry
    word: Word | None
    color: str
    x: float
    y: float
    width: float
    height: float
    label: Label


@dataclass(frozen=True)
class EventLabel:
    """An event: a line up or down from its day, and its date and words in a lane at the end of the line."""

    event: Event
    color: str
    x: float
    root: float  # where the line meets the band
    tip: float  # where it ends, at the words
    date: Label
    words: Label


@dataclass(frozen=True)
class WordKey:
    word: Word
    color: str
    x: float
    y: float
    label: Label


@dataclass(frozen=True)
class TimelinePlot:
    """A timeline of one width, as high as its content needs."""

    width: float
    height: float
    keys: tuple[WordKey, ...]
    stripes: tuple[EntryBand, ...]
    ticks: tuple[Label, ...]
    axis: float
    flags: tuple[EventLabel, ...]
    letters: tuple[Label, ...]  # what the letters in the bands stand for


MOST_LANES = 5  # lanes


def draw_timeline(
    figure: Timeline,
    entries: Sequence[Entry],
    today: int,
    look: Look,
    width: float,
    down: int = MOST_LANES,
    without: Sequence[Event] = (),
) -> TimelinePlot:
    """Return the plot of a timeline, `width` points wide. An entry without an end goes on to the year `today`.

    Words are set on one line each, in as many lanes as they need, and below the bands if that saves `down` lanes.
    It shows the figure's events but those in `without`.
    """
    shown, size = entries_of(figure, entries), look.type.size
    last = max(_years(entry, today)[1] for entry in shown) + 1
    years = Scale(min(_years(entry, today)[0] for entry in shown), last, 0, width)
    listed = color_list(figure, shown)
    keys, head = _keys([entry.words[listed] for entry in shown if listed in entry.words], look, width)
    events = [pair for pair in events_of(figure, entries) if not any(pair[1] is event for event in without)]
    lanes = _lanes([_Place.of(event, years.at(when(event.date)), look, width) for _, event in events], down)
    lane = 1.5 * size
    deep = {side: 1 + max((place.lane for place in lanes if place.up == side), default=-1) for side in (True, False)}
    top = head + deep[True] * lane + 0.6 * size
    stripes, bottom = _stripes(shown, listed, look, years, top, today)
    axis = bottom + 0.2 * size
    under = axis + 1.9 * size
    flags = tuple(
        _flag(pair, listed, place, look, _root(pair[0], place, stripes), (top - 0.6 * size, under), lane)
        for pair, place in zip(events, lanes, strict=True)
    )
    letters, end = _letters(stripes, look, width, under + deep[False] * lane)
    most = int(width / (3.2 * size))
    ticks = tuple(
        _year(year, years, axis + 1.3 * size, look, width) for year in year_steps(int(years.low), last - 1, most)
    )
    return TimelinePlot(width, end, keys, stripes, ticks, axis, flags, letters)


def _year(year: int, years: Scale, y: float, look: Look, width: float) -> Label:
    """Return a year on the axis, moved so that it does not leave the drawing."""
    wide = look.type.width(str(year))
    x = min(max(years.at(year), wide / 2), width - wide / 2)
    return Label(x, y, (str(year),), 0, "middle", "grey", wide=wide)


# ---------------------------------------------------------------- bands


def _color(entry: Entry, listed: str, look: Look) -> str:
    """Return the color of an entry: that of its word of a list, or the first of the theme's."""
    word = entry.words.get(listed)
    return (word and word.color) or look.theme.series[0]


def _keys(words: Sequence[Word], look: Look, width: float) -> tuple[tuple[WordKey, ...], float]:
    """Return a key for each word, in rows no wider than `width` points, and how high the rows are, in points.

    Where the labels have no room in one row, they are in their short form.
    """
    size, unlike = look.type.size, list({word.id: word for word in words}.values())
    if not unlike:
        return (), 0
    is_short = sum(3.6 * size + look.type.width(word.label) for word in unlike) - 2 * size > width
    x, y, keys = 0.0, size, []
    for word in unlike:
        words_of_key = look.type.shorten(word.tight if is_short else word.label, width - 1.6 * size)
        wide = look.type.width(words_of_key)
        if x and x + 1.6 * size + wide > width:
            x, y = 0.0, y + 1.4 * size
        label = Label(x + 1.6 * size, y, (words_of_key,), 0, wide=wide)
        keys.append(WordKey(word, word.color or look.theme.series[0], x, y, label))
        x += 3.6 * size + wide
    return tuple(keys), 2.2 * size + (y - size)


LETTERS = (*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2)))


def _stripes(
    entries: Sequence[Entry], listed: str, look: Look, years: Scale, top: float, today: int
) -> tuple[tuple[EntryBand, ...], float]:
    """Return the bands, those that overlap in time in different rows, and where the rows end, in points."""
    size, rows = look.type.size, list[float]()
    least = 1.3 * size + 1  # points: room for a letter
    boxes = []
    for entry in entries:
        first, last = _years(entry, today)
        start = min(years.at(first), years.end - least)
        end = max(years.at(last + 1), start + least)
        row = next((n for n, free in enumerate(rows) if free <= start + 0.01), len(rows))
        rows[row : row + 1] = [end]
        boxes.append((entry, start, end - 1, row))
    names = {entry.id: _name(entry, end - start, look) for entry, start, end, _ in boxes}
    lettered = any(name is None for name in names.values())
    high = 1.9 * size if lettered else (max(len(name or ()) for name in names.values()) * 1.15 + 0.9) * size
    stripes = []
    for letter, (entry, start, end, row) in zip(LETTERS, boxes, strict=False):
        lines = (letter,) if lettered else names[entry.id] or ()
        y, color = top + row * (high + 1), _color(entry, listed, look)
        base = y + high / 2 + 0.35 * size - (len(lines) - 1) * 0.575 * size
        label = Label((start + end) / 2, base, lines, 1.15 * size, "middle", text_on(look.theme, color), bold=True)
        stripes.append(EntryBand(entry, entry.words.get(listed), color, start, y, end - start, high, label))
    return tuple(stripes), top + len(rows) * (high + 1)


def _name(entry: Entry, width: float, look: Look) -> tuple[str, ...] | None:
    """Return the lines of an entry's title in a band of this width, or None where it does not fit on two."""
    title, room = entry.short or look.say(entry.title), width - look.type.size
    if any(look.bold.width(word) > room for word in break_words(title)):
        return None
    lines = look.bold.wrap(title, room)
    return lines if len(lines) <= 2 else None


def _letters(stripes: Sequence[EntryBand], look: Look, width: float, y: float) -> tuple[tuple[Label, ...], float]:
    """Return what the letters in bands mean, in rows, and where the rows end, in points; no rows without letters."""
    size, x, found = look.type.size, 0.0, []
    if not stripes or stripes[0].label.lines != ("A",):
        return (), y
    for stripe in stripes:
        words = f"{stripe.label.lines[0]}  {stripe.entry.short or look.say(stripe.entry.title)}"
        wide = look.type.width(words) + 2 * size
        if x and x + wide > width:
            x, y = 0.0, y + 1.4 * size
        found.append(Label(x, y + 1.2 * size, (look.type.shorten(words, width),), 0, wide=wide - 2 * size))
        x += wide
    return tuple(found), y + 1.8 * size


# ---------------------------------------------------------------- flags


@dataclass(frozen=True)
class _Place:
    """The place of an event's words: right or left of its line, above or below the bands, in which lane."""

    x: float
    date: str
    words: str
    wide: float
    most: float
    right: bool = True
    up: bool = True
    lane: int = 0

    @staticmethod
    def of(event: Event, x: float, look: Look, width: float) -> "_Place":
        date, size = event.date[:4], look.type.size
        room = width * 0.6 - look.bold.width(date) - size
        words = look.type.shorten(look.say(event.title), room)
        return _Place(x, date, words, look.bold.width(date) + look.type.width(words) + 1.6 * size, width)

    @property
    def box(self) -> tuple[float, float]:
        return (self.x - 1, self.x + self.wide) if self.right else (self.x - self.wide, self.x + 1)

    def is_free(self, others: Sequence["_Place"]) -> bool:
        left, right = self.box
        if left < -1.5 or right > self.most + 0.5:
            return False
        for other in others:
            if other.up != self.up:
                continue
            start, end = other.box
            if self.lane == other.lane and left < end and start < right:
                return False
            if left <= other.x <= right and self.lane <= other.lane:
                return False  # the other's line would run through these words
            if start <= self.x <= end and other.lane <= self.lane:
                return False  # this line would run through the other's words
        return True


def _lanes(places: Sequence[_Place], down: int) -> list[_Place]:
    """Return the place of each event, in the lowest lane that is free.

    Words run to the right of their lines, from the last event to the first, so that each has only
    lower lanes before it. Those that would run out of the drawing run to the left, below the bands.
    """
    placed: dict[int, _Place] = {}
    outside = [n for n, place in enumerate(places) if place.box[1] > place.most]
    inside = [n for n in range(len(places)) if n not in outside]
    for n in outside:
        ways = [replace(places[n], right=False, up=False, lane=lane) for lane in range(len(places) + 1)]
        placed[n] = _first_free(ways, placed)
    for n in reversed(inside):
        ways = [
            replace(places[n], up=up, lane=lane - (0 if up else down))
            for lane in range(len(places) + 1 + down)
            for up in (True, False)
            if up or lane >= down
        ]
        placed[n] = _first_free(ways, placed)
    return [placed[n] for n in range(len(places))]


def _first_free(ways: Sequence[_Place], placed: Mapping[int, _Place]) -> _Place:
    return next((way for way in ways if way.is_free([*placed.values()])), ways[-1])


def _root(entry: Entry, place: _Place, stripes: Sequence[EntryBand]) -> float:
    """Return where the line of an event ends: at the band of its entry, or at one that lies between that and its words."""
    own = next(stripe for stripe in stripes if stripe.entry is entry)
    over = [stripe for stripe in stripes if stripe.x <= place.x <= stripe.x + stripe.width]
    if place.up:
        return min(stripe.y for stripe in [own, *over] if stripe.y <= own.y)
    return max(stripe.y + stripe.height for stripe in [own, *over] if stripe.y >= own.y)


def _flag(
    pair: tuple[Entry, Event],
    listed: str,
    place: _Place,
    look: Look,
    root: float,
    edges: tuple[float, float],
    lane: float,
) -> EventLabel:
    entry, event = pair
    color, size = _color(entry, listed, look), look.type.size
    above, below = edges
    tip = above - (place.lane + 1) * lane + 0.3 * size if place.up else below + (place.lane + 1) * lane - 0.3 * size
    base = tip + 0.75 * size if place.up else tip
    wide = look.bold.width(place.date)
    start = place.x + 0.4 * size if place.right else place.x + 0.4 * size - place.wide + 0.4 * size
    date = Label(start, base, (place.date,), 0, "start", text_color(look.theme, color), bold=True, wide=wide)
    words = Label(start + wide + 0.45 * size, base, (place.words,), 0, wide=look.type.width(place.words))
    return EventLabel(event, color, place.x, root, tip, date, words)
