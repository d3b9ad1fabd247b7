"""Signs that look like YAML's own and are others: what word processors and other keyboards type for them.

A no-break space looks like a space, • like a hyphen, ： like a colon, and “ ” like quotation marks. None of them means to
YAML what it means to a person. Each is told by its name, with what to type in its place.
"""

import re
import unicodedata

Told = tuple[str, str, int]  # what is wrong, a hint, and the line (from 0) to mend

SPACE = r"[^\S \t\n]|[\u200b\u2060\ufeff]"  # spaces that are none to YAML
BULLET = "[•◦▪‣·●○■□➢–—‒―−]"  # what a list begins its lines with elsewhere
SURE = "[•◦▪‣●■➢]"  # those that begin no other line
COLON = "[：﹕꞉∶]"
QUOTES = re.compile(r"[“”„‟«»‹›‘’‚＂]")
NAME = r"(?P<name>[A-Za-z][\w-]*)"
SPACES = {
    "\u00a0": "a no-break space",
    "\u2007": "a no-break space as wide as a digit (U+2007)",
    "\u202f": "a narrow no-break space (U+202F)",
    "\u3000": "a wide space (U+3000)",
}


def find_mistyped(text: str, at: int) -> Told | None:
    """Return what is wrong with the signs at the beginning of a line, which is line `at` (from 0); None if nothing is."""
    if found := re.match(rf"[ \t]*(?P<space>{SPACE})\s*(?P<rest>\S*)", text):
        what = (
            f"{name_space(found['space'])} stands at the beginning of this line; it only looks like an ordinary space"
        )
        return what, f'delete what stands before "{found["rest"]}", and type the spaces again with the space bar', at
    if found := re.match(rf"\s*-(?P<space>{SPACE})", text):
        what = f"{name_space(found['space'])} stands after the hyphen; it only looks like an ordinary space"
        return what, "delete it, and press the space bar", at
    if found := re.match(rf"\s*(?:- +)?{NAME}:(?P<space>{SPACE})", text):
        what = f'{name_space(found["space"])} stands after "{found["name"]}:"; it only looks like an ordinary space'
        return what, "delete it, and press the space bar", at
    if found := re.match(rf"\s*(?P<sign>{BULLET})\s*\S", text):
        return *_bullet(found["sign"]), at
    if found := re.match(rf"\s*(?:- +)?{NAME}\s*(?P<sign>{COLON}|[=;](?=\s))", text):
        what = f'"{found["sign"]}" stands after "{found["name"]}", where a colon belongs'
        return what, f"type  {found['name']}:  with an ordinary colon and a space after it", at
    return None


def find_bullet(line: str, is_first: bool = False, goes_on: bool = False) -> tuple[str, str] | None:
    """Return what is wrong with a line of a text that begins like a line of a list, and a hint; or None.

    `is_first` says that the text begins there, and `goes_on` that it has more lines. A dash begins the line of an
    ordinary text, too.
    """
    if found := re.match(rf"\s*(?P<sign>{SURE})\s*\S", line):
        return _bullet(found["sign"])
    if found := re.match(rf"\s*-(?P<space>{SPACE})", line):
        what = f"{name_space(found['space'])} stands after the hyphen; it only looks like an ordinary space"
        return what, "delete it, and press the space bar"
    if goes_on and re.match(r"-[^\W\d_]", line):
        return "a space is missing after the hyphen", "type a hyphen and a space before each line of a list"
    if not is_first and re.match(r"\s*- ", line):
        what = "this line begins with a hyphen, and yet it is read as part of the line above it"
        return what, "let all hyphens of a list begin exactly below each other; there are no lists within lists"
    return None


def name_space(sign: str) -> str:
    """Return the name of a space that is no ordinary one, with its article."""
    return SPACES.get(sign) or f"an unusual space ({unicodedata.name(sign, f'U+{ord(sign):04X}').lower()})"


def find_odd_space(name: str) -> str:
    """Return the first space in a name that is no ordinary one; "" if there is none."""
    found = re.search(SPACE, name)
    return found[0] if found else ""


def _bullet(sign: str) -> tuple[str, str]:
    return f'"{sign}" does not begin a line of a list here', "type a hyphen and a space in its place"
