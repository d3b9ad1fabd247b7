"""Judge finished pages: what runs over the edge of the type area, is cut off, finds no room, or lies on other text.

A page's type area is what its margins leave; what stands in the margins is the page's own. Lengths are in CSS pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.pdf.ink import CELLS, OUT_OF_FLOW, Area, Ink, Tree, find_ink, type_area
from pipeline.pdf.weasyprint_internals import Box

FIT = (
    "data-fit"  # an element that has to fit its place, on one page, and may be set smaller; every table may be as well
)
SLACK = 1.0  # pixels that nobody sees
NEAR = 40.0  # pixels above the foot of a page, where what is positioned may have been cut short
POINTS = 0.75  # a pixel
MOST = 3  # cells of a table that are told


@dataclass(frozen=True)
class Overrun:
    """What runs over, for messages.

    `how` is "edge" (of the type area, sideways), "high" (over its head or foot), "cut" (off by a box around it), "room" (none
    on its page) or "text" (onto the words `over`). `words` are some of what runs over, `by` how far in points. `anchors` are
    ids of elements around it, the nearest first, or that it links to. `tag` is the opening tag of an element that the layout
    itself places outside.
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
    """An overrun, its element, and the element that may be set smaller, if there is one.

    One that does no harm is mended, and not told.
    """

    overrun: Overrun
    element: Any
    target: Any
    harms: bool = True

    def join(self, other: "Fault") -> "Fault":
        """Return two faults of one element as one."""
        words = self.overrun.words
        if self.overrun.is_table:
            words = tuple(dict.fromkeys((*words, *other.overrun.words)))[:MOST]
        told = replace(self.overrun, words=words, by=max(self.overrun.by, other.overrun.by))
        return replace(self, overrun=told, harms=self.harms or other.harms)


def find_faults(pages: Sequence[Box], root: Any) -> list[Fault]:
    """Return what is at fault on pages that are laid out from an HTML tree, an element at a time. Raises Unreadable."""
    judge = _Judge(root)
    found: dict[tuple[Any, str], Fault] = {}
    for number, page in enumerate(pages):
        for fault in judge.judge(number, type_area(page), list(find_ink(page))):
            key = fault.element if fault.target is None else fault.target, fault.overrun.how
            found[key] = found[key].join(fault) if key in found else fault
    return [*found.values(), *judge.find_lost()]


class _Judge:
    """A judge of the pages of an HTML tree, one after the other."""

    def __init__(self, root: Any) -> None:
        self.tree = Tree(root)
        self.targets: dict[Any, Any] = {}
        self.pages: dict[Any, int] = {}  # on which each marked element begins
        self.hung: dict[Any, list[Ink]] = {}  # what is shown of each positioned element that reaches down to the foot

    def judge(self, number: int, area: Area, inks: Sequence[Ink]) -> Iterator[Fault]:
        """Yield what is at fault on a page. `area` is its type area."""
        for ink in inks:
            if (sideways := area.sideways(ink.area)) > SLACK:
                yield self._over_edge(ink, area, sideways)
            elif (upright := area.upright(ink.area)) > SLACK:
                yield self._fault("high", ink, upright)
            elif (hidden := max(ink.seen.sideways(ink.area), ink.seen.upright(ink.area))) > SLACK:
                yield self._fault("cut", ink, hidden)
            elif (marked := self._marked(ink)) is not None:
                if self.pages.setdefault(marked, number) != number:
                    yield self._fault("room", ink, 0)
                elif ink.excess > SLACK:
                    yield self._fault("edge", ink, ink.excess, harms=False)
            for element in ink.hung:
                self.hung.setdefault(element, []).append(ink)
        yield from self._overlaps(inks)
        low = area.bottom - NEAR
        self.hung = {
            element: shown for element, shown in self.hung.items() if any(ink.area.bottom > low for ink in shown)
        }

    def _over_edge(self, ink: Ink, area: Area, by: float) -> Fault:
        """Return the fault of some ink over an edge: of the outermost box that reaches over if the layout places it there."""
        for around, box in zip(ink.path, (*ink.path[1:], ink.box), strict=True):
            border = box.border_area
            if border is None or (outside := area.sideways(Area(*border))) <= SLACK:
                continue
            if _is_as_wide_as_its_content(box, around):
                break
            return replace(
                self._fault("edge", ink, outside, tag=_opening(box.element)), element=box.element, target=None
            )
        return self._fault("edge", ink, by)

    def _overlaps(self, inks: Sequence[Ink]) -> Iterator[Fault]:
        """Yield each text that lies on another."""
        texts = sorted((ink for ink in inks if ink.box.text), key=lambda ink: ink.area.top)
        for at, upper in enumerate(texts):
            for lower in texts[at + 1 :]:
                if lower.area.top > upper.area.bottom - SLACK:
                    break
                common = upper.area.within(lower.area)
                if common.right - common.left > SLACK:
                    over, ink = sorted((upper, lower), key=self._blame)
                    yield self._fault("text", ink, common.right - common.left, over=self._words(over.box))

    def _blame(self, ink: Ink) -> tuple[float, bool, int]:
        """Return what is higher for the one of two texts that is likelier to be too long, or can be set smaller."""
        element = ink.box.element
        return ink.excess, self._target(element) is not None, len("".join(element.itertext()))

    def find_lost(self) -> Iterator[Fault]:
        """Yield each positioned element whose last words found no room: they are on no page."""
        for element, shown in self.hung.items():
            text = " ".join(" ".join(element.itertext()).split())
            lost = _letters(text) - sum(_letters(ink.box.text) for ink in shown)
            if lost > 0:
                at = next(at for at in range(len(text)) if _letters(text[at:]) <= lost)
                fault = self._fault("room", shown[-1], 0)
                yield replace(fault, overrun=replace(fault.overrun, words=(text[at:].strip(),)))

    def _fault(self, how: str, ink: Ink, by: float, *, over: str = "", tag: str = "", harms: bool = True) -> Fault:
        element = ink.box.element
        target, words = self._target(element), self._words(ink.box)
        told = Overrun(
            how,
            (words,) if words else (),
            by * POINTS,
            over,
            self.tree.anchors(element),
            target is not None and target.tag == "table",
            tag or ("" if words else _opening(element)),  # a picture is the layout's
        )
        return Fault(told, element, target, harms)

    # -- elements around

    def _words(self, box: Box) -> str:
        """Return a text for messages: the words of its cell, or else of its line; "" for a picture."""
        cell = next((one for one in self.tree.around(box.element) if one.tag in ("td", "th")), None)
        text = box.text if cell is None or not box.text else "".join(cell.itertext())
        return " ".join(text.replace("\N{WORD JOINER}", "").split())

    def _target(self, element: Any) -> Any:
        """Return the nearest element that may be set smaller; None if there is none."""
        if element not in self.targets:
            fits = (one for one in self.tree.around(element) if one.tag == "table" or one.get(FIT) is not None)
            self.targets[element] = next(fits, None)
        return self.targets[element]

    def _marked(self, ink: Ink) -> Any:
        """Return the element that a layout marks, and that some ink stands in; None if there is none."""
        target = self._target(ink.box.element)
        return None if target is None or target.tag == "table" else target


def _is_as_wide_as_its_content(box: Box, around: Box) -> bool:
    width = box.style("width")
    if width != "auto" and width.unit != "%":
        return False
    shrinks = box.tag in CELLS or box.style("float") != "none" or box.style("position") in OUT_OF_FLOW
    return shrinks or "flex" in around.style("display") or "inline-block" in box.style("display")


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _opening(element: Any) -> str:
    """Return the opening tag of an element, as a layout may have it."""
    named = "".join(f' {name}="{value}"' for name in ("class", "id", "src") if (value := element.get(name)))
    return f"<{element.tag}{named}>"
