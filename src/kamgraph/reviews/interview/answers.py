"""What stands in a form that was filled in: as it was typed, with where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kamgraph.errors import SourceError
from kamgraph.model.made_ids import divide_id
from kamgraph.model.strict_json import quote
from kamgraph.model.vocabulary import LANGUAGES
from kamgraph.model.voice import wording
from kamgraph.reviews.interview.form import ABOUT, BY, ON
from kamgraph.reviews.interview.page import ANSWERS, VERSION
from kamgraph.sources.excel import OPEN_DOCUMENT, read_sheets
from kamgraph.sources.files import name_errors, read_json
from kamgraph.sources.odd_cells import mark_errors

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from kamgraph.sources.raw import RawTable

_WORKBOOKS = (".xlsx", ".xlsm", OPEN_DOCUMENT)
_NEEDED = ("id", "answer", "evidence")
_TRUTHS = ("TRUE", "FALSE")  # as which spreadsheets show what is typed as yes or no


class Answer(NamedTuple):
    """What somebody wrote beside a question."""

    question: list[str]  # its id, cell by cell: the kind first
    answer: str
    evidence: str
    place: str  # of the answer, in words
    line: int | None = None


class Answers(NamedTuple):
    """A form that was filled in."""

    by: Answer | None
    on: Answer | None
    account: str
    deal: str
    content_hash: str
    given: list[Answer]


def read_answers(path: str | os.PathLike[str]) -> Answers:
    """Read a form that was filled in: a workbook, or what the page has saved."""
    target = Path(path)
    with name_errors(target):
        found = [*(_read_sheet(target) if _is_workbook(target) else _read_file(target))]
    found = _drop_repeats(found)
    rows = {one.question[0]: one for one in found}
    if ABOUT not in rows:
        raise SourceError(
            f"{target}: the row that tells what it is about is gone; fill in a form as it is "
            "written, and delete no rows"
        )
    try:
        account, deal, content_hash = rows[ABOUT].question[1:]
    except ValueError as error:
        told = ":".join(rows[ABOUT].question)
        raise SourceError(f"{target}: what it is about cannot be read: {told}") from error
    given = [one for one in found if one.question[0] not in {BY, ON, ABOUT}]
    return Answers(rows.get(BY), rows.get(ON), account, deal, content_hash, given)


def _drop_repeats(found: list[Answer]) -> list[Answer]:
    """Return answers once each; refuse two that differ."""
    given: dict[tuple[str, ...], Answer] = {}
    for one in found:
        before = given.setdefault(tuple(one.question), one)
        if (before.answer, before.evidence) == (one.answer, one.evidence):
            continue
        if before.answer or before.evidence:
            if one.answer or one.evidence:
                raise SourceError(
                    f"{one.place}: is not what {before.place} says of the same question; keep one"
                )
        else:
            given[tuple(one.question)] = one
    return [*given.values()]


def _is_workbook(path: Path) -> bool:
    if path.suffix.lower() not in {*_WORKBOOKS, ".json"}:
        raise SourceError(
            f"{path}: answers are a workbook that was filled in (.xlsx), or the file that a page "
            "of questions saves (.json)"
        )
    return path.suffix.lower() in _WORKBOOKS


def _read_sheet(path: Path) -> Iterator[Answer]:
    """Yield the rows of the sheet of questions."""
    for table in read_sheets(path):
        names = {name: _find_column(table, name) for name in _NEEDED}
        if None not in names.values():
            yield from _read_rows(table, names)  # type: ignore[arg-type]
            return
    raise SourceError(f"{path}: has no sheet of questions; give the one that was filled in")


def _find_column(table: RawTable, name: str) -> str | None:
    """Return how a table calls a column of forms, in whatever language."""
    said = wording()[f"interview.column.{name}"]
    found = (table.find_column(said[language]) for language in LANGUAGES)
    return next((one for one in found if one is not None), None)


def _read_rows(table: RawTable, names: dict[str, str]) -> Iterator[Answer]:
    table = mark_errors(table, [*names.values()])
    cells = {name: table.cells[column].str.strip() for name, column in names.items()}
    for row, (one, answer, evidence) in enumerate(zip(*cells.values(), strict=True)):
        truth = _find_truth(table, row, names["answer"])
        if not truth:
            _refuse_odd(table, row, names["answer"], "day" if one == ON else "text")
        _refuse_odd(table, row, names["evidence"], "text")
        place = table.name_place(row, names["answer"])
        if one:
            yield Answer(divide_id(one), answer or truth, evidence, place, int(table.lines[row]))


def _find_truth(table: RawTable, row: int, column: str) -> str:
    """Return what a cell says that a spreadsheet took for a truth value; empty if it is none."""
    odd = table.odd.get(column, {}).get(row)
    return odd.value if odd and odd.value in _TRUTHS else ""


def _refuse_odd(table: RawTable, row: int, column: str, kind: str) -> None:
    """Refuse a cell whose text cannot be relied on, in a column of some kind."""
    odd = table.odd.get(column, {}).get(row)
    if odd and not odd.is_fit(kind, required=True):
        raise SourceError(f"{table.name_place(row, column)}: {odd.value} {odd.what}")


def _read_file(path: Path) -> Iterator[Answer]:
    """Yield the same rows of what a page has saved."""
    whole = read_json(path)
    known = isinstance(whole, dict) and whole.get("format") == ANSWERS
    if not known or whole.get("version") != VERSION:
        raise SourceError(f"{path}: is not what a page of questions of this version has saved")
    if not all(isinstance(whole.get(name), str) for name in (BY, ON, ABOUT)):
        raise SourceError(f"{path}: does not say who answered what and when; save it once more")
    yield Answer([BY], whole[BY].strip(), "", f"{path}, {BY}")
    yield Answer([ON], whole[ON].strip(), "", f"{path}, {ON}")
    yield Answer(divide_id(whole[ABOUT]), "", "", f"{path}, {ABOUT}")
    for row in whole.get("answers", []):
        texts = [row.get(name, "") for name in _NEEDED] if isinstance(row, dict) else [None]
        if not all(isinstance(text, str) for text in texts):
            raise SourceError(f"{path}: an answer in it is none: {quote(row)}")
        one, answer, evidence = (str(text).strip() for text in texts)
        yield Answer(divide_id(one), answer, evidence, f"{path}, {one}")
