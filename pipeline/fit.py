"""Fit: no slide leaves with text that its slot cannot hold.

The text of every slot is laid out in the slot's own type, measured with a font of the same
metrics. What does not fit is set smaller, down to the theme's floor; then a list or a table
goes on over further slides; then it is a problem.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline.measure import Face
from pipeline.problems import Problem, ProblemsFound, suggest
from pipeline.read_master import Level, Master, Slot
from pipeline.read_slides import MISTAKE
from pipeline.slides import Cell, Paragraph, Run, Slide, Table, Words
from pipeline.theme import Theme

SAFE = 0.985  # of the width: renderers differ by a hair
STEP = 1.0  # points
CELL = (7.2, 4.0)  # inner margins of a table cell: left and right, top and bottom
TABLE_LESS = 4.0  # points: a table is set smaller than body text
T = TypeVar("T")
BREAK = re.compile(r"\S+?(?:[-–—/](?=\w)|$)|\S+?(?=\s)|\s+", re.ASCII)


@dataclass(frozen=True)
class Ruler:
    """Measures text in the fonts of one master."""

    master: Master
    theme: Theme

    def face(self, level: Level, run: Run) -> Face:
        family = self.master.fonts.get(level.font, level.font)
        twins = {font.font: font.measured_with for font in (self.theme.deck.display, self.theme.deck.text)}
        twin = twins.get(family, self.theme.deck.text.measured_with)
        return Face(twin, level.bold or run.bold, level.italic or run.italic)

    def lines(self, runs: Sequence[Run], level: Level, size: float, width: float) -> int:
        """How many lines a paragraph takes, breaking at spaces and hyphens."""
        count, at = 1, level.indent
        for word, run in _words(runs):
            if word == "\n":
                count, at = count + 1, level.hang
                continue
            wide = self.face(level, run).width(word, size)
            if word.isspace() or at + wide <= width * SAFE:
                at += wide
            else:
                room = max(width * SAFE - level.hang, 1)
                over = max(math.ceil(wide / room) - 1, 0)  # a word longer than a line
                count, at = count + 1 + over, level.hang + wide - over * room
        return count

    def height(self, content: Words, slot: Slot, size: float) -> float:
        """The height of paragraphs set with their first level at `size`, in points."""
        total = 0.0
        for number, paragraph in enumerate(content.paragraphs):
            level = slot.levels[min(paragraph.level, len(slot.levels) - 1)]
            if not content.is_list:
                level = replace(level, indent=0.0, hang=0.0)
            points = level.size + size - slot.levels[0].size
            lines = self.lines(paragraph.runs, level, points, slot.width)
            total += lines * self.face(level, Run("")).line_height(points) * level.leading
            total += (level.before if number else 0) + level.after
        return total


def _words(runs: Sequence[Run]) -> Iterator[tuple[str, Run]]:
    for run in runs:
        if run.text == "\n":
            yield "\n", run
        else:
            yield from ((part, run) for part in BREAK.findall(run.text))


# ---------------------------------------------------------------- the steps


def fit_slides(slides: Iterable[Slide], master: Master, theme: Theme) -> tuple[Slide, ...]:
    """The same slides with sizes found, and with what is too long carried on over more.

    Raises ProblemsFound for text that no remedy helps.
    """
    fitter = _Fitter(Ruler(master, theme), theme)
    fitted = [part for slide in slides for part in fitter.fit(slide, master)]
    if fitter.problems:
        raise ProblemsFound(fitter.problems)
    return tuple(fitted)


class _Fitter:
    def __init__(self, ruler: Ruler, theme: Theme) -> None:
        self.ruler = ruler
        self.theme = theme
        self.problems: list[Problem] = []

    def fit(self, slide: Slide, master: Master) -> list[Slide]:
        layout = master.layouts.get(slide.layout)
        if layout is None:
            what = f'slide layout "{slide.layout}" is not in the master'
            self.problems.append(Problem(slide.place, what, suggest(slide.layout, master.layouts, MISTAKE)))
            return []
        parts = [slide]
        for name, content in slide.slots.items():
            slot = layout.slots.get(name)
            if slot is None:
                what = f'slide layout "{slide.layout}" has no slot "{name}"'
                self.problems.append(Problem(slide.place, what, suggest(name, layout.slots, MISTAKE)))
            elif isinstance(content, Words):
                parts = self.words(parts, name, slot, content)
            elif isinstance(content, Table):
                parts = self.table(parts, name, slot, content)
        if "title" not in layout.slots:
            self.problems.append(Problem(slide.place, f'slide layout "{slide.layout}" has no title'))
            return parts
        return [self.title(part, layout.slots["title"]) for part in parts]

    def title(self, slide: Slide, slot: Slot) -> Slide:
        return self.words([slide], "title", slot, Words((slide.title,)))[0]

    # -- text

    def words(self, parts: list[Slide], name: str, slot: Slot, content: Words) -> list[Slide]:
        floor = self.floor(name, slot)
        size = self.size(content, slot, floor)
        if size is not None:
            return [_sized(part, name, size, slot) for part in parts]
        if content.is_list and len(parts) == 1:
            groups = self.groups(content.paragraphs, slot, floor)
            if groups:
                return [
                    _sized(part, name, self.size(_words_of(part, name), slot, floor) or floor, slot)
                    for part in _continued(parts[0], name, groups)
                ]
        self.too_much(parts[0], name, content, slot, floor)
        return parts

    def floor(self, name: str, slot: Slot) -> float:
        least = self.theme.deck.title.least if name == "title" else self.theme.deck.body.least
        return min(least, slot.levels[0].size)

    def size(self, content: Words, slot: Slot, floor: float) -> float | None:
        """The largest size, from the slot's own down to the floor, at which the text fits."""
        size = slot.levels[0].size
        while size >= floor:
            if self.ruler.height(content, slot, size) <= slot.height:
                return size
            size -= STEP
        return None

    def groups(self, paragraphs: Sequence[Paragraph], slot: Slot, floor: float) -> list[Words]:
        """The list in the fewest parts that fit; items of a deeper level stay with their own."""
        items: list[tuple[Paragraph, ...]] = []
        for paragraph in paragraphs:
            if paragraph.level and items:
                items[-1] += (paragraph,)
            else:
                items.append((paragraph,))
        for count in range(2, len(items) + 1):
            groups = [Words(sum(part, ()), is_list=True) for part in _even(items, count)]
            if all(self.size(group, slot, floor) is not None for group in groups):
                return groups
        return []

    def too_much(self, slide: Slide, name: str, content: Words, slot: Slot, floor: float) -> None:
        over = self.ruler.height(content, slot, floor) / slot.height - 1
        text = " ".join(paragraph.text for paragraph in content.paragraphs)
        short = text if len(text) <= 50 else text[:49] + "…"
        what = f'{slide.owner}: the {name} of its slide does not fit, even at {floor:g} points: "{short}"'
        words = max(1, math.ceil(len(text.split()) * over / (1 + over)))
        self.problems.append(Problem(slide.place, what, f"it is {over:.0%} too long: cut about {words} words"))

    # -- tables

    def table(self, parts: list[Slide], name: str, slot: Slot, content: Table) -> list[Slide]:
        """Tables on as many slides as they need; beside a list that was carried on, on each of its slides."""
        floor = self.theme.deck.body.least
        found = self.tables(content, slot, floor)
        if found is None:
            what = f"{parts[0].owner}: a table row of its slide is higher than the slide, even at {floor:g} points"
            self.problems.append(Problem(parts[0].place, what, "shorten the longest text in it"))
            return parts
        tables, size = found
        if len(parts) > 1 and len(tables) > 1:
            what = f"{parts[0].owner}: neither the list nor the table of its slide fits, even at {floor:g} points"
            self.problems.append(Problem(parts[0].place, what, "shorten one of them"))
            return parts
        placed = [part for one in parts for part in _continued(one, name, tables)]
        return [replace(part, sizes={**part.sizes, name: size}) for part in placed]

    def tables(self, content: Table, slot: Slot, floor: float) -> tuple[list[Table], float] | None:
        """The fewest tables that fit, each with the head, and the largest size at which all do."""
        head, body = content.rows[: content.heads], content.rows[content.heads :]
        for count in range(1, max(len(body), 1) + 1):
            tables = [replace(content, rows=(*head, *rows)) for rows in _even(body, count)]
            size = max(slot.levels[0].size - TABLE_LESS, floor)
            while size >= floor:
                if all(sum(self.row_heights(table, slot, size)) <= slot.height for table in tables):
                    return tables, size
                size -= STEP
        return None

    def row_heights(self, table: Table, slot: Slot, size: float) -> list[float]:
        widths = column_widths(self.ruler, table, slot, size)
        return [
            max(self.cell_height(cell, width, slot, size) for cell, width in zip(row, widths, strict=True))
            for row in table.rows
        ]

    def cell_height(self, cell: Cell, width: float, slot: Slot, size: float) -> float:
        level = cell_level(slot, size, cell)
        lines = self.ruler.lines(cell.runs, level, size, width - 2 * CELL[0])
        return lines * self.ruler.face(level, Run("")).line_height(size) + 2 * CELL[1]


def cell_level(slot: Slot, size: float, cell: Cell) -> Level:
    """Type of a table cell: the slot's font, without its bullets."""
    return Level(size=size, font=slot.levels[0].font, bold=cell.is_header)


def column_widths(ruler: Ruler, table: Table, slot: Slot, size: float) -> list[float]:
    """Widths in points: what each column would like, as far as the slot goes."""
    wishes = []
    for column in zip(*table.rows, strict=True):
        wide = max(ruler.face(cell_level(slot, size, cell), Run("")).width(cell.text, size) for cell in column)
        wishes.append(wide / SAFE + 2 * CELL[0] + 4)
    total, fair = sum(wishes), slot.width / len(wishes)
    if total <= slot.width:
        if table.heads and any(cell.number for cell in table.rows[0]):  # numbers: spread over the width
            return [wish + (slot.width - total) / len(wishes) for wish in wishes]
        return [*wishes[:-1], slot.width - sum(wishes[:-1])]
    small = [wish for wish in wishes if wish <= fair]
    large = sum(wish for wish in wishes if wish > fair)
    share = (slot.width - sum(small)) / large
    return [wish if wish <= fair else wish * share for wish in wishes]


def _sized(slide: Slide, name: str, size: float, slot: Slot) -> Slide:
    if size == slot.levels[0].size:
        return slide
    return replace(slide, sizes={**slide.sizes, name: size})


def _words_of(slide: Slide, name: str) -> Words:
    content = slide.slots[name]
    return content if isinstance(content, Words) else Words(())


def _continued(slide: Slide, name: str, contents: Sequence[Words | Table]) -> list[Slide]:
    """A slide for each content; titles tell which of how many."""
    if len(contents) == 1:
        return [replace(slide, slots={**slide.slots, name: contents[0]})]
    return [
        replace(
            slide,
            title=Paragraph((*slide.title.runs, Run(f" ({number} of {len(contents)})"))),
            slots={**slide.slots, name: content},
        )
        for number, content in enumerate(contents, 1)
    ]


def _even(items: Sequence[T], count: int) -> list[tuple[T, ...]]:
    """Items in `count` parts whose sizes differ by one at most."""
    size, extra = divmod(len(items), count)
    parts, at = [], 0
    for number in range(count):
        end = at + size + (number < extra)
        parts.append(tuple(items[at:end]))
        at = end
    return parts
