"""Warn of sources that nobody could find again, that nobody cites, or that were not graded."""

from collections.abc import Iterator
from typing import get_args

from pipeline.content import Grade, Publication, Reading, Source, all_prose
from pipeline.core import Problem
from pipeline.text import find_references

# What a type of source needs to be found again: one of each group.
NEEDED: dict[str, list[tuple[str, ...]]] = {
    "article-journal": [("author", "editor"), ("container-title",), ("issued",)],
    "article-magazine": [("container-title",), ("issued",)],
    "article-newspaper": [("container-title",), ("issued",)],
    "book": [("author", "editor"), ("publisher",), ("issued",)],
    "chapter": [("author",), ("container-title",)],
    "dataset": [("author", "publisher")],
    "report": [("author", "publisher"), ("issued", "URL", "number")],
    "thesis": [("author",), ("publisher",), ("issued",)],
    "webpage": [("URL", "DOI", "container-title", "publisher", "author")],
    "post-weblog": [("URL", "DOI", "container-title")],
}
# Whatever else there is stands in a library or on the web: one of these leads to it.
PRINTED = (
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "chapter",
    "entry-encyclopedia",
    "thesis",
)
UNTITLED = ("interview", "personal_communication", "review", "review-book", "collection", "entry")
GAZETTED = ("bill", "legal_case", "legislation", "regulation", "treaty")  # found by the collection they are printed in


def warn_of_sources(publication: Publication) -> Iterator[Problem]:
    """Yield warnings of sources without a needed field, an address or a grade, and of sources cited nowhere."""
    cited = {ref.id for _, text in all_prose(publication) for ref in find_references(text) if ref.kind == "source"}
    cited.update(id for figure in publication.figures.values() for id in figure.source)
    cited.update(id for fact in publication.facts.values() for id in fact.source)
    grading = any(source.grade or source.read for source in publication.sources.values())
    for source in publication.sources.values():
        yield from _warn_of_gaps(source)
        if not is_found(source):
            what, hint = f'source "{source.id}" has no address', "add its URL, DOI or ISBN, or archive and call-number"
            yield Problem(source.place, what, hint, warns=True)
        if grading:
            yield from _warn_of_grade(source)
        if source.id not in cited:
            what, hint = f'source "{source.id}" is cited nowhere', "cite it, or delete it"
            yield Problem(source.place, what, hint, warns=True)


def is_found(source: Source) -> bool:
    """Return whether a reader could find the source by what is printed of it."""
    if any(map(source.has, ("URL", "DOI", "ISBN", "PMID", "PMCID"))):
        return True
    if source.has("archive") and (source.has("call-number") or source.has("archive_location")):
        return True
    return source.type in PRINTED or (source.type in GAZETTED and source.has("container-title"))


def _warn_of_gaps(source: Source) -> Iterator[Problem]:
    if not source.has("type"):
        hint = f"add one, such as  type: book. Others are {', '.join(sorted(NEEDED))}"
        yield Problem(source.place, f'source "{source.id}" has no type', hint, warns=True)
    if not source.has("title") and source.type not in UNTITLED:
        yield Problem(source.place, f'source "{source.id}" has no title', "a source is found by it", warns=True)
    for group in NEEDED.get(source.type, ()):
        if not any(map(source.has, group)):
            wanted = " or ".join(group)
            what = f'source "{source.id}" has no {wanted}'
            yield Problem(source.place, what, f"a source of type {source.type} is found by it", warns=True)


def _warn_of_grade(source: Source) -> Iterator[Problem]:
    """Yield a warning for a missing `grade` or `read`; where other sources are graded, one was forgotten."""
    for key, known in (("grade", Grade), ("read", Reading)):
        if getattr(source, key) is None:
            what = f'source "{source.id}" has no {key}, and others have one'
            yield Problem(source.place, what, f"it is one of {', '.join(get_args(known))}", warns=True)
