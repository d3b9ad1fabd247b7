"""Pages are made one by one and mended on the way: what comes out is what one layout of the mended HTML gives."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from compare import job_of
from desk import ROOT, Desk

from pipeline.pdf.engine import read_html, setting
from pipeline.pdf.pagination import STANDARD, Source, lay_out
from pipeline.pdf.weasyprint_internals import Reports, _Boxes, _PageMaker

LINE = "The river counted every season before anybody asked who had written the numbers down. "


@pytest.fixture
def mends(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The page that each mend was of, and the one that it went back to, from here on."""
    seen: list[tuple[int, int]] = []
    mend = _PageMaker._mend

    def counting(maker: _PageMaker, at: int) -> bool:
        mended = mend(maker, at)
        seen.extend([(at, len(maker.pages))] if mended else [])
        return mended

    monkeypatch.setattr(_PageMaker, "_mend", counting)
    return seen


def source_of(desk: Desk, reports: Reports) -> Source:
    return read_html(job_of(desk), reports)


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
def test_pages_that_were_mended_are_those_of_one_plain_layout(
    content: Path, tmp_path: Path, mends: list[tuple[int, int]]
) -> None:
    desk = Desk(tmp_path / "desk", content)
    with setting(job_of(desk)) as reports:
        source = source_of(desk, reports)
        mended, plain = lay_out(source).document, source.html.render(pdf_variant=STANDARD)
        assert reports.complaints == []
    assert_alike(mended, plain)
    if content == ROOT / "content":
        assert [first for _, first in mends if first], "no layout went on from a page that stood"


@pytest.mark.parametrize(
    ("css", "note", "in_place"),
    [("", "", True), (".prose figure + p { text-indent: 9em }", "", False), ("", "^[Who counted?]", False)],
)
def test_boxes_are_made_anew_where_a_figure_that_moves_changes_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, css: str, note: str, in_place: bool
) -> None:
    """A neighbor may look another way, and a note may have another number."""
    followed: list[bool] = []
    follow = _Boxes.follow
    monkeypatch.setattr(_Boxes, "follow", lambda *all: followed.append(follow(*all)) or followed[-1])
    paragraphs = [*[f"Before {n}. {LINE * 4}" for n in range(9)], "@fig-takings"]
    text = "\n\n      ".join([*paragraphs, *[f"After {n}.^[About {n}.] {LINE * 5}" for n in range(4)]])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", text)
    desk.replace("content/figures.yaml", "note: Nobody", f"note: Somebody.{note} Nobody")
    desk.write("layouts/pages/pages.css", (desk.layouts / "pages" / "pages.css").read_text() + css)
    with setting(job_of(desk)) as reports:
        source = source_of(desk, reports)
        assert_alike(lay_out(source).document, source.html.render(pdf_variant=STANDARD))
    assert followed
    assert all(followed) is in_place


def test_a_layout_that_cannot_go_on_from_a_page_goes_on_from_one_before(
    desk: Desk, mends: list[tuple[int, int]]
) -> None:
    """Where something that floats is broken over two pages, nobody can begin: the pages are those of a layout at once."""
    paragraphs = [f"> Beside. {LINE * 40}", *[f"Before {n}. {LINE * 4}" for n in range(6)], "@fig-takings"]
    text = "\n\n      ".join([*paragraphs, *[f"After {n}. {LINE * 5}" for n in range(4)]])
    desk.replace("content/chapters/1-quarrel.yaml", "@fig-takings shows who took what.", text)
    css = (desk.layouts / "pages" / "pages.css").read_text()
    desk.write(
        "layouts/pages/pages.css", css + "blockquote { float: left; width: 60pt; break-inside: auto !important }"
    )
    with setting(job_of(desk)) as reports:
        source = source_of(desk, reports)
        mended = lay_out(source).document
        assert_alike(mended, source.html.render(pdf_variant=STANDARD))
    assert mends, "a figure moves on pages over which something that floats is broken"
