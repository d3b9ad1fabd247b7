"""What python-pptx reads of a master. It is imported when a master is read: most builds find it in the cache."""

from pathlib import Path

from pipeline.content import Theme
from pipeline.core import Problem
from pipeline.deck import Master, MasterArtwork


def read_master(package: bytes) -> Master:
    """Return the slide layouts of our own master, with their slots."""
    from pipeline.master.read import read_master

    return read_master(package)


def read_artwork(master: Master) -> MasterArtwork:
    """Return what a master shows behind its slots: grounds, shapes, pictures, words, and the look of its tables."""
    from pipeline.master.artwork import read_artwork

    return read_artwork(master)


def adopt_master(path: Path, theme: Theme) -> tuple[Master, list[Problem]]:
    """Return the master in a file from others, its layouts under our names, and warnings. Raises ProblemsFound."""
    from pipeline.master.adopt import read_foreign_master

    return read_foreign_master(path, theme)
