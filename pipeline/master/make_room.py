"""Make room on the layouts of a master that others made, where it is short of what our slides need.

Titles here are sentences, and what a slide shows has its sources on it. So a title that holds fewer lines
than our own is made higher, and a placeholder for the sources is put at the foot. Both happen on the slide
layouts of the adopted copy: whoever restyles the deck moves them there, once for all slides.
"""

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Length, Pt

from pipeline.content import Theme
from pipeline.deck import LINE_HEIGHT, Box, Master, SlideLayout, Slot, TextLayout
from pipeline.master.match import HOLD, OPENING
from pipeline.master.read import FOOT

TITLE_LINES = 3  # that a title has room for at the theme's least size, as on our own master
SUBTITLE_LINES = 5  # at the theme's size of text
LINES = 2  # of sources
GAP = 4.0  # points, between what stands above one another
EDGE = 0.03  # of the height of a slide: nothing stands nearer to its foot
WIDE = 0.6  # of the width of the content: a narrower line is none
KEPT = 0.6  # of its height: content gives up no more


@dataclass(frozen=True)
class Layout:
    """A slide layout as it is used: slots of its title and content, boxes of all else that is visible, in points."""

    title: Slot
    content: tuple[Slot, ...]
    others: tuple[Box, ...]
    height: float  # of the slide


def make_room(master: Master, theme: Theme) -> bytes:
    """Return the master's presentation (.pptx) with room added on those of its slide layouts that are used.

    `theme` is the theme under this master, from `theme_on`.
    """
    layouts, text_layout = master.layouts, TextLayout(master, theme)
    presentation = Presentation(io.BytesIO(master.package))
    high = Length(presentation.slide_height).pt
    size = theme.deck.source
    found = {str(one.part.partname): one for master in presentation.slide_masters for one in master.slide_layouts}
    for part in dict.fromkeys(layout.part for layout in layouts.values()):
        names = [name for name, layout in layouts.items() if layout.part == part]
        showing = [name for name in names if name not in OPENING]
        used = _used(found[part], [layouts[name] for name in showing or names], showing or names, high)
        if showing:
            _make_room(found[part], used, size, text_layout)
        else:
            _deepen_subtitle(found[part], used, theme)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _used(layout: Any, ours: Sequence[SlideLayout], names: Sequence[str], high: float) -> Layout:
    content = {slot.idx: slot for name, one in zip(names, ours, strict=True) for slot in _content(name, one)}
    feet = tuple(_box(p) for p in layout.placeholders if p.element.ph.get("type") in FOOT)
    drawn = tuple(box for box in _drawn(layout) if not any(_lies_behind(box, slot.box) for slot in content.values()))
    return Layout(ours[0].slots["title"], tuple(content.values()), (*feet, *drawn), high)


def _content(name: str, layout: SlideLayout) -> Iterator[Slot]:
    yield from (slot for called, slot in layout.slots.items() if called in HOLD[name])


def _drawn(layout: Any) -> Iterator[Box]:
    """Yield the box of everything drawn on the layout and, where it is shown, on its master; without placeholders."""
    own = layout.part._element.get("showMasterSp", "1") not in ("0", "false")
    shapes = [*layout.shapes, *(layout.slide_master.shapes if own else ())]
    yield from (_box(shape) for shape in shapes if not shape.is_placeholder)


def _lies_behind(drawn: Box, content: Box) -> bool:
    """Return whether a drawn box is a background of content: its middle is within the height of the content."""
    middle = drawn.top + drawn.height / 2
    return _beside(drawn, content) and content.top <= middle <= _bottom(content)


def _box(shape: Any) -> Box:
    return Box(*(Length(getattr(shape, side) or 0).pt for side in ("left", "top", "width", "height")))


def _make_room(layout: Any, used: Layout, size: float, text_layout: TextLayout) -> None:
    used = _heighten_title(layout, used, text_layout)
    if "source" not in [placeholder.name for placeholder in layout.placeholders]:
        _add_source(layout, used, size, text_layout)


# ---------------------------------------------------------------- titles


def _heighten_title(layout: Any, used: Layout, text_layout: TextLayout) -> Layout:
    """Make the title of a layout high enough for its lines, and move the content below it down.

    Return the layout as it is afterwards. It stays unchanged where the title is high enough, where something else is
    in the way, or where content would lose too much height.
    """
    title = used.title
    more = TITLE_LINES * text_layout.line(title.levels[0], text_layout.theme.deck.title.least) + 1 - title.height
    if more <= 0:
        return used
    bottom = _bottom(title.box) + more
    content = tuple(replace(slot, box=_below(slot.box, title.box, bottom)) for slot in used.content)
    crossed = any(_bottom(title.box) - 1 <= box.top < bottom and _beside(box, title.box) for box in used.others)
    if crossed or _squeezed(used.content, content):
        return used
    grown = replace(title, box=replace(title.box, height=title.box.height + more))
    for slot in (grown, *content):
        _place(layout, slot)
    return replace(used, title=grown, content=content)


def _below(box: Box, title: Box, bottom: float) -> Box:
    """Return a box of content, its top moved down if a title that ends at `bottom` (points) would cover it."""
    top = bottom + min(max(box.top - _bottom(title), 0), GAP)
    if not _beside(box, title) or box.top >= top or box.top < title.top:
        return box
    return replace(box, top=top, height=_bottom(box) - top)


def _deepen_subtitle(layout: Any, used: Layout, theme: Theme) -> None:
    """Make the subtitle of an opening layout higher, for the lines of a cover, as far as there is space below."""
    slot = used.content[0]
    wanted = SUBTITLE_LINES * LINE_HEIGHT * theme.deck.body.size + slot.box.height - slot.height
    under = [box.top for box in used.others if box.top >= _bottom(slot.box) and _beside(box, slot.box)]
    limit = min(
        [*under, used.title.box.top if used.title.box.top > slot.box.top else used.height, (1 - EDGE) * used.height]
    )
    high = min(wanted, limit - GAP - slot.box.top)
    if high > slot.box.height:
        _place(layout, replace(slot, box=replace(slot.box, height=high)))


# ---------------------------------------------------------------- sources


def _add_source(layout: Any, used: Layout, size: float, text_layout: TextLayout) -> None:
    """Add a placeholder for sources at the foot of a layout, in the type of its content.

    Content is made less high where there is no free space; nothing is added where it would lose too much height.
    """
    shown = used.content or (used.title,)
    left = min(slot.box.left for slot in shown)
    right = max(slot.box.left + slot.box.width for slot in shown)
    end = max(_bottom(slot.box) for slot in shown)
    tall = LINES * text_layout.line(replace(shown[0].levels[0], leading=1.0, exact=0.0), size) + 1
    box = _free(Box(left, end, right - left, tall), used)
    if box is None:
        limit = min([box.top for box in used.others if box.top >= end - 1], default=(1 - EDGE) * used.height)
        box = Box(left, limit - tall - 1, right - left, tall)
        content = tuple(replace(slot, box=_above(slot.box, box.top - GAP)) for slot in used.content)
        if _squeezed(used.content, content):
            return
        for slot in content:
            _place(layout, slot)
    layout.shapes._spTree.append(_source(layout, shown[0], box, size))


def _free(wanted: Box, used: Layout) -> Box | None:
    """Return the widest free box below the content, the lowest of equally wide ones.

    None where every free box is narrower than WIDE of the wanted width.
    """
    best, top = None, (1 - EDGE) * used.height - wanted.height
    while top >= wanted.top + GAP:
        free = _gap(replace(wanted, top=top), used.others)
        if free.width >= WIDE * wanted.width and (best is None or free.width > best.width + 1):
            best = free
        top -= 1
    return best


def _gap(row: Box, others: Sequence[Box]) -> Box:
    """Return the widest stretch of a row that no other box reaches into."""
    start, end = row.left, row.left + row.width
    inside = sorted((b.left, b.left + b.width) for b in others if b.top < _bottom(row) and row.top < _bottom(b))
    stretches, at = [], start
    for left, right in inside:
        stretches.append((min(left, end) - at, at))
        at = max(at, right)
    width, left = max([*stretches, (end - at, at)])
    return replace(row, left=left, width=max(width, 0))


def _above(box: Box, bottom: float) -> Box:
    return replace(box, height=min(box.height, bottom - box.top))


def _source(layout: Any, like: Slot, box: Box, size: float) -> etree._Element:
    """Return a placeholder for sources in the font and color of the content `like`, without bullets.

    Its insets are such that its text begins where that of the content does. Its type has `size` points.
    """
    idx = max([p.placeholder_format.idx for p in layout.placeholders], default=0) + 1
    ids = [int(id) for id in layout.part._element.xpath("//p:cNvPr/@id")]
    left, right = like.insets[0], like.insets[2]
    emu = [round(side * 12700) for side in (box.left, box.top, box.width, box.height, left, right)]
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{max(ids) + 1}" name="source"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{emu[0]}" y="{emu[1]}"/><a:ext cx="{emu[2]}" cy="{emu[3]}"/></a:xfrm>'
        "<a:noFill/><a:ln><a:noFill/></a:ln></p:spPr>"
        f'<p:txBody><a:bodyPr lIns="{emu[4]}" tIns="0" rIns="{emu[5]}" bIns="0" anchor="b"><a:noAutofit/></a:bodyPr>'
        '<a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}" b="0" i="0" cap="none"/></a:lvl1pPr></a:lstStyle>'
        "<a:p><a:r><a:rPr/><a:t>Source</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    given = _of(layout, like).element.find(f".//{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
    for mark in ("a:solidFill", "a:latin"):
        found = given.find(qn(mark)) if given is not None else None
        if found is not None:
            shape.find(f".//{qn('a:defRPr')}").append(copy.deepcopy(found))
    return shape  # type: ignore[no-any-return]


# ---------------------------------------------------------------- boxes


def _bottom(box: Box) -> float:
    return box.top + box.height


def _beside(one: Box, other: Box) -> bool:
    """Return whether two boxes overlap in horizontal direction."""
    return one.left < other.left + other.width and other.left < one.left + one.width


def _squeezed(before: Sequence[Slot], after: Sequence[Slot]) -> bool:
    return any(new.box.height < KEPT * old.box.height for old, new in zip(before, after, strict=True))


def _of(layout: Any, slot: Slot) -> Any:
    return next(p for p in layout.placeholders if p.placeholder_format.idx == slot.idx)


def _place(layout: Any, slot: Slot) -> None:
    placeholder = _of(layout, slot)
    placeholder.left, placeholder.top = Pt(slot.box.left), Pt(slot.box.top)
    placeholder.width, placeholder.height = Pt(slot.box.width), Pt(slot.box.height)
