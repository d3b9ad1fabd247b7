"""How citations, facts, cross-references and notes read in each output."""

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from pipeline.cite import Citations
from pipeline.fact import print_fact
from pipeline.model import Publication
from pipeline.prose import Reference


class BriefVoice:
    """The brief: everything linked, notes at the foot of the page."""

    def __init__(self, publication: Publication, citations: Citations, figure: Callable[[str], Markup]) -> None:
        self.publication = publication
        self.citations = citations
        self.draw_figure = figure
        self.told = 0  # facts told so far: each has an anchor of its own, to find its page by

    def cite(self, references: Sequence[Reference]) -> Markup:
        before: str | None = None
        links = []
        for r in references:
            text = self.citations.shorter(r.id, before, r.locator)
            links.append(Markup('<a class="cite" href="#source-{}">{}</a>').format(r.id, text))
            before = r.id
        return Markup("({})").format(Markup("; ").join(links))

    def fact(self, reference: Reference) -> Markup:
        fact = self.publication.facts[reference.id]
        self.told += 1
        text = print_fact(fact, self.publication.imprint.language, reference.locator)
        return Markup('<data id="fact-{}.{}" value="{}">{}</data>').format(fact.id, self.told, fact.id, text)

    def cross(self, reference: Reference) -> Markup:
        return Markup('<a class="cross" href="#{}-{}">{}</a>').format(
            reference.kind, reference.id, name_target(self.publication, reference)
        )

    def figure(self, id: str) -> Markup:
        return self.draw_figure(id)

    def note(self, inner: Markup) -> Markup:
        return Markup('<span class="note">{}</span>').format(Markup(" ".join(inner.split())))


class DeckVoice:
    """The deck: short. Citations go to the slide's source line, notes are left out."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication

    def cite(self, references: Sequence[Reference]) -> Markup:
        return Markup("")

    def fact(self, reference: Reference) -> Markup:
        fact = self.publication.facts[reference.id]
        text = print_fact(fact, self.publication.imprint.language, reference.locator)
        return Markup('<data value="{}">{}</data>').format(fact.id, text)

    def cross(self, reference: Reference) -> Markup:
        return escape(name_target(self.publication, reference))

    def figure(self, id: str) -> Markup:
        return Markup("")

    def note(self, inner: Markup) -> Markup:
        return Markup("")


def name_target(publication: Publication, reference: Reference) -> str:
    """Figure 1, Section II.A, or the title of a section without a number."""
    if reference.kind == "fig":
        return f"Figure\N{NO-BREAK SPACE}{publication.figure_numbers[reference.id]}"
    number = publication.section_numbers[reference.id]
    if number:
        return f"Section\N{NO-BREAK SPACE}{number}"
    return f"“{publication.section_titles[reference.id].source}”"
