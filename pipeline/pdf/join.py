"""Join the parts of a file, each a PDF of its own, to one file.

Pages and all they hold are copied as they are. What there is one of in a file is made anew from what
the parts have: the structure tree, named destinations, bookmarks, fonts.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from pipeline.pdf.part import SetPart
from pipeline.pdf.subset_font import Subset, subset_font

TOLD_ONCE = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/Metadata", "/OutputIntents")  # by the first part


def join_pdf(parts: Sequence[SetPart], margins: bytes, fonts: Mapping[str, bytes]) -> bytes:
    """Return one PDF of all parts, in order.

    `margins` is a PDF of the margin boxes of all pages; `fonts` are the contents of font files, by file name.
    """
    with pikepdf.new() as whole:
        _Joiner(whole, parts, margins, fonts).join()
        out = io.BytesIO()
        modes = {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "deterministic_id": True}
        whole.save(out, min_version="1.7", fix_metadata_version=False, **modes)
    return out.getvalue()


def _add_margins(page: Any, form: Any, name: str) -> None:
    """Paint the margin boxes in `form` after all else on a page, as an artifact."""
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    page.Resources.XObject[name] = form
    page.contents_add(f"/Artifact <</Type /Pagination>> BDC q {name} Do Q EMC".encode())
    page.contents_coalesce()


@dataclass
class _Joiner:
    whole: pikepdf.Pdf
    parts: Sequence[SetPart]
    margins: bytes
    fonts: Mapping[str, bytes]
    destinations: dict[bytes, Any] = field(default_factory=dict)
    kids: list[Any] = field(default_factory=list)  # of the structure's one element that holds all
    owners: list[Any] = field(default_factory=list)  # what each number of the structure's parent tree stands for
    ids: dict[str, Any] = field(default_factory=dict)
    uses: list[Any] = field(default_factory=list)  # the fonts of each part

    def join(self) -> None:
        for part in self.parts:
            with pikepdf.open(io.BytesIO(part.pdf)) as source:
                self._add(part, source)
        self._add_margins()
        catalog = self.whole.Root
        names = Array([item for name in sorted(self.destinations) for item in (String(name), self.destinations[name])])
        if names:
            catalog.Names = Dictionary(Dests=Dictionary(Names=names))
        self._write_structure()
        self._write_bookmarks()
        self._merge_fonts()

    def _add(self, part: SetPart, source: pikepdf.Pdf) -> None:
        first = len(self.whole.pages)
        for page in source.pages:
            self.whole.pages.append(page)
        pages = list(self.whole.pages)[first:]
        if not first:
            self._tell(source)
        places = {page.obj.objgen: pages[number].obj for number, page in enumerate(source.pages)}
        for name, place in _pairs(source.Root.get("/Names", Dictionary()), "/Dests"):
            if str(name) in part.anchors:
                self.destinations[bytes(name)] = Array([places[place[0].objgen], *list(place)[1:]])
        self._add_structure(source, pages)
        self.uses.append(pages[0].Resources.Font)

    def _add_margins(self) -> None:
        forms: list[Any] = []
        with pikepdf.open(io.BytesIO(self.margins)) as source:
            for page, margins in zip(self.whole.pages, source.pages, strict=True):
                if not margins.Contents.read_bytes().strip():
                    continue
                form = self.whole.copy_foreign(margins.as_form_xobject())
                form.BBox = page.mediabox
                forms.append(form)
                _add_margins(page, form, f"/Margins{len(forms)}")
        self.uses += [form.Resources.Font for form in forms[:1]]  # all have the same

    def _tell(self, source: pikepdf.Pdf) -> None:
        for key in TOLD_ONCE:
            told = source.Root.get(key)
            if isinstance(told, String):
                self.whole.Root[key] = String(str(told))
            elif told is not None:
                self.whole.Root[key] = self._copied(told, source)
        for key, value in source.docinfo.items():
            self.whole.docinfo[key] = value

    def _copied(self, thing: Any, source: pikepdf.Pdf) -> Any:
        return self.whole.copy_foreign(thing if thing.is_indirect else source.make_indirect(thing))

    # -- structure

    def _add_structure(self, source: pikepdf.Pdf, pages: Sequence[Any]) -> None:
        tree = self.whole.copy_foreign(source.Root.StructTreeRoot)
        shift = len(self.owners)
        numbers = tree.ParentTree.Nums
        self.owners += [numbers[at] for at in range(1, len(numbers), 2)]
        for page in pages:
            page.obj.StructParents += shift
            for annotation in page.obj.get("/Annots", []):
                annotation.StructParent += shift
        self.kids += list(tree.K[0].K)
        elements = {int(re.sub(r"\D", "", str(id))): element for id, element in _pairs(tree, "/IDTree")}
        for number in sorted(elements):
            id = f"note-{len(self.ids) + 1}"
            elements[number].ID = String(id)
            self.ids[id] = elements[number]

    def _write_structure(self) -> None:
        tree = self.whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top = self.whole.make_indirect(Dictionary(S=Name.Document, P=tree, K=Array(self.kids)))
        for kid in self.kids:
            kid.P = top
        tree.K = Array([top])
        pairs = [item for pair in enumerate(self.owners) for item in pair]
        tree.ParentTree = self.whole.make_indirect(Dictionary(Nums=Array(pairs)))
        tree.ParentTreeNextKey = len(self.owners)
        if self.ids:
            tree.IDTree = Dictionary(Names=Array([x for id in sorted(self.ids) for x in (String(id), self.ids[id])]))
        self.whole.Root.StructTreeRoot = tree

    # -- bookmarks

    def _write_bookmarks(self) -> None:
        top = self.whole.make_indirect(Dictionary(Count=0))
        above: list[tuple[int, Any]] = [(0, top)]  # the line from the top down to the last bookmark, by level
        for level, label, page, x, y, state in self._bookmarks():
            while above[-1][0] >= level:
                above.pop()
            parent = above[-1][1]
            place = Array([self.whole.pages[page].obj, Name.XYZ, x, y, 0])
            mark = self.whole.make_indirect(Dictionary(Title=String(label), Dest=place, Parent=parent, Count=0))
            if "/Last" in parent:
                parent.Last.Next, mark.Prev = mark, parent.Last
            else:
                parent.First = mark
            parent.Last = mark
            above.append((level, mark))
            mark.Closed = state == "closed"
        if "/First" in top:
            _count(top)
            self.whole.Root.Outlines, self.whole.Root.PageMode = top, Name.UseOutlines

    def _bookmarks(self) -> Iterator[tuple[int, str, int, float, float, str]]:
        first = 0
        for part in self.parts:
            for level, label, page, x, y, state in part.bookmarks:
                yield level, label, first + page, x, y, state
            first += part.pages

    # -- fonts

    def _merge_fonts(self) -> None:
        """Cut every font once, for all parts that use it."""
        found: dict[str, list[tuple[Any, Subset]]] = {}
        for fonts in self.uses:
            for name, font in fonts.items():
                cut = Subset.noted(_file(font).read_bytes()) if "/DescendantFonts" in font else None
                if cut:  # else it is a font that WeasyPrint cut, or one of pictures
                    found.setdefault(name, []).append((fonts, cut))
        for name, uses in found.items():
            alike = [fonts[name] for fonts, _ in uses]
            glyphs = sorted({glyph for _, cut in uses for glyph in cut.glyphs})
            merged = self._merged(alike, replace(uses[0][1], glyphs=tuple(glyphs)))
            for fonts, _ in uses:
                fonts[name] = merged

    def _merged(self, alike: Sequence[Any], cut: Subset) -> Any:
        """Return one font for several that differ only in the glyphs that they use, cut as in `cut`."""
        font, file = alike[0], _file(alike[0])
        widths: dict[int, Any] = {}
        letters: dict[bytes, bytes] = {}
        for other in alike:
            widths.update(_widths(other.DescendantFonts[0].W))
            letters.update(re.findall(rb"^<(\w{4})> <(\w+)>$", other.ToUnicode.read_bytes(), re.MULTILINE))
        font.DescendantFonts[0].W = _runs(widths)
        descriptor = font.DescendantFonts[0].FontDescriptor
        descriptor.FontBBox[2] = max(widths.values())
        font.ToUnicode.write(_letters(font.ToUnicode.read_bytes(), letters))
        content = subset_font(self.fonts[cut.file], cut)
        file.write(content)
        if "/Length1" in file:
            file.Length1 = len(content)
        return font


def _count(mark: Any) -> int:
    """Set how many bookmarks are open below one, at all levels; return the count, negative if that one is closed."""
    shown, kid = 0, mark.get("/First")
    while kid is not None:
        shown += 1 + max(_count(kid), 0)
        kid = kid.get("/Next")
    closed = bool(mark.get("/Closed", False))
    if "/Closed" in mark:
        del mark["/Closed"]
    mark.Count = -shown if closed else shown
    return int(mark.Count)


def _pairs(holder: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """Yield the names and values of a name tree that is one list; nothing where there is no tree."""
    names = holder[key].Names if key in holder else []
    for at in range(0, len(names), 2):
        yield names[at], names[at + 1]


def _file(font: Any) -> Any:
    """Return the stream that contains a font's file."""
    descriptor = font.DescendantFonts[0].FontDescriptor
    return descriptor.get("/FontFile3") or descriptor.FontFile2


def _widths(runs: Any) -> Iterator[tuple[int, Any]]:
    """Yield glyphs and their widths from runs as in a PDF: the number of a glyph, then the widths from there on."""
    for at in range(0, len(runs), 2):
        yield from enumerate(runs[at + 1], int(runs[at]))


def _runs(widths: Mapping[int, Any]) -> Array:
    runs: list[Any] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            runs += [glyph, Array()]
        runs[-1].append(widths[glyph])
    return Array(runs)


def _letters(told: bytes, letters: Mapping[bytes, bytes]) -> bytes:
    """Return the ToUnicode map `told` with `letters` as entries, in lists of a hundred, between its head and foot."""
    head, foot = told.partition(b"endcodespacerange\n")[0], told.rpartition(b"endcmap")[2]
    lines = [b"<%b> <%b>" % item for item in sorted(letters.items())]
    lists = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = [b"%d beginbfchar\n%b\nendbfchar\n" % (len(part), b"\n".join(part)) for part in lists]
    return b"".join([head, b"endcodespacerange\n", *body, b"endcmap", foot])
