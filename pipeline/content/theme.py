"""The theme: palette, fonts, sizes. Frozen records of layouts/theme/theme.yaml."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from pipeline.content.record import Color, Record, Words

Paper = Literal["Letter", "A4"]


class Font(Record):
    font: Words
    measured_with: Words
    wider: float = Field(default=1.0, ge=0.5, le=2)  # than what it is measured with


class Size(Record):
    size: float = Field(gt=0)
    least: float = Field(gt=0)


class Twin(Record):
    """The font that another is measured with: its widths are the same, or differ by the factor `wider`."""

    measured_with: Words
    wider: float = Field(default=1.0, ge=0.5, le=2)
    line: float = Field(default=1.0, ge=0.5, le=3)  # its single line by its size, where that is higher


class PagesTheme(Record):
    text: Words
    display: Words
    code: Words | None = None  # of `code`; none: that of display
    size: float = Field(ge=6, le=18)
    page: Paper | None = None  # none: that of the region of the publication's language
    print: dict[Words, Color] = Field(default_factory=dict)  # colors that are others on paper


class DeckTheme(Record):
    width: float = Field(ge=5, le=50)
    height: float = Field(ge=5, le=50)
    margin: float = Field(ge=0.2, le=2)
    display: Font
    text: Font
    title: Size
    body: Size
    table: Size | None = None  # of the words in tables; none: as other text
    label: Size  # of the words in charts and maps
    timeline: Size | None = None  # and in timelines; none: the same
    source: float = Field(default=12.0, gt=0)  # points, of the sources on a slide
    words_a_minute: float = Field(default=130.0, ge=40, le=400)  # that a speaker says
    master: Words | None = None  # a .pptx of layouts/deck, in place of our own master

    @field_validator("width")
    @classmethod
    def _whole(cls, inches: float) -> float:
        """Return the width of PowerPoint's wide slides for one that is the same but for rounding."""
        return WIDE if abs(inches - WIDE) < 0.01 else inches


WIDE = 40 / 3  # inches, of PowerPoint's own wide slides: people write 13.333
ASPECTS = {"16:9": (WIDE, 7.5), "16:10": (12.0, 7.5), "4:3": (10.0, 7.5)}  # inches


class Theme(Record):
    """The contents of theme.yaml, the one place for palette, fonts and sizes (points; inches for slides)."""

    palette: dict[Words, Color]
    series: tuple[Words, ...] = Field(min_length=1)
    pages: PagesTheme
    deck: DeckTheme
    fallback: tuple[Words, ...] = ()  # fonts for letters that the others lack, in their order
    twins: dict[Words, Twin] = Field(default_factory=dict)
    # nobody writes these: the command line says so, and the build mixes colors
    mixed: dict[str, str] = Field(default_factory=dict, alias="(mixed)")
    for_print: bool = Field(default=False, alias="(for print)")
    edition: str = Field(default="", alias="(edition)")  # "-a4-print": what its file is called after

    @property
    def colors(self) -> dict[str, str]:
        """The palette, and what is mixed of it: "sky-text" for words in "sky", "navy-pale" for context to "navy"; "heat-all" and so on."""
        return {**self.mixed, **self.palette}

    def page_fonts(self, first: str = "") -> tuple[str, ...]:
        """Return the fonts that pages look for a letter in, one after the other, beginning with `first`."""
        return _in_order(first, self.pages.text, self.pages.display, *self.fallback)

    @property
    def every_page_font(self) -> tuple[str, ...]:
        """All fonts that pages may be set in."""
        return _in_order(self.pages.text, self.pages.display, self.pages.code or "", *self.fallback)

    def deck_fonts(self, first: str = "") -> tuple[str, ...]:
        """Return the fonts that slides are measured with, as they are looked through for a letter, after `first`."""
        return _in_order(first, self.deck.text.measured_with, self.deck.display.measured_with, *self.fallback)

    @property
    def paper(self) -> Paper:
        """The size of pages. `on` has chosen it where theme.yaml does not."""
        return self.pages.page or "Letter"

    def on(self, paper: Paper | None, usual: Paper, for_print: bool) -> "Theme":
        """Return the theme for some paper, and for a printing house.

        None is the paper that theme.yaml names; where it names none, `usual`, that of the region.
        """
        named = self.pages.page or usual
        page = paper or named
        edition = f"-{page.lower()}" * (page != named) + "-print" * for_print
        palette = {**self.palette, **(self.pages.print if for_print else {})}
        pages = self.pages.model_copy(update={"page": page})
        return self.model_copy(update={"pages": pages, "palette": palette, "for_print": for_print, "edition": edition})

    def shaped(self, aspect: str | None, master: Path | None) -> "Theme":
        """Return the theme for slides of another aspect ratio, or with another master. None changes nothing."""
        changed: dict[str, object] = {"master": str(master.resolve())} if master else {}
        if aspect is not None:
            width, height = ASPECTS[aspect]
            changed |= {"width": width, "height": height}
        return self.model_copy(update={"deck": self.deck.model_copy(update=changed)})


def _in_order(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
