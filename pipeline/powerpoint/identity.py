"""Names and ids by which PowerPoint knows slides and shapes: made from what they are, whatever stands before them."""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from pptx.oxml.ns import qn

from pipeline.deck import Slide

FIRST, LAST = 256, 2**31 - 1  # ids that a slide may have


def name_slides(slides: Iterable[Slide]) -> list[str]:
    """Return a name for each slide, unique in the deck: the entry it came from, and what it shows of it.

    That is its figures, or its layout if it has none; several of the same are counted. So a slide keeps its name
    when others are added, moved or removed, unless they show the same of the same entry.
    """
    return _count_twins(f"{slide.origin}: {', '.join(slide.figures) or slide.layout}" for slide in slides)


def _count_twins(names: Iterable[str]) -> list[str]:
    """Return names of which each is unique: the second of the same name is called "name (2)"."""
    unique: dict[str, None] = {}
    for name in names:
        twins = (f"{name} ({number})" for number in count(2))
        unique[name if name not in unique else next(twin for twin in twins if twin not in unique)] = None
    return list(unique)


def number_slides(names: Sequence[str]) -> list[int]:
    """Return the id of each slide, made from its name.

    Where two names come to the same id, the one first in the alphabet has it and the other takes its next choice, so
    that the order of the slides changes no id.
    """
    ids: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(names):
        ids[name] = next(id for id in (_choice(name, turn) for turn in count()) if id not in taken)
        taken.add(ids[name])
    return [ids[name] for name in names]


def _choice(name: str, turn: int) -> int:
    digest = hashlib.sha256(f"{turn} {name}".encode()).digest()
    return FIRST + int.from_bytes(digest[:8]) % (LAST - FIRST + 1)


def identify_slides(presentation: Any, slides: Sequence[Slide]) -> None:
    """Set the names and ids of the slides of a presentation, which are written from `slides`, in order."""
    names = name_slides(slides)
    entries = presentation.part._element.find(qn("p:sldIdLst"))
    for made, entry, name, id in zip(presentation.slides, entries, names, number_slides(names), strict=True):
        made._element.cSld.set("name", name)
        entry.set("id", str(id))


def identify_shapes(tree: Any) -> None:
    """Number the shapes in a tree from 1, in document order, and count those that bear the same name."""
    shapes = list(tree.iter(qn("p:cNvPr")))
    names = _count_twins(shape.get("name") for shape in shapes)
    for number, (shape, name) in enumerate(zip(shapes, names, strict=True), 1):
        shape.set("id", str(number))
        shape.set("name", name)
