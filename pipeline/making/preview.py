"""Show what was made in the browser, for whoever watches."""

from contextlib import suppress
from typing import TYPE_CHECKING

from pipeline.making.build import Build, Deck

if TYPE_CHECKING:
    from pipeline.content import Form, Theme
    from pipeline.watch import WatchState


def dress_page(build: Build, theme: "Theme") -> None:
    """Give the page in the browser a place for each form, and the theme's colors and fonts."""
    from pipeline.watch import preview_fonts, render_preview

    assert build.state is not None
    page = render_preview(build.layouts, build.forms.values(), theme, build.publication.imprint)
    build.state.dress_in(page, build.layouts.files("*.*", "watch"), preview_fonts(theme), build.forms)


def show_slides(build: Build, deck: Deck) -> None:
    """Show pictures of slides in the browser, on a page in the theme's colors and fonts."""
    from pipeline.watch import picture_slides

    assert build.state is not None
    publication, layouts, cache = build.printed[deck.form.name], build.layouts, build.cache
    dress_page(build, deck.theme)
    pictures = picture_slides(deck.slides, deck.master, publication, deck.theme, layouts, cache)
    shape = deck.master.width / deck.master.height
    build.state.show_slides(deck.form.name, pictures, shape, publication.imprint.title.source)


def show_pages(state: "WatchState", form: "Form", pdf: bytes) -> None:
    """Show the pages of a form in the browser; nothing if `pdf` is no PDF."""
    from pipeline.watch import NoSuchPage, measure_pages

    with suppress(NoSuchPage):
        state.show_pages(form.name, pdf, *measure_pages(pdf))
