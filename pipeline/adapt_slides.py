"""Adapt slides to a master that somebody else made: its layouts, and what of a slide has no place there."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.match_layouts import HOLD, NEVER
from pipeline.problems import Problem, ProblemsFound
from pipeline.read_master import Master, Slot
from pipeline.slides import Content, Paragraph, Slide, Words


def adapt_slides(slides: Iterable[Slide], master: Master) -> tuple[tuple[Slide, ...], list[Problem]]:
    """The same slides with content in slots that the master has, and warnings of what it lacks.

    Text of several slots is put together where the master has one. Raises ProblemsFound for a figure
    or a table that would have to share a slot. Our own master is as it is.
    """
    if not master.foreign:
        return tuple(slides), []
    problems: list[Problem] = []
    adapted = []
    for slide in slides:
        layout = master.layouts.get(slide.layout)
        if layout is None or slide.layout not in HOLD:
            adapted.append(slide)
            continue
        slots = _placed(slide, layout.slots)
        if slots is None:
            what = f'{slide.owner}: the master has no layout with room for all of its slide "{slide.layout}"'
            hint = f'"{layout.name}" has one place for several things; the master needs a "{slide.layout}" of its own'
            problems.append(Problem(slide.place, what, hint))
            continue
        adapted.append(replace(slide, slots=slots))
    if problems:
        raise ProblemsFound(problems)
    return tuple(adapted), warn_master(adapted, master)


def _placed(slide: Slide, slots: Mapping[str, Slot]) -> dict[str, Content] | None:
    """Content by the slots there are; nothing where two things cannot share one."""
    placed = {name: content for name, content in slide.slots.items() if name in slots}
    homes = [name for name in HOLD[slide.layout] if name in slots]
    for name, content in slide.slots.items():
        if name in slots or name in NEVER or name not in HOLD[slide.layout]:
            continue
        home = _home(name, homes)
        if home is None or not isinstance(content, Words) or not isinstance(placed.get(home, Words(())), Words):
            return None
        placed[home] = _joined(placed.get(home), content, first=_order(slide, name) < _order(slide, home))
    return placed


def _home(name: str, homes: list[str]) -> str | None:
    """Where content goes whose own slot is missing: a heading to its column, all else to the first."""
    column = name.removesuffix("-heading")
    return column if column in homes else next(iter(homes), None)


def _order(slide: Slide, name: str) -> int:
    return HOLD[slide.layout].index(name)


def _joined(before: Content | None, content: Words, first: bool) -> Words:
    """Text of two slots in one; what was no list in its own slot is none here."""
    there = before if isinstance(before, Words) else Words(())
    parts = (content, there) if first else (there, content)
    paragraphs: tuple[Paragraph, ...] = ()
    for part in parts:
        paragraphs += tuple(replace(p, plain=p.plain or not part.is_list) for p in part.paragraphs)
    return Words(paragraphs, is_list=any(part.is_list for part in parts))


def warn_master(slides: Iterable[Slide], master: Master) -> list[Problem]:
    """What the master lacks that the deck uses, by name."""
    used = list(dict.fromkeys(slide.layout for slide in slides))
    warnings = []
    for name in used:
        layout = master.layouts.get(name)
        if layout is not None and name in master.nearest:
            what = f'the master has no slide layout "{name}"; "{layout.name}" takes its place'
            warnings.append(Problem(master.place, what, warns=True))
    if not any(NEVER & set(layout.slots) for layout in master.layouts.values()):
        what = "the master has no places for the line over the title, the source line and the progress tracker"
        hint = (
            f"they are left out; sources stand in the notes. A placeholder called {', '.join(sorted(NEVER))} takes each"
        )
        warnings.append(Problem(master.place, what, hint, warns=True))
    return warnings
