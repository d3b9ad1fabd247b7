"""A master that others made takes the place of ours: matched, measured, filled; its sample slides are gone."""

import io
import zipfile
from pathlib import Path

import pytest
from desk import Built, Desk
from gallery import layout_names
from pptx import Presentation
from pptx.oxml.ns import qn
from ugly import ACCENTS, FONT, make_ugly_master
from verbs import slides_of, texts_of, title_of

from pipeline.core import FIRST, pack
from pipeline.master.match import HOLD
from pipeline.master.read import read_master

pytestmark = pytest.mark.quick


def parts(path: Path, under: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(under)}


def open_document() -> bytes:
    """The beginning of a file of LibreOffice: its sort stands first, and is not packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
    return buffer.getvalue()


def test_every_slide_layout_of_ours_can_be_matched() -> None:
    assert set(HOLD) == set(layout_names())


def test_its_sample_slides_are_gone_and_its_theme_is_kept(ugly: Built, tmp_path: Path) -> None:
    titles = [title_of(slide) for slide in slides_of(ugly.deck)]
    assert "A sample slide that has to go" not in titles
    assert not [name for name, text in parts(ugly.deck, "ppt/").items() if b"that has to go" in text]
    (theme, *_) = [text for name, text in parts(ugly.deck, "ppt/theme/").items() if FONT.encode() in text]
    assert all(code.encode() in theme for code in ACCENTS.values())
    make_ugly_master(tmp_path / "again.pptx")
    layouts = [layout.name for layout in Presentation(str(tmp_path / "again.pptx")).slide_layouts]
    assert [layout.name for layout in Presentation(str(ugly.deck)).slide_layouts] == layouts


def test_what_it_lacks_is_told_by_name(ugly: Built) -> None:
    told = ugly.answer.err
    assert f'layouts/deck/theirs.pptx: warning: the font "{FONT}" of the master cannot be measured' in told
    assert (
        'no slide layout called "Comparison", "Content with Caption", "Content with Number" or "Two Charts"; its "Two Content" takes the place'
        in told
    )
    assert '"Statement"' in told
    assert 'progress by chapter, left out: "I · II"' in told
    assert 'a line for sources at the foot of "Title and Content" and "Two Content", where the master has none' in told


def test_content_of_slots_that_it_lacks_stands_with_the_rest(ugly: Built) -> None:
    texts = [texts_of(slide) for slide in slides_of(ugly.deck)]
    assert any("445,197 Nobody counted the water" in text for text in texts), "the number of the statement is lost"
    assert any("Before" in text and "After" in text for text in texts), "a heading of the comparison is lost"
    assert any("The clerk of Lowmarsh, 1976" in text for text in texts)


def test_its_colors_are_those_of_the_charts(ugly: Built) -> None:
    charts = [shape.chart for slide in slides_of(ugly.deck) for shape in slide.shapes if shape.has_chart]
    assert charts
    for chart in charts:
        used = [
            e.get("val")
            for s in chart._chartSpace.iter(qn("c:ser"))
            for e in s.find(qn("c:spPr")).iter(qn("a:schemeClr"))
        ]
        assert {color for color in used if color.startswith("accent")} <= {"accent1", "accent2", "accent3"}
        assert used


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("missing.pptx", None, "there is no such file"),
        ("text.pptx", b"This is no presentation.", "it is no PowerPoint file, whatever its name says"),
        ("empty.pptx", b"", "it is empty"),
        ("old.pptx", b"\xd0\xcf\x11\xe0" + bytes(600), "it is an old PowerPoint file (.ppt)"),
        ("locked.pptx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "it has a password"),
        (
            "torn.pptx",
            pack({FIRST: b"", "ppt/presentation.xml": bytes(9000)})[:300],
            "it cannot be read, and may be damaged",
        ),
        ("hollow.pptx", pack({FIRST: b"", "ppt/presentation.xml": b""}), "it cannot be read, and may be damaged"),
        ("keynote.pptx", pack({"Index/Document.iwa": b""}), "it is a Keynote presentation"),
        ("word.pptx", pack({FIRST: b"", "word/document.xml": b""}), "it is a Word file"),
        ("impress.pptx", open_document(), "it is a LibreOffice file"),
        ("other.pptx", pack({"a": b"b"}), "it is a zip file without a presentation in it"),
    ],
)
def test_what_is_no_master_is_a_problem(desk: Desk, name: str, content: bytes | None, told: str) -> None:
    if content is not None:
        (desk.layouts / "deck" / name).write_bytes(content)
    desk.replace("layouts/theme/theme.yaml", "  body: {size", f"  master: {name}\n  body: {{size")
    answer = desk.run("deck")
    assert answer.code == 1
    assert f"layouts/deck/{name}: this file cannot be the master of the deck: {told}" in answer.err
    assert "hint: " in answer.err
    assert "Error" not in answer.err, "the name of an exception tells an editor nothing"


def test_a_master_may_be_a_folder_by_mistake(desk: Desk) -> None:
    answer = desk.run("deck", "--master", "content")
    assert (
        "content: this file cannot be the master of the deck: it is a folder\n  hint: name the file itself"
        in answer.err
    )


def test_our_own_master_is_read_whole(desk: Desk) -> None:
    master = desk.master()
    assert not master.foreign
    assert set(master.layouts) == set(layout_names())
    assert read_master(master.package).layouts == master.layouts
