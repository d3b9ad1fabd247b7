"""The fact-check sheet: each fact, its source, and the pages and slides where a reader meets it."""

import csv
import io
import re

import pytest
from desk import Built, Desk
from verbs import folded, notes_of, pages_of, slides_of, texts_of, words_of

from pipeline.content import print_fact
from pipeline.render.fact_check import find_typed
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer


def rows_of(built: Built) -> dict[str, dict[str, str]]:
    text = (built.desk.output / "fact-check.csv").read_text(encoding="utf-8-sig")
    return {row["fact"]: row for row in csv.DictReader(io.StringIO(text))}


def numbers(cell: str) -> list[int]:
    return [int(number) for number in cell.split(", ") if number]


def test_every_fact_has_a_line(built: Built) -> None:
    publication, _ = built.desk.load()
    assert list(rows_of(built)) == list(publication.facts)


@pytest.mark.parametrize("form", ["brief", "report"])
def test_the_pages_it_names_say_the_fact(built: Built, form: str) -> None:
    pages = pages_of(built.desk.output / f"{form}.pdf")
    publication, _ = built.desk.load()
    renderer = DeckRenderer(publication)
    for id, row in rows_of(built).items():
        figures = (figure for figure in publication.figures.values() if f"{{{id}" in figure.alt.source)
        drawn = [render_plain(figure.title, renderer) for figure in figures]
        for page in numbers(row[f"pages of {form}.pdf"]):
            text = "".join(pages[page - 1].split())  # a fact may run on over a line
            short = print_fact(publication.facts[id], publication.imprint.language, "short")
            said = any("".join(words.split()) in text for words in (row["as printed"], short, *drawn))
            said = said or all(part in text for part in re.findall(r"[^\s–]+", row["as printed"]))  # in the margin
            assert said, f"{id}: page {page} does not say {row['as printed']!r}"


@pytest.mark.parametrize("form", ["brief", "report"])
def test_no_page_that_says_a_number_is_forgotten(sample: Built, form: str) -> None:
    """The number over a bar is drawn from the data, and titles of sources are theirs: no facts are told."""
    pages = [folded(page) for page in pages_of(sample.desk.output / f"{form}.pdf")]
    figures = re.compile(r"Figure \d+ [A-Z]|← ")
    drawn = {n for n, page in enumerate(pages, 1) if figures.search(page)}
    looked = 0
    for row in rows_of(sample).values():
        words = row["as printed"]
        if len(words) >= 6:
            told = re.compile(rf"(?<![\w,-]){re.escape(words)}(?![\w,-])")
            saying = {n for n, page in enumerate(pages, 1) if told.search(page)}
            others = [(other, other["as printed"]) for other in rows_of(sample).values()]
            alike = [other for other, said in others if told.search(said) or words.endswith(f" {said}")]  # some 3,000
            named = {n for other in alike for n in numbers(other[f"pages of {form}.pdf"])}
            assert saying - drawn <= named, words
            looked += 1
    assert looked > 10


def test_the_slides_it_names_say_the_fact(built: Built) -> None:
    slides, publication = slides_of(built.deck), built.desk.load()[0]
    for id, row in rows_of(built).items():
        short = publication.facts[id].short
        for number in numbers(row["slides of deck.pptx"]):
            shape_alts = " ".join(slides[number - 1]._element.xpath(".//p:cNvPr/@descr"))
            text = texts_of(slides[number - 1]) + shape_alts
            assert row["as printed"] in text or short or re.search(r"\d[KMB]\b", text), f"{id}: slide {number}"
        for number in numbers(row["notes of deck.pptx"]):
            assert row["as printed"] in notes_of(slides[number - 1]), f"{id}: notes of slide {number}"


@pytest.mark.parametrize("form", ["brief", "report"])
def test_no_page_that_says_a_telling_number_is_forgotten(small: Built, form: str) -> None:
    row = rows_of(small)["harrow-take"]
    saying = [
        n for n, page in enumerate(pages_of(small.desk.output / f"{form}.pdf"), 1) if "8.8 million cubic metres" in page
    ]
    assert numbers(row[f"pages of {form}.pdf"]) == saying
    assert len(saying) == 1


def test_a_fact_taken_from_data_is_the_number_in_the_data(small: Built) -> None:
    row = rows_of(small)["lowest-take"]
    assert (row["as printed"], row["value"]) == ("0.5 million cubic metres", "0.5")
    assert "takings.csv" in row["taken from"]


def test_the_sources_of_a_fact_are_in_words_and_on_the_sheet_in_italics(small: Built) -> None:
    sources = "Ferrers 2019; Lowmarsh County Council, {}Survey of the Marl{}, 1961"
    assert rows_of(small)["harrow-take"]["sources"] == sources.format("", "")
    sheet = (small.desk.output / "fact-check.html").read_text(encoding="utf-8")
    assert sources.split("; ")[1].format("<em>", "</em>") in sheet


def test_a_change_in_the_data_changes_the_fact_in_both_files(desk: Desk) -> None:
    desk.replace("content/data/takings.csv", "1976,8.8,0.5", "1976,8.8,0.4")
    assert "Lowmarsh 0.4 million cubic metres" in words_of(desk.html())


def test_a_number_typed_in_the_prose_is_listed(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", "Harrow had 4,321 sluices.")
    assert desk.run().code == 0
    assert "4,321" in (desk.output / "fact-check.html").read_text(encoding="utf-8")


def test_a_number_of_any_length_is_listed(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", f"Harrow had {'9' * 5000} sluices.")
    assert any(typed.number == "9" * 5000 for typed in find_typed(desk.load()[0]))
