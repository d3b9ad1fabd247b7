"""Finished pages are judged: nothing runs over the edge of the type area, is cut off, lost, or lies on other text.

What is set smaller to fit, and what is refused. Where letters stand is read back from the PDF with pdfium, which knows
nothing of the judge. The exact messages are mistakes: tests/mistakes.
"""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from desk import ROOT, Built, Desk
from pypdfium2 import raw
from verbs import folded, pages_of

SIDE = 57.0  # points of margin, left and right
LETTER, A4 = 612.0, 595.28  # widths in points; the small publication is British
LONG = "Etikettierungsüberwachungsaufgabenübertragungs" * 2 + "gesetzesentwurfsvorlage"
QUARREL, SETTLEMENT = "content/chapters/1-quarrel.yaml", "content/chapters/2-settlement.yaml"
TABLE = """      | Stretch | County |
      |---------|--------|
      | Upper   | Harrow |
      | Lower   | Lowmarsh |
"""
HEADS = ["Municipality", "Responsibility", "Implementation", "Administration", "Infrastructure", "Authorization"]
NUMBERS = ["1,234,567", "98.25%", "$1,204.50", "2,345", "12,345,678", "3.14"]


def make_table(heads: list[str], *rows: list[str]) -> str:
    return "".join(f"      | {' | '.join(row)} |\n" for row in (heads, ["---"] * len(heads), *rows))


def with_table(desk: Desk, *rows: list[str]) -> Desk:
    desk.replace(QUARREL, TABLE, make_table(*rows))
    return desk


def letters_of(path: Path) -> Iterator[tuple[int, str, float, float, float]]:
    """Each letter of a PDF: page from 1, letter, left, right, size in points."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, 1):
            text = page.get_textpage()
            for at, letter in enumerate(text.get_text_range()[: text.count_chars()]):
                if letter.strip():
                    left, _, right, _ = text.get_charbox(at)
                    matrix = raw.FS_MATRIX()
                    raw.FPDFText_GetMatrix(text.raw, at, ctypes.byref(matrix))
                    yield number, letter, left, right, raw.FPDFText_GetFontSize(text.raw, at) * abs(matrix.d)


def assert_within(path: Path, width: float = A4) -> None:
    """Say that every letter but the cover's stands between the margins."""
    over = [found for found in letters_of(path) if not SIDE - 2 < found[2] < found[3] < width - SIDE + 2]
    assert [found for found in over if found[0] > 1] == []


def sizes_of(path: Path, page: int, word: str) -> set[float]:
    """The sizes in points that a word is set in, where it first stands on a page."""
    found = [(letter, round(size, 1)) for number, letter, _, _, size in letters_of(path) if number == page]
    at = "".join(letter for letter, _ in found).index(word)
    return {size for _, size in found[at : at + len(word)]}


def page_with(path: Path, words: str) -> int:
    return next(n for n, page in enumerate(pages_of(path), 1) if words in page)


# ---------------------------------------------------------------- our own


def test_our_own_pages_are_in_order(built: Built) -> None:
    width = A4 if built.desk.load()[0].imprint.language == "en-GB" else LETTER
    assert_within(built.pdf, width)
    assert_within(built.desk.output / "brief.pdf", width)


# ---------------------------------------------------------------- tables


def test_a_table_that_fits_is_left_as_it_is(small: Built) -> None:
    assert sizes_of(small.pdf, page_with(small.pdf, "Stretch County"), "StretchCounty") == {8.7}


def test_a_table_that_is_too_wide_is_set_smaller(desk: Desk) -> None:
    path = with_table(desk, HEADS, HEADS[::-1]).make("report.pdf")
    assert_within(path)
    page = page_with(path, "Municipality")
    assert all(word in pages_of(path)[page - 1] for word in HEADS), "no word is divided"
    (size,) = sizes_of(path, page, "Infrastructure")
    assert 8 <= size < 9


def test_then_its_words_are_divided_and_no_number_is(desk: Desk) -> None:
    path = with_table(desk, HEADS + HEADS[1:5], NUMBERS + NUMBERS[:4]).make("report.pdf")
    assert_within(path)
    page = page_with(path, "Munici")
    text = pages_of(path)[page - 1]
    assert not all(word in text for word in HEADS)
    assert all(number in text for number in NUMBERS)
    assert sizes_of(path, page, "98.25%") == {8.0}, "no smaller than that"


def test_a_word_of_a_hundred_letters_in_a_cell_is_broken(desk: Desk) -> None:
    path = with_table(desk, ["Stretch", "County"], [LONG, "12,345,678"]).make("report.pdf")
    assert_within(path)
    text = re.sub(r"[ \-\u2010\ufffe]", "", pages_of(path)[page_with(path, "12,345,678") - 1])
    assert text.count("12,345,678") == 1
    assert LONG in text.replace("12,345,678", "")


@pytest.mark.parametrize(("options", "by"), [((), r"\d+ mm"), (("--paper", "letter"), r"\d\.\d\d inches")])
def test_then_it_is_refused_at_its_line_in_the_measure_of_the_paper(
    desk: Desk, options: tuple[str, ...], by: str
) -> None:
    numbers = [f"{1234567890 + n:,}" for n in range(12)]
    desk.replace(QUARREL, "tributary of note", "tributary 2018 of note")  # which is no row
    with_table(desk, ["2018"] * 12, numbers)
    answer = desk.run("report", *options)
    line = (desk.folder / QUARREL).read_text().splitlines().index(f"      | {' | '.join(['2018'] * 12)} |") + 1
    assert re.match(rf'{QUARREL}:{line}: topic "the-river": a table is {by} too wide: "2018"', answer.err), answer.err
    assert answer.code == 1


def test_a_refusal_is_kept_with_the_part(desk: Desk, counted: list[str]) -> None:
    with_table(desk, ["2018"] * 12, [f"{1234567890 + n:,}" for n in range(12)])
    first = desk.run("report").err
    assert counted
    counted.clear()
    assert desk.run("report").err == first
    assert counted == []


def test_a_table_of_data_at_the_end_is_told_at_its_figure(desk: Desk) -> None:
    columns = [f"Measuring-station-{n}" for n in range(30)]
    desk.write("content/data/takings.csv", "year,harrow,lowmarsh," + ",".join(columns) + "\n")
    rows = "\n".join(f"{year},9.1,4.2," + ",".join(["1234567.5"] * 30) for year in range(1974, 1981))
    desk.write("content/data/wide.csv", "year," + ",".join(columns) + f"\n{rows}\n".replace(",9.1,4.2,", ","))
    desk.write("content/data/takings.csv", (ROOT / "tests/publication/data/takings.csv").read_text())
    series = "".join(f"    - {{column: {name}, label: {name}}}\n" for name in columns)
    figure = (ROOT / "tests/publication/figures.yaml").read_text().replace("takings:", "wide:", 1)
    head, tail = figure.split("  series:\n")
    figure = head.replace("takings.csv", "wide.csv").replace("kind: bar", "kind: table")
    figure += "  series:\n" + series + tail[tail.index("  unit:") :]
    desk.write("content/figures.yaml", (ROOT / "tests/publication/figures.yaml").read_text() + figure)
    desk.replace(QUARREL, "      - takings\n", "      - takings\n      - wide\n")
    answer = desk.run("report")
    assert re.search(r'content/figures\.yaml:\d+: figure "wide": a table is \d+ mm too wide', answer.err)


# ---------------------------------------------------------------- long words


WORDS = [
    ("content/publication.yaml", "title: Two"),
    ("content/publication.yaml", "subtitle: How"),
    ("content/publication.yaml", "name: Edith"),
    ("content/publication.yaml", "publisher: Marl"),
    ("content/publication.yaml", "  The Marl"),
    ("content/publication.yaml", "  The river"),
    ("content/glossary.yaml", "term: reservoir"),
    ("content/glossary.yaml", "meaning: A lake"),
    ("content/sources.yaml", "title: A History"),
    ("content/figures.yaml", "title: Lowmarsh"),
    ("content/figures.yaml", "subtitle: Water"),
    ("content/figures.yaml", "note: Nobody"),
    ("content/figures.yaml", "label: Harrow"),
    (QUARREL, "title: The quarrel"),
    (QUARREL, "claim: Two"),
    (QUARREL, "title: A short"),
    (QUARREL, "claim: The Marl"),
    (QUARREL, "It has one"),
    (QUARREL, "The river has"),
    (QUARREL, "The Little"),
    (QUARREL, "blocks: The"),
    (QUARREL, "overcome: Harrow"),
    (SETTLEMENT, "### The"),
    (SETTLEMENT, "title: Harrow"),
    (SETTLEMENT, "line: The"),
    (SETTLEMENT, "goal: Both"),
]


@pytest.mark.parametrize("options", [(), ("--paper", "letter"), ("--print",)])
def test_a_word_of_a_hundred_letters_runs_out_of_no_place(desk: Desk, options: tuple[str, ...]) -> None:
    for name, before in WORDS:
        desk.replace(name, before, f"{before} {LONG}")
    answer = desk.run("report", *options)
    assert answer.code == 0, answer.err
    (path,) = desk.output.glob("*.pdf")
    assert_within(path, LETTER if "letter" in options else A4)


def test_an_address_runs_out_of_no_line(desk: Desk) -> None:
    address = "https://example.org/" + "a-long-way/" * 12
    desk.replace(QUARREL, "The river has", f"See <{address}>, or [this]({address})^[At {address}]. The river has")
    assert_within(desk.make("report.pdf"))


FACT = """
drops:
  value: {}
  unit: drops
  as-of: 1976
  measures: Drops
  source: [ferrers2019, survey1961]
  confidence: high
"""


def with_large_fact(desk: Desk, digits: str) -> Desk:
    desk.write("content/facts.yaml", (desk.folder / "content/facts.yaml").read_text() + FACT.format(digits))
    desk.replace(QUARREL, "      Harrow took {harrow", "      {drops}\n\n      Harrow took {harrow")
    return desk


def test_a_large_fact_of_thirteen_digits_is_set_smaller(desk: Desk, tmp_path: Path) -> None:
    path, other = with_large_fact(Desk(tmp_path / "other"), "12345").make("report.pdf"), "12,345"
    (usual,) = sizes_of(path, page_with(path, other), "12,345")
    path = with_large_fact(desk, "1234567890123").make("report.pdf")
    (smaller,) = sizes_of(path, page_with(path, "1,234,567,890,123"), "1,234,567,890,123")
    assert usual == pytest.approx(1.76 * 10, abs=0.1)
    assert 8 < smaller < usual


# ---------------------------------------------------------------- the cover


def test_a_long_abstract_is_set_smaller_and_stays_on_the_cover(desk: Desk) -> None:
    desk.replace(
        "content/publication.yaml", "  The Marl rises", "  The Marl rises and falls.\n" * 60 + "  The Marl rises"
    )
    path = desk.make("report.pdf")
    assert pages_of(path)[0].count("falls.") == 60
    assert pages_of(path)[1].startswith("Contents")


def test_a_long_title_does_not_run_into_the_publisher(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "title: Two", "title: " + "Two and two and two " * 12 + "Two")
    path = desk.make("report.pdf")
    assert pages_of(path)[0].count("and two") == 24
    sizes = {round(size, 1) for page, letter, _, _, size in letters_of(path) if page == 1}
    assert 38.0 not in sizes


def test_authors_that_find_no_room_are_told(desk: Desk) -> None:
    """WeasyPrint drops what does not fit in a box that is positioned, and says nothing."""
    others = "".join(f"  - {{name: Ada Quill {n}, affiliation: School of Tides and Rivers}}\n" for n in range(20))
    desk.replace("content/publication.yaml", "  - name: Tom", f"{others}  - name: Tom")
    answer = desk.run("report")
    assert re.search(r"content/publication\.yaml:\d+: publication: .* finds no room on the page", answer.err), (
        answer.err
    )


# ---------------------------------------------------------------- layouts


def show(desk: Desk, markup: str) -> Desk:
    """Have each topic begin with some markup."""
    desk.replace("layouts/pages/topic.html", "{{ part.whole(entry) }}", markup + "\n{{ part.whole(entry) }}")
    return desk


OUTSIDE = '<p class="stamp" style="position: absolute; left: -130pt; width: 120pt"{}>Seen from the boat</p>'


def test_what_a_layout_places_outside_is_a_mistake_of_the_layout(desk: Desk) -> None:
    answer = show(desk, OUTSIDE.format("")).run("report")
    assert answer.err.startswith('layouts/pages/topic.html:2: <p class="stamp"> reaches 46 mm into the margin\n')
    assert "data-bleed" in answer.err


def test_what_means_to_reach_over_says_so(desk: Desk) -> None:
    answer = show(desk, OUTSIDE.format(" data-bleed")).run("report")
    assert answer.code == 0, answer.err


def test_the_margins_of_pages_are_their_own(desk: Desk) -> None:
    desk.replace(
        "layouts/pages/pages.css",
        "@page opening",
        '@page { @right-middle { content: "In the margin" } }\n@page opening',
    )
    assert "In the margin" in folded(" ".join(pages_of(desk.make("report.pdf"))))


def test_a_picture_that_is_too_high_is_told(desk: Desk) -> None:
    picture = '<img class="map" style="height: 12in; width: 2in" src="figure:takings" alt="A map">'
    answer = show(desk, picture).run("report")
    assert re.match(r"layouts/pages/topic\.html:2: <img .*> reaches \d+ mm over the head or the foot", answer.err)


def test_columns_that_run_into_each_other_are_told(desk: Desk) -> None:
    columns = (
        '<div style="columns: 3; column-gap: 6pt; overflow-wrap: normal; hyphens: none">{{ entry.text | prose }}</div>'
    )
    desk.replace(
        QUARREL, "The river has", f"{LONG} has nothing to say of this, and this is true of the river, which has"
    )
    answer = show(desk, columns).run("report")
    assert re.search(rf'{QUARREL}:\d+: topic "the-river": "Etik.* runs over ', answer.err), answer.err


# ---------------------------------------------------------------- the handout


def test_a_handout_on_paper_is_judged_as_well(desk: Desk) -> None:
    desk.replace("layouts/handout/handout.html", "<aside>", '<aside><p style="margin-left: -100pt">Say this first</p>')
    answer = desk.run("handout", "--notes")
    assert re.match(r"layouts/handout/handout\.html:\d+: ", answer.err), answer.err
    assert "into the margin" in answer.err
