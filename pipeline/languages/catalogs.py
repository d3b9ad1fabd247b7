"""Catalogs of translations: .po files as translators' programs write them, read and checked.

A catalog that is amiss is a problem at its line: what it would print would be wrong on every page. Babel is imported when there
is a catalog to read.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from gettext import c2py
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import INVISIBLE, Place, Problem, ProblemsFound, quoted, read_text, shown, stop_on, tell_invisible
from pipeline.languages.words import Words

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = "translations"
SOURCE = "en"  # the language of the messages themselves
VALUE = re.compile(r"%(?:\((\w+)\)s|(%)|.?)", re.DOTALL)
PLURALS = re.compile(r'"Plural-Forms:\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=([^;"]*?)(?:;|\\n|")')
LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s*)?"(?:[^"\\]|\\.)*")?')
MOST_FORMS = 6  # that any language has
NO_LINE = "this line is not as programs for translations write it"
AS_WRITTEN = "open the file in a program for translations, such as Poedit, mend it there and save it"
KEEP = (
    "what stands as %(name)s is filled in by the build: keep it in the translation, as it is; a plain % is written %%"
)
NAMED = 3  # messages that a warning quotes


def read_words(language: str, find: Callable[[str], Path], place: Place) -> tuple[Words, list[Problem]]:
    """Return the words of layouts in a language, and what is amiss with its catalogs, warnings among it.

    `find` returns where a file of the layouts lies, such as translations/es.po; `place` is where the language is named.
    Catalogs are those of the tag and of each shorter one: es-MX.po, then es.po. A message that all of them lack stays English.
    """
    paths = [find(f"{FOLDER}/{tag}.po") for tag in _shorter(language)]
    catalogs: list[tuple[Path, Catalog]] = []
    problems: list[Problem] = []
    for path in paths:
        if path.exists():
            try:
                catalogs.append((path, read_catalog(path)))
            except ProblemsFound as found:
                problems += found.problems
    if not catalogs and not problems and _shorter(language)[-1] != SOURCE:
        what = f'the layouts have no words in "{language}": theirs stay English'
        hint = f"make {shown(paths[-1])}; the README of the layouts says how, at Words"
        problems.append(Problem(place, what, hint, warns=True))
    problems += _tell_missing(catalogs)
    return Words(language, tuple(_compile(catalog) for _, catalog in catalogs)), problems


def _shorter(language: str) -> list[str]:
    """Return a tag and those that are left as its parts are taken away: es-MX, es."""
    parts = language.split("-")
    return ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]


def read_catalog(path: Path) -> "Catalog":
    """Return a catalog whose messages can be printed. Raises ProblemsFound, each problem at a line of the file."""
    from babel.messages.pofile import PoFileError, read_po

    text = read_text(path, shown(path))
    stop_on(_check_lines(text, path))
    _check_plurals(text, path)
    try:
        catalog = read_po(StringIO(text), path.stem.replace("-", "_"), ignore_obsolete=True, abort_invalid=True)
    except PoFileError as error:
        raise ProblemsFound([Problem(Place(shown(path), error.lineno + 1), NO_LINE, AS_WRITTEN)]) from None
    except Exception:  # Babel's reader trips over broken files in many ways
        what = "this is not a catalog as programs for translations write it"
        raise ProblemsFound([Problem(Place(shown(path), 0), what, AS_WRITTEN)]) from None
    catalog.charset = "utf-8"  # the text is read; what its head says of bytes is past
    if catalog.locale is None:  # of a language that Babel does not know, it would not compile the rule of plurals
        catalog.locale = SOURCE
    if problems := [problem for message in _messages(catalog) for problem in _check(message, path)]:
        raise ProblemsFound(problems)
    return catalog


def _check_lines(text: str, path: Path) -> Iterator[Problem]:
    """Yield a problem for each line that is not as it should be; Babel would read some of them as other words."""
    for number, line in enumerate(text.split("\n"), 1):
        place = Place(shown(path), number)
        if INVISIBLE.search(line):
            yield tell_invisible(place)
        elif not LINE.fullmatch(line.strip()):
            yield Problem(place, NO_LINE, AS_WRITTEN)


def _check_plurals(text: str, path: Path) -> None:
    """Raise ProblemsFound for a rule of plurals that cannot be reckoned with."""
    if not (rule := PLURALS.search(text)):
        return
    try:
        forms, choose = int(rule[1]), c2py(rule[2])
        is_right = forms <= MOST_FORMS and all(0 <= choose(number) < forms for number in range(200))
    except (ValueError, ArithmeticError, RecursionError):
        is_right = False
    if not is_right:
        place = Place(shown(path), text.count("\n", 0, rule.start()) + 1)
        hint = 'copy the line "Plural-Forms: …" of another catalog of this language'
        raise ProblemsFound([Problem(place, "this rule of plurals does not work", hint)])


def _messages(catalog: "Catalog") -> Iterator["Message"]:
    """Yield the messages of a catalog without its head."""
    return (message for message in catalog if message.id)


def _forms(text: str | Sequence[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _check(message: "Message", path: Path) -> Iterator[Problem]:
    """Yield a problem for a translation in which other values stand than in its message."""
    wanted = [_values(form) for form in _forms(message.id)]
    for translation in _forms(message.string):
        if not translation or message.fuzzy or _values(translation) in wanted:
            continue
        place = Place(shown(path), message.lineno or 0)
        expected = wanted[-1] or set()
        lost, new = expected - (_values(translation) or set()), (_values(translation) or set()) - expected
        what = f'the translation "{translation}" '
        if lost:
            what += f"lacks {quoted([f'%({name})s' for name in sorted(lost)])}"
        elif new:
            what += f"has {quoted([f'%({name})s' for name in sorted(new)])}, which its message has not"
        else:
            what += 'has a "%" that nothing can be made of'
        yield Problem(place, what, KEEP)
        return


def _values(text: str) -> set[str] | None:
    """Return the names of the values in a message; None if there is a % in it that names none."""
    found = list(VALUE.finditer(text))
    return {match[1] for match in found if match[1]} if all(match[1] or match[2] for match in found) else None


def _tell_missing(catalogs: Sequence[tuple[Path, "Catalog"]]) -> Iterator[Problem]:
    """Yield a warning for each catalog with messages that have no translation in it, nor in another one."""
    done = {_key(message) for _, catalog in catalogs for message in _messages(catalog) if _is_translated(message)}
    for path, catalog in catalogs:
        left = [message for message in _messages(catalog) if _key(message) not in done]
        if left:
            names = [_forms(message.id)[0] for message in left]
            named = quoted(names) if len(names) <= NAMED else ", ".join(f'"{name}"' for name in names[:NAMED]) + ", …"
            what = f"{len(left)} of the layouts' words have no translation, and stay English: {named}"
            hint = 'translate them; where a line above says "fuzzy", look at the translation and take that word away'
            yield Problem(Place(shown(path), left[0].lineno or 0), what, hint, warns=True)


def _key(message: "Message") -> tuple[str | None, str]:
    return message.context, _forms(message.id)[0]


def _is_translated(message: "Message") -> bool:
    return all(_forms(message.string)) and not message.fuzzy


def _compile(catalog: "Catalog") -> bytes:
    """Return a catalog as gettext reads it."""
    from babel.messages.mofile import write_mo

    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()
