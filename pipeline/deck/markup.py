"""Read slide markup strictly: HTML's names, XML's rules, a closed vocabulary.

    <section layout="Two Content" from="bracero">
      <h1>…</h1>                          the title
      <p slot="kicker">…</p>              a line; more of them are more paragraphs
      <p slot="kicker" if="too-long">…</p>  what takes its place where that is too long
      <ul slot="body"><li>…</li></ul>     a list; <ol>, <table> likewise
      <figure slot="left" ref="bracero-contracts" alt="…"/>   <figcaption> inside, if the title is not its own
      <aside><p>…</p></aside>             the notes
    </section>

Inside text: <strong>, <em>, <sub>, <sup>, <s>, <a href="…">, <br/>, <data value="…"> around a fact, and
<span lang="…"> around words in another language.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from lxml import etree

from pipeline.core import Place, Problem, ProblemsFound, quoted, suggest
from pipeline.deck.slides import DEGREES, Cell, Content, Drawing, Paragraph, Run, Slide, Table, TextBlock

ATTRIBUTES = {
    "section": {"layout", "from"},
    "h1": set(),
    "p": {"slot", "if"},
    "ul": {"slot"},
    "ol": {"slot", "start"},
    "li": set(),
    "table": {"slot", "alt", "ref"},
    "tr": set(),
    "th": {"as"},
    "td": {"as", "degree"},
    "figure": {"slot", "ref", "alt"},
    "figcaption": set(),
    "aside": set(),
    "strong": set(),
    "em": set(),
    "sub": set(),
    "sup": set(),
    "s": set(),
    "a": {"href"},
    "br": set(),
    "data": {"value"},
    "span": {"lang"},
}
INLINE = {"strong", "em", "sub", "sup", "s", "a", "br", "data", "span"}
TOO_LONG = "too-long"
NEEDED = {
    "data": {"value"},
    "span": {"lang"},
    "section": {"layout", "from"},
    "figure": {"slot", "ref", "alt"},
    "a": {"href"},
}


Origins = Mapping[str, tuple[Place, str]]
BREAK = Run("\n")  # of a <br/>; the end of a line of markup is a space
MISTAKE = "This is a mistake in a layout of layouts/deck."
START = (Place("layouts/deck/deck.html", 1), "deck")


def read_slides(markup: str, origins: Origins, figures: Collection[str]) -> tuple[Slide, ...]:
    """Return the slides of a deck.

    `origins` maps the ids that `from` may name, of entries and chapters, to their places and their names in messages;
    `figures` are the ids that a <figure> or <table> may name.
    Raises ProblemsFound for everything that is not slide markup.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        deck = etree.fromstring(f"<deck>\n{markup}\n</deck>".encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ProblemsFound([_broken(error, markup, origins)]) from None
    reader = _Reader(origins, figures)
    reader.no_words(deck)
    slides = tuple(slide for section in deck if (slide := reader.slide(section)) is not None)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return slides


def _broken(error: etree.XMLSyntaxError, markup: str, origins: Origins) -> Problem:
    """Return the problem of markup that is not well-formed XML: the slide and the line where the error is."""
    lines = markup.splitlines()
    at = min(max((error.lineno or 1) - 2, 0), len(lines) - 1)
    owners = re.findall(r'<section[^>]*\sfrom="([^"]*)"', "\n".join(lines[: at + 1]))
    place, _ = origins.get(owners[-1] if owners else "", START)
    what, hint = _in_words(str(error.msg))
    told = f"{hint} {MISTAKE}" if hint else MISTAKE[0].lower() + MISTAKE[1:-1]
    return Problem(place, f'its slide cannot be read: {what}, at "{lines[at].strip()[:60]}"', told)


ENTITIES = "type the sign itself, such as — or é; &amp;, &lt; and &gt; alone are known by a name."
SAID = (  # what libxml says, what that is in words, and a hint
    (
        r"Opening and ending tag mismatch: (\w+)(?: line \d+ and (\w+))?",
        "<{0}> is not closed",
        "write </{0}> at its end.",
    ),
    (r"Entity '(\w+)' not defined", "&{0}; is not known", ENTITIES),
    (r"(?:xmlParseEntityRef|EntityRef).*", "a bare & stands in it", "write &amp; for it."),
    (r"StartTag: invalid element name.*", "a bare < stands in it", "write &lt; for it."),
    (r"AttValue: .*", "a value has no quotation marks", 'write  slot="left".'),
    (r"Attribute (\w+) redefined.*", '"{0}" stands twice in one tag', "delete one of them."),
    (r"Specification mandates value for attribute (\w+).*", '"{0}" has no value', 'write  {0}="…".'),
    (r"Premature end of data in tag (\w+).*", "<{0}> is not closed", "write </{0}> at its end."),
    (r"(?:Couldn't find end of Start Tag|expected '>').*", "a tag is not closed with >", ""),
)


def _in_words(said: str) -> tuple[str, str]:
    """Return what libxml says of markup that is not well-formed, in a designer's words, and a hint."""
    for pattern, what, hint in SAID:
        if found := re.match(pattern, said):
            return what.format(*found.groups()), hint.format(*found.groups())
    return "tags, quotation marks or signs do not match", ""


class _Reader:
    def __init__(self, origins: Origins, figures: Collection[str]) -> None:
        self.origins = origins
        self.figures = figures
        self.problems: list[Problem] = []
        self.place, self.owner = START

    def complain(self, what: str, hint: str = "") -> None:
        told = f"{hint} {MISTAKE}" if hint else MISTAKE[0].lower() + MISTAKE[1:-1]
        self.problems.append(Problem(self.place, what, told))

    def allowed(self, element: etree._Element, names: set[str]) -> bool:
        """Return whether an element may be here; add a problem if not.

        A wrong or missing attribute adds a problem, too, but the element is still allowed.
        """
        tag = str(element.tag)
        if tag not in names:
            self.complain(f"slide markup: <{tag}> cannot stand here", suggest(tag, names))
            return False
        for name in set(map(str, element.attrib)) - ATTRIBUTES[tag]:
            self.complain(f'slide markup: <{tag}> has no "{name}"', suggest(name, ATTRIBUTES[tag]))
        for name in NEEDED.get(tag, set()) - set(element.attrib):
            self.complain(f'slide markup: <{tag}> needs "{name}"')
        return True

    def slide(self, section: etree._Element) -> Slide | None:
        origin = section.get("from", "")
        self.place, self.owner = self.origins.get(origin, START)
        if not self.allowed(section, {"section"}):
            return None
        if origin not in self.origins:
            self.complain(f'slide markup: from="{origin}" is no id of an entry or chapter')
        self.no_words(section)
        title: Paragraph | None = None
        notes: tuple[Paragraph, ...] = ()
        slots: dict[str, Content] = {}
        for child in section:
            if not self.allowed(child, {"h1", "p", "ul", "ol", "table", "figure", "aside"}):
                continue
            if child.tag == "h1":
                if title is not None:
                    self.complain("slide markup: a slide has one <h1>")
                title = Paragraph(self.runs(child))
            elif child.tag == "aside":
                notes += self.notes(child)
            else:
                self.fill(slots, child)
        if title is None or not title.text.strip():
            self.complain("slide markup: a slide needs an <h1>, its title")
            return None
        return Slide(section.get("layout", ""), title, slots, notes, self.place, origin, self.owner)

    def fill(self, slots: dict[str, Content], element: etree._Element) -> None:
        slot = element.get("slot")
        if not slot:
            self.complain(f'slide markup: <{element.tag}> needs a slot="…"')
        elif "if" in element.attrib:
            self.add_shorter(slots, slot, element)
        elif slot not in slots:
            slots[slot] = self.content(element)
        elif element.tag == "p" and isinstance(before := slots[slot], TextBlock) and not before.is_list:
            slots[slot] = replace(before, paragraphs=(*before.paragraphs, Paragraph(self.runs(element))))
        else:
            self.complain(f'slide markup: slot "{slot}" is filled twice')

    def add_shorter(self, slots: dict[str, Content], slot: str, element: etree._Element) -> None:
        """Add a line that takes the place of the one before in its slot where that is too long."""
        before, when = slots.get(slot), element.get("if")
        if when != TOO_LONG:
            self.complain(f'slide markup: <p> cannot have if="{when}"', f'it may have if="{TOO_LONG}".')
        elif not isinstance(before, TextBlock) or before.is_list:
            self.complain(f'slide markup: <p if="{TOO_LONG}"> follows no <p> of the slot "{slot}"')
        else:
            instead = TextBlock((Paragraph(self.runs(element)),))
            slots[slot] = replace(before, shorter=(*before.shorter, instead))

    def content(self, element: etree._Element) -> Content:
        if element.tag == "figure":
            return self.drawing(element)
        if element.tag == "table":
            return self.table(element)
        if element.tag == "p":
            return TextBlock((Paragraph(self.runs(element)),))
        return TextBlock(tuple(self.items(element, 0)), is_list=True)

    def drawing(self, element: etree._Element) -> Drawing:
        self.no_words(element)
        captions = [child for child in element if self.allowed(child, {"figcaption"})]
        caption = " ".join(Paragraph(self.runs(child)).text for child in captions)
        return Drawing(self.figure(element.get("ref", "")), element.get("alt", ""), caption)

    def figure(self, ref: str) -> str:
        if ref not in self.figures:
            self.complain(f'slide markup: no figure called "{ref}"', suggest(ref, self.figures))
        return ref

    def no_words(self, element: etree._Element) -> None:
        """Add a problem for each text where only elements may be: it would never be shown."""
        bare = [element.text, *(child.tail for child in element)]
        for text in bare:
            if text and text.strip():
                short = " ".join(text.split())[:50]
                self.complain(f'slide markup: "{short}" stands outside every element')

    def items(self, element: etree._Element, level: int) -> Iterator[Paragraph]:
        """Yield the items of a list; those of inner lists are one level deeper."""
        self.no_words(element)
        for item in element:
            if not self.allowed(item, {"li"}):
                continue
            yield Paragraph(self.runs(item), level, element.tag == "ol")
            for inner in item:
                if inner.tag in ("ul", "ol"):
                    yield from self.items(inner, level + 1)

    def table(self, element: etree._Element) -> Table:
        rows = []
        self.no_words(element)
        for row in element:
            if self.allowed(row, {"tr"}):
                self.no_words(row)
                cells = [cell for cell in row if self.allowed(cell, {"th", "td"})]
                rows.append(tuple(self.cell(cell) for cell in cells))
        if not rows or len({len(row) for row in rows}) != 1 or not rows[0]:
            self.complain("slide markup: the rows of a <table> need equally many cells")
            return Table(((Cell(()),),))
        ref = element.get("ref")
        return Table(tuple(rows), element.get("alt", ""), self.figure(ref) if ref else "")

    def cell(self, element: etree._Element) -> Cell:
        kind = element.get("as", "")
        if "as" in element.attrib and kind not in ("number", "numeral"):
            self.complain(f'slide markup: a cell cannot be as="{kind}"', 'a cell may be as="number" or as="numeral".')
        if (degree := element.get("degree", "")) not in ("", *DEGREES):
            hint = f"a cell may have the degree {quoted(DEGREES, 'or')}."
            self.complain(f'slide markup: a cell cannot have the degree "{degree}"', hint)
            degree = ""
        return Cell(self.runs(element), element.tag == "th", kind == "number", kind == "numeral", degree)

    def notes(self, element: etree._Element) -> tuple[Paragraph, ...]:
        found: list[Paragraph] = []
        for child in element:
            if self.allowed(child, {"p", "ul", "ol"}):
                found += [Paragraph(self.runs(child))] if child.tag == "p" else _signed(child, self.items(child, 0))
        self.no_words(element)
        return tuple(p for p in found if p.text.strip())

    def runs(self, element: etree._Element) -> tuple[Run, ...]:
        """Return the text of an element as runs, with white space folded as in HTML."""
        return _folded(list(self._runs(element, Run(""))))

    def _runs(self, element: etree._Element, make: Run) -> Iterator[Run]:
        """Yield the runs of an element; `make` is the style that the elements around it set."""
        yield replace(make, text=element.text or "")
        for child in element:
            inner_list = child.tag in ("ul", "ol") and element.tag == "li"
            if not inner_list and self.allowed(child, INLINE):
                if child.tag == "br":
                    yield BREAK
                else:
                    yield from self._runs(child, _made(make, child))
            yield replace(make, text=child.tail or "")


def _signed(listing: etree._Element, items: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield the items of a list in the notes, each with its bullet or its number, which notes pages do not give them."""
    start = str(listing.get("start", "1"))
    counts = {0: int(start) - 1 if start.isdigit() else 0}
    for item in (item for item in items if item.text.strip()):
        counts = {level: count for level, count in counts.items() if level <= item.level}
        counts[item.level] = counts.get(item.level, 0) + 1
        sign = f"{counts[item.level]}. " if item.number else "• "
        yield replace(item, runs=(Run(sign), *item.runs))


def _made(make: Run, element: etree._Element) -> Run:
    """Return the style of the text inside an inline element: `make`, changed by the element's tag."""
    match element.tag:
        case "strong":
            return replace(make, bold=True)
        case "em":
            return replace(make, italic=True)
        case "sub" | "sup":
            return replace(make, script="sub" if element.tag == "sub" else "sup")
        case "s":
            return replace(make, struck=True)
        case "a":
            return replace(make, href=element.get("href", ""))
        case "span":
            return replace(make, language=element.get("lang", ""))
    return replace(make, fact=element.get("value", ""))


def _folded(runs: list[Run]) -> tuple[Run, ...]:
    result: list[Run] = []
    open_space = False  # whether a space may begin the next run
    for run in runs:
        text = run.text if run is BREAK else re.sub(r"[ \t\r\n]+", " ", run.text)
        if not open_space:
            text = text.lstrip(" ")
        if not text:
            continue
        open_space = not text.endswith((" ", "\n"))
        result.append(replace(run, text=text))
    while result and not result[-1].text.strip():
        result.pop()
    if result:
        result[-1] = replace(result[-1], text=result[-1].text.rstrip())
    return tuple(result)
