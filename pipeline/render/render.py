"""Render layouts: records to the HTML of pages, the slide markup of decks and their master.

Content is data: every value is escaped, and none is ever run as a layout.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from pipeline.content import (
    CHARTS,
    DATA_FILE,
    MEDIA,
    Chart,
    Entry,
    Figure,
    Form,
    Prose,
    Publication,
    Theme,
    all_prose,
    taken_from,
)
from pipeline.core import (
    NO_CACHE,
    Cache,
    Layouts,
    stop_on,
)
from pipeline.deck import read_slides
from pipeline.figures import tabulate
from pipeline.outputs import Changes, name_numbers
from pipeline.render.cited import (
    STYLES,
    cite_in_style,
    cited_sources,
    guess_references,
    in_order,
    name_in_a_line,
    sources_of,
    tell_blank,
)
from pipeline.render.environment import Watchful, bare_environment
from pipeline.render.fact_check import Sheet, name_confidence, name_grade, name_reading
from pipeline.render.mistakes import among, layout_mistakes
from pipeline.text import (
    Citations,
    DeckRenderer,
    Key,
    MentionRenderer,
    PageRenderer,
    Reference,
    SetCitations,
    address_elsewhere,
    find_font_files,
    find_large_facts,
    find_references,
    find_unprinted,
    gather_notes,
    keep_together,
    link_back,
    link_elsewhere,
    link_title,
    place_citations,
    placed_boxes,
    placed_figures,
    print_large_fact,
    render_blocks,
    render_line,
    render_paragraphs,
    render_plain,
    set_large,
    sorting_key,
)

MASTER = "master"
DRAWN = (*CHARTS, "timeline", "map")  # kinds of figure that are drawn; the others are tables
FIGURE = re.compile(r'\bid="fig-([^"]+)"')
HEADING = re.compile(r"(</?h)([2-6])\b")
MENTION = re.compile(r'\bhref="#fig-([^"]+)"')


@dataclass(frozen=True)
class Pages:
    """The pages of a form as HTML, their date, and the drawings that the HTML names as `figure:<id>`."""

    html: str
    date: str
    drawings: Mapping[str, str]

    @property
    def figures(self) -> frozenset[str]:
        """The ids of the figures that they show."""
        return frozenset(FIGURE.findall(self.html))

    @property
    def mentions(self) -> frozenset[str]:
        """The ids of the figures that they link to."""
        return frozenset(MENTION.findall(self.html))

    def packed(self) -> bytes:
        """Return the pages as JSON, to be kept in the cache."""
        return json.dumps([self.html, self.date, dict(self.drawings)]).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> "Pages":
        return cls(*json.loads(data))


def find_kinds(layouts: Layouts) -> frozenset[str]:
    """Return the kinds of entry that have a layout in some form; the other forms show them as topics."""
    files = layouts.files("[!_]*.html", *layouts.forms, *MEDIA)
    others = {*layouts.forms, "figure", "box"}
    return frozenset(path.stem for path in files.values()) - others


def render_pages(
    publication: Publication, form: Form, theme: Theme, layouts: Layouts, cache: Cache = NO_CACHE
) -> Pages:
    """Return the HTML of a form's pages. Raises ProblemsFound for a mistake in a layout, or for the citation style.

    `publication` is as the form prints it. It is rendered to find what is cited in which order, and once more if the list of references that
    follows from it is not the one that was guessed. It is rendered again, too, if layouts leave figures out, for
    contents without them; if another form has these, the others are numbered without them. Where no layout asks for notes, an edit of the notes renders nothing again.
    """
    if kept := find_pages(publication, form, theme, layouts, cache):
        return kept
    from pipeline.render.drawings import COVER, draw_cover, draw_figure

    environment = _environment(publication, theme, layouts, *form.folders)
    drawings: dict[str, str] = {}

    find_figure = among(publication.figures, "figure", "content")

    def figure(id: str) -> Markup:
        record = find_figure(id)
        if id not in drawings and record.kind in DRAWN:
            drawings[id] = draw_figure(record, theme, publication, form, layouts, cache)
        return Markup(environment.get_template("figure.html").render(figure=record))

    def box(title: Markup, text: Markup, kind: str, id: str) -> Markup:
        return Markup(environment.get_template("box.html").render(title=title, text=text, kind=kind, id=id))

    def render(listed: SetCitations, shown: Collection[str]) -> str:
        references = listed.references
        renderer.begin()
        numbers = {id: number for id, number in publication.figure_numbers.items() if id in shown}
        environment.globals["shown_figures"] = numbers
        environment.globals.update(references=list(references), reference=among(references, "source", "what is cited"))
        environment.globals["how_to_cite"] = listed.itself
        return environment.get_template(form.layout).render()

    def keep(pages: Pages) -> Pages:
        if not environment.read_notes:
            cache.put("page", _pages_made_from(publication, form, theme, layouts), pages.packed())
        return pages

    renderer = PageRenderer(publication, figure, box)
    _add_prose(environment, renderer)
    environment.globals.update(
        form=form,
        data_file=DATA_FILE,
        in_full=partial(_find_in_full, publication),
        figure=figure,
        placed=lambda text, figures: placed_figures(text, figures) if text else [],
        placed_boxes={id for _, text in all_prose(publication) for id in placed_boxes(text)},
        box=renderer.show_box,
        unprinted=find_unprinted,
        linked=partial(link_title, language=publication.imprint.language),
        named=Citations(publication).named,
        glossary=sorted(
            publication.glossary,
            key=lambda term: sorting_key(render_plain(term.term, renderer), publication.imprint.language),
        ),
        faces=[(name, cut) for name in theme.every_page_font for cut in find_font_files(name)],
    )
    with layout_mistakes(layouts):
        if publication.imprint.cover:
            drawings[COVER] = draw_cover(publication, theme, form, layouts)
        guess = guess_references(publication, layouts, cache)
        html = render(guess, publication.figure_numbers)
        shown = frozenset(FIGURE.findall(html))
        unshown = publication.figure_numbers.keys() - shown
        if unshown and publication.elsewhere and publication.elsewhere.file:
            fewer = replace(publication, unshown=publication.unshown | unshown)
            return keep(render_pages(fewer, form, theme, layouts, cache))
        if unshown:
            html = render(guess, shown)
        clusters = renderer.find_clusters(html)
        citations = cite_in_style(clusters, publication, layouts, cache)
        stop_on(tell_blank(clusters, citations, publication))
        if not citations.lists_as(guess):
            html = render(citations, shown)
        html = gather_notes(link_back(place_citations(html, citations.citations), publication.section_numbers))
        elsewhere = publication.elsewhere.file if publication.elsewhere else ""
        html = link_elsewhere(html, elsewhere, publication.sources.values())
    return keep(Pages(keep_together(html, publication.imprint.language), publication.imprint.date, drawings))


def find_pages(publication: Publication, form: Form, theme: Theme, layouts: Layouts, cache: Cache) -> Pages | None:
    """Return a form's HTML from the cache, if it was rendered from the same input before; otherwise None."""
    kept = cache.get("page", _pages_made_from(publication, form, theme, layouts)) if cache.folder else None
    return Pages.unpacked(kept) if kept else None


def _pages_made_from(publication: Publication, form: Form, theme: Theme, layouts: Layouts) -> object:
    """Return everything that `render_pages` makes the HTML from; of the notes, only the sources that they cite."""
    rendered_by = layouts.digest(*form.folders, STYLES)
    return _without_notes(publication), form, sorted(cited_sources(publication)), theme, rendered_by


def _find_in_full(publication: Publication, id: str) -> str:
    """Return the address of a chapter or entry in the form that has everything; "" if there is no other form."""
    elsewhere = publication.elsewhere
    return address_elsewhere(elsewhere.file, f"sec-{id}") if elsewhere and elsewhere.file else ""


def _without_notes(publication: Publication) -> Publication:
    silent = {"notes": Prose("", publication.imprint.place)}
    chapters = (
        chapter.model_copy(update={**silent, "entries": tuple(e.model_copy(update=silent) for e in chapter.entries)})
        for chapter in publication.chapters
    )
    return replace(publication, chapters=tuple(chapters))


def render_slides(publication: Publication, form: Form, theme: Theme, layouts: Layouts, cache: Cache = NO_CACHE) -> str:
    """Return a deck's slide markup. Raises ProblemsFound for a mistake in a layout, or for the citation style.

    `publication` is as the form prints it.
    """
    environment = _environment(publication, theme, layouts, *form.folders)
    citations = Citations(publication)
    references = cite_in_style([], publication, layouts, cache).references
    renderer = DeckRenderer(publication)
    _add_prose(environment, renderer)
    sources = partial(sources_of, publication)
    environment.globals.update(
        form=form,
        source_lines=lambda *items: name_in_a_line(citations, sources(*items)),
        source_list=lambda *items: [references[id] for id in in_order(references, sources(*items))],
        references=list(references),
        reference=among(references, "source", "what is cited"),
        short=citations.short,
        titled=citations.titled,
        named=citations.named,
        keys=lambda entry: list(_key_numbers(publication, entry, renderer)),
        cited=lambda *items: in_order(references, sources(*items)),
        charts_of=partial(_find_charts, publication),
        further_charts=partial(_find_further, publication),
        unshown=lambda markup: list(_find_unshown(publication, markup)),
    )
    with layout_mistakes(layouts):
        return environment.get_template(form.layout).render()


def _key_numbers(publication: Publication, entry: Entry, renderer: DeckRenderer) -> Iterator[Key]:
    """Yield the facts of an entry that are to be set large, each once; none where none stands out in its text.

    Behind those that are alone in a paragraph of the text come the numbers of its points, but for years, and for what rests
    on weak grounds.
    """
    large = find_large_facts(entry.text) if entry.text else ()
    said = [reference for point in entry.points for reference in find_references(point) if reference.kind == "fact"]
    found: dict[str, Reference] = {}
    for reference in (*large, *(said if large else ())):
        found.setdefault(reference.id, reference)
    for id, reference in found.items():
        fact = publication.facts[id]
        firm = fact.confidence != "low" and any(publication.sources[source].is_firm for source in fact.source)
        if reference in large or (fact.numbers and not fact.is_year and firm):
            yield print_large_fact(publication, reference, renderer)


def _find_charts(publication: Publication, entry: Entry) -> list[Chart]:
    """Return the charts that the slides of an entry are to show, in order: a part of one in place of the whole."""
    figures = [publication.figures[id] for id in entry.figures]
    charts = [figure for figure in figures if isinstance(figure, Chart)]
    return [chart for chart in charts if chart.id not in {one.whole for one in charts}]


def _find_further(publication: Publication, entry: Entry) -> list[Chart]:
    """Return the charts of an entry after its first one, without those that another shows first, or that an earlier one lists."""
    elsewhere, is_earlier = set[str](), True
    for other in publication.entries():
        is_earlier = is_earlier and other.id != entry.id
        charts = _find_charts(publication, other) if other.id != entry.id else []
        elsewhere.update(chart.id for chart in (charts if is_earlier else charts[:1]))
    return [chart for chart in _find_charts(publication, entry)[1:] if chart.id not in elsewhere]


def _find_unshown(publication: Publication, markup: str) -> Iterator[tuple[Figure, Entry]]:
    """Yield the figures that no slide of some slide markup shows, each with its entry. Raises ProblemsFound for bad markup."""
    slides = read_slides(markup, publication.origins, publication.figures)
    return publication.find_unshown({id for slide in slides for id in slide.figures})


def render_sheet(sheet: Sheet, publication: Publication, theme: Theme, layouts: Layouts) -> str:
    """Return the fact-check sheet as a page of HTML. Raises ProblemsFound for a mistake in its layout."""
    environment = _environment(publication, theme, layouts)
    citations = Citations(publication)
    _add_prose(environment, DeckRenderer(publication))
    words = publication.words
    environment.globals.update(
        sheet=sheet,
        short=citations.short,
        taken_from=partial(taken_from, words=words),
        name_grade=partial(name_grade, words=words),
        name_reading=partial(name_reading, words=words),
        name_confidence=partial(name_confidence, words=words),
    )
    with layout_mistakes(layouts):
        return environment.get_template("sheet/sheet.html").render()


def render_changes(changes: Sequence[Changes], publication: Publication, theme: Theme, layouts: Layouts) -> str:
    """Return what changed since the build before, as a page of HTML.

    Raises ProblemsFound for a mistake in its layout.
    """
    environment = bare_environment(theme, publication.imprint, publication.words, layouts)
    title = render_plain(publication.imprint.title, DeckRenderer(publication))
    with layout_mistakes(layouts):
        template = environment.get_template("sheet/changes.html")
        words = publication.words
        return template.render(
            changes=changes,
            title=title,
            summarize=lambda file: file.summarize(words),
            name_numbers=partial(name_numbers, words=words),
        )


def render_master(publication: Publication, form: Form, theme: Theme, layouts: Layouts) -> dict[str, bytes]:
    """Return the parts of the presentation that a deck is made from, by part name, unzipped."""
    root = _find_master(form, layouts)
    folder = Layouts((root,))
    environment = bare_environment(
        theme, publication.imprint, publication.words, folder
    )  # it depends on no more than these
    numbered = [
        {"n": n, "file": path.name} for n, path in enumerate(sorted(root.glob("ppt/slideLayouts/[!_]*.xml")), 1)
    ]
    environment.globals["layouts"] = numbered
    _add_prose(environment, DeckRenderer(publication))
    parts = {}
    with layout_mistakes(folder):
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if not path.is_file() or path.name.startswith("_"):
                continue
            for part in _part_names(name, numbered):
                if path.name.endswith((".xml", ".rels")):
                    parts[part] = environment.get_template(name).render().strip().encode()
                else:
                    parts[part] = path.read_bytes()
        relations = environment.get_template("ppt/slideLayouts/_rels.xml").render().strip().encode()
    for layout in numbered:
        parts[f"ppt/slideLayouts/_rels/slideLayout{layout['n']}.xml.rels"] = relations
    return parts


def _find_master(form: Form, layouts: Layouts) -> Path:
    """Return the folder of a deck's own master: it is taken whole, from one's own layouts or from the project's."""
    return layouts.find(*(f"{name}/{MASTER}" for name in form.folders))


def master_made_from(publication: Publication, form: Form, theme: Theme, layouts: Layouts) -> object:
    """Return everything that `render_master` makes its parts from, for a digest."""
    root = _find_master(form, layouts)
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return dict(sorted(files.items())), theme, publication.imprint, publication.words_of_figures


def _part_names(name: str, layouts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the part names of a file: the number in the package for a slide layout, otherwise the file's own path."""
    path = PurePosixPath(name)
    if path.parent.name != "slideLayouts":
        yield name
    for layout in layouts:
        if path.parent.name == "slideLayouts" and layout["file"] == path.name:
            yield f"ppt/slideLayouts/slideLayout{layout['n']}.xml"


# ---------------------------------------------------------------- the environment


def _environment(publication: Publication, theme: Theme, layouts: Layouts, *subfolders: str) -> Watchful:
    environment = bare_environment(theme, publication.imprint, publication.words, layouts, *subfolders)
    environment.globals.update(
        publication=publication,
        number=among(publication.section_numbers, "chapter or entry", "content"),
        figure_number=among(publication.figure_numbers, "figure", "the entries of content"),
        grid=lambda figure: tabulate(figure, publication.every_entry, publication.words),
    )
    environment.tests["chart"] = lambda id: isinstance(publication.figures[id], Chart)
    return environment


def _add_prose(environment: Environment, renderer: PageRenderer | DeckRenderer) -> None:
    silent = MentionRenderer(renderer) if isinstance(renderer, PageRenderer) else renderer

    def line(text: Prose | Markup) -> Markup:
        return text if isinstance(text, Markup) else render_line(text, renderer)

    environment.filters.update(
        prose=lambda text, figures=(): render_blocks(text, renderer, figures),
        raised=lambda markup: HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) - 1}", markup),
        paragraphs=lambda text: render_paragraphs(text, renderer),
        line=line,
        mentioned=lambda text: render_line(text, silent),
        plain=lambda text: render_plain(text, silent),
        display=lambda text: set_large(line(text)),
        headline=lambda text: _headline(line(text)),
    )


def _headline(line: Markup) -> Markup:
    """Return a sentence without its full stop, which headlines do not have; "U.S." keeps its own."""
    last = line.rsplit(" ", 1)[-1]
    return line[:-1] if last.endswith(".") and last.count(".") == 1 else line
