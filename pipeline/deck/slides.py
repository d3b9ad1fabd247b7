"""Slides, as a layout asked for them: what stands in which slot. No positions, no looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.core import Place

NO_BREAK = "\u00a0"
SMALLER = 2 / 3  # how large PowerPoint sets what stands below or above the line


@dataclass(frozen=True)
class Run:
    """Text of one style. A line break is a run of its own, "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""
    fact: str = ""  # the id of the fact that this is
    language: str = ""  # its code, where it is not the publication's
    script: Literal["", "sub", "sup"] = ""  # below or above the line, and smaller
    struck: bool = False
    font: str = ""  # that it is measured with, where its slot's lacks its letters

    def saying(self, text: str) -> "Run":
        """Return a run of the same style with another text: as `replace`, in a third of the time, for every word of a deck."""
        return Run(
            text, self.bold, self.italic, self.href, self.fact, self.language, self.script, self.struck, self.font
        )


@dataclass(frozen=True)
class Paragraph:
    runs: tuple[Run, ...]
    level: int = 0
    number: bool = False  # an item of a numbered list
    plain: bool = False  # no item, though it stands among a list

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TextBlock:
    """Paragraphs, either as a list or as plain lines.

    `shorter` are what may take their place where they are too long for their slot, each shorter than the one before.
    """

    paragraphs: tuple[Paragraph, ...]
    is_list: bool = False
    shorter: tuple["TextBlock", ...] = ()


DEGREES = ("all", "much", "little", "least")  # of what a cell tells by its color


@dataclass(frozen=True)
class Cell:
    runs: tuple[Run, ...]
    is_header: bool = False
    number: bool = False
    numeral: bool = False  # set large: what its row begins with
    degree: str = ""  # one of DEGREES, or nothing

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Table:
    """A table: rows with equally many cells."""

    rows: tuple[tuple[Cell, ...], ...]
    alt: str = ""
    ref: str = ""  # the id of the figure that this is

    @property
    def heads(self) -> int:
        """Return the number of rows at the top that are headers."""
        count = 0
        for row in self.rows:
            if not all(cell.is_header for cell in row):
                break
            count += 1
        return count

    @property
    def links(self) -> bool:
        """Return whether it leads elsewhere, as a table of contents does."""
        return any(run.href for row in self.rows for cell in row for run in cell.runs)

    @property
    def has_row_heads(self) -> bool:
        """Return whether the first cell of each row under the head is the row's header."""
        under = self.rows[self.heads :]
        return bool(under) and all(row[0].is_header for row in under)


@dataclass(frozen=True)
class Drawing:
    """A figure, by its id, with its alternative text.

    `caption` is set where the title of the slide is not the figure's own.
    """

    ref: str
    alt: str
    caption: str = ""


Content = TextBlock | Table | Drawing


@dataclass(frozen=True)
class Slide:
    """One slide of a deck. `sizes` holds the type sizes in points found by fitting, for slots that needed one."""

    layout: str
    title: Paragraph
    slots: Mapping[str, Content]
    notes: tuple[Paragraph, ...]
    place: Place
    origin: str  # the id of the entry or chapter it came from
    owner: str  # the same, as messages name it
    sizes: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()  # events for which its timelines have no room, with their years

    @property
    def name(self) -> str:
        """Return its title, with plain spaces where words are bound to each other."""
        return self.title.text.replace(NO_BREAK, " ")

    @property
    def figures(self) -> Iterator[str]:
        """Yield the ids of the figures that the slide shows, as drawings or as tables."""
        yield from (c.ref for c in self.slots.values() if isinstance(c, Drawing | Table) and c.ref)

    @property
    def runs(self) -> Iterator[Run]:
        """Yield the runs of all text on the slide, without its notes."""
        yield from self.title.runs
        for content in self.slots.values():
            if isinstance(content, TextBlock):
                yield from (run for paragraph in content.paragraphs for run in paragraph.runs)
            elif isinstance(content, Table):
                yield from (run for row in content.rows for cell in row for run in cell.runs)
