"""Cuts of a deck: which slides they show, what lies behind the talk, and how long its notes take to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.content import Cut, Publication, ids_of_cut
from pipeline.deck.slides import Paragraph, Run, Slide
from pipeline.text import DeckRenderer, render_plain

CLOSING, AGENDA = "Closing", "Agenda"  # slide layouts
FRAME = "publication"  # the origin of slides that come from no chapter and no entry: cover, agenda, closing
FIRST = 6  # words by which notes are known
SECONDS = 10  # times on notes pages are rounded to so many


def find_appendix(slides: Sequence[Slide]) -> int:
    """Return the index of the first slide behind the talk: the one after the closing slide; their number if none is."""
    closing = [number for number, slide in enumerate(slides) if slide.layout == CLOSING]
    return closing[-1] + 1 if closing else len(slides)


def pick_slides(slides: Sequence[Slide], ids: Sequence[str]) -> list[int]:
    """Return the indices of the slides of a cut, in its order, without the appendix.

    `ids` are those of its entries, and of the chapters whose opening it shows. What comes from the publication as a whole
    stays before and behind them: cover, agenda and closing slide.
    """
    talk = range(find_appendix(slides))
    content = [number for number in talk if slides[number].origin != FRAME]
    first = content[0] if content else len(talk)
    before = [number for number in talk if slides[number].origin == FRAME and number < first]
    behind = [number for number in talk if slides[number].origin == FRAME and number > first]
    shown = [number for id in ids for number in content if slides[number].origin == id]
    return [*before, *shown, *behind]


@dataclass(frozen=True)
class Show:
    """The slides that a cut shows in the deck of the whole, by index; the words of its notes, as they are said."""

    cut: Cut
    slides: tuple[int, ...]
    words: int


def find_shows(slides: Sequence[Slide], publication: Publication) -> list[Show]:
    """Return the slides of each cut in the deck of the whole. The agenda, which names all parts, is in none of them."""
    said, shows = count_spoken(slides, publication), []
    for cut in publication.imprint.cuts:
        picked = pick_slides(slides, ids_of_cut(cut, publication.chapters))
        shown = tuple(number for number in picked if slides[number].layout != AGENDA)
        shows.append(Show(cut, shown, sum(said[number] for number in shown)))
    return shows


# ---------------------------------------------------------------- minutes


def count_spoken(slides: Sequence[Slide], publication: Publication) -> list[int]:
    """Return how many words are said with each slide: those of its entry's or its chapter's notes, once.

    Sources and what is computed stand among the notes, too, and nobody says them. Notes are said with the first slide that
    has them, which need not be the first of its entry; those of a chapter with one entry, with that.
    """
    renderer = DeckRenderer(publication)
    texts: dict[str, list[list[str]]] = {}
    for chapter in publication.chapters:
        home = chapter.entries[0].id if len(chapter.entries) == 1 else chapter.id
        for id, notes in ((home, chapter.notes), *((entry.id, entry.notes) for entry in chapter.entries)):
            if notes:
                texts.setdefault(id, []).append(render_plain(notes, renderer).split())
    said, end = [0] * len(slides), find_appendix(slides)
    for at, slide in enumerate(slides[:end]):
        for text in [text for text in texts.get(slide.origin, []) if _has(slide, text)]:
            said[at] += sum(any(sign.isalnum() for sign in word) for word in text)
            texts[slide.origin].remove(text)
    return said


def _has(slide: Slide, text: Sequence[str]) -> bool:
    """Return whether the notes of a slide have a text, by its first words."""
    words = " ".join(paragraph.text for paragraph in slide.notes).split()
    return f" {' '.join(text[:FIRST])} " in f" {' '.join(words)} "


def add_times(slides: Sequence[Slide], publication: Publication, words_a_minute: float) -> tuple[Slide, ...]:
    """Return slides with the time that each takes to say at the head of its notes; on the first of a part, also that of the part."""
    said = count_spoken(slides, publication)
    homes = {entry.id: chapter.id for chapter in publication.chapters for entry in chapter.entries}
    parts = [homes.get(slide.origin, slide.origin) for slide in slides]  # its chapter
    totals: dict[str, int] = {}
    for part, words in zip(parts, said, strict=True):
        totals[part] = totals.get(part, 0) + words
    done, told = [], set[str]()
    for slide, words, part in zip(slides, said, parts, strict=True):
        lines = [_time(words, words_a_minute)] if words else []
        if words and part not in told and totals[part] > words:
            lines.append(_time(totals[part], words_a_minute))
        told |= {part} if words else set()
        done.append(replace(slide, notes=_with_times(slide.notes, lines, publication)) if lines else slide)
    return tuple(done)


def _time(words: int, words_a_minute: float) -> str:
    """Return how long words take to say, in minutes and seconds: 1:30."""
    steps = max(1, round(words / words_a_minute * 60 / SECONDS))
    return f"{steps * SECONDS // 60}:{steps * SECONDS % 60:02}"


def _with_times(notes: tuple[Paragraph, ...], times: Sequence[str], publication: Publication) -> tuple[Paragraph, ...]:
    """Return notes with times before their first words; a line of their own would cost long notes their page."""
    words = publication.words
    if len(times) == 1:
        said = words.gettext("Speaking time: %(time)s.", time=times[0])
    else:
        said = words.gettext("Speaking time: %(time)s; this part: %(part)s.", time=times[0], part=times[1])
    first = replace(notes[0], runs=(Run(f"{said} ", italic=True), *notes[0].runs))
    return (first, *notes[1:])
