"""Bibliographies as programs export them: each is read without a problem, and prints as pandoc prints it.

Our way: our reading of the file, our citations, our markup. Pandoc's: the file itself, its own plain text.
tests/bibliographies/README.md says which program's form each file has.
"""

import json
import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from desk import ROOT, Desk
from lxml import html
from markupsafe import Markup

from pipeline.content.csl_fields import DATES, NAMES, TEXTS, TYPES
from pipeline.content.load import load_publication
from pipeline.content.model import Publication
from pipeline.content.source_files import read_sources
from pipeline.core import NO_CACHE, Problem, ProblemsFound, run_converter
from pipeline.render.render import find_kinds
from pipeline.text.csl import Cited, Cluster, set_citations

FOLDER = ROOT / "tests" / "bibliographies"
FILES = sorted(path.name for path in FOLDER.glob("*.*") if path.suffix in (".bib", ".json", ".yaml"))
STYLES = [
    ROOT / "layouts" / "citation" / f"{name}.csl" for name in ("chicago-notes-bibliography", "chicago-author-date")
]
STYLES += sorted((FOLDER / "styles").glob("*.csl"))


# What we print otherwise than pandoc, and why.
IN_WORDS = {  # a date in words, which pandoc drops in YAML and prints "n.d."
    "00agesFullAges": "before 1900",
    "horvath-forthcoming": "forthcoming",
    "vandermeerLettersMissing": "before 1900",
}
ABOUT = {"statistischesbureauderstadtgrazStatistischesJahrbuch1893"}  # `circa` in YAML, which pandoc drops
FOREIGN = {"legoffEau2022"}  # a French title with a quotation at its end: the full stop stands behind its mark
OTHERWISE = {*IN_WORDS, *ABOUT, *FOREIGN}
REFUSED = {"crossref-api.json", "crossref-one.json", "crossref-works.json"}  # by pandoc


@cache
def read(file: Path) -> tuple[Publication, list[Problem]]:
    desk = Desk(Path(mkdtemp()) / "desk")
    (desk.content / "sources.yaml").unlink()
    (desk.content / f"sources{file.suffix}").write_bytes(file.read_bytes())
    desk.replace("content/publication.yaml", "language: en-GB", "language: en-US")
    found, problems = load_publication(desk.content, find_kinds(desk.all_layouts))
    assert found is not None
    return found, [problem for problem in [*problems, *found.warnings] if "/sources." in problem.place.path]


def ours(file: Path, style: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What we print: citations with their notes, and references, by id."""
    publication, _ = read(file)
    made = set_citations([Cluster((Cited(id),)) for id in publication.sources], [], publication, style)
    cited = [words(f"{one.inline.striptags()}{(one.note or Markup()).striptags()}") for one in made.citations]
    references = {id: words(reference.striptags()) for id, reference in made.references.items()}
    return dict(zip(publication.sources, cited, strict=True)), references


@cache
def pandocs(file: Path, style: Path, ids: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """What pandoc prints: the citation of each source in order, with its note, and the references by id."""
    document = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": [citation(id) for id in ids]}
    arguments = ["--citeproc", "--from=json", "--to=html", "--wrap=none", "--metadata=lang:en-US"]
    arguments += [f"--csl={style}", f"--bibliography={file}"]
    page = run_converter(arguments, json.dumps(document).encode()).decode()
    root = html.document_fromstring(f"<body>{page}</body>")
    for mark in root.xpath("//a[@class='footnote-back' or @class='footnote-ref']"):
        mark.drop_tree()
    notes = [words(note.text_content()) for note in root.xpath("//section//li")]
    cited = [words(paragraph.text_content()) for paragraph in root.xpath("/html/body/p")]
    entries = root.xpath("//div[contains(@class, 'csl-entry')]")
    references = {entry.get("id").removeprefix("ref-"): words(entry.text_content()) for entry in entries}
    return [line + note for line, note in zip(cited, notes or [""] * len(ids), strict=True)], references


def citation(id: str) -> dict[str, object]:
    one = {"citationId": id, "citationPrefix": [], "citationSuffix": [], "citationMode": {"t": "NormalCitation"}}
    return {"t": "Para", "c": [{"t": "Cite", "c": [[one | {"citationNoteNum": 1, "citationHash": 0}], []]}]}


def first_note(path: Path, style: Path, id: str) -> str:
    """What the note of a source says where nothing was cited before."""
    (made,) = set_citations([Cluster((Cited(id),))], [], read(path)[0], style).citations
    return words((made.note or made.inline).striptags())


def words(text: str) -> str:
    """Text without its spaces: in HTML some stand between blocks."""
    return "".join(text.split())


# ---------------------------------------------------------------- tests


@pytest.mark.parametrize("name", FILES)
def test_a_bibliography_is_read_without_a_word(name: str) -> None:
    publication, problems = read(FOLDER / name)
    assert [str(problem) for problem in problems] == []
    assert len(publication.sources) >= (1 if name == "crossref-one.json" else 6)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.stem)
@pytest.mark.parametrize("name", [name for name in FILES if name not in REFUSED])
def test_a_bibliography_prints_as_pandoc_prints_it(name: str, style: Path) -> None:
    cited, references = ours(FOLDER / name, style)
    their_cited, theirs = pandocs(FOLDER / name, style, tuple(cited))
    assert set(theirs) <= set(cited)
    for id, their in zip(cited, their_cited, strict=True):
        if id not in OTHERWISE:
            assert cited[id] == their
            # what a style leaves out of its list is listed as its note has it
            assert references.get(id) == (
                theirs.get(id) or (references.get(id) and first_note(FOLDER / name, style, id))
            )


@pytest.mark.parametrize(("id", "said"), IN_WORDS.items())
def test_a_date_in_words_is_printed(id: str, said: str) -> None:
    held = [name for name in FILES if name.endswith(".yaml") and id in read(FOLDER / name)[0].sources]
    assert held
    for name in held:
        assert words(said) in ours(FOLDER / name, STYLES[1])[0][id]


def test_a_doubtful_year_says_so() -> None:
    (id,) = ABOUT
    assert "[1893?]" in ours(FOLDER / "better-bibtex-csl.yaml", STYLES[1])[0][id]


def test_what_crossref_answers_is_read_as_crossref_means_it() -> None:
    for name in sorted(REFUSED):
        cited, references = ours(FOLDER / name, STYLES[1])
        assert cited["10.1257/jep.25.3.83"] == "(Clemens2011)"
        assert (
            "Trillion-DollarBillsontheSidewalk?”JournalofEconomicPerspectives25(3):83–106"
            in references["10.1257/jep.25.3.83"]
        )
    types = {source.type for source in read(FOLDER / "crossref-works.json")[0].sources.values()}
    assert {"article-journal", "book", "chapter", "paper-conference", "thesis", "report"} <= types


def test_every_type_and_variable_of_csl_is_known() -> None:
    sources = read(FOLDER / "types.json")[0].sources
    assert {source.type for source in sources.values()} == TYPES
    met = {name for file in FILES for source in read(FOLDER / file)[0].sources.values() for name in source.variables}
    assert met >= DATES | NAMES
    assert TEXTS - met <= {"citation-key", "journalAbbreviation", "shortTitle", "volume-title-short"}


# ---------------------------------------------------------------- broken ones


def told(file: Path) -> str:
    try:
        found = read_sources(file, file.name, NO_CACHE, "en-US")
    except ProblemsFound as problems:
        return "\n".join(map(str, problems.problems))
    return "\n".join(map(str, found.problems))


EXPECTED = dict(
    re.findall(r"^== (.+)\n((?:(?!== ).*\n)*)", (FOLDER / "bad" / "expected.txt").read_text(encoding="utf-8"), re.M)
)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (FOLDER / "bad").glob("*.*") if path.name != "expected.txt")
)
def test_a_broken_bibliography_is_told_at_its_line(name: str) -> None:
    assert told(FOLDER / "bad" / name) == EXPECTED[name].strip()


@pytest.mark.parametrize("name", ["file-in-title.bib", "file-in-title.yaml", "script-in-title.json"])
def test_what_a_title_brings_is_words(name: str, tmp_path: Path) -> None:
    """A link, a picture, a frame or a script in it is none when it is printed."""
    file = tmp_path / name
    typed = (FOLDER / "bad" / name).read_text(encoding="utf-8")
    file.write_text(typed.replace("javascript:", "https://example.org/"), encoding="utf-8")
    publication, problems = read(file)
    assert [problem for problem in problems if not problem.warns] == []
    made = set_citations([Cluster((Cited(id),)) for id in publication.sources], [], publication, STYLES[0])
    printed = str(made.references) + "".join(f"{one.inline}{one.note}" for one in made.citations)
    assert "Governing" in printed
    assert not re.search(r"<(?:script|iframe|img|svg|object)|href=\W*(?:file|javascript|data):", printed, re.IGNORECASE)
