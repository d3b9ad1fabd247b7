"""Load and check: content, theme and forms become a build, or all problems."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core import (
    NO_CACHE,
    Cache,
    Layouts,
    Place,
    Problem,
    ProblemsFound,
    Progress,
    collecting,
    quoted,
    shown,
    stop_on,
    suggest,
)
from pipeline.making.build import Build
from pipeline.options import DATA, BuildOptions

if TYPE_CHECKING:
    from pipeline.content import Form, Publication, Theme
    from pipeline.pdf import SecondProcess
    from pipeline.watch import WatchState


def begin(
    options: BuildOptions,
    progress: Progress,
    second: "SecondProcess | None" = None,
    state: "WatchState | None" = None,
    is_superseded: Callable[[], bool] = lambda: False,
) -> Build:
    """Return a build of checked content and theme, with their warnings. Raises ProblemsFound."""
    from pipeline.checks import check_named_colors, warn_of_lengths, warn_publication
    from pipeline.languages import paper_of
    from pipeline.render import in_cut, in_form

    with progress.step("content"):
        publication, theme, forms = load(options.content, options.layouts, options.cache)
        refuse_options(options, publication, forms)
        folders = [folder for form in forms.values() if form.medium == "pages" for folder in form.folders]
        sheets, pieces = (options.layouts.files(pattern, *folders).values() for pattern in ("*.css", "*.html"))
        stop_on(check_named_colors(theme, (sheet for sheet in sheets if sheet.name != "theme.css"), pieces))
        page = options.paper.page if options.paper else None
        theme = theme.on(page, paper_of(publication.imprint.language), options.for_print).shaped(
            options.aspect, options.master
        )
        printed = {name: in_form(publication, form, forms) for name, form in forms.items()}
    for cut in (cut for cut in publication.imprint.cuts if cut.name == options.cut):
        printed = {
            name: in_cut(whole, cut) if forms[name].medium == "slides" else whole for name, whole in printed.items()
        }
    build = Build(options, publication, theme, forms, printed, progress, second, state, is_superseded)
    lengths = [warning for form in forms.values() for warning in warn_of_lengths(publication, form)]
    build.warnings.extend([*warn_publication(publication), *warn_of_left_out(build), *lengths])
    build.warnings.extend(warn_of_folders(options.layouts))
    return build


def refuse_options(options: BuildOptions, publication: "Publication", forms: "Mapping[str, Form]") -> None:
    """Raise ProblemsFound for a form, data or a cut that the publication does not have, for paper for what has no pages, and for
    a cut of what has no slides."""
    form = forms.get(options.what)
    if options.what in options.layouts.forms and form is None:
        hint = f"add {options.what} to them"
        what = f'publication: "forms" does not list {options.what}'
        raise ProblemsFound([Problem(publication.imprint.place_of("forms"), what, hint)])
    if options.what == DATA and not publication.figure_numbers:
        hint = "list the id of a figure under  figures:  of an entry; figures are made in figures.yaml"
        raise ProblemsFound([Problem(publication.imprint.place, "no entry shows a figure: there are no data", hint)])
    if form and form.medium != "pages" and (options.paper or options.for_print):
        raise ProblemsFound(
            [Problem(form.place, f'form "{form.name}" has no pages, and --paper and --print are for pages')]
        )
    if form and form.medium != "slides" and options.cut is not None:
        raise ProblemsFound([Problem(form.place, f'form "{form.name}" has no slides, and --cut is for slides')])
    refuse_cut(options, publication)


HOW_TO_CUT = "write  cuts:  there, and below it  - name: short  with  minutes: 10  and  entries: [its-id, another]"


def refuse_cut(options: BuildOptions, publication: "Publication") -> None:
    """Raise ProblemsFound for a cut that the publication does not have."""
    names = [cut.name for cut in publication.imprint.cuts]
    if options.cut is not None and options.cut not in names:
        what = f'publication: no cut called "{options.cut}"'
        hint = suggest(options.cut, names) or HOW_TO_CUT
        raise ProblemsFound([Problem(publication.imprint.place_of("cuts"), what, hint)])


def warn_of_left_out(build: Build) -> Iterator[Problem]:
    """Yield a warning for each form of the entries that it leaves out, because they lack the field that it prints, and
    one of the chapters, which have no such field."""
    from pipeline.render import find_chapters_left_out, find_left_out

    for form in build.forms.values():
        if chapters := find_chapters_left_out(build.publication, form):
            names = quoted([chapter.id for chapter in chapters])
            what = f"{names} {'has' if len(chapters) == 1 else 'have'} no entries: not in {form.file}"
            hint = f"make an entry of what {form.file} is to say, with a line  {form.prints}: |"
            yield Problem(chapters[0].place, what, hint, warns=True)
        if entries := find_left_out(build.publication, form):
            names = quoted([entry.id for entry in entries])
            what = f'{names} {"has" if len(entries) == 1 else "have"} no "{form.prints}", which others have: not in {form.file}'
            yield Problem(
                entries[0].place, what, f"add a line  {form.prints}: |  and what {form.file} is to say", warns=True
            )


def warn_of_folders(layouts: Layouts) -> Iterator[Problem]:
    """Yield a warning for each folder of one's own layouts whose name is a little other than one that is looked into."""
    for folder, meant in layouts.misnamed().items():
        yield Problem(Place(shown(folder), 0), "nothing looks into this folder", f'did you mean "{meant}"?', warns=True)


def load(content: Path, layouts: Layouts, cache: Cache = NO_CACHE) -> "tuple[Publication, Theme, Mapping[str, Form]]":
    """Return content, theme, and the forms that are made of it, checked. Raises ProblemsFound with all there are."""
    from pipeline.checks import check_forms, check_letters, check_publication, check_theme
    from pipeline.content import all_prose, load_forms, load_publication, load_theme
    from pipeline.figures import with_mixed_colors
    from pipeline.render import find_kinds
    from pipeline.text import warm_mentions

    kinds = find_kinds(layouts)
    forms: Mapping[str, Form] = {}
    amiss = list[Problem]()
    with collecting(amiss):
        forms = load_forms(layouts, kinds, cache)
    publication, problems = load_publication(content, kinds, cache)
    problems += amiss
    if publication:
        publication, amiss = with_words(publication, layouts)
        problems += amiss
    theme = None
    try:
        theme = load_theme(layouts, cache)
        problems += check_theme(theme, cache)
    except ProblemsFound as found:
        problems += found.problems
    if publication:
        warm_mentions((text for _, text in all_prose(publication)), cache)
    if publication and forms:
        problems += check_forms(publication, forms)
    if publication and theme:
        problems += check_publication(publication, theme, cache)
        problems += check_letters(publication, theme, cache)
    stop_on(problems)
    assert publication is not None
    assert theme is not None
    names = publication.imprint.forms or forms
    return publication, with_mixed_colors(theme, cache), {name: forms[name] for name in names}


def with_words(publication: "Publication", layouts: Layouts) -> "tuple[Publication, list[Problem]]":
    """Return a publication with the layouts' words in its language and warnings of these, and the problems of their catalogs."""
    from pipeline.languages import read_words

    imprint = publication.imprint
    words, found = read_words(imprint.language, layouts.find, imprint.place_of("language"))
    warnings = (*publication.warnings, *(problem for problem in found if problem.warns))
    return replace(publication, words=words, warnings=warnings), [problem for problem in found if not problem.warns]
