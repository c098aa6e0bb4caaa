"""Workbooks written by hand, part by part, so that any of them can be wrong.

``package("<row>...</row>")`` returns the bytes of a workbook with one sheet called S; other parts
replace or join its own by their names, None leaves one out.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


def package(rows: str = "", after: str = "", **options: object) -> bytes:
    """Return the bytes of a workbook."""
    return zipped(parts(rows, after, **options))


def parts(
    rows: str = "",
    after: str = "",
    *,
    main: str = MAIN,
    office: str = OFFICE,
    properties: str = "",
    more: dict[str, str | None] | None = None,
) -> dict[str, str]:
    """Return the parts of a workbook, by their names."""
    own: dict[str, str | None] = {
        "_rels/.rels": relations(office, officeDocument="xl/workbook.xml"),
        BOOK: f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>'
        '<sheet name="S" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        BOOK_RELS: relations(
            office,
            worksheet="worksheets/sheet1.xml",
            sharedStrings="sharedStrings.xml",
            styles="styles.xml",
        ),
        SHEET: f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        STRINGS: f'<sst xmlns="{main}"><si><t>LAST</t></si></sst>',
        STYLES: f'<styleSheet xmlns="{main}"/>',
    }
    return {name: text for name, text in (own | (more or {})).items() if text is not None}


def relations(office: str = OFFICE, **targets: str) -> str:
    """Return a part with relations; the kind of each is its id."""
    listed = (
        f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{RELS}">{"".join(listed)}</Relationships>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return an archive of the members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def rows(*lines: str) -> str:
    """Return rows of cells; a cell is a text, or begins with ``<`` and is taken as it is."""
    found = []
    for number, line in enumerate(lines, start=1):
        cells = "".join(cell if cell.startswith("<") else text(cell) for cell in line.split("|"))
        found.append(f'<row r="{number}">{cells}</row>')
    return "".join(found)


def text(value: str) -> str:
    """Return a cell with a text of its own."""
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def number(value: object, style: int = 0) -> str:
    """Return a cell with a number."""
    return f'<c s="{style}"><v>{value}</v></c>'


def typed(kind: str, value: object) -> str:
    """Return a cell of a type."""
    return f'<c t="{kind}"><v>{value}</v></c>'


def styles(*codes: str) -> str:
    """Return a part with cell styles: style 1 has the first number format, and so on."""
    formats = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{code}"/>' for at, code in enumerate(codes, 164)
    )
    cells = "".join(f'<xf numFmtId="{at}"/>' for at in (0, *range(164, 164 + len(codes))))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>'
    )
