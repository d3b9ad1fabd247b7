"""Slides that fit become a .pptx.

Takes `Slide` records and a `Master`; gives the bytes of a native presentation: placeholders, editable charts with their
workbooks, tables, timelines as shapes, notes. It alone writes PowerPoint (python-pptx, imported when a slide is written).

    deck          slides, then notes
    slide         a slide into the placeholders of a master
    text          paragraphs, runs, links; tables
    chart         a native chart; chart_labels: what stands beside its marks; workbook: its data
    timeline      a timeline as shapes
    notes         notes, written last
    package       slides bound to one file; sections, and what the file says of itself
"""

from pipeline.powerpoint.deck import deck_made_from, write_deck
from pipeline.powerpoint.notes import without_notes

__all__ = [
    "deck_made_from",
    "without_notes",
    "write_deck",
]
