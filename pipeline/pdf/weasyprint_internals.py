"""The inside of WeasyPrint: the one file that uses names which WeasyPrint does not document.

Another release may rename any of them. PATCHES and READ below say what each is for and what is lost without it. What is
missing is noted in `Reports.lost`, the editor is warned once, and the PDF is made without it.

Faults of WeasyPrint that this works around, with the smallest example of each, ready to be reported, are in
tests/weasyprint_faults.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from pipeline.core import digest_bytes
from pipeline.pdf.page_fixes import Fix, Move, Restyle
from pipeline.text import clusters


@dataclass(frozen=True)
class Private:
    """A name that WeasyPrint does not document: why it is used, the first release that has it, what is lost without."""

    name: str
    why: str
    since: str
    lost: str


# Functions that are replaced while a block runs.
ADD_TAGS = Private(
    "weasyprint.pdf.add_tags",
    "tags are made from the HTML, pages are painted in reading order",
    "66.0",
    "WeasyPrint tags the PDF: header cells have no scope, heads and feet of pages are read aloud, a paragraph over two "
    "pages is two",
)
CLEAN = Private(
    "weasyprint.pdf.fonts.Font.clean",
    "HarfBuzz cuts fonts, once for all parts of a PDF",
    "before 60",
    "WeasyPrint cuts the fonts, once in each part: the file is larger, and made more slowly",
)
MAKE_ALL_PAGES = Private(
    "weasyprint.layout.make_all_pages",
    "a page is judged as soon as the next is made, and the layout goes on from the page that was mended",
    "before 60",
    "pages are judged once all are made, and all are made again for each mend: slower, and after a few figures others may "
    "leave gaps",
)
REMAKE_PAGE = Private("weasyprint.layout.page.remake_page", "makes one page", "before 60", MAKE_ALL_PAGES.lost)
DRAWN_WORDS = Private(
    "weasyprint.svg.Node.process_whitespace",
    "words of a drawing are set letter by letter: here each with the marks that belong to it",
    "before 68",
    "in drawings, marks stand apart from the letters that bear them",
)
PATCHES = (ADD_TAGS, CLEAN, MAKE_ALL_PAGES, REMAKE_PAGE, DRAWN_WORDS)

# Names that are read, of layouts, pages, boxes, fonts and streams. All are older than release 60, but for `_tags` (66.0) and
# `rendered_notes` (70.0), which is written alone. Without one, UNREADABLE is lost, or what the function that asks for it is for.
READ = {
    "_page_box": "a page's box, with all boxes in it",
    "_box": "what stands at the place of a positioned box",
    "page_type": "whether a page is a left or right one, blank, and its name in CSS",
    "element_tag": "the name of the element that a box is made for, or of its pseudo-element",
    "at_keyword": "which margin box of a page a box is",
    "is_header": "whether a box is the head of a table",
    "is_footer": "whether a box is the foot of a table",
    "is_in_normal_flow": "whether a box neither floats nor is positioned",
    "is_column": "whether a box is a column of another",
    "position_y": "where a box begins, in CSS pixels from the top of its page",
    "margin_height": "how high a box is, with its margins",
    "margin_bottom": "how high the margin below a box is",
    "content_box_x": "where the content of a box begins",
    "content_box_y": "where the content of a box begins",
    "hit_area": "the rectangle of a box that can be clicked",
    "link_annotation": "what makes a box a link in the PDF",
    "string_set": "the named strings that are set on a box",
    "canvas_background": "what is painted behind a whole page",
    "position_x": "where a text begins, in CSS pixels from the left of its page",
    "baseline": "how far below the top of a text its letters stand",
    "replacement": "the picture that a box shows",
    "border_box_x": "where the borders of a box begin",
    "border_box_y": "where the borders of a box begin",
    "border_width": "how wide a box is, with its borders",
    "border_height": "how high a box is, with its borders",
    "footnote": "the note that a box calls",
    "footnotes": "notes that were not called yet",
    "reported_footnotes": "notes that found no room on the pages so far",
    "rendered_notes": "notes that are printed otherwise than at the foot of a page",
    "page_maker": "what is known of each page before it is made",
    "broken_out_of_flow": "what floats and goes on over the next page",
    "running_elements": "elements that CSS moves into margins",
    "style_for": "the styles of elements",
    "_sheets": "the style sheets that they come from",
    "matcher": "which rules of a style sheet match an element",
    "wrapper_element": "an element as rules see it, with its neighbors",
    "etree_element": "the tree of an HTML, which may be changed between layouts (without it, nothing can be set)",
    "file_content": "the file of a font",
    "bitmap": "whether a font is made of pictures",
    "font_size": "the size at which a font is used",
    "variations": "where it is used on the axes of a variable font",
    "_tags": "which marked-content sequence of a page's stream shows which box",
}
UNREADABLE = "figures stay where they leave a gap, the PDF is set whole, and tagged by WeasyPrint"
UNJUDGED = "no page is judged, and what is too wide runs over"
# Words that are too common to be looked for elsewhere are read here as well: `element`, `children`, `style` and `text` of a
# box, `index`, `weight`, `style`, `missing`, `png`, `svg` and `colr` (70.0) of a font.

RISE, FALL = 0.7, 0.25  # of the size of a font: how far most letters reach above and below the line
OBLIQUE, ITALIC = 1, 2  # styles of a font, as Pango numbers them


class Unreadable(Exception):
    """The error that pages of this release of WeasyPrint have not all the names in READ."""


@dataclass
class Reports:
    """What WeasyPrint complained of, and what was lost because it lacks a name: both grow while a PDF is made."""

    complaints: list[str] = field(default_factory=list)
    lost: dict[str, str] = field(default_factory=dict)  # by the name that is missing

    def lose(self, name: str, lost: str) -> None:
        """Note that WeasyPrint has no such name, and what is lost."""
        self.lost.setdefault(name, lost)


# ---------------------------------------------------------------- pages and boxes


class Box:
    """A box on a page: of an element or a part of one, with the boxes in it. Lengths are in CSS pixels.

    Two are equal if they are the same box of WeasyPrint's.
    """

    __slots__ = ("_inner",)

    def __init__(self, inner: Any) -> None:
        self._inner = getattr(inner, "_box", inner)  # what is positioned is hidden by a placeholder

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Box) and self._inner is other._inner

    def __hash__(self) -> int:
        return id(self._inner)

    @property
    def element(self) -> Any:
        """The element of the HTML tree that the box is made for; None for a page."""
        return self._inner.element

    @property
    def tag(self) -> str:
        """The name of the element, "p"; for what CSS adds also the name of that, "p::marker"; "" for a page."""
        return self._inner.element_tag or ""

    @property
    def pseudo(self) -> str:
        """What CSS adds: "marker", "footnote-call", "footnote-marker", "before"; "" for the element itself."""
        return self.tag.partition("::")[2]

    @property
    def children(self) -> "list[Box]":
        """The boxes directly in this one, in the order of the HTML; notes are the last of a page's."""
        return [Box(child) for child in self._inner.children]

    def walk(self) -> "Iterator[Box]":
        """Yield this box and all in it, each before those that are in it."""
        left = [self]
        while left:
            box = left.pop()
            yield box
            left += box.children[::-1]

    @property
    def text(self) -> str:
        """The words of a text box; "" for any other."""
        return getattr(self._inner, "text", "")

    @property
    def margin(self) -> str:
        """The name of a margin box of a page, "@top-left"; "" for any other box."""
        return getattr(self._inner, "at_keyword", "")

    @property
    def ink(self) -> tuple[float, float, float, float] | None:
        """The left, top, right and bottom of the letters of a text, or of a picture; None for all else, and for blanks."""
        inner = self._inner
        try:
            if self.text.strip():
                left, size, line = inner.position_x, inner.style["font_size"], inner.position_y + inner.baseline
                return left, line - RISE * size, left + inner.width, line + FALL * size
            if self.is_picture:
                x, y = inner.content_box_x(), inner.content_box_y()
                return x, y, x + inner.width, y + inner.height
        except AttributeError as error:
            raise Unreadable(_name(error)) from None
        return None

    @property
    def is_picture(self) -> bool:
        """Whether the box shows a picture."""
        return hasattr(self._inner, "replacement")

    @property
    def border_area(self) -> tuple[float, float, float, float] | None:
        """The left, top, right and bottom of the borders of a block, a table or a cell; None for any other box."""
        from weasyprint.formatting_structure import boxes

        inner = self._inner
        if not isinstance(inner, boxes.BlockContainerBox | boxes.BlockLevelBox):
            return None
        try:
            x, y = inner.border_box_x(), inner.border_box_y()
            return x, y, x + inner.border_width(), y + inner.border_height()
        except AttributeError as error:
            raise Unreadable(_name(error)) from None

    @property
    def spans(self) -> list[tuple[float, float]]:
        """From where to where, from the top of the page, the box itself shows something: letters, picture, ground or rules.

        Grounds of `html` and `body` are the page's.
        """
        if ink := self.ink:
            return [(ink[1], ink[3])]
        area = self.border_area
        if area is None or self.tag in ("html", "body"):
            return []
        _, top, _, bottom = area
        style = self._inner.style
        ground = getattr(style["background_color"], "alpha", 1) > 0
        if ground or style["border_left_width"] or style["border_right_width"]:
            return [(top, bottom)]
        above, below = style["border_top_width"], style["border_bottom_width"]
        return [*([(top, top + above)] if above else []), *([(bottom - below, bottom)] if below else [])]

    @property
    def is_a_column(self) -> bool:
        """Whether the box is a column of the one around it."""
        return bool(self._inner.is_column)

    @property
    def repeats(self) -> bool:
        """Whether the box is the head or foot of a table, which stands on each of its pages."""
        return bool(getattr(self._inner, "is_header", False) or getattr(self._inner, "is_footer", False))

    @property
    def in_flow(self) -> bool:
        """Whether the box neither floats nor is positioned."""
        return bool(self._inner.is_in_normal_flow())

    def style(self, name: str) -> Any:
        """Return the computed value of a CSS property, by its name with underscores."""
        return self._inner.style[name]

    @property
    def top(self) -> float:
        """Where the box begins, with its margin, from the top of the page."""
        return float(self._inner.position_y)

    @property
    def outer_height(self) -> float:
        """The height with margins."""
        return float(self._inner.margin_height())

    @property
    def margin_below(self) -> float:
        """The height of the margin below."""
        return float(self._inner.margin_bottom)

    @property
    def margin_above(self) -> float:
        """The height of the margin above that CSS asks for, also at the head of a page, where there is none."""
        margin = self._inner.style["margin_top"]
        return float(margin.value) if getattr(margin, "unit", "") == "px" else 0.0

    @property
    def content_area(self) -> tuple[float, float, float, float]:
        """The content's left and top from the corner of the page, its width and its height."""
        inner = self._inner
        return inner.content_box_x(), inner.content_box_y(), inner.width, inner.height

    @property
    def click_area(self) -> tuple[float, float, float, float]:
        """The left and top from the corner of the page, the width and the height of what can be clicked."""
        x, y, width, height = self._inner.hit_area()
        return x, y, width, height

    @property
    def link(self) -> Any:
        """The annotation in the PDF that makes the box a link, once the page is painted; None if it is no link."""
        return self._inner.link_annotation

    @property
    def strings(self) -> Sequence[tuple[str, str]]:
        """The named strings that CSS sets on the box: names and texts."""
        strings = self._inner.string_set
        return strings if strings and strings != "none" else ()

    @property
    def numbered_anchors(self) -> list[str]:
        """The anchors whose pages CSS prints in the box, as `target-counter(attr(href url), page)` does.

        Raises Unreadable.
        """
        return [_anchor(value[0], self.element) for kind, value in self._content() if kind == "target-counter()"]

    @property
    def counts_pages(self) -> bool:
        """Whether CSS prints the number of the page in the box, as `counter(page)` does."""
        return any(kind in ("counter()", "counters()") and value[0] == "page" for kind, value in self._content())

    def _content(self) -> Sequence[tuple[str, Any]]:
        content = self._inner.style["content"]
        return content if isinstance(content, list | tuple) else ()


def _anchor(target: Any, element: Any) -> str:
    """Return the anchor that a `target-counter()` names. Raises Unreadable."""
    match target:
        case ("attr()", (attribute, *_)):
            return unquote((element.get(attribute) or "").removeprefix("#"))
        case ("url", ("internal", anchor)):  # up to 69.0, which reads the attribute at once
            return str(anchor)
    raise Unreadable(f"target-counter() as {target}")


@dataclass(frozen=True)
class PageKind:
    """Whether a page is a left or a right one, whether it is blank, and its name in CSS ("" if it has none)."""

    side: str
    is_blank: bool
    name: str


def page_box(page: Any) -> Box:
    """Return the box of a page of a WeasyPrint document. Raises Unreadable if such boxes cannot be read."""
    try:
        inner = page._page_box
    except AttributeError as error:
        raise Unreadable(_name(error)) from None
    return _checked(inner)


def page_kind(page: Any) -> PageKind:
    """Return the kind of a page of a WeasyPrint document. Raises Unreadable."""
    try:
        kind = page._page_box.page_type
    except AttributeError as error:
        raise Unreadable(_name(error)) from None
    return PageKind(kind.side, bool(kind.blank), kind.name or "")


def _checked(inner: Any) -> Box:
    """Return the box of a page, once all that is read of boxes was read of it and of its first block. Raises Unreadable."""
    from weasyprint.formatting_structure import boxes

    page = Box(inner)
    try:
        for box in (page, page.children[0]):
            _ = box.tag, box.element, box.in_flow, box.top, box.outer_height, box.margin_below, box.content_area
            _ = box.click_area, box.link, box.strings, box.counts_pages, box.style("break_before"), box.is_a_column
        _ = inner.page_type.side, boxes.TableRowGroupBox.is_header, boxes.TableRowGroupBox.is_footer
        _ = [child.at_keyword for child in inner.children if isinstance(child, boxes.MarginBox)]
    except AttributeError as error:
        raise Unreadable(_name(error)) from None
    return page


def _name(error: AttributeError) -> str:
    owner = error.obj if isinstance(error.obj, type) else type(error.obj)
    return f"{owner.__name__}.{error.name}"


def strip_page(page: Any) -> None:
    """Remove everything from a page of a WeasyPrint document but its margin boxes. Raises Unreadable."""
    box = page_box(page)._inner
    root = box.children[0]
    root.children = []
    box.children = [root, *(child for child in box.children if hasattr(child, "at_keyword"))]
    for shown in (box, root):
        shown.background = None
        for side in ("top", "right", "bottom", "left"):
            setattr(shown, f"border_{side}_width", 0)
    box.canvas_background = None


def tree_of(html: Any) -> Any:
    """Return the root element of a `weasyprint.HTML`; what is changed in it is laid out changed."""
    return html.etree_element


# ---------------------------------------------------------------- patches


@contextmanager
def _replaced(private: Private, reports: Reports, make: Callable[[Any], Any]) -> Iterator[None]:
    """Replace a function of WeasyPrint by what `make` returns for it while the block runs, if it is there."""
    function = _function(private, reports)
    if function is None:
        yield
        return
    path, _, name = private.name.rpartition(".")
    owner = _find(path)
    before = vars(owner)[name]  # a static method is more than the function that it gives
    setattr(owner, name, make(function))
    try:
        yield
    finally:
        setattr(owner, name, before)


def _function(private: Private, reports: Reports) -> Any:
    """Return a function of WeasyPrint; None if it is not there, which is noted as lost."""
    path, _, name = private.name.rpartition(".")
    function = getattr(_find(path), name, None)
    if function is None:
        reports.lose(private.name, private.lost)
    return function


def _find(path: str) -> Any:
    """Return a module, or a class in a module, of WeasyPrint; None if there is none."""
    try:
        return import_module(path)
    except ImportError:
        module, _, name = path.rpartition(".")
        return getattr(_find(module), name, None) if module else None


@dataclass(frozen=True)
class Painted:
    """A PDF whose pages are painted and have no tags yet."""

    pdf: Any  # of pydyf
    boxes: Sequence[Box]  # of the pages
    heights: Sequence[float]  # of the pages, in CSS pixels
    streams: Sequence[Any]  # of the pages, of pydyf
    numbers: Sequence[Mapping[Box, int]]  # of each page: which marked-content sequence shows a box


@contextmanager
def tagging(reports: Reports, tag: Callable[[Painted], None]) -> Iterator[None]:
    """Have `tag` write the tags of PDFs while the block runs, in place of WeasyPrint."""

    def make(add_tags: Any) -> Any:
        def add_ours(pdf: Any, document: Any, *others: Any) -> None:  # 69.0 put the version of PDF between the two
            streams = others[-1]
            try:
                boxes = [page_box(page) for page in document.pages]
                numbers = [{Box(box): mark["mcid"] for box, mark in stream._tags.items()} for stream in streams]
            except (Unreadable, AttributeError) as error:
                reports.lose(_name(error) if isinstance(error, AttributeError) else str(error), ADD_TAGS.lost)
                add_tags(pdf, document, *others)
                return
            tag(Painted(pdf, boxes, [page.height for page in document.pages], streams, numbers))

        return add_ours

    with _replaced(ADD_TAGS, reports, make):
        yield


@dataclass(frozen=True)
class FontUse:
    """A font of a PDF as it is used: glyphs by their numbers, weight, size in points, style, and axes that CSS sets."""

    index: int
    glyphs: tuple[int, ...]
    weight: float
    size: float
    is_oblique: bool
    is_italic: bool
    axes: Mapping[str, float]
    hinting: bool


@contextmanager
def cutting(reports: Reports, files: Mapping[str, bytes], cut: Callable[[str, FontUse], bytes]) -> Iterator[None]:
    """Have `cut` return the font to embed, for a file's name and its use, while the block runs.

    `files` are the contents of font files by name. Any other font is left to WeasyPrint, and one with pictures or
    without some of the letters.
    """
    names = {digest_bytes(content): name for name, content in files.items()}

    def make(clean: Any) -> Any:
        def clean_ours(font: Any, to_unicode: Mapping[int, str], hinting: bool) -> None:
            try:
                name = names.get(digest_bytes(font.file_content))
                is_drawn = font.missing or font.bitmap or font.png or font.svg or getattr(font, "colr", False)  # 70.0
                style = font.style == OBLIQUE, font.style == ITALIC
                use = FontUse(
                    font.index, tuple(sorted(to_unicode)), font.weight, font.font_size, *style, font.variations, hinting
                )
            except AttributeError as error:
                reports.lose(_name(error), CLEAN.lost)
                name, is_drawn = None, False
            if name is None or is_drawn or not to_unicode:
                clean(font, to_unicode, hinting)
            else:
                font.file_content = cut(name, use)

        return clean_ours

    with _replaced(CLEAN, reports, make):
        yield


# ---------------------------------------------------------------- words of drawings


class _Clustered(str):
    """Text whose letters, when they are gone through, have their marks with them."""

    def __iter__(self) -> Iterator[str]:
        return clusters(str(self))

    def lstrip(self, chars: str | None = None, /) -> "_Clustered":
        return _Clustered(super().lstrip(chars))

    def rstrip(self, chars: str | None = None, /) -> "_Clustered":
        return _Clustered(super().rstrip(chars))


@contextmanager
def clustering(reports: Reports, drawings: Iterable[bytes]) -> Iterator[None]:
    """Keep marks with their letters in the words of drawings while the block runs, if any of these has such letters."""
    if not any(len(list(clusters(text))) < len(text) for text in _beyond_ascii(drawings)):
        yield
        return

    def make(process: Any) -> Any:
        return staticmethod(lambda text, preserve: _Clustered(process(text, preserve)))

    with _replaced(DRAWN_WORDS, reports, make):
        yield


def _beyond_ascii(drawings: Iterable[bytes]) -> Iterator[str]:
    return (drawing.decode("utf-8", "replace") for drawing in drawings if not drawing.isascii())


# ---------------------------------------------------------------- pages mended as they are made

Judge = Callable[[Sequence[Box], int, Sequence[Any]], Fix | None]
"""Is given pages, the index of the one to judge, and notes (elements) that are still to be printed. Gives what is to be
mended about the page, if anything is."""


class Mended(Exception):
    """The signal that the HTML was mended, and has to be laid out from the start."""


@contextmanager
def mending(reports: Reports, judge: Judge) -> Iterator[bool]:
    """Judge each page of a layout as soon as the next is made, and mend it, while the block runs; yield whether it can.

    Where it cannot, the caller lays all out again for each mend: a cold build of 81 pages with 8 mends then takes 1.7 times
    as long (median of five pairs).
    """
    remake_page, there = _function(REMAKE_PAGE, reports), _function(MAKE_ALL_PAGES, reports)
    if remake_page is None or there is None:
        yield False
        return

    def make(make_all_pages: Any) -> Any:
        def make_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
            if pages:  # another round, to print numbers of pages that are known by now
                return iter(make_all_pages(context, root_box, html, pages))
            return _PageMaker(remake_page, judge, context, root_box, html).make()

        return make_pages

    with _replaced(MAKE_ALL_PAGES, reports, make):
        yield True


@dataclass(frozen=True)
class _Start:
    """The state of a layout at the start of a page."""

    maker: Any  # what WeasyPrint knows of the page
    waiting: tuple[Any, ...]  # boxes of notes that were not called yet
    reported: tuple[Any, ...]  # boxes of notes called before that found no room
    is_clean: bool  # nothing else comes over from the pages before


class _PageMaker:
    """A maker of the pages of one layout, which goes back to a page that is mended."""

    def __init__(self, remake_page: Any, judge: Judge, context: Any, root_box: Any, html: Any) -> None:
        self.remake_page, self.judge = remake_page, judge
        self.context, self.root_box, self.html = context, root_box, html
        self.pages: list[Any] = []
        try:
            context.rendered_notes = []
            self.starts = [self._start()]
            sheets = [sheet for sheet, *_ in context.style_for._sheets]
            _ = html.wrapper_element, root_box.footnote, [sheet.matcher for sheet in sheets]
            self.boxes = _Boxes(root_box, html, sheets)
        except AttributeError as error:
            raise Unreadable(_name(error)) from None

    def make(self) -> Iterator[Any]:
        """Yield all pages, without their margin boxes, once all are made and mended. Raises Mended; Unreadable."""
        while True:
            goes_on = self._add_page()
            if len(self.pages) > 1 and self._mend(len(self.pages) - 2):
                continue
            if not goes_on and not self._mend(len(self.pages) - 1):
                break
        self.context.broken_out_of_flow.clear()
        yield from self.pages

    def _add_page(self) -> bool:
        """Make the next page. Return False if it is the last."""
        page, resume_at = self.remake_page(len(self.pages), self.context, self.root_box, self.html)
        self.pages.append(page if self.pages else _checked(page)._inner)
        self.starts.append(self._start())
        return resume_at is not None or bool(self.context.reported_footnotes)

    def _start(self) -> _Start:
        context = self.context
        context.page_maker[-1] = _unmade(context.page_maker[-1])
        others = any(context.broken_out_of_flow) or any(context.running_elements.values())
        return _Start(context.page_maker[-1], (*context.footnotes,), (*context.reported_footnotes,), not others)

    def _mend(self, at: int) -> bool:
        """Judge the page at index `at`; return True if it was mended, which removes pages. Raises Mended."""
        waiting = [note.element for note in self.starts[-1].reported]
        fix = self.judge([Box(page) for page in self.pages], at, waiting)
        if fix is None:
            return False
        if not self.boxes.follow(fix):
            raise Mended
        first = fix.first
        while not self.starts[first].is_clean:
            first -= 1
        del self.pages[first:], self.starts[first + 1 :]
        context, start = self.context, self.starts[first]
        context.page_maker[first:] = [_unmade(start.maker)]
        context.footnotes[:], context.reported_footnotes[:] = start.waiting, start.reported
        context.broken_out_of_flow = {}
        return True


def _unmade(maker: Any) -> Any:
    """Return an entry of WeasyPrint's `page_maker` as it is before its page is made."""
    return *maker[:-1], {"content_changed": False, "pages_wanted": False, "content_lookups": [], "anchors": []}


class _Boxes:
    """The boxes of an HTML tree, before anything is laid out."""

    def __init__(self, root: Any, html: Any, sheets: Sequence[Any]) -> None:
        self.html, self.sheets = html, sheets
        self.boxes: dict[Any, Any] = {}
        for box in root.descendants(placeholders=True):
            if box.element is not None and box.element_tag == box.element.tag:
                self.boxes.setdefault(box.element, box)  # those within are anonymous

    def follow(self, fix: Fix) -> bool:
        """Apply a fix to the HTML, and to its boxes if possible; return False if all boxes have to be made anew.

        That is so where boxes made of the HTML now would be others.
        """
        if isinstance(fix, Restyle):
            fix.apply()
            return all(self._restyle(element, fix.style) for element in fix.elements)
        before = self._rules(fix.parent)
        fix.apply()
        return self._rules(fix.parent) == before and self._move(fix)

    def _restyle(self, element: Any, style: Mapping[str, str]) -> bool:
        box = self.boxes.get(element)
        if box is None or element.tag == "table":  # of which there are two
            return False
        box.style = box.style.copy()  # others may have the same
        for name, value in style.items():
            key = name.replace("-", "_")
            box.style[key] = type(box.style["margin_top"])(0, "px") if value == "0" else value
        return True

    def _move(self, move: Move) -> bool:
        box, around = self.boxes.get(move.element), self.boxes.get(move.parent)
        if box is None or around is None or any(inner.footnote for inner in box.descendants(placeholders=True)):
            return False  # a note would have another number
        order = [self.boxes.get(element) for element in move.parent]
        kids = [kid for kid in around.children if kid is not box]
        behind = next((kid for kid in order[order.index(box) + 1 :] if kid is not None), None)
        if len(kids) == len(around.children) or (behind is not None and behind not in kids):
            return False
        kids.insert(len(kids) if behind is None else kids.index(behind), box)
        around.children = kids
        return True

    def _rules(self, parent: Any) -> dict[Any, Any]:
        """Return the rules of style sheets that match an element and each element below it, by element."""
        wrapper = next(one for one in self.html.wrapper_element.iter_subtree() if one.etree_element is parent)
        return {
            one.etree_element: [[rule[:3] for rule in sheet.matcher.match(one)] for sheet in self.sheets]
            for one in wrapper.iter_subtree()
        }
