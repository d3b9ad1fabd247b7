"""Font files, from installed Python packages only: never what the machine happens to have.

Two makes of package are known: `fontpkg-…` (variable or static, through `fontpkg`) and
`font-…` (static, through the entry points `fonts_ttf` and `fonts_otf`).

How wide and how high text is, by shaping it with the font's own tables.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

if TYPE_CHECKING:  # heavy, and most sizes are in the cache
    import uharfbuzz


class FontMissing(Exception):
    """The error raised for a font family that no installed package provides."""


@dataclass(frozen=True)
class FontFile:
    """One font file of a family, and the weight to set where the file is variable."""

    path: Path
    weight: int
    italic: bool
    variable: bool


@cache
def is_known(family: str) -> bool:
    """Return whether an installed package provides a family."""
    try:
        return bool(find_font_files(family))
    except FontMissing:
        return False


@cache
def find_font_file(family: str, *, bold: bool = False, italic: bool = False) -> FontFile:
    """Return the regular, bold, italic or bold italic of a family, or the file nearest to it. Raises FontMissing."""
    cuts = find_font_files(family)
    weight = 700 if bold else 400
    near = min(cuts, key=lambda cut: (cut.italic != italic, 0 if cut.variable else abs(cut.weight - weight)))
    return FontFile(near.path, weight, italic, near.variable)


@cache
def find_font_files(family: str) -> tuple[FontFile, ...]:
    """Return all files of a family, upright before italic and light before bold. Raises FontMissing."""
    cuts = _from_fontpkg(family) or _from_entry_points(family)
    if not cuts:
        raise FontMissing(family)
    return tuple(sorted(cuts, key=lambda cut: (cut.italic, cut.weight, cut.path.name)))


def _from_fontpkg(family: str) -> list[FontFile]:
    try:
        files = fontpkg.family(family).files
    except fontpkg.FamilyNotInstalled:
        return []
    return [FontFile(Path(f.path), int(f.weight or 400), f.style == "italic", bool(f.variable)) for f in files]


def _from_entry_points(family: str) -> list[FontFile]:
    wanted = family.replace(" ", "").lower()
    cuts = []
    for group in ("fonts_ttf", "fonts_otf"):
        for point in _points(group):
            if point.name.replace("_", "").replace("-", "").lower() == wanted:
                paths = (Path(path) for path in point.load().values())
                cuts += [_static(path) for path in paths]
    return cuts


@cache
def _points(group: str) -> EntryPoints:
    return entry_points(group=group)


def _static(path: Path) -> FontFile:
    name = path.stem.lower()
    return FontFile(path, 700 if "bold" in name else 400, "italic" in name, False)


@dataclass(frozen=True)
class Face:
    """The regular, bold, italic or bold italic of a font family, which measures text."""

    family: str
    bold: bool = False
    italic: bool = False

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text at a size, both in points."""
        return _advance(self, text) * size

    def line_height(self, size: float) -> float:
        """Return the height of a single-spaced line at a size, both in points."""
        return _height(self) * size

    def rise(self, size: float) -> float:
        """Return how far above the base line the middle between the font's ascent and descent is, in points."""
        return _rise(self) * size


@cache
def _font(face: Face) -> "tuple[uharfbuzz.Font, int]":
    import uharfbuzz

    cut = find_font_file(face.family, bold=face.bold, italic=face.italic)
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
    """Return the width of text at size 1."""
    if not text:
        return 0.0
    import uharfbuzz

    font, units = _font(face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / units
