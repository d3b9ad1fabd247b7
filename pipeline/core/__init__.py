"""What every wing uses: problems and their places, progress, the cache, digests, zip files.

Takes nothing of ours and knows no subject. Gives `Problem` and `ProblemsFound` (what is wrong, at which line of which file,
and a hint), `Progress` (what the terminal shows while a build works), `Cache` (what is dear to make, kept under a digest of
what it was made from), the digests of files, records and this machine, and `pack` and `unpack` (zip files without times).
It alone knows how problems are worded and sorted, and what an entry of `.cache/` looks like.

    problems     a problem, its place, how problems are collected and worded; "did you mean"
    progress     what the terminal shows: steps, times, warnings
    cache        entries of .cache/, by what they were made from
    fingerprint  digests of values, files, this code and its libraries
    files        a file by its name, however its accents are written; its text
    layouts      folders of layouts, one's own and those for what it lacks; the forms they hold
    archive      zip files that come out the same
    converter    pandoc, in its sandbox
    sweep        garbage is collected seldom while a build runs
"""

from pipeline.core.archive import FIRST, pack, part_names, unpack, unpacked_size
from pipeline.core.cache import MOST, NO_CACHE, Cache
from pipeline.core.converter import ConverterFailed, run_converter
from pipeline.core.files import find_file, read_text
from pipeline.core.fingerprint import ROOT, digest, digest_bytes, digest_files, digest_machine
from pipeline.core.layouts import Layouts
from pipeline.core.problems import (
    INVISIBLE,
    Place,
    Problem,
    ProblemsFound,
    bare,
    collecting,
    count_problems,
    nearest,
    problem_of,
    problem_of_file,
    quoted,
    shown,
    stop_on,
    suggest,
    tell_invisible,
    tell_turning,
)
from pipeline.core.progress import Progress, paint_problem, speak_plainly, strong
from pipeline.core.sweep import seldom_swept

__all__ = [
    "FIRST",
    "INVISIBLE",
    "MOST",
    "NO_CACHE",
    "ROOT",
    "Cache",
    "ConverterFailed",
    "Layouts",
    "Place",
    "Problem",
    "ProblemsFound",
    "Progress",
    "bare",
    "collecting",
    "count_problems",
    "digest",
    "digest_bytes",
    "digest_files",
    "digest_machine",
    "find_file",
    "nearest",
    "pack",
    "paint_problem",
    "part_names",
    "problem_of",
    "problem_of_file",
    "quoted",
    "read_text",
    "run_converter",
    "seldom_swept",
    "shown",
    "speak_plainly",
    "stop_on",
    "strong",
    "suggest",
    "tell_invisible",
    "tell_turning",
    "unpack",
    "unpacked_size",
]
