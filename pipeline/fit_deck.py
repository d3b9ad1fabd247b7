"""Fit a whole deck: its slides, then what stands beside their text: figures, foot lines, notes pages."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline.cache import NO_CACHE, Cache
from pipeline.fingerprint import digest
from pipeline.fit import fit_slides
from pipeline.fit_figures import check_drawings
from pipeline.model import Publication
from pipeline.problems import Problem, stop_on
from pipeline.prose import render_plain
from pipeline.read_master import Master, Slot
from pipeline.ruler import Ruler
from pipeline.slides import Paragraph, Run, Slide, Words
from pipeline.theme import Theme
from pipeline.voice import DeckVoice

STEP = 0.5  # points
LEAST_NOTES, LEAST_FOOT = 8.0, 8.0  # points


@dataclass(frozen=True)
class FittedDeck:
    """Slides that fit, and what is not as it should be but stops nothing."""

    slides: tuple[Slide, ...]
    warnings: tuple[Problem, ...] = ()


def fit_deck(
    slides: Iterable[Slide], master: Master, publication: Publication, theme: Theme, cache: Cache = NO_CACHE
) -> FittedDeck:
    """Slides, figures, foot lines and notes pages, with the sizes they are written in.

    Raises ProblemsFound for what no remedy helps, and for two slides of one title.
    """
    fitted = fit_slides(slides, master, theme, cache)
    say = partial(render_plain, voice=DeckVoice(publication))
    ruler = Ruler(master, theme)
    problems = [*check_drawings(fitted, master, publication, theme, say, cache), *_same_titles(fitted)]
    warnings: list[Problem] = []
    done = []
    shared = digest(master.pptx, theme)
    for slide in fitted:
        size, found = _fit_foot(slide, ruler, publication)
        problems += found
        notes, late = _fit_notes(slide, ruler, shared, cache)
        warnings += late
        done.append(replace(slide, sizes={**slide.sizes, **size, **notes}))
    stop_on(problems)
    return FittedDeck(tuple(done), tuple(sorted(set(warnings))))


def foot_title(publication: Publication) -> str:
    """The deck's title, as it stands on the foot line."""
    return publication.imprint.short or render_plain(publication.imprint.title, DeckVoice(publication))


def _same_titles(slides: Sequence[Slide]) -> Iterator[Problem]:
    """Titles name slides: in the outline, in links, to people who hear them read aloud."""
    called: dict[str, list[Slide]] = defaultdict(list)
    for slide in slides:
        called[slide.title.text].append(slide)
    for title, same in called.items():
        if len(same) > 1:
            hint = f"the other is that of {same[0].owner}, at {same[0].place}; say in one of them what sets it apart"
            yield Problem(same[1].place, f'{same[1].owner}: two slides have the title "{title}"', hint)


def _fit_foot(slide: Slide, ruler: Ruler, publication: Publication) -> tuple[dict[str, float], list[Problem]]:
    """The size of the foot line's title, where it is not the master's own."""
    slot = ruler.master.layouts[slide.layout].slots.get("footer")
    if slot is None:
        return {}, []
    size = _size(Words((Paragraph((Run(foot_title(publication)),)),)), slot, ruler, LEAST_FOOT, most_lines=1)
    if size is None:
        hint = 'give it a shorter one for tight places, as "short" in publication.yaml'
        what = f"the title is too long for the foot line of the slides, even at {LEAST_FOOT:g} points"
        return {}, [Problem(publication.imprint.title.place, what, hint)]
    return ({} if size == slot.levels[0].size else {"footer": size}), []


def _fit_notes(slide: Slide, ruler: Ruler, shared: str, cache: Cache) -> tuple[dict[str, float], list[Problem]]:
    """The size of the notes; what a printed page cannot hold can still be read on the screen."""
    slot = ruler.master.notes
    if not slide.notes:
        return {}, []
    size: float | None
    if kept := cache.get("notes", (slide.notes, shared)):
        size = float(kept)
    else:
        size = _size(Words(slide.notes), slot, ruler, LEAST_NOTES)
        if size is not None:
            cache.put("notes", (slide.notes, shared), str(size).encode())
    if size is None:
        over = ruler.height(Words(slide.notes), slot, LEAST_NOTES) / slot.height - 1
        what = f'{slide.owner}: the notes of the slide "{slide.title.text}" are {over:.0%} longer than a printed page'
        hint = f"they are set at {LEAST_NOTES:g} points and are whole on the screen; shorten them to print them whole"
        return {"notes": LEAST_NOTES}, [Problem(slide.place, what, hint, warns=True)]
    return ({} if size == slot.levels[0].size else {"notes": size}), []


def _size(content: Words, slot: Slot, ruler: Ruler, least: float, most_lines: int | None = None) -> float | None:
    """The largest size at which text fits."""
    size = slot.levels[0].size
    while size >= min(least, slot.levels[0].size):
        high = ruler.height(content, slot, size)
        if high <= min(slot.height, (most_lines or math.inf) * ruler.line(slot.levels[0], size) + 0.1):
            return size
        size -= STEP
    return None
