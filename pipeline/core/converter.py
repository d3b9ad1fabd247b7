"""Pandoc, from the pinned package, in its sandbox: it opens no file but those it is given, and no connection."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

LONGEST = 120  # seconds


class ConverterFailed(Exception):
    """A failure of pandoc; the text is pandoc's message."""


def run_converter(arguments: Sequence[str], content: bytes) -> bytes:
    """Return what pandoc makes of content with some arguments. Raises ConverterFailed, also after two minutes."""
    command = [_program(), "--sandbox", *arguments]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise ConverterFailed(f"it took longer than {LONGEST} seconds") from None
    if answer.returncode:
        raise ConverterFailed(answer.stderr.decode(errors="replace").strip() or f"exit code {answer.returncode}")
    return answer.stdout


def _program() -> str:
    """Return the path of pandoc in the pinned package; a pandoc installed on the machine is not used."""
    package = find_spec("pypandoc")
    assert package is not None
    assert package.origin is not None
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    return str(Path(package.origin).parent / "files" / name)
