"""Citations as Pandoc has them, read. How they are printed is in test_csl."""

import pytest

from pipeline.content.record import Prose
from pipeline.core import Place
from pipeline.text.mentions import find_references
from pipeline.text.reference import Reference, name_anchor

pytestmark = pytest.mark.quick


def read(text: str) -> list[Reference]:
    return list(find_references(Prose(text, Place("content/a.yaml", 10))))


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("[see @key, p. 3]", [("see", "key", "p. 3", "normal")]),
        ("[cf. @a; see also @b, ch. 2]", [("cf.", "a", "", "normal"), ("see also", "b", "ch. 2", "normal")]),
        ("[e.g. @a, pp. 3-5, for a review]", [("e.g.", "a", "pp. 3-5, for a review", "normal")]),
        ("[véase @a, p. 3; vgl. @b, S. 4]", [("véase", "a", "p. 3", "normal"), ("vgl.", "b", "S. 4", "normal")]),
        ("[@a, p. 12, and passim]", [("", "a", "p. 12, and passim", "normal")]),
        ("[@a for a review]", [("", "a", " for a review", "normal")]),
        ("[@a p. 7] [@a: 12] [@a, {pp. iv}]", [("", "a", at, "normal") for at in ("p. 7", "12", "{pp. iv}")]),
        ("[-@a] [see -@b, p. 2]", [("", "a", "", "suppress"), ("see", "b", "p. 2", "suppress")]),
        ("[see @a, [sic] p. 3]", [("see", "a", "[sic] p. 3", "normal")]),
        ("[see\n@a,\np. 3]", [("see", "a", "p. 3", "normal")]),
        ("@a [p. 12] says", [("", "a", "p. 12", "in-text")]),
        ("(cf. @a [p. 5])", [("", "a", "p. 5", "in-text")]),
        ("@a's, @b. And @c, @d:", [("", key, "", "in-text") for key in "abcd"]),
        ("@a [sic](https://example.org)", [("", "a", "", "in-text")]),
        ("@a ^[a note]", [("", "a", "", "in-text")]),
    ],
)
def test_a_citation_has_prefix_key_locator_and_mode(typed: str, cited: list[tuple[str, ...]]) -> None:
    found = read(typed)
    assert [(one.prefix, one.id, one.locator, one.mode) for one in found] == cited
    assert {one.kind for one in found} == {"source"}


@pytest.mark.parametrize(
    "key",
    ["2019-quill", "quill_2019", "quill:2019", "doe/2019", "10.1000/xyz", "müller2019", "a+b", "李2019", "a.b~c", "_x"],
)
def test_a_key_may_hold_what_pandoc_allows(key: str) -> None:
    assert [one.id for one in read(f"[@{key}], [see @{key}; @b], @{key}.")] == [key, key, "b", key]


@pytest.mark.parametrize("key", ["Quill, 2019", "quill2019?", "a;b", "https://example.org/a?b=1&c=[d]", "a--b"])
def test_a_key_in_braces_may_hold_anything(key: str) -> None:
    assert [one.id for one in read(f"[@{{{key}}}, p. 3] and @{{{key}}}")] == [key, key]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("[@a; b]", ["b"]),
        ("[@a and @b]", ["@a and @b"]),
        ("[@ x]", ["@ x"]),
        ("[@quill2019?]", ["@quill2019?"]),
        ("[@a; @fig-x]", ["@fig-x"]),
    ],
)
def test_what_is_no_citation_is_told(typed: str, told: list[str]) -> None:
    assert [one.id for one in read(typed) if not one.kind] == told


@pytest.mark.parametrize(
    "typed",
    [
        "write to a.b@example.org or [mail a_b@example.org]",
        "sold at @5, @ 5 or @2,50",
        "`[@a]`, `@a` and [see `@a`]",
        "\\@a and [see \\@a]",
        "[sic], […], [Mexico], [§ 3]",
    ],
)
def test_what_only_looks_like_a_citation_is_none(typed: str) -> None:
    assert read(typed) == []


def test_each_source_has_the_line_it_stands_on() -> None:
    assert [(one.id, one.place.line) for one in read("Words\n[see @a;\n@b, p. 3;\nalso\n@c]")] == [
        ("a", 11),
        ("b", 12),
        ("c", 14),
    ]


def test_a_cross_reference_within_words_in_brackets_stays_one() -> None:
    assert [(one.kind, one.id) for one in read("[see @fig-x]")] == [("fig", "x")]


def test_anchors_differ_and_plain_ids_are_their_own() -> None:
    ids = ["craig1971", "cbp:2019.b_c-d", "müller", "a b", "a/b", "a?b", "a.2f.b", "Quill, 2019"]
    anchors = [name_anchor(id) for id in ids]
    assert anchors[:3] == ids[:3]
    assert not any(set(anchor) & set(" /?,#%\"'<>&") for anchor in anchors)
    assert len(set(anchors)) == len(ids) - 1, "only who types a number in points himself can have the same twice"
