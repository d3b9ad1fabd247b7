"""Write a table as a native one, in columns and rows of the sizes that were measured."""

from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.fit_table import EDGE, SIDE, TableFit
from pipeline.master import Slot
from pipeline.slides import Cell, Table
from pipeline.write_words import Pen


def write_table(slide: Any, slot: Slot, table: Table, fit: TableFit, pen: Pen, style: str) -> Any:
    """Add the table to a slide, in a slot's place; returns its frame. `style` is the id of a table style."""
    rows, columns = len(table.rows), len(table.rows[0])
    left = slot.box.left + slot.insets[0]
    box = (left, slot.box.top, sum(fit.widths), sum(fit.heights))
    frame = slide.shapes.add_table(rows, columns, *(Pt(side) for side in box))
    frame._element.find(".//" + qn("a:tableStyleId")).text = style
    frame.table.first_row = table.heads > 0
    frame.table.horz_banding = False
    for column, width in zip(frame.table.columns, fit.widths, strict=True):
        column.width = Pt(width)
    for made, height in zip(frame.table.rows, fit.heights, strict=True):
        made.height = Pt(height)
    for y, row in enumerate(table.rows):
        for x, cell in enumerate(row):
            _write_cell(frame.table.cell(y, x), cell, fit.size, pen, first=x == 0)
    return frame


def _write_cell(made: Any, cell: Cell, size: float, pen: Pen, first: bool) -> None:
    made.margin_top = made.margin_bottom = Pt(EDGE)
    made.vertical_anchor = MSO_ANCHOR.MIDDLE
    made.margin_left = Pt(0 if first else SIDE)
    made.margin_right = Pt(SIDE)
    paragraph = made.text_frame.paragraphs[0]
    if cell.number:
        paragraph.alignment = PP_ALIGN.RIGHT
    pen.runs(paragraph, cell.runs, size)
    if not cell.runs:  # an empty cell is as high as its type
        paragraph.font.size = Pt(size)


def table_style(presentation: Any) -> str:
    """The id of the master's own table style, in place of python-pptx's."""
    for relation in presentation.part.rels.values():
        if relation.reltype.endswith("/tableStyles"):
            return str(parse_xml(relation.target_part.blob).get("def"))
    return "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # PowerPoint's own
