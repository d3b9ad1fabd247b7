"""What stands on a slide before anything is put into its slots, and how tables on it look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.core import Problem
from pipeline.deck.master import Box, Master, Slot
from pipeline.deck.slides import Slide, TextBlock

Edge = tuple[str, float]  # RRGGBB and points; ("", 0) is none
NO_EDGE: Edge = ("", 0.0)


@dataclass(frozen=True)
class Shape:
    """A shape, line or picture of a slide layout, in its box. Colors are RRGGBB, or "" for none.

    A line runs from the top left of its box to the bottom right; if `rising`, from the bottom left to the top right.
    """

    kind: str  # box, round, oval, arrow (to the right), line, picture
    box: Box
    fill: str = ""
    line: str = ""
    thick: float = 0.0  # of the line, in points
    rising: bool = False
    picture: str = ""  # the name of its part


@dataclass(frozen=True)
class CellLook:
    """Text color, weight, fill and borders of a group of table cells. Colors are RRGGBB, or "" for none."""

    color: str = ""
    bold: bool = False
    fill: str = ""
    edges: dict[str, Edge] = field(default_factory=dict)  # of the area as a whole, and inside it

    def edge(self, side: str) -> Edge:
        return self.edges.get(side, NO_EDGE)


@dataclass(frozen=True)
class TableLook:
    """The looks of a table: `body` is that of all cells, `head` that of the cells in the header row."""

    body: CellLook
    head: CellLook


@dataclass(frozen=True)
class Background:
    """What is drawn under the slots of one slide layout, the lowest shape first."""

    color: str
    picture: str
    shapes: tuple[Shape, ...]
    words: tuple[tuple[Slot, TextBlock], ...]
    fills: Mapping[str, Shape]  # of slots, by their names
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class MasterArtwork:
    """The backgrounds of a master's slide layouts, by our names, and the pictures, colors and table look they use."""

    grounds: Mapping[str, Background]
    pictures: Mapping[str, tuple[bytes, str]]  # names of parts to their bytes and MIME types
    colors: Mapping[str, str]  # tx1, bg1, accent1, hlink … to RRGGBB
    table: TableLook


def warn_of_artwork(artwork: MasterArtwork, master: Master, slides: Iterable[Slide]) -> Iterator[Problem]:
    """Yield a warning for each slide layout in use with artwork that the handout cannot draw."""
    for name in sorted({slide.layout for slide in slides}):
        missed = artwork.grounds[name].left_out
        if missed:
            theirs = master.layouts[name].name
            what = f'the handout leaves out what it cannot draw of the slide layout "{theirs}": {", ".join(missed)}'
            yield Problem(
                master.place, what, "it is in the deck; plain shapes, lines, pictures and text are in both", warns=True
            )
