"""What prose names: a source, a fact, a figure, a section, a language; or a notation that cannot be read."""

import re
from dataclasses import dataclass

from pipeline.core import Place


@dataclass(frozen=True)
class Reference:
    """Something that prose names, or a notation of others that it holds.

    The locator is the rest of a citation behind its source, such as the page; the variant of a fact; or the name of a
    notation. One that begins with a space follows its source without a comma.
    """

    kind: str  # "source" | "fact" | "fig" | "tbl" | "sec" | "lang" | "" (no citation) | "notation" (of others)
    id: str
    place: Place
    locator: str = ""
    mode: str = "normal"  # of a citation: normal, suppress (the author) or in-text
    prefix: str = ""  # of a citation: "see", "cf."


def name_anchor(id: str) -> str:
    """Return the id of a source as it stands in an address within a page: signs that addresses lack, by their number."""
    return re.sub(r"[^\w.:-]", lambda sign: f".{ord(sign[0]):x}.", id)
