"""Find our slide layouts and slots in a master that somebody else made.

A layout is found by its name, then by its type, then the nearest that will do; a slot by the name of
its placeholder, by its place in PowerPoint's own layouts, then by its type, from top to bottom.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.deck import LINES, SlideLayout, Slot

# Our slide layouts: PowerPoint's types of the same make, the slots that hold content, what else will do.
TYPES = {
    "Title Slide": ("title", "ctrTitle"),
    "Section Header": ("secHead",),
    "Title and Content": ("obj", "tx"),
    "Two Content": ("twoObj", "twoColTx"),
    "Comparison": ("twoTxTwoObj",),
    "Title Only": ("titleOnly",),
}
HOLD: dict[str, tuple[str, ...]] = {
    "Title Slide": ("subtitle",),
    "Section Header": ("subtitle",),
    "Section Header with Parts": ("subtitle",),
    "Title and Content": ("body",),
    "Two Content": ("left", "right"),
    "Comparison": ("left-heading", "left", "right-heading", "right"),
    "Title Only": (),
    "Statement": ("number", "caption"),
    "Content with Caption": ("body", "points"),
    "Content with Number": ("body", "number", "caption"),
    "Full Figure": ("body",),
    "Quote with Caption": ("quote", "attribution"),
    "Chart": ("body",),
    "Two Charts": ("left-heading", "left", "right-heading", "right"),
    "Process": tuple(f"step-{step}{part}" for step in range(1, 5) for part in ("-heading", "")),
    "Chain": (*(f"date-{date}{part}" for date in range(1, 7) for part in ("-heading", "")), "body"),
    "Numbers": (*(f"number-{n}{part}" for n in range(1, 4) for part in ("-heading", "")), "body"),
    "Before and After": (*(f"number-{n}{part}" for n in range(1, 3) for part in ("-heading", "")), "body"),
    "Agenda": ("body",),
    "Sources": ("body", "body-2", "body-3"),
    "Closing": ("body",),
}
NEAREST = {
    "Title Slide": ("Section Header", "Title Only", "Title and Content"),
    "Section Header": ("Title Slide", "Title and Content", "Title Only"),
    "Section Header with Parts": ("Section Header", "Title Slide", "Title and Content", "Title Only"),
    "Title and Content": ("Two Content",),
    "Comparison": ("Two Content", "Title and Content"),
    "Two Content": ("Comparison", "Title and Content"),
    "Title Only": ("Title and Content",),
    "Content with Caption": ("Two Content", "Title and Content"),
    "Content with Number": ("Two Content", "Title and Content"),
    "Two Charts": ("Two Content", "Comparison", "Title and Content"),
}
AIR = 6.0  # points, between a title and a figure under it
USUAL = ("Title and Content", "Two Content")
OPENING = ("Title Slide", "Section Header", "Section Header with Parts")  # a title, and lines under it


@dataclass(frozen=True)
class Matched:
    """A layout of the master that is used for one of ours; `by` is how it was found: "name", "type" or "nearest"."""

    layout: SlideLayout
    by: str


def match_layouts(theirs: Sequence[SlideLayout], width: float, shown: Counter[str]) -> dict[str, Matched]:
    """Return for each of our slide layouts the one of the master that fits, with its slots under our names.

    `width` is that of a slide in points: a layout with a narrow title has no room for a sentence and is not used.
    Where a file has several masters, content goes to the one that most of its sample slides use: `shown` counts
    slides by the part of their master. One of our layouts that none fits is not in the result.
    """
    usable = [one for one in theirs if "title" in one.slots and one.slots["title"].width > 0.5 * width]
    ranked = sorted(usable, key=lambda one: -shown[one.master])
    found = {}
    for name in HOLD:
        for by, one in _candidates(name, usable if name in OPENING else ranked):
            if slots := _fill(name, one):
                found[name] = Matched(replace(one, slots=_raised(slots) if name == "Full Figure" else slots), by)
                break
    return found


def _candidates(name: str, theirs: Sequence[SlideLayout]) -> Iterator[tuple[str, SlideLayout]]:
    yield from (("name", one) for one in theirs if _same(one.name, name))
    yield from (("type", one) for one in _of_type(name, theirs))
    for other in (*NEAREST.get(name, ()), *USUAL):
        yield from _candidates_as(other, theirs)


def _candidates_as(name: str, theirs: Sequence[SlideLayout]) -> Iterator[tuple[str, SlideLayout]]:
    yield from (("nearest", one) for one in theirs if _same(one.name, name))
    yield from (("nearest", one) for one in _of_type(name, theirs))


def _of_type(name: str, theirs: Sequence[SlideLayout]) -> Iterator[SlideLayout]:
    """Yield layouts with PowerPoint's type for one of ours, without those that have the name of another of ours."""
    others = [other for other in HOLD if other != name]
    for kind in TYPES.get(name, ()):
        yield from (one for one in theirs if one.kind == kind and not any(_same(one.name, o) for o in others))


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)).lower() == "".join(filter(str.isalnum, other)).lower()


def _fill(name: str, layout: SlideLayout) -> Mapping[str, Slot]:
    """Return the slots of a layout under our names; none where it has not one slot for the content of ours."""
    slots = {slot: found for slot, found in layout.slots.items() if slot in ("title", "footer", "slide-number")}
    wanted = HOLD[name]
    named = {slot: layout.slots[slot] for slot in (*wanted, *LINES) if slot in layout.slots}
    free = [slot for slot in _in_order(layout) if slot not in named.values()]
    left = [slot for slot in wanted if slot not in named]
    named |= _by_type(left, free)
    return {**slots, **named} if any(slot in named for slot in wanted) or not wanted else {}


def _raised(slots: Mapping[str, Slot]) -> Mapping[str, Slot]:
    """Return slots with the body's top moved up to just under the title, for a figure that needs the room.

    Slots are unchanged where the body begins no lower than that.
    """
    body, title = slots["body"], slots["title"].box
    top = title.top + title.height + AIR
    if not title.top < top < body.box.top:
        return slots
    box = replace(body.box, top=top, height=body.box.top + body.box.height - top)
    return {**slots, "body": replace(body, box=box, alone=False)}


def _by_type(wanted: Sequence[str], free: Sequence[Slot]) -> dict[str, Slot]:
    """Return free slots by our names, from top to bottom and left to right.

    Where there are fewer slots than names, content is joined later.
    """
    texts = [slot for slot in free if slot.kind in ("body", "subTitle")]
    objects = [slot for slot in free if slot.kind in ("obj", "chart", "tbl", "pic")]
    if list(wanted) == ["body", "points"] and objects and texts:  # the figure goes where one can stand
        return {"body": objects[0], "points": texts[0]}
    if len(free) < len(wanted):  # a heading stands over its column, wherever that is
        wanted = [name for name in wanted if not name.endswith("-heading")]
    return dict(zip(wanted, free, strict=False))


def _in_order(layout: SlideLayout) -> list[Slot]:
    content = ("body", "subTitle", "obj", "chart", "tbl", "pic")
    slots = [slot for slot in layout.slots.values() if slot.kind in content and slot.width > 40 and slot.height > 20]
    return sorted(slots, key=lambda slot: (round(slot.box.left / 72), slot.box.top))
