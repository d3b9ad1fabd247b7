"""Write the cuts of a deck as custom shows, and hide what lies behind the talk."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from pipeline.deck import Show, Slide, find_appendix

BEFORE = ("p:embeddedFontLst", "p:smartTags", "p:notesSz")  # what the schema has before custom shows, the last first


def hide_appendix(made: Sequence[Any], slides: Sequence[Slide]) -> None:
    """Hide the slides behind the talk: they are skipped in a show, and links lead to them. `made` are those written."""
    for slide in made[find_appendix(slides) :]:
        slide._element.set("show", "0")


def write_shows(presentation: Any, shows: Sequence[Show]) -> None:
    """Write each cut as a custom show, which PowerPoint lists under Slide Show, Custom Slide Show. None are written for none."""
    if not shows:
        return
    root = presentation.part._element
    relations = [entry.get(qn("r:id")) for entry in root.find(qn("p:sldIdLst"))]
    listed = "".join(
        f'<p:custShow name={quoteattr(show.cut.called)} id="{number}"><p:sldLst>'
        + "".join(f'<p:sld r:id="{relations[slide]}"/>' for slide in show.slides)
        + "</p:sldLst></p:custShow>"
        for number, show in enumerate(shows)
    )
    before = next(found for name in BEFORE if (found := root.find(qn(name))) is not None)
    before.addnext(parse_xml(f"<p:custShowLst {nsdecls('p', 'r')}>{listed}</p:custShowLst>"))
