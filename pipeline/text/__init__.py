"""Prose becomes markup, citations become notes, words get a width.

Takes `Prose` (Markdown with citations, facts and cross-references); gives markup for pages (`PageRenderer`) or slides
(`DeckRenderer`), what a text names without rendering it (`find_references`), citations and references in any CSL style
(`set_citations`), typography by language, and the faces of fonts with their measures.
It alone knows markdown-it, pandoc's citeproc, and where fonts come from; HarfBuzz measures here and cuts fonts in `pdf`.

    notation         {fact}, @fig-…, ^[note], [words]{lang=es}, H~2~O: what they are and where they stand
    citation_notation  [see @key, p. 12], as Pandoc has them; reference: what a text names
    boxes            boxes within a text, as Quarto writes them; captions: those of tables, as Pandoc does
    foreign_notations  what people bring from elsewhere, and what there is instead; find_notations: where it stands
    markdown         prose to markup, by a renderer; paragraphs: every block as one that speaker's notes take
    renderers        how citations, facts, cross-references and notes read on pages and on slides
    mentions         what a text names and says, without rendering it
    csl              notes and references in a CSL style; csl_markup: what pandoc answers; titles in another language
    short_citations  sources in words, for source lines
    typography       quotation marks, dates, breaks, sorting, by language
    letters          scripts: which letters belong together, where a line may break, what they are called, which package has them
    fonts            font files of packages; which letters they have; widths and heights of text
"""

from pipeline.text.csl import (
    Cluster,
    SetCitations,
    StyleFailed,
    find_blank,
    find_reference_list,
    find_unprinted,
    link_title,
    set_citations,
)
from pipeline.text.fonts import Face, FontFile, find_font_files, find_lacking, is_known
from pipeline.text.foreign_notations import explain_notation
from pipeline.text.letters import (
    break_word,
    break_words,
    clusters,
    is_from_the_right,
    join_lines,
    may_break,
    name_script,
    name_sign,
    suggest_font,
    suggest_package,
)
from pipeline.text.markdown import (
    placed_boxes,
    placed_figures,
    render_blocks,
    render_line,
    render_paragraphs,
    render_plain,
)
from pipeline.text.mentions import find_large_facts, find_references, find_words, warm_mentions
from pipeline.text.reference import Reference, name_anchor
from pipeline.text.renderers import (
    DeckRenderer,
    Key,
    MentionRenderer,
    PageRenderer,
    address_elsewhere,
    gather_notes,
    link_back,
    link_elsewhere,
    place_citations,
    print_large_fact,
)
from pipeline.text.short_citations import Citations
from pipeline.text.typography import (
    find_language,
    is_language,
    keep_together,
    push_spaces,
    runs_from_the_right,
    set_large,
    shorten,
    sorting_key,
    unbroken,
)

__all__ = [
    "Citations",
    "Cluster",
    "DeckRenderer",
    "Face",
    "FontFile",
    "Key",
    "MentionRenderer",
    "PageRenderer",
    "Reference",
    "SetCitations",
    "StyleFailed",
    "address_elsewhere",
    "break_word",
    "break_words",
    "clusters",
    "explain_notation",
    "find_blank",
    "find_font_files",
    "find_lacking",
    "find_language",
    "find_large_facts",
    "find_reference_list",
    "find_references",
    "find_unprinted",
    "find_words",
    "gather_notes",
    "is_from_the_right",
    "is_known",
    "is_language",
    "join_lines",
    "keep_together",
    "link_back",
    "link_elsewhere",
    "link_title",
    "may_break",
    "name_anchor",
    "name_script",
    "name_sign",
    "place_citations",
    "placed_boxes",
    "placed_figures",
    "print_large_fact",
    "push_spaces",
    "render_blocks",
    "render_line",
    "render_paragraphs",
    "render_plain",
    "runs_from_the_right",
    "set_citations",
    "set_large",
    "shorten",
    "sorting_key",
    "suggest_font",
    "suggest_package",
    "unbroken",
    "warm_mentions",
]
