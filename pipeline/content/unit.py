"""What a unit means (percent, a currency, years, thousands or millions of anything), and how numbers are printed in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Literal

from babel import Locale
from babel.numbers import (
    format_compact_decimal,
    format_decimal,
    get_currency_name,
    get_currency_symbol,
    get_decimal_symbol,
    get_territory_currencies,
    is_currency,
    list_currencies,
)
from babel.units import format_unit

from pipeline.data import Number

Sort = Literal["percent", "currency", "year", "count"]

AMBIGUOUS = ("billion", "billions", "trillion", "trillions")  # other powers of ten outside English
NBSP = "\N{NO-BREAK SPACE}"
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
TO = {"en": "to", "es": "a", "de": "bis", "fr": "à", "it": "a", "pt": "a", "nl": "tot", "ca": "a", "pl": "do"}


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
    return bool(get_decimal_symbol(_locale(language)) == ",")


def _locale(language: str) -> Any:
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=64)
def _percent_words(language: str) -> tuple[str, ...]:
    own = format_unit(5, "concentr-percent", "long", locale=_locale(language)).replace("5", "").strip().casefold()
    return tuple(dict.fromkeys((own, "percent", "per cent")))


@lru_cache(maxsize=64)
def scale_words(language: str) -> dict[str, int]:
    """Return the powers of ten that the words of a language, and English ones it does not have, stand for."""
    found: dict[str, int] = {}
    for spoken in (language, "en"):
        for width in ("long", "short"):
            for forms in _locale(spoken).compact_decimal_formats[width].values():
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
        locale = _locale(spoken)
        for code in list_currencies(locale):
            names |= {get_currency_name(code, count, locale=locale).casefold(): code for count in (1, 2, None)}
    full = {name: code for name, code in names.items() if re.search(r"[ -]", name) or name in ("euro", "euros")}
    territory = _locale(language).territory
    here = get_territory_currencies(territory)[-1] if territory else ""
    short = dict.fromkeys(currency_words(here, language) if here else (), here)
    return {"dollars": "$", "dollar": "$"} | short | full


@lru_cache(maxsize=64)
def currency_words(currency: str, language: str) -> frozenset[str]:
    """Return the words of four letters or more that name a currency, of one or of many: euro, pesos, dollar."""
    if not is_currency(currency):
        return frozenset(("dollar", "dollars"))
    found = [
        get_currency_name(currency, count, locale=_locale(spoken)) for spoken in (language, "en") for count in (1, 2)
    ]
    words = {word.casefold() for name in found for word in re.findall(r"[^\W\d]{4,}", name)}
    return frozenset(word for word in words if not re.search(r"mexican|estadounidense|américain|canad", word))


# ---------------------------------------------------------------- what stands around a number


@dataclass(frozen=True)
class Affix:
    """What is printed before and after a number, and whether a bare 0 does without."""

    before: str = ""
    after: str = ""

    @property
    def has_scale(self) -> bool:
        return any(sign.isalpha() for sign in self.after)


def percent_affix(language: str, spelt: bool) -> Affix:
    if spelt:
        return Affix("", format_unit(5, "concentr-percent", "long", locale=_locale(language)).replace("5", ""))
    pattern = _locale(language).percent_formats[None].pattern
    return Affix("", NBSP + "%" if pattern[-2] in (" ", NBSP, "\u202f") else "%")


def currency_affix(currency: str, language: str) -> Affix:
    """Return a currency's sign at its place in the language, apart from the number where it is letters."""
    locale = _locale(language)
    sign = get_currency_symbol(currency, locale=locale) if is_currency(currency) else currency
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    if pattern.startswith("¤"):
        gap = NBSP if sign[-1].isalpha() or pattern[1:2] in (" ", NBSP) else ""
        return Affix(sign + gap)
    return Affix("", NBSP + sign)


def scale_affix(power: int, language: str, short: bool, number: Number = 2) -> Affix | None:
    """Return the word for a power of ten behind a number, "million" or "M"; None where the language has none for it."""
    if not power:
        return Affix()
    locale = _locale(language)
    forms = locale.compact_decimal_formats["short" if short else "long"]
    pattern = forms.get(locale.plural_form(abs(number)), forms["other"]).get(str(10**power))
    if pattern is None or pattern.pattern.count("0") != 1 or pattern.pattern.strip("0") == "":
        return None
    before, _, after = pattern.pattern.replace("'", "").partition("0")
    return Affix(before, after)


def chart_affix(unit: Unit, language: str) -> Affix:
    """Return what is printed around a number in a chart: the sign of percent or a currency, with its scale in short.

    Whatever else is counted is said in the words above the chart, and so is a scale that the language has no sign for.
    """
    if unit.sort == "percent":
        return percent_affix(language, spelt=False)
    scale = scale_affix(unit.power, language, short=True)
    if unit.sort != "currency" or scale is None:
        return Affix()
    sign = currency_affix(unit.currency, language)
    return Affix(sign.before + scale.before, scale.after + sign.after)


# ---------------------------------------------------------------- numbers


def print_number(value: Number | Decimal, language: str, decimals: int = 0) -> str:
    """Return a number with the separators of the language, a true minus, and `decimals` decimals or more if it has more."""
    exact = Decimal(str(value)).normalize() + 0
    places = max(decimals, -int(exact.as_tuple().exponent), 0)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact, pattern, locale=_locale(language))).replace("-", "−")


def round_number(value: Number, digits: int) -> Decimal:
    """Return a number with so many decimals, halves rounded up; -3 gives thousands."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def print_compact(value: Number, language: str, short: bool, digits: int) -> str | None:
    """Return a number in thousands, millions or billions: 4.6 million, or in short 4.6M.

    Return None where the number is too small, or the language has no word.
    """
    exact = Decimal(str(value))
    power = max(exact.adjusted() // 3 * 3, 0) if exact else 0
    rounded = exact.quantize(Decimal(1).scaleb(power - digits), ROUND_HALF_UP) if power else exact
    exact = rounded if rounded.adjusted() >= power + 3 else exact  # 999,999 is 1M, not 1000K
    form = "short" if short else "long"
    text = format_compact_decimal(abs(exact), format_type=form, locale=_locale(language), fraction_digits=digits)
    if not re.search(r"[^\W\d]", text):
        return None
    return f"−{text}" if exact < 0 else str(text)


def join_range(texts: Sequence[str], language: str) -> str:
    """Join both ends of a range, and print a word they share only once: 4.6–4.8 million; −5 to −3."""
    low, high = texts[0], texts[-1]
    if low == high:
        return high
    _, gap, word = high.partition(" ")
    if gap and low.endswith(gap + word):
        low = low.removesuffix(gap + word)
    if "−" in low + high:
        to = TO.get(language.partition("-")[0], "–")
        return f"{low} {to} {high}"
    return f"{low}–{high}"


def sensible_digits(value: Number) -> int:
    """Return how many decimals a reader needs of a computed number: none from 10 on, two digits that count below 1."""
    size = abs(value)
    if size >= 10:
        nears_whole = 99 < size < 100  # 99.7 percent is not all
        return 1 if nears_whole else 0
    return 1 if size >= 1 or not size else 1 - Decimal(str(size)).adjusted()
