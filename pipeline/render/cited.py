"""What a publication cites: which sources texts, facts and figures rest on, and how its citation style prints them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from pipeline.content import Figure, Prose, Publication, all_prose, prose_of
from pipeline.core import Cache, Layouts, Problem, ProblemsFound, quoted, shown, suggest
from pipeline.text import (
    Citations,
    Cluster,
    SetCitations,
    StyleFailed,
    find_blank,
    find_reference_list,
    find_references,
    find_unprinted,
    set_citations,
)

STYLES = "citation"  # the folder of layouts that holds them
LEAST_WORDS = 5  # of a title on a slide


def cited_sources(publication: Publication) -> set[str]:
    """Return the ids of all sources that the text, a fact in it, or a figure shown in it rests on."""
    texts = [text for owner, text in all_prose(publication) if not owner.startswith("figure ")]
    figures = [publication.figures[id] for id in publication.figure_numbers if id in publication.figures]
    return set(sources_of(publication, *texts, *figures))


def sources_of(publication: Publication, *items: Prose | Figure | Iterable[Prose] | None) -> Iterator[str]:
    """Yield the sources that texts cite, that their facts rest on, and that figures name, in order."""
    for item in items:
        if isinstance(item, Figure):
            yield from item.source
            yield from sources_of(publication, *prose_of(item))
        elif isinstance(item, Prose):
            for reference in find_references(item):
                if reference.kind == "source":
                    yield reference.id
                elif reference.kind == "fact":
                    yield from publication.facts[reference.id].source
        elif item is not None:
            yield from sources_of(publication, *item)


def cite_in_style(
    clusters: Sequence[Cluster], publication: Publication, layouts: Layouts, cache: Cache
) -> SetCitations:
    """Return citations and references in the publication's style. Raises ProblemsFound if it is missing or fails."""
    imprint = publication.imprint
    style = _find_style(publication, layouts)
    place = imprint.place_of("citation-style")
    if not style.is_file():
        known = [path.stem for path in layouts.files("*.csl", STYLES).values()]
        what = f'no citation style called "{imprint.citation_style}"'
        raise ProblemsFound(
            [Problem(place, what, suggest(imprint.citation_style, known, f"See {shown(style.parent)}."))]
        )
    try:
        return set_citations(clusters, cited_sources(publication), publication, style, cache)
    except StyleFailed as error:
        what = f'the citation style "{imprint.citation_style}" cannot be used ({error})'
        known = [path.stem for path in layouts.files("*.csl", STYLES).values() if path != style]
        others = quoted(known, "or")
        raise ProblemsFound([Problem(place, what, f"take another, {others}; or get its file again")]) from None


def reference_texts(publication: Publication, layouts: Layouts, cache: Cache) -> dict[str, str]:
    """Return what is cited as the style lists it, in words alone, with its addresses, by id of source.

    Raises ProblemsFound as `cite_in_style`.
    """
    references = cite_in_style([], publication, layouts, cache).references
    return {id: in_words(reference) for id, reference in references.items()}


def in_words(reference: Markup) -> str:
    """Return a reference in words alone, with the addresses that it links to."""
    return " ".join([reference.striptags(), *find_unprinted(reference)])


def _find_style(publication: Publication, layouts: Layouts) -> Path:
    """Return the file of the publication's citation style; it may not be there."""
    return layouts.find(f"{STYLES}/{publication.imprint.citation_style}.csl")


def tell_blank(clusters: Sequence[Cluster], citations: SetCitations, publication: Publication) -> Iterator[Problem]:
    """Yield a problem for each source of which the style prints nothing, where it is cited."""
    style = publication.imprint.citation_style
    for cited, words in find_blank(clusters, citations):
        file = publication.sources[cited.id].place.path
        hint = f"give it more in {Path(file).name}, such as its author and its date, or choose another citation-style"
        printed = f'no more than "{words}"' if words else "nothing"
        what = f'source "{cited.id}": the citation style "{style}" prints {printed}'
        yield Problem(cited.place or publication.sources[cited.id].place, what, hint)


def guess_references(publication: Publication, layouts: Layouts, cache: Cache) -> SetCitations:
    """Return the references as the deck lists them, if they are in the cache; otherwise none.

    Where the style sorts references by the alphabet, pages list them in the same order.
    """
    style = _find_style(publication, layouts)
    found = find_reference_list(cited_sources(publication), publication, style, cache) if style.is_file() else None
    return found or SetCitations((), {}, Markup())


def in_order(references: Mapping[str, Markup], ids: Iterable[str]) -> list[str]:
    """Return the ids of some sources, in the order of the list of references."""
    wanted = set(ids)
    return [id for id in references if id in wanted]


def name_in_a_line(citations: Citations, ids: Iterable[str]) -> list[tuple[Markup, int]]:
    """Return source lines for a slide, each shorter than the one before, and how many sources it leaves out.

    Years go first, then words of titles, then the last of the sources, which the notes list.
    """
    cited = list(dict.fromkeys(ids))
    lines = []
    for count in range(len(cited), 0, -1):
        few = cited[:count]
        forms = [
            citations.line(few),
            citations.line(few, dated=False),
            citations.line(few, dated=False, most=LEAST_WORDS),
        ]
        lines += [(line, len(cited) - count) for line in dict.fromkeys(forms)]
    return lines
