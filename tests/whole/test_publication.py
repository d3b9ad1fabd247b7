"""Our own publication: whole, counted, sourced, and in words of its own.

`python tests/whole/test_publication.py` prints the counts.
"""

import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import Markup

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desk import Desk

from pipeline.checks.publication import warn_publication
from pipeline.content import print_fact
from pipeline.content.all_prose import all_prose
from pipeline.content.figure import Chart, DataTable, EntryTable
from pipeline.content.load import load_publication
from pipeline.content.model import Entry, Lesson, Period, PolicyArea, Publication
from pipeline.content.record import Prose
from pipeline.core.layouts import Layouts
from pipeline.deck.slides import TextBlock
from pipeline.render.cited import cited_sources
from pipeline.render.fact_check import find_typed
from pipeline.render.render import find_kinds
from pipeline.text import find_large_facts
from pipeline.text.markdown import render_paragraphs, render_plain
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


def texts(publication: Publication) -> list[Prose]:
    """The texts of chapters and entries, in the order in which they are read."""
    return [owner.text for chapter in publication.chapters for owner in (chapter, *chapter.entries) if owner.text]


def notes_to_speak(publication: Publication) -> int:
    notes = [owner.notes for chapter in publication.chapters for owner in (chapter, *chapter.entries)]
    return words(publication, *notes)


STOP = re.compile(r"[.!?][”’\")\]]*\s+(?=[“‘\"(\[]?[A-ZÁÉÍÓÚÑ0-9])")
SHORTENED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|No|Sen|Rep|Gen|Gov|vs|ca|docs?|pp?|art))\.$")


LABEL = re.compile(r"<(strong|em)>[^<]*\.</\1>\s*")  # **People.** at the head of a paragraph


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph. A full stop behind U.S., initials and the like ends none; a heading has none."""
    found, begin = [], 0
    for stop in STOP.finditer(paragraph):
        if not SHORTENED.search(paragraph[begin : stop.start() + 1]):
            found.append(paragraph[begin : stop.end()].strip())
            begin = stop.end()
    rest = paragraph[begin:].strip()
    return [*found, rest] if re.search(r"[.!?:;][”’\")\]]*$", rest) else found


def sentences(publication: Publication) -> Iterator[str]:
    """The sentences of all texts, without citations and notes. A fact set large is none, nor is a paragraph's label."""
    renderer = DeckRenderer(publication)
    for text in texts(publication):
        for paragraph in render_paragraphs(text, renderer):
            unlabelled = Markup(LABEL.sub("", paragraph, count=1) if LABEL.match(paragraph) else paragraph)
            yield from sentences_of(" ".join(unlabelled.striptags().split()))


def share_of_short(publication: Publication) -> float:
    lengths = [len(sentence.split()) for sentence in sentences(publication)]
    return sum(length <= 8 for length in lengths) / len(lengths)


def normal(title: str) -> str:
    return title.replace("–", "-").replace("“", '"').replace("”", '"').lower()


def test_every_heading_of_the_seed_keeps_its_place(publication: Publication) -> None:
    called = {**publication.section_titles, **{entry.id: entry.title for entry in publication.entries()}}
    titles = [normal(title.source) for id, title in called.items() if id not in publication.boxes]
    ours = []
    for chapter in publication.chapters:
        ours += [normal(chapter.title.source), *(normal(entry.title.source) for entry in chapter.entries)]
    assert sorted(ours) == sorted(titles)
    places = [ours.index(normal(heading)) for heading in SEED_HEADINGS]
    assert places == sorted(places)


def test_the_report_is_as_long_as_it_should_be(publication: Publication) -> None:
    assert 8500 <= words(publication, *texts(publication)) <= 10500
    assert total(publication) <= 10500
    lengths = {entry.id: words(publication, entry.text) for entry in publication.entries()}
    assert not {id: length for id, length in lengths.items() if not 70 <= length <= 900}
    periods = {entry.id: lengths[entry.id] for entry in publication.entries("period")}
    assert max(periods, key=periods.__getitem__) == "bracero"


def test_the_notes_are_a_talk_and_no_lecture(publication: Publication) -> None:
    assert notes_to_speak(publication) < 5500


def test_a_sentence_is_told_from_an_abbreviation() -> None:
    told = (
        "The U.S. Senate met. George W. Bush (of St. Louis) lost, 2.5 to 1. “Why?” he asked. See “the U.S.” It ended."
    )
    assert sentences_of(told) == [
        "The U.S. Senate met.",
        "George W. Bush (of St. Louis) lost, 2.5 to 1.",
        "“Why?” he asked.",
        "See “the U.S.” It ended.",
    ]
    assert sentences_of("A heading within a text") == []


def test_few_sentences_are_short(publication: Publication) -> None:
    assert share_of_short(publication) < 0.16


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
    assert 110 <= len(cited) <= 150
    assert cited <= set(publication.sources)


def test_what_stands_large_stands_firm(publication: Publication) -> None:
    large = [fact.id for _, text in all_prose(publication) for fact in find_large_facts(text)]
    assert large
    for fact in (publication.facts[id] for id in large):
        sources = [publication.sources[id] for id in fact.source]
        assert fact.confidence != "low", fact.id
        assert any(source.grade != "weak" and source.read != "second-hand" for source in sources), fact.id


def test_every_source_is_graded_and_can_be_found(publication: Publication) -> None:
    for source in publication.sources.values():
        assert source.grade, source.id
        assert source.read, source.id
        in_an_archive = source.has("archive") and source.has("call-number")
        assert source.URL or source.DOI or source.has("ISBN") or in_an_archive, source.id


# ---------------------------------------------------------------- the count of texts between the governments

TEXTS = "agreements.csv"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def is_counted(signed: str) -> bool:
    """Whether a text was signed by November 2016, and so is old enough to be counted."""
    month, year = next((n for n, name in enumerate(MONTHS, 1) if name in signed), 1), int(signed[-4:])
    return (year, month) <= (2016, 11)


def recounted(row: dict[str, str]) -> dict[str, bool]:
    """What a careful reader counts a text as, from the columns that the report prints."""
    counts = is_counted(row["signed"])
    admission, practice, framework = (
        counts and row["scope"] == kind for kind in ("admission", "practice", "framework")
    )
    lasted = float(row["years"] or 0) >= 10
    by_one = re.match(r"(United States|Mexico)\b", row["ended_by"]) is not None
    return {
        "admission": admission,
        "admission_ten_years": admission and lasted,
        "admission_one_sided": admission and by_one,
        "practice": practice,
        "practice_ten_years": practice and lasted,
        "framework": framework,
        "framework_ten_years": framework and lasted,
        "other": practice or framework,
        "other_one_sided": (practice or framework) and by_one,
    }


def test_the_count_of_texts_is_that_of_the_table_that_is_printed(publication: Publication) -> None:
    with (ROOT / "content" / "data" / TEXTS).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = publication.figures["agreements"]
    assert isinstance(table, DataTable)
    shown = {table.x, *(series.column for series in table.series)}
    assert {"signed", "scope", "ended_by", "years"} <= shown, "a reader can count again"
    assert (table.start, table.end) == (None, None)
    for row in rows:
        assert row["scope"] in ("admission", "practice", "framework"), row["agreement"]
        counted = recounted(row)
        assert set(row) - shown == set(counted), "columns that are not printed are those that are counted again"
        typed = {name: row[name] for name in counted}
        assert typed == {name: str(int(is_one)) for name, is_one in counted.items()}, row["agreement"]
    sums = {name: sum(recounted(row)[name] for row in rows) for name in recounted(rows[0])}
    facts = [fact for fact in publication.facts.values() if fact.data == TEXTS]
    assert facts
    for fact in facts:
        assert fact.take == "sum", fact.id
        (column,) = fact.column
        assert print_fact(fact, "en-US") == str(sums[column]), fact.id


# ---------------------------------------------------------------- recommendations


def test_each_policy_area_has_what_the_table_of_recommendations_asks_for(publication: Publication) -> None:
    table = publication.figures["recommendations"]
    assert isinstance(table, EntryTable)
    assert table.entries == "policy-area"
    assert "recommendations" in publication.figure_numbers
    labels = [column for column in table.columns if column not in PolicyArea.model_fields]
    assert len(labels) >= 4
    for area in publication.entries("policy-area"):
        assert isinstance(area, PolicyArea)
        assert area.step.source.strip(), area.id
        assert list(area.details) == labels, f"{area.id}: the same labels, in the same order"
        assert all(line.source.strip() for line in area.details.values()), area.id


def test_the_step_of_each_policy_area_stands_on_the_slide_that_ends_the_talk(
    publication: Publication, tmp_path: Path
) -> None:
    slides = Desk(tmp_path / "desk", ROOT / "content").fitted()
    (closing,) = (slide for slide in slides if slide.layout == "Closing")
    body = closing.slots["body"]
    assert isinstance(body, TextBlock)
    lines = [" ".join(paragraph.text.split()) for paragraph in body.paragraphs]
    areas = [area for area in publication.entries("policy-area") if isinstance(area, PolicyArea)]
    assert len(lines) == len(areas) == 4
    for line, area in zip(lines, areas, strict=True):
        assert line.endswith(" " + render_plain(area.step, DeckRenderer(publication))), area.id


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
    print(f"{words(publication, *texts(publication)):6} words in text")
    print(f"{notes_to_speak(publication):6} words in notes")
    print(f"{share_of_short(publication):6.1%} of sentences have eight words or fewer")
    print(f"{total(publication):6} words in titles, claims, points and text")
    print(f"{len(cited_sources(publication)):6} sources cited")
    print(f"{len(publication.facts):6} facts, {len(publication.figure_numbers)} figures")
    print(f"{sum(not typed.why for typed in find_typed(publication)):6} numbers that are not facts")


if __name__ == "__main__":
    show()
