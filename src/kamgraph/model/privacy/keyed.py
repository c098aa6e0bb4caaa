"""Hashes that only the holder of a key can repeat."""

from __future__ import annotations

import hmac

from kamgraph.errors import KamgraphError

_SHORTEST = 16  # bytes; of fewer, all can be tried
_FEWEST = 6  # different bytes; blanks, zeros and what is repeated are soon tried, too
_ADVICE = "secrets.token_hex() makes one"
_WANTED = f"a key is a secret text or bytes, of {_SHORTEST} bytes at least"


def secret(key: bytes | str) -> bytes:
    """Return a key as bytes; refuse one that is of another type or can be guessed."""
    # What is refused is not shown, since it may be a secret all the same.
    if not isinstance(key, bytes | str):
        raise KamgraphError(f"{_WANTED}, and not of type {type(key).__name__}")
    try:
        found = key.encode() if isinstance(key, str) else key
    except UnicodeEncodeError:
        raise KamgraphError(f"{_WANTED}, and not with half a character in it") from None
    if len(found) < _SHORTEST:
        raise KamgraphError(f"{_WANTED}, and not of {len(found)}; {_ADVICE}")
    if len({*found}) < _FEWEST:
        raise KamgraphError(f"{_WANTED}, and not of so few different ones; {_ADVICE}")
    return found


def hash_with_key(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA256 of texts without NUL, in hexadecimal digits."""
    return hmac.digest(key, "\0".join(parts).encode(), "sha256").hex()
