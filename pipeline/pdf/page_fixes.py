"""Changes of the HTML that mend a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Move:
    """A fix that moves an element before the sibling now at index `to`. Pages change from index `first` on."""

    first: int
    element: Any
    parent: Any
    to: int

    def apply(self) -> None:
        """Change the HTML."""
        before = list(self.parent).index(self.element)
        self.parent.remove(self.element)
        self.parent.insert(self.to - (before < self.to), self.element)


@dataclass(frozen=True)
class Restyle:
    """A fix that styles elements without a style of their own. Pages change from index `first` on."""

    first: int
    elements: Sequence[Any]
    style: Mapping[str, str]  # "0" is a length

    def apply(self) -> None:
        """Change the HTML."""
        for element in self.elements:
            element.set("style", "; ".join(f"{name}: {value}" for name, value in self.style.items()))


Fix = Move | Restyle
