"""Have what is too wide set smaller, step by step: tables, and what a layout marks with `data-fit`.

The attribute says which step it is, from 1 to 4; the style sheet says what that means: closer, smaller, with words divided,
at last broken anywhere. Numbers are never broken.
"""

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.pdf.overruns import FIT, Fault

STEPS = 4
DIVIDES = 3  # the first step at which words may be divided
WHOLE = "white-space: nowrap"
NUMBER = re.compile(r"[^\w\s]*\d(?:[\d.,'’\u00a0\u202f]*\d)?[%‰€]?")


def set_smaller(faults: Sequence[Fault]) -> bool:
    """Change the HTML of all that is too wide, and may be set smaller still, by a step. Return whether anything may be."""
    targets = {id(fault.target): fault.target for fault in faults if fault.target is not None}
    stepped = [target for target in targets.values() if _step(target) < STEPS]
    for target in stepped:
        target.set(FIT, str(_step(target) + 1))
        if _step(target) == DIVIDES:
            _keep_numbers(target)
    return bool(stepped)


def _step(element: Any) -> int:
    return int(element.get(FIT) or 0)


def _keep_numbers(element: Any) -> None:
    """Put each number in an element of its own, which is not broken."""
    for child in list(element):
        _keep_numbers(child)
        child.tail, kept = _split(child.tail)
        at = list(element).index(child) + 1
        element[at:at] = kept
    element.text, kept = _split(element.text)
    element[0:0] = kept


def _split(text: str | None) -> tuple[str | None, list[Any]]:
    """Return a text up to its first number, and an element for each number, with what follows it."""
    found = list(NUMBER.finditer(text or ""))
    if not found or text is None:
        return text, []
    ends = [number.start() for number in found[1:]] + [len(text)]
    kept = []
    for number, end in zip(found, ends, strict=True):
        span = Element("span", {"style": WHOLE})
        span.text, span.tail = number[0], text[number.end() : end]
        kept.append(span)
    return text[: found[0].start()], kept
