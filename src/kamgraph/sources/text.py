"""From the bytes of a text file to its characters, without ever guessing."""

from __future__ import annotations

import codecs
import re

from kamgraph.errors import SourceError
from kamgraph.model.options import name_option, spell_option
from kamgraph.model.strict_json import quote

# Longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_END = "\x1a"  # Ctrl-Z, with which old programs end a file
_CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1252")
_NOT_ASCII = re.compile(r"[^\W\d_]*[^\x00-\x7f][\w ]{0,20}")


def decode(data: bytes, place: str, encoding: str | None = None) -> str:
    """Decode a text by its byte order mark, else as the caller says, else as strict UTF-8."""
    # Other encodings are never detected: text in GBK decodes as Big5 without an error, and the
    # other way round.
    for mark, marked in _MARKS:
        if data.startswith(mark):
            text = _decode_strictly(data[len(mark) :], place, marked)
            break
    else:
        text = _decode_strictly(data, place, encoding or "utf-8", known=encoding is not None)
    if (at := text.find("\0")) >= 0:
        advice = spell_option("encoding", "utf-16-le")
        raise SourceError(
            f"{place}, line {_count_lines(text[:at])}: holds a NUL character, so it is not plain "
            f"text; for UTF-16 without a byte order mark say {advice}"
        )
    return text.removesuffix(_END)


def make_decoder(encoding: str) -> codecs.IncrementalDecoder:
    """Return what decodes a text piece by piece."""
    try:
        return codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise SourceError(_say_unknown(encoding)) from error


def _say_unknown(encoding: str) -> str:
    return f"the encoding {quote(encoding)} is unknown to Python"


def _decode_strictly(data: bytes, place: str, encoding: str, *, known: bool = False) -> str:
    try:
        text = data.decode(encoding)
        if known:
            text.encode()  # which halves of characters, as UTF-7 may yield, cannot be
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = _count_lines(
            data[:start].decode("latin-1")
        )  # line ends are the same in all but UTF-16
        what = f"{place}, line {line}: not {encoding.upper()}, at byte offset {start}"
        hint = "save the file as UTF-8" if known else _suggest_encodings(data, start)
        raise SourceError(f"{what}; {hint}") from error
    except (LookupError, ValueError) as error:
        raise SourceError(_say_unknown(encoding)) from error
    return text


def _suggest_encodings(data: bytes, start: int) -> str:
    """Name the encodings that bytes could be in, each with a word to judge by."""
    if not data[:start].isascii():
        return "what comes before is UTF-8, so this place is damaged: mend it and save as UTF-8"
    words = [f"{name} ({word})" for name in _CANDIDATES if (word := _find_word(data, name))]
    if not words:
        return "save the file as UTF-8"
    asked = f"say which {name_option('encoding')} it is in"
    return f"save it as UTF-8, or {asked}: {', '.join(words)}"


def _find_word(data: bytes, encoding: str) -> str:
    """Return the first words beyond ASCII as an encoding reads them, nothing if it cannot."""
    try:
        found = _NOT_ASCII.search(data.decode(encoding))
    except UnicodeDecodeError:
        return ""
    return f"'{found[0].strip()}'" if found and found[0].isprintable() else ""


def _count_lines(before: str) -> int:
    """Return the number of the line that comes after some text."""
    return len(re.findall(r"\r\n|\r|\n", before)) + 1
