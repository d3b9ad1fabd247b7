"""Every text of a publication, with what it belongs to; and every word that may be printed, with its place."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from pipeline.content.model import Chapter, Entry, Publication
from pipeline.content.record import Prose, Record
from pipeline.core import Place
from pipeline.data import Data


def all_prose(publication: Publication) -> Iterator[tuple[str, Prose]]:
    """Yield the name that messages use for a record, and a text of it, for every text in reading order.

    The texts are those of the imprint, chapters, entries, figures and glossary; those of facts are not among them.
    """
    yield from (("publication", prose) for prose in prose_of(publication.imprint))
    for chapter in publication.chapters:
        yield from ((f'chapter "{chapter.id}"', prose) for prose in prose_of(chapter))
        for entry in chapter.entries:
            yield from ((f'{entry.kind} "{entry.id}"', prose) for prose in prose_of(entry))
    for figure in publication.figures.values():
        yield from ((f'figure "{figure.id}"', prose) for prose in prose_of(figure))
    for term in publication.glossary:
        yield from ((f'term "{term.term.source}"', prose) for prose in prose_of(term))


def prose_of(record: BaseModel) -> Iterator[Prose]:
    """Yield every text of one record and of the records in it, but not of a chapter's entries."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, dict):
            value = tuple(value.values())
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Prose):
                yield item
            elif isinstance(item, BaseModel) and not isinstance(item, Entry | Chapter):
                yield from prose_of(item)


# Fields that name something of the publication, a file, a row or a color, and are never printed themselves.
NAMES = frozenset(
    [
        "at",
        "chapters",
        "citation_style",
        "color",
        "columns",
        "column",
        "cover",
        "data",
        "end",
        "evidence",
        "figures",
        "highlight",
        "id",
        "kind",
        "of",
        "periods",
        "place",
        "places",
        "sheet",
        "source",
        "start",
        "total",
    ]
)


Wanted = Callable[[str], bool]


def find_printed(publication: Publication, wanted: Wanted) -> Iterator[tuple[str, Place, str]]:
    """Yield the name that messages use for a record, a place, and words of it, for all that is wanted of what may be printed.

    The place is that of the first line of a text, or of the data file that labels of rows come from.
    """
    records: list[tuple[str, Record]] = [("publication", publication.imprint)]
    records += [(f'chapter "{chapter.id}"', chapter) for chapter in publication.chapters]
    records += [(f'{entry.kind} "{entry.id}"', entry) for entry in publication.entries()]
    records += [(f'figure "{figure.id}"', figure) for figure in publication.figures.values()]
    records += [(f'fact "{fact.id}"', fact) for fact in publication.facts.values()]
    records += [(f'term "{term.term.source}"', term) for term in publication.glossary]
    for owner, record in records:
        for place, words in _printed(record, wanted):
            yield owner, place, words
    for source in publication.sources.values():
        yield from ((f'source "{source.id}"', place, words) for place, words in source.words if wanted(words))


def _printed(record: BaseModel, wanted: Wanted) -> Iterator[tuple[Place, str]]:
    """Yield wanted words of one record and of the records in it, but not of a chapter's entries, each with its place."""
    fields = _printed_fields(type(record))
    for name, value in record.__dict__.items():
        if value is not None and name in fields:
            yield from _words(value, record, fields[name], wanted)


@cache
def _printed_fields(kind: type[BaseModel]) -> dict[str, str]:
    """Return the fields of a record that may be printed, each with the key that it has in a file."""
    return {name: field.alias or name for name, field in kind.model_fields.items() if name not in NAMES}


def _words(value: object, record: BaseModel, key: str, wanted: Wanted) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        if wanted(value):
            yield (record.place_of(key) if isinstance(record, Record) else Place("", 0)), value
    elif isinstance(value, Prose):
        if wanted(value.source):
            yield value.place, value.source
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _words(item, record, f"{key}.{at}", wanted)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _words(name, record, key, wanted)
            yield from _words(item, record, key, wanted)
    elif isinstance(value, Data):
        for label in (*value.labels, *(word for words in value.words.values() for word in words)):
            if wanted(label):
                yield Place(value.path, 0), label
    elif isinstance(value, BaseModel) and not isinstance(value, Entry | Chapter):
        yield from _printed(value, wanted)
