"""Write a timeline as native shapes in one group: keys, bands, years, events, in reading order."""

from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from pipeline.figures import EntryBand, EventLabel, Label, Look, TimelinePlot, WordKey
from pipeline.languages import Words
from pipeline.powerpoint.chart import ColorWriter
from pipeline.powerpoint.text import show_font, write_font

ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


def write_timeline(
    slide: Any, corner: tuple[int, int], plot: TimelinePlot, color_writer: ColorWriter, look: Look, words: Words
) -> Any:
    """Write a timeline as a group of shapes, with the top left of the plot at `corner` (EMU); return the group.

    `look` is what it was measured with.
    """
    writer = _Writer(slide.shapes.add_group_shape(), corner, color_writer, look, words)
    for key in plot.keys:
        writer.key(key)
    for flag in plot.flags:
        writer.line(flag)
    for stripe in plot.stripes:
        writer.band(stripe)
    for tick in plot.ticks:
        writer.label(tick, words.gettext("Year %(year)s", year=tick.lines[0]))
    for flag in plot.flags:
        writer.event(flag)
    for label in plot.letters:
        writer.label(label, words.gettext("Key: %(name)s", name=label.lines[0]))
    return writer.group


class _Writer:
    def __init__(
        self, group: Any, corner: tuple[int, int], color_writer: ColorWriter, look: Look, words: Words
    ) -> None:
        self.group, self.corner, self.color_writer, self.words = group, corner, color_writer, words
        self.look, self.size = look, look.type.size

    def box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """Return a box in points of the plot as EMU of the slide."""
        return self.corner[0] + Pt(x), self.corner[1] + Pt(y), Pt(width), Pt(height)

    def rectangle(self, x: float, y: float, width: float, height: float, color: str, name: str) -> Any:
        shape = self.group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.box(x, y, width, height))
        shape.name = name
        shape.shadow.inherit = False
        shape.fill.solid()
        self.color_writer(shape.fill.fore_color, color)
        shape.line.fill.background()
        return shape

    def key(self, key: WordKey) -> None:
        side = 0.9 * self.size
        self.rectangle(
            key.x, key.y - side, side, side, key.color, self.words.gettext("Color of %(name)s", name=key.word.label)
        )
        self.label(key.label, self.words.gettext("Key: %(name)s", name=key.word.label))

    def line(self, flag: EventLabel) -> None:
        x, root, _, _ = self.box(flag.x, flag.root, 0, 0)
        line = self.group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, x, root, x, self.corner[1] + Pt(flag.tip))
        line.name = self.words.gettext("Line to %(event)s", event=f"{flag.date.lines[0]} {flag.words.lines[0]}")
        line.line.width = Pt(1)
        self.color_writer(line.line.color, flag.color)

    def band(self, stripe: EntryBand) -> None:
        shape = self.rectangle(stripe.x, stripe.y, stripe.width, stripe.height, stripe.color, "")
        shape.name = ", ".join([stripe.label.words, *([stripe.word.label] if stripe.word else [])])
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self.write(frame, [(stripe.label.words, stripe.label)], PP_ALIGN.CENTER)

    def event(self, flag: EventLabel) -> None:
        """Write the year and the words of an event into one box."""
        text = [(f"{flag.date.lines[0]} ", flag.date), (flag.words.lines[0], flag.words)]
        self.text(
            flag.date.x,
            flag.date.y,
            flag.words.x + flag.words.wide - flag.date.x,
            text,
            PP_ALIGN.LEFT,
            self.words.gettext("Event: %(title)s", title=flag.words.lines[0]),
        )

    def label(self, label: Label, name: str) -> None:
        wide = label.wide * 1.04 + 1
        left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        self.text(left, label.y, wide, [(label.lines[0], label)], ALIGN[label.anchor], name)

    def text(self, x: float, base: float, width: float, text: list[tuple[str, Label]], align: Any, name: str) -> None:
        """Write one line of words in a box, with its base line at `base`; words never wrap in it."""
        made = self.group.shapes.add_textbox(*self.box(x, base - 1.02 * self.size, width, 1.3 * self.size))
        made.name = name
        frame = made.text_frame
        frame.word_wrap = False
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        self.write(frame, text, align)

    def write(self, frame: Any, text: list[tuple[str, Label]], align: Any) -> None:
        paragraph = frame.paragraphs[0]
        paragraph.alignment = align
        for words, label in text:
            for face, part in self.look.type.face.spans(words):
                run = paragraph.add_run()
                run.text = part
                run.font.size, run.font.bold = Pt(self.size), label.bold
                self.color_writer(run.font.color, label.color)
                if face != self.look.type.face:
                    write_font(run._r, show_font(face.family, self.look.theme))
                run._r.get_or_add_rPr().set("lang", self.words.language)
