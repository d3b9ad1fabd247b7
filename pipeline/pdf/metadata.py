"""What the PDF says about itself: XMP metadata, and the standards it keeps (PDF/UA-1 and PDF/A-2a).

PDF/A takes words about a file only from schemas it knows, or that the file explains. It does not
know PDF/UA's, so that one is explained; this is all there is to meeting both at once.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pydyf

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
EXPLAINED = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""


def describe_pdf(document: Any, pdf: pydyf.PDF, profile: bytes) -> None:
    """Write the file's metadata and the output intent of its colors: `profile` is the ICC profile of sRGB.

    A finisher, which WeasyPrint calls last of all.
    """
    packet = pydyf.Stream([_packet(document.metadata, pdf).encode()], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(packet)
    pdf.catalog["Metadata"] = packet.reference
    colors = pydyf.Stream([profile], {"N": 3}, compress=True)
    pdf.add_object(colors)
    intent = pydyf.Dictionary({"Type": "/OutputIntent", "S": "/GTS_PDFA1", "DestOutputProfile": colors.reference})
    intent["OutputConditionIdentifier"] = intent["Info"] = pydyf.String("sRGB IEC61966-2.1")
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])


def _packet(about: Any, pdf: pydyf.PDF) -> str:
    parts = [
        _plain("pdfuaid:part", "1"),
        _plain("pdfaid:part", "2"),
        _plain("pdfaid:conformance", "A"),
        EXPLAINED,
        _worded("dc:title", about.title),
        _listed("dc:creator", "Seq", about.authors),
        _worded("dc:description", about.description),
        _listed("dc:subject", "Bag", about.keywords),
        _listed("dc:language", "Bag", [about.lang] if about.lang else []),
        _worded("dc:rights", about.custom.get("dcterms.rights")),
        _plain("pdf:Keywords", ", ".join(about.keywords)),
        _plain("pdf:Producer", str(pdf.info["Producer"].string)),
        _plain("xmp:CreateDate", about.created),
        _plain("xmp:ModifyDate", about.modified),
    ]
    spaces = "".join(f' xmlns:{prefix}="{url}"' for prefix, url in NAMESPACES.items())
    return (
        '<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""{spaces}>\n{_lines(parts)}</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )


def _lines(parts: Iterable[str]) -> str:
    return "".join(f"{part}\n" for part in parts if part)


def _plain(name: str, value: str | None) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _worded(name: str, value: str | None) -> str:
    if not value:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'


def _listed(name: str, kind: str, values: Sequence[str]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""
