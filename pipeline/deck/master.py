"""What can be known of a slide master before a slide is made: its layouts, their slots, the type in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core import Place

LINES = ("kicker", "source", "tracker", "measure", "parts")  # around the text; only our own master is sure to have them
LINE_HEIGHT = 1.2  # PowerPoint's single line, whatever the font: see TextLayout.line


@dataclass(frozen=True)
class Level:
    """The type of one level of text. Lengths are in points; `leading` is a factor of a single line's height.

    Space before and after a paragraph is in points, plus a share of a single line's height.
    """

    size: float = 18.0
    font: str = "+mn-lt"
    bold: bool = False
    italic: bool = False
    caps: bool = False
    track: float = 0.0  # between letters
    indent: float = 0.0  # where the first line begins; with a bullet, where the bullet stands
    hang: float = 0.0  # where the following lines begin
    before: float = 0.0
    after: float = 0.0
    before_share: float = 0.0
    after_share: float = 0.0
    leading: float = 1.0
    exact: float = 0.0  # the height of a line, where it is set outright
    bullet: str = ""  # its sign; "1" numbers the paragraphs
    bullet_color: str = ""
    align: str = "l"
    color: str = ""  # RRGGBB

    @property
    def is_light(self) -> bool:
        """Whether its color is light, so that the ground is dark: a link there keeps it, for the one of links would not be seen."""
        red, green, blue = (int(self.color[at : at + 2] or "0", 16) for at in (0, 2, 4))
        return 0.299 * red + 0.587 * green + 0.114 * blue > 150


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in points from the slide's top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Slot:
    """A placeholder of a slide layout, in points. `width` and `height` are those of its text, without insets.

    `alone` is true if a reader finds it by its index or by its type alone: no other of the layout has its type.
    """

    name: str
    idx: int
    kind: str
    box: Box
    insets: tuple[float, float, float, float]  # left, top, right, bottom
    anchor: str
    levels: tuple[Level, ...]
    alone: bool = True

    @property
    def width(self) -> float:
        return self.box.width - self.insets[0] - self.insets[2]

    @property
    def height(self) -> float:
        return self.box.height - self.insets[1] - self.insets[3]


@dataclass(frozen=True)
class SlideLayout:
    """A slide layout: its name, slots, PowerPoint's type for it, its part, and its background color."""

    name: str
    slots: Mapping[str, Slot]
    kind: str = ""
    part: str = ""
    master: str = ""  # the part of its master
    ground: str = ""  # RRGGBB behind everything; nothing where that is no one color


@dataclass(frozen=True)
class Master:
    """A presentation without slides, and what can be read from it before slides are made.

    `layouts` are keyed by our names for them. In a foreign master, one that others made, `nearest` are our names of
    layouts that it does not have, where another of its layouts is used instead.
    """

    package: bytes  # of the .pptx it was read from
    place: Place
    width: float  # of its slides, in points
    height: float
    layouts: Mapping[str, SlideLayout]
    fonts: Mapping[str, str]  # "+mj-lt", "+mn-lt" to the names of fonts
    colors: Mapping[str, str]  # RRGGBB to the name of the theme color
    notes: Slot  # the text of a notes page
    foreign: bool = False
    nearest: frozenset[str] = frozenset()
