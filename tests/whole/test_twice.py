"""Twice: the same input gives the same bytes, whoever builds, wherever and whenever."""

import time
from pathlib import Path

import pikepdf
from desk import Built, Desk
from verbs import slides_of, title_of


def test_another_place_time_zone_and_hash_seed_give_the_same_bytes(small: Built) -> None:
    before = {path.name: path.read_bytes() for path in small.desk.output.iterdir()}
    assert {"brief.pdf", "report.pdf", "deck.pptx"} <= before.keys()
    time.sleep(max(0, 2 - (time.time() - small.pdf.stat().st_mtime)))  # a zip knows two seconds
    anew = small.desk.folder.parent / "anew"
    answer = small.desk.run_apart(
        "all", "--output", str(anew), "--cache", str(small.desk.folder.parent / "no-cache"), "--jobs", "1",
        cwd=small.desk.folder.parent, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    after = {path.name: path.read_bytes() for path in anew.iterdir()}
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()


def test_a_copy_of_the_content_in_another_folder_gives_the_same_bytes(small: Built, desk: Desk) -> None:
    answer = desk.run_apart(PYTHONHASHSEED="1")
    assert answer.code == 0, answer.err
    for path in small.desk.output.iterdir():
        assert path.read_bytes() == (desk.output / path.name).read_bytes(), f"{path.name} depends on its folder"


def test_an_edit_shows_in_all_forms_after_a_rebuild(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    answer = desk.run()
    assert answer.code == 0, answer.err
    assert title_of(slides_of(desk.output / "deck.pptx")[0]) == "Two Counties, One Stream"
    for form in ("brief", "report"):
        with pikepdf.open(desk.output / f"{form}.pdf") as pdf:
            assert str(pdf.docinfo.Title) == "Two Counties, One Stream"


def test_one_output_alone_is_built_alone(desk: Desk) -> None:
    assert desk.run("deck").code == 0
    assert desk.outputs() == ["deck.pptx"]
    assert desk.run("report").code == 0
    assert desk.outputs() == ["deck.pptx", "report.pdf"]


def test_a_build_leaves_nothing_behind_but_its_files(small: Built) -> None:
    source = {path.name for path in small.desk.folder.iterdir()} - {"rendered"}  # what other tests looked at
    assert source == {"content", "layouts", "output", ".cache"}
    assert (small.desk.output / ".built.json").is_file()
    for name in small.desk.outputs():
        assert Path(name).suffix in (".pdf", ".pptx", ".xlsx", ".html", ".csv"), f"{name} was left behind"
        assert not name.startswith("."), f"{name} was left behind"


def test_a_build_says_what_it_wrote(small: Built) -> None:
    assert "output/brief.pdf: " in small.answer.out
    assert "output/report.pdf: " in small.answer.out
    assert f"output/deck.pptx: {len(slides_of(small.deck))} slides" in small.answer.out
    assert small.answer.err == ""
