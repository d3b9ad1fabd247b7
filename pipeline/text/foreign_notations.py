"""Notations that people bring from elsewhere and that we do not have: each is told, with what there is instead.

Pandoc, Quarto, GitHub, R Markdown, LaTeX, HTML, wikis, word processors. Otherwise they would be printed as they are typed.
A false alarm is worse than a miss: patterns ask for more than a single sign. A backslash before a sign makes it a sign.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from pipeline.core import Place
from pipeline.text.reference import Reference

# Signs in a block's words for what is no typed text: patterns never meet what stands in them.
LINK, LINKED, OTHER = "\ue000", "\ue007", "\ufffc"  # around the words of a link; anything else that is read
OPEN, CLOSE = "\ue001", "\ue002"  # the braces of a fact
ESCAPED = {r"\@": "\ue008", r"\(": "\ue003", r"\)": "\ue004", r"\[": "\ue005", r"\]": "\ue006"}
INLINE, DISPLAY = ("\ue003", "\ue004"), ("\ue005", "\ue006")  # around a formula of LaTeX
TYPED = {OPEN: "{", CLOSE: "}", LINK: "[", LINKED: "]", OTHER: "…", **{sign: typed for typed, sign in ESCAPED.items()}}
A_FACT = re.compile(r"\{([a-z0-9]+(?:-[a-z0-9]+)*(?::\w+)?)\}")
TASK = re.compile(r"\[[ xX]\] ")
RUN = re.compile(r"r [^`]+|\{(?:r|python|julia)\}")  # code that others run where it stands
TAGS = (
    "a abbr address article aside audio b big blockquote body br button center cite code col dd del details dfn div dl dt em "
    "embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main "
    "mark math meta nav object ol p pre q s script section small span strike strong style sub summary sup svg table tbody td "
    "tfoot th thead tr tt u ul use var video wbr"
).replace(" ", "|")
FORMULA = (  # a price is none: $5 to $10, $3.10 in US$
    r"(?<![\w$])\$(?:[A-Za-z]|(?=\S)(?:(?=[^$\n]*[\\^])|(?!\d)(?=[^$\n]*[_={}<>+]))[^$\n]{1,80}(?<![\sA-Z]))\$(?![\w${"
)


class Notation(NamedTuple):
    """A notation of others: how it is found, what it is called, and what there is instead."""

    pattern: str
    called: str
    instead: str


NOTATIONS = {
    "picture": Notation(
        rf"!\[[^\[\]\n]*\][(\[][^()\s]*\)?|!{LINK}[^{LINKED}\n]*{LINKED}",
        "a picture",
        "a text holds no pictures: it shows figures, by @fig-… with an id of figures.yaml",
    ),
    "footnote": Notation(
        rf"\[\^[^\]\s\[]+\]:?|{LINK}\^\w+{LINKED}",
        "a numbered footnote",
        "write the note where its number stands: ^[the words of the note]",
    ),
    "shortcode": Notation(
        rf"\{{[{{{OPEN}].*?[}}{CLOSE}]\}}|\{{%.*?%\}}|\{{\#.*?\#\}}",
        "a command to another program",
        "texts hold no commands; {its-id}, in single braces, is a number of facts.yaml",
    ),
    "attributes": Notation(
        r"\{[.\#][\w-][^{}\n]*\}|\{[\w-]*=[^{}\n]*\}|\{[^{}\n]*\s[\w-]+=[^{}\n]*\}|\{-\}",
        "an attribute",
        "delete it: how things look is said in the layouts; [words]{lang=es} names a language",
    ),
    "math": Notation(
        rf"\$\$[^$]+\$\$|{FORMULA}{OPEN}])"
        rf"|{INLINE[0]}(?:[A-Za-z]|[^{INLINE[1]}\n]*[\\^_=][^{INLINE[1]}\n]*){INLINE[1]}"
        rf"|{DISPLAY[0]}[^{DISPLAY[1]}]*[\\^_=][^{DISPLAY[1]}]*{DISPLAY[1]}",
        "a formula",
        "write m^2^ or H~2~O, or say it in words",
    ),
    "tex": Notation(
        rf"\\([A-Za-z]{{2,}})\*?(?:\[[^\]\n]*\])?[{{{OPEN}][^{{}}\n{CLOSE}]*[}}{CLOSE}]?"
        r"|\\(newpage|pagebreak|clearpage|noindent|tableofcontents|maketitle|(?:big|med|small)skip)\b",
        "a LaTeX command",
        "",
    ),
    "html": Notation(
        rf"<(?:/(?:{TAGS})|(?:{TAGS})(?:\s[^<>=]*=[^<>]*+|\s*+/?))>|<[?!][A-Za-z][^<>]*>",
        "an HTML tag",
        "",
    ),
    "crossing": Notation(
        r"@(?:fig|tbl|tab|sec|eq|lst|thm):[\w:-]+|[@\ue008]ref\(\w+:[\w-]+\)",
        "a cross-reference of another kind",
        "write @fig-its-id, @tbl-its-id or @sec-its-id",
    ),
    "wikilink": Notation(r"\[\[\w[^\[\]\n]*\]\]", "a wiki link", "write @sec-its-id, or [words](https://…)"),
    "no-link": Notation(
        r"\[[^\[\]\n]+\]\((?!https?:)(?:\#[\w-]+|\.{0,2}/[^\s()]*|www\.[^\s()]+"
        r"|[\w./-]+\.(?:html?|pdf|docx?|md|png|jpe?g|com|org|gov|net|edu)|[A-Za-z][\w+.-]*:[^\s()]*(?:\([^\s()]*\))?)\)",
        "a link that leads to no address",
        "an address begins with https:// or mailto:; @sec-its-id leads to a section, @fig-its-id to a figure",
    ),
    "undefined-link": Notation(
        r"(?<![\w\]])\[(?!\d+\])\w[^\[\]\n]*\]\[(?!sic\])[\w -]*\]",
        "a link whose address is nowhere",
        "write [words](https://…)",
    ),
    "box": Notation(
        r"^:{3,}[ \t]*[^\s:][^\n]*|\A\[![A-Za-z]+\][+-]?",
        "a box",
        "there are no boxes: write a quotation, each line after >, or a heading, ### Heading",
    ),
    "marked": Notation(r"(?<!=)==(?=[^\s=])[^=\n]+(?<=[^\s=])==(?!=)", "marked text", "write **words** or *words*"),
    "emoji": Notation(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])", "the name of an emoji", "write a word"),
    "code-to-run": Notation(
        r"`[^`\n]+`", "code to run", "nothing is computed in a text: {its-id} is a number of facts.yaml"
    ),
    "directive": Notation(r"^\.\. [\w-]+::", "a directive", "write a paragraph, or list a figure under `figures`"),
    "contents": Notation(
        r"^\[(?:TOC|toc|_TOC_)\]$", "a mark for contents", "delete it: the contents are made from the titles"
    ),
    "definition": Notation(
        r"\A[^\n]{1,40}\n: +\S[^\n]*",
        "a list of definitions",
        "write a list, - **Term**: its meaning; or explain the word in glossary.yaml",
    ),
    "table": Notation(
        r"\A\|[^\n]+\|[ ]*\n\|[^\n]*\|?|^\|?[ ]*:?-{3,}:?[ ]*\|[ |:-]*$|^\+[-=+]{3,}\+$",
        "a table that is not complete",
        "under its head a table has a line such as |---|---|, and all its lines have as many |",
    ),
    "bullets": Notation(
        r"^[•◦▪▫‣●○■□➢➤►][ \t\N{NO-BREAK SPACE}]*\S[^\n]*(?:\n[•◦▪▫‣●○■□➢➤►][^\n]*)*|\A– [^\n]+(?:\n(?!– )[^\n]*)*(?=\n– )",
        "a list with signs of its own",
        "begin each item with - and a space, and leave an empty line above the first",
    ),
    "space-in-bold": Notation(
        r"(?<![\w*])\*\*(?=\w)[^*\n]{1,80}?\s\*\*(?![\w*])",
        "bold type that does not end",
        "put the ** right behind the last word, without a space",
    ),
}
IN_A_LINE = {
    "heading-in-line": Notation(r"\A\#{1,6} [^\n]*", "a heading", "this is one line already: delete the #"),
    "item-in-line": Notation(r"\A- [^\n]*", "an item of a list", "this is one line already: delete the -"),
}
OF_BLOCKS = {
    "task": Notation("", "a task to tick", "delete the [ ], or write ☐ or ☑"),
    "code-block-to-run": Notation("", "code to run", "nothing is computed in a text: draw a figure from a data file"),
    "tab": Notation("", "code, because its line begins with a tab", "delete the tab"),
    "high-heading": Notation("", "a heading of a whole section", "headings within a text begin with three signs: ### Heading"),
    "underlined": Notation("", "a heading, because of the signs below it", "write ### Heading instead; for a rule, leave an empty line above it"),
    "cross-in-brackets": Notation("", "a cross-reference in brackets", "write it without the brackets"),
    "table-in-talk": Notation("", "a table", "here stand paragraphs and lists: put it into the text of an entry"),
    "figure-in-talk": Notation("", "a figure", "here stand paragraphs and lists: list it under `figures`, or mention it in a sentence"),
}  # fmt: skip
HALF_OURS = ("no-link", "undefined-link", "table", "space-in-bold", "underlined", "tab")  # what is here, but not so
WHOLE_LINES = ("definition", "table", "bullets", *IN_A_LINE)  # what stands in them is read all the same
LITERAL = ("math", "html", "tex", "shortcode", "attributes", "emoji", "marked", "wikilink", "code-to-run")
ALL = NOTATIONS | IN_A_LINE | OF_BLOCKS
PATTERNS = {name: re.compile(one.pattern, re.MULTILINE) for name, one in (NOTATIONS | IN_A_LINE).items()}

BY_TAG = {
    "b": "write **words**", "strong": "write **words**", "i": "write *words*", "em": "write *words*", "cite": "write *words*",
    "u": "nothing is underlined: write *words*", "sub": "write H~2~O", "sup": "write m^2^", "s": "write ~~words~~",
    "del": "write ~~words~~", "strike": "write ~~words~~", "br": "leave an empty line to begin a paragraph",
    "a": "write [words](https://…)", "img": NOTATIONS["picture"].instead, "li": "begin each item with - and a space",
    "ul": "begin each item with - and a space", "p": "leave an empty line to begin a paragraph",
    "q": "write quotation marks", "blockquote": "begin the lines of a quotation with >", "h3": "write ### Heading",
    "hr": "write --- between two empty lines", "table": "write a table with | between its cells",
}  # fmt: skip
BY_COMMAND = {
    "textbf": "write **words**", "textit": "write *words*", "emph": "write *words*", "footnote": "write ^[the note]",
    "ref": "write @fig-its-id or @sec-its-id", "autoref": "write @fig-its-id or @sec-its-id", "label": "delete it",
    "href": "write [words](https://…)", "url": "write the address alone", "section": "write ### Heading",
    "subsection": "write ### Heading", "textsuperscript": "write m^2^", "textsubscript": "write H~2~O",
}  # fmt: skip


def explain_notation(reference: Reference) -> tuple[str, str]:
    """Return what a notation of others is, "a picture, which cannot stand here", and the hint what to write instead."""
    about = ALL[reference.locator]
    instead = about.instead
    if reference.locator == "html":
        tag = re.match(r"</?(\w*)", reference.id)
        instead = BY_TAG.get(tag[1] if tag else "", "delete it, or say in words what is meant")
    if reference.locator == "tex":
        command = re.match(r"\\(\w*)", reference.id)
        name = command[1] if command else ""
        cites = "cite" in name.lower()
        instead = "write [@its-key]" if cites else BY_COMMAND.get(name, "delete it, or say in words what is meant")
    if reference.locator == "attributes" and reference.id.startswith("{#"):
        instead = "delete it: a heading has no id, and that of an entry or a figure is its own"
    signs = re.match(r"[!-/:-@[-`{-~]+", reference.id) if reference.locator in LITERAL else None
    literal = "".join(f"\\{sign}" for sign in signs[0]) if signs else ""
    told = about.called if reference.locator in HALF_OURS else f"{about.called}, which cannot stand here"
    return told, f"{instead}; to print the signs themselves, begin with {literal}" if literal else instead


# ---------------------------------------------------------------- found


def add_foreign_notations(state: StateCore) -> None:
    """Add a reference to each notation of others in a text: to its block, and instead of what it holds."""
    base: Place = state.env["place"]
    for at, block in enumerate(state.tokens):
        first = base.line + (block.map[0] if block.map else 0)
        found = [Reference("notation", typed, Place(base.path, first), name) for name, typed in _of_block(state, at)]
        if block.type == "inline":
            found += _within(block, Place(base.path, first), state.env["takes"] == "line")
        if found:
            block.meta["references"] = found
    for label, about in state.env.get("references", {}).items():
        if label.startswith("^"):  # read as the address of a link
            place = Place(base.path, base.line + about["map"][0])
            note = Reference("notation", f"[{label.lower()}]:", place, "footnote")
            state.tokens.append(Token("notation", "", 0, hidden=True, meta={"references": [note]}))


def _of_block(state: StateCore, at: int) -> Iterator[tuple[str, str]]:
    """Yield the names of notations that a block is, not its words, and how it begins."""
    block, takes = state.tokens[at], state.env["takes"]
    before = [token.type for token in state.tokens[max(at - 2, 0) : at]]
    if block.type == "inline" and before == ["list_item_open", "paragraph_open"] and TASK.match(block.content):
        yield "task", block.content[:3]
    elif block.type == "fence" and block.info.startswith("{"):
        yield "code-block-to-run", f"```{block.info}"
    elif block.type == "code_block" and block.map and state.src.split("\n")[block.map[0]].startswith("\t"):
        yield "tab", _short(block.content)
    elif block.type == "heading_open" and block.tag in ("h1", "h2") and takes == "blocks":
        words = state.tokens[at + 1].content
        set_below = block.markup in ("=", "-")
        yield ("underlined", _short(words)) if set_below else ("high-heading", _short(f"{block.markup} {words}"))
    elif block.type == "table_open" and takes == "paragraphs":
        yield "table-in-talk", _short(state.src.split("\n")[block.map[0]] if block.map else "|")
    elif block.type == "inline" and takes == "paragraphs" and before[-1:] == ["paragraph_open"] and _is_figure(block):
        yield "figure-in-talk", block.content
        block.children = []


def _is_figure(block: Token) -> bool:
    children = block.children or []
    return len(children) == 1 and children[0].type == "cross" and children[0].meta["references"][0].kind == "fig"


@dataclass
class _Words:
    """The words of a block, as its patterns meet them, and where in them each token stands."""

    text: str
    spans: list[tuple[int, int, Token]]


def _within(block: Token, place: Place, is_line: bool) -> list[Reference]:
    """Return the notations of others among the words of a block, one of each sort a line.

    What they seemed to name is read no more: the words in \\cite{braces} are no fact.
    """
    words = _gather(block.children or ())
    found: dict[tuple[str, int], Reference] = {}
    for name, match in _matches(words.text, NOTATIONS | IN_A_LINE if is_line else NOTATIONS):
        line = words.text.count("\n", 0, match.start())
        typed = "".join(TYPED.get(sign, sign) for sign in match[0])
        found.setdefault((name, line), Reference("notation", _short(typed), Place(place.path, place.line + line), name))
        for start, stop, token in words.spans:
            inside = start < match.end() and match.start() < stop and token.nesting == 0
            if inside and name not in WHOLE_LINES and token.meta.get("references"):
                token.type, token.meta = "text", {}
    return list(found.values())


def _matches(text: str, names: Iterable[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what patterns find, from left to right; of two that overlap the first, and the longer."""
    every = [(name, match) for name in names for match in PATTERNS[name].finditer(text)]
    end = 0
    for name, match in sorted(every, key=lambda one: (one[1].start(), -one[1].end())):
        if match.start() >= end:
            end = match.end()
            yield name, match


def _gather(children: Sequence[Token]) -> _Words:
    words, skipping = _Words("", []), False
    for token in children:
        if token.type == "link_open" and token.markup == "autolink":
            skipping = True
        elif token.type == "link_close" and skipping:
            skipping, said = False, OTHER
        if skipping:
            continue
        said = _said(token) if token.markup != "autolink" else OTHER
        words.spans.append((len(words.text), len(words.text) + len(said), token))
        words.text += said
    return words


def _said(token: Token) -> str:
    """Return the typed words of a token, or a sign for what it is."""
    match token.type:
        case "text":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "text_special":
            return token.content if token.content == token.markup else ESCAPED.get(token.markup, OTHER)
        case "link_open":
            return LINK
        case "link_close":
            return LINKED
        case "code_inline" if RUN.match(token.content):
            return f"`{token.content}`"
        case "fact":
            return A_FACT.sub(rf"{OPEN}\1{CLOSE}", token.content)
        case "citation":
            crossing = PATTERNS["crossing"].match(token.content) or token.content == "@ref"
            return token.content if crossing else OTHER + "\n" * token.content.count("\n")
    return token.markup if token.type[:3] in ("sub", "sup", "s_o", "s_c") else OTHER


def _short(typed: str) -> str:
    first = typed.split("\n", 1)[0].rstrip()
    words = " ".join((first if len(first) > 2 else typed).split())
    return words if len(words) <= 40 else f"{words[:39].rstrip()}…"
