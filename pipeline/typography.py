"""What typed marks become in print, by language."""

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
