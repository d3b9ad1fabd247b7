"""Colors as readers see them: contrast, and how alike two are to people with color-vision deficiency.

Contrast is that of WCAG 2; alikeness is CIEDE2000 after simulating each deficiency.
"""

from functools import cache

from pipeline.content import Theme

TEXT_CONTRAST, MARK_CONTRAST = (
    4.5,
    3.0,
)  # least contrast of small text, and of a mark, with what is behind it (WCAG 1.4.3, 1.4.11)
APART = 12.0  # CIEDE2000: below this, two areas that do not touch are easily taken for one color
SIGHTS = {"normal": "", "protanopia": "protan", "deuteranopia": "deutan", "tritanopia": "tritan"}


@cache
def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, from 1 to 21 (WCAG 2)."""
    from coloraide import Color

    return float(Color(one).contrast(other, method="wcag21"))


@cache
def difference(one: str, other: str, sight: str) -> float:
    """Return how different two colors look to a sight of SIGHTS (CIEDE2000)."""
    from coloraide import Color

    pair = [Color(code) for code in (one, other)]
    if filter := SIGHTS[sight]:
        pair = [color.filter(filter) for color in pair]
    return float(pair[0].delta_e(pair[1], method="2000"))


def find_confusions(one: str, other: str) -> list[str]:
    """Return the kinds of sight to which two colors look too much alike."""
    return [sight for sight in SIGHTS if difference(one, other, sight) < APART]


def text_color(theme: Theme, name: str) -> str:
    """Return the palette name for small text that belongs to a color: that color, or ink where it is too light."""
    return name if contrast(theme.palette[name], theme.palette["white"]) >= TEXT_CONTRAST else "ink"


def text_on(theme: Theme, name: str) -> str:
    """Return the palette name of text that can be read on a color: white or ink, whichever has more contrast."""
    return max(("white", "ink"), key=lambda text: contrast(theme.palette[name], theme.palette[text]))
