"""What is in memory or comes through a pipe is read as the file that it would be."""

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys

import pytest

import kamgraph as k
from books import book
from kamgraph.sources.limits import Limits

SMALL = book(
    people="ann acme; us us", deals="d acme", ties="us knows ann trusted; us influences ann 1 d"
)


@pytest.mark.parametrize("ending", [".json", ".xlsx", ".graphml", ".gexf"])
def test_bytes_and_streams_hold_the_book_that_was_written(tmp_path, ending):
    k.write(SMALL, tmp_path / f"book{ending}")
    data = (tmp_path / f"book{ending}").read_bytes()
    assert k.read(data) == k.read(io.BytesIO(data)) == SMALL
    with (tmp_path / f"book{ending}").open("rb") as stream:
        assert k.read(stream) == SMALL


def test_a_text_stream_and_a_document_in_one_line_are_read():
    text = json.dumps(json.loads(SMALL.to_json()))
    assert k.read(io.StringIO(text)) == k.read(text.encode()) == SMALL


def test_records_in_lines_are_told_from_a_document():
    lines = b'{"Id": "003A", "Name": "Ann"}\n{"Id": "003B", "Name": "Bo"}\n'
    with pytest.raises(k.SourceError, match=r"^stream\.jsonl: "):
        k.read(lines)


def test_the_report_and_errors_name_no_file_that_is_gone():
    _, report = k.read_with_report(SMALL.to_json().encode())
    assert report.source == "stream.json: a book in one file"
    with pytest.raises(k.SourceError) as caught:
        k.read(b"")
    assert str(caught.value) == "stream.csv: is empty"
    ties = '<edge source="a" target="b"><attvalues><attvalue for="k" value="likes"/></attvalues></edge>'
    text = (
        '<gexf version="1.2"><graph defaultedgetype="directed"><attributes class="edge">'
        f'<attribute id="k" title="kind"/></attributes><node id="a" label="A"/><node id="b" label="B"/>{ties}</graph></gexf>'
    )
    with pytest.raises(k.BookError) as caught:
        k.read(text.encode(), fill={"organization": "acme", "side": "customer"})
    assert caught.value.problems["place"].tolist() == ["stream.gexf, edge 'a' → 'b', column kind"]


def test_a_stream_that_does_not_end_is_refused_at_the_limit():
    class Endless:
        def read(self, size):
            return b" " * size

    with pytest.raises(k.SourceError, match="larger than 5,000,000 bytes"):
        k.read(Endless(), limits=Limits(size=5_000_000))


def test_what_is_neither_a_path_nor_a_stream_is_refused():
    with pytest.raises(k.SourceError, match="a source is the path"):
        k.read(7)


@pytest.mark.long
def test_the_command_line_reads_what_is_piped_in():
    call = [sys.executable, "-m", "kamgraph", "scores", "-"]
    done = subprocess.run(call, input=SMALL.to_json().encode(), capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[1].startswith("acme,")


@pytest.mark.parametrize("room", [gzip, bz2, lzma])
def test_what_is_compressed_is_read_by_what_is_in_it(room):
    lines = b'{"Id": "003A", "Name": "Ann"}\n{"Id": "003B", "Name": "Bo"}\n'
    with pytest.raises(k.SourceError, match=r"^stream\.jsonl\.(gz|bz2|xz): 'stream' is no table"):
        k.read(room.compress(lines))
    with pytest.raises(k.SourceError, match=r"^stream\.(gz|bz2|xz): damaged or cut off"):
        k.read(room.compress(lines)[:30])


class Full(io.StringIO):
    def write(self, _):
        raise OSError("the disk is full")


def test_streams_that_do_not_take_what_is_written_are_refused_in_words(tmp_path):
    review = k.review(k.build_graph(SMALL, account="acme"))
    file = tmp_path / "review.html"
    closed = io.BytesIO()
    closed.close()
    with file.open("w", encoding="latin-1") as narrow, file.open() as reading:
        for write, stream, said in (
            (review.to_html, closed, "is closed already"),
            (review.to_html, narrow, "its encoding is latin-1; open it with encoding='utf-8'"),
            (review.to_html, reading, "open for reading alone"),
            (review.to_xlsx, io.StringIO(), "takes texts, and this is bytes; open it with 'wb'"),
        ):
            with pytest.raises(k.ArgumentError, match=said):
                write(stream)
    with pytest.raises(OSError, match="the disk is full"):  # which the caller knows of
        review.to_html(Full())
