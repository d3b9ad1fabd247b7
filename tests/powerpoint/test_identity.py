"""Ids and names by which PowerPoint knows slides and shapes: the same whatever stands before them."""

from typing import Any

import pytest
from desk import Built, Desk
from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from verbs import slides_of, title_of

from pipeline.core.problems import Place
from pipeline.deck.slides import Drawing, Paragraph, Run, Slide
from pipeline.powerpoint import identity
from pipeline.powerpoint.identity import identify_shapes, name_slides, number_slides

pytestmark = pytest.mark.quick
LESSON = """\
  - kind: lesson
    id: locks
    title: Locks
    claim: Nobody has sailed up the Marl since the locks were closed.
    points: [Harrow closed them., Lowmarsh did not ask.]
    text: They were closed.
    evidence: [dry-years]
    notes: Say no more.
"""
METERS = "  - kind: lesson\n    id: metering\n"


def slide(origin: str, layout: str = "Two Content", *figures: str) -> Slide:
    drawn = {f"slot{number}": Drawing(id, "alt") for number, id in enumerate(figures)}
    return Slide(layout, Paragraph((Run("A title"),)), drawn, (), Place("a.yaml", 1), origin, origin)


# ---------------------------------------------------------------- names and ids


def test_a_slide_is_called_after_its_entry_and_what_it_shows_of_it() -> None:
    names = name_slides([slide("flows"), slide("flows", "Full Figure", "border-map"), slide("what-next")])
    assert names == ["flows: Two Content", "flows: border-map", "what-next: Two Content"]


def test_a_figure_keeps_its_name_in_another_layout() -> None:
    small, large = slide("flows", "Content with Caption", "map"), slide("flows", "Full Figure", "map")
    assert name_slides([small]) == name_slides([large])


def test_slides_that_show_the_same_are_counted() -> None:
    assert name_slides([slide("a"), slide("a"), slide("b"), slide("a")]) == [
        "a: Two Content",
        "a: Two Content (2)",
        "b: Two Content",
        "a: Two Content (3)",
    ]


def test_a_layout_that_is_called_as_a_count_makes_no_twins() -> None:
    names = name_slides([slide("a", "X"), slide("a", "X (2)"), slide("a", "X"), slide("a", "X")])
    assert len(set(names)) == 4
    assert names[:2] == ["a: X", "a: X (2)"]


def test_ids_are_those_that_powerpoint_allows() -> None:
    ids = number_slides([f"entry-{number}: Two Content" for number in range(2000)])
    assert len(set(ids)) == 2000
    assert min(ids) >= 256
    assert max(ids) < 2**31


def test_the_order_of_slides_changes_no_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "LAST", 256 + 39)  # so that most of them want an id that another has
    names = [f"entry-{number}: Two Content" for number in range(30)]
    ids = dict(zip(names, number_slides(names), strict=True))
    assert sorted(ids.values()) == sorted(set(ids.values()))
    assert all(256 <= id <= 295 for id in ids.values())
    again = [*names[17:], *reversed(names[:17])]
    assert dict(zip(again, number_slides(again), strict=True)) == ids


def test_a_new_slide_moves_those_alone_whose_id_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "LAST", 256 + 199)
    names = [f"entry-{number}: Two Content" for number in range(30)]
    before = dict(zip(names, number_slides(names), strict=True))
    for number in range(20):
        new = [f"another-{number}: Two Content", *names]
        after = dict(zip(new, number_slides(new), strict=True))
        assert sum(after[name] != before[name] for name in names) <= 1


def test_shapes_of_one_name_are_counted() -> None:
    shapes = "".join(f'<p:cNvPr id="7" name="{name}"/>' for name in ("", "Year 1900", "body", "Year 1900"))
    tree = parse_xml(f"<p:spTree {nsdecls('p')}>{shapes}</p:spTree>")
    identify_shapes(tree)
    assert [(one.get("id"), one.get("name")) for one in tree] == [
        ("1", ""),
        ("2", "Year 1900"),
        ("3", "body"),
        ("4", "Year 1900 (2)"),
    ]


# ---------------------------------------------------------------- in the deck


def known(desk: Desk) -> dict[str, tuple[int, str, list[str]]]:
    """What PowerPoint knows the slides of a deck by, after their titles."""
    slides = Presentation(str(desk.make("deck.pptx"))).slides
    return {title_of(one): (one.slide_id, one.name, [shape.name for shape in one.shapes]) for one in slides}


def test_an_entry_before_others_changes_nothing_that_they_are_known_by(desk: Desk) -> None:
    before = known(desk)
    desk.replace("content/chapters/2-settlement.yaml", METERS, LESSON + METERS)
    after = known(desk)
    assert set(after) - set(before) == {"Nobody has sailed up the Marl since the locks were closed"}
    assert {title: after[title] for title in before} == before


def test_an_entry_that_is_moved_or_gone_changes_nothing_that_others_are_known_by(desk: Desk) -> None:
    desk.replace("content/chapters/2-settlement.yaml", METERS, LESSON + METERS)
    full = known(desk)
    chapter = desk.content / "chapters" / "2-settlement.yaml"
    rest = chapter.read_text(encoding="utf-8").replace(LESSON, "")
    chapter.write_text(rest.rstrip() + "\n" + LESSON, encoding="utf-8")
    assert known(desk) == full
    chapter.write_text(rest, encoding="utf-8")
    (gone,) = set(full) - set(left := known(desk))
    assert left == {title: value for title, value in full.items() if title != gone}


def test_sections_and_links_lead_to_the_same_slides(desk: Desk) -> None:
    def sections(root: Any) -> list[tuple[str, str]]:
        ids = {one.get("id"): number for number, one in enumerate(root.find(qn("p:sldIdLst")))}
        found = [(one.get("name"), one.get("id")) for one in root.iter("{*}section")]
        assert [ids[one.get("id")] for s in root.iter("{*}section") for one in s.iter("{*}sldId")] == list(
            range(len(ids))
        )
        return found

    def links(deck: Any) -> set[tuple[str, str]]:
        return {
            (title_of(one), title_of(relation.target_part.slide))
            for one in deck.slides
            for relation in one.part.rels.values()
            if relation.reltype.endswith("/slide")
        }

    def both() -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
        deck = Presentation(str(desk.make("deck.pptx")))
        agenda = {link for link in links(deck) if link[0].startswith("The argument")}
        return sections(deck.part._element), agenda

    desk.replace(
        "layouts/deck/_agenda.html",
        '| selectattr("numbered") | list %}\n{% if parts | length > 2 %}',
        "%}{% if parts %}",
    )
    before = both()
    assert len(before[1]) == 2, "the agenda links to each chapter"
    desk.replace("content/chapters/2-settlement.yaml", METERS, LESSON + METERS)
    assert both() == before


def test_slides_and_shapes_of_any_deck_have_ids_and_names_of_their_own(ugly: Built, gallery: Built) -> None:
    for built in (ugly, gallery):
        slides = slides_of(built.deck)
        assert len({one.slide_id for one in slides}) == len({one.name for one in slides}) == len(slides)
        for one in slides:
            names = [each.get("name") for each in one._element.iter(qn("p:cNvPr"))]
            assert len(set(names)) == len(names), etree.tostring(one._element)
