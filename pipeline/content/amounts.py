"""Numbers as they are printed: with the separators of a language, and the sign and the words of their unit around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import (
    NumberFormatError,
    format_compact_decimal,
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    is_currency,
    parse_decimal,
)
from babel.units import format_unit

from pipeline.content.unit import Unit, locale_of
from pipeline.data import Number

NBSP = "\N{NO-BREAK SPACE}"
MOST_DIGITS = 15  # of a number that is reckoned with; what has more is a code
TO = {"en": "to", "es": "a", "de": "bis", "fr": "à", "it": "a", "pt": "a", "nl": "tot", "ca": "a", "pl": "do"}

# ---------------------------------------------------------------- what stands around a number


@dataclass(frozen=True)
class Affix:
    """What is printed before and after a number, and whether a bare 0 does without."""

    before: str = ""
    after: str = ""


def percent_affix(language: str, spelt: bool) -> Affix:
    if spelt:
        return Affix("", format_unit(5, "concentr-percent", "long", locale=locale_of(language)).replace("5", ""))
    pattern = locale_of(language).percent_formats[None].pattern
    return Affix("", NBSP + "%" if pattern[-2] in (" ", NBSP, "\u202f") else "%")


def currency_affix(currency: str, language: str) -> Affix:
    """Return a currency's sign at its place in the language, apart from the number where it is letters."""
    locale = locale_of(language)
    sign = get_currency_symbol(currency, locale=locale) if is_currency(currency) else currency
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    if pattern.startswith("¤"):
        gap = NBSP if sign[-1].isalpha() or pattern[1:2] in (" ", NBSP) else ""
        return Affix(sign + gap)
    return Affix("", NBSP + sign)


def scale_affix(power: int, language: str, short: bool, number: Number | Decimal = 2) -> Affix | None:
    """Return the word for a power of ten behind a number, "million" or "M"; None where the language has none for it."""
    if not power:
        return Affix()
    locale = locale_of(language)
    forms = locale.compact_decimal_formats.get("short" if short else "long") or {}
    pattern = forms.get(locale.plural_form(abs(number)), forms.get("other", {})).get(str(10**power))
    if pattern is None or pattern.pattern.count("0") != 1 or pattern.pattern.strip("0") == "":
        return None
    before, _, after = pattern.pattern.replace("'", "").partition("0")
    return Affix(before, after)


LETTERS_OF_A_WORD = 3  # fewer are a sign, such as M, that not every reader knows


@lru_cache(maxsize=1024)
def scale_word(power: int, language: str, number: Number | Decimal = 2) -> str:
    """Return the word behind a number in a chart for a power of ten: " million", " millones", " Mio."; "" if there is none.

    It is the language's abbreviation or, where that is less than a word, the whole word, in the form for the number.
    """
    short, long = (scale_affix(power, language, is_short, number) for is_short in (True, False))
    forms = [form.after for form in (short, long) if form and not form.before]
    return next((form for form in forms if len(form.strip(f" .{NBSP}")) >= LETTERS_OF_A_WORD), "")


def chart_sign(unit: Unit, language: str) -> Affix:
    """Return the sign of percent or of a currency that is printed around a number in a chart.

    Whatever else is counted is said in the words above the chart.
    """
    if unit.sort == "percent":
        return percent_affix(language, spelt=False)
    return currency_affix(unit.currency, language) if unit.sort == "currency" else Affix()


# ---------------------------------------------------------------- numbers


def print_number(value: Number | Decimal, language: str, decimals: int = 0) -> str:
    """Return a number with the separators of the language, a true minus, and `decimals` decimals or more if it has more."""
    exact = Decimal(str(value)).normalize() + 0
    places = max(decimals, -int(exact.as_tuple().exponent), 0)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(format_decimal(exact, pattern, locale=locale_of(language))).replace("-", "−")


def read_printed(text: str, language: str) -> Decimal | None:
    """Return the number that a text is in a language, with its decimals; None for words, codes, and numbers with a unit.

    The text has to be as the number is printed, or the same without the separators of thousands.
    """
    locale, typed = locale_of(language), text.replace("-", "−")
    if not re.fullmatch(r"−?\d(?:.*\d)?", typed) or sum(map(str.isdigit, typed)) > MOST_DIGITS:
        return None
    try:
        number = Decimal(parse_decimal(typed.replace("−", "-"), locale=locale))
    except NumberFormatError:
        return None
    bare = f"{number:f}".replace("-", "−").replace(".", get_decimal_symbol(locale))
    places = max(-int(number.as_tuple().exponent), 0)
    return number if typed in (bare, print_number(number, language, places)) else None


def round_number(value: Number | Decimal, digits: int) -> Decimal:
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
    text = format_compact_decimal(abs(exact), format_type=form, locale=locale_of(language), fraction_digits=digits)
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
