"""Letters of the world's scripts: which belong together, where a line may break between them, what they are called."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

# Where a line may break before and after each, without a space: Chinese characters and Japanese syllables, and their
# marks. Korean breaks at its spaces.
IDEOGRAPH = re.compile(
    "[\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
NOT_AT_START = frozenset(
    "、。，．・：；？！ー゛゜ヽヾゝゞ々〻〜～」』）〕］｝〉》】〙〗〟’”»›"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    ",.;:!?%)]}…‥–—°′″"
)
NOT_AT_END = frozenset("「『（〔［｛〈《【〘〖〝‘“«‹([{$£¥€＄￡￥—–")
LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")  # in Thai and Lao a syllable begins with these
AM = frozenset("\u0e33\u0eb3")  # vowels of Thai and Lao that are a mark and a letter at once
JOINERS = frozenset("\u200c\u200d")
VIRAMA = 9  # combining class: the sign that joins two letters of a script of India
SCRIPTS = {  # where the Unicode name of a letter does not begin with what the script is called
    "CJK": "Chinese",
    "HANGUL": "Korean",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "KATAKANA-HIRAGANA": "Japanese",
    "HALFWIDTH": "Japanese",
    "IDEOGRAPHIC": "Chinese",
    "NKO": "N’Ko",
    "MODIFIER": "phonetic",
    "CANADIAN": "Canadian syllabic",
    "LISU": "Lisu",
}


@cache
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or letter in JOINERS or letter in AM


def clusters(text: str) -> Iterator[str]:
    """Yield the letters of text, each with the marks that belong to it, and letters that are joined to one."""
    start = 0
    for at in range(1, len(text)):
        joined = unicodedata.combining(text[at - 1]) == VIRAMA or text[at - 1] == "\u200d"
        if not (_is_mark(text[at]) or (joined and text[at].isalpha())):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def may_break(before: str, after: str) -> bool:
    """Return whether a line may break between two letters that no space parts: as in Chinese, Japanese, Thai, Lao."""
    if after in LEADING_VOWELS:
        return before.isalpha() or _is_mark(before)
    if not (IDEOGRAPH.match(before) or IDEOGRAPH.match(after)) or _is_mark(after):
        return False
    return after not in NOT_AT_START and before not in NOT_AT_END


def break_word(word: str) -> list[str]:
    """Return the pieces of a word, or of writing without spaces, between which a line may break."""
    if word.isascii():
        return [word]
    pieces, start = [], 0
    for at in range(1, len(word)):
        if may_break(word[at - 1], word[at]):
            pieces.append(word[start:at])
            start = at
    return [*pieces, word[start:]]


def break_words(text: str) -> list[str]:
    """Return the pieces of a text between which a line may break, without its spaces."""
    return [piece for word in text.split() for piece in break_word(word)]


def join_lines(lines: Sequence[str]) -> str:
    """Return the lines of a text as one, with a space between two of them unless they parted writing without spaces."""
    return "".join(
        line if not before or may_break(before[-1], line[:1] or " ") else f" {line}"
        for before, line in zip(("", *lines), lines, strict=False)
    )


def is_ideograph(letter: str) -> bool:
    """Return whether a letter is Chinese or Japanese: each stands for itself, and lines break beside it."""
    return IDEOGRAPH.match(letter) is not None


def is_from_the_right(letter: str) -> bool:
    """Return whether a letter is of a script that is written from right to left."""
    return unicodedata.bidirectional(letter) in ("R", "AL")


@cache
def name_script(letter: str) -> str:
    """Return what the script of a letter is called in English; for any other sign, "" ."""
    if not unicodedata.category(letter).startswith(("L", "M", "N")):
        return ""
    first = unicodedata.name(letter, "").split(" ", maxsplit=1)[0]
    return SCRIPTS.get(first, first.title())


def name_sign(letter: str) -> str:
    """Return what a sign is called in Unicode: "snowman"; its number, if it has no name."""
    return unicodedata.name(letter, f"U+{ord(letter):04X}").lower()


# ---------------------------------------------------------------- where fonts for a script come from

FONTS = {  # by script: a font, and the package that brings it
    "Chinese": ("Noto Sans SC", "pylopdf-fonts-zh-cn"),
    "Japanese": ("Noto Sans JP", "pylopdf-fonts-jp"),
    "Korean": ("Noto Sans KR", "pylopdf-fonts-ko"),
    "Latin": ("Noto Sans", "fontpkg-noto-sans"),
    "phonetic": ("Noto Sans", "fontpkg-noto-sans"),
    "Greek": ("Noto Sans", "fontpkg-noto-sans"),
    "Cyrillic": ("Noto Sans", "fontpkg-noto-sans"),
    "Devanagari": ("Noto Sans Devanagari", "fontpkg-noto-sans-devanagari"),
    "Thai": ("Noto Sans Thai", "fontpkg-noto-sans-thai"),
    "Tamil": ("Noto Sans Tamil", "fontpkg-noto-sans-tamil"),
    "Telugu": ("Noto Sans Telugu", "fontpkg-noto-sans-telugu"),
    "Khmer": ("Noto Sans Khmer", "fontpkg-noto-sans-khmer"),
    **{
        script: (f"Noto Sans {script}", "manimgx-fonts")
        for script in ("Armenian", "Bengali", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Kannada", "Lao")
    },
    **{script: (f"Noto Sans {script}", "manimgx-fonts") for script in ("Malayalam", "Myanmar", "Oriya", "Sinhala")},
    "": ("Noto Sans Symbols", "manimgx-fonts"),
}


def suggest_font(script: str) -> tuple[str, str]:
    """Return a font that has the letters of a script ("": signs), and its package; ("", "") if none is known."""
    return FONTS.get(script, ("", ""))


def suggest_package(family: str) -> str:
    """Return the package that brings a font; "" if none is known."""
    return dict(FONTS.values()).get(family, "")
