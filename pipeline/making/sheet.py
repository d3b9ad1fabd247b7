"""Make the fact-check sheet: where each fact stands, in every form."""

from collections.abc import Mapping, Sequence

from pipeline.making.build import Build, Deck
from pipeline.options import SHEET
from pipeline.outputs import Output, Outputs


def make_sheet(build: Build, anchors: Mapping[str, Mapping[str, int]], decks: Sequence[Deck]) -> Outputs:
    """Return the fact-check sheet, with the places of every fact, as HTML and as CSV, by their file names.

    `anchors` are the pages of each form by anchor.
    """
    from pipeline.render import FormPlaces, gather_sheet, render_sheet, write_sheet_csv

    pages = [
        FormPlaces.of_pages(build.forms[name], build.printed[name], found) for name, found in sorted(anchors.items())
    ]
    slides = [FormPlaces.of_slides(deck.form, build.printed[deck.form.name], deck.slides) for deck in decks]
    sheet = gather_sheet(build.publication, [*pages, *slides])
    size = f"{len(sheet.rows)} facts; {len(sheet.unchecked)} numbers in the text are not facts"
    page = render_sheet(sheet, build.publication, build.theme, build.layouts).encode()
    return {
        "fact-check.html": Output(page, size, SHEET),
        "fact-check.csv": Output(write_sheet_csv(sheet, build.publication), f"{len(sheet.rows)} facts", SHEET),
    }
