"""Set colors of shapes, lines and letters to those of the palette, as colors of the master's theme where it has them."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR

from pipeline.content import Theme
from pipeline.deck import Master


class ColorWriter:
    """A callable that sets a color to one of the palette, as a theme color where the master has it."""

    def __init__(self, theme: Theme, master: Master) -> None:
        self.theme = theme
        self.master = master

    def __call__(self, color: Any, name: str) -> None:
        known = self.known(name)
        if known is None:
            color.rgb = RGBColor.from_string(self.code(name))
        else:
            color.theme_color = MSO_THEME_COLOR.from_xml(known)

    def known(self, name: str) -> str | None:
        """Return the name of the theme color that a palette color is; None if it is none."""
        return self.master.colors.get(self.code(name))

    def code(self, name: str) -> str:
        return self.theme.colors[name].lstrip("#").upper()

    def xml(self, name: str) -> str:
        """Return a palette color as an element of DrawingML, as a theme color where the master has it."""
        known = self.known(name)
        return f'<a:schemeClr val="{known}"/>' if known else f'<a:srgbClr val="{self.code(name)}"/>'
