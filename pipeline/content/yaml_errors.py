"""Explain what PyYAML complains of: in an editor's words, at the line that has to be mended."""

import re

import yaml

from pipeline.core import Place, Problem, tell_invisible

QUOTE = "put the whole text between double quotes, or write it as a block that starts with |"


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
    here = lines[min(line, len(lines) - 1)]
    what, hint, at = _translate(said, here, line, begun, lines)
    return Problem(Place(shown, at + 1), what, hint)


VALUE = re.compile(r"""^\s*(?:-\s+)*(?:[^\s"':#][^"':#]*:\s+)?(?P<value>\S.*?)\s*$""")
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


Told = tuple[str, str, int]  # what is wrong, a hint, and the line (from 0) to mend


def _translate(said: str, here: str, line: int, begun: int, lines: list[str]) -> Told:
    """Return what is wrong, a hint, and the line to change (from 0).

    PyYAML names the line where it stopped; the cause is there, where the faulty part began, or just above.
    """
    above = max((n for n in range(min(line, len(lines))) if lines[n].strip()), default=0)
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in said:
        return "this line is indented with a tab", "use spaces", line
    return (
        _merged(lines)
        or _badly_begun([at for at in (line, begun, above) if at < len(lines)], lines)
        or _badly_quoted(said, here, line, begun, lines)
        or _badly_placed(said, here, begun if begun < line else above, line, lines)
    )


def _merged(lines: list[str]) -> Told | None:
    for at, text in enumerate(lines):
        if text.startswith(("<<<<<<< ", ">>>>>>> ")):
            return "two versions of this file were merged here", "keep one of them, and delete the marks", at
    return None


def _badly_begun(places: list[int], lines: list[str]) -> Told | None:
    """Return what is wrong with how a value begins, or None.

    Wrong are a first sign that YAML reads as its own, no space after the colon, and text after a closing quote.
    """
    for at in places:
        if sign := _sign(lines[at]):
            return f"text that begins with {sign} needs quotes", QUOTE, at
    for at in places:
        if re.match(r"\s*(-\s+)?[A-Za-z-]+:[^\s/]", lines[at]):
            return f'"{shorten(lines[at])}" lacks a space after the colon', "write  name: text", at
        if _goes_on(_value(lines[at])):
            hint = "put the whole text between single quotes, or write it as a block that starts with |"
            return "the text goes on after its closing quotation mark", hint, at
    return None


def _badly_quoted(said: str, here: str, line: int, begun: int, lines: list[str]) -> Told | None:
    if "mapping values are not allowed" in said:
        return f'a colon followed by a space cannot stand in "{shorten(here)}"', QUOTE, line
    if "quoted scalar" not in said and '"' not in here and "'" not in here:
        return None
    opened = begun if "quoted scalar" in said else _open_quote(lines, line - 1)
    if opened is None:
        return None
    hint = 'add the closing mark; inside double quotes write \\" for a quotation mark'
    return "a quotation mark opens here and does not close", hint, opened


def _badly_placed(said: str, here: str, before: int, line: int, lines: list[str]) -> Told:
    if "could not find expected ':'" in said:
        hint = "write  name: text, and indent the lines of a text by two spaces more than its name"
        return f'"{shorten(lines[before])}" lacks a colon, or is indented too little', hint, before
    if "expected <block end>" in said or "did not find expected" in said:
        hint = "indent it as far as its neighbors, or quote the text if quotation marks stand in it"
        return f'"{shorten(here)}" does not line up with the lines above it', hint, line
    hint = "compare it with a line of the same kind that works"
    return f'this line cannot be read: "{shorten(here)}"', hint, line


def shorten(line: str) -> str:
    """Return a line as a message quotes it: without space around it, cut to 40 characters."""
    text = line.strip()
    return text if len(text) <= 40 else text[:39] + "…"
