"""Every note that is called has to be printed, and on the page that calls it. WeasyPrint 70 fails in both now and then.

Where a paragraph may not break before its last line on a page, WeasyPrint makes room for that line by
sending notes to the next page, and forgets a note that the line itself calls. So a paragraph that
lost a note is kept whole, which sends it to the next page. And a paragraph that sent the note of another away,
if only while it was tried there, begins the next page.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.pdf.page_fixes import Restyle
from pipeline.pdf.weasyprint_internals import Box

WORDS = frozenset(("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "blockquote"))
TEXT = frozenset(("p", "ul", "ol", "blockquote", "figure"))
WHOLE = {"break-inside": "avoid"}
NEXT_PAGE = {"break-before": "page", "margin-top": "0"}


class NoteKeeper:
    """A check that each note of an HTML tree is printed, and on the page that calls it."""

    def __init__(self, root: Any) -> None:
        self.parents = {kid: parent for parent in root.iter() for kid in parent}
        self.whole: set[Any] = set()  # blocks that were kept whole, and may still have to begin the next page

    def find_lost(self, pages: Sequence[Box], at: int, waiting: Sequence[Any]) -> Restyle | None:
        """Return the fix that avoids page breaks in each block that lost a note of page `at`.

        `waiting` are notes that are still to be printed. Returns None if no note is lost, or each such block has a style
        already.
        """
        printed = _notes(pages[at : at + 2], "marker")
        lost = [note for note in _notes(pages[at : at + 1], "call") if note not in printed and note not in waiting]
        blocks = [block for note in lost if not (block := self._block(note)).get("style")]
        first = at
        while first and any(block in _words_on(pages[first - 1]) for block in blocks):
            first -= 1
        self.whole.update(blocks)
        return Restyle(first, blocks, WHOLE) if blocks else None

    def bring_near(self, pages: Sequence[Box], at: int) -> Restyle | None:
        """Return the fix that begins the next page with the block that displaced a note of page `at`.

        Returns None if no note is late, or nothing can be done.
        """
        printed = _notes(pages[at : at + 1], "marker")
        if all(note in printed for note in _notes(pages[at : at + 1], "call")):
            return None
        here, there, earlier = (_words_on(page) for page in (pages[at], pages[at + 1], pages[at - 1] if at else None))
        breaking = [element for element in here if element in there and element not in earlier]
        for element in [*breaking[-1:], *(element for element in there[:1] if element not in here)]:
            siblings = list(self.parents[element])
            before = siblings[siblings.index(element) - 1] if siblings[0] is not element else None
            if before is None or before.tag not in TEXT:
                continue
            if element in self.whole:
                self.whole.remove(element)
                return Restyle(at, [element], {**WHOLE, **NEXT_PAGE})
            if not element.get("style"):
                return Restyle(at, [element], NEXT_PAGE)
        return None

    def printed(self, pages: Sequence[Box]) -> list[Any]:
        """Return the notes that are printed on pages, in order."""
        return _notes(pages, "marker")

    def _block(self, note: Any) -> Any:
        block = self.parents[note]
        while block.tag not in WORDS and block in self.parents:
            block = self.parents[block]
        return block


def lost_notes(pages: Sequence[Box]) -> list[str]:
    """Return the words of each note that is called and printed on no page."""
    printed = set(_notes(pages, "marker"))
    lost = [note for note in _notes(pages, "call") if note not in printed]
    return [" ".join("".join(note.itertext()).split()) for note in lost]


def _notes(pages: Sequence[Box], part: str) -> list[Any]:
    """Return the notes whose calls or markers, as `part` names them, are on pages, in order."""
    boxes = (box for page in pages for box in page.walk())
    return list(dict.fromkeys(box.element for box in boxes if box.pseudo == f"footnote-{part}"))


def _words_on(page: Box | None) -> list[Any]:
    """Return the paragraphs and other text elements of a page, in order; an empty list if there is no page."""
    boxes = page.walk() if page else ()
    return list(dict.fromkeys(box.element for box in boxes if box.tag in WORDS))
