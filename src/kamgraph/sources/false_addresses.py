"""What is meant as the address of a database, and would be taken for the path of a file."""

from __future__ import annotations

import os
import re

from kamgraph.errors import SourceError

_SERVERS = "postgres(?:ql)?|sqlite|mysql|mariadb|oracle|mssql|redshift|snowflake"
_MEANT = re.compile(
    rf"\s*(?:jdbc:|[a-z][a-z0-9+]+:(?:/(?!/)|[^\s/][^@]*@)|(?:{_SERVERS})(?:\+\w+)?(?:[:;]|//))"
    r"|(?:.*[\s?&;])?\w*(?:password|passwd|pwd)\s*=",
    re.IGNORECASE | re.DOTALL,
)  # `C:/` is a drive


def refuse_false_address(path: str | os.PathLike[str]) -> None:
    """Refuse what looks like an address but is none, and do not repeat it."""
    text = os.fspath(path)
    if "://" not in text and _MEANT.match(text):
        raise SourceError(
            "what is given looks like the address of a database, but is none: an address has a "
            "colon and two slashes, as in postgresql://user:password@server/database; a file is "
            "told by its whole path"
        )
