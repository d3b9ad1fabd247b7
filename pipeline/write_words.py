"""Write text into placeholders: paragraphs, runs, links; and settle where a placeholder stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.master import Slot
from pipeline.slides import Run, Words

INSETS = ("lIns", "tIns", "rIns", "bIns")
FITS = ("normAutofit", "spAutoFit", "noAutofit")


class Pen:
    """Writes text in one language, and remembers what links within the deck."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.jumps: list[tuple[Any, Any, str]] = []  # paragraph, run, and what the run links to

    def words(self, frame: Any, content: Words, slot: Slot, size: float | None) -> None:
        """Paragraphs into a text frame; `size` is that of the first level, where it is not the slot's own."""
        for number, paragraph in enumerate(content.paragraphs):
            target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            target.level = paragraph.level
            level = slot.levels[min(paragraph.level, len(slot.levels) - 1)]
            if (paragraph.plain or not content.is_list) and (level.hang or level.bullet):
                _unbullet(target)
            if paragraph.number:
                mark = f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"/>'
                target._p.get_or_add_pPr().append(parse_xml(mark))
            points = None if size is None else max(level.size + size - slot.levels[0].size, 1)
            self.runs(target, paragraph.runs, points)

    def runs(self, target: Any, runs: Sequence[Run], points: float | None) -> None:
        for run in runs:
            if run.text == "\n":
                target.add_line_break()
                continue
            made = target.add_run()
            made.text = run.text
            made._r.get_or_add_rPr().set("lang", run.language or self.language)
            if points is not None:
                made.font.size = Pt(points)
            if run.bold:
                made.font.bold = True
            if run.italic:
                made.font.italic = True
            if run.href.startswith("#"):
                self.jumps.append((target, made, run.href))
            elif run.href:
                made.hyperlink.address = run.href

    def rewrite(self, shape: Any, text: str, points: float | None) -> None:
        """Give a shape one run of text in place of what it says."""
        paragraph, *others = shape.findall(".//" + qn("a:p"))
        for old in [*others, *(child for child in paragraph if child.tag != qn("a:pPr"))]:
            old.getparent().remove(old)
        run = paragraph.add_r(text)
        run.get_or_add_rPr().set("lang", self.language)
        if points is not None:
            run.get_or_add_rPr().set("sz", str(round(points * 100)))

    def link(self, targets: Mapping[str, Any]) -> None:
        """Links to other slides, by what they are called; to none that is not there."""
        for paragraph, run, href in self.jumps:
            if href in targets:
                id = paragraph.part.relate_to(targets[href], RT.SLIDE)
                link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{id}" action="ppaction://hlinksldjump"/>')
                run._r.get_or_add_rPr().append(link)
        self.jumps.clear()


def settle(placeholder: Any, slot: Slot) -> None:
    """Say on the slide what simple readers do not look up on its layout.

    A placeholder inherits its place, so that moving it on the layout moves it on every slide. Only
    where a reader that goes by type alone would take another's place is it written out.
    """
    if slot.kind == "obj":  # the default of the standard; without it, some take it for a body
        placeholder.element.find(".//" + qn("p:ph")).set("type", "obj")
    if not slot.alone:
        place(placeholder, slot)
    body = placeholder.element.find(".//" + qn("a:bodyPr"))
    for name, points in zip(INSETS, slot.insets, strict=True):
        body.set(name, str(round(points * 12700)))
    if not any(body.find(qn(f"a:{name}")) is not None for name in FITS):
        body.append(parse_xml(f"<a:noAutofit {nsdecls('a')}/>"))


def place(shape: Any, slot: Slot) -> None:
    """Put a shape where a slot is."""
    shape.left, shape.top = Pt(slot.box.left), Pt(slot.box.top)
    shape.width, shape.height = Pt(slot.box.width), Pt(slot.box.height)


def _unbullet(paragraph: Any) -> None:
    """A plain paragraph in a placeholder made for lists."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
