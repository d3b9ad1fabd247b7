"""Prose becomes markup, citations become notes, words get a width.

Takes `Prose` (Markdown with citations, facts and cross-references); gives markup for the brief (`BriefVoice`) or the deck
(`DeckVoice`), what a text names without rendering it (`find_references`), citations and references in any CSL style
(`set_citations`), typography by language, and the faces of fonts with their measures.
It alone knows markdown-it, pandoc's citeproc, and where fonts come from; HarfBuzz measures here and cuts fonts in `pdf`.
"""

from pipeline.text.csl import Cluster, SetCitations, StyleFailed, find_reference_list, find_unprinted, set_citations
from pipeline.text.fonts import Cut, Face, find_cuts, is_known
from pipeline.text.markdown import Voice, placed_figures, render_blocks, render_line, render_plain
from pipeline.text.mentions import find_keys, find_references, find_words, recall
from pipeline.text.notation import Reference
from pipeline.text.renderers import BriefVoice, DeckVoice, link_back, place_citations, tell_key
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
    "BriefVoice",
    "Citations",
    "Cluster",
    "Cut",
    "DeckVoice",
    "Face",
    "Reference",
    "SetCitations",
    "StyleFailed",
    "Voice",
    "find_cuts",
    "find_keys",
    "find_language",
    "find_reference_list",
    "find_references",
    "find_unprinted",
    "find_words",
    "is_known",
    "is_language",
    "keep_together",
    "link_back",
    "place_citations",
    "placed_figures",
    "push_spaces",
    "recall",
    "render_blocks",
    "render_line",
    "render_plain",
    "set_citations",
    "set_large",
    "shorten",
    "sorting_key",
    "tell_key",
]
