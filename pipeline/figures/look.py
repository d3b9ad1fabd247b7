"""The look of a figure: its theme, its language, and the type that its words are measured in."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.content import Prose, Theme
from pipeline.text import Face, break_word

LONGEST = 400  # letters of a label that are looked at


@dataclass(frozen=True)
class Type:
    """The type that labels are set in: a font and a size in points."""

    face: Face
    size: float
    wider: float = 1.0  # than what it is measured with

    @property
    def leading(self) -> float:
        return self.size * 1.25

    def width(self, text: str) -> float:
        return self.face.width(text, self.size) * self.wider

    def wrap(self, text: str, width: float, most: int = 99) -> tuple[str, ...]:
        """Return text in lines no wider than `width` points, `most` or fewer.

        An ellipsis ends the last line where words are left out, and any line whose single word had to be cut.
        """
        lines = [""]
        for word in text[:LONGEST].split():
            for at, piece in enumerate(break_word(word)):
                longer = f"{lines[-1]} {piece}".strip() if at == 0 else lines[-1] + piece
                if not lines[-1] or self.width(longer) <= width:
                    lines[-1] = longer
                else:
                    lines.append(piece)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
        return tuple(self.shorten(line, width) for line in lines)

    def shorten(self, text: str, width: float) -> str:
        """Return the text, or as much of it as fits in `width` points, with an ellipsis."""
        if len(text) <= LONGEST and self.width(text) <= width:
            return text
        most = len(text[:LONGEST])
        kept = bisect_left(range(most), True, key=lambda n: self.width(text[: n + 1].rstrip("… ") + "…") > width)
        return text[:kept].rstrip("… ") + "…"


@dataclass(frozen=True)
class Look:
    """The theme, language and type of a chart. `type` is that of its labels; every distance follows from its size."""

    theme: Theme
    language: str
    type: Type
    bold: Type
    say: Callable[[Prose], str]  # prose as plain words
    every_value: bool = False  # whether each value is printed; then a unit in millions is said once, in the words above
    from_a_step: bool = False  # whether an axis begins at a step, as those of native charts do


PAGE_LABEL = 8.5  # points


def page_look(theme: Theme, language: str, say: Callable[[Prose], str]) -> Look:
    """Return the look of the charts of pages: small type in their display font."""
    return _look(theme, language, (theme.page_fonts(theme.pages.display), 1.0), PAGE_LABEL, say)


def deck_look(theme: Theme, language: str, say: Callable[[Prose], str], size: float | None = None) -> Look:
    """Return the look of the deck's charts, with labels of `size` points or of the theme's label size.

    Text is legible from the back of a room, and measured with a substitute for the deck's text font.
    """
    text = theme.deck.text
    look = _look(
        theme, language, (theme.deck_fonts(text.measured_with), text.wider), size or theme.deck.label.size, say
    )
    return replace(look, from_a_step=True)


def _look(
    theme: Theme, language: str, fonts: tuple[Sequence[str], float], size: float, say: Callable[[Prose], str]
) -> Look:
    (family, *fallback), wider = fonts
    plain, bold = (Type(Face(family, bold=bold, fallback=tuple(fallback)), size, wider) for bold in (False, True))
    return Look(theme, language, plain, bold, say)
