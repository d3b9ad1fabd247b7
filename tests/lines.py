"""Where lines of text stand in a PDF: their base lines, their left ends, and what they say, read by PDFium."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
from pypdfium2 import raw
from rendered import Box, letters

HAIR = 2.0  # points: less than this is no new line


@dataclass(frozen=True)
class Letter:
    """A letter, where it begins on its base line; in points from the top left corner of the page."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    x: float
    y: float
    text: str


@cache
def letters_on(pdf: Path) -> tuple[tuple[Letter, ...], ...]:
    """The letters of every page, without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(tuple(_read(page)) for page in document)


def _read(page: pypdfium2.PdfPage) -> list[Letter]:
    text, found = page.get_textpage(), []
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, at))
        if letter.strip("\0 \n\r\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"):
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            found.append(Letter(x.value, page.get_height() - y.value, letter))
    return found


def lines_in(page: Sequence[Letter], box: Box, near: float = 2.0) -> list[Line]:
    """The lines whose letters begin in a box, from top to bottom, without the signs of lists."""
    left, top, right, bottom = box
    inside = [one for one in page if left - near <= one.x <= right + near and top <= one.y <= bottom]
    rows: list[list[Letter]] = []
    for one in sorted(inside, key=lambda one: one.y):
        if not letters(one.text):  # a sign of a list: programs set it higher or lower than the words behind it
            continue
        if rows and one.y - rows[-1][0].y < HAIR:
            rows[-1].append(one)
        else:
            rows.append([one])
    found = [sorted(row, key=lambda one: one.x) for row in rows]
    return [Line(row[0].x, row[0].y, letters("".join(one.text for one in row))) for row in found]
