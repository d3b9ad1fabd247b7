"""What is typed is what is printed: no value is guessed to be a number, a date or a yes/no."""

from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, SMALL, Desk
from verbs import words_of

from pipeline.content import yaml_nodes as load_yaml
from pipeline.content.yaml_nodes import read_yaml, read_yaml_list
from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.problems import ProblemsFound

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("text", ["No", "012", "12:30:00", "1942-07-23", "~", "null", "true", "1e3", "0x1F", "1_000"])
def test_a_plain_scalar_stays_the_word_that_was_typed(desk: Desk, text: str) -> None:
    desk.replace("content/publication.yaml", "title: Two Counties, One River", f"title: {text}")
    assert desk.load()[0].imprint.title.source == text


def test_quotation_marks_dashes_and_ellipses_are_set_as_a_typesetter_would(desk: Desk) -> None:
    desk.replace(
        "content/publication.yaml", "title: Two Counties, One River", 'title: |-\n  "Ours", isn\'t it -- or not...'
    )
    assert "“Ours”, isn’t it – or not…" in words_of(desk.html())


def test_a_byte_order_mark_is_accepted(desk: Desk) -> None:
    for name in ("content/publication.yaml", "content/data/takings.csv"):
        path = desk.folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    publication, _ = desk.load()
    assert publication.imprint.title.source == "Two Counties, One River"
    assert publication.figures["takings"].table.labels[0] == "1974"


def test_windows_line_ends_give_the_same_publication(desk: Desk) -> None:
    before = desk.html(), desk.slide_markup()
    for path in [*desk.content.rglob("*.yaml"), *desk.content.rglob("*.csv")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert (desk.html(), desk.slide_markup()) == before


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
    with pytest.raises(ProblemsFound, match="begins too far right"):
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
    desk.load()
    desk.replace("content/chapters/2-settlement.yaml", "id: metering", "id: the-river")
    with pytest.raises(
        ProblemsFound, match=r'the id "the-river" is taken already, at .*content/chapters/1-quarrel.yaml'
    ):
        desk.load()


def test_a_misspelt_field_of_a_chapter_is_one_problem(desk: Desk) -> None:
    """Nobody else is told that its entries are missing."""
    desk.replace("content/chapters/1-quarrel.yaml", "title: The quarrel", "titel: The quarrel")
    assert desk.run("check").err.splitlines()[-1].startswith("1 problem.")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Opened last <!-- TODO: ask -->.", "Opened last."),
        ("Two <!-- private --> words.", "Two words."),
        ("<!-- first -->Begins.", "Begins."),
        ("One.\n\n      <!-- a line\n      and another -->\n\n      Two.", "One. Two."),
        ("The sign `<!-- x -->` stays.", "The sign <!-- x --> stays."),
    ],
)
def test_comments_are_read_by_nobody_but_who_writes(desk: Desk, typed: str, printed: str) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "      Harrow had the river first.", f"      {typed}")
    html, slides = desk.html(), desk.slide_markup()
    assert printed in words_of(html).replace("&lt;", "<").replace("&gt;", ">")
    assert "private" not in html + slides
    assert "TODO" not in html + slides


def test_a_text_below_a_comment_keeps_its_line(desk: Desk) -> None:
    text = (desk.content / "chapters" / "1-quarrel.yaml").read_text()
    desk.write(
        "content/chapters/1-quarrel.yaml",
        text.replace(
            "      Harrow had the river first.", "      <!-- one\n      two -->\n      Harrow had {nothing-such}."
        ),
    )
    with pytest.raises(ProblemsFound, match="nothing-such") as raised:
        desk.load()
    lines = (desk.content / "chapters" / "1-quarrel.yaml").read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "{nothing-such}" in text)
    assert [problem.place.line for problem in raised.value.problems] == [line]


def test_sections_go_on_after_the_letter_z(desk: Desk) -> None:
    path = desk.content / "chapters" / "2-settlement.yaml"
    one = "  - kind: topic\n    id: more-{n}\n    title: More {n}\n    claim: There is more.\n    points: [A point]\n    text: Words.\n    notes: Words.\n"
    path.write_text(path.read_text() + "".join(one.format(n=n) for n in range(30)))
    publication = desk.load()[0]
    last = publication.chapters[-1].entries
    assert publication.section_numbers[last[25].id].endswith(".Z")
    assert publication.section_numbers[last[26].id].endswith(".AA")
    assert publication.section_numbers[last[27].id].endswith(".AB")
