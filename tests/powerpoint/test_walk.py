"""A walk over every slide of every deck: what PowerPoint, a screen reader and a presenter rely on."""

import re
import zipfile
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from desk import Built
from lxml import etree
from pptx.oxml.ns import qn
from rendered import box_of
from verbs import is_decorative, notes_of, slides_of, title_of

FEET = {"ftr", "sldNum", "dt"}


def walk(built: Built) -> list[tuple[int, Any]]:
    return list(enumerate(slides_of(built.deck), 1))


def shown(slide: Any) -> list[Any]:
    said = [s for s in slide.shapes if not is_decorative(s)]
    return [s for s in said if not (s.is_placeholder and s.element.ph.get("type") in FEET)]


def part(built: Built, name: str) -> etree._Element:
    with zipfile.ZipFile(built.deck) as archive:
        return etree.fromstring(archive.read(name))


def test_titles_are_unique_and_in_title_placeholders(any_deck: Built) -> None:
    titles = Counter(title_of(slide) for _, slide in walk(any_deck))
    assert all(title.strip() for title in titles)
    assert max(titles.values()) == 1, titles.most_common(2)


def test_no_placeholder_is_empty_and_no_picture_stands_for_text(any_deck: Built) -> None:
    for number, slide in walk(any_deck):
        empty = [s.name for s in shown(slide) if s.has_text_frame and not s.text_frame.text.strip()]
        assert not empty, f"slide {number}: {empty}"
        assert not list(slide._element.iter(qn("p:pic"))), f"slide {number} has a picture"


def test_what_is_not_text_is_named_and_described(any_deck: Built) -> None:
    for number, slide in walk(any_deck):
        for shape in shown(slide):
            if not shape.has_text_frame:
                assert re.match(r"(Chart|Table|Timeline|Map): \S", shape.name), f"slide {number}: {shape.name}"
                assert shape._element.find(".//" + qn("p:cNvPr")).get("descr"), f"slide {number}: {shape.name}"


def test_shapes_are_read_as_they_are_seen(any_deck: Built) -> None:
    """The title is first; of the others, none that stands wholly above another is read after it."""
    for number, slide in walk(any_deck):
        title, *others = shown(slide)
        assert title == slide.shapes.title, f"slide {number}: {title.name} is read first"
        for first, later in combinations([(s.name, box_of(s)) for s in others], 2):
            above = later[1][3] <= first[1][1] + 1
            aligned = later[1][0] < first[1][2] and first[1][0] < later[1][2]
            assert not (above and aligned), f"slide {number}: {later[0]} is read after {first[0]}"


def test_what_only_decorates_says_nothing_and_lies_behind_a_chart(any_deck: Built) -> None:
    for number, slide in walk(any_deck):
        shapes = list(slide.shapes)
        for at, shape in enumerate(shapes):
            if is_decorative(shape):
                above = next(other for other in shapes[at:] if not is_decorative(other))
                assert above.has_chart, f"slide {number}: {shape.name} lies behind {above.name}"
                assert not shape.text_frame.text
                assert not shape._element.find(".//" + qn("p:cNvPr")).get("descr")
                (left, top, right, bottom), box = box_of(shape), box_of(above)
                assert box[0] <= left < right <= box[2] + 0.1, f"slide {number}: {shape.name}"
                assert box[1] <= top < bottom <= box[3] + 0.1, f"slide {number}: {shape.name}"


def test_shape_ids_are_unique(any_deck: Built) -> None:
    for number, slide in walk(any_deck):
        ids = [e.get("id") for e in slide._element.iter(qn("p:cNvPr"))]
        assert len(ids) == len(set(ids)), f"slide {number}: {ids}"


def test_every_slide_has_notes(any_deck: Built) -> None:
    assert [number for number, slide in walk(any_deck) if not notes_of(slide)] == []


def test_sections_hold_every_slide_once_and_in_order(any_deck: Built) -> None:
    root = part(any_deck, "ppt/presentation.xml")
    slides = [e.get("id") for e in root.find(qn("p:sldIdLst"))]
    sections = root.findall(".//{http://schemas.microsoft.com/office/powerpoint/2010/main}section")
    assert [e.get("id") for s in sections for e in s.iter("{*}sldId")] == slides
    assert len({s.get("id") for s in sections}) == len(sections) >= 1
    assert all(s.get("name") for s in sections)


def test_sections_are_the_chapters(sample: Built) -> None:
    root = part(sample, "ppt/presentation.xml")
    names = [s.get("name") for s in root.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}section")]
    titles = [chapter.title.source for chapter in sample.desk.load()[0].chapters]
    assert len(names) == len(set(names)), "a chapter has two sections"
    assert [name for name in names if name in titles] == [title for title in titles if title in names]


def test_the_file_says_truly_what_is_in_it(any_deck: Built) -> None:
    app = part(any_deck, "docProps/app.xml")
    titles = [title_of(slide) for _, slide in walk(any_deck)]
    assert app.findtext("{*}Slides") == str(len(titles))
    assert app.findtext("{*}Notes") == str(len(titles))
    assert [e.text for e in app.find("{*}TitlesOfParts").iter("{*}lpstr")] == titles


def test_parts_and_content_types_agree(any_deck: Built) -> None:
    with zipfile.ZipFile(any_deck.deck) as archive:
        names = set(archive.namelist())
        types = etree.fromstring(archive.read("[Content_Types].xml"))
    declared = {e.get("PartName").lstrip("/") for e in types.iter("{*}Override")}
    extensions = {e.get("Extension").lower() for e in types.iter("{*}Default")}
    assert declared <= names, f"types of parts that are not there: {declared - names}"
    bare = {
        n for n in names - declared if n.rpartition(".")[2].lower() not in extensions and n != "[Content_Types].xml"
    }
    assert not bare, f"parts without a type: {bare}"


def test_every_relation_leads_to_a_part(any_deck: Built) -> None:
    with zipfile.ZipFile(any_deck.deck) as archive:
        names = set(archive.namelist())
        for name in (n for n in names if n.endswith(".rels")):
            base = name.replace("_rels/", "").removesuffix(".rels").rpartition("/")[0]
            for relation in etree.fromstring(archive.read(name)):
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target")
                    path = target.lstrip("/") if target.startswith("/") else _joined(base, target)
                    assert path in names, f"{name} leads to {path}"


def _joined(base: str, target: str) -> str:
    parts = base.split("/") if base else []
    for step in target.split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


@pytest.mark.parametrize("deck", ["sample", "small"])
def test_links_within_the_deck_lead_to_slides(deck: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(deck)
    for _, slide in walk(built):
        for link in slide._element.iter(qn("a:hlinkClick")):
            relation = slide.part.rels[link.get(qn("r:id"))]
            inner = link.get("action") == "ppaction://hlinksldjump"
            assert relation.is_external != inner
