"""Languages: the words that layouts and code print into outputs, and the paper that a language's readers use.

Takes the tag of a language and the catalogs in layouts/translations; gives `Words`, which returns each English message in
that language, with its values filled in. English is the source and needs no catalog. Nothing here speaks to editors:
problems and progress stay English. It alone knows catalogs of translations (gettext's .po, read by Babel).

    words     the words of one language: messages with values, plurals, contexts
    catalogs  .po files read and checked; what is amiss in them as problems
    paper     Letter or A4, by the region
    extract   words of form.yaml, for translators' programs
"""

from pipeline.languages.catalogs import read_words
from pipeline.languages.paper import paper_of
from pipeline.languages.words import ENGLISH, Words

__all__ = [
    "ENGLISH",
    "Words",
    "paper_of",
    "read_words",
]
