"""Forms in which programs export sources: each is known by how it begins, whatever its file is called."""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.core import Place, Problem, shown

EXPORT = "export the sources as CSL JSON into sources.json, or as BibTeX into sources.bib"
# What a text begins with, what that is called, and the file it is the right form for.
FORMS: Sequence[tuple[str, str, str]] = (
    (r"TY\s+-", "RIS", ""),
    (r"(?:%[^\n]*\n\s*)*@\w+\s*[{(]", "BibTeX", "sources.bib"),
    (r"%[0A-Z] ", "an EndNote file", ""),
    (r"[\[{]\s*[\[{\"\]}]", "JSON", "sources.json"),
    (r"(?i:<!doctype html|<html)", "a web page", ""),
    (r"<", "XML", ""),
)
CALLED = {".yaml": "YAML", ".json": "JSON", ".bib": "BibTeX"}


def tell_form(text: str, place: str) -> Problem | None:
    """Return a problem for a file of sources that holds another form than its name says; None if it holds its own.

    `place` is its path in messages.
    """
    file = Path(place)
    for begins, called, name in FORMS:
        if re.match(rf"\s*{begins}", text):
            if name.endswith(file.suffix) if name else file.suffix == ".bib" and re.search(r"@\w+\s*[{(]", text):
                return None
            if called == "JSON" and file.suffix == ".yaml":  # which has JSON in it
                return None
            what = f"this is {called} under the name of a {CALLED[file.suffix]} file"
            return Problem(Place(place, 1), what, f"rename it to  {name}" if name else EXPORT)
    return None


def tell_strays(folder: Path, names: Sequence[str]) -> list[Problem]:
    """Return a problem for each file of a folder that is called as one of sources, and has another ending."""
    others = sorted(file for file in folder.glob("sources.*") if file.is_file() and file.name not in names)
    return [Problem(Place(shown(file), 0), "the build does not read sources in this form", EXPORT) for file in others]
