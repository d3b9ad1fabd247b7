"""Every note that is called has to be printed, and on the page that calls it. WeasyPrint 70 fails in both now and then.

Where a paragraph may not break before its last line on a page, WeasyPrint makes room for that line by
sending notes to the next page, and forgets a note that the line itself calls. So a paragraph that
lost a note is kept whole, which sends it to the next page, and the brief is laid out again. And a paragraph
that sent the note of another away, if only while it was tried there, begins the next page.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Any

from pipeline.best_layout import find_notes, section_of

WORDS = frozenset(("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "blockquote"))
TEXT = frozenset(("p", "ul", "ol", "blockquote", "figure"))
WHOLE = "break-inside: avoid"
NEXT_PAGE = "break-before: page; margin-top: 0"


def keep_notes(root: Any, pages: Sequence[Any]) -> bool:
    """Whether notes that were called were printed on no page; what calls them is kept whole from now on."""
    parents = {kid: parent for parent in root.iter() for kid in parent}
    lost = _lost(pages)
    for note in lost:
        block = parents[note]
        while block.tag not in WORDS and block in parents:
            block = parents[block]
        block.set("style", WHOLE)
    return bool(lost)


def lost_notes(pages: Sequence[Any]) -> list[str]:
    """The words of notes that are called and printed on no page."""
    return [" ".join("".join(note.itertext()).split()) for note in _lost(pages)]


def _lost(pages: Sequence[Any]) -> list[Any]:
    called, printed = find_notes(pages)
    return [note for note in called if note not in printed]


def keep_near(root: Any, pages: Sequence[Any], moved: Set[Any] = frozenset()) -> bool:
    """Whether something begins the next page from now on because it sent a note there whose call stands before it.

    Only the first such note of each section of the body is seen to, since all that follows moves with it, and
    none of those that `moved` already.
    """
    called, printed = find_notes(pages)
    parents = {kid: parent for parent in root.iter() for kid in parent}
    late: dict[Any, int] = {}
    for note, page in called.items():
        section = section_of(note, parents)
        if printed.get(note, page) > page and section not in moved:
            late[section] = min(page, late.get(section, page))
    kept = [_begin_next_page(pages, page, parents) for page in late.values()]
    return any(kept)


def _begin_next_page(pages: Sequence[Any], number: int, parents: Mapping[Any, Any]) -> bool:
    """Have what sent a note of a page to the next begin there. False if nothing can."""
    here, there, earlier = (_words_on(pages, number + n) for n in (0, 1, -1))
    breaking = [element for element in here if element in there and element not in earlier]
    for element in [*breaking[-1:], *(element for element in there[:1] if element not in here)]:
        siblings = list(parents[element])
        before = siblings[siblings.index(element) - 1] if siblings[0] is not element else None
        if before is not None and before.tag in TEXT and not element.get("style"):
            element.set("style", NEXT_PAGE)
            return True
    return False


def _words_on(pages: Sequence[Any], number: int) -> list[Any]:
    """The paragraphs and the like of a page, in order."""
    if number < 0:
        return []
    boxes = pages[number]._page_box.descendants()
    return list(dict.fromkeys(box.element for box in boxes if box.element_tag in WORDS))
