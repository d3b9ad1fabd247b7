"""Load what layouts say in YAML, theme.yaml and each form.yaml: frozen records, or every problem at once."""

from collections.abc import Collection

from pipeline.content.check_form import check_form, check_name
from pipeline.content.folder import FolderReader
from pipeline.content.form import Form
from pipeline.content.theme import Theme
from pipeline.core import NO_CACHE, Cache, Layouts, Place, Problem, ProblemsFound, shown, stop_on, suggest

NEEDED = ("ink", "white")  # the colors that text is set in and on, also where no layout names them


def load_forms(layouts: Layouts, kinds: Collection[str], cache: Cache = NO_CACHE) -> dict[str, Form]:
    """Return all forms that there are layouts for, by name. Raises ProblemsFound.

    `kinds` are the kinds of entry that have layouts.
    """
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for name in layouts.forms:
        file = layouts.find(f"{name}/form.yaml")
        loader = FolderReader(file.parents[1], cache)
        if misnamed := list(check_name(name, Place(shown(file), 0))):
            problems += misnamed
            continue
        data = loader.yaml(f"{name}/form.yaml")
        form = loader.validate(Form, data, f'form "{name}"', **{"(name)": name}) if data is not None else None
        problems += loader.problems
        if form is not None:
            forms[name] = form
    broken = set(layouts.forms) - set(forms)
    for form in forms.values():
        problems += check_form(form, forms, broken, layouts, kinds)
    stop_on(problems)
    return forms


def load_theme(layouts: Layouts, cache: Cache = NO_CACHE) -> Theme:
    """Return the theme in theme/theme.yaml. Raises ProblemsFound."""
    loader = FolderReader(layouts.find("theme/theme.yaml").parents[1], cache)
    data = loader.yaml("theme/theme.yaml")
    theme = loader.validate(Theme, data, "theme") if data is not None else None
    if theme is not None:
        named = {"series": theme.series, "print": tuple(theme.pages.print)}
        loader.problems += [
            Problem(theme.place_of(where), f'"{where}": no color called "{name}"', suggest(name, theme.palette))
            for where, names in named.items()
            for name in names
            if name not in theme.palette
        ]
        loader.problems += [
            Problem(
                theme.place_of("palette"),
                f'theme: no color called "{name}"',
                f'add a line  {name}: "#…"  to the palette',
            )
            for name in NEEDED
            if name not in theme.palette
        ]
    if loader.problems or theme is None:
        raise ProblemsFound(loader.problems)
    return theme
