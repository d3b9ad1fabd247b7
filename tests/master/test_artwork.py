"""What a master draws on its slides is drawn in the handout, too; what cannot be is named."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from desk import Desk
from gallery import hang_gallery
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from pipeline.master.artwork import read_artwork
from pipeline.master.inherit import Palette
from pipeline.master.read import read_master

RED, BLUE, GREEN = (200, 30, 30), (20, 40, 200), (0, 150, 0)


def master(path: Path) -> Path:
    """A master with a band, a logo, a line, a group, the name of the house, and a star that nobody draws."""
    presentation = Presentation()
    layout = next(one for one in presentation.slide_layouts if one.name == "Title and Content")
    slide = presentation.slides.add_slide(layout)  # only a slide can be drawn on; what is drawn is moved
    shapes = slide.shapes
    band = shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(0), Pt(500), Pt(720), Pt(40))
    band.fill.solid()
    band.fill.fore_color.rgb = RGBColor(*RED)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), BLUE).save(picture, "PNG")
    logo = shapes.add_picture(io.BytesIO(picture.getvalue()), Pt(640), Pt(4), Pt(40), Pt(20))
    line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(30), Pt(490), Pt(690), Pt(490))
    line.line.color.rgb, line.line.width = RGBColor(*GREEN), Pt(4)
    group = shapes.add_group_shape()
    dot = group.shapes.add_shape(MSO_SHAPE.OVAL, Pt(10), Pt(10), Pt(20), Pt(20))
    dot.fill.solid()
    dot.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2
    group.left, group.top, group.width, group.height = Pt(600), Pt(504), Pt(30), Pt(30)  # half as large again
    star = shapes.add_shape(MSO_SHAPE.STAR_5_POINT, Pt(300), Pt(505), Pt(20), Pt(20))
    star.name = "Our star"
    words = shapes.add_textbox(Pt(40), Pt(505), Pt(200), Pt(24))
    words.text_frame.text = "The House of Ferrers"
    words.text_frame.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
    id, _ = presentation.slide_masters[0].part.get_or_add_image_part(io.BytesIO(picture.getvalue())), None
    tree = presentation.slide_masters[0].shapes._spTree
    for shape in (band, logo, line, group, star, words):
        tree.append(shape._element)
    logo._element.find(".//" + qn("a:blip")).set(qn("r:embed"), id[1])
    shade(layout)
    presentation.save(str(path))
    return path


def shade(layout: Any) -> None:
    """A layout whose ground runs from one color into another."""
    stops = "".join(
        f'<a:gs pos="{at}"><a:srgbClr val="{code}"/></a:gs>' for at, code in ((0, "FFF0E0"), (100000, "000000"))
    )
    ground = f"<p:bg {nsdecls('p', 'a')}><p:bgPr><a:gradFill><a:gsLst>{stops}</a:gsLst></a:gradFill><a:effectLst/></p:bgPr></p:bg>"
    layout._element.find(qn("p:cSld")).insert(0, parse_xml(ground))


def test_shapes_pictures_and_words_are_read_and_the_rest_is_named(tmp_path: Path) -> None:
    read = read_master(master(tmp_path / "house.pptx").read_bytes())
    artwork = read_artwork(read)
    ground = artwork.grounds["Title and Content"]
    kinds = [(shape.kind, shape.fill or shape.line) for shape in ground.shapes]
    assert kinds == [("box", "C81E1E"), ("picture", ""), ("line", "009600"), ("oval", "C0504D")]
    oval = ground.shapes[3].box
    assert (oval.left, oval.top, oval.width, oval.height) == pytest.approx((600, 504, 30, 30))
    assert [words.paragraphs[0].text for _, words in ground.words] == ["The House of Ferrers"]
    assert ground.words[0][0].levels[0].color == "FFFFFF"
    assert ground.color == "FFF0E0"
    assert ground.left_out == ("the shades of the background", '"Our star"')
    assert artwork.grounds["Blank"].left_out == ('"Our star"',)
    assert [mime for _, mime in artwork.pictures.values()] == ["image/png"]


def test_they_are_drawn_on_the_pages_and_what_is_not_is_told(desk: Desk, tmp_path: Path) -> None:
    hang_gallery(desk)
    assert desk.run("handout").code == 0  # in our own, which is up to date then
    answer = desk.run("handout", "--master", str(master(tmp_path / "house.pptx")))
    assert answer.code == 0, answer.err
    assert 'cannot draw of the slide layout "Title and Content": the shades of the background, "Our star"' in answer.err
    with pypdfium2.PdfDocument(desk.output / "deck.pdf") as document:
        page = document[2].render(scale=1).to_pil().convert("RGB")
        words = document[2].get_textpage().get_text_bounded()
    assert page.getpixel((10, 520)) == RED
    assert page.getpixel((660, 14)) == BLUE
    assert page.getpixel((300, 490)) == GREEN
    assert page.getpixel((615, 519)) == (0xC0, 0x50, 0x4D)
    assert page.getpixel((10, 300)) == (0xFF, 0xF0, 0xE0)
    assert "The House of Ferrers" in words


def test_what_the_master_draws_is_not_read_aloud(desk: Desk, tmp_path: Path) -> None:
    hang_gallery(desk)
    assert desk.run("handout", "--master", str(master(tmp_path / "house.pptx"))).code == 0
    with pikepdf.open(desk.output / "deck.pdf") as pdf:
        marked = pdf.pages[2].Contents.read_bytes()
    assert marked.index(b"/Artifact") < marked.index(b"/MCID"), "decoration is painted first"


@pytest.mark.quick
@pytest.mark.parametrize(("share", "percent"), [("75000", "75%"), ("60000", "60%")])
def test_a_share_may_be_written_as_a_percentage(share: str, percent: str) -> None:
    """As the strict form of the standard has it."""
    palette = Palette(Presentation().slide_masters[0], {"accent1": "4472C4"})

    def color(value: str) -> str:
        inner = f'<a:schemeClr val="accent1"><a:lumMod val="{value}"/></a:schemeClr>'
        return palette(parse_xml(f"<a:solidFill {nsdecls('a')}>{inner}</a:solidFill>"))

    assert color(percent) == color(share) not in ("000000", "4472C4")
