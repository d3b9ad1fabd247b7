"""Divide pages into parts that can be set one by one.

A layout marks a section of the body with `data-part`: it begins on a page of its own. What CSS says about it may
hang on its neighbors (`.cover + nav`, `:nth-child(2)`, a break after the section before), so a part is not the
section alone: it is the whole body, in which every other section is hollow. The one before stands on a page
of its own ahead of the part, and brings what comes over from there: the page's number and side, the number of the last
note. The one behind shows that the part ends with its page. Both pages are left out afterwards. What stands in the
margins of pages is set when all parts are known.

What a style sheet says across parts in any other way, no part can know; then all is set whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

MARK = "data-part"
STUB = "part-anchor"  # an element that stands for one of another part
FOOTNOTES = "footnote"  # the counter of notes
NOTE = "note"  # the class that a voice gives to notes
MANY = 0.25  # of the elements of a part are links to others: then it lists them, most likely with their pages

# Properties that reach over parts: counters, boxes repeated on all pages, numbers of pages over all, sizes taken
# from the first page, selectors that look into a neighbor or at one by its id, and numbers of pages in strings.
_CROSSING = re.compile(
    r"""counter-(?:increment|reset|set)\s*: | \bcounters?\(\s*pages\b | \belement\( | \brunning\( | \bnote\(
    | position\s*:\s*fixed | :nth\( | :has\( | \d(?:vw|vh|vmin|vmax|vi|vb)\b
    | target-(?:counters|text)\( | target-counter\((?!\s*attr\([^()]*\)\s*,\s*page\s*[,)])
    | (?:string-set|bookmark-label)\s*:[^;}]*(?:target-|counters?\() | \#[\w-]+[^{},;]*[+~][^{},;]*\{""",
    re.VERBOSE | re.IGNORECASE,
)
_MARGIN = re.compile(r"@(?:top|bottom|left|right)-[\w-]+\s*\{[^{}]*\}", re.IGNORECASE)  # set when all pages are known
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# Whether left and right pages differ, or parts begin on one of them.
_SIDED = re.compile(
    r":(?:left|right)\b|\b(?:recto|verso)\b|break-(?:before|after)\s*:\s*(?:left|right)\b", re.IGNORECASE
)

MARGINS = [
    *(
        f"{side}-{part}"
        for side in ("top", "bottom")
        for part in ("left-corner", "left", "center", "right", "right-corner")
    ),
    *(f"{side}-{part}" for side in ("left", "right") for part in ("top", "middle", "bottom")),
]
BARE = "@page {" + " ".join(f"@{name} {{ content: none !important }}" for name in MARGINS) + "}"

HOLLOW = (
    "display: block; float: none; position: static; height: 0; min-height: 0; margin: 0; padding: 0; border: none"
    "; bookmark-level: none"
)
NOWHERE = "display: block; position: absolute; width: 0; height: 0"


@dataclass(frozen=True)
class Start:
    """The state in which a part starts, as the parts before it determine it.

    `pages` and `notes` are how many there were; `side` is that of the last page, empty for the first part.
    """

    pages: int = 0
    side: str = ""
    notes: int = 0


@dataclass(frozen=True)
class Part:
    """Sections of the body, from the index `first` to before `end`.

    `html` is the sections' HTML and all else that they are set from, beside start and page numbers. `anchors` are
    the ids in the part, `named` those in other parts that it links to. `notes` is how many notes the part seems to
    contain, and `numbers` whether it seems to print numbers of many pages.
    """

    first: int
    end: int
    html: str
    anchors: frozenset[str]
    named: frozenset[str]
    notes: int
    numbers: bool


def divide(root: Any, sheets: Sequence[str]) -> list[Part]:
    """Return the parts of an HTML tree, in order; only one where the tree or a style sheet does not allow more."""
    body = root.find("body")
    sections = list(body)
    starts = [at for at, section in enumerate(sections) if section.get(MARK) is not None]
    if len(starts) < 2 or not _is_divisible(root, body, sheets):
        starts = [0]
    bounds = [0, *starts[1:], len(sections)]
    ids = {element.get("id") for element in body.iter()}
    return [_part(sections, a, b, ids) for a, b in pairwise(bounds)]


def has_sides(root: Any, sheets: Sequence[str]) -> bool:
    """Return whether left and right pages differ by the CSS, or parts begin on one of them."""
    return any(_SIDED.search(_COMMENT.sub("", text)) for text in _texts(root, sheets))


def _texts(root: Any, sheets: Sequence[str]) -> list[str]:
    """Return all CSS of the HTML: style sheets, `style` elements and `style` attributes."""
    inside = ["".join(style.itertext()) for style in root.iter("style")]
    return [*sheets, *inside, *(style for element in root.iter() if (style := element.get("style")))]


def _is_divisible(root: Any, body: Any, sheets: Sequence[str]) -> bool:
    texts = (_COMMENT.sub("", text) for text in _texts(root, sheets))
    crossing = any(
        _CROSSING.search(_MARGIN.sub(lambda margin: margin[0].replace("pages", "page"), text)) for text in texts
    )
    loose = any((text or "").strip() for text in (body.text, *(section.tail for section in body)))
    ids = [id for element in root.iter() if (id := element.get("id"))]
    return not crossing and not loose and len(ids) == len(set(ids))


def _part(sections: Sequence[Any], first: int, end: int, ids: set[str]) -> Part:
    """Return the part of sections `first` to before `end`, with everything that setting it depends on.

    Only its start and the numbers of pages are not included. `ids` are those of the whole body.
    """
    inside = [element for section in sections[first:end] for element in section.iter()]
    anchors = frozenset(id for element in inside if (id := element.get("id")))
    named = frozenset(unquote(value[1:]) for e in inside for value in e.attrib.values() if value.startswith("#"))
    around = [(section.tag, sorted(section.attrib.items())) for section in sections]
    html = "".join(tostring(section, encoding="unicode") for section in sections[first:end])
    notes = sum(element.get("class") == NOTE for element in inside)
    numbers = len(named) > MANY * len(inside)
    return Part(first, end, f"{first}-{end} of {around}\n{html}", anchors, named & ids - anchors, notes, numbers)


@contextmanager
def arranged(root: Any, part: Part, start: Start, numbers: Mapping[str, int]) -> Iterator[Sequence[Any]]:
    """Make the tree that of one part while the block runs; yield the sections of its body, which may be changed.

    They are copies. `numbers` are the pages of anchors in other parts; a page that is not known yet is 0.
    """
    head, body = root.find("head"), root.find("body")
    sections, kept, style = list(body), list(head), root.get("style")
    body[:] = _sections(sections, part, start, numbers)
    SubElement(head, "style").text = BARE
    if part.first:
        root.set("style", f"{style or ''}; break-before: {start.side}")
        SubElement(head, "style").text = f"@page :first {{ counter-reset: page {start.pages} }}"
        for told in [element for element in head if element.tag in ("title", "meta")]:
            head.remove(told)  # told once, in the first part
    try:
        yield list(body)
    finally:
        body[:], head[:] = sections, kept
        if style is None:
            root.attrib.pop("style", None)
        else:
            root.set("style", style)


def _sections(sections: Sequence[Any], part: Part, start: Start, numbers: Mapping[str, int]) -> list[Any]:
    shown: list[Any] = []
    for at, section in enumerate(sections):
        if part.first <= at < part.end:
            shown.append(deepcopy(section))
            continue
        shell = Element(section.tag, {key: value for key, value in section.attrib.items() if key != "id"})
        if at == part.first - 1:
            style_element(shell, f"{HOLLOW}; counter-set: {FOOTNOTES} {start.notes}")
        elif at == part.end:
            style_element(shell, HOLLOW)
        else:
            style_element(shell, "display: none")
        shown.append(shell)
    if len(shown) > part.end - part.first:
        beside = shown[part.first - 1] if part.first else shown[part.end]
        for name in sorted(part.named):
            stub = SubElement(beside, STUB, {"id": name})
            style_element(stub, f"{NOWHERE}; counter-reset: page {numbers.get(name, 0)}")
    return shown


def style_element(element: Any, style: str) -> None:
    """Add declarations, separated by "; ", to an element's style, so that they override every style sheet."""
    important = "; ".join(f"{declaration} !important" for declaration in style.split("; "))
    element.set("style", f"{element.get('style', '')}; {important}")
