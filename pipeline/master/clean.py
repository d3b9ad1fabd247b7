"""Clear somebody's presentation of its own talk: its slides, its properties, the names of its authors."""

from collections.abc import Callable
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from pipeline.master.inherit import kind_of

LABEL = "MSIP_Label_"  # a sensitivity label, which an institute's rules may ask for in what is made from its template
OF_A_PERSON = "_Owner"
KEPT = ("/officeDocument", "/custom-properties", "/classificationlabels")  # of a package; all else is of the talk
DROPPED = (  # of a presentation, by the ends of their types
    *("customXml", "tags"),  # what SharePoint and add-ins keep
    *("commentAuthors", "authors", "changesInfo", "revisionInfo"),  # who commented on the samples, or changed them
    "printerSettings",  # the name of somebody's printer
)
LISTS = ("p:custShowLst", "p:custDataLst")  # shows of slides that are gone; what add-ins keep


def clear(presentation: Any) -> None:
    """Remove the sample slides and all that is about them; slides of the deck are numbered from 1."""
    part, root = presentation.part, presentation.part._element
    listed = root.find(qn("p:sldIdLst"))
    for entry in list(listed) if listed is not None else ():
        part.drop_rel(entry.get(qn("r:id")))
        listed.remove(entry)
    for name in LISTS:
        for found in root.findall(qn(name)):
            root.remove(found)
    _drop(part.rels, lambda relation: relation.reltype.rpartition("/")[2] in DROPPED)
    root.attrib.pop("firstSlideNum", None)
    _drop_mute_notes(part, root)
    _drop(part.package._rels, lambda relation: not relation.reltype.endswith(KEPT) or _is_bare(relation))


def _drop(relations: Any, is_dropped: Callable[[Any], bool]) -> None:
    for id, relation in list(relations.items()):
        if is_dropped(relation):
            relations.pop(id)


def _is_bare(relation: Any) -> bool:
    """Remove custom properties that are no sensitivity label; return whether these were all."""
    if not relation.reltype.endswith("/custom-properties"):
        return False
    properties = parse_xml(relation.target_part.blob)
    for one in list(properties):
        name = one.get("name", "")
        if not name.startswith(LABEL) or name.endswith(OF_A_PERSON):
            properties.remove(one)
    relation.target_part._blob = etree.tostring(properties, xml_declaration=True, encoding="UTF-8", standalone=True)
    return not len(properties)


def _drop_mute_notes(part: Any, root: Any) -> None:
    """Remove a notes master without a placeholder for text: python-pptx then adds its own."""
    for id, relation in list(part.rels.items()):
        if relation.reltype == RT.NOTES_MASTER:
            kinds = {kind_of(one.element) for one in relation.target_part.notes_master.placeholders}
            listed = root.find(qn("p:notesMasterIdLst"))
            if "body" not in kinds:
                part.rels.pop(id)
                if listed is not None:
                    root.remove(listed)
