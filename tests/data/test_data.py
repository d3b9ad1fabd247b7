"""Data files: what a cell and a label hold, what one record says for all of a file, and that anything is read or refused."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.content import print_fact
from pipeline.core import ProblemsFound
from pipeline.data import ColumnMissing, Wanted, read_data
from pipeline.data.cells import Refusal, Typed, number_of, read_cell
from pipeline.data.decimals import tell_decimal
from pipeline.data.moments import month_names, read_moment
from pipeline.data.totals import is_sum

pytestmark = pytest.mark.quick

FIGURE = "content/figures.yaml"
DATA = "content/data/takings.csv"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,204.5", 1204.5),
        ("1 204", 1204),
        ("1\u202f204", 1204),
        ("1’204", 1204),
        ("12,34,567", 1234567),
        (".5", 0.5),
        ("5.", 5),
        ("+5", 5),
        ("−5", -5),
        ("–5", -5),
        ("310.25-", -310.25),
        ("(12)", -12),
        ("($3.50)", -3.5),
        ("-$3.50", -3.5),
        ("$ -3.50", -3.5),
        ("45 %", 45),
        ("3.50 €", 3.5),
        ("USD 1,000", 1000),
        ("12 r", 12),
        ("12*", 12),
        ("12 (p)", 12),
        ("12²", 12),
        ("12 [3]", 12),
        ("1.2E+05", 120000),
        ("1e-2", 0.01),
        ("١٢", 12),
        ("１２", 12),
    ],
)
def test_a_cell_is_the_number_that_a_person_reads(text: str, number: float) -> None:
    read = read_cell(text)
    assert isinstance(read, Typed)
    assert number_of(read, ".") == number


@pytest.mark.parametrize("text", ["", " ", "n/a", "N/A", "..", "…", ":", "#N/A", "x", "k. A.", "NaN", "[c]"])
def test_nothing_known_is_no_number(text: str) -> None:
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("-", "unknown"),
        ("#DIV/0!", "error"),
        ("#¡DIV/0!", "error"),
        ("####", "narrow"),
        ("=SUM(A1:A3)", "formula"),
        ("<5", "bound"),
        ("ca. 12", "bound"),
        ("12–15", "two numbers"),
        ("12 M", "scale"),
        ("12 Mio.", "scale"),
        ("twelve", "no number|not a number"),
        ("1/2", "not a number"),
        ("12:30", "not a number"),
    ],
)
def test_a_cell_that_is_no_number_is_refused_with_its_cause(text: str, cause: str) -> None:
    read = read_cell(text)
    assert isinstance(read, Refusal)
    assert any(words in read.what for words in cause.split("|"))
    assert "delete" not in read.hint


@pytest.mark.parametrize("text", ["1,20", "12 34", "1.2.3", "1,2345,678", "12345678901234567"])
def test_what_only_looks_like_a_number_is_refused(text: str) -> None:
    read = read_cell(text)
    assert isinstance(read, Refusal) or isinstance(number_of(read, "."), Refusal)


@pytest.mark.parametrize(
    ("core", "sign"),
    [
        ("3.5", "."),
        ("3,5", ","),
        ("1,234.5", "."),
        ("1.234,5", ","),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("0.123", "."),
        ("1234,567", ","),
        ("1 234,567", ","),
        ("1.204", "?."),
        ("1,204", "?,"),
        ("987", ""),
    ],
)
def test_a_number_proves_its_sign_of_decimals_or_does_not(core: str, sign: str) -> None:
    assert tell_decimal(core) == sign


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2019p", "2019"),
        ("FY2015", "FY2015"),
        ("2015/16", "2015/16"),
        ("1890s", "1890s"),
        ("2019:Q3", "2019-Q3"),
        ("3T 2019", "2019-Q3"),
        ("2. Halbjahr 2019", "2019-H2"),
        ("2019M07", "2019-07"),
        ("julio de 2019", "2019-07"),
        ("juil.-19", "2019-07"),
        ("Jul/2019", "2019-07"),
        ("7/2019", "2019-07"),
        ("31/07/2019", "2019-07-31"),
        ("July 31st, 2019", None),
        ("31 July 2019", "2019-07-31"),
        ("July 31, 2019", "2019-07-31"),
        ("20190731", "2019-07-31"),
        ("2019-07-31T00:00:00", "2019-07-31"),
        ("2019-W31", "2019-W31"),
        ("31/06/2019", None),
        ("2019-13", None),
        ("Total", None),
        ("0–14", None),
        ("May", None),
    ],
)
def test_a_label_is_the_time_that_a_person_reads(text: str, label: str | None) -> None:
    moment = read_moment(text)
    assert (moment.label if moment else None) == label


def test_a_short_name_of_a_month_is_the_same_month_in_all_languages() -> None:
    from babel.dates import get_month_names

    names = month_names()
    for language in ("en", "es", "de", "fr", "it", "pt", "nl"):
        for number, name in get_month_names("abbreviated", locale=language).items():
            assert names[name.casefold().rstrip(".")] == number, (language, name)


def read(path: Path, labels: list[str], head: str = "when") -> tuple[str, ...]:
    path.write_text(f"{head},a\n" + "".join(f"{label},{n}\n" for n, label in enumerate(labels)))
    return read_data(path, path.name, Wanted(("a",), head)).labels


def test_days_of_which_each_two_agree_and_all_do_not_are_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="1/31/2019") as raised:
        read(tmp_path / "t.csv", ["05/02/2019", "31/01/2019", "1/31/2019"])
    assert [problem.place.line for problem in raised.value.problems] == [4]


def test_months_around_2000_in_no_order_are_put_in_order(tmp_path: Path) -> None:
    assert read(tmp_path / "t.csv", ["Feb-00", "Dec-99", "Jan-00"]) == ("1999-12", "2000-01", "2000-02")


def test_months_that_end_a_quarter_are_months(tmp_path: Path) -> None:
    ends = ["2019-03", "2019-06", "2019-09"]
    assert read(tmp_path / "t.csv", ends, "Quarter ending") == tuple(ends)
    assert read(tmp_path / "t.csv", ["2019-03", "2020-03"], "Quarter ending") == ("2019-03", "2020-03")
    assert read(tmp_path / "t.csv", ["2019-3", "2019-4"], "Quarter") == ("2019-Q3", "2019-Q4")


def test_a_row_is_a_sum_in_all_columns_or_in_none() -> None:
    assert is_sum({"a": [1, 2, 3], "b": [4.1, 4.1, 8.2]}, 2)
    assert not is_sum({"a": [1, 2, 3], "b": [4.1, 4.1, 9]}, 2)
    assert is_sum({"a": [100.4, 200.4, 301]}, 2), "rounded"
    assert not is_sum({"a": [1, 2, 4]}, 2)
    assert not is_sum({"a": [0, 0, 0]}, 2)
    assert not is_sum({"a": [5, 5]}, 1), "of one other row"


# ---------------------------------------------------------------- through a publication


def test_rows_in_any_order_are_drawn_and_reckoned_in_order(desk: Desk) -> None:
    lines = (desk.content / "data" / "takings.csv").read_text().splitlines()
    before = desk.load()[0]
    desk.write(DATA, "\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    desk.replace(
        "content/facts.yaml", "  take: min\n", "  take: percent-change\n  from: 1974\n  to: 1980\n  round: 0\n"
    )
    after = desk.load()[0]
    assert after.figures["takings"].table == before.figures["takings"].table
    assert after.facts["lowest-take"].numbers == pytest.approx((100 * (6.7 - 4.2) / 4.2,))


def test_what_one_record_says_of_a_file_holds_for_all(desk: Desk) -> None:
    desk.write(DATA, "year;harrow;lowmarsh\n1974;1.204;987\n1975;1.310;870\n1980;990;850\n")
    with pytest.raises(ProblemsFound) as raised:
        desk.load()
    assert [problem.place.line for problem in raised.value.problems] == [2]
    desk.replace(FIGURE, "  data: takings.csv\n", "  data: takings.csv\n  decimal: comma\n")
    publication = desk.load()[0]
    assert publication.figures["takings"].table.columns["harrow"] == (1204, 1310, 990)
    assert publication.facts["lowest-take"].numbers == (850,)


def test_a_total_is_dropped_where_that_was_said_and_asked_for_by_name_where_not(desk: Desk) -> None:
    with (desk.content / "data" / "takings.csv").open("a") as file:
        file.write("Total,48.5,25.7\n")
    desk.replace(FIGURE, "  data: takings.csv\n", "  data: takings.csv\n  total-row: drop\n")
    assert desk.load()[0].figures["takings"].table.labels[-1] == "1980"
    desk.replace("content/facts.yaml", "  take: min\n", "  at: Total\n  total-row: keep\n")
    assert desk.load()[0].facts["lowest-take"].numbers == (25.7,)


def test_a_workbook_is_a_data_file(desk: Desk) -> None:
    book = openpyxl.Workbook()
    book.active.append(["A cover"])
    sheet = book.create_sheet("Takings")
    for row in (["year", "harrow", "lowmarsh"], [1976, 8.8, 0.5], [1974, 9.1, 4.2], ["1975", "9.4", 3]):
        sheet.append(row)
    book.save(desk.content / "data" / "takings.xlsx")
    for name in (FIGURE, "content/facts.yaml"):
        desk.replace(name, "data: takings.csv\n", "data: takings.xlsx\n  sheet: Takings\n")
    publication = desk.load()[0]
    assert publication.figures["takings"].table.labels == ("1974", "1975", "1976")
    assert publication.figures["takings"].table.columns["harrow"] == (9.1, 9.4, 8.8)
    assert print_fact(publication.facts["lowest-take"], "en") == "0.5 million cubic metres"


def test_a_workbook_of_another_sort_or_none_is_refused(tmp_path: Path) -> None:
    wanted = Wanted(("b",))
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    for name, content in (
        ("a.xlsm", b"PK"),
        ("a.xls", b"\xd0\xcf"),
        ("a.xlsx", b"PK\x03\x04"),
        ("b.xlsx", large.getvalue()),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ProblemsFound):
            read_data(tmp_path / name, name, wanted)


CELL = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "2019",
            "Total",
            "1.204",
            "1,5",
            "(3)",
            "5/1/24",
            "2019-Q1",
            "Jan 2019",
            "12%",
            "$3",
            "n/a",
            "-",
            "1e9",
            "#REF!",
        ]
    ),
)


@given(st.lists(st.lists(CELL, max_size=5), max_size=8), st.sampled_from(",;\t"))
@settings(max_examples=200, deadline=None)
def test_any_cells_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], mark: str
) -> None:
    text = "\n".join(mark.join(cell.replace("\n", " ") for cell in row) for row in [["x", "a", "b"], *rows])
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        data = read_data(path, "any.csv", Wanted(("a",), "x"))
    except (ProblemsFound, ColumnMissing):
        return
    assert len(data.columns["a"]) == len(data.labels)
    assert list(data.at) == sorted(data.at)
