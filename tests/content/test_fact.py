"""Facts: numbers taken from data, and how they read."""

import re

import pytest
from desk import Desk
from markupsafe import Markup

from pipeline.content.fact import NotInData, read_value, take_numbers
from pipeline.content.model import Fact
from pipeline.content.printing import print_date, print_fact
from pipeline.core import Place, ProblemsFound
from pipeline.data import Data
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer, PageRenderer
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
    assert tuple(read.number for read in read_value(value)) == numbers


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


@pytest.mark.parametrize(
    ("value", "fields", "printed", "short"),
    [
        ("40", {"unit": "percent"}, "40 percent", "40%"),
        ("40", {"unit": "%"}, "40%", "40%"),
        ("40-45", {"unit": "percent"}, "40–45 percent", "40–45%"),
        ("12%", {"unit": "percent"}, "12 percent", "12%"),
        ("3.10", {"unit": "US$"}, "$3.10", "$3.10"),
        ("3.1", {"unit": "US$"}, "$3.10", "$3.10"),
        ("3", {"unit": "US$"}, "$3", "$3"),
        ("3", {"unit": "US$", "places": 2}, "$3.00", "$3.00"),
        ("-2.5", {"unit": "US$"}, "−$2.50", "−$2.50"),
        ("-2.5", {"unit": "dollars", "print": "${}"}, "−$2.50", "−$2.50"),
        ("3.10", {"unit": "dollars", "print": "${}", "round": 2}, "$3.10", "$3.10"),
        ("$5", {"unit": "US$"}, "$5", "$5"),
        ("2.5-2.7", {"unit": "US$ billion"}, "$2.5–2.7 billion", "$2.5–2.7B"),
        ("64.7", {"unit": "U.S. dollars, billion", "print": "${} billion"}, "$64.7 billion", "$64.7 billion"),
        ("4.6", {"unit": "million persons"}, "4.6 million", "4.6M"),
        ("0.5", {"unit": "million persons"}, "0.5 million", "0.5M"),
        ("12", {"unit": "thousand riders"}, "12 thousand", "12K"),
        ("1200", {"unit": "people"}, "1,200", "1,200"),
        ("1969", {"unit": "year"}, "1969", "1969"),
        ("1969", {"unit": "years"}, "1969", "1969"),
        ("1969", {"unit": "Year"}, "1969", "1969"),
        ("12", {"unit": "years"}, "12", "12"),
        ("1969-1975", {"unit": "year"}, "1969–75", "1969–75"),
        ("1942-64", {"unit": "years"}, "1942–64", "1942–64"),
        ("1998–2004", {"unit": "year"}, "1998–2004", "1998–2004"),
        ("-5 to -3", {"unit": "degrees"}, "−5 to −3", "−5 to −3"),
        ("-5 to 3", {"unit": "degrees"}, "−5 to 3", "−5 to 3"),
        ("−4", {"unit": "degrees"}, "−4", "−4"),
        ("-1234567", {"unit": "persons", "compact": True}, "−1.2 million", "−1.2M"),
        ("-1234567", {"unit": "persons"}, "−1,234,567", "−1.2M"),
        ("999999", {"unit": "persons"}, "999,999", "1M"),
        ("999999", {"unit": "persons", "compact": True}, "1 million", "1M"),
        ("-0.4", {"unit": "persons", "round": 0}, "0", "0"),
        ("0", {"unit": "percent"}, "0 percent", "0%"),
        ("12 345", {"unit": "persons"}, "12,345", "12.3K"),
        ("1,234", {"unit": "persons"}, "1,234", "1,234"),
        ("1.234,5", {"unit": "persons"}, "1,234.5", "1,234.5"),
        ("1e6", {"unit": "persons"}, "1,000,000", "1M"),
        ("007", {"unit": "persons"}, "7", "7"),
        ("0.000012", {"unit": "grams"}, "0.000012", "0.000012"),
        ("about 5", {"unit": "persons"}, "about 5", "about 5"),
        ("1/2", {"unit": "cups"}, "1/2", "1/2"),
        ("12 r", {"unit": "persons"}, "12 r", "12 r"),
    ],
)
def test_a_typed_number_is_printed_as_a_careful_editor_would(
    desk: Desk, value: str, fields: dict[str, object], printed: str, short: str
) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", "language: en-US")
    lines = "".join(f"  {key}: {str(said).lower() if said is True else repr(said)}\n" for key, said in fields.items())
    with (desk.content / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"tried:\n  value: {value!r}\n{lines}  as-of: 2019\n  measures: Tried\n  source: ferrers2019\n  confidence: high\n"
        )
    tried = desk.load()[0].facts["tried"]
    assert (print_fact(tried, "en-US"), print_fact(tried, "en-US", "short")) == (printed, short)


@pytest.mark.parametrize(
    ("number", "unit", "language", "printed", "short"),
    [
        (40, "percent", "de", "40 Prozent", "40\N{NO-BREAK SPACE}%"),
        (40, "Prozent", "de", "40 Prozent", "40\N{NO-BREAK SPACE}%"),
        (40, "por ciento", "es-MX", "40 por ciento", "40%"),
        (1234.5, "€", "de", "1.234,50\N{NO-BREAK SPACE}€", "1.234,50\N{NO-BREAK SPACE}€"),
        (1234.5, "MXN", "es-MX", "$1,234.50", "$1,234.50"),
        (3, "USD", "es-MX", "USD\N{NO-BREAK SPACE}3", "USD\N{NO-BREAK SPACE}3"),
        (2, "Millionen Euro", "de", "2 Millionen\N{NO-BREAK SPACE}€", "2\N{NO-BREAK SPACE}Mio.\N{NO-BREAK SPACE}€"),
        (1, "million personas", "es", "1 millón", "1\N{NO-BREAK SPACE}M"),
        (12, "Tausend Fahrgäste", "de", "12 Tausend", "12 Tausend"),
        (
            3.4,
            "mil millones de euros",
            "es-MX",
            "EUR\N{NO-BREAK SPACE}3.4 mil millones",
            "EUR\N{NO-BREAK SPACE}3.4 mil millones",
        ),
        (-250, "USD", "es-MX", "−USD\N{NO-BREAK SPACE}250", "−USD\N{NO-BREAK SPACE}250"),
        (3.1, "US-Dollar", "de", "3,10\N{NO-BREAK SPACE}$", "3,10\N{NO-BREAK SPACE}$"),
        (35, "pesos", "es-MX", "$35", "$35"),
        (2, "M€", "fr", "2 millions\N{NO-BREAK SPACE}€", "2\N{NO-BREAK SPACE}M\N{NO-BREAK SPACE}€"),
        (5, "billion persons", "de", "5", "5"),  # a German billion is a thousand of ours: nothing is guessed
    ],
)
def test_a_unit_is_printed_by_the_language(number: float, unit: str, language: str, printed: str, short: str) -> None:
    record = fact(value="1", unit=unit).model_copy(update={"numbers": (number,)})
    assert (print_fact(record, language), print_fact(record, language, "short")) == (printed, short)


@pytest.mark.parametrize(
    ("unit", "sentence", "printed"),
    [
        ("percent", "It meets {tried} of demand.", "It meets 40 percent of demand."),
        ("percent", "It meets {tried} percent of demand.", "It meets 40 percent of demand."),
        ("percent", "It meets {tried:short}% of demand.", "It meets 40% of demand."),
        ("US$", "It costs ${tried}.", "It costs $40."),
        ("US$", "It costs {tried}.", "It costs $40."),
        ("US$ million", "It costs ${tried} million.", "It costs $40 million."),
        ("US$ million", "It costs {tried}.", "It costs $40 million."),
        ("US$ million", "It costs {tried} million dollars.", "It costs 40 million dollars."),
        ("million persons", "Some {tried} left.", "Some 40 million left."),
        ("million persons", "Some {tried} million left.", "Some 40 million left."),
        ("thousand riders", "It rose by {tried} thousand.", "It rose by 40 thousand."),
        ("percent", "It meets **{tried}** percent of demand.", "It meets 40 percent of demand."),
        ("percent", "It meets {tried}\n  percent of demand.", "It meets 40 percent of demand."),
        ("percent", "It meets **{tried}**% of demand.", "It meets 40% of demand."),
        ("percent", "It rose by {tried} percentage points.", "It rose by 40 percentage points."),
        ("percent", "It meets {tried} Percent.", "It meets 40 Percent."),
        ("US$", "It costs (**${tried}**).", "It costs ($40)."),
        ("US$", "It costs USD {tried}.", "It costs USD 40."),
        ("MXN", "It costs {tried} pesos.", "It costs 40 pesos."),
        ("million persons", "Some *{tried}* million left.", "Some 40 million left."),
        ("million persons", "Some {tried}\n  million left.", "Some 40 million left."),
        ("US$ billion a year", "It costs {tried}.", "It costs $40 billion."),
    ],
)
def test_what_a_sentence_says_of_a_unit_is_not_said_twice(desk: Desk, unit: str, sentence: str, printed: str) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", "language: en-US")
    desk.replace("content/publication.yaml", "abstract: |\n", f"abstract: |\n  {sentence}\n\n")
    with (desk.content / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"tried:\n  value: 40\n  unit: {unit}\n  as-of: always\n  measures: It\n  source: ferrers2019\n  confidence: high\n"
        )
    publication = desk.load()[0]
    for renderer in (
        DeckRenderer(publication),
        PageRenderer(publication, lambda id: Markup(""), lambda *_: Markup("")),
    ):
        assert printed in render_plain(publication.imprint.abstract, renderer)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("value: 12%\n  unit: persons", '"12%" and its unit, "persons", do not agree'),
        ("value: $5\n  unit: percent", '"$5" and its unit, "percent", do not agree'),
        ("value: 5 €\n  unit: US$", '"5 €" and its unit, "US$", do not agree'),
        ("value: 9-4\n  unit: persons", '"9-4" ends below its beginning'),
        ("value: 1.234\n  unit: Personen", '"1.234" may be 1.234 or 1234'),
    ],
)
def test_a_number_that_is_not_plain_is_a_problem(desk: Desk, line: str, said: str) -> None:
    if "Personen" in line:
        desk.replace("content/publication.yaml", "language: en-GB", "language: de-DE")
    with (desk.content / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(f"tried:\n  {line}\n  as-of: 2019\n  measures: It\n  source: ferrers2019\n  confidence: high\n")
    with pytest.raises(ProblemsFound, match=re.escape(f'fact "tried": {said}')):
        desk.load()


@pytest.mark.parametrize(
    ("language", "unit", "sentence", "printed"),
    [
        ("de", "Milliarden US-Dollar", "Es waren {tried} Mrd. US-Dollar.", "Es waren 40 Mrd. US-Dollar."),
        ("de", "Milliarden US-Dollar", "Es waren {tried} Milliarden.", "Es waren 40 Milliarden."),
        ("de", "Milliarden US-Dollar", "Es waren {tried}.", "Es waren 40 Milliarden $."),
        ("de", "Prozent", "Es sind {tried} Prozent.", "Es sind 40 Prozent."),
        ("de", "%", "Es sind {tried} Prozent.", "Es sind 40 Prozent."),
        ("es-MX", "millones de euros", "Son {tried} de euros.", "Son 40 millones de euros."),
        ("es-MX", "%", "Son {tried} por ciento.", "Son 40 por ciento."),
        ("es-MX", "por ciento", "Son {tried} puntos porcentuales.", "Son 40 puntos porcentuales."),
        ("fr", "milliards de dollars", "Ce sont {tried} de dollars.", "Ce sont 40 milliards de dollars."),
        ("fr", "millions d'euros", "Ce sont {tried} millions d’euros.", "Ce sont 40 millions d’euros."),
    ],
)
def test_what_is_said_is_not_said_twice_in_other_languages(
    desk: Desk, language: str, unit: str, sentence: str, printed: str
) -> None:
    desk.replace("content/publication.yaml", "language: en-GB", f"language: {language}")
    desk.replace("content/publication.yaml", "abstract: |\n", f"abstract: |\n  {sentence}\n\n")
    with (desk.content / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f'tried:\n  value: 40\n  unit: "{unit}"\n  as-of: always\n  measures: It\n  source: ferrers2019\n  confidence: high\n'
        )
    publication = desk.load()[0]
    assert printed in render_plain(publication.imprint.abstract, DeckRenderer(publication)).replace("'", "’")


def test_a_computed_share_has_the_digits_that_a_reader_wants() -> None:
    for number, printed in (
        (51.06382978723404, "51"),
        (4.567, "4.6"),
        (0.4567, "0.46"),
        (99.7, "99.7"),
        (150.0, "150"),
    ):
        record = fact(data="t.csv", column="a", take="share", unit="percent").model_copy(update={"numbers": (number,)})
        assert print_fact(record, "en-US") == f"{printed} percent"


def test_a_sum_is_that_of_paper() -> None:
    table = Data("t.csv", ("1", "2", "3"), {"a": (0.1, 0.2, 0.4)})
    assert take_numbers(fact(data="t.csv", column="a", take="sum"), table) == (0.7,)
    assert take_numbers(fact(data="t.csv", column="a", take="change"), table) == (0.3,)
    with pytest.raises(NotInData):
        take_numbers(fact(data="t.csv", column="a", take="percent-change"), Data("t.csv", ("1", "2"), {"a": (-5, 5)}))


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
    assert f"Here is {quoted}." in desk.html()
    assert f"Here is {quoted}." in desk.slide_markup()
