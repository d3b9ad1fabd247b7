"""Dates of sources, in every form that CSL knows and that people type in its place."""

import re
from dataclasses import dataclass
from typing import Any

from pipeline.content.yaml_nodes import Items, Map

SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
DAY = r"(-?\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?"
BARE = re.compile(r"(\d{4})(\d\d)(\d\d)")  # 20180403
SPAN = re.compile(rf"{DAY}\s*(?:/|–|—|--|\bto\b)\s*(?:{DAY})?(?:\.\.)?")
YEARS = re.compile(r"(\d{4})-(\d{4})")  # no month has four digits
MOST = 2  # a date, or the first and the last of a span


class NotADate(Exception):
    """The error raised for digits that are no date; the text is what was typed."""


@dataclass(frozen=True)
class CslDate:
    """A date, or the first and the last of a span, as (year, month, day) as far as known; or words.

    In an open span the last is empty. Years before Christ are negative. `season` is 1 (spring) to 4.
    """

    parts: tuple[tuple[int, ...], ...] = ()
    season: int = 0
    circa: bool = False
    words: str = ""

    def as_plain(self) -> dict[str, Any]:
        """Return the date as CSL-JSON has it."""
        plain: dict[str, Any] = {}
        if self.words:
            plain["literal"] = self.words
        if self.parts:
            plain["date-parts"] = [list(part) or [0] for part in self.parts]
        if self.season:
            plain["season"] = self.season
        if self.circa:
            plain["circa"] = True
        return plain


def read_date(value: Any) -> CslDate | None:
    """Return a date from a text, a mapping or a list of mappings; None if it is empty. Raises NotADate."""
    if isinstance(value, Items):
        return _from_list(value)
    if isinstance(value, Map):
        return _from_map(value)
    return _from_text(str(value).replace("\\", "").strip())  # Markdown escapes a sign, as in 1893\\~


def _from_list(items: Items) -> CslDate | None:
    read = [date for date in map(read_date, items) if date]
    parts = tuple(date.parts[0] for date in read if date.parts)
    if len(read) > MOST or (len(read) == MOST and len(parts) < MOST):
        raise NotADate(", ".join(str(item) for item in items)[:40])
    if not read:
        return None
    return CslDate(parts, read[0].season, any(date.circa for date in read), read[0].words)


def _from_map(value: Map) -> CslDate | None:
    season, circa = _season(str(value.get("season", ""))), _is_true(value.get("circa"))
    if isinstance(value.get("date-parts"), Items):
        rows = [row if isinstance(row, Items) else [row] for row in value["date-parts"]]
        parts = tuple(_checked([str(part) for part in row]) for row in rows[:MOST])
        if parts and parts[0]:
            return CslDate(parts, season, circa)
    if "year" in value:
        part = _checked([str(value[name]) for name in ("year", "month", "day") if name in value])
        return CslDate((part,), season, circa)
    for name in ("literal", "raw"):
        if name in value and str(value[name]).strip():
            text = str(value[name]).strip()
            date = CslDate(words=text) if name == "literal" else _from_text(text)
            return date and CslDate(date.parts, date.season or season, date.circa or circa, date.words)
    return None


def _from_text(text: str) -> CslDate | None:
    if not text:
        return None
    circa = bool(re.match(r"(ca?\.|circa)\s*", text)) or text[-1] in "~?"
    bare = re.sub(r"^(ca?\.|circa)\s*", "", text).rstrip("~?").strip()
    if whole := BARE.fullmatch(bare) or re.fullmatch(DAY, bare):
        return _dated([whole.groups()], circa, text)
    if years := YEARS.fullmatch(bare):
        return CslDate(((int(years[1]),), (int(years[2]),)), circa=circa)
    if span := SPAN.fullmatch(bare):
        return _dated([span.groups()[:3], span.groups()[3:]], circa, text)
    season = re.fullmatch(r"(\w+),?\s+(\d{4})", bare)
    if season and season[1].casefold() in SEASONS:
        return CslDate(((int(season[2]),),), SEASONS[season[1].casefold()], circa)
    if not re.search(r"[^\W\d]", text):
        raise NotADate(text)
    return CslDate(words=text)


def _dated(groups: list[tuple[Any, ...]], circa: bool, text: str) -> CslDate:
    try:
        return CslDate(tuple(_checked([part for part in group if part]) for group in groups), circa=circa)
    except NotADate:
        raise NotADate(text) from None


def _checked(parts: list[str]) -> tuple[int, ...]:
    """Return year, month and day as numbers, those left out that are empty. Raises NotADate."""
    try:
        numbers = [int(part) for part in parts if part.strip()]
    except ValueError:
        raise NotADate("-".join(parts)) from None
    while numbers and numbers[-1] == 0:
        numbers.pop()
    # months 21 to 24 are seasons
    if any(
        not low <= number <= high
        for number, (low, high) in zip(numbers, ((-9999, 9999), (1, 24), (1, 31)), strict=False)
    ):
        raise NotADate("-".join(parts))
    if len(numbers) > 1 and 12 < numbers[1] < 21:
        raise NotADate("-".join(parts))
    return tuple(numbers)


def _season(text: str) -> int:
    text = text.strip().casefold()
    if text in SEASONS:
        return SEASONS[text]
    number = int(text) if text.isdecimal() else 0
    return number - 20 if number > 20 else number


def _is_true(value: Any) -> bool:
    return value is not None and str(value).strip().casefold() not in ("", "false", "no", "0")
