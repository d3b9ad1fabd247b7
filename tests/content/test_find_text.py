"""Where words stand in the content that an output shows."""

import pytest
from desk import Desk

from pipeline.content import find_text

pytestmark = pytest.mark.quick
QUARREL, SETTLEMENT = "content/chapters/1-quarrel.yaml", "content/chapters/2-settlement.yaml"


def line_of(desk: Desk, name: str, words: str) -> str:
    """The line that holds some words, as messages print it, without the folder of the desk."""
    lines = (desk.folder / name).read_text(encoding="utf-8").splitlines()
    return f"{name}:{next(n for n, line in enumerate(lines, 1) if words in line)}"


@pytest.mark.parametrize(
    ("anchor", "wanted", "name", "line", "owner"),
    [
        ("sec-the-river", "A short river", QUARREL, "title: A short river", 'topic "the-river"'),
        ("sec-the-river", "Lowmarsh", QUARREL, "| Lower   | Lowmarsh |", 'topic "the-river"'),
        ("sec-quarrel", "Two counties drew", QUARREL, "claim: Two counties", 'chapter "quarrel"'),
        ("sec-dry-years", "Grain from Harrow rots", SETTLEMENT, "Grain from Harrow", 'period "dry-years"'),
        ("sec-dry-years", "answered by closing its harbour; see the", SETTLEMENT, "answered", 'period "dry-years"'),
        ("fig-takings", "Lowmarsh took less every", "content/figures.yaml", "title: Lowmarsh", 'figure "takings"'),
        ("fig-takings", "Harrow", "content/figures.yaml", "label: Harrow", 'figure "takings"'),
        ("fig-takings", "9.1", "content/figures.yaml", "takings:", 'figure "takings"'),
        ("fact-length.2", "1,234.5", "content/facts.yaml", "length:", 'fact "length"'),
        ("source-okafor2021", "Journal of Invented", "content/sources.yaml", "Journal of", 'source "okafor2021"'),
        ("glossary", "usuario del final", "content/glossary.yaml", "usuario", 'term "tail-ender"'),
        ("colophon", "so that tests have", "content/publication.yaml", "so that tests", "publication"),
        ("", "Tom Okafor", "content/publication.yaml", "name: Tom", "publication"),
    ],
)
def test_words_are_found_in_their_record(
    desk: Desk, anchor: str, wanted: str, name: str, line: str, owner: str
) -> None:
    publication, _ = desk.load()
    found = find_text(publication, [anchor], wanted, in_table="|" in line)
    assert (str(found.place).endswith(line_of(desk, name, line)), found.name) == (True, owner), found


def test_the_nearest_record_that_has_the_words_is_named(desk: Desk) -> None:
    publication, _ = desk.load()
    found = find_text(publication, ["fig-takings", "sec-the-river", "sec-quarrel"], "neither counted what", False)
    assert found.name == 'chapter "quarrel"'
    assert found.is_exact


def test_words_of_a_layout_are_nowhere(desk: Desk) -> None:
    publication, _ = desk.load()
    assert not find_text(publication, ["sec-upstream"], "Why it blocks", False).is_exact


def test_what_only_the_speaker_says_is_not_looked_through(desk: Desk) -> None:
    publication, _ = desk.load()
    assert not find_text(publication, ["sec-upstream"], "Ask the audience", False).is_exact
