"""Read a data file: the columns that a figure or a fact asks for, typed."""

from functools import lru_cache
from pathlib import Path

from pipeline.core import Place, Problem, ProblemsFound, problem_of_file
from pipeline.data.columns import type_columns
from pipeline.data.grid import read_grid
from pipeline.data.record import Data, Wanted
from pipeline.data.workbooks import read_workbook

WORKBOOKS = (".xlsx",)
OTHERS = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
LARGEST = 16_000_000  # bytes


def read_data(path: Path, shown: str, wanted: Wanted) -> Data:
    """Return the columns of a data file that are wanted; `shown` is the path as messages print it.

    Raises ColumnMissing for the first column that the file does not contain, and ProblemsFound with the line, and
    where there is one the column, of everything else that is wrong or may be read in two ways.
    """
    return _read(_bytes(path, shown), path.suffix.casefold(), shown, wanted)


@lru_cache(maxsize=1024)  # files that did not change between two builds of one process
def _read(content: bytes, suffix: str, shown: str, wanted: Wanted) -> Data:
    if suffix in WORKBOOKS:
        return type_columns(read_workbook(content, shown, wanted.sheet), shown, wanted)
    if suffix in OTHERS:
        raise ProblemsFound(
            [Problem(Place(shown, 0), "this sort of workbook is not read", "save it as .xlsx or as CSV")]
        )
    if wanted.sheet:
        raise ProblemsFound(
            [Problem(Place(shown, 0), f'there is no sheet "{wanted.sheet}" in a text file', "delete the line  sheet")]
        )
    return type_columns(read_grid(content, shown, (*wanted.columns,)), shown, wanted)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ProblemsFound(
                [Problem(Place(shown, 0), "this file is too large", "keep the rows and columns that are used")]
            )
        return path.read_bytes()
    except OSError as error:
        raise ProblemsFound([problem_of_file(Place(shown, 0), error)]) from None
