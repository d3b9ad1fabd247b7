"""Faults of WeasyPrint that everybody has, each with its smallest example, ready to be reported.

    .venv/bin/python tests/weasyprint_faults.py

Says which of them the release that is installed has. What we do about each stands in pipeline/pdf.
"""

import io
from typing import Any
from unittest.mock import patch

import pikepdf
import tinycss2
import weasyprint


def tagged(html: str) -> pikepdf.Pdf:
    """The PDF that WeasyPrint makes of HTML, as accessible as it can."""
    return pikepdf.open(io.BytesIO(weasyprint.HTML(string=f"<title>x</title>{html}").write_pdf(pdf_variant="pdf/ua-1")))


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """All structure elements with a role."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        found.extend([element] if role == element.S else [])
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid)

    for top in pdf.Root.StructTreeRoot.K:
        walk(top)
    return found


def header_cells_have_no_scope() -> bool:
    """<th scope="row"> becomes a TH without the attribute Scope, so no reader can tell which cells it heads.

    PDF/UA-1, 7.5. What would do: /A << /O /Table /Scope /Row >> on the structure element.
    """
    pdf = tagged('<html lang="en"><table><tr><th scope="row">a<td>1</table>')
    return not any("/Scope" in cell.get("/A", {}) for cell in elements(pdf, "/TH"))


def margin_boxes_are_read_aloud() -> bool:
    """What stands in @top-center is marked as content of the page, and is read aloud on each of them.

    PDF/UA-1, 7.1 and 7.8: running heads and feet are artifacts, /Artifact << /Type /Pagination >> BDC.
    """
    pdf = tagged('<html lang="en"><style>@page { @top-center { content: "Head" } }</style><p>a')
    content = pdf.pages[0].Contents.read_bytes()
    return b"/Artifact" not in content or b"/Pagination" not in content


def links_lack_the_print_flag() -> bool:
    """A link's annotation has no /F 4. PDF/A-2, 6.3.2 asks for the flag Print on every annotation."""
    pdf = tagged('<html lang="en"><a href="https://example.org">a</a>')
    return not all(int(link.get("/F", 0)) & 4 for link in pdf.pages[0].Annots)


def style_sheets_are_parsed_at_every_render() -> bool:
    """Two renders of one HTML, with one FontConfiguration, parse its style sheets twice.

    A sheet given as a CSS object is parsed once, but is then a user's and not the author's, with another precedence.
    """
    html = weasyprint.HTML(string="<style>p { color: red }</style><p>a")
    with patch("tinycss2.parse_stylesheet", wraps=tinycss2.parse_stylesheet) as parsed:
        html.render()
        once = parsed.call_count
        html.render()
    return bool(parsed.call_count == 2 * once > 0)


FAULTS = (
    header_cells_have_no_scope,
    margin_boxes_are_read_aloud,
    links_lack_the_print_flag,
    style_sheets_are_parsed_at_every_render,
)

if __name__ == "__main__":
    for fault in FAULTS:
        about = (fault.__doc__ or "").partition("\n")[0]
        print(f"WeasyPrint {weasyprint.__version__}: {'there' if fault() else 'gone '}: {fault.__name__}: {about}")
