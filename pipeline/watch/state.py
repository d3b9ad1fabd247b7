"""The board: what the page that watches shows. The build writes on it, the server reads from it."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.core import Problem, digest, digest_bytes
from pipeline.outputs import Changes
from pipeline.pdf import Draft

FILES = {"watch.css": "text/css", "watch.js": "text/javascript"}  # of layouts, that the page loads
KEPT = 4  # briefs and drafts: a page may still ask for one that is no longer shown
STAMP = 16  # characters of a digest: enough to tell what was made in one sitting


@dataclass(frozen=True)
class Shown:
    """A file as the page shows it: an address for each page or slide; the same address, the same looks.

    `shape` is width by height. `changed` are numbers from 1.
    """

    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shape: float = 1.0
    changed: tuple[int, ...] = ()
    told: str = ""  # what changed, on one line
    doing: str = ""  # what is under way


@dataclass(frozen=True)
class View:
    """All that the page shows at one moment. `number` counts moments."""

    number: int = 0
    title: str = ""
    brief: Shown = field(default_factory=Shown)
    deck: Shown = field(default_factory=Shown)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def told(self) -> dict[str, Any]:
        """As plain data, for the page."""
        found = [{**asdict(p), "place": str(p.place)} for p in (*self.problems, *self.warnings)]
        told = {**asdict(self), "problems": found}
        del told["warnings"]
        return told


@dataclass(frozen=True)
class SlidePicture:
    """A slide as markup, and its title."""

    title: str
    markup: str

    @property
    def stamp(self) -> str:
        return digest_bytes(self.markup.encode())[:STAMP]


class WatchState:
    """Written by one thread, read by others."""

    def __init__(self) -> None:
        self.view = View()
        self.briefs: dict[str, bytes] = {}  # by stamp, the last first
        self.base = ""  # the stamp of the brief that is shown, maybe with pages of a draft
        self.slides: dict[str, str] = {}
        self.page = ""  # that all this is shown on
        self.dress = ""  # a digest of its looks
        self.fonts: dict[str, Path] = {}
        self.over = False
        self._turned = threading.Condition()

    def show(self, **parts: Any) -> None:
        """Change parts of the view, and tell whoever waits for it."""
        with self._turned:
            self.view = replace(self.view, number=self.view.number + 1, **parts)
            self._turned.notify_all()

    def wait(self, number: int, seconds: float) -> View:
        """The view, as soon as it is another than that of a number, or after some seconds."""
        with self._turned:
            self._turned.wait_for(lambda: self.view.number != number or self.over, seconds)
            return self.view

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._turned:
            self.over = True
            self._turned.notify_all()

    # -- what the build has to show

    def dress_in(self, page: str, looks: Path, fonts: Mapping[str, Path]) -> None:
        """The page itself, the folder of the files that it loads, and the fonts it is set in."""
        self.page, self.fonts = page, dict(fonts)
        self.dress = digest(page, [(looks / name).read_bytes() for name in FILES])[:STAMP]
        self.show()

    def begin(self) -> None:
        """A build begins."""
        self.show(
            brief=replace(self.view.brief, doing="waiting for the deck"),
            deck=replace(self.view.deck, doing="being made"),
        )

    def end(self) -> None:
        """Nothing is under way."""
        self.show(brief=replace(self.view.brief, doing=""), deck=replace(self.view.deck, doing=""))

    def show_deck(self, pictures: Sequence[SlidePicture], shape: float, title: str) -> None:
        """The slides, and which of them look another way than those shown before."""
        before = self.view.deck.sheets
        self.slides = {
            **{p.stamp: p.markup for p in pictures},
            **{k: v for k, v in self.slides.items() if f"slide/{k}" in before},
        }
        sheets = tuple(f"slide/{picture.stamp}" for picture in pictures)
        names = tuple(picture.title for picture in pictures)
        deck = Shown(sheets, names, shape, _changed(before, sheets))
        self.show(title=title, deck=deck, brief=replace(self.view.brief, doing="being set"))

    def show_brief(self, pdf: bytes, pages: int, shape: float) -> None:
        """The pages. Which of them changed is known later."""
        stamp = digest_bytes(pdf)[:STAMP]
        self._keep(stamp, pdf)
        sheets = tuple(f"page/{stamp}/{n}" for n in range(1, pages + 1))
        before, self.base = self.view.brief, stamp
        same = before.sheets == sheets
        self.show(brief=Shown(sheets, (), shape, before.changed if same else (), before.told if same else ""))

    def show_draft(self, draft: Draft) -> None:
        """Some pages as they will be, among the others, if these are shown."""
        base, stamp = draft.base[:STAMP], digest_bytes(draft.pdf)[:STAMP]
        now = self.view.brief
        numbers = {number: at for at, number in enumerate(draft.pages, 1)}
        sheets = [f"page/{base}/{n}" for n in range(1, len(now.sheets) + 1)]
        shown = [f"page/{stamp}/{numbers[n]}" if n in numbers else sheet for n, sheet in enumerate(sheets, 1)]
        if base in self.briefs and self.base == base and max(numbers) <= len(sheets):
            self._keep(stamp, draft.pdf)
            self.show(
                brief=replace(
                    now, sheets=tuple(shown), changed=draft.pages, told="", doing="being set, this is a draft"
                )
            )

    def _keep(self, stamp: str, pdf: bytes) -> None:
        base = {self.base: self.briefs[self.base]} if self.base in self.briefs else {}
        self.briefs = {stamp: pdf, **base, **dict(list(self.briefs.items())[:KEPT])}

    def show_changes(self, changes: Mapping[str, Changes]) -> None:
        """How both differ from the files that they take the place of."""
        brief, deck = changes.get("brief.pdf"), changes.get("deck.pptx")
        self.show(brief=_marked(self.view.brief, brief), deck=_marked(self.view.deck, deck))


def _marked(shown: Shown, changes: Changes | None) -> Shown:
    if changes is None:
        return replace(shown, changed=(), told="")
    numbers = (number for stretch in changes.stretches if not stretch.only_notes for number in stretch.new)
    return replace(shown, changed=tuple(numbers), told=changes.summary)


def _changed(before: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """Numbers of what is new or another; none where there was nothing before."""
    codes = SequenceMatcher(None, before, now, autojunk=False).get_opcodes() if before else []
    return tuple(n + 1 for tag, _, _, first, last in codes if tag != "equal" for n in range(first, last))
