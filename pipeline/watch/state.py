"""The state of the watch page: what it shows. The build writes it, the server reads it."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.core import Problem, digest, digest_bytes
from pipeline.outputs import Changes

FILES = {"watch.css": "text/css", "watch.js": "text/javascript"}  # of layouts, that the page loads
KEPT = 4  # PDFs of each form: a page may still ask for one that is no longer shown
STAMP = 16  # characters of a digest: enough to tell what was made in one sitting


@dataclass(frozen=True)
class Shown:
    """A file as the page shows it, with an address for each page or slide; equal addresses mean equal looks.

    `shape` is width divided by height. `changed` holds the numbers of changed pages or slides, counted from 1.
    """

    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shape: float = 1.0
    changed: tuple[int, ...] = ()
    told: str = ""  # what changed, on one line
    doing: str = ""  # what is under way


@dataclass(frozen=True)
class View:
    """Everything that the page shows at one moment. `number` grows by one with each change."""

    number: int = 0
    title: str = ""
    forms: Mapping[str, Shown] = field(default_factory=dict)  # by name, in their order
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return the view as plain data for the page, with warnings after the problems in one list."""
        found = [{**asdict(p), "place": str(p.place)} for p in (*self.problems, *self.warnings)]
        told = {**asdict(self), "problems": found}
        del told["warnings"]
        return told


@dataclass(frozen=True)
class SlidePicture:
    """A picture of a slide as markup, with the slide's title."""

    title: str
    markup: str

    @property
    def stamp(self) -> str:
        return digest_bytes(self.markup.encode())[:STAMP]


class WatchState:
    """The state that the page shows; one thread writes it, others read it."""

    def __init__(self) -> None:
        self.view = View()
        self.pdfs: dict[str, dict[str, bytes]] = {}  # of each form, by stamp, the last first
        self.slides: dict[str, str] = {}
        self.page = ""  # that all this is shown on
        self.dress = ""  # a digest of its looks
        self.fonts: dict[str, Path] = {}
        self.over = False
        self._turned = threading.Condition()

    def show(self, **parts: Any) -> None:
        """Change parts of the view, and wake every thread that waits for a change."""
        with self._turned:
            self.view = replace(self.view, number=self.view.number + 1, **parts)
            self._turned.notify_all()

    def wait(self, number: int, seconds: float) -> View:
        """Return the view as soon as its number is not `number`, or after `seconds` at most."""
        with self._turned:
            self._turned.wait_for(lambda: self.view.number != number or self.over, seconds)
            return self.view

    def close(self) -> None:
        """End every wait, now and later."""
        with self._turned:
            self.over = True
            self._turned.notify_all()

    # -- what the build has to show

    def dress_in(
        self, page: str, looks: Mapping[str, Path], fonts: Mapping[str, Path], forms: Iterable[str] = ()
    ) -> None:
        """Replace the page (HTML), its fonts, and the digest of the page and of the files that it loads.

        Of `forms`, those that were not shown yet are being made.
        """
        self.page, self.fonts = page, dict(fonts)
        self.dress = digest(page, [looks[name].read_bytes() for name in FILES])[:STAMP]
        awaited = {name: Shown(doing="being made") for name in forms}
        self.show(forms=dict(sorted({**awaited, **self.view.forms}.items())))

    def begin(self) -> None:
        """Show that a build begins."""
        self._tell_all("being made")

    def end(self) -> None:
        """Show that no build is under way."""
        self._tell_all("")

    def _tell_all(self, doing: str) -> None:
        self.show(forms={name: replace(shown, doing=doing) for name, shown in self.view.forms.items()})

    def _show_form(self, name: str, shown: Shown, **parts: Any) -> None:
        self.show(forms=dict(sorted({**self.view.forms, name: shown}.items())), **parts)

    def show_slides(self, form: str, pictures: Sequence[SlidePicture], shape: float, title: str) -> None:
        """Show the slides of a form, and mark those that look different from the ones shown before."""
        before = self.view.forms.get(form, Shown()).sheets
        shown = {sheet for other in self.view.forms.values() for sheet in other.sheets}
        self.slides = {
            **{p.stamp: p.markup for p in pictures},
            **{k: v for k, v in self.slides.items() if f"slide/{k}" in shown},
        }
        sheets = tuple(f"slide/{picture.stamp}" for picture in pictures)
        names = tuple(picture.title for picture in pictures)
        self._show_form(form, Shown(sheets, names, shape, _changed(before, sheets)), title=title)

    def show_pages(self, form: str, pdf: bytes, pages: int, shape: float) -> None:
        """Show the pages of a form; which of them changed is marked later, by `show_changes`."""
        stamp = digest_bytes(pdf)[:STAMP]
        self.pdfs[form] = {stamp: pdf, **dict(list(self.pdfs.get(form, {}).items())[:KEPT])}
        sheets = tuple(f"page/{stamp}/{n}" for n in range(1, pages + 1))
        before = self.view.forms.get(form, Shown())
        same = before.sheets == sheets
        self._show_form(form, Shown(sheets, (), shape, before.changed if same else (), before.told if same else ""))

    def find_pdf(self, stamp: str) -> bytes | None:
        """Return the PDF of any form with a stamp, if it is still kept."""
        return next((pdfs[stamp] for pdfs in list(self.pdfs.values()) if stamp in pdfs), None)

    def show_changes(self, changes: Mapping[str, Changes]) -> None:
        """Mark how forms differ from the files that they replace; `changes` are by the name of the form."""
        self.show(forms={name: _marked(shown, changes.get(name)) for name, shown in self.view.forms.items()})


def _marked(shown: Shown, changes: Changes | None) -> Shown:
    if changes is None:
        return replace(shown, changed=(), told="")
    numbers = (number for stretch in changes.stretches if not stretch.only_notes for number in stretch.new)
    return replace(shown, changed=tuple(numbers), told=changes.summary)


def _changed(before: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers, from 1, of what is new or different; none where nothing was shown before."""
    codes = SequenceMatcher(None, before, now, autojunk=False).get_opcodes() if before else []
    return tuple(n + 1 for tag, _, _, first, last in codes if tag != "equal" for n in range(first, last))
