"""Links to places in other PDFs, which lie beside this one: by the name of the file and that of the place."""

from typing import Any
from urllib.parse import unquote

import pydyf

SCHEME = "pdf:"  # of their addresses in HTML: pdf:whole.pdf#sec-history


def link_files(pdf: pydyf.PDF) -> None:
    """Turn links to `pdf:<file>#<place>` into actions that open the file at its named destination (GoToR)."""
    for item in pdf.objects:
        action = item.get("A") if isinstance(item, dict) and item.get("Subtype") == "/Link" else None
        address = _address(action)
        if address.startswith(SCHEME):
            file, _, place = address.removeprefix(SCHEME).partition("#")
            item["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoToR", "F": _file(file), "NewWindow": "true"})
            item["A"]["D"] = pydyf.String(unquote(place)) if place else pydyf.Array([0, "/Fit"])


def _address(action: Any) -> str:
    return str(action["URI"].string) if isinstance(action, dict) and action.get("S") == "/URI" else ""


def _file(name: str) -> pydyf.String | pydyf.Dictionary:
    """Return a file as PDF names it: by its name alone, or as a record where that has letters that systems write otherwise."""
    named = pydyf.String(unquote(name))
    return named if unquote(name).isascii() else pydyf.Dictionary({"Type": "/Filespec", "F": named, "UF": named})
