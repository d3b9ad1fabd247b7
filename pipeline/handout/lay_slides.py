"""Lay slides out: what stands where on each, as the program that shows the deck would set it.

From slides that fit, and the geometry, type and grounds of their master. All lengths are points from the top
left corner of a slide; colors are RRGGBB.

Stretch a chart whose bars run sideways to the height of its box, as a native chart fills its frame.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from pipeline.content import Chart, MapFigure, Publication, Theme, Timeline
from pipeline.deck import (
    CELL_SIDE,
    Background,
    Box,
    Cell,
    Content,
    Drawing,
    Level,
    Master,
    MasterArtwork,
    Paragraph,
    Run,
    Shape,
    Slide,
    Slot,
    Table,
    TableLook,
    TextBlock,
    TextLayout,
    cell_level,
    cell_width,
    find_targets,
    fit_map,
    fit_timeline,
    foot_title,
    measure_table,
    order_for_reading,
    plot_chart,
    section_names,
)
from pipeline.figures import Label, MapPlot, Plot, TimelinePlot, deck_look, heat_colors
from pipeline.handout.lay_text import Row, Text, TextSetter, rows_of
from pipeline.text import DeckRenderer, render_plain


def stretch_plot(plot: Plot, height: float, size: float) -> Plot:
    """Return a plot of sideways bars stretched to a height in points; any other plot is returned unchanged.

    Labels, in type of `size` points, keep their size and stay in the middle of their marks.
    """
    factor = height / plot.height
    if not plot.horizontal or abs(factor - 1) < 0.001:
        return plot

    def moved(label: Label) -> Label:
        middle = (len(label.lines) - 1) / 2 * label.leading - 0.35 * size
        return replace(label, y=factor * (label.y + middle) - middle)

    return replace(
        plot,
        height=height,
        top=factor * plot.top,
        bottom=factor * plot.bottom,
        ticks=tuple(replace(tick, label=moved(tick.label)) for tick in plot.ticks),
        categories=tuple(moved(label) for label in plot.categories),
        bars=tuple(replace(bar, y=factor * bar.y, height=factor * bar.height) for bar in plot.bars),
        written=tuple(replace(one, label=moved(one.label)) for one in plot.written),
        remarks=tuple(replace(one, label=moved(one.label), line=None) for one in plot.remarks),
        keys=tuple(replace(key, y=factor * key.y, label=replace(key.label, y=factor * key.y)) for key in plot.keys),
    )


HAIR = 1.0  # a point


@dataclass(frozen=True)
class LaidCell:
    """A cell of a table: its box, its kind of header, and its rows of text where they are placed on the slide."""

    box: Box
    rows: tuple[Row, ...]
    heads: str  # "col", "row", or nothing
    fill: str = ""  # a color of its own


@dataclass(frozen=True)
class Grid:
    """A table and where it is placed on a slide. Its first `heads` rows are header rows."""

    slot: str
    box: Box
    rows: tuple[tuple[LaidCell, ...], ...]
    heads: int
    alt: str
    kind: str = "table"


@dataclass(frozen=True)
class Picture:
    """A chart, a timeline or a map, drawn to the size of its box; `caption` holds the lines above a chart."""

    slot: str
    box: Box
    plot: Plot | TimelinePlot | MapPlot
    alt: str
    size: float  # of its type
    caption: tuple[str, ...] = ()
    kind: str = "figure"


Block = Text | Grid | Picture


@dataclass(frozen=True)
class LaidSlide:
    """A slide laid out: its background, its blocks in reading order, and the text on its foot line."""

    number: int
    title: str
    opens: str  # the name of the section that begins with it
    ground: Background
    own: tuple[Text, ...]  # words of the master itself
    fills: tuple[Shape, ...]  # grounds of slots
    blocks: tuple[Block, ...]
    feet: tuple[Text, ...]
    repeated: frozenset[str]  # slots that say the same as on the two slides before
    notes: tuple[Paragraph, ...]
    notes_size: float  # at which they fit on a notes page of the deck


@dataclass(frozen=True)
class LaidDeck:
    """All slides laid out, with their size in points, and what is the same on each."""

    width: float
    height: float
    slides: tuple[LaidSlide, ...]
    table: TableLook
    colors: Mapping[str, str]  # of the palette, as the master has them
    text: str  # the family of running text
    families: frozenset[str]  # all that are used


def lay_slides(
    slides: Sequence[Slide], master: Master, artwork: MasterArtwork, publication: Publication, theme: Theme
) -> LaidDeck:
    """Return the whole deck, laid out."""
    layer = _Layer(slides, master, artwork, publication, theme)
    sections = section_names(slides, publication)
    begins = [sections[0], *(new if new != old else "" for old, new in pairwise(sections))] if sections else []
    following = [
        (slides[max(n - 2, 0) : n], slide, opens) for n, (slide, opens) in enumerate(zip(slides, begins, strict=True))
    ]
    laid = tuple(layer.slide(n, *three) for n, three in enumerate(following, 1))
    return LaidDeck(
        master.width, master.height, laid, artwork.table, theme.colors, layer.text_family(), layer.families(laid)
    )


class _Layer:
    def __init__(
        self, slides: Sequence[Slide], master: Master, artwork: MasterArtwork, publication: Publication, theme: Theme
    ) -> None:
        self.master, self.artwork, self.publication, self.theme = master, artwork, publication, theme
        self.text_layout = TextLayout(master, theme)
        ink, link = artwork.colors.get("tx1") or "000000", artwork.colors.get("hlink") or ""
        self.setter = TextSetter(self.text_layout, ink, link or ink, find_targets(slides, publication.chapters))
        self.say = partial(render_plain, renderer=DeckRenderer(publication))

    def slide(self, number: int, before: Sequence[Slide], slide: Slide, opens: str) -> LaidSlide:
        slots = self.master.layouts[slide.layout].slots
        ground = self.artwork.grounds[slide.layout]
        contents = {"title": TextBlock((slide.title,)), **slide.slots}
        filled = [name for name in slots if name in contents]
        blocks = [self.block(name, slots[name], contents[name], slide.sizes.get(name)) for name in filled]
        pairs = zip(filled, blocks, strict=True)
        ordered = order_for_reading(pairs, lambda pair: slots[pair[0]].box, lambda pair: pair[0] == "title", HAIR)
        return LaidSlide(
            number,
            slide.name,
            opens,
            ground,
            tuple(self.setter.text("ground", slot, words, slot.levels[0].size) for slot, words in ground.words),
            tuple(ground.fills[name] for name in filled if name in ground.fills),
            tuple(block for _, block in ordered),
            tuple(self.feet(number, slide, slots)) if number > 1 else (),  # the cover has none
            frozenset(name for name in slide.slots if _is_repeated(name, slide, before)),
            slide.notes,
            slide.sizes.get("notes") or self.master.notes.levels[0].size,
        )

    def block(self, name: str, slot: Slot, content: Content, size: float | None) -> Block:
        points = size or slot.levels[0].size
        if isinstance(content, TextBlock):
            return self.setter.text(name, slot, content, points)
        if isinstance(content, Table):
            return self.grid(name, slot, content, points)
        return self.picture(name, slot, content)

    def feet(self, number: int, slide: Slide, slots: Mapping[str, Slot]) -> Iterator[Text]:
        for name, words in (("footer", foot_title(self.publication)), ("slide-number", str(number))):
            if slot := slots.get(name):
                size = slide.sizes.get(name) or slot.levels[0].size
                yield self.setter.text(name, slot, TextBlock((Paragraph((Run(words),)),)), size)

    # -- tables

    def grid(self, name: str, slot: Slot, table: Table, size: float) -> Grid:
        fit = measure_table(self.text_layout, table, slot, size)
        left, y, rows = slot.box.left + slot.insets[0], slot.box.top, []
        for number, (row, high) in enumerate(zip(table.rows, fit.heights, strict=True)):
            x, cells = left, []
            for column, (cell, wide) in enumerate(zip(row, fit.widths, strict=True)):
                box = Box(x, y, wide, high)
                cells.append(self.cell(cell, box, cell_width(fit.widths, column), column, number < table.heads, size))
                x += wide
            rows.append(tuple(cells))
            y += high
        return Grid(name, Box(left, slot.box.top, x - left, y - slot.box.top), tuple(rows), table.heads, table.alt)

    def cell(self, cell: Cell, box: Box, width: float, column: int, is_head: bool, size: float) -> LaidCell:
        """Return a cell in the looks of its table, with its text in the middle of its height."""
        look = self.artwork.table.head if is_head else self.artwork.table.body
        align = "r" if cell.number else "l"
        fill, color = "", look.color
        if cell.degree:
            fill, color = (self.theme.colors[name].lstrip("#") for name in heat_colors(self.theme, cell.degree))
        heads = "col" if is_head else "row" if cell.is_header else ""
        level = cell_level(size, cell)
        if cell.numeral:
            level = replace(level, color=self.artwork.colors["accent1"])
        else:
            level = replace(level, bold=look.bold or heads == "row", color=color, align=align)
        rows = tuple(self.setter.rows(cell.runs, level, level.size, box.left + (CELL_SIDE if column else 0), width, 0))
        y = box.top + (box.height - sum(row.high for row in rows)) / 2
        return LaidCell(box, tuple(replace(row, y=row.y + y) for row in rows), heads, fill)

    # -- figures

    def picture(self, name: str, slot: Slot, drawing: Drawing) -> Picture:
        figure = self.publication.figures[drawing.ref]
        if isinstance(figure, Timeline):
            plot, look = fit_timeline(figure, self.publication, self.theme, self.say, slot.box.width, slot.box.height)
            return Picture(name, slot.box, plot, drawing.alt, look.type.size)
        if isinstance(figure, MapFigure):
            drawn, look = fit_map(figure, self.publication.imprint.language, self.theme, self.say, slot)
            return Picture(name, slot.box, drawn, drawing.alt, look.type.size)
        assert isinstance(figure, Chart)
        look = deck_look(self.theme, self.publication.imprint.language, self.say)
        chart, caption = plot_chart(figure, drawing, look, slot)
        chart = stretch_plot(chart, slot.box.height, look.type.size)
        return Picture(name, slot.box, chart, drawing.alt, look.type.size, tuple(caption))

    # -- what is the same on each slide

    def text_family(self) -> str:
        """Return the name of the font family that charts, timelines and notes are set in."""
        return self.text_layout.face(Level(font="+mn-lt"), Run(""))[0].family

    def families(self, slides: Sequence[LaidSlide]) -> frozenset[str]:
        rows = (row for slide in slides for row in _rows(slide))
        return frozenset(piece.font for row in rows for piece in row.pieces) | {self.text_family()}


def _rows(slide: LaidSlide) -> Iterator[Row]:
    for block in (*slide.own, *slide.blocks, *slide.feet):
        if isinstance(block, Text):
            yield from (row for part in block.parts for row in rows_of(part))
        elif isinstance(block, Grid):
            yield from (row for cells in block.rows for cell in cells for row in cell.rows)


def _is_repeated(slot: str, slide: Slide, before: Sequence[Slide]) -> bool:
    """Return whether a slot says for the third time at least what the slides before say: it is not read aloud again."""
    return len(before) == 2 and all(slide.slots[slot] == other.slots.get(slot) for other in before)
