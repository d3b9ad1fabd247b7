"""Read one cell: a number as people type it, nothing known, or a reason why it is neither.

The sign of decimals is not known here: `1.204` is a number either way, and `decimals` decides for the whole file.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import is_currency

Number = int | float

MOST_DIGITS = 15  # that a spreadsheet, and a float, keep exactly

# What offices and spreadsheets write where there is no number.
UNKNOWN = """.. ... … : . / x (x) [x] [z] [c] c (c) (d) (b) (s) (z) * ** *** :c n/a na n.a. n.a (na) (n/a) #n/a #na #nv #n/v
k.a. nd n.d. n.d n/d n/e n.e. n.c. s.d. s/d s/i n.v. nan null"""
NOTHING = frozenset(UNKNOWN.split()) | {"", "n. a.", "k. a.", ": c", ": u", "not available", "no data"}

CURRENCIES = {"$": "$", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY"}
CURRENCIES |= {"kr": "kr", "kr.": "kr", "Kč": "CZK", "zł": "PLN", "Ft": "HUF", "Fr.": "CHF"}
CURRENCIES |= {"US$": "USD", "U.S.$": "USD", "MX$": "MXN", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "R$": "BRL"}
LONGEST_FIRST = sorted(CURRENCIES.items(), key=lambda pair: -len(pair[0]))

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200a]+")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
TWO_NUMBERS = re.compile(r"\d\s*(?:[\n\r\t]|\s{2,})\s*\d")
MINUS = "\u2212\u2013\u2012\ufe63\uff0d"  # a true minus, and dashes typed for one
SEPARATORS = {"٬": ",", "٫": ".", "，": ",", "．": ".", "､": ","}  # of Arabic, and of full width
FOOTNOTE = re.compile(  # behind a number: 12*, 12 r, 12 (p), 1,187E
    r"(?<=[\d%€$£)])(?:\s*[*†‡§¶#]+|\s*[¹²³⁰⁴-⁹⁽⁾]+|\s*\[[a-z\d, ]{1,5}\]|\s*\([A-Za-z]\)|\s+\d\)"
    r"|\s?(?P<flag>[pref]|(?<=\d)E)|\s(?P<flags>[bcdnsuvz]|[bdepu]{2,3}))$"
)
POWER = re.compile(r"10[²³⁴-⁹]")
LONGEST = 60  # letters of a cell that may be a number
BARE = re.compile(r"(-?)(\d+(?:\.\d+)?)")
BRACKETS = re.compile(r"\((.+)\)")
CORE = re.compile(r"(?:\d[\d.,'’ ]*|[.,]\d+)(?:[eE][-+]?\d{1,3})?")
RANGE = re.compile(r"[-+]?[\d.,]+\s*[-–—]\s*[\d.,]+")
SCALED = re.compile(
    r"[-+]?[\d.,' ]*\d\s*(?:[kKmMB]|b(?<=\db)|[Mm]n|[Bb]n|[Mm]io\.?|[Mm]rd\.?|[Tt]sd\.?|[Tt]housand|[Mm]illions?|[Bb]illions?)"
)


@dataclass(frozen=True)
class Typed:
    """A number as typed, without sign and marks: `core` holds digits and separators, or is exact where `value` is."""

    core: str
    negative: bool = False
    bracketed: bool = False  # negative, or set apart
    mark: str = ""  # "%" or a currency
    flag: str = ""  # a letter behind it: of a footnote, or of a unit
    value: Number | None = None  # from a spreadsheet, which knows it


@dataclass(frozen=True)
class Refusal:
    """Why a cell is no number, in an editor's words: what it is, and what to do."""

    what: str
    hint: str


Reading = Typed | Refusal | None  # None: nothing is known


def plain(text: str) -> str:
    """Return text with every sort of space as one plain space, every minus as a hyphen, every digit as 0 to 9."""
    text = SPACES.sub(" ", UNSEEN.sub("", text)).strip()
    if text.isascii():
        return text
    return "".join(_plain_sign(sign) for sign in text)


def _plain_sign(sign: str) -> str:
    if sign in MINUS:
        return "-"
    if sign in SEPARATORS:
        return SEPARATORS[sign]
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


@lru_cache(maxsize=16384)
def read_cell(typed: str) -> Reading:
    """Return the number that a cell holds, None where it says that nothing is known, or why it is neither."""
    text = plain(typed)
    if match := BARE.fullmatch(text):
        return Typed(match[2], match[1] == "-")
    if text.casefold() in NOTHING:
        return None
    if len(text) > LONGEST:
        return Refusal("is not a number", "a cell holds one number, or nothing where none is known")
    if TWO_NUMBERS.search(typed):
        return Refusal("is two numbers", "give each a cell of its own")
    if refusal := _refuse(text):
        return refusal
    text = text.removeprefix("'")
    match = FOOTNOTE.search(text)
    flag = (match["flag"] or match["flags"] or "") if match else ""
    text = FOOTNOTE.sub("", text)
    negative = bracketed = False
    mark = ""
    for _ in range(2):  # signs, brackets and marks stand in any order
        text, found = _without_mark(text)
        mark = mark or found
        if match := BRACKETS.fullmatch(text):
            text, negative, bracketed = match[1].strip(), True, True
        if text[:1] in ("-", "+") and text[1:2] not in ("-", "+", ""):
            negative = negative or text[:1] == "-"
            text = text[1:].strip()
        elif text[-2:-1].isdigit() and text.endswith("-"):  # as business programs export it
            text, negative = text[:-1], True
    if CORE.fullmatch(text):
        return Typed(text, negative, bracketed, mark, flag)
    return _refuse(text) or Refusal("is not a number", "a cell holds one number, or nothing where none is known")


def _without_mark(text: str) -> tuple[str, str]:
    """Return a text without a percent sign or currency before or after its number, and that mark."""
    if text.endswith("%") or text.startswith("%"):
        return text.strip("% "), "%"
    for sign, code in LONGEST_FIRST:
        for bare in (text.removeprefix(sign), text.removesuffix(sign)):
            if bare != text:
                return bare.strip(), code
    match = re.fullmatch(r"([A-Z]{3}) ?(.*\d.*)|(.*\d.*?) ?([A-Z]{3})", text)
    code = (match[1] or match[4]) if match else ""
    if match and is_currency(code):
        return (match[2] or match[3]).strip(), code
    return text, ""


def _refuse(text: str) -> Refusal | None:
    """Return why a text that is no number was typed, where the cause can be named."""
    if text == "-" or re.fullmatch(r"[—–-]{1,3}", text):
        return Refusal("may be zero, or unknown", "write 0 if it is zero; leave the cell empty if nothing is known")
    if POWER.fullmatch(text):
        return Refusal("is a power of ten", "write the number in full")
    if re.fullmatch(r"#+", text):
        return Refusal("is what a spreadsheet shows in too narrow a column", "widen the column there, and save again")
    if re.fullmatch(r"#[^\s\d]{2,}[!?]?|#¡?[A-Z/0]+[!?]", text):
        return Refusal("is a spreadsheet's error", "mend the formula there, and save again")
    if text.startswith("="):
        return Refusal(
            "is a formula that was never calculated", "open it in a spreadsheet, and save it with its values"
        )
    if re.match(r"[<>≤≥~≈]|ca\.?\s|about\s", text, re.IGNORECASE) and any(sign.isdigit() for sign in text):
        return Refusal("is a bound or an estimate", "draw the number that the source prints, and say so in the note")
    if RANGE.fullmatch(text):
        return Refusal("is two numbers", "give each a column: one for the low end, one for the high")
    if SCALED.fullmatch(text):
        return Refusal(
            "has its scale behind it", "write the number in full, or all numbers in that scale; name it in the unit"
        )
    return None


def number_of(typed: Typed, decimal: str) -> Number | Refusal:
    """Return the number that a cell holds, where decimals begin after `decimal` ("." or ",")."""
    if typed.value is not None:
        return typed.value
    core, _, power = typed.core.casefold().partition("e")
    group = "," if decimal == "." else "."
    if core.count(decimal) > 1 or (decimal in core and group in core and core.rindex(group) > core.index(decimal)):
        return Refusal("is not a number", f"decimals begin with {_name(decimal)} in this file")
    whole, _, part = core.partition(decimal)
    bare = re.sub(r"[ '’]", "", whole).replace(group, "")
    if not _is_grouped(whole, group):
        return Refusal("is not a number", "digits are in groups of three, or together; is it two numbers?")
    digits = (bare + part).lstrip("0")
    if (not part.isdigit() and part) or len(digits) > MOST_DIGITS or len(bare) > MOST_DIGITS:
        return Refusal("has more digits than can be kept", f"{MOST_DIGITS} digits are exact")
    exact = Decimal(f"{bare or 0}.{part or 0}").scaleb(int(power or 0)) * (-1 if typed.negative else 1)
    if abs(exact.adjusted()) > 2 * MOST_DIGITS and exact:
        return Refusal("is too large or too small to be drawn", "name its scale in the unit")
    if part or exact != exact.to_integral_value():
        return float(exact) + 0.0
    return int(exact)


def _name(decimal: str) -> str:
    return "a point" if decimal == "." else "a comma"


def _is_grouped(whole: str, group: str) -> bool:
    """Return whether the digits before the decimals are together, in threes, or as India groups them."""
    if not re.search(r"[ '’.,]", whole):
        return True
    parts = re.split(rf"[ '’{re.escape(group)}]", whole)
    threes = 1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    lakhs = group == "," and len(parts) > 2 and 1 <= len(parts[0]) <= 2
    return threes or (lakhs and all(len(part) == 2 for part in parts[1:-1]) and len(parts[-1]) == 3)
