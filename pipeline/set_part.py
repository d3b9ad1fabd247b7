"""Set one part of the brief: its pages as a PDF of its own, and what the other parts have to know of it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from urllib.parse import unquote

from pipeline.divide import Part, Start, arranged
from pipeline.finish_pdf import SCALE, own_tags
from pipeline.lay_out import STANDARD, Source, lay_out
from pipeline.write_pdf import find_anchors, finisher

Bookmark = tuple[int, str, int, float, float, str]  # level, label, page from 0, x and y in points, open or closed


@dataclass(frozen=True)
class SetPart:
    """A part that was set. Pages are counted from 0, within the part.

    `after` is where the next part starts. `used` are the anchors of other parts whose page numbers are printed in
    this one. Until these are known, `pdf` is empty. Without `stands_alone` nothing else is said: the
    part shares a page with its neighbors.
    """

    stands_alone: bool = True
    pages: int = 0
    after: Start = field(default_factory=Start)
    anchors: Mapping[str, int] = field(default_factory=dict)
    bookmarks: Sequence[Bookmark] = ()
    used: Sequence[str] = ()
    complaints: Sequence[str] = ()
    pdf: bytes = b""

    def packed(self) -> bytes:
        """All of it, to keep or to hand over."""
        told = {key: value for key, value in asdict(self).items() if key != "pdf"}
        return json.dumps(told).encode() + b"\n" + self.pdf

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        head, _, pdf = data.partition(b"\n")
        told = json.loads(head)
        return cls(**{**told, "after": Start(**told["after"]), "pdf": pdf})


def set_part(source: Source, part: Part, start: Start, numbers: Mapping[str, int]) -> SetPart:
    """Lay out a part and write it."""
    with arranged(source.root, part, start, numbers) as sections:
        document = lay_out(source)
        pages = _own_pages(document.pages, sections, part)
        if not pages:
            return SetPart(stands_alone=False)
        used = sorted(set(_used(pages)) & part.named)
        pdf = b""
        if all(name in numbers for name in used):
            for name in part.named:  # links to other parts lead there once all are joined
                pages[0].anchors.setdefault(name, (0, 0, 0, 0))
            document = document.copy(pages)
            with own_tags(source.weasyprint.pdf, source.complaints):
                pdf = document.write_pdf(pdf_variant=STANDARD, finisher=None if start.pages else finisher())
    anchors = {name: page for name, page in find_anchors(pages).items() if name in part.anchors}
    after = Start(start.pages + len(pages), _type(pages[-1]).side, _notes(pages, start), _strings(pages, start))
    return SetPart(True, len(pages), after, anchors, list(_bookmarks(pages)), used, list(source.complaints), pdf)


# ---------------------------------------------------------------- which pages are the part's


def _own_pages(pages: Sequence[Any], sections: Sequence[Any], part: Part) -> list[Any]:
    """The pages of a part, without those of its neighbors; none if it shares one with them."""
    owners = {element: at for at, section in enumerate(sections) for element in section.iter()}
    shown = [{owners[b.element] for b in _boxes(page) if b.element in owners} for page in pages]
    own = [n for n, here in enumerate(shown) if any(part.first <= at < part.end for at in here)]
    first, end = (1 if part.first else 0), (own[-1] + 1 if own else 0)
    is_last = part.end == len(sections)
    behind = [n for n in range(end, len(pages)) if not _type(pages[n]).blank]
    apart = (
        bool(own)
        and (not part.first or shown[0] == {part.first - 1})
        and all(all(part.first <= at < part.end for at in here) for here in shown[first:end])
        and (end == len(pages) if is_last else len(behind) == 1 and shown[behind[0]] == {part.end})
    )
    return list(pages[first:end]) if apart else []


def _type(page: Any) -> Any:
    return page._page_box.page_type


def _boxes(page: Any) -> Iterator[Any]:
    found: Iterator[Any] = page._page_box.descendants(placeholders=True)
    return found


# ---------------------------------------------------------------- what others have to know


def _used(pages: Sequence[Any]) -> Iterator[str]:
    """The anchors whose page numbers are printed, as `target-counter(attr(href url), page)` asks."""
    for page in pages:
        for box in _boxes(page):
            content = box.style["content"]
            for kind, value in content if isinstance(content, list | tuple) else ():
                if kind == "target-counter()":
                    yield unquote((box.element.get(value[0][1][0]) or "").removeprefix("#"))


def _notes(pages: Sequence[Any], start: Start) -> int:
    called = {b.element for page in pages for b in _boxes(page) if (b.element_tag or "").endswith("::footnote-call")}
    return start.notes + len(called)


def _strings(pages: Sequence[Any], start: Start) -> dict[str, str]:
    """The last text of each named string, for running heads."""
    strings = dict(start.strings)
    for page in pages:
        for box in page._page_box.descendants():
            if box.string_set and box.string_set != "none":
                strings.update(box.string_set)
    return strings


def _bookmarks(pages: Sequence[Any]) -> Iterator[Bookmark]:
    for number, page in enumerate(pages):
        for level, label, (x, y), state in page.bookmarks:
            yield level, label, number, x * SCALE, (page.height - y) * SCALE, state
