"""The records of data: what is asked of a file, and its columns, which know what they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.core import Place
from pipeline.data.cells import Number, plain
from pipeline.data.moments import Order, Unit, read_moment

Kind = Unit | Literal["words", "numbers"]


@dataclass(frozen=True)
class Wanted:
    """What is asked of a data file: columns by name, and how to read what is not plain in it.

    `x` is the column of labels ("": the first). `sums` says that a row of a total would be wrong among the others;
    `total` names a row that is known to be one. `may_hold_words` is for tables: a column of words is not refused.
    """

    columns: tuple[str, ...]
    x: str = ""
    decimal: Literal["point", "comma"] | None = None
    dates: Order | None = None
    total_row: Literal["drop", "keep"] | None = None
    labels: Literal["words"] | None = None
    sheet: str | None = None
    sums: bool = True
    total: str | None = None
    may_hold_words: bool = False


@dataclass(frozen=True)
class Data:
    """Columns of a data file, with a number for each row (None: nothing is known), and what the labels of the rows are.

    Rows whose labels are numbers or times are in their order, and `at` is where each is on its axis: a time in years,
    so that 1942.5 is July 1942. A label has one spelling: 2019, 2019-03, 2019-Q1, 2019-03-31; words are as typed.
    """

    path: str
    labels: tuple[str, ...]
    columns: Mapping[str, tuple[Number | None, ...]]
    kind: Kind = "words"
    at: tuple[float, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # columns that hold words
    marks: Mapping[str, str] = field(default_factory=dict)  # by column: "%" or a currency that its cells bear
    dates: Order | None = None  # what comes first in days of numbers alone, as in 5/1/24
    places: tuple[Place, ...] = field(default=(), compare=False)  # of the rows, in the file

    @property
    def is_timed(self) -> bool:
        """Whether the labels are years or dates."""
        return self.kind not in ("words", "numbers")

    def find(self, label: str) -> int | None:
        """Return the row of a label, also where it is spelt in another way (Jan 2019 for 2019-01), or None."""
        if label in self.labels:
            return self.labels.index(label)
        position = self.place(label)
        return self.at.index(position) if position in self.at else None

    def place(self, label: str) -> float | None:
        """Return where a label would be on the axis of the labels; None if it is no number or time as they are."""
        if self.kind == "words":
            return None
        if self.kind == "numbers":
            try:
                return float(plain(label))
            except ValueError:
                return None
        moment = read_moment(label, self.dates)
        return moment.at if moment and moment.unit == self.kind else None

    def within(self, start: str, end: str) -> Sequence[int]:
        """Return the rows from one label to another, both included; times that no row has lie between two rows."""
        first, last = self.find(start), self.find(end)
        if self.kind == "words":
            return range(first or 0, (last or 0) + 1)
        low, high = self.place(start), self.place(end)
        return [row for row, at in enumerate(self.at) if low is not None and high is not None and low <= at <= high]

    def between(self, first: int, last: int) -> "Data":
        """Return the rows from `first` to `last`, both included."""
        rows = slice(first, last + 1)
        return Data(
            self.path,
            self.labels[rows],
            {name: numbers[rows] for name, numbers in self.columns.items()},
            self.kind,
            self.at[rows],
            {name: words[rows] for name, words in self.words.items()},
            self.marks,
            self.dates,
            self.places[rows],
        )


class ColumnMissing(Exception):
    """Error for a column that a data file does not contain: `name` is the column, `header` those it contains."""

    def __init__(self, name: str, header: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.header = header
