"""What is typed is what is printed, in both outputs."""

import html
import re

from desk import Desk
from verbs import first_points

AWKWARD = [
    "No",
    "yes",
    "on",
    "Off",
    "y",
    "~",
    "null",
    "true",
    "012",
    "0o17",
    "0x1F",
    "1e3",
    "1_000",
    "1,234",
    "12:30:00",
    "1942-07-23",
    "2001-12-14t21:59:43.10-05:00",
    ".5",
    "+12",
    ".inf",
    ".nan",
    "=",
    "<<",
    "12%",
    "5 < 6 & rising",
    "a < b and c > d",
    "R&D; AT&T",
    "a & b; c &nosuch; d",
    "Zoë’s “naïve” café — вода, νερό",
    "$5 for 3^2 at #4",
    "{{ 7*7 }}, {% raw %} and {# this #}",
    "C:\\new\\table",
    "snake_case_word and 2 * 3 * 4",
    "a \\ b / c | d",
]


STORY = """    text: |
      Harrow took {harrow-take} of water in {driest-year}, Lowmarsh {lowest-take} [@ferrers2019].
      The settlement of 1978 gave each county half, and @sec-metering explains why it held.
"""


def test_awkward_points_come_back_as_typed_in_both_outputs(desk: Desk) -> None:
    typed = [text for text in AWKWARD if not text.startswith("{{")]  # braces name a fact: test_security has them
    rest = typed[:]
    got_brief, got_deck = [], []
    while rest:  # seven points are the most an entry may have
        some, rest = rest[:7], rest[7:]
        fresh = Desk(desk.folder / f"part-{len(rest)}")
        old = "      - Harrow sits upstream and took first.\n      - Lowmarsh ran dry in {driest-year}.\n"
        old += '      - "Meters came first: trust followed."\n'
        points = "".join(f"      - |-\n          {text}\n" for text in some)
        fresh.replace("content/chapters/1-quarrel.yaml", old, points)
        got_deck += first_points(fresh)
        fresh.replace("content/chapters/1-quarrel.yaml", "kind: summary", "kind: topic")
        fresh.replace("content/chapters/1-quarrel.yaml", STORY, "")  # pages show points where there is no text
        fresh.replace("layouts/report/form.yaml", "needs: [text]", "needs: []")
        glance = fresh.html().split('<aside class="glance">')[1].split("</aside>")[0]
        got_brief += [html.unescape(item.split("</li>")[0]) for item in glance.split("<li>")[1:]]
    assert got_deck == typed
    assert got_brief == typed


def test_awkward_titles_come_back_as_typed_in_both_outputs(desk: Desk) -> None:
    typed = [text for text in AWKWARD if not text.startswith("{{")]
    got_content, got_brief, got_deck = [], [], []
    before = "title: Two Counties, One River"
    for text in typed:
        after = f"title: |-\n  {text}"
        desk.replace("content/publication.yaml", before, after)
        before = after
        got_content.append(desk.load()[0].imprint.title.source)
        title = re.split(r'<p[^>]* class="title">', desk.html())[1].split("</p>")[0]
        got_brief.append(html.unescape(re.sub(r'<span class="whole">([^<]*)</span>', r"\1", title)))
        got_deck.append(desk.slides()[0].title.text)
    assert got_content == typed
    assert got_brief == typed
    assert got_deck == typed
