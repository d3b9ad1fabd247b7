"""Most slides show evidence: a chart, a table, a timeline, a map, a process, or a number as large as a title; none is half empty."""

import pytest
from desk import Built, Desk
from emptiness import AIR, HEIGHT, find_blocks, measure_emptiness
from evidence import Look, look_at
from PIL import Image, ImageDraw

from pipeline.content import Chart


@pytest.fixture(params=["sample", "small", "short", "medium", "long"])
def looks(request: pytest.FixtureRequest) -> list[Look]:
    """How the slides look of the sample, of the small publication, and of each cut of the sample."""
    if request.param in ("sample", "small"):
        built: Built = request.getfixturevalue(request.param)
        return look_at(built.deck, built.desk.output / "deck.pdf")
    built = request.getfixturevalue("sample")
    return look_at(built.cut(request.param), built.cut(request.param, "handout"))


def test_a_quarter_of_the_slides_at_most_is_text_alone(looks: list[Look]) -> None:
    alone = [str(look) for look in looks if look.is_text_alone]
    assert len(alone) <= sum(look.is_content for look in looks) / 4, "\n".join(alone)


def test_no_slide_is_over_half_empty(looks: list[Look]) -> None:
    empty = [str(look) for look in looks if look.is_half_empty]
    assert not empty, "\n".join(empty)


# ---------------------------------------------------------------- how it is measured

WIDTH = HEIGHT * 16 // 9
LEFT, RIGHT = WIDTH // 20, WIDTH - WIDTH // 20


def draw_slide(*boxes: tuple[float, float, float, float], shade: int = 0) -> Image.Image:
    """A white slide with boxes; left, top, right, bottom from 0 to 1, of the room within the margins."""
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    for left, top, right, bottom in boxes:
        corners = [LEFT + left * (RIGHT - LEFT), top * HEIGHT, LEFT + right * (RIGHT - LEFT), bottom * HEIGHT]
        ImageDraw.Draw(picture).rectangle([round(corner) for corner in corners], fill=shade)
    return picture


def test_a_list_on_a_third_of_the_width_and_height_leaves_most_of_a_slide_empty() -> None:
    lines = [(0, y / 20, 1 / 3, y / 20 + 0.02) for y in range(7)]
    air = AIR / 2 / HEIGHT
    assert measure_emptiness(draw_slide(*lines), 0, HEIGHT) == pytest.approx(
        1 - (0.32 + air) * (1 / 3 + air * 0.62), abs=0.01
    )


def test_a_frame_of_thin_lines_is_full_and_a_pale_ground_is_not() -> None:
    corners = [(0, 0, 1, 0.01), (0, 0.99, 1, 1), (0, 0, 0.01, 1), (0.99, 0, 1, 1)]
    assert measure_emptiness(draw_slide(*corners), 0, HEIGHT) == 0
    assert measure_emptiness(draw_slide((0, 0, 1, 1 / 3), shade=241), 0, HEIGHT) == 1


def test_what_stands_apart_fills_its_own_extents_alone() -> None:
    columns = draw_slide((0, 0, 0.2, 1), (0.6, 0, 1, 0.2))
    assert len(list(find_blocks(columns.point(lambda shade: 255 - shade)))) == 2
    assert 0.6 < measure_emptiness(columns, 0, HEIGHT) < 0.7


def test_charts_stand_where_a_claim_rests_on_them(sample: Built) -> None:
    """Behind the closing slide are none of our figures but those of which a slide showed a part."""
    slides = sample.desk.fitted()
    closing = next(number for number, slide in enumerate(slides) if slide.layout == "Closing")
    shown = {id for slide in slides[:closing] for id in slide.figures}
    meant = {id for slide in slides for id in slide.figures}
    figures = sample.desk.build().printed["deck"].figures
    wholes = {figure.whole for id, figure in figures.items() if id in shown and isinstance(figure, Chart)}
    assert meant - shown == wholes - {None}


AREA = """\
  - kind: policy-area
    id: {id}
    title: The {id}
    claim: The {id} needs a reserve of its own.
    points: [Half of little is little.]
    goal: Both counties want water.
    status: Nothing is agreed.
    step: Fill it by April.
    precedent: The city did.
    figures: [takings]
    text: |
      The {id} runs dry in some years.
    notes: |
      Say that the {id} runs dry.
"""
PERIOD = """\
  - kind: period
    id: the-drought
    title: The drought
    years: 1976-1978
    claim: Two dry years made both counties talk.
    points: [They talked.]
    events:
      - {date: "1976", title: NAME, line: It came.}
      - {date: "1977", title: A talk, line: They met.}
    text: |
      It did not rain.
    notes: |
      Say that it did not rain.
"""


def add(desk: Desk, *entries: str) -> None:
    path = desk.content / "chapters" / "2-settlement.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(entries), encoding="utf-8")


def test_a_chart_of_two_policy_areas_is_shown_by_the_first(desk: Desk) -> None:
    add(desk, AREA.format(id="upper-pond"), AREA.format(id="lower-pond"))
    upper, lower = ([s for s in desk.fitted() if s.origin == f"{id}-pond"] for id in ("upper", "lower"))
    assert [slide.layout for slide in upper] == ["Content with Caption", "Process"]
    assert [slide.layout for slide in lower] == ["Process"]
    assert any("Half of little" in paragraph.text for paragraph in lower[0].notes), "what no slide says is to be said"


@pytest.mark.parametrize(("name", "layout"), [("The drought", "Numbers"), ("A drought " * 9, "Two Content")])
def test_dates_stand_in_a_row_where_their_names_are_short(desk: Desk, name: str, layout: str) -> None:
    add(desk, PERIOD.replace("NAME", name.strip()))
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "the-drought")
    assert slide.layout == layout


def test_an_opener_names_its_parts_where_they_are_few(desk: Desk) -> None:
    def parts() -> list[bool]:
        return ["parts" in slide.slots for slide in desk.fitted() if slide.layout.startswith("Section Header")]

    assert True in parts()
    before = parts().count(True)
    add(desk, *(AREA.format(id=f"pond-{n}").replace("    figures: [takings]\n", "") for n in range(12)))
    assert parts().count(True) == before - 1


NUMBERS = """\
  - kind: topic
    id: gauges
    title: The gauges
    claim: Two gauges tell all that can be told of the river.
    points: ["The sluice let {{first}} through.", "Later it let {{second}} through.", "Nobody minded."]
    text: |
      {{first}}

      The rest was mud.
    notes: |
      Say what was measured.
"""
FACTS = """\
{first}:
  value: 412
  unit: litres
  as-of: "1976"
  measures: {one}
  source: ferrers2019
  confidence: high
{second}:
  value: 731
  unit: litres
  as-of: "1978"
  measures: {two}
  source: ferrers2019
  confidence: high
"""


@pytest.mark.parametrize(
    ("one", "two", "layout"),
    [
        ("Water at the sluice", "Water at the weir", "Numbers"),
        ("Water at the sluice", "Water at the sluice", "Before and After"),
    ],
)
def test_numbers_stand_in_a_row_and_two_of_one_measure_as_before_and_after(
    desk: Desk, one: str, two: str, layout: str
) -> None:
    add(
        desk,
        NUMBERS.replace("{{", "{").replace("}}", "}").replace("first", "gauge-first").replace("second", "gauge-second"),
    )
    facts = desk.content / "facts.yaml"
    told = FACTS.format(first="gauge-first", second="gauge-second", one=one, two=two)
    facts.write_text(facts.read_text(encoding="utf-8") + told, encoding="utf-8")
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "gauges")
    assert slide.layout == layout
    assert [slide.slots[f"number-{n}-heading"].paragraphs[0].text for n in (1, 2)] == ["412", "731"]  # type: ignore[union-attr]
    assert "1976" in slide.slots["number-1"].paragraphs[0].text  # type: ignore[union-attr]
    assert len(slide.slots["body"].paragraphs) == 3  # type: ignore[union-attr]


def test_a_long_title_of_a_chapter_has_the_width_of_the_slide_to_itself(desk: Desk) -> None:
    desk.replace(
        "content/chapters/2-settlement.yaml",
        "title: The settlement",
        f"title: {'The settlement of it all ' * 5}".rstrip(),
    )
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "settlement" and slide.layout.startswith("Section"))
    assert slide.layout == "Section Header"


def test_a_number_of_a_point_on_weak_grounds_is_not_set_large(desk: Desk) -> None:
    names = {"first": "gauge-first", "second": "gauge-second"}
    entry = NUMBERS.replace("{{", "{").replace("}}", "}")
    add(desk, entry.replace("first", names["first"]).replace("second", names["second"]))
    facts = desk.content / "facts.yaml"
    told = FACTS.format(**names, one="Water at the sluice", two="Water at the weir")
    before, last = told.rsplit("confidence: high", 1)
    facts.write_text(facts.read_text(encoding="utf-8") + f"{before}confidence: low{last}", encoding="utf-8")
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "gauges")
    assert slide.layout == "Content with Number"


def test_a_point_alone_is_as_large_as_a_quotation(desk: Desk) -> None:
    entry = NUMBERS.replace("{{first}}", "water").replace("{{second}}", "mud")
    add(
        desk,
        entry.replace(', "Later it let mud through.", "Nobody minded."]', "]").replace(
            "      water\n", "      It ran.\n"
        ),
    )
    (slide,) = (slide for slide in desk.fitted() if slide.origin == "gauges")
    assert slide.layout == "Quote with Caption"
    assert slide.slots["quote"].paragraphs[0].text == "The sluice let water through."  # type: ignore[union-attr]
