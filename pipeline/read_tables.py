"""Read how a master dresses tables: the table style that the deck's tables have."""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from pipeline.grounds import BARE, CellLook, Edge, TableLook
from pipeline.read_type import NS

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
    """The looks of the default style; of PowerPoint's own where the file does not say what it is."""
    root = etree.fromstring(styles) if styles else None
    known = root.iterfind("a:tblStyle", NS) if root is not None else iter(())
    wanted = root.get("def") if root is not None else None
    style = next((one for one in known if one.get("styleId") == wanted), None)
    style = etree.fromstring(USUAL) if style is None else style
    body = _read(style.find("a:wholeTbl", NS), CellLook(), color)
    return TableLook(body, _read(style.find("a:firstRow", NS), body, color))


def _read(part: etree._Element | None, under: CellLook, color: Callable[[etree._Element | None], str]) -> CellLook:
    """What a part of a style says, over what all cells have."""
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
    """An element that holds nothing but a color."""
    holder = etree.Element("holder")
    holder.append(etree.fromstring(etree.tostring(color)))
    return holder


def _edge(line: etree._Element, color: Callable[[etree._Element | None], str]) -> Edge:
    solid = line.find("a:solidFill", NS)
    return (color(solid), int(line.get("w", "12700")) / 12700) if solid is not None else BARE
