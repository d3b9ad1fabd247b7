"""The words of CSL (Citation Style Language 1.0.2): its variables and types, and the fields that programs write beside them."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(text.split())


TEXTS = words_of(
    """
    abstract annote archive archive_collection archive_location archive-place authority call-number citation-key
    citation-label collection-title container-title container-title-short dimensions division DOI event
    event-title event-place genre ISBN ISSN jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place references
    reviewed-genre reviewed-title scale source status title title-short URL volume-title volume-title-short
    year-suffix journalAbbreviation shortTitle chapter-number citation-number collection-number edition
    first-reference-note-number issue locator number number-of-pages number-of-volumes page page-first part-number
    printing-number section supplement-number version volume
    """
)
DATES = words_of(
    """
    accessed available-date event-date issued original-date submitted
    """
)
NAMES = words_of(
    """
    author chair collection-editor compiler
    composer container-author contributor curator director editor editorial-director editor-translator
    executive-producer guest host illustrator interviewer narrator organizer original-author performer producer
    recipient reviewed-author script-writer series-creator translator
    """
)
PARTS_OF_NAMES = words_of(
    """
    family given literal suffix dropping-particle non-dropping-particle comma-suffix static-ordering parse-names
    """
)
BESIDE_NAMES = words_of(  # what programs write beside a name
    "affiliation authenticated-orcid citeproc-js-key isinstitution multi name name-type orcid prefix role sequence"
)
FLAGS = frozenset(["circa", "comma-suffix", "static-ordering", "parse-names"])  # true or false
TECHNICAL = words_of(
    """
    archive_location call-number citation-key DOI ISBN ISSN PMCID PMID URL language
    """
)
OURS = frozenset({"grade", "read"})

TYPES = words_of(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance
    periodical personal_communication post post-weblog regulation report review review-book software song speech
    standard thesis treaty webpage
    """
)
# Crossref and DataCite name types in their own way.
MEANT = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "edited-book": "book",
    "reference-book": "book",
    "monograph": "book",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "dissertation": "thesis",
    "reference-entry": "entry",
    "report-component": "report",
    "peer-review": "review",
}

ALIASES = {"publisher-location": "publisher-place", "edition-number": "edition"}  # fields of Crossref

KNOWN = {name.casefold(): name for name in (*TEXTS, *DATES, *NAMES, *OURS, "id", "type")} | ALIASES

# What programs write for themselves. No style prints it, and nobody has to hear of it.
KEPT_BY_PROGRAMS = words_of(
    """
    alternative-id archive-id article-number assertion author-count categories citation-count
    clinical-trial-number content-created content-domain content-updated copyright created custom deposited degree
    deleted file free-to-read funder group-title groups indexed institution is-referenced-by-count issn-type
    isbn-type issue-label item-number itemid journal-issue key library link member owner original-item-id prefix
    published published-online published-other published-print accepted approved posted reference reference-count
    references-count relation resource score short-container-title short-title standards-body subject subtitle
    subtype schema system_id tags timestamp update-policy update-to updated-by uri version-of alternative-title
    proceedings-subject aliases added-at modified date-added date-modified collections attachments seriestitle
    librarycatalog groupid profile-id read-status
    """
)
