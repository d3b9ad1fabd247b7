"""Check what no single record can know: names that lead nowhere, kinds without layouts."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pipeline.checks.colors import check_colors, check_list_colors
from pipeline.checks.cuts import check_cuts
from pipeline.checks.entry_slides import check_entry_slides
from pipeline.checks.figures import check_figures, check_plain_words, warn_of_figures
from pipeline.checks.numbers import warn_of_numbers
from pipeline.checks.sources import warn_of_sources
from pipeline.checks.typed_citations import check_typed_citations, warn_of_typed_citations
from pipeline.content import VARIANTS, Chart, Lesson, Publication, Theme, all_prose, prose_of
from pipeline.core import NO_CACHE, Cache, Place, Problem, nearest, suggest
from pipeline.text import (
    Reference,
    explain_notation,
    find_language,
    find_references,
    is_known,
    is_language,
    placed_boxes,
    runs_from_the_right,
    suggest_package,
)

CALLED = {"source": "source", "fact": "fact", "fig": "figure", "tbl": "figure", "sec": "chapter or entry", "box": "box"}
HOME = {
    "source": "sources.yaml",
    "fact": "facts.yaml",
    "fig": "figures.yaml",
    "tbl": "figures.yaml",
    "sec": "chapters",
    "box": "chapters",
}

HOW_TO_CITE = "write [@its-id], or [see @its-id, p. 12; @another] for more; for a plain @, write \\@"
ODD_ID = "; an id with other signs stands in braces: [@{id/2?}]"
NONE = "there is none in the publication: write it into"


def check_theme(theme: Theme, cache: Cache = NO_CACHE) -> list[Problem]:
    """Return the problems of a theme: fonts that no installed package provides, colors that readers confuse.

    Colors that were in order once, by the cache, are not checked again.
    """
    pages, deck = theme.pages, theme.deck
    named = [(pages.place_of("text"), pages.text), (pages.place_of("display"), pages.display)]
    named += [(pages.place_of("code"), pages.code)] if pages.code else []
    named += [(font.place_of("measured-with"), font.measured_with) for font in (deck.display, deck.text)]
    named += [(theme.place_of(f"fallback.{at}"), name) for at, name in enumerate(theme.fallback)]
    fonts = [
        Problem(place, f'theme: no font called "{name}"', _where_from(name))
        for place, name in named
        if not is_known(name)
    ]
    if cache.get("colors", theme) is not None:  # they were in order
        return fonts
    colors = check_colors(theme)
    if not colors:
        cache.put("colors", theme, b"in order")
    return fonts + colors


def _where_from(font: str) -> str:
    package = suggest_package(font)
    return f"pip install {package}" if package else "fonts come from the packages that pyproject.toml lists"


def check_publication(publication: Publication, theme: Theme, cache: Cache = NO_CACHE) -> list[Problem]:
    """Return every problem between records: names that lead nowhere, figures and words that do not fit the theme."""
    told = [
        *_check_prose(publication),
        *check_typed_citations(publication),
        *_check_shown(publication),
        *check_entry_slides(publication),
        *_check_boxes(publication),
        *check_figures(publication, theme),
        *check_plain_words(publication),
        *check_list_colors(publication, theme, cache),
        *_check_sources(publication),
        *_check_evidence(publication),
        *_check_languages(publication),
        *check_cuts(publication),
    ]
    return list(_once(told))


def _once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield problems, and of those that a whole file is missing or empty the first alone."""
    met = set()
    for problem in problems:
        if not problem.hint.startswith(NONE) or problem.hint not in met:
            yield problem
        met.add(problem.hint)


def warn_publication(publication: Publication) -> list[Problem]:
    """Return warnings of sources, numbers, figures and files, sorted: what is not wrong, but not as it should be."""
    warnings = [
        *warn_of_typed_citations(publication),
        *warn_of_sources(publication),
        *warn_of_numbers(publication),
        *warn_of_figures(publication),
    ]
    return sorted([*publication.warnings, *warnings, *_warn_of_unlisted(publication)])


def _warn_of_unlisted(publication: Publication) -> Iterator[Problem]:
    hint = "list it under chapters, without its ending .yaml; or move it elsewhere"
    for place in publication.unlisted:
        yield Problem(place, "publication.yaml does not list this file, and nothing of it is printed", hint, warns=True)


def _known(publication: Publication, kind: str) -> Collection[str]:
    return {
        "source": publication.sources,
        "fact": publication.facts,
        "fig": publication.figures,
        "tbl": publication.figures,
        "sec": publication.section_numbers,
        "box": publication.boxes,
    }[kind]


def _unknown(publication: Publication, owner: str, kind: str, id: str, place: Place) -> list[Problem]:
    known = _known(publication, kind)
    if id in known or id in publication.broken or HOME[kind] in publication.unread:
        return []
    what = f'{owner}: no {CALLED[kind]} called "{id}"'
    if not known and not publication.broken:
        return [Problem(place, what, f"{NONE} {_home(publication, kind)}")]
    if kind == "source" and (meant := next((sign for sign in ("fig", "sec") if id in _known(publication, sign)), "")):
        return [Problem(place, what, f"write @{meant}-{id} if you mean the {CALLED[meant]} of this name.")]
    return [Problem(place, what, suggest(id, known or publication.broken, f"See {_home(publication, kind)}."))]


def _home(publication: Publication, kind: str) -> str:
    """Return the file or the folder in which a kind of record stands."""
    if kind == "source" and publication.sources:
        return next(iter(publication.sources.values())).place.path.rpartition("/")[2]
    return "the folder chapters" if kind in ("sec", "box") else HOME[kind]


def _check_prose(publication: Publication) -> Iterator[Problem]:
    facts = ((f'fact "{fact.id}"', prose) for fact in publication.facts.values() for prose in prose_of(fact))
    for owner, prose in [*all_prose(publication), *facts]:
        for reference in find_references(prose):
            yield from _check_reference(publication, owner, reference)


def _check_reference(publication: Publication, owner: str, reference: Reference) -> list[Problem]:
    if not reference.kind:
        what = f'{owner}: "{reference.id}" is not a citation'
        return [Problem(reference.place, what, _how_to_cite(publication, reference.id))]
    if reference.kind == "notation":
        told, hint = explain_notation(reference)
        return [Problem(reference.place, f'{owner}: "{reference.id}" is {told}', hint)]
    if reference.kind == "lang":
        return [] if is_language(reference.id) else [_unknown_language(owner, reference)]
    if reference.kind == "fact" and reference.locator not in ("", *VARIANTS):
        what = f'{owner}: a fact is not printed "{reference.locator}"'
        return [Problem(reference.place, what, suggest(reference.locator, VARIANTS))]
    found = _unknown(publication, owner, reference.kind, reference.id, reference.place)
    year = re.match(r"\s*(\d{4}[a-z]?)\b", reference.locator) if reference.kind == "source" and found else None
    if year and (meant := nearest(f"{reference.id}{year[1]}", publication.sources)):
        what = f'{owner}: no source called "{reference.id} {year[1]}"'
        return [Problem(reference.place, what, f"did you mean [@{meant}]? See {_home(publication, 'source')}.")]
    if reference.mode == "in-text":
        found = [replace(problem, hint=f"{problem.hint} To print the sign @, write \\@".strip()) for problem in found]
    if not found and reference.kind in ("fig", "tbl") and not _is_shown(publication, reference.id):
        what = f'{owner}: figure "{reference.id}" is mentioned but no entry shows it'
        return [Problem(reference.place, what, 'list it under "figures" of the entry it belongs to')]
    return found


def _how_to_cite(publication: Publication, typed: str) -> str:
    """Return what to write instead of what was meant to be a citation, or a part of one."""
    if typed.strip() in publication.sources:
        return f"write @{typed.strip()}, with the @"
    if len(re.findall(r"@\w", typed)) > 1:
        return "put a semicolon between two sources, as in [@its-id, p. 12; @another]"
    return HOW_TO_CITE + (ODD_ID if re.search(r"@[\w-]*[^\w\s,;:.\-\])]", typed) else "")


def _unknown_language(owner: str, reference: Reference) -> Problem:
    meant = find_language(reference.id)
    hint = f"write {{lang={meant}}}" if meant else "write the code of a language, as in [bracero]{lang=es}"
    return Problem(reference.place, f'{owner}: no language has the code "{reference.id}"', hint)


def _check_languages(publication: Publication) -> Iterator[Problem]:
    imprint = publication.imprint
    for key, code in (("language", imprint.language), ("translations", imprint.translations)):
        if code and not is_language(code):
            hint = "write the code of a language, such as en or es"
            yield Problem(imprint.place_of(key), f'publication: no language has the code "{code}"', hint)
    if runs_from_the_right(imprint.language):
        what = f'publication: "{imprint.language}" is written from right to left, which cannot be set'
        hint = "choose the language of a text in Latin letters; names in others stand as [al-Quds]{lang=ar}"
        yield Problem(imprint.place_of("language"), what, hint)
    translated = [term for term in publication.glossary if term.translation]
    if translated and not imprint.translations:  # one thing to mend, however many translations there are
        place, named = translated[0].place_of("translation"), translated[0].term.source
        what = f'term "{named}" has a translation, and nothing says into which language'
        yield Problem(place, what, "add a line  translations: es  to publication.yaml")


def _is_shown(publication: Publication, id: str) -> bool:
    """Return whether an entry shows a figure, or could be meant to.

    True for any figure while a record is broken or an entry names an unknown figure, as these have problems already.
    """
    shown = publication.figure_numbers
    return id in shown or bool(publication.broken) or any(other not in publication.figures for other in shown)


def _check_shown(publication: Publication) -> Iterator[Problem]:
    cover, place = publication.imprint.cover, publication.imprint.place_of("cover")
    if cover and cover not in publication.figures:
        yield from _unknown(publication, "publication", "fig", cover, place)
    elif cover and not isinstance(publication.figures[cover], Chart):
        yield Problem(place, f'publication: figure "{cover}" is no chart', "the cover takes one with bars or lines")
    for entry in publication.entries():
        for at, id in enumerate(entry.figures):
            owner = f'{entry.kind} "{entry.id}"'
            yield from _unknown(publication, owner, "fig", id, entry.place_of(f"figures.{at}"))


def _check_boxes(publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each text that places a box which an earlier one places already."""
    first: dict[str, Place] = {}
    for owner, prose in all_prose(publication):
        for id in placed_boxes(prose) if "@box-" in prose.source else ():
            place = next(ref.place for ref in find_references(prose) if ref.kind == "box" and ref.id == id)
            if id in first:
                what = f'{owner}: the box "{id}" has its place already, at {first[id]}'
                yield Problem(place, what, "delete one of the two, or mention it within a sentence")
            first.setdefault(id, place)


def _check_sources(publication: Publication) -> Iterator[Problem]:
    for figure in publication.figures.values():
        for at, id in enumerate(figure.source):
            yield from _unknown(publication, f'figure "{figure.id}"', "source", id, figure.place_of(f"source.{at}"))
    for fact in publication.facts.values():
        for at, id in enumerate(fact.source):
            yield from _unknown(publication, f'fact "{fact.id}"', "source", id, fact.place_of(f"source.{at}"))


def _check_evidence(publication: Publication) -> Iterator[Problem]:
    known = {entry.id for entry in publication.entries()}
    for entry in publication.entries():
        for id, link in entry.links.items():
            if id not in known and id not in publication.broken:
                what = f'{entry.kind} "{entry.id}": no entry called "{id}"'
                yield Problem(link.place, what, suggest(id, known))
        for at, id in enumerate(entry.evidence if isinstance(entry, Lesson) else ()):
            if id not in known and id not in publication.broken:
                what = f'lesson "{entry.id}": no entry called "{id}"'
                yield Problem(entry.place_of(f"evidence.{at}"), what, suggest(id, known))
