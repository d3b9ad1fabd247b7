"""The same slides become pages of a PDF.

Takes slides that fit and what their master shows; gives the handout, with or without notes, drawn line by line where the
deck's fit has put each line. It knows no PowerPoint: it places, layouts/handout draws, `pdf` prints.

    lay_slides  where everything on a slide stands
    lay_text    where each line stands in its slot
    write       HTML of the slides, and their PDF
"""

from pipeline.handout.write import write_handout

__all__ = [
    "write_handout",
]
