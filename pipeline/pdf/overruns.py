"""Judge finished pages: what runs over the edge of the type area, is cut off, or lies on other text.

A page's type area is what its margins leave; what stands in the margins is the page's own. An element that means to reach
over says so with `data-bleed`. Lengths are in CSS pixels, from the top left corner of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.pdf.weasyprint_internals import Box

BLEED = "data-bleed"  # an element that may reach over, with all in it
FIT = "data-fit"  # an element that may be set smaller; every table is one
SLACK = 1.0  # pixels that nobody sees
POINTS = 0.75  # a pixel
MOST = 3  # words that are told
CELLS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "th", "td"))


@dataclass(frozen=True)
class Overrun:
    """What runs over, for messages.

    `how` is "edge" (of the type area), "cut" (off by a box around it), "text" (onto the words `over`) or "high" (higher than
    the page). `words` are some of what runs over, `by` how far in points. `anchors` are ids of elements around it, the nearest
    first, or that it links to. `tag` is the opening tag of an element that the layout itself places outside.
    """

    how: str
    words: Sequence[str]
    by: float
    over: str = ""
    anchors: Sequence[str] = ()
    is_table: bool = False
    tag: str = ""


@dataclass(frozen=True)
class Fault:
    """An overrun, and the element that may be set smaller, if there is one. One that does no harm is mended, and not told."""

    overrun: Overrun
    target: Any
    harms: bool


class _Area(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def excess(self, inner: "_Area") -> tuple[float, float]:
        """Return how far an area reaches over this one, sideways and up or down."""
        return max(self.left - inner.left, inner.right - self.right), max(
            self.top - inner.top, inner.bottom - self.bottom
        )

    def cut(self, other: "_Area") -> "_Area":
        return _Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


ANYWHERE = _Area(-1e9, -1e9, 1e9, 1e9)


class _Ink(NamedTuple):
    """A text or a picture, the boxes around it, what of it is seen, and how far it may reach by what is around it."""

    area: _Area
    box: Box
    path: tuple[Box, ...]
    seen: _Area
    place: _Area

    @property
    def excess(self) -> float:
        """How far it reaches out of its place, sideways."""
        return self.place.excess(self.area)[0]


def find_faults(pages: Sequence[Box], parents: "Parents") -> list[Fault]:
    """Return what is at fault on pages that are laid out: one fault for each element, in the order of the pages."""
    found: dict[tuple[Any, str], Fault] = {}
    for page in pages:
        left, top, width, height = page.content_area
        area = _Area(left, top, left + width, top + height)
        inks = list(_inks(page, area))
        for element, fault in (*_outside(inks, area, parents), *_overlaps(inks, parents)):
            before = found.get((element, fault.overrun.how))
            found[element, fault.overrun.how] = _join(before, fault) if before else fault
    return list(found.values())


def _join(one: Fault, other: Fault) -> Fault:
    """Return two faults of one element as one."""
    first, second = one.overrun, other.overrun
    words = tuple(dict.fromkeys((*first.words, *second.words)))[:MOST]
    told = Overrun(**{**vars(first), "words": words, "by": max(first.by, second.by)})
    return Fault(told, one.target, one.harms or other.harms)


def _inks(page: Box, area: _Area) -> Iterator[_Ink]:
    """Yield what a page shows, but for its margins and for what may reach over."""
    left: list[tuple[Box, tuple[Box, ...], _Area, _Area]] = [
        (child, (page,), ANYWHERE, area) for child in page.children[::-1] if not child.margin
    ]
    while left:
        box, path, seen, place = left.pop()
        element = box.element
        if element is not None and element is not path[-1].element and element.get(BLEED) is not None:
            continue
        if ink := box.ink:
            yield _Ink(_Area(*ink), box, path, seen, place)
            continue
        if border := box.border_area:
            own = _Area(*border)
            place = place.cut(own) if box.tag in CELLS else own
            if box.style("overflow") != "visible":
                seen = seen.cut(own)
        around = (*path, box)
        left += [(child, around, seen, place) for child in box.children[::-1]]


# ---------------------------------------------------------------- over an edge


def _outside(inks: Sequence[_Ink], area: _Area, parents: "Parents") -> Iterator[tuple[Any, Fault]]:
    """Yield what reaches over the type area, is cut off, or out of the place that it should fit, each with its element."""
    for ink in inks:
        sideways, upright = area.excess(ink.area)
        hidden = max(ink.seen.excess(ink.area))
        if hidden > SLACK:
            yield _fault("cut", ink, hidden, parents)
        elif sideways > SLACK:
            culprit = _placed_outside(ink, area)
            yield _fault("edge", ink, sideways, parents, culprit=culprit)
        elif upright > SLACK:
            yield _fault("high", ink, upright, parents)
        elif ink.excess > SLACK and parents.is_marked(ink.box.element):
            yield _fault("edge", ink, ink.excess, parents, harms=False)


def _placed_outside(ink: _Ink, area: _Area) -> Box | None:
    """Return the outermost box around some ink that the layout itself places outside; None if the content makes it so wide."""
    for around, box in zip(ink.path, (*ink.path[1:], ink.box), strict=True):
        border = box.border_area
        if border is None or area.excess(_Area(*border))[0] <= SLACK:
            continue
        return None if _is_as_wide_as_its_content(box, around) else box
    return None


def _is_as_wide_as_its_content(box: Box, around: Box) -> bool:
    width = box.style("width")
    if width != "auto" and width.unit != "%":
        return False
    shrinks = box.tag in CELLS or box.style("float") != "none" or box.style("position") in ("absolute", "fixed")
    return shrinks or "flex" in around.style("display") or "inline-block" in box.style("display")


# ---------------------------------------------------------------- onto other text


def _overlaps(inks: Sequence[_Ink], parents: "Parents") -> Iterator[tuple[Any, Fault]]:
    """Yield each text that lies on another, with its element."""
    texts = sorted((ink for ink in inks if ink.box.text), key=lambda ink: ink.area.top)
    for at, upper in enumerate(texts):
        for lower in texts[at + 1 :]:
            if lower.area.top > upper.area.bottom - SLACK:
                break
            deep = min(upper.area.right, lower.area.right) - max(upper.area.left, lower.area.left)
            if deep > SLACK:
                ink, over = sorted((upper, lower), key=lambda ink: _blame(ink, parents), reverse=True)
                yield _fault("text", ink, deep, parents, over=_words(over.box))


def _blame(ink: _Ink, parents: "Parents") -> tuple[float, bool, int]:
    """Return what is higher for the one of two texts that is likelier to be too long, or can be set smaller."""
    element = ink.box.element
    return max(ink.excess, 0.0), parents.target(element) is not None, len("".join(element.itertext()))


def _fault(
    how: str,
    ink: _Ink,
    by: float,
    parents: "Parents",
    *,
    over: str = "",
    culprit: Box | None = None,
    harms: bool = True,
) -> tuple[Any, Fault]:
    element = culprit.element if culprit else ink.box.element
    target = None if culprit else parents.target(element)
    table = target is not None and target.tag == "table"
    anchors = tuple(parents.anchors(ink.box.element))
    words = (text,) if (text := _words(ink.box)) else ()
    tag = _opening(element) if culprit or not words else ""
    return element if target is None else target, Fault(
        Overrun(how, words, by * POINTS, over, anchors, table, tag), target, harms
    )


def _words(box: Box) -> str:
    return " ".join(box.text.replace("\N{WORD JOINER}", "").split())


def _opening(element: Any) -> str:
    """Return the opening tag of an element, as a layout may have it."""
    named = "".join(f' {name}="{value}"' for name in ("class", "id", "src") if (value := element.get(name)))
    return f"<{element.tag}{named}>"


# ---------------------------------------------------------------- elements around


class Parents:
    """The element around each element of an HTML tree."""

    def __init__(self, root: Any) -> None:
        self.parents = {kid: parent for parent in root.iter() for kid in parent}

    def around(self, element: Any) -> Iterator[Any]:
        """Yield an element and all around it, the nearest first."""
        while element is not None:
            yield element
            element = self.parents.get(element)

    def target(self, element: Any) -> Any:
        """Return the nearest element that may be set smaller; None if there is none."""
        return next((one for one in self.around(element) if one.tag == "table" or one.get(FIT) is not None), None)

    def is_marked(self, element: Any) -> bool:
        """Return whether an element is, or stands in, one that a layout marks to be set smaller."""
        target = self.target(element)
        return target is not None and target.tag != "table"

    def anchors(self, element: Any) -> list[str]:
        """Return the ids of the elements around one, the nearest first; where none has an id, those that they link to."""
        around = list(self.around(element))
        ids = [id for one in around if (id := one.get("id"))]
        return ids or [href[1:] for one in around if (href := one.get("href") or "").startswith("#")]
