"""Write text into placeholders: paragraphs, runs, links, in the sizes that were measured."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.content import Theme
from pipeline.deck import LINES, Level, Paragraph, Run, Slot, TextBlock, TextLayout
from pipeline.figures import Look

INSETS = ("lIns", "tIns", "rIns", "bIns")
BASELINES = {"sub": "-25000", "sup": "30000"}  # in thousandths of a percent, as PowerPoint's own buttons write
LINK_COLOR = "{A12FA001-AC4F-418D-AE19-62706E023703}"  # PowerPoint's extension for links in the color of their text


class TextWriter:
    """A writer of text in one language, which keeps the links within the deck until `link`.

    `text_layout` says in which font text is measured: letters that a slot's font lacks are written in another.
    """

    def __init__(self, language: str, text_layout: TextLayout) -> None:
        self.language, self.text_layout = language, text_layout
        self.jumps: list[
            tuple[Any, Any, str, bool]
        ] = []  # paragraph, run, what it links to, whether it keeps its color

    def words(self, frame: Any, content: TextBlock, slot: Slot, size: float | None) -> None:
        """Write paragraphs into a text frame.

        `size` is that of the first level in points, or None for the slot's own sizes.
        """
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
            self.runs(target, paragraph.runs, level, points)

    def runs(self, target: Any, runs: Sequence[Run], level: Level, points: float | None) -> None:
        for run in join_alike(self.text_layout.dress(runs, level)):
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
            if run.script:
                made._r.get_or_add_rPr().set("baseline", BASELINES[run.script])
            if run.struck:
                made._r.get_or_add_rPr().set("strike", "sngStrike")
            if run.font:
                write_font(made._r, show_font(run.font, self.text_layout.theme))
            if run.href.startswith("#"):
                self.jumps.append((target, made, run.href, level.is_light))
            elif run.href:
                made.hyperlink.address = run.href

    def notes(self, frame: Any, paragraphs: Sequence[Paragraph], level: Level, points: float | None) -> None:
        """Write notes into the text frame of a notes page, at a size in points if `points` is set.

        Links within the deck are left out: notes are printed.
        """
        for number, paragraph in enumerate(paragraphs):
            target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            target.level = paragraph.level
            runs = [replace(run, href="") if run.href.startswith("#") else run for run in paragraph.runs]
            self.runs(target, runs, level, points)

    def rewrite(self, shape: Any, text: str, level: Level, points: float | None) -> None:
        """Replace the text of a shape."""
        paragraph, *others = shape.findall(".//" + qn("a:p"))
        for old in [*others, *(child for child in paragraph if child.tag != qn("a:pPr"))]:
            old.getparent().remove(old)
        for part in self.text_layout.dress([Run(text)], level):
            run = paragraph.add_r(part.text)
            run.get_or_add_rPr().set("lang", self.language)
            if points is not None:
                run.get_or_add_rPr().set("sz", str(round(points * 100)))
            if part.font:
                write_font(run, show_font(part.font, self.text_layout.theme))

    def link(self, targets: Mapping[str, Any]) -> None:
        """Link the kept runs to the slide parts in `targets`, by address; drop links to slides that are not there."""
        for paragraph, run, href, keeps_color in self.jumps:
            if href in targets:
                id = paragraph.part.relate_to(targets[href], RT.SLIDE)
                link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{id}" action="ppaction://hlinksldjump"/>')
                if keeps_color:
                    link.append(_in_its_own_color())
                run._r.get_or_add_rPr().append(link)
        self.jumps.clear()


def join_alike(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with those joined that look alike: a fact within a sentence is no word of its own to who reads the file."""
    for (style, is_break), alike in groupby(runs, lambda run: (replace(run, text="", fact=""), run.text == "\n")):
        texts = [run.text for run in alike]
        yield from (style.saying(text) for text in (texts if is_break else ["".join(texts)]))


def _in_its_own_color() -> Any:
    """Return what makes a link keep the color of its text, as PowerPoint has written it since 2019."""
    space = "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"
    color = f'<ahyp:hlinkClr xmlns:ahyp="{space}" val="tx"/>'
    return parse_xml(f'<a:extLst {nsdecls("a")}><a:ext uri="{LINK_COLOR}">{color}</a:ext></a:extLst>')


def show_font(measured: str, theme: Theme) -> str:
    """Return the font that PowerPoint shows for one that text is measured with: itself, unless it stands for another."""
    return next(
        (font.font for font in (theme.deck.text, theme.deck.display) if font.measured_with == measured), measured
    )


def write_font(run: Any, name: str) -> None:
    """Set a run (its element) in a font, whichever sort of letters PowerPoint takes its own for."""
    latin = run.get_or_add_rPr().get_or_add_latin()
    latin.typeface = name
    for kind in ("cs", "ea"):  # letters that join or stack, and those of East Asia
        latin.addnext(parse_xml(f"<a:{kind} {nsdecls('a')} typeface={quoteattr(name)}/>"))


def find_fonts(texts: Iterable[str], look: Look) -> list[str]:
    """Return the fonts for letters in a chart that its own font lacks, as elements of DrawingML.

    Words of a chart stand in cells and cannot be divided: there is one font for letters of East Asia, and one for others.
    """
    found: dict[str, str] = {}
    for face, part in (span for text in texts for span in look.type.face.spans(text)):
        if face != look.type.face:
            kind = "ea" if unicodedata.east_asian_width(part[0]) in "WF" else "cs"
            found.setdefault(kind, show_font(face.family, look.theme))
    return [f"<a:{kind} {nsdecls('a')} typeface={quoteattr(found[kind])}/>" for kind in ("ea", "cs") if kind in found]


def settle(placeholder: Any, slot: Slot) -> None:
    """Write on the slide what simple readers do not look up on its layout.

    This is its insets and fit, and sometimes its type and position. A placeholder inherits its position, so that
    moving it on the layout moves it on every slide. The position is written out only where a reader that goes by
    type alone would use that of another placeholder.
    Text was measured to fit and is not shrunk; where somebody types more, it shrinks as usual. Lines around the text
    do not: LibreOffice sets all lines of a slide closer as soon as each of its placeholders may shrink.
    """
    if slot.kind == "obj":  # the default of the standard; without it, some take it for a body
        placeholder.element.find(".//" + qn("p:ph")).set("type", "obj")
    if not slot.alone:
        place(placeholder, slot)
    body = placeholder.element.find(".//" + qn("a:bodyPr"))
    for name, points in zip(INSETS, slot.insets, strict=True):
        body.set(name, str(round(points * 12700)))
    fit = "noAutofit" if slot.name in LINES else "normAutofit"
    body.append(parse_xml(f"<a:{fit} {nsdecls('a')}/>"))


def place(shape: Any, slot: Slot) -> None:
    """Set the box of a shape to that of a slot."""
    shape.left, shape.top = Pt(slot.box.left), Pt(slot.box.top)
    shape.width, shape.height = Pt(slot.box.width), Pt(slot.box.height)


def _unbullet(paragraph: Any) -> None:
    """Remove bullet and indents from a plain paragraph in a placeholder made for lists."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
