"""An ugly master, as somebody's institute might have one: narrow, dark, in capitals, in a font nobody knows."""

from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

FONT = "Institute Grotesque"
LEFT = 0.07  # of the slide: a stripe down the left
ACCENTS = {"accent1": "FF7A00", "accent2": "00B3A4", "accent3": "E0E000"}
DROPPED = ("Title Only", "Comparison", "Content with Caption")  # layouts it does not have


def make_ugly_master(path: Path, text: str = FONT, display: str = "Calibri") -> None:
    """A .pptx with a sample slide, a missing layout, odd insets, a capital title and a theme of its own."""
    presentation = Presentation()  # 10 by 7.5 inches
    master = presentation.slide_masters[0]
    _recolor(master, text, display)
    for layout in list(presentation.slide_layouts):
        if layout.name in DROPPED:
            presentation.slide_layouts.remove(layout)
        else:
            _narrow(layout, presentation.slide_width)
    title = master._element.find(".//" + qn("p:titleStyle")).find(qn("a:lvl1pPr")).find(qn("a:defRPr"))
    title.set("cap", "all")
    title.set("sz", "2800")
    _inset(next(p for p in master.placeholders if p.placeholder_format.type == 2))
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "A sample slide that has to go"
    slide.notes_slide.notes_text_frame.text = "With notes that have to go"
    presentation.save(str(path))


def _recolor(master: Any, text: str, display: str) -> None:
    background = master.background.fill
    background.solid()
    background.fore_color.rgb = RGBColor(0x10, 0x10, 0x40)
    mapped = master._element.find(qn("p:clrMap"))
    for name, other in (("bg1", "dk1"), ("tx1", "lt1")):
        mapped.set(name, other)
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme = parse_xml(part.blob)
    for name, code in ACCENTS.items():
        entry = theme.find(f".//{qn('a:' + name)}")
        entry[0].getparent().replace(entry[0], parse_xml(f'<a:srgbClr {nsdecls("a")} val="{code}"/>'))
    for kind, font in (("minorFont", text), ("majorFont", display)):
        theme.find(f".//{qn('a:' + kind)}/{qn('a:latin')}").set("typeface", font)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _narrow(layout: Any, width: int) -> None:
    """Everything moves to the right of the stripe."""
    for placeholder in layout.placeholders:
        if placeholder.element.ph.get("type") in ("dt", "ftr", "sldNum"):
            continue
        left, top, wide, high = (getattr(placeholder, side) for side in ("left", "top", "width", "height"))
        placeholder.left, placeholder.width = int(LEFT * width + (1 - LEFT) * left), int((1 - LEFT) * wide)
        placeholder.top, placeholder.height = top, high


def _inset(body: Any) -> None:
    properties = body.element.find(".//" + qn("a:bodyPr"))
    properties.set("lIns", str(Pt(20)))
    properties.set("rIns", str(Pt(4)))
