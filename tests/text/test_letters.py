"""Letters of the world's scripts: which stay together, where lines break, which font has them."""

import pytest

from pipeline.text import Face, break_word, clusters, find_lacking, join_lines, name_script, runs_from_the_right

pytestmark = pytest.mark.quick

FALLBACK = ("Noto Sans SC", "Noto Sans KR", "Noto Sans Devanagari", "Noto Sans Thai")


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("river", "r i v e r"),
        ("प्रेमचन्द", "प्रे म च न्द"),  # letters joined by a virama are one
        ("น้ำ", "น้ำ"),
        ("கண்ணன்", "க ண்ண ன்"),
        ("m\u0304e\u0301", "m\u0304 e\u0301"),
        ("长江", "长 江"),
        ("ක්\u200dෂ", "ක්\u200dෂ"),  # a joiner is part of its letter
        ("", ""),
    ],
)
def test_marks_stay_with_their_letter(text: str, parted: str) -> None:
    assert list(clusters(text)) == parted.split()


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Marl-Upper", "Marl-Upper"),
        ("長江は長い。", "長 江 は 長 い。"),  # no line begins with a full stop
        ("「長江」と", "「長 江」 と"),  # none ends with an opening mark
        ("コーヒー", "コー ヒー"),
        ("2019年に", "2019 年 に"),
        ("“李明”,", "“李 明”,"),
        ("대통령은", "대통령은"),  # Korean breaks at its spaces
        ("ประเทศไทย", "ประ เทศ ไทย"),  # a syllable begins with its leading vowel
        ("naïve", "naïve"),
    ],
)
def test_a_line_breaks_between_letters_where_no_space_is_written(word: str, pieces: str) -> None:
    assert break_word(word) == pieces.split()


def test_lines_are_joined_as_they_were_broken() -> None:
    assert join_lines(["长江是", "最长的"]) == "长江是最长的"
    assert join_lines(["the upper", "Marl"]) == "the upper Marl"
    assert join_lines(["한강은", "서울을"]) == "한강은 서울을"
    assert join_lines([]) == ""


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        *(("长", "Chinese"), ("の", "Japanese"), ("강", "Korean"), ("क", "Devanagari"), ("ქ", "Georgian")),
        *(("ש", "Hebrew"), ("ʼ", "phonetic"), ("ɓ", "Latin"), ("☃", ""), ("—", "")),
    ],
)
def test_a_script_has_a_plain_name(letter: str, name: str) -> None:
    assert name_script(letter) == name


@pytest.mark.parametrize("code", ["ar", "ar-EG", "he", "fa", "ur", "dv", "nqo", "syr", "pa-PK", "uz-Arab", "yi"])
def test_languages_that_are_written_from_right_to_left(code: str) -> None:
    assert runs_from_the_right(code)


@pytest.mark.parametrize("code", ["en", "es-MX", "ar-Latn", "pa", "uz", "zh-TW", "sd-IN", "xx"])
def test_languages_that_are_not(code: str) -> None:
    assert not runs_from_the_right(code)


def test_a_letter_is_taken_from_the_first_font_that_has_it() -> None:
    face = Face("Caladea", bold=True, fallback=("Arimo", *FALLBACK))
    spans = [(one.family, text) for one, text in face.spans("On 长江, Nguyễn and प्रेमचन्द wrote")]
    assert spans == [
        ("Caladea", "On "),
        ("Noto Sans SC", "长江"),
        ("Caladea", ", "),
        ("Arimo", "Nguyễn "),  # a word is set in one font
        ("Caladea", "and "),
        ("Noto Sans Devanagari", "प्रेमचन्द "),
        ("Caladea", "wrote"),
    ]
    assert all(one.bold for one, _ in face.spans("长江"))


def test_text_is_as_wide_as_its_spans() -> None:
    face, chinese = Face("Arimo", fallback=FALLBACK), Face("Noto Sans SC")
    assert face.width("长江", 10) == chinese.width("长江", 10) == 20
    assert face.width("A 长江 B", 10) == pytest.approx(
        Face("Arimo").width("A ", 10) + chinese.width("长江 ", 10) + Face("Arimo").width("B", 10)
    )
    assert face.width("Marl", 10) == Face("Arimo").width("Marl", 10)


def test_letters_that_no_font_has_are_found_with_their_marks() -> None:
    assert find_lacking("Marl 长江 长", ["Arimo"]) == ["长", "江"]
    assert find_lacking("Marl 长江", ["Arimo", "Noto Sans SC"]) == []
    assert find_lacking("กี่", ["Arimo"]) == ["กี่"]
    assert find_lacking("no\u00a0break, soft\u00adhyphen, join\u200der, e\u0301", ["Arimo"]) == []
