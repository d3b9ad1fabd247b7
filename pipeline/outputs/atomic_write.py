"""Put a file in its place whole: the old one or the new one is there, never half of either.

One build at a time writes into a folder; another waits for it.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.core import Place, ProblemsFound, problem_of_file, shown

ATTEMPTS = 20  # to lock a folder that others remove

try:
    import fcntl
except ImportError:  # Windows: builds do not wait for one another there; files are whole all the same
    fcntl = None  # type: ignore[assignment]


def atomic_write(path: Path, content: bytes) -> None:
    """Write a file beside its target, then rename it to replace the target. Raises ProblemsFound when that fails."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise cannot_be_written(path, error) from None
    finally:
        with suppress(OSError):  # it is there only if something failed, and then this may fail as well
            beside.unlink()


def cannot_be_written(path: Path, error: OSError) -> ProblemsFound:
    """Return the error for a file that cannot be written, with the reason in plain words."""
    return ProblemsFound([problem_of_file(Place(shown(path), 0), error, "written")])


def _sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk (fsync), where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def lock_folder(folder: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Lock a folder while the block runs, so that no other build writes into it.

    `wait` is called once if another build holds the lock. The lock is on the folder itself, leaves no file, and
    ends with the process, however that ends; Windows and some file systems have none. Temporary files of a build
    that was killed are removed. A folder made for this, and left empty, is removed. Raises ProblemsFound if the
    folder cannot be made.
    """
    made = not folder.exists()
    opened = None
    for _ in range(ATTEMPTS):  # a build that ends with problems removes the folder that it made
        try:
            folder.mkdir(parents=True, exist_ok=True)
            opened = _lock(folder, wait)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise cannot_be_written(folder, error) from None
        if opened is None or _is_still(folder, opened):
            break
        os.close(opened)
    try:
        _clear(folder)
        yield
    finally:
        if made:
            with suppress(OSError):
                folder.rmdir()
        if opened is not None:
            os.close(opened)


def _lock(folder: Path, wait: Callable[[], None]) -> int | None:
    if fcntl is None:
        return None
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        wait()
        fcntl.flock(opened, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        os.close(opened)
        return None
    return opened


def _is_still(folder: Path, opened: int) -> bool:
    """Return whether the folder that was opened is still the one under its name."""
    with suppress(OSError):
        return os.path.samestat(folder.stat(), os.fstat(opened))
    return False


def _clear(folder: Path) -> None:
    """Remove temporary files that a killed build left in a folder, such as `.deck.pptx.4711`."""
    for path in folder.glob(".*.*"):
        if re.fullmatch(r"\.(.+\.(pdf|pptx|xlsx|html|csv|json))\.\d+", path.name):
            with suppress(OSError):
                path.unlink()
