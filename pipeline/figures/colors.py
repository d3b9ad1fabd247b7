"""Colors as readers see them: contrast, and how alike two are to people with color-vision deficiency.

Contrast is that of WCAG 2; alikeness is CIEDE2000 after simulating each deficiency.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from pipeline.content import Theme
from pipeline.core import NO_CACHE, Cache

if TYPE_CHECKING:
    from coloraide import Color

TEXT_CONTRAST, MARK_CONTRAST = (
    4.5,
    3.0,
)  # least contrast of small text, and of a mark, with what is behind it (WCAG 1.4.3, 1.4.11)
FAINT = 2.0  # of contrast: less cannot be told from what is behind it at all
FOR_TEXT, FOR_CONTEXT = (
    "-text",
    "-pale",
)  # end the names of colors that belong to another: for words, for what is context
HEAT, HEATS = "heat-", {"all": 1.0, "much": 0.3, "little": 0.16, "least": 0.06}  # of the first series, in its ground
PALER = 0.5  # of the chroma of a color: that of its pale one
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
    """Return the palette name for small text that belongs to a color: that color or, where it is too light, its darker one."""
    if contrast(theme.palette[name], theme.palette["white"]) >= TEXT_CONTRAST:
        return name
    return name + FOR_TEXT if name + FOR_TEXT in theme.colors else "ink"


def heat_colors(theme: Theme, degree: str) -> tuple[str, str]:
    """Return the palette names of the ground of a cell and of its words, by the degree that the cell tells (see `Word`)."""
    return HEAT + degree, text_on(theme, HEAT + degree)


def context_color(theme: Theme, name: str) -> str:
    """Return the palette name for what is context beside marks of a color: its pale one, or itself where that is pale."""
    return name + FOR_CONTEXT if name + FOR_CONTEXT in theme.colors else name


def with_mixed_colors(theme: Theme, cache: Cache = NO_CACHE) -> Theme:
    """Return a theme with, for each color of its palette, one for words if it is too light for them, or else a pale one.

    These are "sky-text" for "sky", and "navy-pale" for "navy"; and "heat-much" and so on, for cells that tell a degree.
    """
    palette, first = theme.palette, theme.palette[theme.series[0]]
    made_from = palette, first
    mixed = cache.keep_record("mixed-colors", dict[str, str], made_from, lambda: _mix_colors(palette, first))
    return theme.model_copy(update={"mixed": mixed})


def _mix_colors(palette: Mapping[str, str], first: str) -> dict[str, str]:
    from coloraide import Color

    ground = palette["white"]
    shares = {HEAT + degree: Color(ground).mix(first, share, space="srgb") for degree, share in HEATS.items()}
    mixed = {name: _as_code(color) for name, color in shares.items()}
    for name, code in palette.items():
        if name.endswith((FOR_TEXT, FOR_CONTEXT)) or contrast(code, ground) < FAINT:
            continue
        if contrast(code, ground) < TEXT_CONTRAST:
            mixed[name + FOR_TEXT] = _moved(code, ground, 1, TEXT_CONTRAST)
        else:
            mixed[name + FOR_CONTEXT] = _moved(code, ground, PALER, MARK_CONTRAST)
    return mixed


def _moved(code: str, ground: str, chroma: float, wanted: float) -> str:
    """Return a color of the same hue, as dark or as light as a contrast with a ground wants; `chroma` is a factor."""
    from coloraide import Color

    color = Color(code).convert("oklch")
    color["chroma"] *= chroma
    away = -0.01 if Color(ground).luminance() > 0.18 else 0.01  # 0.18 is as far from black as from white
    while contrast(_as_code(color), ground) > wanted and 0 < color["lightness"] < 1:
        color["lightness"] -= away
    while contrast(found := _as_code(color), ground) < wanted and 0 < color["lightness"] < 1:
        color["lightness"] += away
    return found


def _as_code(color: "Color") -> str:
    return str(color.convert("srgb").fit().to_string(hex=True)).upper()


def text_on(theme: Theme, name: str) -> str:
    """Return the palette name of text that can be read on a color: white or ink, whichever has more contrast."""
    return max(("white", "ink"), key=lambda text: contrast(theme.colors[name], theme.palette[text]))
