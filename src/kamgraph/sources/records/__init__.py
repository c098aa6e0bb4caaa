"""Records of any interface: lists, answers and lines of JSON."""

from kamgraph.sources.records.fields import PARENT
from kamgraph.sources.records.records import RECORD_FILES, parse_records, read_records

__all__ = ["PARENT", "RECORD_FILES", "parse_records", "read_records"]
