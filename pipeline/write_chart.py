"""Write a figure as a native chart, with its workbook, into a placeholder of a slide."""

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from pipeline.draw import label_step, nice_steps, series_color
from pipeline.measure import Face
from pipeline.model import Figure
from pipeline.pack import pack, unpack
from pipeline.read_master import Master
from pipeline.theme import Theme

LABEL = 12  # points


def write_chart(
    slide: Any, box: tuple[int, int, int, int], figure: Figure, theme: Theme, master: Master, date: str
) -> Any:
    """Add the chart to a slide at a box (EMU: left, top, width, height); returns its frame.

    `date` goes into the workbook in place of the time of the build.
    """
    data = CategoryChartData(number_format=number_format(figure))
    data.categories = list(figure.table.labels)
    for series in figure.series:
        data.add_series(series.label, figure.numbers(series))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    _style(frame.chart, figure, theme, _Paint(theme, master), box[2] / 12700)
    _square(frame.chart)
    _number_axes(frame.chart)
    _still(frame.chart, date)
    return frame


class _Paint:
    """Puts palette colors on things, as theme colors where the master has them."""

    def __init__(self, theme: Theme, master: Master) -> None:
        self.theme = theme
        self.master = master

    def __call__(self, color: Any, name: str) -> None:
        code = self.theme.palette[name].lstrip("#").upper()
        known = self.master.colors.get(code)
        if known is None:
            color.rgb = RGBColor.from_string(code)
        else:
            color.theme_color = MSO_THEME_COLOR.from_xml(known)


def number_format(figure: Figure) -> str:
    """The number format of a figure, in the code of spreadsheets."""
    whole = all(isinstance(n, int) for s in figure.series for n in figure.numbers(s) if n is not None)
    return "#,##0" if whole else "#,##0.0##"


def _style(chart: Any, figure: Figure, theme: Theme, paint: _Paint, width: float) -> None:
    chart.has_title = False
    chart.font.size = Pt(LABEL)
    paint(chart.font.color, "grey")
    chart.has_legend = len(figure.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(LABEL + 4)
        paint(chart.legend.font.color, "ink")
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.vary_by_categories = 40, 0, False
    for at, series in enumerate(plot.series):
        series.format.fill.solid()
        paint(series.format.fill.fore_color, series_color(figure, at, theme))
        series.invert_if_negative = False
    _style_axes(chart, figure, paint, width)
    _label_peak(plot, figure, theme, paint)


def _style_axes(chart: Any, figure: Figure, paint: _Paint, width: float) -> None:
    values = [n for s in figure.series for n in figure.numbers(s) if n is not None]
    steps = nice_steps(min([0, *values]), max([0, *values]))
    up, across = chart.value_axis, chart.category_axis
    up.minimum_scale, up.maximum_scale, up.major_unit = steps[0], steps[-1], steps[1] - steps[0]
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = number_format(figure), False
    up.has_major_gridlines = True
    up.major_gridlines.format.line.width = Pt(0.75)
    paint(up.major_gridlines.format.line.color, "rule")
    up.format.line.fill.background()
    up.major_tick_mark = up.minor_tick_mark = XL_TICK_MARK.NONE
    across.major_tick_mark = across.minor_tick_mark = XL_TICK_MARK.NONE
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    across.format.line.width = Pt(1)
    paint(across.format.line.color, "ink")
    face = Face(paint.theme.deck.text.measured_with)
    every = label_step(figure.table.labels, (width - 60) / len(figure.table.labels), face, LABEL)
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        element = across._element.makeelement(qn(name), {"val": str(every)})
        across._element.find(qn("c:noMultiLvlLbl")).addprevious(element)


def _label_peak(plot: Any, figure: Figure, theme: Theme, paint: _Paint) -> None:
    """The highest bar of all carries its number, as in the brief."""
    highest = [
        (number, at, index)
        for at, series in enumerate(figure.series)
        for index, number in enumerate(figure.numbers(series))
        if number is not None
    ]
    if not highest:
        return
    _, at, index = max(highest, key=lambda found: found[0])
    label = plot.series[at].points[index].data_label
    label.position = XL_LABEL_POSITION.OUTSIDE_END
    label.font.size, label.font.bold = Pt(LABEL + 2), True
    paint(label.font.color, series_color(figure, at, theme))


def _square(chart: Any) -> None:
    """PowerPoint rounds the corners of a chart that does not say otherwise."""
    space = chart._chartSpace
    for old in space.findall(qn("c:roundedCorners")):
        space.remove(old)
    first = space.find(qn("c:date1904"))
    corners = space.makeelement(qn("c:roundedCorners"), {"val": "0"})
    space.insert(0 if first is None else space.index(first) + 1, corners)


def _number_axes(chart: Any) -> None:
    """Give axes valid ids: python-pptx writes negative ones, which the schema forbids."""
    ids: dict[str, str] = {}
    for element in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        ids.setdefault(element.get("val"), str(len(ids) + 1))
        element.set("val", ids[element.get("val")])


def _still(chart: Any, date: str) -> None:
    """Take the time of the build out of the workbook."""
    part = chart.part.chart_workbook.xlsx_part
    parts = unpack(part.blob)
    core = etree.fromstring(parts["docProps/core.xml"])
    for element in core.iter("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified"):
        element.text = f"{date}T00:00:00Z"
    parts["docProps/core.xml"] = etree.tostring(core, xml_declaration=True, encoding="UTF-8", standalone=True)
    part._blob = pack(parts)
