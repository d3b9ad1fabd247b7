"""Warn of facts that claim more than they can bear: set large on weak grounds, or old and without their date."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.content import Fact, Prose, Publication, all_prose, prose_of
from pipeline.core import Problem
from pipeline.text import Reference, find_large_facts, find_references, find_words

ALWAYS = "always"  # as-of of a number that does not age, as the length of a river
KEPT = 3  # years after which a number has to say when it was so
YEARS = re.compile(r"(?<!\d)(1\d{3}|20\d\d)(?!\d)(?:(s)\b|[-–/](\d{4}|\d\d)(?!\d))?")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?!\d)")

Span = tuple[int, int]  # the first and the last year


def warn_of_numbers(publication: Publication) -> Iterator[Problem]:
    """Yield warnings of facts that are used nowhere, name no year, are large on weak grounds, or old and undated."""
    told: set[str] = set()
    for owner, prose in all_prose(publication):
        told.update(ref.id for ref in find_references(prose) if ref.kind == "fact")
        yield from _warn_of_large(publication, owner, prose)
    for fact in publication.facts.values():
        if fact.gaps:
            what = f'fact "{fact.id}": {fact.gaps} of the cells that are added up in {fact.data} {"is" if fact.gaps == 1 else "are"} empty'
            hint = "the sum is that of what is known: say so, or take it from where all is known"
            yield Problem(fact.place_of("take"), what, hint, warns=True)
        if fact.id not in told:
            yield Problem(fact.place, f'fact "{fact.id}" is told nowhere', "use it, or delete it", warns=True)
        elif fact.as_of != ALWAYS and not find_years(fact.as_of):
            what, hint = f'fact "{fact.id}": "{fact.as_of}" names no year', f"say when it was so, or {ALWAYS}"
            yield Problem(fact.place_of("as-of"), what, hint, warns=True)
    yield from _warn_of_old(publication)


# ---------------------------------------------------------------- large


def _warn_of_large(publication: Publication, owner: str, prose: Prose) -> Iterator[Problem]:
    hint = "put it within a sentence that says whose number it is, or find a better source"
    for reference in find_large_facts(prose):
        fact = publication.facts.get(reference.id)
        sources = [publication.sources[id] for id in fact.source if id in publication.sources] if fact else []
        what = f'{owner}: "{reference.id}" stands large'
        if fact and fact.confidence == "low":
            yield Problem(reference.place, f"{what}, and our confidence in it is low", hint, warns=True)
        if sources and not any(source.is_firm for source in sources):
            doubts = " and ".join(f'"{source.id}" ({source.grade}, read {source.read})' for source in sources)
            yield Problem(reference.place, f"{what} on {doubts} alone", hint, warns=True)


# ---------------------------------------------------------------- old


@dataclass(frozen=True)
class _Passage:
    """A passage of words that are read together: its owner, the facts in it, and the years that it names."""

    owner: str
    facts: tuple[Reference, ...]
    years: tuple[Span, ...]


def _warn_of_old(publication: Publication) -> Iterator[Problem]:
    """Yield warnings of facts from more than three years ago, printed in a passage that names no year of theirs."""
    for passage in _passages(publication):
        for reference in passage.facts:
            fact = publication.facts.get(reference.id)
            if fact and _is_old(fact, publication.imprint.date) and not _overlap(_dated(fact), passage.years):
                what = f'{passage.owner}: "{fact.id}" is of {fact.as_of}, and nothing beside it says so'
                yield Problem(reference.place, what, "name the year there, or bring the number up to date", warns=True)


def _passages(publication: Publication) -> Iterator[_Passage]:
    for chapter in publication.chapters:
        yield from _read_passages(publication, f'chapter "{chapter.id}"', prose_of(chapter), [])
        for entry in chapter.entries:
            owner, around = f'{entry.kind} "{entry.id}"', []
            if entry.years:  # they stand over all of it
                around = [(entry.years[0], entry.years[1] or int(publication.imprint.date[:4]))]
            yield from _read_passages(publication, owner, prose_of(entry), around)
    for figure in publication.figures.values():  # its words stand together
        texts = list(prose_of(figure))
        around = [span for text in texts for words, _ in find_words(text) for span in find_years(words)]
        yield from _read_passages(publication, f'figure "{figure.id}"', texts, around)


def _read_passages(
    publication: Publication, owner: str, texts: Iterable[Prose], around: list[Span]
) -> Iterator[_Passage]:
    """Yield a passage for each paragraph of the texts, without facts set large, which are printed with their date.

    `around` are years that hold for every paragraph.
    """
    for text in texts:
        large, paragraphs = find_large_facts(text), find_words(text)
        facts = [ref for ref in find_references(text) if ref.kind == "fact" and ref not in large]
        for at, (words, start) in enumerate(paragraphs):
            end = paragraphs[at + 1][1] if at + 1 < len(paragraphs) else math.inf
            here = [ref for ref in facts if start <= ref.place.line < end]
            printed = [publication.facts[ref.id] for ref in here if ref.id in publication.facts]
            years = [span for fact in printed if fact.is_year for span in find_years(fact.value or "")]
            yield _Passage(owner, tuple(here), (*around, *find_years(words), *years))


def find_years(words: str) -> tuple[Span, ...]:
    """Return the years and spans of years that words name, as first and last year: 1942, 1942–64, 1950s."""
    return tuple(_span(match) for match in YEARS.finditer(words))


def _span(match: re.Match[str]) -> Span:
    first = int(match[1])
    if match[2]:
        return first, first + 9
    last = match[3] or ""
    return first, max(first, int(str(first)[: 4 - len(last)] + last) if len(last) in (2, 4) else first)


def _overlap(some: Iterable[Span], others: tuple[Span, ...]) -> bool:
    return any(first <= other[1] and other[0] <= last for first, last in some for other in others)


def _dated(fact: Fact) -> tuple[Span, ...]:
    """Return the years of a fact's date; 2005-11 is a month of 2005, not the years until 2011."""
    return find_years(MONTH.sub(r"\1", fact.as_of))


def _is_old(fact: Fact, today: str) -> bool:
    """Return whether a fact's date is over three years before `today`. A year without a month ends in December."""
    month = MONTH.search(fact.as_of)
    year = max((last for _, last in _dated(fact)), default=None)
    limit = (int(today[:4]) - KEPT, int((today + "-01")[5:7]))
    return year is not None and (year, int(month[2]) if month else 12) < limit
