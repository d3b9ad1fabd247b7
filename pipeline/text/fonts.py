"""Font files, from installed Python packages only: never what the machine happens to have.

Three makes of package are known: `fontpkg-…` (variable or static, through `fontpkg`), `font-…` (static, through the entry
points `fonts_ttf` and `fonts_otf`), and any other that is called after its fonts, by the names of its files.

How wide and how high text is, by shaping it with the font's own tables; and which letters a font has.
"""

import sysconfig
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

from pipeline.text.letters import clusters, is_ideograph

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
    cuts = _from_fontpkg(family) or _from_entry_points(family) or _from_folders(family)
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


def _from_folders(family: str) -> list[FontFile]:
    """Return the files of a family in packages that are called after fonts: `Family-Bold.otf`, `Family[wght].ttf`."""
    wanted, cuts = family.replace(" ", "").lower(), []
    for folder in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        for path in sorted(Path(folder).glob("*font*/**/*.[ot]tf")):
            name, _, style = path.stem.partition("[")[0].lower().partition("-")
            if name == wanted and style in ("", "regular", "bold", "italic", "bolditalic"):
                cuts.append(FontFile(path, 700 if "bold" in style else 400, "italic" in style, "[" in path.stem))
    return cuts


@cache
def _points(group: str) -> EntryPoints:
    return entry_points(group=group)


def _static(path: Path) -> FontFile:
    name = path.stem.lower()
    return FontFile(path, 700 if "bold" in name else 400, "italic" in name, False)


# ---------------------------------------------------------------- which letters a font has


@cache
def _letters(family: str) -> frozenset[int]:
    """Return the code points that every file of a family has. Raises FontMissing."""
    import uharfbuzz

    cuts = find_font_files(family)
    had = (frozenset(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(cut.path))).unicodes) for cut in cuts)
    return frozenset.intersection(*had)


def has_letters(family: str, text: str) -> bool:
    """Return whether a family has all letters of a text; those that are one letter and a mark also by their parts."""
    had = _letters(family)
    return any(
        all(ord(letter) in had or not _is_seen(letter) for letter in spelt)
        for spelt in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))
    )


@cache
def _is_seen(letter: str) -> bool:
    """Return whether a font has to have a letter: no space, control or joiner, or choice of a variant."""
    unseen = unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Zs")
    return not (unseen or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef")


def find_lacking(text: str, families: Sequence[str]) -> list[str]:
    """Return the letters of a text, each with its marks, that none of some font families has."""
    found = dict.fromkeys(cluster for cluster in clusters(text) if not cluster.isascii())
    return [cluster for cluster in found if not any(has_letters(family, cluster) for family in families)]


@dataclass(frozen=True)
class Face:
    """The regular, bold, italic or bold italic of a font family, which measures text.

    `fallback` are families that have a letter where this one has not, in their order.
    """

    family: str
    bold: bool = False
    italic: bool = False
    fallback: tuple[str, ...] = ()

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text at a size, both in points."""
        return sum(_advance(face, part) for face, part in self.spans(text)) * size

    def spans(self, text: str) -> "tuple[tuple[Face, str], ...]":
        """Return the stretches of a text, each with the face that it is set in: this one, or one of a fallback font."""
        return ((self, text),) if text.isascii() or not self.fallback else _spans(self, text)

    def line_height(self, size: float) -> float:
        """Return the height of a single-spaced line at a size, both in points."""
        return _height(self) * size

    def rise(self, size: float) -> float:
        """Return how far above the base line the middle between the font's ascent and descent is, in points."""
        return _rise(self) * size


@cache
def _spans(face: Face, text: str) -> tuple[tuple[Face, str], ...]:
    families, found = (face.family, *face.fallback), list[tuple[Face, str]]()
    for part in _parts(text):
        family = next((family for family in families if has_letters(family, part)), face.family)
        if found and (part.isspace() or found[-1][0].family == family):
            found[-1] = found[-1][0], found[-1][1] + part
        else:
            found.append((face if family == face.family else Face(family, face.bold, face.italic), part))
    return tuple(found)


def _parts(text: str) -> Iterator[str]:
    """Yield the words of a text, which are set in one font each, and what stands between them, letter by letter."""
    word = ""
    for cluster in clusters(text):
        if cluster[0].isalnum() and not is_ideograph(cluster[0]):
            word += cluster
            continue
        if word:
            yield word
            word = ""
        yield cluster
    if word:
        yield word


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
