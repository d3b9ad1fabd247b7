"""What typed marks become in print, by language; and which languages there are."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_month_names
from markdown_it import MarkdownIt
from markupsafe import Markup

NARROW = "\N{NARROW NO-BREAK SPACE}"
AMOUNTS = {
    "en": "thousand|million|billion|trillion|percent|per cent",
    "es": "mil|millones|millón|por ciento",
    "de": "Tausend|Million|Millionen|Milliarde|Milliarden|Billion|Billionen|Prozent",
}
COUNTED = {  # what stands before its number
    "en": r"pp?\.|nos?\.|vols?\.|chs?\.|secs?\.|arts?\.|Title|Public Law|Pub\. L\.|fiscal years?|Fiscal years?",
    "es": r"pp?\.|núms?\.|vols?\.|arts?\.",
    "de": r"S\.|Nr\.|Bd\.|Kap\.|Art\.|Abs\.",
}
ENGLISH = ("“", "”", "‘", "’")
Quotes = tuple[str, str, str, str]  # double and single, opening and closing
QUOTES = {  # double and single, as CLDR gives them
    "cs": ("„", "“", "‚", "‘"),
    "da": ("”", "”", "’", "’"),
    "de": ("„", "“", "‚", "‘"),
    "es": ("«", "»", "“", "”"),
    "fi": ("”", "”", "’", "’"),
    "fr": (f"«{NARROW}", f"{NARROW}»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "no": ("«", "»", "‘", "’"),
    "nb": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "pt-PT": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "sv": ("”", "”", "’", "’"),
}

BEHIND = "\N{LATIN SMALL LETTER EZH}"  # behind all letters of these alphabets
SCANDINAVIAN = {"æ": f"z{BEHIND}", "ä": f"z{BEHIND}", "ø": f"z{BEHIND * 2}", "ö": f"z{BEHIND * 2}"}
OWN_LETTERS: Mapping[str, Mapping[str, str]] = {  # behind which letter of the alphabet they have their place
    "es": {"ñ": f"n{BEHIND}"},
    "pl": {letter: after + BEHIND for letter, after in zip("ąćęłńóśź", "acelnosz", strict=True)}
    | {"ż": f"z{BEHIND * 2}"},
    "sv": {"å": f"z{BEHIND}", "ä": f"z{BEHIND * 2}", "ö": f"z{BEHIND * 3}"},
    "fi": {"å": f"z{BEHIND}", "ä": f"z{BEHIND * 2}", "ö": f"z{BEHIND * 3}"},
    "da": SCANDINAVIAN | {"å": f"z{BEHIND * 3}"},
    "nb": SCANDINAVIAN | {"å": f"z{BEHIND * 3}"},
}

WHOLE = r'<span class="whole">\g<0></span>'
COMPOUND = re.compile(r"(?<!\S)(?=\S{3,26}(?:\s|$))[^\s–-]+[-–]\S+")  # one that is longer may have to be broken
INLINE = re.compile(r"(?<=[^\s>])\s+((?:<(?:a|b|cite|code|data|em|i|q|small|span|strong)\b[^>]*>)+)")
LAST_WORDS = re.compile(r"(?<!\S)\S{1,14} \S{1,9}$")


def find_quotes(language: str) -> Quotes:
    """Return opening and closing double, then single quotation marks. Mexican Spanish has the English ones."""
    if language in ("es-MX", "es-US", "es-419", "de-CH"):
        return ("«", "»", "‹", "›") if language == "de-CH" else ENGLISH
    return QUOTES.get(language) or QUOTES.get(language.split("-", maxsplit=1)[0], ENGLISH)


def curl_quotes(words: str, language: str) -> str:
    """Return words whose straight quotation marks and apostrophes are those of a language; nothing else is changed."""
    (line,) = _curler(language).parseInline(words)
    return "".join(token.content for token in line.children or ())


@cache
def _curler(language: str) -> MarkdownIt:
    return MarkdownIt("zero", {"typographer": True, "quotes": find_quotes(language)}).enable("smartquotes")


@cache
def _languages() -> Mapping[str, str]:
    """Return the English names of languages by code."""
    return dict(Locale("en").languages)


def is_language(code: str) -> bool:
    """Return whether a code such as es or es-MX begins with that of a language."""
    return code.split("-", maxsplit=1)[0] in _languages()


RIGHT_TO_LEFT = frozenset(
    ["Adlm", "Arab", "Aran", "Armi", "Hebr", "Mand", "Nkoo", "Phnx", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"]
)  # scripts


def runs_from_the_right(code: str) -> bool:
    """Return whether a language is written from right to left: by its code, or the script that the code names."""
    language, *rest = code.split("-")
    named = [part.title() for part in rest if len(part) == 4 and part.isalpha()]
    likely = get_global("likely_subtags")
    regions = [f"{language}_{part.upper()}" for part in rest if len(part) == 2]
    usual = next((likely[key] for key in (*regions, language) if key in likely), "")
    return (named or [*usual.split("_"), ""][1:2])[0] in RIGHT_TO_LEFT


@cache
def find_language(name: str) -> str:
    """Return the code of a language by its English name or its code, in capitals or not; "" if there is none."""
    codes = {english.lower(): code for code, english in _languages().items()}
    return codes.get(name.lower(), "") or (name.lower() if is_language(name.lower()) else "")


def unbroken(words: str) -> str:
    """Return words that stay on one line: Figure 1."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def sorting_key(words: str, language: str) -> str:
    """Return what words are sorted by: letters, digits and spaces, in lower case, without accents.

    A letter that has a place of its own in the language's alphabet comes behind all words with the one before it.
    """
    own = OWN_LETTERS.get(language.partition("-")[0], {})
    composed = unicodedata.normalize("NFC", words.casefold())
    apart = unicodedata.normalize("NFKD", "".join(own.get(letter, letter) for letter in composed))
    return "".join(letter for letter in apart if letter.isalnum() or letter == " ")


def shorten(words: str, most: int = 7) -> str:
    """Return a title for a running head: its first `most` words, and an ellipsis if there are more."""
    parts = words.split()
    head = " ".join(parts[:most]).rstrip(",;:–—")
    return head if len(parts) <= most else f"{head}\N{NO-BREAK SPACE}…"


def keep_together(html: str, language: str) -> str:
    """Return a page whose lines do not break within a date, between a number and its unit, or after "p."."""
    head, body = html[: html.index("<body")], html[html.index("<body") :]
    for pattern in _inseparable(language):
        body = pattern.sub("\\1\N{NO-BREAK SPACE}\\2", body)
    return head + body


def set_large(line: Markup) -> Markup:
    """Return a line for display type, such as a title: no compound is broken, no short word is left alone at its end.

    What must not break is put into `<span class="whole">`. Last words are only kept together outside of elements.
    """
    parts = re.split(r"(<[^>]+>)", line)
    *before, last = parts
    kept = [part if part.startswith("<") else COMPOUND.sub(WHOLE, part) for part in before]
    end = LAST_WORDS.search(last) if len(line.split()) > 3 else None
    if end:
        return Markup("".join(kept) + COMPOUND.sub(WHOLE, last[: end.start()]) + end.expand(WHOLE))
    return Markup("".join(kept) + COMPOUND.sub(WHOLE, last))


def push_spaces(html: str) -> str:
    """Return a page with the spaces before inline elements moved inside of them.

    WeasyPrint 70 ends a line after its first word if the words before an element fit, but not the space after them.
    """
    return INLINE.sub("\\1 ", html)


@cache
def _inseparable(language: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of two parts whose space must not break. A number may be in a <data> element."""
    primary = language.split("-", maxsplit=1)[0]
    months = "|".join(map(re.escape, get_month_names("wide", locale=language.replace("-", "_")).values()))
    number = r"(?:<data[^>]*>)?\d"
    day = r"\d{1,2}" if primary == "en" else r"\d{1,2}\.?"  # 4. August
    found = [rf"\b({months}) (\d{{1,2}}\b)", rf"\b({day}) ((?:de )?(?:{months})\b)"]
    if primary in AMOUNTS:
        found += [rf"(\d(?:</data>)?) ((?:{AMOUNTS[primary]})\b)", rf"\b({COUNTED[primary]}) ({number})"]
    return tuple(re.compile(pattern) for pattern in found)
