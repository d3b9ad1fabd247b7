"""What a record of a content file is: its base class, and the types of its fields.

Keys are written with hyphens in YAML (`as-of`) and with underscores here (`as_of`).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # what else is installed has no say in what a record is

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.core import Place

Takes = Literal["blocks", "paragraphs", "line"]


@dataclass(frozen=True)
class Prose:
    """Markdown as typed, with the place of its first line.

    `takes` is what can stand in it: every block of the brief; paragraphs and lists alone, where it is also spoken; or
    the words of one line, in which no sign at the start means anything.
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
    if "<!--" in COMMENT.sub(lambda found: "" if found["code"] else found[0], bare):
        raise PydanticCustomError("open_comment", "has a comment that opens with <!-- and does not close with -->")
    return bare


def _line(value: Any) -> Prose:
    prose = _prose(value)
    if "\n\n" in prose.source:
        raise PydanticCustomError("one_paragraph", "should be a single paragraph")
    return Prose(" ".join(prose.source.split()), prose.place, "line")


def _talk(value: Any) -> Prose:
    return replace(_prose(value), takes="paragraphs")


def _id(value: Any) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(value)):
        raise PydanticCustomError("bad_id", "should be lower-case letters, digits and hyphens")
    return str(value)


PLAIN_NAME = re.compile(r"\w[\w .-]*")  # of a file, without folders


def _file(value: Any) -> str:
    if not PLAIN_NAME.fullmatch(str(value)):
        raise PydanticCustomError("bad_file", "should be the plain name of a file, without folders")
    return str(value)


def _date(value: Any) -> str:
    text = str(value)
    try:
        if not re.fullmatch(r"[1-9]\d{3}(-\d\d){0,2}", text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise PydanticCustomError("bad_date", "should be a date such as 1942, 1942-08 or 1942-08-04") from None
    return text


def _shaped(pattern: str, should: str) -> BeforeValidator:
    """Return a validator that refuses any text but one of a pattern; `should` is its message to an editor."""

    def check(value: Any) -> str:
        if not (isinstance(value, str) and re.fullmatch(pattern, value)):
            raise PydanticCustomError("bad_shape", should)
        return str(value)

    return BeforeValidator(check)


def _years(value: Any) -> Any:
    match = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})?", str(value))
    if not match:
        raise PydanticCustomError("bad_years", "should be years such as 1942-1964")
    first, last = int(match[1]), int(match[2]) if match[2] else None
    if last is not None and last < first:
        raise PydanticCustomError("bad_years", "ends before it begins")
    return first, last


def _many(value: Any) -> Any:
    """Return one id as a tuple; return anything else, such as a list of ids, unchanged."""
    return (value,) if isinstance(value, str) else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[Prose, BeforeValidator(_line)]
Text = Annotated[Prose, BeforeValidator(_prose)]
Talk = Annotated[Prose, BeforeValidator(_talk)]  # what is spoken, and what both outputs print
Id = Annotated[str, BeforeValidator(_id)]
FileName = Annotated[str, BeforeValidator(_file)]
Date = Annotated[str, BeforeValidator(_date)]
Years = Annotated[tuple[int, int | None], BeforeValidator(_years)]
Ids = Annotated[tuple[Words, ...], BeforeValidator(_many)]
Color = Annotated[
    str, _shaped(r"#[0-9A-Fa-f]{6}", "should be a color: # and six digits or letters A to F, between quotes")
]
Language = Annotated[str, _shaped(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "should be the code of a language, such as en-US")]
Stance = Literal["cooperative", "unilateral", "mixed"]
Weight = Literal["strong", "some", "little"]
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
