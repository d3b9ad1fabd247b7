"""Write a PDF part by part, and join the parts. A part that was set from the same before is taken from the cache.

What stands in one part may depend on others: notes count on, and the contents print the pages of what follows.
So the parts are gone through in order until nothing moves any more. Then come the margins of all pages.
"""

import gc
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import accumulate
from typing import Protocol
from urllib.parse import unquote
from xml.etree.ElementTree import tostring

from pipeline.core import NO_CACHE, Cache, digest, stop_on
from pipeline.pdf.draft import Standing, draft
from pipeline.pdf.engine import cutting_fonts, name_problem, read_fonts, read_html, setting, write_pdf
from pipeline.pdf.job import Draft, Pdf, PdfJob, Pictures
from pipeline.pdf.join import join_pdf
from pipeline.pdf.margins import set_margins
from pipeline.pdf.pagination import Source
from pipeline.pdf.part import Asks, SetPart, set_part
from pipeline.pdf.split import Part, Start, divide, has_sides

MOST = 40  # pages whose layouts are left lying about
ROUNDS = 8  # through the parts, until no page number moves


class Company:
    """Another process that helps to set the brief or shows drafts of it. This base class is for the case of none."""

    looks_on = False
    standing: Standing | None = None  # the brief that was written last, for whoever looks on

    def see(self, draft: Draft) -> None:
        """Show a draft of the brief."""

    def go_on(self) -> None:
        """Raise an exception if nobody waits for the brief any more."""

    def lack(self, parts: list[int]) -> None:
        """Report the indices, from 0, of parts that were never set from the same input before."""

    def take(self, part: int) -> None:
        """Report that the part with this index is next; if another process sets it, wait until it is in the cache."""


def write_parts(job: PdfJob, cache: Cache = NO_CACHE, company: Company | None = None) -> Pdf:
    """Return the PDF of a job, with the pages that `write_pdf` makes, but set part by part. Raises ProblemsFound.

    Where the HTML cannot be set in parts, it is set whole.
    """
    fonts, company = read_fonts(job.families), company or Company()
    with setting(job.date) as complaints, cutting_fonts(fonts, later=True):
        setter = _PartSetter(job, cache, complaints, _retell(job, company, complaints))
        parts = divide(setter.source.root, setter.used)
        made = _settle(parts, setter, company) if len(parts) > 1 else None
        margins = setter.set_margins(made) if made else b""
    if made is None:
        return write_pdf(job)
    numbers = number_anchors(made)
    lost = (name for part in parts for name in sorted(part.named) if name not in numbers)
    said = [text for one in made for text in one.complaints]
    said += [f"No anchor #{name} for internal URI reference" for name in lost]
    stop_on(name_problem(text, job.layout) for text in dict.fromkeys(said))
    brief = Pdf(join_pdf(made, margins, fonts), sum(one.pages for one in made), numbers)
    if company.looks_on:
        company.standing = Standing(job, setter.source, parts, made, numbers, brief.pdf)
    return brief


def _retell(job: PdfJob, company: Company, complaints: list[str]) -> Source | None:
    """Edit the tree of the brief that was written last into that of this job, show a draft, and return its source.

    Returns None if no brief was written before, or if more than words differs.
    """
    standing = company.standing
    edits = standing.find_edits(job) if standing else None
    if standing is None or edits is None:
        return None
    standing.source.complaints = complaints
    standing.follow(job, edits)
    if seen := draft(standing):
        company.see(seen)
    return standing.source


def _settle(parts: Sequence[Part], setter: "_PartSetter", company: Company) -> list[SetPart] | None:
    """Return all parts with every number right; None if they cannot be set one by one, or never settle."""
    numbers: dict[str, int] = {}
    company.lack([at for at, part in enumerate(parts) if not setter.knows(part)])
    for _ in range(ROUNDS):
        made: list[SetPart] = []
        starts, told = [Start()], []
        for at, (part, start) in enumerate(zip(parts, starts, strict=False)):  # a part that is set tells the next start
            company.take(at)
            one = setter.set(part, start, numbers)
            if not one.stands_alone:
                return None
            told.append(one.asks.told(start, numbers))
            numbers |= {name: start.pages + 1 + page for name, page in one.anchors.items()}
            made.append(one)
            starts.append(one.after(start))
        if told == [one.asks.told(start, numbers) for one, start in zip(made, starts, strict=False)]:
            return made
    return None


class Helped(Protocol):
    """A process that sets a brief, as seen by one that helps it.

    `lacking` are the indices of the parts that it has to set; `front` is the index of the part that it has come to.
    """

    lacking: list[int]
    front: int

    def tell(self, kind: str, told: int) -> None:
        """Send the process a message that the part `told` is being set here (kind "helps") or was set ("helped")."""


def help_out(job: PdfJob, cache: Cache, helped: Helped) -> None:
    """Set parts and put them into the cache, from the last back to the part that the other process has come to.

    The first part, parts that print numbers of many pages, and all parts where left and right pages differ are left
    to that process. Notes are numbered as they most likely will be.
    """
    with setting(job.date) as complaints, cutting_fonts(read_fonts(job.families), later=True):
        setter = _PartSetter(job, cache, complaints)
        parts = divide(setter.source.root, setter.used)
        notes = [0, *accumulate(part.notes for part in parts)]
        for at in reversed([at for at in helped.lacking if at and not parts[at].numbers and not setter.has_sides]):
            if helped.front >= at:
                return
            helped.tell("helps", at)
            setter.set(parts[at], Start(notes=notes[at]), {})
            helped.tell("helped", at)


def number_anchors(made: Sequence[SetPart]) -> dict[str, int]:
    """Return the page number of each anchor, from 1."""
    firsts = accumulate((one.pages for one in made), initial=1)
    return {name: first + page for one, first in zip(made, firsts, strict=False) for name, page in one.anchors.items()}


class _PartSetter:
    """A setter of the parts of one PDF, which sets each part only once from the same input."""

    def __init__(self, job: PdfJob, cache: Cache, complaints: list[str], source: Source | None = None) -> None:
        self.source = source or read_html(job, complaints)
        self.job, self.sheets, self.cache = job, job.sheets, cache
        root = self.source.root
        around = [sorted(root.attrib.items()), sorted(root.find("body").attrib.items()), tostring(root.find("head"))]
        self.around = digest(around, self.sheets, read_fonts(job.families), job.date)
        linked = {link.get("href") for link in root.iter("link")}
        imports = any("@import" in text for text in self.sheets.values())
        self.used = [text for name, text in self.sheets.items() if imports or f"layout:{name}" in linked]
        self.has_sides = has_sides(root, self.used)
        self.made: dict[str, bytes] = {}
        self.unswept = 0  # pages that were laid out since garbage was looked for

    def knows(self, part: Part) -> bool:
        """Return whether a part was set from the same input before, apart from the numbers it asks for."""
        return self._get("part-asks", self._made_from(part, "right")) is not None

    def _made_from(self, part: Part, side: str) -> object:
        """Return everything that a part is set from, apart from the numbers it asks for."""
        side = side if self.has_sides else "right" if part.first else ""
        return self.around, part.html, self._pictures(part.html), side

    def set(self, part: Part, start: Start, numbers: Mapping[str, int]) -> SetPart:
        """Return a part as it was set from the same input before; otherwise set it, keep it and return it."""
        if part.first and not self.has_sides:
            start = replace(start, side="right")
        made_from = self._made_from(part, start.side)
        asks = self._get("part-asks", made_from)
        if asks is not None:
            kept = self._get("part", (made_from, Asks(**json.loads(asks)).told(start, numbers)))
            if kept is not None:
                return SetPart.unpacked(kept)
        made = set_part(self.source, part, start, numbers)
        self.source.end()
        self.unswept += made.pages
        if self.unswept > MOST:
            gc.collect()  # a layout is a knot of boxes, which nothing else takes apart
            self.unswept = 0
        self._keep("part-asks", made_from, json.dumps(asdict(made.asks)).encode(), made.complaints)
        self._keep("part", (made_from, made.asks.told(start, numbers)), made.packed(), made.complaints)
        return made

    def set_margins(self, made: Sequence[SetPart]) -> bytes:
        """Return a PDF of the margin boxes of all pages, from the cache if it was made from the same input before."""
        page_infos = [info for one in made for info in one.page_infos]
        made_from = self.around, self._pictures(""), page_infos
        kept = self._get("margins", made_from)
        if kept is None:
            kept = set_margins(self.source, page_infos, self.has_sides)
            self._keep("margins", made_from, kept, self.source.complaints)
        return kept

    def _pictures(self, html: str) -> Pictures:
        """Return the pictures that `html` or a style sheet names."""
        named = unquote(html + "".join(self.sheets.values()))
        return {name: picture for name, picture in self.job.pictures.items() if f"figure:{name}" in named}

    def _get(self, kind: str, made_from: object) -> bytes | None:
        return self.made.get(digest(kind, made_from)) or self.cache.get(kind, made_from)

    def _keep(self, kind: str, made_from: object, content: bytes, complaints: Sequence[str]) -> None:
        self.made[digest(kind, made_from)] = content
        if not complaints:
            self.cache.put(kind, made_from, content)
