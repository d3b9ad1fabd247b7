"""How facts, dates and years read in a language."""

import re
from dataclasses import replace
from datetime import date as Day

from babel.dates import format_date, format_skeleton

from pipeline.content.fact import DATE
from pipeline.content.model import Fact
from pipeline.content.unit import (
    Affix,
    Unit,
    currency_affix,
    join_range,
    percent_affix,
    print_compact,
    print_number,
    read_unit,
    round_number,
    scale_affix,
    scale_words,
    sensible_digits,
)
from pipeline.data import Number

YEAR = re.compile(r"\d{4}")
VARIANTS = ("short",)
SHORTENED = 10_000  # from here on, {id:short} reads 10K
SIGN_BEFORE = re.compile(r"((?:US|MX|CA|C|A|R)?[$€£¥]\s?)−")


def print_fact(fact: Fact, language: str, variant: str = "", before: str = "", after: str = "") -> str:
    """Return a fact as readers see it, with the sign or the word of its unit. The variant "short" is for slides: 4.6M.

    `before` and `after` are the words around it: what they say of its unit already ("{x} percent") is not said twice.
    """
    if not fact.numbers or fact.is_year:
        own = fact.print or _print_year(fact) or print_date(fact.value or "", language)
        return (fact.short or own) if variant == "short" else own
    short = variant == "short"
    frame = (short and fact.short) or fact.print
    unit = read_unit(fact.unit, language)
    scaled = replace(unit, power=0) if frame else unit  # words of one's own say it all
    number = _print_numbers(fact, scaled, language, short and not (frame and fact.short))
    if frame:
        return SIGN_BEFORE.sub(r"−\1", frame.replace("{}", number))
    affix = _affix(fact, unit, language, short, before.rstrip(), after.lstrip())
    return SIGN_BEFORE.sub(r"−\1", f"{affix.before}{number}{affix.after}")


def _print_year(fact: Fact) -> str:
    """Return the year, or the years, that a fact holds; "" if it holds words or a date."""
    if not fact.numbers:
        return ""
    first, last = int(fact.numbers[0]), int(fact.numbers[-1])
    return str(first) if first == last else print_years((first, last))


def _print_numbers(fact: Fact, unit: Unit, language: str, short: bool) -> str:
    """Return the number of a fact, or both ends of its range, without its unit but in thousands or millions."""
    is_short = short and not unit.power and max(map(abs, fact.numbers)) >= SHORTENED
    if is_short or (fact.compact and not unit.power):
        digits = 1 if fact.round is None else max(fact.round, 0)
        texts = [print_compact(number, language, is_short, digits) for number in fact.numbers]
    else:
        texts = [_print_number(number, fact, unit, language) for number in fact.numbers]
    return join_range(texts, language)


def _print_number(number: Number, fact: Fact, unit: Unit, language: str) -> str:
    """Return a number with the decimals that were asked for, or else with those a reader expects."""
    if fact.exact_places is not None:
        return print_number(round_number(number, fact.exact_places), language, fact.exact_places)
    if fact.round is not None:
        return print_number(round_number(number, fact.round), language, max(min(fact.typed_places, fact.round), 0))
    if fact.is_computed:
        return print_number(round_number(number, sensible_digits(number)), language)
    coins = 2 if unit.sort == "currency" and _is_price(fact, unit) else 0
    return print_number(number, language, max(fact.typed_places, coins))


def _is_price(fact: Fact, unit: Unit) -> bool:
    """Return whether a sum of money is printed with cents: it has some, and is not counted in millions."""
    words = f"{fact.print or ''}{fact.short or ''}"
    return not unit.power and not re.search(r"\{\}\s*[^\W\d]", words) and any(n != int(n) for n in fact.numbers)


def _affix(fact: Fact, unit: Unit, language: str, short: bool, before: str, after: str) -> Affix:
    """Return the sign and the words of a fact's unit, without those that stand before or after it anyway."""
    if unit.sort == "percent":
        affix = percent_affix(language, spelt=unit.spelt and not short)
        return Affix() if re.match(r"%|per ?cent\b", after) or after.startswith(affix.after.strip()) else affix
    scale = scale_affix(unit.power, language, short, fact.numbers[-1]) or Affix()
    if any(re.match(rf"{re.escape(word)}s?\b", after, re.IGNORECASE) for word in scale_words(language)):
        scale = Affix()
    if unit.sort != "currency":
        return scale
    sign = currency_affix(unit.currency, language)
    said = bool(re.search(r"[$€£¥]$", before)) or bool(re.match(r"(?:[$€£¥]|[A-Z]{3}\b)", after))
    if said or read_unit(re.split(r"[.,;:]", after)[0], language).sort == "currency":
        sign = Affix()
    return Affix(sign.before + scale.before, scale.after + sign.after)


def print_date(date: str, language: str) -> str:
    """Return a date in words: August 4, 1942; August 1942; 1942. Anything else is returned as it is."""
    locale, parts = language.replace("-", "_"), date.split("-")
    try:
        day = Day.fromisoformat((date + "-01")[:10] if DATE.fullmatch(date) else "")
    except ValueError:
        return date
    if len(parts) == 3:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton("yMMMM", day, locale=locale))


def print_label(label: str, language: str) -> str:
    """Return the label of a row as it is printed: Jan 2019, Q1 2019, Jan 31, 2019 for dates; anything else as it is."""
    locale = language.replace("-", "_")
    if match := re.fullmatch(r"(\d{4})-([QH])(\d)", label):
        month = Day(int(match[1]), 3 * int(match[3]) - 2, 1) if match[2] == "Q" else None
        return str(format_skeleton("yQQQ", month, locale=locale)) if month else f"{match[2]}{match[3]} {match[1]}"
    if not DATE.fullmatch(label):
        return label
    try:
        day = Day.fromisoformat((label + "-01")[:10])
    except ValueError:
        return label
    return str(format_skeleton("yMMMd" if len(label) > 7 else "yMMM", day, locale=locale))


def print_as_of(fact: Fact, language: str) -> str:
    """Return the date of a number in words, if it names a year that the number and what it measures do not name.

    Otherwise return "".
    """
    year = YEAR.search(fact.as_of)
    named = f"{fact.value} {fact.measures.source}"
    return "" if not year or year[0] in named else print_date(fact.as_of, language)


def print_years(years: tuple[int, int | None]) -> str:
    """Return a span of years: 1942–64; 1998–2004; since 2010."""
    first, last = years
    if last is None:
        return f"since {first}"
    short = last % 100 if first // 100 == last // 100 else last
    return f"{first}–{short:02d}"
