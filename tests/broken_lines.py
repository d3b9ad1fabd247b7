"""Where lines break as they were measured, for what LibreOffice shows of a deck."""

from collections.abc import Iterator

from rendered import Box, letters

from pipeline.deck.master import Master, Slot
from pipeline.deck.slides import Slide, TextBlock
from pipeline.deck.text_layout import TextLayout, level_of

NEAR = (1.0, 0.99, 1.01)  # a line that ends this near to the edge may break either way


def texts_of(slide: Slide, master: Master) -> Iterator[tuple[Slot, TextBlock]]:
    slots = master.layouts[slide.layout].slots
    for name, content in {"title": TextBlock((slide.title,)), **slide.slots}.items():
        if isinstance(content, TextBlock):
            yield slots[name], content


def measured(text_layout: TextLayout, slot: Slot, content: TextBlock, slide: Slide, near: float) -> list[str]:
    """The lines of a text, without white space."""
    return [line for lines in _paragraphs(text_layout, slot, content, slide, near) for line in lines]


def _paragraphs(
    text_layout: TextLayout, slot: Slot, content: TextBlock, slide: Slide, near: float
) -> Iterator[list[str]]:
    for number, paragraph in enumerate(content.paragraphs, 1):
        level, size = level_of(slot, content, paragraph, slide.sizes.get(slot.name, slot.levels[0].size))
        found = [
            letters("".join(run.text for run in line).strip())
            for line in text_layout.lines(paragraph.runs, level, size, slot.width * near)
        ]
        yield [f"{number}.{found[0]}" if paragraph.number else found[0], *found[1:]]


def break_alike(found: list[str], text_layout: TextLayout, slot: Slot, content: TextBlock, slide: Slide) -> bool:
    """Whether lines are those of a text, where each paragraph may break as it does at any width of `NEAR`."""
    left = list(found)
    for ways in zip(*(_paragraphs(text_layout, slot, content, slide, near) for near in NEAR), strict=True):
        lines = next((way for way in ways if left[: len(way)] == way), None)
        if lines is None:
            return False
        del left[: len(lines)]
    return not left


def box_of(slot: Slot) -> Box:
    box = slot.box
    return box.left, box.top, box.left + box.width, box.top + box.height
