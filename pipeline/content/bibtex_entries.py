"""Where the entries and fields of a BibTeX file stand. What they mean is left to pandoc, which names no place."""

import re
from dataclasses import dataclass, field

from pipeline.content.csl_fields import words_of
from pipeline.core import Place, Problem, ProblemsFound

ENTRY = re.compile(r"@\s*(\w+)\s*([{(])", re.ASCII)
NO_SOURCE = ("comment", "string", "preamble")
KEY = re.compile(r"\s*([^\s,{}()\"]+(?:[ ][^\s,{}\"]+)*)\s*(,|(?=[})]))")
FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w:+./-]*)\s*=\s*", re.ASCII)

# Fields of BibTeX and biblatex, and those that programs write for themselves.
FIELDS = words_of(
    """
    __markedentry abstract accessdate accession_number addendum address adsnote adsurl afterword annotation
    annotationnote annotator annote archive archiveprefix articleno arxiv arxivid author author-email authortype
    bdsk-file-1 bdsk-file-2 bdsk-url-1 bdsk-url-2 bdsk-url-3 bibsource bibtex_show biburl bookauthor booksubtitle
    booktitle booktitleaddon category chapter citation_key citedby code collaborator comment commentator comments
    copyright correspondence creationdate crossref custom1 custom2 custom3 custom4 custom5 custom6 custom7 da date
    date-added date-modified date_added day doc-delivery-number doi early-access-date edition editor editora
    editoratype editorb editorbtype editorc editorctype editors editortype eid entryset entrysubtype eprint
    eprintclass eprinttype eventdate eventtitle eventtitleaddon execute extra file fjournal foreword gender
    giventitle gloss groups hidden holder howpublished hyphenation ids indexsorttitle indextitle institution
    internal-note introduction isan isbn isbn10 isbn13 ismn isrn issn issue issue_date issuesubtitle issuetitle
    issuetitleaddon iswc journal journal-iso journalsubtitle journaltitle journaltitleaddon key keyword keywords
    keywords-plus label langid langidopts language lastchecked lccn library lista local-url location mainsubtitle
    maintitle maintitleaddon mendeley-groups mendeley-tags modificationdate month mrclass mrnumber mrreviewer
    nameaddon nationality nota note number number-of-cited-references numpages oa options orcid-numbers
    organization origdate origlanguage origlocation origpublisher origtitle owner pages pagetotal pagination part
    pdf place pmcid pmid presort primaryclass printed priority publicationdate publisher pubstate pubyear
    qualityassured ranking rating readstatus refid related relatedoptions relatedstring relatedtype relevance
    reprinttitle researcherid-numbers researchnotes reviewed rights school series series-editor shortauthor
    shortbooktitle shorteditor shorthand shorthandintro shortjournal shortseries shorttitle size slaccitation
    sortkey sortname sortshorthand sorttitle sortyear subtitle times-cited timestamp title titleaddon translator
    type unique-id university unread url urlaccessdate urldate urlday urlmonth urlyear usera userb userc userd
    usere userf venue verba version volume volumes web-of-science-categories web-of-science-index xdata xref year
    zblnumber
    """
)


@dataclass(frozen=True)
class BibEntry:
    """An entry: its key, its place, and for each of its fields the place and what was typed, without outer braces."""

    key: str
    place: Place
    fields: dict[str, tuple[Place, str]] = field(default_factory=dict)


def find_entries(text: str, shown: str) -> list[BibEntry]:
    """Return the entries of a BibTeX text that are sources, in order. Raises ProblemsFound for one that is not closed."""
    return _Scanner(text, shown).entries()


class _Scanner:
    def __init__(self, text: str, shown: str) -> None:
        self.text, self.shown, self.at = text, shown, 0

    def place(self, at: int) -> Place:
        return Place(self.shown, self.text.count("\n", 0, at) + 1)

    def entries(self) -> list[BibEntry]:
        found = []
        while match := ENTRY.search(self.text, self.at):
            line = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            self.at = match.end()
            if match[1].lower() == "comment" or "%" in line:
                self.at = self.closing(self.at, match[2], match.start(), strict=False)
            elif match[1].lower() in NO_SOURCE:
                self.at = self.closing(self.at, match[2], match.start())
            else:
                found.append(self.entry(match.start(), match[2]))
        return found

    def entry(self, start: int, opening: str) -> BibEntry:
        key = KEY.match(self.text, self.at)
        if key is None:
            what = "this entry has no key: the word by which a text cites it"
            raise ProblemsFound([Problem(self.place(start), what, "write one after the brace, as in  @book{ngai2004,")])
        end = self.closing(self.at, opening, start)
        self.at, made = key.end(), BibEntry(key[1], self.place(start))
        while self.at < end and (name := FIELD.match(self.text, self.at, end)):
            self.at = name.end()
            made.fields.setdefault(name[1].lower(), (self.place(name.start(1)), self.value(end)))
        self.at = end
        return made

    def value(self, end: int) -> str:
        """Return what a field holds, as typed, and go behind it."""
        start, depth, quoted = self.at, 0, False
        while self.at < end:
            sign = self.text[self.at]
            if sign == "\\":
                self.at += 1
            elif sign == '"' and not depth:
                quoted = not quoted
            elif sign in "{}":
                depth += 1 if sign == "{" else -1
            elif sign == "," and not depth and not quoted:
                break
            if depth < 0:
                break
            self.at += 1
        return " ".join(self.text[start : self.at].strip().strip('{}"').split())

    def closing(self, at: int, opening: str, start: int, strict: bool = True) -> int:
        """Return where the brace that opens an entry is closed. Raises ProblemsFound where it is not."""
        depth = 0
        while at < len(self.text):
            sign = self.text[at]
            if sign == "\\":
                at += 1
            elif sign == ("}" if opening == "{" else ")") and not depth:
                return at
            elif sign == "{":
                depth += 1
            elif sign == "}":
                depth -= 1
            at += 1
        if not strict:
            return len(self.text)
        what = "this entry is not closed: a brace } is missing in it, or there is one { too many"
        raise ProblemsFound([Problem(self.place(start), what, "an entry has as many { as }, the last on its end")])
