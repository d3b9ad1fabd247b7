"""Lay text out in a slot: where each of its lines stands, broken by the same text layout that fitted it.

All lengths are points from the top left corner of a slide; colors are RRGGBB.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.deck import (
    LINE_HEIGHT,
    SMALLER,
    Box,
    LaidLine,
    Level,
    Paragraph,
    Run,
    Slot,
    TextBlock,
    TextLayout,
    level_of,
    merge_runs,
)

ANCHORS = {"ctr": 0.5, "b": 1.0}
ALIGNS = {"ctr": 0.5, "r": 1.0}


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one font, style and color. `href` is an address, or a link within the deck: "#slide-7"."""

    text: str
    font: str
    bold: bool
    italic: bool
    color: str
    href: str
    language: str
    script: str  # "sub" | "sup" | ""
    struck: bool


@dataclass(frozen=True)
class Row:
    """A line of text: its position, height and type size in points, and its pieces of text.

    The middle between the ascent and the descent of its font is in the middle of its height, as in CSS.
    """

    x: float
    y: float
    high: float
    size: float
    track: float  # between letters
    stretch: float  # how much wider the real font is than the one it is drawn in
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph or a list item, with the lists nested under it.

    The bullet or number of an item is placed at `x` in its first row.
    """

    x: float
    y: float
    rows: tuple[Row, ...]
    level: int = 0
    sign: str = ""  # "1" numbers the items
    sign_font: str = ""
    sign_color: str = ""
    lists: tuple["Listing", ...] = ()


@dataclass(frozen=True)
class Listing:
    numbered: bool
    points: tuple[Passage, ...]


@dataclass(frozen=True)
class Text:
    """The text of a slot, as paragraphs and lists."""

    slot: str
    box: Box
    parts: tuple[Passage | Listing, ...]
    kind: str = "text"


@dataclass(frozen=True)
class TextSetter:
    """A setter of text in the type of one master. `targets` maps links within the deck to slides, counted from 0."""

    text_layout: TextLayout
    ink: str
    link: str
    targets: Mapping[str, int]

    def text(self, name: str, slot: Slot, content: TextBlock, size: float) -> Text:
        """Return text laid out in a slot, with its first level set at `size` points."""
        passages = list(self._passages(slot, content, size))
        return Text(name, slot.box, tuple(_gather(passages)))

    def _passages(self, slot: Slot, content: TextBlock, size: float) -> Iterator[Passage]:
        """Yield paragraphs from top to bottom, placed as the slot anchors them.

        Space that is a share of a line is computed from the size of the type, as in LibreOffice.
        """
        made, y = [], 0.0
        for number, paragraph in enumerate(content.paragraphs):
            level, points = level_of(slot, content, paragraph, size)
            if number:
                y += max(level.before + level.before_share * points, 0)
            passage = self._passage(slot, paragraph, level, points, y)
            after = level.after + level.after_share * points
            y += len(passage.rows) * self.text_layout.line(level, points, paragraph.runs) + after
            made.append(passage)
        if content.paragraphs:
            y -= after
        top = slot.box.top + slot.insets[1] + (slot.height - y) * ANCHORS.get(slot.anchor, 0)
        yield from (_moved(passage, top) for passage in made)

    def _passage(self, slot: Slot, paragraph: Paragraph, level: Level, size: float, y: float) -> Passage:
        left = slot.box.left + slot.insets[0]
        rows = tuple(self.rows(paragraph.runs, level, size, left, slot.width, y))
        sign, color, face = (
            level.bullet,
            level.bullet_color or self._ink(level),
            self.text_layout.face(level, Run(""))[0],
        )
        lower = 0.0  # the sign has the base line of what follows it
        if any(run.font for run in self.text_layout.dress(paragraph.runs, level)):
            first = self.text_layout.lines(paragraph.runs, level, size, slot.width)[0]
            lower = self._rise(first, level, size) - face.rise(size)
        return Passage(left + level.indent, rows[0].y + lower, rows, paragraph.level, sign, face.family, color)

    def rows(
        self, runs: Sequence[Run], level: Level, size: float, left: float, width: float, y: float
    ) -> Iterator[Row]:
        """Yield the lines of a paragraph from top to bottom, the first at `y`."""
        high = self.text_layout.line(level, size, runs)
        base = self._base(level, size, high) - high / 2
        stretch = self.text_layout.stretch(level)
        lines = self.text_layout.lines(runs, level, size, width)
        for number, line in enumerate(lines):
            begin = level.hang if number else self.text_layout.start(level, size)
            room = width - begin - self._wide(line, level, size)
            x = left + begin + max(room, 0) * ALIGNS.get(level.align, 0)
            pieces = tuple(self._piece(run, level) for run in merge_runs(line) if run.text != "\n")
            down = base - self._rise(line, level, size)
            yield Row(x, y + number * high + down, high, size, level.track, stretch, pieces)

    def _rise(self, line: LaidLine, level: Level, size: float) -> float:
        """Return how far above the base line the middle of a line is in points: that of its highest font, as in CSS."""
        pieces = merge_runs(line)
        if not any(run.font for run in pieces):
            pieces = (Run(""),)
        elif len(pieces) > 1:  # they stand in an element of the slide's font
            pieces = (Run(""), *pieces)
        return max(self.text_layout.face(level, run)[0].rise(size) for run in pieces)

    def _base(self, level: Level, size: float, high: float) -> float:
        """Return how far the base line of a line is below its top, in points.

        That is five sixths of a single line, as in PowerPoint and LibreOffice; in lines set closer, four fifths.
        """
        single = high / level.leading if not level.exact else max(LINE_HEIGHT * size, high)
        return 0.8 * high if high < single else high - single / 6

    def _wide(self, line: LaidLine, level: Level, size: float) -> float:
        """Return the width of a line in points, in the font that it is drawn in."""
        text = [
            (
                self.text_layout.face(level, run)[0],
                run.text.upper() if level.caps else run.text,
                SMALLER if run.script else 1,
            )
            for run in _bare(line)
        ]
        wide = sum(face.width(words, size * part) + len(words) * level.track for face, words, part in text)
        return wide * self.text_layout.stretch(level)

    def _piece(self, run: Run, level: Level) -> Piece:
        face, _ = self.text_layout.face(level, run)
        target = self.targets.get(run.href)
        href = f"#slide-{target + 1}" if target is not None else "" if run.href.startswith("#") else run.href
        text = run.text.upper() if level.caps else run.text
        color = self.link if href and not level.is_light else self._ink(level)
        return Piece(text, face.family, face.bold, face.italic, color, href, run.language, run.script, run.struck)

    def _ink(self, level: Level) -> str:
        return level.color or self.ink


def _bare(line: LaidLine) -> LaidLine:
    """Return a line without the white space at its end."""
    return (*line[:-1], replace(line[-1], text=line[-1].text.rstrip())) if line else line


def _moved(passage: Passage, down: float) -> Passage:
    rows = tuple(replace(row, y=row.y + down) for row in passage.rows)
    return replace(passage, y=passage.y + down, rows=rows)


def _gather(passages: Sequence[Passage]) -> Iterator[Passage | Listing]:
    """Yield passages, consecutive items put together as lists, and deeper items within the item before them."""
    at = 0
    while at < len(passages):
        if not passages[at].sign:
            yield passages[at]
            at += 1
            continue
        end = at
        while end < len(passages) and passages[end].sign:
            end += 1
        yield from _lists(passages[at:end])
        at = end


def _lists(items: Sequence[Passage]) -> Iterator[Listing]:
    """Yield items of one level as lists; a new list begins where numbering begins or ends."""
    top, points = items[0].level, list[Passage]()
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].level > top:
            end += 1
        below = tuple(_lists(items[at + 1 : end])) if end > at + 1 else ()
        if points and (points[-1].sign == "1") != (items[at].sign == "1"):
            yield Listing(points[-1].sign == "1", tuple(points))
            points = []
        points.append(replace(items[at], lists=below))
        at = end
    yield Listing(points[-1].sign == "1", tuple(points))


def rows_of(part: Passage | Listing) -> Iterator[Row]:
    """Yield all rows of a paragraph or a list, from top to bottom."""
    for passage in part.points if isinstance(part, Listing) else (part,):
        yield from passage.rows
        for listing in passage.lists:
            yield from rows_of(listing)
