"""WeasyPrint as another release may be: a copy of it in which private names are other names."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import weasyprint


def rename(folder: Path, names: Iterable[str]) -> Path:
    """A folder for PYTHONPATH with a copy of WeasyPrint, in which the last words of dotted names are longer by a letter."""
    copy = folder / "weasyprint"
    shutil.copytree(Path(weasyprint.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    words = re.compile(rf"\b({'|'.join(name.rpartition('.')[2] for name in names)})\b")
    found: set[str] = set()
    for path in copy.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found.update(words.findall(text))
        path.write_text(words.sub(r"\1x", text), encoding="utf-8")
    assert found == {name.rpartition(".")[2] for name in names}
    return folder
