"""Read a slide master: which slots each slide layout has, how large, in what type."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Length

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
PRESET_SLOTS = {  # PowerPoint's own layouts: placeholder index to slot
    "title slide": {1: "subtitle"},
    "section header": {1: "subtitle"},
    "title and content": {1: "body"},
    "two content": {1: "left", 2: "right"},
    "comparison": {1: "left-heading", 2: "left", 3: "right-heading", 4: "right"},
}
SLOTS = {"title", "subtitle", "body", "left", "right", "left-heading", "right-heading", "kicker", "source"}
FOOT = {"dt": "date", "ftr": "footer", "sldNum": "slide-number"}


@dataclass(frozen=True)
class Level:
    """The type of one level of text. Lengths in points; line spacing as a factor of the size."""

    size: float = 18.0
    font: str = "+mn-lt"
    bold: bool = False
    italic: bool = False
    indent: float = 0.0  # where the text of the first line begins
    hang: float = 0.0  # where the following lines begin
    before: float = 0.0
    after: float = 0.0
    leading: float = 1.0


@dataclass(frozen=True)
class Slot:
    """A placeholder of a slide layout. Lengths in points, without the insets."""

    name: str
    idx: int
    width: float
    height: float
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class SlideLayout:
    name: str
    slots: Mapping[str, Slot]


@dataclass(frozen=True)
class Master:
    """A presentation without slides, and what can be known of it before one is made."""

    pptx: bytes
    layouts: Mapping[str, SlideLayout]
    fonts: Mapping[str, str]  # "+mj-lt", "+mn-lt" to the names of fonts
    colors: Mapping[str, str]  # RRGGBB to the name of the theme color


def read_master(pptx: bytes) -> Master:
    """The slots of every slide layout, with the type they inherit."""
    presentation = Presentation(io.BytesIO(pptx))
    theme = _theme(presentation)
    layouts = {layout.name: _layout(layout) for layout in presentation.slide_layouts}
    return Master(pptx, layouts, _fonts(theme), _colors(theme))


def _theme(presentation: Any) -> etree._Element:
    relations = presentation.slide_master.part.rels.values()
    part = next(rel.target_part for rel in relations if rel.reltype.endswith("/theme"))
    return etree.fromstring(part.blob)


def _fonts(theme: etree._Element) -> dict[str, str]:
    found = {}
    for mark, kind in (("+mj-lt", "majorFont"), ("+mn-lt", "minorFont")):
        latin = theme.find(f".//a:{kind}/a:latin", NS)
        found[mark] = latin.get("typeface", "") if latin is not None else ""
    return found


def _colors(theme: etree._Element) -> dict[str, str]:
    """Colors to the first theme color that has each."""
    found: dict[str, str] = {}
    names = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
    scheme = theme.find(".//a:clrScheme", NS)
    entries = list(scheme) if scheme is not None else []
    accents_first = sorted(entries, key=lambda e: not etree.QName(e).localname.startswith("accent"))
    for entry in accents_first:
        color = entry.find("a:srgbClr", NS)
        if color is not None:
            name = etree.QName(entry).localname
            found.setdefault(str(color.get("val")).upper(), names.get(name, name))
    return found


def slot_name(layout_name: str, placeholder: Any) -> str | None:
    """What a placeholder of a layout is called in slide markup; None for one we do not fill."""
    kind = placeholder.element.ph.get("type", "obj")
    if kind in ("title", "ctrTitle"):
        return "title"
    if kind in FOOT:
        return FOOT[kind]
    if placeholder.name in SLOTS:
        return str(placeholder.name)
    return PRESET_SLOTS.get(layout_name.lower(), {}).get(placeholder.placeholder_format.idx)


def _layout(layout: Any) -> SlideLayout:
    slots = {}
    for placeholder in layout.placeholders:
        name = slot_name(layout.name, placeholder)
        if name is not None:
            slots[name] = _slot(name, layout, placeholder)
    return SlideLayout(layout.name, slots)


def _slot(name: str, layout: Any, placeholder: Any) -> Slot:
    parents = [element for element in (_on_master(layout, placeholder), placeholder.element) if element is not None]
    left, top, right, bottom = _insets(parents)
    return Slot(
        name,
        placeholder.placeholder_format.idx,
        Length(placeholder.width or 0).pt - left - right,
        Length(placeholder.height or 0).pt - top - bottom,
        tuple(_level(layout, placeholder, parents, n) for n in range(1, 6)),
    )


def _on_master(layout: Any, placeholder: Any) -> etree._Element | None:
    """The master's placeholder that this one inherits from."""
    kind = placeholder.element.ph.get("type", "obj")
    wanted = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}.get(kind, kind)
    for candidate in layout.slide_master.placeholders:
        if candidate.element.ph.get("type", "obj") == wanted:
            return candidate.element  # type: ignore[no-any-return]
    return None


def _insets(elements: list[etree._Element]) -> tuple[float, float, float, float]:
    values = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}
    for element in elements:
        body = element.find(".//a:bodyPr", NS)
        for name in values:
            given = body.get(name) if body is not None else None
            if given is not None:
                values[name] = int(given) / 12700
    return values["lIns"], values["tIns"], values["rIns"], values["bIns"]


def _level(layout: Any, placeholder: Any, parents: list[etree._Element], number: int) -> Level:
    """One level of text, from the master's style down to the layout's own."""
    level = Level()
    for properties in _cascade(layout, placeholder, parents, number):
        level = _changed(level, properties)
    return level


def _cascade(layout: Any, placeholder: Any, parents: list[etree._Element], number: int) -> Iterator[etree._Element]:
    kind = placeholder.element.ph.get("type", "obj")
    style = {
        "title": "titleStyle",
        "ctrTitle": "titleStyle",
        "dt": "otherStyle",
        "ftr": "otherStyle",
        "sldNum": "otherStyle",
    }
    master = layout.slide_master.element
    places = [master.find(f"p:txStyles/p:{style.get(kind, 'bodyStyle')}", NS)]
    places += [element.find(".//a:lstStyle", NS) for element in parents]
    for place in places:
        found = place.find(f"a:lvl{number}pPr", NS) if place is not None else None
        if found is not None:
            yield found


def _changed(level: Level, properties: etree._Element) -> Level:
    """A level with what one element of the cascade says of it."""
    margin = int(properties.get("marL", round(level.hang * 12700))) / 12700
    first = int(properties.get("indent", round((level.indent - level.hang) * 12700))) / 12700
    level = replace(level, hang=margin, indent=margin if first < 0 else margin + first)
    before, after = _spacing(properties, "spcBef"), _spacing(properties, "spcAft")
    leading = properties.find("a:lnSpc/a:spcPct", NS)
    if before is not None:
        level = replace(level, before=before)
    if after is not None:
        level = replace(level, after=after)
    if leading is not None:
        level = replace(level, leading=int(leading.get("val", "100000").rstrip("%")) / 100000)
    run = properties.find("a:defRPr", NS)
    return _typed(level, run) if run is not None else level


def _typed(level: Level, run: etree._Element) -> Level:
    latin = run.find("a:latin", NS)
    return replace(
        level,
        size=int(run.get("sz", round(level.size * 100))) / 100,
        bold=run.get("b", "1" if level.bold else "0") in ("1", "true"),
        italic=run.get("i", "1" if level.italic else "0") in ("1", "true"),
        font=latin.get("typeface", level.font) if latin is not None else level.font,
    )


def _spacing(properties: etree._Element, name: str) -> float | None:
    points = properties.find(f"a:{name}/a:spcPts", NS)
    return int(points.get("val", "0")) / 100 if points is not None else None
