"""Doors: who may import what. The flow goes one way, and each library has one room."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from desk import ROOT

PIPELINE = ROOT / "pipeline"

# The flow, earliest first. A module imports from modules before it, never from one behind it.
ORDER = [
    "fingerprint",
    "cache",
    "sweep",
    "ledger",
    "place",
    "record",
    "problems",
    "progress",
    "land",
    "guard",
    "asked",
    "read_command",
    "pack",
    "read_pages",
    "page_pictures",
    "changes",
    "matter",
    "board",
    "notice",
    "serve",
    "put",
    "fonts",
    "measure",
    "explain_yaml",
    "load_yaml",
    "explain_records",
    "figure",
    "model",
    "theme",
    "palette",
    "load_records",
    "load_csv",
    "keep_rows",
    "fact",
    "load",
    "typography",
    "notation",
    "prose",
    "mentions",
    "tabulate",
    "timeline",
    "scale",
    "plot",
    "draw_words",
    "draw_across",
    "draw_marks",
    "draw_sideways",
    "draw",
    "draw_timeline",
    "cite",
    "foreign_titles",
    "csl",
    "voice",
    "all_prose",
    "check_figures",
    "check_numbers",
    "check_sources",
    "check",
    "slides",
    "outline",
    "sheet",
    "layout",
    "draw_brief",
    "render",
    "mends",
    "place_figures",
    "keep_notes",
    "keep_lines",
    "keep_sheets",
    "plain_styles",
    "make_pages",
    "remake_pages",
    "lay_out",
    "tags",
    "tag_tree",
    "repaint",
    "finish_pdf",
    "describe_pdf",
    "cut_font",
    "write_pdf",
    "divide",
    "set_margins",
    "set_part",
    "join_pdf",
    "texts",
    "draft",
    "write_parts",
    "write_brief",
    "beside",
    "setter",
    "keep_up",
    "master",
    "grounds",
    "read_slides",
    "read_type",
    "read_colors",
    "read_master",
    "style_samples",
    "read_tables",
    "read_shapes",
    "read_grounds",
    "match_layouts",
    "ruler",
    "adopt_theme",
    "make_room",
    "adopt_master",
    "adapt_slides",
    "fit_table",
    "fit",
    "fit_timeline",
    "fit_figures",
    "fit_deck",
    "preview",
    "write_workbook",
    "write_labels",
    "write_chart",
    "write_timeline",
    "write_words",
    "write_table",
    "finish_pptx",
    "bind_pptx",
    "write_pptx",
    "write_notes",
    "write_deck",
    "stretch_plot",
    "lay_text",
    "lay_slides",
    "render_handout",
    "write_handout",
    "write_sheet",
    "make",
]

ROOMS = {
    "yaml": {"load_yaml", "explain_yaml"},
    "csv": {"load_csv", "write_sheet"},
    "jinja2": {"layout", "render"},
    "markupsafe": {"render", "prose", "voice", "csl", "typography", "foreign_titles", "preview"},
    "markdown_it": {"mentions", "notation", "prose"},
    "weasyprint": {"write_pdf"},
    "pptx": {
        "adopt_master",
        "bind_pptx",
        "finish_pptx",
        "make_room",
        "read_grounds",
        "read_master",
        "write_chart",
        "write_labels",
        "write_pptx",
        "write_table",
        "write_timeline",
        "write_words",
    },
    "pydyf": {"finish_pdf", "describe_pdf"},
    "xlsxwriter": {"write_workbook"},
    "coloraide": {"palette"},
    "zipfile": {"pack"},
    "subprocess": {"csl", "guard", "beside"},
    "pypdfium2": {"read_pages", "page_pictures"},
    "watchfiles": {"notice"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "pickle": {"beside", "setter"},
    "fontpkg": {"fonts"},
    "uharfbuzz": {"measure", "cut_font"},
    "pikepdf": {"join_pdf"},
    "argparse": {"read_command"},
}


def modules() -> list[str]:
    return sorted(path.stem for path in PIPELINE.glob("*.py") if path.stem != "__init__")


@cache
def imports_of(path: Path) -> set[str]:
    """Every module a file imports, wherever in it: `pipeline.model`, `yaml`, `pptx.util`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: imports are written in full here"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "pipeline" else {module}
    return found


def own_imports(module: str) -> set[str]:
    names = imports_of(PIPELINE / f"{module}.py")
    return {name.split(".")[1] for name in names if name.startswith("pipeline.")}


def test_the_order_names_every_module_once() -> None:
    assert sorted(ORDER) == modules()


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_earlier_ones(module: str) -> None:
    behind = {name for name in own_imports(module) if ORDER.index(name) >= ORDER.index(module)}
    assert not behind, f"pipeline/{module}.py reaches forward to {', '.join(sorted(behind))}"


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_stays_in_its_room(library: str) -> None:
    rooms = {m for m in modules() if library in {name.split(".")[0] for name in imports_of(PIPELINE / f"{m}.py")}}
    assert rooms <= ROOMS[library], f"{library} is imported by {', '.join(sorted(rooms - ROOMS[library]))}"


def test_records_depend_on_nothing_of_ours() -> None:
    assert own_imports("record") == {"place"}
    assert own_imports("slides") == {"record"}
    assert own_imports("figure") == {"record"}
    assert own_imports("model") == {"record", "figure"}


@pytest.mark.parametrize("module", modules())
def test_the_plot_is_known_to_nobody(module: str) -> None:
    assert "build" not in imports_of(PIPELINE / f"{module}.py")


def test_nobody_imports_another_modules_private_name() -> None:
    for path in [*PIPELINE.glob("*.py"), ROOT / "build.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
                private = [alias.name for alias in node.names if alias.name.startswith("_")]
                assert not private, f"{path.name}:{node.lineno} imports {private} of {node.module}"


def test_renderers_are_loaded_only_when_they_are_needed() -> None:
    code = "import sys, build; print(*sorted({'weasyprint', 'pydyf', 'pptx', 'jinja2', 'PIL', 'starlette', 'uvicorn', 'watchfiles'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
