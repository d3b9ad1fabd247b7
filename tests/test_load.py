"""What is typed is what is printed: no value is guessed to be a number, a date or a yes/no."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, SMALL, Desk
from verbs import words_of

from pipeline.content import yaml_nodes as load_yaml
from pipeline.content.yaml_nodes import read_yaml, read_yaml_list
from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.problems import ProblemsFound

AWKWARD = [
    "No",
    "yes",
    "on",
    "Off",
    "y",
    "~",
    "null",
    "true",
    "012",
    "0o17",
    "0x1F",
    "1e3",
    "1_000",
    "1,234",
    "12:30:00",
    "1942-07-23",
    "2001-12-14t21:59:43.10-05:00",
    ".5",
    "+12",
    ".inf",
    ".nan",
    "=",
    "<<",
    "12%",
    "5 < 6 & rising",
    "a <b>bold</b> claim",
    "R&D; AT&T",
    "a & b; c &nosuch; d",
    "Zoë’s “naïve” café — 水 🌊",
    "$5 for 3^2 at #4",
    "{{ 7*7 }}, {% raw %} and {# this #}",
    "C:\\new\\table",
    "snake_case_word and 2 * 3 * 4",
    "a \\ b / c | d",
]


def first_points(desk: Desk) -> list[str]:
    slides = desk.slides()
    slide = next(s for s in slides if s.place.path.endswith("1-quarrel.yaml") and "body" in s.slots)
    return [paragraph.text for paragraph in slide.slots["body"].paragraphs]


def test_awkward_points_come_back_as_typed_in_both_outputs(desk: Desk) -> None:
    typed = [text for text in AWKWARD if not text.startswith("{{")]  # braces name a fact: test_security has them
    rest = typed[:]
    got_brief, got_deck = [], []
    while rest:  # seven points are the most an entry may have
        some, rest = rest[:7], rest[7:]
        fresh = Desk(desk.folder / f"part-{len(rest)}")
        old = "      - Harrow sits upstream and took first.\n      - Lowmarsh ran dry in {driest-year}.\n"
        old += '      - "Meters came first: trust followed."\n'
        points = "".join(f"      - |-\n          {text}\n" for text in some)
        fresh.replace("content/chapters/1-quarrel.yaml", old, points)
        got_deck += first_points(fresh)
        fresh.replace("content/chapters/1-quarrel.yaml", "kind: summary", "kind: topic")  # which shows its points
        glance = fresh.brief_html().split('<aside class="glance">')[1].split("</aside>")[0]
        got_brief += [html.unescape(item.split("</li>")[0]) for item in glance.split("<li>")[1:]]
    assert got_deck == typed
    assert got_brief == typed


def test_awkward_titles_come_back_as_typed_in_both_outputs(desk: Desk) -> None:
    typed = [text for text in AWKWARD if not text.startswith("{{")]
    got_content, got_brief, got_deck = [], [], []
    before = "title: Two Counties, One River"
    for text in typed:
        after = f"title: |-\n  {text}"
        desk.replace("content/publication.yaml", before, after)
        before = after
        got_content.append(desk.load()[0].imprint.title.source)
        title = desk.brief_html().split('<p class="title">')[1].split("</p>")[0]
        got_brief.append(html.unescape(re.sub(r'<span class="whole">([^<]*)</span>', r"\1", title)))
        got_deck.append(desk.slides()[0].title.text)
    assert got_content == typed
    assert got_brief == typed
    assert got_deck == typed


@pytest.mark.parametrize("text", ["No", "012", "12:30:00", "1942-07-23", "~", "null", "true", "1e3", "0x1F", "1_000"])
def test_a_plain_scalar_stays_the_word_that_was_typed(desk: Desk, text: str) -> None:
    desk.replace("content/publication.yaml", "title: Two Counties, One River", f"title: {text}")
    assert desk.load()[0].imprint.title.source == text


def test_quotation_marks_dashes_and_ellipses_are_set_as_a_typesetter_would(desk: Desk) -> None:
    desk.replace(
        "content/publication.yaml", "title: Two Counties, One River", 'title: |-\n  "Ours", isn\'t it -- or not...'
    )
    assert "“Ours”, isn’t it – or not…" in words_of(desk.brief_html())


def test_a_byte_order_mark_is_accepted(desk: Desk) -> None:
    for name in ("content/publication.yaml", "content/data/takings.csv"):
        path = desk.folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    publication, _ = desk.load()
    assert publication.imprint.title.source == "Two Counties, One River"
    assert publication.figures["takings"].table.labels[0] == "1974"


def test_windows_line_ends_give_the_same_publication(desk: Desk) -> None:
    before = desk.brief_html(), desk.slide_markup()
    for path in [*desk.content.rglob("*.yaml"), *desk.content.rglob("*.csv")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert (desk.brief_html(), desk.slide_markup()) == before


def test_a_record_knows_the_line_it_stands_on(desk: Desk) -> None:
    publication, _ = desk.load()
    lines = (desk.content / "chapters" / "1-quarrel.yaml").read_text().splitlines()
    entry = next(publication.entries("barrier"))
    assert lines[entry.place.line - 1].strip() == "- kind: barrier"
    assert lines[entry.blocks.place.line - 1].strip().startswith("blocks:")


def test_an_empty_cell_is_no_number_and_never_zero(desk: Desk) -> None:
    figure = desk.load()[0].figures["takings"]
    assert figure.numbers(figure.series[0])[3] is None
    assert figure.numbers(figure.series[1])[2] == 0.5


def test_one_column_may_stand_in_two_series(desk: Desk) -> None:
    desk.replace("content/figures.yaml", "- column: lowmarsh", "- column: harrow")
    figure = desk.load()[0].figures["takings"]
    assert figure.numbers(figure.series[0]) == figure.numbers(figure.series[1]) == (9.1, 9.4, 8.8, None, 7.5, 6.9, 6.8)


def test_the_column_of_labels_may_be_drawn_too(desk: Desk) -> None:
    desk.replace("content/figures.yaml", "- column: lowmarsh", "- column: year")
    figure = desk.load()[0].figures["takings"]
    assert figure.numbers(figure.series[1]) == (1974, 1975, 1976, 1977, 1978, 1979, 1980)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000 + "x", "a: " + "[" * 5_000 + "]" * 5_000]
)
def test_what_is_nested_without_end_is_a_problem(tmp_path: Path, text: str) -> None:
    (tmp_path / "deep.yaml").write_text(text)
    with pytest.raises(ProblemsFound, match="nested too deep"):
        read_yaml(tmp_path / "deep.yaml", "deep.yaml")


def test_both_parsers_and_the_cache_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast parser is in most builds of PyYAML, not in all."""

    def read_all(cache: Cache) -> list[object]:
        load_yaml._kept.cache_clear()
        return [places(read(path, "x", cache)) for path in paths for read in [readers.get(path.name, read_yaml)]]

    def places(value: Any) -> object:
        if isinstance(value, dict):
            return value.place, value.places, {key: places(inner) for key, inner in value.items()}  # type: ignore[attr-defined]
        if isinstance(value, list):
            return value.place, [places(inner) for inner in value]  # type: ignore[attr-defined]
        return str(value), value.place

    readers = {"glossary.yaml": read_yaml_list}
    paths = [path for folder in (SMALL, ROOT / "content") for path in folder.rglob("*.yaml")]
    fast = read_all(Cache(tmp_path))
    kept = {path: path.read_bytes() for path in tmp_path.glob("yaml/*")}
    assert len(kept) == len({path.read_bytes() for path in paths})
    monkeypatch.delattr("yaml.CBaseLoader", raising=False)
    assert read_all(NO_CACHE) == fast
    monkeypatch.setattr(load_yaml, "_parse", None)
    assert read_all(Cache(tmp_path)) == fast


def test_a_file_that_is_as_it_was_gives_the_same_records(desk: Desk) -> None:
    """In a process that goes on; a file with problems is read again until it has none."""
    first, _ = desk.load()
    desk.replace("content/chapters/2-settlement.yaml", "river", "stream")
    second, _ = desk.load()
    assert [a is b for a, b in zip(first.chapters, second.chapters, strict=True)] == [True, False]
    assert all(source is second.sources[id] for id, source in first.sources.items())
    desk.replace("content/chapters/1-quarrel.yaml", "kind: topic", "kind: tropic")
    for _ in range(2):
        assert 'no kind called "tropic"' in desk.run("check").err
    desk.replace("content/chapters/1-quarrel.yaml", "kind: tropic", "kind: topic")
    assert desk.load()[0].chapters[0] == first.chapters[0]


def test_ids_of_files_that_are_as_they_were_are_taken_still(desk: Desk) -> None:
    assert desk.run("check").code == 0
    desk.replace("content/chapters/2-settlement.yaml", "id: metering", "id: the-river")
    assert 'the id "the-river" is taken already, at content/chapters/1-quarrel.yaml' in desk.run("check").err


def test_a_misspelt_field_of_a_chapter_is_one_problem(desk: Desk) -> None:
    """Nobody else is told that its entries are missing."""
    desk.replace("content/chapters/1-quarrel.yaml", "title: The quarrel", "titel: The quarrel")
    assert desk.run("check").err.splitlines()[-1].startswith("1 problem.")
