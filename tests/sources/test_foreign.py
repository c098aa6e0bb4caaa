import bz2
import gzip
import io
import lzma
import pickle
import sqlite3
import sys
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hostile import hostile, refused
from kamgraph.errors import SourceError
from kamgraph.sources.foreign import refuse_foreign


def saved(save, *args):
    stream = io.BytesIO()
    save(stream, *args)
    return stream.getvalue()


def zipped(*names, text="id"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names or ("people.csv",):
            archive.writestr(name, text)
    return stream.getvalue()


def tarred():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("people.csv"))
    return stream.getvalue()


OPEN_SHEET = "application/vnd.oasis.opendocument.spreadsheet"
REFUSED = [
    ("a.csv", pickle.dumps([1]), "pickle, which may run code"),
    ("a.pkl", b"id,name", "pickle"),
    ("a.PICKLE", b"", "pickle"),
    ("a.joblib", b"x\x9c", "pickle"),
    ("a.dat", saved(np.save, np.zeros(2)), "numpy"),
    ("a.npz", saved(np.savez, np.zeros(2)), "numpy"),
    ("a.txt", b"%%MatrixMarket matrix", "MatrixMarket"),
    ("a.mtx", b"", "MatrixMarket"),
    ("a.txt", b"*Vertices 3\n", "Pajek"),
    ("a.net", b"", "Pajek"),
    ("a.txt", b">>sparse6<<:An", "sparse6"),
    ("a.g6", b"A_", "graph6"),
    ("a.db", b"SQLite format 3\0more", "sqlite:///a.db"),
    ("a.csv", b"%PDF-1.7", "PDF"),
    ("a.parquet", b"PAR1....", "the folder in which"),
    ("a.feather", b"ARROW1..", "Arrow"),
    ("a.h5", b"\x89HDF\r\n\x1a\n", "HDF5"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old format or with a password.* as .xlsx"),
    ("a.csv", gzip.compress(b"id", mtime=0), r"compressed all the same; .* ends in \.gz"),
    ("a.json", bz2.compress(b"[]"), r"compressed all the same; .* ends in \.bz2"),
    ("a.csv", lzma.compress(b"id"), r"compressed all the same; .* ends in \.xz"),
    ("a.csv", b"\x28\xb5\x2f\xfdmore", "compressed in a way that is not read; unpack"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c", "archive; unpack"),
    ("a.csv", zipped(), "archive; unpack"),
    ("a.csv", zipped("xl/workbook.xml"), r"a workbook all the same; .* ends in \.xlsx"),
    ("a.xls", zipped("[Content_Types].xml", "xl/workbook.xml"), r"a workbook .* ends in \.xlsx"),
    ("a.csv", zipped("mimetype", text=OPEN_SHEET), r"a workbook all the same; .* in \.ods"),
    ("a.json", zipped("word/document.xml"), "a document of Word"),
    ("a.docx", zipped("word/document.xml"), "a document of Word"),
    ("a.csv", tarred(), "archive; unpack"),
    ("a.csv", b'[\n {"id": "1"}]', r"records in JSON all the same; .* ends in \.json"),
    ("a.txt", b'{"id": 1, "name": "Ann"}\n{"id": 2}', "records in JSON"),
    ("a.json", b"Employee ID,Name\n1,Ann", r"text that is no JSON .* ends in \.csv or \.tsv"),
    ("a.json", b'"id","name"\n1,Ann', "text that is no JSON"),
    ("a.jsonl", "\u7f16\u53f7,\u59d3\u540d\n".encode(), "text that is no JSON"),
    ("a.csv", b"BEGIN:VCARD\r\nVERSION:3.0\r\n", r"an address book all the same; .* in \.vcf"),
    ("a.txt", b"BEGIN:VCALENDAR\r\n", r"a calendar all the same; .* ends in \.ics"),
    ("a.txt", b"From ann@us.test Mon Jan  5 10:00:00 2026\n", r"a mailbox .* ends in \.mbox"),
    ("a.xls", b"\xef\xbb\xbf \r\n<html><body><table>", "HTML"),
    ("a.csv", b"<!-- saved -->\n<!DOCTYPE HTML>", "HTML"),
    ("a.json", "<Html>".encode("utf-16"), "HTML"),
    ("a.gml", b"graph [", "save it as GraphML"),
    ("a.vsdx", zipped(), "drawing .* Shape Reports"),
    ("a.drawio", b"<mxfile>", "drawing .* yEd"),
    ("a.xls", b"id\tname\n1\tAnn\n", r"plain text, .* ends in \.tsv or \.csv"),
    ("a.xls", "id\tname\n".encode("utf-16"), "plain text"),
    (
        "a.xls",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n<Workbook>',
        r"Excel 2003: .*as \.xlsx",
    ),
    ("a.xml", b'<?xml version="1.0"?><svg:svg xmlns:svg="s">', "XML that is no GraphML"),
    ("a.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><a/>', "XML that is no GraphML"),
]
TAKEN = [
    ("a.json", b'{"format": "kamgraph-book"}'),
    ("a.csv", b"id,name\n1,<html>\n"),
    ("a.csv", b"<id>,name\n"),
    ("a.csv", "€uro".encode("cp1252")),
    ("a.csv", b"net,mtx\n"),
    ("a.csv", b"[id],{name}\n"),
    ("a.csv", b'"From",To\n'),
    ("a.json", b'["a"]'),
    ("a.json", b"null"),
    ("a.json", "[]".encode("utf-16")),
    ("a.jsonl", b'{"id": 1}\n'),
    ("a.xlsx", zipped()),
    ("a.zip", zipped()),
    ("a.ods", zipped()),
    ("a.csv.gz", gzip.compress(b"id", mtime=0)),
    ("a.graphml", b"<?xml version='1.0'?>\n<!-- by hand -->\n<g:graphml xmlns:g='x'>"),
    ("a.graphml", b"<!DOCTYPE graphml SYSTEM 'x'>"),
    ("a.xml", b"<graphml>"),
    ("a.gexf", b"<gexf>"),
    ("a", b""),
]


def name_all(cases):
    """Name cases by place and file, as archives hold the second in which they are made."""
    return [f"{place}-{name}" for place, (name, *_) in enumerate(cases)]


@pytest.mark.parametrize(("name", "head", "words"), REFUSED, ids=name_all(REFUSED))
def test_foreign_files_are_refused_by_name(name, head, words):
    with pytest.raises(SourceError, match=f"^{name}: is .*{words}"):
        refuse_foreign(Path(name), head)


@pytest.mark.parametrize(("name", "head"), TAKEN, ids=name_all(TAKEN))
def test_files_that_have_a_reader_pass(name, head):
    refuse_foreign(Path(name), head)


def test_a_real_database_is_told_by_its_bytes(tmp_path):
    path = tmp_path / "book.json"
    with sqlite3.connect(path) as connection:
        connection.execute("create table people (id text)")
    connection.close()
    with pytest.raises(SourceError, match=f"sqlite:///{path}"):
        refuse_foreign(path, path.read_bytes())


@pytest.mark.parametrize(
    ("name", "words"), [("binary/canary.pkl", "pickle"), ("xlsx/is_html.xls", "HTML")]
)
def test_hostile_files_are_refused_and_not_run(name, words):
    path = hostile(name)
    refused(SourceError, words, refuse_foreign, path, path.read_bytes())
    assert not hasattr(sys, "kamgraph_pickle_executed")


@given(
    st.sampled_from([".csv", ".xml", ".xls", ""]),
    st.binary(max_size=20),
    st.sampled_from([b"", b"<", b"\xff\xfe<\0", b"<!--", b"<?", b"<!DOCTYPE "]),
)
def test_no_head_is_too_strange(suffix, tail, begin):
    with suppress(SourceError):
        refuse_foreign(Path(f"a{suffix}"), begin + tail)
