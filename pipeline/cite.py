"""Citations, author-date: short forms for text and slides, full references for the end."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from markupsafe import Markup, escape

from pipeline.model import Issued, Name, Publication, Source

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
IN_ITALICS = {"book", "report", "thesis", "dataset", "webpage", "map"}


class Citations:
    """The sources of a publication, as they are cited."""

    def __init__(self, publication: Publication) -> None:
        self.sources = publication.sources

    @cached_property
    def _labels(self) -> Mapping[str, tuple[str, str]]:
        """Source ids to author and year; a, b, … after years that would be the same."""
        same: dict[tuple[str, str], list[Source]] = {}
        for source in sorted(self.sources.values(), key=lambda s: s.title):
            same.setdefault((_short_authors(source), _year(source)), []).append(source)
        labels = {}
        for (authors, year), group in same.items():
            for number, source in enumerate(group):
                letter = "abcdefghijklmnopqrstuvwxyz"[number % 26] if len(group) > 1 else ""
                dash = "-" if letter and not year[-1].isdigit() else ""
                labels[source.id] = (authors, year + dash + letter)
        return labels

    def short(self, id: str, locator: str = "") -> str:
        """Clemens, Lewis, and Postel 2018, p. 12"""
        authors, year = self._labels[id]
        known_by = authors if authors.endswith(year) else f"{authors} {year}"
        return known_by + (f", {locator}" if locator else "")

    def shorter(self, id: str, before: str | None, locator: str = "") -> str:
        """As `short`, but only the year where the source before has the same author."""
        authors, year = self._labels[id]
        if before is None or self._labels[before][0] != authors:
            return self.short(id, locator)
        return year + (f", {locator}" if locator else "")

    def line(self, ids: Iterable[str]) -> str:
        """Clemens, Lewis, and Postel 2018; Scruggs 1963"""
        return "; ".join(self.short(id) for id in dict.fromkeys(ids) if id in self.sources)

    def full(self, id: str) -> Markup:
        """The reference, with the title in italics or quotation marks and a link at the end."""
        source = self.sources[id]
        year = self._labels[id][1]
        authors = _all_authors(source)
        head = (
            [escape(_stop(authors)), escape(_stop(year)), _title(source)]
            if authors
            else [_title(source), escape(_stop(year))]
        )
        parts = [part for part in head if part]
        parts += [escape(_stop(part)) for part in (_container(source), _imprint(source)) if part]
        return Markup(" ").join([*parts, *_link(source)])

    def listed(self, ids: Iterable[str]) -> list[str]:
        """Ids in the order of a reference list."""
        known = {id for id in ids if id in self.sources}
        return sorted(known, key=lambda id: (self._filed(id), self._labels[id][1]))

    def _filed(self, id: str) -> str:
        source = self.sources[id]
        return (_all_authors(source) or source.title).casefold()


def _short_authors(source: Source) -> str:
    """Family names; the head of an institution's name; or what a work without author is known by."""
    names = [name.family or (name.literal or "").split(", ")[0] for name in source.author]
    if not names:
        return source.title_short or _in_authors_place(source) or f"“{_head(source.title)}”"
    if len(names) > 3:
        return f"{names[0]} et al."
    return _and(names)


def _head(title: str) -> str:
    return re.split(r"[:;(,]", title)[0].strip()


def _in_authors_place(source: Source) -> str:
    """The periodical or the site, for unsigned articles."""
    if source.type.startswith(("article", "post", "webpage", "entry")):
        return source.container_title or source.publisher or ""
    return ""


def _and(names: list[str]) -> str:
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join(names[:-1]) + f", and {names[-1]}"


def _all_authors(source: Source) -> str:
    if not source.author:
        return _in_authors_place(source)
    first, *others = source.author
    return _and([_inverted(first), *map(_straight, others)])


def _inverted(name: Name) -> str:
    if not name.family:
        return name.literal or ""
    return ", ".join(part for part in (name.family, name.given, name.suffix) if part)


def _straight(name: Name) -> str:
    if not name.family:
        return name.literal or ""
    return " ".join(part for part in (name.given, name.family, name.suffix) if part)


def _year(source: Source) -> str:
    return str(source.issued.year) if source.issued else "n.d."


def _title(source: Source) -> Markup:
    title = source.title.strip()
    if source.type in IN_ITALICS:
        return Markup("<em>{}</em>").format(_stop(title))
    return Markup("“{}”").format(_stop(_inner_quotes(title)))


def _inner_quotes(text: str) -> str:
    """Double quotation marks inside quotation marks become single ones."""
    text = text.replace("“", "‘").replace("”", "’")
    text = re.sub(r"(^|[\s(])[\"']", r"\1‘", text)
    return text.replace('"', "’").replace("'", "’")


def _container(source: Source) -> str:
    container = source.container_title or ""
    if container == _all_authors(source):
        container = ""
    number = " ".join(part for part in (source.volume, f"no. {source.issue}" if source.issue else None) if part)
    pages = source.page or source.page_first
    whole = f"{container} {number}".strip() if container else number
    return f"{whole}: {pages}" if whole and pages else whole or (f"p. {pages}" if pages else "")


def _imprint(source: Source) -> str:
    place, publisher = source.publisher_place, source.publisher
    if publisher == _all_authors(source):
        publisher = None
    where = ": ".join(part for part in (place, publisher) if part)
    parts = [source.genre, source.number, where, _day(source.issued)]
    return ", ".join(part for part in parts if part)


def _day(issued: Issued | None) -> str:
    """Month and day, which matter for documents, laws and news."""
    if not issued or not issued.month:
        return ""
    return f"{MONTHS[issued.month - 1]} {issued.day or ''}".strip()


def _link(source: Source) -> list[Markup]:
    url = f"https://doi.org/{source.DOI}" if source.DOI else source.URL
    return [Markup('<a href="{0}">{0}</a>').format(url)] if url else []


def _stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
