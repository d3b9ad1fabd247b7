"""Pages are made one by one and mended on the way: what comes out is what one layout of the mended HTML gives."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from compare import brief_of
from desk import ROOT, Desk

from pipeline.pdf.engine import read_html, setting
from pipeline.pdf.page_fixes import Boxes
from pipeline.pdf.pagination import STANDARD, Settled, Source, lay_out

LINE = "The river counted every season before anybody asked who had written the numbers down. "


@pytest.fixture
def mends(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The page that each mend went back to, from here on."""
    seen: list[int] = []
    cut = Settled.cut

    def counting(settled: Settled, at: int) -> None:
        cut(settled, at)
        seen.append(len(settled.pages))

    monkeypatch.setattr(Settled, "cut", counting)
    return seen


def source_of(desk: Desk, complaints: list[str]) -> Source:
    return read_html(brief_of(desk), complaints)


def boxes_of(document: Any) -> Iterator[tuple[tuple[Any, ...], list[float]]]:
    """Every box of every page: what it is of and what it says; where it stands, and how large it is."""
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            place = [float(x) for x in (box.position_x, box.position_y, box.width, box.height)]
            yield (number, box.element, box.element_tag, getattr(box, "text", "")), place


def assert_alike(one: Any, other: Any) -> None:
    boxes, others = list(boxes_of(one)), list(boxes_of(other))
    assert [told for told, _ in boxes] == [told for told, _ in others]
    for (told, place), (_, there) in zip(boxes, others, strict=True):
        assert place == pytest.approx(there, abs=1e-6), told


@pytest.mark.parametrize("content", [ROOT / "content", ROOT / "tests" / "stress"])
def test_pages_that_were_mended_are_those_of_one_plain_layout(content: Path, tmp_path: Path, mends: list[int]) -> None:
    desk = Desk(tmp_path / "desk", content)
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        mended, plain = lay_out(source), source.html.render(pdf_variant=STANDARD)
        assert complaints == []
    assert_alike(mended, plain)
    if content == ROOT / "content":
        assert [first for first in mends if first], "no layout went on from a page that stood"


def test_lines_are_not_broken_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notes of a page are set anew with each that joins them."""
    from weasyprint.layout import inline

    broken: list[Any] = []
    break_line = inline.get_next_linebox
    monkeypatch.setattr(inline, "get_next_linebox", lambda *all: broken.append(1) or break_line(*all))
    notes = " ".join(f"Word {n}.^[Doubt {n} about all of this.]" for n in range(12))
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", f"@fig-takings. {notes}")
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        kept = lay_out(source)
        once, _ = len(broken), broken.clear()
        assert_alike(kept, source.html.render(pdf_variant=STANDARD))
    assert once < 0.8 * len(broken)


def test_a_style_sheet_is_read_once_and_what_is_wrong_with_it_is_told_each_time(desk: Desk) -> None:
    desk.write("layouts/brief/brief.css", (desk.layouts / "brief" / "brief.css").read_text() + "h1 { colour: red }")
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        for _ in range(2):
            lay_out(source)
            assert [said for said in complaints if "colour" in said]
            assert len(complaints) == 1
    assert len(source.sheets.used) == len(source.sheets.read) == 2


@pytest.mark.parametrize(
    "css",
    [
        "p { text-indent: 2em } p::first-line { font-weight: 600 }",
        "p::first-letter { font-size: 2em }",
        ".note { float: footnote } .prose p { float: left }",
        "em { display: inline-block } strong { position: relative; top: 2pt }",
        "p { text-align: justify; word-spacing: 2pt }",
        "html { direction: rtl }",
        '.cross::after { content: " (p. " target-counter(attr(href url), page) ")" }',
        ".glance li { columns: 2 } .glance { float: right; width: 40% }",
    ],
)
def test_whatever_a_style_sheet_says_of_lines_they_break_as_ever(desk: Desk, css: str) -> None:
    desk.write("layouts/brief/brief.css", (desk.layouts / "brief" / "brief.css").read_text() + css)
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        kept = lay_out(source)
        assert_alike(kept, source.html.render(pdf_variant=STANDARD))


@pytest.mark.parametrize(
    ("css", "note", "in_place"),
    [("", "", True), (".prose figure + p { text-indent: 9em }", "", False), ("", "^[Who counted?]", False)],
)
def test_boxes_are_made_anew_where_a_figure_that_moves_changes_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, css: str, note: str, in_place: bool
) -> None:
    """A neighbor may look another way, and a note may have another number."""
    followed: list[bool] = []
    follow = Boxes.follow
    monkeypatch.setattr(Boxes, "follow", lambda *all: followed.append(follow(*all)) or followed[-1])
    paragraphs = [*[f"Before {n}. {LINE * 4}" for n in range(5)], "@fig-takings"]
    text = "\n\n      ".join([*paragraphs, *[f"After {n}.^[About {n}.] {LINE * 5}" for n in range(4)]])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", text)
    desk.replace("content/figures.yaml", "note: Nobody", f"note: Somebody.{note} Nobody")
    desk.write("layouts/brief/brief.css", (desk.layouts / "brief" / "brief.css").read_text() + css)
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        assert_alike(lay_out(source), source.html.render(pdf_variant=STANDARD))
    assert followed
    assert all(followed) is in_place


def test_a_layout_that_cannot_go_on_from_a_page_goes_on_from_one_before(desk: Desk, mends: list[int]) -> None:
    """Where something that floats is broken over two pages, nobody can begin."""
    paragraphs = [f"> Beside. {LINE * 20}", *[f"Before {n}. {LINE * 4}" for n in range(6)], "@fig-takings"]
    text = "\n\n      ".join([*paragraphs, *[f"After {n}. {LINE * 5}" for n in range(4)]])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", text)
    css = (desk.layouts / "brief" / "brief.css").read_text()
    desk.write(
        "layouts/brief/brief.css", css + "blockquote { float: left; width: 60pt; break-inside: auto !important }"
    )
    with setting(brief_of(desk).date) as complaints:
        source = source_of(desk, complaints)
        mended = lay_out(source)
        assert_alike(mended, source.html.render(pdf_variant=STANDARD))
    assert mends == [2]  # that it is broken from page 3 on is seen on page 5


LOGICAL = """
    html { direction: rtl } em { direction: ltr; margin-inline-start: 3pt; margin-left: inherit; text-indent: inherit }
    .prose { --gap: 4pt; padding-inline: var(--gap) 2em; border-inline-start: 1pt solid; text-indent: calc(10% + 3pt) }
    p { margin-block: 2pt 3pt; letter-spacing: initial; font-size: 1.1em; line-height: inherit; inset-inline-end: 3pt }
    h3 { text-decoration: underline; page: cover; float: left; min-inline-size: 3em; width: inherit }
"""


@pytest.mark.parametrize("css", ["", LOGICAL])
def test_plain_styles_are_what_they_would_be_if_they_were_computed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, css: str
) -> None:
    from weasyprint import css as sheets

    def computed() -> list[Any]:
        with setting(brief_of(desk).date) as complaints:
            pages = source_of(desk, complaints).html.render(pdf_variant=STANDARD).pages
            assert complaints == []
            boxes = [box for page in pages for box in page._page_box.descendants()]
            keys = [key for key in sorted(sheets.INITIAL_VALUES) if "block" not in key and "inline" not in key]
            return [[repr(box.style[key]) for key in keys] for box in boxes]

    desk.write("layouts/brief/brief.css", (desk.layouts / "brief" / "brief.css").read_text() + css)
    quick = computed()
    monkeypatch.setattr("pipeline.pdf.engine.telling_plain_styles", lambda _: nullcontext())
    assert quick == computed()
    assert len(quick) > 500
