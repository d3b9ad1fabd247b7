"""Words of the publication: lists of any name, in any language, that entries of any kind bear, in every form."""

import re
from pathlib import Path

import pytest
from desk import ROOT, Desk
from pptx import Presentation
from verbs import pages_of, words_of

from pipeline.content.figure import Timeline
from pipeline.content.printing import print_capital
from pipeline.deck.slides import Slide, Table, TextBlock
from pipeline.figures.look import page_look
from pipeline.figures.timeline import TimelinePlot, draw_timeline

WORDS = ROOT / "tests" / "words"
BRIEF = """\
{% import "_entry.html" as part with context %}
{{ part.heading(entry, "Norma") }}
{{ part.body(entry) }}
"""
DECK = """\
{% import "_entry.html" as part with context %}
{{ part.points(entry, "Norma: " ~ (entry.title | line)) }}
"""
TEAL, TERRACOTTA, GREY = "#0A6B78", "#A5431F", "#66625C"


@pytest.fixture
def spanish(tmp_path: Path) -> Desk:
    """A desk with a publication in Spanish, with lists of its own and a kind of its own."""
    desk = Desk(tmp_path / "desk", WORDS)
    desk.write("layouts/pages/norma.html", BRIEF)
    desk.write("layouts/deck/norma.html", DECK)
    return desk


def plot(desk: Desk, id: str, width: float = 468, **changed: object) -> TimelinePlot:
    publication, theme = desk.load()
    figure = publication.figures[id].model_copy(update=changed)
    assert isinstance(figure, Timeline)
    look = page_look(theme, "es", lambda text: text.source)
    return draw_timeline(figure, publication.every_entry, 2024, look, width)


def marks_of(html: str, id: str) -> str:
    """The line of years and words of an entry, in HTML."""
    return html.split(f'id="sec-{id}"')[1].split('<p class="marks">')[1].split("</p>", maxsplit=1)[0]


def text_in(slide: Slide, slot: str) -> str:
    content = slide.slots[slot]
    assert isinstance(content, TextBlock)
    return " ".join(paragraph.text for paragraph in content.paragraphs)


# ---------------------------------------------------------------- pages and slides


@pytest.mark.quick
@pytest.mark.parametrize(
    ("id", "said", "color"),
    [
        ("sequia", "1940–57 · Por su lado", TERRACOTTA),
        ("bando", "1941 · Sin efecto", GREY),
        ("anos-secos", "En vigor", TEAL),
    ],
)
def test_pages_print_the_words_of_entries_of_any_kind(spanish: Desk, id: str, said: str, color: str) -> None:
    marks = marks_of(spanish.html(), id)
    assert words_of(marks).strip() == said
    assert f'class="swatch" style="background: {color}"' in marks


@pytest.mark.quick
def test_an_entry_without_years_and_words_has_no_line_of_them(spanish: Desk) -> None:
    assert 'class="marks"' not in spanish.html().split('id="sec-arriba"')[1].split("</section>")[0]


@pytest.mark.quick
def test_kickers_of_slides_say_them(spanish: Desk) -> None:
    kickers = [text_in(slide, "kicker") for slide in spanish.slides() if "kicker" in slide.slots]
    assert "La sequía, 1940–57 · Sola" in kickers
    assert "Norma: Bando de 1941, 1941 · Sin efecto" in kickers
    assert "Barrera: Los años secos · En vigor" in kickers
    assert "Barrera: Aguas arriba" in kickers


@pytest.mark.quick
def test_cells_of_tables_have_the_short_form(spanish: Desk) -> None:
    table = spanish.html().split('id="fig-etapas-en-tabla"')[1].split("</table>")[0]
    assert [words_of(cell).strip() for cell in re.findall(r"(?s)<td>(.*?)</td>", table)][1::2] == [
        "Sola",
        "A medias",
        "Concertada",
    ]
    slide = next(slide for slide in spanish.slides() if "etapas-en-tabla" in slide.figures)
    assert isinstance(slide.slots["body"], Table)
    rows = [[cell.text for cell in row] for row in slide.slots["body"].rows]
    assert rows == [
        ["Periodo", "Años", "Postura"],
        ["La sequía", "1940–57", "Sola"],
        ["El tanteo", "1958–69", "A medias"],
        ["El pacto", "1970–90", "Concertada"],
    ]


@pytest.mark.quick
def test_words_without_colors_are_steps_in_a_matrix(spanish: Desk) -> None:
    spanish.replace("content/chapters/2-reparto.yaml", "peso: medio", "peso: alto")
    spanish.replace("content/chapters/2-reparto.yaml", "peso: bajo", "peso: ninguno")
    html = spanish.html()
    assert '<td class="heat all"><span class="step">Alto</span> Aldera pondría el terreno' in html
    assert '<td class="heat least"><span class="step">Ninguno</span> Para eso se haría' in html
    slide = next(slide for slide in spanish.slides() if "pesos" in slide.figures)
    assert isinstance(slide.slots["body"], Table)
    said = [row[1].text for row in slide.slots["body"].rows]
    assert said == ["Una reserva", "Alto. Aldera pondría el terreno", "Ninguno. Para eso se haría"]


@pytest.mark.quick
def test_a_list_may_take_the_place_of_a_line_of_a_kind(spanish: Desk) -> None:
    spanish.replace(
        "content/publication.yaml", "lists:\n", "lists:\n  status:\n    en-estudio: {label: en estudio, color: ochre}\n"
    )
    spanish.replace("content/chapters/2-reparto.yaml", "status: En estudio.", "status: en-estudio")
    html = spanish.html().split('id="sec-reserva"')[1]
    assert '<dd><span class="swatch" style="background: #B07F1E"></span>En estudio</dd>' in html
    assert words_of(html).count("En estudio") == 1
    assert any("En estudio" in text_in(slide, "step-2") for slide in spanish.slides() if "step-2" in slide.slots)


# ---------------------------------------------------------------- timelines


@pytest.mark.quick
def test_a_timeline_shows_entries_of_any_kind_with_years(spanish: Desk) -> None:
    drawn = plot(spanish, "normas")
    assert [(stripe.entry.id, stripe.color) for stripe in drawn.stripes] == [
        ("bando", "grey"),
        ("ordenanza", "grey"),
        ("ley", "teal"),
    ]
    assert [key.label.lines for key in drawn.keys] == [("sin efecto",), ("en vigor",)]
    assert [flag.words.lines for flag in drawn.flags] == [("Primera multa",)]


@pytest.mark.quick
def test_a_timeline_may_name_entries_of_several_kinds_and_no_list(spanish: Desk) -> None:
    drawn = plot(spanish, "normas", entries=("ley", "period"), color="none")
    assert [stripe.entry.id for stripe in drawn.stripes] == ["sequia", "tanteo", "pacto", "ley"]
    assert {stripe.color for stripe in drawn.stripes} == {"navy"}, "the first of the theme's"
    assert not drawn.keys


@pytest.mark.quick
def test_the_band_of_a_single_year_has_room_for_its_letter(spanish: Desk) -> None:
    drawn = plot(spanish, "normas", entries=("norma",))
    assert drawn.stripes[0].label.lines == ("A",)
    assert drawn.stripes[0].width >= 8.5, "the size of its type"
    spanish.replace("content/chapters/2-reparto.yaml", "years: 1970-2024", "years: 2024")
    last = plot(spanish, "normas").stripes[-1]
    assert (last.width >= 8.5, last.x + last.width <= 468) == (True, True)


@pytest.mark.quick
def test_keys_are_short_where_there_is_no_room_and_then_in_rows(spanish: Desk) -> None:
    assert [key.label.lines[0] for key in plot(spanish, "etapas").keys][1] == "a medias entre los dos valles"
    narrow = plot(spanish, "etapas", width=120)
    assert [key.label.lines[0] for key in narrow.keys] == ["sola", "a medias", "concertada"]
    assert len({key.y for key in narrow.keys}) > 1
    assert all(key.label.x + key.label.wide <= 120 for key in narrow.keys)
    assert min(stripe.y for stripe in narrow.stripes) > max(key.y for key in narrow.keys)


@pytest.mark.quick
def test_a_timeline_of_more_entries_than_letters_shows_them_all(spanish: Desk) -> None:
    publication, theme = spanish.load()
    one = next(entry for entry in publication.every_entry if entry.id == "ley")
    many = [one.model_copy(update={"id": f"ley-{n}", "years": (1900 + n, 1900 + n)}) for n in range(40)]
    figure = publication.figures["normas"]
    assert isinstance(figure, Timeline)
    drawn = draw_timeline(figure, many, 2024, page_look(theme, "es", lambda text: text.source), 468)
    assert len(drawn.stripes) == 40
    assert [stripe.label.lines[0] for stripe in drawn.stripes][25:28] == ["Z", "AA", "AB"]


def test_all_of_it_builds_to_the_end(spanish: Desk) -> None:
    answer = spanish.run("all")
    assert answer.code == 0, answer.err
    pages = " ".join(pages_of(spanish.output / "report.pdf"))
    assert "Norma" in pages.split("Datos de las figuras")[-1], "the table is headed by the kind of its entries"
    names = [
        inner.name
        for slide in Presentation(str(spanish.output / "deck.pptx")).slides
        for shape in slide.shapes
        if shape.shape_type == 6  # a group
        for inner in shape.shapes
    ]
    assert {"A, sin efecto", "El pacto, concertada", "Clave: en vigor"} <= set(names)


# ---------------------------------------------------------------- words


@pytest.mark.quick
@pytest.mark.parametrize(
    ("language", "words", "printed"),
    [
        ("es", "en vigor desde la OTAN", "En vigor desde la OTAN"),
        ("es-MX", "único", "Único"),
        ("tr", "iptal", "İptal"),
        ("de", "offen", "Offen"),
        ("el", "ἀνοικτός", "Ἀνοικτός"),
        ("hr", "ǆep", "ǅep"),
        ("en", "“open”", "“open”"),
        ("en", "", ""),
    ],
)
def test_a_line_begins_with_a_capital_and_the_rest_stays(language: str, words: str, printed: str) -> None:
    assert print_capital(words, language) == printed


@pytest.mark.quick
def test_a_publication_without_periods_and_matrices_needs_no_lists(spanish: Desk) -> None:
    path = spanish.content / "publication.yaml"
    path.write_text(re.sub(r"lists:\n( .*\n)+", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    for name in ("1-rio", "2-reparto"):
        chapter = spanish.content / "chapters" / f"{name}.yaml"
        text = re.sub(r" +(postura|vigencia): .*\n", "", chapter.read_text(encoding="utf-8"))
        chapter.write_text(re.sub(r"peso: \w+, ", "", text), encoding="utf-8")
    spanish.replace("content/figures.yaml", "columns: [years, postura]", "columns: [years]")
    answer = spanish.run("check")
    assert answer.code == 0, answer.err
