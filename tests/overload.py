"""Slides with too much on them: what a deck has to set smaller and carry on, and never loses."""

from desk import Desk

TWENTY = "the county above takes the water it needs and the county below keeps an exact record of all that is gone"
TITLE = (
    "A title that takes three whole lines because nobody had the heart to cut a single word of what the committee, "
    "its chair and its two secretaries wished to have said about the river"
)


def bullets(count: int, slot: str = "body") -> str:
    return f'<ul slot="{slot}">' + "".join(f"<li>{n + 1}: {TWENTY}</li>" for n in range(count)) + "</ul>"


def grid(rows: int, columns: int, slot: str = "body") -> str:
    head = "".join(f"<th>Column {n + 1}</th>" for n in range(columns))
    body = "".join(
        "<tr>" + "".join(f"<td>cell {y + 1}.{x + 1}</td>" for x in range(columns)) + "</tr>" for y in range(rows - 1)
    )
    return f'<table slot="{slot}" alt="Twelve rows, eight columns"><tr>{head}</tr>{body}</table>'


def slide(title: str, inside: str, layout: str = "Title and Content") -> str:
    notes = "<aside><p>Say all of it, slowly.</p></aside>"
    return f'<section layout="{layout}" from="publication"><h1>{title}</h1>{inside}{notes}</section>'


SLIDES = (
    slide("Fourteen bullets of twenty words", bullets(14)),
    slide(TITLE, bullets(3)),
    slide("A table of twelve rows and eight columns", grid(12, 8)),
    slide(f"{TITLE[:90]}", bullets(14) + '<p slot="kicker">Kicker</p><p slot="source">Source: somebody</p>'),
    slide("A list beside a table", bullets(9, "left") + grid(6, 3, "right"), "Two Content"),
    slide("A word that no line holds", f'<ul slot="body"><li>Before {"Donaudampfschifffahrt" * 6} after</li></ul>'),
)


def overload(desk: Desk) -> None:
    """Make these the slides of a desk's deck."""
    desk.write("layouts/deck/deck.html", "\n".join(SLIDES))
