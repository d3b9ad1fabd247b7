"""Adopt somebody else's .pptx as master, without its slides; turn the formats of its sample text into styles.

PowerPoint keeps a master's type in styles, which slides inherit. LibreOffice writes none: it sets the sample text
("Click to edit …") in that type instead, and what reads the file falls back to a type of its own, each to another.
"""

import copy
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import nsdecls

from pipeline.content import Theme
from pipeline.core import FIRST, Place, Problem, ProblemsFound, pack, quoted, unpack
from pipeline.core import shown as told
from pipeline.deck import Master, SlideLayout, find_twin
from pipeline.master.clean import clear
from pipeline.master.inherit import NS
from pipeline.master.make_room import make_room
from pipeline.master.match import match_layouts
from pipeline.master.read import read_master
from pipeline.master.theme import theme_on
from pipeline.master.what_it_is import DAMAGED, no_master, read_package

A = f"{{{NS['a']}}}"
OF_A_RUN = ("a:r/a:rPr", "a:fld/a:rPr", "a:endParaRPr")
OF_THE_SAMPLE = {"lang", "altLang", "dirty", "err", "noProof", "smtClean"}  # that say nothing of its type


def style_samples(master: etree._Element, layouts: list[etree._Element]) -> None:
    """Add list styles made from sample text to a master without styles, and to the subtitles of its layouts.

    Other placeholders of a layout inherit from the master. A master with a title style is left unchanged.
    """
    if master.find("p:txStyles/p:titleStyle/a:lvl1pPr", NS) is not None:
        return
    for shape in master.iterfind(".//p:sp", NS):
        _style(shape)
    if master.find("p:txStyles", NS) is None:
        _add_styles(master)
    for layout in layouts:
        for shape in layout.iterfind(".//p:sp", NS):
            mark = shape.find(".//p:ph", NS)
            if mark is not None and mark.get("type") == "subTitle":
                _style(shape)


def _add_styles(master: etree._Element) -> None:
    """Add text styles that name the theme's text color and body font: for tables, whose text is in no placeholder."""
    type = '<a:defRPr><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
    level = f"<a:lvl1pPr>{type}</a:lvl1pPr>"
    spaces = f'xmlns:a="{NS["a"]}" xmlns:p="{NS["p"]}"'
    styles = f"<p:txStyles {spaces}><p:titleStyle/><p:bodyStyle/><p:otherStyle>{level}</p:otherStyle></p:txStyles>"
    last = master.find("p:extLst", NS)
    master.insert(len(master) if last is None else master.index(last), etree.fromstring(styles))


def _style(shape: etree._Element) -> None:
    """Add a list style to a placeholder that has none, with a level for each level of its sample paragraphs."""
    body = shape.find("p:txBody", NS)
    if body is None or shape.find(".//p:ph", NS) is None:
        return
    style = body.find("a:lstStyle", NS)
    if style is None:
        style = etree.Element(f"{A}lstStyle")
        body.insert(1, style)  # behind the properties of the text box
    if len(style):
        return
    levels: dict[int, etree._Element] = {}
    for paragraph in body.iterfind("a:p", NS):
        given = paragraph.find("a:pPr", NS)
        levels.setdefault(int(given.get("lvl", "0")) if given is not None else 0, paragraph)
    for level, paragraph in sorted(levels.items()):
        style.append(_level(paragraph, level + 1))


def _level(paragraph: etree._Element, number: int) -> etree._Element:
    """Return the properties of a paragraph, and of its first run, as those of level `number`, counted from 1."""
    made = etree.Element(f"{A}lvl{number}pPr")
    given = paragraph.find("a:pPr", NS)
    if given is not None:
        made.attrib.update({name: value for name, value in given.attrib.items() if name != "lvl"})
        made.extend(copy.deepcopy(child) for child in given if child.tag not in (f"{A}defRPr", f"{A}extLst"))
    run = next((found for path in OF_A_RUN if (found := paragraph.find(path, NS)) is not None), None)
    type = etree.SubElement(made, f"{A}defRPr")
    if run is not None:
        type.attrib.update({name: value for name, value in run.attrib.items() if name not in OF_THE_SAMPLE})
        type.extend(copy.deepcopy(child) for child in run if not child.tag.startswith((f"{A}hlink", f"{A}ext")))
    return made


VIEW = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<p:viewPr {nsdecls("p", "a")}><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>'
)


def adopt_master(path: Path) -> tuple[bytes, Counter[str]]:
    """Return the presentation in a file without its slides, and how many of its slides use each master.

    The first slide is not counted; masters are named by their parts. Raises ProblemsFound, or whatever exception a
    damaged file causes.
    """
    presentation = Presentation(io.BytesIO(_as_presentation(path)))
    if not len(presentation.slide_masters) or not len(presentation.slide_layouts):
        raise no_master(path, "it has no slide layouts")
    shown = Counter(str(slide.slide_layout.slide_master.part.partname) for slide in list(presentation.slides)[1:])
    clear(presentation)
    _add_view(presentation)
    for master in presentation.slide_masters:
        style_samples(master.element, [layout.part._element for layout in master.slide_layouts])
        for layout in master.slide_layouts:
            _number_placeholders(layout)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue(), shown


def _as_presentation(path: Path) -> bytes:
    """Return the bytes of a file as a presentation. Raises ProblemsFound if it holds macros.

    A template (.potx) or a show (.ppsx) is a presentation under another content type.
    """
    parts = unpack(read_package(path))
    types = parts[FIRST]
    if b"macroEnabled" in types:
        raise no_master(path, "it holds macros", "save it in PowerPoint as a presentation without macros (.pptx)")
    for other in (CT.PML_TEMPLATE_MAIN, CT.PML_SLIDESHOW_MAIN):
        types = types.replace(other.encode(), CT.PML_PRESENTATION_MAIN.encode())
    return pack({**parts, FIRST: types})


def _add_view(presentation: Any) -> None:
    """Add view properties to a file without any: PowerPoint offers to repair a file that has none."""
    part = presentation.part
    if not any(relation.reltype == RT.VIEW_PROPS for relation in part.rels.values()):
        view = Part(PackURI("/ppt/viewProps.xml"), CT.PML_VIEW_PROPS, part.package, VIEW.encode())
        part.relate_to(view, RT.VIEW_PROPS)


def _number_placeholders(layout: Any) -> None:
    """Set an index of its own on each placeholder of a layout whose index is used before it.

    LibreOffice writes no indexes.
    """
    used: set[int] = set()
    for number, placeholder in enumerate(layout.placeholders, 40):
        mark = placeholder.element.ph
        if mark.idx in used:
            mark.set("idx", str(number))
        used.add(mark.idx)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Raise ProblemsFound for any exception while the block runs: a file may be damaged anywhere."""
    try:
        yield
    except ProblemsFound:
        raise
    except Exception:
        raise no_master(path, *DAMAGED) from None


def read_foreign_master(path: Path, theme: Theme) -> tuple[Master, list[Problem]]:
    """Return the master in a file, with its layouts under our names, and warnings.

    Warnings name fonts that are not known, and layouts to which a placeholder for sources was added.
    Raises ProblemsFound for what is no .pptx, or a damaged one, or has no layout that can be used.
    """
    place = Place(told(path), 0)
    with _readable(path):
        adopted, shown = adopt_master(path)
        master = _under_our_names(read_master(adopted, place), shown)
        if not master.layouts:
            hint = "add a slide layout to it with a title and a text below it, as layouts/README.md describes"
            raise no_master(path, "none of its slide layouts has a wide title and room for text", hint)
        roomy = make_room(master, theme_on(master, theme))
        made = _under_our_names(read_master(roomy, place), shown)
    warnings = [_unknown_font(place, font) for font in sorted(_fonts(made)) if not find_twin(font, theme)]
    return made, [*warnings, *_tell_of_sources(master, made)]


def _tell_of_sources(before: Master, after: Master) -> Iterator[Problem]:
    """Yield one warning that names the slide layouts with an added placeholder for sources, if there are any."""
    given = {new.name: None for name, new in after.layouts.items() if _has_gained("source", before.layouts[name], new)}
    if given:
        what = f"the deck has a line for sources at the foot of {quoted(list(given))}, where the master has none"
        hint = 'lines over the title stand there, too; placeholders called "source" and "kicker" take them elsewhere'
        yield Problem(after.place, what, hint, warns=True)


def _has_gained(slot: str, before: SlideLayout, after: SlideLayout) -> bool:
    return slot in after.slots and slot not in before.slots


def _under_our_names(theirs: Master, shown: Counter[str]) -> Master:
    matched = match_layouts(list(theirs.layouts.values()), theirs.width, shown)
    return replace(
        theirs,
        foreign=True,
        layouts={name: match.layout for name, match in matched.items()},
        nearest=frozenset(name for name, match in matched.items() if match.by == "nearest"),
    )


def _fonts(master: Master) -> set[str]:
    """Return the names of the fonts that text on a slide can be set in: of the first two levels, and of the body."""
    slots = (slot for layout in master.layouts.values() for slot in layout.slots.values())
    named = {level.font for slot in slots for level in slot.levels[:2]} | {"+mn-lt"}
    return {master.fonts.get(font, font) for font in named}


def _unknown_font(place: Place, font: str) -> Problem:
    what = f'the font "{font}" of the master cannot be measured; it is taken to be a fifth wider than the deck\'s own'
    hint = 'name a font of the same widths under "twins" in layouts/theme/theme.yaml, and look at the slides'
    return Problem(place, what, hint, warns=True)
