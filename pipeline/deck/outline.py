"""The order of a deck: its sections, where links within it lead, in what order a slide is read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from pipeline.content import Chapter, Publication
from pipeline.deck.cuts import find_appendix
from pipeline.deck.slides import Slide


class Placed(Protocol):
    """An object with a position and size in one unit of length."""

    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


T = TypeVar("T")


def section_names(slides: Sequence[Slide], publication: Publication) -> list[str]:
    """Return the name of the section of each slide: its chapter's title, or the publication's before any chapter.

    A slide that comes from no entry, or from an earlier chapter, belongs to the section of the slide before it.
    A slide that opens a part of its own, such as an appendix, names the section by its title.
    """
    home = {chapter.id: chapter.title.source for chapter in publication.chapters}
    home |= {entry.id: home[chapter.id] for chapter in publication.chapters for entry in chapter.entries}
    names, name = [], publication.imprint.short or publication.imprint.title.source
    for slide in slides:
        opened = home.get(slide.origin, slide.name if slide.layout == "Section Header" else name)
        name = name if opened in names else opened
        names.append(name)
    return names


def find_targets(slides: Sequence[Slide], chapters: Iterable[Chapter]) -> dict[str, int]:
    """Return the index, from 0, of the slide that each link within the deck leads to, by the address of the link.

    Addresses are, for example, "#sec-sovereignty" and "#fig-bracero-contracts"; each leads to the first slide of its
    section or figure. A chapter without an opening slide begins at its first entry; "#appendix" is the first slide behind
    the talk.
    """
    targets: dict[str, int] = {}
    if (appendix := find_appendix(slides)) < len(slides):
        targets["#appendix"] = appendix
    for number, slide in enumerate(slides):
        targets.setdefault(f"#sec-{slide.origin}", number)
        for id in slide.figures:
            targets.setdefault(f"#fig-{id}", number)
    for chapter in chapters:  # one without an opening slide begins with its first entry
        first = targets.get(f"#sec-{chapter.entries[0].id}") if chapter.entries else None
        if first is not None:
            targets.setdefault(f"#sec-{chapter.id}", first)
    return targets


def order_for_reading(
    things: Iterable[T], box_of: Callable[[T], Placed], is_title: Callable[[T], bool], hair: float
) -> list[T]:
    """Return things in reading order: the title; then what is wholly above another in its column comes before it.

    A line over the title is read after it: who listens knows a slide by its title. Otherwise the given order is kept.
    `hair` is how far the one above may reach into the other, in their unit.
    """
    ordered: list[T] = []
    left: list[T] = []
    for one in things:
        (ordered if is_title(one) else left).append(one)
    while left:
        first = next((one for one in left if not any(_is_above(box_of(o), box_of(one), hair) for o in left)), left[0])
        left.remove(first)
        ordered.append(first)
    return ordered


def _is_above(one: Placed, other: Placed, hair: float) -> bool:
    """Return whether a thing is wholly above another, apart from `hair`, in an overlapping column."""
    aligned = one.left < other.left + other.width and other.left < one.left + one.width
    return bool(one is not other and aligned and one.top + one.height <= other.top + hair)
