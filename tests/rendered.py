"""What LibreOffice makes of a deck: where every word stands, read from its PDF by poppler."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pptx.util import Length
from verbs import slides_of

from pipeline.text.fonts import find_font_files

# slides behind the talk are hidden, and are to be looked at as well
PRINT_ALL = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
NEAR = 3.0  # points: a letter's own side bearings, and a hair
Box = tuple[float, float, float, float]  # left, top, right, bottom, in points


@dataclass(frozen=True)
class Word:
    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include><dir>{folder}</dir><cachedir>{cache}</cachedir>
<selectfont><rejectfont><glob>/usr/*aladea*</glob></rejectfont></selectfont></fontconfig>"""


@cache
def render_deck(deck: Path, soffice: str) -> Path:
    """The deck as LibreOffice prints it, with the fonts it was measured with.

    Distributions have an older Caladea, whose bold is 2% narrower.
    """
    out = deck.parent.parent / "rendered"
    with TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS.format(folder=find_font_files("Caladea")[0].path.parent, cache=f"{folder}/cache"))
        command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", PRINT_ALL]
        environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
        command += ["--outdir", str(out), str(deck)]
        subprocess.run(command, capture_output=True, timeout=300, check=True, env=environment)
    return out / f"{deck.stem}.pdf"


@cache
def words_on(pdf: Path) -> tuple[tuple[Word, ...], ...]:
    """The words of every page, with their boxes."""
    done = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True)
    pages = done.stdout.split("<page ")[1:]
    mark = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return tuple(
        tuple(Word(unescape(text), (float(a), float(b), float(c), float(d))) for a, b, c, d, text in mark.findall(page))
        for page in pages
    )


def box_of(shape: Any) -> Box:
    left, top, width, height = (Length(side or 0).pt for side in (shape.left, shape.top, shape.width, shape.height))
    return left, top, left + width, top + height


def lies_in(word: Word, box: Box, near: float = NEAR) -> bool:
    """Whether the letters of a word stand in a box; a font's box is higher than its letters."""
    left, top, right, bottom = word.box
    air = 0.15 * (bottom - top)
    return (
        left >= box[0] - near
        and right <= box[2] + near
        and top + air >= box[1] - near
        and bottom - air <= box[3] + near
    )


def letters(text: str) -> str:
    """Text without white space and the signs of lists, in small letters: a master may set capitals."""
    return re.sub(r"[\s\x02▪•●■–»\ue000-\uf8ff-]+", "", text).lower()  # U+0002: a hyphen at a line's end


def lines_in(page: Sequence[Word], box: Box) -> list[str]:
    """The lines of text in a box, from top to bottom, without white space."""
    inside = sorted((word for word in page if lies_in(word, box)), key=lambda word: word.middle)
    lines: list[list[Word]] = []
    for word in inside:
        if lines and abs(word.middle - lines[-1][-1].middle) < 0.35 * (word.box[3] - word.box[1]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return ["".join(letters(word.text) for word in sorted(line, key=lambda word: word.box[0])) for line in lines]


def stray_words(deck: Path, pdf: Path) -> Iterator[str]:
    """Every word that stands in no box that says it, and every box that leaves its slide."""
    presentation = slides_of(deck)
    size = Length(presentation[0].part.package.presentation_part.presentation.slide_width).pt
    high = Length(presentation[0].part.package.presentation_part.presentation.slide_height).pt
    for number, (slide, page) in enumerate(zip(presentation, words_on(pdf), strict=True), 1):
        boxes = [(box_of(shape), said_by(shape)) for shape in slide.shapes]
        for box, _ in boxes:
            if box[0] < -1 or box[1] < -1 or box[2] > size + 1 or box[3] > high + 1:
                yield f"slide {number}: a box leaves it: {box}"
        for word in page:
            said = letters(word.text)
            if not any(lies_in(word, box) and (words is None or said in words) for box, words in boxes):
                yield f'slide {number}: "{word.text}" at {word.box} stands outside its box'


def said_by(shape: Any) -> str | None:
    """All that a shape says, run together; nothing for charts, groups and fields, which may say anything."""
    if shape.has_text_frame:
        text = letters(shape.text_frame.text)
        if shape._element.find(".//{*}buAutoNum") is not None:
            text += "".join(f"{n}.{letters(p.text)}" for n, p in enumerate(shape.text_frame.paragraphs, 1))
        return None if shape._element.find(".//{*}fld") is not None else text
    if shape.has_table:
        return "".join(letters(cell.text) for row in shape.table.rows for cell in row.cells)
    return None
