"""Read what a master shows by itself: the backgrounds of its slide layouts, and the table style of the deck's tables."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lxml import etree
from pptx import Presentation

from pipeline.deck import NO_EDGE, Background, CellLook, Edge, Master, MasterArtwork, TableLook
from pipeline.master.inherit import NS, Palette, read_scheme, theme_of
from pipeline.master.shapes import Canvas

SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")
# PowerPoint's own default, which no file carries: "Medium Style 2 - Accent 1".
USUAL = f"""<a:tblStyle xmlns:a="{NS["a"]}" styleId="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}">
<a:wholeTbl><a:tcTxStyle><a:schemeClr val="dk1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>{
    "".join(
        f'<a:{side}><a:ln w="12700"><a:solidFill><a:schemeClr val="lt1"/></a:solidFill></a:ln></a:{side}>'
        for side in SIDES
    )
}</a:tcBdr><a:fill><a:solidFill><a:schemeClr val="accent1"><a:tint val="20000"/></a:schemeClr></a:solidFill></a:fill>
</a:tcStyle></a:wholeTbl>
<a:firstRow><a:tcTxStyle b="on"><a:schemeClr val="lt1"/></a:tcTxStyle><a:tcStyle><a:tcBdr><a:bottom><a:ln w="38100">
<a:solidFill><a:schemeClr val="lt1"/></a:solidFill></a:ln></a:bottom></a:tcBdr>
<a:fill><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:fill></a:tcStyle></a:firstRow></a:tblStyle>"""


def read_table_look(styles: bytes, color: Callable[[etree._Element | None], str]) -> TableLook:
    """Return the looks of the file's default table style; of PowerPoint's own where the file does not define it."""
    root = etree.fromstring(styles) if styles else None
    known = root.iterfind("a:tblStyle", NS) if root is not None else iter(())
    wanted = root.get("def") if root is not None else None
    style = next((one for one in known if one.get("styleId") == wanted), None)
    style = etree.fromstring(USUAL) if style is None else style
    body = _read(style.find("a:wholeTbl", NS), CellLook(), color)
    return TableLook(body, _read(style.find("a:firstRow", NS), body, color))


def _read(part: etree._Element | None, under: CellLook, color: Callable[[etree._Element | None], str]) -> CellLook:
    """Return the looks that a part of a table style defines; whatever it does not define comes from `under`."""
    if part is None:
        return under
    type, solid = part.find("a:tcTxStyle", NS), part.find("a:tcStyle/a:fill/a:solidFill", NS)
    bare = part.find("a:tcStyle/a:fill/a:noFill", NS) is not None
    look = replace(under, fill=color(solid) if solid is not None else "" if bare else under.fill)
    if type is not None:
        own = color(type) or next((found for kid in type if (found := color(_holding(kid)))), "")
        look = replace(look, color=own or look.color, bold=type.get("b", "on" if look.bold else "off") == "on")
    edges = {
        side: _edge(line, color)
        for side in SIDES
        if (line := part.find(f"a:tcStyle/a:tcBdr/a:{side}/a:ln", NS)) is not None
    }
    return replace(look, edges={**look.edges, **edges})


def _holding(color: etree._Element) -> etree._Element:
    """Return an element that holds only a copy of a color."""
    holder = etree.Element("holder")
    holder.append(etree.fromstring(etree.tostring(color)))
    return holder


def _edge(line: etree._Element, color: Callable[[etree._Element | None], str]) -> Edge:
    solid = line.find("a:solidFill", NS)
    return (color(solid), int(line.get("w", "12700")) / 12700) if solid is not None else NO_EDGE


def read_artwork(master: Master) -> MasterArtwork:
    """Return what a master shows behind its slots, with its pictures, its colors and the look of its tables.

    There is a background for every slide layout that a deck in this master can use.
    """
    presentation = Presentation(io.BytesIO(master.package))
    reader = _Reader()
    found = {
        str(layout.part.partname): reader.ground(one, layout)
        for one in presentation.slide_masters
        for layout in one.slide_layouts
    }
    grounds = {name: found[layout.part] for name, layout in master.layouts.items()}
    own = presentation.slide_master
    scheme = read_scheme(theme_of(own))
    mapped = own.element.find("p:clrMap", NS)
    colors = {**scheme, **{name: scheme.get(value, "") for name, value in mapped.attrib.items()}}
    styles = (r.target_part.blob for r in presentation.part.rels.values() if r.reltype.endswith("/tableStyles"))
    table = read_table_look(next(styles, b""), Palette(own, scheme))
    return MasterArtwork(grounds, reader.pictures, colors, table)


class _Reader:
    def __init__(self) -> None:
        self.pictures: dict[str, tuple[bytes, str]] = {}

    def ground(self, master: Any, layout: Any) -> Background:
        theme = theme_of(master)
        page = Canvas(layout, Palette(master, read_scheme(theme)), theme, self.pictures)
        _override(page.palette, layout.part._element)
        behind = Canvas(master, page.palette, theme, self.pictures)
        color, picture = page.background() or behind.background() or ("FFFFFF", "")
        sources = [behind, page] if layout.part._element.get("showMasterSp", "1") in ("1", "true") else [page]
        for source in sources:
            source.ground = color
            source.walk(source.part._element.find("p:cSld/p:spTree", NS), (0, 0, 1, 1))
        return Background(
            color,
            picture,
            tuple(shape for source in sources for shape in source.shapes),
            tuple(words for source in sources for words in source.words),
            page.fills(layout),
            tuple(dict.fromkeys([*page.left_out, *(name for source in sources for name in source.left_out)])),
        )


def _override(palette: Palette, layout: etree._Element) -> None:
    """Replace the color map of a palette by that of a layout, which may map the theme's colors differently."""
    other = layout.find("p:clrMapOvr/a:overrideClrMapping", NS)
    if other is not None:
        palette.map = dict(other.attrib)
