"""Notations that people bring from elsewhere and that we do not have: each is told, with what there is instead.

Pandoc, Quarto, GitHub, R Markdown, LaTeX, HTML, wikis, word processors. Otherwise they would be printed as they are typed.
A false alarm is worse than a miss: patterns ask for more than a single sign. A backslash before a sign makes it a sign.
"""

import re
from typing import NamedTuple

from pipeline.text.reference import Reference

# Signs in a block's words for what is no typed text: patterns never meet what stands in them.
LINK, LINKED, OTHER = "\ue000", "\ue007", "\ufffc"  # around the words of a link; anything else that is read
OPEN, CLOSE = "\ue001", "\ue002"  # the braces of a fact
ESCAPED = {r"\@": "\ue008", r"\(": "\ue003", r"\)": "\ue004", r"\[": "\ue005", r"\]": "\ue006"}
INLINE, DISPLAY = ("\ue003", "\ue004"), ("\ue005", "\ue006")  # around a formula of LaTeX
TYPED = {OPEN: "{", CLOSE: "}", LINK: "[", LINKED: "]", OTHER: "…", **{sign: typed for typed, sign in ESCAPED.items()}}
TAGS = (
    "a abbr address article aside audio b big blockquote body br button center cite code col dd del details dfn div dl dt em "
    "embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link main "
    "mark math meta nav object ol p pre q s script section small span strike strong style sub summary sup svg table tbody td "
    "tfoot th thead tr tt u ul use var video wbr"
).replace(" ", "|")
FORMULA = (  # a price is none: $5 to $10, $3.10 in US$
    r"(?<![\w$])\$(?:[A-Za-z]|(?=\S)(?:(?=[^$\n]*[\\^])|(?!\d)(?=[^$\n]*[_={}<>+]))[^$\n]{1,80}(?<![\sA-Z]))\$(?![\w${"
)


A_BOX = '::: {.callout-note title="…"}, its words on lines of their own, and ::: below them'


class Notation(NamedTuple):
    """A notation of others: how it is found, what it is called, and what there is instead."""

    pattern: str
    called: str
    instead: str


NOTATIONS = {
    "picture": Notation(
        rf"!\[[^\[\]\n]*\][(\[][^()\s]*\)?|!{LINK}[^{LINKED}\n]*{LINKED}",
        "a picture",
        "delete it: a text holds no pictures; it shows figures, by @fig-… with an id of figures.yaml",
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
        "a label for another program",
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
        f"in the text of a chapter or an entry a box is {A_BOX}",
    ),
    "marked": Notation(r"(?<!=)==(?=[^\s=])[^=\n]+(?<=[^\s=])==(?!=)", "marked text", "write **words** or *words*"),
    "emoji": Notation(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])", "the name of an emoji", "write a word"),
    "code-to-run": Notation(
        r"`[^`\n]+`", "code to run", "nothing is computed in a text: {its-id} is a number of facts.yaml"
    ),
    "directive": Notation(r"^\.\. [\w-]+::", "a directive", 'write a paragraph, or list a figure under "figures"'),
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
    "cells": Notation(
        r"\A[^\t\n]*[^\W\d_][^\t\n]*\t+[^\t\n]+(?:\t[^\n]*)?\n[^\t\n]+\t+[^\t\n]+[^\n]*",
        "a table as a spreadsheet pastes it",
        "put | around and between the cells of each line, and a line |---|---| under the first",
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
    "open-box": Notation("", "the beginning of a box that does not end", "write ::: on a line of its own where it ends"),
    "end-of-no-box": Notation("", "the end of a box that nothing begins", f"delete it; a box is {A_BOX}"),
    "untitled-box": Notation("", "a box without a title", "write title=\"…\" within the braces, or ## and the title on the line below"),
    "unknown-box": Notation("", "a box of another kind", f"a box is {A_BOX}; -note may be -tip, -important, -warning or -caution"),
    "id-of-box": Notation("", "an id, and a box in a text has none", 'delete it; a box with an id stands under "boxes" of a chapter or an entry'),
    "look-of-box": Notation("", "a setting for another program", "delete it: how boxes look is said in the layouts"),
    "box-in-box": Notation("", "a box within another", "let one end, with :::, before the other begins"),
    "box-in-talk": Notation("", "a box", "here stand paragraphs and lists: put it into the text of a chapter or an entry"),
    "figure-in-talk": Notation("", "a figure", 'here stand paragraphs and lists: list it under "figures", or mention it in a sentence'),
}  # fmt: skip
HALF_OURS = (
    "open-box",
    "end-of-no-box",
    "untitled-box",
    "unknown-box",
    "id-of-box",
    "look-of-box",
    "no-link",
    "undefined-link",
    "table",
    "cells",
    "space-in-bold",
    "underlined",
    "tab",
)  # what is here, but not so
WHOLE_LINES = ("definition", "table", "cells", "bullets", *IN_A_LINE)  # what stands in them is read all the same
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
        instead = (
            "write [@its-id], with its id in sources.yaml"
            if cites
            else BY_COMMAND.get(name, "delete it, or say in words what is meant")
        )
    if reference.locator == "attributes" and reference.id.startswith("{#tbl-"):
        instead = (
            "delete it: a table in a text has no number; one that has is a figure of the kind table, in figures.yaml"
        )
    elif reference.locator == "attributes" and reference.id.startswith("{#"):
        instead = "delete it: a heading has no id, and that of an entry or a figure is its own"
    signs = re.match(r"[!-/:-@[-`{-~]+", reference.id) if reference.locator in LITERAL else None
    literal = "".join(f"\\{sign}" for sign in signs[0]) if signs else ""
    told = about.called if reference.locator in HALF_OURS else f"{about.called}, which cannot stand here"
    return told, f"{instead}; to print the signs themselves, begin with {literal}" if literal else instead
