"""Layouts: the Jinja environment they are rendered in.

Content is data: every value is escaped, and none is ever run as a layout.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipeline.content import Imprint, Theme, print_date, print_number, print_years
from pipeline.core import Layouts
from pipeline.render.mistakes import Missing, among
from pipeline.text import name_anchor, shorten


def bare_environment(theme: Theme, imprint: Imprint, layouts: Layouts, *subfolders: str) -> "Watchful":
    """Return a Jinja environment with filters, theme and imprint, without the publication itself.

    A layout is looked for in the `subfolders` first, then by its path from the folder of layouts.
    """
    environment = plain_environment(layouts, *subfolders)
    environment.globals.update(theme=theme, imprint=imprint)
    language = imprint.language
    colors = among(theme.palette, "color", "theme.palette")
    stances = among({str(stance): color for stance, color in theme.stances.items()}, "stance", "theme.stances")
    environment.filters.update(
        amount=lambda value, decimals=0: print_number(value, language, decimals),
        date=lambda date: print_date(date, language),
        years=print_years,
        shortened=shorten,
        anchor=name_anchor,
        pt=lambda points: f"{points:.2f}".rstrip("0").rstrip("."),
        emu=lambda inches: round(inches * 914400),
        centipoints=lambda points: round(points * 100),
        fonts=_name_fonts,
        hex=lambda color: color.lstrip("#").upper(),
        stance_color=lambda stance: colors(stances(stance)),
    )
    return environment


def _name_fonts(names: Iterable[str]) -> Markup:
    """Return names of fonts as a style sheet or a drawing lists them: each between single quotation marks."""
    bare = (re.sub(r"[^\w .-]", "", name) for name in names)  # a name never ends the text that it stands in
    return Markup(", ".join(f"'{name}'" for name in bare))


def plain_environment(layouts: Layouts, *subfolders: str) -> "Watchful":
    """Return a Jinja environment with the layouts alone, for a page that is shown before any theme can be read."""
    paths = [folder / name for folder in layouts.folders for name in subfolders]
    return Watchful(
        loader=FileSystemLoader([*paths, *layouts.folders]),
        bytecode_cache=_Compiled(),
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Watchful(Environment):
    """A Jinja environment that records whether a layout asked for notes; without that, the notes change no output."""

    read_notes = False

    def getattr(self, obj: Any, attribute: str) -> Any:
        self.read_notes |= attribute == "notes"
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        self.read_notes |= argument == "notes"
        return super().getitem(obj, argument)


class _Compiled(BytecodeCache):
    """Compiled layouts, kept in memory for the environments of one process. On disk they would be code that is run."""

    kept: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (bucket.key, bucket.checksum) in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key, bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
