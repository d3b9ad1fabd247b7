"""Read what is drawn on a master or a slide layout besides its slots: shapes, lines, pictures, words.

Plain things are read: rectangles, ovals, lines, pictures, words, in groups or not. `left_out` names the others.
"""

from typing import Any

from lxml import etree

from pipeline.deck import Box, Paragraph, Run, Shape, Slot, TextBlock
from pipeline.master.inherit import NS, Palette, on_master, read_insets, read_levels, read_number
from pipeline.master.read import slot_name

EMU = 12700  # a point
DRAWN = {
    "rect": "box",
    "roundRect": "round",
    "ellipse": "oval",
    "homePlate": "arrow",
    "line": "line",
    "straightConnector1": "line",
}
MIMES = {"image/png", "image/jpeg", "image/gif"}
R = f"{{{NS['r']}}}"
A, P = f"{{{NS['a']}}}", f"{{{NS['p']}}}"
Emu = tuple[float, float, float, float]  # left, top, width, height


class Canvas:
    """A master or a slide layout, and what `walk` has read of the drawings on it."""

    def __init__(
        self, owner: Any, palette: Palette, theme: etree._Element, pictures: dict[str, tuple[bytes, str]]
    ) -> None:
        self.part, self.palette, self.theme, self.pictures = owner.part, palette, theme, pictures
        self.ground = "FFFFFF"
        self.shapes: list[Shape] = []
        self.words: list[tuple[Slot, TextBlock]] = []
        self.left_out: list[str] = []

    # -- the background

    def background(self) -> tuple[str, str] | None:
        """Return the color (RRGGBB) of the background, and the part of its picture or "".

        None where the master or layout defines no background.
        """
        found = self.part._element.find("p:cSld/p:bg", NS)
        if found is None:
            return None
        properties, reference = found.find("p:bgPr", NS), found.find("p:bgRef", NS)
        if properties is not None:
            picture = self.picture_of(properties.find("a:blipFill/a:blip", NS), "the background")
            return self.fill(properties, "the background") or "FFFFFF", picture
        number = int(reference.get("idx", "0")) - 1001
        styles = self.theme.find(".//a:bgFillStyleLst", NS)
        if styles is not None and 0 <= number < len(styles) and etree.QName(styles[number]).localname != "solidFill":
            self.left_out.append("the background's texture")
        return self.palette(reference) or "FFFFFF", ""

    # -- shapes

    def walk(self, tree: etree._Element, frame: tuple[float, float, float, float]) -> None:
        """Read all shapes of a tree, without placeholders and hidden shapes.

        `frame` moves and stretches what is in a group: x and y in EMU, and the factors of width and height.
        """
        for element in tree:
            kind = etree.QName(element).localname
            if element.find("*/p:nvPr/p:ph", NS) is not None or _is_hidden(element):
                continue
            if kind == "grpSp":
                self.walk(element, _inner(element, frame))
            elif kind in ("sp", "cxnSp"):
                self.shape(element, frame)
            elif kind == "pic":
                self.picture(element, frame)
            elif kind in ("graphicFrame", "contentPart", "AlternateContent"):
                self.left_out.append(_name(element))

    def shape(self, element: etree._Element, frame: tuple[float, float, float, float]) -> None:
        properties = element.find("p:spPr", NS)
        box = _box(properties, frame) if properties is not None else None
        if properties is None or box is None:
            return
        self.text(element, box)
        if (drawn := self.drawn(element, properties, box)) is not None:
            self.shapes.append(drawn)

    def drawn(self, element: etree._Element, properties: etree._Element, box: Box) -> Shape | None:
        """Return a shape without its words; None where it is invisible or cannot be drawn.

        A shape that cannot be drawn is named in `left_out`.
        """
        geometry, transform = properties.find("a:prstGeom", NS), properties.find("a:xfrm", NS)
        preset = geometry.get("prst", "") if geometry is not None else "" if _is_own(properties) else "rect"
        fill = self.fill(properties, _name(element), element.find("p:style/a:fillRef", NS))
        line, thick = self.line(element, properties)
        if DRAWN.get(preset) == "line":
            fill = ""
        blip = properties.find("a:blipFill/a:blip", NS)
        if not fill and not line and blip is None:
            return None
        turned = transform is not None and int(transform.get("rot", "0")) % 10800000 != 0
        if preset not in DRAWN or turned:
            self.left_out.append(_name(element))
            return None
        rising = transform is not None and (_is_set(transform, "flipV") != _is_set(transform, "flipH"))
        picture = self.picture_of(blip, _name(element))
        return Shape("picture" if picture else DRAWN[preset], box, fill, line, thick, rising, picture)

    def fill(self, properties: etree._Element, name: str, style: etree._Element | None = None) -> str:
        """Return the fill color of an area (RRGGBB), or "" for none.

        For a gradient, return its first color; the gradient is named in `left_out`.
        """
        if properties.find("a:noFill", NS) is not None:
            return ""
        solid, shades = properties.find("a:solidFill", NS), properties.find("a:gradFill", NS)
        if solid is not None:
            return self.color(solid)
        if shades is not None:
            self.left_out.append(f"the shades of {name}")
            return self.color(shades.find("a:gsLst/a:gs", NS))
        if properties.find("a:blipFill", NS) is None and style is not None and style.get("idx") != "0":
            return self.color(style)
        return ""

    def line(self, element: etree._Element, properties: etree._Element) -> tuple[str, float]:
        line, style = properties.find("a:ln", NS), element.find("p:style/a:lnRef", NS)
        thick = int(line.get("w", "9525")) / EMU if line is not None else 0.75
        if line is not None and line.find("a:noFill", NS) is not None:
            return "", 0
        if line is not None and (solid := line.find("a:solidFill", NS)) is not None:
            return self.color(solid), thick
        return (self.color(style), thick) if style is not None and style.get("idx") != "0" else ("", 0)

    def color(self, holder: etree._Element | None) -> str:
        """Return a color (RRGGBB) as it looks on `ground`, mixed with it if transparent; "" for an unknown color."""
        found = self.palette(holder)
        share = holder.find(".//a:alpha", NS) if holder is not None else None
        if not found or share is None:
            return found
        part = min(read_number(share.get("val", "100000")) / 100000, 1)
        mixed = (
            round(part * int(found[n : n + 2], 16) + (1 - part) * int(self.ground[n : n + 2], 16)) for n in (0, 2, 4)
        )
        return "".join(f"{channel:02X}" for channel in mixed)

    # -- pictures

    def picture(self, element: etree._Element, frame: tuple[float, float, float, float]) -> None:
        properties = element.find("p:spPr", NS)
        box = _box(properties, frame) if properties is not None else None
        name = self.picture_of(element.find("p:blipFill/a:blip", NS), _name(element))
        if box is not None and name:
            self.shapes.append(Shape("picture", box, picture=name))

    def picture_of(self, blip: etree._Element | None, name: str) -> str:
        """Return the name of the part that holds a picture, and keep its bytes in `pictures`; "" for no picture.

        A picture that a browser does not show is named in `left_out`, and "" is returned.
        """
        if blip is None:
            return ""
        relation = self.part.rels.get(blip.get(f"{R}embed", ""))
        part = relation.target_part if relation is not None and not relation.is_external else None
        if part is None or part.content_type not in MIMES:
            self.left_out.append(name)
            return ""
        self.pictures[str(part.partname)] = (part.blob, part.content_type)
        return str(part.partname)

    # -- words

    def text(self, element: etree._Element, box: Box) -> None:
        """Add to `words` the text of a shape, such as the name of the institute, set in the type of its first run."""
        body = element.find("p:txBody", NS)
        properties = body.find("a:bodyPr", NS) if body is not None else None
        if body is None or properties is None or not any(t.text for t in body.iterfind(".//a:t", NS)):
            return
        style = self.part._element.find("p:txStyles/p:otherStyle", NS)
        levels = read_levels(style, [_typed(element)], self.palette)
        slot = Slot(_name(element), 0, "text", box, read_insets([element]), properties.get("anchor", "t"), levels)
        paragraphs = tuple(_paragraph(found) for found in body.iterfind("a:p", NS))
        self.words.append((slot, TextBlock(paragraphs)))

    # -- placeholders

    def fills(self, layout: Any) -> dict[str, Shape]:
        """Return the fills and borders of the layout's placeholders, which slides inherit, by names of slots."""
        found = {}
        for placeholder in layout.placeholders:
            element: etree._Element = placeholder.element
            for one in (element, on_master(layout, element)):
                properties = one.find("p:spPr", NS) if one is not None else None
                if one is not None and properties is not None and _is_painted(properties):
                    box = Box(*((getattr(placeholder, side) or 0) / EMU for side in Box.__dataclass_fields__))
                    if (drawn := self.drawn(one, properties, box)) is not None:
                        found[slot_name(layout.name, placeholder)] = drawn
                    break
        return found


PAINTED = ("noFill", "solidFill", "gradFill", "blipFill", "ln")


def _is_painted(properties: etree._Element) -> bool:
    return any(properties.find(f"a:{tag}", NS) is not None for tag in PAINTED)


def _name(element: etree._Element) -> str:
    found = element.find("*/p:cNvPr", NS)
    return f'"{found.get("name", "")}"' if found is not None else "something"


def _is_hidden(element: etree._Element) -> bool:
    found = element.find("*/p:cNvPr", NS)
    return found is not None and _is_set(found, "hidden")


def _is_set(element: etree._Element, name: str) -> bool:
    return element.get(name, "0") in ("1", "true")


def _is_own(properties: etree._Element) -> bool:
    """Return whether a shape has a custom outline (custGeom)."""
    return properties.find("a:custGeom", NS) is not None


def _box(properties: etree._Element, frame: tuple[float, float, float, float]) -> Box | None:
    transform = properties.find("a:xfrm", NS)
    if transform is None:
        return None
    x, y, w, h = _corners(transform, "off", "ext")
    left, top, across, down = frame
    return Box((left + x * across) / EMU, (top + y * down) / EMU, w * across / EMU, h * down / EMU)


def _inner(group: etree._Element, frame: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return the frame of the shapes in a group: x and y in EMU, and the factors of width and height."""
    transform = group.find("p:grpSpPr/a:xfrm", NS)
    if transform is None:
        return frame
    left, top, across, down = frame
    x, y, w, h = _corners(transform, "off", "ext")
    cx, cy, cw, ch = _corners(transform, "chOff", "chExt")
    wider, higher = (w / cw if cw else 1), (h / ch if ch else 1)
    return left + (x - cx * wider) * across, top + (y - cy * higher) * down, across * wider, down * higher


def _corners(transform: etree._Element, offset: str, extent: str) -> Emu:
    at, size = transform.find(f"a:{offset}", NS), transform.find(f"a:{extent}", NS)
    x, y = (int(at.get(name, "0")) if at is not None else 0 for name in "xy")
    w, h = (int(size.get(name, "0")) if size is not None else 0 for name in ("cx", "cy"))
    return x, y, w, h


def _typed(element: etree._Element) -> etree._Element:
    """Return a copy of a shape whose list style has the properties of its first run, and its alignment.

    So these are read as the type of all its text.
    """
    made = etree.fromstring(etree.tostring(element))
    body = made.find("p:txBody", NS)
    assert body is not None
    listed = body.find("a:lstStyle", NS)
    if listed is None:
        listed = etree.SubElement(body, f"{A}lstStyle")
    level = listed.find("a:lvl1pPr", NS)
    level = etree.SubElement(listed, f"{A}lvl1pPr") if level is None else level
    first, run = body.find("a:p/a:pPr", NS), body.find(".//a:r/a:rPr", NS)
    if first is not None and first.get("algn"):
        level.set("algn", first.get("algn", "l"))
    if run is not None:
        own = level.find("a:defRPr", NS)
        own = etree.SubElement(level, f"{A}defRPr") if own is None else own
        own.attrib.update({name: value for name, value in run.attrib.items() if name in ("sz", "b", "i", "cap", "spc")})
        for child in run:
            own.append(etree.fromstring(etree.tostring(child)))
    return made


def _paragraph(element: etree._Element) -> Paragraph:
    runs: list[Run] = []
    for child in element:
        if etree.QName(child).localname == "br":
            runs.append(Run("\n"))
        elif (text := child.find("a:t", NS)) is not None:
            runs.append(Run(text.text or ""))
    return Paragraph(tuple(runs))
