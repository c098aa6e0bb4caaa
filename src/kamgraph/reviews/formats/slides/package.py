"""The bytes of a presentation: the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_FOREVER = (1980, 1, 1, 0, 0, 0)  # the first day that an archive knows
_TYPES = "[Content_Types].xml"
_PRESENTATION = b"presentationml.presentation.main+xml"
_TEMPLATE = b"presentationml.template.main+xml"
_MACROS = b"macroEnabled"
_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DAY = rb"\g<1>2000-01-01T00:00:00Z"


def pack(presentation: Presentation) -> bytes:
    """Return a presentation as the bytes of a file, without the time of writing."""
    stream = io.BytesIO()
    presentation.save(stream)
    return clear_stamps(stream.getvalue())


def clear_stamps(package: bytes) -> bytes:
    """Return an Office file whose archive, properties and embedded workbooks carry no time."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as dated,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as undated,
    ):
        for name in dated.namelist():
            member = zipfile.ZipInfo(name, _FOREVER)
            member.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(member, _clear_stamp(name, dated.read(name)))
    return stream.getvalue()


def _clear_stamp(name: str, content: bytes) -> bytes:
    if name.endswith(".xlsx"):
        return clear_stamps(content)
    return _STAMP.sub(_DAY, content) if name == _PROPERTIES else content


def convert_template(content: bytes, place: str) -> bytes:
    """Return a template as a presentation, which differs from it in one word."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as template,
        zipfile.ZipFile(stream, "w") as presentation,
    ):
        for name in template.namelist():
            part = template.read(name)
            if name == _TYPES:
                if _MACROS in part:  # slides with macros need a file of another kind
                    raise SourceError(f"{place}: holds macros; save it as .potx without them")
                part = part.replace(_TEMPLATE, _PRESENTATION)
            presentation.writestr(name, part)
    return stream.getvalue()
