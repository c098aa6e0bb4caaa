"""Records of any interface: lists, answers and lines of JSON."""

from kamgraph.sources.records.fields import PARENT
from kamgraph.sources.records.records import LINES, RECORD_FILES, parse_records

__all__ = ["LINES", "PARENT", "RECORD_FILES", "parse_records"]
