"""Check what a publication is made into: the forms it names, and the fields that these need."""

from collections.abc import Iterator, Mapping

from pipeline.content import Entry, Form, Publication
from pipeline.core import Problem, suggest


def check_forms(publication: Publication, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a problem for each form that publication.yaml names and that is not there, and for each field that one lacks.

    `forms` are all that there are layouts for.
    """
    imprint = publication.imprint
    for n, name in enumerate(imprint.forms):
        if name not in forms:
            place = imprint.place_of(f"forms.{n}")
            yield Problem(place, f'no form called "{name}"', suggest(name, forms))
    for form in (form for name, form in forms.items() if name in (imprint.forms or forms)):
        for entry in publication.entries():
            yield from _check_entry(entry, form)


def _check_entry(entry: Entry, form: Form) -> Iterator[Problem]:
    if entry.kind in form.leaves_out:
        return
    for field in form.needs:
        if not getattr(entry, field, None):
            what = f'{entry.kind} "{entry.id}" has no "{field}", and {form.file} needs it'
            yield Problem(entry.place, what, f"add a line  {field}: …")
