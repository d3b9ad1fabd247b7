"""One build: what was asked for, and the content, theme and forms that were loaded for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.core import Cache, Layouts, Problem, Progress
from pipeline.options import HANDOUT, BuildOptions

if TYPE_CHECKING:
    from pipeline.content import Cut, Form, Publication, Theme
    from pipeline.deck import Master, Slide
    from pipeline.pdf import SecondProcess
    from pipeline.watch import WatchState


@dataclass(frozen=True)
class Build:
    """One build: its options, content, theme and forms, and where progress is told.

    `forms` are those that the publication is made into, by name; `printed`, the publication as each prints it.
    Steps add to `warnings`. `state` and `is_superseded`, whether something was saved meanwhile, are set in `build.py watch`;
    `second` where another process makes pages.
    """

    options: BuildOptions
    publication: "Publication"
    theme: "Theme"
    forms: "Mapping[str, Form]"
    printed: "Mapping[str, Publication]"
    progress: Progress
    second: "SecondProcess | None" = None
    state: "WatchState | None" = None
    is_superseded: Callable[[], bool] = lambda: False
    warnings: list[Problem] = field(default_factory=list)

    @property
    def cache(self) -> Cache:
        """The cache of earlier builds."""
        return self.options.cache

    @property
    def layouts(self) -> Layouts:
        """The folders of layouts."""
        return self.options.layouts

    @property
    def cut(self) -> "Cut | None":
        """The cut of the slides that was asked for; none for all of them."""
        return next((cut for cut in self.publication.imprint.cuts if cut.name == self.options.cut), None)

    def wanted(self, medium: str) -> "list[Form]":
        """Return the forms of a medium that were asked for."""
        what = self.options.what
        return [
            form
            for form in self.forms.values()
            if form.medium == medium
            and (self.options.is_everything or what == form.name or (what == HANDOUT and form.handout))
        ]


@dataclass(frozen=True)
class Deck:
    """Slides that fit, the form they are, the master they fit, and the theme as it is under that master."""

    form: "Form"
    slides: "tuple[Slide, ...]"
    master: "Master"
    theme: "Theme"
