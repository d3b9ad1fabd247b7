"""All words of the content that may be printed, each with its place: texts, names, labels; also those of data files."""

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from pipeline.content.model import Chapter, Entry, Publication
from pipeline.content.record import Prose, Record
from pipeline.content.source import Source
from pipeline.core import Place
from pipeline.data import Data

# Fields that name something of the publication, a file, a row or a color, and are never printed themselves.
NAMES = frozenset(
    """at chapters citation_style color columns column cover data end entries evidence figure figures highlight id kind of
    place places sheet source start total whole words""".split()  # noqa: SIM905
)


def find_printed(publication: Publication) -> Iterator[tuple[str, Place, str]]:
    """Yield the name that messages use for a record, a place, and words of it, for all that may be printed."""
    records: list[tuple[str, Record | Source]] = [("publication", publication.imprint)]
    records += [(f'chapter "{chapter.id}"', chapter) for chapter in publication.chapters]
    records += [(f'{entry.kind} "{entry.id}"', entry) for entry in publication.entries()]
    records += [(f'figure "{figure.id}"', figure) for figure in publication.figures.values()]
    records += [(f'fact "{fact.id}"', fact) for fact in publication.facts.values()]
    records += [(f'term "{term.term.source}"', term) for term in publication.glossary]
    records += [(f'source "{source.id}"', source) for source in publication.sources.values()]
    for owner, record in records:
        yield from ((owner, place, words) for place, words in printed_words(record))


def printed_words(record: Record | Source, *without: str) -> Iterator[tuple[Place, str]]:
    """Yield all words of a record that may be printed, and of the records in it, each with its place.

    The entries of a chapter are not among them, nor are fields called `without`. The place is that of the first line of a
    text, or of the data file that labels of rows come from.
    """
    if isinstance(record, Source):
        yield from record.words
    else:
        yield from _of_record(record, record, without)


def _of_record(record: BaseModel, owner: Record, without: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """Yield the words of a record. What is no `Record` has no places of its own: then they are those of `owner`."""
    placed = record if isinstance(record, Record) else owner
    for name, key in _printed_fields(type(record)).items():
        if name not in without:
            yield from _of_value(getattr(record, name), placed, key, without)


@cache
def _printed_fields(kind: type[BaseModel]) -> dict[str, str]:
    """Return the fields of a record that may be printed, each with the key that it has in a file."""
    return {name: field.alias or name for name, field in kind.model_fields.items() if name not in NAMES}


def _of_value(value: object, owner: Record, key: str, without: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield owner.place_of(key), value
    elif isinstance(value, Prose):
        yield value.place, value.source
    elif isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _of_value(item, owner, f"{key}.{at}", without)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield owner.place_of(f"{key}.{name}"), str(name)
            yield from _of_value(item, owner, f"{key}.{name}", without)
    elif isinstance(value, Data):
        words = (word for column in value.words.values() for word in column)
        yield from ((Place(value.path, 0), label) for label in (*value.labels, *words))
    elif isinstance(value, BaseModel) and not isinstance(value, Entry | Chapter):
        yield from _of_record(value, owner, without)
