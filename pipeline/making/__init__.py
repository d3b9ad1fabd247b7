"""What was asked for is made: content to all forms, handouts, data and fact-check sheet, in order.

Takes `BuildOptions`; gives a `Build` with its warnings, and outputs as bytes. It calls every other wing and knows no library.
Heavy imports happen where they are used: what is not asked for, or is in the cache, needs none.

    build    one build: its options, content, theme and forms
    load     content, theme and forms loaded and checked
    make     the order of the steps
    pages    forms that are pages; slides: forms that are slides, and handouts
    data     the data behind the figures; sheet: the fact-check sheet
    preview  what a watch shows in the browser
"""

from pipeline.making.build import Build
from pipeline.making.make import check_build, make

__all__ = ["Build", "check_build", "make"]
