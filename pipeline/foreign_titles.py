"""Sources in another language than the publication's: their titles say so, to be read aloud in it."""

import html
import re
from collections.abc import Mapping

from markupsafe import Markup

from pipeline.model import Publication, Source
from pipeline.typography import find_language

AS_TYPED = "nocase"  # what CSL calls words whose capitals stay
Foreign = Mapping[str, tuple[str, Source]]  # by id: the code of a language, and the source


def find_foreign(publication: Publication) -> Foreign:
    """Sources in another language than the publication's, by id, with the code of theirs."""
    own = publication.imprint.language.split("-")[0]
    codes = {source.id: find_language(source.language or "") for source in publication.sources.values()}
    return {id: (code, publication.sources[id]) for id, code in codes.items() if code and code.split("-")[0] != own}


def tell_languages(markup: Markup, foreign: Foreign) -> Markup:
    """Citations whose foreign titles say their language, to be read aloud in it."""
    if AS_TYPED not in markup:
        return markup
    codes = {
        _letters(title): code
        for code, source in foreign.values()
        for title in (source.title, source.title_short or source.title)
    }

    def tell(title: re.Match[str]) -> str:
        code = codes.get(_letters(html.unescape(re.sub("<[^>]+>", "", title[1]))))
        return f'<span lang="{code}">{title[1]}</span>' if code else title[1]

    return Markup(re.sub(f'<span class="{AS_TYPED}">(.*?)</span>', tell, markup))


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())
