"""Slide markup becomes slides that fit. No PowerPoint here.

Takes the markup that layouts/deck renders and a `Master` (slide layouts with their slots); gives `Slide` records whose every
text is measured with real fonts: set smaller, carried over to a second slide, or told as a problem of its entry.
It alone knows slide markup and the order of remedies. `MasterArtwork` is what a master shows behind its slots.

    markup       slide markup read, strictly
    slides       records of slides; master: records of a master and its slots; artwork: of what it shows behind them
    text_layout  how text breaks in a slot, and how high it is
    fit          the deck, slide by slide, and what stands beside the text: foot lines, notes
    fit_text     smaller type, then a second slide, then a problem; fit_table, fit_figures: the same for these
    fit_line     of lines with shorter ones beside them, the first that fits
    fit_row      one size for slots that stand in a row
    cuts         which slides a cut shows, what lies behind the talk, how long the notes take
    outline      sections, links within the deck, the order of reading
"""

from pipeline.deck.artwork import NO_EDGE, Background, CellLook, Edge, MasterArtwork, Shape, TableLook, warn_of_artwork
from pipeline.deck.cuts import Show, add_times, count_spoken, find_appendix, find_shows, pick_slides
from pipeline.deck.fit import fit_deck, foot_title
from pipeline.deck.fit_figures import fit_map, fit_timeline, plot_chart
from pipeline.deck.fit_table import CELL_EDGE, CELL_SIDE, TableFit, cell_level, cell_width, measure_table
from pipeline.deck.markup import read_slides
from pipeline.deck.master import LINE_HEIGHT, LINES, Box, Level, Master, SlideLayout, Slot
from pipeline.deck.outline import find_targets, order_for_reading, section_names
from pipeline.deck.slides import SMALLER, Cell, Content, Drawing, Paragraph, Run, Slide, Table, TextBlock
from pipeline.deck.text_layout import UNKNOWN_FONT_WIDTH, LaidLine, TextLayout, find_twin, level_of, merge_runs

__all__ = [
    "CELL_EDGE",
    "CELL_SIDE",
    "LINES",
    "LINE_HEIGHT",
    "NO_EDGE",
    "SMALLER",
    "UNKNOWN_FONT_WIDTH",
    "Background",
    "Box",
    "Cell",
    "CellLook",
    "Content",
    "Drawing",
    "Edge",
    "LaidLine",
    "Level",
    "Master",
    "MasterArtwork",
    "Paragraph",
    "Run",
    "Shape",
    "Show",
    "Slide",
    "SlideLayout",
    "Slot",
    "Table",
    "TableFit",
    "TableLook",
    "TextBlock",
    "TextLayout",
    "add_times",
    "cell_level",
    "cell_width",
    "count_spoken",
    "find_appendix",
    "find_shows",
    "find_targets",
    "find_twin",
    "fit_deck",
    "fit_map",
    "fit_timeline",
    "foot_title",
    "level_of",
    "measure_table",
    "merge_runs",
    "order_for_reading",
    "pick_slides",
    "plot_chart",
    "read_slides",
    "section_names",
    "warn_of_artwork",
]
