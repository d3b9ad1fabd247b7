"""Keep how lines break while one layout lasts: WeasyPrint breaks most of them more than once.

The notes of a page are set anew with each that joins them, columns and tables are tried before they are set, and a
paragraph that finds no room is set again on the next page. How a line breaks hangs on nothing but its boxes and its
width. There is no public way in: this wraps a function of the pinned version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

MOST = 2000  # lines kept: a line is broken again soon, if at all


@contextmanager
def keeping_lines(weasyprint: Any) -> Iterator[None]:
    """Keep broken lines and reuse them while the block runs, which is one layout at most."""
    inline, boxes = weasyprint.layout.inline, weasyprint.formatting_structure.boxes
    break_line = inline.get_next_linebox
    kept: dict[Any, Any] = {}

    def break_once(
        context: Any, box: Any, top: float, room: Any, start: Any, around: Any, above: Any, fixed: Any, *first: Any
    ) -> Any:
        said = None if any(first) or context.excluded_shapes else _told(box, boxes)
        if said is None:
            return break_line(context, box, top, room, start, around, above, fixed, *first)
        key = (said, around.content_box_x(), around.width, box.text_indent, str(start))
        if key not in kept:
            if len(kept) == MOST:
                kept.clear()
            line, rest = break_line(context, box, top, room, start, around, above, fixed, *first)
            kept[key] = line and _copied(line), rest
            return line, rest
        line, rest = kept[key]
        if line is not None:
            line = _copied(line)
            line.translate(dy=top - line.position_y)
            line.position_y = top  # to the last bit
        return line, rest

    inline.get_next_linebox = break_once
    try:
        yield
    finally:
        inline.get_next_linebox = break_line


def _told(box: Any, boxes: Any) -> Any:
    """Return a key that identifies the content of a line box; None if the box may contain more than words."""
    inside = list(box.descendants(placeholders=True))[1:]
    if not all(_is_plain(one, boxes) for one in inside):
        return None
    told = [(id(one.style), id(one.element), one.element_tag, getattr(one, "text", "")) for one in inside]
    return id(box.style), tuple(told)


def _is_plain(box: Any, boxes: Any) -> bool:
    if isinstance(box, boxes.TextBox):
        return True
    return isinstance(box, boxes.InlineBox) and not box.is_leader and bool(box.is_in_normal_flow())


def _copied(box: Any) -> Any:
    """Return a copy of a box and all inside. Each is painted by itself, so a text box needs its own Pango layout."""
    new = box.copy()
    if box.children:
        new.children = [_copied(kid) for kid in box.children]
    if hasattr(box, "pango_layout"):
        new.pango_layout = copy(box.pango_layout)
    return new
