"""Our own publication: whole, counted, sourced, and in words of its own.

`python tests/whole/test_publication.py` prints the counts.
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipeline.checks.publication import warn_publication
from pipeline.content.all_prose import all_prose
from pipeline.content.figure import Chart
from pipeline.content.load import load_publication
from pipeline.content.model import Entry, Lesson, Period, PolicyArea, Publication
from pipeline.content.record import Prose
from pipeline.core.layouts import Layouts
from pipeline.render.cited import cited_sources
from pipeline.render.fact_check import find_typed
from pipeline.render.render import find_kinds
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer

pytestmark = pytest.mark.quick

ROOT = Path(__file__).resolve().parents[2]
SEED_HEADINGS = [  # the document that the project started from: each keeps its place
    "Introduction",
    "Migration policy and migrant-sending countries",
    "Barriers to migration cooperation",
    "Sovereignty",
    "Divergent preferences",
    "Asymmetric flows",
    "Complexity of migration policy",
    "The U.S.-Mexico case",
    "Ambivalent preferences and unilateral enforcement",
    "The Bracero Program",
    "Unilateralism and the emergence of the contemporary U.S.-Mexico migration system",
    'Beyond the "policy of no policy"',
    "The post-9/11 period",
    "Lessons from the U.S.-Mexico case",
    "Conclusion",
]


@pytest.fixture(scope="module")
def publication() -> Publication:
    return read()


def read() -> Publication:
    found, problems = load_publication(ROOT / "content", find_kinds(Layouts((ROOT / "layouts",))))
    assert found is not None
    assert not problems
    return found


def words(publication: Publication, *texts: Prose | None) -> int:
    """How many words a reader reads: facts as they are printed, citations left out."""
    renderer = DeckRenderer(publication)
    return sum(len(re.findall(r"[^\s–—]+", render_plain(text, renderer))) for text in texts if text)


def runs(publication: Publication, text: Prose, length: int) -> set[str]:
    """Every run of so many words that a text has, in small letters."""
    plain = render_plain(text, DeckRenderer(publication)).lower()
    said = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))
    return {" ".join(said[at : at + length]) for at in range(len(said) - length + 1)}


def of_entry(entry: Entry) -> list[Prose]:
    return [entry.title, entry.claim, *entry.points, entry.text]


def sections(publication: Publication) -> Iterator[tuple[str, int]]:
    """Chapter openings and entries, with the words of their text."""
    for chapter in publication.chapters:
        if chapter.text:
            yield chapter.id, words(publication, chapter.text)
        yield from ((entry.id, words(publication, entry.text)) for entry in chapter.entries)


def total(publication: Publication) -> int:
    openings = [text for c in publication.chapters for text in (c.title, c.claim, c.text)]
    return words(publication, *openings, *(text for entry in publication.entries() for text in of_entry(entry)))


def normal(title: str) -> str:
    return title.replace("–", "-").replace("“", '"').replace("”", '"').lower()


def test_every_heading_of_the_seed_keeps_its_place(publication: Publication) -> None:
    titles = [normal(title.source) for title in publication.section_titles.values()]
    ours = []
    for chapter in publication.chapters:
        ours += [normal(chapter.title.source), *(normal(entry.title.source) for entry in chapter.entries)]
    assert sorted(ours) == sorted(titles)
    places = [ours.index(normal(heading)) for heading in SEED_HEADINGS]
    assert places == sorted(places)


def test_the_brief_is_as_long_as_it_should_be(publication: Publication) -> None:
    assert 7000 <= total(publication) <= 9500
    short_or_long = {
        entry.id: count
        for entry in publication.entries()
        if not 250 <= (count := words(publication, entry.text)) <= 600
    }
    assert not short_or_long


def test_the_briefs_are_read_in_fifteen_minutes_and_repeat_no_passage(publication: Publication) -> None:
    briefs = {entry.id: entry.brief for entry in publication.entries() if entry.brief}
    assert set(briefs) == {entry.id for entry in publication.entries()} - {"how-we-counted"}
    counts = {id: words(publication, text) for id, text in briefs.items()}
    assert 2800 <= sum(counts.values()) <= 3800
    assert counts.pop("in-brief") <= 250
    assert not {id: count for id, count in counts.items() if not 80 <= count <= 200}
    for entry in publication.entries():
        if entry.brief:
            again = runs(publication, entry.brief, 12) & runs(publication, entry.text, 12)
            assert not again, f"{entry.id}: {again}"


def test_every_entry_has_a_claim_points_and_notes_to_speak_from(publication: Publication) -> None:
    for entry in publication.entries():
        assert entry.claim.source.endswith("."), f"{entry.id}: the claim is no sentence"
        assert 3 <= len(entry.points) <= 5, entry.id
        assert 130 <= words(publication, entry.notes) <= 280, f"{entry.id}: notes for one to two minutes"


def test_the_parts_are_there(publication: Publication) -> None:
    kinds = Counter(entry.kind for entry in publication.entries())
    assert kinds["summary"] == 1
    assert (kinds["barrier"], kinds["period"], kinds["policy-area"]) == (4, 5, 4)
    assert kinds["lesson"] >= 3
    for entry in publication.entries():
        if isinstance(entry, Period):
            assert entry.events, entry.id
        if isinstance(entry, Lesson):
            assert entry.evidence, entry.id
        if isinstance(entry, PolicyArea):
            assert set(entry.links) == {barrier.id for barrier in publication.entries("barrier")}, entry.id
    assert publication.glossary


def test_the_figures_earn_their_place(publication: Publication) -> None:
    shown = [publication.figures[id] for id in publication.figure_numbers]
    assert len(shown) >= 8
    assert {figure.kind for figure in shown} >= {"bar", "line", "range", "table", "timeline", "matrix"}
    assert set(publication.figures) == set(publication.figure_numbers), "a figure is drawn for nobody"
    for figure in shown:
        assert figure.alt.source
        if isinstance(figure, Chart):
            assert figure.source, figure.id


def test_sources_are_many_and_known(publication: Publication) -> None:
    cited = cited_sources(publication)
    assert len(cited) >= 60
    assert cited <= set(publication.sources)


def test_every_source_is_graded_and_can_be_found(publication: Publication) -> None:
    for source in publication.sources.values():
        assert source.grade, source.id
        assert source.read, source.id
        assert source.URL or source.DOI or (source.has("archive") and source.has("call-number")), source.id


def test_corrections_are_told_in_the_brief_and_in_the_changelog(publication: Publication) -> None:
    told = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split())
    assert len(publication.imprint.corrections) >= 22
    assert [line.source for line in publication.imprint.corrections if line.source not in told] == []


def test_every_number_is_a_fact_and_the_checks_say_nothing(publication: Publication) -> None:
    bare = [typed for typed in find_typed(publication) if not typed.why]
    assert not bare, [(typed.number, typed.around) for typed in bare]
    assert [str(warning) for warning in warn_publication(publication)] == []


def test_no_sentence_is_borrowed_from_the_seed(publication: Publication) -> None:
    """seed-phrases.txt holds the first sixteen digits of the SHA-256 of each run of eight words of its prose."""
    seed = set((ROOT / "tests" / "seed-phrases.txt").read_text(encoding="utf-8").split())
    assert len(seed) > 100
    for owner, text in all_prose(publication):
        for run in runs(publication, text, 8):
            assert hashlib.sha256(run.encode()).hexdigest()[:16] not in seed, f"{owner}: {run}"


def test_the_name_of_the_campaign_of_1954_is_told_once(publication: Publication) -> None:
    told = [owner for owner, text in all_prose(publication) for _ in re.findall("Operation Wetback", text.source)]
    assert len(told) == 1


def show() -> None:
    """Print what there is."""
    publication = read()
    for name, count in sections(publication):
        print(f"{count:6} {name}")
    print(f"{total(publication):6} words in titles, claims, points and text")
    print(f"{len(cited_sources(publication)):6} sources cited")
    print(f"{len(publication.facts):6} facts, {len(publication.figure_numbers)} figures")
    print(f"{sum(not typed.why for typed in find_typed(publication)):6} numbers that are not facts")


if __name__ == "__main__":
    show()
