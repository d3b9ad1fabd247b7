"""Read the style sheets of an HTML tree once for all its layouts. WeasyPrint parses them for each.

There is no public way in that leaves them the sheets of the author: this wraps a function of the pinned version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import tostring


@dataclass
class Sheets:
    """Parsed style sheets by the elements that hold or name them, with the complaints of parsing."""

    read: dict[bytes, tuple[list[Any], list[str]]] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    used: list[Any] = field(default_factory=list)  # by the last layout


@contextmanager
def keeping_sheets(weasyprint: Any, sheets: Sheets, complaints: list[str]) -> Iterator[None]:
    """Parse each style sheet only once while the block runs.

    All layouts have to have their fonts and counter styles in common. What was complained of is said of each layout.
    """
    css, find_sheets = weasyprint.css, weasyprint.css.find_stylesheets

    def find_once(html: Any, *others: Any) -> list[Any]:
        sheets.used = [sheet for wrapper in html.query_all("style", "link") for sheet in find(wrapper, *others[:-2])]
        return sheets.used

    def find(wrapper: Any, *others: Any) -> list[Any]:
        key = tostring(wrapper.etree_element)
        if key in sheets.read:
            complaints.extend(sheets.read[key][1])
        else:
            before = len(complaints)
            found = list(find_sheets(_Alone(wrapper), *others, [], sheets.layers))  # with page rules of its own
            sheets.read[key] = found, complaints[before:]
        return sheets.read[key][0]

    css.find_stylesheets = find_once
    try:
        yield
    finally:
        css.find_stylesheets = find_sheets


@dataclass
class _Alone:
    """A document of one element, for functions that query a document."""

    wrapper: Any

    def query_all(self, *_: str) -> list[Any]:
        return [self.wrapper]
