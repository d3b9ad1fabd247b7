"""What must hold across records, and what is worth a warning.

Takes a checked-by-itself `Publication` and `Theme`; gives problems (names that lead nowhere, colors that readers cannot tell
apart) and warnings (numbers that claim more than they can bear, titles that their figure does not hold, sources in doubt).

    publication  names that lead nowhere: sources, facts, figures, sections, evidence; fonts and colors of the theme
    forms        forms that are not there, fields that a form needs, texts that are too short or too long for one
    cuts         cuts of the deck that name what is not there, or do not keep their minutes
    letters      letters that no font of the theme has, or that are written from right to left
    colors       colors that are not there, too pale, or too much alike
    figures      colors, computed figures, titles and breaks that do not say what the figure shows; figures that are not shown
    entry_slides  charts that slides of entries are to show, and parts of them that are not there
    numbers      facts set large on weak grounds, old without their date, or used nowhere
    typed_citations  citations typed as they would be printed
    sources      sources without address, grade, or what their type needs
"""

from pipeline.checks.colors import check_named_colors
from pipeline.checks.cuts import warn_of_minutes, warn_of_no_opening
from pipeline.checks.figures import check_mentions, warn_of_unshown
from pipeline.checks.forms import check_forms, warn_of_lengths
from pipeline.checks.letters import check_letters
from pipeline.checks.publication import check_publication, check_theme, warn_publication

__all__ = [
    "check_forms",
    "check_letters",
    "check_mentions",
    "check_named_colors",
    "check_publication",
    "check_theme",
    "warn_of_lengths",
    "warn_of_minutes",
    "warn_of_no_opening",
    "warn_of_unshown",
    "warn_publication",
]
