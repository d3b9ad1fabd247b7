"""Find a file by its name, however its accents are written.

An é is one character to some systems, and an e with an accent behind it to others: both look the same in a file manager.
"""

import unicodedata
from contextlib import suppress
from pathlib import Path


def find_file(path: Path) -> Path:
    """Return the path of the file that is there, if its name has the same letters; otherwise `path` as it is."""
    if path.name.isascii() or path.exists():
        return path
    with suppress(OSError):
        for other in path.parent.iterdir():
            if unicodedata.normalize("NFC", other.name) == unicodedata.normalize("NFC", path.name):
                return other
    return path
