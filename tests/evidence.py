"""What each slide of a deck shows, and how empty it is.

`PYTHONPATH=. python tests/evidence.py deck.pptx` prints a line a slide, and how many are text alone and over half empty.
LibreOffice draws the slides; with a second path, `deck.pdf`, they are taken from that: a page for each slide, as the handout
has them. A PDF alone is measured as if its titles ended where ours do, and no slide is left aside.
"""

import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from emptiness import HEIGHT, Box, end_of_title, measure_emptiness
from PIL import Image
from rendered import box_of, render_deck
from verbs import slides_of, title_of

ASIDE = {
    "Title Slide",
    "Agenda",
    "Section Header",
    "Section Header with Parts",
    "Sources",
    "Closing",
}  # no slides of content
DRAWN = {"Process", "Chain"}  # their shapes are the layout's
NUMERAL = 36  # points: numerals as large as this are evidence
HALF = 0.5
NUMBER = re.compile(r"number(-\d-heading)?")  # of 60 points
FEET = ("source", "footer", "date", "slide-number", "tracker")
OURS = 0.24, 0.92  # of the height: where our titles end and our foot line is


@dataclass(frozen=True)
class Look:
    """A slide as it looks: its empty share, and whether it is a slide of content, and text alone."""

    number: int
    layout: str
    title: str
    empty: float
    is_content: bool
    is_text_alone: bool

    def __str__(self) -> str:
        marks = "text alone" if self.is_text_alone else "" if self.is_content else "aside"
        over = "OVER HALF EMPTY" if self.is_half_empty else ""
        return f"{self.number:3} {self.empty:4.0%} {over:15} {marks:10} {self.layout:20} {self.title}".rstrip()

    @property
    def is_half_empty(self) -> bool:
        return self.is_content and self.empty > HALF


def look_at(deck: Path, pdf: Path) -> list[Look]:
    """How each slide of a deck looks on its page of a PDF."""
    slides, looks = slides_of(deck), []
    for number, (slide, picture) in enumerate(zip(slides, pictures_of(pdf), strict=True), 1):
        layout = slide.slide_layout.name
        empty, is_content = measure_emptiness(picture, *room_of(slide, picture)), layout not in ASIDE
        looks.append(Look(number, layout, title_of(slide), empty, is_content, is_content and not shows_evidence(slide)))
    return looks


def pictures_of(pdf: Path) -> list[Image.Image]:
    """Each page in grey, as high as slides are measured."""
    with pypdfium2.PdfDocument(pdf) as pages:
        return [page.render(scale=HEIGHT / page.get_height(), grayscale=True).to_pil().convert("L") for page in pages]


def room_of(slide: Any, picture: Image.Image) -> tuple[int, int]:
    """Where a slide's room begins and ends on its picture: below its title, and over the first of its feet."""
    presentation = slide.part.package.presentation_part.presentation
    scale = HEIGHT / (presentation.slide_height / 12700)
    boxes = {shape.name: box_on_picture(shape, scale) for shape in slide.placeholders if shape.name in FEET}
    bottom = min((box[1] for box in boxes.values() if box[1] > HEIGHT / 2), default=round(HEIGHT * OURS[1]))
    title = slide.shapes.title
    return (end_of_title(picture, box_on_picture(title, scale)) if title is not None else 0), bottom


def box_on_picture(shape: Any, scale: float) -> Box:
    left, top, right, bottom = (round(side * scale) for side in box_of(shape))
    return left, top, right, bottom


def shows_evidence(slide: Any) -> bool:
    """Whether a slide has a chart, a table, a timeline, a map, a picture, a process, or numerals as large as NUMERAL."""
    content = [shape for shape in slide.shapes if shape.name not in ("kicker", *FEET) and shape != slide.shapes.title]
    return slide.slide_layout.name in DRAWN or any(is_evidence(shape) for shape in content)


def is_evidence(shape: Any) -> bool:
    if shape.has_table and not shape.table.first_row and len(shape.table.columns) == 2:  # rows with numerals, a list
        return any(int(run.get("sz", 0)) >= 100 * NUMERAL for run in shape._element.iter("{*}rPr"))
    return not shape.has_text_frame or bool(NUMBER.fullmatch(shape.name))


def count(looks: Sequence[Look]) -> str:
    content = [look for look in looks if look.is_content]
    alone, half = sum(look.is_text_alone for look in content), sum(look.is_half_empty for look in content)
    return f"{len(content)} slides of content: {alone} text alone ({alone / len(content):.0%}), {half} over half empty"


def main(paths: Sequence[str]) -> None:
    """Print how the slides of a deck, or the pages of a PDF, look."""
    first, *more = (Path(path) for path in paths)
    if first.suffix == ".pdf":
        for number, picture in enumerate(pictures_of(first), 1):
            top, bottom = (round(HEIGHT * share) for share in OURS)
            print(f"{number:3} {measure_emptiness(picture, top, bottom):4.0%}")
        return
    with TemporaryDirectory() as folder:
        looks = look_at(first, more[0] if more else draw(first, Path(folder)))
    print(*looks, count(looks), sep="\n")


def draw(deck: Path, folder: Path) -> Path:
    """A deck as LibreOffice draws it, in this folder."""
    copy = folder / "deck" / deck.name
    copy.parent.mkdir()
    shutil.copy(deck, copy)
    return render_deck(copy, "soffice")


if __name__ == "__main__":
    main(sys.argv[1:])
