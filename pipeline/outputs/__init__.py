"""Files in output/: which were built from what, which a hand changed, and how new ones are put in place.

Takes the bytes of finished outputs, gives files: all of a build or none, each whole. `Ledger` is output/.built.json;
`guard_hands` keeps what somebody edited; `put_outputs` writes; `find_changes` compares pages and slides with those before.
It alone knows the ledger, hand edits, whole-file writes, and how a built PDF or deck is read back (pypdfium2, lxml).
"""

from pipeline.outputs.atomic_write import hold, land
from pipeline.outputs.changes import Changes, name_numbers
from pipeline.outputs.ledger import Hands, Ledger, guard_hands, read_ledger
from pipeline.outputs.pages import PDFIUM
from pipeline.outputs.publish import Output, Outputs, find_changes, put_outputs

__all__ = [
    "PDFIUM",
    "Changes",
    "Hands",
    "Ledger",
    "Output",
    "Outputs",
    "find_changes",
    "guard_hands",
    "hold",
    "land",
    "name_numbers",
    "put_outputs",
    "read_ledger",
]
