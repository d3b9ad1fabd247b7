"""The pages painted anew, in the order in which they are read.

A page description paints what floats or is positioned after all else, whatever its place in the
text. Some readers go by that order. So each page is taken apart into its marked-content sequences,
each with the graphics state it was painted in, and put together again: what decorates first, then
the text in reading order, then running heads and feet. On paper nothing changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PAINTS = frozenset(
    (b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"EI")
)
SETS = frozenset((b"rg", b"RG", b"g", b"G", b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN", b"gs"))
SETS |= frozenset((b"w", b"J", b"j", b"M", b"d", b"ri", b"i", b"Tf", b"Tc", b"Tw", b"Tz", b"TL", b"Tr", b"Ts"))
PATH = frozenset((b"re", b"m", b"l", b"c", b"v", b"y", b"h"))
LASTS = SETS  # a later one undoes an earlier
SETS |= PATH | {b"cm", b"W", b"W*", b"n"}

State = tuple[bytes, ...]


class Unmarked(Exception):
    """The error that something is painted outside every marked-content sequence, as a group with opacity is."""


@dataclass
class Mark:
    """A marked-content sequence: its number (None: decoration), graphics states before and after, its operators."""

    number: int | None
    before: State
    after: State = ()
    operators: list[bytes] = field(default_factory=list)
    paints: bool = False


def read_page(items: Iterable[Any]) -> list[Mark]:
    """Return the marked-content sequences of a page, in the order of painting. Raises Unmarked.

    `items` are operators with their operands, one in each item, as pydyf stores them.
    """
    found: list[Mark] = []
    stack: list[list[bytes]] = [[]]
    open_marks = 0
    pending: list[Any] = []  # the operands of BDC and BMC are items of their own
    for item in items:
        text = b"" if isinstance(item, dict) else _bytes(item)
        if not text or (text.startswith(b"/") and b" " not in text):
            pending.append(item)
            continue
        operator = _operator(text)
        if operator in (b"BDC", b"BMC"):
            open_marks += 1
            if open_marks == 1:
                found.append(Mark(_number(pending), _flat(stack)))
            pending = []
            continue
        if operator == b"EMC":
            open_marks -= 1
            if open_marks == 0:
                found[-1].after = _flat(stack)
            continue
        _follow(stack, text, operator)
        if open_marks:
            found[-1].operators.append(text)
            found[-1].paints |= operator in PAINTS
        elif operator in PAINTS:
            raise Unmarked(text.decode("latin-1"))
    return found


def paint_page(sequences: Sequence[Mark], order: Mapping[int, int], artifacts: Mapping[int, bytes]) -> list[bytes]:
    """Return the operators of a page: decoration, then sequences in reading order, then artifacts.

    `order` maps the old number of a sequence to its new one, counted in reading order; `artifacts`
    maps the old number of a sequence that belongs to the page to the properties of its artifact.
    """
    painter = _Painter()
    for sequence in sequences:
        if sequence.paints and sequence.number not in order and sequence.number not in artifacts:
            painter.paint(sequence, b"/Artifact <</Type /Layout>> BDC")
    read = [sequence for sequence in sequences if sequence.number in order]
    for sequence in sorted(read, key=lambda s: order[s.number or 0]):
        painter.paint(sequence, b"/Span <</MCID %d>> BDC" % order[sequence.number or 0])
    for sequence in sequences:
        if sequence.number is not None and sequence.number in artifacts and sequence.paints:
            painter.paint(sequence, b"/Artifact <<%b>> BDC" % artifacts[sequence.number])
    return painter.finish()


class _Painter:
    """A writer of sequences, which sets the graphics state anew only where the last sequence left another."""

    def __init__(self) -> None:
        self.out: list[bytes] = []
        self.state: State | None = None

    def paint(self, sequence: Mark, mark: bytes) -> None:
        if sequence.before != self.state:
            self.finish()
            self.out += [b"q", *sequence.before]
        self.out += [mark, *sequence.operators, b"EMC"]
        self.state = sequence.after

    def finish(self) -> list[bytes]:
        if self.state is not None:
            self.out.append(b"Q")
            self.state = None
        return self.out


BLACK = {b"0 0 0 rg": b"0 g", b"0 0 0 RG": b"0 G"}  # in print, black ink alone and not four inks


def _bytes(item: Any) -> bytes:
    operator = item if isinstance(item, bytes) else str(item).encode("latin-1")
    return BLACK.get(operator, operator)


def _operator(item: bytes) -> bytes:
    return item.rsplit(None, 1)[-1] if item else b""


def _number(operands: Iterable[Any]) -> int | None:
    return next((int(item["MCID"]) for item in operands if isinstance(item, dict) and "MCID" in item), None)


def _follow(stack: list[list[bytes]], item: bytes, operator: bytes) -> None:
    """Apply an operator to the graphics state in `stack`."""
    if operator == b"q":
        stack.append([])
    elif operator == b"Q":
        stack.pop()
    elif operator == b"n" and not any(_operator(old) in (b"W", b"W*") for old in stack[-1][-1:]):
        _drop_path(stack[-1])
    elif operator in SETS:
        level = stack[-1]
        if operator in LASTS:
            key = (operator, item[:2] if operator == b"gs" else b"")
            level[:] = [old for old in level if (_operator(old), old[:2] if operator == b"gs" else b"") != key]
        level.append(item)
    elif operator in PAINTS:  # a path that was painted sets nothing
        _drop_path(stack[-1])


def _drop_path(level: list[bytes]) -> None:
    while level and _operator(level[-1]) in PATH:
        level.pop()


def _flat(stack: Iterable[Iterable[bytes]]) -> State:
    return tuple(item for level in stack for item in level)
