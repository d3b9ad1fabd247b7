"""What a file is that was named as a master, if it is none: told by its first bytes and its parts, never by its name."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.core import Place, Problem, ProblemsFound, part_names, problem_of_file, shown

OLE = b"\xd0\xcf\x11\xe0"  # what old office files and those with a password begin with
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
EXPORT = "open it there, and save or export it as a PowerPoint presentation (.pptx)"
SAVE = "open it in PowerPoint, save it as a presentation (.pptx), and name that one"
OTHERS: Mapping[str, tuple[str, str]] = {  # by a part that such a file has
    "word/document.xml": ("it is a Word file", "name a PowerPoint file (.pptx)"),
    "xl/workbook.xml": ("it is an Excel file", "name a PowerPoint file (.pptx)"),
    "Index/Document.iwa": ("it is a Keynote presentation", EXPORT),
    "Index.zip": ("it is a Keynote presentation", EXPORT),
    "theme/theme/theme1.xml": ("it is a theme without slide layouts (.thmx)", "name a .pptx or .potx made with it"),
}
STARTS: Mapping[bytes, tuple[str, str]] = {
    b"%PDF": ("it is a PDF", "name the PowerPoint file (.pptx) that it was made from"),
    b"{\\rtf": ("it is a text", "name a PowerPoint file (.pptx)"),
    b"\x89PNG": ("it is a picture", "name a PowerPoint file (.pptx)"),
    b"\xff\xd8": ("it is a picture", "name a PowerPoint file (.pptx)"),
}
DAMAGED = (
    "it cannot be read, and may be damaged",
    "open it in PowerPoint, let it repair the file if it asks, and save it under a new name",
)


def no_master(path: Path, why: str, hint: str = SAVE) -> ProblemsFound:
    """Return the error for a file that cannot be the master, with the reason."""
    what = f"this file cannot be the master of the deck: {why}"
    return ProblemsFound([Problem(Place(shown(path), 0), what, hint)])


def read_package(path: Path) -> bytes:
    """Return the bytes of a file that may be a presentation. Raises ProblemsFound for any other, and says what it is."""
    if path.is_dir():
        with suppress(OSError):
            if path.suffix == ".key" or (path / "Index.zip").exists():
                raise no_master(path, *OTHERS["Index.zip"])
        raise no_master(path, "it is a folder", "name the file itself, with its ending .pptx")
    if not path.exists():
        raise no_master(path, "there is no such file", "look how it is called, and where it is; its ending is .pptx")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProblemsFound([problem_of_file(Place(shown(path), 0), error)]) from None
    if told := _other(content):
        raise no_master(path, *told)
    return content


def _other(content: bytes) -> tuple[str, str] | None:
    """Return what some bytes are if they are no zip with a presentation in it, and a hint; otherwise None."""
    if not content:
        return "it is empty", "copy the file again from where it came"
    if content.startswith(OLE):
        if ENCRYPTED in content:
            return "it has a password", "open it in PowerPoint, take the password away (File, Info), and save it"
        return "it is an old PowerPoint file (.ppt), or another old office file", SAVE
    if told := next((told for start, told in STARTS.items() if content.startswith(start)), None):
        return told
    if not content.startswith(b"PK"):
        return "it is no PowerPoint file, whatever its name says", "name a file that PowerPoint saved as .pptx"
    try:
        names = part_names(content)
    except ValueError:
        return DAMAGED
    if b"application/vnd.oasis.opendocument" in content[:200]:
        return "it is a LibreOffice file (.odp or another)", EXPORT
    if told := next((told for part, told in OTHERS.items() if part in names), None):
        return told
    has_slides = any(name.startswith("ppt/") for name in names)
    return None if has_slides else ("it is a zip file without a presentation in it", SAVE)
