"""Zip archives that come out the same, byte for byte, whenever they are made from the same parts."""

import io
import zipfile
import zlib
from collections.abc import Mapping

FIRST = "[Content_Types].xml"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip of parts, in order of their names, content types first, without times or owners."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """Return the parts of a zip, by name. Raises ValueError for what is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:  # all that it raises
        raise ValueError(str(error)) from None


def part_names(package: bytes) -> list[str]:
    """Return the names of the parts of a zip. Raises ValueError for what is no zip, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise ValueError(str(error)) from None


def unpacked_size(package: bytes) -> int:
    """Return how many bytes the parts of a zip say they have. Raises ValueError for what is no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise ValueError(str(error)) from None
