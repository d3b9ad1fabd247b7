"""Make styles of the formats that a master shows only in its sample text.

PowerPoint keeps a master's type in styles, which slides inherit. LibreOffice writes none: it sets the sample text
("Click to edit …") in that type instead, and what reads the file falls back to a type of its own, each to another.
"""

import copy

from lxml import etree

from pipeline.read_type import NS

A = f"{{{NS['a']}}}"
OF_A_RUN = ("a:r/a:rPr", "a:fld/a:rPr", "a:endParaRPr")
OF_THE_SAMPLE = {"lang", "altLang", "dirty", "err", "noProof", "smtClean"}  # that say nothing of its type


def style_samples(master: etree._Element, layouts: list[etree._Element]) -> None:
    """Give a master without styles those of its sample text; its layouts only those of their subtitles.

    What else a layout has inherits from the master.
    """
    if master.find("p:txStyles/p:titleStyle/a:lvl1pPr", NS) is not None:
        return
    for shape in master.iterfind(".//p:sp", NS):
        _style(shape)
    if master.find("p:txStyles", NS) is None:
        _add_styles(master)
    for layout in layouts:
        for shape in layout.iterfind(".//p:sp", NS):
            mark = shape.find(".//p:ph", NS)
            if mark is not None and mark.get("type") == "subTitle":
                _style(shape)


def _add_styles(master: etree._Element) -> None:
    """Styles that name the theme's fonts: for the text of tables, which is in no placeholder."""
    type = '<a:defRPr><a:solidFill><a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
    level = f"<a:lvl1pPr>{type}</a:lvl1pPr>"
    spaces = f'xmlns:a="{NS["a"]}" xmlns:p="{NS["p"]}"'
    styles = f"<p:txStyles {spaces}><p:titleStyle/><p:bodyStyle/><p:otherStyle>{level}</p:otherStyle></p:txStyles>"
    last = master.find("p:extLst", NS)
    master.insert(len(master) if last is None else master.index(last), etree.fromstring(styles))


def _style(shape: etree._Element) -> None:
    """A list style for a placeholder that has none."""
    body = shape.find("p:txBody", NS)
    if body is None or shape.find(".//p:ph", NS) is None:
        return
    style = body.find("a:lstStyle", NS)
    if style is None:
        style = etree.Element(f"{A}lstStyle")
        body.insert(1, style)  # behind the properties of the text box
    if len(style):
        return
    levels: dict[int, etree._Element] = {}
    for paragraph in body.iterfind("a:p", NS):
        given = paragraph.find("a:pPr", NS)
        levels.setdefault(int(given.get("lvl", "0")) if given is not None else 0, paragraph)
    for level, paragraph in sorted(levels.items()):
        style.append(_level(paragraph, level + 1))


def _level(paragraph: etree._Element, number: int) -> etree._Element:
    """The properties of a paragraph, and of its first run, as those of a level."""
    made = etree.Element(f"{A}lvl{number}pPr")
    given = paragraph.find("a:pPr", NS)
    if given is not None:
        made.attrib.update({name: value for name, value in given.attrib.items() if name != "lvl"})
        made.extend(copy.deepcopy(child) for child in given if child.tag not in (f"{A}defRPr", f"{A}extLst"))
    run = next((found for path in OF_A_RUN if (found := paragraph.find(path, NS)) is not None), None)
    type = etree.SubElement(made, f"{A}defRPr")
    if run is not None:
        type.attrib.update({name: value for name, value in run.attrib.items() if name not in OF_THE_SAMPLE})
        type.extend(copy.deepcopy(child) for child in run if not child.tag.startswith((f"{A}hlink", f"{A}ext")))
    return made
