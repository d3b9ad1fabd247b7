"""Find citations that are typed as they would be printed, such as (Smith 2019), and so lead to no source."""

import re
from collections.abc import Iterator

from pipeline.content import Prose, Publication, Source, all_prose
from pipeline.core import Place, Problem
from pipeline.text import find_words

AN_ID = re.compile(r"\[(\w[\w:.-]*)(?:, [^\[\]]*)?\]")
AUTHOR_YEAR = re.compile(r"[(\[](?P<names>[^()\[\]\d\n]{2,60}?),?\s(?P<year>\d{4})[a-z]?(?:[,:] [^()\[\]]{1,20})?[)\]]")


def check_typed_citations(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each id of a source that stands in square brackets without its @."""
    for owner, prose, words, place in _paragraphs(publication):
        for match in AN_ID.finditer(words):
            is_typed = match[0] in prose.source  # without a backslash, which makes brackets plain ones
            if is_typed and match[1] in publication.sources and not match[1].isalpha():
                what = f'{owner}: "{match[0]}" is printed as it stands'
                yield Problem(_at(place, words, match), what, f"to cite the source, write [@{match[0][1:]}")


def warn_of_typed_citations(publication: Publication) -> Iterator[Problem]:
    """Yield a warning for each author and year in brackets that are those of one source."""
    if not publication.sources:
        return
    for owner, _, words, place in _paragraphs(publication):
        for match in AUTHOR_YEAR.finditer(words):
            meant = [
                source.id for source in publication.sources.values() if _is_by(source, match["names"], match["year"])
            ]
            if len(meant) == 1:
                what = f'{owner}: "{match[0]}" is printed as it stands, and leads to no source'
                hint = f"to cite it, write [@{meant[0]}] in its place"
                yield Problem(_at(place, words, match), what, hint, warns=True)


def _paragraphs(publication: Publication) -> Iterator[tuple[str, Prose, str, Place]]:
    for owner, prose in all_prose(publication):
        for words, line in find_words(prose):
            yield owner, prose, words, Place(prose.place.path, line)


def _at(place: Place, words: str, match: re.Match[str]) -> Place:
    return Place(place.path, place.line + words.count("\n", 0, match.start()))


def _is_by(source: Source, names: str, year: str) -> bool:
    """Return whether a source is of a year, and the first of its authors the first of some names."""
    first = next(iter(source.short_authors), "")
    return bool(first) and source.year == year and names.casefold().strip().startswith(first.casefold())
