"""What the structure tree of a PDF says, and what the HTML that it was made from says."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import pikepdf

BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "td", "th", "caption", "figcaption", "dd", "dt"}


def letters(text: str) -> str:
    """What is compared: page numbers, list numbers and the hyphens of line ends stand in one of the two only."""
    return re.sub(r"[\W\d_]+", "", text)


def content_of(html: str) -> tuple[str, list[str]]:
    """The words of the brief's HTML, each note after the block that calls it, and those of each figure."""
    body = lxml.html.fromstring(html).find("body")
    assert body is not None
    figures = list(body.iter("figure"))
    for figure in figures:
        figure.drop_tree()
    return " ".join(_words(body, [])), [" ".join(_words(figure, [])) for figure in figures]


def assert_same_words(said: str, meant: str) -> None:
    said, meant = letters(said), letters(meant)
    for at in range(0, max(len(said), len(meant)), 60):
        assert said[at : at + 60] == meant[at : at + 60], f"after …{meant[max(0, at - 80) : at]}"


def _words(element: Any, notes: list[str]) -> Iterator[str]:
    own = [] if element.tag in BLOCKS else notes
    yield element.text or ""
    for child in element:
        if child.get("class") == "note":
            own.append(" ".join(child.itertext()))
        elif child.get("aria-hidden") != "true":
            yield from _words(child, own)
        yield child.tail or ""
    if element.tag in BLOCKS:
        yield " ".join(own)


def elements(pdf: pikepdf.Pdf, kind: str = "") -> list[Any]:
    """Structure elements of one type, or all, in reading order."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if kind in ("", str(element.S).lstrip("/")):
                found.append(element)
            for kid in element.get("/K", []):
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


def kids_of(element: Any) -> list[str]:
    return [str(kid.S).lstrip("/") for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
