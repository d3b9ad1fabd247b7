"""Prose becomes markup, citations become notes, words get a width.

Takes `Prose` (Markdown with citations, facts and cross-references); gives markup for the brief (`BriefRenderer`) or the deck
(`DeckRenderer`), what a text names without rendering it (`find_references`), citations and references in any CSL style
(`set_citations`), typography by language, and the faces of fonts with their measures.
It alone knows markdown-it, pandoc's citeproc, and where fonts come from; HarfBuzz measures here and cuts fonts in `pdf`.

    notation         {fact}, @fig-…, ^[note], [words]{lang=es}, H~2~O: what they are and where they stand
    citation_notation  [see @key, p. 12], as Pandoc has them; reference: what a text names
    foreign_notations  what people bring from elsewhere, and what there is instead; find_notations: where it stands
    markdown         prose to markup, by a renderer; paragraphs: every block as one that speaker's notes take
    renderers        how citations, facts, cross-references and notes read in the brief and in the deck
    mentions         what a text names and says, without rendering it
    csl              notes and references in a CSL style; titles in another language
    short_citations  names of sources for source lines
    typography       quotation marks, dates, breaks, sorting, by language
    fonts            font files of packages; widths and heights of text
"""

from pipeline.text.csl import (
    Cluster,
    SetCitations,
    StyleFailed,
    find_blank,
    find_reference_list,
    find_unprinted,
    set_citations,
)
from pipeline.text.fonts import Face, FontFile, find_font_files, is_known
from pipeline.text.foreign_notations import explain_notation
from pipeline.text.markdown import Renderer, placed_figures, render_blocks, render_line, render_plain
from pipeline.text.mentions import find_large_facts, find_references, find_words, warm_mentions
from pipeline.text.reference import Reference, name_anchor
from pipeline.text.renderers import BriefRenderer, DeckRenderer, link_back, place_citations, print_large_fact
from pipeline.text.short_citations import Citations
from pipeline.text.typography import (
    find_language,
    is_language,
    keep_together,
    push_spaces,
    set_large,
    shorten,
    sorting_key,
)

__all__ = [
    "BriefRenderer",
    "Citations",
    "Cluster",
    "DeckRenderer",
    "Face",
    "FontFile",
    "Reference",
    "Renderer",
    "SetCitations",
    "StyleFailed",
    "explain_notation",
    "find_blank",
    "find_font_files",
    "find_language",
    "find_large_facts",
    "find_reference_list",
    "find_references",
    "find_unprinted",
    "find_words",
    "is_known",
    "is_language",
    "keep_together",
    "link_back",
    "name_anchor",
    "place_citations",
    "placed_figures",
    "print_large_fact",
    "push_spaces",
    "render_blocks",
    "render_line",
    "render_plain",
    "set_citations",
    "set_large",
    "shorten",
    "sorting_key",
    "warm_mentions",
]
