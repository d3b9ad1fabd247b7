"""Cut a font down to what a PDF shows: the glyphs that are used, at the weight and optical size they are used at.

HarfBuzz does both at once, a hundred times as fast as fontTools makes a static font of a variable one.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Self

import uharfbuzz as hb

# What arranges glyphs is done; what is left is to paint them.
DROPPED = ("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT", "SVG ")
KEPT = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE


@dataclass(frozen=True)
class Subset:
    """The cut of a font file: which glyphs by their numbers, and at which positions on the axes of a variable font.

    `file` is the file's name; `axes` are as {"wght": 600, "opsz": 10.25}.
    """

    file: str
    index: int
    axes: Mapping[str, float]
    hinting: bool
    glyphs: tuple[int, ...]

    def note(self, content: bytes) -> bytes:
        """Return a note that replaces the font in a PDF until all its uses are known; it begins as the font does."""
        return content[:4] + json.dumps(asdict(self)).encode()

    @classmethod
    def noted(cls, note: bytes) -> Self | None:
        """Return the subset that a note describes; None if `note` is a font."""
        if not note[4:].startswith(b'{"file"'):
            return None
        told = json.loads(note[4:])
        return cls(**{**told, "glyphs": tuple(told["glyphs"])})


def find_axes(content: bytes, index: int) -> dict[str, tuple[float, float]]:
    """Return the least and the greatest position on each axis of a variable font, by the axis's tag."""
    return {axis.tag: (axis.min_value, axis.max_value) for axis in _face(content, index).axis_infos}


def subset_font(content: bytes, cut: Subset) -> bytes:
    """Return a static font with some glyphs of the font file `content`, which keep their numbers.

    An axis without a position in `cut` stays at the font's default.
    """
    face = _face(content, cut.index)
    thin = hb.subset(face, _thinned(face, cut.glyphs, cut.axes))
    last = hb.SubsetInput()  # empty glyphs behind the last one used have no number to keep
    last.sets(hb.SubsetInputSets.GLYPH_INDEX).update(range(max(cut.glyphs) + 1))
    last.flags = KEPT if cut.hinting else KEPT | hb.SubsetFlags.NO_HINTING
    return bytes(hb.subset(thin, last).blob.data)


def _thinned(face: hb.Face, glyphs: Iterable[int], axes: Mapping[str, float]) -> hb.SubsetInput:
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag.encode(), "big") for tag in DROPPED)
    wanted.flags = KEPT | hb.SubsetFlags.RETAIN_GIDS
    for axis in face.axis_infos:
        wanted.pin_axis_location(face, axis.tag, axes.get(axis.tag, axis.default_value))
    return wanted


@cache
def _face(content: bytes, index: int) -> hb.Face:
    return hb.Face(hb.Blob(content), index)
