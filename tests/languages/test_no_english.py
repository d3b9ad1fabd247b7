"""No English in an output of a publication in another language: what is tagged as Spanish is Spanish.

Two publications hold an entry of every kind, every kind of figure, sources with one author to four, without a date, without
an author. Whatever readers can meet is collected: text, alternative text, names of shapes, notes, sections, prompts.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest
from babel.messages.pofile import read_po
from desk import ROOT, Desk
from pptx import Presentation
from pptx.oxml.ns import qn

from pipeline.deck.slides import Drawing, Slide, Table
from pipeline.handout.lay_slides import lay_slides
from pipeline.handout.write import render_handout
from pipeline.making.data import make_data
from pipeline.making.sheet import make_sheet
from pipeline.making.slides import fit_slides
from pipeline.master.reading import read_artwork
from pipeline.outputs.changes import compare_pages
from pipeline.outputs.pages import Page
from pipeline.powerpoint.slide import write_pptx
from pipeline.render.render import render_changes, render_pages

HERE = Path(__file__).parent
LANGUAGES = {"spanish": "es", "german": "de"}
FUNCTION_WORDS = frozenset(
    """about and are been before but each every from has have how its more not now of on one only other our page pages
    part see since slide slides than that the their them then there these they this those to under was were what when where
    which who why with words""".split()  # noqa: SIM905
)
# Words of both languages.
HOMOGRAPHS = {
    "es": frozenset(("no",)),
    "de": frozenset(("an", "die", "in", "see", "so", "text", "was")),
}
ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "content", "data-head", "data-title", "data-opens")
IDS = re.compile(r"[\w-]+\.(?:csv|yaml|pdf|pptx|xlsx)|https?://\S+|initial-scale=\d")


def words_of(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", text)}


def forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def english_words(language: str) -> frozenset[str]:
    """The words of the layouts' own messages, and the commonest words of English, that are not also of the language."""
    english, others = set(FUNCTION_WORDS), set(HOMOGRAPHS[language])
    with (ROOT / "layouts" / "translations" / f"{language}.po").open("rb") as file:
        for message in read_po(file):
            english |= words_of(re.sub(r"%\(\w+\)s", "", " ".join(forms(message.id))))
            others |= words_of(re.sub(r"%\(\w+\)s", "", " ".join(forms(message.string)))) if message.id else set()
    return frozenset(word for word in english - others if len(word) > 1)


# ---------------------------------------------------------------- what readers meet


def texts_of_html(html: str, language: str) -> Iterator[str]:
    """Every text and attribute that is read, unless the nearest `lang` is another than the page's."""
    page = lxml.html.fromstring(html)

    def walk(element: Any, lang: str) -> Iterator[str]:
        if not isinstance(element.tag, str) or element.tag in ("style", "script"):
            return
        lang = element.get("lang", lang)
        if lang == language:
            yield element.text or ""
            yield from (element.get(name) or "" for name in ATTRIBUTES)
        for child in element:
            yield from walk(child, lang)
            if lang == language:
                yield child.tail or ""

    assert page.get("lang") == language
    yield from walk(page, "")


def texts_of_slides(slides: tuple[Slide, ...]) -> Iterator[str]:
    for slide in slides:
        notes = (run for paragraph in slide.notes for run in paragraph.runs)
        yield from (run.text for run in (*slide.runs, *notes) if not run.language)
        for content in slide.slots.values():
            if isinstance(content, Drawing | Table):
                yield content.alt
            if isinstance(content, Drawing):
                yield content.caption


def texts_of_pptx(data: bytes) -> Iterator[str]:
    """What PowerPoint shows beside the slides' own words: names and descriptions of shapes, sections, prompts, properties."""
    deck = Presentation(io.BytesIO(data))
    slots = {shape.name for layout in deck.slide_layouts for shape in layout.placeholders}  # names that layouts use
    yield from (element.get("name") for element in deck.element.iter() if element.tag.endswith("}section"))
    yield from (deck.core_properties.title, deck.core_properties.subject, deck.core_properties.keywords)
    for page in (*deck.slides, *deck.slide_layouts, deck.slide_master, deck.notes_master):
        yield from (text.text for text in page.element.iter(qn("a:t")))
    for slide in deck.slides:
        for named in slide.element.iter(qn("p:cNvPr")):
            yield from (word for word in (named.get("name"), named.get("descr") or "") if word not in slots)
    for part in deck.part.package.iter_parts():
        if "/drawings/" in str(part.partname):  # what is shaded in a chart
            yield from re.findall(r'name="([^"]*)"', part.blob.decode())


def texts_of_xlsx(data: bytes) -> Iterator[str]:
    """The words of all cells, and the names of sheets that are no ids."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    yield from (book.properties.title, book.properties.subject, book.worksheets[0].title)
    ids = {sheet.title for sheet in book.worksheets[1:]}
    cells = (cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    yield from (value for value in cells if isinstance(value, str) and value not in ids)


def collect(desk: Desk, language: str) -> dict[str, list[str]]:
    """All texts of each output."""
    build = desk.build()
    publication, theme, layouts = build.publication, build.theme, build.layouts
    pages = {
        name: render_pages(build.printed[name], form, theme, layouts)
        for name, form in build.forms.items()
        if form.medium == "pages"
    }
    deck = fit_slides(build, build.forms["deck"])
    anchors = {name: dict.fromkeys(re.findall(r'\bid="([^"]+)"', page.html), 1) for name, page in pages.items()}
    sheet = make_sheet(build, anchors, [deck])
    master = deck.master
    laid = lay_slides(deck.slides, master, read_artwork(master), publication, theme)
    handout = render_handout(laid, read_artwork(master), publication, theme, layouts, notes=True)

    def shown(text: str) -> Page:
        return Page(tuple(text.split()), ("zzz",) if "q" in text else (), text)

    changes = [
        compare_pages(name, unit, [shown(t) for t in old], [shown(t) for t in new])
        for name, unit in (("brief.pdf", "page"), ("deck.pptx", "slide"), ("data.xlsx", "figure"))
        for old, new in (
            (["x y", "z", "u", "v w", "k"], ["x yy", "u", "k", "neu", "z"]),
            (["x", "y"], ["x", "y q"]),
            (["x", "y"], ["xx", "yy"]),
            (["x"], ["x"]),
        )
    ]
    svg = [re.sub(r"<[^>]+>", " ", drawing) for page in pages.values() for drawing in page.drawings.values()]
    html = {name: page.html for name, page in pages.items()} | {"handout": handout.html}
    html["sheet"] = sheet["fact-check.html"].content.decode()
    html["changes"] = render_changes(changes, publication, theme, layouts)
    rows = csv.reader(io.StringIO(sheet["fact-check.csv"].content.decode("utf-8-sig")))
    return {
        **{name: list(texts_of_html(page, publication.imprint.language)) for name, page in html.items()},
        "drawings": svg,
        "table": [cell for row in rows for cell in row],
        "slides": list(texts_of_slides(deck.slides)),
        "workbook": list(texts_of_xlsx(make_data(build)["data.xlsx"].content)),
        "pptx": list(texts_of_pptx(write_pptx(deck.slides, master, publication, deck.theme))),
    }


def find_english(desk: Desk, language: str) -> list[str]:
    """Every text with an English word in it: the output, the words, the text."""
    english = english_words(language)
    return [
        f"{output}: {' '.join(sorted(found))}: {' '.join(text.split())[:80]}"
        for output, texts in collect(desk, language).items()
        for text in texts
        if (found := words_of(IDS.sub("", text)) & english)
    ]


# ---------------------------------------------------------------- the tests


@pytest.fixture(params=sorted(LANGUAGES))
def foreign(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Desk, str]:
    return Desk(tmp_path / "desk", HERE / request.param), LANGUAGES[request.param]


def test_no_english_stands_in_another_language(foreign: tuple[Desk, str]) -> None:
    assert find_english(*foreign) == []


def test_every_output_has_words_to_look_at(foreign: tuple[Desk, str]) -> None:
    for output, texts in collect(*foreign).items():
        assert len(words_of(" ".join(texts))) > 12, output


FORGOTTEN = {
    "report": ("layouts/pages/_references.html", '{{ _("Sources") }}</h1>', "Sources</h1>"),
    "brief": ("layouts/brief/_notes.html", '{{ _("Notes") }}</h1>', "Notes</h1>"),
    "slides": ("layouts/deck/_appendix.html", '{{ _("Appendix") }}', "Appendix"),
    "sheet": ("layouts/sheet/sheet.html", '{{ _("to be ticked") }}', "to be ticked"),
    "changes": ("layouts/sheet/changes.html", 'else _("%(page)s:", page=page)', 'else "These words:"'),
    "pptx": ("layouts/deck/master/_macros.xml", '_("Text")', '"Write here what slides have"'),
    "drawings": ("layouts/pages/figure-chart.svg", "</svg>", "<text>Since the war</text></svg>"),
    "handout": ("layouts/handout/handout.html", "</body>", '<p title="These slides"></p></body>'),
    "table": ("layouts/translations/es.po", 'msgstr "fuentes"', 'msgstr ""'),
    "workbook": ("layouts/translations/es.po", 'msgstr "Hoja"', 'msgstr ""'),
}


@pytest.mark.parametrize("output", FORGOTTEN)
def test_a_forgotten_word_is_found(tmp_path: Path, output: str) -> None:
    desk = Desk(tmp_path / "desk", HERE / "spanish")
    name, old, new = FORGOTTEN[output]
    desk.replace(name, old, new)
    found = find_english(desk, "es")
    assert output in {line.partition(":")[0] for line in found}
