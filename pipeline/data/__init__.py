"""A data file becomes columns that know what they hold.

Takes a CSV file or a sheet of an .xlsx, as spreadsheets and statistics offices write them, and the names of the columns that
are wanted; gives `Data`: labels that are words, numbers or times, in their order, and numbers. What may be read in two
ways is a problem that shows both, and the field that settles it. It alone knows csv, openpyxl and GeoJSON.

    read       a file, by its sort
    grid       a text file as rows of cells; where its table begins
    workbooks  a sheet of an .xlsx as rows of cells
    table_rows which rows of a table are data, and which remarks or notes
    columns    its columns, typed; totals, repeats, order
    labels     the column of labels: numbers, times or words
    moments    one label as a year or date
    numbers    a column of numbers: one unit, one sign for decimals
    cells      one cell as a number
    decimals   point or comma, for a whole file
    totals     rows that are the total of others
    outlines   areas and lines of a map, from GeoJSON
    record     what is asked of a file, and the columns it gives
"""

from pipeline.data.cells import Number
from pipeline.data.moments import years_of
from pipeline.data.numbers import Alone, read_alone
from pipeline.data.outlines import Outline, Outlines, read_outlines
from pipeline.data.read import read_data
from pipeline.data.record import ColumnMissing, Data, Wanted

__all__ = [
    "Alone",
    "ColumnMissing",
    "Data",
    "Number",
    "Outline",
    "Outlines",
    "Wanted",
    "read_alone",
    "read_data",
    "read_outlines",
    "years_of",
]
