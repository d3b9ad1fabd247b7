"""Folders of layouts: one's own, and the project's own for whatever that lacks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from pipeline.core.files import find_file
from pipeline.core.fingerprint import digest_files
from pipeline.core.problems import bare

ALMOST = 0.8  # of the letters of two names: "page" and "pages", but not "parts"


@dataclass(frozen=True)
class Layouts:
    """Folders of layouts. What the first lacks is taken from the next."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, own: Path, home: Path) -> "Layouts":
        """Return one's own layouts, with those of `home` for what they lack."""
        return cls((own,) if own.resolve() == home.resolve() else (own, home))

    def misnamed(self) -> dict[Path, str]:
        """Return subfolders of one's own that are called almost as one that layouts are looked for in, each with that name."""
        known = {name for folder in self.folders[1:] for name in _subfolders(folder)}
        others = sorted(_subfolders(self.own) - known - set(self.forms)) if known else ()
        meant = {name: get_close_matches(bare(name), sorted(known), n=1, cutoff=ALMOST) for name in others}
        return {self.own / name: found[0] for name, found in meant.items() if found}

    @property
    def own(self) -> Path:
        """The folder that was asked for."""
        return self.folders[0]

    def find(self, *names: str) -> Path:
        """Return the path of the first of these files that any folder has, from the first folder that has it.

        Where none is there, that of the first name in the first folder.
        """
        paths = [find_file(folder / name) for name in names for folder in self.folders]
        return next((path for path in paths if path.exists()), paths[0])

    def files(self, pattern: str, *subfolders: str) -> dict[str, Path]:
        """Return the files of some subfolders that a pattern (such as "*.css") fits, by name, as `find` would find each."""
        found: dict[str, Path] = {}
        for name in subfolders:
            for folder in self.folders:
                for path in sorted((folder / name).glob(pattern)):
                    found.setdefault(path.name, path)
        return dict(sorted(found.items()))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The names of all forms, in the order of the alphabet: of the folders that have a form.yaml."""
        return tuple(sorted({path.parent.name for folder in self.folders for path in folder.glob("*/form.yaml")}))

    @property
    def has_any(self) -> bool:
        """Whether one's own folder has anything in it that layouts are looked for in."""
        known = {name for folder in self.folders[1:] for name in _subfolders(folder)}
        return not known or bool(_subfolders(self.own) & {*known, *self.forms} or self.misnamed())

    def digest(self, *subfolders: str, tell: Callable[[bytes], bytes] = bytes) -> str:
        """Return a digest of all files in some subfolders, or in all if none is named."""
        labelled: Mapping[str, Path] = {
            f"{n}/{name}": folder / name for n, folder in enumerate(self.folders) for name in subfolders or ("",)
        }
        return digest_files(labelled, tell)


def _subfolders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
