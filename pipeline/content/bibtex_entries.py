"""Where the entries and fields of a BibTeX file stand, and what is amiss. What they mean is left to pandoc, which names no place."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.content.csl_fields import words_of
from pipeline.core import Place, Problem, ProblemsFound, nearest, suggest

ENTRY = re.compile(r"@\s*(\w+)\s*([{(])", re.ASCII)
NEXT_ENTRY = re.compile(r"\n@\w+\s*\{", re.ASCII)
NO_SOURCE = ("comment", "string", "preamble")
KEY = re.compile(r"\s*([^,{}\n]*?)\s*(,|(?=\}))")
ODD = re.compile(r"[^\w.:/+?$&*!;=@`'\[\]-]")  # a sign that pandoc takes in no key
FIELD = re.compile(r"\s*,?\s*([A-Za-z_][\w:+./-]*)\s*=\s*", re.ASCII)
MONTHS = words_of("jan feb mar apr may jun jul aug sep oct nov dec")

# Kinds of entries of BibTeX, biblatex and pandoc.
KINDS = words_of(
    """
    article artwork audio bibnote book bookinbook booklet collection commentary conference customa customb customc
    customd custome customf dataset electronic image inbook incollection inproceedings inreference jurisdiction
    legislation legal letter manual masterthesis mastersthesis misc movie music mvbook mvcollection mvproceedings
    mvreference newspaper online patent performance periodical phdthesis proceedings reference report review set
    software standard suppbook suppcollection suppperiodical techreport thesis unpublished video www xdata
    """
)

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
    """An entry: its key, its place, and for each of its fields the place and what was typed, without outer braces.

    `opens` is where its fields begin in the text, behind the comma after the key.
    """

    key: str
    place: Place
    opens: int
    fields: dict[str, tuple[Place, str]] = field(default_factory=dict)

    @property
    def says_its_language(self) -> bool:
        """Whether it has a field that pandoc takes for the language of its title."""
        return "langid" in self.fields or "hyphenation" in self.fields


def find_entries(text: str, shown: str) -> tuple[list[BibEntry], list[Problem]]:
    """Return the entries of a BibTeX text that are sources, in order, and warnings. Raises ProblemsFound."""
    scanner = _Scanner(text, shown)
    entries = scanner.entries()
    keys = {entry.key for entry in entries}
    for entry in entries:
        place, other = entry.fields.get("crossref", (entry.place, ""))
        if other and other not in keys:
            what = f'source "{entry.key}": there is no "{other}" in this file, of which it is part'
            near = nearest(other, keys)
            scanner.warn(place, what, f'did you mean "{near}"?' if near else "export both sources together")
        place, names = entry.fields.get("author", (entry.place, ""))
        if ";" in names and not re.search(r"\sand\s|&", names):
            what = f'source "{entry.key}": a semicolon stands between its authors'
            scanner.warn(place, what, "write  and  between two names")
    return entries, scanner.warnings


def with_language(text: str, entries: Sequence[BibEntry], language: str) -> str:
    """Return a BibTeX text in which each entry says its language: its own, or else `language`. Lines stay where they are.

    Pandoc takes an entry that says none for English, and writes the title without its capitals: German nouns lose theirs.
    """
    parts, done = [], 0
    for entry in entries:
        if not entry.says_its_language:
            own = re.sub(r"[^\w-]", "", entry.fields["language"][1]) if "language" in entry.fields else ""
            parts += [text[done : entry.opens], f" langid = {{{own or language}}},"]
            done = entry.opens
    return "".join([*parts, text[done:]])


class _Scanner:
    def __init__(self, text: str, shown: str) -> None:
        self.text, self.shown, self.at = text, shown, 0
        self.warnings: list[Problem] = []
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        defined = re.findall(r"@string\s*[{(]\s*([\w-]+)\s*=", text, re.IGNORECASE)
        self.short = {name.lower() for name in defined} | MONTHS

    def place(self, at: int) -> Place:
        return Place(self.shown, bisect_left(self.breaks, at) + 1)

    def warn(self, place: Place, what: str, hint: str) -> None:
        self.warnings.append(Problem(place, what, hint, warns=True))

    def stop(self, at: int, what: str, hint: str) -> ProblemsFound:
        return ProblemsFound([Problem(self.place(at), what, hint)])

    def entries(self) -> list[BibEntry]:
        found = []
        while match := ENTRY.search(self.text, self.at):
            line = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
            kind, self.at = match[1].lower(), match.end()
            if kind == "comment" or "%" in line:
                self.at = self.closing(match.start(), strict=False)
            elif kind in NO_SOURCE:
                self.at = self.closing(match.start())
            else:
                if match[2] == "(":
                    raise self.stop(
                        match.start(),
                        "this source stands in round brackets",
                        "type { in place of the first, and } in place of the last",
                    )
                if kind not in KINDS:
                    what = f'there is no kind of source called "@{match[1]}"'
                    self.warn(
                        self.place(match.start()), what, suggest(kind, KINDS) or "write @misc for what has no kind"
                    )
                found.append(self.entry(match.start()))
        return found

    def entry(self, start: int) -> BibEntry:
        key = KEY.match(self.text, self.at)
        if key is None or not key[1] or "=" in key[1]:
            hint = "write one after the brace, as in  @book{ngai2004,"
            raise self.stop(start, "this source lacks the word by which a text cites it", hint)
        if odd := ODD.search(key[1]):
            what = "a space" if odd[0].isspace() else f'the sign "{odd[0]}"'
            meant = ODD.sub("-", key[1])
            hint = f"write  {meant}  here, and [@{meant}] where a text cites it"
            raise self.stop(start, f'"{key[1]}", the word by which a text cites this source, has {what} in it', hint)
        end = self.closing(start)
        self.at, made = key.end(), BibEntry(key[1], self.place(start), key.end())
        while self.at < end and (name := FIELD.match(self.text, self.at, end)):
            self.at = name.end()
            made.fields.setdefault(name[1].lower(), (self.place(name.start(1)), self.value(end)))
        self.at = end
        return made

    def value(self, end: int) -> str:
        """Return what a field holds, as typed, and go behind it. Raises ProblemsFound where no comma follows."""
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
            if sign in '}"' and not depth and not quoted and FIELD.match(self.text, self.at, end):
                follows = self.text[self.at : end].lstrip()
                if not follows.startswith(","):
                    hint = "type a comma behind its last sign"
                    raise self.stop(self.at - 1, "a comma is missing at the end of this line", hint)
        typed = self.text[start : self.at].strip()
        self.check_short(typed, start)
        return " ".join(typed.strip('{}"').split())

    def check_short(self, typed: str, at: int) -> None:
        """Warn of a word without braces or quotation marks that the file does not define."""
        for word in re.findall(r"(?:^|#)\s*([A-Za-z][\w-]*)\s*(?=#|$)", typed):
            if word.lower() not in self.short:
                what = f'"{word}" is no abbreviation of this file, and is printed as it stands'
                self.warn(self.place(at), what, "write the words in braces, {like this}; or correct the abbreviation")

    def closing(self, start: int, strict: bool = True) -> int:
        """Return where the brace that opens the entry at `start` is closed. Raises ProblemsFound where it is not."""
        at, depth, opening = self.at, 0, self.text[self.at - 1]
        beyond = NEXT_ENTRY.search(self.text, at) if strict else None
        while at < len(self.text) and not (beyond and at > beyond.start()):
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
        opened = self.unclosed(start, at)
        hint = "type } behind the last line of this source" if opened == start else "type } where this text ends"
        raise self.stop(opened, "a brace { opens here, and no brace } closes it", hint)

    def unclosed(self, start: int, end: int) -> int:
        """Return where the first field begins that has more { than }; the start of the entry if none has."""
        fields = [found.start(1) for found in re.finditer(r"\n\s*([A-Za-z][\w-]*)\s*=", self.text[start:end])]
        for first, last in zip(fields, [*fields[1:], end - start], strict=False):
            held = self.text[start + first : start + last]
            if held.count("{") - held.count("\\{") > held.count("}") - held.count("\\}"):
                return start + first
        return start
