"""How wide and how high text is, by shaping it with the font's own tables."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.fonts import find_cut

if TYPE_CHECKING:  # heavy, and most sizes are in the cache
    import uharfbuzz


@dataclass(frozen=True)
class Face:
    """A cut of a family, ready to measure with."""

    family: str
    bold: bool = False
    italic: bool = False

    def width(self, text: str, size: float) -> float:
        """The width of a line of text at a size, both in points."""
        return _advance(self, text) * size

    def line_height(self, size: float) -> float:
        """The height of a single-spaced line, in points."""
        return _height(self) * size

    def rise(self, size: float) -> float:
        """How far over the base line the middle between the font's ascent and descent is, in points."""
        return _rise(self) * size


@cache
def _font(face: Face) -> "tuple[uharfbuzz.Font, int]":
    import uharfbuzz

    cut = find_cut(face.family, bold=face.bold, italic=face.italic)
    loaded = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(cut.path)))
    font = uharfbuzz.Font(loaded)
    if cut.variable:
        font.set_variations({"wght": cut.weight})
    return font, loaded.upem


@cache
def _height(face: Face) -> float:
    font, units = _font(face)
    extents = font.get_font_extents("ltr")
    return float(extents.ascender - extents.descender + extents.line_gap) / units


@cache
def _rise(face: Face) -> float:
    font, units = _font(face)
    extents = font.get_font_extents("ltr")
    return float(extents.ascender + extents.descender) / 2 / units


@cache
def _advance(face: Face, text: str) -> float:
    """The width of text at size 1."""
    if not text:
        return 0.0
    import uharfbuzz

    font, units = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / units
