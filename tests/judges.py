"""Independent judges of a PDF, and the handout with notes that they judge too."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from desk import Built


def notes_handout(built: Built) -> Path:
    """The handout with notes, which no build makes by itself."""
    folder = built.desk.folder / "rendered" / "notes"
    if not folder.is_dir():
        answer = built.desk.run("handout", "--notes", "--output", str(folder))
        assert answer.code == 0, answer.err
    return folder / "deck-notes.pdf"


def judged(tool: str, *options: str) -> Any:
    """What a judge that came with the tests' packages says, as JSON."""
    command = [str(Path(sys.executable).parent / tool), *options]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
