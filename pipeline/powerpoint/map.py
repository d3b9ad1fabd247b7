"""Write a map as native shapes in one group: keys, land, areas, coasts and borders, circles, names; each with its name."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.content import MapFigure
from pipeline.figures import Circle, Land, Look, MapKey, MapPlot, PlaceName
from pipeline.languages import Words
from pipeline.powerpoint.colors import ColorWriter
from pipeline.powerpoint.shapes import ShapeWriter

EMU = 12700  # in a point
DISC = 0.6  # opacity of a circle: what lies behind it is seen
RING, COAST, BORDER, INNER = 2.25, 1.0, 1.5, 0.75  # widths of lines, points

Line = Sequence[tuple[float, float]]


def write_map(
    slide: Any,
    corner: tuple[int, int],
    figure: MapFigure,
    plot: MapPlot,
    color_writer: ColorWriter,
    look: Look,
    words: Words,
) -> Any:
    """Write a map as a group of shapes, with the top left of the plot at `corner` (EMU); return the group.

    `look` is what it was measured with.
    """
    writer = _MapWriter(slide.shapes.add_group_shape(), corner, color_writer, look, words)
    for key in plot.keys:
        writer.map_key(key)
    for area in plot.land:
        writer.area(area)
    writer.lines(plot.inner, "rule", INNER, words.gettext("Lines within areas"))
    writer.lines(plot.coasts, "rule", COAST, words.gettext("Coasts"))
    writer.lines(plot.borders, "grey", BORDER, words.gettext("Borders"))
    labels = figure.table.labels
    for circle in plot.circles:
        writer.circle(circle, f"{labels[circle.row]}, {figure.series[circle.series].label}")
    for row, point in plot.dots:
        writer.disc(*point, plot.dot, "ink", words.gettext("Point of %(place)s", place=labels[row]))
    for name in plot.names:
        writer.place(name)
    return writer.group


class _MapWriter(ShapeWriter):
    def map_key(self, key: MapKey) -> None:
        name = self.words.gettext("Color of %(name)s", name=key.label.lines[0])
        half = key.side / 2
        if key.strength is None:
            self.disc(key.x + half, key.y - 0.8 * half, half, key.color, name, key.is_ring, DISC)
        else:
            shape = self.rectangle(key.x, key.y - 1.8 * half, key.side, key.side, key.color, name)
            _fade(shape, key.strength)
        self.label(key.label, self.words.gettext("Key: %(name)s", name=key.label.lines[0]))

    def area(self, area: Land) -> None:
        shape = self.freeform(area.rings, area.name or self.words.gettext("Land"), closed=True)
        shape.fill.solid()
        self.color_writer(shape.fill.fore_color, area.color)
        _fade(shape, area.strength)
        shape.line.fill.background()

    def lines(self, lines: Sequence[Line], color: str, width: float, name: str) -> None:
        if lines:
            shape = self.freeform(lines, name, closed=False)
            shape.fill.background()
            self.stroke(shape, color, width)

    def circle(self, circle: Circle, name: str) -> None:
        self.disc(circle.x, circle.y, circle.radius, circle.color, name, circle.is_ring, DISC)

    def disc(
        self, x: float, y: float, radius: float, color: str, name: str, is_ring: bool = False, opacity: float = 1.0
    ) -> None:
        shape = self.group.shapes.add_shape(MSO_SHAPE.OVAL, *self.box(x - radius, y - radius, 2 * radius, 2 * radius))
        shape.name = name
        shape.shadow.inherit = False
        if is_ring:
            shape.fill.background()
            self.stroke(shape, color, RING)
            return
        shape.fill.solid()
        self.color_writer(shape.fill.fore_color, color)
        _fade(shape, opacity)
        shape.line.fill.background()

    def place(self, place: PlaceName) -> None:
        """Write the name of a place and its numbers into one box, a paragraph each."""
        if place.leader:
            (x, y), (then_x, then_y) = place.leader
            left, top, _, _ = self.box(x, y, 0, 0)
            right, bottom, _, _ = self.box(then_x, then_y, 0, 0)
            line = self.group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, left, top, right, bottom)
            line.name = self.words.gettext("Line to %(event)s", event=place.name.lines[0])
            self.stroke(line, "grey", INNER)
        self.labels([place.name, *place.values], self.words.gettext("Name of %(place)s", place=place.name.lines[0]))

    # -- shapes

    def stroke(self, shape: Any, color: str, width: float) -> None:
        shape.line.width = Pt(width)
        self.color_writer(shape.line.color, color)

    def freeform(self, lines: Sequence[Line], name: str, closed: bool) -> Any:
        """Add one shape of several lines, or rings where they are closed."""
        (x, y), *rest = lines[0]
        builder = self.group.shapes.build_freeform(x, y, scale=EMU)
        builder.add_line_segments(rest, close=closed)
        for (x, y), *rest in lines[1:]:
            builder.move_to(x, y)
            builder.add_line_segments(rest, close=closed)
        shape = builder.convert_to_shape(*self.corner)
        shape.name = name
        shape.shadow.inherit = False
        return shape


def _fade(shape: Any, opacity: float) -> None:
    """Let a filling be seen through, unless it is opaque."""
    if opacity < 1:
        (color,) = shape._element.spPr.find(qn("a:solidFill"))
        color.append(parse_xml(f'<a:alpha {nsdecls("a")} val="{round(opacity * 100) * 1000}"/>'))
