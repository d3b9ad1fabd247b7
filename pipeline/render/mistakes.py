"""Mistakes in layouts as problems: at the line of the layout, in words of somebody who knows Jinja's signs and no Python."""

import re
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

from jinja2 import Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.environment import TemplateModule
from jinja2.utils import missing

from pipeline.content import Entry, Figure, find_field
from pipeline.core import ROOT, Layouts, Place, Problem, ProblemsFound, nearest, shown, suggest
from pipeline.render.syntax import explain_syntax

T = TypeVar("T")
Told = tuple[str, str]  # what is wrong, and a hint, which may be empty
CALLED = {  # what the names in some collections are names of
    "palette": "color",
    "figures": "figure",
    "facts": "fact",
    "sources": "source",
    "section_numbers": "chapter or entry",
    "section_titles": "chapter or entry",
    "figure_numbers": "figure",
}


class NotThere(UndefinedError):
    """Error of a layout that names something that is not there: `name`, looked for in `holder` if there is one."""

    def __init__(self, holder: object, name: object, said: str | None = None) -> None:
        super().__init__(said)
        self.holder = holder
        self.name = name


class NotAmong(LookupError):
    """Error of a layout that asks a function for a name that it does not know."""

    def __init__(self, called: str, name: object, where: str, known: Collection[str]) -> None:
        self.told = f'there is no {called} called "{name}" in {where}', suggest(str(name), known)


class Missing(StrictUndefined):
    """What stands in a layout for a name that is not there. Whatever is done with it, it raises NotThere."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None) -> None:
        super().__init__(hint, obj, name, partial(NotThere, obj, name))  # type: ignore[arg-type]


def among(known: Mapping[str, T], called: str, where: str) -> Callable[[str], T]:
    """Return a function for layouts that gives what stands under a name, and raises NotAmong for any other."""

    def find(name: str) -> T:
        try:
            return known[name]
        except (KeyError, TypeError):  # of a name that is none, such as a list
            raise NotAmong(called, name, where, known) from None

    return find


@contextmanager
def layout_mistakes(layouts: Layouts) -> Iterator[None]:
    """Turn a mistake in a layout into ProblemsFound with its file and line, while the block runs.

    An error outside of all layouts is raised unchanged.
    """
    try:
        yield
    except ProblemsFound:
        raise
    except TemplateSyntaxError as error:
        path = next(
            path
            for path in (Path(error.filename or ""), Path(str(error.name)), layouts.own)
            if path.is_file() or path == layouts.own
        )
        what, hint, line = explain_syntax(error, path, _filters(error))
        raise _mistake(path, line, what, hint) from None
    except TemplateNotFound as error:
        known = [
            path.relative_to(folder).as_posix()
            for folder in layouts.folders
            for path in folder.rglob("*.*")
            if path.is_file()
        ]
        where = _layouts(error, layouts)
        path, line = _place(where[-1]) if where else (layouts.own / str(error.name), 0)
        what = f'there is no layout called "{error.name}"'
        raise _mistake(path, line, what, suggest(str(error.name), known, most=0)) from None
    except Exception as error:
        where = _layouts(error, layouts)
        if not where:
            raise
        raise _explain(error, where) from None


Step = tuple[FrameType, int]  # a layout that was being rendered, with what it could name, and its line


def _layouts(error: Exception, layouts: Layouts) -> list[Step]:
    """Return the layouts that were being rendered when an error occurred, the innermost last, as Jinja names them."""
    roots = [folder.resolve() for folder in layouts.folders]
    steps = list(traceback.walk_tb(error.__traceback__))
    inside = {name: any(map(Path(name).resolve().is_relative_to, roots)) for name in {_file(step) for step in steps}}
    return [(frame, line or 1) for frame, line in steps if inside[_file((frame, line))]]


def _file(step: Step) -> str:
    return step[0].f_code.co_filename


def _place(step: Step) -> tuple[Path, int]:
    return Path(_file(step)), step[1]


def _explain(error: Exception, where: list[Step]) -> ProblemsFound:
    step = where[-1]
    if isinstance(error, RecursionError):
        path, line = Counter(map(_place, where)).most_common(1)[0][0]
        return _mistake(path, line, "this goes round without end", "a layout includes itself, or a macro calls itself")
    if isinstance(error, NotThere):
        given = re.fullmatch(r"parameter '(\w+)' was not provided", str(error))
        if given:  # the mistake is where the macro is called
            return _mistake(*_place(where[-2] if len(where) > 1 else step), f'the macro needs "{given[1]}", too')
        return _mistake(*_place(step), *_tell_missing(error, step[0]))
    if isinstance(error, NotAmong):
        return _mistake(*_place(step), *error.told, where=where)
    return _mistake(*_place(step), *_tell(error), where=where)


def _tell_missing(error: NotThere, frame: FrameType) -> Told:
    """Return what a layout names that is not there, and where it looked for it."""
    holder, name = error.holder, error.name
    if exported := re.search(r"'([^']+)' \(imported on .* does not export the requested name '(\w+)'", str(error)):
        return f'there is no macro called "{exported[2]}" in {exported[1]}', ""
    if name is None:
        return _tell(error)
    if holder is missing:
        return f'there is nothing called "{name}" here', suggest(
            str(name), [known for known in frame.f_locals if known[0] != "_"], most=0
        )
    if isinstance(holder, TemplateModule):
        macros = [macro for macro in vars(holder) if not macro.startswith("_")]
        return f'there is no macro called "{name}" in {holder.__name__}', suggest(str(name), macros)
    path = _path_of(holder, frame)
    if isinstance(holder, Mapping):
        called = CALLED.get(path.rsplit(".", 1)[-1])
        known = [str(key) for key in holder]
        if called:
            return f'there is no {called} called "{name}" in {path}', suggest(str(name), known)
        return f'{path or "what stands before the point"} has no "{name}"', suggest(str(name), known)
    if isinstance(holder, list | tuple) and isinstance(name, int):
        count = "is empty" if not holder else f"has {len(holder)}"
        return f"number {name} is asked of a list that {count}; counting begins with 0", ""
    fields = {*getattr(type(holder), "model_fields", {}), *getattr(type(holder), "__dataclass_fields__", {})}
    known = sorted(field for field in fields - {"place", "places"} if not field.startswith("_"))
    others = [other for other in vars(type(holder)) if not other.startswith("_")]
    meant = find_field(str(name), known) or nearest(str(name), [*known, *others])
    sort = called_in_words(holder)
    what = f"{path} ({sort})" if path and isinstance(holder, Entry | Figure) else path or sort
    return f'{what} has no "{name}"', f'did you mean "{meant}"?' if meant else suggest(str(name), known)


def _path_of(holder: object, frame: FrameType) -> str:
    """Return how a layout would write a thing, such as "theme.palette"; "" if it is not found."""
    given = sorted(frame.f_locals.items(), key=lambda named: named[0] not in ("theme", "publication", "imprint"))
    return next((path for name, value in given if (path := _find(holder, name, value))), "")


def _find(holder: object, path: str, value: object, depth: int = 2) -> str:
    if value is holder:
        return path
    if depth == 0 or not type(value).__module__.startswith("pipeline.content"):
        return ""
    inner = ((name, part) for name, part in vars(value).items() if not name.startswith("_"))
    return next((found for name, part in inner if (found := _find(holder, f"{path}.{name}", part, depth - 1))), "")


# ---------------------------------------------------------------- what cannot be done

WORDS = {
    "str": "a text",
    "Markup": "a text",
    "Prose": "a text of content",
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "NoneType": "nothing",
    "none": "nothing",
    "tuple": "a list",
    "list": "a list",
    "dict": "a list of names",
    "method": "a function",
    "function": "a function",
    "Macro": "a macro",
}


def called_in_words(thing: object) -> str:
    """Return what sort of thing something is, in a designer's words: "a text", "a barrier"."""
    return _in_words(type(thing).__name__)


def _in_words(name: str) -> str:
    if name in WORDS:
        return WORDS[name]
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
    return f"{'an' if plain[:1] in 'aeiou' else 'a'} {plain}"


# What Python says, and what that is in words; {0}, {1} … are what was found, and a type is said in words.
SAID: tuple[tuple[str, str, str], ...] = (
    (r"'(\w+)' object is not callable", "what stands before the brackets ( ) is {0}, and no macro or function", ""),
    (r"'(\w+)' object is not iterable", "{0} stands where a list is needed", "`for` and `join` go through a list"),
    (r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'", '"{0}" cannot be used with {1} and {2}', "~"),
    (r"can only concatenate (\w+) \(not \"(\w+)\"\) to \w+", '"+" cannot be used with {0} and {1}', "~"),
    (r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'", '"{0}" cannot compare {1} with {2}', ""),
    (r"cannot unpack non-iterable (\w+) object", '"for a, b in …" needs pairs, and {0} is none', "write one name"),
    (r"(?:not enough|too many) values to unpack.*", "as many names are needed before `in` as each part has", ""),
    (r".*division.* by zero|.*modulo by zero", "something is divided by zero here", "ask with `if` before"),
    (
        r"macro '(\w+)' takes not more than (\d+) argument\(s\)",
        'the macro "{0!r}" is given more than it takes ({1!r})',
        "",
    ),
    (r"macro '(\w+)' takes no keyword argument '(\w+)'", 'the macro "{0!r}" takes nothing called "{1!r}"', ""),
    (r"No (\w+) item, sequence was empty\.", "the {0!r} of an empty list is asked for", "ask with `if` before"),
    (r"'(\w+)' object has no attribute '\w+'", "a filter here is given {0}, and takes another sort of thing", ""),
    (r"type (\w+) doesn't define .*", "a filter here is given {0}, and takes another sort of thing", ""),
    (r"Unknown format code .* for object of type '(\w+)'", "a filter here is given {0}, and takes a number", ""),
    (
        r".*takes (\d+) positional arguments? but (\d+) were given",
        "a filter here is given more values than it takes",
        "",
    ),
    (r".*missing \d+ required positional arguments?.*", "a filter or function here is given too few values", ""),
    (
        r"No test named '(\w+)' found\.",
        'there is nothing called "{0!r}" that could be asked with "is"',
        "write == to compare",
    ),
    (r".*ConversionSyntax.*", "a filter here is given a text, and takes a number", ""),
    (
        r"%. format: .*|unsupported format character .*|incomplete format.*|not enough arguments for format string",
        "a % in words of this line names no value",
        "write %% for the sign, and %(name)s for a value",
    ),
)
JOIN = "~ joins texts and numbers: {{ a ~ b }}"


class _Type(str):
    """A name in Python's message: as it is with !r, and as a sort of thing otherwise."""

    def __format__(self, _: str) -> str:
        return _in_words(self) if self in WORDS or self[:1].isupper() else str(self)

    def __repr__(self) -> str:
        return str(self)


def _tell(error: Exception) -> Told:
    """Return what an error of Python means, in a designer's words, and a hint."""
    if isinstance(error, KeyError):
        return f'there is nothing called "{error.args[0]}" where this line looks for it', ""
    said = str(error)
    innermost = next((_file(step) for step in reversed(list(traceback.walk_tb(error.__traceback__)))), "")
    if Path(innermost).is_relative_to(ROOT / "pipeline") and not isinstance(error, AttributeError):
        return f"a filter or function on this line cannot use what it is given ({said or type(error).__name__})", ""
    for pattern, what, hint in SAID:
        if found := re.fullmatch(pattern, said):
            return what.format(*map(_Type, found.groups())), JOIN if hint == "~" else hint
    return f"this line cannot be worked out ({said or type(error).__name__})", ""


def _filters(error: BaseException) -> list[str]:
    """Return the names of the filters that a layout could have used when an error occurred."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        held = frame.f_locals.get("self")
        environment = getattr(held, "environment", held)
        if isinstance(environment, Environment):
            return [*environment.filters]
    return []


def _met_at(where: list[Step]) -> str:
    """Return the entry or figure that a layout was showing, as a part of a sentence; "" if there is none."""
    for frame, _ in reversed(where):
        for name, value in frame.f_locals.items():
            if name[0] != "_" and isinstance(value, Entry | Figure):
                kind = value.kind if isinstance(value, Entry) else "figure"
                return f'Met while showing {kind} "{value.id}" ({value.place}).'
    return ""


def _mistake(path: Path, line: int, what: str, hint: str = "", where: list[Step] | None = None) -> ProblemsFound:
    met = _met_at(where) if where else ""
    told = " ".join(filter(None, (f"{hint}." if hint and hint[-1] not in ".?" else hint, met)))
    told = f"{told} This is a mistake in a layout." if told else "this is a mistake in a layout"
    return ProblemsFound([Problem(Place(shown(path), line), what, told)])
