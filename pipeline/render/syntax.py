"""What is wrong with the signs of a layout, in words of somebody who knows Jinja's signs and no Python."""

import re
from collections.abc import Collection
from pathlib import Path

from jinja2 import TemplateSyntaxError

from pipeline.core import suggest

OPENERS = {"for", "if", "macro", "call", "filter", "block", "raw", "with", "autoescape", "trans"}
TAGS = {
    *OPENERS,
    *(f"end{tag}" for tag in OPENERS),
    "elif",
    "else",
    "set",
    "endset",
    "include",
    "import",
    "from",
    "extends",
}
PRINTED = "what is printed stands between {{ and }}, what is done between {% and %}: look for one that is not closed"
Told = tuple[str, str, int]


def explain_syntax(error: TemplateSyntaxError, path: Path, filters: Collection[str]) -> Told:
    """Return what is wrong, a hint, and the line to change, for a layout in a file. `filters` are those there are."""
    said, line = str(error.message), error.lineno
    if found := re.search(r"innermost block that needs to be closed is '(\w+)'", said):
        return _unclosed(said, found[1], line, path)
    if found := re.match(r"Encountered unknown tag '(\w+)'", said):
        tag = found[1]
        if tag.startswith("end"):
            return f"{{% {tag} %}} closes nothing: nothing of its sort is open here", "delete it", line
        return f'there is no tag called "{tag}"', suggest(tag, TAGS, most=0), line
    if found := re.match(r"No filter named '([^']+)'", said):
        return f'there is no filter called "{found[1]}"', suggest(found[1], filters, most=0), line
    if said.startswith("Missing end of comment"):
        return "a comment begins here and is not closed", "close it with #}", line
    if found := re.match(r"expected token 'end of statement block', got '='", said):
        return "a single = stands where two things are compared", "write ==", line
    if found := re.match(r"(?:expected token '.*', got|unexpected) '(.*)'", said):
        return f'"{found[1]}" is not expected here', PRINTED, line
    return "the signs on this line cannot be read", PRINTED, line


def _unclosed(said: str, tag: str, line: int, path: Path) -> Told:
    """Return the problem of a tag that is not closed where the layout ends, or another is closed instead of it."""
    opened = _open_tag(tag, line, path)
    if found := re.match(r"Encountered unknown tag '(\w+)'", said):
        what = f"{{% {found[1]} %}} stands where {{% end{tag} %}} belongs"
        return what, f"{{% {tag} … %}} on line {opened} is still open", line
    return f"{{% {tag} … %}} opens here and is not closed", f"close it with {{% end{tag} %}}", opened


def _open_tag(tag: str, line: int, path: Path) -> int:
    """Return the line of the last tag that is open at a line; that line itself if the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return line
    open_: list[int] = []
    for found in re.finditer(rf"{{%[-+]?\s*(end)?{tag}\b([^%]*)", text):
        at = text.count("\n", 0, found.start()) + 1
        if at > line:
            break
        if found[1] and open_:
            open_.pop()
        elif not found[1] and not (tag == "set" and "=" in found[2]):
            open_.append(at)
    return open_[-1] if open_ else line
