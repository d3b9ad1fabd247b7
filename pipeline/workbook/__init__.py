"""The data behind the figures become a workbook: a sheet that lists the figures, and a sheet for each.

Takes a `Publication` and its references in words; gives data.xlsx as bytes. A sheet holds the
figure's table in typed cells, with the numbers of the data file as they stand there, and in words its unit, its sources, its note,
and what is marked in it. Whatever is typed in the content is text there, never a formula, and no link leads out of the file.
It alone knows how a workbook is arranged (XlsxWriter).

    sheets    what stands on each sheet: cells and words
    tables    the tables of figures; cells: what a cell holds, and how it is shown
    names     names of sheets, from the ids of figures
    write     the sheets as an .xlsx; sheet_writer: one of them, row by row
"""

from pipeline.workbook.write import write_workbook

__all__ = ["write_workbook"]
