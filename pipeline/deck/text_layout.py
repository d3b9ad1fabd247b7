"""How text breaks into lines in a slot, and how high it is, measured in fonts of the same metrics."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from pipeline.content import Theme
from pipeline.deck.master import LINE_HEIGHT, Level, Master, Slot
from pipeline.deck.slides import SMALLER, Paragraph, Run, TextBlock
from pipeline.text import Face, break_word, clusters, is_known, may_break

UNKNOWN_FONT_WIDTH = 1.2  # how much wider than the deck's own a font may be of which nothing is known
SAFE = 0.985  # of the width: renderers differ by a hair
SAFE_WHERE_NARROW = 0.93  # where lines are short, a word that goes over makes a line more
NARROW = 14  # times the size of type
PIECE = re.compile(r"\s+|[^\s]+?(?:[-–—]+(?=\w)|(?=\s)|$)", re.ASCII)  # a no-break space breaks nothing
LaidLine = tuple[Run, ...]  # what stands on one line, its spaces included
Word = list[Run]  # what does not break; or white space


@dataclass(frozen=True)
class TextLayout:
    """A measurer of text and its line breaks, in the fonts of one master."""

    master: Master
    theme: Theme

    def face(self, level: Level, run: Run) -> tuple[Face, float]:
        """Return the font that text is measured with, and the factor by which the real one is wider."""
        type = self._type(level)
        return type.face(run), type.wider_for(run)

    def dress(self, runs: Sequence[Run], level: Level) -> tuple[Run, ...]:
        """Return the runs of a paragraph, divided where the font of its level lacks letters that another font has."""
        return _dress(tuple(runs), self._type(level))

    def stretch(self, level: Level) -> float:
        """Return how much wider the real font is than its twin, as a factor; 1.0 if the font is not known."""
        twin = find_twin(self.master.fonts.get(level.font, level.font), self.theme)
        return twin[1] if twin else 1.0

    def width(self, runs: Iterable[Run], level: Level, size: float) -> float:
        """Return the width of text on one line, in points."""
        type = self._type(level)
        advance, letters = _measure(_dress(tuple(runs), type), type)
        return advance * size + letters * level.track

    def words(self, runs: Sequence[Run], level: Level) -> "tuple[Measured, ...]":
        """Return the words, white space and line breaks of a paragraph, measured once for all sizes."""
        return _measure_words(tuple(runs), self._type(level))

    def _type(self, level: Level) -> "_Type":
        family = self.master.fonts.get(level.font, level.font)
        twin, wider = self._twin(family)
        return _Type(twin, wider, level.bold, level.italic, level.caps, self.theme.deck_fonts(twin)[1:])

    def _twin(self, family: str) -> tuple[str, float]:
        return find_twin(family, self.theme) or (self.theme.deck.text.measured_with, UNKNOWN_FONT_WIDTH)

    def line(self, level: Level, size: float, runs: Sequence[Run] = ()) -> float:
        """Return the height of a line in points: the exact one that is set, or else the highest that any reader uses.

        PowerPoint takes 1.2 times the size for any font; others ask the font, and those that letters of `runs` are taken from.
        """
        if level.exact:
            return level.exact
        twin = self.theme.twins.get(self.master.fonts.get(level.font, level.font))
        own = twin.line if twin else 0.0
        others = (run for run in self.dress(runs, level) if run.font)
        fonts = max(self.face(level, run)[0].line_height(size) for run in (Run(""), *others))
        return max(LINE_HEIGHT * size, own * size, fonts) * level.leading

    def splits(self, content: TextBlock, slot: Slot, size: float) -> bool:
        """Return whether a word is longer than a line, so that it must be divided."""
        for paragraph in content.paragraphs:
            level, points = level_of(slot, content, paragraph, size)
            room = slot.width * SAFE - level.hang
            if any(word.width(level, points) > room for word in self.words(paragraph.runs, level)):
                return True
        return False

    def start(self, level: Level, size: float) -> float:
        """Return where the first line of a paragraph begins, in points from the left edge of the slot's text.

        If the paragraph has a bullet, that is after the bullet.
        """
        sign = {"": "", "1": "00."}.get(level.bullet, level.bullet)
        if not sign:
            return level.indent
        return max(level.hang, level.indent + self.width([Run(sign)], level, size))

    def lines(self, runs: Sequence[Run], level: Level, size: float, width: float) -> list[LaidLine]:
        """Return the lines of a paragraph, broken at spaces, after hyphens and dashes, and between Chinese letters."""
        breaker = _Breaker(self, level, size, width)
        for word in self.words(runs, level):
            breaker.add(word)
        return breaker.done()

    def height(self, content: TextBlock, slot: Slot, size: float, width: float = 0.0) -> float:
        """Return the height of paragraphs in points, where the slot's first level is set at `size`.

        `width` is that of the text; 0 means the slot's own.
        """
        total = 0.0
        for number, paragraph in enumerate(content.paragraphs):
            level, points = level_of(slot, content, paragraph, size)
            safe = SAFE_WHERE_NARROW if (width or slot.width) < NARROW * points else SAFE
            count = len(self.lines(paragraph.runs, level, points, (width or slot.width) * safe))
            total += count * self.line(level, points, paragraph.runs)
            if number:
                total += max(level.before + level.before_share * LINE_HEIGHT * points, 0)
            if number < len(content.paragraphs) - 1:
                total += level.after + level.after_share * LINE_HEIGHT * points
        return total


class _Type(NamedTuple):
    """The font and style that text is measured in."""

    twin: str
    wider: float
    bold: bool
    italic: bool
    caps: bool
    fallback: tuple[str, ...]

    def face(self, run: Run) -> Face:
        """Return the face that a run is measured with."""
        return Face(run.font or self.twin, self.bold or run.bold, self.italic or run.italic)

    def wider_for(self, run: Run) -> float:
        """Return the factor by which the real font of a run is wider; one of another font is as wide as it is."""
        return max(self.wider, 1.0) if run.font else self.wider


@dataclass(frozen=True, slots=True)
class Measured:
    """A word or white space, with its width at size 1 and its number of letters."""

    runs: Word
    advance: float
    letters: int
    is_space: bool
    breaks: bool

    def width(self, level: Level, size: float) -> float:
        """Return the width in points, at a size."""
        return self.advance * size + self.letters * level.track


def _measure(runs: Iterable[Run], type: _Type) -> tuple[float, int]:
    """Return the width of text at size 1, and its number of letters."""
    advance, letters = 0.0, 0
    for run in runs:
        text = run.text.upper() if type.caps else run.text
        advance += type.face(run).width(text, 1) * type.wider_for(run) * (SMALLER if run.script else 1)
        letters += len(text)
    return advance, letters


@lru_cache(maxsize=20_000)  # the paragraphs of a deck, at all the sizes that are tried
def _measure_words(runs: tuple[Run, ...], type: _Type) -> tuple[Measured, ...]:
    return tuple(
        Measured(word, *_measure(word, type), word[0].text.isspace(), word[0].text == "\n")
        for word in _words(_dress(runs, type))
    )


def _dress(runs: tuple[Run, ...], type: _Type) -> tuple[Run, ...]:
    """Return runs, each divided into what its font has the letters of, and what other fonts have."""
    if all(run.font or run.text.isascii() for run in runs):
        return runs
    return tuple(_dressed(runs, type))


def _dressed(runs: Iterable[Run], type: _Type) -> Iterator[Run]:
    for run in runs:
        face = replace(type.face(run), fallback=() if run.font else type.fallback)
        for other, text in face.spans(run.text):
            dressed = run.saying(text)
            yield dressed if other == face else replace(dressed, font=other.family)


def find_twin(family: str, theme: Theme) -> tuple[str, float] | None:
    """Return the font that a family is measured with, and how many times wider it is; None if it is not known."""
    for font in (theme.deck.display, theme.deck.text):
        if font.font == family:
            return font.measured_with, font.wider
    if twin := theme.twins.get(family):
        return twin.measured_with, twin.wider
    return (family, 1.0) if is_known(family) else None


@lru_cache(maxsize=2_000)
def _plain(level: Level) -> Level:
    """Return a level without a bullet, at the left edge."""
    return replace(level, indent=0.0, hang=0.0, bullet="")


def level_of(slot: Slot, content: TextBlock, paragraph: Paragraph, size: float) -> tuple[Level, float]:
    """Return the level of a paragraph and its size in points, where the slot's first level is set at `size`."""
    level = slot.levels[min(paragraph.level, len(slot.levels) - 1)]
    points = max(level.size + size - slot.levels[0].size, 1)
    if not content.is_list or paragraph.plain:
        return _plain(level), points
    return replace(level, bullet="1") if paragraph.number else level, points


class _Breaker:
    """A builder of lines from words, at one size and width."""

    def __init__(self, text_layout: TextLayout, level: Level, size: float, width: float) -> None:
        self.text_layout, self.level, self.size, self.width = text_layout, level, size, width
        self.lines: list[list[Run]] = [[]]
        self.at = text_layout.start(level, size)

    def measure(self, word: Iterable[Run]) -> float:
        return self.text_layout.width(word, self.level, self.size)

    def add(self, word: "Measured") -> None:
        if word.breaks:
            self.open()
            return
        wide, runs = word.width(self.level, self.size), word.runs
        if not word.is_space and self.at + wide > self.width:
            if self.lines[-1]:
                self.open()
            if self.at + wide > self.width:  # a word longer than a line
                runs = self.split(runs)
                wide = self.measure(runs)
        self.lines[-1] += runs
        self.at += wide

    def open(self) -> None:
        self.lines.append([])
        self.at = self.level.hang

    def split(self, word: Word) -> Word:
        """Fill lines with the letters of a word; return what remains for the line that is open."""
        rest: Word = []
        for run in word:
            for letter in clusters(run.text):
                one = run.saying(letter)
                if rest and self.at + self.measure([*rest, one]) > self.width:
                    self.lines[-1] += rest
                    self.open()
                    rest = []
                rest = [*rest[:-1], rest[-1].saying(rest[-1].text + letter)] if _goes_on(rest, run) else [*rest, one]
        return rest

    def done(self) -> list[LaidLine]:
        return [tuple(line) for line in self.lines]


def _goes_on(rest: Word, run: Run) -> bool:
    return bool(rest) and rest[-1].saying("") == run.saying("")


def _words(runs: Sequence[Run]) -> Iterator[Word]:
    """Yield unbreakable words, white space and line breaks from runs; a word may be of several runs."""
    word: Word = []
    for run in runs:
        found = [run.text] if run.text == "\n" else PIECE.findall(run.text)
        pieces = (piece for word in found for piece in break_word(word))
        for text in pieces:
            before = word[-1].text if word else ""
            if word and (
                text.isspace()
                or before.isspace()
                or (before[-1] in "-–—" and text[0].isalnum())
                or may_break(before[-1], text[0])
            ):
                yield word
                word = []
            word.append(run.saying(text))
    if word:
        yield word


def merge_runs(line: LaidLine) -> LaidLine:
    """Return a line with the pieces of each run joined again."""
    groups = groupby(line, key=lambda run: run.saying(""))
    return tuple(make.saying("".join(run.text for run in group)) for make, group in groups)
