"""Read a slide master: which slots each slide layout has, where, how large, in what type."""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Length

from pipeline.core import Place
from pipeline.deck import LINES, Box, Master, SlideLayout, Slot
from pipeline.master.inherit import (
    NS,
    TITLES,
    Palette,
    inherited,
    kind_of,
    on_master,
    read_insets,
    read_levels,
    read_scheme,
    style_of,
    theme_of,
)
from pipeline.master.match import HOLD

PRESET_SLOTS = {  # PowerPoint's own layouts: placeholder index to slot
    "title slide": {1: "subtitle"},
    "section header": {1: "subtitle"},
    "title and content": {1: "body"},
    "two content": {1: "left", 2: "right"},
    "comparison": {1: "left-heading", 2: "left", 3: "right-heading", 4: "right"},
}
OURS = Place("layouts/deck/master", 0)
FOOT = {"dt": "date", "ftr": "footer", "sldNum": "slide-number"}
OWN = {"title", *LINES, *(slot for slots in HOLD.values() for slot in slots)}  # names of our own master's placeholders


@lru_cache(maxsize=4)
def read_master(pptx: bytes, place: Place = OURS) -> Master:
    """Return a master with the slots of every slide layout, and the type that they inherit.

    Layouts are listed by their names; of two with one name, the second is listed by its part.
    """
    presentation = Presentation(io.BytesIO(pptx))
    theme = theme_of(presentation.slide_master)
    scheme = read_scheme(theme)
    palette = Palette(presentation.slide_master, scheme)
    layouts: dict[str, SlideLayout] = {}
    for master in presentation.slide_masters:
        own = Palette(master, read_scheme(theme_of(master)))
        for layout in master.slide_layouts:
            found = _layout(layout, own)
            layouts[found.part if found.name in layouts else found.name] = found  # masters share names
    return Master(
        pptx,
        place,
        Length(presentation.slide_width).pt,
        Length(presentation.slide_height).pt,
        layouts,
        _fonts(theme),
        palette.names(),
        _notes(presentation.notes_master, palette),
    )


def _fonts(theme: etree._Element) -> dict[str, str]:
    found = {}
    for mark, kind in (("+mj-lt", "majorFont"), ("+mn-lt", "minorFont")):
        latin = theme.find(f".//a:{kind}/a:latin", NS)
        found[mark] = latin.get("typeface", "") if latin is not None else ""
    return found


def slot_name(layout_name: str, placeholder: Any) -> str:
    """Return the name of a layout's placeholder in slide markup, or its index where it has no name there."""
    kind, idx = kind_of(placeholder.element), placeholder.placeholder_format.idx
    if kind in TITLES:
        return "title"
    if kind in FOOT:
        return FOOT[kind]
    if placeholder.name in OWN:
        return str(placeholder.name)
    return PRESET_SLOTS.get(layout_name.lower(), {}).get(idx, str(idx))


def _layout(layout: Any, palette: Palette) -> SlideLayout:
    placeholders = list(layout.placeholders)
    slots = {}
    for placeholder in placeholders:
        name = slot_name(layout.name, placeholder)
        slots[name] = _slot(name, layout, placeholder, placeholders, palette)
    kind = layout.part._element.get("type", "")
    ground = palette.ground([layout.part._element, layout.slide_master.element])
    parts = str(layout.part.partname), str(layout.slide_master.part.partname)
    return SlideLayout(layout.name, slots, kind, *parts, ground)


def _slot(name: str, layout: Any, placeholder: Any, all: Sequence[Any], palette: Palette) -> Slot:
    element = placeholder.element
    parents = [found for found in (on_master(layout, element), element) if found is not None]
    return Slot(
        name,
        placeholder.placeholder_format.idx,
        kind_of(element),
        _box(placeholder),
        read_insets(parents),
        inherited(parents, "anchor") or "t",
        read_levels(style_of(layout, kind_of(element)), parents, palette),
        _is_found(element, [other.element for other in all]),
    )


def _notes(master: Any, palette: Palette) -> Slot:
    """Return the slot for the text of a notes page; where a file has no notes master, python-pptx adds its own."""
    found = next(p for p in master.placeholders if kind_of(p.element) == "body")
    levels = read_levels(master.element.find("p:notesStyle", NS), [found.element], palette)
    return Slot("notes", found.placeholder_format.idx, "body", _box(found), read_insets([found.element]), "t", levels)


def _box(placeholder: Any) -> Box:
    return Box(*(Length(getattr(placeholder, side) or 0).pt for side in ("left", "top", "width", "height")))


def _is_found(element: etree._Element, all: Sequence[etree._Element]) -> bool:
    """Return whether a placeholder is the first of its layout with its index or its type, and has its own position.

    Readers that search by index or type then find this one. To such readers a placeholder without a type is a body.
    """
    idx, kind = element.find(".//p:ph", NS).get("idx"), kind_of(element)  # type: ignore[union-attr]
    for other in all:
        mark = other.find(".//p:ph", NS)
        assert mark is not None
        if (idx and mark.get("idx") == idx) or mark.get("type", "body") == kind:
            return other is element and other.find("p:spPr/a:xfrm", NS) is not None
    return False
