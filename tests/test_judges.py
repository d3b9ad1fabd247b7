"""Independent judges over the real outputs: qpdf reads the brief, LibreOffice reads the deck."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from conftest import Built
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
