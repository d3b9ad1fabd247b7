"""Maps: where things stand, what is cut off, that the numbers are the same in every form, and that names do not meet.

tests/maps is a publication in German whose figures are maps.
"""

import csv
import math
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, Desk
from lxml import etree
from openxml_audit import validate_pptx
from pptx.oxml.ns import qn
from verbs import folded, pages_of, slides_of

from pipeline.content.figure import MapFigure
from pipeline.core import ProblemsFound
from pipeline.data import Outline, Outlines, read_outlines
from pipeline.figures.look import deck_look, page_look
from pipeline.figures.map import MapPlot, draw_map
from pipeline.figures.outlines import project_area, project_line, shared_edges
from pipeline.figures.place_names import meets
from pipeline.figures.projection import choose_projection, span_of
from pipeline.figures.table import tabulate

MAPS = ROOT / "tests" / "maps"
SVG = "{http://www.w3.org/2000/svg}"
IDS = ("haefen", "orte", "laender")
quick = pytest.mark.quick


@pytest.fixture
def baltic(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk", MAPS)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The deck and its handout, built once."""
    desk = Desk(tmp_path_factory.mktemp("maps") / "desk", MAPS)
    for what in ("deck", "handout"):
        answer = desk.run(what)
        assert answer.code == 0, answer.err
    return desk


def figure_of(desk: Desk, id: str) -> MapFigure:
    figure = desk.load()[0].figures[id]
    assert isinstance(figure, MapFigure)
    return figure


def plot_of(desk: Desk, id: str, **changed: Any) -> MapPlot:
    figure, (_, theme) = figure_of(desk, id), desk.load()
    look = page_look(theme, "de-DE", lambda prose: prose.source)
    return draw_map(figure.model_copy(update=changed), look, 492)


def in_csv(name: str) -> dict[str, list[float | None]]:
    """The numbers of a data file as they are typed, by label, read without the pipeline."""
    with (MAPS / "data" / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter=";")
    return {row[0]: [float(cell.replace(",", ".")) if cell else None for cell in row[1:]] for row in rows}


# ---------------------------------------------------------------- projections


@quick
def test_the_conic_projection_is_that_of_snyder() -> None:
    """His example on page 291: parallels of 29.5 and 45.5 degrees, from 23 degrees north and 96 west."""
    projection = choose_projection([(-100, 25.5), (-92, 49.5)])
    x, y = projection(-75, 35)
    origin_x, origin_y = projection(-96, 23)
    assert (x, y - origin_y) == pytest.approx((0.2952720, 0.2416774), abs=1e-6)
    assert origin_x == pytest.approx(0)


@quick
def test_a_map_of_the_world_is_equal_earth() -> None:
    projection = choose_projection([(-110, -40), (0, 0), (110, 60)])
    assert projection.centre % 360 == pytest.approx(0)
    assert projection(0, 90)[1] == pytest.approx(1.3173627, abs=1e-6)
    assert projection.at(180, 0)[0] == pytest.approx(2.7066300, abs=1e-6)


@quick
@pytest.mark.parametrize("south", [-50, -12, -6, 0, 30])
def test_both_projections_keep_areas_true(south: float) -> None:
    for points in ([(10, south), (30, south + 12)], [(-150, south), (150, south + 12)]):
        projection = choose_projection(points)
        for latitude in (south + 1, south + 11):
            x, y, step = 20.0, latitude, 0.01
            corner, across, up = (projection(*at) for at in ((x, y), (x + step, y), (x, y + step)))
            area = (across[0] - corner[0]) * (up[1] - corner[1]) - (across[1] - corner[1]) * (up[0] - corner[0])
            true = math.radians(step) ** 2 * math.cos(math.radians(y + step / 2))
            assert area == pytest.approx(true, rel=0.002)


@quick
def test_what_lies_on_both_sides_of_the_date_line_is_near() -> None:
    assert span_of([178, -178, 179.5]) == (178, 182)
    assert span_of([12]) == (12, 12)
    projection = choose_projection([(178, -18), (-176, -14)])
    assert projection(180, -16)[0] == pytest.approx(0, abs=0.02)
    island = Outline("Taveuni", (((179, -17), (-179, -17), (-179, -16), (179, -16), (179, -17)),))
    (ring,) = project_area(island, projection, lambda p: (1000 * p[0], -1000 * p[1]), (-500, 500, -500, 500))
    assert max(x for x, _ in ring) - min(x for x, _ in ring) == pytest.approx(34, abs=1), "two degrees, not 358"


# ---------------------------------------------------------------- outlines


@quick
def test_edges_that_two_areas_share_are_borders_and_drawn_once() -> None:
    west = Outline("West", (((0, 0), (2, 0), (2, 1), (2, 2), (0, 2), (0, 0)),))
    east = Outline("East", (((2, 0), (4, 0), (4, 2), (2, 2), (2, 1), (2, 0)),))
    borders, coasts = shared_edges(Outlines("", (west, east)))
    assert borders == [((2, 0), (2, 1), (2, 2))]
    assert sum(len(line) - 1 for line in coasts) == 6


@quick
def test_nothing_is_drawn_outside_of_the_map_or_along_its_edge(baltic: Desk) -> None:
    for id in IDS:
        plot = plot_of(baltic, id)
        points = [point for area in plot.land for ring in area.rings for point in ring]
        points += [point for line in (*plot.coasts, *plot.borders, *plot.inner) for point in line]
        assert all(-0.01 <= x <= 492.01 and plot.top - 0.01 <= y <= plot.height + 0.01 for x, y in points)
        for line in (*plot.coasts, *plot.borders):
            for (x, y), (then_x, then_y) in pairwise(line):
                assert not (x == then_x and x in (0, 492))
                assert not (y == then_y and y in (plot.top, plot.height))


@quick
def test_a_line_that_leaves_the_map_and_comes_back_is_two() -> None:
    projection = choose_projection([(0, -1), (0, 1)])
    zigzag = ((-3.0, 0.0), (0.0, 0.0), (0.0, 9.0), (1.0, 9.0), (1.0, 0.0))
    box = (-100.0, 100.0, -100.0, 100.0)
    parts = list(project_line(zigzag, projection, lambda p: (1000 * p[0], -1000 * p[1]), box))
    assert len(parts) == 2
    assert all(-100 <= x <= 100 and -100.0001 <= y <= 100.0001 for part in parts for x, y in part)


@quick
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"type": "Topology", "objects": {}}', "this is TopoJSON, and outlines are GeoJSON"),
        ("<svg/>", "this is no GeoJSON"),
        ("[1, 2]", "this is no GeoJSON that can be drawn"),
        ('{"type": "Polygon", "coordinates": [[[1, "north"]]]}', "this is no GeoJSON that can be drawn"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 3]]]}', "this is no GeoJSON that can be drawn"),
        (
            '{"type": "LineString", "coordinates": [[512345, 5712345]]}',
            "the coordinates 512345, 5712345 are no longitude",
        ),
        ('{"type": "FeatureCollection", "features": []}', "there is no area and no line in this file"),
        ("[" * 100_000, "this is no GeoJSON"),
    ],
)
def test_what_is_no_outlines_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as found:
        read_outlines(path, "a.geojson")
    (problem,) = found.value.problems
    assert told in problem.what
    assert problem.hint


@quick
def test_every_sort_of_area_and_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    ring = "[[0, 0], [1, 0], [1, 1, 250], [0, 0]]"
    path.write_text(
        '{"type": "GeometryCollection", "geometries": ['
        f'{{"type": "Polygon", "coordinates": [{ring}]}}, {{"type": "MultiPolygon", "coordinates": [[{ring}], [{ring}]]}},'
        f'{{"type": "LineString", "coordinates": {ring}}}, {{"type": "MultiLineString", "coordinates": [{ring}]}},'
        '{"type": "Point", "coordinates": [0, 0]},'
        f'{{"type": "Feature", "properties": {{"NAME": " New\\u0007 Land "}}, "geometry": {{"type": "Polygon", "coordinates": [{ring}]}}}},'
        '{"type": "Feature", "properties": null, "geometry": null}]}',
        encoding="utf-8",
    )
    found = read_outlines(path, "a.json")
    assert [len(area.rings) for area in found.areas] == [1, 2, 1]
    assert found.names == ("New Land",)
    assert len(found.lines) == 2
    assert found.box == (0, 1, 0, 1)


# ---------------------------------------------------------------- numbers and names


@quick
def test_circles_are_as_large_as_their_numbers(baltic: Desk) -> None:
    plot = plot_of(baltic, "haefen")
    labels = figure_of(baltic, "haefen").table.labels
    typed = in_csv("haefen.csv")
    drawn = {(labels[circle.row], circle.series): circle for circle in plot.circles}
    assert {key: circle.value for key, circle in drawn.items()} == {
        (label, n): value for label, row in typed.items() for n, value in enumerate(row[2:]) if value is not None
    }
    (share,) = {round(circle.value / circle.radius**2, 6) for circle in plot.circles}
    assert share > 0
    assert all(circle.is_ring == (circle.series == 0) for circle in plot.circles)
    assert {labels[row] for row, _ in plot.dots} == {"Visby"}


@quick
def test_north_is_up_and_east_is_right(baltic: Desk) -> None:
    figure, plot = figure_of(baltic, "orte"), plot_of(baltic, "orte")
    at = {figure.table.labels[row]: point for row, point in plot.dots}
    assert at["Lübeck"][0] < at["Rostock"][0] < at["Danzig"][0]
    assert at["Göteborg"][1] < at["Kopenhagen"][1] < at["Rostock"][1]
    assert list(at) == ["Lübeck", "Rostock", "Kopenhagen", "Göteborg", "Danzig"], "rows from one to another"


@quick
def test_areas_are_filled_in_steps_of_one_color(baltic: Desk) -> None:
    plot = plot_of(baltic, "laender")
    filled = {area.name: area.strength for area in plot.land if area.row is not None}
    typed = {label: row[2] for label, row in in_csv("laender.csv").items() if row[2] is not None}
    assert set(filled) == set(typed)
    ordered = sorted(typed, key=lambda label: typed[label] or 0)
    assert [filled[label] for label in ordered] == sorted(filled.values())
    assert len(plot.keys) == 4
    assert plot.keys[0].label.words == "0\u00a0%–20\u00a0%"
    assert {area.color for area in plot.land if area.row is not None} == {"ochre"}


@quick
@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("width", [492, 360, 300])
def test_names_do_not_meet_and_stay_on_the_map(baltic: Desk, id: str, width: float) -> None:
    theme = baltic.load()[1]
    for look, size in (
        (page_look(theme, "de-DE", lambda p: p.source), (width, None)),
        (deck_look(theme, "de-DE", lambda p: p.source), (1.8 * width, 360)),
    ):
        plot = draw_map(figure_of(baltic, id), look, *size)
        boxes = []
        for name in plot.names:
            for label in (name.name, *name.values):
                left = label.x - {"start": 0, "middle": label.wide / 2, "end": label.wide}[label.anchor]
                boxes.append((left, left + label.wide, label.y - 0.75 * look.type.size, label.y))
        if not plot.crowded:
            assert not [pair for pair in combinations(boxes, 2) if meets(*pair)]
            assert all(box[0] >= 0 and box[1] <= plot.width and box[3] <= plot.height for box in boxes)
        elif id != "haefen":
            pytest.fail(f"no room for {plot.crowded}")


@quick
def test_names_without_room_are_told(baltic: Desk) -> None:
    lines = "".join(f"Ein Hafen mit langem Namen Nummer {n};12,{n:02};54,1;1;1\n" for n in range(60))
    path = baltic.content / "data" / "haefen.csv"
    path.write_text("Hafen;Länge;Breite;2010;2020\nLübeck;10,69;53,87;18,0;24,5\n" + lines, encoding="utf-8")
    baltic.replace("content/figures.yaml", "  to: Danzig\n", "")
    answer = baltic.run("check")
    assert answer.code == 1
    assert 'figure "haefen": there is no room on its slide for the name of "' in answer.err
    assert 'figure "haefen": there is no room on a page' in baltic.run("report").err


@quick
def test_highlight_says_whose_numbers_are_written_out(baltic: Desk) -> None:
    plot = plot_of(baltic, "haefen", highlight=("Danzig",))
    assert [name.name.words for name in plot.names if name.values] == ["Danzig"]
    assert len(plot.circles) == 19


@quick
def test_a_map_is_tabulated_as_other_figures_are(baltic: Desk) -> None:
    words = baltic.load()[0].words
    grid = tabulate(figure_of(baltic, "haefen"), (), words)
    assert (grid.corner, grid.heads) == ("Hafen", ("Länge", "Breite", "Im Jahr 2010", "Im Jahr 2020"))
    numbers = {row.head.words: [cell.number for cell in row.cells] for row in grid.rows}
    assert numbers == in_csv("haefen.csv")


@quick
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Rostock;54,09;12,10;1;1", '"Rostock" lies outside of all outlines, at longitude 54.09 and latitude 12.1'),
        ("Rostock;-12,10;54,09;1;1", '"Rostock" lies outside of all outlines, at longitude -12.1 and latitude 54.09'),
    ],
)
def test_a_point_outside_of_all_outlines_is_doubted_at_its_line(baltic: Desk, row: str, told: str) -> None:
    baltic.replace("content/data/haefen.csv", "Rostock;12,10;54,09;19,5;20,0", row)
    warnings = baltic.load()[0].warnings
    assert {warning.place.line for warning in warnings} == {3}
    assert all(told in warning.what and warning.warns for warning in warnings)
    assert warnings


# ---------------------------------------------------------------- in every form


def group_of(desk: Desk, id: str) -> Any:
    title = figure_of(desk, id).title.source
    groups = [s for slide in slides_of(desk.output / "deck.pptx") for s in slide.shapes if s.shape_type == 6]
    return next(group for group in groups if group.name == f"Karte: {title}")


def test_a_map_is_one_named_group_of_native_shapes(built: Desk) -> None:
    for id in IDS:
        group = group_of(built, id)
        assert group._element.find(".//" + qn("p:cNvPr")).get("descr") == figure_of(built, id).alt.source
        assert all(shape.name for shape in group.shapes)
        assert not [shape for shape in group.shapes if shape.shape_type == 13], "never a picture"
    outlined = [
        shape
        for shape in group_of(built, "laender").shapes
        if shape._element.find(".//" + qn("a:custGeom")) is not None
    ]
    assert {"Schweden", "Polen", "Küsten", "Grenzen"} <= {shape.name for shape in outlined}


def test_circles_in_the_deck_are_those_of_the_page(built: Desk) -> None:
    typed = in_csv("haefen.csv")
    shapes = {shape.name: shape for shape in group_of(built, "haefen").shapes}
    sizes = {
        (label, year): shapes[f"{label}, Im Jahr {year}"].width
        for label, row in typed.items()
        for year, value in zip((2010, 2020), row[2:], strict=True)
        if value is not None
    }
    values = {(label, year): typed[label][2 + (year == 2020)] or 0 for label, year in sizes}
    most = max(values.values())
    for key, width in sizes.items():
        assert width / max(sizes.values()) == pytest.approx(math.sqrt(values[key] / most), rel=0.002)


def test_the_words_of_a_map_are_the_same_and_text_in_every_form(built: Desk) -> None:
    drawings = {id: etree.fromstring(svg.encode()) for id, svg in built.pages().drawings.items()}
    handout = folded(" ".join(pages_of(built.output / "deck.pdf")))
    for id in IDS:
        on_page = ["".join(text.itertext()) for text in drawings[id].iter(SVG + "text")]
        on_slide = [
            paragraph.text
            for shape in group_of(built, id).shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            if paragraph.text
        ]
        figure = figure_of(built, id)
        rows = enumerate(figure.table.labels)
        names = [label for row, label in rows if figure.point(row)]  # areas have theirs where there is room
        assert set(names) <= set(on_page)
        assert set(names) <= set(on_slide)
        numbers = [text for text in on_slide if text[0].isdigit()]
        assert set(numbers) <= set(on_page)
        assert all(folded(words) in handout for words in (*names, *numbers))


def test_a_deck_with_maps_opens_cleanly(built: Desk) -> None:
    result = validate_pptx(str(built.output / "deck.pptx"))
    assert result.is_valid, [str(error) for error in result.errors][:5]
