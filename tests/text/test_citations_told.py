"""Citations where a style makes notes, in notes of the editor's own, in titles, and on slides that name an author."""

import json
import re
from dataclasses import replace

import pytest
from desk import Desk

from pipeline.content.source import Source
from pipeline.core import Place
from pipeline.text.csl import set_citations

NOTES = "chicago-notes-bibliography"
LETTER = {
    "id": "letter",
    "type": "manuscript",
    "title": "On 10<sup>6</sup> litres of H<sub>2</sub>O",
    "author": [{"family": "Moss", "given": "Max"}],
    "issued": {"date-parts": [[1961]]},
}
MOSS = "Max Moss, ‘On 10<sup>6</sup> Litres of H<sub>2</sub>O’, unpublished manuscript, 1961"


def brief(desk: Desk, text: str, style: str = NOTES) -> str:
    """The brief's HTML without links, with a text in place of one of the publication's."""
    desk.write("content/sources.json", json.dumps([LETTER]))
    desk.replace("content/publication.yaml", "chicago-author-date", style)
    desk.replace(
        "content/chapters/1-quarrel.yaml", "      @fig-takings shows", f"      {text}\n\n      @fig-takings shows"
    )
    return re.sub(r"</?a\b[^>]*>", "", desk.html())


def listed_as(desk: Desk, item: dict[str, object]) -> str:
    """The reference of an item, whatever letters the theme's fonts have."""
    publication = replace(desk.load()[0], sources={"letter": Source("letter", Place("", 1), json.dumps(item))})
    style = desk.layouts / "citation" / f"{NOTES}.csl"
    return set_citations([], ["letter"], publication, style).references["letter"]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("See @letter.", f"See {MOSS}."),
        ("As @letter [p. 9] says, so.", f"As {MOSS}, 9 says, so."),
        ("[see @letter, p. 9].", f"See {MOSS}, 9."),
        ("[@letter]", f"{MOSS}."),
        ("[@letter], and no other.", f"{MOSS}, and no other."),
        ("Others do [@letter].", f"Others do ({MOSS})."),
    ],
)
def test_a_note_with_citations_has_one_full_stop_and_no_brackets_too_many(desk: Desk, typed: str, note: str) -> None:
    assert f'Said<span class="note">{note}</span>' in brief(desk, f"Said^[{typed}]").replace("\N{WORD JOINER}", "")


def test_a_note_in_a_style_of_authors_and_years_keeps_its_brackets(desk: Desk) -> None:
    assert '<span class="note">(see Moss 1961).</span>' in brief(desk, "Said^[[see @letter].]", "chicago-author-date")


def test_a_source_that_a_style_leaves_out_of_its_list_is_listed_as_in_its_note(desk: Desk) -> None:
    listed = re.search(r'<li id="source-letter"[^>]*>(.*?)</li>', brief(desk, "Said [@letter, p. 3]."), re.DOTALL)
    assert listed
    assert listed[1].strip() == f"{MOSS}. ←\N{NO-BREAK SPACE}A short river"


def test_a_hyphen_before_a_key_leaves_out_the_author_and_one_in_a_word_does_not(desk: Desk) -> None:
    html = brief(desk, "Moss (so -@letter, once) and post-@letter.", "chicago-author-date")
    assert "Moss (so (1961), once) and post-Moss (1961)." in html


def test_a_doi_of_digits_may_be_named_in_a_sentence_and_a_price_is_none(desk: Desk) -> None:
    desk.replace("content/sources.yaml", "id: okafor2021", "id: 10.5555/978.17")
    for name in ("content/chapters/1-quarrel.yaml", "content/chapters/2-settlement.yaml"):
        desk.write(name, (desk.folder / name).read_text().replace("[@okafor2021]", "[@{10.5555/978.17}]"))
    html = brief(desk, "For 3 @ 5 or 3 @10.50 says @10.5555/978.17.", "chicago-author-date")
    assert "For 3 @ 5 or 3 @10.50 says Okafor and Ferrers (2021)." in html


def test_contents_and_data_repeat_a_title_without_its_notes(desk: Desk) -> None:
    desk.replace("content/figures.yaml", "until the meters came", "until the meters came^[An aside.] [@letter]")
    desk.replace(
        "content/chapters/1-quarrel.yaml", "title: A short river", "title: A short river^[A note of the title.]"
    )
    html = brief(desk, "Said.")
    assert html.count("An aside.") == html.count("A note of the title.") == 1
    assert html.count("1961</span>") + html.count("1961.</span>") == 1


def test_a_slide_and_its_notes_keep_the_author_whom_a_sentence_names(desk: Desk) -> None:
    desk.write("content/sources.json", json.dumps([LETTER]))
    desk.replace(
        "content/chapters/1-quarrel.yaml",
        "Show where the reservoir lies.",
        "They disagree:\n      @okafor2021 [p. 3] argues so, @marl-act does not [see @letter]. Moss [-@letter] is right.",
    )
    desk.replace("content/chapters/1-quarrel.yaml", "- It is {length} furlongs long.", '- "@letter measured {length}."')
    markup = desk.slide_markup()
    assert "They disagree:\nOkafor and Ferrers (2021) argues so, Marl Act (1978) does not. Moss is right." in markup
    assert '<li>Moss (1961) measured <data value="length">' in markup


@pytest.mark.parametrize(
    ("family", "given", "listed"),
    [
        ("शर्मा", "राम", "शर्मा, राम."),
        ("ገብረ", "መድኅን", "ገብረ, መድኅን."),
        ("ბერიძე", "გიორგი", "ბერიძე, გიორგი."),
        ("李", "小龍", "李小龍."),
        ("김", "철수", "김철수."),
        ("Иванов", "Иван", "Иванов, Иван."),
    ],
)
def test_a_name_has_a_space_where_its_script_has_spaces(desk: Desk, family: str, given: str, listed: str) -> None:
    named = LETTER | {"type": "book", "publisher": "Quay", "author": [{"family": family, "given": given}]}
    assert listed in listed_as(desk, named)
