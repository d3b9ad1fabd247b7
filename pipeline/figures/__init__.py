"""A figure and its data become a plot: one geometry, drawn twice.

Takes a `Figure` with its data or the entries it is computed from; gives a `Plot` (where everything stands, in points, with
names of palette colors) or a table of cells. Pages show it as SVG, slides as a native chart or shapes.
It alone decides scales, steps, labels and what of a timeline is shown, and knows how alike two colors look.

    chart     where everything in a chart goes, upright or sideways
    look      theme, language and type of a figure
    axes      scales, steps, the axis of labels; row_labels: which labels have room under it
    rows      rows on an axis of time
    number_style  how values and steps are printed
    marks     bars, lines, dots
    labels    words in a chart: keys, names of lines, values beside marks, what is shaded; colors of bars
    remarks   words beside a value
    map       places and areas over outlines; projection: degrees onto a plane; outlines: areas and lines on it, cut off at
              the frame; place_names: names that do not meet
    timeline  entries with years as bands, their events as labels
    table     a figure as rows and columns
    colors    contrast, colors that readers confuse, colors for words
    panels    lines as small multiples
    plot      the records of all that
"""

from pipeline.figures.chart import draw_chart
from pipeline.figures.colors import (
    FAINT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    find_confusions,
    heat_colors,
    with_mixed_colors,
)
from pipeline.figures.look import Look, deck_look, page_look
from pipeline.figures.map import Circle, Land, MapKey, MapPlot, PlaceName, draw_map
from pipeline.figures.panels import draw_panels
from pipeline.figures.plot import Band, Label, Plot, Remark, Written
from pipeline.figures.rows import day_at
from pipeline.figures.table import Cell as GridCell
from pipeline.figures.table import Grid, columns_of, name_column, name_kind, tabulate
from pipeline.figures.timeline import (
    MOST_LANES,
    EntryBand,
    EventLabel,
    TimelinePlot,
    WordKey,
    color_list,
    draw_timeline,
    entries_of,
    events_of,
    timeline_of,
)

__all__ = [
    "FAINT",
    "MARK_CONTRAST",
    "MOST_LANES",
    "TEXT_CONTRAST",
    "Band",
    "Circle",
    "EntryBand",
    "EventLabel",
    "Grid",
    "GridCell",
    "Label",
    "Land",
    "Look",
    "MapKey",
    "MapPlot",
    "PlaceName",
    "Plot",
    "Remark",
    "TimelinePlot",
    "WordKey",
    "Written",
    "color_list",
    "columns_of",
    "contrast",
    "day_at",
    "deck_look",
    "draw_chart",
    "draw_map",
    "draw_panels",
    "draw_timeline",
    "entries_of",
    "events_of",
    "find_confusions",
    "heat_colors",
    "name_column",
    "name_kind",
    "page_look",
    "tabulate",
    "timeline_of",
    "with_mixed_colors",
]
