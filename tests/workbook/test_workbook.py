"""The workbook of the data behind the figures: typed cells, what a reader has to know, and nothing that acts by itself."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from desk import ROOT, SHOWCASE, Desk
from verbs import SheetTable, table_of_sheet

from pipeline.content import MapFigure
from pipeline.workbook import write_workbook
from pipeline.workbook.names import name_sheets

pytestmark = pytest.mark.quick
FIGURES = "content/figures.yaml"
LISTED = "    figures:\n      - takings"
REFERENCES = {"ferrers2019": "Ferrers, Edith. The Marl. 2019. https://example.org/marl"}


def written(desk: Desk) -> bytes:
    return write_workbook(desk.build().publication, REFERENCES, {})


def opened(desk: Desk) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(desk)))


def sheet_of(desk: Desk, name: str = "takings") -> SheetTable:
    return table_of_sheet(opened(desk)[name])


def add_figure(desk: Desk, id: str, lines: str, data: str = "") -> None:
    """Another figure, which the first entry lists."""
    figure = f"{id}:\n{lines}  title: About {id}\n  subtitle: Its measure\n  alt: Its picture\n"
    desk.write(FIGURES, (desk.content / "figures.yaml").read_text(encoding="utf-8") + figure)
    desk.replace("content/chapters/1-quarrel.yaml", LISTED, f"{LISTED}\n      - {id}")
    if data:
        desk.write(f"content/data/{id}.csv", data)


def charted(file: str, kind: str = "bar", *more: str) -> str:
    lines = [f"kind: {kind}", f"data: {file}.csv", "x: when", "series: [{column: n, label: N}]", "unit: boats", *more]
    return "".join(f"  {line}\n" for line in [*lines, "source: ferrers2019"])


# ---------------------------------------------------------------- what stands on the sheets


def test_the_first_sheet_lists_the_figures_and_leads_to_them(desk: Desk) -> None:
    add_figure(desk, "boats", charted("boats"), "when,n\n1974,3\n1975,4\n")
    first, *others = opened(desk).worksheets
    assert [sheet.title for sheet in others] == ["takings", "boats"]
    assert first["A1"].value == "Two Counties, One River"
    table = table_of_sheet(first)
    assert table.heads == ["Figure", "Title", "Sheet", "Data file"]
    assert table.rows == [
        [1, "Lowmarsh took less every year until the meters came", "takings", "takings.csv"],
        [2, "About boats", "boats", "boats.csv"],
    ]
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert links == ["'takings'!A1", "'boats'!A1"]
    assert [sheet["A1"].hyperlink.location for sheet in others] == ["'Figures'!A1"] * 2
    assert first.freeze_panes == f"A{first.max_row - 1}"


def test_it_says_how_a_form_numbers_figures_by_itself(desk: Desk) -> None:
    add_figure(desk, "boats", charted("boats"), "when,n\n1974,3\n1975,4\n")
    book = write_workbook(desk.build().publication, REFERENCES, {"brief.pdf": {"boats": 1}})
    table = table_of_sheet(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0])
    assert table.heads == ["Figure", "Figure in brief.pdf", "Title", "Sheet", "Data file"]
    assert [row[:2] for row in table.rows] == [[1, None], [2, 1]]


def test_a_sheet_says_what_its_figure_says(desk: Desk) -> None:
    desk.replace(FIGURES, "  note: Nobody", "  breaks: [{at: 1978, line: Meters}]\n  note: Nobody")
    desk.replace(FIGURES, "  unit: ", "  from: 1975\n  shaded: [{from: 1976, to: 1977, line: Drought}]\n  unit: ")
    desk.replace(
        FIGURES, "  note: Nobody", "  annotations: [{at: 1979, column: harrow, line: A wet year}]\n  note: Nobody"
    )
    table = sheet_of(desk)
    assert table.above == [
        "Figure 1",
        "Lowmarsh took less every year until the meters came",
        "Water taken from the Marl, million cubic metres a year",
        "Unit: million cubic metres",
    ]
    assert table.below == [
        "Source: Ferrers, Edith. The Marl. 2019. https://example.org/marl",
        "Note: Nobody read the gauges in 1977.",
        "Break at 1978: Meters",
        "Shaded from 1976 to 1977: Drought",
        "At 1979, Harrow: A wet year",
        "Of the data file, the rows from 1975 on are shown.",
    ]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("to: 1979", "Of the data file, the rows up to 1979 are shown."),
        ("from: 1975\n  to: 1979", "Of the data file, the rows from 1975 to 1979 are shown."),
    ],
)
def test_it_says_which_rows_are_shown(desk: Desk, added: str, said: str) -> None:
    desk.replace(FIGURES, "  unit: ", f"  {added}\n  unit: ")
    assert sheet_of(desk).below[-1] == said


def test_numbers_are_numbers_and_what_is_not_known_is_empty(desk: Desk) -> None:
    table = sheet_of(desk)
    assert table.heads == ["Year", "Harrow", "Lowmarsh"]
    assert table.rows[2:5] == [[1976, 8.8, 0.5], [1977, None, None], [1978, 7.5, 5.1]]
    assert table.printed[1] == ["1974", "9.1", "4.2"]
    assert table.printed[2] == ["1975", "9.4", "3.0"]


@pytest.mark.parametrize(
    ("labels", "values", "shown"),
    [
        (("1974", "1975"), [1974, 1975], ["1974", "1975"]),
        (("2019-03", "2019-04"), [datetime(2019, 3, 1), datetime(2019, 4, 1)], ["2019-03", "2019-04"]),
        (("2019-03-30", "2019-03-31"), [datetime(2019, 3, 30), datetime(2019, 3, 31)], ["2019-03-30", "2019-03-31"]),
        (("1899-12-30", "1901-03-31"), ["1899-12-30", "1901-03-31"], ["1899-12-30", "1901-03-31"]),
        (("Q1 2019", "Q2 2019"), ["2019-Q1", "2019-Q2"], ["2019-Q1", "2019-Q2"]),
        (("1970s", "1980s"), ["1970s", "1980s"], ["1970s", "1980s"]),
        (("0.5", "12"), [0.5, 12], ["0.5", "12.0"]),
        (("=1+1", "@SUM(A1)"), ["=1+1", "@SUM(A1)"], ["=1+1", "@SUM(A1)"]),
    ],
)
def test_labels_are_what_the_data_have(
    desk: Desk, labels: tuple[str, str], values: list[object], shown: list[str]
) -> None:
    add_figure(desk, "boats", charted("boats"), f"when,n\n{labels[0]},3\n{labels[1]},4\n")
    table = sheet_of(desk, "boats")
    assert [row[0] for row in table.rows] == values
    assert table.labels == shown


def test_a_number_stands_as_in_the_data_file_however_it_is_printed(desk: Desk) -> None:
    add_figure(desk, "boats", charted("boats"), "when,n\n1974,3.123456\n1975,1234567\n1976,-0.25\n")
    assert sheet_of(desk, "boats").columns == {"N": [3.123456, 1234567, -0.25]}


TYPED = """\
  kind: table
  columns: [What, Signed, Worth]
  rows:
    - ["Accord of *Harrow* [@okafor2021]", 1942, "1,204.50"]
    - [Second accord, "", "{harrow-take}"]
    - ["=1+1", "007", "69-72"]
"""


def test_a_table_of_words_has_numbers_where_they_are_nothing_else(desk: Desk) -> None:
    add_figure(desk, "accords", TYPED)
    table = sheet_of(desk, "accords")
    assert table.rows == [
        ["Accord of Harrow", 1942, 1204.5],
        ["Second accord", None, "8.8 million cubic metres"],
        ["=1+1", "007", "69-72"],
    ]
    assert table.printed[1] == ["Accord of Harrow", "1942", "1,204.50"]
    assert any(line.startswith("Source: Okafor") for line in table.below), "a cell cites it"


def test_a_timeline_has_years_and_days_of_its_own(desk: Desk) -> None:
    add_figure(desk, "times", "  kind: timeline\n")
    table = sheet_of(desk, "times")
    assert table.heads == ["First year", "Last year", "Date", "Title", "Period", "Stance"]
    publication = desk.build().publication
    periods = list(publication.entries("period"))
    assert [row[:2] for row in table.rows[: len(periods)]] == [list(period.years or ()) for period in periods]
    dates = [event.date for period in periods for event in period.events]
    days = [shown or str(row[0]) for row, (_, _, shown, *_) in zip(table.rows, table.printed[1:], strict=True)]
    assert days[len(periods) :] == sorted(dates)


def test_every_kind_of_figure_has_a_sheet(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", SHOWCASE)
    book = opened(desk)
    publication = desk.build().publication
    assert {figure.kind for figure in publication.figures.values()} >= {"bar", "stacked", "line", "range", "matrix"}
    for sheet in book.worksheets[1:]:
        table = table_of_sheet(sheet)
        assert table.rows
        assert len(table.heads) > 1
        assert sheet.freeze_panes.startswith("B")


def test_a_map_has_the_places_and_numbers_of_its_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", ROOT / "tests" / "maps")
    book, figures = opened(desk), desk.build().publication.figures
    for figure in figures.values():
        assert isinstance(figure, MapFigure)
        table = table_of_sheet(book[figure.id])
        with (desk.content / "data" / figure.data).open(encoding="utf-8-sig", newline="") as file:
            typed = {
                row[figure.x]: [row[column] for column in figure.columns] for row in csv.DictReader(file, delimiter=";")
            }
        assert [row[0] for row in table.rows] == list(figure.table.labels)
        for label, *numbers in table.rows:
            assert numbers == [float(cell.replace(",", ".")) if cell else None for cell in typed[label]]


def test_a_source_of_which_no_style_says_anything_is_named_in_plain_words(desk: Desk) -> None:
    desk.replace(FIGURES, "source: ferrers2019", "source: survey1961")
    assert sheet_of(desk).below[0] == "Source: Lowmarsh County Council, Survey of the Marl, 1961"


# ---------------------------------------------------------------- the file


def test_two_workbooks_of_the_same_content_are_the_same_to_the_byte(desk: Desk) -> None:
    assert written(desk) == written(desk)


def test_its_properties_are_those_of_the_publication(desk: Desk) -> None:
    properties = opened(desk).properties
    assert (properties.title, properties.language) == ("Two Counties, One River", "en-GB")
    assert properties.creator == "Edith Ferrers, Tom Okafor"
    assert properties.created == properties.modified == datetime(2024, 3, 5)
    with zipfile.ZipFile(io.BytesIO(written(desk))) as parts:
        assert b"<Company>Marl River Trust</Company>" in parts.read("docProps/app.xml")


def test_what_is_typed_is_text_and_nothing_else(desk: Desk) -> None:
    desk.replace(FIGURES, "subtitle: Water taken", "subtitle: +Water taken")
    desk.replace(FIGURES, "label: Harrow", 'label: "=HYPERLINK(1)_x0041_"')
    desk.replace(FIGURES, "title: Lowmarsh took less every year until the meters came", r"title: '=1+1 \<b> \&amp;'")
    book = written(desk)
    for sheet in openpyxl.load_workbook(io.BytesIO(book)).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "a formula"
        assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+")))
    table = sheet_of(desk)
    assert table.above[1:3] == ["=1+1 <b> &amp;", "+Water taken from the Marl, million cubic metres a year"]
    assert table.heads == ["Year", "=HYPERLINK(1)_x0041_", "Lowmarsh"]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert not [
            name for name in parts.namelist() if "externalLink" in name or name.startswith("xl/worksheets/_rels")
        ]
        assert not any(b'TargetMode="External"' in parts.read(name) for name in parts.namelist())


def test_references_are_text_too(desk: Desk) -> None:
    words = "=HYPERLINK(\"https://evil.example\") 'Ω' \N{RIGHT DOUBLE QUOTATION MARK} <i>&amp;</i> _x0041_ 漢字 𝄞"
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(desk.build().publication, {"ferrers2019": words}, {})))
    assert table_of_sheet(book["takings"]).below[0] == f"Source: {words}"


# ---------------------------------------------------------------- names of sheets


LONG = "a-figure-with-a-name-longer-than-sheets-may-have"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (("a", "b"), ("a", "b")),
        ((f"{LONG}-1", f"{LONG}-2", f"{LONG}-3"), (LONG[:31], f"{LONG[:29]}-2", f"{LONG[:29]}-3")),
        (("Figures", "figures"), ("Figures", "figures-2")),
        (("history",), ("history-2",)),
        (("a-2", "a", "a"), ("a-2", "a", "a-3")),
        (("Abb. [1]: a/b?",), ("Abb.  1   a b",)),
        (("'quoted'", "[]"), ("quoted", "-")),
    ],
)
def test_names_of_sheets_are_as_spreadsheets_allow_them(wanted: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert name_sheets(wanted) == names
    assert all(0 < len(name) <= 31 for name in names)


def test_two_figures_whose_ids_begin_alike_have_two_sheets(desk: Desk) -> None:
    for last in ("first", "second"):
        add_figure(desk, f"{LONG}-{last}", charted("boats"), "")
    desk.write("content/data/boats.csv", "when,n\n1974,3\n1975,4\n")
    first, *others = opened(desk).worksheets
    assert [sheet.title for sheet in others] == ["takings", LONG[:31], f"{LONG[:29]}-2"]
    assert [row[2] for row in table_of_sheet(first).rows] == [sheet.title for sheet in others]
    assert [row[1] for row in table_of_sheet(first).rows] == [table_of_sheet(sheet).above[1] for sheet in others]


def test_words_that_are_wider_than_their_column_stand_on_several_lines(desk: Desk) -> None:
    """Beside a cell that is not empty they would be cut off."""
    long = "A cell of a hundred signs, which no column of a table with so many others is ever as wide as it would need"
    rows = f"    - [{', '.join(f'{long} {n}'.replace(',', '') for n in range(5))}]\n    - [a, b, c, d, e]\n"
    add_figure(desk, "words", f"  kind: table\n  columns: [A, B, C, D, E]\n  rows:\n{rows}")
    sheet = opened(desk)["words"]
    first, second = (row for row in sheet.iter_rows() if row[0].value in ("a", f"{long} 0".replace(",", "")))
    assert all(cell.alignment.wrap_text for cell in first[:5])
    assert sheet.row_dimensions[first[0].row].height > 2 * sheet.row_dimensions[second[0].row].height
    wide = sheet.column_dimensions["A"].width  # as the others
    assert all(wide * sheet.row_dimensions[cell.row].height / 16 >= len(cell.value) for cell in first[:5])
