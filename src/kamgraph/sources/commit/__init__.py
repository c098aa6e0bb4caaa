"""Writing to disk: what is written is there as a whole, or what was there before still is."""

# Nothing else in the library opens a file to write to it.

from kamgraph.sources.commit.file import write_bytes, write_text
from kamgraph.sources.commit.folder import commit_files, make_folder
from kamgraph.sources.commit.manifest import NAME as MANIFEST
from kamgraph.sources.commit.manifest import is_manifest, list_committed
from kamgraph.sources.commit.one_writer import lock
from kamgraph.sources.commit.snapshot import Snapshot, is_of_another_book, take_snapshot
from kamgraph.sources.commit.stream import Address, Stream, deliver
from kamgraph.sources.commit.target import check_target

__all__ = [
    "MANIFEST",
    "Address",
    "Snapshot",
    "Stream",
    "check_target",
    "commit_files",
    "deliver",
    "is_manifest",
    "is_of_another_book",
    "list_committed",
    "lock",
    "make_folder",
    "take_snapshot",
    "write_bytes",
    "write_text",
]
