"""The fact-check sheet, as HTML and as CSV: each fact, its source, its confidence, and the pages and slides of each form that it is on."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.dates import get_month_names

from pipeline.content import (
    Fact,
    Figure,
    Form,
    Prose,
    Publication,
    Source,
    all_prose,
    print_fact,
    prose_of,
    taken_from,
)
from pipeline.core import Place
from pipeline.deck import Drawing, Slide
from pipeline.languages import Words
from pipeline.text import Citations, find_references, find_words

NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*\w*")
YEAR = re.compile(r"(1\d|20)\d\ds?")


@dataclass(frozen=True)
class Row:
    """One fact as it is printed, and where: the pages or slides of each form by its name, and figures.

    `notes` are the slides whose notes print it.
    """

    fact: Fact
    printed: str
    shown: Mapping[str, tuple[int, ...]]
    notes: Mapping[str, tuple[int, ...]]
    figures: tuple[int, ...]

    @property
    def is_nowhere(self) -> bool:
        """Whether no form prints it."""
        return not any((*self.shown.values(), *self.notes.values()))


@dataclass(frozen=True)
class FormPlaces:
    """Where a form prints facts: pages or slides, and slides whose notes do, by fact."""

    form: Form
    shown: Mapping[str, set[int]]
    notes: Mapping[str, set[int]]

    @classmethod
    def of_pages(cls, form: Form, publication: Publication, anchors: Mapping[str, int]) -> "FormPlaces":
        """Return the places in pages, from the page of each anchor. `publication` is as the form prints it."""
        alts = _facts_of_figures(
            publication, lambda figure: [figure.alt]
        )  # an alt text is on the page, but has no anchor there
        return cls(form, _places((page, _on_page(name, alts)) for name, page in anchors.items()), {})

    @classmethod
    def of_slides(cls, form: Form, publication: Publication, slides: Sequence[Slide]) -> "FormPlaces":
        """Return the places in slides, in their order."""
        alts = _facts_of_figures(publication, lambda figure: [figure.alt])
        return cls(
            form,
            _places((n, _on_slide(slide, alts)) for n, slide in enumerate(slides, 1)),
            _places((n, _in_notes(slide)) for n, slide in enumerate(slides, 1)),
        )


@dataclass(frozen=True)
class Typed:
    """A number that is typed in the prose; `why` is the reason of the exception that allows it, or ""."""

    number: str
    around: str
    place: Place
    owner: str
    why: str = ""


@dataclass(frozen=True)
class Doubt:
    """A source that is weak, or known from its abstract or at second hand alone, and the facts that rest on it."""

    source: Source
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The fact-check sheet: facts with their places in `forms`, numbers typed in the text, sources in doubt."""

    forms: tuple[Form, ...]
    rows: tuple[Row, ...]
    typed: tuple[Typed, ...]
    doubts: tuple[Doubt, ...]

    @property
    def unchecked(self) -> tuple[Typed, ...]:
        """Numbers that are neither facts nor excepted."""
        return tuple(typed for typed in self.typed if not typed.why)

    @property
    def excepted(self) -> tuple[Typed, ...]:
        return tuple(typed for typed in self.typed if typed.why)


def gather_sheet(publication: Publication, places: Sequence[FormPlaces]) -> Sheet:
    """Return the fact-check sheet, with the places of facts in each form."""
    language = publication.imprint.language
    shown = _facts_of_figures(publication, prose_of)
    figures = _places((publication.figure_numbers[id], facts) for id, facts in shown.items())
    rows = (
        Row(
            fact,
            print_fact(fact, language),
            {one.form.name: _ordered(one.shown.get(fact.id, ())) for one in places},
            {one.form.name: _ordered(one.notes.get(fact.id, ())) for one in places},
            _ordered(figures.get(fact.id, ())),
        )
        for fact in publication.facts.values()
    )
    return Sheet(
        tuple(one.form for one in places), tuple(rows), tuple(find_typed(publication)), tuple(_find_doubts(publication))
    )


def _find_doubts(publication: Publication) -> list[Doubt]:
    """Return weak sources, then those known at second hand, then those of which only the abstract was read."""
    doubts = [
        Doubt(source, tuple(fact.id for fact in publication.facts.values() if source.id in fact.source))
        for source in publication.sources.values()
        if source.grade == "weak" or source.read in ("abstract", "second-hand")
    ]
    return sorted(doubts, key=lambda doubt: (doubt.source.grade != "weak", doubt.source.read != "second-hand"))


def _places(told: Iterable[tuple[int, Iterable[str]]]) -> dict[str, set[int]]:
    """Return the numbers of all places that print a fact, by fact, from the facts that each place prints."""
    found: dict[str, set[int]] = {}
    for number, facts in told:
        for id in facts:
            found.setdefault(id, set()).add(number)
    return found


def _ordered(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


def _facts_of_figures(publication: Publication, texts_of: Callable[[Figure], Iterable[Prose]]) -> dict[str, set[str]]:
    """Return the facts named in some texts of each figure that is shown, by id of the figure."""
    found: dict[str, set[str]] = {}
    for id in publication.figure_numbers:
        texts = texts_of(publication.figures[id])
        found[id] = {ref.id for text in texts for ref in find_references(text) if ref.kind == "fact"}
    return found


def _on_page(anchor: str, alts: Mapping[str, set[str]]) -> Iterable[str]:
    """Return the facts that an anchor of a page marks: the fact itself, or those in the alt text of a figure."""
    kind, _, rest = anchor.partition("-")
    return [rest.rpartition(".")[0]] if kind == "fact" else alts.get(rest, ()) if kind == "fig" else ()


def _on_slide(slide: Slide, alts: Mapping[str, set[str]]) -> Iterator[str]:
    yield from (run.fact for run in slide.runs if run.fact)
    for content in slide.slots.values():
        if isinstance(content, Drawing):
            yield from alts.get(content.ref, ())


def _in_notes(slide: Slide) -> Iterator[str]:
    return (run.fact for paragraph in slide.notes for run in paragraph.runs if run.fact)


# ---------------------------------------------------------------- numbers in prose


def find_typed(publication: Publication) -> Iterator[Typed]:
    """Yield numbers typed in the prose that are not years or days of a month."""
    months, exceptions = _months(publication.imprint.language), _patterns(publication.exceptions)
    for owner, prose in all_prose(publication):
        for words, line in find_words(prose):
            excepted = [(f.start(), f.end(), why) for pattern, why in exceptions for f in pattern.finditer(words)]
            for match in NUMBER.finditer(words):
                number = match[0].rstrip(".,")
                if YEAR.fullmatch(number) or _ends_years(words, match) or _is_day(words, match, months):
                    continue
                place = Place(prose.place.path, line + words.count("\n", 0, match.start()))
                why = next((why for start, end, why in excepted if start <= match.start() < end), "")
                yield Typed(number, _around(words, match), place, owner, why)


def _months(language: str) -> re.Pattern[str]:
    locale = language.replace("-", "_")
    names = {*get_month_names("wide", locale=locale).values(), *get_month_names("abbreviated", locale=locale).values()}
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.IGNORECASE)


def _ends_years(words: str, match: re.Match[str]) -> bool:
    """Return whether a number is the short end of a span of years, as the 64 of 1942–64."""
    return bool(re.search(r"\b(1\d|20)\d\d[-–]$", words[: match.start()])) and len(match[0].rstrip(".,")) == 2


def _is_day(words: str, match: re.Match[str], months: re.Pattern[str]) -> bool:
    """Return whether a number from 1 to 31 is beside the name of a month."""
    number = match[0].rstrip(".,")
    if not re.fullmatch(r"0?[1-9]|[12]\d|3[01]", number):
        return False
    before = re.search(r"(\S+)\s+$", words[: match.start()])
    after = re.match(r"\s+(?:de\s+)?(\S+)", words[match.end() :])
    return any(months.fullmatch(found[1].strip(".,")) for found in (before, after) if found)


def _patterns(exceptions: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """Return, for each phrase, a pattern that finds it however its lines break, and why it is excepted."""
    parts = ((map(re.escape, phrase.split()), why) for phrase, why in exceptions.items())
    return [(re.compile(r"\s+".join(words)), why) for words, why in parts]


def _around(words: str, match: re.Match[str]) -> str:
    start, end = max(match.start() - 30, 0), match.end() + 30
    return " ".join(words[start:end].split())


def _columns(sheet: Sheet, words: Words) -> list[str]:
    places = [
        words.gettext("pages of %(file)s", file=form.file)
        if form.medium == "pages"
        else words.gettext("slides of %(file)s", file=form.file)
        for form in sheet.forms
    ]
    decks = [form for form in sheet.forms if form.medium == "slides"]
    return [
        words.gettext("fact"),
        words.gettext("as printed"),
        words.gettext("value"),
        words.gettext("unit"),
        words.gettext("as of"),
        words.gettext("what it measures"),
        words.gettext("sources"),
        words.gettext("locator"),
        words.gettext("links"),
        words.gettext("grades"),
        words.gettext("confidence"),
        words.gettext("note"),
        words.gettext("taken from"),
        words.gettext("figures"),
        *places,
        *(words.gettext("notes of %(file)s", file=form.file) for form in decks),
    ]


def write_sheet_csv(sheet: Sheet, publication: Publication) -> bytes:
    """Return the sheet as CSV, one line a fact, in UTF-8 with a byte order mark so that Excel reads it as such."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(_columns(sheet, publication.words))
    citations = Citations(publication)
    for row in sheet.rows:
        writer.writerow([_inert(cell) for cell in _cells(row, sheet, publication, citations)])
    return ("\ufeff" + buffer.getvalue()).encode()


def _cells(row: Row, sheet: Sheet, publication: Publication, citations: Citations) -> list[str]:
    fact, words = row.fact, publication.words
    links = (_link(publication.sources[id]) for id in fact.source)
    return [
        fact.id,
        row.printed,
        "–".join(f"{number:.12g}" for number in fact.numbers) or (fact.value or ""),
        fact.unit,
        fact.as_of,
        fact.measures.source,
        citations.line(fact.source).striptags(),
        fact.locator or "",
        " ".join(link for link in links if link),
        "; ".join(graded(publication.sources[id], words) for id in fact.source),
        name_confidence(fact.confidence, words),
        fact.note.source if fact.note else "",
        taken_from(fact, words),
        _list(row.figures),
        *(_list(row.shown[form.name]) for form in sheet.forms),
        *(_list(row.notes[form.name]) for form in sheet.forms if form.medium == "slides"),
    ]


def _link(source: Source) -> str:
    return source.URL or (f"https://doi.org/{source.DOI}" if source.DOI else "")


def graded(source: Source, words: Words) -> str:
    """Return the grade of a source and how much of it was read: "official, read whole"."""
    grade = name_grade(source.grade, words) if source.grade else ""
    read = words.gettext("read %(how)s", how=name_reading(source.read, words)) if source.read else ""
    return ", ".join(part for part in (grade, read) if part)


def name_grade(grade: str, words: Words) -> str:
    """Return the word for the grade of a source."""
    return {
        "primary": words.pgettext("grade", "primary"),
        "refereed": words.pgettext("grade", "refereed"),
        "book": words.pgettext("grade", "book"),
        "official": words.pgettext("grade", "official"),
        "institute": words.pgettext("grade", "institute"),
        "press": words.pgettext("grade", "press"),
        "weak": words.pgettext("grade", "weak"),
    }[grade]


def name_reading(read: str, words: Words) -> str:
    """Return the word for how a source was read."""
    return {
        "whole": words.pgettext("read", "whole"),
        "abstract": words.pgettext("read", "abstract"),
        "second-hand": words.pgettext("read", "second-hand"),
    }[read]


def name_confidence(confidence: str, words: Words) -> str:
    """Return the word for how sure a fact is."""
    return {
        "high": words.pgettext("confidence", "high"),
        "medium": words.pgettext("confidence", "medium"),
        "low": words.pgettext("confidence", "low"),
    }[confidence]


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _inert(cell: str) -> str:
    """Return a cell with an apostrophe before = + - @ or a tab, which a spreadsheet would read as a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
