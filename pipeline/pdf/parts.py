"""Write a PDF part by part, and join the parts. A part that was set from the same before is taken from the cache.

What stands in one part may depend on others: notes count on, and the contents print the pages of what follows.
So the parts are gone through in order until nothing moves any more. Then come the margins of all pages.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from itertools import accumulate
from urllib.parse import unquote
from xml.etree.ElementTree import tostring

from pipeline.core import NO_CACHE, Cache, digest, stop_on
from pipeline.pdf.bad_breaks import BadBreak, drop_last
from pipeline.pdf.engine import cutting_fonts, name_problems, read_fonts, read_html, setting, write_pdf
from pipeline.pdf.job import Pdf, PdfJob, Pictures
from pipeline.pdf.join import join_pdf
from pipeline.pdf.margins import set_margins
from pipeline.pdf.part import Asks, SetPart, set_part
from pipeline.pdf.split import Part, Start, divide, has_sides
from pipeline.pdf.weasyprint_internals import ADD_TAGS, Reports, Unreadable

ROUNDS = 8  # through the parts, until no page number moves


def write_parts(job: PdfJob, cache: Cache = NO_CACHE, go_on: Callable[[], None] = lambda: None) -> Pdf:
    """Return the PDF of a job, with the pages that `write_pdf` makes, but set part by part. Raises ProblemsFound.

    Where the HTML cannot be set in parts, it is set whole. `go_on` is called before each part; an exception that it
    raises ends the work.
    """
    fonts = read_fonts(job)
    unreadable: dict[str, str] = {}
    try:
        with setting(job) as reports, cutting_fonts(reports, fonts, later=True):
            setter = _PartSetter(job, cache, reports)
            parts = divide(setter.source.root, setter.used)
            made = _settle(parts, setter, go_on) if len(parts) > 1 else None
            margins = setter.set_margins(made) if made else b""
    except Unreadable as error:
        made, unreadable = None, {str(error): "the PDF is set whole: slower"}
    if made is None:
        whole = write_pdf(job)
        return replace(whole, lost={**unreadable, **whole.lost})
    numbers = number_anchors(made)
    unknown = (name for part in parts for name in sorted(part.named) if name not in numbers)
    said = [text for one in made for text in one.complaints]
    said += [f"No anchor #{name} for internal URI reference" for name in unknown]
    stop_on(name_problems(said, job))
    lost = reports.lost | {name: what for one in made for name, what in one.lost.items()}
    overruns = [overrun for one in made for overrun in one.overruns]
    pages = sum(one.pages for one in made)
    return Pdf(join_pdf(made, margins, fonts), pages, numbers, lost, overruns, drop_last(_bad_breaks(made), pages))


def _settle(parts: Sequence[Part], setter: "_PartSetter", go_on: Callable[[], None]) -> list[SetPart] | None:
    """Return all parts with every number right; None if they cannot be set one by one, or never settle."""
    numbers: dict[str, int] = {}
    for _ in range(ROUNDS):
        made: list[SetPart] = []
        starts, told = [Start()], []
        for part, start in zip(parts, starts, strict=False):  # a part that is set tells the next start
            go_on()
            one = setter.set(part, start, numbers)
            if not one.stands_alone or ADD_TAGS.lost in one.lost.values():  # ours alone can be joined
                return None
            told.append(one.asks.told(start, numbers))
            numbers |= {name: start.pages + 1 + page for name, page in one.anchors.items()}
            made.append(one)
            starts.append(one.after(start))
        if told == [one.asks.told(start, numbers) for one, start in zip(made, starts, strict=False)]:
            return made
    return None


def help_out(job: PdfJob, cache: Cache, is_done: Callable[[], bool]) -> None:
    """Set parts and put them into the cache, from the last back to where another process has come to with the same job.

    The first part, parts that print numbers of many pages, and all parts where left and right pages differ are left
    to that process. Notes are numbered as they most likely will be.
    """
    fonts = read_fonts(job)
    with suppress(Unreadable), setting(job) as reports, cutting_fonts(reports, fonts, later=True):
        setter = _PartSetter(job, cache, reports)
        parts = divide(setter.source.root, setter.used)
        notes = [0, *accumulate(part.notes for part in parts)]
        for at in range(len(parts) - 1, 0, -1):
            if is_done() or setter.has_sides or setter.knows(parts[at - 1]):
                return
            if not parts[at].numbers:
                setter.set(parts[at], Start(notes=notes[at]), {})


def _bad_breaks(made: Sequence[SetPart]) -> list[BadBreak]:
    """Return the bad breaks of all parts, with the numbers of their pages."""
    before = accumulate((one.pages for one in made), initial=0)
    pairs = [(pages, bad) for one, pages in zip(made, before, strict=False) for bad in one.bad_breaks]
    return [replace(bad, page=pages + bad.page) for pages, bad in pairs]


def number_anchors(made: Sequence[SetPart]) -> dict[str, int]:
    """Return the page number of each anchor, from 1."""
    firsts = accumulate((one.pages for one in made), initial=1)
    return {name: first + page for one, first in zip(made, firsts, strict=False) for name, page in one.anchors.items()}


class _PartSetter:
    """A setter of the parts of one PDF, which sets each part only once from the same input."""

    def __init__(self, job: PdfJob, cache: Cache, reports: Reports) -> None:
        self.source = read_html(job, reports)
        self.job, self.sheets, self.cache = job, job.sheets, cache
        root = self.source.root
        around = [sorted(root.attrib.items()), sorted(root.find("body").attrib.items()), tostring(root.find("head"))]
        self.around = digest(around, self.sheets, read_fonts(job), job.date)
        linked = {link.get("href") for link in root.iter("link")}
        imports = any("@import" in text for text in self.sheets.values())
        self.used = [text for name, text in self.sheets.items() if imports or f"layout:{name}" in linked]
        self.has_sides = has_sides(root, self.used)
        self.made: dict[str, bytes] = {}

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
            self._keep("margins", made_from, kept, self.source.reports.complaints)
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
