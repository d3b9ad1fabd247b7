"""The second process: it makes the brief beside this one, as far as anybody wants it."""

import re
from dataclasses import replace

import pytest
from desk import Desk

from pipeline.core.cache import NO_CACHE, Cache
from pipeline.core.problems import ProblemsFound
from pipeline.outputs.pages import read_pages
from pipeline.pdf.job import Draft, Pdf
from pipeline.pdf.worker import Superseded, Worker, begin_brief


def test_a_brief_that_is_overtaken_is_not_waited_for(desk: Desk) -> None:
    superseded = True
    with Worker(lambda: superseded) as worker:
        publication, theme = desk.load()
        worker.begin(publication, theme, desk.layouts, NO_CACHE)
        with pytest.raises(Superseded):
            worker.finish()
        superseded = False
        desk.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
        publication, theme = desk.load()
        worker.begin(publication, theme, desk.layouts, NO_CACHE)
        brief = Pdf.unpacked(worker.finish())
    assert "Stream" in read_pages("brief.pdf", brief.pdf, NO_CACHE)[0].words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("citation-style: chicago-author-date", f"citation-style: {'a' * 300}"),
        ("chapters:\n", f"chapters:\n  - {'b' * 300}\n"),
    ],
)
def test_a_name_of_300_letters_is_a_problem_and_no_traceback(desk: Desk, old: str, new: str) -> None:
    """Whichever process comes to it first."""
    desk.replace("content/publication.yaml", old, new)
    answer = desk.run_apart("all")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert "problem" in answer.err


def test_an_error_in_the_second_process_is_a_problem(desk: Desk) -> None:
    """No publication is no such record, as if the program were wrong."""
    publication, theme = desk.load()
    with Worker() as worker:
        worker.begin(replace(publication, imprint=None), theme, desk.layouts, NO_CACHE)  # type: ignore[arg-type]
        with pytest.raises(ProblemsFound) as found:
            worker.finish()
        assert "the program failed: AttributeError" in found.value.problems[0].what
        worker.begin(publication, theme, desk.layouts, NO_CACHE)  # and it goes on
        assert Pdf.unpacked(worker.finish()).pages > 5


@pytest.mark.parametrize("watched", [True, False])
def test_whoever_watches_sees_a_draft_of_the_brief_first(desk: Desk, watched: bool) -> None:
    seen: list[Draft] = []
    cache = Cache(desk.folder / ".cache")
    with Worker() as worker:
        for words in ("river", "stream", "brook"):
            text = (desk.content / "chapters" / "2-settlement.yaml").read_text(encoding="utf-8")
            desk.write(
                "content/chapters/2-settlement.yaml", re.sub("The (river|stream) below", f"The {words} below", text)
            )
            publication, theme = desk.load()
            finish = begin_brief(publication, theme, desk.layouts, cache, worker, seen.append if watched else None)
            brief = finish()
    assert len(seen) == (2 if watched else 0)
    for draft in seen[-1:]:
        number = draft.pages[-1]
        words = [
            read_pages("brief.pdf", pdf, NO_CACHE)[n].words for pdf, n in ((draft.pdf, -1), (brief.pdf, number - 1))
        ]
        assert sorted(words[0]) == sorted(words[1])  # no draft is painted in the order in which it is read
        assert "brook" in words[0]
