"""A .pptx becomes a master: ours, or an institute's.

Takes a presentation's bytes; gives a `Master` whose layouts have our names, with room for titles and sources, the theme as it
looks under it, and slides moved into its slots, with a warning for whatever has no place.
It alone knows how PowerPoint's layouts inherit positions, type and colors (python-pptx, imported when a master is read).
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
