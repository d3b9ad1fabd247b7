"""The theme as it holds under a master that others made: its sizes for those slides, its fonts and colors."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.content import DeckTheme, Font, Size, Theme, Twin
from pipeline.deck import UNKNOWN_FONT_WIDTH, Master, SlideLayout, find_twin
from pipeline.figures import (
    FAINT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    find_confusions,
    with_mixed_colors,
)

NEUTRAL = ("ink", "grey", "rule", "paper", "white")  # the palette's names for text, lines and grounds
VEILS = (0.12, 0.82)  # shares of ink in what stands for a ground that is a picture or a gradient


def theme_on(master: Master, theme: Theme) -> Theme:
    """Return the theme under a master; unchanged under our own.

    Slides are shown as large as the screen, whatever their size in the file. So under a master that others made,
    sizes and least sizes are those of theme.yaml times the height of its slides, divided by that of the theme's.
    Its fonts are measured in place of the deck's own, and figures use its colors.
    """
    if not master.foreign:
        return theme
    deck = theme.deck
    own = {
        font.font: Twin.model_construct(place=font.place, measured_with=font.measured_with)
        for font in (deck.display, deck.text)
    }
    update = {"deck": _deck(master, theme), "twins": {**own, **theme.twins}, "palette": _palette(master, theme)}
    return with_mixed_colors(theme.model_copy(update=update))


def _deck(master: Master, theme: Theme) -> DeckTheme:
    deck, factor = theme.deck, master.height / 72 / theme.deck.height
    names = ("title", "body", "table", "label", "timeline")
    sizes = {name: _sized(size, factor) for name in names if (size := getattr(deck, name))}
    fonts = {
        "display": _font(deck.display, master.fonts["+mj-lt"], theme),
        "text": _font(deck.text, master.fonts["+mn-lt"], theme),
    }
    shape = {"width": master.width / 72, "height": master.height / 72, "source": _quarters(deck.source * factor)}
    return deck.model_copy(update={**sizes, **fonts, **shape})


def _sized(size: Size, factor: float) -> Size:
    return size.model_copy(update={name: _quarters(getattr(size, name) * factor) for name in ("size", "least")})


def _quarters(points: float) -> float:
    """Return a type size in points, rounded down to a quarter of a point, so that it reads well in messages."""
    return int(4 * points) / 4


def _font(own: Font, family: str, theme: Theme) -> Font:
    twin, wider = find_twin(family, theme) or (theme.deck.text.measured_with, UNKNOWN_FONT_WIDTH)
    return own.model_copy(update={"font": family, "measured_with": twin, "wider": wider})


# ---------------------------------------------------------------- colors


def _palette(master: Master, theme: Theme) -> dict[str, str]:
    """Return the theme's palette with the colors of a master under our names, as #RRGGBB.

    They are the colors of text and background of its slides, and its accents that are visible on them: first for
    series, then for the others, in the order of the palette. A color for which no accent is left that is unlike the rest
    is the theme's own, if that is visible, or grey.
    """
    ink, ground = _ink_and_ground(master, theme)
    hues = list(dict.fromkeys(name for name in (*theme.series, *theme.palette) if name not in NEUTRAL))
    accents = [f"#{code}" for code, name in master.colors.items() if name.startswith("accent")]
    greys = (_mixed(ground, ink, share) for share in (0.6, 0.7, 0.8, 0.9))
    grey = next((grey for grey in greys if contrast(grey, ground) >= TEXT_CONTRAST), ink)
    neutral = {"paper": _mixed(ground, ink, 0.06), "rule": _mixed(ground, ink, 0.25), "grey": grey}
    chosen = dict(zip(hues, _hues(accents, ground, len(hues), len(theme.series)), strict=False))
    own = {name: theme.palette[name] for name in hues if contrast(theme.palette[name], ground) >= MARK_CONTRAST}
    left = {name: own.get(name, grey) for name in hues if name not in chosen}
    return {**theme.palette, "ink": ink, "white": ground, **neutral, **left, **chosen}


def _ink_and_ground(master: Master, theme: Theme) -> tuple[str, str]:
    """Return the color of text on slides with content, and of their background, as #RRGGBB.

    Where the background is a picture or a gradient, or text could not be read on the color that the file names,
    the background is estimated from the color of the text.
    """
    layout = _plainest(master.layouts)
    slot = next((slot for name, slot in layout.slots.items() if name in ("body", "left")), layout.slots["title"])
    usual = next((f"#{code}" for code, name in master.colors.items() if name == "tx1"), theme.palette["ink"])
    ink = f"#{slot.levels[0].color}" if slot.levels[0].color else usual
    ground = f"#{layout.ground}"
    if not layout.ground or contrast(ink, ground) < MARK_CONTRAST:
        veils = (_mixed(theme.palette["white"], theme.palette["ink"], share) for share in VEILS)
        ground = max(veils, key=lambda veil: contrast(ink, veil))
    return ink, ground


def _plainest(layouts: Mapping[str, SlideLayout]) -> SlideLayout:
    return next(
        (layouts[name] for name in ("Title and Content", "Two Content") if name in layouts),
        next(iter(layouts.values())),
    )


def _hues(accents: Sequence[str], ground: str, count: int, least_count: int) -> list[str]:
    """Return at most `count` accents that are visible on the background, the best first.

    Accents with enough contrast that no reader confuses come first, then fainter ones, then, for `least_count`, ones that
    are alike.
    """
    chosen: list[str] = []
    for least, apart, most in ((MARK_CONTRAST, True, count), (FAINT, True, count), (FAINT, False, least_count)):
        for code in accents:
            unlike = not apart or not any(find_confusions(code, other) for other in chosen)
            if code not in chosen and len(chosen) < most and contrast(code, ground) >= least and unlike:
                chosen.append(code)
    return chosen


def _mixed(one: str, other: str, share: float) -> str:
    """Return a mix of two colors (#RRGGBB): `share` is the part of the second, from 0 to 1."""
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(_parts(one), _parts(other), strict=True))


def _parts(code: str) -> Iterator[int]:
    return (int(code[n : n + 2], 16) for n in (1, 3, 5))
