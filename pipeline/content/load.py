"""Load content: files to frozen records, or every problem at once."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.content import model
from pipeline.content.called_elsewhere import suggest_figure, suggest_kind
from pipeline.content.data_files import gather_settings, keep_rows, wanted_by
from pipeline.content.fact import NotInData, count_gaps, find_unit, read_value, read_years, take_numbers
from pipeline.content.figure import FIGURES, DataFigure, EntryTable, Figure, MapFigure, TypedTable
from pipeline.content.folder import FolderReader
from pipeline.content.lists import Lists, Word, read_lists, take_words
from pipeline.content.map_places import check_places
from pipeline.content.printing import print_capital
from pipeline.content.record import PLAIN_NAME, Prose
from pipeline.content.source import Source
from pipeline.content.source_files import FILES, Found, join_sources, read_sources
from pipeline.content.source_forms import tell_strays
from pipeline.content.strayed import find_strayed, tell_taken
from pipeline.content.unit import has_decimal_comma, is_calendar_year, read_unit
from pipeline.content.yaml_nodes import Items, Map, Scalar, read_yaml, read_yaml_list
from pipeline.core import NO_CACHE, Cache, Place, Problem, ProblemsFound, find_file, suggest
from pipeline.data import Alone, ColumnMissing, Data, read_data, read_outlines


def load_publication(
    folder: Path, kinds: Collection[str], cache: Cache = NO_CACHE
) -> tuple[model.Publication | None, list[Problem]]:
    """Return the publication in a content folder, as far as it can be read, and all its problems.

    `kinds` are the kinds of entry that have layouts. The publication is None only when publication.yaml itself
    cannot be used. Reads nothing outside `folder`.
    """
    loader = _Loader(folder, kinds, cache)
    about = loader.yaml("publication.yaml")
    if about is not None:
        loader.read_lists(about)
    imprint = loader.validate(model.Imprint, about, "publication") if about is not None else None
    if imprint is not None:
        loader.language = imprint.language
    figures = loader.records("figures.yaml", "figure", loader.figure)
    facts = loader.records("facts.yaml", "fact", loader.fact)
    sources = loader.sources()
    exceptions = loader.phrases("exceptions.yaml")
    glossary = loader.glossary("glossary.yaml")
    chapters = loader.chapters(about) if about is not None else ()
    loader.refuse_same_ids()
    if imprint is None:
        return None, loader.problems
    publication = model.Publication(
        imprint,
        chapters,
        figures,
        facts,
        sources,
        exceptions,
        glossary,
        broken=frozenset(loader.broken),
        unread=frozenset(loader.unread),
        unlisted=loader.unlisted(imprint.chapters),
        warnings=tuple(loader.warnings),
    )
    return publication, loader.problems


class _Loader(FolderReader):
    """A reader of the content folder of a publication. `kinds` are the kinds of entry that have layouts."""

    def __init__(self, folder: Path, kinds: Collection[str], cache: Cache) -> None:
        super().__init__(folder, cache)
        self.kinds = kinds
        self.language = "en-US"
        self.lists = Lists()
        self.warnings: list[Problem] = []
        self.settings = gather_settings(self._raw_records("figures.yaml", "facts.yaml"))

    def _raw_records(self, *names: str) -> Iterator[object]:
        """Yield what stands under each id of some files, as far as they can be read; their problems come later."""
        for name in names:
            with suppress(ProblemsFound):
                yield from read_yaml(self.path(name), self.shown(name), self.cache).values()

    def phrases(self, name: str) -> dict[str, str]:
        """Return the reasons in a file of `phrase: reason` lines, by phrase; none if the file is absent."""
        data = self.yaml(name) if self.has(name) else None
        for phrase, why in (data or {}).items():
            if data is not None and not isinstance(why, str):
                what = f'"{phrase}" has no reason'
                self.problems.append(Problem(data.places[phrase], what, "say after the colon why it is no fact"))
        return {phrase: str(why) for phrase, why in (data or {}).items()}

    def fact(self, data: Map, what: str) -> model.Fact | None:
        """Return a fact with its numbers, typed or taken from data, or None after adding problems."""
        fact = self.validate(model.Fact, data, what)
        if fact is None:
            return None
        read = read_value(fact.value or "")
        for key, words in (("print", fact.print), ("short", fact.short)):
            if (read or fact.data) and words is not None and "{}" not in words and not is_calendar_year(fact.unit):
                hint = f'write {{}} where the number goes, as in  {key}: "about {{}}"'
                self.problems.append(Problem(data.places[key], f'{what}: "{words}" would not follow the number', hint))
        if fact.data is None:
            return self.typed_fact(fact, read, what)
        named = [(fact.place_of(f"column.{n}"), column) for n, column in enumerate(fact.column)]
        named += [(fact.place_of("of"), fact.of)] if fact.of else []
        table = self.table(fact, data, what, named)
        try:
            if table is None:
                return None
            return fact.model_copy(update={"numbers": take_numbers(fact, table), "gaps": count_gaps(fact, table)})
        except NotInData as error:
            place = data.places["at" if fact.at else "from" if error.hint else "take"]
            self.problems.append(Problem(place, f"{what}: {error} in {fact.data}", error.hint))
            return None

    def typed_fact(self, fact: model.Fact, read: Sequence[Alone], what: str) -> model.Fact:
        """Return a fact with the numbers that were typed, after adding a problem for what may be two numbers."""
        if years := read_years(fact):
            return fact.model_copy(update={"numbers": years})
        place, unit = fact.place_of("value"), read_unit(fact.unit, self.language)
        if spelt := find_unit(fact.value or ""):
            problem = f'{what}: "{fact.value}" has its unit in it'
            hint = f"write  value: {spelt[0]}  and  unit: {spelt[1]}"
            self.problems.append(Problem(place, problem, hint))
        numbers = []
        for number in read:
            if number.other is not None and not fact.decimal and has_decimal_comma(self.language):
                problem = f'{what}: "{fact.value}" may be {number.number} or {number.other}'
                hint = "write digits alone, with a point before decimals; or add  decimal: point  or  decimal: comma"
                self.problems.append(Problem(place, problem, hint))
            if number.mark and not unit.bears(number.mark):
                problem = f'{what}: "{fact.value}" and its unit, "{fact.unit}", do not agree'
                self.problems.append(Problem(place, problem, "write the number alone, and what it counts as its unit"))
            is_other = fact.decimal == "comma" and number.other is not None
            numbers.append(number.other if is_other and number.other is not None else number.number)
        if len(numbers) == 2 and numbers[0] > numbers[1]:
            problem = f'{what}: "{fact.value}" ends below its beginning'
            self.problems.append(
                Problem(
                    place,
                    problem,
                    "write the smaller number first; a vote or a score is not a number: spell it in the text",
                )
            )
        places = 0 if fact.decimal == "comma" else max((number.places for number in read), default=0)
        return fact.model_copy(update={"numbers": tuple(numbers), "typed_places": places})

    def figure(self, data: Map, what: str) -> Figure | None:
        """Return a figure, with the rows of its data file if it names one, or None after adding problems."""
        kind = str(data.get("kind", "bar"))
        tables: dict[str, type[Figure]] = {"entries": EntryTable, "rows": TypedTable}
        cls = next((tables[key] for key in tables if kind == "table" and key in data), FIGURES.get(kind))
        if cls is None:
            problem = f'{what}: no kind of figure called "{kind}"'
            self.problems.append(Problem(data.places["kind"], problem, suggest_figure(kind, FIGURES)))
            return None
        if not issubclass(cls, DataFigure):
            figure = self.validate(cls, data, what)
            return self.even_table(figure, what) if isinstance(figure, TypedTable) else figure
        drawn = self.validate(cls, data, what, **{"(table)": Data("", (), {})})
        if drawn is None:
            return None
        named = [(series.place_of("column"), series.column) for series in drawn.series]
        if isinstance(drawn, MapFigure):
            named += [(drawn.place_of(key), getattr(drawn, key)) for key in ("longitude", "latitude")]
        table = self.table(drawn, data, what, named)
        if table is None:
            return None
        kept, problems = keep_rows(drawn, table, what)
        self.problems += problems
        made = drawn.model_copy(update={"table": kept}) if not problems else None
        return self.on_outlines(made, what) if isinstance(made, MapFigure) else made

    def on_outlines(self, figure: MapFigure, what: str) -> MapFigure | None:
        """Return a map with its outlines, or None after adding problems of these, or of its places."""
        name = f"data/{figure.outlines}"
        if not find_file(self.folder / name).is_file():
            known = [path.name for path in sorted((self.folder / "data").glob("*.*json"))]
            problem = f'{what}: no file of outlines called "{figure.outlines}"'
            hint = suggest(figure.outlines, known) or "put a GeoJSON file into the folder data, and name it here"
            self.missing(name, Problem(figure.place_of("outlines"), problem, hint))
            return None
        try:
            made = figure.model_copy(update={"ground": read_outlines(self.path(name), self.shown(name))})
        except ProblemsFound as found:
            self.problems += found.problems
            return None
        problems = check_places(made, what)
        self.problems += [problem for problem in problems if not problem.warns]
        self.warnings += [problem for problem in problems if problem.warns]
        return made if all(problem.warns for problem in problems) else None

    def even_table(self, figure: TypedTable, what: str) -> TypedTable | None:
        """Return a table whose rows have as many cells as it has columns, or None after adding problems."""
        columns, uneven = len(figure.heads), [row for row in figure.rows if len(row) != len(figure.heads)]
        for row in uneven:
            place = next((cell.place for cell in row if cell), figure.place_of("rows"))
            said = f"this row has {len(row)} cell{'' if len(row) == 1 else 's'}; there are {columns} columns"
            hint = 'a cell that is empty is ""; one that has a comma in it stands between double quotation marks'
            self.problems.append(Problem(place, f"{what}: {said}", hint))
        return None if uneven else figure

    def table(
        self, record: DataFigure | model.Fact, data: Map, what: str, named: Sequence[tuple[Place, str]]
    ) -> Data | None:
        """Return the columns of a data file that a figure or a fact asks for, or None after adding problems.

        `named` are the columns, each after the place that asks for it.
        """
        name = f"data/{record.data}"
        if not find_file(self.folder / name).is_file():
            known = [p.name for p in sorted((self.folder / "data").glob("*.[cx][sl][vs]*"))]
            problem = f'{what}: no data file called "{record.data}"'
            self.missing(name, Problem(data.places["data"], problem, suggest(str(record.data), known)))
            return None
        try:
            table = read_data(self.path(name), self.shown(name), wanted_by(record, self.settings))
            self.check_marks(record, table, what)
            return table
        except ColumnMissing as missing:
            asked = [place for place, column in named if column == missing.name]
            place = asked[0] if asked else data.places.get("x", data.place)
            problem = f'{what}: there is no column "{missing.name}" in {self.shown(name)}'
            self.problems.append(Problem(place, problem, suggest(missing.name, missing.header)))
        except ProblemsFound as found:
            self.problems += found.problems
        return None

    def missing(self, name: str, problem: Problem) -> None:
        """Add a problem for a file that is not there: at the file that is meant, if it lies elsewhere; each once."""
        told = find_strayed(self.folder, name) or problem
        self.problems += [told] if told not in self.problems else []

    def check_marks(self, record: DataFigure | model.Fact, table: Data, what: str) -> None:
        """Add a problem for a column in percent or a currency, if the unit says another currency, or percent."""
        unit = read_unit(record.unit, self.language)
        computed = isinstance(record, model.Fact) and record.is_computed
        for column, mark in table.marks.items():
            if mark and unit.sort != "count" and not computed and not unit.bears(mark):
                problem = f'{what}: its unit is "{record.unit}", and column "{column}" is in {mark}'
                hint = f"write  unit: {mark}, or look whether the column is the right one"
                self.problems.append(Problem(record.place_of("unit"), problem, hint))

    def sources(self) -> dict[str, Source]:
        """Return the sources of all files of sources by id, each with the grade that another file may give it."""
        if not any(map(self.has, FILES)) and (strays := tell_strays(self.folder, FILES)):
            self.problems += strays
            self.unread.add("sources.yaml")
        files = (self.again(name, partial(self.source_file, name), self.language) for name in FILES if self.has(name))
        sources, problems = join_sources([found for found in files if found], self.broken)
        self.problems += [problem for problem in problems if not problem.warns]
        self.warnings += [problem for problem in problems if problem.warns]
        return sources

    def source_file(self, name: str) -> Found | None:
        """Return what a file of sources holds, or None after adding problems."""
        try:
            found = read_sources(self.path(name), self.shown(name), self.cache, self.language)
        except ProblemsFound as problems:
            self.problems += problems.problems
            self.unread.add("sources.yaml")
            return None
        self.broken.update(found.broken)
        if "" in found.broken:  # nobody knows how it is cited
            self.unread.add("sources.yaml")
        return found

    def glossary(self, name: str) -> tuple[model.Term, ...]:
        """Return the terms that glossary.yaml lists, each once; none if the file is absent."""
        if not self.has(name):
            return ()
        try:
            items = read_yaml_list(self.path(name), self.shown(name), self.cache)
        except ProblemsFound as found:
            self.problems += found.problems
            return ()
        made: dict[str, model.Term] = {}
        for item in items:
            named = str(item.get("term", "")) if isinstance(item, Map) else ""
            term = self.validate(model.Term, item, f'term "{named}"' if named else "term")
            if term is not None and named.casefold() in made:
                self.problems.append(Problem(term.place, f'term "{named}" stands twice', "delete one of them"))
            elif term is not None:
                made[named.casefold()] = term
        return tuple(made.values())

    # -- chapters

    def read_lists(self, about: Map) -> None:
        """Read the lists of publication.yaml, and put the words that they could be made into in their place."""
        if "lists" not in about:
            return
        self.lists, problems = read_lists(
            about["lists"],
            about.places["lists"],
            model.find_taken_names(),
            lambda typed, what: self.validate(Word, typed, what),
        )
        self.problems += problems
        self.own_fields = self.lists.names
        about["lists"] = self.lists.words

    def chapters(self, about: Map) -> tuple[model.Chapter, ...]:
        """Return the chapters that publication.yaml lists, in order, without those that cannot be made."""
        names = about.get("chapters")
        listed = [name for name in names if isinstance(name, Scalar)] if isinstance(names, Items) else []
        first: dict[str, Scalar] = {}
        for name in listed:
            if name in first:
                what = f'chapter "{name}" is listed twice; the first is on line {first[name].place.line}'
                self.problems.append(Problem(name.place, what, "delete one of the two lines"))
            first.setdefault(name, name)
        made = (self.chapter(name) for name in first.values())
        return tuple(chapter for chapter in made if chapter is not None)

    def unlisted(self, listed: Collection[str]) -> tuple[Place, ...]:
        """Return the files of chapters that are not listed: drafts, or copies that a program made."""
        known = {unicodedata.normalize("NFC", name) for name in listed}
        files = sorted((self.folder / "chapters").glob("*.y*ml"))
        return tuple(
            Place(self.shown(f"chapters/{file.name}"), 0)
            for file in files
            if file.suffix != ".yaml" or unicodedata.normalize("NFC", file.stem) not in known
        )

    def chapter(self, name: Scalar) -> model.Chapter | None:
        file = f"chapters/{name}.yaml"
        if not PLAIN_NAME.fullmatch(name):
            self.unread.add("chapters")  # publication.yaml has a problem of its own
            return None
        if not find_file(self.folder / file).is_file():
            known = [p.stem for p in sorted((self.folder / "chapters").glob("*.yaml")) if p.is_file()]
            bare = re.sub(r"\.ya?ml$", "", name)
            is_ended = bare != name and bare in known
            hint = f"write it without its ending: {bare}" if is_ended else suggest(name, known)
            what = f'no chapter file called "{name}"' if is_ended else f'no chapter file called "{name}.yaml"'
            self.missing(file, Problem(name.place, what, hint))
            self.unread.add("chapters")
            return None
        return self.again(file, lambda: self.read_chapter(name, file), (self.kinds, self.lists, self.language))

    def read_chapter(self, name: Scalar, file: str) -> model.Chapter | None:
        data = self.yaml(file)
        if data is None:
            return None
        met = len(self.ids)
        self.note_id(data)
        what = f'chapter "{data.get("id", name)}"'
        if isinstance(items := data.get("entries"), Items):
            if not items:
                hint = "each entry begins with a line such as  - kind: topic"
                self.problems.append(Problem(items.place, f"{what} has no entries", hint))
                self.unread.add("chapters")  # whoever names one of them made no mistake
            made = (self.entry(item) for item in items)
            data["entries"] = [entry for entry in made if entry is not None]
        elif not any(data.get(key) for key in ("entries", "text", "points", "boxes")):
            hint = "write its entries, each beginning with a line such as  - kind: topic; or a text, or boxes"
            self.problems.append(Problem(data.place, f"{what} has nothing below its title and its claim", hint))
            self.unread.add("chapters")
        self.note_boxes(data)
        chapter = self.validate(model.Chapter, data, what)
        if chapter is None:  # whoever names it or its entries made no mistake
            self.broken.update(id for id, _ in self.ids[met:])
        return chapter

    def note_boxes(self, owner: Map) -> None:
        """Note the ids of the boxes of a chapter or an entry."""
        boxes = owner.get("boxes")
        for box in boxes if isinstance(boxes, Items) else ():
            if isinstance(box, Map):
                self.note_id(box)

    def entry(self, item: Any) -> model.Entry | None:
        if not isinstance(item, Map):
            return self.validate(model.Entry, item, "entry")
        met = len(self.ids)
        self.note_id(item)
        self.note_boxes(item)
        kind, id = str(item.get("kind", "entry")), str(item.get("id", ""))
        if "kind" in item and self.kinds and kind not in self.kinds:  # without any, the layouts have a problem
            where = f"A kind of your own needs a layout: pages/{kind}.html for pages, deck/{kind}.html for slides."
            what = f'entry "{id}": no kind called "{kind}"'
            self.problems.append(Problem(item.places["kind"], what, suggest_kind(kind, self.kinds, where)))
            self.broken.add(id)
            return None
        cls, owner = model.KINDS.get(kind, model.Entry), f'{kind} "{id}"' if id else kind
        is_whole = self.take_words(item, cls, owner)
        entry = self.validate(cls, item, owner) if is_whole else None
        if entry is None:
            self.broken.update(id for id, _ in self.ids[met:])
        return entry

    def take_words(self, item: Map, cls: type[model.Entry], owner: str) -> bool:
        """Move the words of lists to where records hold them, in an entry and in its links; return whether all are known."""
        lines = [name for name, field in cls.model_fields.items() if field.annotation is Prose]
        write = dict.fromkeys(lines, lambda label: print_capital(label, self.language))
        links = item.get("links")
        linked = [link for link in links.values() if isinstance(link, Map)] if isinstance(links, Map) else []
        found = [
            take_words(item, self.lists, owner, write),
            *(take_words(link, self.lists, owner, {}) for link in linked),
        ]
        self.problems += [problem for problems, _ in found for problem in problems]
        return all(is_whole for _, is_whole in found)

    def refuse_same_ids(self) -> None:
        first: dict[str, Place] = {}
        taken: dict[tuple[str, str], list[tuple[str, Place, Place]]] = {}
        for id, place in self.ids:
            if id in first:
                taken.setdefault((place.path, first[id].path), []).append((id, place, first[id]))
            first.setdefault(id, place)
        self.problems += tell_taken(taken)
