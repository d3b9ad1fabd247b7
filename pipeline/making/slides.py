"""Make the forms that are slides: markup, slides that fit, a .pptx, and the same as pages to hand out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import Problem, collecting, stop_on
from pipeline.making.build import Build, Deck
from pipeline.making.preview import show_slides
from pipeline.options import HANDOUT
from pipeline.outputs import Output, Outputs

if TYPE_CHECKING:
    from pipeline.content import Form, Found, Publication
    from pipeline.deck import Master, Show, Slide
    from pipeline.pdf import Overrun, Pdf


def make_slides(build: Build, problems: list[Problem]) -> tuple[list[Deck], Outputs]:
    """Return each form of slides, and their files as far as asked for. Adds problems to those there are."""
    decks, outputs = [], Outputs()
    for form in build.wanted("slides"):
        with collecting(problems), build.progress.step(form.name):
            deck = fit_slides(build, form)
            decks.append(deck)
            if build.state:
                show_slides(build, deck)
            if build.options.what != HANDOUT:
                outputs[form.file_of(build.options.cut)] = make_deck(build, deck)
    return decks, outputs


def make_handouts(build: Build, decks: Sequence[Deck], problems: list[Problem]) -> Outputs:
    """Return the handouts of slides, as far as asked for. Adds problems to those there are."""
    outputs = Outputs()
    for deck in decks:
        if deck.form.handout and (build.options.is_everything or build.options.what == HANDOUT):
            with collecting(problems), build.progress.step("handout"):
                outputs |= make_handout(build, deck, deck.form.handout_of(build.options.cut) or "")
    return outputs


def fit_slides(build: Build, form: "Form") -> Deck:
    """Return a deck: slide markup, then slides, then slides that fit. Raises ProblemsFound."""
    from pipeline.checks import warn_of_unshown
    from pipeline.deck import add_times, fit_deck, read_slides
    from pipeline.master import adapt_slides, theme_on
    from pipeline.render import render_slides

    publication, master = build.printed[form.name], make_master(build, form)
    theme = theme_on(master, build.theme)
    markup = render_slides(publication, form, theme, build.layouts, build.cache)
    slides = cut_slides(build, publication, read_slides(markup, publication.origins, publication.figures))
    slides = add_times(slides, publication, theme.deck.words_a_minute)
    slides, lacks = adapt_slides(slides, master, theme)
    fitted = fit_deck(slides, master, publication, theme, build.cache)
    build.warnings.extend([*lacks, *fitted.warnings])
    deck = Deck(form, fitted.slides, master, theme)
    if build.cut is None:  # a cut leaves out figures on purpose
        shown = {id for slide in fitted.slides for id in slide.figures}
        build.warnings.extend([*warn_of_unshown(publication, shown, form), *warn_of_cuts(build, deck)])
    return deck


def cut_slides(build: Build, publication: "Publication", slides: "tuple[Slide, ...]") -> "tuple[Slide, ...]":
    """Return the slides of the cut that was asked for, in its order, and the appendix; all slides where none was."""
    from pipeline.content import ids_of_cut
    from pipeline.deck import find_appendix, pick_slides

    if build.cut is None:
        return slides
    picked = pick_slides(slides, ids_of_cut(build.cut, publication.whole))
    return (*(slides[number] for number in picked), *slides[find_appendix(slides) :])


def shows_of(build: Build, deck: Deck) -> "list[Show]":
    """Return the cuts of a deck of the whole; none in a deck that is a cut."""
    from pipeline.deck import find_shows

    return find_shows(deck.slides, build.printed[deck.form.name]) if build.cut is None else []


def warn_of_cuts(build: Build, deck: Deck) -> Iterator[Problem]:
    """Yield a warning for each cut that does not keep its minutes, and for each opening that no slide is."""
    from pipeline.checks import warn_of_minutes, warn_of_no_opening

    origins = frozenset(slide.origin for slide in deck.slides)
    for show in shows_of(build, deck):
        yield from warn_of_no_opening(show.cut, origins)
        yield from warn_of_minutes(show.cut, show.words, build.theme.deck.words_a_minute)


def measure_deck(build: Build, deck: Deck, shows: "Sequence[Show]") -> str:
    """Return how many slides a deck has and how long its notes take to say, the same of each cut, and what slides leave out."""
    from pipeline.deck import count_spoken

    def size(slides: int, words: int) -> str:
        minutes = round(words / build.theme.deck.words_a_minute)
        about = f"about {minutes} minute{'' if minutes == 1 else 's'}" if minutes else "less than a minute"
        return f"{slides} slide{'' if slides == 1 else 's'}" + (f", {about} of notes" if words else "")

    all_words = sum(count_spoken(deck.slides, build.printed[deck.form.name]))
    cuts = [f"cut {show.cut.name}: {size(len(show.slides), show.words)}" for show in shows]
    crowded = [(number, len(slide.left_out)) for number, slide in enumerate(deck.slides, 1) if slide.left_out]
    told = [
        f"slide {number} leaves out {count} event{'' if count == 1 else 's'}, which its notes name"
        for number, count in crowded
    ]
    return "; ".join([size(len(deck.slides), all_words), *cuts, *told])


def make_master(build: Build, form: "Form") -> "Master":
    """Return the theme's own master, or the one adopted from a .pptx. Raises ProblemsFound."""
    from pipeline.core import pack
    from pipeline.deck import Master
    from pipeline.master import adopt_master, read_master
    from pipeline.render import master_made_from, render_master

    publication, theme, layouts, cache = build.publication, build.theme, build.layouts, build.cache
    if theme.deck.master is None:
        made_from = master_made_from(publication, form, theme, layouts)
        parts = cache.keep("master", made_from, lambda: pack(render_master(publication, form, theme, layouts)))
        return cache.keep_record("slots", Master, parts, lambda: read_master(parts))
    path = find_master(build, form, theme.deck.master)
    adopted = (path.read_bytes() if path.is_file() else b"", str(path), theme)
    master, unknown = cache.keep_record(
        "adopted", tuple[Master, list[Problem]], adopted, lambda: adopt_master(path, theme)
    )
    build.warnings.extend(unknown)
    return master


def find_master(build: Build, form: "Form", name: str) -> Path:
    """Return the path of a .pptx whose master is adopted: beside the layouts of the form, unless it is a full path."""
    if Path(name).is_absolute():
        return Path(name)
    return build.layouts.find(*(f"{folder}/{name}" for folder in form.folders))


def make_deck(build: Build, deck: Deck) -> Output:
    """Return a deck as a .pptx file."""
    from pipeline.powerpoint import write_deck

    publication, shows = build.printed[deck.form.name], shows_of(build, deck)
    content = write_deck(deck.slides, deck.master, publication, deck.theme, build.cache, shows)
    return Output(content, measure_deck(build, deck, shows), deck.form.name)


def make_handout(build: Build, deck: Deck, file: str) -> Outputs:
    """Return slides as a PDF, by its file name: `file`, or one after it for slides with their notes."""
    from pipeline.deck import MasterArtwork, warn_of_artwork
    from pipeline.handout import write_handout
    from pipeline.master import read_artwork

    publication = build.printed[deck.form.name]
    master, notes, cache = deck.master, build.options.notes, build.cache
    artwork = cache.keep_record("artwork", MasterArtwork, master, lambda: read_artwork(master))
    build.warnings.extend(warn_of_artwork(artwork, master, deck.slides))
    made = write_handout(deck.slides, master, artwork, publication, deck.theme, build.layouts, notes, cache)
    build.warnings.extend(made.warnings)
    stop_on(judge_handout(build, made, deck.slides))
    name = Path(file)
    return {f"{name.stem}-notes{name.suffix}" if notes else file: Output(made.pdf, f"{made.pages} pages", HANDOUT)}


def judge_handout(build: Build, handout: "Pdf", slides: "tuple[Slide, ...]") -> list[Problem]:
    """Return what runs over on the pages of the handout, around its slides, each as a problem of an entry or of a layout."""
    from pipeline.content import Found
    from pipeline.pdf import name_overruns

    def find(overrun: "Overrun") -> "Found":
        numbers = [anchor.removeprefix("slide-") for anchor in overrun.anchors if anchor.startswith("slide-")]
        slide = slides[int(numbers[-1]) - 1 if numbers else 0]
        return Found(slide.place, slide.owner)

    layouts = build.layouts.files("*.html", "handout")
    return name_overruns(handout.overruns, find, [layouts["handout.html"], *layouts.values()], build.theme.paper)
