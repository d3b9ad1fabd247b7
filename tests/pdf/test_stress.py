"""A publication where everything is too long, too many or too deep: it builds, looks right, or says why not.

It lies in tests/stress: words of more than forty letters, an address that fills lines, a chapter's title of
many lines, lists within lists, a quotation, thirty notes on one page, a table of three, Spanish names.
"""

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from aloud import read_aloud
from desk import ROOT, Built, Desk, build_on
from judges import judged
from structure import assert_same_words, content_of, elements, letters
from verbs import folded, pages_of, words_of

STRESS = ROOT / "tests" / "stress"


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_on(Desk(tmp_path_factory.mktemp("stress") / "desk", STRESS))


def is_repeated_head(finding: dict[str, Any], html: str) -> bool:
    """Heads that are repeated on a page or in a column: outloud takes the line for prose."""
    heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", html, flags=re.DOTALL)
    known = {word for head in heads for word in words_of(head).split()}
    return finding["rule"] == "TAG-002" and set(str(finding["evidence"]).split()) - {"…"} <= known


@pytest.mark.parametrize("form", ["brief", "report"])
def test_the_judges_find_nothing(stress: Built, form: str) -> None:
    path, html = stress.desk.output / f"{form}.pdf", stress.desk.html(form)
    (file,) = judged("outloud", "--json", "-", "--quiet", str(path))["results"]
    assert [found for found in file["findings"] if not is_repeated_head(found, html)] == []
    assert judged("pdfua", "check", "--format", "json", str(path))["findings"] == []


def test_it_is_read_aloud_as_it_is_written(stress: Built) -> None:
    (said, figures), (meant, drawn) = read_aloud(stress.pdf), content_of(stress.desk.html())
    assert_same_words(said, meant)
    assert sorted(map(letters, figures)) == sorted(map(letters, drawn))


def test_nothing_leaves_the_page(stress: Built) -> None:
    """Poppler leaves out text beyond the edge of the page, so what it gives back has to be everything."""
    found = "".join(pages_of(stress.pdf)).replace(" ", "")
    words = re.findall(r"\S{30,}", content_of(stress.desk.html())[0])
    assert len(words) > 3
    for word in map(letters, words):  # one may be broken at the foot of a page
        assert word[:18] in letters(found), word
        assert word[-10:] in letters(found), word


def test_a_table_of_two_pages_repeats_its_head_and_is_one_table(sample: Built) -> None:
    pages = [page for page in pages_of(sample.pdf) if "Agreement Signed Form Scope" in page]
    assert len(pages) >= 2
    with pikepdf.open(sample.pdf) as pdf:
        assert len(elements(pdf, "Table")) == sample.desk.html().count("<table")
        assert len(elements(pdf, "THead")) == sample.desk.html().count("<thead")


def test_thirty_notes_are_all_printed_in_their_order(stress: Built) -> None:
    text = folded(" ".join(pages_of(stress.pdf)))
    doubts = [int(n) for n in re.findall(r"\bDoubt (\d+):", text)]
    assert doubts == list(range(1, 31))


def test_lists_within_lists_keep_their_levels(stress: Built) -> None:
    with pikepdf.open(stress.pdf) as pdf:
        depth = max(_depth(item) for item in elements(pdf, "LI"))
    assert depth == 3


def _depth(item: pikepdf.Object) -> int:
    above, depth = item, 0
    while "/S" in above:
        depth += above.S == "/LI"
        above = above.P
    return depth


def test_a_long_title_is_short_in_the_running_head(stress: Built) -> None:
    page = next(page for page in pages_of(stress.pdf) if page.startswith("A chapter whose title"))
    assert page.startswith("A chapter whose title needs four lines … ")


def test_a_figure_higher_than_a_page_is_a_problem_with_its_place(desk: Desk, stress: Built) -> None:
    events = "\n".join(f'      - {{date: {1900 + n}, title: Event {n}, line: "It happened."}}' for n in range(120))
    path = desk.content / "chapters" / "2-settlement.yaml"
    text = path.read_text(encoding="utf-8")
    assert "    events:\n" in text
    path.write_text(text.replace("    events:\n", f"    events:\n{events}\n", 1), encoding="utf-8")
    desk.write("content/figures.yaml", (desk.content / "figures.yaml").read_text() + TALL)
    desk.replace("content/chapters/2-settlement.yaml", "    events:\n", "    figures: [tall]\n    events:\n")
    answer = desk.run("report")
    assert answer.code == 1
    assert re.search(r'content/figures\.yaml:\d+: figure "tall" is \d+ points higher than a page', answer.err), (
        answer.err
    )


TALL = """
tall:
  kind: timeline
  events: all
  title: Everything that happened
  subtitle: Every year
  alt: Events.
"""


def test_a_table_that_is_a_figure_goes_on_over_the_page(desk: Desk) -> None:
    places = [f"{saint} {where}" for where in WHERE for saint in SAINTS]  # no two alike but for a number, as heads are
    rows = "\n".join(f"{place},{n}" for n, place in enumerate(places))
    desk.write("content/data/names.csv", f"name,level\n{rows}\n")
    desk.replace("content/figures.yaml", "takings:\n", TABLE + "takings:\n")
    desk.replace("content/chapters/1-quarrel.yaml", "      - takings\n", "      - takings\n      - names\n")
    answer = desk.run("report")
    assert answer.code == 0, answer.err
    assert sum("Name Level" in page for page in pages_of(desk.output / "report.pdf")) >= 3
    path: Path = desk.output / "report.pdf"
    (file,) = judged("outloud", "--json", "-", "--quiet", str(path))["results"]
    assert file["findings"] == []


SAINTS = ["San Bartolomé", "Santa Úrsula", "San Lázaro", "San Íñigo", "Santa Águeda", "Santa Brígida", "San Telmo"]
WHERE = ["el Alto", "el Bajo", "del Río", "del Llano", "del Vado", "de la Acequia", "de la Peña", "del Puente"]
WHERE += ["de las Huertas", "de los Molinos", "de Ultramar", "de la Noria", "del Embalse"]
TABLE = """names:
  kind: table
  data: names.csv
  x: name
  series:
    - {column: level, label: Level}
  unit: feet
  title: Every village on the river
  subtitle: Levels in feet
  alt: Levels.
  source: ferrers2019
"""
