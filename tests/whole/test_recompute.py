"""Our own numbers: every computed fact is computed again, and what figures' titles claim is asked of the data."""

import csv
import re
from itertools import pairwise
from statistics import correlation

import pytest
from desk import ROOT
from recompute import Column, exact, read_facts, read_table, recompute

from pipeline.content.figure import TypedTable
from pipeline.content.load import load_publication
from pipeline.content.model import Publication
from pipeline.core.layouts import Layouts
from pipeline.render.render import find_kinds

pytestmark = pytest.mark.quick

CONTENT = ROOT / "content"
DATA = CONTENT / "data"
BORDER = "border-places.csv"
FACTS = read_facts(CONTENT)


@pytest.fixture(scope="module")
def publication() -> Publication:
    found, problems = load_publication(CONTENT, find_kinds(Layouts((ROOT / "layouts",))))
    assert found is not None
    assert not problems
    return found


@pytest.mark.parametrize("id", FACTS)
def test_a_computed_fact_is_what_its_file_gives(publication: Publication, id: str) -> None:
    ours = [float(number) for number in recompute(FACTS[id], CONTENT)]
    assert publication.facts[id].numbers == pytest.approx(ours if ours[0] != ours[-1] else ours[:1], rel=1e-12)


def test_numbers_that_explain_a_computed_fact_stand_in_its_file() -> None:
    """As in: Share of apprehensions that were of Mexicans (1,636,883 of 1,676,438)."""
    for id, fact in FACTS.items():
        with (DATA / fact["data"]).open(encoding="utf-8-sig", newline="") as file:
            cells = {cell for row in csv.reader(file) for cell in row}
        named = [number.replace(",", "") for number in re.findall(r"\d{1,3}(?:,\d{3})+", fact["measures"])]
        assert set(named) <= cells, id


def column(name: str, of: str) -> tuple[list[str], Column]:
    labels, columns = read_table(DATA / name)
    return labels, columns[of]


def at(name: str, of: str, label: str) -> float:
    labels, numbers = column(name, of)
    return float(exact(numbers[labels.index(label)]))


def highest(name: str, of: str, *, start: str = "", end: str = "9") -> str:
    labels, numbers = column(name, of)
    known = {label: number for label, number in zip(labels, numbers, strict=True) if number is not None}
    within = {label: number for label, number in known.items() if start <= label <= end}
    return max(within, key=lambda label: within[label])


def test_the_sectors_add_up_to_the_southwest() -> None:
    labels, columns = read_table(DATA / "southwest-apprehensions-by-sector.csv")
    _, national = column("border-patrol-apprehensions.csv", "southwest")
    years, _ = column("border-patrol-apprehensions.csv", "southwest")
    for row, label in enumerate(labels):
        parts = [exact(columns[name][row]) for name in columns if name != "southwest_total"]
        assert sum(parts) == columns["southwest_total"][row] == national[years.index(label)], label


def test_the_map_of_the_border_has_the_numbers_of_the_sectors() -> None:
    sectors, (places, columns) = "southwest-apprehensions-by-sector.csv", read_table(DATA / BORDER)
    shown = {place for place, number in zip(places, columns["fy2000"], strict=True) if number is not None}
    names = {place: place.lower().replace(" ", "_") for place in shown}
    assert set(names.values()) == {"san_diego", "el_paso", "tucson", "rio_grande_valley"}
    for place, name in names.items():
        for year in ("1993", "2000"):
            assert at(BORDER, f"fy{year}", place) == at(sectors, name, year), place


def test_the_rate_of_deaths_is_deaths_over_apprehensions() -> None:
    labels, columns = read_table(DATA / "southwest-border-deaths.csv")
    for row, label in enumerate(labels):
        seen = at("border-patrol-apprehensions.csv", "southwest", label)
        assert columns["apprehensions"][row] == seen, label
        rate = 100_000 * float(exact(columns["deaths"][row])) / seen
        assert float(exact(columns["deaths_per_100000_apprehensions"][row])) == pytest.approx(rate, abs=0.05), label


def test_the_two_bracero_series_agree_from_1955_on() -> None:
    labels, columns = read_table(DATA / "bracero-contracts.csv")
    gaps = {
        label: abs(float(exact(us) / exact(mexico)) - 1)
        for label, us, mexico in zip(labels, columns["us_admissions"], columns["mexico_departures"], strict=True)
    }
    assert max(gap for label, gap in gaps.items() if label >= "1955") < 0.03
    assert sum(gap > 0.1 for label, gap in gaps.items() if label < "1955") > 6


def test_the_studys_apprehensions_of_mexicans_are_not_the_border_patrols_count() -> None:
    """As the note of a figure says: above that agency's total in 1943–47, equal in 1948–53, below from 1954."""
    labels, ours = column("bracero-contracts.csv", "apprehensions_of_mexicans")
    for label, number in zip(labels, ours, strict=True):
        theirs = at("border-patrol-apprehensions.csv", "nationwide", label)
        found = (exact(number) > theirs) - (exact(number) < theirs)
        assert found == (1 if "1943" <= label <= "1947" else 0 if "1948" <= label <= "1953" else -1), label


def test_deaths_and_apprehensions_hardly_move_together() -> None:
    """As the section on the border says, for 1998 to 2019."""
    _, columns = read_table(DATA / "southwest-border-deaths.csv")
    deaths, seen = ([float(exact(n)) for n in columns[name]] for name in ("deaths", "apprehensions"))
    assert abs(correlation(deaths, seen)) < 0.2


def test_the_ratio_of_incomes_is_one_income_over_the_other() -> None:
    _, ratios = column("gdp-per-head.csv", "ratio")
    assert [float(exact(ratio)) for ratio in ratios] == pytest.approx(income_ratios(), abs=0.051), "to one decimal"


def test_titles_of_figures_say_what_their_data_show(publication: Publication) -> None:
    """Each title is asked of the numbers; a title that is written anew must be asked anew."""
    agents, deaths, visas = "border-patrol-agents.csv", "southwest-border-deaths.csv", "h2-visas.csv"
    rate = "deaths_per_100000_apprehensions"
    shown = {
        "agents": at(agents, "nationwide", "2001") / at(agents, "nationwide", "1992") > 2
        and at(agents, "nationwide", "2011") / at(agents, "nationwide", "2001") > 2,
        "deaths": highest(deaths, rate) == "2012" and at(deaths, rate, "2019") < at(deaths, rate, "2012") / 3,
        "h2a-visas": rises(visas, "h2a_visas_issued", "2012", "2022"),
        "permanent-residents": rises("permanent-residents-by-decade.csv", "mexico", "1940s", "1990s"),
        "mexican-born": at("mexican-born-population.csv", "census_mexican_born", "1930")
        > at("mexican-born-population.csv", "census_mexican_born", "1960")
        and highest("mexican-born-population.csv", "acs_mexican_born") == "2010",
        "bracero-contracts": highest("bracero-contracts.csv", "us_admissions") == "1956"
        and highest("bracero-contracts.csv", "mexico_departures") == "1959",
        "apprehensions-and-contracts": highest("bracero-contracts.csv", "apprehensions_of_mexicans") == "1954",
        "sectors": moved_to_tucson(),
        "border-map": at(BORDER, "fy2000", "Tucson")
        > 2 * (at(BORDER, "fy2000", "San Diego") + at(BORDER, "fy2000", "El Paso")),
        "remittances": at("remittances-to-mexico.csv", "usd_billions_current_series", "2016")
        > at("remittances-to-mexico.csv", "usd_billions_current_series", "2007")
        and highest("remittances-to-mexico.csv", "usd_billions_current_series") == "2024",
        "apprehensions": [
            highest("border-patrol-apprehensions.csv", "nationwide", start="1925", end="1975"),
            highest("border-patrol-apprehensions.csv", "nationwide", start="1976", end="1990"),
            highest("border-patrol-apprehensions.csv", "nationwide", start="1991", end="2019"),
            highest("border-patrol-apprehensions.csv", "southwest", start="2001"),
        ]
        == ["1954", "1986", "2000", "2022"],
        "unauthorized": at("unauthorized-from-mexico.csv", "mpi_mexico_millions", "2007")
        - at("unauthorized-from-mexico.csv", "pew_mexico_millions", "2007")
        > 0.5,
        "nationality": [round(mexican_share(year)) for year in ("2000", "2019")] == [98, 20],
        "income-gap": round(min(income_ratios())) == 3 and round(max(income_ratios())) == 6,
        "agreements": sum_of("agreements.csv", "admission_one_sided") > sum_of("agreements.csv", "admission") / 2
        and sum_of("agreements.csv", "other_one_sided") == 0,
    }
    assert [id for id, holds in shown.items() if not holds] == []
    assert {figure.id: figure.title.source for figure in publication.figures.values()} == TITLES
    drawn = {id for id, figure in publication.figures.items() if hasattr(figure, "series")}
    assert set(shown) == drawn


def rises(name: str, of: str, start: str, end: str) -> bool:
    labels, numbers = column(name, of)
    stretch = [exact(number) for number in numbers[labels.index(start) : labels.index(end) + 1]]
    return all(one < other for one, other in pairwise(stretch))


def sum_of(name: str, of: str) -> float:
    return float(sum(exact(number) for number in column(name, of)[1]))


def mexican_share(year: str) -> float:
    """Percent of the apprehensions by nationality; of the two parts, as the figure shows it."""
    mexicans, others = (
        at("border-patrol-apprehensions.csv", f"nationwide_{name}_nationals", year) for name in ("mexican", "other")
    )
    return 100 * mexicans / (mexicans + others)


def test_mexicans_were_fewer_than_half_of_those_apprehended_in_2014_and_again_from_2016() -> None:
    """As the alt text says, and that they were more than four fifths until 2011."""
    few = [year for year in range(2000, 2020) if mexican_share(str(year)) < 50]
    assert few == [2014, 2016, 2017, 2018, 2019]
    assert [year for year in range(2000, 2020) if mexican_share(str(year)) > 80] == [*range(2000, 2012)]


def income_ratios() -> list[float]:
    _, columns = read_table(DATA / "gdp-per-head.csv")
    pairs = zip(columns["united_states"], columns["mexico"], strict=True)
    return [float(exact(one) / exact(other)) for one, other in pairs]


def moved_to_tucson() -> bool:
    name = "southwest-apprehensions-by-sector.csv"
    fell = all(at(name, sector, "2000") < at(name, sector, "1993") / 2 for sector in ("san_diego", "el_paso"))
    return fell and at(name, "tucson", "2000") > 5 * at(name, "tucson", "1993")


TITLES: dict[str, str] = {  # as they were when the numbers were asked
    "timeline-of-periods": "One of the five periods was cooperative; two were unilateral and two mixed",
    "mexican-born": "The Mexican-born population fell after 1930 and peaked around 2010",
    "bracero-contracts": "Contracting peaked in the late 1950s; before 1955 the two counts often disagree",
    "apprehensions-and-contracts": "Apprehensions rose until 1954, then fell as contracts peaked",
    "permanent-residents": "Permanent admissions from Mexico rose in every decade from the 1940s to the 1990s",
    "sectors": "Between 1993 and 2000 apprehensions fell at El Paso and San Diego and rose at Tucson",
    "border-map": "By 2000 Tucson had more than twice the apprehensions of San Diego and El Paso together",
    "agents": "The number of agents doubled in the 1990s and doubled again between 2001 and 2011",
    "periods-table": "Agreed texts set the main rules in one period of five, and a part of them in two",
    "deaths": "Deaths per 100,000 apprehensions rose more than fivefold from 2000 to 2012, then fell",
    "h2a-visas": "Farm work visas grew every year from 2012 to 2022",
    "remittances": "Remittances fell after 2007, recovered by 2016 and set a record in 2024",
    "barriers-by-area": "Complexity weighs strongly on three of the four areas; recruitment meets the weakest barriers",
    "apprehensions": "Border Patrol counts peaked in 1954, in 1986, in 2000 and in 2022",
    "unauthorized": "Estimates of unauthorized Mexicans disagree: {unauthorized-2007} for 2007",
    "income-gap": "Income per head in the United States has been about three to six times Mexico’s since 1895",
    "nationality": "Mexicans fell from {mexican-appr-2000} of Border Patrol apprehensions in 2000 to {mexican-appr-2019} in 2019",
    "agreements": "One government alone ended {texts-admission-one-sided} of {texts-admission} texts on admission, "
    "and none of {texts-other} others signed by 2016",
    "tests": "Recruitment and the border pass most of our tests, jobs at home the fewest",
    "recommendations": "What we ask for: four steps, who signs them, and how to tell that they work",
    "programs": "Five programs abroad, and what went wrong in each",
    "texts-by-class": "Texts on practice and wide frameworks lasted longer than texts on who may come",
}


def test_titles_of_tables_of_words_say_what_their_cells_say(publication: Publication) -> None:
    """Tables of judgments and counts are asked for their titles as charts are."""
    tests = publication.figures["tests"]
    assert isinstance(tests, TypedTable)
    passed = {row[0].source: sum(cell.source.startswith("**Yes") for cell in row[1:]) for row in tests.rows}
    assert sorted(passed, key=lambda area: passed[area])[0] == "Jobs at home"
    assert [area for area, times in passed.items() if times > (len(tests.heads) - 1) / 2] == [
        "Labor brokers",
        "Border management",
    ]

    steps = {"little": 0, "some": 1, "strong": 2}
    weights = {
        area.id: {id: steps[link.words["weight"].id] for id, link in area.links.items()}
        for area in publication.entries("policy-area")
    }
    assert sum(area["complexity"] == 2 for area in weights.values()) == 3
    assert min(weights, key=lambda area: sum(weights[area].values())) == "labor-brokers"

    texts = "agreements.csv"
    lasting = {
        kind: sum_of(texts, f"{kind}_ten_years") / sum_of(texts, kind)
        for kind in ("admission", "practice", "framework")
    }
    assert lasting["admission"] < min(lasting["practice"], lasting["framework"])
