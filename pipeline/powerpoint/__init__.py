"""Slides that fit become a .pptx.

Takes `Slide` records and a `Master`; gives the bytes of a native presentation: placeholders, editable charts with their
workbooks, tables, timelines and maps as shapes, notes. It alone writes PowerPoint (python-pptx, imported when a slide is written).

    deck          the deck, from the cache or written
    slide         a slide into the placeholders of a master
    text          paragraphs, runs, links
    table         a native table in the master's table style
    chart         a native chart; chart_axes: its axes; chart_labels: what stands beside its marks; workbook: its data;
                  bands: what is shaded behind it
    colors        colors of the palette as those of the master's theme
    shapes        shapes and words in a group: timeline, map
    identity      names and ids of slides and shapes, made from entries
    shows         cuts as custom shows; slides behind the talk hidden
    package       reading order, sections, and what the file says of itself
"""

from pipeline.powerpoint.deck import deck_made_from, without_notes, write_deck

__all__ = [
    "deck_made_from",
    "without_notes",
    "write_deck",
]
