"""Every text of a publication, with what it belongs to."""

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.content.model import Chapter, Entry, Publication
from pipeline.content.record import Prose


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
        yield from _prose_in(tuple(value.values()) if isinstance(value, dict) else value)


def _prose_in(value: object) -> Iterator[Prose]:
    """Yield every text of a value: a text itself, a record, or a tuple of them, such as the rows of a table."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _prose_in(item)
    elif isinstance(value, BaseModel) and not isinstance(value, Entry | Chapter):
        yield from prose_of(value)
