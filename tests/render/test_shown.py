"""Every figure that an entry lists is on a page and on a slide, or the build says that it is not.

One that its own layout leaves out is in the appendix of the deck.
"""

import pytest
from desk import Built, Desk
from verbs import notes_of, slides_of, texts_of

CHAPTER = "content/chapters/2-settlement.yaml"

CARD = """\
{% import "deck/_entry.html" as part with context %}
<section layout="Title and Content" from="{{ entry.id }}">
  <h1>{{ entry.claim | headline }}</h1>
  {{ part.list(entry.points, "body") }}
  {{ part.notes(entry, [entry.claim]) }}
</section>
"""

BRIEF = """\
{% import "_entry.html" as part with context %}
{{ part.heading(entry, "Case study") }}
{{ part.body(entry) }}
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
    figures: [mill, readings, dates, links]
    notes: |
      Pass the photograph round.
"""

DATA = (
    "  data: takings.csv\n  x: year\n  series:\n    - {column: harrow, label: Harrow}\n  unit: million cubic metres\n"
)
FIGURES = f"""\
links:
  kind: matrix
  rows: barrier
  columns: policy-area
  title: One barrier stands before the next drought
  subtitle: As the entries say
  alt: A matrix.
dates:
  kind: timeline
  title: Three dates mark the dry years
  subtitle: As the entries say
  alt: A timeline.
readings:
  kind: table
{DATA}  title: The miller wrote down every year
  subtitle: As the miller wrote it
  alt: A table.
  source: ferrers2019
mill:
  kind: line
{DATA}  title: The mill stood still once
  subtitle: Water under the wheel
  alt: A line.
  source: ferrers2019
"""
TITLES = {
    "mill": "The mill stood still once",
    "readings": "The miller wrote down every year",
    "dates": "Three dates mark the dry years",
    "links": "One barrier stands before the next drought",
}


@pytest.fixture
def mill(desk: Desk) -> Desk:
    """A desk with a case study, which lists four figures and whose layout for the deck shows none."""
    desk.write("layouts/pages/case-study.html", BRIEF)
    desk.write("layouts/deck/case-study.html", CARD)
    for name, text in ((CHAPTER, ENTRY), ("content/figures.yaml", FIGURES)):
        path = desk.folder / name
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return desk


def appendix(desk: Desk) -> list[str]:
    """The titles of the slides behind the one that opens the appendix, without that of the sources."""
    titles = [slide.title.text for slide in desk.slides()]
    assert titles.count("Further figures and sources") == 1
    *after, sources = titles[titles.index("Further figures and sources") + 1 :]
    assert sources == "The sources on which these slides rest"
    return after


def show(desk: Desk, *ids: str) -> None:
    """Have the case study's layout show figures, each on a slide of its own."""
    slides = (
        f'<section layout="Full Figure" from="{{{{ entry.id }}}}"><h1>The mill, slide {number}</h1>'
        f'<figure slot="body" ref="{id}" alt="A figure."/></section>\n'
        for number, id in enumerate(ids, 1)
    )
    desk.write("layouts/deck/case-study.html", CARD + "".join(slides))


def test_figures_that_no_slide_shows_are_in_the_appendix_in_the_order_of_their_numbers(mill: Desk) -> None:
    assert appendix(mill) == list(TITLES.values())


def test_figures_of_every_sort_are_shown_there_as_what_they_are(mill: Desk) -> None:
    publication, _ = mill.load()
    last = mill.slides()[-5:-1]
    assert [[*slide.figures] for slide in last] == [["mill"], ["readings"], ["dates"], ["links"]]
    assert [type(slide.slots["body"]).__name__ for slide in last] == ["Drawing", "Table", "Drawing", "Table"]
    assert {slide.place for slide in last} == {publication.origins["upper-mill"][0]}, "they belong to their entry"


def test_a_figure_that_a_slide_shows_is_not_shown_again(mill: Desk) -> None:
    show(mill, "mill", "dates")
    assert appendix(mill) == [TITLES["readings"], TITLES["links"]]


def test_a_figure_that_two_slides_show_is_in_no_appendix(mill: Desk) -> None:
    show(mill, "mill", "mill", "dates")
    assert appendix(mill) == [TITLES["readings"], TITLES["links"]]


def test_a_figure_that_the_slide_of_another_entry_shows_is_not_shown_again(mill: Desk) -> None:
    mill.replace(
        "layouts/deck/lesson.html", "{{ part.points", "{{ part.computed(publication.every_entry[-1]) }}\n{{ part.points"
    )
    assert appendix(mill) == [TITLES["mill"]]


def test_a_figure_that_two_entries_list_is_in_the_appendix_once(mill: Desk) -> None:
    other = ENTRY.replace("upper-mill", "lower-mill").replace("Upper", "Lower").replace("One mill", "Another mill")
    path = mill.folder / CHAPTER
    path.write_text(path.read_text(encoding="utf-8") + other, encoding="utf-8")
    assert appendix(mill) == list(TITLES.values())


def test_the_chart_of_a_policy_area_stands_before_its_step(mill: Desk) -> None:
    mill.replace(CHAPTER, "    goal: Both", "    figures: [mill]\n    goal: Both")
    assert appendix(mill) == [title for id, title in TITLES.items() if id != "mill"]
    chart, step = (slide for slide in mill.slides() if slide.owner.startswith("policy-area"))
    assert [*chart.figures] == ["mill"]
    assert chart.title.text == TITLES["mill"]
    assert step.layout == "Process"


def test_where_every_figure_is_shown_the_appendix_has_sources_alone(desk: Desk) -> None:
    assert appendix(desk) == []


def test_a_mistake_in_slide_markup_is_told_as_ever(mill: Desk) -> None:
    mill.write("layouts/deck/case-study.html", CARD.replace("</section>", '<p slot="body">Again</p>\n</section>'))
    answer = mill.run("deck")
    assert answer.code == 1
    assert 'slide markup: slot "body" is filled twice' in answer.err
    assert "1 problem." in answer.err


# ---------------------------------------------------------------- what is shown nowhere


def line_of(desk: Desk, id: str) -> int:
    """The line of figures.yaml that begins a figure."""
    return (desk.content / "figures.yaml").read_text(encoding="utf-8").splitlines().index(f"{id}:") + 1


def unshown(desk: Desk, on: str, layouts: str, *ids: str) -> str:
    """What a build warns of when no page, or no slide, of a file shows these figures of the case study."""
    hint = f'case-study "upper-mill" lists it: {layouts} may show it'
    lines = sorted((line_of(desk, id), f'warning: figure "{id}": no {on} shows it\n  hint: {hint}\n\n') for id in ids)
    return "".join(f"content/figures.yaml:{line}: {told}" for line, told in lines)


def unshown_slides(desk: Desk, *ids: str) -> str:
    return unshown(desk, "slide of deck.pptx", "layouts/deck/case-study.html or layouts/deck/_appendix.html", *ids)


def unshown_pages(desk: Desk, *ids: str) -> str:
    return unshown(desk, "page of report.pdf", "layouts/pages/case-study.html", *ids)


def test_without_an_appendix_each_figure_that_no_slide_shows_is_a_warning_at_its_line(mill: Desk) -> None:
    show(mill, "dates")
    mill.write("layouts/deck/_appendix.html", "")
    answer = mill.run("deck")
    assert answer.code == 0
    assert answer.err == unshown_slides(mill, "mill", "readings", "links")


@pytest.mark.parametrize("what", ["deck", "handout", "check"])
def test_the_warning_is_there_again_when_the_slides_come_from_the_cache(mill: Desk, what: str) -> None:
    mill.write("layouts/deck/_appendix.html", "")
    mill.run("deck")
    mill.replace("content/chapters/1-quarrel.yaml", "Begin with the map.", "Begin with a map.")
    answer = mill.run(what)
    assert answer.code == 0
    assert answer.err == unshown_slides(mill, *TITLES)


def test_where_the_appendix_shows_them_nothing_is_said(mill: Desk) -> None:
    answer = mill.run("deck")
    assert (answer.code, answer.err) == (0, "")


def leave_out(desk: Desk) -> None:
    """Have the case study's layout for the brief show no figure."""
    prose = '<div class="prose">{{ entry.text | prose }}</div>'
    desk.write("layouts/pages/case-study.html", BRIEF.replace("{{ part.body(entry) }}", prose))


def test_a_figure_that_no_page_shows_is_a_warning_at_its_line(mill: Desk) -> None:
    leave_out(mill)
    answer = mill.run("report")
    assert answer.code == 0
    assert answer.err == unshown_pages(mill, *TITLES)


def test_the_warning_is_there_again_when_the_pages_come_from_the_cache(mill: Desk) -> None:
    leave_out(mill)
    mill.run("report")
    mill.replace("content/chapters/1-quarrel.yaml", "Begin with the map.", "Begin with a map.")
    answer = mill.run("report")
    assert answer.out.count("unchanged") == 1, "notes are on no page"
    assert answer.err == unshown_pages(mill, *TITLES)


def test_pages_and_slides_are_asked_apart(mill: Desk) -> None:
    leave_out(mill)
    assert mill.run("deck").err == ""
    assert mill.run("check").err == unshown_pages(mill, *TITLES)


def test_contents_are_without_figures_that_no_page_shows(mill: Desk) -> None:
    whole = mill.html()
    leave_out(mill)
    html = mill.html()
    for id in ("mill", "dates"):
        assert f'href="#fig-{id}"' in whole
        assert f'href="#fig-{id}"' not in html
    assert html.count('href="#fig-takings"') == whole.count('href="#fig-takings"') == 2, "contents and text"


def test_what_a_text_speaks_of_has_to_be_on_a_page(mill: Desk) -> None:
    leave_out(mill)
    mill.replace(CHAPTER, "The mill stands where", "As @tbl-mill shows, the mill stands where")
    mill.replace("content/chapters/1-quarrel.yaml", "Begin with the map.", "Begin with @fig-mill.")
    answer = mill.run("report")
    lines = (mill.folder / CHAPTER).read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if "@tbl-mill" in line)
    assert answer.code == 1
    assert answer.err == (
        f'{CHAPTER}:{at}: case-study "upper-mill": figure "mill" is mentioned but no page of report.pdf shows it\n'
        '  hint: case-study "upper-mill" lists it: layouts/pages/case-study.html may show it\n\n'
        "1 problem. Nothing was written to output.\n"
    )


def test_nothing_is_said_where_every_figure_is_shown(built: Built) -> None:
    assert built.answer.err == ""


# ---------------------------------------------------------------- what no slide is to show


def keep_off_slides(desk: Desk, *ids: str, said: str = "false") -> None:
    for id in ids:
        desk.replace("content/figures.yaml", f"  title: {TITLES[id]}\n", f"  title: {TITLES[id]}\n  slide: {said}\n")


@pytest.mark.parametrize("said", ["false", "no", "No"])
def test_a_figure_may_be_kept_off_the_slides(mill: Desk, said: str) -> None:
    show(mill, "dates")
    keep_off_slides(mill, "mill", "links", said=said)
    assert appendix(mill) == [TITLES["readings"]]
    for form in ("report", "brief"):
        assert set(TITLES) <= set(mill.pages(form=form).figures)
    answer = mill.run("check")
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("said", ["true", "yes"])
def test_a_figure_that_says_so_is_on_a_slide_as_ever(mill: Desk, said: str) -> None:
    keep_off_slides(mill, "mill", said=said)
    assert appendix(mill) == list(TITLES.values())


def test_an_entry_whose_only_chart_is_kept_off_has_a_slide_of_points(desk: Desk) -> None:
    desk.replace("content/figures.yaml", "  alt: Paired", "  slide: false\n  alt: Paired")
    river = [slide for slide in desk.slides() if slide.origin == "the-river"]
    assert [slide.layout for slide in river] == ["Title and Content"]
    assert not [id for slide in desk.slides() for id in slide.figures]
    assert desk.run("check").err == ""


def test_what_speaks_of_a_figure_without_a_slide_leads_nowhere_in_the_deck(mill: Desk) -> None:
    """Its number is said, as the report has it: there it is."""
    keep_off_slides(mill, "mill")
    mill.replace(CHAPTER, "This chapter tells", "As @fig-mill shows, this chapter tells")
    mill.replace(CHAPTER, "Pass the photograph", "Compare @fig-mill, @tbl-mill and @fig-readings; pass the photograph")
    mill.replace(CHAPTER, "The miller read the meter", "As in @fig-mill, the miller read the meter")
    markup = mill.slide_markup()
    assert 'href="#fig-readings"' in markup
    assert "fig-mill" not in markup
    for what in ("deck", "report"):
        answer = mill.run(what)
        assert (answer.code, answer.err) == (0, "")
    assert mill.html().count('href="#fig-mill"') > 1, "the report leads to it"
    deck = slides_of(mill.output / "deck.pptx")
    assert any("As in Figure 2, the miller" in texts_of(slide).replace("\N{NO-BREAK SPACE}", " ") for slide in deck)
    said = " ".join(notes_of(slide) for slide in deck).replace("\N{NO-BREAK SPACE}", " ")
    assert "Compare Figure 2, Figure 2 in data.xlsx and Figure 3; pass" in said
