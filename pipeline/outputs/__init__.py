"""Files in output/: which were built from what, which a hand changed, and how new ones are put in place.

Takes the bytes of finished outputs, gives files: all of a build or none, each whole. `Ledger` is output/.built.json;
`keep_hand_edits` keeps what somebody edited; `publish` writes; `find_changes` compares pages, slides and figures of the workbook with those before.
It alone knows the ledger, hand edits, whole-file writes, and how a built PDF, deck or workbook is read back (pypdfium2, lxml, openpyxl).

    ledger        output/.built.json; files that a hand changed since, and what becomes of them
    atomic_write  one file, whole or not at all; one build at a time in a folder
    publish       all files of a build put in place, and entered in the ledger
    pages         a built PDF, deck or workbook read back: words and looks of each page, slide or figure
    changes       which pages, slides and figures differ from those before, and in which words
"""

from pipeline.outputs.atomic_write import atomic_write, lock_folder
from pipeline.outputs.changes import Changes, name_numbers
from pipeline.outputs.ledger import Ledger, OnHandEdit, keep_hand_edits, read_ledger
from pipeline.outputs.pages import PDFIUM
from pipeline.outputs.publish import Output, Outputs, find_changes, publish

__all__ = [
    "PDFIUM",
    "Changes",
    "Ledger",
    "OnHandEdit",
    "Output",
    "Outputs",
    "atomic_write",
    "find_changes",
    "keep_hand_edits",
    "lock_folder",
    "name_numbers",
    "publish",
    "read_ledger",
]
