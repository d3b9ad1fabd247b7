"""The order of a deck: its sections, where links within it lead, in what order a slide is read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from pipeline.content import Chapter, Publication
from pipeline.deck.slides import Drawing, Slide, Table


class Placed(Protocol):
    """Anything that stands somewhere, in one unit of length."""

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
    """Return the name of the chapter that each slide belongs to.

    A slide that comes from no entry, or from an earlier chapter, goes with the one before it. A slide that opens a part of its
    own, such as an appendix, has its title as name.
    """
    home = {chapter.id: chapter.title.source for chapter in publication.chapters}
    home |= {entry.id: home[chapter.id] for chapter in publication.chapters for entry in chapter.entries}
    names, name = [], publication.imprint.short or publication.imprint.title.source
    for slide in slides:
        opened = home.get(slide.origin, slide.title.text if slide.layout == "Section Header" else name)
        name = name if opened in names else opened
        names.append(name)
    return names


def find_targets(slides: Sequence[Slide], chapters: Iterable[Chapter]) -> dict[str, int]:
    """Return where "#sec-sovereignty" and "#fig-bracero-contracts" lead: the first slide of each, counted from 0."""
    targets: dict[str, int] = {}
    for number, slide in enumerate(slides):
        targets.setdefault(f"#sec-{slide.origin}", number)
        for content in slide.slots.values():
            if isinstance(content, Drawing | Table) and content.ref:
                targets.setdefault(f"#fig-{content.ref}", number)
    for chapter in chapters:  # one without an opening slide begins with its first entry
        first = targets.get(f"#sec-{chapter.entries[0].id}") if chapter.entries else None
        if first is not None:
            targets.setdefault(f"#sec-{chapter.id}", first)
    return targets


def order_for_reading(things: Iterable[T], box_of: Callable[[T], Placed], hair: float) -> list[T]:
    """Return things from top to bottom, whatever their order was; `hair` is how far one may reach into the next."""
    left, ordered = list(things), []
    while left:
        first = next((one for one in left if not any(_is_above(box_of(o), box_of(one), hair) for o in left)), left[0])
        left.remove(first)
        ordered.append(first)
    return ordered


def _is_above(one: Placed, other: Placed, hair: float) -> bool:
    """Whether something stands wholly above another, in the same column."""
    aligned = one.left < other.left + other.width and other.left < one.left + one.width
    return bool(one is not other and aligned and one.top + one.height <= other.top + hair)
