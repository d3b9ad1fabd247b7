"""The colors of a master: what its theme calls them, and what they come to."""

import colorsys
from collections.abc import Mapping
from typing import Any

from lxml import etree

from pipeline.read_type import NS

NAMES = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
# What the colors of the palette are in a master that others made; greys stay our own.
THEIRS = {
    "ink": "tx1",
    "white": "bg1",
    "paper": "bg2",
    "teal": "accent1",
    "terracotta": "accent2",
    "ochre": "accent3",
}


def read_scheme(theme: etree._Element) -> dict[str, str]:
    """The colors of a theme: dk1, lt1, …, accent1, … to RRGGBB."""
    scheme = theme.find(".//a:clrScheme", NS)
    found = {}
    for entry in scheme if scheme is not None else ():
        color = next(iter(entry), None)
        if color is not None:
            found[etree.QName(entry).localname] = str(color.get("lastClr") or color.get("val")).upper()
    return found


def name_colors(scheme: Mapping[str, str]) -> dict[str, str]:
    """Colors, RRGGBB, to the first name that has each; accents before the others."""
    found: dict[str, str] = {}
    for name in sorted(scheme, key=lambda name: not name.startswith("accent")):
        found.setdefault(scheme[name], NAMES.get(name, name))
    return found


class Palette:
    """What an element that holds a color comes to under one master, as RRGGBB."""

    def __init__(self, master: Any, scheme: Mapping[str, str]) -> None:
        mapped = master.element.find("p:clrMap", NS)
        self.map = dict(mapped.attrib) if mapped is not None else {}
        self.scheme = scheme

    def __call__(self, holder: etree._Element | None) -> str:
        """The color in an element, such as a solidFill; nothing where it has none that is known."""
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
    """A color made darker or lighter, as its inner elements say."""
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (0, 2, 4))
    hue, light, rich = colorsys.rgb_to_hls(red, green, blue)
    for change in color:
        share = int(change.get("val", "100000").rstrip("%")) / 100000
        match etree.QName(change).localname:
            case "lumMod" | "shade":
                light *= share
            case "lumOff":
                light += share
            case "tint":
                light = 1 - (1 - light) * share
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), rich)
    return "".join(f"{round(part * 255):02X}" for part in parts)
