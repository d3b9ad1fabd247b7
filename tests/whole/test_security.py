"""Content is data: it is shown as text, never run. Layouts open nothing but what belongs to the publication."""

import html
import re

import pytest
from desk import Desk
from markupsafe import Markup

from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.deck import Table, TextBlock
from pipeline.text.markdown import render_line
from pipeline.text.renderers import DeckRenderer, PageRenderer

TRICKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "{{ 7*7 }}",
    "{{ publication.imprint.title }}",
    "{% raw %}x{% endraw %}",
    "{# nothing #}",
    "${7+7} #{7+7} <%= 7+7 %>",
    "]]> <![CDATA[ x ]]>",
    "<?php x ?>",
    "&lt;script&gt; &#60;b&#62;",
    "</section></body></html>",
    '" onmouseover="alert(1)',
    "<svg><use href='file:///etc/passwd'/></svg>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
]


def shown_as(text: str) -> str:
    """What a reader should see: the text with typographic quotation marks and CommonMark's entities."""
    return html.unescape(text)


def straight(text: str) -> str:
    """Text with quotation marks, dashes and blanks made plain."""
    for curly, plain in {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "\N{NO-BREAK SPACE}": " "}.items():
        text = text.replace(curly, plain)
    return " ".join(text.split())


def protected(text: str) -> str:
    """Braces and < with a backslash before them: otherwise {…} names a fact and <b> is a tag, which are problems."""
    return text.replace("{", "\\{").replace("<", "\\<")


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_in_prose_is_shown_as_text_in_both_outputs(desk: Desk, trick: str) -> None:
    old = "- Water that has been used cannot be asked back."
    desk.replace("content/chapters/1-quarrel.yaml", old, f"- |-\n          Ahem: {protected(trick)}")
    slides = desk.slides()
    contents = [content for slide in slides for content in slide.slots.values()]
    said = [
        paragraph.text for content in contents if isinstance(content, TextBlock) for paragraph in content.paragraphs
    ]
    said += [cell.text for content in contents if isinstance(content, Table) for row in content.rows for cell in row]
    wanted = straight("Ahem: " + shown_as(trick))
    assert wanted in [straight(text) for text in said]
    text = "    text: |\n      Harrow had the river first. Lowmarsh offered to pay in 1965 and was refused [@survey1961].\n"
    desk.replace("content/chapters/1-quarrel.yaml", text, "")  # pages show points where there is no text
    desk.replace("layouts/report/form.yaml", "needs: [text]", "needs: []")
    page = desk.html()
    item = next(item for item in re.findall(r"<li>(.*?)</li>", page, re.DOTALL) if "Ahem" in item)
    assert straight(html.unescape(item)) == wanted
    assert "<" not in item, "markup of the trick's own survived"


def test_a_comment_that_is_dropped_makes_no_markup_of_what_is_around_it(desk: Desk) -> None:
    old = "- Water that has been used cannot be asked back."
    desk.replace("content/chapters/1-quarrel.yaml", old, '- "Ahem: <scr<!-- x -->ipt>alert(1)</scr<!-- -->ipt>"')
    answer = desk.run("check")
    assert answer.code == 1
    assert 'barrier "upstream": "<script>" is an HTML tag, which cannot stand here' in answer.err


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_that_no_check_has_seen_is_text_all_the_same(desk: Desk, trick: str) -> None:
    publication, _ = desk.load()
    text = Prose(trick.replace("{", "\\{"), Place("x", 1))
    for renderer in (DeckRenderer(publication), PageRenderer(publication, lambda id: Markup(), lambda *_: Markup())):
        assert "<" not in render_line(text, renderer)


@pytest.mark.parametrize(
    ("trick", "told"),
    [
        ("{{ 7*7 }}", '"{{ 7*7 }}" is a command to another program'),
        ("{% raw %}", '"{% raw %}" is a command to another program'),
        ("{driest-year|length}", 'no fact called "driest-year|length"'),
    ],
)
def test_braces_that_name_no_fact_are_a_problem_not_a_program(desk: Desk, trick: str, told: str) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "Harrow had the river first.", trick)
    answer = desk.run("check")
    assert answer.code == 1
    assert f'barrier "upstream": {told}' in answer.err
    assert "49" not in answer.err.replace(".yaml:49", "")


@pytest.mark.parametrize("field", ["publisher", "license", "subject", "edition"])
def test_a_trick_in_a_plain_field_is_escaped(desk: Desk, field: str) -> None:
    text = (desk.content / "publication.yaml").read_text(encoding="utf-8")
    trick = "<script>alert('{{ 7*7 }}')</script> & \"co\""
    quoted = trick.replace('"', '\\"')
    desk.write("content/publication.yaml", re.sub(rf"(?m)^{field}: .*$", f'{field}: "{quoted}"', text))
    page = desk.html()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert desk.slide_markup().count("<script") == 0


def test_a_trick_in_a_source_is_escaped(desk: Desk) -> None:
    desk.replace(
        "content/sources.yaml", "title: A History of the Marl", 'title: "A <SCRIPT>History</SCRIPT> & {{ 7*7 }}"'
    )
    page = desk.html()
    assert "A &lt;SCRIPT&gt;History&lt;/SCRIPT&gt; &amp; {{ 7*7 }}" in page
    assert "<script" not in page.lower()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_a_link_that_is_no_web_link_is_no_link(desk: Desk, url: str) -> None:
    typed = Prose(f"[the record]({url})", Place("x", 1))
    assert render_line(typed, DeckRenderer(desk.load()[0])) == typed.source
    desk.replace("content/chapters/2-settlement.yaml", "https://example.org/record", url)
    answer = desk.run("check")
    assert answer.code == 1
    assert f'"[the record]({url})" is a link that leads to no address' in answer.err


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_source_with_such_a_link_is_refused(desk: Desk, url: str) -> None:
    desk.replace("content/sources.yaml", "https://example.org/survey?part=1&page=2", url)
    answer = desk.run("check")
    assert answer.code == 1
    assert "content/sources.yaml:28:" in answer.err


def test_an_address_of_another_kind_is_printed_and_no_link(desk: Desk) -> None:
    """As in older exports of reference managers."""
    desk.replace("content/sources.yaml", "https://example.org/survey?part=1&page=2", "ftp://example.org/survey")
    assert '"ftp://example.org/survey" is no link' in desk.run("check").err
    page = desk.html()
    assert "ftp://example.org/survey" in page
    assert 'href="ftp:' not in page


@pytest.mark.parametrize(
    "url", ["http://example.com/x.png", "https://example.com/x.png", "file:///etc/passwd", "../x.png"]
)
def test_a_style_sheet_may_ask_for_nothing_outside(desk: Desk, url: str) -> None:
    path = desk.layouts / "pages" / "pages.css"
    path.write_text(path.read_text(encoding="utf-8") + f"\nh1 {{ background: url({url}); }}\n", encoding="utf-8")
    answer = desk.run("report")
    assert answer.code == 1
    assert "is not part of this publication" in answer.err
    assert not desk.output.exists()


@pytest.mark.parametrize(
    "asks",
    [
        '<img src="http://example.com/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
    ],
)
def test_a_layout_may_ask_for_nothing_outside(desk: Desk, asks: str) -> None:
    path = desk.layouts / "pages" / "_cover.html"
    path.write_text(path.read_text(encoding="utf-8") + asks, encoding="utf-8")
    answer = desk.run("report")
    assert answer.code == 1, "the build went through"
    assert "is not part of this publication" in answer.err
    assert "root:" not in answer.err


@pytest.mark.parametrize("include", ["../content/publication.yaml", "/etc/passwd", "../../etc/passwd"])
def test_a_layout_includes_nothing_from_outside_its_folder(desk: Desk, include: str) -> None:
    desk.write("layouts/pages/barrier.html", f'{{% include "{include}" %}}\n')
    answer = desk.run("report")
    assert answer.code == 1
    assert "there is no" in answer.err
    assert "Two Counties" not in answer.err


def test_a_billion_laughs_are_refused_quickly(desk: Desk) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    desk.write("content/facts.yaml", bomb)
    answer = desk.run("check")
    assert answer.code == 1
    assert "content/facts.yaml:1: a text that begins with & needs quotation marks" in answer.err


def test_a_tag_makes_no_object(desk: Desk) -> None:
    desk.write("content/facts.yaml", 'x: !!python/object/apply:os.system ["exit 3"]\n')
    answer = desk.run("check")
    assert answer.code == 1
    assert "content/facts.yaml:1: a text that begins with ! needs quotation marks" in answer.err


def test_very_deep_nesting_is_a_problem_and_no_crash(desk: Desk) -> None:
    desk.write("content/facts.yaml", "x: " + "[" * 1500 + "]" * 1500 + "\n")
    answer = desk.run("check")
    assert answer.code == 1
    assert "this begins too far right" in answer.err


def test_a_formula_in_content_is_only_text_in_a_spreadsheet(desk: Desk) -> None:
    desk.replace("content/facts.yaml", "measures: Length of the river", "measures: =HYPERLINK(1)")
    assert desk.run("all").code == 0
    sheet = desk.output / "fact-check.csv"
    assert ",=HYPERLINK" not in sheet.read_text(encoding="utf-8-sig")
    assert "HYPERLINK(1)" in sheet.read_text(encoding="utf-8-sig")
