"""The parts of a workbook: its sheets, its shared texts and which styles are dates."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from kamgraph.errors import SourceError
from kamgraph.sources import safe_xml
from kamgraph.sources.excel.number_formats import Shown, read_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.sources.archive import Archive
    from kamgraph.sources.limits import Limits

# Formats that need no code in the file; those from 27 on are those of East Asian Excels.
_DAY_FORMATS = {str(number) for number in (*range(14, 18), 22, *range(27, 32), 36, 57, 58)}
_DAY_FORMATS |= {str(number) for number in range(50, 55)}
_NO_LETTERS = re.compile(r'"[^"]*"?|\[[^\]]*\]?|[\\_*].', re.DOTALL)
_DAY_LETTERS = re.compile("[yd]|mmm", re.IGNORECASE)

NO_CELLS = "is a chart or a dialog, and has no cells"
HIDDEN = {
    "hidden": "is hidden; show it in the workbook, if it is to count",
    "veryHidden": "is hidden so that only its macros show it; have them do so, if it is to count",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook."""

    name: str  # the name on its tab
    unread: str  # why it is not read, empty where it is
    part: str  # the part of the archive that holds it


@dataclass(frozen=True)
class Package:
    """Where the parts of a workbook are."""

    sheets: tuple[Sheet, ...]  # in their order
    from_1904: bool  # whether days are counted from 1904
    strings: str | None  # the parts with the shared texts and the styles, None where there is none
    styles: str | None


@dataclass(frozen=True)
class _Relation:
    kind: str
    part: str | None  # None: outside the archive


def read_package(archive: Archive, limits: Limits) -> Package:
    """Find the parts of a workbook."""
    main = _find_main_part(archive, limits)
    related = _read_relations(archive, main, limits)
    parts = {relation.kind: relation.part for relation in related.values()}
    found = _read_elements(archive, main, ("workbook", "workbookPr", "sheet"), limits)
    if not found or found[0][0] != "workbook":
        raise SourceError(f"{archive.place}: its main part {main} is no workbook; save it as .xlsx")
    properties = next((attributes for name, attributes in found if name == "workbookPr"), {})
    listed = [attributes for name, attributes in found if name == "sheet"]
    return Package(
        sheets=_list_sheets(listed, related, archive.place),
        from_1904=properties.get("date1904") in {"1", "true", "on"},
        strings=parts.get("sharedStrings"),
        styles=parts.get("styles"),
    )


@dataclass(frozen=True)
class Styles:
    """What the styles of cells, by their numbers as text, make of the numbers in cells."""

    days: frozenset[str] = frozenset()  # those that show a number as a day
    shown: Mapping[str, Shown] = field(default_factory=dict)  # what they show beside numbers


def read_styles(archive: Archive, part: str | None, limits: Limits) -> Styles:
    """Return what the styles of a workbook make of the numbers in its cells."""
    if part is None:
        return Styles()
    lists = ("cellStyleXfs", "cellXfs", "cellStyles")
    formats: dict[str, str] = {}
    styles: list[str] = []  # the number of the format of each
    inside = ""
    for name, attributes in _read_elements(archive, part, ("numFmt", "xf", *lists), limits):
        if name in lists:
            inside = name
        elif name == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif inside == "cellXfs":
            styles.append(attributes.get("numFmtId", "0"))
    codes = [(str(style), number, formats.get(number)) for style, number in enumerate(styles)]
    shown = {style: read_format(number, code) for style, number, code in codes}
    return Styles(
        frozenset(style for style, number, code in codes if _is_day_format(number, code)),
        {style: one for style, one in shown.items() if any(one)},
    )


@cache
def _is_day_format(number: str, code: str | None) -> bool:
    if code is None:
        return number in _DAY_FORMATS
    return bool(_DAY_LETTERS.search(_NO_LETTERS.sub("", code)))


def _find_main_part(archive: Archive, limits: Limits) -> str:
    """Return the part in which a workbook begins."""
    if "_rels/.rels" in archive:
        for relation in _read_relations(archive, "", limits).values():
            if relation.kind == "officeDocument" and relation.part is not None:
                return relation.part
    raise SourceError(f"{archive.place}: a zip archive, but no workbook; save it as .xlsx")


def _list_sheets(
    listed: list[dict[str, str]], related: dict[str, _Relation], place: str
) -> tuple[Sheet, ...]:
    sheets = []
    for attributes in listed:
        name = attributes.get("name", "")
        if not name or not name.isprintable():
            raise SourceError(f"{place}: a sheet has the name {name!r}; give it a printable one")
        # The namespace of the id differs between the strict and the transitional form.
        ids = [value for key, value in attributes.items() if key.endswith("}id")]
        relation = related.get(ids[0]) if len(ids) == 1 else None
        if relation is None or relation.part is None:
            raise SourceError(f"{place}, sheet {name}: its cells are not in the file")
        sheets.append(Sheet(name, _explain_unread(relation.kind, attributes), relation.part))
    if len({sheet.name.casefold() for sheet in sheets}) < len(sheets):
        raise SourceError(f"{place}: two sheets have the same name")
    if len({sheet.part.casefold() for sheet in sheets}) < len(sheets):
        raise SourceError(f"{place}: two sheets have the same cells; save it in Excel again")
    return tuple(sheets)


def _explain_unread(kind: str, attributes: dict[str, str]) -> str:
    """Return why a sheet is not read, empty where it is."""
    if kind != "worksheet":
        return NO_CELLS
    return HIDDEN.get(attributes.get("state", "visible"), "")


def _read_relations(archive: Archive, part: str, limits: Limits) -> dict[str, _Relation]:
    """Return what a part refers to, by id; a link to outside the archive is never followed."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    if listing not in archive:
        return {}
    relations = {}
    for _, attributes in _read_elements(archive, listing, ("Relationship",), limits):
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.join("/", folder, attributes.get("Target", ""))
        inside = attributes.get("TargetMode") != "External"
        found = posixpath.normpath(target).lstrip("/") if inside else None
        relations[attributes.get("Id", "")] = _Relation(kind, found)
    return relations


def _read_elements(
    archive: Archive, part: str, names: tuple[str, ...], limits: Limits
) -> list[tuple[str, dict[str, str]]]:
    place = f"{archive.place}, part {part}"
    return safe_xml.list_elements(archive.read_blocks(part), names, place=place, limits=limits)
