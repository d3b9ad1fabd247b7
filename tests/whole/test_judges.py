"""Independent judges over the real outputs: of a PDF's accessibility and its standards, of a deck's."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from desk import Built
from judges import judged, notes_handout
from ooxml_integrity.pptx_checks import check_pptx
from openxml_audit import FileFormat, OpenXmlValidator
from pikepdf import pdfa
from rendered import PRINT_ALL
from verbs import folded, pages_of, slides_of, title_of

pytestmark = pytest.mark.needs_patches


def plain(text: str) -> str:
    """Text without the line breaks and blanks that a renderer may add anywhere."""
    return "".join(folded(text).split())


@pytest.fixture(params=["brief.pdf", "report.pdf", "deck.pdf", "deck-notes.pdf"])
def printed(built: Built, request: pytest.FixtureRequest) -> Path:
    """Each PDF that a build makes."""
    name: str = request.param
    return notes_handout(built) if name == "deck-notes.pdf" else built.desk.output / name


def test_qpdf_finds_nothing_wrong(printed: Path, needs: Callable[[str], str]) -> None:
    done = subprocess.run([needs("qpdf"), "--check", str(printed)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_outloud_finds_nothing_to_say_against_it(printed: Path) -> None:
    (file,) = judged("outloud", "--json", "-", "--quiet", str(printed))["results"]
    assert file["findings"] == []
    assert file["verdict"] == "pass"


def test_pdfua_finds_nothing_to_say_against_it(printed: Path) -> None:
    report = judged("pdfua", "check", "--format", "json", str(printed))
    assert report["findings"] == []


def test_it_keeps_pdf_a(printed: Path) -> None:
    """The judge knows level 2b, and no schema beyond the standard's own: PDF/UA's is taken out for it."""
    with pikepdf.open(printed) as pdf:
        with pdf.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as about:
            for name in ("pdfuaid:part", "{http://www.aiim.org/pdfa/ns/extension/}schemas"):
                del about[name]
            about["pdfaid:conformance"] = "B"
        report = pdfa.check(pdf, "2b")
    assert [str(finding) for finding in report.findings if "XMP namespace" not in str(finding)] == []


def test_libreoffice_shows_every_slide_with_its_title(
    built: Built, needs: Callable[[str], str], tmp_path: Path
) -> None:
    needs("pdftotext")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [needs("soffice"), profile, "--headless", "--convert-to", PRINT_ALL, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(built.deck)], capture_output=True, timeout=120, check=True)
    pages, slides = pages_of(tmp_path / "deck.pdf"), slides_of(built.deck)
    assert len(pages) == len(slides)
    for number, (page, slide) in enumerate(zip(pages, slides, strict=True), 1):
        words = folded(title_of(slide)).split()
        missing = [word for word in words if plain(word) not in plain(page)]
        assert not missing, f"page {number} of {len(pages)} lacks {missing}"


def told_of_layout(deck: Path) -> list[str]:
    """What a checker says of text that does not fit, but for what it guesses."""
    unknown = "PPT007"  # a font that this machine does not have: what it takes to be too much is a guess, too
    found = [str(finding) for finding in check_pptx(deck) if finding.code != unknown]
    return [finding for finding in found if "an estimate because font" not in finding]


def told_of_the_standard(deck: Path, office: str) -> list[str]:
    return [str(error) for error in OpenXmlValidator(FileFormat[office]).validate(str(deck)).errors]


def test_a_checker_of_layout_finds_nothing_in_any_deck(any_deck: Built) -> None:
    assert told_of_layout(any_deck.deck) == []


@pytest.mark.parametrize("office", ["OFFICE_2019", "MICROSOFT_365"])
def test_a_checker_of_the_standard_finds_nothing_in_any_deck(any_deck: Built, office: str) -> None:
    assert told_of_the_standard(any_deck.deck, office) == []


@pytest.mark.parametrize("cut", ["short", "medium", "long"])
@pytest.mark.parametrize("name", ["sample", "adopted", "squat"])
def test_checkers_find_nothing_in_a_cut(name: str, cut: str, request: pytest.FixtureRequest) -> None:
    """On our master and on two of others."""
    deck = request.getfixturevalue(name).cut(cut)
    assert told_of_layout(deck) == []
    assert told_of_the_standard(deck, "MICROSOFT_365") == []
