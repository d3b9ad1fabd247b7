"""How citations, facts, cross-references and notes read in each output."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from pipeline.content import DATA_FILE, Box, Prose, Publication, Source, print_as_of, print_fact
from pipeline.text.csl import Cited, Cluster, SetCitation
from pipeline.text.markdown import Renderer, render_blocks, render_line, render_plain
from pipeline.text.reference import Reference, name_anchor
from pipeline.text.short_citations import Citations
from pipeline.text.typography import find_quotes, unbroken

MARK = re.compile(
    r'(?P<space>\s?)<cite-mark n="(?P<n>\d+)"(?: in-note="(?P<in_note>\w+)")?></cite-mark>(?P<stop>[.,;:!?]*)'
)
END = re.compile(r"\.((?:”|</\w+>)*)$")  # the full stop of a note
UNIT = re.compile(r"(?<=\d)\s([^\W\d_][^\d<]*)(</data>)$")  # the words behind a number: percent, million


STAY = "\N{WORD JOINER}"  # a note's number begins no line


class PageRenderer:
    """A renderer for pages: everything is linked, and notes are at the foot of the page, or where a layout lists them.

    What a citation prints depends on those before it. So `cite` leaves marks; when all is
    rendered, `find_clusters` returns what was cited in which order, and `place_citations` replaces the
    marks by the citations, set by their style.
    """

    cites = True
    talks = False

    def __init__(
        self,
        publication: Publication,
        figure: Callable[[str], Markup],
        box: Callable[[Markup, Markup, str, str], Markup],
    ) -> None:
        """`figure` shows a figure by its id; `box` a box by its title, its text, its kind and its id, "" if it has none."""
        self.publication = publication
        self.language = publication.imprint.language
        self.draw_figure = figure
        self.draw_box = box
        self.begin()

    def begin(self) -> None:
        """Forget citations and restart the count of facts, before all is rendered once or once more."""
        self.cited: list[tuple[Cited, ...]] = []
        self.told = 0  # facts told so far: each has an anchor of its own, to find its page by

    def cite(self, references: Sequence[Reference]) -> Markup:
        self.cited.append(tuple(Cited(r.id, r.locator, r.mode, r.prefix, r.place) for r in references))
        return Markup('<cite-mark n="{}"></cite-mark>').format(len(self.cited) - 1)

    def find_clusters(self, html: str) -> list[Cluster]:
        """Return the citations of rendered pages, in the order in which they are printed."""
        return [Cluster(self.cited[int(mark["n"])], mark["in_note"] == "within") for mark in MARK.finditer(html)]

    def fact(self, reference: Reference, before: str = "", after: str = "") -> Markup:
        fact = self.publication.facts[reference.id]
        self.told += 1
        text = print_fact(fact, self.language, reference.locator, before, after)
        text = re.sub(r"−(?=[^\d\s])", f"−{STAY}", text)  # a minus ends no line
        return Markup('<data id="fact-{}.{}" value="{}">{}</data>').format(fact.id, self.told, fact.id, text)

    def cross(self, reference: Reference) -> Markup:
        elsewhere = self.publication.elsewhere
        target = f"{'fig' if reference.kind == 'tbl' else reference.kind}-{reference.id}"
        if elsewhere and self.publication.leaves_out(reference.kind, reference.id):
            href = address_elsewhere(elsewhere.file, target)
        else:
            href = f"#{target}"
        name = name_target(self.publication, reference, self)
        return Markup('<a class="cross" href="{}">{}</a>').format(href, name) if href else escape(name)

    def figure(self, id: str) -> Markup:
        return self.draw_figure(id)

    def box(self, title: Markup, text: Markup, kind: str, id: str = "") -> Markup:
        return self.draw_box(title, text, kind, id)

    def placed_box(self, id: str) -> Markup:
        return self.show_box(self.publication.boxes[id])

    def show_box(self, box: Box) -> Markup:
        """Return a box of a chapter or an entry."""
        return self.box(render_line(box.title, self), render_blocks(box.text, self), "", box.id or "")

    def key(self, reference: Reference) -> Markup:
        key = print_large_fact(self.publication, reference, self)
        unit = Markup(' <b class="unit">{}</b>').format(key.unit) if key.unit else ""
        return Markup(
            '<span class="key"><b class="number" data-fit>{}</b>{} <span class="measures">{}</span></span>'
        ).format(key.number, unit, key.measures)

    def note(self, inner: Markup) -> Markup:
        inside = " ".join(inner.split())
        inside = inside.replace("></cite-mark>", ' in-note="within"></cite-mark>')
        opening = MARK.match(inside)
        if opening and self.cited[int(opening["n"])][0].mode != "in-text":
            inside = inside.replace('in-note="within"', 'in-note="first"', 1)
        return Markup('{}<span class="note">{}</span>').format(STAY, Markup(inside))


def place_citations(html: str, citations: Iterable[SetCitation]) -> str:
    """Return rendered pages with their marks replaced by citations, in order. A note comes after punctuation.

    Where the words of a note begin with a citation that makes a note, they are that note's words.
    """
    upcoming = iter(citations)

    def place(mark: re.Match[str]) -> str:
        citation = next(upcoming)
        if citation.note is None:
            return mark["space"] + citation.inline + mark["stop"]
        if mark["in_note"]:
            return _go_on(citation.note, mark["stop"], html.startswith("</span>", mark.end()))
        note = Markup('{}<span class="note">{}</span>').format(STAY, citation.note)
        lead = mark["space"] + citation.inline if citation.inline else ""
        return lead + mark["stop"] + note

    return MARK.sub(place, html)


def _go_on(note: Markup, stop: str, is_all: bool) -> str:
    """Return the words of a note that goes on behind them: with one full stop, at the end of its sentence."""
    if stop.startswith("."):
        return note + stop[1:]
    return note if is_all and not stop else END.sub(r"\1", note) + stop


PLACE = re.compile(
    r'<section\b[^>]* id="sec-([^"]+)"|<header\b[^>]* data-head="([^"]*)"|<a class="cite" href="#source-([^"]+)">'
)
ARROW = "←\N{NO-BREAK SPACE}"
BACK = re.compile(r' *(<a class="back" href="#cite-([^"]+)">)(</a>)')


def link_back(html: str, numbers: Mapping[str, str]) -> str:
    """Return pages with an anchor where each source is first cited, and that place in their `<a class="back" href="#cite-…">`.

    The place is an arrow, and the number of the section or, where it has none, what heads its pages. `numbers` are those of
    sections, by their ids. Links are removed from sources that are not cited.
    """
    number, name = "", ""
    first: dict[str, str] = {}  # by source, what the section that cites it is called

    def mark(place: re.Match[str]) -> str:
        nonlocal number, name
        section, head, source = place.groups()
        if section:
            number = numbers.get(section, "")
            name = number or name
        elif head:
            name = number or head
        elif source not in first:
            first[source] = name
            return place[0].replace("<a ", f'<a id="cite-{source}" ', 1)
        return place[0]

    def lead(back: re.Match[str]) -> str:
        opening, source, closing = back.groups()
        if source not in first:
            return ""
        return f" {opening}{f'{ARROW}{first[source]}'.rstrip()}{closing}"

    return BACK.sub(lead, PLACE.sub(mark, html))


NOTE = re.compile(r'<span class="note">')
SPAN = re.compile(r"<(/?)span\b[^>]*>")
LISTED = re.compile(r"(<ol\b[^>]*\bdata-notes\b[^>]*>)\s*(</ol>)")


def gather_notes(html: str) -> str:
    """Return pages with all notes in the list that a layout keeps for them, `<ol data-notes></ol>`, each with its number.

    Without such a list, notes stay where they are: at the foot of each page.
    """
    if not LISTED.search(html):
        return html
    text: list[str] = []
    notes: list[str] = []
    at = 0
    while note := NOTE.search(html, at):
        end, inside = _end_of_note(html, note.end())
        notes.append(inside)
        n = len(notes)
        text += (html[at : note.start()], f'<a class="noteref" id="noteref-{n}" href="#note-{n}">{n}</a>')
        at = end
    text.append(html[at:])
    back = '<a class="noteback" href="#noteref-{n}">{n}</a> <span>{note}</span>'
    listed = "".join(f'<li id="note-{n}">{back.format(n=n, note=note)}</li>' for n, note in enumerate(notes, 1))
    return LISTED.sub(lambda found: found[1] + listed + found[2], "".join(text))


def _end_of_note(html: str, start: int) -> tuple[int, str]:
    """Return where a note ends that begins at `start`, and what stands in it."""
    depth = 1
    for span in SPAN.finditer(html, start):
        depth += -1 if span[1] else 1
        if depth == 0:
            return span.end(), html[start : span.start()]
    return len(html), html[start:]


ELSEWHERE = "pdf:"  # how the address of a place in another PDF begins, until that is written
HERE = re.compile(r' id="([^"]+)"')
LINK = re.compile(r'<a\b([^>]*) href="#((?:sec|fig|box|source)-[^"]+)"([^>]*)>(.*?)</a>', re.DOTALL)


def address_elsewhere(file: str, anchor: str) -> str:
    """Return the address of an anchor in another PDF, which lies beside this one; "" if there is no such file."""
    return f"{ELSEWHERE}{file}#{anchor}" if file else ""


def link_elsewhere(html: str, file: str, sources: Iterable[Source] = ()) -> str:
    """Return pages whose links to sections, figures, boxes and sources that are not on them lead elsewhere.

    Those to `sources` lead to their web addresses, all others to another PDF. Without such a `file` they are words, and no
    links; but for those to figures, which the text asks to see.
    """
    here = set(HERE.findall(html))
    web = {f"source-{name_anchor(source.id)}": source.address for source in sources if source.address}

    def lead(link: re.Match[str]) -> str:
        before, anchor, after, words = link.groups()
        if anchor in here or (not file and anchor.startswith("fig-")):
            return link[0]
        address = escape(web[anchor]) if anchor in web else address_elsewhere(file, anchor)
        return f'<a{before} href="{address}"{after}>{words}</a>' if address else words

    return LINK.sub(lead, html)


class DeckRenderer:
    """A renderer for the deck. Citations are left to the slide's source line; notes and figures are left out."""

    cites = False
    talks = True

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.citations = Citations(publication)
        self.language = publication.imprint.language

    def cite(self, references: Sequence[Reference]) -> Markup:
        """Return the source that a sentence names, Craig (1971); nothing for one that stands in brackets."""
        return Markup("").join(escape(self.citations.in_text(r.id)) for r in references if r.mode == "in-text")

    def fact(self, reference: Reference, before: str = "", after: str = "") -> Markup:
        fact = self.publication.facts[reference.id]
        text = print_fact(fact, self.language, reference.locator, before, after)
        return Markup('<data value="{}">{}</data>').format(fact.id, text)

    def cross(self, reference: Reference) -> Markup:
        if reference.kind == "box" or self.publication.leaves_out(reference.kind, reference.id):
            # it stands on pages alone
            return escape(name_target(self.publication, reference, self))
        target = f"#{'fig' if reference.kind == 'tbl' else reference.kind}-{reference.id}"
        return Markup('<a href="{}">{}</a>').format(target, name_target(self.publication, reference, self))

    def figure(self, id: str) -> Markup:
        return Markup("")

    def box(self, title: Markup, text: Markup, kind: str) -> Markup:
        return Markup("")

    def placed_box(self, id: str) -> Markup:
        return Markup("")

    def key(self, reference: Reference) -> Markup:
        key = print_large_fact(self.publication, reference, self)
        unit = f" {key.unit}" if key.unit else ""
        return Markup("<strong>{}{}</strong>: {}").format(key.number, unit, key.measures)

    def note(self, inner: Markup) -> Markup:
        return Markup("")


class MentionRenderer(DeckRenderer):
    """A renderer for lines of pages that stand a second time: citations and notes are left out there as in the deck."""

    talks = False

    def __init__(self, pages: PageRenderer) -> None:
        super().__init__(pages.publication)
        self.pages = pages

    def fact(self, reference: Reference, before: str = "", after: str = "") -> Markup:
        return self.pages.fact(reference, before, after)

    def cross(self, reference: Reference) -> Markup:
        return self.pages.cross(reference)


@dataclass(frozen=True)
class Key:
    """A fact that is set large: its number, the unit after it, and what it measures and when."""

    number: Markup
    unit: str
    measures: Markup  # and when
    about: Markup  # the same, without when
    when: str
    text: Prose  # it alone, for what asks which sources a text rests on


def print_large_fact(publication: Publication, reference: Reference, renderer: Renderer) -> Key:
    """Return the parts of a fact that is alone in a paragraph, as one output prints them."""
    fact = publication.facts[reference.id]
    number = str(renderer.fact(reference))
    unit = UNIT.search(number)
    when = print_as_of(fact, publication.imprint.language)
    about = measures = render_line(fact.measures, renderer)
    if when:
        measures += Markup(', <span class="whole">{}</span>').format(when) if renderer.cites else f", {when}"
    text = Prose(f"{{{fact.id}}}", reference.place)
    return Key(Markup(UNIT.sub(r"\2", number)), unit[1] if unit else "", measures, about, when, text)


def name_target(publication: Publication, reference: Reference, renderer: Renderer) -> str:
    """Return Figure 1, Section II.A, or, in quotation marks, the title of a box or a section without a number.

    For what a form leaves out, what the form that has it is called follows: Figure 9 in …; for the table of a figure that is
    none itself, the workbook.
    """
    elsewhere = publication.elsewhere
    if reference.kind == "tbl" and not is_own_table(publication, reference):
        numbers = elsewhere.figure_numbers if elsewhere else publication.figure_numbers
        figure = _name_target(publication, reference, renderer, numbers)
        return publication.words.gettext("%(target)s in %(form)s", target=figure, form=DATA_FILE)
    if elsewhere and publication.leaves_out(reference.kind, reference.id):
        name, words = _name_target(publication, reference, renderer, elsewhere.figure_numbers), publication.words
        if not elsewhere.called:
            return name
        return words.gettext("%(target)s in %(form)s", target=name, form=words.gettext(elsewhere.called))
    return _name_target(publication, reference, renderer, publication.figure_numbers)


def _name_target(
    publication: Publication, reference: Reference, renderer: Renderer, figure_numbers: Mapping[str, int]
) -> str:
    words, id = publication.words, reference.id
    if reference.kind in ("fig", "tbl"):
        return unbroken(words.gettext("Figure %(number)s", number=figure_numbers[id]))
    if reference.kind == "sec" and (number := publication.section_numbers[id]):
        return unbroken(words.gettext("Section %(number)s", number=number))
    opening, closing, *_ = find_quotes(publication.imprint.language)
    return f"{opening}{render_plain(publication.section_titles[reference.id], renderer)}{closing}"


def is_own_table(publication: Publication, reference: Reference) -> bool:
    """Return whether a reference to the table of a figure leads to one that is a table itself, and has no other."""
    return reference.kind == "tbl" and publication.figures[reference.id].kind in ("table", "matrix")
