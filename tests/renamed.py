"""WeasyPrint as another release may be: a copy of it in which private names are other names."""

import re
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def rename(folder: Path, names: Iterable[str]) -> Path:
    """A folder for PYTHONPATH with a copy of WeasyPrint, in which the last words of dotted names are longer by a letter."""
    copy = folder / "weasyprint"
    found_at = find_spec("weasyprint")
    assert found_at is not None
    assert found_at.origin is not None
    shutil.copytree(Path(found_at.origin).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    words = re.compile(rf"\b({'|'.join(name.rpartition('.')[2] for name in names)})\b")
    found: set[str] = set()
    for path in copy.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found.update(words.findall(text))
        path.write_text(words.sub(r"\1x", text), encoding="utf-8")
    assert found == {name.rpartition(".")[2] for name in names}
    return folder
