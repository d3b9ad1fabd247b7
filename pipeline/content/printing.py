"""How facts, dates and years read in a language."""

import re
from dataclasses import replace
from datetime import date as Day

from babel.dates import format_date, format_skeleton
from babel.numbers import is_currency

from pipeline.content.amounts import (
    Affix,
    currency_affix,
    join_range,
    percent_affix,
    print_compact,
    print_number,
    round_number,
    scale_affix,
    sensible_digits,
)
from pipeline.content.fact import DATE
from pipeline.content.model import Fact
from pipeline.content.unit import POINTS, Unit, currency_words, read_unit
from pipeline.data import Number
from pipeline.languages import Words

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
    number = _print_numbers(
        fact, replace(unit, power=0) if frame else unit, language, short and not (frame and fact.short)
    )
    if frame:  # words of one's own say it all
        return SIGN_BEFORE.sub(r"−\1", frame.replace("{}", number))
    affix = _affix(fact, unit, language, short, before.rstrip(), after.strip())
    if before.endswith(("−", "-")):  # typed before a number that has its own
        number = number.removeprefix("−")
    if number.startswith("−") and affix.before:
        return f"−{affix.before}{number[1:]}{affix.after}"
    return _without_echo(f"{affix.before}{number}{affix.after}", after)


def _without_echo(text: str, after: str) -> str:
    """Return a number without its last word, "million", if that is the next word anyway."""
    word, following = re.search(r"\s([^\W\d]+\.?)$", text), after.split()
    if word and following and following[0].casefold().strip(".,;:") in (word[1].casefold(), f"{word[1].casefold()}s"):
        return text.removesuffix(word[0])
    return text


def _print_year(fact: Fact) -> str:
    """Return the year, or the years, that a fact holds; "" if it holds words or a date."""
    if not fact.numbers:
        return ""
    first, last = int(fact.numbers[0]), int(fact.numbers[-1])
    return str(first) if first == last else _print_span(first, last)


def _print_numbers(fact: Fact, unit: Unit, language: str, short: bool) -> str:
    """Return the number of a fact, or both ends of its range, without its unit but in thousands or millions."""
    is_short = short and not unit.power and max(map(abs, fact.numbers)) >= SHORTENED
    if is_short or (fact.compact and not unit.power):
        digits = 1 if fact.round is None else max(fact.round, 0)
        compact = [print_compact(number, language, is_short, digits) for number in fact.numbers]
    else:
        compact = [None for _ in fact.numbers]
    plain = [_print_number(number, fact, unit, language) for number in fact.numbers]
    return join_range([short or long for short, long in zip(compact, plain, strict=True)], language)


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
    said = _unit_said(after, language)
    if unit.sort == "percent":
        is_said = said.sort == "percent" or POINTS.match(after)
        return Affix() if is_said else percent_affix(language, spelt=unit.spelt and not short)
    scale = scale_affix(unit.power, language, short, fact.numbers[-1])
    scale = scale or scale_affix(unit.power, language, False, fact.numbers[-1]) or Affix()
    if unit.power and said.power == unit.power:
        scale = Affix()
    if unit.sort != "currency":
        return scale
    sign = currency_affix(unit.currency, language)
    is_apart = bool(sign.after) and scale == Affix() and bool(unit.power)  # the sign would part number and scale
    if said.sort == "currency" or is_apart or _names_currency(unit, language, before, after):
        sign = Affix()
    return Affix(sign.before + scale.before, scale.after + sign.after)


def _unit_said(after: str, language: str) -> Unit:
    """Return the unit that the words after a number begin with, of up to four: "million dollars", "percent"."""
    words = re.split(r"(?<=[^.]{3})[.,;:)]", after)[0].split()[:4]
    found = (read_unit(" ".join(words[:count]), language) for count in range(len(words), 0, -1))
    return next((unit for unit in found if unit.sort in ("percent", "currency") or unit.power), Unit())


def _names_currency(unit: Unit, language: str, before: str, after: str) -> bool:
    """Return whether the words around a sum of money name its currency: "USD 3", "3 pesos", "3 million de euros"."""
    first = re.sub(r"^(?:de |d['’]|di |of )", "", after).split()[:2]
    names = currency_words(unit.currency, language)
    is_named = any(word.casefold().strip(".,;:)") in names for word in first[-1:] + first[:1])
    code = re.search(r"(?:^|\s)([A-Z]{3})$", before)
    return is_named or bool(re.search(r"[$€£¥]$", before)) or bool(code and is_currency(code[1]))


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


def print_years(years: tuple[int, int | None], words: Words) -> str:
    """Return a span of years: 1942–64; 1998–2004; 1976; since 2010."""
    first, last = years
    return words.gettext("since %(year)s", year=first) if last is None else _print_span(first, last)


def _print_span(first: int, last: int) -> str:
    if first == last:
        return str(first)
    short = last % 100 if first // 100 == last // 100 else last
    return f"{first}–{short:02d}"


def print_capital(words: str, language: str) -> str:
    """Return words as they stand at the start of a line: the first letter is a capital, the others stay as they are."""
    first = "İ" if words[:1] == "i" and re.match(r"(tr|az)\b", language) else words[:1].title()
    return first + words[1:]
