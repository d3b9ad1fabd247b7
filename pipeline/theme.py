"""The theme: palette, fonts, sizes. Frozen records of layouts/theme/theme.yaml."""

from typing import Literal

from pydantic import Field

from pipeline.record import Color, Record, Stance, Words


class Font(Record):
    font: Words
    measured_with: Words


class Size(Record):
    size: float = Field(gt=0)
    least: float = Field(gt=0)


class Twin(Record):
    """What a font is measured with: one of the same widths, or one whose widths are off by a factor."""

    measured_with: Words
    wider: float = Field(default=1.0, ge=0.5, le=2)


class BriefTheme(Record):
    text: Words
    display: Words
    size: float = Field(ge=6, le=18)
    page: Literal["Letter", "A4"]


class DeckTheme(Record):
    width: float = Field(ge=5, le=50)
    height: float = Field(ge=5, le=50)
    margin: float = Field(ge=0.2, le=2)
    display: Font
    text: Font
    title: Size
    body: Size


class Theme(Record):
    """theme.yaml: the one place for palette, fonts and sizes (points; inches for slides)."""

    palette: dict[Words, Color]
    stances: dict[Stance, Words]
    series: tuple[Words, ...] = Field(min_length=1)
    brief: BriefTheme
    deck: DeckTheme
    twins: dict[Words, Twin] = Field(default_factory=dict)


ASPECTS = {"16:9": (13.333, 7.5), "16:10": (12.0, 7.5), "4:3": (10.0, 7.5)}  # inches


def set_aspect(theme: Theme, aspect: str) -> Theme:
    """The theme for slides of another shape."""
    width, height = ASPECTS[aspect]
    return theme.model_copy(update={"deck": theme.deck.model_copy(update={"width": width, "height": height})})
