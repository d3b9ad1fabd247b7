"""Every note that is called has to be printed. WeasyPrint 70 loses one now and then.

Where a paragraph may not break before its last line on a page, WeasyPrint makes room for that line by
sending notes to the next page, and forgets a note that the line itself calls. So a paragraph that
lost a note is kept whole, which sends it to the next page, and the brief is laid out again.
"""

from collections.abc import Sequence
from typing import Any

WORDS = frozenset(("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "blockquote"))


def keep_notes(root: Any, pages: Sequence[Any]) -> list[str]:
    """The notes that were called on some page and printed on none; what calls them is kept whole from now on."""
    called: dict[Any, None] = {}
    printed = set()
    for page in pages:
        for box in page._page_box.descendants():
            pseudo = (box.element_tag or "").partition("::")[2]
            if pseudo == "footnote-call":
                called[box.element] = None
            elif pseudo == "footnote-marker":
                printed.add(box.element)
    parents = {kid: parent for parent in root.iter() for kid in parent}
    lost = [note for note in called if note not in printed]
    for note in lost:
        block = parents[note]
        while block.tag not in WORDS and block in parents:
            block = parents[block]
        block.set("style", "break-inside: avoid")
    return [" ".join("".join(note.itertext()).split()) for note in lost]
