"""Read the style sheets of an HTML tree once for all its layouts. WeasyPrint parses them for each.

There is no public way in that leaves them the sheets of the author: this wraps a function of the pinned version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import tostring

Kept = dict[Any, tuple[list[Any], list[str]]]  # sheets, and what WeasyPrint complained of while it read them


@contextmanager
def keeping_sheets(weasyprint: Any, kept: Kept, complaints: list[str]) -> Iterator[None]:
    """While this lasts, sheets that are in `kept` are not read again; others come to be in it.

    All layouts have to have their fonts and counter styles in common. What was complained of is said of each layout.
    """
    css, find_sheets = weasyprint.css, weasyprint.css.find_stylesheets

    def find_once(html: Any, *others: Any) -> list[Any]:
        found = (element for element in html.etree_element.iter() if element.tag in ("style", "link"))
        key = tuple(map(tostring, found))
        if key in kept:
            complaints.extend(kept[key][1])
        else:
            before = len(complaints)
            sheets = list(find_sheets(html, *others))
            kept[key] = sheets, complaints[before:]
        return kept[key][0]

    css.find_stylesheets = find_once
    try:
        yield
    finally:
        css.find_stylesheets = find_sheets
