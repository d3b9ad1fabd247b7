"""Write what a native chart says beside its marks: values, names of lines, breaks, annotations, words of shaded stretches.

Values and names are data labels, which follow the data when it is edited. Breaks, annotations and words of stretches
are shapes inside the chart, which move with it.
"""

from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from pipeline.figures import Band, Label, Plot, Remark, Written
from pipeline.languages import Words
from pipeline.powerpoint.chart_shares import NO_MARGINS, share_label

PLACES = {"above": "t", "below": "b", "left": "l", "right": "r"}
SHAPES = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartUserShapes"
ALIGN = {"start": "l", "middle": "ctr", "end": "r"}
QUOTE = {'"': "&quot;"}
Xml = Callable[[str], str]  # the name of a palette color to its element


def write_labels(chart: Any, plot: Plot, color: Xml, size: float) -> None:
    """Write data labels for the values that are shown, and the names of lines at their ends."""
    for n, series in enumerate(chart._chartSpace.iter(qn("c:ser"))):
        values = {written.row: written for written in plot.written if written.series == n}
        ends = _ends(plot).get(n)
        labels = []
        for row in sorted({*values, *([ends[0]] if ends else [])}):
            name = ends[1] if ends and ends[0] == row else None
            labels.append(_label(row, values.get(row), name, plot, color, size))
        if labels:
            _insert(series, labels)


def _ends(plot: Plot) -> dict[int, tuple[int, Label]]:
    """Return, for each line (by series), the row of its last value and the label with its name."""
    last = {curve.series: curve.dots[-1].row for curve in plot.curves}
    return {n: (row, label) for (n, row), label in zip(last.items(), plot.ends, strict=False)}


def _label(row: int, written: Written | None, name: Label | None, plot: Plot, color: Xml, size: float) -> str:
    label = name or (written.label if written else None)
    assert label is not None
    place = "r" if name else _place(written, plot)
    moved = _moved_name(row, name, plot) if name else _moved_value(written, plot)
    over = written is not None and label.wide > 0 and name is None
    behind = _tint(color, "white", 80) if label.ground == "white" else color(label.ground)
    ground = f"<a:solidFill>{behind}</a:solidFill>" if over else "<a:noFill/>"
    box = f"<c:spPr>{ground}<a:ln><a:noFill/></a:ln></c:spPr>"
    type = f'sz="{round(size * 100)}" b="1"><a:solidFill>{color(label.color)}</a:solidFill>'
    if plot.shares and written:
        return share_label(written, moved, type, box, place)
    code = plot.values.code(written.value if written else None)
    return (
        f'<c:dLbl><c:idx val="{row}"/>{moved}<c:numFmt formatCode="{escape(code, QUOTE)}" sourceLinked="0"/>{box}'
        f"<c:txPr>{NO_MARGINS}<a:lstStyle/><a:p><a:pPr>"
        f"<a:defRPr {type}</a:defRPr></a:pPr>"
        f'<a:endParaRPr/></a:p></c:txPr><c:dLblPos val="{place}"/>'
        f'<c:showLegendKey val="0"/><c:showVal val="{int(written is not None)}"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(name is not None)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        "<c:separator> </c:separator></c:dLbl>"
    )


def _tint(color: Xml, name: str, percent: int) -> str:
    """Return a color as an element of DrawingML, with an opacity in percent."""
    element = color(name)
    tag = element[1 : element.index(" ")]
    return element.replace("/>", f'><a:alpha val="{percent * 1000}"/></{tag}>')


def _place(written: Written | None, plot: Plot) -> str:
    if plot.kind == "stacked":
        return "ctr"
    if plot.kind == "bar":
        return "outEnd"
    return PLACES[written.side] if written else "r"


def _moved_name(row: int, name: Label, plot: Plot) -> str:
    """Return the layout that moves a name from the end of its line, clear of the others; "" if it is not moved."""
    dot = next(
        curve.dots[-1] for curve in plot.curves if curve.dots[-1].row == row and _names(plot, curve.series, name)
    )
    middle = name.y + (len(name.lines) - 1) / 2 * name.leading - 0.35 * name.leading
    return _moved((plot.right - dot.x) / plot.width, (middle - dot.y) / plot.height)


def _moved_value(written: Written | None, plot: Plot) -> str:
    """Return the layout that moves a value sideways from above the middle of its bar, or from above or below its dot.

    Returns "" if it is not moved, or if bars run sideways.
    """
    if written is None or plot.horizontal or written.side in ("left", "right"):
        return ""
    at = (written.series, written.row)
    middles = [bar.x + bar.width / 2 for bar in plot.bars if (bar.series, bar.row) == at]
    middles += [dot.x for dot in plot.dots if (dot.series, dot.row) == at]
    return _moved((written.label.x - middles[0]) / plot.width, 0) if middles else ""


def _moved(right: float, down: float) -> str:
    if abs(right) < 0.004 and abs(down) < 0.004:
        return ""
    return f'<c:layout><c:manualLayout><c:x val="{right:.5f}"/><c:y val="{down:.5f}"/></c:manualLayout></c:layout>'


def _names(plot: Plot, series: int, name: Label) -> bool:
    found = _ends(plot).get(series)
    return found is not None and found[1] is name


def _insert(series: etree._Element, labels: Iterable[str]) -> None:
    shown = "".join(
        f'<c:{name} val="0"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    element = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{''.join(labels)}{shown}</c:dLbls>")
    after = [
        found
        for name in ("c:cat", "c:val", "c:xVal", "c:yVal", "c:smooth")
        if (found := series.find(qn(name))) is not None
    ]
    after[0].addprevious(element)


# ---------------------------------------------------------------- shapes inside the chart


def write_shapes(chart: Any, plot: Plot, color: Xml, size: float, words: Words, fonts: str = "") -> None:
    """Write breaks and annotations with their words, and the words of shaded stretches, as shapes inside the chart.

    `fonts` are elements of DrawingML for letters that the deck's font lacks.
    """
    if not plot.bands and not plot.remarks:
        return
    shapes = "".join(_shapes(n, band, plot, color, size, words, fonts) for n, band in enumerate(plot.bands))
    first = len(plot.bands)
    shapes += "".join(_remark(n, one, plot, color, size, words, fonts) for n, one in enumerate(plot.remarks, first))
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<c:userShapes xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:cdr="http://schemas.openxmlformats.org/drawingml/2006/chartDrawing">'
        f"{shapes}</c:userShapes>"
    )
    part = chart.part
    number = str(part.partname).rpartition("chart")[2].removesuffix(".xml")
    drawing = Part(PackURI(f"/ppt/drawings/drawing{number}.xml"), SHAPES, part.package, xml.encode())
    id = part.relate_to(drawing, RELATION)
    mark = parse_xml(f'<c:userShapes {nsdecls("c", "r")} r:id="{id}"/>')
    chart._chartSpace.append(mark)


def _shapes(n: int, band: Band, plot: Plot, color: Xml, size: float, words: Words, fonts: str) -> str:
    label, id = band.label, 2 * n + 2
    note = words.gettext("Note: %(note)s", note=label.words)
    said = _words(id + 1, note, label, plot, color, size, fonts)
    if band.right > band.left:  # what is shaded lies behind the chart: see bands
        return said
    line = _line(id, words.gettext("Break: %(words)s", words=label.words), color)
    return _anchor(line, (band.left, band.top, band.right, plot.bottom), plot) + said


def _remark(n: int, remark: Remark, plot: Plot, color: Xml, size: float, words: Words, fonts: str) -> str:
    label, id = remark.label, 2 * n + 2
    note = words.gettext("Note: %(note)s", note=label.words)
    said = _words(id + 1, note, label, plot, color, size, fonts, wraps=False)
    if remark.line is None:
        return said
    x, y, to_x, to_y = remark.line
    box = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
    name = words.gettext("Line to %(event)s", event=label.words)
    return _anchor(_leader(id, name, (x < to_x) != (y < to_y), color), box, plot) + said


def _anchor(shape: str, box: tuple[float, float, float, float], plot: Plot) -> str:
    left, top, right, bottom = box

    def corner(name: str, x: float, y: float) -> str:
        across, down = (min(max(share, 0), 1) for share in (x / plot.width, y / plot.height))
        return f"<cdr:{name}><cdr:x>{across:.5f}</cdr:x><cdr:y>{down:.5f}</cdr:y></cdr:{name}>"

    return f"<cdr:relSizeAnchor>{corner('from', left, top)}{corner('to', right, bottom)}{shape}</cdr:relSizeAnchor>"


def _named(id: int, name: str) -> str:
    return f'<cdr:cNvPr id="{id}" name="{escape(name, QUOTE)}"/>'


def _line(id: int, name: str, color: Xml) -> str:
    return (
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr>{_named(id, name)}<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>'
        '<cdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="12700"><a:solidFill>{color("ink")}</a:solidFill><a:prstDash val="sysDash"/></a:ln></cdr:spPr></cdr:cxnSp>'
    )


def _leader(id: int, name: str, rises: bool, color: Xml) -> str:
    """Return a thin line from corner to corner of its box, upward to the right if it `rises`."""
    flip = ' flipV="1"' if rises else ""
    return (
        f'<cdr:cxnSp macro=""><cdr:nvCxnSpPr>{_named(id, name)}<cdr:cNvCxnSpPr/></cdr:nvCxnSpPr>'
        f'<cdr:spPr><a:xfrm{flip}><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        f'<a:ln w="9525"><a:solidFill>{color("grey")}</a:solidFill></a:ln></cdr:spPr></cdr:cxnSp>'
    )


def _words(
    id: int, name: str, label: Label, plot: Plot, color: Xml, size: float, fonts: str, wraps: bool = True
) -> str:
    """Return the words of a label as a text box wide enough that they wrap as they do in the plot.

    Where they do not wrap, they are broken where they are in the plot.
    """
    wide, deep = 1.05 * label.wide, label.leading * (len(label.lines) + 0.5)
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    box = (left, label.y - size, left + wide, label.y - size + deep)
    make = (
        f'<a:rPr sz="{round(size * 100)}"><a:solidFill>{color(label.color)}</a:solidFill>'
        f'<a:latin typeface="+mn-lt"/>{fonts}</a:rPr>'
    )
    run = "<a:br/>".join(
        f"<a:r>{make}<a:t>{escape(words)}</a:t></a:r>" for words in ([label.words] if wraps else label.lines)
    )
    lines = f'<a:p><a:pPr algn="{ALIGN[label.anchor]}"/>{run}</a:p>'
    return _anchor(
        f'<cdr:sp macro="" textlink=""><cdr:nvSpPr>{_named(id, name)}<cdr:cNvSpPr txBox="1"/></cdr:nvSpPr>'
        f'<cdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr>'
        f'<cdr:txBody><a:bodyPr wrap="{"square" if wraps else "none"}" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>{lines}</cdr:txBody></cdr:sp>',
        box,
        plot,
    )
