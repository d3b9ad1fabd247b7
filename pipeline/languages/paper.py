"""The paper that readers of a language print on."""

from typing import Literal

# CLDR's territories of US Letter; all others have A4.
LETTER = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())  # noqa: SIM905


def paper_of(language: str) -> Literal["Letter", "A4"]:
    """Return "Letter" or "A4", by the region of a tag: es-MX is Letter; es, which is Spain's where no region is said, A4."""
    return "Letter" if _region_of(language) in LETTER else "A4"


def _region_of(language: str) -> str:
    """Return the region that a tag names, or else the likeliest one; "" for a language that is not known."""
    from babel.core import get_global  # not needed where nothing is to be done

    first, *rest = language.split("-")
    for part in rest:
        if len(part) == 1:  # what follows is no region
            break
        if (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            return part.upper()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    likely = get_global("likely_subtags")
    usual = likely.get(f"{first}_{script}") or likely.get(first) or ""
    return str(usual).rpartition("_")[2]
