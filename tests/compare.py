"""Two PDFs compared: pixels, structure, links, bookmarks."""

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2
from desk import Desk

from pipeline.content.theme import Paper
from pipeline.making.pages import pages_job, render_form
from pipeline.pdf.job import Pdf, PdfJob


def job_of(desk: Desk, paper: Paper | None = None, for_print: bool = False) -> PdfJob:
    build = desk.build()
    build = replace(build, theme=build.theme.on(paper, "Letter", for_print))
    form = build.forms["report"]
    return pages_job(build, form, render_form(build, form))


def structure_of(pdf: pikepdf.Pdf) -> list[Any]:
    """Every structure element in reading order: its depth, what it says, and what it holds of which page."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    parents = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, parents[::2]), parents[1::2], strict=True))
    found: list[Any] = []

    def walk(element: Any, depth: int) -> None:
        said = [str(element[key]) for key in ("/S", "/Alt", "/Lang", "/E", "/ID") if key in element]
        line = [depth, *said, str(dict(element.get("/A", {})))]
        found.append(line)
        for kid in element.get("/K", []):
            if not isinstance(kid, pikepdf.Dictionary):
                line += [numbers[element.Pg.objgen], int(kid)]
                assert owners[int(element.Pg.StructParents)][int(kid)].objgen == element.objgen
            elif "/MCID" in kid:
                line += [numbers[kid.Pg.objgen], int(kid.MCID)]
                assert owners[int(kid.Pg.StructParents)][int(kid.MCID)].objgen == element.objgen
            elif "/Obj" in kid:
                line += ["link", numbers[kid.Pg.objgen], str(kid.Obj.Contents)]
                assert owners[int(kid.Obj.StructParent)].objgen == element.objgen
                assert kid.Obj.objgen in [link.objgen for link in kid.Pg.Annots]
            else:
                assert kid.P.objgen == element.objgen
                walk(kid, depth + 1)

    (top,) = pdf.Root.StructTreeRoot.K
    walk(top, 0)
    return found


def contents_of(content: bytes) -> dict[str, Any]:
    """All that a file says beside what it paints."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def place(target: Any) -> Any:
            return numbers[target[0].objgen], [round(float(x), 3) for x in list(target)[2:]]

        def below(mark: Any) -> list[Any]:
            found, kid = [], mark.get("/First")
            while kid is not None:
                found.append((str(kid.Title), place(kid.Dest), int(kid.Count), below(kid)))
                kid = kid.get("/Next")
            return found

        names = list(pdf.Root.Names.Dests.Names)
        places = {str(name): place(target) for name, target in zip(names[::2], names[1::2], strict=True)}
        assert names[::2] == sorted(names[::2], key=bytes)
        links = []
        for number, page in enumerate(pdf.pages):
            for link in page.get("/Annots", []):
                target = link.get("/Dest", None)
                named = places[str(target)] if isinstance(target, pikepdf.String) else target and place(target)
                links.append(
                    (number, [round(float(x), 3) for x in link.Rect], named or str(link.A.URI), str(link.Contents))
                )
        tree = pdf.Root.StructTreeRoot
        return {
            "structure": structure_of(pdf),
            "places": places,
            "links": links,
            "bookmarks": below(pdf.Root.Outlines),
            "ids": [str(id) for id in list(tree.IDTree.Names)[::2]] if "/IDTree" in tree else [],
            "info": {key: str(value) for key, value in pdf.docinfo.items()},
            "metadata": pdf.Root.Metadata.read_bytes(),
            "catalog": sorted(pdf.Root.keys()),
            "boxes": [[str(page.obj.get(f"/{box}Box")) for box in ("Media", "Trim", "Bleed")] for page in pdf.pages],
        }  # fmt: skip


def assert_pages_alike(joined: bytes, whole: bytes) -> None:
    with pypdfium2.PdfDocument(joined) as ours, pypdfium2.PdfDocument(whole) as theirs:
        assert len(ours) == len(theirs)
        for number in range(len(ours)):
            one, other = (pdf[number].render(scale=0.75).to_numpy() for pdf in (ours, theirs))
            assert one.shape == other.shape
            assert (one == other).all(), f"page {number + 1} looks different"


def assert_alike(joined: Pdf, whole: Pdf) -> None:
    assert (joined.pages, joined.anchors) == (whole.pages, whole.anchors)
    assert contents_of(joined.pdf) == contents_of(whole.pdf)
    assert_pages_alike(joined.pdf, whole.pdf)
