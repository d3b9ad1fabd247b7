"""Finished pages are judged for where they end: what is empty, and what is parted from what it belongs to.

Small pages, set by the real engine: a type area is fifteen lines of twenty pixels high. Each fault stands beside the page
that just has it not. The messages are asked for at the end, on the small publication.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from desk import Built, Desk

from pipeline.content.find_text import Found as Content
from pipeline.core.cache import Cache
from pipeline.core.problems import Place
from pipeline.pdf.bad_breaks import BadBreak
from pipeline.pdf.engine import write_pdf
from pipeline.pdf.job import Pdf, PdfJob, make_pdf
from pipeline.pdf.name_bad_breaks import name_bad_breaks
from pipeline.pdf.parts import write_parts
from pipeline.text.fonts import find_font_files

STYLE = """
@page { size: 400px; margin: 50px }
html { font: 16px/20px x; orphans: 1; widows: 1 }
* { margin: 0; padding: 0; font: inherit }
"""
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
CUT = find_font_files("Source Serif 4")[0].path


def job_of(folder: Path, body: str, style: str = "") -> PdfJob:
    face = f"@font-face {{ font-family: x; src: url('font:{CUT.name}') }}"
    head = f"<title>Pages</title><style>{face} {STYLE} {style}</style>"
    pictures = {"square": (SQUARE, "image/svg+xml")}
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return PdfJob(html, "2024-01-01", pictures, {CUT.name: CUT}, folder / "page.html", {})


def lines(many: int, first: int = 1) -> str:
    return "".join(f"<p>Line {n}.</p>" for n in range(first, first + many))


def section(many: int, more: str = "", attributes: str = "") -> str:
    return f'<section style="break-before: page" {attributes}>{lines(many)}{more}</section>'


@pytest.fixture
def found(tmp_path: Path) -> "Found":
    return Found(tmp_path)


class Found:
    """Sets pages; gives what is wrong with them, the same whether they are set whole or part by part."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = 0

    def __call__(self, body: str, style: str = "") -> list[BadBreak]:
        made = write_parts(job_of(self.folder, body, style))
        self.pages = made.pages
        return list(made.bad_breaks)


def told(found: list[BadBreak]) -> list[tuple[str, int, str]]:
    return [(bad.how, bad.page, bad.words) for bad in found]


# ---------------------------------------------------------------- a page over a third empty


@pytest.mark.parametrize(("many", "empty"), [(1, True), (10, True), (11, False), (15, False)])
def test_a_page_is_told_from_a_third_on(found: Found, many: int, empty: bool) -> None:
    bad = found(section(many) + section(1))
    assert [(one.how, one.page) for one in bad] == ([("empty", 1)] if empty else [])
    if empty:
        assert bad[0].words.endswith(f"Line {many}.")
        assert bad[0].share == pytest.approx(1 - many * 20 / 300, abs=0.02)
        assert bad[0].is_forced


def test_the_last_of_all_pages_ends_where_it_ends(found: Found) -> None:
    assert found(section(12) + section(1)) == []
    assert found.pages == 2


def test_whoever_has_a_page_alone_is_told_so_and_who_ends_on_one_is_not(found: Found) -> None:
    bad = found(section(1) + section(17) + section(1))
    assert [(one.page, one.is_alone) for one in bad] == [(1, True), (3, False)]


def test_a_layout_says_where_a_page_may_leave_room(found: Found) -> None:
    assert found(section(17, "", "data-sparse") + section(1)) == []
    within = f"<div>{lines(1)}</div><div data-sparse>{lines(1)}</div>"
    assert found(section(0, within) + section(1)) == [], "what ends there says so"
    before = f"<div data-sparse>{lines(1)}</div><div>{lines(1)}</div>"
    assert [one.page for one in found(section(0, before) + section(1))] == [1]


def test_the_blank_back_of_a_right_hand_opening_is_none(found: Found) -> None:
    opening = '<section style="break-before: right">' + lines(12) + "</section>"
    assert found(opening * 3) == []
    assert found.pages == 5
    bad = found(opening + '<section style="break-before: right">' + lines(3) + "</section>" + opening)
    assert [(one.page, one.is_forced) for one in bad] == [(3, True)]


def test_margins_of_a_page_are_not_counted_and_its_notes_are(found: Found) -> None:
    heads = "@page { @top-left { content: 'Head'; font: 16px x } @bottom-left { content: 'Foot'; font: 16px x } }"
    assert [one.page for one in found(section(1) + section(1), heads)] == [1]
    note = "<p>A note<span class=note>{}</span></p>"
    style = ".note { float: footnote; footnote-display: block }"
    long = note.format("<br>".join(f"word {n}" for n in range(8)))
    assert found(section(4, long) + section(1), style) == [], "notes fill what the text leaves"
    short = note.format("word")
    (bad,) = found(section(4, short) + section(1), style)
    assert bad.share == pytest.approx(9 / 15, abs=0.03), "between text and note"
    assert bad.words == "A note", "and not the number of the note"


def test_a_column_is_empty_only_where_the_other_is(found: Found) -> None:
    columns = "div { columns: 2; column-fill: auto; height: 300px }"
    assert found(section(0, f"<div>{lines(16)}</div>") + section(1), columns) == []
    assert found(section(0, f"<div>{lines(30)}</div>") + section(1), columns) == []
    balanced = "div { columns: 2 }"
    assert [one.page for one in found(section(0, f"<div>{lines(16)}</div>") + section(1), balanced)] == [1]
    assert found(section(0, f"<div>{lines(22)}</div>") + section(1), balanced) == []


def test_grounds_pictures_and_what_bleeds_take_room_and_the_papers_ground_does_not(found: Found) -> None:
    box = '<div style="height: 200px; {}"></div>'
    assert found(section(3, box.format("background: #eee")) + section(1)) == []
    assert [one.page for one in found(section(3, box.format("")) + section(1))] == [1]
    assert [one.page for one in found(section(3) + section(1), "html, body { background: #eee }")] == [1]
    rules = '<div style="height: 100px; border-top: 1px solid; border-bottom: 1px solid"></div>'
    assert [one.page for one in found(section(1, rules * 2) + section(1))] == []
    picture = '<div {}><img alt="" src="figure:square" style="height: 220px"></div>'
    assert found(section(0, picture.format("data-bleed")) + section(1)) == []


def test_a_figure_that_found_no_room_is_named(found: Found) -> None:
    figure = '<figure id="fig-square"><img alt="A" src="figure:square" style="height: {}px"></figure>'
    style = "figure { break-inside: avoid }"
    (bad,) = found(section(9, figure.format(290)) + section(1), style)
    assert (bad.page, bad.figure, bad.is_forced, bad.words) == (1, "fig-square", False, "Line 9.")
    assert found(section(12, figure.format(290)) + section(1), style) == []


def test_what_keeps_together_leaves_room_too_and_has_no_name(found: Found) -> None:
    block = f'<div style="break-inside: avoid">{lines(12)}</div>'
    (bad,) = found(section(8, block) + section(1))
    assert (bad.page, bad.figure, bad.is_forced) == (1, "", False)


# ---------------------------------------------------------------- headings and labels

KEPT = f'<div style="break-inside: avoid">{lines(13)}</div>'
LABELS = [
    "<h2>Alone</h2>",
    "<h6>Alone</h6>",
    "<p role=heading aria-level=3>Alone</p>",
    "<p style='break-after: avoid'>Alone</p>",
    "<header style='break-after: avoid'><h2>A<i>lo</i>ne</h2><p>says it<a class=note>A note</a></p></header>",
]
FREE = "h1, h2, h3, h4, h5, h6 { break-after: auto }"


@pytest.mark.parametrize("label", LABELS[:3])
def test_a_heading_at_the_foot_of_a_page_is_told(found: Found, label: str) -> None:
    assert told(found(section(12, label + KEPT) + section(1), FREE)) == [("apart", 1, "Alone")]
    assert told(found(section(12, label + lines(13)) + section(1), FREE)) == [], "two of its lines are there"


@pytest.mark.parametrize("label", LABELS[3:])
def test_so_is_what_the_style_keeps_with_what_follows_where_that_could_not_be(found: Found, label: str) -> None:
    words = "Alone says it" if "header" in label else "Alone"
    everywhere = "p { break-after: avoid } .note { float: footnote }"  # then it cannot be followed anywhere
    assert told(found(section(11, label + KEPT) + section(1), everywhere)) == [("apart", 1, words)]
    assert told(found(section(11, label + KEPT) + section(1))) == []


def test_a_heading_of_a_page_of_its_own_is_not_apart(found: Found) -> None:
    half_title = '<section data-sparse style="break-before: page"><h1>Part one</h1></section>'
    assert found(half_title + section(12) + section(1)) == []
    parted = '<section data-sparse style="break-before: page"><h1 style="break-after: page">One</h1>'
    assert found(f"{parted}{lines(12)}</section>" + section(1), FREE) == []


def test_a_caption_is_apart_where_its_figure_follows_and_not_where_it_stands_above(found: Found) -> None:
    caption, image = (
        "<figcaption>Caption</figcaption>",
        '<div><img alt="A" src="figure:square" style="height: 250px"></div>',
    )
    assert told(found(section(12, f"<figure>{caption}{image}</figure>") + section(1))) == [("apart", 1, "Caption")]
    image = image.replace("250", "60")
    assert found(section(9, f"<figure>{image}{caption}</figure>" + lines(12)) + section(1)) == []


def test_a_term_is_apart_from_its_meaning(found: Found) -> None:
    meaning = '<dd style="break-inside: avoid">' + lines(13) + "</dd>"
    assert told(found(section(12, f"<dl><dt>Term</dt>{meaning}</dl>") + section(1))) == [("apart", 1, "Term")]
    assert found(section(12, "<dl><dt>Term</dt><dd>Meaning</dd></dl>" + KEPT) + section(1)) == []


def test_a_heading_at_the_foot_of_a_column_is_told(found: Found) -> None:
    columns = "div.two { columns: 2; column-fill: auto; height: 300px }" + FREE
    kept = f'<div style="break-inside: avoid">{lines(12)}</div>'
    bad = found(section(0, f"<div class=two>{lines(13)}<h3>Alone</h3>{kept}</div>") + section(1), columns)
    assert told(bad) == [("apart", 1, "Alone")]
    assert bad[0].in_column
    assert found(section(0, f"<div class=two>{lines(12)}<h3>Alone</h3>{lines(12)}</div>") + section(1), columns) == []


# ---------------------------------------------------------------- rows of tables


def table(many: int, more: str = "") -> str:
    rows = "".join(f"<tr><td>Row {n}</td><td>{n}</td></tr>" for n in range(1, many + 1))
    return f"<table id=tbl-a><thead><tr><th>Name</th><th>No.</th></tr></thead><tbody>{rows}{more}</tbody></table>"


TABLES = "table { border-collapse: collapse; border-spacing: 0 } tr { break-inside: avoid }"


@pytest.mark.parametrize(("above", "bad"), [(13, True), (12, False)])
def test_a_row_alone_at_the_foot_of_a_page_is_told(found: Found, above: int, bad: bool) -> None:
    seen = found(section(above, table(14)) + section(1), TABLES)
    assert [(one.how, one.page, one.words, one.at_head) for one in seen] == (
        [("row", 1, "Row 1 1", False)] if bad else []
    )


@pytest.mark.parametrize(("many", "bad"), [(15, True), (16, False)])
def test_a_row_alone_at_the_head_of_a_page_is_told(found: Found, many: int, bad: bool) -> None:
    seen = found(section(0, table(many) + lines(9)) + section(1), TABLES)
    assert [(one.how, one.page, one.at_head) for one in seen] == ([("row", 2, True)] if bad else [])


def test_a_table_of_two_rows_that_is_split_is_told_once(found: Found) -> None:
    seen = found(section(13, table(2) + lines(11)) + section(1), TABLES)
    assert told(seen) == [("row", 1, "Row 1 1")]


def test_a_row_too_high_to_be_helped_is_not_told(found: Found) -> None:
    high = "<tr><td>" + "High<br>" * 12 + "</td><td>1</td></tr>"
    assert found(section(0, table(0, high + high)) + section(1), TABLES) == []


def test_a_row_alone_in_a_column_is_told_as_such(found: Found) -> None:
    columns = TABLES + "div.two { columns: 2; column-fill: auto; height: 300px }"
    seen = found(section(0, f"<div class=two>{lines(13)}{table(9)}</div>") + section(1), columns)
    assert [(one.how, one.page, one.in_column) for one in seen] == [("row", 1, True)]


# ---------------------------------------------------------------- kept, and told again

PARTS = "".join(section(many, "", f'data-part id="part-{many}"') for many in (2, 18, 12, 3, 1))


def test_parts_are_told_with_the_pages_of_all(tmp_path: Path) -> None:
    job = job_of(tmp_path, PARTS)
    whole, joined = write_pdf(job), write_parts(job)
    assert [(bad.page, list(bad.anchors)) for bad in joined.bad_breaks] == [
        (1, ["part-2"]),
        (3, ["part-18"]),
        (5, ["part-3"]),
    ]
    assert joined.bad_breaks == whole.bad_breaks


def test_they_are_kept_with_the_part_and_with_the_pdf(tmp_path: Path) -> None:
    job, cache = job_of(tmp_path, PARTS), Cache(tmp_path / "cache")
    first = make_pdf(job, cache).bad_breaks
    assert first
    assert make_pdf(job, cache).bad_breaks == write_parts(job, cache).bad_breaks == first
    assert Pdf.unpacked(make_pdf(job).packed()).bad_breaks == first


def test_what_begins_with_a_space_that_ends_a_page_begins_on_the_next(tmp_path: Path) -> None:
    """The space before a fact stands within its element, and the number may be the first word of a page."""
    words = f"<p>{'w' * 22}<data id=fact> 10,000,000,000,000</data></p>"
    for above, page in ((13, 1), (14, 2)):
        made = write_pdf(job_of(tmp_path, lines(above) + words))
        assert (made.pages, made.anchors["fact"]) == (page, page)


# ---------------------------------------------------------------- what an editor reads

QUARREL = "content/chapters/1-quarrel.yaml"
ALONE = "\n.entry.barrier { break-before: page; break-after: page }\n"


def test_it_is_told_at_its_line_and_told_again_with_nothing_to_do(desk: Desk) -> None:
    style = desk.layouts / "report" / "report.css"
    style.write_text(style.read_text(encoding="utf-8") + ALONE, encoding="utf-8")
    answer = desk.run("report", "--format", "json")
    assert answer.code == 0, answer.out
    warned = [one for one in json.loads(answer.out) if one["what"].startswith('barrier "upstream": page ')]
    (empty,) = warned
    assert (empty["path"], empty["severity"]) == (QUARREL, "warning")
    words = re.search(r'percent empty below "([^"]+)', empty["what"])
    assert words
    line = (desk.folder / QUARREL).read_text(encoding="utf-8").splitlines()[empty["line"] - 1]
    assert any(word in line for word in re.findall(r"\w{4,}", words[1])), line
    again = desk.run("report", "--format", "json")
    assert empty in json.loads(again.out)
    assert desk.run("report", "--strict").code == 1


def test_where_a_build_stops_nothing_is_said_of_where_its_pages_end(desk: Desk) -> None:
    """The edit that mends it moves the text."""
    style = desk.layouts / "report" / "report.css"
    style.write_text(style.read_text(encoding="utf-8") + ALONE, encoding="utf-8")
    numbers = [f"{1234567890 + n:,}" for n in range(12)]
    desk.replace(QUARREL, "| Lower   | Lowmarsh |", "| Lower   | " + "\N{NO-BREAK SPACE}".join(numbers) + " |")
    answer = desk.run("report")
    assert answer.code == 1
    assert "a table is" in answer.err
    assert "percent empty" not in answer.err


def test_the_handout_is_not_asked_where_its_pages_end(small: Built) -> None:
    """Its pages are slides."""
    assert "of deck.pdf" not in small.answer.err


def named(*bad: BadBreak) -> list[str]:
    found = name_bad_breaks(bad, place_of, "brief.pdf")
    assert all(problem.warns for problem in found)
    return [str(problem) for problem in found]


def place_of(bad: BadBreak) -> Content:
    return Content(Place("content/chapters/1.yaml", 7), f'topic "{bad.anchors[0]}"', bool(bad.words))


def test_what_is_said_of_each() -> None:
    empty = BadBreak("empty", 17, "The last words.", ["river"], 0.62)
    assert named(
        empty,
        replace(empty, is_forced=True),
        replace(empty, is_forced=True, is_alone=True),
        replace(empty, figure="fig-takings"),
        BadBreak("apart", 3, "The harbour", ["river"]),
        BadBreak("apart", 3, "The harbour", ["river"], in_column=True),
        BadBreak("row", 4, "Upper Harrow", ["river"], at_head=True),
    ) == [
        f'content/chapters/1.yaml:7: warning: topic "river": {said}\n  hint: {hint}'
        for said, hint in [
            (
                'page 17 of brief.pdf is 62 percent empty below "The last words."',
                "what follows is kept together and has no room there: shorten it, or set it earlier or later",
            ),
            (
                'page 17 of brief.pdf is 62 percent empty below "The last words."',
                "what follows begins a page of its own: shorten this until it ends on the page before, or say more",
            ),
            (
                'page 17 of brief.pdf is 62 percent empty below "The last words."',
                "it has a page of its own: say more, or join it to what stands before or after it",
            ),
            (
                'page 17 of brief.pdf is 62 percent empty below "The last words."',
                'topic "fig-takings" has no room there, and begins the next page: name it earlier or later in the text',
            ),
            (
                '"The harbour" stands at the foot of page 3 of brief.pdf, apart from what it belongs to',
                "shorten or lengthen what stands before it by a line or two",
            ),
            (
                '"The harbour" stands at the foot of a column on page 3 of brief.pdf, apart from what it belongs to',
                "shorten or lengthen what stands before it by a line or two",
            ),
            (
                'a row of a table stands alone at the head of page 4 of brief.pdf: "Upper Harrow"',
                "take a row out or add one, or shorten or lengthen what stands before the table",
            ),
        ]
    ]


def test_more_than_five_empty_pages_are_one_warning() -> None:
    bad = [BadBreak("empty", n, "The last words.", [f"entry-{n}"], 0.4 + n / 100) for n in range(2, 8)]
    assert len(named(*bad[:5])) == 5
    apart = BadBreak("apart", 3, "The harbour", ["river"])
    many, other = named(*bad, apart)
    assert '6 pages of brief.pdf are over a third empty: pages 2 (topic "entry-2", 42 percent), 3 (' in many
    assert 'and 7 (topic "entry-7", 47 percent)' in many
    assert "The harbour" in other
