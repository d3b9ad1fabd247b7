"""What is dear is made once for the same content, and the cache is never trusted further than its checksums."""

import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import ROOT, SHOWCASE, Desk
from jinja2.bccache import bc_magic

from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.core.cache import Cache
from pipeline.core.fingerprint import digest, digest_bytes, digest_files, digest_machine, library_versions
from pipeline.powerpoint import slide as write_pptx
from pipeline.render import drawings, render
from pipeline.text import csl

pytestmark = pytest.mark.quick


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """Lets a function of a module work as before, and collects its first argument at each call."""
    before: Callable[..., object] = getattr(module, name)
    calls: list[object] = []

    def count(first: object, *others: object, **named: object) -> object:
        calls.append(first)
        return before(first, *others, **named)

    monkeypatch.setattr(module, name, count)
    return calls


# ---------------------------------------------------------------- fingerprints


def test_another_machine_with_the_same_versions_has_the_same_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    here = digest_machine.__wrapped__()
    monkeypatch.setattr(sys, "version", "3.11.99 (other, Jan  1 2030) [Clang 20]")
    monkeypatch.setattr(sys, "executable", "/elsewhere/python")
    monkeypatch.setattr(sys, "path", [*reversed(sys.path), "/elsewhere"])
    assert digest_machine.__wrapped__() == here


def test_alike_things_have_the_same_digest_and_others_another() -> None:
    things = [
        "ab",
        b"ab",
        ("a", "b"),
        ["ab", ""],
        {"a": "b"},
        {"b": "a"},
        {"a", "b"},
        1,
        1.5,
        True,
        None,
        "1",
        ("a", ("b",)),
    ]
    assert len({digest(thing) for thing in things}) == len(things)
    assert digest({"a", "b", "c"}) == digest({"c", "b", "a"})
    assert digest("a", "b") != digest("ab")


def test_where_a_text_stands_is_no_part_of_its_digest() -> None:
    assert digest(Prose("same", Place("a.yaml", 1))) == digest(Prose("same", Place("b.yaml", 9)))
    assert digest(Prose("same", Place("a.yaml", 1))) != digest(Prose("other", Place("a.yaml", 1)))


def test_what_has_no_fingerprint_is_refused() -> None:
    with pytest.raises(TypeError):
        digest(object())


def test_files_are_known_by_name_and_content_not_by_time_or_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "a.csv").write_text("1")
        (tmp_path / name / ".hidden").write_text(name)
    before = digest_files({"content": tmp_path / "one"})
    assert before == digest_files({"content": tmp_path / "two"})
    (tmp_path / "two" / "data" / "a.csv").rename(tmp_path / "two" / "data" / "b.csv")
    assert before != digest_files({"content": tmp_path / "two"})
    assert before != digest_files({"layouts": tmp_path / "one"})


def test_the_versions_of_the_libraries_are_known() -> None:
    names = {line.rpartition("-")[0] for line in library_versions()}
    assert {"jinja2", "weasyprint", "python-pptx", "pypandoc-binary"} <= names


# ---------------------------------------------------------------- entries


def test_an_entry_is_made_once_for_the_same_content(tmp_path: Path) -> None:
    made: list[str] = []

    def make() -> bytes:
        made.append("made")
        return b"content"

    for _ in range(2):
        assert Cache(tmp_path / "cache").keep("kind", ("from", 1), make) == b"content"
    assert len(made) == 1
    Cache(tmp_path / "cache").keep("kind", ("from", 2), make)
    Cache(tmp_path / "cache").keep("another", ("from", 1), make)
    assert len(made) == 3


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 200, None])
def test_a_damaged_entry_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    cache = Cache(tmp_path)
    cache.keep("kind", "from", lambda: b"content")
    (entry,) = tmp_path.glob("kind/*")
    whole = entry.read_bytes()
    entry.write_bytes(whole[:-1] if damage is None else damage)
    assert cache.keep("kind", "from", lambda: b"content") == b"content"
    assert entry.read_bytes() == whole


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    assert Cache(tmp_path / "file" / "cache").keep("kind", "from", lambda: b"content") == b"content"


def test_what_fails_is_not_kept(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        Cache(tmp_path).keep("kind", "from", fail)
    assert Cache(tmp_path).keep("kind", "from", lambda: b"content") == b"content"


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in "abc":
        cache.keep("kind", name, lambda: b"x" * 100)
    cache.keep("kind", "a", lambda: b"never made")
    (tmp_path / ".DS_Store").write_bytes(b"what a program left here")
    cache.prune(most=400)
    assert cache.keep("kind", "a", lambda: b"anew") == b"x" * 100
    assert cache.keep("kind", "b", lambda: b"anew") == b"anew"


# ---------------------------------------------------------------- what is kept


def test_a_figure_is_drawn_again_only_when_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path / "desk", SHOWCASE)
    drawn = counted(monkeypatch, drawings, "_draw_anew")

    def draw() -> list[str]:
        drawn.clear()
        desk.pages(Cache(tmp_path / "cache"))
        return [figure.id for figure in drawn]  # type: ignore[attr-defined]

    everything = draw()
    assert len(everything) > 5
    assert draw() == []
    desk.write("content/publication.yaml", (desk.content / "publication.yaml").read_text() + "\n# a line more\n")
    assert draw() == []
    path = next(iter(sorted(desk.content.glob("chapters/*.yaml"))))
    path.write_text("# pushes every line down\n" + path.read_text())
    assert draw() == []
    first = everything[0]
    title = str(desk.load()[0].figures[first].title.source)
    desk.replace("content/figures.yaml", title, f"{title} Indeed.")
    assert draw() == [first]


def test_the_citation_program_runs_again_only_for_another_citation(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = counted(monkeypatch, csl, "_run")
    cache = Cache(desk.folder / ".cache")
    first = desk.pages(cache)
    assert len(run) == 1
    assert desk.pages(cache) == first
    assert len(run) == 1


@pytest.mark.parametrize("style", sorted(path.stem for path in (ROOT / "layouts" / "citation").glob("*.csl")))
def test_a_brief_is_the_same_whether_its_references_were_guessed_or_not(desk: Desk, style: str) -> None:
    """They are guessed from the deck, if that was made first."""
    imprint = (desk.content / "publication.yaml").read_text(encoding="utf-8")
    desk.write("content/publication.yaml", re.sub("citation-style: .*", f"citation-style: {style}", imprint))
    cache = Cache(desk.folder / ".cache")
    alone = desk.pages()
    desk.slide_markup(cache)
    assert desk.pages(cache) == alone


def test_notes_render_no_page_unless_a_layout_asks_for_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = counted(monkeypatch, render, "keep_together")
    cache = Cache(desk.folder / ".cache")

    desk.pages(cache)
    desk.replace("content/chapters/1-quarrel.yaml", "Show where the reservoir lies.", "Point at the reservoir.")
    desk.pages(cache)
    assert len(rendered) == 1
    for layout in ("{{ entry.notes | prose }}", "{{ [entry] | map(attribute='notes') | first | prose }}"):
        desk.write("layouts/pages/topic.html", layout)
        assert "Point at the reservoir." in desk.pages(cache).html
        desk.replace("content/chapters/1-quarrel.yaml", "Point at", "Look at")
        assert "Look at the reservoir." in desk.pages(cache).html
        desk.replace("content/chapters/1-quarrel.yaml", "Look at", "Point at")


def test_a_deck_is_written_again_only_when_it_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written = counted(monkeypatch, write_pptx._Writer, "fill_all")
    before = desk.make("deck.pptx").read_bytes()
    everything = len(written)
    assert everything > 5
    written.clear()
    desk.replace("content/chapters/1-quarrel.yaml", "Show where the reservoir lies.", "Point at the reservoir.")
    assert desk.make("deck.pptx").read_bytes() != before
    assert len(written) == everything
    written.clear()
    desk.replace("content/chapters/1-quarrel.yaml", "Point at the reservoir.", "Show where the reservoir lies.")
    assert desk.make("deck.pptx").read_bytes() == before
    assert written == []
    shutil.rmtree(desk.folder / ".cache")
    shutil.rmtree(desk.output)
    assert desk.make("deck.pptx").read_bytes() == before
    assert len(written) == everything


# ---------------------------------------------------------------- entries that somebody else wrote


class Hostile:
    """Runs a command when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


def test_an_entry_is_data_and_never_run(desk: Desk) -> None:
    """With a right checksum, in the form of a pickle and of Jinja's compiled layouts."""
    mark, cache = desk.folder / "it-ran", desk.folder / ".cache"
    assert desk.run("deck").code == 0
    kinds = sorted(path.name for path in cache.iterdir())
    assert len(kinds) > 5
    for kind in kinds:  # one at a time: a build may end at the first that it cannot read
        kept = {path: path.read_bytes() for path in (cache / kind).iterdir()}
        for form in (b"", bc_magic):
            content = form + pickle.dumps(Hostile(mark))
            for path in kept:
                path.write_bytes(digest_bytes(content).encode() + content)
            shutil.rmtree(desk.output, ignore_errors=True)
            answer = desk.run("deck")
            assert not mark.exists(), kind
            assert "Traceback" not in answer.err
        for path, content in kept.items():
            path.write_bytes(content)
