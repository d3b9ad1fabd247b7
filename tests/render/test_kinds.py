"""A new kind of entry is two layouts and no Python."""

import re

from desk import Desk
from verbs import words_of

from pipeline.deck.fit_text import fit_slides
from pipeline.deck.slides import Slide, TextBlock

BRIEF = """\
{% import "_entry.html" as part with context %}
{{ part.heading(entry, "Case study") }}
{{ part.body(entry) }}
"""

DECK = """\
{% import "deck/_entry.html" as part with context %}
{{ part.points(entry, "Case study: " ~ (entry.title | plain)) }}
<section layout="Title and Content" from="{{ entry.id }}">
  <h1>{{ entry.title | line }} in detail</h1>
  <ul slot="body">
  {% for label, line in entry.details.items() %}
    <li><strong>{{ label }}</strong> {{ line | line }}</li>
  {% endfor %}
  </ul>
  <aside>{{ entry.notes | prose }}</aside>
</section>
"""

ENTRY = """\
  - kind: case-study
    id: upper-mill
    title: The Upper Mill
    claim: One mill showed both counties what a meter is worth.
    points:
      - The miller read the meter aloud every Sunday.
    text: |
      The mill stands where the counties meet [@survey1961].
    details:
      Who: The miller & his son
      Cost: about {length} pence
    notes: |
      Pass the photograph round.
"""


def with_case_study(desk: Desk) -> Desk:
    desk.write("layouts/pages/case-study.html", BRIEF)
    desk.write("layouts/deck/case-study.html", DECK)
    path = desk.content / "chapters" / "2-settlement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    return desk


def test_a_kind_of_your_own_appears_in_the_brief(desk: Desk) -> None:
    html = with_case_study(desk).html()
    assert 'class="entry case-study" id="sec-upper-mill"' in html
    assert "<dt>Who</dt><dd>The miller &amp; his son</dd>" in html
    assert "Cost about 1,234.5 pence" in words_of(html)
    assert html.count("The Upper Mill") == 3, "in the contents, over the entry and at the head of its pages"


def test_a_kind_of_your_own_appears_in_the_deck(desk: Desk) -> None:
    publication, theme = with_case_study(desk).load()
    slides = fit_slides(desk.slides(), desk.master(), theme)
    mine = [slide for slide in slides if slide.place == publication.origins["upper-mill"][0]]
    assert [slide.title.text for slide in mine] == [
        "One mill showed both counties what a meter is worth",
        "The Upper Mill in detail",
    ]
    assert [p.text for p in mine[1].slots["body"].paragraphs] == [
        "Who The miller & his son",
        "Cost about 1,234.5 pence",
    ]


def test_a_kind_of_your_own_builds_to_the_end(desk: Desk) -> None:
    answer = with_case_study(desk).run("check")
    assert answer.code == 0, answer.err


def test_a_form_without_a_layout_of_a_kind_shows_it_as_a_topic(desk: Desk) -> None:
    with_case_study(desk)
    (desk.layouts / "deck" / "case-study.html").unlink()
    (desk.layouts / "deck" / "topic.html").write_text(TOPIC, encoding="utf-8")
    assert [slide.title.text for slide in desk.slides()].count("The Upper Mill, a topic") == 1
    answer = desk.run("check")
    assert (answer.code, answer.err) == (0, "")


TOPIC = """\
<section layout="Title and Content" from="{{ entry.id }}">
  <h1>{{ entry.title | plain }}, a topic</h1>
  <ul slot="body"><li>{{ entry.claim | headline }}</li></ul>
</section>
"""


def test_a_kind_with_no_layout_at_all_is_refused(desk: Desk) -> None:
    with_case_study(desk)
    (desk.layouts / "deck" / "case-study.html").unlink()
    (desk.layouts / "pages" / "case-study.html").unlink()
    answer = desk.run("check")
    assert answer.code == 1
    assert 'entry "upper-mill": no kind called "case-study"' in answer.err


def test_pieces_that_kinds_share_are_not_offered_as_kinds(desk: Desk) -> None:
    desk.replace("content/chapters/1-quarrel.yaml", "kind: topic", "kind: zebra")
    answer = desk.run("check")
    assert 'no kind called "zebra"' in answer.err
    assert "_entry" not in answer.err, "layouts that begin with _ are pieces, not kinds"


def test_a_number_that_stands_out_in_the_text_stands_large_beside_the_points(desk: Desk) -> None:
    with_case_study(desk)
    desk.replace("content/chapters/2-settlement.yaml", "The mill stands", "{harrow-take}\n\n      The mill stands")
    slide = next(slide for slide in desk.slides() if slide.title.text.startswith("One mill showed"))
    assert slide.layout == "Content with Number"
    number, caption, source = (text_in(slide, name) for name in ("number", "caption", "source"))
    assert (number, caption) == ("8.8", "million cubic metres Water that Harrow took in the driest year, 1976")
    assert "Ferrers" in source


def text_in(slide: Slide, slot: str) -> str:
    content = slide.slots[slot]
    assert isinstance(content, TextBlock)
    return " ".join(paragraph.text for paragraph in content.paragraphs)


# ---------------------------------------------------------------- labels of a policy area's own


def labelled(html: str) -> list[str]:
    """The labels of the policy area, one list of them for each that it has."""
    area = html.split('id="sec-next-drought"')[1].split("</section>", maxsplit=1)[0]
    lists = re.findall(r'(?s)<dl class="labelled">(.*?)</dl>', area)
    return [" | ".join(re.findall("<dt>(.*?)</dt>", one)) for one in lists]


OF_ITS_KIND = "Shared goal | Where things stand | A next step | A precedent"


def test_labels_of_a_policy_areas_own_stand_behind_those_of_its_kind(desk: Desk) -> None:
    assert labelled(desk.html()) == [OF_ITS_KIND]
    desk.replace("content/chapters/2-settlement.yaml", "    precedent:", DETAILS + "    precedent:")
    html = desk.html()
    assert labelled(html) == [f"{OF_ITS_KIND} | Who signs | Cost"]
    assert html.count("Both clerks &amp; a witness") == 1
    assert "Cost about 1,234.5 pence" in words_of(html)


def test_the_brief_leaves_them_out(desk: Desk) -> None:
    desk.replace("content/chapters/2-settlement.yaml", "    precedent:", DETAILS + "    precedent:")
    html = desk.html("brief")
    assert " | ".join(re.findall("<dt>(.*?)</dt>", html.split('id="sec-next-drought"')[1])) == OF_ITS_KIND
    assert "Both clerks" not in html


DETAILS = """\
    details:
      Who signs: Both clerks & a witness
      Cost: about {length} pence
"""
