"""The words of layouts and code in one language: an English message is looked up, and its values are filled in.

The methods are called as gettext's are, so that translators' programs find the messages where they stand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from io import BytesIO


@dataclass(frozen=True)
class Words:
    """The words of one language: compiled catalogs (.mo), the nearest language first; with none, the words are English."""

    language: str
    catalogs: tuple[bytes, ...] = ()

    @cached_property
    def translations(self) -> NullTranslations:
        """The catalogs; a message that one lacks is looked up in the next, and is English in the end."""
        found = NullTranslations()
        for compiled in reversed(self.catalogs):
            nearer = GNUTranslations(BytesIO(compiled))
            nearer.add_fallback(found)
            found = nearer
        return found

    def gettext(self, message: str, **values: object) -> str:
        """Return a message with its values, which stand in it as %(name)s."""
        return self.translations.gettext(message) % values

    def ngettext(self, one: str, many: str, num: int, **values: object) -> str:
        """Return the form of a message that is right for a number, which is the value `num`."""
        return self.translations.ngettext(one, many, num) % {"num": num, **values}

    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Return a message that means one thing in this context and may mean another elsewhere."""
        return self.translations.pgettext(context, message) % values

    def npgettext(self, context: str, one: str, many: str, num: int, **values: object) -> str:
        """Return the form for a number, in a context."""
        return self.translations.npgettext(context, one, many, num) % {"num": num, **values}

    def bare(self, escape: Callable[[str], str]) -> dict[str, Callable[..., str]]:
        """Return the four functions without values filled in, each answer escaped, for layouts."""
        found = self.translations
        return {
            "gettext": lambda *asked: escape(found.gettext(*asked)),
            "ngettext": lambda *asked: escape(found.ngettext(*asked)),
            "pgettext": lambda *asked: escape(found.pgettext(*asked)),
            "npgettext": lambda *asked: escape(found.npgettext(*asked)),
        }


ENGLISH = Words("en-US")
