"""Set the brief part by part, and join the parts. A part that was set from the same before is taken from the cache.

What stands in one part may depend on others: pages count on, and the contents print the pages of what follows.
So the parts are gone through in order until nothing moves any more.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import tostring

from pipeline.cache import NO_CACHE, Cache
from pipeline.divide import Part, Start, divide
from pipeline.fingerprint import digest
from pipeline.join_pdf import join_pdf
from pipeline.problems import stop_on
from pipeline.render import BriefPage
from pipeline.set_part import SetPart, set_part
from pipeline.theme import Theme
from pipeline.write_pdf import (
    Brief,
    cutting_fonts,
    families_of,
    name_problem,
    read_fonts,
    read_html,
    setting,
    write_pdf,
)

ROUNDS = 8  # through the parts, until no page number moves


def write_brief(page: BriefPage, theme: Theme, folder: Path, cache: Cache = NO_CACHE) -> Brief:
    """The brief as PDF.

    Reads style sheets from `folder`/brief and fonts from packages; opens no other file and no connection.
    Raises ProblemsFound for whatever WeasyPrint complains of, which in our own layouts is a mistake,
    and where Pango is missing.
    """
    fonts = read_fonts(families_of(theme))
    with setting(page.date) as complaints, cutting_fonts(fonts, later=True):
        setter = _PartSetter(page, theme, folder, cache, complaints)
        parts = divide(setter.source.root, list(setter.sheets.values()))
        made = _settle(parts, setter) if len(parts) > 1 else None
    if made is None:
        return write_pdf(page, theme, folder)
    lost = [f"No anchor #{name} for internal URI reference" for name in _unknown(parts, made)]
    said = dict.fromkeys([*(text for one in made for text in one.complaints), *lost])
    stop_on(name_problem(text, folder / "brief" / "brief.html") for text in said)
    anchors = _numbers(made)
    return Brief(join_pdf(made, fonts), made[-1].after.pages, anchors)


def _settle(parts: Sequence[Part], setter: "_PartSetter") -> list[SetPart] | None:
    """All parts, with every page number right; None if they cannot be set one by one, or never settle."""
    numbers: dict[str, int] = {}
    for _ in range(ROUNDS):
        made: list[SetPart] = []
        told: list[dict[str, int | None]] = []
        start = Start()
        for part in parts:
            one = setter.set(part, start, numbers)
            if not one.stands_alone:
                return None
            told.append(_told(one.used, numbers))
            numbers |= {name: start.pages + 1 + page for name, page in one.anchors.items()}
            start = one.after
            made.append(one)
        if all(numbers.get(name) == number for said in told for name, number in said.items()):
            return made
    return None


def _numbers(made: Sequence[SetPart]) -> dict[str, int]:
    """The page of each anchor, from 1."""
    first = 1
    numbers: dict[str, int] = {}
    for one in made:
        numbers |= {name: first + page for name, page in one.anchors.items()}
        first += one.pages
    return numbers


def _unknown(parts: Sequence[Part], made: Sequence[SetPart]) -> Iterator[str]:
    """Anchors that links name and that stand on no page."""
    known = _numbers(made)
    return (name for part in parts for name in sorted(part.named) if name not in known)


class _PartSetter:
    """Sets parts of one brief, each only once from the same."""

    def __init__(self, page: BriefPage, theme: Theme, folder: Path, cache: Cache, complaints: list[str]) -> None:
        self.source = read_html(page, theme, folder, complaints)
        self.sheets = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "brief").glob("*.css"))}
        self.page, self.cache = page, cache
        root = self.source.root
        around = [sorted(root.attrib.items()), sorted(root.find("body").attrib.items()), tostring(root.find("head"))]
        self.around = digest(around, self.sheets, theme.brief, read_fonts(families_of(theme)), page.date)
        self.made: dict[str, bytes] = {}

    def set(self, part: Part, start: Start, numbers: Mapping[str, int]) -> SetPart:
        """The part, as it was set from the same before."""
        made_from = self._made_from(part, start)
        used = self._get("part-uses", made_from)
        if used is not None:
            kept = self._get("part", (made_from, _told(json.loads(used), numbers)))
            if kept is not None:
                return SetPart.unpacked(kept)
        made = set_part(self.source, part, start, numbers)
        self._keep("part-uses", made_from, json.dumps(made.used).encode(), made)
        self._keep("part", (made_from, _told(made.used, numbers)), made.packed(), made)
        return made

    def _get(self, kind: str, made_from: object) -> bytes | None:
        return self.made.get(digest(kind, made_from)) or self.cache.get(kind, made_from)

    def _keep(self, kind: str, made_from: object, content: bytes, made: SetPart) -> None:
        self.made[digest(kind, made_from)] = content
        if not made.complaints:
            self.cache.put(kind, made_from, content)

    def _made_from(self, part: Part, start: Start) -> object:
        """Everything that a part is set from, beside the page numbers in it."""
        named = unquote(part.html + "".join(self.sheets.values()))
        drawings = {name: drawing for name, drawing in self.page.drawings.items() if f"figure:{name}" in named}
        return self.around, part.html, start, drawings


def _told(names: Sequence[str], numbers: Mapping[str, int]) -> dict[str, int | None]:
    return {name: numbers.get(name) for name in names}
