"""Read the grounds of a master's slide layouts: what stands on a slide before anything is put into its slots."""

import io
from typing import Any

from lxml import etree
from pptx import Presentation

from pipeline.grounds import Ground, Scenery
from pipeline.master import Master
from pipeline.read_colors import Palette, read_scheme
from pipeline.read_shapes import Canvas
from pipeline.read_tables import read_table_look
from pipeline.read_type import NS


def read_grounds(master: Master) -> Scenery:
    """The grounds of every slide layout that a deck in this master can use."""
    presentation = Presentation(io.BytesIO(master.pptx))
    reader = _Reader()
    found = {
        str(layout.part.partname): reader.ground(one, layout)
        for one in presentation.slide_masters
        for layout in one.slide_layouts
    }
    grounds = {name: found[layout.part] for name, layout in master.layouts.items()}
    own = presentation.slide_master
    scheme = read_scheme(_theme(own))
    mapped = own.element.find("p:clrMap", NS)
    colors = {**scheme, **{name: scheme.get(value, "") for name, value in mapped.attrib.items()}}
    styles = (r.target_part.blob for r in presentation.part.rels.values() if r.reltype.endswith("/tableStyles"))
    table = read_table_look(next(styles, b""), Palette(own, scheme))
    return Scenery(grounds, reader.pictures, colors, table)


def _theme(master: Any) -> etree._Element:
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    return etree.fromstring(part.blob)


class _Reader:
    def __init__(self) -> None:
        self.pictures: dict[str, tuple[bytes, str]] = {}

    def ground(self, master: Any, layout: Any) -> Ground:
        theme = _theme(master)
        page = Canvas(layout, Palette(master, read_scheme(theme)), theme, self.pictures)
        _override(page.palette, layout.part._element)
        behind = Canvas(master, page.palette, theme, self.pictures)
        color, picture = page.background() or behind.background() or ("FFFFFF", "")
        sources = [behind, page] if layout.part._element.get("showMasterSp", "1") in ("1", "true") else [page]
        for source in sources:
            source.ground = color
            source.walk(source.part._element.find("p:cSld/p:spTree", NS), (0, 0, 1, 1))
        return Ground(
            color,
            picture,
            tuple(shape for source in sources for shape in source.shapes),
            tuple(words for source in sources for words in source.words),
            page.fills(layout),
            tuple(dict.fromkeys([*page.left_out, *(name for source in sources for name in source.left_out)])),
        )


def _override(palette: Palette, layout: etree._Element) -> None:
    """A layout may name the theme's colors otherwise than its master."""
    other = layout.find("p:clrMapOvr/a:overrideClrMapping", NS)
    if other is not None:
        palette.map = dict(other.attrib)
