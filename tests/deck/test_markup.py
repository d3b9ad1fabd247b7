"""Slide markup is read strictly: a closed vocabulary, XML's rules, nothing lost in silence."""

import pytest

from pipeline.core import Place
from pipeline.core.problems import ProblemsFound
from pipeline.deck.markup import read_slides
from pipeline.deck.slides import Drawing, Paragraph, Slide, Table, TextBlock

pytestmark = pytest.mark.quick

PLACE = Place("content/a.yaml", 7)
ORIGINS = {"upstream": (PLACE, 'barrier "upstream"')}
FIGURES = {"takings", "a"}


def read(inside: str) -> Slide:
    (slide,) = read_slides(
        f'<section layout="Two Content" from="upstream"><h1>Title</h1>{inside}</section>', ORIGINS, FIGURES
    )
    return slide


def refused(markup: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_slides(markup, ORIGINS, FIGURES)
    return [f"{problem.place} {problem.what} {problem.hint}" for problem in found.value.problems]


def refused_inside(inside: str) -> str:
    return "\n".join(refused(f'<section layout="L" from="upstream"><h1>T</h1>{inside}</section>'))


def words(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


def test_a_slide_has_layout_title_slots_notes_and_place() -> None:
    slide = read('<ul slot="left"><li>one</li><li>two</li></ul><aside><p>say</p><p>more</p></aside>')
    assert (slide.layout, slide.title.text, slide.place) == ("Two Content", "Title", PLACE)
    assert words(slide.slots["left"].paragraphs) == ["one", "two"]
    assert words(slide.notes) == ["say", "more"]


def test_lines_with_one_slot_are_its_paragraphs() -> None:
    content = read('<p slot="right">a</p><p slot="right">b</p>').slots["right"]
    assert isinstance(content, TextBlock)
    assert not content.is_list
    assert words(content.paragraphs) == ["a", "b"]


def test_inner_lists_are_a_level_deeper_and_numbered_ones_know_it() -> None:
    content = read('<ol slot="left"><li>a<ul><li>b</li></ul></li><li>c</li></ol>').slots["left"]
    assert [(p.text, p.level, p.number) for p in content.paragraphs] == [
        ("a", 0, True),
        ("b", 1, False),
        ("c", 0, True),
    ]


def test_bold_italic_and_links_are_runs() -> None:
    runs = read('<p slot="left">a <strong>b <em>c</em></strong> <a href="https://d.org">d</a></p>').slots["left"]
    (paragraph,) = runs.paragraphs
    assert [(r.text, r.bold, r.italic, r.href) for r in paragraph.runs if r.text.strip()] == [
        ("a ", False, False, ""),
        ("b ", True, False, ""),
        ("c", True, True, ""),
        ("d", False, False, "https://d.org"),
    ]


def test_a_line_may_have_shorter_ones_that_take_its_place() -> None:
    content = read(
        '<p slot="left">one and two</p><p slot="left" if="too-long">one <em>more</em></p><p slot="left" if="too-long">1</p>'
    ).slots["left"]
    assert isinstance(content, TextBlock)
    assert words(content.paragraphs) == ["one and two"]
    assert [words(shorter.paragraphs) for shorter in content.shorter] == [["one more"], ["1"]]
    assert content.shorter[0].paragraphs[0].runs[-1].italic


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<p slot="left">a</p><p slot="left" if="short">b</p>', '<p> cannot have if="short" it may have if="too-long"'),
        ('<p slot="left" if="too-long">b</p>', '<p if="too-long"> follows no <p> of the slot "left"'),
        ('<ul slot="left"><li>a</li></ul><p slot="left" if="too-long">b</p>', 'follows no <p> of the slot "left"'),
        ('<p slot="left">a</p><p slot="right" if="too-long">b</p>', 'follows no <p> of the slot "right"'),
        ('<ul slot="left" if="too-long"><li>a</li></ul>', '<ul> has no "if"'),
    ],
)
def test_a_shorter_line_follows_the_one_whose_place_it_takes(inside: str, told: str) -> None:
    assert told in refused_inside(inside)


def test_white_space_is_folded_and_a_break_is_kept() -> None:
    (paragraph,) = read('<p slot="left">\n  a\n   b <br/>\n  c  </p>').slots["left"].paragraphs
    assert paragraph.text == "a b \nc"


def test_a_no_break_space_is_kept() -> None:
    assert read('<p slot="left">Figure&#160;1</p>').slots["left"].paragraphs[0].text == "Figure\N{NO-BREAK SPACE}1"


def test_a_table_knows_its_heads_and_a_figure_its_name() -> None:
    slide = read(
        '<table slot="left" alt="A table"><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>'
        '<figure slot="right" ref="takings" alt="Bars"/>'
    )
    table = slide.slots["left"]
    assert isinstance(table, Table)
    assert (table.heads, table.alt) == (1, "A table")
    assert [[cell.text for cell in row] for row in table.rows] == [["a", "b"], ["c", "d"]]
    assert slide.slots["right"] == Drawing("takings", "Bars")


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ('<div slot="left">x</div>', "<div> cannot stand here"),
        ('<p slot="left" style="color: red">x</p>', '<p> has no "style"'),
        ('<p slot="left" class="big">x</p>', '<p> has no "class"'),
        ("<p>x</p>", "<p> needs a slot"),
        ('<figure slot="left" ref="a"/>', '<figure> needs "alt"'),
        ('<figure slot="left" alt="a"/>', '<figure> needs "ref"'),
        ('<ul slot="left"><p>x</p></ul>', "<p> cannot stand here"),
        ('<p slot="left"><u>x</u></p>', "<u> cannot stand here"),
        ('<p slot="left"><span>x</span></p>', '<span> needs "lang"'),
        ('<p slot="left"><img src="x"/></p>', "<img> cannot stand here"),
        ('<ul slot="left"><li>a</li></ul><ul slot="left"><li>b</li></ul>', 'slot "left" is filled twice'),
        ('<figure slot="left" ref="taking" alt="b"/>', 'no figure called "taking"'),
        ("<h1>Another</h1>", "a slide has one <h1>"),
        ("<aside>bare words</aside>", "bare words"),
        ('<table slot="left"><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>', "equally many cells"),
        ('<table slot="left"></table>', "equally many cells"),
        ("bare words", "bare words"),
        ('<ul slot="left">bare words<li>a</li></ul>', "bare words"),
        ('<ul slot="left"><li>a</li>bare words</ul>', "bare words"),
        ('<table slot="left"><tr>bare words<td>a</td></tr></table>', "bare words"),
        ("<aside><p>a</p>bare words</aside>", "bare words"),
        ('<figure slot="left" ref="a" alt="b">bare words</figure>', "bare words"),
    ],
)
def test_what_is_no_slide_markup_is_refused_by_name(inside: str, says: str) -> None:
    told = refused_inside(inside)
    assert says in told
    assert told.startswith("content/a.yaml:7 ")


def test_a_slide_without_a_title_is_refused() -> None:
    assert "a slide needs an <h1>" in refused('<section layout="L" from="upstream"><p slot="a">x</p></section>')[0]
    assert "a slide needs an <h1>" in refused('<section layout="L" from="upstream"><h1> <br/> </h1></section>')[0]


def test_a_slide_says_where_it_comes_from() -> None:
    assert 'needs "from"' in "\n".join(refused('<section layout="L"><h1>T</h1></section>'))
    assert 'from="nobody"' in "\n".join(refused('<section layout="L" from="nobody"><h1>T</h1></section>'))


def test_every_problem_is_told_at_once() -> None:
    told = refused_inside('<div/><p>x</p><ul slot="a" class="b"><li>c</li></ul>')
    assert told.count("slide markup") == 3


@pytest.mark.parametrize(
    "broken", ["<p slot='a'>x", "<p slot=a>x</p>", "5 < 6", "AT&T", "&nbsp;", "</section>", "\x00"]
)
def test_markup_that_is_not_xml_is_a_problem_at_its_slide(broken: str) -> None:
    (told,) = refused(f'<section layout="L" from="upstream"><h1>T</h1>{broken}</section>')
    assert told.startswith("content/a.yaml:7 its slide cannot be read")


def test_entities_are_never_resolved_from_files() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    told = refused(f'{bomb}<section layout="L" from="upstream"><h1>&e;</h1></section>')
    assert "root:" not in "\n".join(told)
