"""The brief: tagged, in its language, with bookmarks, its own fonts, and page numbers that are right."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pytest
from aloud import read_aloud
from desk import Built, Desk
from rendered import words_on
from verbs import assert_page, folded, pages_of

from pipeline.content.figure import Chart
from pipeline.content.model import Entry
from pipeline.text import shorten


def opened(built: Built) -> pikepdf.Pdf:
    return pikepdf.open(built.pdf)


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """Titles of all bookmarks and the pages they lead to."""
    numbers = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
    found: list[tuple[str, int]] = []

    def walk(items: Any) -> None:
        for item in items:
            target = item.destination if item.destination is not None else item.action.D
            found.append((folded(item.title), numbers[target[0].objgen]))
            walk(item.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
    return found


def fonts_of(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Names of all fonts on all pages and in all drawings, and whether each is embedded."""
    found: dict[str, bool] = {}

    def visit(resources: Any) -> None:
        for font in dict(resources.get("/Font", {})).values():
            parts = list(font.get("/DescendantFonts", [font]))
            for part in parts:
                about = part.get("/FontDescriptor", {})
                name = str(part.BaseFont).lstrip("/")
                found[name] = any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        for inner in dict(resources.get("/XObject", {})).values():
            if "/Resources" in inner:
                visit(inner.Resources)

    for page in pdf.pages:
        visit(page.Resources)
    return found


def links_of(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            action = note.get("/A", {})
            if "/URI" in action:
                yield str(action.URI)


def keys_of(pdf: pikepdf.Pdf) -> set[str]:
    return {key for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for key in item.keys()}  # noqa: SIM118


def bare(text: str) -> str:
    """Text without white space and with straight quotation marks: how it is broken into lines does not count."""
    return "".join(text.split()).translate(str.maketrans("“”‘’", "\"\"''"))


def contents_of(built: Built) -> str:
    """The words of the pages of contents."""
    pages = pages_of(built.pdf)[1:6]
    first = next(n for n, page in enumerate(pages) if page.startswith("Contents"))
    return " ".join(pages[first : first + 3])


def is_promised(title: str, number: int, contents: str) -> bool:
    """Whether the contents name a title with a page. The number stands on the first of its lines."""
    words = [re.escape(word) for word in re.findall(r"\S+?[-–]|\S+", plain(title))]
    between = rf"\s*(?:{number}\s+)?"
    return any(
        re.search(rf"\b{number}\b", found[0])
        for found in re.finditer(between.join(words) + rf"\s+(?:{number}\b)?", contents)
    )


def plain(title: str) -> str:
    """A title with the marks that typesetting gives it."""
    return re.sub(r'"([^"]*)"', "“\\1”", title.replace("'", "’"))


def test_the_pdf_is_tagged_and_says_its_language_and_title(built: Built) -> None:
    pdf = opened(built)
    publication, _ = built.desk.load()
    root = pdf.Root
    assert bool(root.MarkInfo.Marked)
    assert "/StructTreeRoot" in root
    assert str(root.Lang) == publication.imprint.language
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == publication.imprint.title.source
        assert meta["pdfuaid:part"] == "1"
        assert list(meta["dc:creator"]) == [author.name for author in publication.imprint.authors]


def test_every_figure_is_tagged_with_its_alt_text(built: Built) -> None:
    pdf = opened(built)
    publication, _ = built.desk.load()
    alts = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    for id in publication.figure_numbers:
        if publication.figures[id].kind in ("table", "matrix"):
            continue  # real tables, which need none
        opening = publication.figures[id].alt.source.split("{")[0][:40]
        assert any(alt.startswith(opening) for alt in alts), f"no alt text for figure {id}"


def test_bookmarks_name_every_chapter_and_lead_to_it(built: Built) -> None:
    publication, _ = built.desk.load()
    marks = dict(bookmarks(opened(built)))
    for chapter in publication.chapters:
        title = plain(chapter.title.source)
        assert title in marks, f"bookmarks: {sorted(marks)}"
        assert bare(title) in bare(pages_of(built.pdf)[marks[title] - 1])


def test_every_font_is_embedded_and_the_themes(built: Built) -> None:
    _, theme = built.desk.load()
    families = tuple(name.replace(" ", "") for name in (theme.pages.text, theme.pages.display))
    fonts = fonts_of(opened(built))
    assert len(fonts) >= 3, "a brief has text, bold and display type"
    for name, embedded in fonts.items():
        assert embedded, f"{name} is not embedded"
        plain = name.split("+")[-1].replace("-", "").replace(" ", "")
        assert plain.startswith(families), f"{name} is none of the theme's fonts {families}: a letter it lacks?"


def test_every_page_but_the_cover_has_its_number(built: Built) -> None:
    pages = pages_of(built.pdf)
    assert len(pages) == len(opened(built).pages)
    for number, page in enumerate(pages[1:], 2):
        assert page.endswith(f" {number}"), f"page {number} ends with {page[-30:]!r}"
    assert not pages[0].endswith(" 1")


def test_the_running_feet_name_the_publication(built: Built) -> None:
    publication, _ = built.desk.load()
    for number in range(2, len(pages_of(built.pdf)) + 1):
        assert_page(built.pdf, number, contains=f"{publication.imprint.title.source} {number}")


def test_the_head_of_a_page_names_the_section_that_it_begins_in(built: Built) -> None:
    publication, _ = built.desk.load()
    owners = [*publication.chapters, *(entry for chapter in publication.chapters for entry in chapter.entries)]
    short = {plain(o.title.source): o.short for o in owners if isinstance(o, Entry)}
    named = {plain(owner.title.source) for owner in owners} | {"Glossary", "Sources", "About this publication"}
    marks, pages = [mark for mark in bookmarks(opened(built)) if mark[0] in named], pages_of(built.pdf)
    first = dict(marks)[plain(publication.chapters[0].title.source)]
    for number in range(first + 1, len(pages) + 1):
        begun = [title for title, page in marks if first <= page < number][-1:]
        at_its_top = [title for title, page in marks if page == number][:1]
        heads = [short.get(title) or folded(shorten(title)) for title in (*begun, *at_its_top)]
        assert any(head in pages[number - 1][: len(head) + 12] for head in heads), (number, heads)


def test_the_contents_promise_the_pages_on_which_things_stand(built: Built) -> None:
    publication, _ = built.desk.load()
    marks, contents = dict(bookmarks(opened(built))), contents_of(built)
    expected = [chapter.title.source for chapter in publication.chapters] + ["Sources", "About this publication"]
    for chapter in publication.chapters:
        expected += [entry.title.source for entry in chapter.entries if len(chapter.entries) > 1]
    for title in expected:
        number = marks[plain(title)]
        assert is_promised(title, number, contents), f"{title!r}, page {number}, is not in the contents: {contents}"
        assert set(folded(title).split()) <= set(pages_of(built.pdf)[number - 1].split())


def test_links_lead_to_the_web_or_to_a_mail_address_only(built: Built) -> None:
    links = list(links_of(opened(built)))
    assert links, "the list of sources has links"
    assert [link for link in links if not link.startswith(("https://", "http://", "mailto:"))] == []


def test_nothing_in_the_file_acts_by_itself(built: Built) -> None:
    assert not {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFile"} & keys_of(opened(built))


def test_the_words_in_a_figure_are_text(built: Built) -> None:
    publication, _ = built.desk.load()
    for id in publication.figure_numbers:
        figure = publication.figures[id]
        if not isinstance(figure, Chart):
            continue
        number = dict(publication.figure_numbers)[id]
        page = next(
            page
            for page in pages_of(built.pdf)[1:]
            if f"Figure {number} " in page and bare(figure.subtitle.source) in bare(page)
        )
        for words in (series.label for series in figure.series if len(figure.series) > 1):
            assert words in page, f"{words!r} is not text in the drawing of {id}"


def test_the_imprint_says_where_the_numbers_are(built: Built) -> None:
    pages = pages_of(built.pdf)
    imprint = dict(bookmarks(opened(built)))["About this publication"]
    assert [n for n, page in enumerate(pages, 1) if "data.xlsx" in page] == [imprint]
    assert "The numbers behind the figures are in data.xlsx." in built.desk.html()


def test_a_hyphen_is_the_one_people_type_when_they_search(built: Built) -> None:
    pages = [n for n, page in enumerate(pages_of(built.pdf), 1) if "\N{HYPHEN}" in page]
    assert not pages, f"pages {pages} hold U+2010, which a search for a typed hyphen does not find"


def test_no_notation_is_left_in_print(built: Built) -> None:
    for number, page in enumerate(pages_of(built.pdf), 1):
        left = re.findall(
            r"\{[a-z0-9-]+\}|\[@|@fig-|@sec-|\^\[|\*\*|(?<!Bar )\bNone\b(?!\.| of| was)|\bnan\b|Markup\(", page
        )
        assert not left, f"page {number} prints {left}"


@pytest.mark.parametrize("page", [1, 2])
def test_the_small_brief_opens_with_cover_and_contents(small: Built, page: int) -> None:
    assert_page(small.pdf, page, contains={1: "Two Counties, One River", 2: "Contents"}[page])
    assert_page(small.pdf, page, contains={1: "5 March 2024", 2: "About this publication"}[page])


@pytest.mark.needs_patches  # what is read aloud
def test_the_glossary_goes_by_the_alphabet_whatever_the_accents(small: Built) -> None:
    said = "".join(read_aloud(small.pdf)[0].split())
    terms = ["acequia", "Élan", "gauge", "meter", "reservoir", "tail-ender"]
    meanings = ["Aditch", "Astream", "Apostthat", "Whatended", "Alake", "Whoeverhas"]
    places = [said.index(meaning) for meaning in meanings]
    assert places == sorted(places)
    assert all(said[:place].rindex(term) > place - 40 for term, place in zip(terms, places, strict=True))
    assert_page(small.pdf, 2, contains="Glossary")


def test_a_brief_without_a_glossary_does_not_speak_of_one(desk: Desk) -> None:
    (desk.content / "glossary.yaml").unlink()
    assert "lossary" not in desk.html()


def test_a_translation_is_in_its_language(small: Built) -> None:
    assert '<span class="translation" lang="es-MX">embalse</span>' in small.desk.html()


@pytest.mark.needs_patches
def test_every_note_is_on_the_page_that_calls_it(built: Built) -> None:
    pdf = opened(built)
    numbers = {page.objgen: n for n, page in enumerate(pdf.pages)}
    returns = [
        (n, numbers[annotation.Dest[0].objgen])
        for n, page in enumerate(pdf.pages)
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation and str(annotation.get("/Contents", "")) == "↩"
    ]
    assert len(returns) > 0
    assert [(note, call) for note, call in returns if note != call] == []


def test_a_chart_decorates_the_cover_without_words_and_unread(desk: Desk) -> None:
    desk.replace("content/publication.yaml", "license:", "cover: takings\nlicense:")
    publication = desk.load()[0]
    page = desk.pages()
    numbers = [n for column in publication.figures["takings"].table.columns.values() for n in column if n is not None]
    assert page.drawings["cover.svg"].count("<rect") == len(numbers)
    assert "<text" not in page.drawings["cover.svg"]
    assert 'class="motif" src="figure:cover.svg" alt="">' in page.html
    assert '(<a class="cross" href="#fig-takings">Figure\N{NO-BREAK SPACE}1</a>)' in page.html.split('id="colophon"')[1]


def test_a_number_in_the_margin_and_its_unit_begin_at_one_edge(sample: Built, needs: Callable[[str], str]) -> None:
    needs("pdftotext")
    words = [word for page in words_on(sample.pdf) for word in page]
    edge = min(word.box[0] for word in words)
    large = [
        word for word in words if word.box[3] - word.box[1] > 14
    ]  # not those of notes and lists, which are smaller
    units = {word.box[0] for word in large if word.text in ("percent", "million", "billion")}
    assert [left for left in units if left < edge + 40] == [pytest.approx(edge, abs=0.5)]
