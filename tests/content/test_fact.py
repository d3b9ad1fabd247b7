"""Facts: numbers taken from data, and how they read."""

import pytest
from desk import Desk

from pipeline.content.fact import NotInData, print_date, print_fact, read_value, take_numbers
from pipeline.content.figure import Data
from pipeline.content.model import Fact
from pipeline.core import Place
from pipeline.text.typography import find_quotes

pytestmark = pytest.mark.quick

TABLE = Data(
    "t.csv",
    ("1990", "1991", "1992", "1993"),
    {"a": (10, 20, None, 40), "b": (100, 80, 60, 50), "zero": (0, 0, 0, 0), "none": (None, None, None, None)},
)


def fact(**fields: object) -> Fact:
    given = {"id": "x", "unit": "things", "as-of": "1990", "measures": "Things", "source": "s", "confidence": "high"}
    return Fact.model_validate(given | {"(place)": Place("facts.yaml", 1)} | fields)


def taken(**fields: object) -> tuple[float, ...]:
    return take_numbers(fact(data="t.csv", **fields), TABLE)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"column": "a", "at": "1991"}, (20,)),
        ({"column": "a", "take": "sum"}, (70,)),
        ({"column": "a", "take": "max"}, (40,)),
        ({"column": "a", "take": "min"}, (10,)),
        ({"column": "a", "take": "range"}, (10, 40)),
        ({"column": "a", "take": "first"}, (10,)),
        ({"column": "a", "take": "last"}, (40,)),
        ({"column": "a", "take": "change"}, (30,)),
        ({"column": "b", "take": "percent-change"}, (-50,)),
        ({"column": "b", "take": "percent-change", "unsigned": True}, (50,)),
        ({"column": "b", "take": "change", "from": "1991", "to": "1992"}, (-20,)),
        ({"column": "b", "take": "sum", "from": "1992"}, (110,)),
        ({"column": "b", "take": "sum", "to": "1991"}, (180,)),
        ({"column": "a", "take": "share", "to": "1991"}, (100 * 30 / 70,)),
        ({"column": "a", "of": "b", "at": "1991"}, (25,)),
        ({"column": "a", "of": "b", "take": "range"}, (10, 80)),
        ({"column": "a", "of": "b", "take": "share", "to": "1991"}, (100 * 30 / 180,)),
        ({"column": ["a", "b"], "at": "1990"}, (10, 100)),
    ],
)
def test_a_number_is_taken_from_data(fields: dict[str, object], expected: tuple[float, ...]) -> None:
    assert taken(**fields) == pytest.approx(expected)


@pytest.mark.parametrize(
    "fields",
    [
        {"column": "a", "at": "1992"},
        {"column": "a", "at": "2001"},
        {"column": "none", "take": "sum"},
        {"column": "a", "take": "change", "to": "1992"},
        {"column": "zero", "take": "share"},
        {"column": "a", "of": "zero", "at": "1990"},
        {"column": "a", "take": "sum", "from": "1993", "to": "1990"},
    ],
)
def test_what_is_not_in_the_data_is_told(fields: dict[str, object]) -> None:
    with pytest.raises(NotInData):
        taken(**fields)


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("445197", (445197,)),
        ("0.5", (0.5,)),
        ("-7", (-7,)),
        ("69-72", (69, 72)),
        ("69–72", (69, 72)),
        ("69 to 72", (69, 72)),
        ("1942-08-04", ()),
        ("1942-08", ()),
        ("several", ()),
    ],
)
def test_a_typed_value_is_a_number_a_range_or_words(value: str, numbers: tuple[float, ...]) -> None:
    assert read_value(value) == numbers


@pytest.mark.parametrize(
    ("numbers", "fields", "language", "variant", "printed"),
    [
        ((445197,), {}, "en-US", "", "445,197"),
        ((445197,), {}, "de", "", "445.197"),
        ((445197,), {}, "en-US", "short", "445.2K"),
        ((4591538,), {"compact": True, "print": "about {}"}, "en-US", "", "about 4.6 million"),
        ((4591538, 4802070), {"compact": True}, "en-US", "", "4.6–4.8 million"),
        ((69.08, 72.47), {"round": 0, "print": "{} percent"}, "en-US", "", "69–72 percent"),
        ((69.08, 72.47), {"round": 0, "print": "{} percent", "short": "{}%"}, "en-US", "short", "69–72%"),
        ((71.6, 72.4), {"round": 0}, "en-US", "", "72"),
        ((2.5,), {"round": 0}, "en-US", "", "3"),
        ((1.25,), {"round": 1}, "en-US", "", "1.3"),
        ((445197,), {"round": -3}, "en-US", "", "445,000"),
        ((-96.05,), {"round": 0}, "en-US", "", "−96"),
        ((203,), {}, "en-US", "short", "203"),
    ],
)
def test_a_fact_is_printed(
    numbers: tuple[float, ...], fields: dict[str, object], language: str, variant: str, printed: str
) -> None:
    record = fact(value="1", **fields).model_copy(update={"numbers": numbers})
    assert print_fact(record, language, variant) == printed


def test_words_and_dates_and_years_are_printed_as_such() -> None:
    assert print_fact(fact(value="one to two million"), "en-US") == "one to two million"
    assert print_fact(fact(value="1942-08-04"), "en-US") == "August 4, 1942"
    assert print_fact(fact(value="1942-08-04"), "en-GB") == "4 August 1942"
    assert print_fact(fact(value="1976", unit="year").model_copy(update={"numbers": (1976,)}), "en-US") == "1976"
    assert print_date("1942-13-04", "en-US") == "1942-13-04"


@pytest.mark.parametrize(
    ("language", "quoted"),
    [("en-US", "“a”"), ("de", "„a“"), ("de-CH", "«a»"), ("es", "«a»"), ("es-MX", "“a”"), ("fr-CA", "«\u202fa\u202f»")],
)
def test_quotation_marks_are_those_of_the_language(desk: Desk, language: str, quoted: str) -> None:
    opening, closing, *_ = find_quotes(language)
    assert f"{opening}a{closing}" == quoted
    desk.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    desk.replace("content/publication.yaml", "abstract: |\n", 'abstract: |\n  Here is "a".\n\n')
    assert f"Here is {quoted}." in desk.brief_html()
    assert f"Here is {quoted}." in desk.slide_markup()
