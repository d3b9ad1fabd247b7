"""Lists that go on: over columns of one slide, where its layout has slots called body, body-2 and body-3, and over further slides."""

from collections.abc import Iterator, Sequence
from itertools import count, takewhile

from pipeline.deck.fit_table import even_parts
from pipeline.deck.master import SlideLayout, Slot
from pipeline.deck.slides import Paragraph, Slide, TextBlock


def find_columns(name: str, slide: Slide, layout: SlideLayout) -> dict[str, Slot]:
    """Return the slots that a list may fill, by name: its own, and those that continue it and that the slide does not fill."""
    more = (f"{name}-{number}" for number in count(2))
    names = [name, *takewhile(lambda one: one in layout.slots and one not in slide.slots, more)]
    return {one: layout.slots[one] for one in names}


def share_out(content: TextBlock, columns: Sequence[str]) -> Iterator[list[dict[str, TextBlock]]]:
    """Yield ways to share a list out, on one slide first, then on more: what fills the columns of each slide, by slot.

    Columns have about as many items each. Items of a deeper level stay with the item above them.
    """
    items = list_items(content.paragraphs)
    for slides in range(1, len(items) + 1):
        texts = [TextBlock(sum(part, ()), is_list=True) for part in even_parts(items, slides * len(columns))]
        filled = [
            (columns[n % len(columns)], n // len(columns), text) for n, text in enumerate(texts) if text.paragraphs
        ]
        yield [{name: text for name, at, text in filled if at == slide} for slide in range(slides)]


def list_items(paragraphs: Sequence[Paragraph]) -> list[tuple[Paragraph, ...]]:
    """Return the items of a list, each with those of deeper levels below it."""
    items: list[tuple[Paragraph, ...]] = []
    for paragraph in paragraphs:
        if paragraph.level and items:
            items[-1] += (paragraph,)
        else:
            items.append((paragraph,))
    return items
