"""Finish slides and the presentation: reading order, sections, properties, app.xml."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from pipeline.content import Publication
from pipeline.deck import Slide, find_appendix, order_for_reading, section_names
from pipeline.powerpoint.bands import is_decorative
from pipeline.powerpoint.identity import identify_shapes, identify_slides

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # PowerPoint's extension for sections
FEET = ("ftr", "sldNum", "dt")
HAIR = 12700  # EMU: a point
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
SPACE = uuid.UUID("b8f4a1d2-6c3e-4f57-9a0b-1d2e3c4f5a6b")  # ids of sections are made from their names


def finish_pptx(presentation: Any, slides: Sequence[Slide], publication: Publication, title: str) -> None:
    """Write ids, sections, core properties and app.xml into a presentation, once every slide is in it."""
    _list_notes_master(presentation)
    identify_slides(presentation, slides)
    _write_sections(presentation, slides, publication)
    _write_core(presentation, publication, title)
    _write_app(presentation, slides, publication)


def _list_notes_master(presentation: Any) -> None:
    """List the notes master in the presentation: python-pptx does not list its own, and pandoc misspells it."""
    root = presentation.part._element
    listed = root.find(qn("p:notesMasterIdLst"))
    if listed is not None:
        root.remove(listed)
    for id, relation in presentation.part.rels.items():
        if relation.reltype == RT.NOTES_MASTER:
            entry = f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{id}"/></p:notesMasterIdLst>'
            root.find(qn("p:sldMasterIdLst")).addnext(parse_xml(entry))


def finish_slide(made: Any) -> None:
    """Put the shapes of a slide in reading order, and number them in that order."""
    _put_in_order(made)
    identify_shapes(made.shapes._spTree)


def _put_in_order(slide: Any) -> None:
    """Order shapes from top to bottom, whatever the order of the layout; the title is first, footer placeholders stay last.

    Where LibreOffice has written the file again, python-pptx takes the first placeholder for the title.
    Those that only decorate come directly before the first chart, and so lie behind it.
    """
    bases = {base.placeholder_format.idx: base for base in slide.slide_layout.placeholders}
    behind = [shape._element for shape in slide.shapes if is_decorative(shape._element)]
    read = [shape for shape in slide.shapes if shape._element not in behind]
    boxes = [(shape._element, _box(shape, bases), _is_foot(shape)) for shape in read]
    others = [(element, box) for element, box, is_foot in boxes if not is_foot]
    feet = [(element, box) for element, box, is_foot in boxes if is_foot]
    title = slide.shapes.title._element if slide.shapes.title is not None else None
    ordered = order_for_reading(others, lambda one: one[1], lambda one: one[0] is title, HAIR)
    for element, _ in [*ordered, *feet]:
        slide.shapes._spTree.append(element)  # moves it
    for element in behind:
        slide.shapes._spTree.find(qn("p:graphicFrame")).addprevious(element)


@dataclass(frozen=True, eq=False)
class _Box:
    """The box of a shape, in EMU."""

    left: float
    top: float
    width: float
    height: float


def _box(shape: Any, bases: Mapping[int, Any]) -> _Box:
    """Return the box of a shape, in EMU.

    Most placeholders inherit the layout's box, which python-pptx looks up four times, once for each side.
    """
    element = shape.element
    if shape.is_placeholder and element.tag == qn("p:sp") and element.find(f".//{qn('a:xfrm')}") is None:
        shape = bases.get(shape.placeholder_format.idx, shape)
    return _Box(shape.left, shape.top, shape.width, shape.height)


def _is_foot(shape: Any) -> bool:
    return bool(shape.is_placeholder and shape.element.ph.get("type") in FEET)


# ---------------------------------------------------------------- sections


def _write_sections(presentation: Any, slides: Sequence[Slide], publication: Publication) -> None:
    """Write a section for each chapter that has slides, and for the slides before and after the chapters."""
    ids = [entry.get("id") for entry in presentation.part._element.find(qn("p:sldIdLst"))]
    names = section_names(slides, publication)
    groups = groupby(zip(ids, names, strict=True), key=lambda pair: pair[1])
    made = "".join(_section(name, [id for id, _ in pairs]) for name, pairs in groups)
    root = presentation.part._element
    extensions = root.find(qn("p:extLst"))
    if extensions is None:
        extensions = parse_xml(f"<p:extLst {nsdecls('p')}/>")
        root.append(extensions)
    for old in [e for e in extensions if e.get("uri") == SECTIONS]:
        extensions.remove(old)
    listed = f'<p14:sectionLst xmlns:p14="{P14}">{made}</p14:sectionLst>'
    extensions.append(parse_xml(f'<p:ext {nsdecls("p")} uri="{SECTIONS}">{listed}</p:ext>'))


def _section(name: str, ids: Iterable[str]) -> str:
    id = str(uuid.uuid5(SPACE, name)).upper()
    listed = "".join(f'<p14:sldId id="{slide}"/>' for slide in ids)
    named = escape(name, {'"': "&quot;"})
    return f'<p14:section name="{named}" id="{{{id}}}"><p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>'


# ---------------------------------------------------------------- properties


def _write_core(presentation: Any, publication: Publication, title: str) -> None:
    """Write the core properties of the publication, in place of python-pptx's."""
    imprint, core = publication.imprint, presentation.core_properties
    date = datetime.fromisoformat((imprint.date + "-01-01")[:10])
    core.title = title
    core.author = ", ".join(author.name for author in imprint.authors)
    core.last_modified_by = imprint.publisher
    core.subject = imprint.subject
    core.keywords = ", ".join(imprint.keywords)
    core.comments = ""
    core.category = ""
    core.language = imprint.language
    core.created = core.modified = date
    core.revision = 1
    core.version = imprint.edition or ""


def _write_app(presentation: Any, slides: Sequence[Slide], publication: Publication) -> None:
    """Write app.xml: the format, the number of words, slides and notes, and the titles of the slides."""
    titles = [slide.name for slide in slides]
    words = sum(len("".join(run.text for run in slide.runs).split()) for slide in slides)
    size = presentation.slide_width / presentation.slide_height
    shape = (
        "Widescreen" if abs(size - 16 / 9) < 0.01 else "On-screen Show (4:3)" if abs(size - 4 / 3) < 0.01 else "Custom"
    )
    xml = (
        f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{TYPES}"><TotalTime>0</TotalTime><Words>{words}</Words>'
        f"<Application>Microsoft Office PowerPoint</Application><PresentationFormat>{shape}</PresentationFormat>"
        f"<Slides>{len(slides)}</Slides><Notes>{sum(1 for slide in slides if slide.notes)}</Notes>"
        f"<HiddenSlides>{len(slides) - find_appendix(slides)}</HiddenSlides><ScaleCrop>false</ScaleCrop>"
        '<HeadingPairs><vt:vector size="2" baseType="variant"><vt:variant><vt:lpstr>Slide Titles</vt:lpstr></vt:variant>'
        f"<vt:variant><vt:i4>{len(titles)}</vt:i4></vt:variant></vt:vector></HeadingPairs>"
        f'<TitlesOfParts><vt:vector size="{len(titles)}" baseType="lpstr">'
        + "".join(f"<vt:lpstr>{escape(title)}</vt:lpstr>" for title in titles)
        + f"</vt:vector></TitlesOfParts><Company>{escape(publication.imprint.publisher)}</Company></Properties>"
    )
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()
    package = presentation.part.package
    for id, relation in list(package._rels.items()):
        if relation.reltype == RT.EXTENDED_PROPERTIES:
            package._rels.pop(id)
    package.relate_to(Part(PackURI("/docProps/app.xml"), APP, package, blob), RT.EXTENDED_PROPERTIES)
