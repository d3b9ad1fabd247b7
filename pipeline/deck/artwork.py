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
    """Something drawn. Colors are RRGGBB, or nothing; a line runs from the top left of its box, or `rising` to it."""

    kind: str  # box, round, oval, line, picture
    box: Box
    fill: str = ""
    line: str = ""
    thick: float = 0.0  # of the line, in points
    rising: bool = False
    picture: str = ""  # the name of its part


@dataclass(frozen=True)
class CellLook:
    """The looks of some cells of a table. Colors are RRGGBB, or nothing."""

    color: str = ""
    bold: bool = False
    fill: str = ""
    edges: dict[str, Edge] = field(default_factory=dict)  # of the area as a whole, and inside it

    def edge(self, side: str) -> Edge:
        return self.edges.get(side, NO_EDGE)


@dataclass(frozen=True)
class TableLook:
    """Of all cells, and of those in the head."""

    body: CellLook
    head: CellLook


@dataclass(frozen=True)
class Background:
    """What lies under the slots of one slide layout, the lowest first."""

    color: str
    picture: str
    shapes: tuple[Shape, ...]
    words: tuple[tuple[Slot, TextBlock], ...]
    fills: Mapping[str, Shape]  # of slots, by their names
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class MasterArtwork:
    """The grounds of a master's slide layouts, by our names, and what they are painted with."""

    grounds: Mapping[str, Background]
    pictures: Mapping[str, tuple[bytes, str]]  # names of parts to their bytes and MIME types
    colors: Mapping[str, str]  # tx1, bg1, accent1, hlink … to RRGGBB
    table: TableLook


def warn_of_artwork(artwork: MasterArtwork, master: Master, slides: Iterable[Slide]) -> Iterator[Problem]:
    """Yield a warning for whatever on the slide layouts of a deck cannot be drawn in the handout."""
    for name in sorted({slide.layout for slide in slides}):
        missed = artwork.grounds[name].left_out
        if missed:
            theirs = master.layouts[name].name
            what = f'the handout leaves out what it cannot draw of the slide layout "{theirs}": {", ".join(missed)}'
            yield Problem(
                master.place, what, "it is in the deck; plain shapes, lines, pictures and text are in both", warns=True
            )
