"""Two ugly masters, as somebody's institute might have them.

One is narrow and dark, in capitals, in a font nobody knows. The other is squat: slides of 10 by 5.6 inches, titles of
one line, few layouts under names of their own, no foot lines, and type that shows only in the sample text.
"""

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


# ---------------------------------------------------------------- squat

LOW = 0.75  # of the height of the usual slide
CALLED = {
    "Title Slide": "TITLE",
    "Title and Content": "TITLE_AND_BODY",
    "Two Content": "TITLE_AND_TWO_COLUMNS",
    "Title Only": "TITLE_ONLY",
}
ONE_LINE = Pt(36)  # the height of its titles


def make_squat_master(path: Path) -> None:
    """A .pptx whose slides are low and whose layouts are few; LibreOffice and Google Slides make such."""
    presentation = Presentation()
    presentation.slide_height = int(LOW * presentation.slide_height)
    master = presentation.slide_masters[0]
    for layout in list(presentation.slide_layouts):
        if layout.name not in CALLED:
            presentation.slide_layouts.remove(layout)
            continue
        for placeholder in layout.placeholders:
            _lower(placeholder)
            if placeholder.element.ph.get("type") in ("dt", "ftr"):
                placeholder.element.getparent().remove(placeholder.element)
        if layout.name != "Title Slide":
            layout.placeholders[0].height = ONE_LINE
        layout.part._element.find(qn("p:cSld")).set("name", CALLED[layout.name])
    for placeholder in master.placeholders:
        _lower(placeholder)
    _show_styles(master)
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "A sample slide that has to go"
    presentation.save(str(path))


def _lower(placeholder: Any) -> None:
    left, top, wide, high = (getattr(placeholder, side) for side in ("left", "top", "width", "height"))
    placeholder.left, placeholder.width = left, wide
    placeholder.top, placeholder.height = int(LOW * top), int(LOW * high)


def _show_styles(master: Any) -> None:
    """The master's styles as the type of its sample text, and nowhere else."""
    styles = master._element.find(qn("p:txStyles"))
    for kind, name in ((1, "titleStyle"), (2, "bodyStyle")):
        placeholder = next(p for p in master.placeholders if p.placeholder_format.type == kind)
        for paragraph, level in zip(placeholder.text_frame.paragraphs, styles.find(qn(f"p:{name}")), strict=False):
            given = paragraph._p.get_or_add_pPr()
            given.attrib.update({key: level.get(key) for key in ("marL", "indent", "algn") if level.get(key)})
            type = level.find(qn("a:defRPr"))
            for child in [child for child in level if child is not type]:
                given.append(child)
            run = paragraph.runs[0]._r.get_or_add_rPr()
            run.set("sz", str(round(LOW * int(type.get("sz")))))
            for child in list(type):
                run.append(child)
    styles.getparent().remove(styles)
