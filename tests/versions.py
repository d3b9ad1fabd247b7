"""Build the tests' publication with other releases of WeasyPrint and python-pptx than constraints.txt names.

    .venv/bin/python tests/versions.py

Each release is installed into a folder of its own. What stands on each page and slide has to be the same; where a release
lacks a name, its build says so, once. Ends with 1 if a build fails or pages differ.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from desk import Desk
from verbs import notes_of, pages_of, slides_of, texts_of

RELEASES = ("weasyprint==68.1", "weasyprint==69.0", "weasyprint", "python-pptx")  # without a version: the newest


def install(release: str, folder: Path) -> str:
    """Install a release into a folder; return its name and version."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--target", str(folder), release], check=True)
    return next(path.stem for path in folder.glob("*.dist-info"))


def build(folder: Path, before: Sequence[str] = ()) -> tuple[Desk, str]:
    """A desk with all outputs, built with what stands in the folders `before`; and its warnings."""
    desk = Desk(folder)
    answer = desk.run_apart("all", PYTHONPATH=os.pathsep.join([*before, *sys.path]))
    if answer.code or "Traceback" in answer.err:
        raise SystemExit(f"the build failed:\n{answer.err}")
    return desk, answer.err


def told(desk: Desk) -> list[list[str]]:
    """The words of each page, slide and notes page, in no order: tags decide on that."""
    pages = [page for name in ("report.pdf", "deck.pdf") for page in pages_of(desk.output / name)]
    slides = [f"{texts_of(slide)} {notes_of(slide)}" for slide in slides_of(desk.output / "deck.pptx")]
    return [sorted(text.split()) for text in (*pages, *slides)]


def main() -> int:
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        ours, _ = build(Path(folder) / "ours")
        for number, release in enumerate(RELEASES):
            place = Path(folder) / f"release-{number}"
            name = install(release, place)
            desk, warnings = build(Path(folder) / f"desk-{number}", [str(place)])
            other = [at for at, pair in enumerate(zip(told(ours), told(desk), strict=False), 1) if pair[0] != pair[1]]
            same = len(told(ours)) == len(told(desk)) and not other
            print(f"{name}: {'the same on each page and slide' if same else f'differs at {other}'}")
            print(warnings.strip() or "  no warnings")
            differ += not same
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
