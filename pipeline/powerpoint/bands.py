"""Shaded stretches of a native chart, as rectangles on the slide behind it: shapes within a chart lie over its marks."""

from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.figures import Plot
from pipeline.languages import Words
from pipeline.powerpoint.colors import ColorWriter

SHADE = 12  # percent of opacity, so that gridlines are seen on it as beside it
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
EXTENSION = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


def write_bands(slide: Any, corner: tuple[int, int], plot: Plot, color_writer: ColorWriter, words: Words) -> None:
    """Add a rectangle for each shaded stretch of a chart whose top left is at `corner` (EMU), and let it shine through.

    They are marked as decorative: the chart's alternative text and its own words say what they show.
    """
    for band in plot.bands:
        if band.right > band.left:
            place = (corner[0] + Pt(band.left), corner[1] + Pt(band.top))
            size = (Pt(band.right - band.left), Pt(plot.bottom - band.top))
            shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place, *size)
            shape.name = words.gettext("Shaded: %(words)s", words=band.label.words)
            shape.shadow.inherit = False
            shape.line.fill.background()
            shape.fill.solid()
            color_writer(shape.fill.fore_color, "grey")
            color = shape._element.spPr.find(qn("a:solidFill"))[0]
            color.append(parse_xml(f'<a:alpha {nsdecls("a")} val="{SHADE * 1000}"/>'))
            shape._element.find(f".//{qn('p:cNvPr')}").append(
                parse_xml(
                    f'<a:extLst {nsdecls("a")}><a:ext uri="{EXTENSION}">'
                    f'<d:decorative xmlns:d="{DECORATIVE}" val="1"/></a:ext></a:extLst>'
                )
            )


def is_decorative(element: Any) -> bool:
    """Return whether a shape is marked as decorative."""
    return next(element.iter(f"{{{DECORATIVE}}}decorative"), None) is not None
