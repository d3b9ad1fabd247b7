"""Names are known in whichever form they are written, and what people call by other names is understood."""

import unicodedata

import pytest
from desk import Desk

from pipeline.content.called_elsewhere import FIELDS, KINDS, find_field, suggest_figure, suggest_kind
from pipeline.content.figure import FIGURES
from pipeline.content.model import KINDS as ENTRIES
from pipeline.content.model import Barrier, Fact, Imprint
from pipeline.core import nearest

pytestmark = pytest.mark.quick
COMPOSED, APART = (unicodedata.normalize(form, "entnähme") for form in ("NFC", "NFD"))


@pytest.mark.parametrize(("typed", "on_disk"), [(COMPOSED, APART), (APART, COMPOSED)])
def test_a_file_is_found_however_its_accents_are_written(desk: Desk, typed: str, on_disk: str) -> None:
    (desk.content / "data" / "takings.csv").rename(desk.content / "data" / f"{on_disk}.csv")
    for name in ("figures", "facts"):
        text = (desk.content / f"{name}.yaml").read_text(encoding="utf-8")
        desk.write(f"content/{name}.yaml", text.replace("data: takings.csv", f"data: {typed}.csv"))
    (desk.content / "chapters" / "1-quarrel.yaml").rename(desk.content / "chapters" / f"{on_disk}.yaml")
    desk.replace("content/publication.yaml", "- 1-quarrel", f"- {typed}")
    style = desk.layouts / "citation" / "chicago-author-date.csl"
    style.rename(style.with_stem(on_disk))
    desk.replace("content/publication.yaml", "chicago-author-date", typed)
    answer = desk.run("deck")
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(("typed", "in_file"), [(COMPOSED, APART), (APART, COMPOSED)])
def test_a_column_is_found_however_its_accents_are_written(desk: Desk, typed: str, in_file: str) -> None:
    desk.replace("content/data/takings.csv", "lowmarsh", in_file)
    for name in ("figures", "facts"):
        text = (desk.content / f"{name}.yaml").read_text(encoding="utf-8")
        desk.write(f"content/{name}.yaml", text.replace("column: lowmarsh", f"column: {typed}"))
    publication, _ = desk.load()
    assert publication.figures["takings"].numbers(publication.figures["takings"].series[1])[0] is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("As_Of", ["as-of", "at"], "as-of"),
        ("as of", ["as-of", "at"], "as-of"),
        ("Bracero-Peák", ["bracero-peak", "bracero-low"], "bracero-peak"),
        ("figure", ["figures", "title"], "figures"),
        ("points", ["point"], "point"),
        ("branches", ["branch", "brandy"], "branch"),
        ("nothing", ["title"], ""),
    ],
)
def test_the_nearest_name_is_the_one_that_differs_in_its_form(typed: str, known: list[str], meant: str) -> None:
    assert nearest(typed, known) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("heading", "title"),
        ("Body", "text"),
        ("bullets", "points"),
        ("Speaker Notes", "notes"),
        ("überschrift", "title"),
    ],
)
def test_a_field_is_known_by_what_other_programs_call_it(typed: str, meant: str) -> None:
    assert find_field(typed, Barrier.keys()) == meant


def test_a_name_stands_for_what_can_stand_there() -> None:
    assert find_field("summary", Barrier.keys()) == "claim"
    assert find_field("summary", Imprint.keys()) == "abstract"
    assert find_field("amount", Fact.keys()) == "value"


def test_no_field_is_said_to_mean_another() -> None:
    """A name that some record has is no other name for a field of the same record."""
    for record in (Barrier, Fact, Imprint, *FIGURES.values()):
        for field in record.keys():  # noqa: SIM118
            assert find_field(field, record.keys()) == field


def test_what_is_meant_is_there() -> None:
    every = {key for record in (*ENTRIES.values(), Fact, Imprint, *FIGURES.values()) for key in record.keys()}  # noqa: SIM118
    inner = {
        "column",
        "meaning",
        "term",
        "label",
        "color",
        "date",
        "pages",
    }  # of records within records, and of the theme
    assert set(FIELDS) <= every | inner
    assert set(KINDS) - {"summary"} <= set(ENTRIES)


def test_a_kind_that_has_no_layouts_is_not_offered() -> None:
    assert suggest_kind("recommendation", ["topic", "policy-area"], "") == 'did you mean "policy-area"?'
    assert "policy-area" not in suggest_kind("recommendation", ["topic"], "")
    assert suggest_kind("chapter", ["topic"], "").startswith("a chapter is a file of its own")


@pytest.mark.parametrize("asked", ["pie", "Pie Chart", "torta", "Kreisdiagramm", "gráfico de torta", "donut"])
def test_a_share_is_shown_by_bars_in_every_language(asked: str) -> None:
    assert (
        suggest_figure(asked, FIGURES)
        == "a share is read more surely from bars: write  kind: bar, or  kind: stacked  with  shares: true"
    )


@pytest.mark.parametrize(
    "asked", ["image", "area", "scatter", "histogram", "mapa", "Landkarte", "Bild", "Säulen", "líneas"]
)
def test_what_is_asked_for_often_has_an_answer_of_its_own(asked: str) -> None:
    assert "did you mean" not in suggest_figure(asked, FIGURES)
    assert "choose from" not in suggest_figure(asked, FIGURES)
