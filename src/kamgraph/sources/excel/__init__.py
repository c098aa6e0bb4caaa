"""Excel workbooks: read sheet by sheet, written from a book, and the empty template."""

from kamgraph.sources.excel.reading import read_sheets, sheet_names
from kamgraph.sources.excel.template import write_template
from kamgraph.sources.excel.writing import write_workbook

__all__ = ["read_sheets", "sheet_names", "write_template", "write_workbook"]
