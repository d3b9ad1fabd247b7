"""Tell at once what a style sheet leaves as it is: most properties of most elements.

WeasyPrint asks of each whether it is set by its logical name, holds a variable or a sum, and has to be computed. One
that no rule names has its parent's value, or the one it has initially. There is no public way in: this wraps a
method of the pinned version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

OWN_WAYS = ("page", "position", "float", "display", "direction")  # and text decorations: these hang on others


@contextmanager
def telling_plain_styles(weasyprint: Any) -> Iterator[None]:
    """Skip the computation of properties that no rule names while the block runs."""
    css = weasyprint.css
    style = css.ComputedStyle
    compute, inherited, initial = style.__missing__, css.INHERITED, css.INITIAL_VALUES
    plain = _find_plain(css)

    def tell(self: Any, key: str) -> Any:
        names = plain.get(key)
        if names is None or key in self.cascaded or (names and names[self["direction"]] in self.cascaded):
            return compute(self, key)
        if key not in inherited:
            value = initial[key]
        elif self.parent_style is None:
            return compute(self, key)
        else:
            value = self.parent_style[key]
        self[key] = value
        return value

    style.__missing__ = tell
    try:
        yield
    finally:
        style.__missing__ = compute


@cache
def _find_plain(css: Any) -> dict[str, dict[str, str]]:
    """Return the properties that computing leaves unchanged, with their logical names by text direction."""
    own = {key for key in css.INITIAL_VALUES if key in OWN_WAYS or key.startswith("text_decoration_")}
    keys = {key for key in css.INITIAL_VALUES if key in css.INHERITED or key not in css.INITIAL_NOT_COMPUTED} - own
    return {
        key: {side: name(block="ttb", inline=side) for side in ("ltr", "rtl")}
        if (name := css.PHYSICAL_FUNCTIONS.get(key))
        else {}
        for key in keys
    }
