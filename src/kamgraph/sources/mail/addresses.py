"""Lists of addresses as headers hold them, and one plain form of each address and name."""

from __future__ import annotations

import binascii
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses
from functools import lru_cache
from inspect import signature
from typing import TYPE_CHECKING, Any

from kamgraph.sources.mail.encounters import Mailbox
from kamgraph.sources.mail.words import is_suffix, name_codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Newer Pythons refuse a whole list for one odd address, such as a name that is an address itself.
_AS_WRITTEN: dict[str, Any] = (
    {"strict": False} if "strict" in signature(getaddresses).parameters else {}
)
_REMEMBERED = 2**15  # headers whose addresses need not be looked for again
_DEEPEST = 20  # comments in a header; more are no person's, and would be nested
_LONGEST = 320  # characters of an address, by RFC 3696
_ADDRESS = re.compile(r"[^\s@<>\"(),:;]+@[^\s@<>\"(),:;\[\]]+")
_QUOTED_OR_SEMICOLON = re.compile(r'"(?:[^"\\]|\\.)*"|;')
_GROUP = re.compile(r'(?:^|[,;])\s*(?:"[^"]*"|[^"<>@,;:]+):')
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_AROUND = " \t'\"`,;<>()[]\u201c\u201d\u2018\u2019\u201e\xab\xbb"  # quotation marks of all sorts
_REVERSED = re.compile(r"([^,]*[^, ]) *, +([^, ][^,]*)")
_REMARK = re.compile(r"(?<=\S)\s*[(\[|（【].*$|\s+via\s.+$")
_TAG = re.compile(r"(?<=.)\+[^@]*(?=@)")
_DOTLESS = {"gmail.com", "googlemail.com"}


@lru_cache(_REMEMBERED)
def read_addresses(header: str, charset: str = "") -> tuple[Mailbox, ...]:
    """Return the mailboxes that a header names, those of groups among them."""
    # As a whole first: of some encodings a half of a character looks like a comma.
    found = getaddresses([_mend(_decode_bytes(header, charset) or header)], **_AS_WRITTEN)
    pairs = [(name.strip(), address) for name, address in _join_surnames(found)]
    named = (make_mailbox(decode_words(name, charset), address) for name, address in pairs)
    return tuple(one for one in named if one.name or one.address)


def make_mailbox(name: str, address: str) -> Mailbox:
    """Return a mailbox of what may stand for a name and an address."""
    plain = plain_address(address)
    if not plain and "@" in name:
        return make_mailbox("", name)
    shown = plain_name(name)
    return Mailbox("" if "@" in shown else shown, plain)


def _mend(header: str) -> str:
    """Return a header as its writer meant it: semicolons outside groups are commas."""
    if header.count("(") > _DEEPEST:
        header = header.replace("(", " ").replace(")", " ")
    if ";" not in header or _GROUP.search(header):
        return header
    return _QUOTED_OR_SEMICOLON.sub(lambda one: "," if one[0] == ";" else one[0], header)


def _join_surnames(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Join a surname to what follows where nobody quoted its comma: ``Quist, Ada <ada@...>``."""
    surname = ""
    for name, address in pairs:
        if "@" not in address and not name:
            if surname:
                yield surname, ""
            surname = address
        elif surname and name and "@" in address:
            yield f"{surname}, {name}", address
            surname = ""
        else:
            if surname:
                yield surname, ""
                surname = ""
            yield name, address
    if surname:
        yield surname, ""


def decode_words(text: str, charset: str = "") -> str:
    """Decode the encoded words of a header, and its bytes beyond ASCII."""
    # Nothing is guessed: what is in no encoding that the message names is no text.
    text = _decode_bytes(text, charset)
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
        return "".join(_decode_part(*part) for part in parts)
    except (HeaderParseError, binascii.Error, LookupError, UnicodeError, ValueError):
        return ""


def _decode_part(part: str | bytes, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    return part.decode(name_codec(charset)) if charset else part.decode("utf-8")


def _decode_bytes(text: str, charset: str) -> str:
    """Decode what stands in a header as bytes, which surrogates hold."""
    if text.isascii():
        return text
    for name in ("utf-8", name_codec(charset)) if charset else ("utf-8",):
        try:
            return text.encode("utf-8", "surrogateescape").decode(name)
        except (LookupError, UnicodeError):
            continue
    return ""


def plain_address(text: str) -> str:
    """Return an address without what does not tell people apart; empty if it is none."""
    # Its case, ``mailto:``, a tag after a plus, the dots of Gmail, a domain in Punycode.
    address = text.strip(_AROUND).lower().removeprefix("mailto:").strip(_AROUND)
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address) or not address.isprintable():
        return ""
    local, _, domain = _TAG.sub("", address).rpartition("@")
    domain = _decode_domain(domain.strip("."))
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local and domain else ""


def _decode_domain(domain: str) -> str:
    if "xn--" not in domain:
        return domain
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def make_line(text: str) -> str:
    """Return a text in one line, without control characters."""
    return _BLANKS.sub(" ", text).strip()


def plain_name(text: str) -> str:
    """Return a name as people say it: ``Ada Quist`` of ``'Quist, Ada (Acme)'``."""
    name = _REMARK.sub("", _BLANKS.sub(" ", text).strip(_AROUND)).strip(_AROUND)
    found = _REVERSED.fullmatch(name)
    return name if found is None or is_suffix(found[2]) else f"{found[2]} {found[1]}"
