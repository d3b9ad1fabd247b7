"""What is up to date is not made again, and what is not, is."""

import os
import resource
import subprocess
import sys

import pytest
from desk import ROOT, Desk

from pipeline.outputs.ledger import read_ledger

CHAPTER = "content/chapters/1-quarrel.yaml"


def said(desk: Desk, *more: str) -> list[str]:
    answer = desk.run("all", *more)
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def landed(lines: list[str]) -> set[str]:
    """The files a build says it has changed."""
    files = [line.split(": ", 1) for line in lines if line.startswith("output/")]
    return {name.removeprefix("output/") for name, told in files if not told.endswith("unchanged")}


def test_with_nothing_to_do_no_renderer_is_imported(done: Desk) -> None:
    heavy = ("weasyprint", "pptx", "jinja2", "yaml", "lxml", "markdown_it", "babel", "PIL", "fontTools", "subprocess")
    heavy += ("starlette", "uvicorn", "watchfiles", "anyio", "pypdfium2")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import build\n"
        f"assert build.main({done.command()[2:]!r}) == 0\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[0].startswith("nothing to do")
    assert out.splitlines()[-1].split() in ([], ["subprocess"])


def test_with_nothing_to_do_a_build_takes_next_to_nothing(done: Desk) -> None:
    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    takes = []
    for _ in range(3):
        before = spent()
        assert done.run_apart().out.startswith("nothing to do")
        takes.append(spent() - before)
    assert min(takes) < 0.3, f"seconds of a processor: {takes}"  # 0.15 on the machine it was written on


def test_touching_a_file_rebuilds_nothing(done: Desk) -> None:
    before = {name: (done.output / name).stat().st_mtime_ns for name in done.outputs()}
    for path in done.content.rglob("*.yaml"):
        os.utime(path)
    assert said(done)[0].startswith("nothing to do")
    assert before == {name: (done.output / name).stat().st_mtime_ns for name in done.outputs()}


def test_editing_notes_rebuilds_the_deck_and_not_the_brief(done: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pdf.parts.write_parts", None)
    done.replace(CHAPTER, "Show where the reservoir lies.", "Point at the reservoir.")
    assert landed(said(done)) == {"deck.pptx", "changes.html"}


def test_editing_notes_sets_no_page_and_needs_no_second_process(done: Desk) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    assert done.run("all", "--jobs", "2").code == 0  # with a second process, which is not asked for notes alone
    done.replace(CHAPTER, "Show where the reservoir lies.", "Point at the reservoir.\n\n      Wait for questions.")
    heavy = ("weasyprint", "pikepdf", "pypdfium2")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import build, concurrent.futures.process\n"
        "concurrent.futures.process.ProcessPoolExecutor.submit = None\n"
        f"assert build.main({[*done.command()[2:], '--jobs', '2']!r}) == 0\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=done.folder)
    assert landed(out.stdout.splitlines()) == {"deck.pptx", "changes.html"}
    assert out.stdout.splitlines()[-1] == ""


def test_an_edit_is_built_and_then_there_is_nothing_to_do(done: Desk) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    assert {"report.pdf", "deck.pptx"} <= landed(said(done))
    assert said(done)[0].startswith("nothing to do")


def test_a_change_and_its_opposite_cost_no_new_layout(done: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    said(done)
    done.replace("content/publication.yaml", "Two Counties, One Stream", "Two Counties, One River")
    monkeypatch.setattr("pipeline.pdf.parts.write_parts", None)
    assert {"report.pdf", "deck.pptx"} <= landed(said(done))


def test_an_output_that_is_gone_comes_back(done: Desk) -> None:
    content = (done.output / "report.pdf").read_bytes()
    (done.output / "report.pdf").unlink()
    assert landed(said(done)) == {"report.pdf"}
    assert (done.output / "report.pdf").read_bytes() == content


def test_without_its_cache_a_build_gives_the_same(done: Desk) -> None:
    before = {name: (done.output / name).read_bytes() for name in done.outputs()}
    subprocess.run(["rm", "-r", str(done.folder / ".cache"), str(done.output)], check=True)
    said(done)
    assert before == {name: (done.output / name).read_bytes() for name in done.outputs()}


def test_a_cache_full_of_damage_is_not_trusted(done: Desk) -> None:
    before = {name: (done.output / name).read_bytes() for name in done.outputs()}
    for entry in (done.folder / ".cache").rglob("*"):
        if entry.is_file():
            content = entry.read_bytes()
            entry.write_bytes(content[:-3] + b"\0\0\0")
    subprocess.run(["rm", "-r", str(done.output)], check=True)
    said(done)
    assert before == {name: (done.output / name).read_bytes() for name in done.outputs()}


def test_a_damaged_ledger_is_none(done: Desk) -> None:
    for damage in ("", "{", "[]", '{"deck.pptx": 1}', "<<<<<<< ours"):
        (done.output / ".built.json").write_text(damage)
        assert not read_ledger(done.output).is_known("deck.pptx")


def test_the_ledger_says_nothing_of_times_and_folders(done: Desk) -> None:
    text = (done.output / ".built.json").read_text()
    assert str(done.folder) not in text
    assert set(read_ledger(done.output).lines) == set(done.outputs())


def test_a_library_of_another_version_makes_all_stale(done: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.options.digest_machine", lambda: "another machine")
    assert "nothing to do" not in said(done)[0]


def test_brief_and_deck_side_by_side_are_the_same_as_one_after_the_other(done: Desk) -> None:
    answer = done.run_apart(
        "all", "--output", str(done.folder / "alone"), "--jobs", "1", "--cache", str(done.folder / "c")
    )
    assert answer.code == 0, answer.err
    for name in done.outputs():
        assert (done.output / name).read_bytes() == (done.folder / "alone" / name).read_bytes()


def test_problems_of_brief_and_deck_come_together_also_side_by_side(done: Desk) -> None:
    done.write("layouts/pages/pages.css", (ROOT / "layouts/pages/pages.css").read_text() + "\np { colour: red }\n")
    done.replace("layouts/deck/deck.html", "</section>", "<h7/></section>")
    alone, beside = done.run("all"), done.run_apart("all")
    assert (beside.code, alone.code) == (1, 1)
    for answer in (alone, beside):
        assert "layouts/pages/pages.css" in answer.err
        assert "h7" in answer.err


def test_a_build_that_nobody_listens_to_goes_on(done: Desk) -> None:
    """As in `build.py | head`."""
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    read, write = os.pipe()
    os.close(read)
    built = subprocess.run(done.command(), stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (built.returncode, built.stderr) == (0, "")
    assert done.run().out.startswith("nothing to do")
