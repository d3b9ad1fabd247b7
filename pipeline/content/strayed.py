"""Files that are there, but elsewhere or under another ending: where an editor looks for one, this says where it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.core import Place, Problem, shown

PLAIN = (".yml", ".yaml", ".txt", ".text", ".yaml.txt", ".yml.txt", ".csv.txt")  # what a rename mends


def find_strayed(folder: Path, name: str) -> Problem | None:
    """Return a problem for the file that is meant by a file `name` of a folder that is not there; None if none is.

    The name is as "chapters/1-quarrel.yaml".
    """
    wanted = folder / name
    stem = wanted.stem.casefold()
    if not folder.is_dir():
        return None
    places = [wanted.parent, folder, *sorted(place for place in folder.iterdir() if place.is_dir())]
    for place in dict.fromkeys(place for place in places if place.is_dir()):
        for file in sorted(file for file in place.iterdir() if file.is_file()):
            if place != wanted.parent and file.name == wanted.name:
                what = f"this file is looked for in the folder {shown(wanted.parent)}"
                return Problem(Place(shown(file), 0), what, "move it there")
            if place == wanted.parent and file.name.casefold().removeprefix(stem) in PLAIN:
                what = f'this file is looked for under the name "{wanted.name}"'
                return Problem(Place(shown(file), 0), what, f"rename it to  {wanted.name}")
    return None


def tell_taken(taken: Mapping[tuple[str, str], Sequence[tuple[str, Place, Place]]]) -> list[Problem]:
    """Return a problem for ids that are taken already: (id, its place, its first place), by their files and the first's.

    Several ids of one file that another has too are one mistake: the file is a copy.
    """
    told = []
    for (file, first_file), ids in taken.items():
        if file == first_file or len(ids) == 1:
            told += [
                Problem(at, f'the id "{id}" is taken already, at {first}', "choose another") for id, at, first in ids
            ]
            continue
        what = f'{len(ids)} ids of this file stand in {first_file} too, the first of them "{ids[0][0]}"'
        hint = (
            "if one is a copy of the other, take it out of the chapters in publication.yaml; if not, choose other ids"
        )
        told.append(Problem(ids[0][1], what, hint))
    return told
