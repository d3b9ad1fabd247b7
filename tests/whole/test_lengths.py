"""How long our own forms are, and how full their pages, on both papers."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import ROOT, Built, Desk, copy_built

MOST_EMPTY = 0.35  # of the type area of a page
POINTS = 36  # of a picture's pixels in an inch: fine enough for lines of text


@pytest.fixture(scope="module")
def papers(sample: Built, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Our brief and report, on Letter and on A4."""
    desk = Desk(tmp_path_factory.mktemp("papers") / "desk", ROOT / "content")
    copy_built(sample.desk.folder, desk.folder)
    for form in ("brief", "report"):
        answer = desk.run(form, "--paper", "a4")
        assert answer.code == 0, answer.err
        assert "warning" not in answer.err
    return desk


def emptiness(pdf: Path) -> Iterator[float]:
    """Yield how much of the height of each page's type area is empty below its last line."""
    try:
        raw = subprocess.run(["pdftoppm", "-r", str(POINTS), "-gray", str(pdf)], capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftoppm is not installed here; .ci/run installs it")
    at = 0
    while at < len(raw):
        kind, size, _ = raw[at:].split(b"\n", 3)[:3]
        assert kind == b"P5"
        width, height = map(int, size.split())
        start = at + len(kind) + len(size) + len(b"255") + 3
        rows = [raw[start + y * width : start + (y + 1) * width] for y in range(height)]
        at = start + width * height
        top, foot = round(0.067 * height), round(0.927 * height)
        inked = [y for y in range(top, foot) if min(rows[y]) < 200]
        yield 1 - (inked[-1] - top) / (foot - top) if inked else 1.0


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [("brief.pdf", 12, 16), ("brief-a4.pdf", 12, 16), ("report.pdf", 36, 44), ("report-a4.pdf", 36, 44)],
)
def test_forms_are_as_long_as_they_should_be(papers: Desk, name: str, least: int, most: int) -> None:
    assert (papers.output / name).stat().st_size < 1_500_000
    empty = list(emptiness(papers.output / name))
    assert least <= len(empty) <= most
    assert {n: share for n, share in enumerate(empty, 1) if share > MOST_EMPTY and 1 < n < len(empty)} == {}
