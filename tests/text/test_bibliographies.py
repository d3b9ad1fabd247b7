"""Bibliographies as programs export them: each is read without a problem, and prints as pandoc prints it.

Our way: our reading of the file, our citations, our markup. Pandoc's: the file itself, its own plain text.
tests/bibliographies/README.md says which program's form each file has.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from desk import ROOT, Desk
from lxml import html
from markupsafe import Markup

from pipeline.content.load import load_publication
from pipeline.content.model import Publication
from pipeline.core import Problem, run_converter
from pipeline.render.render import find_kinds
from pipeline.text.csl import Cited, Cluster, set_citations

FOLDER = ROOT / "tests" / "bibliographies"
FILES = sorted(path.name for path in FOLDER.glob("*.*") if path.suffix in (".bib", ".json", ".yaml"))
STYLES = [
    ROOT / "layouts" / "citation" / f"{name}.csl" for name in ("chicago-notes-bibliography", "chicago-author-date")
]
STYLES += sorted((FOLDER / "styles").glob("*.csl"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bibliographies")


READ: dict[str, tuple[Publication, list[Problem]]] = {}


def read(name: str, folder: Path) -> tuple[Publication, list[Problem]]:
    if name not in READ:
        desk = Desk(folder / name)
        (desk.content / "sources.yaml").unlink()
        file = FOLDER / name
        desk.write(f"content/sources{file.suffix}", file.read_text(encoding="utf-8"))
        desk.replace("content/publication.yaml", "language: en-GB", "language: en-US")
        found, problems = load_publication(desk.content, find_kinds(desk.layouts))
        assert found is not None
        READ[name] = found, [problem for problem in problems if "sources." in problem.place.path]
    return READ[name]


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


def words(text: str) -> str:
    """Text without its spaces: in HTML some stand between blocks."""
    return "".join(text.split())
