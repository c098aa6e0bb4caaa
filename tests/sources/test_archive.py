import io
import struct
import zipfile

import pytest

from kamgraph.errors import SourceError
from kamgraph.sources.archive import open_archive
from kamgraph.sources.limits import Limits
from kamgraph.sources.source_file import SourceFile
from packages import zipped

NOISE = bytes(range(256)) * 4


def read(path, name="a", limits=None):
    with open_archive(SourceFile.on_disk(path), limits or Limits()) as archive:
        return b"".join(archive.read_blocks(name))


def refused(tmp_path, data, words, **limits):
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=words) as caught:
        read(path, limits=Limits(**limits))
    assert str(path) in str(caught.value)


def directory_at(data):
    return data.index(b"PK\x01\x02")


def test_a_member_is_found_in_any_case(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped({"xl/A.xml": NOISE}))
    assert read(path, "XL/a.xml") == NOISE
    with pytest.raises(SourceError, match=r"book\.xlsx: the part b is missing"):
        read(path, "b")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (b"id,name\n1,Ann\n", "a text file, such as CSV"),
        ("id,姓名\n".encode(), "a text file"),
        ("id\tname\n".encode("utf-16"), "a text file"),
        (b"\xef\xbb\xbf\r\n <html><table>", "an HTML page"),
        (b"<?xml version='1.0'?><Workbook/>", "a plain XML file"),
        (b"%PDF-1.7", "a PDF file"),
        (b'{"format": 1}', "a JSON file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .xls file or a workbook with a"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a file of another kind"),
        (zipped({}), "an empty zip archive"),
        (zipped({"a": NOISE})[:200], "damaged or cut off"),
        (b"PK\x03\x04", "damaged or cut off"),
        (b"PK\x07\x08", "a damaged zip archive"),
    ],
)
def test_what_is_no_archive_is_called_by_its_name(tmp_path, data, words):
    refused(tmp_path, data, words)


def test_members_of_one_name_are_refused(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", NOISE)
        archive.writestr("A", NOISE)
    refused(tmp_path, stream.getvalue(), "the same name")


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    bomb = zipped({"a": bytes(3 * 2**20)})
    refused(tmp_path, bomb, r"the part a is \d,\d+ times larger .* more than 200")
    refused(tmp_path, bomb, "3,145,728 bytes when decompressed", ratio=10**6, size=2**20)
    path = tmp_path / "book.xlsx"
    assert len(read(path, limits=Limits(ratio=10**6))) == 3 * 2**20


def test_small_members_may_be_of_any_ratio(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped({"a": bytes(2**20)}))
    assert len(read(path)) == 2**20


def test_a_size_that_lies_yields_no_more_than_it_says(tmp_path):
    data = bytearray(zipped({"a": bytes(2**20)}))
    struct.pack_into("<L", data, directory_at(data) + 24, 10)
    refused(tmp_path, bytes(data), "the part a is damaged")


def test_overlapping_members_are_refused(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", NOISE)
        archive.writestr("b", NOISE)
    data = bytearray(stream.getvalue())
    second = data.index(b"PK\x01\x02", directory_at(data) + 1)
    struct.pack_into("<L", data, second + 42, 0)  # b begins where a does
    refused(tmp_path, bytes(data), "overlap")


def test_a_password_or_an_unusual_method_is_refused(tmp_path):
    data = bytearray(zipped({"a": NOISE}))
    data[directory_at(data) + 8] |= 1
    refused(tmp_path, bytes(data), "locked with a password")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", NOISE)
    refused(tmp_path, stream.getvalue(), "compressed in an unusual way")


def test_a_damaged_member_is_named(tmp_path):
    data = bytearray(zipped({"a": NOISE}))
    data[40] ^= 0xFF
    refused(tmp_path, bytes(data), "the part a is damaged")


def test_names_that_lead_elsewhere_harm_nobody(tmp_path):
    path = tmp_path / "folder" / "book.xlsx"
    path.parent.mkdir()
    path.write_bytes(zipped({"../evil": NOISE, "/abs/evil": NOISE, "a": NOISE}))
    assert read(path) == NOISE
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
