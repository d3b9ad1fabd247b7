"""Write the deck: slides into the placeholders of a master, with python-pptx."""

import copy
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.content import Chart, Prose, Publication, Theme, Timeline
from pipeline.core import NO_CACHE, Cache, digest, pack, unpack
from pipeline.deck import (
    Drawing,
    Master,
    Slide,
    Slot,
    Table,
    TextBlock,
    TextLayout,
    find_targets,
    fit_timeline,
    foot_title,
    measure_table,
    plot_chart,
)
from pipeline.figures import deck_look, timeline_of
from pipeline.powerpoint.chart import ColorWriter, write_chart
from pipeline.powerpoint.package import SlideBuilder, bind_pptx, finish_pptx, finish_slide
from pipeline.powerpoint.text import TextWriter, settle, table_style, write_table
from pipeline.powerpoint.timeline import write_timeline
from pipeline.text import DeckRenderer, render_plain

FOOT = {"ftr", "sldNum"}  # python-pptx leaves these behind on the layout


def write_pptx(
    slides: Iterable[Slide], master: Master, publication: Publication, theme: Theme, cache: Cache = NO_CACHE
) -> bytes:
    """Return the bytes of the deck without its notes, from slides that fit. Slides in the cache are not rewritten."""
    shown = list(slides)
    targets = find_targets(shown, publication.chapters)
    writer = _Writer(master, publication, theme)
    about = _Ingredients(master, publication, theme)
    slide_packages = []
    for number, slide in enumerate(shown):
        jumps = {href: targets[href] for href in _hrefs(slide) if href in targets}
        first = number == 0  # the cover has no foot line
        made_from = (about.of(slide), slide, jumps, first)
        slide_packages.append(cache.keep("slide", made_from, partial(writer.write, slide, jumps, first)))
    presentation = Presentation(io.BytesIO(master.package))
    bind_pptx(presentation, slide_packages)
    finish_pptx(presentation, shown, publication, shown[0].title.text if shown else "")
    buffer = io.BytesIO()
    presentation.save(buffer)
    return pack(unpack(buffer.getvalue()))


class _Ingredients:
    """Everything a slide is made from besides itself: what all slides share, and the figures on it."""

    def __init__(self, master: Master, publication: Publication, theme: Theme) -> None:
        self.publication = publication
        imprint = publication.imprint
        self.shared = digest(
            master.package, master.foreign, theme, imprint.language, imprint.date, foot_title(publication)
        )

    @cached_property
    def words(self) -> str:
        return digest(self.publication.words_of_figures)

    def of(self, slide: Slide) -> object:
        refs = [c.ref for c in slide.slots.values() if isinstance(c, Drawing | Table) and c.ref]
        figures = [self.publication.figures[ref] for ref in refs]
        return self.shared, [
            (self.words, figure, timeline_of(figure, self.publication.every_entry)) for figure in figures
        ]


def _hrefs(slide: Slide) -> list[str]:
    """Return the addresses that a slide links to, each once, in order."""
    return list(dict.fromkeys(run.href for run in slide.runs if run.href))


class _Writer:
    def __init__(self, master: Master, publication: Publication, theme: Theme) -> None:
        self.master = master
        self.publication = publication
        self.theme = theme
        self.language = publication.imprint.language
        self.text_writer = TextWriter(self.language)
        self.text_layout = TextLayout(master, theme)
        self.color_writer = ColorWriter(theme, master)
        self.renderer = DeckRenderer(publication)

    @cached_property
    def builder(self) -> SlideBuilder:
        presentation = Presentation(io.BytesIO(self.master.package))
        return SlideBuilder(presentation)

    @cached_property
    def layouts(self) -> dict[str, Any]:
        masters = self.builder.presentation.slide_masters
        return {str(one.part.partname): one for master in masters for one in master.slide_layouts}

    @cached_property
    def table_style(self) -> str:
        return table_style(self.builder.presentation)

    def write(self, slide: Slide, jumps: Mapping[str, int], first: bool) -> bytes:
        """Return a slide and all parts of its own, as a package."""
        layout = self.layouts[self.master.layouts[slide.layout].part]
        made = self.builder.begin(layout)
        self.fill_all(made, slide)
        if not first:
            self.write_feet(layout, made, slide)
        _ = made.notes_slide  # an empty page, which write_notes fills
        self.text_writer.link({href: self.builder.stand_in(number) for href, number in jumps.items()})
        finish_slide(made)
        return self.builder.cut(made)

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
            frame = write_table(made, slot, content, fit, self.text_writer, self.table_style)
            title = self.say(self.publication.figures[content.ref].title) if content.ref else content.alt
            _take_place(frame, placeholder, f"Table: {title}", content.alt)
        elif isinstance(content, Drawing):
            self.write_figure(made, placeholder, slot, content)

    def write_feet(self, layout: Any, made: Any, slide: Slide) -> None:
        for kind, shape in _copy_feet(layout, made):
            if kind == "ftr":
                points = slide.sizes.get("footer")
                self.text_writer.rewrite(shape, foot_title(self.publication), points)

    # -- figures

    def write_figure(self, made: Any, placeholder: Any, slot: Slot, drawing: Drawing) -> None:
        figure = self.publication.figures[drawing.ref]
        if isinstance(figure, Timeline):
            self.write_timeline(made, placeholder, slot, figure, drawing)
            return
        assert isinstance(figure, Chart)
        look = deck_look(self.theme, self.language, self.say)
        plot, caption = plot_chart(figure, drawing, look, slot)
        box = (Pt(slot.box.left), Pt(slot.box.top), Pt(slot.box.width), Pt(slot.box.height))
        date = self.publication.imprint.date
        frame = write_chart(made, box, figure, plot, self.color_writer, look.type.size, date, caption)
        for properties in frame.chart._chartSpace.iter(qn("a:defRPr")):
            properties.set("lang", self.language)
        _take_place(frame, placeholder, f"Chart: {self.say(figure.title)}", drawing.alt)

    def write_timeline(self, made: Any, placeholder: Any, slot: Slot, figure: Timeline, drawing: Drawing) -> None:
        """Write a timeline as a group of shapes in place of the placeholder, which cannot hold them."""
        plot, look = fit_timeline(figure, self.publication, self.theme, self.say, slot.box.width, slot.box.height)
        corner = (Pt(slot.box.left), Pt(slot.box.top))
        group = write_timeline(made, corner, plot, self.color_writer, look.type.size, self.language)
        group.name = f"Timeline: {self.say(figure.title)}"
        group._element.find(".//" + qn("p:cNvPr")).set("descr", drawing.alt)
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
            used = [int(id) for id in tree.xpath("//p:cNvPr/@id")]
            shape.find(".//" + qn("p:cNvPr")).set("id", str(max(used) + 1))
            tree.append(shape)
            yield kind, shape
