"""Put a file in its place whole: the old one or the new one is there, never half of either."""

import os
from contextlib import suppress
from pathlib import Path

from pipeline.problems import Problem, ProblemsFound, shown
from pipeline.record import Place


def land(path: Path, content: bytes) -> None:
    """Write beside the target, then rename over it. Raises ProblemsFound when that cannot be."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        hint = "close it if it is open elsewhere; see that the disk has room and the folder can be written"
        what = f"this file cannot be written ({error.strerror})"
        raise ProblemsFound([Problem(Place(shown(path), 0), what, hint)]) from None
    finally:
        with suppress(OSError):  # it is there only if something failed, and then this may fail as well
            beside.unlink()
