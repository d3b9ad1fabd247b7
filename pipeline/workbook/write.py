"""Write the sheets as an .xlsx: the same bytes whenever they are made from the same content."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.content import Publication
from pipeline.core import pack, unpack
from pipeline.languages import paper_of
from pipeline.workbook.cells import PLAIN, Cell
from pipeline.workbook.sheet_writer import ROOM, SheetWriter, count_signs
from pipeline.workbook.sheets import Contents, FigureSheet, Numbers, gather_sheets

PAPER = {"Letter": 1, "A4": 9}  # as spreadsheets number them
LEAST, ENOUGH, MOST = 9, 26, 60  # signs: the width of a column; one of words needs no more than the second
SCREEN = 180  # signs that a wide screen shows side by side
CONTENTS = (92, 32, 40)  # signs: the widths of the first sheet's columns, after those of numbers
NUMBER = 11


def write_workbook(publication: Publication, references: Mapping[str, str], others: Numbers) -> bytes:
    """Return the data behind the figures as an .xlsx, with a sheet for each figure that an entry lists.

    `references` are the sources in words, with their addresses, by id; `others` the numbers of figures in forms that have
    other ones, by file. The date in it is that of the publication.
    """
    sheets = gather_sheets(publication, references, others)
    book = _Book(publication, sheets.contents.title)
    book.write_contents(sheets.contents, sheets.figures)
    for sheet in sheets.figures:
        book.write_figure(sheet, sheets.contents.name)
    return book.close()


class _Book:
    """A workbook that is being written, with its formats, each made once."""

    def __init__(self, publication: Publication, title: str) -> None:
        from xlsxwriter import Workbook

        imprint = publication.imprint
        self.language = imprint.language
        self.buffer = io.BytesIO()
        self.book = Workbook(self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.book.set_properties(
            {
                "title": title,
                "subject": imprint.subject,
                "author": ", ".join(author.name for author in imprint.authors),
                "company": imprint.publisher,
                "keywords": ", ".join(imprint.keywords),
                "created": datetime.fromisoformat((imprint.date + "-01-01")[:10]),
            }
        )

    def close(self) -> bytes:
        """Return the finished workbook, which says its language."""
        self.book.close()
        parts, name = unpack(self.buffer.getvalue()), "docProps/core.xml"
        language = f"<dc:language>{self.language}</dc:language></cp:coreProperties>"
        return pack(parts | {name: parts[name].replace(b"</cp:coreProperties>", language.encode())})

    def write_contents(self, contents: Contents, figures: Sequence[FigureSheet]) -> None:
        """Write the first sheet: what the workbook is, and a row for each figure, which leads to its sheet."""
        before = len(contents.heads) - len(CONTENTS)
        sheet = self._add(contents.name, [NUMBER] * before + [*CONTENTS])
        sheet.title(contents.title)
        for text in contents.above:
            sheet.line(text)
        sheet.gap()
        sheet.heads(contents.heads, [0 < n < before for n in range(len(contents.heads))], 0)
        for figure in figures:
            numbers = [Cell(number, PLAIN) for number in figure.numbers]
            cells = [*numbers, Cell(figure.title), Cell(figure.name), Cell(figure.file or None)]
            sheet.cells(cells, [*("" for _ in numbers), figure.name, "", ""])

    def write_figure(self, figure: FigureSheet, contents: str) -> None:
        """Write the sheet of a figure; its number leads back to the first."""
        table = figure.table
        columns = [[row[n] for row in table.rows] for n in range(len(table.heads))]
        sheet = self._add(figure.name, _widths(table.heads, columns))
        sheet.link(0, contents, figure.heading)
        sheet.gap()
        sheet.title(figure.title)
        for text in figure.above:
            sheet.line(text)
        sheet.gap()
        sheet.heads(table.heads, [n > 0 and _are_numbers(column) for n, column in enumerate(columns)], 1)
        for n, cells in enumerate(table.rows):
            sheet.cells(cells, [""] * len(cells), **({"bold": True, "top": 1} if n in table.totals else {}))
        sheet.gap()
        for text in figure.below:
            sheet.line(text)

    def _add(self, name: str, widths: Sequence[float]) -> SheetWriter:
        """Return a new sheet, which is printed as wide as a page."""
        sheet = self.book.add_worksheet(name)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # as a year in a column of words
        sheet.set_paper(PAPER[paper_of(self.language)])
        sheet.fit_to_pages(1, 0)
        if sum(widths) > ROOM:
            sheet.set_landscape()
        return SheetWriter(sheet, widths, self._format)

    def _format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]


def _are_numbers(cells: Sequence[Cell]) -> bool:
    return all(cell.is_number or cell.value is None for cell in cells)


def _widths(heads: Sequence[str], columns: Sequence[Sequence[Cell]]) -> list[float]:
    """Return how wide columns are, in signs: words on several lines where all would be wider than a screen."""
    widths = [_width(head, cells) for head, cells in zip(heads, columns, strict=True)]
    long = [width for width in widths if width > ENOUGH]
    if sum(widths) <= SCREEN or not long:
        return widths
    left = (SCREEN - sum(width for width in widths if width <= ENOUGH)) / len(long)
    return [min(width, max(left, ENOUGH)) for width in widths]


def _width(head: str, cells: Sequence[Cell]) -> float:
    """Return how wide a column is, in signs: as its longest cell, and as the longest word of its head."""
    longest = max((count_signs(cell.shown) for cell in cells), default=0)
    word = max(map(count_signs, head.split()), default=0)
    return min(max(longest + 2, word + 3, min(count_signs(head) + 3, 16), LEAST), MOST)
