"""Write tables as native ones, in the master's own table style."""

from dataclasses import dataclass, replace
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.deck import CELL_EDGE, CELL_SIDE, Cell, Slot, Table, TableFit, cell_level
from pipeline.figures import heat_colors
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.text import TextWriter

FIRST_COLUMN = ("a:tcTxStyle", "a:tcStyle/a:fill/a:solidFill", "a:tcStyle/a:fillRef")  # its type, and its grounds


@dataclass(frozen=True)
class TableStyle:
    """A table style: its id, and how it shows a first column of headers.

    Where it would give the column a ground of its own, the column is not marked: with the ground of the head row on
    two sides, nobody sees the head.
    """

    id: str = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # PowerPoint's own, which gives the column a ground
    marks_first: bool = False
    bolds_first: bool = False


def table_style(presentation: Any) -> TableStyle:
    """Return the master's default table style; PowerPoint's own if the master has no table styles part."""
    parts = (r.target_part for r in presentation.part.rels.values() if r.reltype.endswith("/tableStyles"))
    styles = next((parse_xml(part.blob) for part in parts), None)
    if styles is None:
        return TableStyle()
    id = str(styles.get("def"))
    style = next((one for one in styles.iterfind(qn("a:tblStyle")) if one.get("styleId") == id), None)
    if style is None:  # one that PowerPoint knows by its id
        return TableStyle(id)
    type, *grounds = (style.find(f"a:firstCol/{path}", style.nsmap) for path in FIRST_COLUMN)
    marks = all(ground is None for ground in grounds)
    return TableStyle(id, marks, marks and type is not None and type.get("b") == "on")


def write_table(
    slide: Any,
    slot: Slot,
    table: Table,
    fit: TableFit,
    writer: TextWriter,
    style: TableStyle,
    color: ColorWriter,
) -> Any:
    """Add a table to a slide, at a slot's position, and return its graphic frame.

    `color` sets a color to one of the palette.
    """
    rows, columns = len(table.rows), len(table.rows[0])
    left = slot.box.left + slot.insets[0]
    box = (left, slot.box.top, sum(fit.widths), sum(fit.heights))
    frame = slide.shapes.add_table(rows, columns, *(Pt(side) for side in box))
    frame._element.find(".//" + qn("a:tableStyleId")).text = style.id
    frame.table.first_row = table.heads > 0
    frame.table.first_col = table.has_row_heads and style.marks_first
    frame.table.horz_banding = False
    for column, width in zip(frame.table.columns, fit.widths, strict=True):
        column.width = Pt(width)
    for made, height in zip(frame.table.rows, fit.heights, strict=True):
        made.height = Pt(height)
    for y, row in enumerate(table.rows):
        for x, given in enumerate(row):
            cell = given if y < table.heads or style.bolds_first else _bold_head(given)
            made = frame.table.cell(y, x)
            _write_cell(made, cell, fit.size, writer, first=x == 0)
            if cell.degree:
                _fill_cell(made, *heat_colors(writer.text_layout.theme, cell.degree), color)
    return frame


def _bold_head(cell: Cell) -> Cell:
    """Return a cell whose text is bold if it is a header: for tables whose style does not say so."""
    return replace(cell, runs=tuple(replace(run, bold=True) for run in cell.runs)) if cell.is_header else cell


def _write_cell(made: Any, cell: Cell, size: float, writer: TextWriter, first: bool) -> None:
    made.margin_top = made.margin_bottom = Pt(CELL_EDGE)
    made.vertical_anchor = MSO_ANCHOR.MIDDLE
    made.margin_left = Pt(0 if first else CELL_SIDE)
    made.margin_right = Pt(CELL_SIDE)
    paragraph = made.text_frame.paragraphs[0]
    if cell.number:
        paragraph.alignment = PP_ALIGN.RIGHT
    level = cell_level(size, cell)
    writer.runs(paragraph, cell.runs, level, level.size)
    if cell.numeral:
        for run in paragraph.runs:
            run.font.bold, run.font.name = level.bold, level.font
            run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    if not cell.runs:  # an empty cell is as high as its type
        paragraph.font.size = Pt(size)


def _fill_cell(made: Any, ground: str, words: str, color: ColorWriter) -> None:
    """Color a cell and its words, and set it apart from the cells around it by lines of the slide's ground."""
    made.fill.solid()
    color(made.fill.fore_color, ground)
    for run in made.text_frame.paragraphs[0].runs:
        color(run.font.color, words)
    white = f"<a:solidFill>{color.xml('white')}</a:solidFill>"
    for at, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        made._tc.tcPr.insert(at, parse_xml(f'<a:{side} {nsdecls("a")} w="25400">{white}</a:{side}>'))
