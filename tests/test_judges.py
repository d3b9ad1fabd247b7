"""Independent judges over the real outputs: qpdf reads the brief; two checkers and LibreOffice read the deck."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Built
from ooxml_integrity.pptx_checks import check_pptx
from openxml_audit import FileFormat, OpenXmlValidator
from verbs import folded, pages_of, slides_of, title_of


def plain(text: str) -> str:
    """Text without the line breaks and blanks that a renderer may add anywhere."""
    return "".join(folded(text).split())


def test_qpdf_finds_nothing_wrong_with_the_brief(built: Built, needs: Callable[[str], str]) -> None:
    done = subprocess.run([needs("qpdf"), "--check", str(built.pdf)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()


def test_libreoffice_shows_every_slide_with_its_title(
    built: Built, needs: Callable[[str], str], tmp_path: Path
) -> None:
    needs("pdftotext")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [needs("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(built.deck)], capture_output=True, timeout=120, check=True)
    pages, slides = pages_of(tmp_path / "deck.pdf"), slides_of(built.deck)
    assert len(pages) == len(slides)
    for number, (page, slide) in enumerate(zip(pages, slides, strict=True), 1):
        words = folded(title_of(slide)).split()
        missing = [word for word in words if plain(word) not in plain(page)]
        assert not missing, f"page {number} of {len(pages)} lacks {missing}"


def test_a_checker_of_layout_finds_nothing_in_any_deck(any_deck: Built) -> None:
    assert [str(finding) for finding in check_pptx(any_deck.deck)] == []


@pytest.mark.parametrize("office", ["OFFICE_2019", "MICROSOFT_365"])
def test_a_checker_of_the_standard_finds_nothing_in_any_deck(any_deck: Built, office: str) -> None:
    result = OpenXmlValidator(FileFormat[office]).validate(str(any_deck.deck))
    assert result.is_valid, "\n".join(str(error) for error in result.errors)
