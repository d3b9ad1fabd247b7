"""A number is written once: change it there, and everything that quotes it follows."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from desk import ROOT, Built, Desk, copy_built
from verbs import pages_of


def parts_of(package: bytes) -> dict[str, str]:
    """Every part of a package as text, those of workbooks in it included."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".xlsx"):
                parts |= {f"{name}/{inner}": text for inner, text in parts_of(content).items()}
            else:
                parts[name] = content.decode("utf-8", errors="replace")
    return parts


def alts_of(pdf: Path) -> str:
    with pikepdf.open(pdf) as document:
        found = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        return " ".join(str(o["/Alt"]) for o in found)


def everything(desk: Desk) -> dict[str, str]:
    pages = {
        f"page {n} of {form}": text
        for form in ("brief", "report")
        for n, text in enumerate(pages_of(desk.output / f"{form}.pdf"), 1)
    }
    deck = parts_of((desk.output / "deck.pptx").read_bytes())
    sheet = {name: (desk.output / name).read_text(encoding="utf-8") for name in ("fact-check.html", "fact-check.csv")}
    return {**pages, "alt texts": alts_of(desk.output / "report.pdf"), **deck, **sheet}


def where(words: str, texts: dict[str, str]) -> set[str]:
    return {name for name, text in texts.items() if words in text}


def change(sample: Built, folder: Path, name: str, old: str, new: str) -> dict[str, str]:
    """The publication, built after one change."""
    desk = Desk(folder, ROOT / "content")
    copy_built(sample.desk.folder, desk.folder)
    desk.replace(name, old, new)
    assert desk.run().code == 0
    return everything(desk)


@pytest.fixture(scope="module")
def before(sample: Built) -> dict[str, str]:
    return everything(sample.desk)


def test_a_number_changed_in_the_data_changes_everywhere(sample: Built, before: dict[str, str], tmp_path: Path) -> None:
    after = change(sample, tmp_path / "desk", "content/data/bracero-contracts.csv", "445197", "451234")
    old, new = where("445,197", before), where("451,234", after)
    assert where("445,197", after) == set()
    assert where("445197", after) == set()
    assert new == old
    assert {"alt texts", "fact-check.html", "fact-check.csv"} <= old
    assert all(any(name.endswith(f" of {form}") for name in old) for form in ("brief", "report"))
    assert any(name.startswith("ppt/slides/") for name in old)
    assert any(name.startswith("ppt/notesSlides/") for name in old)
    drawn = where("451234", after)
    assert any("charts/chart" in name for name in drawn)
    assert any(".xlsx/" in name for name in drawn)


def test_a_number_changed_in_the_facts_changes_everywhere(
    sample: Built, before: dict[str, str], tmp_path: Path
) -> None:
    after = change(sample, tmp_path / "desk", "content/facts.yaml", "value: 26579", "value: 26580")
    assert where("26,579", after) == set()
    assert where("26,580", after) == where("26,579", before)
    assert len(where("26,579", before)) >= 3


def test_every_number_in_the_publication_is_a_fact_or_an_exception(before: dict[str, str]) -> None:
    assert "0 numbers in the text that are not facts" in before["fact-check.html"]
