"""Slots that stand in a row, such as the steps of a process, have one size of type."""

import re
from collections import defaultdict
from dataclasses import replace

from pipeline.deck.master import SlideLayout
from pipeline.deck.slides import Slide

NUMBERED = re.compile(r"(.+)-\d+(-heading)?")  # step-1, step-1-heading


def even_row(slide: Slide, layout: SlideLayout) -> Slide:
    """Return a slide whose numbered slots have the size of the smallest among those of their name, in points."""
    rows: dict[str, list[str]] = defaultdict(list)
    for name in slide.slots:
        if (found := NUMBERED.fullmatch(name)) and name in layout.slots:
            rows[f"{found[1]}{found[2] or ''}"].append(name)
    sizes = {**slide.sizes}
    for names in rows.values():
        own = {name: layout.slots[name].levels[0].size for name in names}
        least = min(slide.sizes.get(name, own[name]) for name in names)
        sizes |= {name: least for name in names if own[name] != least}
    return replace(slide, sizes=sizes) if sizes != slide.sizes else slide
