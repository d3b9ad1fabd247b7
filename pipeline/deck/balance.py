"""Balance: the lines of a title are about equally long, and no last word of a paragraph stands alone on its line.

Whoever shows a slide breaks its lines anew. So words that belong on one line are bound with no-break spaces, as few
as it takes; what a hand types into them later still breaks as it would elsewhere.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from pipeline.core import Cache
from pipeline.deck.fit_table import cell_level, cell_width, column_widths, is_rows
from pipeline.deck.master import LINES, Level, SlideLayout, Slot
from pipeline.deck.slides import NO_BREAK, Cell, Paragraph, Run, Slide, Table, TextBlock
from pipeline.deck.text_layout import NARROW, SAFE, TextLayout, level_of

MOST_BOUND = 4  # spaces a line: more would leave a ragged line where a font is wider than ours
FEWEST = 4  # words of a paragraph whose last one is not left alone
SINGLE = set(LINES) - {"measure"}  # what is one line, or has none that could be better
LEFT = 0.6  # of the line before the last, at least
NARROWEST = 0.5  # of a slot's width: no title is set narrower
STEP = 0.01  # of the width, in which it is narrowed
WIDER = 1.06  # what a line may hold where it is shown: cuts of one font differ by some percent


def balance_slides(slides: Iterable[Slide], text_layout: TextLayout, shared: str, cache: Cache) -> Iterator[Slide]:
    """Yield fitted slides with those words bound that should stand on one line.

    `shared` is a digest of all that widths depend on, besides the text and its slot.
    """
    for slide in slides:
        layout = text_layout.master.layouts[slide.layout]
        made_from = (slide.title, slide.slots, dict(slide.sizes), layout, shared)
        bound = json.loads(cache.keep("bound", made_from, partial(_find, slide, layout, text_layout)))
        yield _bind(slide, bound) if any(bound) else slide


def _find(slide: Slide, layout: SlideLayout, text_layout: TextLayout) -> bytes:
    """Return for each paragraph of a slide, in the order of `_bind`, where in its text a space is to be bound."""
    found: list[list[int]] = [_even(slide.title, layout.slots["title"], slide.sizes.get("title"), text_layout)]
    for name, content in slide.slots.items():
        slot = layout.slots[name]
        size = slide.sizes.get(name, slot.levels[0].size)
        if name in SINGLE:
            continue
        if isinstance(content, TextBlock):
            for paragraph in content.paragraphs:
                level, points = level_of(slot, content, paragraph, size)
                found.append(_last_two(paragraph.runs, level, points, slot.width, text_layout))
        elif isinstance(content, Table) and is_rows(content):
            widths = column_widths(text_layout, content, slot, size)
            for row in content.rows:
                for n, cell in enumerate(row):
                    level = cell_level(size, cell)
                    found.append(_last_two(cell.runs, level, level.size, cell_width(widths, n), text_layout))
    return json.dumps(found).encode()


def _even(title: Paragraph, slot: Slot, size: float | None, text_layout: TextLayout) -> list[int]:
    """Return where to bind a title so that its lines are about equally long, and as many as before."""
    content = TextBlock((title,))
    level, points = level_of(slot, content, title, size or slot.levels[0].size)
    lay = partial(_ends, text_layout=text_layout, level=level, size=points)
    whole, wide = lay(title.runs, width=slot.width), lay(title.runs, width=slot.width * WIDER)
    even, narrow = whole, 1.0
    while len(whole) > 1 and narrow - STEP >= NARROWEST:
        narrow -= STEP
        tried = lay(title.runs, width=slot.width * narrow)
        if len(tried) > len(whole) or text_layout.splits(content, _narrowed(slot, narrow), points):
            break
        even = tried
    places = [
        at
        for wanted, end in zip(even[:-1], wide[:-1], strict=False)
        for at in range(wanted + 1, end + 1)
        if title.text[at : at + 1] == " "
    ]
    bound = _bound(title.runs, places)
    kept = all(lay(bound, width=slot.width * wider) == even for wider in (1.0, WIDER))
    if 0 < len(places) <= MOST_BOUND * len(whole) and len(wide) == len(whole) and kept:
        return places
    return _last_two(title.runs, level, points, slot.width, text_layout)


def _narrowed(slot: Slot, share: float) -> Slot:
    return replace(slot, box=replace(slot.box, width=slot.box.width - (1 - share) * slot.width))


def _last_two(runs: Sequence[Run], level: Level, size: float, width: float, text_layout: TextLayout) -> list[int]:
    """Return the last space of a paragraph if the word behind it would stand alone on its line.

    That is asked of lines as they are measured, and of lines as wide as they may be. None where it has no room for
    another, or the line before would be left short.
    """
    text = "".join(run.text for run in runs)
    at = text.rfind(" ")
    if text.count(" ") + 1 < FEWEST or width < NARROW * size:
        return []
    lay = partial(_ends, text_layout=text_layout, level=level, size=size)
    bound = _bound(runs, [at])
    for room in (width, width / SAFE):
        ends, better = lay(runs, width=room), lay(bound, width=room)
        if len(ends) > 1 and ends[-2] == at and len(better) == len(ends):
            begin = ends[-3] if len(ends) > 2 else 0
            left = (better[-2] - begin) / (ends[-2] - begin)
            fits = len(lay(bound, width=width)) == len(lay(runs, width=width))
            if LEFT < left < 1 and fits:
                return [at]
    return []


def _ends(runs: Sequence[Run], *, text_layout: TextLayout, level: Level, size: float, width: float) -> list[int]:
    """Return where in the text each of its lines ends, without the spaces at its end."""
    ends, at = [], 0
    for line in text_layout.lines(runs, level, size, width * SAFE):
        words = "".join(run.text for run in line)
        ends.append(at + len(words.rstrip(" ")))
        at += len(words)
    return ends


def _bound(runs: Sequence[Run], places: Sequence[int]) -> tuple[Run, ...]:
    """Return runs with no-break spaces in some places of their text."""
    made, at = [], 0
    for run in runs:
        inside = {place - at for place in places}
        signs = (NO_BREAK if n in inside else sign for n, sign in enumerate(run.text))
        made.append(run.saying("".join(signs)))
        at += len(run.text)
    return tuple(made)


def _bind(slide: Slide, places: Sequence[Sequence[int]]) -> Slide:
    left = iter(places)

    def words(paragraph: Paragraph) -> Paragraph:
        found = next(left)
        return replace(paragraph, runs=_bound(paragraph.runs, found)) if found else paragraph

    def cell(given: Cell) -> Cell:
        found = next(left)
        return replace(given, runs=_bound(given.runs, found)) if found else given

    title, slots = words(slide.title), {}
    for name, content in slide.slots.items():
        if name in SINGLE:
            slots[name] = content
        elif isinstance(content, TextBlock):
            slots[name] = replace(content, paragraphs=tuple(words(p) for p in content.paragraphs))
        elif isinstance(content, Table) and is_rows(content):
            slots[name] = replace(content, rows=tuple(tuple(cell(one) for one in row) for row in content.rows))
        else:
            slots[name] = content
    return replace(slide, title=title, slots=slots)
