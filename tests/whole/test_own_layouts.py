"""A folder of layouts may hold little: what it lacks is the project's own, and mistakes are told where they are."""

import shutil
from pathlib import Path

import pytest
from desk import ROOT, Desk

pytestmark = pytest.mark.quick

HOME = ROOT / "layouts"


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """A desk with a folder of layouts that is empty."""
    shutil.rmtree(desk.layouts)
    desk.layouts = desk.folder / "mine"
    desk.layouts.mkdir()
    return desk


def take(desk: Desk, name: str, old: str = "", new: str = "") -> None:
    """Copy one of the project's layouts, and change it."""
    text = (HOME / name).read_text(encoding="utf-8")
    assert old in text, f"the test expects {old!r} in {name}"
    desk.write(f"mine/{name}", text.replace(old, new, 1))


def told(desk: Desk, *more: str) -> str:
    """What the build says is amiss."""
    answer = desk.run("check", *more)
    assert answer.code == 1, answer.out
    return answer.err


def assert_in_order(desk: Desk) -> None:
    answer = desk.run("check")
    assert (answer.code, answer.err) == (0, "")


def test_a_theme_alone_is_a_look(bare: Desk) -> None:
    take(bare, "theme/theme.yaml", "size: 10", "size: 11")
    assert_in_order(bare)
    assert bare.load()[1].pages.size == pytest.approx(11)
    take(bare, "theme/theme.yaml", "\npages:", "\npagers:")
    assert told(bare).startswith("mine/theme/theme.yaml:")


def test_one_layout_alone_replaces_the_projects(bare: Desk) -> None:
    take(bare, "pages/barrier.html")
    bare.write("mine/pages/barrier.html", "<p>This is a barrier of our own.</p>\n")
    assert_in_order(bare)
    assert "This is a barrier of our own." in bare.html("report")
    assert "This is a barrier of our own." in bare.html("brief")
    bare.write("mine/pages/barrier.html", "<p>{{ entry.claimm }}</p>\n")
    assert told(bare).startswith('mine/pages/barrier.html:1: entry (a barrier) has no "claimm"')


def test_a_mistake_in_a_layout_of_the_project_has_its_path(
    bare: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(HOME, home / "layouts")
    (home / "layouts" / "pages" / "topic.html").write_text("{{ entry.claimm }}\n")
    monkeypatch.setattr("build.HERE", home)
    take(bare, "pages/pages.css")
    assert told(bare, "--cache", ".cache").startswith(
        f'{home}/layouts/pages/topic.html:1: entry (a topic) has no "claimm"'
    )


def test_a_form_of_the_project_with_another_file(bare: Desk) -> None:
    take(bare, "brief/form.yaml", "file: brief.pdf", "file: in-short.pdf")
    assert_in_order(bare)
    assert bare.build().forms["brief"].file == "in-short.pdf"
    take(bare, "brief/form.yaml", "prints: brief", "needs: [details]")
    assert 'topic "the-river" has no "details", and brief.pdf needs it' in told(bare)
    take(bare, "brief/form.yaml", "refers-to: report", "refers-to: raport")
    assert told(bare).startswith('mine/brief/form.yaml:7: form "brief": no form called "raport"')


def test_a_slide_master_is_taken_whole(bare: Desk) -> None:
    shutil.copytree(HOME / "deck" / "master", bare.layouts / "deck" / "master")
    assert_in_order(bare)
    layout = bare.layouts / "deck/master/ppt/slideLayouts/01-title-slide.xml"
    layout.write_text(layout.read_text().replace("{%", "{{", 1))
    assert told(bare).startswith("mine/deck/master/ppt/slideLayouts/01-title-slide.xml:")


def test_a_citation_style_alone(bare: Desk) -> None:
    style = (HOME / "citation/chicago-author-date.csl").read_text(encoding="utf-8")
    bare.write("mine/citation/house-style.csl", style)
    bare.replace("content/publication.yaml", "citation-style: chicago-author-date", "citation-style: house-style")
    assert_in_order(bare)
    bare.write("mine/citation/house-style.csl", "no style")
    assert 'the citation style "house-style" cannot be used' in told(bare)


def test_translations_alone(bare: Desk) -> None:
    bare.write(
        "mine/translations/en-GB.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Sources"\nmsgstr "Works cited"\n',
    )
    assert bare.run("check").code == 0
    assert "Works cited" in bare.html("report")
    bare.write("mine/translations/en-GB.po", 'msgid "Sources"\nmsgstr "Works cited\n')
    assert told(bare).startswith("mine/translations/en-GB.po:2:")


def test_a_folder_that_nothing_looks_into_is_told(bare: Desk) -> None:
    for name in ("page", "parts", "Themes"):
        (bare.layouts / name).mkdir()
    answer = bare.run("check")
    assert answer.code == 0
    assert answer.err == (
        'mine/Themes: warning: nothing looks into this folder\n  hint: did you mean "theme"?\n\n'
        'mine/page: warning: nothing looks into this folder\n  hint: did you mean "pages"?\n\n'
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("nowhere", '--layouts: there is no folder "nowhere"'),
        ("mine", '--layouts: "mine" has no folders in it, such as theme, pages, deck; name one that has such'),
        ("content", '--layouts: "content" has no folders in it, such as theme, pages, deck; name the folder around it'),
        ("content/publication.yaml", '--layouts: "content/publication.yaml" is a file; name the folder'),
    ],
)
def test_a_folder_without_layouts_is_a_command_that_makes_no_sense(bare: Desk, asked: str, said: str) -> None:
    answer = bare.run("check", "--layouts", asked)
    assert (answer.code, answer.err.splitlines()[0]) == (2, f"build.py: {said}")
