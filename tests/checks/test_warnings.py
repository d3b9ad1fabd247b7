"""What a build warns of: numbers that claim more than they can bear, words that do not fit their figure, sources in doubt.

A warning names its place and stops nothing.
"""

import json

import pytest
from desk import Desk

from pipeline.checks import warn_publication
from pipeline.checks.numbers import find_years
from pipeline.checks.sources import is_found
from pipeline.checks.typed_citations import check_typed_citations
from pipeline.content.source import Source
from pipeline.core import Place, ProblemsFound

pytestmark = pytest.mark.quick

CHAPTER, FACTS, FIGURES, SOURCES = "content/chapters/1-quarrel.yaml", "facts.yaml", "figures.yaml", "sources.yaml"
LARGE = "    text: |\n      {harrow-take}\n\n      Harrow took"


def warnings_of(desk: Desk) -> list[str]:
    """The first line of each warning, with paths as from the desk."""
    publication, _ = desk.load()
    return [str(warning).splitlines()[0].replace(f"{desk.folder}/", "") for warning in warn_publication(publication)]


def grade(desk: Desk, **grades: str) -> None:
    """Grade the sources: ferrers2019="weak whole"; those that are not named are primary and read whole."""
    path = desk.content / SOURCES
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        text += line
        if line.startswith("  - id: "):
            value, read = grades.get(line.split()[-1], "primary whole").split()
            text += f"    grade: {value}\n    read: {read}\n"
    path.write_text(text, encoding="utf-8")


def set_large(desk: Desk) -> Desk:
    return desk.replace(CHAPTER, "    text: |\n      Harrow took", LARGE)


def test_the_small_publication_has_nothing_to_warn_of(desk: Desk) -> None:
    assert warnings_of(desk) == []


# ---------------------------------------------------------------- large numbers


@pytest.mark.parametrize("doubt", ["weak whole", "official second-hand", "book abstract"])
def test_a_number_that_stands_large_on_doubtful_sources_alone(desk: Desk, doubt: str) -> None:
    set_large(desk)
    grade(desk, ferrers2019=doubt, survey1961=doubt)
    line, *others = warnings_of(desk)
    assert others == []
    assert line.startswith(f"{CHAPTER}:17: warning: ")
    assert '"harrow-take" stands large on "ferrers2019"' in line
    assert doubt.replace(" ", ", read ") in line


def test_a_sum_that_leaves_out_what_is_not_known(desk: Desk) -> None:
    desk.replace("content/facts.yaml", "  take: min\n", "  take: sum\n")
    assert [line for line in warnings_of(desk) if "added up" in line] == [
        'content/facts.yaml:34: warning: fact "lowest-take": 1 of the cells that are added up in takings.csv is empty'
    ]
    desk.replace("content/facts.yaml", "  take: sum\n", "  take: sum\n  to: 1976\n")
    assert not [line for line in warnings_of(desk) if "added up" in line]


def test_one_firm_source_is_enough(desk: Desk) -> None:
    set_large(desk)
    grade(desk, ferrers2019="weak whole")
    assert warnings_of(desk) == []


def test_within_a_sentence_a_number_may_rest_on_a_weak_source(desk: Desk) -> None:
    grade(desk, ferrers2019="weak second-hand", survey1961="weak second-hand")
    assert warnings_of(desk) == []


def test_low_confidence_does_not_stand_large(desk: Desk) -> None:
    set_large(desk)
    desk.replace(
        f"content/{FACTS}",
        "source: [ferrers2019, survey1961]\n  confidence: medium",
        "source: survey1961\n  confidence: low",
    )
    line, *others = warnings_of(desk)
    assert others == []
    assert line.startswith(f"{CHAPTER}:17: warning: ")
    assert '"harrow-take" stands large, and our confidence in it is low' in line


# ---------------------------------------------------------------- old numbers


def old_fact(desk: Desk, as_of: str, words: str, date: str = "2024-03-05") -> list[str]:
    """The warnings of a fact of some time in a point of these words."""
    facts = (desk.content / FACTS).read_text(encoding="utf-8")
    new = f"meters:\n  value: 400\n  unit: meters\n  as-of: {as_of}\n  measures: Meters\n  source: survey1961\n  confidence: high\n"
    desk.write(f"content/{FACTS}", facts + new)
    desk.replace(CHAPTER, "      - Harrow sits upstream and took first.", f'      - "{words}"')
    if date != "2024-03-05":
        desk.replace("content/publication.yaml", "date: 2024-03-05", f"date: {date}")
    return warnings_of(desk)


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2014", "There are {meters} meters."),
        ("about 2014", "There are {meters} meters, as in 1961."),
        ("2004–09", "In 2003 there were {meters} meters."),
        ("1990s", "There were {meters} meters in 2001."),
        ("2021-02", "There are {meters} meters."),
        ("2011-12", "In 2012 there were {meters} meters."),  # December, not two years
    ],
)
def test_an_old_number_whose_time_nothing_tells(desk: Desk, as_of: str, words: str) -> None:
    line, *others = old_fact(desk, as_of, words)
    assert others == []
    assert line == (f'{CHAPTER}:13: warning: summary "in-short": "meters" is of {as_of}, and nothing beside it says so')


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2014", "In 2014 there were {meters} meters."),
        ("2014-06-01", "In 2014 there were {meters} meters."),
        ("2004–09", "From 2006 to 2012 there were {meters} meters."),
        ("1990s", "There were {meters} meters in 1994."),
        ("1955", "In the late 1950s there were {meters} meters."),
        ("FY2012", "In fiscal year 2012 there were {meters} meters."),
        ("1942–64", "Between 1950 and 1951 there were {meters} meters."),
        ("2021", "There are {meters} meters."),  # three years, no more
        ("2021-03", "There are {meters} meters."),
        ("always", "There are {meters} meters."),
    ],
)
def test_a_number_is_new_enough_or_has_its_year_beside_it(desk: Desk, as_of: str, words: str) -> None:
    assert old_fact(desk, as_of, words) == []


def test_a_number_of_no_time(desk: Desk) -> None:
    (line,) = old_fact(desk, "undated", "There are {meters} meters.")
    assert line.endswith('warning: fact "meters": "undated" names no year')
    assert line.startswith("content/facts.yaml:")


def test_the_years_of_a_period_stand_over_all_of_it(desk: Desk) -> None:
    facts = (desk.content / FACTS).read_text(encoding="utf-8")
    new = (
        "grain:\n  value: 400\n  unit: tons\n  as-of: {}\n  measures: Grain\n  source: survey1961\n  confidence: high\n"
    )
    desk.write(f"content/{FACTS}", facts + new.format(1977))
    desk.replace(
        "content/chapters/2-settlement.yaml", "Grain from Harrow rots on the quay.", '"{grain} tons of grain rot."'
    )
    assert warnings_of(desk) == []
    desk.write(f"content/{FACTS}", facts + new.format(1988))
    (line,) = warnings_of(desk)
    assert '"grain" is of 1988' in line


def test_years_are_read_as_people_write_them() -> None:
    assert find_years("from 1942–64, in the 1950s and 2010-2012") == ((1942, 1964), (1950, 1959), (2010, 2012))
    assert find_years("1234 meters, 19421, 800 and 2100") == ((1234, 1234),)
    assert find_years("FY2004–09; 2020-03-05") == ((2004, 2009), (2020, 2020))


# ---------------------------------------------------------------- figures


MEASURE = "deaths:\n  kind: bar\n  data: takings.csv\n  x: year\n  series:\n    - column: harrow\n      label: Drowned\n  unit: deaths\n"


def another_figure(desk: Desk, title: str, subtitle: str = "People who drowned") -> list[str]:
    figures = (desk.content / FIGURES).read_text(encoding="utf-8")
    figures = figures.replace("unit: million cubic metres", "unit: million barrels")
    words = f"  title: {title}\n  subtitle: {subtitle}\n  alt: Bars.\n  source: ferrers2019\n"
    desk.write(f"content/{FIGURES}", figures + MEASURE + words)
    desk.replace(CHAPTER, "      - takings\n", "      - takings\n      - deaths\n")
    return warnings_of(desk)


def test_a_title_that_speaks_of_what_another_figure_shows(desk: Desk) -> None:
    line, *others = another_figure(desk, "Deaths rose while barrels fell")
    assert others == []
    assert 'figure "deaths": the title speaks of "barrels", and no series of it holds them' in line
    assert line.startswith("content/figures.yaml:")


@pytest.mark.parametrize(
    ("title", "subtitle"),
    [
        ("Deaths rose by a million", "People who drowned"),  # a scale is no measure
        ("Nobody drowned after the meters came", "People who drowned"),  # a word that no figure holds
        ("Deaths fell with every barrel", "Deaths for every thousand barrels"),  # it is in the measure
    ],
)
def test_titles_that_a_figure_bears_out(desk: Desk, title: str, subtitle: str) -> None:
    assert another_figure(desk, title, subtitle) == []


def with_break(desk: Desk, at: int, line: str, subtitle: str = "Water, a year") -> list[str]:
    desk.replace(
        f"content/{FIGURES}",
        "  unit: million cubic metres\n",
        f'  unit: million cubic metres\n  breaks:\n    - {{at: {at}, line: "{line}"}}\n',
    )
    desk.replace(f"content/{FIGURES}", "Water taken from the Marl, million cubic metres a year", subtitle)
    return warnings_of(desk)


def test_a_break_at_another_year_than_its_line_says(desk: Desk) -> None:
    line, *others = with_break(desk, 1977, "Meters came in 1978")
    assert others == []
    assert 'figure "takings": the break stands at 1977, and its line speaks of 1978' in line


def test_a_break_in_the_autumn_lies_in_the_next_fiscal_year(desk: Desk) -> None:
    line, *others = with_break(desk, 1977, "Meters came in October 1977", "Water, fiscal years")
    assert others == []
    assert "October 1977 may lie in the next fiscal year" in line


@pytest.mark.parametrize(
    ("at", "line", "subtitle"),
    [
        (1977, "Meters came in 1977", "Water, a year"),
        (1977, "From March 1977 to May 1979", "Water, fiscal years"),
        (1977, "Meters came in October 1977", "Water, a year"),
        (1977, "Meters came in October 1977, fiscal year 1977", "Water, fiscal years"),
        (1977, "Meters came", "Water, a year"),
    ],
)
def test_breaks_that_stand_where_they_say(desk: Desk, at: int, line: str, subtitle: str) -> None:
    assert with_break(desk, at, line, subtitle) == []


# ---------------------------------------------------------------- sources


def test_where_some_sources_are_graded_one_that_is_not_was_forgotten(desk: Desk) -> None:
    desk.replace(
        f"content/{SOURCES}",
        "    title: A History of the Marl\n",
        "    title: A History of the Marl\n    grade: book\n",
    )
    lines = warnings_of(desk)
    assert sum("has no grade, and others have one" in line for line in lines) == 3
    assert sum("has no read, and others have one" in line for line in lines) == 4


def test_an_unknown_grade_is_a_problem_that_names_them(desk: Desk) -> None:
    desk.replace(
        f"content/{SOURCES}",
        "    title: A History of the Marl\n",
        "    title: A History of the Marl\n    grade: good\n",
    )
    answer = desk.run("check")
    assert answer.code == 1
    assert "refereed" in answer.err
    assert "weak" in answer.err


def test_no_style_prints_what_we_think_of_a_source(desk: Desk) -> None:
    grade(desk, ferrers2019="weak second-hand")
    html = desk.html()
    assert "second-hand" not in html
    assert "weak" not in html


@pytest.mark.parametrize(
    ("found", "fields"),
    [
        (False, {"type": "report"}),
        (False, {"type": "document", "archive": "National Archives"}),
        (False, {"type": "legislation"}),
        (True, {"type": "report", "URL": "https://example.org/"}),
        (True, {"type": "report", "DOI": "10.1/x"}),
        (True, {"type": "report", "ISBN": "978-0-8165-4029-7"}),
        (True, {"type": "document", "archive": "National Archives", "call-number": "RG 59"}),
        (True, {"type": "document", "archive": "National Archives", "archive_location": "RG 59"}),
        (True, {"type": "legislation", "container-title": "45 Stat. 1551"}),
        (True, {"type": "book"}),
    ],
)
def test_what_a_source_is_found_by(found: bool, fields: dict[str, str]) -> None:
    assert is_found(Source("it", Place("sources.yaml", 1), json.dumps(fields))) is found


def test_a_source_without_address_is_told_at_its_line(desk: Desk) -> None:
    desk.replace(f"content/{SOURCES}", "    URL: https://example.org/survey?part=1&page=2\n", "")
    (line,) = warnings_of(desk)
    assert 'source "survey1961" has no address' in line
    assert line.startswith("content/sources.yaml:")


def test_a_file_of_a_chapter_that_is_not_listed(desk: Desk) -> None:
    for name in ("2-settlement (conflicted copy)", "3-draft"):
        desk.write(f"content/chapters/{name}.yaml", "id: draft\n")
    desk.write("content/chapters/4-other.yml", "id: other\n")
    assert [line.partition(": warning")[0] for line in warnings_of(desk)] == [
        "content/chapters/2-settlement (conflicted copy).yaml",
        "content/chapters/3-draft.yaml",
        "content/chapters/4-other.yml",
    ]


# ---------------------------------------------------------------- citations typed as they would be printed


@pytest.mark.parametrize(
    "typed", ["(Ferrers 2019)", "(Ferrers, 2019, p. 12)", "[Ferrers 2019]", "(Okafor and Ferrers 2021)"]
)
def test_a_citation_typed_as_it_would_be_printed(desk: Desk, typed: str) -> None:
    desk.replace(CHAPTER, "Harrow had the river first.", f"Harrow had\n      the river {typed} first.")
    id = "okafor2021" if "2021" in typed else "ferrers2019"
    publication, _ = desk.load()
    (warning,) = warn_publication(publication)
    assert warning.place.line == 51
    assert f'"{typed}" is printed as it stands' in warning.what
    assert f"write [@{id}]" in warning.hint


@pytest.mark.parametrize(
    "typed", ["(Harrow 1976)", "(Ferrers 1976)", "(in May 2019)", "(see Ferrers)", "[sic]", "(2019)"]
)
def test_other_words_in_brackets_are_words(desk: Desk, typed: str) -> None:
    desk.replace(CHAPTER, "Harrow had the river first.", f"Harrow had the river {typed} first.")
    assert warnings_of(desk) == []


def test_an_id_between_brackets_with_backslashes_is_words(desk: Desk) -> None:
    desk.replace(CHAPTER, "Harrow had the river first.", r"Harrow had the river \[survey1961\] first.")
    publication, _ = desk.load()
    assert list(check_typed_citations(publication)) == []
    desk.replace(CHAPTER, r"\[survey1961\]", "[survey1961]")
    with pytest.raises(
        ProblemsFound, match=r":50: .*is printed as it stands\n  hint: to cite the source, write \[@survey1961\]"
    ):
        desk.load()
