"""Write the deck: slides into the placeholders of a master, with python-pptx."""

import copy
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Length, Pt

from pipeline.draw import draw_chart
from pipeline.draw_timeline import timeline_of
from pipeline.draw_words import deck_look
from pipeline.figure import Chart, Timeline
from pipeline.fit import Ruler, column_widths
from pipeline.fit_timeline import fit_timeline
from pipeline.model import Publication
from pipeline.pack import pack, unpack
from pipeline.prose import render_plain
from pipeline.read_master import Master, Slot, slot_name
from pipeline.record import Prose
from pipeline.slides import Cell, Drawing, Paragraph, Run, Slide, Table, Words
from pipeline.theme import Theme
from pipeline.voice import DeckVoice
from pipeline.write_chart import Paint, write_chart
from pipeline.write_timeline import write_timeline

FOOT = {"ftr", "sldNum"}  # python-pptx leaves these behind on the layout


def write_pptx(slides: Iterable[Slide], master: Master, publication: Publication, theme: Theme) -> bytes:
    """The deck, from slides that fit."""
    presentation = Presentation(io.BytesIO(master.pptx))
    writer = _Writer(presentation, master, publication, theme)
    shown = list(slides)
    for slide in shown:
        writer.add(slide)
    writer.link(shown)
    _describe(presentation, publication, shown[0].title.text if shown else "")
    buffer = io.BytesIO()
    presentation.save(buffer)
    return pack(unpack(buffer.getvalue()))


def deck_made_from(slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme) -> object:
    """Everything that `write_pptx` makes the deck from."""
    timelines = [timeline_of(figure, publication) for figure in publication.figures.values()]
    words = (publication.imprint, publication.figures, publication.words_of_figures, timelines)
    return slides, master.pptx, words, theme


class _Writer:
    def __init__(self, presentation: Any, master: Master, publication: Publication, theme: Theme) -> None:
        self.presentation = presentation
        self.master = master
        self.publication = publication
        self.theme = theme
        self.jumps: list[tuple[Any, Any, str]] = []  # paragraph, run, and what the run links to
        self.language = publication.imprint.language
        self.ruler = Ruler(master, theme)
        self.paint = Paint(theme, master)
        self.voice = DeckVoice(publication)
        self.layouts = {layout.name: layout for layout in presentation.slide_layouts}

    def add(self, slide: Slide) -> None:
        layout = self.layouts[slide.layout]
        made = self.presentation.slides.add_slide(layout)
        names = {p.placeholder_format.idx: slot_name(layout.name, p) for p in layout.placeholders}
        slots = self.master.layouts[slide.layout].slots
        contents = {"title": Words((slide.title,)), **slide.slots}
        for placeholder in list(made.placeholders):
            name = names.get(placeholder.placeholder_format.idx)
            content = contents.get(name or "")
            if name is None or content is None:
                placeholder.element.getparent().remove(placeholder.element)  # never an empty one
                continue
            placeholder.name = name
            self.fill(made, placeholder, slots[name], content, slide.sizes.get(name))
        _copy_feet(layout, made)
        self.write_notes(made, slide.notes)

    def say(self, text: Prose) -> str:
        return render_plain(text, self.voice)

    def fill(self, made: Any, placeholder: Any, slot: Slot, content: Any, size: float | None) -> None:
        if isinstance(content, Words):
            self.write_words(placeholder.text_frame, content, size, slot)
        elif isinstance(content, Table):
            self.write_table(made, placeholder, slot, content, size or slot.levels[0].size)
        elif isinstance(content, Drawing):
            self.write_figure(made, placeholder, content)

    # -- text

    def write_words(self, frame: Any, content: Words, size: float | None, slot: Slot) -> None:
        for number, paragraph in enumerate(content.paragraphs):
            target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            target.level = paragraph.level
            if not content.is_list and slot.levels[0].hang:
                _unbullet(target)
            points = None
            if size is not None:
                level = slot.levels[min(paragraph.level, len(slot.levels) - 1)]
                points = level.size + size - slot.levels[0].size
            if paragraph.number:
                properties = target._p.get_or_add_pPr()
                properties.append(parse_xml(f'<a:buAutoNum {nsdecls("a")} type="arabicPeriod"/>'))
            self.write_runs(target, paragraph.runs, points)

    def write_runs(self, target: Any, runs: Sequence[Run], points: float | None) -> None:
        for run in runs:
            if run.text == "\n":
                target.add_line_break()
                continue
            made = target.add_run()
            made.text = run.text
            made._r.get_or_add_rPr().set("lang", self.language)
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

    def write_notes(self, made: Any, paragraphs: Sequence[Paragraph]) -> None:
        frame = made.notes_slide.notes_text_frame
        for number, paragraph in enumerate(paragraphs):
            target = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            target.level = paragraph.level
            self.write_runs(target, paragraph.runs, None)

    def link(self, slides: Sequence[Slide]) -> None:
        """Links within the deck, once every slide is there. Notes are printed, and link to nothing."""
        targets = _targets(slides)
        for paragraph, run, href in self.jumps:
            if href in targets and hasattr(paragraph.part, "slide_layout"):
                slide = self.presentation.slides[targets[href]]
                id = paragraph.part.relate_to(slide.part, RT.SLIDE)
                link = parse_xml(f'<a:hlinkClick {nsdecls("a", "r")} r:id="{id}" action="ppaction://hlinksldjump"/>')
                run._r.get_or_add_rPr().append(link)

    # -- tables and figures

    def write_table(self, made: Any, placeholder: Any, slot: Slot, table: Table, size: float) -> None:
        box = (placeholder.left, placeholder.top, placeholder.width, placeholder.height)
        rows, columns = len(table.rows), len(table.rows[0])
        height = Pt(min(size * 2, slot.height / rows))
        frame = made.shapes.add_table(rows, columns, box[0], box[1], box[2], height * rows)
        _restyle(frame, self.presentation)
        frame.table.first_row = table.heads > 0
        frame.table.horz_banding = False
        for column, width in zip(frame.table.columns, column_widths(self.ruler, table, slot, size), strict=True):
            column.width = Pt(width)
        for y, row in enumerate(table.rows):
            for x, cell in enumerate(row):
                self.write_cell(frame.table.cell(y, x), cell, size, first=x == 0)
        _take_place(frame, placeholder, table.alt)

    def write_cell(self, made: Any, cell: Cell, size: float, first: bool) -> None:
        made.margin_top = made.margin_bottom = Pt(4)
        made.vertical_anchor = MSO_ANCHOR.MIDDLE
        made.margin_left = Pt(0) if first else Pt(7.2)
        made.margin_right = Pt(7.2)
        if cell.number:
            made.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        self.write_runs(made.text_frame.paragraphs[0], cell.runs, size)

    def write_figure(self, made: Any, placeholder: Any, drawing: Drawing) -> None:
        figure = self.publication.figures[drawing.ref]
        box = (placeholder.left, placeholder.top, placeholder.width, placeholder.height)
        if isinstance(figure, Timeline):
            self.write_timeline(made, placeholder, figure, drawing)
            return
        assert isinstance(figure, Chart)
        look = deck_look(self.theme, self.language, self.say)
        plot = draw_chart(figure, look, Length(box[2]).pt, Length(box[3]).pt)
        frame = write_chart(made, box, figure, plot, self.paint, look.type.size, self.publication.imprint.date)
        for properties in frame.chart._chartSpace.iter(qn("a:defRPr")):
            properties.set("lang", self.language)
        _take_place(frame, placeholder, drawing.alt)

    def write_timeline(self, made: Any, placeholder: Any, figure: Timeline, drawing: Drawing) -> None:
        """Shapes in a group, where the placeholder was: a placeholder cannot hold them."""
        width, height = Length(placeholder.width).pt, Length(placeholder.height).pt
        plot, look = fit_timeline(figure, self.publication, self.theme, self.say, width, height)
        group = write_timeline(
            made, (placeholder.left, placeholder.top), plot, self.paint, look.type.size, self.language
        )
        group.name = f"Timeline: {self.say(figure.title)}"
        group._element.find(".//" + qn("p:cNvPr")).set("descr", drawing.alt)
        placeholder.element.getparent().replace(placeholder.element, group._element)


def _targets(slides: Sequence[Slide]) -> dict[str, int]:
    """Where "#sec-sovereignty" and "#fig-bracero-contracts" lead: to the first slide of each."""
    targets: dict[str, int] = {}
    for number, slide in enumerate(slides):
        targets.setdefault(f"#sec-{slide.origin}", number)
        for content in slide.slots.values():
            if isinstance(content, Drawing | Table) and content.ref:
                targets.setdefault(f"#fig-{content.ref}", number)
    return targets


def _unbullet(paragraph: Any) -> None:
    """A plain paragraph in a placeholder made for lists."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.append(parse_xml(f"<a:buNone {nsdecls('a')}/>"))


def _take_place(frame: Any, placeholder: Any, alt: str) -> None:
    """Put a chart or table where a placeholder stands, as the placeholder's own content."""
    old = placeholder.element
    mark = copy.deepcopy(old.find(".//" + qn("p:ph")))
    for attribute in ("hasCustomPrompt", "sz"):
        mark.attrib.pop(attribute, None)
    properties = frame._element.find(qn("p:nvGraphicFramePr"))
    properties.find(qn("p:nvPr")).append(mark)
    described = properties.find(qn("p:cNvPr"))
    described.set("name", placeholder.name)
    described.set("descr", alt)
    old.getparent().replace(old, frame._element)


def _restyle(frame: Any, presentation: Any) -> None:
    """The master's own table style in place of python-pptx's."""
    for relation in presentation.part.rels.values():
        if relation.reltype.endswith("/tableStyles"):
            default = parse_xml(relation.target_part.blob).get("def")
            frame._element.find(".//" + qn("a:tableStyleId")).text = default


def _copy_feet(layout: Any, made: Any) -> None:
    """Footer and slide number, which python-pptx does not carry over."""
    tree = made.shapes._spTree
    for placeholder in layout.placeholders:
        if placeholder.element.ph.get("type") in FOOT:
            shape = copy.deepcopy(placeholder.element)
            used = [int(id) for id in tree.xpath("//@id") if id.isdigit()]
            shape.find(".//" + qn("p:cNvPr")).set("id", str(max(used) + 1))
            tree.append(shape)


def _describe(presentation: Any, publication: Publication, title: str) -> None:
    """Core properties: ours, not python-pptx's."""
    imprint, core = publication.imprint, presentation.core_properties
    date = datetime.fromisoformat((imprint.date + "-01-01")[:10])
    core.title = title
    core.author = ", ".join(author.name for author in imprint.authors)
    core.last_modified_by = imprint.publisher
    core.subject = imprint.subject
    core.keywords = ", ".join(imprint.keywords)
    core.comments = ""
    core.language = imprint.language
    core.created = core.modified = date
    core.revision = 1
    core.version = imprint.edition or ""
