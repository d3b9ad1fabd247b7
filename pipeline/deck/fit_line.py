"""Lines that have shorter ones beside them: of these, the first that fits is shown."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.core import Cache
from pipeline.deck.master import Slot
from pipeline.deck.slides import Slide, TextBlock
from pipeline.deck.text_layout import SAFE, TextLayout, level_of


def choose_lines(slides: Iterable[Slide], text_layout: TextLayout, shared: str, cache: Cache) -> Iterator[Slide]:
    """Yield slides whose every text has no shorter one beside it any more, with the size of those that were chosen.

    `shared` is a digest of all that widths depend on, besides the text and its slot. The size is said though it is the
    slot's own, that of progress too: some readers take such a line for another of its type, which is larger, and let
    it run over.
    """
    for slide in slides:
        layout = text_layout.master.layouts.get(slide.layout)
        slots = layout.slots if layout else {}
        chosen = {
            name: _choose(content, slots.get(name), text_layout, shared, cache)
            for name, content in slide.slots.items()
            if isinstance(content, TextBlock) and content.shorter
        }
        said = [*chosen, *(name for name in slide.slots if name == "tracker")]
        sizes = {name: slots[name].levels[0].size for name in said if name in slots}
        yield replace(slide, slots={**slide.slots, **chosen}, sizes={**slide.sizes, **sizes}) if said else slide


def _choose(content: TextBlock, slot: Slot | None, text_layout: TextLayout, shared: str, cache: Cache) -> TextBlock:
    """Return the first of a text and the shorter ones that fits its slot, or the last of them."""
    versions = (replace(content, shorter=()), *content.shorter)
    if slot is None:
        return versions[0]

    def find() -> bytes:
        fitting = (at for at, version in enumerate(versions) if _fits(version, slot, text_layout))
        return json.dumps(next(fitting, len(versions) - 1)).encode()

    chosen: int = json.loads(cache.keep("line", (content, slot, shared), find))
    return versions[chosen]


def _fits(content: TextBlock, slot: Slot, text_layout: TextLayout) -> bool:
    """Return whether a text is one line of its slot, in the slot's own size.

    In somebody else's master, where such a line shares its slot with the one over the title, it may fill the slot.
    """
    size = slot.levels[0].size
    if text_layout.master.foreign:
        return text_layout.height(content, slot, size) <= slot.height
    (paragraph, *more) = content.paragraphs
    level, points = level_of(slot, content, paragraph, size)
    return not more and len(text_layout.lines(paragraph.runs, level, points, slot.width * SAFE)) == 1
