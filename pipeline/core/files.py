"""Files that people edit: found by their names, however accents are written, and read as text.

An é is one character to some systems, and an e with an accent behind it to others: both look the same in a file manager.
"""

import unicodedata
from contextlib import suppress
from pathlib import Path

from pipeline.core.problems import TURNING, Place, Problem, ProblemsFound, problem_of_file, stop_on, tell_turning

NOT_UTF8 = "a letter in this line was saved in a way that cannot be read"
SAVE_UTF8 = 'save the file again; where your editor asks for an "encoding", choose UTF-8'


def find_file(path: Path) -> Path:
    """Return the path of the file that is there, if its name has the same letters; otherwise `path` as it is."""
    if path.name.isascii() or path.exists():
        return path
    with suppress(OSError):
        for other in path.parent.iterdir():
            if unicodedata.normalize("NFC", other.name) == unicodedata.normalize("NFC", path.name):
                return other
    return path


def read_text(path: Path, shown: str) -> str:
    """Return the text of a file in UTF-8, with accents in one form.

    Raises ProblemsFound when it cannot be read or decoded, or holds marks that turn the direction of writing.
    """
    try:
        content = path.read_bytes()
        if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
            hint = "save it as plain text (a table: as CSV UTF-8), under the same name"
            what = "this is a file of a word processor or a spreadsheet, not plain text"
            raise ProblemsFound([Problem(Place(shown, 0), what, hint)])
        # an é is one letter, however it was typed
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ProblemsFound([Problem(Place(shown, line), NOT_UTF8, SAVE_UTF8)]) from None
    except FileNotFoundError:
        of, option = ("layouts", "--layouts") if path.name == "theme.yaml" else ("a publication", "--content")
        hint = f"is this the folder of {of}? Another one is given with {option}"
        raise ProblemsFound([Problem(Place(shown, 0), "there is no such file", hint)]) from None
    except OSError as error:
        raise ProblemsFound([problem_of_file(Place(shown, 0), error)]) from None
    if TURNING.search(text):
        lines = enumerate(text.split("\n"), 1)
        stop_on(problem for number, line in lines for problem in tell_turning(line, Place(shown, number)))
    return text
