"""Notations of others are told, each by its name and at its line; ordinary prose is left alone."""

import pytest
from desk import ROOT

from pipeline.content.all_prose import all_prose
from pipeline.content.load import load_publication
from pipeline.content.record import Prose, Takes
from pipeline.core import Place
from pipeline.core.layouts import Layouts
from pipeline.render.render import find_kinds
from pipeline.text.foreign_notations import ALL, explain_notation
from pipeline.text.mentions import find_references
from pipeline.text.reference import Reference

pytestmark = pytest.mark.quick


def told(text: str, takes: Takes = "blocks") -> list[tuple[str, str, int]]:
    found = find_references(Prose(text, Place("x", 1), takes))
    return [(one.locator, one.id, one.place.line) for one in found if one.kind == "notation"]


FOREIGN = [
    ("![A map](map.png)", "picture", "![A map](map.png)"),
    ("![A map](https://example.org/a.jpg)", "picture", "![A map]"),
    ("![A map][m]", "picture", "![A map][m]"),
    ("words[^1] go on", "footnote", "[^1]"),
    ("[^note]: The words.", "footnote", "[^note]:"),
    ("so $x^2$ is", "math", "$x^2$"),
    ("so $n$ is", "math", "$n$"),
    ("$\\frac{a}{b}$", "math", "$\\frac{a}{b}$"),
    ("$$\nE = mc^2\n$$", "math", "$$ E = mc^2 $$"),
    ("so \\(a = b\\) is", "math", "\\(a = b\\)"),
    ("so \\[a_1\\] is", "math", "\\[a_1\\]"),
    ("\\textbf{a b}", "tex", "\\textbf{a b}"),
    ("as said \\citep[12]{clemens2018}", "tex", "\\citep[12]{clemens2018}"),
    ("\\newpage", "tex", "\\newpage"),
    ("a<br>b", "html", "<br>"),
    ("a<br />b", "html", "<br />"),
    ("<sup>2</sup>", "html", "<sup>"),
    ('<span style="color: red">x</span>', "html", '<span style="color: red">'),
    ("x</div>", "html", "</div>"),
    ("[words]{.smallcaps}", "attributes", "{.smallcaps}"),
    ("### Heading {#sec-x}", "attributes", "{#sec-x}"),
    ("### Heading {-}", "attributes", "{-}"),
    ("x {width=50%}", "attributes", "{width=50%}"),
    ("{{< include a.md >}}", "shortcode", "{{< include a.md >}}"),
    ("{{ name }}", "shortcode", "{{ name }}"),
    ("{{its-id}}", "shortcode", "{{its-id}}"),
    ("{% if a %}", "shortcode", "{% if a %}"),
    ("`r nrow(x)`", "code-to-run", "`r nrow(x)`"),
    ("```{r}\nx\n```", "code-block-to-run", "```{r}"),
    ("@fig:riders shows", "crossing", "@fig:riders"),
    ("Figure \\@ref(fig:riders)", "crossing", "\\@ref(fig:riders)"),
    ("Figure @ref(fig:riders)", "crossing", "@ref(fig:riders)"),
    ("[@fig-riders]", "cross-in-brackets", "[@fig-riders]"),
    ("see [[Metering]]", "wikilink", "[[Metering]]"),
    ("[the record](www.example.org)", "no-link", "[the record](www.example.org)"),
    ("[there](#sec-a)", "no-link", "[there](#sec-a)"),
    ("[x](javascript:alert(1))", "no-link", "[x](javascript:alert(1))"),
    ("[words][there]", "undefined-link", "[words][there]"),
    ("::: {.callout-note}\nx\n:::", "untitled-box", "::: {.callout-note}"),
    ("::: {.callout-note title='A'}\nx", "open-box", "::: {.callout-note title='A'}"),
    (":::", "end-of-no-box", ":::"),
    ("::: {.aside}\nx\n:::", "unknown-box", "::: {.aside}"),
    ("::: {.callout #tip-a title=A}\nx\n:::", "id-of-box", "#tip-a"),
    ("::: {.callout .big title=A}\nx\n:::", "look-of-box", ".big"),
    ("::: {.callout title=A}\n::: {.callout title=B}\nx\n:::\n:::", "box-in-box", "::: {.callout title=B}"),
    ("> [!NOTE]\n> x", "box", "[!NOTE]"),
    ("==x==", "marked", "==x=="),
    ("so :smile: it is", "emoji", ":smile:"),
    (".. note:: x", "directive", ".. note::"),
    ("[TOC]", "contents", "[TOC]"),
    ("Term\n: its meaning", "definition", "Term"),
    ("| a | b |\n| c | d |", "table", "| a | b |"),
    ("| a | b |\n|---|\n| c | d |", "table", "| a | b |"),
    ("+---+---+\n| a | b |\n+---+---+", "table", "+---+---+"),
    ("Year\tTaken\n1974\t9.1", "cells", "Year Taken"),
    ("• one\n• two", "bullets", "• one"),
    ("– one\n– two", "bullets", "– one"),
    ("so **bold ** it is", "space-in-bold", "**bold **"),
    ("- [ ] to do", "task", "[ ]"),
    ("- one\n- [x] done", "task", "[x]"),
    ("\tindented", "tab", "indented"),
    ("# Heading", "high-heading", "# Heading"),
    ("## Heading", "high-heading", "## Heading"),
    ("Words\n---", "underlined", "Words"),
]


@pytest.mark.parametrize(("typed", "name", "quoted"), FOREIGN, ids=[typed for typed, _, _ in FOREIGN])
def test_a_notation_of_others_is_told_at_its_line(typed: str, name: str, quoted: str) -> None:
    found = told(f"First.\n\n{typed}")
    assert found[0][:2] == (name, quoted)
    assert found[0][2] in (3, 4), "the line it begins on, or the one below in a list"


def test_every_notation_is_explained_and_tried() -> None:
    tried = {name for _, name, _ in FOREIGN} | {
        "heading-in-line",
        "item-in-line",
        "table-in-talk",
        "figure-in-talk",
        "box-in-talk",
    }
    assert tried == set(ALL)
    for name in ALL:
        told_as, hint = explain_notation(find_one(name))
        assert told_as.startswith(("a ", "an ", "the ", "code", "marked", "bold"))
        assert len(hint) > 5


def find_one(name: str) -> Reference:
    return Reference("notation", "<br>", Place("x", 1), name)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("<sup>", "m^2^"),
        ("<b>", "**words**"),
        ("<br>", "empty line"),
        ("<video>", "in words"),
        ("\\cite{a}", "[@its-id]"),
        ("\\footnote{a}", "^[the note]"),
        ("\\vspace{1cm}", "delete it"),
        ("### x {#sec-x}", "has no id"),
    ],
)
def test_the_hint_is_for_what_was_typed(typed: str, hint: str) -> None:
    (reference,) = find_references(Prose(typed, Place("x", 1)))
    assert hint in explain_notation(reference)[1]


def test_a_notation_is_told_once_a_line_and_what_is_in_it_is_not_told_again() -> None:
    assert told("<b>a</b> and <b>b</b>\n<i>c</i>") == [("html", "<b>", 1), ("html", "<i>", 2)]
    found = find_references(Prose("\\cite{clemens2018} and {{ x }} and {real}", Place("x", 1)))
    assert [(one.kind, one.id) for one in found] == [
        ("notation", "\\cite{clemens2018}"),
        ("notation", "{{ x }}"),
        ("fact", "real"),
    ]


def test_the_words_of_a_footnote_are_told_even_where_they_are_an_address() -> None:
    assert told("So[^2] it is.\n\n[^2]: https://example.org") == [("footnote", "[^2]", 1), ("footnote", "[^2]:", 3)]


ORDINARY = [
    "It cost $3.10 in 1960, $5 to $10 today, and US$5 or MX$12, roughly; A$5 and NZ$6 = US$7; 5$ and 6$ too.",
    "Prices rose from $5-$10 to $7–$12. $5 for 3^2 in US$, and $40/month_avg vs. $50. $5 = x and y = $6; $x per $y of z",
    "Write to a.b@c.org or x_y+z@mail.example.com at 10:30:00 or 10:30.",
    "snake_case_word, C#, F#, 50~60, R&D, AT&T, (a) b, [sic], […], [Mexico], [Mexico City], #1, * * *, ~, ^, \\$, {",
    "~20 percent and ~30 percent; a ~ b; 2^; x^ y^; 5 < 6 & rising; a < b > c; if p<0.05 and q>0.1; <5% and >10%",
    '"Ratio 3:2: the end": see :note, or 12:30: yes; 8:00 a.m.: start; note: this: that; :) ;) :( :-)',
    "[1][2] and [sic][…] and [a]: then [b](see there) and [c] (d); (see [here]). el Sr. [Díaz Ordaz][sic]",
    "He said: “[I]t is [the] law.” ¿Qué? ¡Sí! «Ley 1234/2019» art. 5.º núm. 3; el 50 % de la población; 1.204,50 €",
    '§ 12 Abs. 3 Nr. 4 BGB; z. B. 3,5 %; "Das reicht" -- und ging; Straße/Gasse; 5×5 m; –5 °C',
    "* p < 0.1, ** p < 0.05, *** p < 0.01",
    "5 / 6; and/or; C:\\new\\table; \\\\server\\share; a \\ b / c | d; path/to/file.txt; file_name_2.csv",
    "— No —dijo él.",
    "a == b; a === b; x == y == z; ==; a=b==c; = equal; -> <- <-> => <= << quote >>",
    "10^6 persons; CO2; m2; 10^6^ and CO~2~ and ~~not~~; U.S.–Mexico; #MeToo; @5 dollars; 3 @ $5 each",
    'Art. 123, Frac. IV [sic]; "quoted [word] here"; [emphasis added]; [translation ours]; [*sic*]',
    "[Secretaría de Relaciones Exteriores] (SRE); [Labor Department](https://dol.gov) says; [x](mailto:a@b.org)",
    "See https://example.org/a_b~c/d?x=1&y=$z#frag:emoji: and <https://example.org/==x==> and <a@b.org>.",
    "1) first",
    "100%; 50%–60%; 5‰; No. 5; n.º 5; № 5; Title 8, § 1182(a)(9)(B)(i); 8 U.S.C. § 1101(a)(15)(H)(ii)(a)",
    "The {fact} of ${cost}–${max} or ${cost} in US$. {fact}/{other} = {third}; {a-b:short}",
    "[bracero]{lang=es}; ^[A note: with $5.] and ^[see [@a, p. 3]; $6 = x]; *a*^[b]; a_1 + b_1",
    "“$100 million [sic] (approx.)” and [$5](https://a.org/b) … [$7]; …and so on... -- dash --- em (c) (r) (tm) +-",
    "<id>, <your name here>, <...>, I <3 it",
    "| a pipe at the start",
    "`code with <b> and {{x}} and $x^2$` and `regex [^1]` and `r` and `python build.py`",
    "\\<b> \\{\\{ x }} \\[^1] \\$x^2$ \\==x== \\:smile: \\[[x]] \\!\\[a](b.png) \\::: x",
    "\\(1942\\) and \\[Mexico\\] and \\[1\\]",
    "&lt;b&gt; &nbsp; &copy; &mdash;",
]
BLOCKS = [
    "word\n– the treaty – was",
    "– Nein.\nUnd dann",
    "— Oui.\n— Non.",
    "> a quote\n> — Author",
    "- item [x]\n- [sic] item\n- [Mexico] item",
    "1. a\n2. b",
    "a | b\nc | d",
    "Il a dit que tout le monde devait partir avant midi\n: non.",
    "***\n\nx\n\n---\n\ny",
    "### Heading: {fact}",
    "#### A smaller one",
    "Table:\n\n| a | b |\n|---|:-:|\n| $5 | $6 |",
    "$5\n\n$6",
    "a  \nb\\\nc",
    "[words][there]\n\n[there]: https://example.org",
]


@pytest.mark.parametrize("typed", [*ORDINARY, *BLOCKS])
def test_ordinary_prose_is_left_alone(typed: str) -> None:
    assert told(typed) == []


@pytest.mark.parametrize("typed", ORDINARY)
def test_ordinary_lines_are_left_alone(typed: str) -> None:
    assert told(typed, "line") == []


@pytest.mark.parametrize("folder", ["content", "tests/publication", "tests/stress", "tests/showcase"])
def test_publications_that_are_right_have_no_notation_of_others(folder: str) -> None:
    publication, _ = load_publication(ROOT / folder, find_kinds(Layouts((ROOT / "layouts",))))
    assert publication is not None
    texts = [prose for _, prose in all_prose(publication)]
    assert len(texts) > 20
    assert [ref for text in texts for ref in find_references(text) if ref.kind in ("notation", "")] == []


# ---------------------------------------------------------------- what a place takes


def test_a_line_is_no_heading_and_no_list() -> None:
    assert told("## The river", "line") == [("heading-in-line", "## The river", 1)]
    assert told("- one", "line") == [("item-in-line", "- one", 1)]


def test_talk_takes_every_block_but_tables_and_figures() -> None:
    talk = "# A\n\n> b\n\n---\n\n- c\n\n1. d\n\n    code\n\n{fact}\n\nSee @fig-x.^[e]"
    assert told(talk, "paragraphs") == []
    assert told("a\n\n@fig-x", "paragraphs") == [("figure-in-talk", "@fig-x", 3)]
    assert told("a\n\n| b | c |\n|---|---|\n| d | e |", "paragraphs") == [("table-in-talk", "| b | c |", 3)]
    assert told("@fig-x\n\n| b | c |\n|---|---|\n| d | e |") == []
