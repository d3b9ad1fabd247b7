"""output/ holds what the sources give: nobody forgot to build, and nobody mended a file by hand."""

import pytest
from desk import ROOT, Built
from verbs import notes_of, open_deck, pages_of, slides_of, texts_of

OUTPUT = ROOT / "output"


def test_the_deck_in_the_repository_says_what_the_sources_say(sample: Built) -> None:
    kept, fresh = slides_of(OUTPUT / "deck.pptx"), slides_of(sample.deck)
    assert [texts_of(slide) for slide in kept] == [texts_of(slide) for slide in fresh], "build again: python build.py"
    assert [notes_of(slide) for slide in kept] == [notes_of(slide) for slide in fresh], "build again: python build.py"


@pytest.mark.parametrize("name", ["brief.pdf", "report.pdf"])
def test_the_pages_in_the_repository_say_what_the_sources_say(sample: Built, name: str) -> None:
    kept, fresh = pages_of(OUTPUT / name), pages_of(sample.desk.output / name)
    assert len(kept) == len(fresh), "build again: python build.py"
    for number, (old, new) in enumerate(zip(kept, fresh, strict=True), 1):
        assert old == new, f"page {number} is another: build again: python build.py"


def test_nothing_else_lies_in_output(sample: Built) -> None:
    passed_over = (".built.json", "changes.html")  # the ledger; what changed since a build of somebody's own
    kept = {path.name for path in OUTPUT.iterdir() if not path.name.startswith("~$")}
    assert kept - set(passed_over) == set(sample.desk.outputs())


def test_the_fact_check_sheet_in_the_repository_says_what_the_sources_say(sample: Built) -> None:
    kept, fresh = (folder / "fact-check.csv" for folder in (OUTPUT, sample.desk.output))
    assert kept.read_text(encoding="utf-8-sig") == fresh.read_text(encoding="utf-8-sig"), "build again"


def test_the_deck_keeps_the_projects_own_title(sample: Built) -> None:
    imprint = sample.desk.load()[0].imprint
    assert open_deck(OUTPUT / "deck.pptx").core_properties.title == imprint.title.source
