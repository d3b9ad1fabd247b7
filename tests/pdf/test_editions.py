"""Editions: a form of pages on other paper, and for a printing house. The small publication is British, and so on A4."""

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from desk import Built, Desk
from judges import judged
from markupsafe import Markup
from verbs import pages_of

from pipeline.text.csl import find_unprinted

LETTER, A4 = (612.0, 792.0), (595.28, 841.89)
BLEED = 3 / 25.4 * 72


def trim_of(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.obj.TrimBox)
    return right - left, top - bottom


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("editions") / "desk")
    for options in (["--paper", "letter"], ["--print"], ["--paper", "a4", "--print"], ["--paper", "letter", "--print"]):
        answer = desk.run("report", *options)
        assert answer.code == 0, answer.err
    return desk


@pytest.fixture
def edition(printed: Desk) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.output / "report-print.pdf") as pdf:
        yield pdf


def test_other_editions_stand_beside_the_report(printed: Desk) -> None:
    """Its paper is A4 anyway: to ask for it changes nothing."""
    names = printed.outputs()
    assert names == ["report-letter-print.pdf", "report-letter.pdf", "report-print.pdf"]


@pytest.mark.parametrize(("name", "size"), [("letter", LETTER), ("letter-print", LETTER), ("print", A4)])
def test_every_page_has_the_size_that_was_asked_for(printed: Desk, name: str, size: tuple[float, float]) -> None:
    with pikepdf.open(printed.output / f"report-{name}.pdf") as pdf:
        for page in pdf.pages:
            assert trim_of(page) == pytest.approx(size, abs=0.1)


@pytest.mark.parametrize(("whose", "size"), [("small", A4), ("sample", LETTER)])
@pytest.mark.parametrize("form", ["brief", "report"])
def test_pages_have_the_size_of_the_language_s_region(
    request: pytest.FixtureRequest, whose: str, size: tuple[float, float], form: str
) -> None:
    built: Built = request.getfixturevalue(whose)
    with pikepdf.open(built.desk.output / f"{form}.pdf") as pdf:
        assert len(pdf.pages) > 3
        for page in pdf.pages:
            assert trim_of(page) == pytest.approx(size, abs=0.1)
            assert page.obj.MediaBox == page.obj.TrimBox


def test_a_printed_page_bleeds_three_millimeters(edition: pikepdf.Pdf) -> None:
    for page in edition.pages:
        trim, bleed, sheet = ([float(edge) for edge in page.obj[f"/{box}Box"]] for box in ("Trim", "Bleed", "Media"))
        assert [abs(a - b) for a, b in zip(trim, bleed, strict=True)] == pytest.approx([BLEED] * 4)
        assert all(abs(a) > abs(b) for a, b in zip(sheet[:2], bleed[:2], strict=True)), "crop marks stand outside"


def test_text_is_printed_in_black_ink_alone(edition: pikepdf.Pdf, small: Built) -> None:
    _, theme = small.desk.load()
    red, green, blue = (int(theme.palette["ink"][at : at + 2], 16) / 255 for at in (1, 3, 5))
    ink = f"{red:.6f} {green:.6f} {blue:.6f} rg".encode()
    with pikepdf.open(small.pdf) as screen:
        assert any(ink in page.Contents.read_bytes() for page in screen.pages), "the test looks for the wrong ink"
    for page in edition.pages:
        content = page.Contents.read_bytes()
        assert ink not in content
        assert not re.search(rb"^0 0 0 rg", content, re.MULTILINE)
    assert b"0 g" in edition.pages[4].Contents.read_bytes()


def test_what_begins_a_page_begins_on_the_right_and_blank_pages_are_blank(printed: Desk) -> None:
    """Chapters run on, but for the first."""
    pages = pages_of(printed.output / "report-print.pdf")
    titles = ("Contents", "The quarrel")
    begun = [next(n for n, page in enumerate(pages, 1) if page.startswith(title)) for title in titles]
    assert begun == sorted(begun)
    assert [title for title, number in zip(titles, begun, strict=True) if number % 2 == 0] == []
    assert [n for n, page in enumerate(pages, 1) if not page], "no page is blank"
    assert all(n % 2 == 0 and n + 1 in begun for n, page in enumerate(pages, 1) if not page)


def test_every_address_is_printed(desk: Desk, needs: Callable[[str], str]) -> None:
    """A source whose style prints none, and a link in the text."""
    desk.replace(
        "content/chapters/1-quarrel.yaml", "Harrow had the river", "[Harrow](https://example.org/h) had the river"
    )
    desk.replace("layouts/citation/chicago-author-date.csl", '<text macro="source-date-accessed-DOI-URL-bib"/>', "")
    assert desk.run("report", "--print").code == 0
    command = [needs("pdftotext"), str(desk.output / "report-print.pdf"), "-"]
    text = "".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert "Harrow(https://example.org/h)" in text
    for address in ("https://doi.org/10.0000/invented.2021", "https://example.org/survey?part=1&page=2"):
        assert text.count(address) == 1


def test_an_address_that_is_printed_already_is_not_printed_again() -> None:
    hidden, printed = (
        Markup(f'<a href="https://x.org/?a=1&amp;b=2">{words}</a>') for words in ("Title", "https://x.org")
    )
    assert (find_unprinted(hidden), find_unprinted(printed)) == (["https://x.org/?a=1&b=2"], [])


@pytest.mark.parametrize("name", ["letter", "print", "letter-print"])
def test_other_editions_are_as_accessible(printed: Desk, name: str) -> None:
    path: Path = printed.output / f"report-{name}.pdf"
    (file,) = judged("outloud", "--json", "-", "--quiet", str(path))["results"]
    assert file["findings"] == []


@pytest.mark.parametrize("what", ["all", "check"])
def test_other_paper_is_for_one_form(desk: Desk, what: str) -> None:
    answer = desk.run(what, "--paper", "a4")
    assert answer.code == 2
    assert "other paper and print are for one form with pages: name it (brief, deck, report)" in answer.err
    assert not desk.output.exists()


@pytest.mark.parametrize("options", [("--paper", "a4"), ("--print",)])
def test_other_paper_is_for_a_form_of_pages(desk: Desk, options: tuple[str, ...]) -> None:
    answer = desk.run("deck", *options)
    assert answer.code == 1
    assert answer.err == (
        'layouts/deck/form.yaml:2: form "deck" has no pages, and --paper and --print are for pages\n\n'
        "1 problem. Nothing was written to output.\n"
    )
    assert not [*desk.output.glob("*.p*")]
