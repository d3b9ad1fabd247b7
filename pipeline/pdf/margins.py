"""Set what stands in the margins of pages: running heads and feet, with the numbers that pages have at last.

A page of a part is set without them, so a part stays as it is when the parts before it grow by a page. Once all
are set, their margins are: on bare pages of the same kinds, in the same order, with the same strings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from pipeline.pdf.finish import own_tags
from pipeline.pdf.pagination import STANDARD, Source
from pipeline.pdf.split import HOLLOW, style_element
from pipeline.pdf.weasyprint_internals import Box, page_box, page_kind, strip_page

String = tuple[str, str]  # the name and the text of a named string


@dataclass(frozen=True)
class PageInfo:
    """All that the margin boxes of a page depend on: its kind, and the named strings that are set on it.

    `opening` are the strings that are set by the elements that open the page, `strings` all others.
    """

    side: str
    is_blank: bool
    name: str  # as `page: cover` says; empty if it has none
    opening: Sequence[String] = ()
    strings: Sequence[String] = ()


def read_page_info(page: Any) -> PageInfo:
    """Return what the margin boxes of a page that was laid out depend on."""
    box, kind = page_box(page), page_kind(page)
    opens = set(_opening(box))
    told = [(inner in opens, *pair) for inner in box.walk() for pair in inner.strings]
    opening, strings = ([(name, text) for here, name, text in told if here is wanted] for wanted in (True, False))
    return PageInfo(kind.side, kind.is_blank, kind.name, opening, strings)


def set_margins(source: Source, page_infos: Sequence[PageInfo], has_sides: bool) -> bytes:
    """Return a PDF of as many pages, which show nothing but their margin boxes."""
    body = source.root.find("body")
    sections = list(body)
    body[:] = [_stand_in(info, at, has_sides) for at, info in enumerate(page_infos) if not info.is_blank]
    try:
        document = source.render()
    finally:
        body[:] = sections
    for page in document.pages:
        strip_page(page)
    with own_tags(source.reports):
        return bytes(document.write_pdf(pdf_variant=STANDARD))


def _opening(box: Box) -> Iterator[Box]:
    """Yield the boxes that open a page: its own, the first in it, and so on."""
    yield box
    for first in box.children[:1]:
        yield from _opening(first)


def _stand_in(info: PageInfo, at: int, has_sides: bool) -> Any:
    """Return an element that makes a page of the same kind with the same strings; `at` is the index of the page."""
    element = Element("part-page")
    breaks = "auto" if not at else info.side if has_sides else "page"
    style_element(element, f"{HOLLOW}; page: {_name(info.name)}; break-before: {breaks}; {_set(info.opening)}")
    for string in (("", ""), *info.strings):  # the first sets none, and opens the page
        inner = SubElement(element, "part-string")
        style_element(inner, f"{HOLLOW}; break-before: auto; {_set([string] if string[0] else [])}")
    return element


def _set(strings: Sequence[String]) -> str:
    return "string-set: " + (", ".join(f'{_escaped(name)} "{_escaped(text)}"' for name, text in strings) or "none")


def _name(name: str) -> str:
    return _escaped(name) or "auto"


def _escaped(text: str) -> str:
    """Return a text with CSS escapes for all characters but letters and digits, and for a digit at the start."""
    return "".join(c if c.isalnum() and not (c.isdigit() and not at) else f"\\{ord(c):x} " for at, c in enumerate(text))
