"""Any input: whatever stands in the files, the answer is a build or a list of problems, never a traceback."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from desk import SMALL, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core import Place
from pipeline.core.problems import Problem, ProblemsFound
from pipeline.deck.fit_text import fit_slides
from pipeline.deck.markup import read_slides
from pipeline.deck.master import Master

FILES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*") if path.suffix in (".yaml", ".csv"))
YAMLS = [name for name in FILES if name.endswith(".yaml")]
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "No",
            "~",
            "null",
            "012",
            "12:30:00",
            "1e3",
            "{length}",
            "{no-fact}",
            "[@marl-act]",
            "[@]",
            "@fig-takings",
            "@sec-quarrel",
            "^[note]",
            "&a",
            "*a",
            "!x",
            "%",
            ">",
            "|",
            "-",
            "?",
            ":",
            "#",
            "{}",
            "[]",
            "{a:b}",
            "[a,b]",
            "\\",
            "'",
            '"',
            "```",
            "###",
            "**x*",
            "[a](b)",
            "<b>",
            "&amp;",
            "\t",
            "\x85",
            "\u2028",
            "\ud7ff",
            "\u200b",
            "\ufeff",
            "1942-02-30",
            "9999",
            "0000",
            "-1",
            "1e999",
            "٣",
            "Ⅳ",
            "🌊",
            "../x",
            "/etc/passwd",
        ]
    ),
)
STEADY = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@cache
def shared() -> tuple[Desk, Master]:
    """One desk for all, and its master. No arguments of the tests: hypothesis would print them."""
    desk = Desk(Path(tempfile.mkdtemp()) / "desk")
    atexit.register(shutil.rmtree, desk.folder.parent)
    return desk, desk.master()


def problems_of(desk: Desk) -> list[Problem]:
    """What is told after everything but the two writers, which only take what fits."""
    try:
        publication, theme = desk.load()
        desk.pages()
        markup = desk.slide_markup()
        fit_slides(read_slides(markup, publication.origins, publication.figures), shared()[1], theme)
    except ProblemsFound as found:
        return found.problems or [Problem(Place("nowhere", 1), "")]
    return []


def build_or_problems(desk: Desk) -> None:
    for problem in problems_of(desk):
        assert problem.what, f"a problem without words at {problem.place}"
        assert "layouts" not in Path(problem.place.path).parts, f"an editor's mistake, blamed on a layout: {problem}"


def broken(name: str, content: bytes) -> None:
    desk, path = shared()[0], shared()[0].content / name
    path.write_bytes(content)
    try:
        build_or_problems(desk)
    finally:
        path.write_bytes((SMALL / name).read_bytes())


def broken_lines(name: str, lines: list[str]) -> None:
    broken(name, ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))


def lines_of(name: str) -> list[str]:
    return (SMALL / name).read_text(encoding="utf-8").splitlines()


@STEADY
@given(st.data())
def test_a_line_that_is_gone(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES))
    lines = lines_of(name)
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    broken_lines(name, lines)


@STEADY
@given(st.data())
def test_a_line_that_stands_twice_or_elsewhere(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(FILES))
    lines = lines_of(name)
    places = st.integers(0, len(lines) - 1)
    lines.insert(data.draw(places), lines[data.draw(places)])
    broken_lines(name, lines)


@STEADY
@given(st.data())
def test_a_value_that_is_something_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(YAMLS))
    lines = lines_of(name)
    keyed = [n for n, line in enumerate(lines) if ": " in line]
    at = data.draw(st.sampled_from(keyed))
    lines[at] = lines[at].partition(": ")[0] + ": " + data.draw(WORDS)
    broken_lines(name, lines)


@STEADY
@given(st.data())
def test_a_value_that_is_another_lines_value(data: st.DataObject) -> None:
    """Swapped types: a list where a word was, a date where an id was."""
    name = data.draw(st.sampled_from(YAMLS))
    lines = lines_of(name)
    keyed = [n for n, line in enumerate(lines) if ":" in line]
    one, other = data.draw(st.sampled_from(keyed)), data.draw(st.sampled_from(keyed))
    lines[one] = lines[one].partition(":")[0] + ":" + lines[other].partition(":")[2]
    broken_lines(name, lines)


@STEADY
@given(st.data())
def test_anything_typed_into_a_text(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["chapters/1-quarrel.yaml", "chapters/2-settlement.yaml"]))
    lines = lines_of(name)
    at = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    lines[at] = lines[at][:cut] + data.draw(WORDS) + lines[at][cut:]
    broken_lines(name, lines)


@STEADY
@given(st.text(max_size=200))
def test_any_text_as_prose(text: str) -> None:
    lines = lines_of("chapters/1-quarrel.yaml")
    at = next(n for n, line in enumerate(lines) if "Harrow had the river first." in line)
    lines[at : at + 1] = ["      " + line for line in text.splitlines()] or [""]
    broken_lines("chapters/1-quarrel.yaml", lines)


@STEADY
@given(st.lists(st.lists(st.one_of(st.text(max_size=8), st.integers().map(str)), max_size=4).map(",".join), max_size=6))
def test_any_rows_in_a_data_file(rows: list[str]) -> None:
    broken_lines("data/takings.csv", ["year,harrow,lowmarsh", *rows])


@STEADY
@given(st.binary(max_size=80))
def test_any_bytes_in_a_file(content: bytes) -> None:
    for name in ("facts.yaml", "data/takings.csv"):
        broken(name, (SMALL / name).read_bytes() + content)
