"""Explain what PyYAML complains of: in an editor's words, at the line that has to be mended."""

import re

import yaml

from pipeline.content.mistyped import QUOTES, Told, find_mistyped
from pipeline.core import Place, Problem, tell_invisible

LIKE_THIS = 'put the whole text between double quotation marks, "like this"'
DOUBLE = 'type double quotation marks, "like this", in place of the single ones around the text'
BELOW = "type | in place of the text, and the text on the next line, two spaces further right than its name"


def explain_yaml(error: yaml.YAMLError, text: str, shown: str) -> Problem:
    """Return PyYAML's error as a problem in an editor's words, at the line to change."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return tell_invisible(Place(shown, line))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    start = getattr(error, "context_mark", None) or mark
    line, begun = (mark.line if mark else 0), (start.line if start else 0)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    lines = [*text.splitlines(), ""]
    line = min(line, len(lines) - 1)
    what, hint, at = _translate(said, line, begun, mark.column if mark else 0, lines)
    return Problem(Place(shown, at + 1), what, hint)


def quote_hint(text: str) -> str:
    """Return how a text is to be typed so that no sign in it means anything to YAML: between which quotation marks."""
    if '"' not in text:
        return LIKE_THIS
    return "put the whole text between single quotation marks, 'like this'" if "'" not in text else BELOW


VALUE = re.compile(r"""^\s*(?:-\s+)*(?:[^\s"':#][^"':#]*:\s+)?(?P<value>\S.*?)\s*$""")
KEY = re.compile(r"(?P<before>\s*(?:- +)*)(?P<name>[A-Za-z][\w-]*):(?= |$)")
LIST_BESIDE = re.compile(r"\s*(?:- +)*(?P<name>[A-Za-z][\w-]*):\s+- ")
CLOSERS = {"[": "]", "{": "}"}


def _value(line: str) -> str:
    """Return the value on a line, after hyphens and `name:`; "" on an empty line."""
    match = VALUE.match(line)
    return match["value"] if match else ""


def _sign(line: str) -> str:
    """Return the sign a value begins with, if YAML reads it as its own where text was meant; otherwise ""."""
    value = _value(line)
    sign = value[:1]
    if sign in CLOSERS:
        return "" if value.endswith(CLOSERS[sign]) and not value.startswith("[@") else sign
    if sign and sign in ">|":
        return "" if re.fullmatch(r"[>|][-+\d]*(\s+#.*)?", value) else sign
    return sign if sign and sign in "@`%&*!" else ""


def _goes_on(value: str) -> bool:
    """Return whether text follows the closing mark of a quotation that a value begins with."""
    return bool(re.match(r"""("[^"]*"|'[^']*')\s*[^\s#,\]}:]""", value))


def _open_quote(lines: list[str], before: int) -> int | None:
    """Return the last line (from 0) up to `before` at which a quotation mark opens and does not close, or None."""
    for at in range(before, -1, -1):
        value = _value(lines[at])
        if value[:1] in ("'", '"') and value.count(value[0]) == 1:
            return at
    return None


def _translate(said: str, line: int, begun: int, column: int, lines: list[str]) -> Told:
    """Return what is wrong, a hint, and the line to change (from 0).

    PyYAML names line and column where it stopped; the cause is there, where the faulty part began, or just above.
    """
    above = max((n for n in range(line) if lines[n].strip()), default=0)
    near = [at for at in dict.fromkeys((line, begun, above)) if at < len(lines)]
    signs = (find_mistyped(lines[at], at) for at in near)
    return (
        _tab(said, line, lines)
        or _merged(lines)
        or _first_of_its_sort(next(filter(None, signs), None), lines)
        or _misplaced(said, line, column, lines)
        or _badly_begun(near, lines)
        or _badly_quoted(said, line, begun, lines)
        or _badly_placed(said, begun if begun < line else above, line, lines)
    )


def _first_of_its_sort(told: Told | None, lines: list[str]) -> Told | None:
    """Return what is wrong with a sign at the first of several lines, one below the other, that begin with it."""
    if told is None:
        return None
    at = told[2]
    while at > 0 and (above := find_mistyped(lines[at - 1], at - 1)) and above[:2] == told[:2]:
        at -= 1
    return told[0], told[1], at


def _tab(said: str, line: int, lines: list[str]) -> Told | None:
    here = lines[line]
    if "\t" in here[: len(here) - len(here.lstrip())]:
        return "this line begins with a tab", "delete it, and type two spaces for each step to the right", line
    if "'\\t'" in said:
        return "a tab stands in this line, where a space belongs", "delete it, and press the space bar", line
    return None


def _merged(lines: list[str]) -> Told | None:
    for at, text in enumerate(lines):
        if text.startswith(("<<<<<<< ", ">>>>>>> ")):
            hint = "keep one of them; delete the other, and the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return "two versions of this file were put together here, one below the other", hint, at
    return None


def _misplaced(said: str, line: int, column: int, lines: list[str]) -> Told | None:
    """Return what is wrong with a list, or with a name, that YAML reads as part of the text above it; or None.

    The list has lost its name, or the name begins too far right.
    """
    if "mapping values are not allowed" not in said:
        return None
    here = lines[line]
    own = KEY.match(here)
    first = own if own and column == own.end() - 1 else None  # the colon that is not allowed is that of a name
    width = len(here) - len(here.lstrip())
    if not first and not here.lstrip().startswith("- "):
        return None
    start, lost = _text_above(line, width, lines)
    if start is None or (key := KEY.match(lines[start])) is None:
        return None
    if lost is not None and (told := find_lost_list(lines[start], lines[lost])):
        return *told, lost
    if first and len(first["before"]) > len(key["before"]):
        what = f'"{first["name"]}:" begins further right than "{key["name"]}:" above it'
        return what, f'let it begin exactly below "{key["name"]}"', line
    return None


def find_lost_list(above: str, line: str) -> tuple[str, str] | None:
    """Return what is wrong with a list that begins below `name: text`, and a hint; None if it is none."""
    key = KEY.match(above)
    if not key or not line.lstrip().startswith("- "):
        return None
    hint = f'write its name above it, as  points:  alone on a line, exactly below "{key["name"]}"'
    return "a list begins here, and no name stands above it", hint


def _text_above(line: int, width: int, lines: list[str]) -> tuple[int | None, int | None]:
    """Return the line above at which a name has its text behind it, and the first line below that with a hyphen.

    `width` is how far right line `line` begins; the lines between are part of the same text.
    """
    lost = line if lines[line].lstrip().startswith("- ") else None
    for at in range(line - 1, -1, -1):
        text = lines[at]
        if not text.strip():
            continue
        key = KEY.match(text)
        if key and len(text) - len(text.lstrip()) < width:
            value = text[key.end() :].strip()
            return (at, lost) if value and value[:1] not in "|>\"'" else (None, None)
        if text.lstrip().startswith("- "):
            lost = at
    return None, None


def _badly_begun(places: list[int], lines: list[str]) -> Told | None:
    """Return what is wrong with how a value begins, or None.

    Wrong are a first sign that YAML reads as its own, no space after the colon, and text after a closing quote.
    """
    for at in places:
        if found := LIST_BESIDE.match(lines[at]):
            what = f'a list begins on the line of its name, "{found["name"]}"'
            return what, f"press Enter behind  {found['name']}:  so that each hyphen begins a line of its own", at
    for at in places:
        if sign := _sign(lines[at]):
            return tell_sign(sign, _value(lines[at]), at)
    for at in places:
        if found := re.match(r"\s*(?:-\s+)?(?P<name>[A-Za-z-]+):[^\s/]", lines[at]):
            what = f'"{shorten(lines[at])}" lacks a space after the colon'
            return what, f"type a space after  {found['name']}:", at
        value = _value(lines[at])
        if _goes_on(value):
            mark, inside = value[0], value.strip(value[0])
            hint = DOUBLE if mark == "'" and '"' not in inside else quote_hint(inside + mark)
            return f"a quotation mark ({mark}) closes before the text ends", hint, at
    return None


def tell_sign(sign: str, value: str, at: int) -> Told:
    """Return what is wrong with a text that begins with a sign of YAML's own, a hint, and its line."""
    return f"a text that begins with {sign} needs quotation marks around it", quote_hint(value), at


def _badly_quoted(said: str, line: int, begun: int, lines: list[str]) -> Told | None:
    here = lines[line]
    if "mapping values are not allowed" in said:
        return _colon_below(line, lines) or (*tell_colon(here, _value(here)), line)
    if "unknown escape character" in said:
        what = "a backslash (\\) stands in a text between double quotation marks"
        return what, "put the text between single quotation marks, 'like this'; or type each backslash twice", line
    if "quoted scalar" not in said and '"' not in here and "'" not in here:
        return None
    opened = begun if "quoted scalar" in said else _open_quote(lines, line - 1)
    if opened is None:
        return None
    value = _value(lines[opened])
    mark = value[:1] if value[:1] in ("'", '"') else '"'
    if QUOTES.search(value[-1:]):
        what = f"this text begins with a straight quotation mark ({mark}) and ends with a curly one ({value[-1]})"
        return what, f"type {mark} at its end, too", opened
    what = f"a quotation mark ({mark}) opens here, and no second one closes it"
    return what, quote_hint(value) if value.count(mark) > 1 else f"type {mark} at the end of the text, too", opened


def _colon_below(line: int, lines: list[str]) -> Told | None:
    """Return what is wrong with a colon in a later line of a text that begins behind its name; None if it is none."""
    here = lines[line].strip()
    start, listed = _text_above(line, len(lines[line]) - len(here), lines)
    key = KEY.match(lines[start]) if start is not None and listed is None and not KEY.match(here) else None
    if start is None or key is None:
        return None
    what = f'"{shorten(here)}", in the text that begins here, has a colon with a space after it'
    return what, f"type | behind  {key['name']}:  and let the text begin below, two spaces further right", start


def tell_colon(line: str, value: str, name: str = "") -> tuple[str, str]:
    """Return what is wrong with a text in which a space follows a colon, and a hint; `name` is the field it stands in."""
    where = f' in "{name}"' if name else ""
    if found := QUOTES.match(value):
        what = (
            f'quotation marks such as {found[0]} are part of a text, and do not protect the colon in "{shorten(line)}"'
        )
        return what, 'type straight ones (") around the whole text as well'
    what = f'"{shorten(line)}"{where} has a colon with a space after it; such a text needs quotation marks around it'
    if not name and (key := KEY.match(line)):
        what = f'a second colon with a space after it stands in "{shorten(line)}"; such a text needs quotation marks'
        return what, quote_hint(value).replace("the whole text", f"all that stands behind  {key['name']}: ")
    return what, quote_hint(value)


FURTHER = "a text goes on further right than its name; a new name has a colon after it, as in  claim: …"


def _badly_placed(said: str, before: int, line: int, lines: list[str]) -> Told:
    if "could not find expected ':'" in said:
        text = lines[before]
        if re.fullmatch(r"\s*(?:- +)?[a-z][a-z-]*\s*", text):
            return f'"{text.strip()}" needs a colon after it', f"write  {text.strip()}:", before
        if _is_in_list(before, lines):
            return f'"{shorten(text)}" has no hyphen before it', "type a hyphen and a space before it", before
        return f'"{shorten(text)}" lacks a colon, or begins too far left', FURTHER, before
    if "expected <block end>" in said or "did not find expected" in said:
        hint = "let it begin exactly below the others; one that begins a list of its own has a hyphen and a space before it"
        return f'"{shorten(lines[line])}" does not line up with the lines above it', hint, line
    hint = "compare it with a line of the same kind that works"
    return f'this line cannot be read: "{shorten(lines[line])}"', hint, line


def _is_in_list(at: int, lines: list[str]) -> bool:
    """Return whether the line above begins with a hyphen exactly where this line begins."""
    width = len(lines[at]) - len(lines[at].lstrip())
    return at > 0 and lines[at - 1].startswith(" " * width + "- ")


def shorten(line: str) -> str:
    """Return a line as a message quotes it: without space around it, cut to 40 characters."""
    text = line.strip()
    return text if len(text) <= 40 else text[:39] + "…"
