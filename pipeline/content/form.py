"""Forms: what a publication is made into. Frozen records of layouts/<form>/form.yaml."""

import re
from pathlib import PurePath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from pipeline.content.record import FileName, Id, Record, Words, refusal

Medium = Literal["pages", "slides"]
Printed = Literal["text", "brief"]
MEDIA: tuple[Medium, ...] = ("pages", "slides")
ENDINGS: dict[Medium, str] = {"pages": ".pdf", "slides": ".pptx"}  # of the file of a medium
DATA_FILE = "data.xlsx"  # the data behind the figures, beside the files of all forms
OTHERS = "others"  # in `lengths`: kinds that have none of their own


def _span(value: Any) -> Any:
    found = re.fullmatch(r"(\d{1,5})\s*[-–]\s*(\d{1,5})", str(value))
    if not found or int(found[1]) > int(found[2]):
        raise refusal("cannot_be", "", "write the least and the most, as in 80-200")
    return int(found[1]), int(found[2])


Span = Annotated[tuple[int, int], BeforeValidator(_span)]


class Form(Record):
    """One form of the publication: a folder of layouts, and the file that comes of it.

    `prints` is the field that its layouts see as the text of each entry; `lengths`, how many words it should have, the
    least and the most, by the kind of entry. `like` is the form that has the layouts that its own folder lacks.
    """

    medium: Medium
    file: FileName
    called: Words  # as other forms speak of it: "the …"
    prints: Printed = "text"
    leaves_out: tuple[Id, ...] = ()  # kinds of entries
    needs: tuple[Id, ...] = ()  # fields that each of its entries has to have
    refers_to: Id | None = None  # the form that has what this one leaves out
    handout: FileName | None = None  # of slides: their PDF
    like: Id | None = None
    lengths: dict[Id, Span] = Field(default_factory=dict)
    name: Id = Field(alias="(name)")  # of its folder

    @property
    def layout(self) -> str:
        """The layout that its file is rendered from."""
        return f"{self.name}.html"

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of layouts that its own are looked for in: its own, that of a form like it, that of its medium."""
        return tuple(name for name in (self.name, self.like, self.medium) if name)

    def file_of(self, cut: str | None) -> str:
        """Return the name of its file; that of a cut of it: deck-short.pptx."""
        return _cut_from(self.file, cut)

    def handout_of(self, cut: str | None) -> str | None:
        """Return the name of its handout, or of that of a cut; None if it has no handout."""
        return _cut_from(self.handout, cut) if self.handout else None

    def length_of(self, kind: str) -> tuple[int, int] | None:
        """Return how many words it should print of an entry of some kind, the least and the most; None if any."""
        return self.lengths.get(kind) or self.lengths.get(OTHERS)


def _cut_from(file: str, cut: str | None) -> str:
    name = PurePath(file)
    return f"{name.stem}-{cut}{name.suffix}" if cut else file
