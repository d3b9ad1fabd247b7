"""Write the notes of a deck, last of all: they are edited until the briefing, and need no slide written again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import join, normpath

from lxml import etree

from pipeline.deck import Paragraph, Run, Slide

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
APP = "docProps/app.xml"
Parts = dict[str, bytes]  # of a presentation, by name


def without_notes(slide: Slide) -> Slide:
    """Return a slide without its notes and their size, so that it is the same whatever its notes are."""
    return replace(slide, notes=(), sizes={name: size for name, size in slide.sizes.items() if name != "notes"})


def write_notes(parts: Mapping[str, bytes], slides: Sequence[Slide], language: str) -> Parts:
    """Return the parts of a deck that was written without notes, with the notes of its slides in them.

    Every slide already has a notes page. Only the pages of slides with notes change, and app.xml, which counts them.
    """
    noted = dict(parts)
    for number, slide in enumerate(slides, 1):
        if slide.notes:
            page = _related(parts, f"ppt/slides/slide{number}.xml", "/notesSlide")
            _Page(noted, page, language).write(slide.notes, slide.sizes.get("notes"))
    noted[APP] = _count(parts[APP], sum(1 for slide in slides if slide.notes))
    return noted


def _related(parts: Mapping[str, bytes], name: str, kind: str) -> str:
    """Return the name of the one part that a part is related to by a type that ends with `kind`."""
    folder, file = name.rsplit("/", 1)
    relations = etree.fromstring(parts[f"{folder}/_rels/{file}.rels"])
    return next(normpath(join(folder, r.get("Target", ""))) for r in relations if r.get("Type", "").endswith(kind))


def _count(app: bytes, notes: int) -> bytes:
    """Return docProps/app.xml with the number of notes in it."""
    root = etree.fromstring(app)
    root.find(f"{{{PROPERTIES}}}Notes").text = str(notes)  # type: ignore[union-attr]
    return _told(root)


def _is_body(shape: etree._Element) -> bool:
    mark = shape.find(f"{{{P}}}nvSpPr/{{{P}}}nvPr/{{{P}}}ph")
    return mark is not None and mark.get("type") == "body"


def _told(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


class _Page:
    """The notes page of a slide; `name` is that of its part."""

    def __init__(self, parts: Parts, name: str, language: str) -> None:
        self.parts, self.name, self.language = parts, name, language
        folder, file = name.rsplit("/", 1)
        self.listed = f"{folder}/_rels/{file}.rels"
        self.relations = etree.fromstring(parts[self.listed])
        self.links: dict[str, str] = {}  # addresses to the ids of relations

    def write(self, notes: Sequence[Paragraph], points: float | None) -> None:
        """Replace the paragraphs of the page's body with `notes`, at a size in points if `points` is set."""
        root = etree.fromstring(self.parts[self.name])
        body = next(shape for shape in root.iter(f"{{{P}}}sp") if _is_body(shape)).find(f"{{{P}}}txBody")
        assert body is not None
        for old in body.findall(f"{{{A}}}p"):
            body.remove(old)
        for paragraph in notes:
            made = etree.SubElement(body, f"{{{A}}}p")
            etree.SubElement(made, f"{{{A}}}pPr", {"lvl": str(paragraph.level)} if paragraph.level else {})
            made.extend(self.runs(paragraph.runs, points))
        self.parts[self.name] = _told(root)
        if self.links:
            self.parts[self.listed] = _told(self.relations)

    def runs(self, runs: Sequence[Run], points: float | None) -> Iterator[etree._Element]:
        """Yield runs and line breaks as DrawingML. Links within the deck are left out: notes are printed."""
        for run in runs:
            if run.text == "\n":
                yield etree.Element(f"{{{A}}}br")
                continue
            made = etree.Element(f"{{{A}}}r")
            looks = {"lang": run.language or self.language}
            looks |= {"sz": str(round(points * 100))} if points is not None else {}
            looks |= {name: "1" for name, wanted in (("b", run.bold), ("i", run.italic)) if wanted}
            properties = etree.SubElement(made, f"{{{A}}}rPr", looks)
            if run.href and not run.href.startswith("#"):
                etree.SubElement(properties, f"{{{A}}}hlinkClick", {f"{{{R}}}id": self.link(run.href)})
            etree.SubElement(made, f"{{{A}}}t").text = run.text
            yield made

    def link(self, address: str) -> str:
        """Return the id of the relationship to an address; the same address has one id."""
        if address not in self.links:
            self.links[address] = id = f"rId{len(self.relations) + 1}"
            kind = {"Id": id, "Type": f"{R}/hyperlink", "Target": address, "TargetMode": "External"}
            etree.SubElement(self.relations, f"{{{RELATIONS}}}Relationship", kind)
        return self.links[address]
