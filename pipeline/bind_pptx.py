"""Bind a deck of slides that were written one by one, each with what is its own: notes, charts, workbooks.

So a slide that is as it was need not be written again, and many slides take as much longer as they are more: to
add one to a presentation, python-pptx walks through all that are there.
"""

import json
import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml

from pipeline.pack import pack, unpack

OWN = PackURI("/ppt/slides/slide0.xml")  # the slide itself, in its leaf; the others have the numbers they will have
KINDS = "kinds.json"  # content types, by name of part
Names = dict[str, Any]  # of parts, to parts


def slide_name(number: int) -> PackURI:
    """The name of a slide's part; slides count from 0."""
    return PackURI(f"/ppt/slides/slide{number + 1}.xml")


class Press:
    """An empty presentation, where slides are written one at a time."""

    def __init__(self, presentation: Any) -> None:
        self.presentation = presentation
        self.common = {id(part) for part in presentation.part.package.iter_parts()}
        self.stand_ins: dict[int, Part] = {}

    def begin(self, layout: Any) -> Any:
        """A slide to write on."""
        self.stand_ins = {}
        slide = self.presentation.slides.add_slide(layout)
        slide.part.partname = OWN
        return slide

    def stand_in(self, number: int) -> Part:
        """What another slide is linked to by, before it is there."""
        made = Part(slide_name(number), CT.PML_SLIDE, self.presentation.part.package, b"")
        return self.stand_ins.setdefault(number, made)

    def cut(self, slide: Any) -> bytes:
        """Take the slide out: its leaf."""
        others = {*self.common, *map(id, self.stand_ins.values()), id(self.presentation.part)}
        own = list(_walk(slide.part, others))
        parts = {str(part.partname): part.blob for part in own}
        parts |= {part.partname.rels_uri: part.rels.xml for part in own if len(part.rels)}
        kinds = {str(part.partname): part.content_type for part in own}
        listed = self.presentation.part._element.get_or_add_sldIdLst()
        for entry in list(listed):
            self.presentation.part.rels.pop(entry.rId)
            listed.remove(entry)
        return pack({name.lstrip("/"): blob for name, blob in parts.items()} | {KINDS: json.dumps(kinds).encode()})


def _walk(part: Any, others: set[int]) -> Iterator[Any]:
    """A part and those it leads to, but for others."""
    others.add(id(part))
    yield part
    for relation in list(part.rels.values()):
        if not relation.is_external and id(relation.target_part) not in others:
            yield from _walk(relation.target_part, others)


def bind_pptx(presentation: Any, leaves: Sequence[bytes]) -> None:
    """Add slides to an empty presentation, in order."""
    package, main = presentation.part.package, presentation.part
    common: Names = {str(part.partname): part for part in package.iter_parts()}
    name = _namer(common)
    bound = []
    for number, leaf in enumerate(leaves):
        parts = {f"/{key}": blob for key, blob in unpack(leaf).items()}
        kinds: Mapping[str, str] = json.loads(parts.pop(f"/{KINDS}"))
        own = {
            n: Part(slide_name(number) if n == OWN else name(n), kind, package, parts[n]) for n, kind in kinds.items()
        }
        bound.append((own, parts))
    slides: Names = {str(own[OWN].partname): own[OWN] for own, _ in bound}
    for own, parts in bound:
        known = ChainMap(own, slides, common)
        for old, part in own.items():
            if listed := parts.get(PackURI(old).rels_uri):
                part.load_rels_from_xml(parse_xml(listed), known)
        main._element.get_or_add_sldIdLst().add_sldId(main.relate_to(own[OWN], RT.SLIDE))


def _namer(common: Names) -> Callable[[str], PackURI]:
    """Names with the next free number: /ppt/charts/chart7.xml."""
    last: dict[str, int] = {}

    def name(old: str) -> PackURI:
        match = re.fullmatch(r"(.*?)\d*(\.\w+)", old)
        assert match is not None
        stem, end = match.groups()
        number = last.get(stem, 0) + 1
        while f"{stem}{number}{end}" in common:
            number += 1
        last[stem] = number
        return PackURI(f"{stem}{number}{end}")

    return name
