"""Short names of sources, for source lines on slides and under figures: Clemens and Postel 2018.

What is printed in the text, in notes and in the list of references is the CSL style's: see csl.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pipeline.content import Publication, Source
from pipeline.text.typography import find_quotes

LIKE_I = re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)  # before such a name, Spanish says e for y


class Citations:
    """The short citations of a publication's sources."""

    def __init__(self, publication: Publication) -> None:
        self.sources = publication.sources
        self.words = publication.words
        self.language = publication.imprint.language

    @cached_property
    def _labels(self) -> Mapping[str, tuple[str, str]]:
        """Return author and year by id of source, with a, b, … after years where these would be the same."""
        same: dict[tuple[str, str], list[Source]] = {}
        for source in sorted(self.sources.values(), key=lambda s: s.title):
            same.setdefault((self._authors(source), source.year or self.words.gettext("n.d.")), []).append(source)
        labels = {}
        for (authors, year), group in same.items():
            for number, source in enumerate(group):
                letter = "abcdefghijklmnopqrstuvwxyz"[number % 26] if len(group) > 1 else ""
                dash = "-" if letter and not year[-1].isdigit() else ""
                labels[source.id] = (authors, year + dash + letter)
        return labels

    def short(self, id: str, locator: str = "") -> str:
        """Return the short citation of a source: "Clemens, Lewis, and Postel 2018, p. 12"."""
        authors, year = self._labels[id]
        known_by = authors if authors.endswith(year) else f"{authors} {year}"
        return known_by + (f", {locator}" if locator else "")

    def in_text(self, id: str) -> str:
        """Return a source as a sentence names it: "Clemens and Postel (2018)"."""
        authors, year = self._labels[id]
        return authors if authors.endswith(year) else f"{authors} ({year})"

    def line(self, ids: Iterable[str]) -> str:
        """Return a source line: "Clemens, Lewis, and Postel 2018; Scruggs 1963".

        Each source is named once; unknown ids are left out.
        """
        return "; ".join(self.short(id) for id in dict.fromkeys(ids) if id in self.sources)

    def _authors(self, source: Source) -> str:
        """Return family names, or the head of an institution's name, or what a work without author is known by."""
        names = list(source.short_authors)
        if not names:
            opening, closing, *_ = find_quotes(self.language)
            return source.title_short or _in_authors_place(source) or f"{opening}{_head(source.title)}{closing}"
        if len(names) > 3:
            return self.words.gettext("%(name)s et al.", name=names[0])
        return self._and(names)

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


def _head(title: str) -> str:
    return re.split(r"[:;(,]", title)[0].strip()


def _in_authors_place(source: Source) -> str:
    """Return the periodical or the site of an unsigned article or web page; "" for other works."""
    if source.type.startswith(("article", "post", "webpage", "entry")):
        return source.text("container-title") or source.text("publisher")
    return ""
