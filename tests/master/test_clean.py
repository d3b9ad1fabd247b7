"""What somebody's template says of itself, its authors and its samples is not in our deck."""

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import take_master
from desk import Desk
from lxml import etree
from ooxml_integrity.pptx_checks import check_pptx
from openxml_audit import validate_pptx
from pptx import Presentation
from pptx.oxml.ns import qn
from ugly import make_ugly_master
from verbs import slides_of

from pipeline.core.archive import FIRST, pack, unpack

pytestmark = pytest.mark.quick
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CREATION = "http://schemas.microsoft.com/office/drawing/2014/main"
ODD_APP = f"{RELATIONS}/metadata/extended-properties"  # as pandoc calls it
LABEL = "MSIP_Label_0a1b2c3d-0000-4000-8000-000000000001"
PROPERTIES = {
    "authors": "Jane Roe",
    "ContentTypeId": "0x0101",
    f"{LABEL}_Enabled": "true",
    f"{LABEL}_Owner": "jane.roe@example.org",
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
Parts = dict[str, bytes]


def custom(properties: dict[str, str]) -> bytes:
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), 2)
    )
    spaces = f'xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes"'
    return f"{XML}<Properties {spaces}>{listed}</Properties>".encode()


def add(parts: Parts, holder: str, kind: str, target: str, content: bytes, type: str = "application/xml") -> None:
    """Put a part into a package, related to from its root or from a part."""
    relation = f'<Relationship Id="rIdX{len(parts)}" Type="{kind}" Target="/{target}"/></Relationships>'
    parts[holder] = parts[holder].replace(b"</Relationships>", relation.encode())
    if target not in parts:
        override = f'<Override PartName="/{target}" ContentType="{type}"/></Types>'
        parts[FIRST] = parts[FIRST].replace(b"</Types>", override.encode())
        parts[target] = content


def sign(parts: Parts) -> None:
    """All that programs leave in a template of those who made it."""
    root, presentation = "_rels/.rels", "ppt/_rels/presentation.xml.rels"
    office = "application/vnd.openxmlformats-officedocument"
    add(parts, root, f"{OFFICE}/relationships/custom-properties", "docProps/custom.xml", custom(PROPERTIES),
        f"{office}.custom-properties+xml")  # fmt: skip
    add(parts, root, ODD_APP, "docProps/app.xml", b"")
    people = (
        '<p:cmAuthorLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        '<p:cmAuthor id="1" name="Jane Roe" initials="JR" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    )
    add(parts, presentation, f"{OFFICE}/relationships/commentAuthors", "ppt/commentAuthors.xml", people.encode(),
        f"{office}.presentationml.commentAuthors+xml")  # fmt: skip
    add(parts, presentation, f"{OFFICE}/relationships/customXml", "customXml/item1.xml", b"<list>Jane Roe</list>")
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = core.replace(
        "<cp:revision>", "<cp:contentStatus>Draft of Jane Roe</cp:contentStatus><cp:revision>"
    ).encode()
    number = (
        '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}">'
        f'<a16:creationId xmlns:a16="{CREATION}" id="{{0A1B2C3D-0000-4000-8000-000000000001}}"/></a:ext></a:extLst>'
    )
    for name in [name for name in parts if name.startswith("ppt/slideLayouts/slideLayout")]:
        layout = etree.fromstring(parts[name])
        for shape in layout.iter(qn("p:cNvPr")):
            if "Placeholder" in shape.get("name"):
                shape.append(etree.fromstring(number))
        parts[name] = etree.tostring(layout, xml_declaration=True, encoding="UTF-8", standalone=True)


@pytest.fixture
def deck(desk: Desk) -> Callable[[Callable[[Parts], None]], Path]:
    """Build the small deck in the ugly master, changed."""

    def build(change: Callable[[Parts], None]) -> Path:
        def make(path: Path, *_: str) -> None:
            make_ugly_master(path, "Arial")
            parts = unpack(path.read_bytes())
            change(parts)
            path.write_bytes(pack(parts))

        take_master(desk, make)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # python writes them on an editor's terminal
            return desk.make("deck.pptx")

    return build


def test_nothing_is_left_of_those_who_made_it(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    path = deck(sign)
    parts = unpack(path.read_bytes())
    assert [name for name, content in parts.items() if b"Roe" in content or b"roe@" in content] == []
    assert [name for name in parts if name.startswith(("customXml", "ppt/commentAuthors", "ppt/printerSettings"))] == []
    with zipfile.ZipFile(path) as archive:
        assert len(archive.namelist()) == len(set(archive.namelist()))
    targets = [one.get("Target") for one in etree.fromstring(parts["_rels/.rels"])]
    assert sorted(targets) == ["docProps/app.xml", "docProps/core.xml", "docProps/custom.xml", "ppt/presentation.xml"]


def test_a_label_that_an_institute_sets_is_kept(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    properties = etree.fromstring(unpack(deck(sign).read_bytes())["docProps/custom.xml"])
    assert {one.get("name"): one[0].text for one in properties} == {f"{LABEL}_Enabled": "true"}


def test_properties_without_a_label_leave_no_part(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    def quarto(parts: Parts) -> None:
        kind = f"{OFFICE}/relationships/custom-properties"
        add(parts, "_rels/.rels", kind, "docProps/custom.xml", custom({"biblio-config": "True"}))

    assert "docProps/custom.xml" not in unpack(deck(quarto).read_bytes())


def test_shapes_do_not_share_the_id_of_the_layouts_shape(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    path = deck(sign)
    parts = unpack(path.read_bytes())
    assert [name for name, part in parts.items() if b"creationId" in part and name.startswith("ppt/slides/")] == []
    assert [name for name, part in parts.items() if b"creationId" in part], "layouts keep theirs"
    assert sum("Slide Number" in shape.name for slide in slides_of(path) for shape in slide.shapes) > 5


def test_slides_are_numbered_as_they_are_counted(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    """The fact-check sheet and the handout count from 1."""

    def from_zero(parts: Parts) -> None:
        root = parts["ppt/presentation.xml"]
        parts["ppt/presentation.xml"] = root.replace(b"saveSubsetFonts=", b'firstSlideNum="0" saveSubsetFonts=')

    presentation = Presentation(str(deck(from_zero)))
    assert presentation.part._element.get("firstSlideNum") is None
    for number, slide in enumerate(presentation.slides, 1):
        assert [one.findtext(qn("a:t")) for one in slide._element.iter(qn("a:fld"))] in ([], [str(number)])


def test_a_notes_master_is_listed_whatever_its_list_is_called(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    """Pandoc wrote it with a capital."""

    def misspell(parts: Parts) -> None:
        buffer = io.BytesIO(pack(parts))
        presentation = Presentation(buffer)
        assert presentation.notes_master.placeholders  # adds one
        id = next(id for id, one in presentation.part.rels.items() if one.reltype.endswith("/notesMaster"))
        saved = io.BytesIO()
        presentation.save(saved)
        parts.update(unpack(saved.getvalue()))
        listed = f'</p:sldMasterIdLst><p:notesMasterIdLst><p:NotesMasterId r:id="{id}"/></p:notesMasterIdLst>'
        root = parts["ppt/presentation.xml"]
        parts["ppt/presentation.xml"] = root.replace(b"</p:sldMasterIdLst>", listed.encode())

    path = deck(misspell)
    (listed,) = Presentation(str(path)).part._element.find(qn("p:notesMasterIdLst"))
    assert listed.tag == qn("p:notesMasterId")
    assert validate_pptx(str(path)).is_valid


def test_judges_find_nothing_in_a_deck_from_such_a_master(deck: Callable[[Callable[[Parts], None]], Path]) -> None:
    path = deck(sign)
    result = validate_pptx(str(path))
    assert result.is_valid, "\n".join(str(error) for error in result.errors)
    found = [finding for finding in check_pptx(path) if finding.code != "PPT007"]
    assert [str(finding) for finding in found if "an estimate because font" not in str(finding)] == []
