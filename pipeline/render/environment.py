"""Layouts: the Jinja environment they are rendered in.

Content is data: every value is escaped, and none is ever run as a layout.
"""

import re
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from pipeline.content import Imprint, Theme, print_capital, print_date, print_number, print_years
from pipeline.core import Layouts
from pipeline.languages import ENGLISH, Words
from pipeline.render.mistakes import Missing
from pipeline.text import name_anchor, shorten, unbroken


def bare_environment(theme: Theme, imprint: Imprint, words: Words, layouts: Layouts, *subfolders: str) -> "Watchful":
    """Return a Jinja environment with filters, theme, imprint and the words of its language, without the publication itself.

    A layout is looked for in the `subfolders` first, then by its path from the folder of layouts.
    """
    environment = plain_environment(layouts, *subfolders, words=words)
    environment.globals.update(theme=theme, imprint=imprint)
    language = imprint.language
    environment.filters.update(
        amount=lambda value, decimals=0: print_number(value, language, decimals),
        date=lambda date: print_date(date, language),
        capital=lambda words: print_capital(words, language),
        years=partial(print_years, words=words),
        shortened=shorten,
        unbroken=unbroken,
        lowered=lambda text: text[:1].lower() + text[1:],
        anchor=name_anchor,
        pt=lambda points: f"{points:.2f}".rstrip("0").rstrip("."),
        emu=lambda inches: round(inches * 914400),
        centipoints=lambda points: round(points * 100),
        fonts=_name_fonts,
        hex=lambda color: color.lstrip("#").upper(),
    )
    return environment


def _name_fonts(names: Iterable[str]) -> Markup:
    """Return names of fonts as a style sheet or a drawing lists them: each between single quotation marks."""
    bare = (re.sub(r"[^\w .-]", "", name) for name in names)  # a name never ends the text that it stands in
    return Markup(", ".join(f"'{name}'" for name in bare))


def plain_environment(layouts: Layouts, *subfolders: str, words: Words = ENGLISH) -> "Watchful":
    """Return a Jinja environment with the layouts alone, for a page that is shown before any theme can be read.

    Layouts write their words as `{{ _("At a glance") }}`. Translations are text, as content is: none is markup.
    """
    paths = [folder / name for name in subfolders for folder in layouts.folders]
    environment = Watchful(
        loader=FileSystemLoader([*paths, *layouts.folders]),
        bytecode_cache=_Compiled(),
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(**words.bare(escape), newstyle=True)  # type: ignore[attr-defined]
    return environment


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
