"""Write a figure as a native chart, with its workbook, onto a slide.

The chart is laid out as its plot says (figures/plot.py): the same steps, order, colors and labels
as on pages, and the plot area and the names of lines where it has them. What is shaded lies behind it (bands.py).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from locale import windows_locale
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.content import Chart, Theme
from pipeline.deck import Master
from pipeline.figures import Plot, day_at
from pipeline.languages import Words
from pipeline.powerpoint.chart_labels import write_labels, write_shapes
from pipeline.powerpoint.chart_shares import PERCENT, refer_to_shares, step_code
from pipeline.powerpoint.workbook import cells, write_workbook

KINDS = {
    ("bar", False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("bar", True): XL_CHART_TYPE.BAR_CLUSTERED,
    ("stacked", False): XL_CHART_TYPE.COLUMN_STACKED,
    ("stacked", True): XL_CHART_TYPE.BAR_STACKED,
    ("line", False): XL_CHART_TYPE.LINE_MARKERS,
    ("range", False): XL_CHART_TYPE.LINE_MARKERS,
}
SHARES = {False: XL_CHART_TYPE.COLUMN_STACKED_100, True: XL_CHART_TYPE.BAR_STACKED_100}
DAY_0 = date(1899, 12, 30)  # of spreadsheets
LAST_DAY = 2958465  # of spreadsheets: 31 December 9999
DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT)
MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.TRIANGLE)


class ColorWriter:
    """A callable that sets a color to one of the palette, as a theme color where the master has it."""

    def __init__(self, theme: Theme, master: Master) -> None:
        self.theme = theme
        self.master = master

    def __call__(self, color: Any, name: str) -> None:
        known = self.known(name)
        if known is None:
            color.rgb = RGBColor.from_string(self.code(name))
        else:
            color.theme_color = MSO_THEME_COLOR.from_xml(known)

    def known(self, name: str) -> str | None:
        """Return the name of the theme color that a palette color is; None if it is none."""
        return self.master.colors.get(self.code(name))

    def code(self, name: str) -> str:
        return self.theme.colors[name].lstrip("#").upper()

    def xml(self, name: str) -> str:
        """Return a palette color as an element of DrawingML, as a theme color where the master has it."""
        known = self.known(name)
        return f'<a:schemeClr val="{known}"/>' if known else f'<a:srgbClr val="{self.code(name)}"/>'


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
    chart.part.chart_workbook.update_from_xlsx_blob(write_workbook(figure, plot, date))
    _refer(chart, plot)
    chart.font.size = Pt(size)
    color_writer(chart.font.color, "grey")
    _write_caption(chart, caption, color_writer, size)
    _style_legend(chart, plot, color_writer, size)
    _style_series(chart, plot, color_writer)
    _style_values(chart, plot, color_writer)
    _style_categories(chart, plot, color_writer)
    _place_area(chart, plot)
    write_labels(chart, plot, color_writer.xml, size)
    if plot.shares:
        refer_to_shares(chart, plot)
    write_shapes(chart, plot, color_writer.xml, size, words, "".join(fonts))
    _clear(chart)
    _square(chart)
    _number_axes(chart)
    for properties in chart._chartSpace.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.extend(parse_xml(font) for font in fonts)
    return frame


def _is_scatter(plot: Plot) -> bool:
    """Return whether the axis is one of numbers: PowerPoint has it for points alone, and one of days for all charts."""
    return plot.span is not None and not plot.days and not _is_whole(plot)


def _is_whole(plot: Plot) -> bool:
    """Return whether all along an axis of numbers can be counted in days: years, and other whole numbers."""
    numbers = (*plot.span, *plot.along, *plot.table.at) if plot.span and not plot.days else ()
    return bool(numbers) and all(number == int(number) and 0 <= number <= LAST_DAY for number in numbers)


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
    return [DAY_0 + timedelta(int(at)) for at in plot.table.at] if plot.years or _is_whole(plot) else []


def _refer(chart: Any, plot: Plot) -> None:
    """Point the series at the columns of our workbook, and show missing values as gaps."""
    last, numeric = len(plot.labels), _is_scatter(plot)
    for column, series in enumerate(chart._chartSpace.iter(qn("c:ser")), 1):
        places = {"c:tx": cells(column, 0, 0)}
        places |= {
            "c:xVal" if numeric else "c:cat": cells(0, 1, last),
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


def _style_values(chart: Any, plot: Plot, color_writer: ColorWriter) -> None:
    axis = chart.value_axis
    one, code = (PERCENT, step_code(plot)) if plot.shares else (1, plot.axis.code)
    axis.minimum_scale, axis.maximum_scale = plot.low * one, plot.high * one
    axis.major_unit = (plot.steps[1] - plot.steps[0]) * one
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = code, False
    axis.format.line.fill.background()
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = bool(plot.ticks)
    if plot.ticks:
        axis.major_gridlines.format.line.width = Pt(0.75)
        color_writer(axis.major_gridlines.format.line.color, "rule")
    else:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if plot.horizontal:  # the first row stands at the top, the values below the last
        axis._element.find(qn("c:crosses")).set("val", "max")


def _style_categories(chart: Any, plot: Plot, color_writer: ColorWriter) -> None:
    axis = chart.category_axis
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.width = Pt(1)
    color_writer(axis.format.line.color, "ink" if plot.zero is not None else "rule")
    if plot.horizontal:
        axis.reverse_order = True
        color_writer(axis.tick_labels.font.color, "ink")
    if plot.days:
        _style_days(chart, axis, plot)
        return
    if plot.years:
        _style_years(chart, axis, plot.years, plot.every, "between")
        return
    if plot.span:
        low, high = plot.span
        only = (high - low) / (2 if len(plot.labels) == 1 else 1)  # a row alone has room on either side
        step = plot.along[1] - plot.along[0] if len(plot.along) > 1 else only
        if _is_whole(plot):
            _style_years(chart, axis, plot.span, round(step), "midCat")
            return
        axis.has_major_gridlines = False
        axis.minimum_scale, axis.maximum_scale = plot.span
        whole = all(at == int(at) for at in plot.along)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0" if whole else "General", False
        axis.major_unit = step
        return
    _leave_out_labels(chart, plot)
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        skip = parse_xml(f'<{name} {nsdecls("c")} val="{plot.every}"/>')
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _leave_out_labels(chart: Any, plot: Plot) -> None:
    """Leave labels that are skipped out of what the chart remembers of its workbook: LibreOffice would turn all of them."""
    for point in chart._chartSpace.iterfind(f".//{qn('c:cat')}//{qn('c:pt')}"):
        if int(point.get("idx")) % plot.every:
            point.getparent().remove(point)


def _style_days(chart: Any, axis: Any, plot: Plot) -> None:
    """Set an axis of days to the steps that are written along it, years or months."""
    step = plot.along[1] - plot.along[0] if len(plot.along) > 1 else 1
    unit, count, form = "years", round(step), "yyyy"
    if step < 1 / 13:
        unit, count, form = "days", max(round(step * 365.25), 1), "d mmm"
    elif step < 0.99:
        unit, count, form = "months", max(round(step * 12), 1), "mmm yyyy"
    assert plot.span
    axis.minimum_scale, axis.maximum_scale = (_serial(day_at(at)) for at in plot.span)
    axis.tick_labels.number_format = _in_language(form, plot.values.language)
    axis.tick_labels.number_format_is_linked = False
    chart.value_axis._element.find(qn("c:crosses")).addnext(parse_xml(f'<c:crossBetween {nsdecls("c")} val="midCat"/>'))
    _count_in(axis._element, "days" if plot.table.kind in ("day", "week") else "months", count, unit)


def _style_years(chart: Any, axis: Any, ends: tuple[float, float], every: int, between: str) -> None:
    """Set an axis of years, or of other whole numbers, from one to another, with a label at every so many.

    `between` is midCat where the first and the last stand at the ends of the axis, as those of lines do.

    PowerPoint has labels at steps from the beginning of an axis for numbers and days alone, and bars for words and days
    alone: so years are days of that number, printed as numbers. LibreOffice takes them for days by the format of what
    the chart remembers of its workbook, where they are plain numbers.
    """
    axis.minimum_scale, axis.maximum_scale = ends
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    chart.value_axis._element.find(qn("c:crosses")).addnext(
        parse_xml(f'<c:crossBetween {nsdecls("c")} val="{between}"/>')
    )
    _count_in(axis._element, "days", every, "days")
    for year in chart._chartSpace.iterfind(f".//{qn('c:cat')}//{qn('c:v')}"):
        year.text = str(round(float(year.text)))  # not 1942.0: some readers print what they find


def _count_in(axis: Any, base: str, count: int, unit: str) -> None:
    """Set the unit of an axis of days, and after how many of a larger one it has a label."""
    axis.find(qn("c:auto")).set("val", "0")  # an axis of days, also where a reader would guess words
    for name, value in (("baseTimeUnit", base), ("majorUnit", count), ("majorTimeUnit", unit)):
        for old in axis.findall(qn(f"c:{name}")):
            axis.remove(old)
        axis.append(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))


def _serial(day: date) -> int:
    """Return a day as a spreadsheet counts it."""
    return (day - DAY_0).days


def _in_language(form: str, language: str) -> str:
    """Return a format of dates whose names of months are those of a language, where Office has a number for it."""
    name = language.replace("-", "_")
    code = next((number for number, known in sorted(windows_locale.items()) if known == name), None)
    code = code or next(
        (number for number, known in sorted(windows_locale.items()) if known.startswith(f"{name}_")), None
    )
    return f"[$-{code:X}]{form}" if code else form


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


def _number_axes(chart: Any) -> None:
    """Replace the ids of axes with valid ones: python-pptx writes negative ones, which the schema forbids."""
    ids: dict[str, str] = {}
    for element in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        ids.setdefault(element.get("val"), str(len(ids) + 1))
        element.set("val", ids[element.get("val")])
