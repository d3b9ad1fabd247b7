"""Set the axes of a native chart to what its plot says: steps of values; labels of rows, days or years."""

from datetime import date
from locale import windows_locale
from typing import Any

from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.figures import Plot, day_at
from pipeline.powerpoint.chart_shares import PERCENT, step_code
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.workbook import name_on_axis

DAY_0 = date(1899, 12, 30)  # of spreadsheets
LAST_DAY = 2958465  # of spreadsheets: 31 December 9999


def is_whole(plot: Plot) -> bool:
    """Return whether all along an axis of numbers can be counted in days: years, and other whole numbers."""
    numbers = (*plot.span, *plot.along, *plot.table.at) if plot.span and not plot.days else ()
    return bool(numbers) and all(number == int(number) and 0 <= number <= LAST_DAY for number in numbers)


def style_axes(chart: Any, plot: Plot, color_writer: ColorWriter) -> None:
    """Set both axes of a chart, and give them ids that the schema allows."""
    _style_values(chart, plot, color_writer)
    _style_categories(chart, plot, color_writer)
    _number_axes(chart)


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
        if is_whole(plot):
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
        skip = parse_xml(f'<{name} {nsdecls("c")} val="{plot.every or 1}"/>')
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _leave_out_labels(chart: Any, plot: Plot) -> None:
    """Leave labels that are skipped out of what the chart remembers of its workbook: LibreOffice would turn all of them.

    Where no count leads to the last one, what it remembers are the names in a column of their own.
    """
    for point in chart._chartSpace.iterfind(f".//{qn('c:cat')}//{qn('c:pt')}"):
        if int(point.get("idx")) not in plot.named:
            point.getparent().remove(point)
        elif not plot.every:
            point.find(qn("c:v")).text = name_on_axis(plot, int(point.get("idx")))


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


def _number_axes(chart: Any) -> None:
    """Replace the ids of axes with valid ones: python-pptx writes negative ones, which the schema forbids."""
    ids: dict[str, str] = {}
    for element in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        ids.setdefault(element.get("val"), str(len(ids) + 1))
        element.set("val", ids[element.get("val")])
