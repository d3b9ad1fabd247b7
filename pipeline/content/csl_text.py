"""Texts of bibliographies in the marks of CSL-JSON (`<i>`, `<sup>`, …), from Markdown and from BibTeX, as pandoc reads them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.content.source import TAG, Json
from pipeline.core import Cache, ConverterFailed, Place, Problem, ProblemsFound, run_converter

# Markdown within a line. A key after @, a footnote or TeX in a title is no title's.
MARKDOWN = "--from=markdown-citations-footnotes-inline_notes-raw_tex-raw_attribute-example_lists-yaml_metadata_block"
MARKED = re.compile(r"[*_~^`\\\[\]<>'\"&$]|--|\.\.\.")  # what a text without is plain
BLOCK = re.compile(r"^(\(?\w{1,10}(?=[.)]\s)|(?=[#>+|:-]|\*\s))")  # what would begin a list or a heading


def read_markdown(texts: Iterable[str], cache: Cache) -> Mapping[str, str]:
    """Return texts that hold marks of Markdown with the marks of CSL in their place, by what was typed."""
    marked = sorted({text for text in texts if MARKED.search(text)})
    if not marked:
        return {}
    content = "\n\n".join(map(_one_block, marked)).encode()
    blocks = json.loads(cache.keep("sources", (MARKDOWN, content), lambda: _run([MARKDOWN], content)))["blocks"]
    made = [_marked(block["c"]) if block["t"] in ("Para", "Plain") else "" for block in blocks]
    if len(made) != len(marked):  # a text that pandoc takes for several blocks: print all as typed
        return {}
    return {typed: read or typed for typed, read in zip(marked, made, strict=True)}


def _one_block(text: str) -> str:
    """Return a text as one paragraph of Markdown: nothing in it begins a list, and other tags than CSL's are words."""
    tags = re.split(f"({TAG.pattern})", " ".join(text.split()))
    return BLOCK.sub(
        r"\1\\", "".join(part if TAG.fullmatch(part) else re.sub(r"(?<!\\)<", r"\\<", part) for part in tags)
    )


def read_bibtex(text: str, shown: str, cache: Cache) -> dict[str, Json]:
    """Return the items of a BibTeX text by key, in the form of CSL-JSON. Raises ProblemsFound."""
    arguments, content = ["--from=biblatex"], text.encode()
    try:
        meta = json.loads(cache.keep("sources", (arguments, content), lambda: _run(arguments, content)))["meta"]
    except ConverterFailed as failed:
        line = re.search(r"line (\d+)", str(failed))
        hint = "look for a comma, a brace or a quotation mark that is missing here or in the entry above"
        what = "the sources cannot be read from here on"
        raise ProblemsFound([Problem(Place(shown, int(line[1]) if line else 1), what, hint)]) from None
    items = (_plain(reference) for reference in meta.get("references", {"c": ()})["c"])
    return {item["id"]: item for item in items}


def _run(arguments: Sequence[str], content: bytes) -> bytes:
    return run_converter([*arguments, "--to=json"], content)


# ---------------------------------------------------------------- from pandoc

PAIRS = {"Emph": "i", "Strong": "b", "Superscript": "sup", "Subscript": "sub", "Underline": "u"}
CAPITALS = '<span style="font-variant:small-caps;">'


def _plain(held: Json) -> Any:
    """Return pandoc's metadata as plain values; words have the marks of CSL."""
    match held["t"]:
        case "MetaMap":
            return {name: _plain(inner) for name, inner in held["c"].items()}
        case "MetaList":
            return [_plain(inner) for inner in held["c"]]
        case "MetaInlines":
            return _marked(held["c"])
        case "MetaBlocks":
            return " ".join(_marked(block["c"]) for block in held["c"] if block["t"] in ("Para", "Plain"))
    return held["c"]


def _marked(inlines: Iterable[Json]) -> str:
    """Return pandoc's inlines as a text of CSL-JSON."""
    return "".join(map(_one, inlines))


def _one(inline: Json) -> str:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind in PAIRS:
        return f"<{PAIRS[kind]}>{_marked(content)}</{PAIRS[kind]}>"
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "SmallCaps":
            return f"{CAPITALS}{_marked(content)}</span>"
        case "Quoted":
            mark = "'" if content[0]["t"] == "SingleQuote" else '"'
            return f"{mark}{_marked(content[1])}{mark}"
        case "Span" if not content[0][1] or "nocase" in content[0][1]:  # without a class: in braces, in BibTeX
            return f'<span class="nocase">{_marked(content[1])}</span>'
        case "Span" | "Link" | "Image" | "Cite":
            return _marked(content[1])
        case "Code":
            return str(content[1])
        case "Math":
            return _formula(content[1])
        case "RawInline":
            return str(content[1]) if content[0] == "html" else ""
        case "Strikeout":
            return _marked(content)
    return ""


def _formula(tex: str) -> str:
    """Return a formula as words, with what is raised or lowered in it: CO$_{2}$."""
    bare = re.sub(r"\\(?:text\w*|math\w*)\s*\{([^{}]*)\}", r"\1", tex)
    bare = re.sub(r"_(?:\{([^{}]*)\}|(\w))", r"<sub>\1\2</sub>", bare)
    return re.sub(r"\^(?:\{([^{}]*)\}|(\w))", r"<sup>\1\2</sup>", bare).strip()
