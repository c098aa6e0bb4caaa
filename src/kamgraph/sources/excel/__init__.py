"""Excel workbooks: read sheet by sheet, written from a book, and the empty template."""

from kamgraph.sources.excel.book_sheets import write_workbook
from kamgraph.sources.excel.package import NO_CELLS
from kamgraph.sources.excel.reading import OPEN_DOCUMENT, list_sheets, read_each_sheet, read_sheets
from kamgraph.sources.excel.template import write_template

__all__ = [
    "NO_CELLS",
    "OPEN_DOCUMENT",
    "list_sheets",
    "read_each_sheet",
    "read_sheets",
    "write_template",
    "write_workbook",
]
