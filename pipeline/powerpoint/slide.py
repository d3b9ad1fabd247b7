"""Write the deck: slides into the placeholders of a master, with python-pptx."""

import copy
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.content import Chart, MapFigure, Prose, Publication, Theme, Timeline
from pipeline.core import pack, unpack
from pipeline.deck import (
    Drawing,
    Level,
    Master,
    Show,
    Slide,
    Slot,
    Table,
    TextBlock,
    TextLayout,
    find_targets,
    fit_map,
    fit_timeline,
    foot_title,
    measure_table,
    plot_chart,
)
from pipeline.figures import deck_look
from pipeline.powerpoint.bands import write_bands
from pipeline.powerpoint.chart import write_chart
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.map import write_map
from pipeline.powerpoint.package import finish_pptx, finish_slide
from pipeline.powerpoint.shows import hide_appendix, write_shows
from pipeline.powerpoint.table import table_style, write_table
from pipeline.powerpoint.text import TextWriter, find_fonts, settle
from pipeline.powerpoint.timeline import write_timeline
from pipeline.text import DeckRenderer, render_plain

FOOT = {"ftr", "sldNum"}  # python-pptx leaves these behind on the layout
CREATION_ID = "{http://schemas.microsoft.com/office/drawing/2014/main}creationId"


def write_pptx(
    slides: Iterable[Slide], master: Master, publication: Publication, theme: Theme, shows: Sequence[Show] = ()
) -> bytes:
    """Return the bytes of the deck, from slides that fit, with custom shows."""
    shown = list(slides)
    writer = _Writer(master, publication, theme)
    made = [writer.write(slide, number) for number, slide in enumerate(shown, 1)]
    targets = find_targets(shown, publication.chapters)
    writer.text_writer.link({href: made[at].part for href, at in targets.items()})
    hide_appendix(made, shown)
    write_shows(writer.presentation, shows)
    finish_pptx(writer.presentation, shown, publication, shown[0].name if shown else "")
    buffer = io.BytesIO()
    writer.presentation.save(buffer)
    return pack(unpack(buffer.getvalue()))


class _Writer:
    def __init__(self, master: Master, publication: Publication, theme: Theme) -> None:
        self.master = master
        self.publication = publication
        self.theme = theme
        self.language = publication.imprint.language
        self.text_layout = TextLayout(master, theme)
        self.text_writer = TextWriter(self.language, self.text_layout)
        self.color_writer = ColorWriter(theme, master)
        self.renderer = DeckRenderer(publication)
        self.presentation = Presentation(io.BytesIO(master.package))
        masters = self.presentation.slide_masters
        self.layouts = {str(one.part.partname): one for master in masters for one in master.slide_layouts}
        self.table_style = table_style(self.presentation)

    def write(self, slide: Slide, number: int) -> Any:
        """Add a slide with its notes to the presentation and return it; number 1, the cover, has no foot line."""
        layout = self.layouts[self.master.layouts[slide.layout].part]
        made = self.presentation.slides.add_slide(layout)
        self.fill_all(made, slide)
        if number > 1:
            self.write_feet(layout, made, slide, number)
        level, size = self.master.notes.levels[0], slide.sizes.get("notes")
        self.text_writer.notes(made.notes_slide.notes_text_frame, slide.notes, level, size)
        finish_slide(made)
        return made

    def fill_all(self, made: Any, slide: Slide) -> None:
        slots = self.master.layouts[slide.layout].slots
        names = {slot.idx: name for name, slot in slots.items()}
        contents = {"title": TextBlock((slide.title,)), **slide.slots}
        for placeholder in list(made.placeholders):
            name = names.get(placeholder.placeholder_format.idx)
            content = contents.get(name or "")
            if name is None or content is None:
                placeholder.element.getparent().remove(placeholder.element)  # never an empty one
                continue
            placeholder.name = name
            self.fill(made, placeholder, slots[name], content, slide.sizes.get(name))

    def say(self, text: Prose) -> str:
        return render_plain(text, self.renderer)

    def fill(self, made: Any, placeholder: Any, slot: Slot, content: Any, size: float | None) -> None:
        if isinstance(content, TextBlock):
            self.text_writer.words(placeholder.text_frame, content, slot, size)
            settle(placeholder, slot)
        elif isinstance(content, Table):
            fit = measure_table(self.text_layout, content, slot, size or slot.levels[0].size)
            frame = write_table(made, slot, content, fit, self.text_writer, self.table_style, self.color_writer)
            title = self.say(self.publication.figures[content.ref].title) if content.ref else content.alt
            _take_place(
                frame, placeholder, self.publication.words.gettext("Table: %(title)s", title=title), content.alt
            )
        elif isinstance(content, Drawing):
            self.write_figure(made, placeholder, slot, content)

    def write_feet(self, layout: Any, made: Any, slide: Slide, number: int) -> None:
        """Copy footer and slide number from a layout, and write what they say into them.

        The number is a field of PowerPoint's; what reads the file without computing fields reads the text kept in it.
        """
        for kind, shape in _copy_feet(layout, made):
            if kind == "ftr":
                slot, points = self.master.layouts[slide.layout].slots.get("footer"), slide.sizes.get("footer")
                level = slot.levels[0] if slot else Level()
                self.text_writer.rewrite(shape, foot_title(self.publication), level, points)
            for field in shape.iter(qn("a:fld")):
                if field.get("type") == "slidenum":
                    field.find(qn("a:t")).text = str(number)

    # -- figures

    def write_figure(self, made: Any, placeholder: Any, slot: Slot, drawing: Drawing) -> None:
        figure = self.publication.figures[drawing.ref]
        if isinstance(figure, Timeline):
            self.write_timeline(made, placeholder, slot, figure, drawing)
            return
        if isinstance(figure, MapFigure):
            self.write_map(made, placeholder, slot, figure, drawing)
            return
        assert isinstance(figure, Chart)
        look = deck_look(self.theme, self.language, self.say)
        plot, caption = plot_chart(figure, drawing, look, slot)
        box = (Pt(slot.box.left), Pt(slot.box.top), Pt(slot.box.width), Pt(slot.box.height))
        date, words = self.publication.imprint.date, self.publication.words
        printed = [*caption, *plot.labels, *(series.label for series in figure.series)]
        fonts = find_fonts([*printed, *(band.label.words for band in plot.bands)], look)
        frame = write_chart(made, box, figure, plot, self.color_writer, look.type.size, date, words, caption, fonts)
        write_bands(made, box[:2], plot, self.color_writer, words)
        for properties in frame.chart._chartSpace.iter(qn("a:defRPr")):
            properties.set("lang", self.language)
        _take_place(frame, placeholder, words.gettext("Chart: %(title)s", title=self.say(figure.title)), drawing.alt)

    def write_timeline(self, made: Any, placeholder: Any, slot: Slot, figure: Timeline, drawing: Drawing) -> None:
        """Write a timeline as a group of shapes in place of the placeholder, which cannot hold them."""
        words = self.publication.words
        plot, look = fit_timeline(figure, self.publication, self.theme, self.say, slot.box.width, slot.box.height)
        corner = (Pt(slot.box.left), Pt(slot.box.top))
        group = write_timeline(made, corner, plot, self.color_writer, look, words)
        _take_room(group, placeholder, words.gettext("Timeline: %(title)s", title=self.say(figure.title)), drawing.alt)

    def write_map(self, made: Any, placeholder: Any, slot: Slot, figure: MapFigure, drawing: Drawing) -> None:
        """Write a map as a group of shapes in place of the placeholder, which cannot hold them."""
        words = self.publication.words
        plot, look = fit_map(figure, self.language, self.theme, self.say, slot)
        group = write_map(made, (Pt(slot.box.left), Pt(slot.box.top)), figure, plot, self.color_writer, look, words)
        _take_room(group, placeholder, words.gettext("Map: %(title)s", title=self.say(figure.title)), drawing.alt)


def _take_room(group: Any, placeholder: Any, name: str, alt: str) -> None:
    """Put a group of shapes where a placeholder was, with its name and its alternative text."""
    group.name = name
    group._element.find(".//" + qn("p:cNvPr")).set("descr", alt)
    placeholder.element.getparent().replace(placeholder.element, group._element)


def _take_place(frame: Any, placeholder: Any, name: str, alt: str) -> None:
    """Put a chart or table where a placeholder is, as the placeholder's own content, with its alternative text."""
    old = placeholder.element
    mark = copy.deepcopy(old.find(".//" + qn("p:ph")))
    for attribute in ("hasCustomPrompt", "sz"):
        mark.attrib.pop(attribute, None)
    properties = frame._element.find(qn("p:nvGraphicFramePr"))
    properties.find(qn("p:nvPr")).append(mark)
    described = properties.find(qn("p:cNvPr"))
    described.set("name", name)
    described.set("descr", alt)
    old.getparent().replace(old, frame._element)


def _copy_feet(layout: Any, made: Any) -> Iterator[tuple[str, Any]]:
    """Copy footer and slide number from a layout, which python-pptx does not; yield each type with its shape.

    They inherit their position from the layout.
    """
    tree = made.shapes._spTree
    for placeholder in layout.placeholders:
        kind = placeholder.element.ph.get("type")
        if kind in FOOT:
            shape = copy.deepcopy(placeholder.element)
            for given in list(shape.find(qn("p:spPr"))):
                shape.find(qn("p:spPr")).remove(given)
            _drop_creation_id(shape)
            used = [int(id) for id in tree.xpath("//p:cNvPr/@id")]
            shape.find(".//" + qn("p:cNvPr")).set("id", str(max(used) + 1))
            tree.append(shape)
            yield kind, shape


def _drop_creation_id(shape: Any) -> None:
    """Remove the id of a shape's creation: it says that all copies of the shape on all slides are one and the same."""
    for found in list(shape.iter(CREATION_ID)):
        extension = found.getparent()
        listed = extension.getparent()
        listed.remove(extension)
        if not len(listed):
            listed.getparent().remove(listed)
