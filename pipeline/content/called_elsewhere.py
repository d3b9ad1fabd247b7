"""What people call by the names of other programs, or in other languages, and what it is called here.

Names are compared in small letters without accents; a name counts only where it can stand.
"""

from collections.abc import Collection, Mapping

from pipeline.core import bare, nearest, suggest

# Fields of entries, figures, facts and the publication.
FIELDS: Mapping[str, str] = {
    "title": "heading headline header name caption titel titulo titre uberschrift label",
    "text": "body content contents prose paragraph paragraphs markdown main description texto texte",
    "points": "bullet bullets bullet-points key-points list items takeaways puntos punkte stichpunkte",
    "brief": "short-form short-text short-version abridged digest kurzfassung version-corta",
    "pages": "brief",  # of the theme, in an earlier release
    "notes": "speaker-notes speaker script talk talking-points notas notizen",
    "claim": "lead standfirst thesis message key-message takeaway tagline summary statement finding",
    "boxes": "box callout callouts sidebar sidebars panel panels infobox highlight highlights kasten recuadro recuadros",
    "rows": "cells body lines values zeilen filas",
    "abstract": "summary description overview",
    "figures": "chart charts graphic graphics visual visuals plot plots abbildungen graficos",
    "alt": "alt-text alternative-text alttext description",
    "subtitle": "subheading sub-title deck dek",
    "source": "reference references citation citations credit fuente quelle",
    "data": "file filename file-name csv path dataset table sheet-name",
    "x": "x-axis xaxis category categories",
    "series": "column columns lines bars y y-axis values",
    "column": "field variable data-column",
    "outlines": "geojson shapes boundaries borders basemap base-map topojson shapefile umrisse contornos",
    "longitude": "lon lng long",
    "latitude": "lat",
    "unit": "measure measured-in einheit unidad",
    "kind": "type layout template chart-type tipo art",
    "id": "key slug anchor identifier",
    "years": "dates span period from-to",
    "date": "year when day published fecha datum",
    "as-of": "date year when at-date asof",
    "measures": "what means label description",
    "value": "number amount figure wert valor",
    "short": "short-title running-title shorttitle nickname",
    "details": "extra extras metadata custom",
    "links": "related see-also relations",
    "blocks": "why reason cause",
    "overcome": "solution remedy how",
    "evidence": "proof periods cases",
    "meaning": "definition explanation",
    "term": "word name",
    "authors": "by writers writer autores autoren",
    "publisher": "organization organisation institution institute",
    "language": "lang locale idioma sprache",
    "keywords": "tags",
    "color": "colour farbe",
    "label": "name title print text",
    "lists": "vocabulary vocabularies enum enums taxonomy taxonomies stances listas listen",
    "entries": "periods",
    # of figures
    "annotations": "annotation callout callouts notes remarks comments texts anmerkungen anotaciones",
    "shares": "share percent percents percentage percentages proportion proportions normalize normalise normalized normalised "
    "full-scale stacked-100 to-100 anteil anteile prozent porcentaje porcentajes proporcion proporciones",
    "panels": "panel facet facets small-multiples multiples trellis",
    "colored": "coloured colour colours colors emphasis emphasize emphasise",
    "highlight": "highlights highlighted marked bold",
}
PLACES = {  # what no field holds, and where it stands
    "footnote footnotes endnote endnotes": "a note at the foot of the page stands in the text itself: ^[the note]",
    "image images photo photos picture pictures logo": 'there are no pictures: delete it; charts and tables are made in figures.yaml, and listed here under "figures"',
    "citation citations cite cites sources bibliography": "a source is named in the text itself: [@its-id]",
    "stances": "words such as stances, with their colors, stand in publication.yaml, below lists:",
    "tag tags category": "there are no tags; details: holds labels of your own, each with one line",
}
# Kinds of entry.
KINDS: Mapping[str, str] = {
    "topic": "section subsection text prose page slide content article introduction background context conclusion "
    "case case-study study example seccion tema thema abschnitt",
    "summary": "abstract executive-summary overview key-findings highlights resumen zusammenfassung",
    "barrier": "obstacle challenge problem hurdle constraint barrera obstaculo hindernis",
    "period": "era epoch phase time history event timeline periodo epoca zeitraum",
    "lesson": "finding insight takeaway learning leccion lehre",
    "policy-area": "policy policies recommendation proposal option action measure reform recomendacion empfehlung",
}
# Kinds of figure; what there is instead, in words.
FIGURES: Mapping[str, str] = {
    "pie donut doughnut ring sunburst treemap torta pastel dona kreis torte tortendiagramm kreisdiagramm ringdiagramm "
    "share shares percent parts-of-whole mosaic marimekko": "a share is read more surely from bars: write  kind: bar, or  "
    "kind: stacked  with  shares: true",
    "stacked-100 stacked100 stacked-percent percent-stacked full-stacked normalized-stacked": "parts of a whole are  kind: "
    "stacked  with  shares: true",
    "column columns bars barplot bar-graph lollipop barra barras columna columnas balken saule saulen balkendiagramm "
    "saulendiagramm grouped clustered horizontal-bar vertical-bar": "bars are  kind: bar; they stand or lie as their "
    "labels need",
    "histogram histograma histogramm distribution boxplot box": "count how many are in each class, and draw that as  "
    "kind: bar",
    "area areas stacked-area stackedbar stacked-bars stack flache flachen flachendiagramm apilado apiladas gestapelt":
    "parts over time are  kind: stacked",
    "lines curve spline time-series timeseries trend linea lineas linie linien liniendiagramm kurve verlauf sparkline":
    "numbers along years or dates are  kind: line",
    "scatter points dots bubble scatterplot dispersion streudiagramm xy": "numbers along years or dates are  kind: "
    "line; there is no figure of one number against another",
    "maps mapa mapas karte landkarte choropleth geo cartogram bubble-map": "places and areas are  kind: map",
    "image photo picture logo foto imagen bild grafik screenshot": "there is no kind of figure for pictures; figures are "
    "drawn from data or from entries",
    "waterfall combo bar-line dual-axis": "make two figures of it, one below the other",
    "dumbbell error-bars interval confidence uncertainty band rango spanne": "a low and a high end are  kind: range",
    "heatmap heat-map grid cross crosstab matriz": "entries against entries are  kind: matrix",
    "gantt history chronology cronologia linea-de-tiempo zeitleiste zeitstrahl timelines": "periods and events are  kind: "
    "timeline",
    "spreadsheet list tabla tabelle datatable": "rows and columns are  kind: table",
}  # fmt: skip


def find_field(name: str, known: Collection[str]) -> str:
    """Return the field that is meant by a name that is none: by what it is called elsewhere, or spelt; "" if none is."""
    asked = bare(name)
    if asked in map(bare, known):  # it is written another way
        return nearest(name, known)
    meant = (field for field, others in FIELDS.items() if field in known and asked in others.split())
    return next(meant, "") or ("" if _listed(PLACES, asked) else nearest(name, known))


def suggest_field(name: str, known: Collection[str]) -> str:
    """Return a hint for a field that there is none of: the field that is meant, or all that are known."""
    if meant := find_field(name, known):
        return f'did you mean "{meant}"?'
    return _listed(PLACES, bare(name)) or suggest(name, known, most=24)


def suggest_kind(kind: str, known: Collection[str], where: str) -> str:
    """Return a hint for a kind of entry that has no layouts: the kind that is meant, or all that are known."""
    asked = bare(kind)
    if asked == "chapter":
        return "a chapter is a file of its own in the folder chapters; what stands in it are entries"
    meant = next((one for one, others in KINDS.items() if one in known and asked in others.split()), "")
    meant = meant or nearest(kind, known)
    return f'did you mean "{meant}"?' if meant else suggest(kind, known, where)


def suggest_figure(kind: str, known: Collection[str]) -> str:
    """Return a hint for a kind of figure that there is none of: what there is instead, or the nearest name."""
    asked = bare(kind).removesuffix("-chart").removesuffix("-graph").removesuffix("-plot").removesuffix("chart")
    asked = asked.removeprefix("grafico-de-").removeprefix("diagrama-de-").removeprefix("grafica-de-").rstrip("-")
    return _listed(FIGURES, asked) or suggest(asked or kind, known)


def _listed(hints: Mapping[str, str], asked: str) -> str:
    return next((hint for names, hint in hints.items() if asked in names.split()), "")
