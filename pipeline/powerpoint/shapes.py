"""Write shapes and words into a group on a slide: what timelines and maps are made of."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

from pipeline.figures import Label, Look
from pipeline.languages import Words
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.text import show_font, write_font

ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


class ShapeWriter:
    """A writer of shapes into a group. Places are points of a plot whose top left is at `corner` (EMU)."""

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

    def label(self, label: Label, name: str) -> None:
        wide = label.wide * 1.04 + 1
        left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        self.text(left, label.y, wide, [(label.lines[0], label)], ALIGN[label.anchor], name)

    def labels(self, labels: Sequence[Label], name: str) -> None:
        """Write labels that stand below each other, with one leading and one anchor, into one box."""
        first = labels[0]
        wide = max(label.wide for label in labels) * 1.04 + 1
        left = first.x - {"start": 0, "middle": wide / 2, "end": wide}[first.anchor]
        frame = self.frame(left, first.y - 0.8 * first.leading, wide, len(labels) * first.leading, name)
        for at, label in enumerate(labels):
            paragraph = frame.add_paragraph() if at else frame.paragraphs[0]
            paragraph.line_spacing = Pt(first.leading)
            self.write(paragraph, [(label.lines[0], label)], ALIGN[first.anchor])

    def text(self, x: float, base: float, width: float, text: list[tuple[str, Label]], align: Any, name: str) -> None:
        """Write one line of words in a box, with its base line at `base`."""
        frame = self.frame(x, base - 1.02 * self.size, width, 1.3 * self.size, name)
        self.write(frame.paragraphs[0], text, align)

    def frame(self, x: float, y: float, width: float, height: float, name: str) -> Any:
        """Add a box for words, which never wrap in it; return its text frame."""
        made = self.group.shapes.add_textbox(*self.box(x, y, width, height))
        made.name = name
        frame = made.text_frame
        frame.word_wrap = False
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def write(self, paragraph: Any, text: list[tuple[str, Label]], align: Any) -> None:
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
