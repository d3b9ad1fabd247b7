"""The house rules that a reader of the repository relies on."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from desk import ROOT

from pipeline.command import OTHERS
from pipeline.core.layouts import Layouts
from pipeline.deck.markup import ATTRIBUTES
from pipeline.options import EVERYTHING
from pipeline.render.render import find_kinds

pytestmark = pytest.mark.quick

LAYOUTS = ROOT / "layouts"
TEXT = {".py", ".html", ".css", ".svg", ".xml", ".rels", ".yaml", ".yml", ".md", ".csv", ".toml", ".txt", ".sh", ""}


def kept_files() -> Iterator[Path]:
    """Everything that is in the repository, or about to be."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()]
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        passed_over = any(fnmatch(part, name) for part in parts for name in (".git", "output", *ignored))
        if path.is_file() and not passed_over:
            yield path


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in kept_files():
        if path.is_relative_to(folder) and path.suffix in TEXT:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def theme_fonts() -> set[str]:
    theme = yaml.safe_load((LAYOUTS / "theme" / "theme.yaml").read_text(encoding="utf-8"))
    pages, deck = theme["pages"], theme["deck"]
    names = {pages["text"], pages["display"]}
    return names | {name for kind in ("display", "text") for name in deck[kind].values()}


@pytest.mark.parametrize("folder", ["layouts", "pipeline", "README.md", "CHANGELOG.md", "tests/README.md"])
def test_files_of_the_machine_that_are_named_are_there(folder: str) -> None:
    for path, text in texts(ROOT / folder):
        missing = [name for name in re.findall(r"\bpipeline/[\w/]+\.py\b", text) if not (ROOT / name).is_file()]
        assert not missing, f"{path.relative_to(ROOT)} names {missing}"


@pytest.mark.parametrize("folder", ["layouts", "pipeline"])
def test_a_color_stands_in_the_theme_and_nowhere_else(folder: str) -> None:
    code = re.compile(
        r"""(?<!&)#[0-9A-Fa-f]{6}\b|(?<!&)#[0-9A-Fa-f]{3}\b(?=[\s;"'])|(?:srgbClr|lastClr)[^>]*?="[0-9A-Fa-f]{6}\""""
    )
    for path, text in texts(ROOT / folder):
        found = code.findall(text) if path.name != "theme.yaml" else []
        assert not found, f"{path.relative_to(ROOT)} names {found}"


@pytest.mark.parametrize("folder", ["layouts", "pipeline"])
def test_a_font_of_the_theme_is_named_in_the_theme_and_nowhere_else(folder: str) -> None:
    for path, text in texts(ROOT / folder):
        if path.name not in ("theme.yaml", "README.md"):
            found = [name for name in theme_fonts() if re.search(rf"\b{re.escape(name)}\b", text)]
            # how a font is found and measured may be told in a comment, but never as a value
            found = [name for name in found if re.search(rf"""["'>]{re.escape(name)}["'<]""", text)]
            assert not found, f"{path.relative_to(ROOT)} names {found}"


def test_every_kind_is_told_to_designers_and_editors() -> None:
    for guide in (LAYOUTS / "README.md", ROOT / "content" / "README.md"):
        text = guide.read_text(encoding="utf-8")
        missing = [k for k in find_kinds(Layouts((LAYOUTS,))) if not k.startswith("_") and f"`{k}`" not in text]
        assert not missing, f"{guide.relative_to(ROOT)} does not name {missing}"


def test_every_element_of_slide_markup_is_told_to_designers() -> None:
    text = (LAYOUTS / "README.md").read_text(encoding="utf-8")
    missing = [name for name in ATTRIBUTES if not re.search(rf"<{name}[ >/]", text)]
    assert not missing, f"layouts/README.md does not name {missing}"


def test_every_slide_layout_and_slot_is_told_to_designers() -> None:
    text = (LAYOUTS / "README.md").read_text(encoding="utf-8")
    for path in (LAYOUTS / "deck" / "master" / "ppt" / "slideLayouts").glob("[!_]*.xml"):
        name = path.stem.split("-", 1)[1].replace("-", " ")
        assert f"| {name} |" in text.lower(), f"layouts/README.md does not name the slide layout {name}"


def test_every_command_is_told_to_readers() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for what in (*OTHERS, *Layouts((LAYOUTS,)).forms):
        command = "build.py" if what == EVERYTHING else f"build.py {what}"
        assert f"`{command}`" in text, f"README.md does not name {command}"


def test_what_a_readme_points_to_is_there() -> None:
    for guide in (path for path in kept_files() if path.suffix == ".md"):
        for target in re.findall(r"\]\((?!https?:|mailto:|#|…)([^)\s#]+)", guide.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (guide.parent / target).exists(), f"{guide.relative_to(ROOT)} points to {target}"


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp)/[\w.]+/|\b[A-Z]:\\Users\\")
    for path, text in texts(ROOT):
        found = machine.findall(text)
        assert not found, f"{path.relative_to(ROOT)} names {found}"


def test_every_module_says_what_it_is_for() -> None:
    for path, text in texts(ROOT / "pipeline"):
        if path.suffix == ".py":
            assert text.startswith('"""'), f"{path.name} begins without a word about itself"


def test_functions_of_a_face_say_what_they_do_in_a_verb() -> None:
    """Return …, Yield …, Write …: what others call is described in plain English, not as a riddle."""
    nouns = {
        "the",
        "a",
        "an",
        "what",
        "how",
        "where",
        "whether",
        "all",
        "every",
        "everything",
        "it",
        "its",
        "as",
        "one",
    }
    for face in sorted((ROOT / "pipeline").glob("*/__init__.py")):
        for node in ast.parse(face.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ImportFrom):
                continue
            path = ROOT / f"{(node.module or '').replace('.', '/')}.py"
            names = {alias.name for alias in node.names}
            for function in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(function, ast.FunctionDef) and function.name in names:
                    words = (ast.get_docstring(function) or "the").split()
                    assert words[0].lower() not in nouns, f"{path.stem}.{function.name}: {' '.join(words[:6])}"


FORM = re.compile(r"(?<![a-z])(brief|report)s?(?![a-z])", re.IGNORECASE)
FIELD = {
    "content/form.py",
    "content/model.py",
    "content/called_elsewhere.py",
    "render/forms.py",
}  # of an entry: `brief`
OF_SOURCES = {"content/bibtex_entries.py", "content/csl_fields.py", "checks/sources.py", "text/csl.py"}  # type of CSL
OF_WEASYPRINT = re.compile(r"\b(Reports|reports|reported_footnotes|reported)\b")  # what it tells, and its own name


def test_the_machine_knows_media_and_no_form() -> None:
    """A form is a folder of layouts: what is made of a publication stands there, and not in the code."""
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        name = path.relative_to(ROOT / "pipeline").as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = {word.lower() for word in FORM.findall(OF_WEASYPRINT.sub("", line))}
            found -= {"brief"} if name in FIELD else {"report"} if name in OF_SOURCES else set()
            assert not found, f"pipeline/{name}:{number} speaks of a form: {line.strip()}"
    code = (ROOT / "build.py").read_text(encoding="utf-8").split('"""', 2)[2]  # behind its examples
    assert not FORM.findall(code)
