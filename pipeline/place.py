"""A place in a file that people edit. Apart, because problems are told even where no record is loaded."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file that people edit; line 0 is the file as a whole."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path
