"""Doors: the flow between wings goes one way, others see a wing's face alone, and each library has its rooms.

Two tables say what is allowed. What is read is the code's own imports, and names that hand a library on.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import ROOT

from pipeline.pdf.weasyprint_internals import PATCHES, READ

pytestmark = pytest.mark.quick

PIPELINE = ROOT / "pipeline"

# The flow, earliest first. A wing imports from wings before it, never from one behind it.
WINGS = (
    "core",
    "languages",
    "outputs",
    "data",
    "content",
    "text",
    "figures",
    "checks",
    "deck",
    "master",
    "render",
    "pdf",
    "powerpoint",
    "handout",
    "workbook",
    "watch",
)
TOP = ("options", "command", "making")  # the plot's own: what was asked, and in which order it is made

# Who may know a library: wings, or single modules of one.
LIBRARIES = {
    "argparse": {"command"},
    "babel": {"languages", "data", "content", "text", "checks", "render"},
    "coloraide": {"figures.colors"},
    "concurrent": {"making.make", "pdf.second_process"},
    "csv": {"data.grid", "render.fact_check"},
    "fontpkg": {"text.fonts"},
    "jinja2": {"render"},
    "lxml": {"outputs.pages", "deck.markup", "master", "powerpoint"},
    "markdown_it": {"text"},
    "markupsafe": {"text", "render", "watch.preview"},
    "marshal": set(),
    "multiprocessing": {"pdf.second_process"},
    "openpyxl": {"data.workbooks", "outputs.pages"},
    "pickle": set(),
    "pikepdf": {"pdf.join"},
    "pptx": {"master", "powerpoint"},
    "pydantic": {"content", "core.cache"},
    "pydantic_core": {"content"},
    "pydyf": {"pdf"},
    "pypandoc": {"core.converter"},
    "pypdfium2": {"outputs.pages", "watch.page_images"},
    "starlette": {"watch.serve"},
    "subprocess": {"core.converter", "outputs.ledger"},
    "uharfbuzz": {"text.fonts", "pdf.subset_font"},
    "uvicorn": {"watch.serve"},
    "watchfiles": {"watch.loop"},
    "weasyprint": {"pdf"},
    "xlsxwriter": {"powerpoint.workbook", "workbook"},
    "yaml": {"content"},
    "zipfile": {"core.archive"},
}
INSIDE = "pdf.weasyprint_internals"  # the one module that knows what WeasyPrint does not document
PRIVATE = {private.name.rpartition(".")[2] for private in PATCHES} | set(READ)
BY_NAME = {"import_module", "__import__", "find_spec", "load_module"}  # a library by a string


def find_breaches(module: str, source: str) -> list[str]:
    """What a module does that no door allows. `module` is its name within pipeline/: "text.fonts", "make"."""
    return [f"{module}:{line}: {what}" for line, what in sorted(_breaches(module, ast.parse(source)))]


def _breaches(module: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _import(module, node.lineno, alias.name, ())
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "imports are written in full here"
            yield from _import(module, node.lineno, node.module or "", [alias.name for alias in node.names])
        elif isinstance(node, ast.Call) and _called(node.func) in BY_NAME:
            for text in (part.value for part in ast.walk(node) if isinstance(part, ast.Constant)):
                if isinstance(text, str):
                    yield from _import(module, node.lineno, text, ())
        for name in _handed_on(node):
            if name in LIBRARIES and not _knows(module, name):
                yield node.lineno, f"{name} is handed on under its name"
        if module.startswith("pdf.") and module != INSIDE:
            for name in sorted(PRIVATE.intersection(_named(node))):
                yield node.lineno, f"{name} is private to WeasyPrint: {INSIDE} has it behind a function"


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _handed_on(node: ast.AST) -> list[str]:
    """Names under which a value travels: parameters, arguments, attributes, variables."""
    if isinstance(node, ast.arg | ast.keyword):
        return [node.arg or ""]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []


def _named(node: ast.AST) -> list[str]:
    """Names by which something of an object or a module is asked for: attributes, imports, words of `getattr`."""
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint"):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.Call) and _called(node.func) in ("getattr", "setattr", "hasattr", "delattr"):
        return [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return []


def _import(module: str, line: int, target: str, names: list[str] | tuple[()]) -> Iterator[tuple[int, str]]:
    library, _, rest = target.partition(".")
    if library == "build":
        yield line, "the plot is known to nobody"
    if library in LIBRARIES and not _knows(module, library):
        yield line, f"{library} is known to {', '.join(sorted(LIBRARIES[library])) or 'nobody'} alone"
    if library != "pipeline":
        return
    if private := [name for name in names if name.startswith("_")]:
        yield line, f"{private[0]} is private to {target}"
    for path in [rest] if rest else names:
        yield from _own_import(module, line, path)


def _own_import(module: str, line: int, path: str) -> Iterator[tuple[int, str]]:
    """An import of ours: in the same wing by module, of another wing by its face."""
    own, (wing, _, inside) = module.partition(".")[0], path.partition(".")
    if wing == own:
        return
    order = (*WINGS, *TOP, "build")
    if order.index(wing) > order.index(own):
        yield line, f"{own} reaches forward to {wing}"
    if inside:
        yield line, f"pipeline.{path} is inside {wing}: import it from the face"


def _knows(module: str, library: str) -> bool:
    return bool({module, module.partition(".")[0]} & LIBRARIES[library])


def modules() -> dict[str, Path]:
    found = {
        path.relative_to(PIPELINE).with_suffix("").as_posix().replace("/", "."): path for path in PIPELINE.rglob("*.py")
    }
    return {name.removesuffix(".__init__"): path for name, path in sorted(found.items()) if name != "__init__"}


# ---------------------------------------------------------------- the house


@pytest.mark.parametrize("module", modules())
def test_a_module_keeps_to_the_doors(module: str) -> None:
    assert find_breaches(module, modules()[module].read_text(encoding="utf-8")) == []


def test_the_plot_sees_faces_alone() -> None:
    found = find_breaches("build", (ROOT / "build.py").read_text(encoding="utf-8"))
    assert found == []


def test_the_tables_name_what_is_there() -> None:
    there = modules()
    assert sorted({name.partition(".")[0] for name in there}) == sorted((*WINGS, *TOP))
    for library, rooms in LIBRARIES.items():
        assert all(room in there for room in rooms), library


@pytest.mark.parametrize("library", [library for library, rooms in LIBRARIES.items() if rooms])
def test_a_room_that_may_know_a_library_does(library: str) -> None:
    """A permission that nobody uses is taken back."""
    for room in LIBRARIES[library]:
        files = [path for name, path in modules().items() if name == room or name.startswith(f"{room}.")]
        used = [path for path in files if library in path.read_text(encoding="utf-8")]
        assert used, f"{room} does not use {library}"


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_has_a_face_and_says_what_it_does(wing: str) -> None:
    tree = ast.parse((PIPELINE / wing / "__init__.py").read_text(encoding="utf-8"))
    about = ast.get_docstring(tree) or ""
    assert len(about.split()) >= 30, "a paragraph: what comes in, what goes out, what it alone knows"
    body = [node for node in tree.body[1:] if not isinstance(node, ast.ImportFrom)]
    assert [ast.unparse(node).partition(" = ")[0] for node in body] == ["__all__"], "a face does nothing but name"
    named = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert named == set(ast.literal_eval(body[0].value))  # type: ignore[attr-defined]


@pytest.mark.parametrize("wing", WINGS)
def test_a_name_stands_in_a_face_because_somebody_asks_for_it(wing: str) -> None:
    options: set[str] = set()
    for module, path in [*modules().items(), ("build", ROOT / "build.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.ImportFrom)
                and node.module == f"pipeline.{wing}"
                and module.partition(".")[0] != wing
            ):
                options |= {alias.name for alias in node.names}
    tree = ast.parse((PIPELINE / wing / "__init__.py").read_text(encoding="utf-8"))
    assert set(ast.literal_eval(tree.body[-1].value)) - options == set()  # type: ignore[attr-defined]


def test_every_private_name_that_is_listed_is_used() -> None:
    text = modules()[INSIDE].read_text(encoding="utf-8")
    for name in READ:
        assert re.search(rf"[.\"]{name}\b", text.partition("READ = {")[2].partition("}")[2]), name


# ---------------------------------------------------------------- the doors themselves


@pytest.mark.parametrize(
    ("module", "line", "breach"),
    [
        ("deck.fit", "from pipeline.text.fonts import Face", "pipeline.text.fonts is inside text"),
        ("making.pages", "from pipeline.pdf.parts import write_parts", "pipeline.pdf.parts is inside pdf"),
        ("build", "import pipeline.pdf.parts", "pipeline.pdf.parts is inside pdf"),
        ("text.fonts", "from pipeline.deck import Slide", "text reaches forward to deck"),
        ("core.cache", "from pipeline import content", "core reaches forward to content"),
        ("watch.loop", "from pipeline.making import make", "watch reaches forward to making"),
        ("options", "from pipeline.command import read_command", "options reaches forward to command"),
        ("text.csl", "from pipeline.content import _load", "_load is private"),
        ("deck.fit", "from .slides import Slide", "written in full"),
        ("core.cache", "import build", "the plot is known to nobody"),
        ("deck.slides", "import pptx", "pptx is known to master, powerpoint alone"),
        ("figures.plot", "def draw():\n    from weasyprint import HTML", "weasyprint is known to pdf alone"),
        ("render.render", "import yaml.nodes as n", "yaml is known to content alone"),
        ("core.cache", "import marshal", "marshal is known to nobody alone"),
        ("deck.fit", "import importlib\nm = importlib.import_module('pptx.util')", "pptx is known to"),
        ("deck.fit", "m = __import__('weasyprint')", "weasyprint is known to"),
        ("deck.fit", "def fit(weasyprint): ...", "weasyprint is handed on under its name"),
        ("deck.fit", "fit(pptx=thing)", "pptx is handed on under its name"),
        ("deck.fit", "thing.weasyprint.HTML", "weasyprint is handed on under its name"),
        ("deck.fit", "yaml = thing", "yaml is handed on under its name"),
        ("pdf.part", "page._page_box", "_page_box is private to WeasyPrint"),
        ("pdf.finish", "getattr(box, 'at_keyword', '')", "at_keyword is private to WeasyPrint"),
        ("pdf.engine", "from weasyprint.pdf import add_tags", "add_tags is private to WeasyPrint"),
    ],
)
def test_a_breach_is_seen(module: str, line: str, breach: str) -> None:
    found = find_breaches(module, line)
    assert any(breach in told for told in found), found


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("deck.fit", "from pipeline.text import Face"),
        ("deck.fit", "from pipeline.deck.slides import Slide"),
        ("making.pages", "from pipeline.pdf import make_pdf"),
        ("command", "from pipeline.options import What"),
        ("pdf.engine", "def set(weasyprint): import weasyprint as w"),
        ("master.read", "from pptx import Presentation"),
        ("deck.fit", "a = 'weasyprint'  # a word is no import"),
        ("pdf.part", "document.copy(pages)"),
    ],
)
def test_what_is_allowed_is_let_through(module: str, line: str) -> None:
    assert find_breaches(module, line) == []


# ---------------------------------------------------------------- what is loaded


def test_renderers_are_loaded_only_when_they_are_needed() -> None:
    code = (
        "import sys, build; heavy = {'weasyprint', 'pydyf', 'pikepdf', 'pptx', 'jinja2', 'lxml', 'PIL', 'starlette', "
        "'uvicorn', 'watchfiles', 'pydantic', 'yaml', 'markdown_it', 'babel'}; print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
