"""Citations as a CSL style sets them, by pandoc's citeproc: the style decides, not we.

pandoc is asked once for a whole document, because what a citation says depends on those before
it (short forms, "ibid.", 2005a and 2005b). It runs in its sandbox: it reads the style and the
sources, opens no other file and no connection.

Sources in another language than the publication's: their titles say so, to be read aloud in it.
"""

import html
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from pipeline.content import Imprint, Publication, Source
from pipeline.core import NO_CACHE, Cache, ConverterFailed, Place, run_converter
from pipeline.text.csl_markup import AS_TYPED, Targets, find_foreign, read_markup, tell_languages
from pipeline.text.letters import name_script
from pipeline.text.markdown import parse_inline
from pipeline.text.typography import find_quotes

Json = dict[str, Any]
APART = "\N{LEFT-TO-RIGHT MARK}"  # which no source may hold
ONE_WORD = ("Chinese", "Japanese", "Korean", "Latin", "Greek", "Cyrillic")
LINK = re.compile(r"</?a\b[^>]*>")
AND = re.compile(
    r"(?<=[\s>])y(?=(?:\s|<[^>]+>)+H?[IÍ](?![aeo])[a-zñáéíóú])"
)  # Spanish, before Ibarra, Íñiguez, Hidalgo
ITSELF = "(this)"  # no id of a source


@dataclass(frozen=True)
class Cited:
    """One source in a citation. `mode` is normal, suppress (the author) or in-text.

    `prefix` are words before it, `locator` is what follows it; `place` is where it is typed.
    """

    id: str
    locator: str = ""
    mode: str = "normal"
    prefix: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Cluster:
    """A citation of one source or several. `in_note` is true if words of a note stand before it."""

    cited: tuple[Cited, ...]
    in_note: bool = False


@dataclass(frozen=True)
class SetCitation:
    """A citation as it is printed: the markup in the line of text, and a note if the style makes one."""

    inline: Markup
    note: Markup | None = None


@dataclass(frozen=True)
class SetCitations:
    """All citations of a document in order, its references in the order of the style, and how to cite it."""

    citations: tuple[SetCitation, ...]
    references: Mapping[str, Markup]
    itself: Markup

    def lists_as(self, other: "SetCitations") -> bool:
        """Return whether another document has the same references in the same order, and is itself cited alike."""
        return list(self.references.items()) == list(other.references.items()) and self.itself == other.itself


class StyleFailed(Exception):
    """A failure of pandoc with a citation style; the text is the first line of pandoc's message."""


def set_citations(
    clusters: Sequence[Cluster],
    listed: Iterable[str],
    publication: Publication,
    style: Path,
    cache: Cache = NO_CACHE,
) -> SetCitations:
    """Return citations and references in a style. Raises StyleFailed.

    `listed` are ids of sources to list besides those cited.
    """
    asked = _Asked(clusters, listed, publication, style)
    return _unpacked(cache.keep("citations", asked.made_from, asked.run))


def find_reference_list(
    listed: Iterable[str], publication: Publication, style: Path, cache: Cache
) -> SetCitations | None:
    """Return what `set_citations` returns where nothing is cited, if it is in the cache; otherwise None."""
    kept = cache.get("citations", _Asked((), listed, publication, style).made_from) if cache.folder else None
    return _unpacked(kept) if kept else None


class _Asked:
    """A request to pandoc: document, sources, style and language. `made_from` is all that the answer depends on."""

    def __init__(self, clusters: Sequence[Cluster], listed: Iterable[str], publication: Publication, style: Path):
        self.foreign = find_foreign(publication)
        items = (_item(source, source.id in self.foreign) for source in publication.sources.values())
        self.sources = json.dumps([_itself(publication.imprint), *items], sort_keys=True)
        self.style, self.language = _Style(style, style.read_bytes()), publication.imprint.language
        document = _document(clusters, [ITSELF, *sorted(listed)], self.language)
        self.document = json.dumps(document, sort_keys=True)
        codes = sorted((id, code) for id, (code, _) in self.foreign.items())
        self.made_from = (self.document, self.sources, self.style.content, self.language, codes)

    def run(self) -> bytes:
        """Return pandoc's answer as markup in JSON, to be kept in the cache. Raises StyleFailed."""
        made = self.answer(self.document)
        made = replace(made, references={**made.references, **self.unlisted(made.references)})
        told = [[part and tell_languages(part, self.foreign) for part in (c.inline, c.note)] for c in made.citations]
        references = {id: tell_languages(reference, self.foreign) for id, reference in made.references.items()}
        return json.dumps([told, references, made.itself]).encode()

    def answer(self, document: str) -> SetCitations:
        return _read_answer(_run(document, self.sources, self.style, self.language), self.language)

    def unlisted(self, references: Mapping[str, Markup]) -> Mapping[str, Markup]:
        """Return references as the notes have them for sources that the style leaves out of its list, as manuscripts."""
        blank = [id for id, reference in references.items() if not reference.striptags().strip()]
        if not blank:
            return {}
        made = self.answer(json.dumps(_document([Cluster((Cited(id),)) for id in blank], [ITSELF], self.language)))
        notes = (LINK.sub("", citation.note or "") for citation in made.citations)
        return {id: Markup(note) for id, note in zip(blank, notes, strict=True) if note}


@lru_cache(maxsize=8)
def _unpacked(kept: bytes) -> SetCitations:
    citations, references, itself = json.loads(kept)
    made = (SetCitation(Markup(inline), None if note is None else Markup(note)) for inline, note in citations)
    return SetCitations(tuple(made), {id: Markup(reference) for id, reference in references.items()}, Markup(itself))


def _read_answer(answer: bytes, language: str) -> SetCitations:
    """Return pandoc's answer, blocks in JSON, as citations and references in markup."""
    blocks: list[Json] = json.loads(answer)
    paragraphs = [block for block in blocks if block["t"] == "Para"]
    references: dict[str, Markup] = {}
    for listing in blocks[len(paragraphs) :]:
        for entry in listing["c"][1]:
            inlines = [inline for block in entry["c"][1] for inline in block.get("c", [])]
            id = entry["c"][0][0].removeprefix("ref-")
            references[id] = read_markup(inlines, frozenset())
    itself = references.pop(ITSELF, Markup(""))
    citations = (_set(block, frozenset(references)) for block in paragraphs)
    if language == "en-US":
        citations = (replace(c, note=c.note and _tuck_in(c.note)) for c in citations)
    if language.partition("-")[0] == "es":
        citations = (SetCitation(_say_e(c.inline), c.note and _say_e(c.note)) for c in citations)
        references, itself = {id: _say_e(reference) for id, reference in references.items()}, _say_e(itself)
    return SetCitations(tuple(citations), references, itself)


def find_unprinted(markup: Markup) -> list[str]:
    """Return the addresses that a reference links to and does not print: on paper nobody can follow them."""
    links = re.findall(r'<a href="(https?://[^"]+)">(.*?)</a>', str(markup))
    return [html.unescape(address) for address, words in links if "://" not in words]


ADDRESS = re.compile(r'[ ,:]*(<a href="https?://(?:www\.)?([^"/?#]+)[^"]*">)https?://[^<]*(</a>)')


def link_title(markup: Markup, language: str) -> Markup:
    """Return a reference whose title is the link, and whose address is not printed: on a screen it is followed.

    The title is what stands in quotation marks, or else the first words in italics. Where there is neither, as in
    laws, the name of the site is the link.
    """
    text = str(markup)
    if not (found := ADDRESS.search(text)):
        return markup
    head, tail = text[: found.start()], text[found.end() :]
    if re.search(r"[.?!]\W?(?:</em>)?$", head):  # where the address stood before the full stop, there are two now
        tail = tail.removeprefix(".")
    rest = head + tail
    opening, closing, single, end = find_quotes(language)
    quoted = re.search(rf"{opening}[^{closing}]+{closing}|{single}.+?{end}(?=[\s.,<]|$)", rest)
    title = quoted or re.search("<em>.+?</em>", rest)
    if not title or "<a " in title[0]:
        return Markup(text[: found.end(1)] + found[2] + text[found.start(3) :])
    return Markup(f"{rest[: title.start()]}{found[1]}{title[0]}</a>{rest[title.end() :]}")


def _say_e(citation: Markup) -> Markup:
    """Return a Spanish citation with "e" for "y" before a name that begins like Ibarra; styles know "y" alone."""
    return Markup(AND.sub("e", str(citation)))


def _tuck_in(note: Markup) -> Markup:
    """Return a note whose full stops and commas are inside quotation marks, also where a link ends there.

    American usage has them there.
    """
    return Markup(re.sub(r"([”’]+)((?:</a>|</em>)+)([.,])|”([.,])", _tucked, str(note)))


def _tucked(end: re.Match[str]) -> str:
    return f"{end[4]}”" if end[4] else f"{end[3]}{end[1]}{end[2]}"


BLANK = re.compile(r"[\W_]*(?:n\.\s?d|s\.\s?[df]|o\.\s?[JD])?[\W_]*")  # nothing, or no date and nothing else


def find_blank(clusters: Iterable[Cluster], made: SetCitations) -> Iterator[tuple[Cited, str]]:
    """Yield sources of which a style prints nothing, or no more than "n.d.", each with what is printed.

    They are found in citations, and in the list of references, at their first citation.
    """
    blank: dict[str, tuple[Cited, str]] = {}
    first: dict[str, Cited] = {}
    for cluster, citation in zip(clusters, made.citations, strict=True):
        words = f"{citation.inline.striptags()} {(citation.note or Markup()).striptags()}".strip()
        for one in cluster.cited:
            first.setdefault(one.id, one)
            if BLANK.fullmatch(words) and not (words and one.mode == "suppress"):
                blank.setdefault(one.id, (one, words))
    for id, reference in made.references.items():
        if BLANK.fullmatch(words := reference.striptags()):
            blank.setdefault(id, (first.get(id, Cited(id)), words))
    yield from blank.values()


@dataclass(frozen=True)
class _Style:
    """A style file; two with the same content are equal, whatever their paths."""

    path: Path = field(compare=False)
    content: bytes


@cache
def _run(document: str, sources: str, style: _Style, language: str) -> bytes:
    """Run pandoc and return its blocks as JSON. Raises StyleFailed."""
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "sources.json"
        bibliography.write_text(sources, encoding="utf-8")
        arguments = ["--citeproc", "--from=json", "--to=json", f"--csl={style.path}"]
        arguments += [f"--bibliography={bibliography}", f"--metadata=lang:{language}", "--metadata=link-citations:true"]
        try:
            answer = run_converter(arguments, document.encode())
        except ConverterFailed as failed:
            raise StyleFailed(str(failed).splitlines()[0]) from None
    return json.dumps(json.loads(answer.decode().replace(APART, ""))["blocks"]).encode()


# ---------------------------------------------------------------- to pandoc


def _document(clusters: Sequence[Cluster], listed: Sequence[str], language: str) -> Json:
    blocks = [_block(cluster, number, language) for number, cluster in enumerate(clusters, 1)]
    everything = {"t": "MetaInlines", "c": [_cite([Cited(id) for id in listed], 0, language)]}
    return {"pandoc-api-version": [1, 23], "meta": {"nocite": everything}, "blocks": blocks}


def _block(cluster: Cluster, number: int, language: str) -> Json:
    """Return a paragraph that holds one citation alone, so that each can be found again in the answer.

    One in a note stands between two words, which are left out again: behind it the note goes on, so it has no full stop.
    """
    cite = _cite(cluster.cited, number, language)
    if cluster.in_note:
        cite = {"t": "Note", "c": [{"t": "Para", "c": [STAND_IN, cite, {"t": "Space"}, STAND_IN]}]}
    return {"t": "Para", "c": [cite]}


MARKS = {"em": "Emph", "strong": "Strong", "sub": "Subscript", "sup": "Superscript"}  # of our tokens, and pandoc's
STAND_IN = {"t": "Str", "c": "x"}


def _cite(cited: Iterable[Cited], number: int, language: str) -> Json:
    modes = {"normal": "NormalCitation", "suppress": "SuppressAuthor", "in-text": "AuthorInText"}
    citations = [
        {
            "citationId": one.id,
            "citationPrefix": _words(one.prefix, language),
            "citationSuffix": _words(_suffix(one.locator), language),
            "citationMode": {"t": modes[one.mode]},
            "citationNoteNum": number,
            "citationHash": 0,
        }
        for one in cited
    ]
    return {"t": "Cite", "c": [citations, []]}


def _suffix(locator: str) -> str:
    return f", {locator}" if locator and not locator.startswith(" ") else locator


def _words(text: str, language: str) -> list[Json]:
    """Return words as pandoc's inlines. Their marks, quotation marks and dashes are read as in prose."""
    around: list[list[Json]] = [[]]
    for token in parse_inline(text, language):
        name, _, side = token.type.rpartition("_")
        if name in MARKS and side == "open":
            around.append([])
        elif name in MARKS:
            inside = around.pop()
            around[-1].append({"t": MARKS[name], "c": inside})
        else:
            for word in re.findall(r"\s+|\S+", token.content):
                around[-1].append({"t": "Space"} if word.isspace() else {"t": "Str", "c": word})
    return around[0]


def _itself(imprint: Imprint) -> Json:
    """Return the publication as CSL-JSON, because it is cited in the style in which it cites."""
    authors = [author.name for author in imprint.authors]
    about: Json = {
        "id": ITSELF,
        "type": "report",
        "title": f"{imprint.title.source}: {imprint.subtitle.source}",
        "author": [{"literal": name} for name in authors],
        "issued": {"date-parts": [[int(part) for part in imprint.date.split("-")]]},
        "edition": imprint.edition,
        "publisher": imprint.publisher if imprint.publisher not in authors else None,
    }
    return {key: value for key, value in about.items() if value}


def _item(source: Source, foreign: bool) -> Json:
    """Return a source as CSL-JSON. A foreign title keeps its capitals as they are typed."""
    item = {name: _told_apart(value) for name, value in source.variables.items()}
    for name in ("title", "title-short") if foreign else ():
        if name in item:
            item[name] = f'<span class="{AS_TYPED}">{item[name]}</span>'
    return item


def _told_apart(value: Any) -> Any:
    """Return names with a sign in them by which pandoc puts a space between family and given name; other values as they are.

    Without it, pandoc writes every name that is not in Latin, Greek or Cyrillic letters as one word, as Chinese ones are.
    """
    if not isinstance(value, list):
        return value
    return [
        name | {"family": family + APART}
        if (family := name.get("family")) and name_script(family[0]) not in ONE_WORD
        else name
        for name in value
    ]


# ---------------------------------------------------------------- from pandoc


def _set(block: Json, targets: Targets) -> SetCitation:
    inlines = block["c"]
    if inlines and inlines[0]["t"] == "Note":  # the note it stood in: without the words put there
        return SetCitation(read_markup(inlines[0]["c"][0]["c"][1:-2], targets))
    cite = inlines[0]["c"][1]
    note = next((inline for inline in cite if inline["t"] == "Note"), None)
    if note is None:
        return SetCitation(read_markup(cite, targets))
    around = [inline for inline in cite if inline["t"] != "Note"]
    inside = [part for block in note["c"] for part in block["c"]]
    return SetCitation(
        read_markup(around, targets), read_markup(inside, targets) or None
    )  # a film has no more than its title
