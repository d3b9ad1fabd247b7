"""What WeasyPrint does not document may be gone in the next release: then the PDF is made without, and that is said once."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from desk import ROOT, Built, Desk
from renamed import rename
from verbs import pages_of
from weasyprint_faults import FAULTS

from pipeline.pdf.weasyprint_internals import CLEAN, DRAWN_WORDS, PATCHES, Private

SAMPLE = ROOT / "tests" / "stress"  # with figures and notes that are moved


def built_with(desk: Desk, weasyprint: Path) -> list[str]:
    """The warnings of a build with another WeasyPrint."""
    answer = desk.run_apart("report", PYTHONPATH=os.pathsep.join([str(weasyprint), *sys.path]))
    assert answer.code == 0, answer.err
    return [line for line in answer.err.splitlines() if "WeasyPrint" in line and "warning:" in line]


def words_of_pages(path: Path) -> list[list[str]]:
    """The words of each page, in no order: tags decide on that. Without the mark that a drawing may set apart."""
    return [sorted(re.sub(r"\s*\u0304\s*", "", page).split()) for page in pages_of(path)]


@pytest.fixture(scope="module")
def as_ever(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("ever") / "desk", SAMPLE)
    return desk.make("report.pdf")


@pytest.mark.parametrize("private", PATCHES, ids=lambda private: private.name)
def test_without_one_name_every_page_says_the_same_and_one_warning_tells_what_is_lost(
    private: Private, as_ever: Path, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", SAMPLE)
    (warning,) = built_with(desk, rename(tmp_path, [private.name]))
    assert private.name in warning
    assert private.lost in warning
    assert words_of_pages(desk.output / "report.pdf") == words_of_pages(as_ever)


@pytest.mark.parametrize("name", ["_page_box", "_tags", "reported_footnotes", "page_type", "at_keyword", "is_header"])
def test_where_pages_cannot_be_read_the_pdf_is_set_as_weasyprint_sets_it(name: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    (warning,) = built_with(desk, rename(tmp_path, [name]))
    assert f".{name}: " in warning
    with pikepdf.open(desk.output / "report.pdf") as pdf:
        assert len(pdf.pages) > 4
        assert pdf.Root.StructTreeRoot.K


@pytest.mark.parametrize("name", ["position_x", "border_box_x"])
def test_where_boxes_cannot_be_measured_no_page_is_judged(name: str, small: Built, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    (warning,) = built_with(desk, rename(tmp_path, [name]))
    assert "no page is judged" in warning
    assert words_of_pages(desk.output / "report.pdf") == words_of_pages(small.pdf)


def test_without_any_of_them_it_builds_as_well(small: Built, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    (warning,) = built_with(desk, rename(tmp_path, [private.name for private in PATCHES]))
    assert all(private.name in warning for private in PATCHES if private is not DRAWN_WORDS)  # no mark is drawn here
    assert words_of_pages(desk.output / "report.pdf") == words_of_pages(small.pdf)


def test_a_whole_build_says_it_once(tmp_path: Path) -> None:
    """Brief and handout are set by two processes."""
    desk = Desk(tmp_path / "desk")
    where = os.pathsep.join([str(rename(tmp_path, [CLEAN.name])), *sys.path])
    answer = desk.run_apart("all", PYTHONPATH=where)
    assert answer.code == 0, answer.err
    assert {"report.pdf", "deck.pdf"} <= set(desk.outputs())
    assert answer.err.count(CLEAN.name) == 1


def test_a_counter_told_in_an_unknown_way_prints_no_wrong_page(small: Built, tmp_path: Path) -> None:
    """Up to 69.0 another shape was told: the contents printed page 0, without a word."""
    desk = Desk(tmp_path / "desk")
    code = (
        "import sys, build\n"
        "from pipeline.pdf import weasyprint_internals as inside\n"
        "anchor = inside._anchor\n"
        "inside._anchor = lambda target, element: anchor(('told', 'otherwise'), element)\n"
        f"sys.exit(build.main({[*desk.command('report')[2:], '--jobs', '1']!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("target-counter() as ('told', 'otherwise')") == 1
    assert words_of_pages(desk.output / "report.pdf") == words_of_pages(small.pdf)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_that_is_worked_around_is_still_there(fault: Callable[[], bool]) -> None:
    """Where one is gone, what we do about it may go as well."""
    assert fault()
