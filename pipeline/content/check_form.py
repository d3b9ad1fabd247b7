"""What must hold between a form, the other forms, and the layouts that it is made with."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.content.form import ENDINGS, OTHERS, Form
from pipeline.content.model import KINDS, Entry
from pipeline.core import Layouts, Place, Problem, shown, suggest

# What else can be asked for on the command line, and folders of layouts that are no forms.
NO_FORMS = frozenset("all check data handout watch sheet pages slides theme citation translations".split())  # noqa: SIM905
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_name(name: str, place: Place) -> Iterator[Problem]:
    """Yield a problem for a form that cannot be asked for by the name of its folder. `place` is its form.yaml."""
    if name in NO_FORMS:
        hint = "rename its folder; or delete this file, if the folder is no form"
        yield Problem(place, f'a form cannot be called "{name}": that is something else already', hint)
    elif not NAME.fullmatch(name):
        hint = "rename its folder: small letters (a to z), digits and hyphens alone"
        yield Problem(place, f'a form cannot be called "{name}"', hint)


def check_form(
    form: Form, forms: Mapping[str, Form], broken: Collection[str], layouts: Layouts, kinds: Collection[str]
) -> Iterator[Problem]:
    """Yield the problems of a form that it does not have by itself.

    `forms` are all that could be read, in their order, and `broken` the names of the others; `kinds` are the kinds of
    entry that have layouts.
    """
    yield from _check_files(form, forms)
    yield from _check_layout(form, layouts)
    yield from _check_like(form, forms, broken)
    yield from _check_other(form, forms, broken)
    asked = [(f"leaves-out.{at}", kind) for at, kind in enumerate(form.leaves_out)]
    asked += [(f"lengths.{kind}", kind) for kind in form.lengths if kind != OTHERS]
    for where, kind in asked:
        if kind not in kinds:
            yield _unknown(form, where, f'no kind of entry called "{kind}"', suggest(kind, kinds))


def _check_files(form: Form, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a problem for a file with another ending, or one that an earlier form makes.

    Capitals and small letters are the same on some machines.
    """
    names: list[str] = [*forms]
    earlier: Sequence[Form] = [forms[name] for name in names[: names.index(form.name)]]
    made = {name.casefold(): other for other in earlier for name in (other.file, other.handout) if name}
    for field, name, ending in (("file", form.file, ENDINGS[form.medium]), ("handout", form.handout, ".pdf")):
        if not name:
            continue
        if field == "handout" and form.medium != "slides":
            yield _unknown(form, field, f"a form with {form.medium} has no handout", "delete the line")
        elif not name.endswith(ending):
            hint = f"write  {field}: {Path(name).stem}{ending}"
            yield _unknown(form, field, f'"{name}" does not end in {ending}, as its {field} has to', hint)
        elif other := made.get(name.casefold()):
            yield _unknown(
                form, field, f'"{name}" is a file of the form "{other.name}" already', "give it another name"
            )


def _check_layout(form: Form, layouts: Layouts) -> Iterator[Problem]:
    own = layouts.find(f"{form.name}/{form.layout}")
    if not own.is_file():
        folder = shown(layouts.find(f"{form.name}/form.yaml").parent)
        hint = f"put {form.layout} into {folder}: its layout from front to back"
        yield Problem(form.place, f'form "{form.name}": there is no {form.layout}', hint)


def _check_like(form: Form, forms: Mapping[str, Form], broken: Collection[str]) -> Iterator[Problem]:
    if not form.like or form.like in broken:
        return
    others = [name for name, other in forms.items() if name != form.name and other.medium == form.medium]
    if form.like == form.name:
        yield _unknown(form, "like", "it cannot be like itself", "name another form, or delete the line")
    elif form.like not in others:
        what = f'no form with {form.medium} called "{form.like}"'
        yield _unknown(form, "like", what, suggest(form.like, others) or "delete the line")


def _check_other(form: Form, forms: Mapping[str, Form], broken: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for a form that is referred to, and is not there or has no pages to refer to."""
    if not form.refers_to or form.refers_to in broken:
        return
    others = [name for name, other in forms.items() if name != form.name and other.medium == "pages"]
    if form.refers_to == form.name:
        yield _unknown(form, "refers-to", "it cannot refer to itself", "name another form, or delete the line")
    elif form.refers_to in forms and form.refers_to not in others:
        what = f'"{form.refers_to}" has no pages that a link could lead to'
        yield _unknown(form, "refers-to", what, suggest("", others) or "delete the line")
    elif form.refers_to not in others:
        yield _unknown(form, "refers-to", f'no form called "{form.refers_to}"', suggest(form.refers_to, others))


def _unknown(form: Form, where: str, what: str, hint: str) -> Problem:
    return Problem(form.place_of(where), f'form "{form.name}": {what}', hint)


def fields_of_entries() -> set[str]:
    """Return the names of all fields that entries of some kind have, but for those that every entry has to have."""
    names = {field.alias or name for cls in KINDS.values() for name, field in cls.model_fields.items()}
    needed = {field.alias or name for name, field in Entry.model_fields.items() if field.is_required()}
    return {name for name in names - needed if not name.startswith("(")}
