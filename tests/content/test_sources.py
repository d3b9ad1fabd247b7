"""Sources: files of three forms, dates as people write them, our own fields beside those of CSL."""

import json
import os
from pathlib import Path

import pytest
from desk import Desk

from pipeline.content.csl_date import CslDate, NotADate, read_date
from pipeline.content.json_nodes import read_json
from pipeline.content.load import load_publication
from pipeline.content.source import Source
from pipeline.content.source_files import read_sources
from pipeline.content.yaml_nodes import Items, Map
from pipeline.core import NO_CACHE, ProblemsFound
from pipeline.render.render import find_kinds

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("2018", ((2018,),)),
        ("2018-04", ((2018, 4),)),
        ("2018-04-03", ((2018, 4, 3),)),
        ("2018-4-3", ((2018, 4, 3),)),
        ("2018/04/03", ((2018, 4, 3),)),
        ("20180403", ((2018, 4, 3),)),
        ("2018-2020", ((2018,), (2020,))),
        ("2018/2020", ((2018,), (2020,))),
        ("2018–2020", ((2018,), (2020,))),
        ("2018-04-03/2018-05-01", ((2018, 4, 3), (2018, 5, 1))),
        ("2018/", ((2018,), ())),
        ("2018/..", ((2018,), ())),
        ("-0044", ((-44,),)),
        ("0800", ((800,),)),
    ],
)
def test_a_date_is_read(typed: str, parts: tuple[tuple[int, ...], ...]) -> None:
    assert read_date(typed) == CslDate(parts)


@pytest.mark.parametrize("typed", ["ca. 1893", "circa 1893", "c. 1893", "1893~", "1893?", "1893\\~"])
def test_a_doubtful_date_is_one(typed: str) -> None:
    assert read_date(typed) == CslDate(((1893,),), circa=True)


@pytest.mark.parametrize(("typed", "season"), [("Spring 2018", 1), ("fall, 2018", 3), ("Winter 2018", 4)])
def test_a_season_is_read(typed: str, season: int) -> None:
    assert read_date(typed) == CslDate(((2018,),), season)


@pytest.mark.parametrize("typed", ["forthcoming", "n.d.", "April 2018", "the 1990s", "before 1900", "2nd of June 2024"])
def test_words_are_kept(typed: str) -> None:
    assert read_date(typed) == CslDate(words=typed)


@pytest.mark.parametrize("typed", ["13/2018", "04/03/2018", "2018-14", "2018-02-32", "18", "3.4.2018"])
def test_digits_that_are_no_date_are_told(typed: str) -> None:
    with pytest.raises(NotADate):
        read_date(typed)


def test_a_date_of_parts_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    forms = [
        {"date-parts": [["2018", "4", 3]]},
        {"date-parts": [[2018, 4], [2019]], "circa": True},
        {"date-parts": [[2018]], "season": "2"},
        {"year": 2018, "month": 4, "day": 0},
        [{"year": 2018}, {"year": 2019}],
        {"raw": "2018-04"},
        {"literal": "2018-04"},
        {"date-parts": [[None]]},
    ]
    file.write_text(json.dumps(forms), encoding="utf-8")
    assert [read_date(form) for form in read_json(file, "x.json")] == [
        CslDate(((2018, 4, 3),)),
        CslDate(((2018, 4), (2019,)), circa=True),
        CslDate(((2018,),), 2),
        CslDate(((2018, 4),)),
        CslDate(((2018,), (2019,))),
        CslDate(((2018, 4),)),
        CslDate(words="2018-04"),
        None,
    ]


# ---------------------------------------------------------------- JSON


def test_json_is_read_with_its_places(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(
        '[\n\t{"a": "b\\ud83d\\ude00",\n\t "n": 1.50,\n "no": null, "list": [true, null]}\n]\n', encoding="utf-8"
    )
    read = read_json(file, "x.json")
    assert isinstance(read, Items)
    (item,) = read
    assert isinstance(item, Map)
    assert dict(item) == {"a": "b😀", "n": "1.50", "list": ["true"]}
    assert {name: place.line for name, place in item.places.items()} == {"a": 2, "n": 3, "no": 4, "list": 4}


@pytest.mark.parametrize("text", ["[" * 5000, '{"a": ' * 20000, "[" * 5000 + "]" * 5000])
def test_json_without_end_is_a_problem(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound):
        read_json(file, "x.json")


# ---------------------------------------------------------------- files

BIB = """@book{ngai2004, title = {Impossible Subjects}, author = {Ngai, Mae M.}, date = {2004}, publisher = {Princeton},
  grade = {book}, read = {whole}}
@book{vecchio1998, title = {Merchants, Midwives, and Laboring Women}, author = {Vecchio, Diane}, date = {1998}, publisher = {Illinois}}
"""


def sources_of(desk: Desk) -> tuple[dict[str, Source], list[str]]:
    found, problems = load_publication(desk.content, find_kinds(desk.all_layouts))
    assert found is not None
    return dict(found.sources), [str(problem) for problem in problems]


def test_several_files_are_read_and_a_grade_may_stand_in_another(desk: Desk) -> None:
    desk.write("content/sources.bib", BIB)
    here = (desk.content / "sources.yaml").read_text(encoding="utf-8")
    desk.write("content/sources.yaml", here + "  - {id: vecchio1998, grade: refereed, read: abstract}\n")
    sources, problems = sources_of(desk)
    assert problems == []
    assert {"ngai2004", "vecchio1998", "ferrers2019"} <= set(sources)
    assert (sources["ngai2004"].grade, sources["ngai2004"].read) == ("book", "whole")
    assert (sources["vecchio1998"].grade, sources["vecchio1998"].read) == ("refereed", "abstract")
    assert sources["vecchio1998"].place.line == 3
    assert not sources["ngai2004"].has("grade")


def test_a_source_of_another_file_is_known_by_its_file(desk: Desk) -> None:
    (desk.content / "sources.yaml").unlink()
    desk.write("content/sources.bib", BIB)
    answer = desk.run("check")
    assert 'no source called "ferrers2019"' in answer.err
    assert "See sources.bib." in answer.err


@pytest.mark.parametrize(
    "key", ["a/b+c?d", "10.1000/x<y>(z)", "https://example.org/a b", "100%", "a'b\"c", "Ñandú:2019"]
)
def test_a_key_may_hold_any_sign(desk: Desk, key: str) -> None:
    here = (desk.content / "sources.yaml").read_text(encoding="utf-8")
    desk.write("content/sources.yaml", here.replace("id: okafor2021", f"id: {json.dumps(key, ensure_ascii=False)}"))
    sources, _ = sources_of(desk)
    assert sources[key].title == "Meters and trust: evidence from one river"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("On *Rivers* and H~2~O", "On <i>Rivers</i> and H<sub>2</sub>O"),
        ("On <i>Rivers</i>", "On <i>Rivers</i>"),
        ("1968. A Year", "1968. A Year"),
        ("# 1 in the *World*", "# 1 in the <i>World</i>"),
        ("- a dash", "- a dash"),
        ("[sic]", "[sic]"),
        ("a < b & <script>c</script>", "a < b & <script>c</script>"),
        ("$5 to $10", "$5 to $10"),
        ("[Título en *español*]{.nocase}", '<span class="nocase">Título en <i>español</i></span>'),
        ("@home in the city [@x]", "@home in the city [@x]"),
        ("C:\\\\temp", "C:\\temp"),
    ],
)
def test_titles_in_yaml_are_markdown_within_a_line(tmp_path: Path, typed: str, printed: str) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text(
        json.dumps([{"id": "x", "type": "book", "title": typed}, {"id": "y", "title": "plain *y*"}]), encoding="utf-8"
    )
    first, second = read_sources(file, "sources.yaml", NO_CACHE, "en-US").sources
    assert first.variables["title"] == printed
    assert second.variables["title"] == "plain <i>y</i>"


def test_a_note_that_names_a_variable_is_words(tmp_path: Path) -> None:
    """In CSL-JSON alone, a note may hold variables: in BibTeX, "Pages: 3" would overwrite the pages."""
    file = tmp_path / "sources.bib"
    file.write_text("@article{x, title = {T}, pages = {83--106}, note = {Page: 3}}", encoding="utf-8")
    (source,) = read_sources(file, "sources.bib", NO_CACHE, "en-US").sources
    assert source.text("note").lstrip("\u2060") == "Page: 3"
    assert source.text("note") != "Page: 3"


def test_a_pipe_is_refused_before_anything_waits_for_it(desk: Desk) -> None:
    os.mkfifo(desk.content / "sources.bib")
    answer = desk.run("check")
    assert "content/sources.bib: this is a pipe or a device, and a file is needed" in answer.err


def test_a_number_of_thousands_of_digits_is_no_date_and_quoted_in_short(desk: Desk) -> None:
    desk.write("content/sources.json", f'[{{"id": "long", "volume": {"9" * 6000}, "issued": {"9" * 5000}}}]')
    assert f'source "long": "{"9" * 40}" is no date' in desk.run("check").err


@pytest.mark.parametrize(
    ("language", "field", "title"),
    [
        ("de-DE", "", "Wohnkosten und Einkommen"),
        ("es", "", "Wohnkosten und Einkommen"),
        ("en-US", "", "Wohnkosten und einkommen"),
        ("en-US", "langid = {german},", "Wohnkosten und Einkommen"),
        ("de-DE", "langid = {english},", "Wohnkosten und einkommen"),
        ("de-DE", "language = {English},", "Wohnkosten und einkommen"),
    ],
)
def test_a_title_in_bibtex_keeps_its_capitals_in_a_publication_that_is_not_english(
    tmp_path: Path, language: str, field: str, title: str
) -> None:
    file = tmp_path / "sources.bib"
    file.write_text(f"@article{{x, {field} title = {{Wohnkosten und Einkommen}}}}\n", encoding="utf-8")
    source = read_sources(file, "sources.bib", NO_CACHE, language).sources[0]
    assert source.text("title") == title


def test_a_source_that_says_no_language_has_none(tmp_path: Path) -> None:
    file = tmp_path / "sources.bib"
    file.write_text("@article{x, title = {Wohnkosten}}", encoding="utf-8")
    (source,) = read_sources(file, "sources.bib", NO_CACHE, "de-DE").sources
    assert source.language == ""
