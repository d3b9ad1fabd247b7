"""Sources in words, for source lines on slides and under figures: Clemens and Postel 2018; U.S. Border Patrol, *Staffing*.

What is printed in the text, in notes and in the list of references is the CSL style's: see csl.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup, escape

from pipeline.content import Publication, Source
from pipeline.text.csl_markup import find_foreign
from pipeline.text.typography import curl_quotes, find_quotes, shorten

LIKE_I = re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)  # before such a name, Spanish says e for y
NO_DATE = re.compile(r"^(?:n\.\s?d\.?|s[./]\s?[df]\.?|o\.\s?[JD]\.?)\s*")  # typed where a year should be
MOST_WORDS = 8  # of a title


class Named(NamedTuple):
    """A source in a line: what stands before it, its id, and its words."""

    before: str
    id: str
    words: Markup


class _Work(NamedTuple):
    """A source in parts: whom or what it is known by; its title, and its year, "" where these are not said."""

    known_by: str
    title: Markup
    year: str


class Citations:
    """The names of a publication's sources."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.sources = publication.sources
        self.words = publication.words
        self.language = publication.imprint.language

    def short(self, id: str) -> Markup:
        """Return a source in words: Clemens and Postel 2018; or U.S. Border Patrol, *Staffing by fiscal year*.

        Works of persons have their year; others, and those without a date, have their title in italics.
        """
        return self.line([id])

    def titled(self, id: str) -> Markup:
        """Return a source in words, with its title whoever it is by: Clemens and Postel, *Deterring Emigration*, 2018."""
        source = self.sources[id]
        if not (year := self._labels.get(id)):
            return self.short(id)
        title = shorten(source.title_short or _head(source.title), MOST_WORDS)
        return Markup(", ").join((escape(self._authors(source)), self._set(title, source), escape(year)))

    def line(self, ids: Iterable[str], dated: bool = True, most: int = MOST_WORDS) -> Markup:
        """Return a source line: each source once; unknown ids are left out.

        Titles have at most so many words, and no year where the line is not `dated`.
        """
        return Markup("").join(escape(named.before) + named.words for named in self.named(ids, dated, most))

    def named(self, ids: Iterable[str], dated: bool = True, most: int = MOST_WORDS) -> Iterator[Named]:
        """Yield the sources of a line. Works that are known by the same name stand together, and it is said once."""
        works = {id: self._work(self.sources[id], most) for id in dict.fromkeys(ids) if id in self.sources}
        groups: dict[str, list[str]] = {}
        for id, work in works.items():
            groups.setdefault(work.known_by if work.known_by and work.title else f"\0{id}", []).append(id)
        alike = Counter((work.known_by, work.title) for work in works.values())
        before = ""
        for group in groups.values():
            for number, id in enumerate(group):
                work = works[id]
                year = work.year if dated or alike[work.known_by, work.title] > 1 else ""
                parts = ["" if number else work.known_by, work.title, year]
                yield Named(", " if number else before, id, Markup(", ").join(filter(None, parts)))
            before = "; "

    def in_text(self, id: str) -> str:
        """Return a source as a sentence names it: "Clemens and Postel (2018)"."""
        source = self.sources[id]
        name, year = self._authors(source), self._labels.get(id) or _year(source)
        return name if not year or name.endswith(year) else f"{name} ({year})"

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """Return the years of works of persons by id, with a, b, … after years that would be the same."""
        same: dict[tuple[str, str], list[Source]] = {}
        for source in sorted(self.sources.values(), key=lambda s: s.title):
            if source.is_by_persons and (year := _year(source)):
                same.setdefault((self._authors(source), year), []).append(source)
        return {
            source.id: year + ("abcdefghijklmnopqrstuvwxyz"[number % 26] if len(group) > 1 else "")
            for (_, year), group in same.items()
            for number, source in enumerate(group)
        }

    @cached_property
    def _foreign(self) -> Mapping[str, str]:
        """Return the languages of sources that are in another one than the publication, by id."""
        return {id: code for id, (code, _) in find_foreign(self.publication).items()}

    def _work(self, source: Source, most: int) -> _Work:
        if label := self._labels.get(source.id):
            return _Work(f"{self._authors(source)} {label}", Markup(""), "")
        title = shorten(source.title_short or _head(source.title), most)
        known_by = self._and_few(source.short_authors) or _in_authors_place(source)
        if re.match(rf"{re.escape(known_by)}(?!\w)", title, re.IGNORECASE):
            known_by = ""  # the title says it
        year = _year(source)
        return _Work(known_by, self._set(title, source), "" if year in title else year)

    def _set(self, title: str, source: Source) -> Markup:
        """Return a title in italics, with the language it is in where that is another one than the publication's."""
        words, code = escape(curl_quotes(title, self.language)), self._foreign.get(source.id)
        if code:
            words = Markup('<span lang="{}">{}</span>').format(code, words)
        return Markup("<em>{}</em>").format(words)

    def _authors(self, source: Source) -> str:
        """Return family names, or the head of an institution's name, or what a work without author is known by."""
        opening, closing, *_ = find_quotes(self.language)
        return (
            self._and_few(source.short_authors)
            or source.title_short
            or _in_authors_place(source)
            or f"{opening}{_head(source.title)}{closing}"
        )

    def _and_few(self, names: Sequence[str]) -> str:
        if len(names) > 3:
            return self.words.gettext("%(name)s et al.", name=names[0])
        return self._and(names) if names else ""

    def _and(self, names: Sequence[str]) -> str:
        *first, last = names
        if not first:
            return last
        if len(first) == 1 and LIKE_I.match(last):
            return self.words.pgettext("before a name like Ibarra", "%(name)s and %(last)s", name=first[0], last=last)
        if len(first) == 1:
            return self.words.gettext("%(name)s and %(last)s", name=first[0], last=last)
        if LIKE_I.match(last):
            return self.words.pgettext(
                "before a name like Ibarra", "%(names)s, and %(last)s", names=", ".join(first), last=last
            )
        return self.words.gettext("%(names)s, and %(last)s", names=", ".join(first), last=last)


def _year(source: Source) -> str:
    """Return the year, or the words in its place; "" for a work without a date, or with words that say so."""
    return NO_DATE.sub("", source.year)


def _head(title: str) -> str:
    """Return a title without its subtitle and what is added in brackets; the whole where its head is a single word."""
    head = re.split(r"[:;(\[]|\s[–—]\s", title, maxsplit=1)[0].strip()
    return head if " " in head else title


def _in_authors_place(source: Source) -> str:
    """Return the periodical or the site of an unsigned article or web page; "" for other works."""
    if source.type.startswith(("article", "post", "webpage", "entry")):
        name = source.text("container-title") or source.text("publisher")
        return re.split(r", | \(", name, maxsplit=1)[0]
    return ""
