"""Files of kinds that are not read: each refused by its name, with the way that is open."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path, PurePath

_PICKLE = "a Python pickle, which may run code when it is loaded; save the data as CSV or JSON"
_ARRAY = "an array of numpy, whose header may claim any amount of memory; save the data as CSV"
_MATRIX = "a MatrixMarket file, whose header may claim any amount of memory; save it as GraphML"
_PAJEK = "a Pajek file, whose header may claim any amount of memory; save it as GraphML"
_SPARSE = (
    "a graph6 or sparse6 file, whose header may claim any amount of memory; save it as GraphML"
)
_GRAPH = "a graph in a format that is not read; save it as GraphML"
_PACKED = "compressed in a way that is not read; unpack it first"
_MISNAMED = "{} all the same; rename it so that it ends in {}"
_ARCHIVE = "an archive; unpack it and give the folder"
_SHEET = "a spreadsheet that is not read; save it as .xlsx"
_DRAWING = (
    "a drawing that is not read; write what its shapes hold into a table (Visio: Review, Shape "
    "Reports), or draw it in yEd and save it as .graphml"
)
_OLD_XML = f"a workbook of Excel 2003: {_SHEET}"
_TEXT = "plain text, even if a program calls it .xls; rename it so that it ends in .tsv or .csv"
_HTML = "an HTML page, even if a program calls it .xls or .csv; save it as CSV or .xlsx"
_RECORDS = _MISNAMED.format("records in JSON", ".json, or .jsonl with one per line")
_TABLE = _MISNAMED.format("text that is no JSON", ".csv or .tsv, if it is a table")
_PARQUET = (
    "a Parquet file, one table; give the folder in which it is called people.parquet or the like"
)

_BY_SUFFIX = {
    suffix: kind
    for suffixes, kind in (
        (".pkl .pickle .joblib", _PICKLE),
        (".npy .npz", _ARRAY),
        (".mtx", _MATRIX),
        (".net .paj", _PAJEK),
        (".g6 .s6 .d6", _SPARSE),
        (".gml .dot .gv", _GRAPH),
        (".vsdx .vsdm .vsd .drawio", _DRAWING),
        (".numbers .xlsb", _SHEET),
    )
    for suffix in suffixes.split()
}
_BY_MAGIC = [
    (re.compile(magic, re.DOTALL), kind)
    for magic, kind in (
        (rb"\x80[\x00-\x05]", _PICKLE),
        (rb"\x93NUMPY", _ARRAY),
        (rb"%%MatrixMarket", _MATRIX),
        (rb"(?i:\*(?:vertices|network)\s)", _PAJEK),
        (rb">>(?:graph|sparse|digraph)6<<", _SPARSE),
        (rb"SQLite format 3\x00", "an SQLite database; give its URL, sqlite:///{path}"),
        (rb"PAR1", _PARQUET),
        (rb"ARROW1|FEA1", "an Arrow file; save it as Parquet, one file per table in a folder"),
        (rb"\x89HDF\r\n", "an HDF5 file; save its tables as CSV or Parquet"),
        (rb"%PDF-", "a PDF; ask for the data as CSV or .xlsx"),
        (
            rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            f"a workbook in the old format or with a password: {_SHEET}",
        ),
        (rb"\x1f\x8b", _MISNAMED.format("compressed", ".gz")),
        (rb"BZh\d1AY&SY", _MISNAMED.format("compressed", ".bz2")),
        (rb"\xfd7zXZ\x00", _MISNAMED.format("compressed", ".xz")),
        (rb"\x28\xb5\x2f\xfd", _PACKED),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|.{257}ustar", _ARCHIVE),
    )
]
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
# What documents in the form of an archive hold.
_BY_PART = [
    (rb"application/vnd\.oasis\.opendocument\.spreadsheet", _MISNAMED.format("a workbook", ".ods")),
    (rb"\bxl/", _MISNAMED.format("a workbook", ".xlsx")),
    (rb"\bword/", "a document of Word; save its tables as CSV or .xlsx"),
    (rb"\bppt/", "slides; save their tables as CSV or .xlsx"),
]
# Mail and the like in a file that is called as tables or records are.
_BY_BEGIN = [
    (re.compile(begin, re.IGNORECASE), _MISNAMED.format(kind, suffix))
    for begin, kind, suffix in (
        (rb"BEGIN:VCARD\s", "an address book", ".vcf"),
        (rb"BEGIN:VCALENDAR\s", "a calendar", ".ics"),
        (rb"From \S+@\S+ +\w{3} \w{3} ", "a mailbox", ".mbox"),
    )
]
_OPENED = {".zip", ".gz", ".bz2", ".xz"}  # and what is in them is looked at
_WORKBOOKS = {".xlsx", ".xlsm", ".ods"}
_MAY_BEGIN_WITH_A_TAG = {".csv", ".tsv", ".txt", ".graphml", ".gexf"}
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w.:-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GRAPHS = {"graphml", "gexf"}
_TEXTS, _JSONS = {".csv", ".tsv", ".txt"}, {".json", ".jsonl", ".ndjson"}
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:')
_NO_JSON = re.compile(r'\s*(?:(?!(?:true|false|null|NaN)\b)[^\s\[{"\d-]|"[^"\n]*"[,;\t])')
_OF_HTML = {"html", "head", "body", "table", "meta", "style", "div"}


def describe_foreign(path: PurePath, head: bytes) -> str | None:
    """Return what a file is that no reader takes, whatever its name says, with the way out."""
    return (
        _BY_SUFFIX.get(path.suffix.lower())
        or _match_magic(path, head)
        or _match_markup(path, head)
        or _match_text(path, head)
        or _match_content(path, head)
    )


def refuse_foreign(path: Path, head: bytes) -> None:
    """Refuse a file of a kind that no reader takes."""
    if kind := describe_foreign(path, head):
        raise SourceError(f"{path}: is {kind.format(path=path)}")


def _match_magic(path: PurePath, head: bytes) -> str | None:
    suffix = path.suffix.lower()
    if suffix in _OPENED:
        return None
    if _ZIP.match(head):
        return None if suffix in _WORKBOOKS else _name_archive(head)
    return next((kind for magic, kind in _BY_MAGIC if magic.match(head)), None)


def _name_archive(head: bytes) -> str:
    """Return what an archive is by the first of its parts."""
    return next((kind for part, kind in _BY_PART if re.search(part, head)), _ARCHIVE)


def _match_markup(path: PurePath, head: bytes) -> str | None:
    """Return what a file is that begins with a tag; graphs have readers of their own."""
    begin = _PROLOG.sub("", _decode(head), count=1)
    root = _DOCTYPE.match(begin) or _ROOT.match(begin)
    name = root[1].lower() if root else ""
    if name in _OF_HTML:
        return _HTML
    if name == "workbook":
        return _OLD_XML
    if not name or name in _GRAPHS or path.suffix.lower() in _MAY_BEGIN_WITH_A_TAG:
        return None
    return "XML that is no GraphML; save it as GraphML, CSV or .xlsx"


def _match_text(path: PurePath, head: bytes) -> str | None:
    """Return what a workbook in the old format is that is none."""
    is_text = head.startswith(_MARKS_OF_UTF16) or b"\0" not in head
    return _TEXT if path.suffix.lower() == ".xls" and head and is_text else None


def _match_content(path: PurePath, head: bytes) -> str | None:
    """Return what a file is that is called as tables or records are, and is neither."""
    suffix = path.suffix.lower()
    if suffix not in _TEXTS | _JSONS:
        return None
    if kind := next((kind for begin, kind in _BY_BEGIN if begin.match(head)), None):
        return kind
    text = _decode(head)
    if suffix in _TEXTS:
        return _RECORDS if _JSON.match(text) else None
    return _TABLE if _NO_JSON.match(text) and "\0" not in text else None


def _decode(head: bytes) -> str:
    utf16 = head.startswith(_MARKS_OF_UTF16)
    return head.decode("utf-16" if utf16 else "utf-8-sig", errors="ignore")
