"""What a record of a content file is: its base class, and the types of its fields.

Keys are written with hyphens in YAML (`as-of`) and with underscores here (`as_of`).
"""

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # what else is installed has no say in what a record is

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.core import Place, bare

Takes = Literal["blocks", "box", "paragraphs", "line"]


@dataclass(frozen=True)
class Prose:
    """Markdown as typed, with the place of its first line.

    `takes` is what can stand in it: every block; every block but a box; paragraphs and lists alone, where it is also
    spoken; or the words of one line, in which no sign at the start means anything.
    """

    source: str
    place: Place
    takes: Takes = "blocks"

    def __bool__(self) -> bool:
        return bool(self.source)


COMMENT = re.compile(r"(?P<code>(?P<ticks>`+)[^`].*?(?P=ticks))|[ \t]*<!--(?P<comment>.*?)-->", re.DOTALL)


def _prose(value: Any) -> Prose:
    if isinstance(value, Prose):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("not_text", "should be text")
    text = _without_comments(value)
    if not text.strip():
        raise PydanticCustomError("empty", "is empty")
    place = getattr(value, "place", Place("", 0))
    above = len(text) - len(text.lstrip("\n"))  # lines of a comment, or empty ones
    return Prose(text.strip("\n"), Place(place.path, place.line + above))


def _without_comments(text: str) -> str:
    """Return text without `<!-- comments -->`, which nobody reads but who writes; lines stay where they are."""
    if "<!--" not in text:
        return text
    bare = COMMENT.sub(lambda found: found["code"] or "\n" * (found["comment"] or "").count("\n"), text)
    rest = COMMENT.sub(lambda found: "" if found["code"] else found[0], bare)
    if "<!--" in rest:
        begun = rest[rest.index("<!--") :].split("\n", 1)[0][:40]
        said = f'has a note to yourself that begins "{begun}" and does not end with -->'
        raise refusal("open_comment", said, "type --> where it ends")
    return bare


ONE_PARAGRAPH = 'delete the empty line; what needs several paragraphs belongs in "text"'


def _line(value: Any) -> Prose:
    prose = _prose(value)
    if "\n\n" in prose.source:
        raise refusal("one_paragraph", "has an empty line in it, and takes one paragraph alone", ONE_PARAGRAPH)
    return Prose(" ".join(prose.source.split()), prose.place, "line")


def _talk(value: Any) -> Prose:
    return replace(_prose(value), takes="paragraphs")


def _box_text(value: Any) -> Prose:
    return replace(_prose(value), takes="box")


def _cell(value: Any) -> Prose | None:
    """Return the words of a cell of a table; None for an empty one."""
    return None if isinstance(value, str) and not value.strip() else _line(value)


def refusal(kind: str, should: str, hint: str) -> PydanticCustomError:
    """Return an error whose message to an editor goes on after the name of the field, with a hint."""
    return PydanticCustomError(kind, should, {"hint": hint})


FILE = re.compile(r"(?i)([a-z0-9]+(?:-[a-z0-9]+)*)\.(?:(png|jpe?g|gif|svg|tiff?|webp|heic|bmp|eps|pdf)|csv|xlsx?|yaml)")
NO_PICTURES = "there are no pictures; write the id of a figure, which is made in figures.yaml"


def _id(value: Any) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(value)):
        if ending := FILE.fullmatch(str(value)):
            raise refusal(
                "cannot_be", "", NO_PICTURES if ending[2] else f"write an id, as in figures.yaml: {ending[1]}"
            )
        hint = "write small letters (a to z), digits and hyphens alone"
        meant = re.sub(r"[^a-z0-9-]+", "", bare(str(value))).strip("-")
        raise refusal("cannot_be", "", f"{hint}: {meant}" if meant else hint)
    return str(value)


PLAIN_NAME = re.compile(r"\w[\w .-]*")  # of a file, without folders


def _file(value: Any) -> str:
    name = unicodedata.normalize("NFC", str(value))
    if PLAIN_NAME.fullmatch(name):
        return name
    if "/" in name or "\\" in name:
        last = re.split(r"[/\\]", name)[-1]
        raise refusal("cannot_be", "", f"write the name of the file alone, without folders: {last}".rstrip(": "))
    odd = next((sign for sign in name if not re.match(r"[\w .-]", sign)), name[:1])
    hint = f'a name of a file has letters, digits, spaces, hyphens, points and _ alone, and no "{odd}": rename the file'
    raise refusal("cannot_be", "", f"{hint}, and write its new name here")


def _date(value: Any) -> str:
    text = str(value)
    try:
        if not re.fullmatch(r"[1-9]\d{3}(-\d\d){0,2}", text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise refusal("cannot_be", "", "write a date such as 1942, 1942-08 or 1942-08-04 (year-month-day)") from None
    return text


def _shaped(pattern: str, hint: str) -> BeforeValidator:
    """Return a validator that refuses any text but one of a pattern; `hint` tells an editor what to write."""

    def check(value: Any) -> str:
        if not (isinstance(value, str) and re.fullmatch(pattern, value)):
            raise refusal("cannot_be", "", hint)
        return str(value)

    return BeforeValidator(check)


def _capitals(code: str) -> str:
    """Return the code of a language in the capitals that catalogs and tables have: es-mx is es-MX, zh-hant-tw zh-Hant-TW."""
    first, *rest = code.split("-")
    write = {2: str.upper, 4: str.title}
    return "-".join([first, *(write.get(len(part), str)(part) if part.isalpha() else part for part in rest)])


def _years(value: Any) -> Any:
    match = re.fullmatch(r"(\d{4})(?:\s*([-–])\s*(\d{4})?)?", str(value))
    if not match:
        hint = "write years such as 1942-1964, or 1942- for what goes on today, or 1942 alone"
        raise refusal("cannot_be", "", hint)
    first = int(match[1])
    last = first if not match[2] else int(match[3]) if match[3] else None
    if last is not None and last < first:
        raise refusal("bad_years", "ends before it begins", f"write {last}-{first}")
    return first, last


def _many(value: Any) -> Any:
    """Return one id as a tuple; return anything else, such as a list of ids, unchanged."""
    return (value,) if isinstance(value, str) else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[Prose, BeforeValidator(_line)]
Text = Annotated[Prose, BeforeValidator(_prose)]
Talk = Annotated[Prose, BeforeValidator(_talk)]  # what is spoken, and what both outputs print
BoxText = Annotated[Prose, BeforeValidator(_box_text)]  # every block but another box
CellText = Annotated[Prose | None, BeforeValidator(_cell)]
Id = Annotated[str, BeforeValidator(_id)]
FileName = Annotated[str, BeforeValidator(_file)]
Date = Annotated[str, BeforeValidator(_date)]
Years = Annotated[tuple[int, int | None], BeforeValidator(_years)]
Ids = Annotated[tuple[Words, ...], BeforeValidator(_many)]
Color = Annotated[
    str,
    _shaped(r"#[0-9A-Fa-f]{6}", "write # and six digits or letters A to F, all of it between double quotation marks"),
]
Language = Annotated[
    str,
    AfterValidator(_capitals),
    _shaped(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "write the code of a language, such as en-US, es or de-DE"),
]
Confidence = Literal["high", "medium", "low"]
Grade = Literal["primary", "refereed", "book", "official", "institute", "press", "weak"]
Reading = Literal["whole", "abstract", "second-hand"]


class Record(BaseModel):
    """A mapping of a content file, checked and frozen. Unknown keys are refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        arbitrary_types_allowed=True,
    )
    # keys that nobody types by mistake
    place: Place = Field(alias="(place)")
    places: Mapping[str, Place] = Field(default={}, alias="(places)", repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_place(cls, data: Any, info: ValidationInfo) -> Any:
        place = getattr(data, "place", None)
        if place is None or not isinstance(data, Mapping):
            return data
        if info.context is not None:  # who was meant here: for "did you mean"
            info.context[id(data)] = cls
        return {**data, "(place)": place, "(places)": getattr(data, "places", {})}

    def place_of(self, key: str) -> Place:
        """Return the place of a key, spelt as in the file; "points.0" is the first item of a list.

        An item without a place of its own is at the place of its list, an unknown key at the place of the record.
        """
        return self.places.get(key) or self.places.get(key.split(".", maxsplit=1)[0], self.place)

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys that an editor may write."""
        names = (f.alias or name for name, f in cls.model_fields.items())
        return [name for name in names if not name.startswith("(")]


def find_record(name: str, among: type[Record] = Record) -> type[Record] | None:
    """Return the class of records with this name, or None: for messages that name a class, as Jinja's do."""
    for cls in among.__subclasses__():
        if found := cls if cls.__name__ == name else find_record(name, cls):
            return found
    return None
