"""The slide of an entry shows the part of a chart that its title is about, with what marks that part, and nothing else."""

import io

import openpyxl
import pytest
from desk import Built, Desk
from pptx import Presentation
from verbs import slides_of

from pipeline.content.figure import Chart
from pipeline.content.figure_part import EntrySlide, take_part
from pipeline.figures.labels import series_color

CHAPTER, QUARREL = "content/chapters/1-quarrel.yaml", "    figures:\n      - takings\n"
FLOWS = """\
flows:
  kind: {kind}
  data: flows.csv
  x: year
  series:
    - {{column: a, label: Reach A}}
    - {{column: b, label: Reach B}}
    - {{column: c, label: Reach C}}
  unit: things
  highlight: [1990, 1995, 1999]
  annotations:
    - {{at: 1992, column: a, line: Of A}}
    - {{at: 1995, column: c, line: Of C}}
    - {{at: 1998, column: c, line: Late}}
  breaks:
    - {{at: 1992, line: "At the edge, 1992"}}
    - {{at: 1994, line: "Within, 1994"}}
    - {{at: 1998, line: "Behind, 1998"}}
  shaded:
    - {{from: 1990, to: 1992, line: Touches}}
    - {{from: 1991, to: 1993, line: Reaches in}}
    - {{from: 1993, to: 1994, line: Within}}
    - {{from: 1997, to: 1999, line: Outside}}
  title: What flowed
  subtitle: Things, 1990–1999
  alt: Lines.
  source: [ferrers2019, survey1961]
"""
PART = """\
    slide:
      from: 1975
      to: 1976
      series: Lowmarsh
      title: Lowmarsh lost most in 1976
      subtitle: Water taken from the Marl by Lowmarsh, million cubic metres a year, 1975–76
      alt: Two bars; the second is a sixth of the first.
"""


def flows(desk: Desk, kind: str = "line") -> Chart:
    rows = "".join(f"{year},{year - 1980},{'' if year > 1991 else 3},{year - 1985}\n" for year in range(1990, 2000))
    desk.write("content/data/flows.csv", f"year,a,b,c\n{rows}")
    figures = desk.content / "figures.yaml"
    figures.write_text(figures.read_text(encoding="utf-8") + FLOWS.format(kind=kind), encoding="utf-8")
    figure = desk.load()[0].figures["flows"]
    assert isinstance(figure, Chart)
    return figure


def part_of(figure: Chart, **fields: object) -> Chart:
    words = dict.fromkeys(("title", "subtitle", "alt"), "Words of its own")
    return take_part(figure, EntrySlide.model_validate({"(place)": figure.place, **words, **fields}), "flows.it")


# ---------------------------------------------------------------- what a part is


@pytest.mark.quick
def test_a_part_has_its_rows_and_what_marks_them(desk: Desk) -> None:
    part = part_of(flows(desk), **{"from": "1992", "to": "1996"})
    assert part.table.labels == ("1992", "1993", "1994", "1995", "1996")
    assert part.highlight == ("1995",)
    assert [note.line.source for note in part.annotations] == ["Of A", "Of C"]
    assert [mark.at for mark in part.breaks] == ["1994"], "a break at its first row is not within it"
    assert [(span.start, span.end) for span in part.shaded] == [("1992", "1993"), ("1993", "1994")]


@pytest.mark.quick
def test_a_stretch_that_reaches_the_first_bar_shades_that_bar(desk: Desk) -> None:
    part = part_of(flows(desk, "bar"), **{"from": "1992", "to": "1996"})
    assert [(span.start, span.end) for span in part.shaded] == [("1992", "1992"), ("1992", "1993"), ("1993", "1994")]


@pytest.mark.quick
def test_series_keep_their_order_and_their_colors(desk: Desk) -> None:
    figure, theme = flows(desk), desk.load()[1]
    part = part_of(figure, series=["Reach C", "a"])
    assert [series.label for series in part.series] == ["Reach A", "Reach C"]
    assert [series_color(part, n, theme) for n in range(2)] == [series_color(figure, n, theme) for n in (0, 2)]
    assert [note.line.source for note in part.annotations] == ["Of A", "Of C", "Late"]


@pytest.mark.quick
def test_a_series_without_a_number_in_its_rows_is_left_out(desk: Desk) -> None:
    assert [series.column for series in part_of(flows(desk), **{"from": "1992"}).series] == ["a", "c"]


@pytest.mark.quick
def test_a_part_may_come_from_some_of_the_sources(desk: Desk) -> None:
    figure = flows(desk)
    assert part_of(figure, **{"from": "1992"}).source == ("ferrers2019", "survey1961")
    assert part_of(figure, **{"from": "1992"}, source="survey1961").source == ("survey1961",)


# ---------------------------------------------------------------- where it is shown


@pytest.mark.quick
def test_slides_show_the_part_and_the_appendix_the_whole(desk: Desk) -> None:
    before = desk.pages().html
    desk.replace(CHAPTER, QUARREL, QUARREL + PART)
    shown = [(slide.origin, id) for slide in desk.slides() for id in slide.figures]
    assert shown[0] == ("the-river", "takings.the-river")
    assert shown[-1] == ("the-river", "takings")
    assert "Lowmarsh lost most in 1976" in "".join(run.text for slide in desk.slides() for run in slide.runs)
    assert desk.pages().html == before, "pages show the figure as it is"


@pytest.mark.quick
def test_the_slide_of_an_entry_may_show_the_chart_of_another(desk: Desk) -> None:
    chosen = "    slide:\n      figure: takings\n    blocks:"
    desk.replace(CHAPTER, "    blocks:", chosen)
    shown = [(slide.origin, id) for slide in desk.slides() for id in slide.figures]
    assert ("upstream", "takings") in shown
    assert desk.build().printed["deck"].figure_numbers["takings"] == 1


def test_the_native_chart_and_its_workbook_hold_the_part_alone(desk: Desk) -> None:
    desk.replace(CHAPTER, QUARREL, QUARREL + PART)
    assert desk.run("deck").code == 0
    charts = [
        shape.chart
        for slide in Presentation(str(desk.output / "deck.pptx")).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    part, whole = charts
    assert [list(series.values) for series in part.plots[0].series] == [[3.0, 0.5]]
    assert len(whole.plots[0].series) == 2
    sheet = openpyxl.load_workbook(io.BytesIO(part.part.chart_workbook.xlsx_part.blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["year", "Lowmarsh"],
        ["1975", 3],
        ["1976", 0.5],
    ]


def test_in_our_own_deck_the_years_of_the_title_are_those_of_the_chart(sample: Built) -> None:
    slide = next(slide for slide in slides_of(sample.deck) if "traded control of transit" in slide.shapes.title.text)
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    years = [float(value.text) for value in chart._chartSpace.findall(".//{*}cat//{*}pt/{*}v")]
    assert (years[0], years[-1]) == (2011, 2025)
