"""What stands on the sheets of the workbook: each figure's table in typed cells, and in words what its reader has to know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.content import (
    Chart,
    DataFigure,
    Figure,
    Prose,
    Publication,
    Timeline,
    print_date,
    print_label,
)
from pipeline.figures import tabulate
from pipeline.languages import Words
from pipeline.render import sources_of
from pipeline.text import Citations, DeckRenderer, render_plain
from pipeline.workbook.names import name_sheets
from pipeline.workbook.tables import Table, table_of, timeline_table

Say = Callable[[Prose], str]  # prose as plain words
Numbers = Mapping[str, Mapping[str, int]]  # of figures, by the file of a form and the id of the figure


@dataclass(frozen=True)
class FigureSheet:
    """The sheet of one figure: its name, the lines above its table (measure, unit), its table, the lines below.

    `file` is the data file that the figure is drawn from; "" if its table is typed, or computed from entries.
    """

    name: str
    heading: str  # Figure 3
    numbers: tuple[int | None, ...]  # the first as in full, then as each form has it that numbers figures by itself
    title: str
    above: tuple[str, ...]
    table: Table
    below: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Contents:
    """The first sheet, which lists the others: its name, the publication's title, the lines below it, heads of columns."""

    name: str
    title: str
    above: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """All sheets of the workbook."""

    contents: Contents
    figures: tuple[FigureSheet, ...]


def gather_sheets(publication: Publication, references: Mapping[str, str], others: Numbers) -> Sheets:
    """Return the sheets of the figures that entries list, in the order of their numbers.

    `references` are the sources in words, with their addresses, by id; `others` the numbers of figures in forms that have
    other ones.
    """
    renderer = DeckRenderer(publication)

    def say(text: Prose) -> str:
        return render_plain(text, renderer)

    contents = _contents(publication, others, say)
    _, *names = name_sheets([contents.name, *publication.figure_numbers])
    figures = (
        _figure_sheet(publication.figures[id], name, publication, references, others, say)
        for id, name in zip(publication.figure_numbers, names, strict=True)
    )
    return Sheets(contents, tuple(figures))


def _contents(publication: Publication, others: Numbers, say: Say) -> Contents:
    imprint, words = publication.imprint, publication.words
    by = ", ".join([*(author.name for author in imprint.authors), print_date(imprint.date, imprint.language)])
    what = words.gettext(
        "The numbers behind the figures, each figure on a sheet of its own. In an empty cell nothing is known; it is not a zero."
    )
    license = words.gettext("Text and figures: %(license)s.", license=imprint.license)
    figure = words.gettext("Figure")
    numbers = [words.gettext("%(target)s in %(form)s", target=figure, form=file) for file in others]
    heads = (figure, *numbers, words.gettext("Title"), words.gettext("Sheet"), words.gettext("Data file"))
    (name,) = name_sheets([words.gettext("Figures")])
    return Contents(name, say(imprint.title), (say(imprint.subtitle), by, what, license), heads)


def _figure_sheet(
    figure: Figure,
    name: str,
    publication: Publication,
    references: Mapping[str, str],
    others: Numbers,
    say: Say,
) -> FigureSheet:
    words, entries = publication.words, publication.every_entry
    above = [say(figure.subtitle)]
    if isinstance(figure, DataFigure) and figure.unit:
        above.append(words.gettext("Unit: %(unit)s", unit=figure.unit))
    if isinstance(figure, Timeline):
        table, shown = timeline_table(figure, entries, words, say), []
    else:
        grid = tabulate(figure, entries, words)  # type: ignore[arg-type]  # of all kinds but timelines
        table = table_of(figure, grid, words, say)
        shown = [cell.words for row in grid.rows for cell in row.cells if isinstance(cell.words, Prose)]
    cited = dict.fromkeys(sources_of(publication, figure, shown))
    short = Citations(publication).short
    below = [words.gettext("Source: %(sources)s", sources=references.get(id) or short(id).striptags()) for id in cited]
    number = publication.figure_numbers[figure.id]
    return FigureSheet(
        name,
        words.gettext("Figure %(number)s", number=number),
        (number, *(numbers.get(figure.id) for numbers in others.values())),
        say(figure.title),
        tuple(above),
        table,
        (*below, *_remarks(figure, words, say)),
        figure.data if isinstance(figure, DataFigure) else "",
    )


def _remarks(figure: Figure, words: Words, say: Say) -> Iterator[str]:
    """Yield the note of a figure, what is marked in it, and which rows of its file it shows, a line each."""
    if figure.note:
        yield words.gettext("Note: %(note)s", note=say(figure.note))
    if isinstance(figure, Chart) and figure.shares:
        yield words.gettext("The figure shows the share that each number has in its row, in percent.")
    if isinstance(figure, Chart):
        yield from _marks(figure, words, say)
    if isinstance(figure, DataFigure):
        yield from _part(figure, words)


def _marks(figure: Chart, words: Words, say: Say) -> Iterator[str]:
    """Yield what is written in a chart: at breaks, over shaded spans, beside values."""
    language, labels = words.language, {series.column: series.label for series in figure.series}
    for mark in figure.breaks:
        yield words.gettext("Break at %(label)s: %(line)s", label=print_label(mark.at, language), line=say(mark.line))
    for span in figure.shaded:
        first, last = print_label(span.start, language), print_label(span.end, language)
        yield words.gettext("Shaded from %(first)s to %(last)s: %(line)s", first=first, last=last, line=say(span.line))
    for note in figure.annotations:
        label = ", ".join([print_label(note.at, language), *([labels[note.column]] if note.column else [])])
        yield words.gettext("At %(label)s: %(line)s", label=label, line=say(note.line))


def _part(figure: DataFigure, words: Words) -> Iterator[str]:
    """Yield which rows of its file a figure shows, if it names the first or the last."""
    first, last = (label and print_label(label, words.language) for label in (figure.start, figure.end))
    if first and last:
        yield words.gettext("Of the data file, the rows from %(first)s to %(last)s are shown.", first=first, last=last)
    elif first:
        yield words.gettext("Of the data file, the rows from %(first)s on are shown.", first=first)
    elif last:
        yield words.gettext("Of the data file, the rows up to %(last)s are shown.", last=last)
