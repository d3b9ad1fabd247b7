"""What a unit means: percent, a currency, years, thousands or millions of anything."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import (
    get_currency_name,
    get_decimal_symbol,
    get_territory_currencies,
    is_currency,
    list_currencies,
)
from babel.units import format_unit

Sort = Literal["percent", "currency", "year", "count"]

AMBIGUOUS = ("billion", "billions", "trillion", "trillions")  # other powers of ten outside English
YEARS = {"year", "years", "año", "años", "jahr", "jahre", "année", "années", "anno", "anni", "ano", "anos", "jaar"}
SIGNS = {
    "$": "$",
    "US$": "USD",
    "U.S.$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "MX$": "MXN",
    "C$": "CAD",
    "A$": "AUD",
}
DOLLARS = {
    "u.s. dollars": "USD",
    "us dollars": "USD",
    "u.s. dollar": "USD",
    "dólares": "USD",
    "dólares estadounidenses": "USD",
}
POINTS = re.compile(
    r"percentage|prozentpunkt|puntos? porcentual|points? de pourcentage|punti percentuali", re.IGNORECASE
)
POWERS = (3, 6, 9, 12)
# Abbreviations and words that the tables of languages do not have.
SCALES = {
    "de": {"tsd.": 3, "tsd": 3, "mio": 6, "mrd": 9},
    "en": {"bn": 9, "mn": 6},
    "es": {"miles de millones": 9, "miles": 3},
    "fr": {"milliers": 3, "md": 9},
}
GLUED = {"k": 3, "m": 6, "mn": 6, "mio": 6, "md": 9, "mrd": 9, "bn": 9, "b": 9, "tn": 12}  # to the sign of a currency
PERIOD = re.compile(r"(?<=\S) (?:a|an|per|pro|por|par|al|à|im|je) \S.*")  # of a rate: a year, per person
SINCE = re.compile(r"^(?:constant|current|real|nominal)? ?(?:\d{4} )?(?=\S)|(?<=\S) (?:prices|preise)$", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """What a number counts: percent, a currency (its code or its sign), years of the calendar, or whatever is counted.

    A number is meant times ten to the `power`: 6 for millions. `spelt` says that percent was written as a word.
    """

    sort: Sort = "count"
    power: int = 0
    currency: str = ""
    spelt: bool = False

    def bears(self, mark: str) -> bool:
        """Return whether a number in this unit may bear a percent sign or the sign or code of a currency."""
        if mark == "%":
            return self.sort == "percent"
        return self.sort == "currency" and (mark == self.currency or "$" in (mark, self.currency))


@lru_cache(maxsize=1024)
def read_unit(text: str, language: str) -> Unit:
    """Return what a unit means, as typed in English or in the language: "percent", "US$ billion", "million persons"."""
    words = " ".join(text.split())
    low = words.casefold()
    if low in YEARS:
        return Unit("year")
    for word in ("%", *_percent_words(language)):
        if re.match(rf"{re.escape(word)}(?!\w)", low):
            return Unit("percent", spelt=word != "%")
    parted = [_without_scale(form, language) for form in _forms(words)]
    money = next(((code, power) for bare, power in parted if (code := _currency(bare, language))), None)
    if money:
        return Unit("currency", money[1], money[0])
    return Unit("count", next((power for _, power in parted if power), 0))


def _forms(words: str) -> list[str]:
    """Return a unit, and the same without what may follow or come before: (2020), 2020 prices, a year, constant."""
    outer = re.fullmatch(r"(.+?) ?\((.+)\)", words)
    forms = [words, *([f"{outer[1]}, {outer[2]}", outer[1]] if outer else []), words.partition(",")[0]]
    forms += [PERIOD.sub("", form) for form in forms]
    return list(dict.fromkeys([*forms, *(SINCE.sub("", form) for form in forms)]))


def is_calendar_year(text: str) -> bool:
    """Return whether a unit is that of the years of a calendar."""
    return text.strip().casefold() in YEARS


def has_decimal_comma(language: str) -> bool:
    """Return whether decimals begin with a comma in a language."""
    return bool(get_decimal_symbol(locale_of(language)) == ",")


def locale_of(language: str) -> Any:
    """Return the locale of a language, as en-US; that of English for a language which CLDR does not describe."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        first = language.partition("-")[0]
        return locale_of(first) if first != language else Locale("en")


@lru_cache(maxsize=64)
def _percent_words(language: str) -> tuple[str, ...]:
    own = format_unit(5, "concentr-percent", "long", locale=locale_of(language)).replace("5", "").strip().casefold()
    return tuple(dict.fromkeys((own, "percent", "per cent")))


@lru_cache(maxsize=64)
def scale_words(language: str) -> dict[str, int]:
    """Return the powers of ten that the words of a language, and English ones it does not have, stand for."""
    found: dict[str, int] = {}
    for spoken in (language, "en"):
        for width in ("long", "short"):
            for forms in locale_of(spoken).compact_decimal_formats.get(width, {}).values():
                for power in POWERS:
                    pattern = forms.get(str(10**power))
                    word = re.sub(r"[0¤']", "", pattern.pattern).strip().casefold() if pattern else ""
                    if len(word) > 1 and pattern.pattern.count("0") == 1:
                        found.setdefault(word, power)
    is_english = language.partition("-")[0] == "en"
    known = {word: power for word, power in found.items() if is_english or word not in AMBIGUOUS}
    return SCALES.get(language.partition("-")[0], {}) | known


def _without_scale(words: str, language: str) -> tuple[str, int]:
    """Return a unit without its word for thousands or millions, and the power of ten."""
    if match := re.fullmatch(
        r"([kmbt][a-z]{0,2})\.? ?(\W|[A-Z]{3})|(\W|[A-Z]{0,2}\$|[A-Z]{3}) ?([kmbt][a-z]{0,2})\.?", words, re.IGNORECASE
    ):
        power, sign = GLUED.get((match[1] or match[4]).casefold(), 0), match[2] or match[3]
        if power and _currency(sign, language):
            return sign, power
    for word, power in sorted(scale_words(language).items(), key=lambda pair: -len(pair[0])):
        scale = rf"{re.escape(word)}s?"
        if match := re.fullmatch(rf"{scale} (?:of |de |d['’] ?|di )?(?P<rest>.+)", words, re.IGNORECASE):
            return match["rest"], power
        if match := re.fullmatch(rf"(?P<rest>.+), (?:in )?{scale}", words, re.IGNORECASE):
            return match["rest"], power
        match = re.fullmatch(rf"(?P<rest>.+) {scale}", words, re.IGNORECASE)
        if match and _currency(match["rest"], language):
            return match["rest"], power
        if re.fullmatch(scale, words, re.IGNORECASE):
            return "", power
    return words, 0


def _currency(words: str, language: str) -> str:
    """Return the code or the sign of the currency that words name, US$ or euros; "" if they name none."""
    low = words.casefold()
    if words in SIGNS:
        return SIGNS[words]
    if is_currency(words):
        return words
    return DOLLARS.get(low) or _currency_names(language).get(low, "")


@lru_cache(maxsize=8)
def _currency_names(language: str) -> dict[str, str]:
    """Return the codes of currencies by their names, of one or of many, in English and in the language.

    A short name, as pesos, is that of the currency of the language's own country.
    """
    names: dict[str, str] = {}
    for spoken in ("en", language):
        locale = locale_of(spoken)
        for code in list_currencies(locale):
            names |= {get_currency_name(code, count, locale=locale).casefold(): code for count in (1, 2, None)}
    full = {name: code for name, code in names.items() if re.search(r"[ -]", name) or name in ("euro", "euros")}
    territory = locale_of(language).territory
    here = (get_territory_currencies(territory) or [""])[-1] if territory else ""  # Latin America has none
    short = dict.fromkeys(currency_words(here, language) if here else (), here)
    return {"dollars": "$", "dollar": "$"} | short | full


@lru_cache(maxsize=64)
def currency_words(currency: str, language: str) -> frozenset[str]:
    """Return the words of four letters or more that name a currency, of one or of many: euro, pesos, dollar."""
    if not is_currency(currency):
        return frozenset(("dollar", "dollars"))
    found = [
        get_currency_name(currency, count, locale=locale_of(spoken)) for spoken in (language, "en") for count in (1, 2)
    ]
    words = {word.casefold() for name in found for word in re.findall(r"[^\W\d]{4,}", name)}
    return frozenset(word for word in words if not re.search(r"mexican|estadounidense|américain|canad", word))
