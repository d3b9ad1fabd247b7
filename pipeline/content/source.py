"""A source: one entry of the bibliography, with every variable of CSL (Citation Style Language)."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipeline.core import Place

Json = dict[str, Any]
TAG = re.compile(r"</?(?:i|b|em|strong|u|sup|sub|sc|span)(?:\s[^<>]*)?>")  # marks in the texts of CSL


@dataclass(frozen=True)
class Source:
    """A source. `item` is what the citation style reads: an item of CSL-JSON.

    `grade` and `read` are our own fields: what sort of source it is, and how much of it was read. No style prints them.
    """

    id: str
    place: Place
    item: str
    grade: str | None = None
    read: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of variables, as far as known

    @cached_property
    def variables(self) -> Mapping[str, Any]:
        """The variables of CSL by name: texts, dates and lists of names."""
        held: Mapping[str, Any] = json.loads(self.item)
        return held

    def text(self, variable: str) -> str:
        """Return the words of a variable without any markup; "" if the source has none."""
        return TAG.sub("", str(self.variables.get(variable, "")))

    def has(self, variable: str) -> bool:
        """Return whether the source has a variable: words, a date or names."""
        return bool(self.variables.get(variable))

    @property
    def words(self) -> Iterator[tuple[Place, str]]:
        """All that may be printed of the source, with its place: texts, names and dates in words, without any markup."""
        for name, value in self.variables.items():
            yield from ((self.places.get(name, self.place), TAG.sub("", text)) for text in _flatten(value))

    @property
    def type(self) -> str:
        """The type, such as article-journal."""
        return self.text("type")

    @property
    def title(self) -> str:
        """The title; where there is none, what the work is part of, or its id."""
        return self.text("title") or self.text("container-title") or self.id

    @property
    def title_short(self) -> str:
        """The short title, or ""."""
        return self.text("title-short") or self.text("shortTitle")

    @property
    def URL(self) -> str:
        """The address, or ""."""
        return self.text("URL")

    @property
    def DOI(self) -> str:
        """The DOI without the address of its resolver, or ""."""
        return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", self.text("DOI"), flags=re.IGNORECASE)

    @property
    def address(self) -> str:
        """The web address: the URL, or that of the DOI, or "" where there is neither or it is of another scheme."""
        address = self.URL or (f"https://doi.org/{self.DOI}" if self.DOI else "")
        return address if address.startswith(("https://", "http://")) else ""

    @property
    def language(self) -> str:
        """The language of the source as it was typed, or ""."""
        return self.text("language")

    @property
    def year(self) -> str:
        """The year of the source, or the words in its place; "" without a date."""
        date = self.variables.get("issued", {})
        parts = date.get("date-parts", [[]])[0]
        if date.get("literal") or not parts:
            return str(date.get("literal", ""))
        year = int(parts[0])
        return str(year) if year > 0 else f"{1 - year} BC"  # the year 0 is 1 BC

    @property
    def short_authors(self) -> tuple[str, ...]:
        """Who a short citation names: the authors or, without any, the editors or translators.

        Of persons these are family names with their particle, of institutions the names.
        """
        return tuple(name for name in map(_short_name, self._named) if name)

    @property
    def is_firm(self) -> bool:
        """Whether a number that rests on it may be set large. A source that is not graded counts as firm."""
        return self.grade != "weak" and self.read in ("whole", None)

    @property
    def is_by_persons(self) -> bool:
        """Whether a person is among those that a short citation names, and not institutions alone."""
        return any(name.get("family") or name.get("given") for name in self._named)

    @property
    def _named(self) -> Sequence[Mapping[str, str]]:
        return next((self.variables[role] for role in ("author", "editor", "translator") if self.has(role)), ())


def _flatten(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _flatten(inner)


def _short_name(name: Mapping[str, str]) -> str:
    family, particle = name.get("family", ""), name.get("non-dropping-particle", "")
    glue = "" if particle.endswith(("'", "’", "-")) else " "
    if family:
        return f"{particle}{glue}{family}".strip()
    return name.get("literal", "").split(", ")[0] or name.get("given", "")
