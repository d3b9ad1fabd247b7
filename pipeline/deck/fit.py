"""Fit a whole deck: its slides, then what stands beside their text: figures, foot lines, notes pages."""

import json
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pipeline.content import Publication, Theme, Timeline
from pipeline.core import NO_CACHE, Cache, Problem, digest, stop_on
from pipeline.deck.fit_text import fit_slides
from pipeline.deck.master import Master, Slot
from pipeline.deck.slides import Drawing, Paragraph, Run, Slide, TextBlock
from pipeline.deck.text_layout import TextLayout
from pipeline.figures import timeline_of
from pipeline.text import DeckRenderer, render_plain

STEP = 0.5  # points
LEAST_NOTES, LEAST_FOOT = 8.0, 8.0  # points


@dataclass(frozen=True)
class FittedDeck:
    """Slides that fit, and warnings about what should be changed but does not stop the build."""

    slides: tuple[Slide, ...]
    warnings: tuple[Problem, ...] = ()


def fit_deck(
    slides: Iterable[Slide], master: Master, publication: Publication, theme: Theme, cache: Cache = NO_CACHE
) -> FittedDeck:
    """Return the slides with the sizes of their text, foot lines and notes pages, in points, and warnings.

    Raises ProblemsFound for text and figures that no remedy makes fit, and for two slides with the same title.
    """
    fitted = [
        _with_events_left_out(slide, master, publication, theme, cache)
        for slide in fit_slides(slides, master, theme, cache, publication.words)
    ]
    text_layout = TextLayout(master, theme)
    drawn = list(_check_drawings(fitted, master, publication, theme, cache))
    problems = [*(problem for problem in drawn if not problem.warns), *_same_titles(fitted)]
    warnings = [problem for problem in drawn if problem.warns]
    done = []
    measure = _Measure(text_layout, digest(master.package, theme), cache)
    for slide in fitted:
        size, found = _fit_foot(slide, measure, publication)
        problems += found
        notes, late = _fit_notes(slide, measure)
        warnings += late
        done.append(replace(slide, sizes={**slide.sizes, **size, **notes}))
    stop_on(problems)
    return FittedDeck(tuple(done), tuple(sorted(set(warnings))))


def foot_title(publication: Publication) -> str:
    """Return the deck's title for the foot line: the short one if there is one, else the full one as plain text."""
    return publication.imprint.short or render_plain(publication.imprint.title, DeckRenderer(publication))


def _check_drawings(
    slides: Sequence[Slide], master: Master, publication: Publication, theme: Theme, cache: Cache
) -> Iterator[Problem]:
    """Yield a problem for every figure of a deck that its slot is too small for.

    A figure that fitted before is in the cache and is not drawn again.
    """
    shared = digest(publication.words_of_figures, theme, publication.imprint.language)
    for slide in slides:
        slots = master.layouts[slide.layout].slots
        for name, content in slide.slots.items():
            if isinstance(content, Drawing):
                figure = publication.figures[content.ref]
                made_from = (figure, content, slots[name].box, shared, timeline_of(figure, publication.every_entry))
                if cache.get("fits", made_from) is None:
                    found = _check_drawing(content, slots[name], publication, theme)
                    if not found:
                        cache.put("fits", made_from, b"it fits")
                    yield from found


def _check_drawing(drawing: Drawing, slot: Slot, publication: Publication, theme: Theme) -> list[Problem]:
    from pipeline.deck.fit_figures import check_drawing  # heavy

    say = partial(render_plain, renderer=DeckRenderer(publication))
    return list(check_drawing(publication.figures[drawing.ref], drawing, slot, publication, theme, say))


def _with_events_left_out(slide: Slide, master: Master, publication: Publication, theme: Theme, cache: Cache) -> Slide:
    """Return a slide with a line at the end of its notes where a timeline on it has no room for all events: which.

    Whoever speaks can say them. It is no warning, for there is nothing to mend: pages have room for them.
    """
    left_out: tuple[str, ...] = ()
    for name, content in slide.slots.items():
        figure = publication.figures[content.ref] if isinstance(content, Drawing) else None
        if isinstance(figure, Timeline):
            box = master.layouts[slide.layout].slots[name].box
            shared = (publication.words_of_figures, theme, publication.imprint, publication.words.language)
            made_from = (figure, box, shared, timeline_of(figure, publication.every_entry))
            find = partial(_find_left_out, figure, publication, theme, box.width, box.height)
            left_out += tuple(json.loads(cache.keep("left out", made_from, find)))
    if not left_out:
        return slide
    line = publication.words.gettext("Not on this slide: %(events)s", events="; ".join(left_out))
    return replace(slide, notes=(*slide.notes, Paragraph((Run(line),))), left_out=left_out)


def _find_left_out(figure: Timeline, publication: Publication, theme: Theme, width: float, height: float) -> bytes:
    from pipeline.deck.fit_figures import left_out_events  # heavy

    say = partial(render_plain, renderer=DeckRenderer(publication))
    return json.dumps(left_out_events(figure, publication, theme, say, width, height)).encode()


def _same_titles(slides: Sequence[Slide]) -> Iterator[Problem]:
    """Yield a problem for each title that more than one slide has.

    Titles name slides in the outline, in links, and for people who use a screen reader.
    """
    called: dict[str, list[Slide]] = defaultdict(list)
    for slide in slides:
        called[slide.name].append(slide)
    for title, same in called.items():
        if len(same) > 1:
            hint = f"the other is that of {same[0].owner}, at {same[0].place}; say in one of them what sets it apart"
            yield Problem(same[1].place, f'{same[1].owner}: two slides have the title "{title}"', hint)


@dataclass(frozen=True)
class _Measure:
    """A finder of text sizes with a cache: for a size that was found before, no font is opened."""

    text_layout: TextLayout
    shared: str  # a digest of all that sizes depend on, besides the text and its slot
    cache: Cache

    def size(self, content: TextBlock, slot: Slot, least: float, most_lines: int | None = None) -> float | None:
        """Return the largest size in points, down to `least`, at which text fits its slot; None if none does."""
        made_from = (content, slot, least, most_lines, self.shared)
        return json.loads(self.cache.keep("size", made_from, lambda: self._find(content, slot, least, most_lines)))  # type: ignore[no-any-return]

    def _find(self, content: TextBlock, slot: Slot, least: float, most_lines: int | None) -> bytes:
        most, runs = slot.levels[0].size, [run for paragraph in content.paragraphs for run in paragraph.runs]
        sizes = [most - STEP * number for number in range(int((most - min(least, most)) / STEP) + 1)]

        def fits(size: float) -> bool:
            high = self.text_layout.height(content, slot, size)
            line = self.text_layout.line(slot.levels[0], size, runs)
            return high <= min(slot.height, (most_lines or math.inf) * line + 0.1)

        at = 0 if fits(most) else bisect_left(sizes, True, lo=1, key=fits)  # the smaller, the lower
        return json.dumps(sizes[at] if at < len(sizes) else None).encode()


def _fit_foot(slide: Slide, measure: _Measure, publication: Publication) -> tuple[dict[str, float], list[Problem]]:
    """Return the size of the foot line as {"footer": points}, empty where it is the master's own; and problems."""
    slot = measure.text_layout.master.layouts[slide.layout].slots.get("footer")
    if slot is None:
        return {}, []
    size, least = (
        measure.size(TextBlock((Paragraph((Run(words),)),)), slot, LEAST_FOOT, most_lines=1)
        for words in (foot_title(publication), "x")
    )
    if size is None and least is None:  # no title would help
        what = f'the footer of the slide layout "{slide.layout}" is too low or too narrow for a line of {LEAST_FOOT:g} points'
        hint = "make that placeholder larger in the slide master, or delete it there"
        return {}, [Problem(measure.text_layout.master.place, what, hint)]
    if size is None:
        hint = 'give it a shorter one for tight places, as "short" in publication.yaml'
        what = f"the title is too long for the foot line of the slides, even at {LEAST_FOOT:g} points"
        return {}, [Problem(publication.imprint.title.place, what, hint)]
    return ({} if size == slot.levels[0].size else {"footer": size}), []


def _fit_notes(slide: Slide, measure: _Measure) -> tuple[dict[str, float], list[Problem]]:
    """Return the size of the notes as {"notes": points}, empty where it is the master's own; and warnings.

    Notes that are too long for a printed page can still be read on the screen: they bring a warning, not a problem.
    """
    slot = measure.text_layout.master.notes
    if not slide.notes:
        return {}, []
    size = measure.size(TextBlock(slide.notes), slot, LEAST_NOTES)
    if size is None:
        over = measure.text_layout.height(TextBlock(slide.notes), slot, LEAST_NOTES) / slot.height - 1
        what = f'{slide.owner}: the notes of the slide "{slide.name}" are {over:.0%} longer than a printed page'
        hint = f"they are set at {LEAST_NOTES:g} points and are whole on the screen; shorten them to print them whole"
        return {"notes": LEAST_NOTES}, [Problem(slide.place, what, hint, warns=True)]
    return ({} if size == slot.levels[0].size else {"notes": size}), []
