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
        if isinstance(value, dict):
            value = tuple(value.values())
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Prose):
                yield item
            elif isinstance(item, BaseModel) and not isinstance(item, Entry | Chapter):
                yield from prose_of(item)
