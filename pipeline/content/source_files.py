"""Read bibliographies as people's programs export them: CSL-JSON, CSL-YAML and BibTeX become sources."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.content.bibtex_entries import FIELDS, BibEntry, find_entries, with_language
from pipeline.content.csl_date import NotADate, read_date
from pipeline.content.csl_fields import DATES, KNOWN, NAMES, OURS, PARTS_OF_NAMES, TECHNICAL
from pipeline.content.csl_items import ItemReader, check_rating
from pipeline.content.csl_text import read_bibtex, read_markdown
from pipeline.content.json_nodes import read_json
from pipeline.content.source import Json, Source
from pipeline.content.source_forms import tell_form
from pipeline.content.yaml_nodes import Items, Map, read_yaml_value
from pipeline.core import Cache, Place, Problem, ProblemsFound, nearest, read_text, suggest

WORD_JOINER = "\u2060"  # takes no room
FILES = ("sources.yaml", "sources.json", "sources.bib")  # any of them, or several


@dataclass(frozen=True)
class Found:
    """What was found in a file: its sources in order, grades of sources that stand in another file, and problems."""

    sources: tuple[Source, ...] = ()
    graded: tuple[Source, ...] = ()
    broken: tuple[str, ...] = ()  # ids of sources with a problem
    problems: tuple[Problem, ...] = ()


def read_sources(path: Path, shown: str, cache: Cache, language: str) -> Found:
    """Return the sources of a file in one of the three forms, by its ending. Raises ProblemsFound if it cannot be read.

    `language` is that of the publication, and of sources in BibTeX that do not say theirs.
    """
    text = read_text(path, shown)
    if told := tell_form(text, shown):
        raise ProblemsFound([told])
    if path.suffix == ".bib":
        return _read_bibtex(text, shown, cache, language)
    if path.suffix == ".json":
        return _read_items(_find_items(read_json(path, shown), shown), lambda made: made)
    items = _find_items(read_yaml_value(path, shown, cache), shown)
    return _read_items(items, lambda made: _as_markdown(made, cache))


def join_sources(files: Sequence[Found], broken: Collection[str]) -> tuple[dict[str, Source], list[Problem]]:
    """Return the sources of all files by id, each with the grade that another file may give it, and all problems.

    What is told of a source that is `broken` is not told again.
    """
    made: dict[str, Source] = {}
    problems = [problem for found in files for problem in found.problems]
    for source in (source for found in files for source in found.sources):
        if source.id in made:
            what = f'source "{source.id}" stands in {made[source.id].place} too'
            problems.append(Problem(source.place, what, "give one of them another id, or delete it"))
        made.setdefault(source.id, source)
    problems += _warn_of_capitals(made)
    for ours in (source for found in files for source in found.graded):
        if ours.id in made:
            known = made[ours.id]
            made[ours.id] = replace(known, grade=ours.grade or known.grade, read=ours.read or known.read)
        elif ours.id not in broken:
            what = f'source "{ours.id}" is graded here, and stands in no file of sources'
            problems.append(Problem(ours.place, what, suggest(ours.id, made)))
    return made, problems


def _warn_of_capitals(sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield a warning for each source whose id differs from another's in nothing but capitals."""
    first: dict[str, Source] = {}
    for source in sources.values():
        known = first.setdefault(source.id.casefold(), source)
        if known is not source:
            what = f'source "{source.id}" and "{known.id}" ({known.place}) differ in capitals alone'
            yield Problem(source.place, what, "one is easily meant for the other: give one another id", warns=True)


# ---------------------------------------------------------------- CSL, in JSON or YAML


def _find_items(root: Any, shown: str) -> Items:
    """Return the list of sources that a file holds: itself, under `references`, or in an answer of Crossref."""
    if root is None:
        return Items(Place(shown, 1))
    if isinstance(root, Items):
        return root
    if isinstance(root, Map):
        for name in ("references", "items", "message"):
            if isinstance(root.get(name), Items | Map):
                return _find_items(root[name], shown)
        if "references" in root.places:
            return Items(root.place)
        if {"id", "title", "type", "DOI"} & root.keys():
            alone = Items(root.place)
            alone.append(root)
            return alone
    place = getattr(root, "place", Place(shown, 1))
    hint = "begin with a line  references:  and below it  - id: …  for each source"
    raise ProblemsFound([Problem(place, "there is no list of sources in this file", hint)])


def _read_items(items: Items, convert: Callable[[list[Json]], list[Json]]) -> Found:
    """Return the sources of a list of items. `convert` reads the marks in their texts."""
    reader, made, broken = ItemReader(), [], []
    stands: dict[str, Map] = {}
    for item in items:
        if not isinstance(item, Map):
            hint = "a source begins  - id: …  and each of its lines is such as  title: …"
            what = "a source should have lines such as  title: … below it"
            reader.problems.append(Problem(getattr(item, "place", items.place), what, hint))
            continue
        met = len(reader.problems)
        plain = reader.read(item)
        id = plain["id"]
        if any(not problem.warns for problem in reader.problems[met:]):
            broken.append(id)
        elif id in stands:
            reader.problems.append(_twice(id, item.place, stands[id].place))
        else:
            made.append(plain)
        stands.setdefault(id, item)
    problems = [
        *reader.problems,
        *_unknown(reader.unknown, KNOWN.values()),
        *_unknown(reader.unknown_parts, PARTS_OF_NAMES),
    ]
    sources = [_source(plain, stands[plain["id"]].place, stands[plain["id"]].places) for plain in convert(made)]
    graded = tuple(source for source in sources if source.variables.keys() == {"id"} and (source.grade or source.read))
    return Found(tuple(source for source in sources if source not in graded), graded, tuple(broken), tuple(problems))


def _as_markdown(made: Sequence[Json], cache: Cache) -> list[Json]:
    """Return items with their texts read as Markdown, which CSL-YAML holds."""

    def has_words(name: str) -> bool:
        return name not in (*DATES, *NAMES, *OURS, *TECHNICAL, "id", "type")

    def value_of(name: str, value: Any) -> Any:
        if name in TECHNICAL:
            return re.sub(r"\\([^\w\s]|_)", r"\1", value)  # Markdown's escapes, as in an address with \_
        return read.get(value, value) if has_words(name) else value

    read = read_markdown((value for plain in made for name, value in plain.items() if has_words(name)), cache)
    return [_worded_note({name: value_of(name, value) for name, value in plain.items()}) for plain in made]


def _source(plain: Json, place: Place, places: Mapping[str, Place]) -> Source:
    item = {name: value for name, value in plain.items() if name not in OURS}
    named = {KNOWN.get(name.casefold(), name): where for name, where in places.items()}
    held = json.dumps(item, ensure_ascii=False)
    return Source(plain["id"], place, held, plain.get("grade"), plain.get("read"), named)


def _twice(id: str, place: Place, first: Place) -> Problem:
    what = f'source "{id}" stands twice; the first is on line {first.line}'
    return Problem(place, what, "give one of them another id, or delete it")


def _unknown(unknown: Mapping[str, Place], known: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each field that no style knows."""
    names = list(known)
    for name, place in unknown.items():
        near = nearest(name, names)
        hint = (
            f'did you mean "{near}"?' if near else "it is left out wherever it stands: delete it, or correct its name"
        )
        yield Problem(place, f'no style knows the field "{name}"', hint, warns=True)


# ---------------------------------------------------------------- BibTeX


def _read_bibtex(text: str, shown: str, cache: Cache, language: str) -> Found:
    entries, warnings = find_entries(text, shown)
    if not entries:
        raise ProblemsFound([_not_bibtex(text, shown)])
    problems = [*warnings, *_check_entries(entries)]
    first: dict[str, BibEntry] = {}
    for entry in entries:
        if entry.key in first:
            problems.append(_twice(entry.key, entry.place, first[entry.key].place))
        first.setdefault(entry.key, entry)
    if language.partition("-")[0] != "en":
        text = with_language(text, entries, language)
    held = read_bibtex(text, shown, cache)
    made = [
        _source(_bibtex_item(entry, held[key]), entry.place, {name: place for name, (place, _) in entry.fields.items()})
        for key, entry in first.items()
        if key in held
    ]
    return Found(tuple(made), problems=tuple(problems))


def _not_bibtex(text: str, shown: str) -> Problem:
    what, hint = (
        "no source was found in this file",
        "export them as BibTeX: each begins with a line such as  @book{ngai2004,",
    )
    if not text.strip():
        what, hint = "this file is empty", "export the sources again, or delete the file"
    return Problem(Place(shown, 1), what, hint)


def _check_entries(entries: Sequence[BibEntry]) -> Iterator[Problem]:
    """Yield problems of our own fields, and one warning for each field that is not known."""
    unknown: dict[str, Place] = {}
    for entry in entries:
        for name, (place, value) in entry.fields.items():
            if name in ("date", "year", "urldate") and _is_no_date(value):
                what = f'source "{entry.key}": "{value[:40]}" is no date'
                yield Problem(place, what, "write the year first, as in 2018-04-03, 2018-04 or 2018; or words")
            elif name in OURS:
                yield from check_rating(name, value, place, f'source "{entry.key}"')
            elif name not in FIELDS:
                unknown.setdefault(name, place)
    yield from _unknown(unknown, FIELDS)


def _is_no_date(value: str) -> bool:
    try:
        read_date(value)
    except NotADate:
        return True
    return False


def _bibtex_item(entry: BibEntry, held: Json) -> Json:
    """Return what pandoc read of an entry as an item of CSL-JSON, with our own fields beside it."""
    made = {KNOWN.get(name.casefold(), name): value for name, value in held.items()}
    for name, value in made.items():
        if name in DATES:
            made[name] = _date(value)
        elif name in NAMES:
            made[name] = [_whole(one) for one in value]
    if not (entry.says_its_language or "language" in entry.fields):
        made.pop("language", None)  # that of the publication
    return _worded_note(made) | {name: entry.fields[name][1] for name in OURS if name in entry.fields}


def _worded_note(item: Json) -> Json:
    """Return an item whose note is words: in CSL-JSON alone, "Page: 3" in a note is the variable page."""
    if ":" not in item.get("note", ""):
        return item
    return item | {"note": WORD_JOINER + item["note"].replace("\n", " ")}


def _date(value: Any) -> Json:
    """Return a date that pandoc read; one that it could not read is words, which no style would print otherwise."""
    try:
        date = read_date(value)
    except NotADate:
        return {"literal": str(value)}
    return date.as_plain() if date else {}


def _whole(name: Any) -> Json:
    """Return a name that is printed as BibTeX divides it: no particle is looked for in the family name."""
    if not isinstance(name, dict):
        return {"literal": str(name)}
    return name if name.keys() & {"dropping-particle", "literal"} else {"non-dropping-particle": "", **name}
