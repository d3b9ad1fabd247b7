"""What the tests share: the project built once, a small publication built once, and desks to break things on."""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from desk import ROOT, SHOWCASE, SMALL, Answer, Built, Desk, build_on, copy_built
from gallery import hang_gallery
from overload import overload
from renamed import rename
from ugly import make_squat_master, make_ugly_master

from pipeline.outputs.atomic_write import lock_folder
from pipeline.pdf import parts
from pipeline.pdf.weasyprint_internals import PATCHES

BARE = "WITHOUT_PATCHES"  # in the environment: the folder of a WeasyPrint that lacks what we replace in it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-patches",
        action="store_true",
        help="run with a WeasyPrint that has none of the names that are replaced",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say how long it takes to run everything: nothing is seen while the first things are built."""
    config, reporter = session.config, session.config.pluginmanager.get_plugin("terminalreporter")
    is_all = config.args == config.getini("testpaths") and not config.getoption("keyword")
    if reporter and is_all and not config.getoption("markexpr"):
        reporter.write_line("everything: about fifteen minutes on two processors; -m quick takes one")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--without-patches") and BARE not in os.environ:
        folder = tempfile.mkdtemp(prefix="without-patches-")
        config.add_cleanup(lambda: shutil.rmtree(folder))
        os.environ[BARE] = str(rename(Path(folder), [private.name for private in PATCHES]))
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    if BARE in os.environ:
        sys.path.insert(0, os.environ[BARE])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if BARE in os.environ:
        for item in items:
            if item.get_closest_marker("needs_patches"):
                item.add_marker(pytest.mark.skip(reason="asks for what WeasyPrint does not give by itself"))


def build_once(
    factory: pytest.TempPathFactory,
    name: str,
    content: Path = SMALL,
    prepare: Callable[[Desk], None] = lambda _: None,
    what: str = "all",
) -> Built:
    """A publication that several test processes want: the first one builds it, and each has a copy."""
    desk, shared = Desk(factory.mktemp(name) / "desk", content), factory.getbasetemp().parent / f"built-{name}"
    prepare(desk)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return build_on(desk, what)
    with lock_folder(shared, lambda: None):
        told = shared / "answer.json"
        if not told.exists():
            built = build_on(desk, what)
            copy_built(desk.folder, shared)
            told.write_text(json.dumps(astuple(built.answer)))
            return built
    copy_built(shared, desk.folder)
    return Built(desk, Answer(*json.loads(told.read_text())))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own publication."""
    return build_once(tmp_path_factory, "sample", ROOT / "content")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tests' small publication, on another subject, in another English."""
    return build_once(tmp_path_factory, "small")


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every kind of figure, at several sizes."""
    return build_once(tmp_path_factory, "figures", SHOWCASE)


@pytest.fixture(scope="session")
def overloaded(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A deck with more on its slides than anybody should put there."""
    return build_once(tmp_path_factory, "overloaded", SMALL, overload, "deck")


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A slide of every slide layout."""
    return build_once(tmp_path_factory, "gallery", SMALL, hang_gallery, "deck")


@pytest.fixture(scope="session")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same on slides that are four wide and three high."""

    def prepare(desk: Desk) -> None:
        hang_gallery(desk)
        desk.replace("layouts/theme/theme.yaml", "width: 13.333", "width: 10")

    return build_once(tmp_path_factory, "narrow", SMALL, prepare, "deck")


def take_master(desk: Desk, make_master: Callable[..., None], *fonts: str) -> None:
    """Have the deck written on a master that others made."""
    make_master(desk.layouts / "deck" / "theirs.pptx", *fonts)
    desk.replace("layouts/theme/theme.yaml", "  body: {size", "  master: theirs.pptx\n  body: {size")


@pytest.fixture(scope="session")
def ugly(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The gallery with a master that others made."""

    def prepare(desk: Desk) -> None:
        hang_gallery(desk)
        take_master(desk, make_ugly_master)

    return build_once(tmp_path_factory, "ugly", SMALL, prepare, "deck")


@pytest.fixture(scope="session")
def squat(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own publication on low slides that others made."""
    own = ROOT / "content"
    return build_once(tmp_path_factory, "squat", own, lambda desk: take_master(desk, make_squat_master), "deck")


@pytest.fixture(scope="session")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The project's own publication with the ugly master, in a font that can be measured and shown."""
    own = ROOT / "content"
    return build_once(
        tmp_path_factory, "adopted", own, lambda desk: take_master(desk, make_ugly_master, "Arial"), "deck"
    )


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The gallery with that master in fonts that everybody has."""

    def prepare(desk: Desk) -> None:
        hang_gallery(desk)
        take_master(desk, make_ugly_master, "Arial", "Cambria")

    return build_once(tmp_path_factory, "plain", SMALL, prepare, "deck")


@pytest.fixture(params=["sample", "small", "showcase", "overloaded", "gallery", "narrow", "ugly", "adopted", "squat"])
def any_deck(request: pytest.FixtureRequest) -> Built:
    """Each deck there is."""
    made: Built = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["sample", "small"])
def built(request: pytest.FixtureRequest) -> Built:
    """Each of the two: what holds for one publication has to hold for any."""
    made: Built = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh desk to break things on."""
    return Desk(tmp_path / "desk")


@pytest.fixture
def done(small: Built, tmp_path: Path) -> Desk:
    """A desk with everything built, by another process."""
    desk = Desk(tmp_path / "desk")
    copy_built(small.desk.folder, desk.folder)
    return desk


@pytest.fixture
def needs() -> Callable[[str], str]:
    """The path of a program; where it is missing, the test is skipped and says so."""

    def find(tool: str) -> str:
        path = shutil.which(tool)
        if path is None:
            pytest.skip(f"{tool} is not installed here; .ci/run installs it")
        return path

    return find


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The head of each part that is set from here on."""
    seen: list[str] = []
    set_part = parts.set_part

    def counting(source: Any, part: Any, *rest: Any) -> Any:
        seen.append(re.sub(r"<[^>]*>|\s+", " ", part.html.partition("\n")[2])[:60].strip())
        return set_part(source, part, *rest)

    monkeypatch.setattr(parts, "set_part", counting)
    return seen


@pytest.fixture(autouse=True)
def without_a_pdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quick test sets no PDF."""
    if request.node.get_closest_marker("quick"):
        monkeypatch.setattr("pipeline.pdf.engine.import_weasyprint", refuse)


def refuse() -> None:
    raise AssertionError("a quick test sets no PDF")
