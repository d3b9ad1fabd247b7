"""A .pptx becomes a master: ours, or an institute's.

Takes a presentation's bytes; gives a `Master` whose layouts have our names, with room for titles and sources, the theme as it
looks under it, and slides moved into its slots, with a warning for whatever has no place.
It alone knows how PowerPoint's layouts inherit positions, type and colors (python-pptx, imported when a master is read).

    read       layouts and slots of a master; inherit: the type and colors that they inherit
    artwork    what it draws behind the slots, and the look of its tables; shapes: how drawn things are read
    match      whose layout stands for which of ours, which placeholder for which slot
    adopt      an institute's .pptx made ready: without its slides, under our names
    clean      of its slides, and of what the file says of itself
    what_it_is what a file is that is no master
    make_room  room for titles and sources on its layouts
    theme      our theme's sizes, fonts and colors as they are under it
    adapt      slides moved into its slots; warnings of what has no place
    reading    the late imports of python-pptx
"""

from pipeline.master.adapt import adapt_slides
from pipeline.master.reading import adopt_master, read_artwork, read_master
from pipeline.master.theme import theme_on

__all__ = [
    "adapt_slides",
    "adopt_master",
    "read_artwork",
    "read_master",
    "theme_on",
]
