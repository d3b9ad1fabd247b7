"""Words of the publication: closed lists in publication.yaml, of which entries and links bear one word each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from pipeline.content.record import Record, Words
from pipeline.content.yaml_nodes import Items, Map, Scalar
from pipeline.core import Place, Problem, bare, suggest

NAME = re.compile(r"[^\W_]+(-[^\W_]+)*")  # of a list, and of a word
HOW_NAMED = "write letters, digits and hyphens alone"
NO_LIST = "none"  # what a figure says that is colored by no list
EXAMPLE = "such as  stance:  and below it  mixed: {label: mixed, color: ochre}"


class Word(Record):
    """A word of a list: how it is printed, and the color of the palette that marks it, if one does.

    `step` of `steps` is its place in the list: the last word is the first step, the first word has them all.
    """

    label: Words
    color: Words | None = None
    short: Words | None = None  # for tight places: cells of tables, keys of drawings
    id: str = Field(default="", alias="(id)")  # what entries write
    step: int = Field(default=1, alias="(step)")
    steps: int = Field(default=1, alias="(steps)")

    @property
    def degree(self) -> str:
        """How high a step is: "all" for the highest, "least" for the lowest, and "much" or "little" between."""
        if self.step == self.steps:
            return "all"
        share = (self.step - 1) / (self.steps - 1)
        return "least" if not share else "much" if share >= 0.5 else "little"

    @property
    def tight(self) -> str:
        """The form for tight places."""
        return self.short or self.label


@dataclass(frozen=True)
class Lists:
    """The lists of a publication: words by the names of their lists. `broken` lists and words ("stance.mixed") have a
    problem of their own, and whoever names them made no mistake."""

    words: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.words)


Validate = Callable[
    [Any, str], Word | None
]  # a word from what was typed and its name in messages, or None and a problem


def read_lists(typed: Any, place: Place, taken: Mapping[str, str], validate: Validate) -> tuple[Lists, list[Problem]]:
    """Return what stands below `lists` in publication.yaml, and its problems.

    `taken` are names that no list may have, each with what has it.
    """
    if not isinstance(typed, Map):
        what = 'publication: "lists" should have lists below it'
        named = [str(name) for name in (typed if isinstance(typed, Items) else [typed])]
        return Lists({key: {} for key in named}, frozenset(named)), [Problem(place, what, EXAMPLE)]
    words: dict[str, dict[str, Word]] = {}
    broken, problems = set[str](), list[Problem]()
    for name in _keys(typed):
        found = typed.get(name)
        told = list(_tell_list(name, found, typed.places[name], taken))
        problems += told
        words[name] = {}
        if told or not isinstance(found, Map):
            broken.add(name)
            continue
        keys = _keys(found)
        for at, word in enumerate(keys):
            made = None
            if told := list(_tell_word(name, word, found.get(word), found.places[word])):
                problems += told
            else:
                made = validate(found[word], f'word "{word}" of the list "{name}"')
            if made is None:
                broken.add(f"{name}.{word}")
            else:
                steps = {"id": word, "step": len(keys) - at, "steps": len(keys)}
                words[name][word] = made.model_copy(update=steps)
    return Lists(words, frozenset(broken)), problems


def _keys(typed: Map) -> list[str]:
    """Return the keys of a mapping, also those with nothing behind them, but not the places of items in lists."""
    return [key for key in typed.places if key in typed or not re.search(r"\.\d+$", key)]


def _tell_list(name: str, found: Any, place: Place, taken: Mapping[str, str]) -> Iterator[Problem]:
    if not NAME.fullmatch(name):
        yield Problem(place, f'publication: a list cannot be called "{name}"', HOW_NAMED)
    elif name in taken:
        what = f'publication: a list cannot be called "{name}": {taken[name]}'
        yield Problem(place, what, "choose another name, here and in the entries")
    elif not isinstance(found, Map) or not found.places:
        what = f'publication: the list "{name}" has no words below it'
        yield Problem(place, what, "write each on a line of its own, such as  mixed: {label: mixed, color: ochre}")


def _tell_word(name: str, word: str, found: Any, place: Place) -> Iterator[Problem]:
    if not NAME.fullmatch(word):
        what = f'publication: a word of the list "{name}" cannot be "{word}"'
        meant = "-".join(re.findall(r"[^\W_]+", word)).lower()
        yield Problem(place, what, f"{HOW_NAMED}, as in  {meant}: {{label: {word}}}" if meant else HOW_NAMED)
    elif not isinstance(found, Map):
        what = f'word "{word}" of the list "{name}": nothing says how it is printed'
        yield Problem(place, what, f"write  {word}: {{label: {word}}}")


def take_words(
    record: Map, lists: Lists, owner: str, write: Mapping[str, Callable[[str], str]]
) -> tuple[list[Problem], bool]:
    """Move the words that a record bears from its fields to its "(words)", in the order of the lists.

    A field of `write` keeps its word as text, as the function there writes the label. Returns problems, and whether all
    words are known.
    """
    borne, problems, is_whole = dict[str, Word](), list[Problem](), True
    for name in lists.names:
        if name not in record.places:
            continue
        typed = record.pop(name, None)
        if name in lists.broken or f"{name}.{typed}" in lists.broken:
            is_whole = False
        elif isinstance(typed, str) and (word := lists.words[name].get(typed)):
            borne[name] = word
            if name in write:
                record[name] = Scalar(write[name](word.label), record.places[name])
        else:
            is_whole = False
            problems.append(_tell_unknown(owner, name, typed, record.places[name], lists.words[name]))
    record["(words)"] = borne
    return problems, is_whole


def _tell_unknown(owner: str, name: str, typed: Any, place: Place, words: Mapping[str, Word]) -> Problem:
    if not isinstance(typed, str):
        what = f'{owner}: "{name}" is empty' if typed is None else f'{owner}: "{name}" should be one word'
        return Problem(place, what, suggest("", words))
    by_label = next((id for id, word in words.items() if bare(typed) in (bare(word.label), bare(word.short or ""))), "")
    hint = (
        f'did you mean "{by_label}"?'
        if by_label
        else suggest(typed, words, "Words stand in publication.yaml, under lists.")
    )
    return Problem(place, f'{owner}: "{name}" cannot be "{typed}"', hint)
