"""Write a timeline as native shapes in one group: keys, bands, years, events, in reading order."""

from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from pipeline.figures import EntryBand, EventLabel, Label, Look, TimelinePlot, WordKey
from pipeline.languages import Words
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.shapes import ShapeWriter


def write_timeline(
    slide: Any, corner: tuple[int, int], plot: TimelinePlot, color_writer: ColorWriter, look: Look, words: Words
) -> Any:
    """Write a timeline as a group of shapes, with the top left of the plot at `corner` (EMU); return the group.

    `look` is what it was measured with.
    """
    writer = _TimelineWriter(slide.shapes.add_group_shape(), corner, color_writer, look, words)
    for key in plot.keys:
        writer.key(key)
    for flag in plot.flags:
        writer.line(flag)
    for stripe in plot.stripes:
        writer.band(stripe)
    for tick in plot.ticks:
        writer.year(tick)
    for flag in plot.flags:
        writer.event(flag)
    for label in plot.letters:
        writer.label(label, words.gettext("Key: %(name)s", name=label.lines[0]))
    return writer.group


class _TimelineWriter(ShapeWriter):
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
        self.write(frame.paragraphs[0], [(stripe.label.words, stripe.label)], PP_ALIGN.CENTER)

    def year(self, tick: Label) -> None:
        """Write a year of the axis on white, which keeps the lines of events off it."""
        self.label(tick, self.words.gettext("Year %(year)s", year=tick.lines[0]))
        ground = self.group.shapes[-1].fill
        ground.solid()
        self.color_writer(ground.fore_color, "white")

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
