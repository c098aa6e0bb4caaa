"""The one door: a book from whatever it is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamgraph.errors import AssumptionWarning, LossWarning, SourceError, warn
from kamgraph.model.arguments import check_source
from kamgraph.model.book import Book
from kamgraph.model.options import spell_option
from kamgraph.sources import by_hand, crm, database, excel, mail
from kamgraph.sources.choice import check_choice, choose_system, is_own, list_needed
from kamgraph.sources.contents import Contents, Reader, list_contents
from kamgraph.sources.false_addresses import refuse_false_address
from kamgraph.sources.files import name_errors
from kamgraph.sources.foreign import refuse_foreign
from kamgraph.sources.graphs import GRAPH_FILES, read_graph
from kamgraph.sources.json_files import holds_book
from kamgraph.sources.limits import check_file, choose_limits
from kamgraph.sources.odd_cells import mark_errors
from kamgraph.sources.own_tables import check_tables, read_own
from kamgraph.sources.proposal.proposal import (
    comment_left_out,
    covers_most,
    follow_mapping,
    propose,
)
from kamgraph.sources.source_file import SourceFile
from kamgraph.sources.streams import Source, take_streams
from kamgraph.sources.table_files import WORKBOOKS
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.read_report import ReadReport, refuse_little
from kamgraph.sources.translation.report import report_on
from kamgraph.sources.translation.translate import translate

if TYPE_CHECKING:
    import os
    from collections.abc import Collection

    from kamgraph.model.finding import Finding
    from kamgraph.model.policy import Policy
    from kamgraph.sources.limits import Limits


def read(
    source: Source,
    *,
    as_: str | None = None,
    mapping: Mapping | str | os.PathLike[str] | None = None,
    ours: str | Collection[str] | None = None,
    rename: dict[str, str] | None = None,
    fill: dict[str, Any] | None = None,
    encoding: str | None = None,
    policy: Policy | None = None,
    lenient: bool = False,
    strict: bool = False,
    limits: Limits | None = None,
) -> Book:
    """Read a book from a folder of tables, a workbook, a database, a file or a CRM export.

    The source itself says what it is:

    - a folder with one file per table, ``people.csv`` or ``people.parquet`` and so on; or with the
      export of a CRM system, known by its files and columns;
    - a workbook, ``.xlsx`` or ``.ods``, with one sheet per table, or the sheets of an export;
    - a database, ``sqlite:///book.db`` or ``postgresql://host/name``;
    - the JSON document of a book, ``.json``; a graph, ``.graphml`` or ``.gexf``;
    - records as JSON: a list, the answer of an interface, or one record per line (``.jsonl``);
    - a single file of delimited text, such as the report of a CRM system;
    - with ``ours``, mail, calendars and address books, as :func:`~kamgraph.read_mail` reads them.

    Parameters
    ----------
    source
        The path, or the URL of a database; or the content itself, bytes or a stream, which says by
        its name or its beginning what it is. ``kamgraph scores -`` reads standard input.
    as_
        The system an export comes from, if it should not be recognised: ``"salesforce"``.
    mapping
        What becomes of the files and columns of an export: a :class:`~kamgraph.Mapping`, or the
        path of one in TOML. One with the name of a known system is for its exports.
    ours
        Our own domains, ``["us.test"]``: the source is mail, a calendar or an address book.
    rename, fill
        For a graph: attribute → column, and column → what those without a value have, as
        :func:`~kamgraph.from_networkx` says: ``{"weight": "strength"}``,
        ``{"organization": "Acme", "side": "customer", "kind": "reports_to"}``.
    encoding
        The encoding of text files that are neither UTF-8 nor have a byte order mark.
    policy
        The policy whose labels strengths and grades may hold; default ``Policy()``.
    lenient
        Keep rows whose ids lead nowhere: :func:`~kamgraph.check` reports them.
    strict
        Refuse a source of which rows or files are lost, instead of warning.
    limits
        What is refused as too large; default ``Limits()``.

    Warns
    -----
    LossWarning
        If rows or files of an export are lost: no mapping means to leave them out.
    AssumptionWarning
        If what a graph does not say was taken to be so, such as that weights are strengths.

    Raises
    ------
    SourceError
        If a file cannot be read, is not what its name says, or is not known; or if nothing, next
        to nothing or nobody of an export could be taken.
    BookError
        If any row cannot be taken; ``.problems`` says where each stands.
    """
    book, report = read_with_report(
        source,
        as_=as_,
        mapping=mapping,
        ours=ours,
        rename=rename,
        fill=fill,
        encoding=encoding,
        policy=policy,
        lenient=lenient,
        strict=strict,
        limits=limits,
    )
    if report.losses:
        warn(report.verdict, LossWarning)
    if report.assumptions:
        warn(" ".join(report.assumptions), AssumptionWarning)
    return book


@take_streams
def read_with_report(
    source: Source,
    *,
    as_: str | None = None,
    mapping: Mapping | str | os.PathLike[str] | None = None,
    ours: str | Collection[str] | None = None,
    rename: dict[str, str] | None = None,
    fill: dict[str, Any] | None = None,
    encoding: str | None = None,
    policy: Policy | None = None,
    lenient: bool = False,
    strict: bool = False,
    limits: Limits | None = None,
) -> tuple[Book, ReadReport]:
    """Read a book as :func:`read` does, with an account of every row of every file.

    It does not warn of what is lost: the report has it.

    Returns
    -------
    tuple of Book and ReadReport
        The book; and what was taken of each file, what was not and why.
    """
    source = _check_source(source)
    check_choice(as_, mapping, ours)
    limits = choose_limits(limits)
    if "://" in str(source):
        book = database.read_database(str(source), policy=policy, lenient=lenient, limits=limits)
        return book, report_on("a database", book)
    if ours is not None:
        return mail.read_mail_with_report(
            source, ours=ours, encoding=encoding, policy=policy, strict=strict, limits=limits
        )
    path, is_named = Path(source), as_ is not None or mapping is not None
    if mapping is not None and not isinstance(mapping, Mapping):
        mapping = Mapping.from_toml(Path(mapping))
    headers = mapping.list_headers() if mapping else None
    with name_errors(path, within=True):
        if not path.is_dir():
            check_file(path, limits)
        if not is_named and mail.holds_mail(path):
            whose = f"say which domains are ours: {spell_option('ours', ['us.test'])}"
            raise SourceError(f"{path}: is mail, a calendar or an address book; {whose}")
        changes = {"rename": rename, "fill": fill}
        if whole := _read_whole(path, changes, limits, policy=policy, lenient=lenient):
            book, findings = whole
            return book, report_on(f"{path}: a book in one file", book, findings=findings)
        sheets = [] if is_named else _list_sheets(path, limits)
        own = by_hand.find_own(sheets)  # the rest may be notes and sums
        reader = Reader(limits=limits, encoding=encoding, headers=headers)
        contents = list_contents(path, reader, sheets=own, may_be_book=not is_named)
        called = [] if is_named else by_hand.name_as_ours(contents.tables)
        if all(map(is_own, called)):
            contents.tables = called or contents.tables
    contents.refuse_empty(path)
    system = choose_system(contents, path, as_, mapping)
    contents.refuse_damage(list_needed(system))
    if system is None:
        book, report = read_own(contents, path, sheets, policy=policy, lenient=lenient)
    else:
        known_by = "" if is_named else crm.explain_system(contents.tables, system.mapping.name)
        book, report = _read_export(
            contents, system, path, known_by=known_by, policy=policy, lenient=lenient
        )
        refuse_little(report)
    if strict and report.losses:
        raise SourceError(report.verdict)
    return book, report


@take_streams
def propose_mapping(
    source: Source,
    *,
    as_: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> str:
    """Propose a mapping for the files of another system, as TOML to look through and complete.

    Parameters
    ----------
    source
        A folder, a workbook or a file of delimited text.
    as_
        The system it comes from, if it should not be recognised.
    encoding
        The encoding of text files that are neither UTF-8 nor have a byte order mark.
    limits
        What is refused as too large.

    Raises
    ------
    SourceError
        If a file cannot be read.
    """
    source = _check_source(source)
    if "://" in str(source):
        raise SourceError("a mapping is proposed for a folder or a file, and not for a database")
    path = Path(source)
    with name_errors(path, within=True):
        reader = Reader(limits=choose_limits(limits), encoding=encoding)
        contents = list_contents(path, reader)
    contents.refuse_empty(path)
    raws = contents.tables
    name = as_ or crm.recognise_system(raws)
    if name is not None:
        system = crm.load_system(name)
        prepared = system.prepare(raws) if system.prepare else raws
        if as_ or covers_most(prepared, system.mapping):
            return follow_mapping(prepared, system.mapping) + comment_left_out(contents.left_out)
    return propose(raws, crm.list_words) + comment_left_out(contents.left_out)


def _check_source(source: object) -> str | os.PathLike[str]:
    place = check_source(source)
    refuse_false_address(place)
    return place


def _list_sheets(path: Path, limits: Limits) -> list[str]:
    """Return the names of all sheets of a workbook, none of anything else."""
    if path.is_dir() or path.suffix.lower() not in WORKBOOKS:
        return []
    return [*excel.list_sheets(path, limits=limits)]


def _read_whole(
    path: Path, changes: dict[str, Any], limits: Limits, *, policy: Policy | None, lenient: bool
) -> tuple[Book, list[Finding]] | None:
    """Return the book of a file in a form of its own, and what was assumed; None of any other."""
    is_graph = path.suffix.lower() in GRAPH_FILES
    if any(changes.values()) and not is_graph:
        raise SourceError(f"{path}: is no graph, so there is nothing to rename or fill")
    if path.is_dir():
        return None
    packed = SourceFile.on_disk(path, limits)
    refuse_foreign(path, packed.read_head())
    if is_graph:
        return read_graph(path, limits=limits, policy=policy, lenient=lenient, **changes)
    file = packed.decompress(limits)
    if not holds_book(file):
        return None
    try:
        return Book.from_json(file.read_bytes(), policy=policy, lenient=lenient), []
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error


def _read_export(
    contents: Contents,
    system: crm.System,
    path: Path,
    *,
    known_by: str,
    policy: Policy | None,
    lenient: bool,
) -> tuple[Book, ReadReport]:
    """Make a book of tables of another system."""
    raws = [mark_errors(raw, [*map(str, raw.cells)]) for raw in contents.tables]
    found = translate(
        system.prepare(raws) if system.prepare else raws,
        system.mapping,
        identify=system.identify,
        doubts=system.doubts,
        policy=policy,
    )
    book = check_tables(found.tables, found.locate, policy=policy, lenient=lenient)
    report = report_on(
        f"{path}: an export of {system.mapping.name}",
        book,
        records=found.notes.records,
        findings=found.notes.findings,
        left_out=map(system.mapping.judge_left_out, contents.left_out),
        lost=found.notes.lost,
        system=system.mapping.name,
        known_by=known_by,
    )
    return book, replace(report, sums=system.mapping.sums)
