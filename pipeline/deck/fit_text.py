"""Fit: no slide leaves with text that its slot cannot hold.

The text of every slot is laid out in the slot's own type, measured with a font of the same
metrics. What does not fit is set smaller, down to the theme's floor; then a list or a table
goes on over further slides; then it is a problem.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.content import Theme
from pipeline.core import NO_CACHE, Cache, Problem, ProblemsFound, digest, suggest
from pipeline.deck.balance import balance_slides
from pipeline.deck.fit_columns import find_columns, share_out
from pipeline.deck.fit_line import choose_lines
from pipeline.deck.fit_row import even_row
from pipeline.deck.fit_table import STEP, fit_tables, table_type
from pipeline.deck.markup import MISTAKE
from pipeline.deck.master import LINES, Master, SlideLayout, Slot
from pipeline.deck.slides import Content, Paragraph, Run, Slide, Table, TextBlock
from pipeline.deck.text_layout import TextLayout
from pipeline.languages import ENGLISH, Words

ROUNDING = 0.5  # points: LibreOffice rounds the height of each line, and shrinks text that is a hair too high


def fit_slides(
    slides: Iterable[Slide], master: Master, theme: Theme, cache: Cache = NO_CACHE, words: Words = ENGLISH
) -> tuple[Slide, ...]:
    """Return the slides with sizes found; what is too long for one slide is continued on further ones.

    Raises ProblemsFound for text that no remedy makes fit.
    """
    text_layout, shared = TextLayout(master, theme), digest(master.package, theme)
    fitter = _Fitter(text_layout, theme, words)
    chosen = choose_lines(slides, text_layout, shared, cache)
    fitted = [part for slide in chosen for part in _fit_or_remember(fitter, slide, master, shared, cache)]
    if fitter.problems:
        raise ProblemsFound(fitter.problems)
    return tuple(balance_slides(fitted, text_layout, shared, cache))


def _fit_or_remember(fitter: "_Fitter", slide: Slide, master: Master, shared: str, cache: Cache) -> list[Slide]:
    """Return the slides that a slide becomes when it is fitted.

    A slide that fitted without being split is kept in the cache and is not measured again.
    """
    made_from = (slide.layout, slide.title, slide.slots, slide.sizes, shared)
    if kept := cache.get("fit", made_from):
        return [replace(slide, sizes=json.loads(kept))]
    before = len(fitter.problems)
    parts = fitter.fit(slide, master)
    if len(parts) == 1 and parts[0].slots == slide.slots and len(fitter.problems) == before:
        cache.put("fit", made_from, json.dumps(dict(parts[0].sizes)).encode())
    return parts


class _Fitter:
    def __init__(self, text_layout: TextLayout, theme: Theme, words: Words) -> None:
        self.text_layout = text_layout
        self.theme, self.own_words = theme, words
        self.problems: list[Problem] = []

    def complain(self, slide: Slide, what: str, hint: str = "") -> None:
        self.problems.append(Problem(slide.place, what, hint))

    def fit(self, slide: Slide, master: Master) -> list[Slide]:
        layout = master.layouts.get(slide.layout)
        if layout is None:
            what = f'slide layout "{slide.layout}" is not in the master'
            self.complain(slide, what, suggest(slide.layout, master.layouts, MISTAKE))
            return []
        if "title" not in layout.slots:
            self.complain(slide, f'slide layout "{slide.layout}" has no title')
            return []
        parts = [even_row(part, layout) for part in self.fill([slide], slide, layout)]
        return self.title(parts, layout.slots["title"])

    def fill(self, parts: list[Slide], slide: Slide, layout: SlideLayout) -> list[Slide]:
        """Return the slides after each slot is fitted in turn.

        The first list or table that is too long is continued on further slides; a second one is a problem.
        """
        for name, content in slide.slots.items():
            slot = layout.slots.get(name)
            if slot is None:
                what = f'slide layout "{slide.layout}" has no slot "{name}"'
                self.complain(slide, what, suggest(name, layout.slots, MISTAKE))
            elif isinstance(content, TextBlock):
                parts = self.words(parts, name, find_columns(name, slide, layout), content)
            elif isinstance(content, Table):
                parts = self.table(parts, name, slot, content)
        return parts

    def title(self, parts: list[Slide], slot: Slot) -> list[Slide]:
        """Return the slides with their titles in one size that fits all of them; add a problem if none does."""
        floor = self.floor("title", slot)
        sizes = [self.size(TextBlock((part.title,)), slot, floor) for part in parts]
        if any(size is None for size in sizes):
            self.too_much(parts[0], "title", TextBlock((parts[-1].title,)), slot, floor)
            return parts
        return [_sized(part, "title", min(size for size in sizes if size), slot) for part in parts]

    # -- text

    def words(self, parts: list[Slide], name: str, columns: Mapping[str, Slot], content: TextBlock) -> list[Slide]:
        """Return the slides with a text in a size that fits, over columns and further slides where it is a list.

        `columns` are the slots that it may fill, its own first. Beside a list that goes on over several slides, it is
        repeated on each, in its own slot.
        """
        slot = columns[name]
        floor, goes_on = self.floor(name, slot), content.is_list and len(parts) == 1
        size = None if goes_on and len(columns) > 1 else self.size(content, slot, floor)
        if size is not None:
            return [_sized(part, name, size, slot) for part in parts]
        for slides in share_out(content, list(columns)) if goes_on else ():
            sizes = [self.size(text, slot, floor) for slide in slides for text in slide.values()]
            if None not in sizes:
                found = min(size for size in sizes if size)
                made = _continued(parts[0], slides, self.own_words)
                if len(columns) == 1:
                    return [_sized(part, name, found, slot) for part in made]
                # said though it may be the slot's own: some readers take the slots for others of their type
                filled = ({one: found for one in columns if one in part.slots} for part in made)
                return [replace(part, sizes={**part.sizes, **own}) for part, own in zip(made, filled, strict=True)]
        self.too_much(parts[0], name, content, slot, floor)
        return parts

    def floor(self, name: str, slot: Slot) -> float:
        least = self.theme.deck.title.least if name == "title" else self.theme.deck.body.least
        return min(least, slot.levels[0].size)

    def size(self, content: TextBlock, slot: Slot, floor: float) -> float | None:
        """Return the largest size in points, from the slot's own down to the floor, at which the text fits.

        A word is divided only where it is longer than a line at every size. Returns None if no size fits.
        """
        sizes = [slot.levels[0].size]
        while sizes[-1] - STEP >= floor:
            sizes.append(sizes[-1] - STEP)
        fitting = [size for size in sizes if self.text_layout.height(content, slot, size) <= _room(slot)]
        whole = (size for size in fitting if not self.text_layout.splits(content, slot, size))
        return next(whole, fitting[0] if fitting else None)

    def too_much(self, slide: Slide, name: str, content: TextBlock, slot: Slot, floor: float) -> None:
        high = self.text_layout.height(content, slot, floor)
        over = high / _room(slot) - 1 if _room(slot) > 0 else 1
        text = " ".join(paragraph.text for paragraph in content.paragraphs)
        short = text if len(text) <= 50 else text[:49] + "…"
        what = f'{slide.owner}: the {name} of its slide does not fit, even at {floor:g} points: "{short}"'
        words = max(1, math.ceil(len(text.split()) * over / (1 + over)))
        self.complain(slide, what, f"it is {over:.0%} too long: cut about {words} words")

    # -- tables

    def table(self, parts: list[Slide], name: str, slot: Slot, content: Table) -> list[Slide]:
        """Return the slides with a table split over as many as it needs; add a problem if no split fits.

        Beside a list that is continued over several slides, the table is repeated on each of them.
        """
        floor = table_type(content, self.theme.deck).least
        found = fit_tables(self.text_layout, content, slot)
        if found is None:
            called = f'the table "{content.ref}"' if content.ref else "a table"
            what = f"{parts[0].owner}: {called} does not fit on its slide, even at {floor:g} points"
            self.complain(parts[0], what, "shorten its longest text or its longest word, or give it fewer columns")
            return parts
        tables, size = found
        if len(parts) > 1 and len(tables) > 1:
            what = f"{parts[0].owner}: neither the list nor the table of its slide fits, even at {floor:g} points"
            self.complain(parts[0], what, "shorten one of them")
            return parts
        placed = [
            part for one in parts for part in _continued(one, [{name: table} for table in tables], self.own_words)
        ]
        return [replace(part, sizes={**part.sizes, name: size}) for part in placed]


def _room(slot: Slot) -> float:
    """Return how high the text of a slot may be, in points."""
    return slot.height - (0 if slot.name in LINES else ROUNDING)


def _sized(slide: Slide, name: str, size: float, slot: Slot) -> Slide:
    if size == slot.levels[0].size:
        return slide
    return replace(slide, sizes={**slide.sizes, name: size})


def _continued(slide: Slide, contents: Sequence[Mapping[str, Content]], words: Words) -> list[Slide]:
    """Return one slide for each content, by slot; where there are several, number their titles, as in "(1 of 3)"."""
    count, made = len(contents), []
    for number, content in enumerate(contents, 1):
        told = words.gettext("%(number)s of %(count)s", number=number, count=count)
        title = Paragraph((*slide.title.runs, Run(f" ({told})"))) if count > 1 else slide.title
        made.append(replace(slide, title=title, slots={**slide.slots, **content}))
    return made
