"""What must hold across records, and what is worth a warning.

Takes a checked-by-itself `Publication` and `Theme`; gives problems (names that lead nowhere, colors that readers cannot tell
apart) and warnings (numbers that claim more than they can bear, titles that their figure does not hold, sources in doubt).
"""

from pipeline.checks.publication import check_publication, check_theme, warn_publication

__all__ = [
    "check_publication",
    "check_theme",
    "warn_publication",
]
