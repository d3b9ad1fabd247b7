"""Write a figure as a native chart, with its workbook, onto a slide.

The chart is laid out as its plot says (figures/plot.py): the same steps, order, colors and labels
as on pages, and the plot area and the names of lines where it has them. What is shaded lies behind it (bands.py).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.content import Chart
from pipeline.figures import Plot
from pipeline.languages import Words
from pipeline.powerpoint.chart_axes import DAY_0, is_whole, style_axes
from pipeline.powerpoint.chart_labels import write_labels, write_shapes
from pipeline.powerpoint.chart_shares import refer_to_shares
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.workbook import cells, names_column, write_workbook

KINDS = {
    ("bar", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_CLUSTERED,
    ("stacked", False): XL_CHART_TYPE.COLUMN_STACKED,
    ("stacked", True): XL_CHART_TYPE.BAR_STACKED,
    ("line", False): XL_CHART_TYPE.LINE_MARKERS,
    ("range", False): XL_CHART_TYPE.LINE_MARKERS,
}
SHARES = {False: XL_CHART_TYPE.COLUMN_STACKED_100, True: XL_CHART_TYPE.BAR_STACKED_100}
DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE)


def write_chart(
    slide: Any,
    box: tuple[int, int, int, int],
    figure: Chart,
    plot: Plot,
    color_writer: ColorWriter,
    size: float,
    date: str,
    words: Words,
    caption: Sequence[str] = (),
    fonts: Sequence[str] = (),
) -> Any:
    """Add a chart to a slide in a box (EMU: left, top, width, height); return its graphic frame.

    `size` is that of its labels, in points; `caption` are the lines above it. `date` replaces the time of the build.
    `fonts` are elements of DrawingML for letters that the deck's font lacks.
    """
    frame = _add(slide, box, figure, plot)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(write_workbook(figure, plot, date, words))
    _refer(chart, plot)
    chart.font.size = Pt(size)
    color_writer(chart.font.color, "grey")
    _write_caption(chart, caption, color_writer, size)
    _style_legend(chart, plot, color_writer, size)
    _style_series(chart, plot, color_writer)
    style_axes(chart, plot, color_writer)
    _place_area(chart, plot)
    write_labels(chart, plot, color_writer.xml, size)
    if plot.shares:
        refer_to_shares(chart, plot)
    write_shapes(chart, plot, color_writer.xml, size, words, "".join(fonts))
    _clear(chart)
    _square(chart)
    for properties in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.extend(parse_xml(font) for font in fonts)
    return frame


def _is_scatter(plot: Plot) -> bool:
    """Return whether the axis is one of numbers: PowerPoint has it for points alone, and one of days for all charts."""
    return plot.span is not None and not plot.days and not is_whole(plot)


def _add(slide: Any, box: tuple[int, int, int, int], figure: Chart, plot: Plot) -> Any:
    columns = [plot.table.columns[series.column] for series in figure.series]
    if not _is_scatter(plot):
        data = CategoryChartData(number_format=plot.cells.cell_code)
        data.categories = list(plot.days or _years(plot) or plot.labels)
        for series, numbers in zip(figure.series, columns, strict=True):
            data.add_series(series.label, numbers)
        kind = SHARES[plot.horizontal] if plot.shares else KINDS[plot.kind, plot.horizontal]
        return slide.shapes.add_chart(kind, *box, data)
    points = XyChartData(number_format=plot.cells.cell_code)
    for series, numbers in zip(figure.series, columns, strict=True):
        added = points.add_series(series.label)
        for at, number in zip(plot.table.at, numbers, strict=True):
            added.add_data_point(at, number if number is not None else 0)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, points)
    for drawn, numbers in zip(frame.chart.plots[0].series, columns, strict=True):
        for row, number in enumerate(numbers):
            if number is None:  # a gap, in the chart as in its workbook
                point = drawn._element.find(f".//{qn('c:yVal')}//{qn('c:pt')}[@idx='{row}']")
                point.getparent().remove(point)
    return frame


def _years(plot: Plot) -> list[date]:
    """Return the years of rows as days that a spreadsheet counts alike, for an axis of days: 1942 is day 1942; or []."""
    return [DAY_0 + timedelta(int(at)) for at in plot.table.at] if plot.years or is_whole(plot) else []


def _refer(chart: Any, plot: Plot) -> None:
    """Point the series at the columns of our workbook, and show missing values as gaps."""
    last, numeric = len(plot.labels), _is_scatter(plot)
    for column, series in enumerate(chart._chartSpace.iter(qn("c:ser")), 1):
        places = {"c:tx": cells(column, 0, 0)}
        places |= {
            "c:xVal" if numeric else "c:cat": cells(0 if plot.every else names_column(plot), 1, last),
            "c:yVal" if numeric else "c:val": cells(column, 1, last),
        }
        for name, place in places.items():
            series.find(qn(name)).find(".//" + qn("c:f")).text = place
    blanks = chart._chartSpace.find(".//" + qn("c:dispBlanksAs"))
    if blanks is None:
        blanks = parse_xml(f"<c:dispBlanksAs {nsdecls('c')}/>")
        chart._chartSpace.find(qn("c:chart")).append(blanks)
    blanks.set("val", "gap")


# ---------------------------------------------------------------- looks


def _write_caption(chart: Any, caption: Sequence[str], color_writer: ColorWriter, size: float) -> None:
    """Write the title of the chart at its top left, broken into lines as it was measured."""
    chart.has_title = bool(caption)
    if not caption:
        return
    frame = chart.chart_title.text_frame
    for n, line in enumerate(caption):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = line, Pt(size), True
        color_writer(run.font.color, "ink")
    corner = '<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/><c:y val="0"/>'
    layout = parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{corner}</c:manualLayout></c:layout>")
    title = chart.chart_title._element
    for old in title.findall(qn("c:layout")):
        title.remove(old)
    title.find(qn("c:tx")).addnext(layout)
    chart.chart_title.include_in_layout = False


def _style_legend(chart: Any, plot: Plot, color_writer: ColorWriter, size: float) -> None:
    """Place the legend at the top left, where the plot leaves room for its keys."""
    chart.has_legend = bool(plot.keys)
    if not plot.keys:
        return
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(size)
    color_writer(chart.legend.font.color, "ink")
    top = min(key.y for key in plot.keys) - size
    wide = min(max(key.label.x for key in plot.keys) + 16 * size, plot.width)
    deep = max(key.y for key in plot.keys) + 0.8 * size - top
    layout = _layout(0, top / plot.height, wide / plot.width, deep / plot.height)
    legend = chart.legend._element
    for old in legend.findall(qn("c:layout")):
        legend.remove(old)
    legend.find(qn("c:legendPos")).addnext(layout)


def _style_series(chart: Any, plot: Plot, color_writer: ColorWriter) -> None:
    drawn = chart.plots[0]
    bars = plot.kind in ("bar", "stacked")
    drawn.vary_by_categories = False
    if bars:
        drawn.gap_width, drawn.overlap = _gap(plot), 100 if plot.kind == "stacked" else 0
    for n, series in enumerate(drawn.series):
        if bars:
            series.format.fill.solid()
            color_writer(series.format.fill.fore_color, plot.colors[n])
            series.invert_if_negative = False
            _pale_bars(series, n, plot, color_writer)
            if plot.kind == "stacked":
                color_writer(series.format.line.color, "white")
                series.format.line.width = Pt(0.75)
        else:
            _style_line(series, n, plot, color_writer)
    if plot.kind == "range":
        spread = parse_xml(
            f"<c:hiLowLines {nsdecls('c', 'a')}><c:spPr><a:ln w='19050'><a:solidFill>{color_writer.xml('grey')}"
            "</a:solidFill></a:ln></c:spPr></c:hiLowLines>"
        )
        last = drawn._element.findall(qn("c:dLbls")) or drawn._element.findall(qn("c:ser"))
        last[-1].addnext(spread)


def _pale_bars(series: Any, n: int, plot: Plot, color_writer: ColorWriter) -> None:
    """Color those bars that are context to others of their series."""
    for bar in plot.bars:
        if bar.series == n and bar.color != plot.colors[n]:
            fill = series.points[bar.row].format.fill
            fill.solid()
            color_writer(fill.fore_color, bar.color)
    for point in series._element.findall(qn("c:dPt")):
        index = point.find(qn("c:idx"))
        index.addnext(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))


def _gap(plot: Plot) -> int:
    """Return the gap between groups of bars, in percent of a bar's width."""
    if not plot.bars:
        return 40
    count = len(plot.colors) if plot.kind == "bar" else 1
    rows = plot.years[1] - plot.years[0] + 1 if plot.years else len(plot.labels)
    bar = plot.bars[0].height if plot.horizontal else plot.bars[0].width
    room = ((plot.bottom - plot.top) if plot.horizontal else (plot.right - plot.left)) / rows
    return min(max(round(100 * (room - count * bar) / bar), 0), 500)


def _style_line(series: Any, n: int, plot: Plot, color_writer: ColorWriter) -> None:
    series.smooth = False
    marked = sum(1 for dot in plot.dots if dot.series == n)
    total = sum(len(curve.dots) for curve in plot.curves if curve.series == n)
    if plot.kind == "range":
        series.format.line.fill.background()
    else:
        color_writer(series.format.line.color, plot.colors[n])
        series.format.line.width = Pt(2.5)
        series.format.line.dash_style = DASHES[n % 4]
    if plot.kind == "range" or marked == total:
        _mark(series.marker, n, 10 if plot.kind == "range" else 6, plot, color_writer)
        return
    series.marker.style = XL_MARKER_STYLE.NONE
    for dot in plot.dots:
        if dot.series == n:
            _mark(series.points[dot.row].marker, n, 8, plot, color_writer)


def _mark(marker: Any, n: int, size: int, plot: Plot, color_writer: ColorWriter) -> None:
    marker.style, marker.size = MARKERS[n % 4], size
    marker.format.fill.solid()
    color_writer(marker.format.fill.fore_color, plot.colors[n])
    marker.format.line.fill.background()


def _place_area(chart: Any, plot: Plot) -> None:
    """Place the plot area where the plot has it, so that names and shaded stretches are in their places."""
    area = chart._chartSpace.find(".//" + qn("c:plotArea"))
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    wide, high = plot.right - plot.left, plot.bottom - plot.top
    box = (plot.left / plot.width, plot.top / plot.height, wide / plot.width, high / plot.height)
    area.insert(0, _layout(*box, target='<c:layoutTarget val="inner"/>'))


def _layout(x: float, y: float, w: float, h: float, target: str = "") -> Any:
    values = "".join(f'<c:{name} val="{value:.5f}"/>' for name, value in zip("xywh", (x, y, w, h), strict=True))
    modes = '<c:xMode val="edge"/><c:yMode val="edge"/>'
    return parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{target}{modes}{values}</c:manualLayout></c:layout>")


# ---------------------------------------------------------------- what python-pptx leaves to do


def _clear(chart: Any) -> None:
    """Let what lies behind a chart be seen: a shaded stretch, or the ground of somebody else's slides."""
    nothing = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    whole = chart._chartSpace.find(qn("c:chart"))
    whole.addnext(parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{nothing}</c:spPr>"))
    whole.find(qn("c:plotArea")).append(parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{nothing}</c:spPr>"))


def _square(chart: Any) -> None:
    """Turn off rounded corners: PowerPoint rounds those of a chart that does not turn them off."""
    space = chart._chartSpace
    for old in space.findall(qn("c:roundedCorners")):
        space.remove(old)
    first = space.find(qn("c:date1904"))
    corners = space.makeelement(qn("c:roundedCorners"), {"val": "0"})
    space.insert(0 if first is None else space.index(first) + 1, corners)
