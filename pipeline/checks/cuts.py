"""Check the cuts of the deck: names that there are twice, entries that are not there, and minutes that a cut does not keep."""

from collections.abc import Iterator

from pipeline.content import ALL, OPENING, Cut, Publication, find_ids
from pipeline.core import Place, Problem, suggest

RESERVED = "notes"  # deck-notes.pdf is the handout with its notes
SLACK = 0.15  # of the minutes of a cut, over or under


def check_cuts(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each name of a cut that another has, and for each entry that is not there or is there twice."""
    names: dict[str, Cut] = {}
    for cut in publication.imprint.cuts:
        if cut.name == RESERVED:
            hint = "give it another name: deck-notes.pdf is the handout of the whole, with its notes"
            yield Problem(cut.place_of("name"), f'no cut can be called "{cut.name}"', hint)
        for key, called in dict.fromkeys((("name", cut.name), ("title" if cut.title else "name", cut.called))):
            if called in names and names[called] is not cut:
                what = f'two cuts are called "{called}"; the first is on line {names[called].place.line}'
                yield Problem(cut.place_of(key), what, "give one of them another name")
            names.setdefault(called, cut)
        yield from _check_parts(cut, publication)


def _check_parts(cut: Cut, publication: Publication) -> Iterator[Problem]:
    chapters = publication.chapters
    entries = [entry.id for entry in publication.entries()]
    first: dict[str, Place] = {}
    for part in cut.entries:
        if part.id == ALL and not part.is_opening:
            if not cut.has_all:
                hint = "write  entries: all  and nothing else, or list entries"
                yield Problem(part.place, f'cut "{cut.name}": "{ALL}" stands beside others', hint)
            continue
        found = find_ids(part, chapters)
        if not found and part.id not in publication.broken and "chapters" not in publication.unread:
            yield _unknown(
                cut.name, part.id, part.is_opening, part.place, [chapter.id for chapter in chapters], entries
            )
        twice = next((id for id in found if id in first), None)
        if twice is not None:
            what = f'cut "{cut.name}": "{twice}" is in it twice; the first is on line {first[twice].line}'
            yield Problem(part.place, what, "delete one of the two; a chapter has all of its entries")
        for id in found:
            first.setdefault(id, part.place)


def _unknown(cut: str, id: str, is_opening: bool, place: Place, chapters: list[str], entries: list[str]) -> Problem:
    if not is_opening:
        known = [*chapters, *entries]
        return Problem(place, f'cut "{cut}": no entry or chapter called "{id}"', suggest(id, known, most=40))
    what = f'cut "{cut}": no chapter called "{id}"'
    if id in entries:
        what = f'cut "{cut}": "{id}" is an entry, and only chapters have an opening'
        return Problem(place, what, f"write  - {id}")
    return Problem(place, what, suggest(id, chapters))


def warn_of_minutes(cut: Cut, words: int, words_a_minute: float) -> Iterator[Problem]:
    """Yield a warning for a cut whose notes, of so many words, take much more or less time than it has."""
    room = cut.minutes * words_a_minute
    if abs(words - room) > SLACK * room:
        off = round(abs(words - room), -1)
        is_over = words > room
        said = f"its notes take about {round(words / words_a_minute, 1):g} minutes, and it has {cut.minutes:g}"
        what = f'cut "{cut.name}": {said}: {off:.0f} words too {"many" if is_over else "few"}'
        hint = "leave an entry out, or say less in its notes" if is_over else "add an entry, or say more in its notes"
        yield Problem(cut.place_of("minutes"), what, f"{hint}; {words_a_minute:g} words take a minute", warns=True)


def warn_of_no_opening(cut: Cut, origins: frozenset[str]) -> Iterator[Problem]:
    """Yield a warning for each opening of a chapter that a cut asks for and that no slide is.

    `origins` are the ids of the chapters and entries that slides came from.
    """
    for part in cut.entries:
        if part.is_opening and part.id not in origins:
            what = f'cut "{cut.name}": no slide opens the chapter "{part.id}", which begins with its first entry'
            yield Problem(part.place, what, f"delete  {OPENING}: {part.id}  and list the entry", warns=True)
