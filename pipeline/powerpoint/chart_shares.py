"""What a native chart of shares has beside a stacked one: the steps of its axis, and labels that say shares.

Its bars are as long as PowerPoint computes them from the numbers of the data. Its labels cannot: PowerPoint would print
the numbers. They are taken from cells of the workbook in which formulas compute the shares, so both follow an edit.
"""

from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from pipeline.figures import Plot, Written
from pipeline.powerpoint.workbook import cells, share_column

EXTENDED = "http://schemas.microsoft.com/office/drawing/2012/chart"
OF_LABELS, OF_SERIES = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"
NO_MARGINS = '<a:bodyPr wrap="none" lIns="12700" tIns="0" rIns="12700" bIns="0"/>'
PERCENT = 0.01  # on the axis of such a chart, where the whole is 1


def step_code(plot: Plot) -> str:
    """Return the number format of the axis: its three steps, of which the last says the unit."""
    low, half, whole = (plot.axis.text(step) for step in plot.steps)
    return f'[<0.25]"{low}";[<0.75]"{half}";"{whole}"'


def share_label(written: Written, moved: str, type: str, box: str, place: str) -> str:
    """Return the label of a bar, which says the cell of its share; `moved`, `type`, `box` are its layout, font and ground."""
    id = f"{{{written.series:08X}-0000-4000-8000-{written.row:012X}}}"
    nothing = "".join(
        f'<c:{name} val="0"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    )
    return (
        f'<c:dLbl><c:idx val="{written.row}"/>{moved}<c:tx><c:rich>{NO_MARGINS}<a:lstStyle/><a:p>'
        f'<a:fld id="{id}" type="CELLRANGE"><a:rPr {type}</a:rPr><a:pPr/><a:t>[CELLRANGE]</a:t></a:fld>'
        f'</a:p></c:rich></c:tx>{box}<c:dLblPos val="{place}"/>{nothing}'
        f'<c:extLst><c:ext uri="{OF_LABELS}" xmlns:c15="{EXTENDED}">'
        '<c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
    )


def refer_to_shares(chart: Any, plot: Plot) -> None:
    """Tell each series in which cells the shares stand that its labels say, and what they are now."""
    for n, series in enumerate(chart._chartSpace.iter(qn("c:ser"))):
        shares = {bar.row: plot.values.text(bar.value) for bar in plot.bars if bar.series == n}
        points = "".join(f'<c:pt idx="{row}"><c:v>{escape(text)}</c:v></c:pt>' for row, text in sorted(shares.items()))
        place = cells(share_column(len(plot.colors), n), 1, len(plot.labels))
        series.append(
            parse_xml(
                f'<c:extLst {nsdecls("c")}><c:ext uri="{OF_SERIES}" xmlns:c15="{EXTENDED}"><c15:datalabelsRange>'
                f'<c15:f>{place}</c15:f><c15:dlblRangeCache><c:ptCount val="{len(plot.labels)}"/>{points}'
                "</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst>"
            )
        )
