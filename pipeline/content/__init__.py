"""YAML and data become records: the publication and the theme.

Takes a folder of content and the theme of a layouts folder; gives a `Publication` and a `Theme` of frozen records, each of
which knows its file and line, or all problems at once. `all_prose` lists every text, `print_fact` prints a number in a language.
It alone knows PyYAML, how pydantic's complaints are said in an editor's words, and the forms of bibliographies.

    record      what a record is: base class, types of fields (ids, dates, addresses, prose)
    model       entries, facts, sources, the publication; figure: figures and their data; theme: the theme; form: forms,
                check_form: what must hold between them, and their layouts
    lists       words of the publication, and which of them entries bear
    yaml_nodes  YAML read with nothing guessed; yaml_errors: PyYAML's complaints in an editor's words; mistyped: signs
                that only look like YAML's own; called_elsewhere: what other programs call our fields and kinds
    source      a source, with every variable of CSL; source_files: the files it may come from
                json_nodes (JSON with its places), bibtex_entries (where what stands in BibTeX), csl_items, csl_date,
                csl_text (marks in titles), csl_fields (the words of CSL)
    data_files  what records say about a data file, and the rows of it that a figure shows
    map_places  what must hold of the rows of a map
    folder      one folder's files validated; pydantic's complaints in an editor's words
    load        all of content, or every problem; load_layouts: theme and forms
    source_files  bibliographies as programs export them; source_forms: which form a file holds
    strayed     files that lie elsewhere, or have another ending; ids that are taken
    fact        a number that was typed, or is taken from data
    unit        what a unit means
    amounts     numbers as printed, with what their unit puts around them
    figure_part  the part of a chart that the slide of an entry shows
    cut         a cut of the deck for some minutes, and what it names
    printing    how facts, dates and years read in a language
    all_prose   every text, with what it belongs to; printed_words: all words that may be printed, with their places;
                find_text: where words stand that an output shows
"""

from pipeline.content.all_prose import all_prose, prose_of
from pipeline.content.amounts import chart_sign, print_number, read_printed, round_number, scale_word
from pipeline.content.called_elsewhere import find_field, suggest_field
from pipeline.content.check_form import fields_of_entries
from pipeline.content.cut import ALL, OPENING, Cut, find_ids, ids_of_cut
from pipeline.content.fact import taken_from
from pipeline.content.figure import (
    CHARTS,
    Chart,
    DataFigure,
    DataTable,
    EntryTable,
    Figure,
    MapFigure,
    Matrix,
    Series,
    Timeline,
    TypedTable,
    count_decimals,
)
from pipeline.content.figure_part import check_part, find_figure, find_parts
from pipeline.content.find_text import Found, find_text
from pipeline.content.form import DATA_FILE, MEDIA, Form
from pipeline.content.lists import NO_LIST, Word
from pipeline.content.load import load_publication
from pipeline.content.load_layouts import load_forms, load_theme
from pipeline.content.model import (
    Box,
    Chapter,
    Elsewhere,
    Entry,
    Event,
    Fact,
    Imprint,
    Lesson,
    Link,
    Publication,
)
from pipeline.content.printed_words import find_printed
from pipeline.content.printing import (
    VARIANTS,
    print_as_of,
    print_capital,
    print_date,
    print_fact,
    print_label,
    print_years,
)
from pipeline.content.record import Grade, Prose, Reading
from pipeline.content.source import Source
from pipeline.content.theme import DeckTheme, Font, Size, Theme, Twin
from pipeline.content.unit import read_unit

__all__ = [
    "ALL",
    "CHARTS",
    "DATA_FILE",
    "MEDIA",
    "NO_LIST",
    "OPENING",
    "VARIANTS",
    "Box",
    "Chapter",
    "Chart",
    "Cut",
    "DataFigure",
    "DataTable",
    "DeckTheme",
    "Elsewhere",
    "Entry",
    "EntryTable",
    "Event",
    "Fact",
    "Figure",
    "Font",
    "Form",
    "Found",
    "Grade",
    "Imprint",
    "Lesson",
    "Link",
    "MapFigure",
    "Matrix",
    "Prose",
    "Publication",
    "Reading",
    "Series",
    "Size",
    "Source",
    "Theme",
    "Timeline",
    "Twin",
    "TypedTable",
    "Word",
    "all_prose",
    "chart_sign",
    "check_part",
    "count_decimals",
    "fields_of_entries",
    "find_field",
    "find_figure",
    "find_ids",
    "find_parts",
    "find_printed",
    "find_text",
    "ids_of_cut",
    "load_forms",
    "load_publication",
    "load_theme",
    "print_as_of",
    "print_capital",
    "print_date",
    "print_fact",
    "print_label",
    "print_number",
    "print_years",
    "prose_of",
    "read_printed",
    "read_unit",
    "round_number",
    "scale_word",
    "suggest_field",
    "taken_from",
]
