"""Where in the content some words stand that an output shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.content.figure import EntryTable, Figure, Matrix, Timeline
from pipeline.content.model import Chapter, Entry, Publication
from pipeline.content.printed_words import printed_words
from pipeline.content.record import Record
from pipeline.content.source import Source
from pipeline.core import Place

LEAST = 4  # letters of a word that is looked for: a shorter one stands in many places
UNSEEN = ("notes", "alt")  # on no page
Owner = tuple[Record | Source, str]  # a record, and its name in messages


@dataclass(frozen=True)
class Found:
    """The line where a text stands, and the name that messages use for the record.

    If not `is_exact`, the line only has words of the text, or is that of the nearest record.
    """

    place: Place
    name: str
    is_exact: bool = False


def find_text(publication: Publication, anchors: Sequence[str], wanted: str, in_table: bool) -> Found:
    """Return where a text stands in the content, or most of its words; that of a table most likely in a table within prose.

    `anchors` are ids in the HTML of an output, the nearest first, as "sec-sovereignty" or "fig-riders". Where no word is in
    any of their records, as in a data file or a layout, the nearest record is named; without one, publication.yaml.
    """
    owners = [owner for anchor in anchors for owner in _owners(publication, anchor)]
    owners.append((publication.imprint, "publication"))
    words = {word for word in re.findall(r"\w+", wanted) if len(word) >= LEAST}
    best, found = (False, False, 0), Found(owners[0][0].place, owners[0][1])
    for record, name in owners:
        for place, text in printed_words(record, *UNSEEN):
            is_exact = bool(wanted) and wanted in " ".join(text.split())
            for at, line in enumerate(text.splitlines()):
                count = sum(word in line for word in words) + (wanted in line) + (wanted == line)
                score = is_exact, in_table and line.lstrip().startswith("|"), count
                if count and score > best:
                    best, found = score, Found(Place(place.path, place.line + at), name, is_exact)
    return found


def _owners(publication: Publication, anchor: str) -> Iterator[Owner]:
    """Yield the records that an element of an output shows, by its id."""
    kind, _, id = anchor.partition("-")
    if kind == "sec" and id in publication.origins:
        records: list[Chapter | Entry] = [*publication.chapters, *publication.every_entry]
        yield from ((record, publication.origins[id][1]) for record in records if record.id == id)
    elif kind == "fig" and id in publication.figures:
        figure = publication.figures[id]
        yield figure, f'figure "{id}"'
        entries = (entry for entry in publication.entries() if _is_computed_from(figure, entry))
        yield from ((entry, publication.origins[entry.id][1]) for entry in entries)
    elif kind == "fact" and (name := id.partition(".")[0]) in publication.facts:
        yield publication.facts[name], f'fact "{name}"'
    elif kind == "source" and id in publication.sources:
        yield publication.sources[id], f'source "{id}"'
    elif anchor == "glossary":
        yield from ((term, f'term "{term.term.source}"') for term in publication.glossary)


def _is_computed_from(figure: Figure, entry: Entry) -> bool:
    if isinstance(figure, Timeline):
        return entry.years is not None and figure.names(entry.kind, entry.id)
    fields = {Matrix: ("rows", "columns"), EntryTable: ("entries",)}.get(type(figure), ())
    return entry.kind in {getattr(figure, field) for field in fields}
