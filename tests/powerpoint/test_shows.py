"""Cuts in PowerPoint: custom shows in the one deck, a deck of their own, slides that are hidden behind the talk."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import Built, Desk
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from verbs import notes_of, slides_of, texts_of, title_of

from pipeline.outputs.ledger import read_ledger

CUTS = """
cuts:
  - name: short
    title: In <a> minute & a half
    minutes: 1
    entries: [metering, in-short]
  - name: long
    minutes: 1
    entries: all
"""


@pytest.fixture
def cut(desk: Desk) -> Desk:
    """A publication with two cuts, and an appendix."""
    path = desk.content / "publication.yaml"
    path.write_text(path.read_text(encoding="utf-8") + CUTS, encoding="utf-8")
    return desk


def shows_of(deck: Path) -> dict[str, list[str]]:
    """The titles of the slides of each custom show, by its name."""
    presentation: Any = Presentation(str(deck))
    root, part = presentation.part._element, presentation.part
    titles = {slide.part.partname: title_of(slide) for slide in presentation.slides}
    return {
        show.get("name"): [titles[part.related_part(one.get(qn("r:id"))).partname] for one in show.iter(qn("p:sld"))]
        for show in root.iter(qn("p:custShow"))
    }


def hidden_in(deck: Path) -> list[bool]:
    return [slide._element.get("show") == "0" for slide in slides_of(deck)]


def test_each_cut_is_a_custom_show(cut: Desk) -> None:
    assert cut.run("deck").code == 0
    shows = shows_of(cut.output / "deck.pptx")
    assert list(shows) == ["In <a> minute & a half", "long"]
    assert shows["In <a> minute & a half"] == [
        "Two Counties, One River",
        "Counting the water together did more than any promise to share it",
        "The counties shared the river once both could see what each of them took",
        "What should be done next",
    ]
    titles = [title_of(slide) for slide in slides_of(cut.output / "deck.pptx")]
    talk = titles[: titles.index("What should be done next") + 1]
    assert shows["long"] == [title for title in talk if not title.startswith("The argument in")]
    with zipfile.ZipFile(cut.output / "deck.pptx") as package:
        root = etree.fromstring(package.read("ppt/presentation.xml"))
    names = [etree.QName(child).localname for child in root]
    assert names.index("notesSz") < names.index("custShowLst") < names.index("defaultTextStyle")


def test_a_publication_without_cuts_has_no_custom_shows(small: Built) -> None:
    assert shows_of(small.deck) == {}


def test_what_stands_behind_the_closing_slide_is_hidden_and_linked(small: Built) -> None:
    slides = slides_of(small.deck)
    titles = [title_of(slide) for slide in slides]
    end = titles.index("What should be done next")
    assert hidden_in(small.deck) == [number > end for number in range(len(slides))]
    assert end + 1 < len(slides)
    (link,) = slides[end]._element.iter(qn("a:hlinkClick"))
    target = slides[end].part.related_part(link.get(qn("r:id")))
    assert target.partname == slides[end + 1].part.partname
    assert "The slides after this one are hidden" in notes_of(slides[end])
    with zipfile.ZipFile(small.deck) as package:
        app = etree.fromstring(package.read("docProps/app.xml"))
    assert app.findtext("{*}HiddenSlides") == str(len(slides) - end - 1)


def test_a_cut_alone_has_an_agenda_and_a_tracker_of_its_own(sample: Built, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", sample.desk.content)
    answer = desk.run("deck", "--cut", "short")
    assert answer.code == 0, answer.err
    assert desk.outputs() == ["deck-short.pptx"]
    slides = slides_of(desk.output / "deck-short.pptx")
    own, show = [title_of(slide) for slide in slides], shows_of(sample.deck)["In 10 minutes"]
    end = own.index(show[-1])
    assert [title for title in own[: end + 1] if not title.startswith("The argument in")] == show
    assert own[1].startswith("The argument in 4 parts")
    assert "The U.S.–Mexico case" not in texts_of(slides[1])
    trackers = [texts_of(slide) for slide in slides[2 : end + 1]]
    assert not [words for words in trackers if "· II ·" in words]
    assert hidden_in(desk.output / "deck-short.pptx") == [number > end for number in range(len(slides))]


def test_the_files_of_a_cut_are_editions_that_the_ledger_knows(cut: Desk) -> None:
    assert cut.run("deck", "--cut", "short").code == 0
    assert cut.run("handout", "--cut", "short", "--notes").code == 0
    assert cut.run("deck").code == 0
    assert cut.outputs() == ["deck-short-notes.pdf", "deck-short.pptx", "deck.pptx"]
    assert cut.run("deck", "--cut", "short").out.startswith("nothing to do")
    assert cut.run("deck", "--cut", "long").code == 0
    stray = cut.output / "deck-short.pptx"
    assert (
        read_ledger(cut.output).left({"deck.pptx", "deck.pdf", "deck-short.pptx", "deck-short.pdf", "deck-long.pptx"})
        == []
    )
    stray.write_bytes(stray.read_bytes() + b" ")
    cut.replace("content/chapters/2-settlement.yaml", "This is the slide to remember.", "Remember this.")
    refused = cut.run("deck", "--cut", "short")
    assert refused.code == 1
    assert "deck-short.pptx:" in refused.err
    assert cut.run("deck", "--cut", "short", "--set-aside").code == 0
    assert "deck-short-by-hand-1.pptx" in cut.outputs()


def test_the_build_tells_slides_and_minutes_of_the_whole_and_of_each_cut(cut: Desk) -> None:
    cut.replace("content/chapters/2-settlement.yaml", "This is the slide to remember.", "word " * 260)
    out = cut.run("deck").out
    assert "output/deck.pptx: 11 slides, about 2 minutes of notes; cut short: 4 slides, about 2 minutes of notes" in out


def test_a_cut_that_is_not_there_is_told_with_those_there_are(cut: Desk) -> None:
    answer = cut.run("deck", "--cut", "shrt")
    assert answer.code == 1
    assert 'content/publication.yaml:35: publication: no cut called "shrt"\n  hint: did you mean "short"?' in answer.err
    assert 'form "brief" has no slides, and --cut is for slides' in cut.run("brief", "--cut", "short").err
    assert cut.run("all", "--cut", "short").code == 2
    assert cut.run("handout", "--cut", "tomorrow").err.splitlines()[1] == "  hint: choose from: long, short."


def test_without_cuts_the_hint_says_how_one_is_written(desk: Desk) -> None:
    answer = desk.run("deck", "--cut", "short")
    assert answer.code == 1
    assert "write  cuts:  there" in answer.err


def test_shows_titles_and_hidden_slides_outlive_a_save_by_libreoffice(
    sample: Built, needs: Callable[[str], str], tmp_path: Path
) -> None:
    """It writes placeholders without their numbers: the title is the first one all the same."""
    command = [needs("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["pptx:Impress MS PowerPoint 2007 XML", "--outdir", str(tmp_path), str(sample.deck)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    saved = tmp_path / "deck.pptx"
    assert [title_of(slide) for slide in slides_of(saved)] == [title_of(slide) for slide in slides_of(sample.deck)]
    assert shows_of(saved) == shows_of(sample.deck)
    assert hidden_in(saved) == hidden_in(sample.deck)
