"""Find our slide layouts and slots in a master that somebody else made.

A layout is found by its name, then by its type, then the nearest that will do; a slot by the name of
its placeholder, by its place in PowerPoint's own layouts, then by its type, from top to bottom.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.read_master import PRESET_SLOTS, SlideLayout, Slot

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
    "Title and Content": ("body",),
    "Two Content": ("left", "right"),
    "Comparison": ("left-heading", "left", "right-heading", "right"),
    "Title Only": (),
    "Statement": ("number", "caption"),
    "Content with Caption": ("body", "points"),
    "Full Figure": ("body",),
    "Quote with Caption": ("quote", "attribution"),
    "Agenda": ("body",),
    "Sources": ("body",),
    "Closing": ("body",),
}
NEAREST = {
    "Title Slide": ("Section Header", "Title Only", "Title and Content"),
    "Section Header": ("Title Slide", "Title and Content", "Title Only"),
    "Title and Content": ("Two Content",),
    "Comparison": ("Two Content", "Title and Content"),
    "Two Content": ("Comparison", "Title and Content"),
    "Title Only": ("Title and Content",),
    "Content with Caption": ("Two Content", "Title and Content"),
}
USUAL = ("Title and Content", "Two Content")
NEVER = {"kicker", "source", "tracker"}  # slots that only our own master has


@dataclass(frozen=True)
class Matched:
    """A layout of the master for one of ours; `by` says how it was found: name, type or nearest."""

    layout: SlideLayout
    by: str


def match_layouts(theirs: Sequence[SlideLayout], width: float) -> dict[str, Matched]:
    """For each of our slide layouts the one that will do, with its slots under our names.

    `width` is that of a slide in points: a layout with a narrow title has no room for a sentence.
    Nothing is said of a layout for which none will do.
    """
    usable = [one for one in theirs if "title" in one.slots and one.slots["title"].width > 0.5 * width]
    found = {}
    for name in HOLD:
        for by, one in _candidates(name, usable):
            if slots := _fill(name, one):
                found[name] = Matched(SlideLayout(one.name, slots, one.kind, one.part), by)
                break
    return found


def _candidates(name: str, theirs: Sequence[SlideLayout]) -> Iterator[tuple[str, SlideLayout]]:
    yield from (("name", one) for one in theirs if _same(one.name, name))
    yield from (("type", one) for one in theirs if one.kind in TYPES.get(name, ()))
    for other in (*NEAREST.get(name, ()), *USUAL):
        yield from _candidates_as(other, theirs)


def _candidates_as(name: str, theirs: Sequence[SlideLayout]) -> Iterator[tuple[str, SlideLayout]]:
    yield from (("nearest", one) for one in theirs if _same(one.name, name))
    yield from (("nearest", one) for one in theirs if one.kind in TYPES.get(name, ()))


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one)).lower() == "".join(filter(str.isalnum, other)).lower()


def _fill(name: str, layout: SlideLayout) -> Mapping[str, Slot]:
    """The slots of a layout under our names; none where it has no room for content that ours has."""
    slots = {slot: found for slot, found in layout.slots.items() if slot in ("title", "footer", "slide-number")}
    wanted = HOLD[name]
    named = {slot: layout.slots[slot] for slot in (*wanted, *NEVER) if slot in layout.slots}
    preset = PRESET_SLOTS.get(layout.name.lower(), {})
    if not named and layout.name.lower() == name.lower():
        named = {preset[slot.idx]: slot for slot in layout.slots.values() if preset.get(slot.idx) in wanted}
    free = [slot for slot in _in_order(layout) if slot not in named.values()]
    left = [slot for slot in wanted if slot not in named]
    named |= _by_type(left, free)
    return {**slots, **named} if named or not wanted else {}


def _by_type(wanted: Sequence[str], free: Sequence[Slot]) -> dict[str, Slot]:
    """Slots from top to bottom and left to right; where there are fewer, content is put together later."""
    texts = [slot for slot in free if slot.kind in ("body", "subTitle")]
    objects = [slot for slot in free if slot.kind in ("obj", "chart", "tbl", "pic")]
    if list(wanted) == ["body", "points"] and objects and texts:  # the figure goes where one can stand
        return {"body": objects[0], "points": texts[0]}
    return dict(zip(wanted, free, strict=False))


def _in_order(layout: SlideLayout) -> list[Slot]:
    content = ("body", "subTitle", "obj", "chart", "tbl", "pic")
    slots = [slot for slot in layout.slots.values() if slot.kind in content and slot.width > 40 and slot.height > 20]
    return sorted(slots, key=lambda slot: (round(slot.box.left / 72), slot.box.top))
