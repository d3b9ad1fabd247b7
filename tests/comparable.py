"""The publication as Markdown for Pandoc: what report and brief print and the deck shows, without their looks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.content.figure import Chart
from pipeline.content.model import Entry, Event, Publication
from pipeline.content.record import Prose
from pipeline.text.markdown import render_plain
from pipeline.text.renderers import DeckRenderer


def as_text(publication: Publication, folder: Path) -> str:
    """All words of the report, with notes and sources; each chart as a picture in `folder`, and its data as a table."""
    write = _Writer(publication, folder)
    parts = [write(publication.imprint.abstract), *in_chapters(publication, write)]
    parts.append("# Glossary")
    parts += [f"{write(term.term)}\n:   {write(term.meaning)}" for term in publication.glossary]
    parts += ["# Data", *(_table(figure) for figure in publication.figures.values() if isinstance(figure, Chart))]
    return "\n\n".join([*parts, "# Sources", "::: {#refs}\n:::"])


def as_brief(publication: Publication, folder: Path) -> str:
    """All words of the brief as it prints them, with notes and sources, and the charts that it shows."""
    write = _Writer(publication, folder)
    parts = [write(publication.imprint.abstract), *in_chapters(publication, write, points=False)]
    return "\n\n".join([*parts, "# Sources", "::: {#refs}\n:::"])


def in_short(publication: Publication, folder: Path) -> str:
    """The words of the argument alone: no notes, no sources, no data, no pictures."""
    return "\n\n".join(in_chapters(publication, _Writer(publication, folder, short=True)))


def as_slides(publication: Publication, folder: Path) -> str:
    """A slide for each entry, with its notes, and one for each chart."""
    write = _Writer(publication, folder)
    parts = []
    for chapter in publication.chapters:
        parts.append(f"# {write(chapter.title)}")
        for entry in chapter.entries:
            points = "\n".join(f"- {write(point)}" for point in entry.points)
            parts += [f"## {write(entry.claim)}", points, f"::: notes\n{write(entry.notes)}\n:::"]
            parts += [f"## {write(figure.title)}\n\n{write.picture(figure, 'png')}" for figure in write.charts(entry)]
    return "\n\n".join(parts)


def pictures_of(publication: Publication, folder: Path) -> list[dict[str, Any]]:
    """What to draw: the file, without what says its kind, the title, and the numbers of each series."""
    return [
        {
            "file": str(folder / f"chart-{figure.id}"),
            "title": figure.title.source,
            "series": [(series.label, [n or 0 for n in figure.numbers(series)]) for series in figure.series],
        }
        for figure in publication.figures.values()
        if isinstance(figure, Chart)
    ]


def in_chapters(publication: Publication, write: "_Writer", *, points: bool = True) -> Iterator[str]:
    for chapter in publication.chapters:
        yield f"# {write(chapter.title)}"
        yield f"*{write(chapter.claim)}*"
        yield write(chapter.text) if chapter.text else ""
        for entry in chapter.entries:
            yield f"## {write(entry.title)}"
            yield f"*{write(entry.claim)}*"
            yield "\n".join(f"- {write(point)}" for point in entry.points if points)
            yield write(entry.text)
            yield from (write.picture(figure, "svg") for figure in write.charts(entry))
            yield from write.details(entry)


class _Writer:
    def __init__(self, publication: Publication, folder: Path, *, short: bool = False) -> None:
        self.publication, self.folder, self.short = publication, folder, short
        self.renderer = DeckRenderer(publication)

    def __call__(self, prose: Prose) -> str:
        """The same Markdown, with facts as they print; Pandoc knows no other of our notations."""
        text = re.sub(r"\{[a-z0-9-]+(?::short)?\}", lambda fact: self._plain(fact[0], prose), prose.source)
        text = re.sub(r"@(?:fig|sec|tbl)-[a-z0-9-]+", lambda there: self._plain(there[0], prose), text)
        return re.sub(r"\s*\[@[^\]]*\]|\^\[[^\]]*\]", "", text) if self.short else text

    def _plain(self, notation: str, prose: Prose) -> str:
        return render_plain(Prose(f"= {notation}", prose.place), self.renderer).removeprefix(
            "= "
        )  # alone it would stand apart

    def charts(self, entry: Entry) -> list[Chart]:
        """Those that it shows."""
        shown = [id for id in self.publication.figures if id in entry.figures or f"@fig-{id}" in entry.text.source]
        charts = [self.publication.figures[id] for id in shown]
        return [] if self.short else [figure for figure in charts if isinstance(figure, Chart)]

    def picture(self, figure: Chart, kind: str) -> str:
        return f"![{self(figure.title)}. {self(figure.subtitle)}]({self.folder}/chart-{figure.id}.{kind})"

    def details(self, entry: Entry) -> Iterator[str]:
        """What its kind adds: sentences, and events."""
        for name in type(entry).model_fields.keys() - Entry.model_fields.keys():
            value = getattr(entry, name)
            if isinstance(value, Prose):
                yield f"**{name}** {self(value)}"
            if isinstance(value, tuple):
                events = [event for event in value if isinstance(event, Event)]
                yield "\n".join(f"- {e.date}: **{self(e.title)}** {self(e.line)}" for e in events)
        yield from (f"**{label}** {self(line)}" for label, line in entry.details.items())


def _table(figure: Chart) -> str:
    heads = ["", *(series.label for series in figure.series)]
    columns = [figure.table.labels, *(figure.numbers(series) for series in figure.series)]
    rows = [[str("" if cell is None else cell) for cell in row] for row in zip(*columns, strict=True)]
    rule = ["---"] * len(heads)
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows]) + f"\n\n: {figure.title.source}"
