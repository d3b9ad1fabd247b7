"""Of several layouts of the brief the best of each section of its body.

Figures and notes are mended from one layout to the next, and a mend may make things worse. Best is what has all
notes, has them on the pages that call them, takes the fewest pages, and leaves the least of them empty.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FILLS = frozenset(("p", "li", "td", "th", "dd", "dt", "img", "h1", "h2", "h3", "h4"))
Score = tuple[int, int, int, int]  # notes lost, notes late, pages, squares of the gaps in CSS pixels: less is better
State = list[tuple[Any, list[Any], str | None]]  # elements, their kids, their style


@dataclass
class _Try:
    document: Any
    scores: dict[Any, Score]
    states: dict[Any, State]


@dataclass
class BestLayout:
    """The layouts that were tried, of one HTML tree."""

    root: Any
    tries: list[_Try] = field(default_factory=list)

    def add(self, document: Any) -> None:
        """Remember a layout, before the tree is mended after it."""
        sections = list(self.root.find("body"))
        scores = _score(document.pages, self.root)
        self.tries.append(_Try(document, scores, {section: _state(section) for section in sections}))

    def find(self) -> Any:
        """The layout that is the best in every section; nothing if none is. Then the tree is now as it would be."""
        best: dict[Any, _Try] = {}
        for one in self.tries:
            for section, score in one.scores.items():
                if section not in best or score < best[section].scores[section]:
                    best[section] = one
        for one in self.tries:
            if all(one.states[section] == first.states[section] for section, first in best.items()):
                return one.document
        for section, first in best.items():
            _restore(first.states[section])
        return None


def section_of(element: Any, parents: Mapping[Any, Any]) -> Any:
    """The part of the body in which an element stands."""
    while element in parents and parents[element].tag != "body":
        element = parents[element]
    return element


def find_notes(pages: Sequence[Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """The pages on which notes are called, and on which they begin; from 0."""
    called: dict[Any, int] = {}
    printed: dict[Any, int] = {}
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            pseudo = (box.element_tag or "").partition("::")[2]
            if pseudo == "footnote-call":
                called.setdefault(box.element, number)
            elif pseudo == "footnote-marker":
                printed.setdefault(box.element, number)
    return called, printed


def _score(pages: Sequence[Any], root: Any) -> dict[Any, Score]:
    owners = {element: section for section in root.find("body") for element in section.iter()}
    called, printed = find_notes(pages)
    lost = Counter(owners[note] for note in called if note not in printed and note in owners)
    late = Counter(owners[note] for note, page in called.items() if printed.get(note, page) > page and note in owners)
    gaps: dict[Any, list[int]] = {section: [] for section in root.find("body")}
    for page in pages:
        for section in {owners[box.element] for box in page._page_box.descendants() if box.element in owners}:
            gaps[section].append(_gap(page))
    return {
        section: (lost[section], late[section], len(empty), sum(gap**2 for gap in empty[:-1]))
        for section, empty in gaps.items()  # one great gap is worse than some small; the last page has to end somewhere
    }


def _gap(page: Any) -> int:
    """The room between the words or figures of a page and its notes, in CSS pixels."""
    flow = page._page_box.children[0]
    shown = (box for box in flow.descendants() if box.element_tag in FILLS and box.is_in_normal_flow())
    foot = max((box.position_y + box.margin_height() for box in shown), default=flow.content_box_y())
    return max(0, round(float(flow.content_box_y() + flow.height - foot)))


def _state(section: Any) -> State:
    return [(element, list(element), element.get("style")) for element in section.iter()]


def _restore(state: State) -> None:
    for element, kids, style in state:
        element[:] = kids
        element.attrib.pop("style", None)
        if style is not None:
            element.set("style", style)
