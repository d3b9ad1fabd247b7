"""Write the fact-check sheet as CSV, for those who check in a spreadsheet."""

import csv
import io

from pipeline.cite import Citations
from pipeline.fact import taken_from
from pipeline.model import Publication, Source
from pipeline.sheet import Row, Sheet

COLUMNS = (
    "fact",
    "as printed",
    "value",
    "unit",
    "as of",
    "what it measures",
    "sources",
    "locator",
    "links",
    "grades",
    "confidence",
    "note",
    "taken from",
    "pages of the brief",
    "slides",
    "notes of slides",
    "figures",
)


def write_sheet_csv(sheet: Sheet, publication: Publication) -> bytes:
    """One line a fact, UTF-8 with a mark so that Excel reads it as such."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    citations = Citations(publication)
    for row in sheet.rows:
        writer.writerow([_inert(cell) for cell in _cells(row, publication, citations)])
    return ("\ufeff" + buffer.getvalue()).encode()


def _cells(row: Row, publication: Publication, citations: Citations) -> list[str]:
    fact = row.fact
    links = (_link(publication.sources[id]) for id in fact.source)
    return [
        fact.id,
        row.printed,
        "–".join(f"{number:.12g}" for number in fact.numbers) or (fact.value or ""),
        fact.unit,
        fact.as_of,
        fact.measures.source,
        citations.line(fact.source),
        fact.locator or "",
        " ".join(link for link in links if link),
        "; ".join(graded(publication.sources[id]) for id in fact.source),
        fact.confidence,
        fact.note.source if fact.note else "",
        taken_from(fact),
        _list(row.pages),
        _list(row.slides),
        _list(row.notes),
        _list(row.figures),
    ]


def _link(source: Source) -> str:
    return source.URL or (f"https://doi.org/{source.DOI}" if source.DOI else "")


def graded(source: Source) -> str:
    """official, read whole"""
    return ", ".join(part for part in (source.grade, source.read and f"read {source.read}") if part)


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _inert(cell: str) -> str:
    """A spreadsheet takes a cell that begins with = + - @ for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
