"""Layouts: the Jinja environment they are rendered in, and their mistakes as problems.

Content is data: every value is escaped, and none is ever run as a layout.
"""

import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipeline.content import Imprint, Theme, find_record, print_date, print_number, print_years
from pipeline.core import Place, Problem, ProblemsFound, shown, suggest
from pipeline.text import name_anchor, shorten


def bare_environment(theme: Theme, imprint: Imprint, folder: Path) -> "Watchful":
    """Return a Jinja environment with filters, theme and imprint, without the publication itself."""
    environment = plain_environment(folder)
    environment.globals.update(theme=theme, imprint=imprint)
    language = imprint.language
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
        stance_color=lambda stance: theme.palette[theme.stances[stance]],
    )
    return environment


def _name_fonts(names: Iterable[str]) -> Markup:
    """Return names of fonts as a style sheet or a drawing lists them: each between single quotation marks."""
    bare = (re.sub(r"[^\w .-]", "", name) for name in names)  # a name never ends the text that it stands in
    return Markup(", ".join(f"'{name}'" for name in bare))


def plain_environment(folder: Path) -> "Watchful":
    """Return a Jinja environment with the layouts alone, for a page that is shown before any theme can be read."""
    return Watchful(
        loader=FileSystemLoader(folder),
        bytecode_cache=_Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
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


# ---------------------------------------------------------------- mistakes


@contextmanager
def layout_mistakes(folder: Path) -> Iterator[None]:
    """Turn a mistake in a layout into ProblemsFound with its file and line, while the block runs.

    An error outside of all layouts is raised unchanged.
    """
    try:
        yield
    except ProblemsFound:
        raise
    except TemplateSyntaxError as error:
        raise _mistake(Path(error.filename or folder), error.lineno, str(error.message)) from None
    except Exception as error:
        where = _innermost(error, folder)
        if isinstance(error, TemplateNotFound):
            what = f'there is no layout called "{error.name}"'
            raise _mistake(*(where or (folder / str(error.name), 0)), what) from None
        if where is None:
            raise
        raise _mistake(*where, *_reworded(str(error) or type(error).__name__)) from None


def _innermost(error: Exception, folder: Path) -> tuple[Path, int] | None:
    """Return file and line of the innermost layout that was being rendered, or None if there was none."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if Path(f.filename).resolve().is_relative_to(folder.resolve())]
    return (Path(inside[-1].filename), inside[-1].lineno or 1) if inside else None


def _reworded(said: str) -> tuple[str, str]:
    """Return Jinja's message in a designer's words, and a hint, which may be empty."""
    unknown = re.fullmatch(r"'(?:[\w.]*\.)?(\w+) object' has no attribute '(\w+)'", said)
    if unknown:
        cls = find_record(unknown[1])
        known = set(getattr(cls, "model_fields", {})) - {"place", "places"}
        return f'{unknown[1]} has no "{unknown[2]}"', suggest(unknown[2], known)
    undefined = re.fullmatch(r"'(\w+)' is undefined", said)
    return (f'there is nothing called "{undefined[1]}" here' if undefined else said), ""


def _mistake(path: Path, line: int, what: str, hint: str = "") -> ProblemsFound:
    told = f"{hint} This is a mistake in a layout." if hint else "this is a mistake in a layout"
    return ProblemsFound([Problem(Place(shown(path), line), what, told)])
