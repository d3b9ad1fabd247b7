"""A PDF read aloud: the words of its structure tree, in its order."""

import ctypes
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from pipeline.outputs.pages import PDFIUM


@cache
def read_aloud(path: Path) -> tuple[str, list[str]]:
    """The words of the structure tree in its order, and those of each figure, which may be moved a little.

    A drawing has its description; what it draws is not read.
    """
    said: list[str] = []
    figures: list[list[str]] = []
    words = words_of_pages(path)

    def read(page: Any, mark: Any, figure: list[str] | None) -> None:
        (said if figure is None else figure).append(words.get((numbers[page.objgen], int(mark)), ""))

    def walk(element: Any, page: Any, figure: list[str] | None) -> None:
        kind, page = str(element.S), element.get("/Pg", page)
        if kind == "/Figure":
            return
        if kind == "/Div" and figure is None:
            figures.append(figure := [])
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid, page, figure)
            elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                read(kid.get("/Pg", page), kid.MCID, figure)
            elif not isinstance(kid, pikepdf.Dictionary):
                read(page, kid, figure)

    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        walk(pdf.Root.StructTreeRoot.K[0], None, None)
    return " ".join(said), [" ".join(figure) for figure in figures]


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def words_of_pages(path: Path) -> dict[tuple[int, int], str]:
    """The text of each piece of marked content, by its page (from 0) and its number there."""
    found: dict[tuple[int, int], str] = {}
    with PDFIUM:
        pdf = pypdfium2.PdfDocument(path)
        for number, page in enumerate(pdf):
            for mark, text in _pieces(page):
                found[number, mark] = found.get((number, mark), "") + text
        pdf.close()
    return found


def _pieces(page: Any) -> Iterator[tuple[int, str]]:
    """The marked contents of a page as they are painted. Those without text are there, too."""
    letters = page.get_textpage()
    for at in range(raw.FPDFPage_CountObjects(page)):
        piece = raw.FPDFPage_GetObject(page, at)
        mark = raw.FPDFPageObj_GetMarkedContentID(piece)
        if mark >= 0:
            size = raw.FPDFTextObj_GetText(piece, letters, None, 0)  # bytes, the last two are nothing
            text = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(piece, letters, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)), size)
            yield mark, text.raw[: max(size - 2, 0)].decode("utf-16-le")
