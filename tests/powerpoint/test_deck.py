"""The deck: native, editable, accessible, and nothing left to chance."""

import csv
import html
import io
import re
import zipfile
from collections import Counter
from typing import Any

import openpyxl
from desk import Built, Desk
from lxml import etree
from openxml_audit import validate_pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from verbs import (
    assert_chart,
    assert_slide,
    charts_of,
    is_decorative,
    notes_of,
    open_deck,
    slides_of,
    title_of,
    with_missing_years,
)

from pipeline.content.figure import Chart
from pipeline.core.archive import unpack
from pipeline.deck.slides import NO_BREAK, Slide, TextBlock
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer
from pipeline.text.short_citations import Citations

FEET = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE}

FURNITURE = 12  # points
DRAWN = ("Timeline: ", "Map: ")  # groups of shapes
SLOTS = {"title", "subtitle", "kicker", "source", "tracker", "body", "left", "right", "points", "number", "caption"}


def contents(slide: Any) -> list[Any]:
    """The shapes of a slide that say something, without its feet."""
    said = [s for s in slide.shapes if not is_decorative(s)]
    return [s for s in said if not (s.is_placeholder and s.placeholder_format.type in FEET)]


def chart_slides(built: Built) -> list[tuple[int, Any]]:
    found = [(n, charts_of(s)[0]) for n, s in enumerate(slides_of(built.deck), 1) if charts_of(s)]
    assert found, "the deck has no chart"
    return found


def rows_of(built: Built, name: str) -> list[dict[str, str]]:
    text = (built.desk.content / "data" / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def numbers_of(built: Built) -> dict[str, dict[str, list[float | None]]]:
    """What the CSV says: alt texts of charts to series labels to numbers. Read without the pipeline."""
    publication = built.desk.build().printed["deck"]  # its slides may show parts of figures
    renderer = DeckRenderer(publication)
    found = {}
    for figure in publication.figures.values():
        if not isinstance(figure, Chart):
            continue
        rows = rows_of(built, figure.data)
        labels = [row[figure.x] for row in rows]
        rows = rows[labels.index(figure.start or labels[0]) : labels.index(figure.end or labels[-1]) + 1]
        series = {s.label: [float(r[s.column]) if r[s.column] else None for r in rows] for s in figure.series}
        labels = [r[figure.x] for r in rows]
        if figure.kind != "line":
            labels, series = with_missing_years(labels, series)
        found[render_plain(figure.alt, renderer)] = {"": labels, **series}
    return found


def alt_of(slide: Any) -> str:
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    return str(frame._element.find(".//" + qn("p:cNvPr")).get("descr"))


def test_every_slide_has_a_title_of_its_own_in_the_title_placeholder(built: Built) -> None:
    titles = [title_of(slide) for slide in slides_of(built.deck)]
    assert all(title.strip() for title in titles), titles
    twice = [title for title, count in Counter(titles).items() if count > 1]
    assert not twice, f"several slides are called {twice}"


def test_everything_on_a_slide_stands_in_a_placeholder(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        shapes = [shape for shape in contents(slide) if not shape.name.startswith(DRAWN)]
        loose = [shape.name for shape in shapes if not shape.is_placeholder]
        assert not loose, f"slide {number}: {loose}"


def test_no_placeholder_is_empty(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        empty = [s.name for s in contents(slide) if s.has_text_frame and not s.text_frame.text.strip()]
        assert not empty, f"slide {number}: {empty}"


def test_points_are_paragraphs_of_a_list_with_the_masters_bullets(small: Built) -> None:
    slide = assert_slide(
        small.deck,
        3,
        layout="Content with Caption",
        contains=["It has one reservoir, Upper Marl, which fishers call el embalse."],
    )
    body = next(s for s in slide.placeholders if s.name == "points")
    assert [p.text for p in body.text_frame.paragraphs] == [
        "It is 1,234.5 furlongs long.",
        "It has one reservoir, Upper Marl, which fishers call el embalse.",
    ]
    assert not [p for p in body.text_frame.paragraphs if p.text.lstrip().startswith(("•", "-", "–"))]
    assert [r.text for p in body.text_frame.paragraphs for r in p.runs if r.font.italic] == ["Upper Marl"]


def test_titles_of_sources_are_runs_in_italics(small: Built) -> None:
    slide = assert_slide(small.deck, 3, layout="Content with Caption")
    (line,) = next(s for s in slide.placeholders if s.name == "source").text_frame.paragraphs
    assert line.text == "Source: Ferrers 2019; Lowmarsh County Council, Survey of the Marl, 1961"
    assert [run.text for run in line.runs if run.font.italic] == ["Survey of the Marl"]


def test_sources_that_take_more_than_a_line_stand_in_the_notes(desk: Desk) -> None:
    item = "  - {{id: count{0}, type: report, title: A count of what Harrow took, author: [{{literal: Office {0}}}]}}\n"
    ids = [f"count{number}" for number in range(9)]
    with (desk.content / "sources.yaml").open("a", encoding="utf-8") as file:
        file.writelines(item.format(number) for number in range(9))
    desk.replace("content/figures.yaml", "source: ferrers2019", f"source: [{', '.join(ids)}]")
    slide = next(slide for slide in desk.fitted() if "takings" in slide.figures)
    (line,) = lines_of(slide, "source")
    assert line.startswith("Source: Office 0, A count of what Harrow"), "the chart's own come first"
    assert line.endswith("; and 8 more, see notes")
    notes = " ".join(paragraph.text for paragraph in slide.notes)
    assert [n for n in range(9) if f"Office {n}, A count" not in notes] == []


def closing(desk: Desk) -> Slide:
    """The last slide of the talk: behind it stands the appendix alone."""
    slides = desk.fitted()
    (at,) = (number for number, slide in enumerate(slides) if slide.layout == "Closing")
    assert [slide.title.text for slide in slides[at + 1 : at + 2]] == ["Further figures and sources"]
    return slides[at]


def lines_of(slide: Slide, slot: str) -> list[str]:
    content = slide.slots[slot]
    assert isinstance(content, TextBlock)
    return [paragraph.text for paragraph in content.paragraphs]


SECOND_AREA = """\
  - kind: policy-area
    id: harbour-dues
    title: What ships pay in the harbour of Lowmarsh
    short: Dues & tolls
    claim: Nobody has agreed on dues.
    points: [They are paid twice.]
    text: They are paid twice.
    goal: Both want ships.
    status: Nobody has asked.
    step: Count {length} ships *together* [@survey1961].
    precedent: There is none.
    notes: Say no more.
"""


def test_the_last_slide_has_the_step_of_each_policy_area(desk: Desk) -> None:
    chapter = desk.content / "chapters" / "2-settlement.yaml"
    chapter.write_text(chapter.read_text(encoding="utf-8") + SECOND_AREA, encoding="utf-8")
    slide = closing(desk)
    assert slide.title.text == "What should be done next"
    assert lines_of(slide, "body") == [
        "The next drought. Fill the reservoir by the end of April, whoever pays.",
        "Dues & tolls. Count 1,234.5 ships together.",
    ]
    assert "kicker" not in slide.slots, "a long title would have no room there; a short one has"
    (source,) = lines_of(slide, "source")
    assert source.startswith("Marl River Trust")
    assert source.endswith("The report holds the full argument, its sources and the data · Appendix")


def test_a_short_title_stands_over_the_steps(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "subtitle:", "short: One River\nsubtitle:")
    assert lines_of(closing(desk), "kicker") == ["One River"]


def test_without_policy_areas_the_last_slide_says_where_the_rest_is(desk: Desk) -> None:
    chapter = desk.content / "chapters" / "2-settlement.yaml"
    before, *_ = chapter.read_text(encoding="utf-8").split("  - kind: policy-area\n")
    chapter.write_text(before, encoding="utf-8")
    slide = closing(desk)
    assert slide.name == "The report holds the full argument, its sources and the data"
    assert lines_of(slide, "kicker") == ["About this publication"]
    assert lines_of(slide, "source") == ["Appendix"]
    assert desk.run("check").err == ""


def test_the_last_slide_speaks_the_language_of_the_publication(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", "language: es-MX")
    assert closing_title(desk) == "Lo que conviene hacer ahora"
    desk.replace("content/publication.yaml", "language: es-MX", "language: de-DE")
    assert closing_title(desk) == "Was als Nächstes zu tun ist"


def closing_title(desk: Desk) -> str:
    (slide,) = (slide for slide in desk.slides() if slide.layout == "Closing")
    return slide.title.text


def test_every_slide_has_something_to_say_in_its_notes(built: Built) -> None:
    silent = [n for n, slide in enumerate(slides_of(built.deck), 1) if not notes_of(slide)]
    assert not silent, f"slides {silent} have no notes"


def test_every_slide_but_the_cover_and_the_last_has_its_number(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        fields = [(f.get("type"), f.findtext(qn("a:t"))) for f in slide._element.iter(qn("a:fld"))]
        bare = slide.slide_layout.name in ("Title Slide", "Closing")
        assert fields == [("slidenum", str(number))] * (not bare), f"slide {number}: {fields}"


def test_shape_ids_are_unique_on_each_slide(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        ids = [e.get("id") for e in slide._element.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids)), f"slide {number}: {ids}"


def test_every_run_says_its_language(built: Built) -> None:
    publication = built.desk.load()[0]
    language = publication.imprint.language
    sources = [source for source in publication.sources.values() if source.language]
    citations = Citations(publication)
    lines = "".join(citations.line([source.id], most=most) for source in sources for most in (8, 5))
    named = {html.unescape(title): code for code, title in re.findall(r'<span lang="(.*?)">(.*?)</span>', lines)}
    foreign = {"el embalse": "es", **{source.title: source.language for source in sources}, **named}
    for number, slide in enumerate(slides_of(built.deck), 1):
        for part in (slide._element, slide.notes_slide._element):
            for run in part.iter(qn("a:r")):
                properties = run.find(qn("a:rPr"))
                found = properties.get("lang") if properties is not None else None
                words = run.findtext(qn("a:t")).replace(NO_BREAK, " ")
                expected = foreign.get(words, language)
                assert found == expected, f"slide {number}: {words!r} is in {found}"


def test_a_charts_numbers_are_those_of_the_csv(built: Built) -> None:
    numbers = numbers_of(built)
    for number, _ in chart_slides(built):
        series = dict(numbers[alt_of(slides_of(built.deck)[number - 1])])
        assert_chart(built.deck, number, categories=series.pop(""), series=series)


def test_a_charts_workbook_holds_the_same_numbers(built: Built) -> None:
    numbers = numbers_of(built)
    for number, chart in chart_slides(built):
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        columns = list(zip(*book.active.iter_rows(values_only=True), strict=True))
        assert columns[0][0], "the column of labels has no head"
        found = {"": [str(label) for label in columns[0][1:]]}
        found |= {str(name): list(cells) for name, *cells in columns[1:] if not str(name).endswith("(%)")}  # of shares
        assert found == numbers[alt_of(slides_of(built.deck)[number - 1])]


def test_an_empty_cell_is_a_gap_in_the_chart(small: Built) -> None:
    number, chart = chart_slides(small)[0]
    assert chart._chartSpace.find(".//" + qn("c:dispBlanksAs")).get("val") == "gap"
    assert [list(s.values)[3] for s in chart.plots[0].series] == [None, None], f"slide {number}"


def test_axis_ids_are_positive_and_agree(built: Built) -> None:
    for _, chart in chart_slides(built):
        ids = [int(e.get("val")) for e in chart._chartSpace.iter(qn("c:axId"))]
        assert all(id > 0 for id in ids)
        assert sorted(Counter(ids).values()) == [2, 2]


def test_charts_and_tables_have_alt_text(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert len(shape._element.find(".//" + qn("p:cNvPr")).get("descr", "")) > 20, f"slide {number}"


def test_a_chart_and_a_table_take_the_place_of_their_placeholder(built: Built) -> None:
    frames = [s for slide in slides_of(built.deck) for s in slide.shapes if s.has_chart or s.has_table]
    assert frames
    assert all(frame._element.find(".//" + qn("p:ph")) is not None for frame in frames)


def test_a_tables_first_row_is_marked_as_its_head(sample: Built) -> None:
    tables = [s.table for slide in slides_of(sample.deck) for s in slide.shapes if s.has_table]
    heads = [table for table in tables if len(table.columns) > 2]
    assert len(heads) > 5
    assert all(table.first_row for table in heads)
    rows = [table for table in tables if table not in heads]
    assert rows
    assert not any(table.first_row for table in rows), "rows with numerals have no head"


def test_a_tables_first_column_is_marked_as_the_heads_of_its_rows(sample: Built) -> None:
    """The house style shows it in bold: runs in bold would be so for ever, whatever style somebody chooses."""
    tables = [s.table for slide in slides_of(sample.deck) for s in slide.shapes if s.has_table]
    assert tables
    for table in tables:
        assert table.first_col
        heads = [run for row in table.rows for run in row.cells[0].text_frame.paragraphs[0].runs]
        assert heads
        if table.first_row:  # numerals have a type of their own
            assert not any(run.font.bold for run in heads)
    styles = etree.fromstring(unpack(sample.deck.read_bytes())["ppt/tableStyles.xml"])
    (style,) = (one for one in styles if one.get("styleId") == styles.get("def"))
    assert style.find("{*}firstCol/{*}tcTxStyle").get("b") == "on"


def test_a_column_of_heads_that_a_style_would_fill_is_bold_and_no_more(adopted: Built) -> None:
    """PowerPoint's own style gives it the ground of the head row, in which the head is lost."""
    tables = [s.table for slide in slides_of(adopted.deck) for s in slide.shapes if s.has_table]
    assert tables
    for table in tables:
        assert not table.first_col
        below = [row.cells[0].text_frame.paragraphs[0].runs for row in list(table.rows)[1:]]
        assert all(run.font.bold for runs in below for run in runs)


def test_a_table_without_heads_of_rows_marks_none(desk: Desk) -> None:
    table = "<tr><th>A</th><th>B</th></tr><tr><{0}>a</{0}><td>b</td></tr><tr><{0}>c</{0}><td>d</td></tr>"
    table = f'<table slot="body" alt="Some.">{table}</table>'
    slide = '<section layout="Full Figure" from="publication"><h1>{0}</h1>{1}</section>'
    desk.write("layouts/deck/deck.html", "".join(slide.format(tag, table.format(tag)) for tag in ("td", "th")))
    tables = [s.table for slide in slides_of(desk.make("deck.pptx")) for s in slide.shapes if s.has_table]
    assert [(table.first_row, table.first_col) for table in tables] == [(True, False), (True, True)]


def test_wide_slides_are_as_wide_as_powerpoints_own(desk: Desk, built: Built) -> None:
    presentation = open_deck(built.deck)
    assert (presentation.slide_width, presentation.slide_height) == (12192000, 6858000)
    desk.replace("layouts/theme/theme.yaml", "width: 13.333", "width: 13.4")
    assert round(desk.master().width / 72, 3) == 13.4


def test_core_properties_are_ours(built: Built) -> None:
    imprint, core = built.desk.load()[0].imprint, open_deck(built.deck).core_properties
    assert core.title == imprint.title.source
    assert core.author == ", ".join(author.name for author in imprint.authors)
    assert core.language == imprint.language
    assert core.created.date().isoformat() == core.modified.date().isoformat() == imprint.date
    assert "python-pptx" not in f"{core.author}{core.comments}{core.last_modified_by}{core.title}"


def test_no_text_is_set_under_the_themes_floor(built: Built) -> None:
    deck = built.desk.load()[1].deck
    for number, slide in enumerate(slides_of(built.deck), 1):
        for shape in contents(slide):
            if shape.has_chart:
                continue
            floor = deck.title.least if shape == slide.shapes.title else deck.body.least
            if shape.name in ("kicker", "source", "tracker", "subtitle") or slide.slide_layout.name == "Sources":
                floor = FURNITURE
            if shape.has_table and shape.table.first_row:
                floor = deck.table.least
            if shape.name.startswith(DRAWN):
                floor = (deck.timeline or deck.label).least if shape.name.startswith("Timeline") else deck.label.least
            sizes = [int(e.get("sz")) / 100 for e in shape._element.iter(qn("a:rPr")) if e.get("sz")]
            assert all(size >= floor for size in sizes), f"slide {number}, {shape.name}: {sizes}"


def test_text_is_shrunk_by_nobody_until_somebody_types_more(built: Built) -> None:
    for number, slide in enumerate(slides_of(built.deck), 1):
        bodies = {s.name: s._element.find(f".//{qn('a:bodyPr')}") for s in contents(slide) if s.name in SLOTS}
        found = {name: [(kid.tag, dict(kid.attrib)) for kid in body] for name, body in bodies.items()}
        set_words = {"kicker", "source", "tracker"}
        expected = {name: [(qn("a:noAutofit" if name in set_words else "a:normAutofit"), {})] for name in found}
        assert found == expected, f"slide {number}"
    for layout in open_deck(built.deck).slide_layouts:  # that a presenter adds slides of
        bodies = [p for p in layout.placeholders if p.name in ("title", "body", "left", "right", "points")]
        assert all(p._element.find(f".//{qn('a:normAutofit')}") is not None for p in bodies), layout.name


def test_an_independent_validator_finds_nothing(built: Built) -> None:
    result = validate_pptx(str(built.deck))
    assert result.is_valid, "\n".join(str(error) for error in result.errors)


def test_the_package_names_each_part_once_and_no_part_that_is_not_there(built: Built) -> None:
    with zipfile.ZipFile(built.deck) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        for override in types.findall("{*}Override"):
            assert override.get("PartName").lstrip("/") in names, f"{override.get('PartName')} is not there"
        for name in (n for n in names if n.endswith(".rels")):
            for relation in etree.fromstring(archive.read(name)):
                if relation.get("TargetMode") == "External":
                    assert relation.get("Target").startswith(("https://", "http://", "mailto:"))


def test_the_small_deck_tells_its_story_in_order(small: Built) -> None:
    assert_slide(small.deck, 1, layout="Title Slide", title="Two Counties, One River", contains=["5 March 2024"])
    assert_slide(small.deck, 2, title="The counties shared the river once both could see what each of them took")
    assert_slide(small.deck, 3, layout="Content with Caption", notes="Nobody read the gauges")
    assert_slide(small.deck, 4, layout="Two Content", contains=["Why it blocks", "Water that has been used"])
    assert_slide(small.deck, 5, layout="Section Header with Parts", title="The settlement", contains=["Part I"])
    assert_slide(small.deck, 6, contains=["1976", "Harrow closes the sluice"], notes="4 August 1976")


def test_notes_have_emphasis_levels_and_links_to_addresses(desk: Desk) -> None:
    said = (
        '<p>Say <strong>this</strong>, <em>then</em> <a href="https://example.org/a?b=1&amp;c=2">that</a>;<br/>'
        '<a href="#sec-metering">not</a> <a href="https://example.org/a?b=1&amp;c=2">more</a> &lt;&amp;</p>'
        '<ul><li>One<ul><li><span lang="es">dos</span></li></ul></li></ul>'
    )
    layout = '<section layout="Title Only" from="publication"><h1>A</h1><aside>{}</aside></section>'
    desk.write("layouts/deck/deck.html", layout.format(said))
    deck = desk.make("deck.pptx")
    paragraphs = slides_of(deck)[0].notes_slide.notes_text_frame.paragraphs
    assert [p.text for p in paragraphs] == ["Say this, then that;\vnot more <&", "• One", "• dos"]
    assert [p.level for p in paragraphs] == [0, 0, 1]
    runs = {run.text.strip(): run for p in paragraphs for run in p.runs}
    assert (runs["this"].font.bold, runs["then"].font.italic, runs["that"].font.bold) == (True, True, None)
    address = "https://example.org/a?b=1&c=2"
    assert {name: run.hyperlink.address for name, run in runs.items() if run.hyperlink.address} == {
        "that": address,
        "more": address,
    }
    assert runs["dos"]._r.rPr.get("lang") == "es"


def test_the_file_says_how_many_slides_have_notes(desk: Desk) -> None:
    layout = '<section layout="Title Only" from="publication"><h1>{}</h1>{}</section>'
    notes = "<aside><p>Say it.</p></aside>"
    desk.write("layouts/deck/deck.html", layout.format("A", notes) + layout.format("B", "") + layout.format("C", notes))
    app = unpack(desk.make("deck.pptx").read_bytes())["docProps/app.xml"]
    assert b"<Notes>2</Notes>" in app
