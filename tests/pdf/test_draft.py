"""After an edit of words the pages that it changes are drafted, and look as they will in the end."""

import io
import re
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest
from compare import brief_of
from desk import ROOT, Desk
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tinyhtml5 import parse

from pipeline.core.cache import Cache
from pipeline.core.fingerprint import digest_bytes
from pipeline.pdf.job import Draft, Pdf
from pipeline.pdf.parts import Company, write_parts
from pipeline.pdf.texts import Texts
from pipeline.watch.page_images import measure_pages, picture_page
from pipeline.watch.state import STAMP, WatchState


class Looker(Company):
    """Somebody who looks on."""

    looks_on = True

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.cache = desk, Cache(folder)
        self.draft: Draft | None = None
        self.brief = self.build()

    def see(self, draft: Draft) -> None:
        self.draft = draft

    def build(self) -> Pdf:
        self.draft = None
        self.brief = write_parts(brief_of(self.desk), self.cache, self)
        return self.brief

    def edit(self, name: str, old: str, new: str) -> Pdf:
        self.desk.replace(f"content/chapters/{name}", old, new)
        return self.build()


@pytest.fixture
def looker(desk: Desk, tmp_path: Path) -> Looker:
    return Looker(desk, tmp_path / "cache")


def picture(pdf: bytes, number: int) -> Any:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return document[number - 1].render(scale=1).to_numpy().tobytes()


def assert_as_in_the_end(draft: Draft, brief: Pdf) -> None:
    for at, number in enumerate(draft.pages, 1):
        assert picture(draft.pdf, at) == picture(brief.pdf, number), f"page {number}"


# ---------------------------------------------------------------- what is drafted


def test_a_draft_looks_as_the_brief_will(looker: Looker) -> None:
    before = looker.brief
    after = looker.edit("2-settlement.yaml", "river", "stream")
    assert looker.draft is not None
    assert looker.draft.base == digest_bytes(before.pdf)
    changed = [n for n in range(1, after.pages + 1) if picture(before.pdf, n) != picture(after.pdf, n)]
    assert changed
    assert set(changed) <= set(looker.draft.pages)
    assert_as_in_the_end(looker.draft, after)


def test_words_in_several_chapters_and_in_a_note_are_drafted_together(looker: Looker) -> None:
    before = looker.brief
    looker.desk.replace("content/chapters/1-quarrel.yaml", "The Little Marl dries up", "The Little Marl runs dry")
    after = looker.edit("2-settlement.yaml", "river", "stream")
    assert looker.draft is not None
    changed = {n for n in range(1, after.pages + 1) if picture(before.pdf, n) != picture(after.pdf, n)}
    assert len(changed) > 1
    assert changed <= set(looker.draft.pages)
    assert_as_in_the_end(looker.draft, after)


@pytest.mark.parametrize("name", ["3-sending-countries.yaml"])
def test_pages_of_a_long_brief_are_drafted(tmp_path: Path, name: str) -> None:
    """With figures that were moved, notes that come over from the page before, and numbers of pages."""
    looker = Looker(Desk(tmp_path / "desk", ROOT / "content"), tmp_path / "cache")
    text = (looker.desk.content / "chapters" / name).read_text(encoding="utf-8")
    words = re.findall(r"(?<= )(?:agreement|workers|government)(?= [a-z])", text)
    word = min(words, key=words.count)
    after = looker.edit(name, f" {word} ", f" {word[::-1]} ")
    assert looker.draft is not None
    assert len(looker.draft.pages) < 6
    assert_as_in_the_end(looker.draft, after)


def test_what_an_edit_moved_before_is_drafted_with_what_it_moves_now(looker: Looker, monkeypatch: Any) -> None:
    """Somebody types on while the brief is set: it is never finished, and the next draft has both edits."""

    class Typed(Exception):
        pass

    def stop(*_: Any) -> None:
        raise Typed

    with monkeypatch.context() as context:
        context.setattr(looker, "lack", stop)
        with pytest.raises(Typed):
            looker.edit("1-quarrel.yaml", "Harrow had the river", "Harrow had a river")
    assert looker.draft is not None
    first = set(looker.draft.pages)
    after = looker.edit("2-settlement.yaml", "river", "stream")
    assert looker.draft is not None
    assert first < set(looker.draft.pages)
    assert_as_in_the_end(looker.draft, after)


def test_what_is_more_than_words_is_not_drafted(looker: Looker) -> None:
    edits = (
        ("The meters", "The *meters*"),
        ("*meters*", "meters.\n\n      They"),
        ("They", "They" + " and they" * 900),
    )
    for old, new in edits:  # an element; a paragraph; pages that move
        looker.edit("2-settlement.yaml", old, new)
        assert looker.draft is None, new


def test_a_brief_that_was_drafted_is_the_one_that_is_set_from_the_beginning(looker: Looker) -> None:
    for old, new in (("river", "stream"), ("stream", "brook & <river>"), ("brook", "rill")):
        edited = looker.edit("2-settlement.yaml", old, new)
        assert edited.pdf == write_parts(brief_of(looker.desk)).pdf, new


def test_nobody_looks_on_unless_asked(desk: Desk) -> None:
    company = Company()
    write_parts(brief_of(desk), company=company)
    assert company.standing is None


# ---------------------------------------------------------------- words in a tree

words = st.text(alphabet="ab \n&é.;", max_size=6)
tags = st.sampled_from(["p", "em", "li", "td", "table", "pre", "a", "h2", "section"])
markup = st.recursive(
    words.map(lambda text: text.replace("&", "&amp;")),
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inner, max_size=3)),
    max_leaves=12,
)


@settings(deadline=None, max_examples=400, derandomize=True)
@example("<p><table><td>;</td>;</table></p>", Random(9), ";;")
@given(markup, st.randoms(use_true_random=False), words)
def test_a_tree_that_follows_an_edit_is_the_one_that_is_parsed(html: str, random: Any, new: str) -> None:
    pieces = re.split(r"(<[^>]*>)", html)
    at = random.choice(range(0, len(pieces), 2))
    pieces[at] = new.replace("&", "&amp;")
    before, after = (f"<!doctype html><body>{body}</body>" for body in (html, "".join(pieces)))
    root = parse(before, namespace_html_elements=False)
    texts = Texts(before, root)
    edits = texts.find_edits(after)
    if edits is not None:
        texts.follow(after, edits)
        assert dump(root) == dump(parse(after, namespace_html_elements=False))


def dump(element: Any) -> Any:
    return element.tag, element.attrib, element.text or "", [dump(kid) for kid in element], element.tail or ""


def test_most_texts_of_a_brief_can_be_edited(desk: Desk) -> None:
    html = brief_of(desk).html
    texts = Texts(html, parse(html, namespace_html_elements=False))
    assert len(texts.places) > 200
    assert texts.find_edits(html) == []
    assert texts.find_edits(html.replace("</p>", " more</p>", 1)) is not None


# ---------------------------------------------------------------- what is shown


def test_a_draft_is_shown_among_the_pages_that_it_is_of(looker: Looker) -> None:
    before, state = looker.brief, WatchState()
    state.show_brief(before.pdf, *measure_pages(before.pdf))
    looker.edit("2-settlement.yaml", "river", "stream")
    assert looker.draft is not None
    old = state.view.brief.sheets
    state.show_draft(looker.draft)
    shown = state.view.brief
    assert [n for n, pair in enumerate(zip(old, shown.sheets, strict=True), 1) if pair[0] != pair[1]] == list(
        shown.changed
    )
    assert shown.changed == looker.draft.pages
    _, stamp, number = shown.sheets[shown.changed[0] - 1].split("/")
    assert picture_page(state.briefs[stamp], int(number), 400)
    for _ in range(9):  # drafts upon drafts
        state.show_draft(Draft(looker.draft.base, (1,), looker.draft.pdf + b" " * _))
    assert looker.draft.base[:STAMP] in state.briefs


def test_a_draft_of_another_brief_is_not_shown(looker: Looker) -> None:
    state = WatchState()
    state.show_brief(looker.brief.pdf, *measure_pages(looker.brief.pdf))
    shown = state.view.brief
    state.show_draft(Draft(digest_bytes(b"another"), (1,), looker.brief.pdf))
    assert state.view.brief == shown
