"""A publication as one of its forms prints it: without what the form, or a cut of it, leaves out, with the text that it prints."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.content import (
    Chapter,
    Chart,
    Cut,
    Elsewhere,
    Entry,
    Form,
    Prose,
    Publication,
    find_figure,
    find_parts,
    ids_of_cut,
)
from pipeline.text import find_references


def in_form(publication: Publication, form: Form, forms: Mapping[str, Form]) -> Publication:
    """Return a publication as a form prints it. `forms` are those that are made of it, by name.

    Entries of kinds that the form leaves out are gone, and so are those without the field that it prints, if others have
    it; chapters that had no others, too. The text of each entry is that field; where that is not its text, its figures and
    boxes are those that the field mentions. Slides are without the figures that say so; where an entry says what its slide
    shows, that is the first of its figures: a chart, or a part of one, which has the number of the whole. What is left has
    the numbers that it has in full.
    """
    prints_own = _prints_own(publication, form)
    parts = find_parts(publication) if form.medium == "slides" else {}
    chapters = tuple(_chapters(publication, form, prints_own, parts))
    numbers = publication.figure_numbers
    other = forms.get(form.refers_to or "")
    elsewhere = Elsewhere(
        other.file if other else "",
        other.called if other else "",
        publication.section_numbers,
        publication.section_titles,
        {**numbers, **{part.id: numbers[part.whole] for part in parts.values() if part.whole}},
        keeps_numbers=form.medium == "slides",
    )
    figures = {**publication.figures, **{part.id: part for part in parts.values()}}
    return replace(publication, chapters=chapters, figures=figures, elsewhere=elsewhere)


def in_cut(publication: Publication, cut: Cut) -> Publication:
    """Return a publication, as a form prints it, with the chapters and entries of a cut alone, in its order.

    A chapter comes where the first of its entries does. One that is there for its opening, and for one entry at most, keeps
    all of its entries: its opening names them, and would be none for one alone. The notes of an opening that the cut does not have are gone. Numbers, figures and `every_entry` are
    those of the whole.
    """
    ids = ids_of_cut(cut, publication.chapters)
    at = {id: number for number, id in enumerate(ids)}
    kept: list[tuple[int, Chapter]] = []
    for chapter in publication.chapters:
        entries = sorted((entry for entry in chapter.entries if entry.id in at), key=lambda entry: at[entry.id])
        first = min((at[id] for id in (chapter.id, *(entry.id for entry in entries)) if id in at), default=None)
        if first is not None:
            opens = chapter.id in at
            silent = {} if opens or len(chapter.entries) == 1 else {"notes": None}
            changed = {"entries": chapter.entries if opens and len(entries) < 2 else tuple(entries), **silent}
            kept.append((first, chapter.model_copy(update=changed)))
    kept.sort(key=lambda one: one[0])
    return replace(publication, chapters=tuple(chapter for _, chapter in kept), whole=publication.chapters)


def find_left_out(publication: Publication, form: Form) -> list[Entry]:
    """Return the entries that a form leaves out because they lack the field that it prints, while others have it."""
    if not _prints_own(publication, form):
        return []
    return [entry for entry in publication.entries() if _is_in(entry, form) and not getattr(entry, form.prints)]


def find_chapters_left_out(publication: Publication, form: Form) -> list[Chapter]:
    """Return the chapters without entries, which a form leaves out because it prints a field of entries."""
    if not _prints_own(publication, form):
        return []
    return [chapter for chapter in publication.chapters if not chapter.entries]


def _prints_own(publication: Publication, form: Form) -> bool:
    """Return whether a form prints another field than the text, and entries have it."""
    return form.prints != "text" and any(getattr(entry, form.prints) for entry in publication.entries())


def _is_in(entry: Entry, form: Form) -> bool:
    return entry.kind not in form.leaves_out


def _chapters(publication: Publication, form: Form, prints_own: bool, parts: Mapping[str, Chart]) -> Iterator[Chapter]:
    for chapter in publication.chapters:
        kept = [entry for entry in chapter.entries if _is_in(entry, form)]
        if prints_own:
            kept = [_with_own(entry, form) for entry in kept if getattr(entry, form.prints)]
        else:
            kept = [entry.model_copy(update={"brief": None}) for entry in kept]
        if form.medium == "slides":
            kept = [_on_slides(entry, publication, parts.get(entry.id)) for entry in kept]
        kept = [entry.model_copy(update={"slide": None}) for entry in kept]
        if kept or not (chapter.entries or prints_own):
            changed = {"entries": tuple(kept), **({"text": None, "points": (), "boxes": ()} if prints_own else {})}
            yield chapter.model_copy(update=changed)


def _on_slides(entry: Entry, publication: Publication, part: Chart | None) -> Entry:
    """Return an entry with the figures that slides are to show, first the one that it chose, or the part of it."""
    shown = [id for id in entry.figures if publication.figures[id].slide]
    chosen = part or (find_figure(entry, publication.figures) if entry.slide else None)
    return entry.model_copy(update={"figures": tuple(dict.fromkeys([*([chosen.id] if chosen else []), *shown]))})


def _with_own(entry: Entry, form: Form) -> Entry:
    """Return an entry with the field that a form prints as its text, and the figures and boxes that it mentions."""
    text: Prose = getattr(entry, form.prints)
    mentioned = {reference.id for reference in find_references(text) if reference.kind in ("fig", "box")}
    figures = tuple(id for id in entry.figures if id in mentioned)
    boxes = tuple(box for box in entry.boxes if box.id in mentioned)
    return entry.model_copy(update={"text": text, "figures": figures, "boxes": boxes, "brief": None})
