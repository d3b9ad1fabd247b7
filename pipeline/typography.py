"""What typed marks become in print, by language; and which languages there are."""

import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale

NARROW = "\N{NARROW NO-BREAK SPACE}"
ENGLISH = ("“", "”", "‘", "’")
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


def find_quotes(language: str) -> tuple[str, str, str, str]:
    """Opening and closing double and single quotation marks. Mexican Spanish has the English ones."""
    if language in ("es-MX", "es-US", "es-419", "de-CH"):
        return ("«", "»", "‹", "›") if language == "de-CH" else ENGLISH
    return QUOTES.get(language) or QUOTES.get(language.split("-", maxsplit=1)[0], ENGLISH)


@cache
def _languages() -> Mapping[str, str]:
    """Codes to English names."""
    return dict(Locale("en").languages)


def is_language(code: str) -> bool:
    """Whether a code such as es or es-MX begins with that of a language."""
    return code.split("-", maxsplit=1)[0] in _languages()


def find_language(name: str) -> str:
    """The code of a language by its English name, or by its code in capitals; nothing if there is none."""
    codes = {english.lower(): code for code, english in _languages().items()}
    return codes.get(name.lower(), "") or (name.lower() if is_language(name.lower()) else "")


def sorting_key(words: str) -> str:
    """What words are sorted by: letters without their accents, capitals as small ones."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if letter.isalnum() or letter == " ")
