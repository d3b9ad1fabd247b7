"""Check what a publication is made into: the forms it names, the fields that these need, and how much they print."""

from collections.abc import Iterator, Mapping

from pipeline.content import Entry, Form, Publication, fields_of_entries, suggest_field
from pipeline.core import Problem, suggest
from pipeline.text import find_words

MADE_ANYWAY = ("data", "handout", "sheet")  # beside the forms


def check_forms(publication: Publication, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield a problem for each form that publication.yaml names and that is not there, and for each field that one lacks.

    `forms` are all that there are layouts for. Of fields that some kinds of entry alone have, those kinds are asked.
    """
    imprint = publication.imprint
    for n, name in enumerate(imprint.forms):
        if name not in forms:
            place = imprint.place_of(f"forms.{n}")
            hint = "leave it out: it is made with all forms" if name in MADE_ANYWAY else suggest(name, forms)
            yield Problem(place, f'publication: no form called "{name}"', hint)
    known = fields_of_entries() | set(imprint.lists)
    for form in (form for name, form in forms.items() if name in (imprint.forms or forms)):
        for n, field in enumerate(form.needs):
            if field not in known:
                what = f'form "{form.name}": no field of entries called "{field}"'
                yield Problem(form.place_of(f"needs.{n}"), what, suggest_field(field, known))
        for entry in publication.entries():
            yield from _check_entry(entry, form, known)


def _check_entry(entry: Entry, form: Form, known: set[str]) -> Iterator[Problem]:
    if entry.kind in form.leaves_out:
        return
    own, others = entry.keys(), fields_of_entries()
    for field in form.needs:
        takes = field in own or field not in others
        if field in known and takes and not (getattr(entry, field, None) or entry.words.get(field)):
            what = f'{entry.kind} "{entry.id}" has no "{field}", and {form.file} needs it'
            yield Problem(entry.place, what, f"add a line  {field}: …")


def warn_of_lengths(publication: Publication, form: Form) -> Iterator[Problem]:
    """Yield a warning for each text of a field for short forms that has fewer or more words than a form should print.

    `publication` is as it is in full. Facts and citations are not counted.
    """
    for entry in publication.entries() if form.lengths else ():
        text, span = getattr(entry, form.prints), form.length_of(entry.kind)
        if not text or not span or entry.kind in form.leaves_out:
            continue
        count = sum(any(sign.isalnum() for sign in word) for words, _ in find_words(text) for word in words.split())
        if not span[0] <= count <= span[1]:
            what = f'{entry.kind} "{entry.id}": "{form.prints}" has {count} words; {form.file} has room for {span[0]} to {span[1]}'
            hint = "say more" if count < span[0] else "say less"
            yield Problem(
                entry.place_of(form.prints), what, f"{hint}, or change  lengths:  in {form.place.path}", warns=True
            )
