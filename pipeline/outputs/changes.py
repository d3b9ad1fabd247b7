"""What changed since the build before: which pages, slides and figures of the workbook, and which words on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from pipeline.languages import ENGLISH, Words
from pipeline.outputs.pages import Page

AROUND = 8  # words shown before and after a change
UNITS = {".pdf": "page", ".pptx": "slide", ".xlsx": "figure"}  # what a file consists of, by its ending


@dataclass(frozen=True)
class Edit:
    """Words that were removed and words that were added, with the unchanged words before and after them.

    `number` is the page or slide now, from 1; or the one before, where words were only removed and none precede.
    """

    number: int
    before: str
    gone: str
    come: str
    after: str
    in_notes: bool = False


@dataclass(frozen=True)
class Stretch:
    """Consecutive pages, slides or figures that differ, by number from 1, in the file before (`old`) and now (`new`)."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    edits: tuple[Edit, ...]

    @property
    def only_looks(self) -> bool:
        """Return whether no word of the pages or slides changed."""
        return not self.edits

    @property
    def only_notes(self) -> bool:
        return bool(self.edits) and all(edit.in_notes for edit in self.edits)


@dataclass(frozen=True)
class Changes:
    """The differences of a file from the one before. `unit` is "page", "slide" or "figure"."""

    name: str
    unit: str
    count: int  # how many the file has now
    stretches: tuple[Stretch, ...]
    moved: tuple[tuple[int, int], ...]  # numbers before and now, of those that are the same but for their number

    @property
    def summary(self) -> str:
        """The pages or slides that differ, on one line in English, for the terminal."""
        return self.summarize(ENGLISH)

    def summarize(self, words: Words) -> str:
        """Return the pages or slides that differ: "pages 4, 7–8 changed; page 9 new; page 3 of before gone"."""
        changed = [n for s in self.stretches if s.old and s.new and not s.only_notes for n in s.new]
        notes = [n for s in self.stretches if s.only_notes for n in s.new]
        new = [n for s in self.stretches if not s.old for n in s.new]
        gone = [n for s in self.stretches if not s.new for n in s.old]
        name = partial(name_numbers, self.unit, words=words)
        told = []
        if len(changed) == self.count > 1:
            told += [_every(self.unit, words)]
        elif n := len(changed):
            told += [words.ngettext("%(pages)s changed", "%(pages)s changed", n, pages=name(changed))]
        if n := len(notes):
            told += [words.ngettext("notes of %(pages)s changed", "notes of %(pages)s changed", n, pages=name(notes))]
        if n := len(new):
            told += [words.ngettext("%(pages)s new", "%(pages)s new", n, pages=name(new))]
        if n := len(gone):
            told += [words.ngettext("%(pages)s of before gone", "%(pages)s of before gone", n, pages=name(gone))]
        return "; ".join(told) or _none(self.unit, words)


def _every(unit: str, words: Words) -> str:
    return {
        "page": words.gettext("every page changed"),
        "slide": words.gettext("every slide changed"),
        "figure": words.gettext("every figure changed"),
    }[unit]


def _none(unit: str, words: Words) -> str:
    return {
        "page": words.gettext("no page looks or reads another way"),
        "slide": words.gettext("no slide looks or reads another way"),
        "figure": words.gettext("no figure reads another way"),
    }[unit]


def compare_pages(name: str, unit: str, old: Sequence[Page], new: Sequence[Page]) -> Changes:
    """Return how the pages, slides or figures of a file differ from those before."""
    stretches: list[Stretch] = []
    moved: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            stretches += _compare(old, new, range(i1, i2), range(j1, j2))
            continue
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            if i != j:  # the number on it is another, and so are its looks
                moved.append((i + 1, j + 1))
            elif old[i].looks != new[j].looks:
                stretches.append(Stretch((i + 1,), (j + 1,), ()))
    return Changes(name, unit, len(new), tuple(stretches), tuple(moved))


def _keys(pages: Sequence[Page]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the words and the notes of each page, without the page's own number."""
    return [(tuple(w for w in page.words if w != str(n)), page.notes) for n, page in enumerate(pages, 1)]


def _compare(old: Sequence[Page], new: Sequence[Page], before: range, now: range) -> Iterator[Stretch]:
    """Yield one stretch of pages whose words differ. Text that only moved to the next page is not an edit."""
    edits = (*_edits(old, new, before, now, notes=False), *_edits(old, new, before, now, notes=True))
    yield Stretch(tuple(n + 1 for n in before), tuple(n + 1 for n in now), edits)


def _edits(old: Sequence[Page], new: Sequence[Page], before: range, now: range, notes: bool) -> Iterator[Edit]:
    was, is_ = list(_words(old, before, notes)), list(_words(new, now, notes))
    matcher = SequenceMatcher(None, [w for _, w in was], [w for _, w in is_], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        where = is_[j1:j2] or is_[max(j1 - 1, 0) : j1] or was[i1:i2]
        yield Edit(
            where[0][0],
            _line(is_[max(j1 - AROUND, 0) : j1]),
            _line(was[i1:i2]),
            _line(is_[j1:j2]),
            _line(is_[j2 : j2 + AROUND]),
            notes,
        )


def _words(pages: Sequence[Page], numbers: range, notes: bool) -> Iterator[tuple[int, str]]:
    """Yield each word, or each word of the notes, after the number of its page (from 1).

    `numbers` count from 0. The page's own number is left out of its words.
    """
    for n in numbers:
        words = pages[n].notes if notes else pages[n].words
        yield from ((n + 1, word) for word in words if notes or word != str(n + 1))


def _line(words: Sequence[tuple[int, str]]) -> str:
    return " ".join(word for _, word in words)


def name_numbers(unit: str, numbers: Sequence[int], words: Words = ENGLISH) -> str:
    """Return numbers of pages, slides or figures in words: "page 4"; "slides 2, 5–7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
    if unit == "page":
        return words.ngettext("page %(numbers)s", "pages %(numbers)s", len(numbers), numbers=told)
    if unit == "figure":
        return words.ngettext("figure %(numbers)s", "figures %(numbers)s", len(numbers), numbers=told)
    return words.ngettext("slide %(numbers)s", "slides %(numbers)s", len(numbers), numbers=told)
