"""What a placeholder inherits: type from the master's style, the master's placeholder and the layout; colors of the theme."""

import colorsys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from pipeline.deck import Level


def theme_of(master: Any) -> etree._Element:
    """Return the theme of a slide master: its colors and fonts."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    return etree.fromstring(part.blob)


def read_scheme(theme: etree._Element) -> dict[str, str]:
    """Return the colors of a theme: dk1, lt1, …, accent1, … to RRGGBB."""
    scheme = theme.find(".//a:clrScheme", NS)
    found = {}
    for entry in scheme if scheme is not None else ():
        color = next(iter(entry), None)
        if color is not None:
            found[etree.QName(entry).localname] = str(color.get("lastClr") or color.get("val")).upper()
    return found


class Palette:
    """The colors under one master; a call turns an element that holds a color into RRGGBB."""

    def __init__(self, master: Any, scheme: Mapping[str, str]) -> None:
        mapped = master.element.find("p:clrMap", NS)
        self.map = dict(mapped.attrib) if mapped is not None else {}
        self.scheme = scheme

    def names(self) -> dict[str, str]:
        """Return the theme's colors: RRGGBB to the first name that each has on slides; accents before the others."""
        called = {name: mapped for mapped, name in self.map.items()}
        found: dict[str, str] = {}
        for name in sorted(self.scheme, key=lambda name: not name.startswith("accent")):
            found.setdefault(self.scheme[name], called.get(name, name))
        return found

    def ground(self, parts: Iterable[etree._Element]) -> str:
        """Return the color (RRGGBB) of the first background that a layout or its master defines.

        Return "" where that is filled with a picture or a gradient. Where neither defines one, return the theme's
        background color.
        """
        for part in parts:
            given = part.find("p:cSld/p:bg", NS)
            if given is not None:
                reference = given.find("p:bgRef", NS)
                return self(reference if reference is not None else given.find("p:bgPr/a:solidFill", NS))
        return self.scheme.get(self.map.get("bg1", "lt1"), "")

    def __call__(self, holder: etree._Element | None) -> str:
        """Return the color (RRGGBB) in an element, such as a solidFill; "" where it has none that is known."""
        color = next(iter(holder), None) if holder is not None else None
        if color is None:
            return ""
        kind, value = etree.QName(color).localname, str(color.get("val", ""))
        if kind == "schemeClr":
            found = self.scheme.get(self.map.get(value, value), "")
        else:
            found = {"srgbClr": value, "sysClr": str(color.get("lastClr", ""))}.get(kind, "").upper()
        return _shaded(found, color) if found else ""


def _shaded(code: str, color: etree._Element) -> str:
    """Return a color (RRGGBB) made darker or lighter by its inner elements, such as lumMod or tint."""
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, rich = colorsys.rgb_to_hls(red, green, blue)
    for change in color:
        share = read_number(change.get("val", "100000")) / 100000
        match etree.QName(change).localname:
            case "lumMod" | "shade":
                light *= share
            case "lumOff":
                light += share
            case "tint":
                light = 1 - (1 - light) * share
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), rich)
    return "".join(f"{round(part * 255):02X}" for part in parts)


NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
TITLES = {"title", "ctrTitle"}
STYLES = dict.fromkeys(TITLES, "titleStyle") | dict.fromkeys(("dt", "ftr", "sldNum", "hdr"), "otherStyle")
INSETS = {"lIns": 7.2, "tIns": 3.6, "rIns": 7.2, "bIns": 3.6}  # points, where nothing else is said
BULLETS = ("buNone", "buChar", "buAutoNum", "buBlip")
Color = Callable[[etree._Element | None], str]  # what holds a color to RRGGBB, or to nothing


def kind_of(element: etree._Element) -> str:
    """Return the type of a placeholder: `obj` where it has none, as in the standard."""
    return str(element.find(".//p:ph", NS).get("type", "obj"))  # type: ignore[union-attr]


def on_master(layout: Any, element: etree._Element) -> etree._Element | None:
    """Return the master's placeholder that a layout's placeholder inherits from, or None if there is none."""
    kind = kind_of(element)
    same = {"ctrTitle": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum", "title": "title"}
    wanted = same.get(kind, "body")
    for candidate in layout.slide_master.placeholders:
        if kind_of(candidate.element) == wanted:
            return candidate.element  # type: ignore[no-any-return]
    return None


def inherited(elements: Sequence[etree._Element], name: str) -> str | None:
    """Return an attribute of the text box (bodyPr), from the last placeholder that sets it; None if none does."""
    found = None
    for element in elements:
        body = element.find(".//a:bodyPr", NS)
        given = body.get(name) if body is not None else None
        found = given if given is not None else found
    return found


def read_insets(elements: Sequence[etree._Element]) -> tuple[float, float, float, float]:
    """Return the insets of a text box: left, top, right, bottom, in points."""
    given = {name: inherited(elements, name) for name in INSETS}
    left, top, right, bottom = (
        int(text) / 12700 if (text := given[name]) is not None else usual for name, usual in INSETS.items()
    )
    return left, top, right, bottom


Style = etree._Element | None


def style_of(layout: Any, kind: str) -> Style:
    """Return the master's own style for a type of placeholder, or None if it has none."""
    found: Style = layout.slide_master.element.find(f"p:txStyles/p:{STYLES.get(kind, 'bodyStyle')}", NS)
    return found


def read_levels(style: Style, parents: Sequence[etree._Element], color: Color) -> tuple[Level, ...]:
    """Return five levels of text with the type that they inherit.

    `parents` are the master's placeholder, if it has one, and the layout's.
    """
    return tuple(_level(style, parents, number, color) for number in range(1, 6))


def _level(style: Style, parents: Sequence[etree._Element], number: int, color: Color) -> Level:
    level = Level()
    for properties in _cascade(style, parents, number):
        level = _changed(level, properties, color)
    return level


def _cascade(style: Style, parents: Sequence[etree._Element], number: int) -> Iterator[etree._Element]:
    """Yield the properties that apply to a level, the most general first."""
    places = [style, *(element.find(".//a:lstStyle", NS) for element in parents)]
    for place in places:
        found = place.find(f"a:lvl{number}pPr", NS) if place is not None else None
        if found is not None:
            yield found


def _changed(level: Level, properties: etree._Element, color: Color) -> Level:
    """Return a level changed by one element of the cascade."""
    margin = int(properties.get("marL", round(level.hang * 12700))) / 12700
    first = int(properties.get("indent", round((level.indent - level.hang) * 12700))) / 12700
    level = replace(level, hang=margin, indent=max(margin + first, 0), align=properties.get("algn", level.align))
    level = _spaced(level, properties)
    bullet = next((found for name in BULLETS if (found := properties.find(f"a:{name}", NS)) is not None), None)
    if bullet is not None:
        numbered = "1" if etree.QName(bullet).localname == "buAutoNum" else ""
        level = replace(level, bullet=bullet.get("char", numbered))
    tint = color(properties.find("a:buClr", NS))
    level = replace(level, bullet_color=tint or level.bullet_color)
    run = properties.find("a:defRPr", NS)
    return _typed(level, run, color) if run is not None else level


def _spaced(level: Level, properties: etree._Element) -> Level:
    before, after = _space(properties, "spcBef"), _space(properties, "spcAft")
    if before:
        level = replace(level, before=before[0], before_share=before[1])
    if after:
        level = replace(level, after=after[0], after_share=after[1])
    if (share := _value(properties, "lnSpc/a:spcPct")) is not None:
        return replace(level, leading=share / 100000, exact=0.0)
    if (points := _value(properties, "lnSpc/a:spcPts")) is not None:
        return replace(level, exact=points / 100)
    return level


def _space(properties: etree._Element, name: str) -> tuple[float, float] | None:
    """Return space between paragraphs in points and as a share of a line; one of both is 0. None if not set."""
    if (points := _value(properties, f"{name}/a:spcPts")) is not None:
        return points / 100, 0.0
    share = _value(properties, f"{name}/a:spcPct")
    return None if share is None else (0.0, share / 100000)


def _value(properties: etree._Element, path: str) -> float | None:
    """Return a number of the standard, or None where it is not set."""
    found = properties.find(f"a:{path}", NS)
    text = found.get("val", "") if found is not None else ""
    return read_number(text) if text else None


def read_number(text: str) -> float:
    """Return a number of the standard; a share in thousandths of a percent, which some files write as "90%"."""
    return float(text[:-1]) * 1000 if text.endswith("%") else float(text)


def _typed(level: Level, run: etree._Element, color: Color) -> Level:
    latin = run.find("a:latin", NS)
    return replace(
        level,
        size=int(run.get("sz", round(level.size * 100))) / 100,
        bold=run.get("b", "1" if level.bold else "0") in ("1", "true"),
        italic=run.get("i", "1" if level.italic else "0") in ("1", "true"),
        caps=run.get("cap", "all" if level.caps else "none") == "all",
        track=int(run.get("spc", round(level.track * 100))) / 100,
        font=latin.get("typeface", level.font) if latin is not None else level.font,
        color=color(run.find("a:solidFill", NS)) or level.color,
    )
