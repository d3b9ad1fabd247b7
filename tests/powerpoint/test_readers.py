"""What other programs read of a deck and of each cut: all titles in order, all notes, all numbers.

Pandoc reads no notes and no charts of any deck: of it, titles, tables and texts are asked.
"""

import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from desk import Built
from lxml import etree
from pptx.oxml.ns import qn
from verbs import charts_of, folded, notes_of, slides_of, title_of, words_of

DECKS = ["deck", "short", "medium", "long"]
Numbers = list[tuple[float, ...]]  # of the charts of a slide: of each series, in order


@dataclass(frozen=True)
class Read:
    """What a program reads of a slide."""

    title: str
    notes: str
    numbers: Numbers


@pytest.fixture(params=DECKS)
def deck(sample: Built, request: pytest.FixtureRequest) -> Path:
    """The sample's deck, and each of its cuts."""
    return sample.deck if request.param == "deck" else sample.cut(request.param)


def fold(text: str) -> str:
    """Text with white space folded, and none around signs: renderers differ in what they put between runs."""
    return re.sub(r"\s+(?=[,;.:)])", "", folded(text))


def read_with_python_pptx(deck: Path) -> list[Read]:
    reads = []
    for slide in slides_of(deck):
        series = [series for chart in charts_of(slide) for series in chart.plots[0].series]
        numbers = [tuple(value for value in one.values if value is not None) for one in series]
        reads.append(Read(title_of(slide), fold(notes_of(slide)), numbers))
    return reads


def test_python_pptx_reads_what_was_written(sample: Built) -> None:
    slides = sample.desk.fitted()
    read = read_with_python_pptx(sample.deck)
    assert [one.title for one in read] == [slide.name for slide in slides]
    for one, slide in zip(read, slides, strict=True):
        assert one.notes.endswith(fold(" ".join(line.text for line in slide.notes[1:]))), "speaking times are before"


def test_a_cut_reads_as_its_slides_do_in_the_whole(sample: Built) -> None:
    whole = {one.title: one for one in read_with_python_pptx(sample.deck)}
    long = read_with_python_pptx(sample.cut("long"))
    assert [one.title for one in long] == list(whole)
    for name in ("short", "medium"):
        for one in read_with_python_pptx(sample.cut(name)):
            assert one.numbers == (whole[one.title].numbers if one.title in whole else [])


def test_each_number_of_a_chart_has_its_label(deck: Path) -> None:
    """An axis of numbers has none that python-pptx, and what is made with it, could read: one of days has."""
    for number, slide in enumerate(slides_of(deck), 1):
        for chart in charts_of(slide):
            labels = [str(category) for category in chart.plots[0].categories]
            assert labels, f"slide {number}"
            assert all(len(list(series.values)) == len(labels) for series in chart.plots[0].series), f"slide {number}"


def test_words_that_look_alike_are_one_run(built: Built) -> None:
    """Also where a fact stands among them: pandoc puts a blank between two runs."""
    for number, slide in enumerate(slides_of(built.deck), 1):
        for paragraph in slide._element.iter(qn("a:p")):
            for run, following in pairwise(paragraph):
                if run.tag == following.tag == qn("a:r"):
                    looks = [etree.tostring(one.find(qn("a:rPr"))) for one in (run, following)]
                    assert looks[0] != looks[1], f"slide {number}: {run.text!r}, {following.text!r}"


def test_libreoffice_reads_titles_notes_and_numbers(deck: Path, needs: Callable[[str], str], tmp_path: Path) -> None:
    command = [needs("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "odp", "--outdir", str(tmp_path), str(deck)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    found = read_odp(tmp_path / f"{deck.stem}.odp")
    expected = read_with_python_pptx(deck)
    assert [one.title for one in found] == [one.title for one in expected]
    for number, (one, other) in enumerate(zip(found, expected, strict=True), 1):
        assert one.notes == other.notes, f"slide {number}"
        assert sorted(one.numbers) == sorted(other.numbers), f"slide {number}"


def read_odp(path: Path) -> list[Read]:
    """What LibreOffice has written of each slide into its own file."""
    with zipfile.ZipFile(path) as archive:
        pages = etree.fromstring(archive.read("content.xml")).iter("{*}page")
        return [read_page(page, archive) for page in pages]


def read_page(page: Any, archive: zipfile.ZipFile) -> Read:
    (title,) = (frame for frame in page if value(frame, "class") == "title")
    notes = [frame for frame in page.find("{*}notes") if value(frame, "class") == "notes"]
    charts = [value(frame, "href").removeprefix("./") for frame in page.iterfind("{*}frame/{*}object")]
    numbers = [column for chart in charts for column in read_chart(archive.read(f"{chart}/content.xml"))]
    return Read(folded(text_of(title)), fold(" ".join(map(text_of, notes))), numbers)


def value(element: Any, name: str) -> str:
    """The value of an attribute, in whatever namespace."""
    return next((str(found) for key, found in element.attrib.items() if etree.QName(key).localname == name), "")


def text_of(frame: Any) -> str:
    """The text of a frame: its paragraphs with blanks between; blanks and line breaks are elements of their own."""
    for element in frame.iter("{*}s", "{*}line-break", "{*}tab"):
        element.text = " "
    return " ".join("".join(paragraph.itertext()) for paragraph in frame.iter("{*}p"))


def read_chart(content: bytes) -> Numbers:
    """The columns of a chart's own table, without that of its labels."""
    rows = list(etree.fromstring(content).iter("{*}table-rows"))[-1]
    cells = [[value(cell, "value") for cell in row.iter("{*}table-cell")] for row in rows]
    return [
        tuple(float(cell) for cell in column if cell not in ("", "NaN"))
        for column in list(zip(*cells, strict=True))[1:]
    ]


def test_pandoc_reads_titles_tables_and_texts(deck: Path) -> None:
    html = pypandoc.convert_file(str(deck), "html", "pptx", ["--wrap=none"])
    titles = re.findall(r'<h2 id="slide-\d+">(.*?)</h2>', html)
    assert [fold(words_of(title)) for title in titles] == [fold(title_of(slide)) for slide in slides_of(deck)]
    read = fold(words_of(html))
    for number, slide in enumerate(slides_of(deck), 1):
        for shape in slide.shapes:
            texts = [shape.text_frame] if shape.has_text_frame else []
            texts += [cell.text_frame for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            for run in (run for text in texts for paragraph in text.paragraphs for run in paragraph.runs):
                assert fold(run.text) in read, f"slide {number}: {run.text}"
